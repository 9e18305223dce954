//! Messages to the city: one row a change, in the order of each dossier.
//!
//! Not here: what a message says (`shared::handoff::city`), sending it (`crate::handoff`).
//! Invariant: a body is written once and never changed, so that the same key always says the same. Of a dossier only the
//! first message that is neither taken nor let go may leave.

use std::collections::BTreeMap;

use shared::dossier::Dossier;
use shared::handoff::city::{Decide, Held, Message, State, changes, message};
use shared::handoff::returned::{Answered, Mark, Named};
use shared::id::DossierId;
use shared::lang::{Sentence, word};
use shared::moment::Moment;

use crate::limits::{CITY_RECORDS_MAX, CITY_ROWS_MAX, CITY_SHOWN_MAX};
use crate::store::ledger::newest_seq;
use crate::store::{Fault, Store, Tx, big, meta, read, readable, small, within};

/// From when on changes are told; set when the city's address was given for the first time.
const SINCE: &str = "city_since";
/// How far the book was looked at.
const CURSOR: &str = "city_seq";

/// A message whose time has come.
#[derive(Clone, PartialEq, Debug)]
pub struct Due {
    pub id: DossierId,
    pub n: u32,
    pub body: String,
    pub tries: u32,
}

/// Where a message moves.
pub struct Move {
    pub state: State,
    /// When it is tried again, where it waits; else when it got there.
    pub at: Moment,
    pub tries: u32,
    pub why: Sentence,
}

#[derive(sqlx::FromRow)]
struct Row {
    dossier: String,
    n: i64,
    body: String,
    state: String,
    tries: i64,
    moved_at: i64,
    why_vi: String,
    why_en: String,
    behind: i64,
}

fn dossier_id(text: &str) -> Result<DossierId, Fault> {
    text.parse().map(DossierId).map_err(|_| Fault::Odd("a message of no dossier".to_owned()))
}

impl Row {
    fn held(self) -> Result<Held, Fault> {
        Ok(Held {
            id: dossier_id(&self.dossier)?,
            n: small(self.n)?,
            message: serde_json::from_str::<Message>(&self.body)?,
            state: serde_json::from_value(self.state.into())?,
            tries: small(self.tries)?,
            moved: Moment::from_millis(self.moved_at),
            behind: small(self.behind)?,
            why_vi: self.why_vi,
            why_en: self.why_en,
        })
    }
}

impl Store {
    /// Looks at the dossiers that were changed since the last time; each new change becomes a message. How far it came.
    pub async fn sweep_city(&self, now: Moment) -> Result<bool, Fault> {
        let (since, cursor) = match self.city_since().await? {
            Some(since) => (since, self.city_number(CURSOR).await?.unwrap_or(0)),
            // What was before is handed over as a file.
            None => {
                let newest = big(newest_seq(self).await?);
                let mut tx = self.begin_desk().await?;
                self.keep_city(&mut tx, SINCE, now.millis()).await?;
                self.keep_city(&mut tx, CURSOR, newest).await?;
                tx.commit().await?;
                return Ok(false);
            }
        };
        let rows: Vec<(i64, String)> = read!(&*self.db, |pool| {
            sqlx::query_as("SELECT seq, body FROM record WHERE ward = $1 AND seq > $2 ORDER BY seq LIMIT $3")
                .bind(self.id.0)
                .bind(cursor)
                .bind(CITY_RECORDS_MAX)
                .fetch_all(pool)
                .await?
        });
        let Some(last) = rows.last().map(|row| row.0) else { return Ok(false) };
        let ward = self.ward();
        let mut tx = self.begin_desk().await?;
        for (seq, body) in rows {
            let Some(dossier) = readable(serde_json::from_str::<Dossier>(&body), &seq) else { continue };
            for change in changes(&dossier).into_iter().filter(|change| change.recorded >= since) {
                if let Some(message) = message(&ward, &dossier, &change) {
                    self.queue_city(&mut tx, dossier.id, change.n, &message, now).await?;
                }
            }
        }
        self.keep_city(&mut tx, CURSOR, last).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn queue_city(
        &self,
        tx: &mut Tx,
        id: DossierId,
        n: u32,
        message: &Message,
        now: Moment,
    ) -> Result<(), Fault> {
        let body = serde_json::to_string(message)?;
        within!(tx, |c| {
            sqlx::query(
                "INSERT INTO city_message (ward, dossier, n, body, made_at, state, tries, moved_at, why_vi, why_en)
                 VALUES ($1, $2, $3, $4, $5, 'giao_cho', 0, $5, '', '') ON CONFLICT DO NOTHING",
            )
            .bind(self.id.0)
            .bind(id.to_string())
            .bind(i64::from(n))
            .bind(body)
            .bind(now.millis())
            .execute(c)
            .await?;
        });
        Ok(())
    }

    async fn keep_city(&self, tx: &mut Tx, name: &str, value: i64) -> Result<(), Fault> {
        meta::put(tx, self.id, name, &value.to_string()).await
    }

    async fn city_number(&self, name: &str) -> Result<Option<i64>, Fault> {
        let value = self.meta(name).await?;
        Ok(value.and_then(|value| value.parse().ok()))
    }

    /// From when on changes are told.
    pub async fn city_since(&self) -> Result<Option<Moment>, Fault> {
        Ok(self.city_number(SINCE).await?.map(Moment::from_millis))
    }

    /// Messages that may leave now, the oldest first: of each dossier the first that is open.
    pub async fn due_city(&self, now: Moment) -> Result<Vec<Due>, Fault> {
        let rows: Vec<(String, i64, String, i64)> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT m.dossier, m.n, m.body, m.tries FROM city_message m
                 WHERE m.ward = $1 AND m.state = 'giao_cho' AND m.moved_at <= $2
                   AND NOT EXISTS (SELECT 1 FROM city_message e WHERE e.ward = m.ward
                     AND e.dossier = m.dossier AND e.n < m.n AND e.state IN ('giao_cho', 'giao_tu_choi'))
                 ORDER BY m.made_at, m.dossier, m.n LIMIT $3",
            )
            .bind(self.id.0)
            .bind(now.millis())
            .bind(CITY_ROWS_MAX)
            .fetch_all(pool)
            .await?
        });
        let due = |(dossier, n, body, tries): (String, i64, String, i64)| {
            Ok(Due { id: dossier_id(&dossier)?, n: small(n)?, body, tries: small(tries)? })
        };
        rows.into_iter().map(due).collect()
    }

    /// Moves a message that stands at `from`.
    pub async fn move_city(&self, id: DossierId, n: u32, from: State, to: &Move) -> Result<bool, Fault> {
        let mut tx = self.begin_desk().await?;
        let moved = within!(&mut tx, |c| {
            sqlx::query(
                "UPDATE city_message SET state = $5, moved_at = $6, tries = $7, why_vi = $8, why_en = $9
                 WHERE ward = $1 AND dossier = $2 AND n = $3 AND state = $4",
            )
            .bind(self.id.0)
            .bind(id.to_string())
            .bind(i64::from(n))
            .bind(from.code())
            .bind(to.state.code())
            .bind(to.at.millis())
            .bind(i64::from(to.tries))
            .bind(&to.why.vi)
            .bind(&to.why.en)
            .execute(c)
            .await?
            .rows_affected()
        });
        tx.commit().await?;
        Ok(moved > 0)
    }

    /// A person sends a refused message again, or lets it go.
    pub async fn decide_city(&self, what: Decide, now: Moment) -> Result<bool, Fault> {
        let (state, why) = match what.again {
            true => (State::Waiting, word("", "")),
            false => (State::Skipped, word("người phụ trách bỏ qua", "somebody let it go")),
        };
        let to = Move { state, at: now, tries: 0, why: why.into() };
        self.move_city(what.id, what.n, State::Refused, &to).await
    }

    /// Marks messages as the city's file says of them, in the order of its lines, all of them or none.
    pub async fn mark_city(
        &self,
        said: &[(Named, Answered, String)],
        now: Moment,
    ) -> Result<Vec<Mark>, Fault> {
        let mut tx = self.begin_desk().await?;
        let mut marks = Vec::new();
        for (named, answered, why) in said {
            let (state, mark) = match answered {
                Answered::Taken => (State::Taken, Mark::Taken),
                Answered::Refused => (State::Refused, Mark::Refused),
            };
            // What was taken, or let go by a person, stays so; what was refused may be taken yet.
            let (before, again) = match answered {
                Answered::Taken => (State::Waiting, State::Refused),
                Answered::Refused => (State::Waiting, State::Waiting),
            };
            let why = if *answered == Answered::Taken { "" } else { why.as_str() };
            let moved = within!(&mut tx, |c| {
                sqlx::query(
                    "UPDATE city_message SET state = $4, moved_at = $5, tries = tries + 1, why_vi = $6, why_en = $6
                     WHERE ward = $1 AND dossier = $2 AND n = $3 AND state IN ($7, $8)",
                )
                .bind(self.id.0)
                .bind(named.id.to_string())
                .bind(i64::from(named.n))
                .bind(state.code())
                .bind(now.millis())
                .bind(why)
                .bind(before.code())
                .bind(again.code())
                .execute(c)
                .await?
                .rows_affected()
            });
            let known: i64 = within!(&mut tx, |c| {
                sqlx::query_scalar(
                    "SELECT COUNT(*) FROM city_message WHERE ward = $1 AND dossier = $2 AND n = $3",
                )
                .bind(self.id.0)
                .bind(named.id.to_string())
                .bind(i64::from(named.n))
                .fetch_one(c)
                .await?
            });
            marks.push(match (moved, known) {
                (0, 0) => Mark::Absent,
                (0, _) => Mark::Before,
                (_, _) => mark,
            });
        }
        tx.commit().await?;
        Ok(marks)
    }

    /// How many stand where.
    pub async fn count_city(&self) -> Result<BTreeMap<State, u32>, Fault> {
        let rows: Vec<(String, i64)> = read!(&*self.db, |pool| {
            sqlx::query_as("SELECT state, COUNT(*) FROM city_message WHERE ward = $1 GROUP BY state")
                .bind(self.id.0)
                .fetch_all(pool)
                .await?
        });
        let count =
            |(state, count): (String, i64)| Ok((serde_json::from_value(state.into())?, small(count)?));
        rows.into_iter().map(count).collect()
    }

    /// Messages in a state that were tried, the oldest first.
    pub async fn held_city(&self, state: State) -> Result<Vec<Held>, Fault> {
        let rows: Vec<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT m.dossier, m.n, m.body, m.state, m.tries, m.moved_at, m.why_vi, m.why_en,
                   (SELECT COUNT(*) FROM city_message b WHERE b.ward = m.ward AND b.dossier = m.dossier
                     AND b.n > m.n AND b.state = 'giao_cho') AS behind
                 FROM city_message m WHERE m.ward = $1 AND m.state = $2 AND m.tries > 0
                 ORDER BY m.made_at, m.dossier, m.n LIMIT $3",
            )
            .bind(self.id.0)
            .bind(state.code())
            .bind(CITY_SHOWN_MAX)
            .fetch_all(pool)
            .await?
        });
        rows.into_iter().map(Row::held).collect()
    }
}
