//! The outbox of what citizens are told: one row an event, in the order of the acts.
//!
//! Not here: what is news and in which words (`shared::news`), how it leaves (`crate::news`).
//! Invariant: an event leaves once. Before a letter is given out, the list beside the database knows it and its row
//! says that nobody knows whether it arrived; so neither a crash nor a copy that is put back sends it again. A gateway is
//! asked again, under the same key.

mod given;

use std::collections::BTreeMap;

use shared::act::Act;
use shared::dossier::record::NewsBy;
use shared::dossier::{Dossier, Status};
use shared::id::{DeviceId, DossierId, OfficerId, Writer};
use shared::lang::{Sentence, word};
use shared::moment::Moment;
use shared::news::{Event, Seen, State, address, reminder};
use shared::sync::wire::{Body, Outcome};

pub use given::Key;
pub(super) use given::{Given, LIST};

use super::{Fault, Store, Tx, big, meta, read, readable, small, within};
use crate::limits::{NEWS_ACTS_MAX, NEWS_MINUTES_MAX, NEWS_ROWS_MAX, NEWS_TRIED_MINUTES_MAX};

/// How far the acts were looked at.
const CURSOR: &str = "news_seq";

const NOBODY: Writer = Writer { device: DeviceId(0), officer: OfficerId(0) };

/// Where a row moves.
pub struct Move {
    pub state: State,
    /// When it is tried again, where it waits; else when it got there.
    pub at: Moment,
    pub tries: u32,
    pub why: Sentence,
}

/// A row whose time has come.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    pub key: Key,
    pub by: NewsBy,
    pub made: Moment,
    pub tries: u32,
    /// Since when it has stood as it stands.
    moved: Moment,
}

/// How a letter is taken to be given out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Take {
    /// Without an answer nobody can ask for it.
    Once,
    /// Without an answer the same key is said again at that time.
    AsksAgain(Moment),
}

#[derive(sqlx::FromRow)]
struct Row {
    dossier: String,
    event: String,
    device: i64,
    officer: i64,
    n: i64,
    news_by: String,
    made_at: i64,
    state: String,
    tries: i64,
    moved_at: i64,
    why_vi: String,
    why_en: String,
}

impl Row {
    fn due(self) -> Result<Due, Fault> {
        let writer =
            Writer { device: DeviceId(small(self.device)?), officer: OfficerId(small(self.officer)?) };
        let dossier = self.dossier.parse().map_err(|_| Fault::Odd("news of no dossier".to_owned()))?;
        let event = serde_json::from_value(self.event.into())?;
        let key = Key { dossier: DossierId(dossier), event, writer, n: small(self.n)? };
        Ok(Due {
            key,
            by: serde_json::from_value(self.news_by.into())?,
            made: Moment::from_millis(self.made_at),
            tries: small(self.tries)?,
            moved: Moment::from_millis(self.moved_at),
        })
    }

    fn seen(self) -> Result<Seen, Fault> {
        Ok(Seen {
            event: serde_json::from_value(self.event.into())?,
            by: serde_json::from_value(self.news_by.into())?,
            state: serde_json::from_value(self.state.into())?,
            at: Moment::from_millis(self.made_at),
            moved: Moment::from_millis(self.moved_at),
            why_vi: self.why_vi,
            why_en: self.why_en,
        })
    }
}

/// An act that is news: the last of its dossier.
struct Candidate {
    event: Event,
    writer: Writer,
    n: u64,
}

type Logged = (i64, i64, i64, i64, String, String);

/// The dossier, if the act was recorded and is news.
fn candidate(
    (_, device, officer, n, body, outcome): Logged,
) -> Result<Option<(DossierId, Candidate)>, Fault> {
    let outcome: Outcome = serde_json::from_str(&outcome)?;
    if outcome.seq().is_none() {
        return Ok(None);
    }
    // What this server cannot read it has not judged either.
    let Ok(command) = Body(body).open() else { return Ok(None) };
    let Act::Dossier { id, act } = command.act;
    let writer = Writer { device: DeviceId(small(device)?), officer: OfficerId(small(officer)?) };
    let n = small(n)?;
    Ok(Event::of(act.kind()).map(|event| (id, Candidate { event, writer, n })))
}

impl Store {
    /// Looks at the acts since the last time, and puts into the outbox what is news of them. How far it came.
    pub async fn sweep_news(&self, from: u64, now: Moment) -> Result<u64, Fault> {
        let cursor = from.max(self.news_cursor().await?);
        let rows: Vec<Logged> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT seq, device, officer, n, body, outcome FROM cmd_log
                 WHERE ward = $1 AND seq > $2 AND received_at >= $3 ORDER BY seq LIMIT $4",
            )
            .bind(self.id.0)
            .bind(big(cursor))
            // What lay longer is no news any more: switching it on tells nobody of last year.
            .bind(now.plus_minutes(-NEWS_MINUTES_MAX).millis())
            .bind(NEWS_ACTS_MAX)
            .fetch_all(pool)
            .await?
        });
        let Some(last) = rows.last().map(|row| row.0) else { return Ok(cursor) };
        let mut news = BTreeMap::new();
        for row in rows {
            let seq = row.0;
            news.extend(readable(candidate(row), &seq).flatten());
        }
        let to: u64 = small(last)?;
        if news.is_empty() {
            return Ok(to);
        }
        let mut found = Vec::new();
        for (id, Candidate { event, writer, n }) in news {
            let Some(dossier) = self.record_now(id).await? else { continue };
            let by = self.news_way(&dossier).filter(|_| event.holds(&dossier, now));
            found.extend(by.map(|by| (Key { dossier: id, event, writer, n }, by)));
        }
        let mut tx = self.begin_desk().await?;
        for (key, by) in found {
            self.queue_news(&mut tx, key, by, now).await?;
        }
        meta::put(&mut tx, self.id, CURSOR, &to.to_string()).await?;
        tx.commit().await?;
        Ok(to)
    }

    /// Puts a reminder into the outbox for whoever has not come.
    pub async fn sweep_reminders(&self, now: Moment) -> Result<(), Fault> {
        let rows: Vec<(String, String)> = read!(&*self.db, |pool| {
            sqlx::query_as("SELECT dossier, body FROM record WHERE ward = $1 AND status = $2")
                .bind(self.id.0)
                .bind(Status::Ready.code())
                .fetch_all(pool)
                .await?
        });
        let mut found = Vec::new();
        for (id, body) in rows {
            let Some(dossier) = readable(serde_json::from_str::<Dossier>(&body), &id) else { continue };
            let Some(by) = self.news_way(&dossier) else { continue };
            if let Some(days) = reminder(&dossier, now) {
                let n = u64::try_from(days).unwrap_or(0);
                found.push((Key { dossier: dossier.id, event: Event::Reminder, writer: NOBODY, n }, by));
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin_desk().await?;
        for (key, by) in found {
            self.queue_news(&mut tx, key, by, now).await?;
        }
        tx.commit().await
    }

    /// By which way its citizen is told: as asked, where somebody carries that.
    fn news_way(&self, dossier: &Dossier) -> Option<NewsBy> {
        address(&dossier.contact).map(|(by, _)| by).filter(|by| self.ward().news_by.contains(by))
    }

    async fn queue_news(&self, tx: &mut Tx, key: Key, by: NewsBy, now: Moment) -> Result<(), Fault> {
        let given = self.is_news_out(key);
        let (state, why) = if given {
            let why = word("đã gửi trước khi sổ được khôi phục", "it left before the book was put back");
            (State::Unclear, why)
        } else {
            (State::Waiting, word("", ""))
        };
        let news = within!(&mut *tx, |c| {
            sqlx::query(
                "INSERT INTO news (ward, dossier, event, device, officer, n, made_at, state, tries, moved_at, why_vi,
                   why_en, news_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $7, $9, $10, $11)
                 ON CONFLICT DO NOTHING",
            )
            .bind(self.id.0)
            .bind(key.dossier.to_string())
            .bind(key.event.code())
            .bind(i64::from(key.writer.device.0))
            .bind(i64::from(key.writer.officer.0))
            .bind(big(key.n))
            .bind(now.millis())
            .bind(state.code())
            .bind(why.vi)
            .bind(why.en)
            .bind(by.code())
            .execute(c)
            .await?
            .rows_affected()
        });
        if news > 0 {
            self.overtake(tx, key, now).await?;
        }
        Ok(())
    }

    /// What still waited to be said of the dossier is old now.
    async fn overtake(&self, tx: &mut Tx, by: Key, now: Moment) -> Result<(), Fault> {
        let why = word("đã có tin mới hơn", "newer news came");
        within!(tx, |c| {
            sqlx::query(
                "UPDATE news SET state = $3, moved_at = $4, why_vi = $5, why_en = $6
                 WHERE ward = $1 AND dossier = $2 AND state = $7
                   AND NOT (event = $8 AND device = $9 AND officer = $10 AND n = $11)",
            )
            .bind(self.id.0)
            .bind(by.dossier.to_string())
            .bind(State::Dropped.code())
            .bind(now.millis())
            .bind(why.vi)
            .bind(why.en)
            .bind(State::Waiting.code())
            .bind(by.event.code())
            .bind(i64::from(by.writer.device.0))
            .bind(i64::from(by.writer.officer.0))
            .bind(big(by.n))
            .execute(c)
            .await?;
        });
        Ok(())
    }

    async fn news_cursor(&self) -> Result<u64, Fault> {
        let value = self.meta(CURSOR).await?;
        Ok(value.and_then(|value| value.parse().ok()).unwrap_or(0))
    }

    /// A dossier as it stands.
    pub async fn record_now(&self, id: DossierId) -> Result<Option<Dossier>, Fault> {
        let body = self.by_id(id).await?;
        Ok(body.map(|body| serde_json::from_str(body.get())).transpose()?)
    }

    /// Rows that wait and whose time has come, the oldest first.
    pub async fn due_news(&self, now: Moment) -> Result<Vec<Due>, Fault> {
        let rows: Vec<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT dossier, event, device, officer, n, news_by, made_at, state, tries, moved_at, why_vi, why_en
                 FROM news WHERE ward = $1 AND state = 'tin_cho' AND moved_at <= $2
                 ORDER BY moved_at, dossier LIMIT $3",
            ).bind(self.id.0).bind(now.millis()).bind(NEWS_ROWS_MAX).fetch_all(pool).await?
        });
        let due = |row: Row| {
            let dossier = row.dossier.clone();
            readable(row.due(), &dossier)
        };
        Ok(rows.into_iter().filter_map(due).collect())
    }

    /// The citizen has chosen another way since it was queued.
    pub async fn turn_news(&self, key: Key, by: NewsBy) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query(
                "UPDATE news SET news_by = $7
                 WHERE ward = $1 AND dossier = $2 AND event = $3 AND device = $4 AND officer = $5 AND n = $6",
            )
            .bind(self.id.0)
            .bind(key.dossier.to_string())
            .bind(key.event.code())
            .bind(i64::from(key.writer.device.0))
            .bind(i64::from(key.writer.officer.0))
            .bind(big(key.n))
            .bind(by.code())
            .execute(c)
            .await?;
        });
        tx.commit().await
    }

    /// Takes a letter to give it out: `false` where it has left before, or somebody else has it.
    pub async fn take_news(&self, due: &Due, by: NewsBy, take: Take, now: Moment) -> Result<bool, Fault> {
        let to = |state, at, tries, vi: &str, en: &str| Move { state, at, tries, why: Sentence::new(vi, en) };
        let given = self.given.by(due.key);
        // Only the same gateway knows the key, and it need not remember it for ever.
        let knows = now <= due.made.plus_minutes(NEWS_TRIED_MINUTES_MAX);
        let again = matches!(take, Take::AsksAgain(_)) && given == Some(by) && knows;
        if given.is_some() && !again {
            let (vi, en) = ("đã gửi trước đó, chưa được xác nhận", "it left before and was not confirmed");
            self.move_news(due.key, Some(State::Waiting), &to(State::Unclear, now, 0, vi, en)).await?;
            return Ok(false);
        }
        if given.is_none() {
            self.given.note(self.id, due.key, by, false)?;
        }
        let leaves = match take {
            Take::Once => to(
                State::Unclear,
                now,
                0,
                "máy chủ thư chưa xác nhận",
                "the mail server has not confirmed it",
            ),
            Take::AsksAgain(at) => to(
                State::Waiting,
                at,
                due.tries + 1,
                "cổng gửi chưa xác nhận",
                "the gateway has not confirmed it",
            ),
        };
        self.move_row(due.key, Some(State::Waiting), Some(due.moved), &leaves).await
    }

    /// Whether it is out and nobody has said what became of it.
    pub fn is_news_out(&self, key: Key) -> bool {
        self.given.by(key).is_some()
    }

    /// The other side has said that it did not take the letter: it may leave again, by any way.
    pub fn give_back_news(&self, key: Key) -> Result<(), Fault> {
        let by = self.given.by(key).unwrap_or_default();
        self.given.note(self.id, key, by, true)
    }

    /// Moves a row; with `from` only where it stands there.
    pub async fn move_news(&self, key: Key, from: Option<State>, to: &Move) -> Result<bool, Fault> {
        self.move_row(key, from, None, to).await
    }

    /// The same; with `since` only where nobody has moved it since then.
    async fn move_row(
        &self,
        key: Key,
        from: Option<State>,
        since: Option<Moment>,
        to: &Move,
    ) -> Result<bool, Fault> {
        let mut tx = self.db.begin().await?;
        let moved = within!(&mut tx, |c| {
            sqlx::query(
                "UPDATE news SET state = $7, moved_at = $8, tries = $9, why_vi = $10, why_en = $11
                 WHERE ward = $1 AND dossier = $2 AND event = $3 AND device = $4 AND officer = $5 AND n = $6
                   AND ($12 = '' OR state = $12) AND ($13 = 0 OR moved_at = $13)",
            )
            .bind(self.id.0)
            .bind(key.dossier.to_string())
            .bind(key.event.code())
            .bind(i64::from(key.writer.device.0))
            .bind(i64::from(key.writer.officer.0))
            .bind(big(key.n))
            .bind(to.state.code())
            .bind(to.at.millis())
            .bind(i64::from(to.tries))
            .bind(&to.why.vi)
            .bind(&to.why.en)
            .bind(from.map_or("", State::code))
            .bind(since.map_or(0, Moment::millis))
            .execute(c)
            .await?
            .rows_affected()
        });
        tx.commit().await?;
        Ok(moved > 0)
    }

    /// What was told of a dossier, the newest first.
    pub async fn news_of(&self, id: DossierId) -> Result<Vec<Seen>, Fault> {
        let rows: Vec<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT dossier, event, device, officer, n, news_by, made_at, state, tries, moved_at, why_vi, why_en
                 FROM news WHERE ward = $1 AND dossier = $2
                 ORDER BY made_at DESC, device, officer, n DESC LIMIT $3",
            )
            .bind(self.id.0)
            .bind(id.to_string())
            .bind(NEWS_ROWS_MAX)
            .fetch_all(pool)
            .await?
        });
        rows.into_iter().map(Row::seen).collect()
    }

    /// How many stand where, by each way.
    pub async fn count_news(&self) -> Result<BTreeMap<NewsBy, BTreeMap<State, u32>>, Fault> {
        let rows: Vec<(String, String, i64)> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT news_by, state, COUNT(*) FROM news WHERE ward = $1 GROUP BY news_by, state",
            )
            .bind(self.id.0)
            .fetch_all(pool)
            .await?
        });
        let mut counts: BTreeMap<NewsBy, BTreeMap<State, u32>> = BTreeMap::new();
        for (by, state, count) in rows {
            let of_way = counts.entry(serde_json::from_value(by.into())?).or_default();
            of_way.insert(serde_json::from_value(state.into())?, small(count)?);
        }
        Ok(counts)
    }
}
