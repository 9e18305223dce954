//! Pages of changes: the latest state of the dossiers in somebody's scope after a cursor.
//!
//! Not here: waiting for a change (`feed`), who is asking (`gate`).
//! Invariant: a page is read at one moment; the scope stands in the SQL and is checked again on every record
//! that leaves.

use std::collections::BTreeMap;
use std::sync::Arc;

use shared::dossier::Dossier;
use shared::id::{DossierId, Writer};
use shared::limits::{PULL_BYTES_MAX, PULL_ROWS_MAX};
use shared::moment::{Day, Moment};
use shared::officer::Officer;
use shared::sync::digest;
use shared::sync::notice::Told;
use shared::sync::reading::{NOTHING, WARD};
use shared::sync::wire::{Hash, Judged};

use super::notice::Eyes;
use super::{Fault, Store, Tx, big, read, small, within};
use crate::limits;

/// Whose dossiers somebody may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Every open dossier, and those closed since the day.
    Ward { closed_since: Day },
    /// Nothing: whoever is no staff hands in, and hears what became of it without a citizen's word.
    Nothing,
}

impl Scope {
    /// What the officer may hold on a device at `now`.
    pub fn of(officer: &Officer, now: Moment) -> Scope {
        if officer.is_staff() {
            Scope::Ward { closed_since: digest::closed_since(now) }
        } else {
            Scope::Nothing
        }
    }

    /// The same for a device that holds nothing that was closed before the day: it had no room.
    #[must_use]
    pub fn since(self, day: Option<Day>) -> Scope {
        match (self, day) {
            (Scope::Ward { closed_since }, Some(day)) => Scope::Ward { closed_since: closed_since.max(day) },
            (scope, _) => scope,
        }
    }

    /// Whether a device of the scope holds the dossier as it stands.
    pub fn holds(self, dossier: &Dossier) -> bool {
        match self {
            Scope::Ward { closed_since } => digest::in_ward(dossier, closed_since),
            Scope::Nothing => false,
        }
    }

    /// As the wire calls it: another name is another set of dossiers.
    pub fn name(self) -> String {
        match self {
            Scope::Ward { .. } => WARD.to_owned(),
            Scope::Nothing => NOTHING.to_owned(),
        }
    }
}

pub struct Page {
    pub to: u64,
    pub more: bool,
    /// Texts of the records, with their identities.
    pub records: Vec<(DossierId, String)>,
    pub gone: Vec<DossierId>,
    pub last_n: u64,
    pub head: Hash,
    pub durable_n: u64,
    pub outcomes: Vec<Judged>,
    pub told: Told,
}

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    dossier: String,
    closed_day: Option<String>,
    is_open: bool,
    body: String,
}

impl Row {
    fn id(&self) -> Result<DossierId, Fault> {
        let odd = || Fault::Odd(format!("the record {} has no identity", self.dossier));
        self.dossier.parse().map(DossierId).map_err(|_| odd())
    }
}

impl Store {
    /// `told` is the list of unread outcomes that the asker has.
    pub async fn page(
        &self,
        scope: Scope,
        writer: Writer,
        (cursor, seen_n): (u64, u64),
        (eyes, told): (Eyes, &str),
    ) -> Result<Page, Fault> {
        let mut tx = self.db.snapshot().await?;
        let newest = super::ledger::last_seq(&mut tx, self.id).await?;
        let rows = match scope {
            Scope::Ward { closed_since } => self.ward_rows(&mut tx, cursor, closed_since).await?,
            Scope::Nothing => Vec::new(),
        };
        let (last_n, head, durable_n) = self.marks(&mut tx, writer).await?;
        let outcomes = self.outcomes(&mut tx, writer, seen_n).await?;
        let told = self.told(&mut tx, eyes, told).await?;
        let mut page = Page {
            to: cursor,
            more: false,
            records: Vec::new(),
            gone: Vec::new(),
            last_n,
            head,
            durable_n,
            outcomes,
            told,
        };
        let (mut bytes, full) = (0, rows.len() == PULL_ROWS_MAX);
        for row in rows {
            if bytes > PULL_BYTES_MAX {
                page.more = true;
                return Ok(page);
            }
            bytes += row.body.len();
            page.to = small(row.seq)?;
            page.take(scope, row)?;
        }
        page.more = full || page.outcomes.len() == limits::OUTCOMES_MAX;
        if !full {
            page.to = newest.max(cursor);
        }
        Ok(page)
    }

    /// What a device at the cursor holds of the dossiers that changed since, where that is known.
    pub fn held(&self, scope: Scope, cursor: u64) -> BTreeMap<DossierId, Arc<str>> {
        match scope {
            Scope::Ward { closed_since } if cursor > 0 => self.past.held(cursor, closed_since),
            Scope::Ward { .. } | Scope::Nothing => BTreeMap::new(),
        }
    }

    /// How many dossiers are in the scope.
    pub async fn count(&self, scope: Scope) -> Result<u32, Fault> {
        let Scope::Ward { closed_since } = scope else { return Ok(0) };
        let (count,): (i64,) = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT count(*) FROM record WHERE ward = $1 AND (is_open = $2 OR closed_day >= $3)",
            )
            .bind(self.id.0)
            .bind(true)
            .bind(closed_since.to_string())
            .fetch_one(pool)
            .await?
        });
        small(count)
    }

    /// After a cursor also those that left the scope meanwhile: a device may hold them as open. A first reading holds
    /// nothing.
    async fn ward_rows(&self, tx: &mut Tx, cursor: u64, closed_since: Day) -> Result<Vec<Row>, Fault> {
        Ok(within!(tx, |c| {
            sqlx::query_as(
                "SELECT seq, dossier, closed_day, is_open, body FROM record
                 WHERE ward = $1 AND seq > $2 AND ($2 > 0 OR is_open = $3 OR closed_day >= $4)
                 ORDER BY seq LIMIT $5",
            )
            .bind(self.id.0)
            .bind(big(cursor))
            .bind(true)
            .bind(closed_since.to_string())
            .bind(PULL_ROWS_MAX as i64)
            .fetch_all(c)
            .await?
        }))
    }

    async fn marks(&self, tx: &mut Tx, writer: Writer) -> Result<(u64, Hash, u64), Fault> {
        let row: Option<(i64, String, i64)> = within!(tx, |c| {
            sqlx::query_as(
                "SELECT last_n, head, durable_n FROM writer WHERE ward = $1 AND device = $2 AND officer = $3",
            )
            .bind(self.id.0)
            .bind(i64::from(writer.device.0))
            .bind(i64::from(writer.officer.0))
            .fetch_optional(c)
            .await?
        });
        let (last_n, head, durable_n) = row.unwrap_or_default();
        Ok((small(last_n)?, Hash(head), small(durable_n)?))
    }

    async fn outcomes(&self, tx: &mut Tx, writer: Writer, seen_n: u64) -> Result<Vec<Judged>, Fault> {
        let rows: Vec<(i64, String)> = within!(tx, |c| {
            sqlx::query_as(
                "SELECT n, outcome FROM cmd_log
                 WHERE ward = $1 AND device = $2 AND officer = $3 AND n > $4 ORDER BY n LIMIT $5",
            )
            .bind(self.id.0)
            .bind(i64::from(writer.device.0))
            .bind(i64::from(writer.officer.0))
            .bind(big(seen_n))
            .bind(limits::OUTCOMES_MAX as i64)
            .fetch_all(c)
            .await?
        });
        rows.into_iter()
            .map(|(n, outcome)| Ok(Judged { n: small(n)?, outcome: serde_json::from_str(&outcome)? }))
            .collect()
    }
}

impl Page {
    /// Adds a row, or says that it left the scope. A record that should not be here stays here.
    fn take(&mut self, scope: Scope, row: Row) -> Result<(), Fault> {
        let Scope::Ward { closed_since } = scope else {
            tracing::error!(dossier = row.dossier, "a record outside the scope was held back");
            return Ok(());
        };
        let closed = row.closed_day.as_ref();
        let here = row.is_open || closed.is_some_and(|day| *day >= closed_since.to_string());
        if here {
            self.records.push((row.id()?, row.body));
        } else {
            self.gone.push(row.id()?);
        }
        Ok(())
    }
}
