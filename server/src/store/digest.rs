//! What the devices of each scope should hold, as 256 numbers that follow every commit.
//!
//! The staff's scope moves by the day: closed dossiers leave it one day after another. So the sums are kept for the
//! open ones and for each day of closing; the scope is a few of them.
//!
//! Not here: the sums themselves (`shared::sync::digest`).
//! Invariant: sums are of exactly the sequence that stands beside them. Where a commit of another process passed by,
//! they are dropped and counted anew.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use shared::dossier::Dossier;
use shared::id::DossierId;
use shared::moment::Day;
use shared::sync::digest::Buckets;

use super::pull::Scope;
use super::{Fault, Store, small, within};

/// What decides in which sums a record is.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    id: DossierId,
    rev: u64,
    closed: Option<Day>,
    is_open: bool,
}

impl Standing {
    pub fn of(dossier: &Dossier) -> Standing {
        Standing {
            id: dossier.id,
            rev: dossier.rev,
            closed: dossier.closed_at.map(|at| at.day()),
            is_open: dossier.is_open(),
        }
    }
}

#[derive(Default)]
struct Sums {
    seq: u64,
    open: Buckets,
    closed: BTreeMap<Day, Buckets>,
}

impl Sums {
    /// Puts a record in, or takes it out.
    fn toggle(&mut self, record: Standing) {
        let Standing { id, rev, closed, is_open } = record;
        if is_open {
            self.open.toggle(id, rev);
        } else if let Some(day) = closed {
            self.closed.entry(day).or_default().toggle(id, rev);
        }
    }

    fn of(&self, scope: Scope) -> Buckets {
        match scope {
            Scope::Ward { closed_since } => {
                let mut all = self.open.clone();
                self.closed.range(closed_since..).for_each(|(_, day)| all.join(day));
                all
            }
            Scope::Nothing => Buckets::default(),
        }
    }
}

/// Records as a commit found and left them.
#[derive(Default)]
pub struct Moves(Vec<(Option<Standing>, Standing)>);

impl Moves {
    pub fn add(&mut self, before: Option<&Dossier>, after: &Dossier) {
        self.0.push((before.map(Standing::of), Standing::of(after)));
    }
}

/// Nothing is counted before somebody asks.
#[derive(Clone, Default)]
pub(super) struct Kept(Arc<Mutex<Option<Sums>>>);

impl Kept {
    /// A commit went from one sequence to another.
    pub fn follow(&self, from: u64, to: u64, moves: Moves) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(sums) = kept.as_mut() else { return };
        if sums.seq != from {
            *kept = None;
            return;
        }
        for (before, after) in moves.0 {
            before.into_iter().chain([after]).for_each(|record| sums.toggle(record));
        }
        sums.seq = to;
    }

    fn at(&self, seq: u64, scope: Scope) -> Option<Buckets> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|sums| sums.seq == seq).map(|sums| sums.of(scope))
    }

    fn put(&self, sums: Sums) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(sums);
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    dossier: String,
    seq: i64,
    closed_day: Option<String>,
    is_open: bool,
}

impl Row {
    fn standing(&self) -> Result<Standing, Fault> {
        let odd = || Fault::Odd(format!("the record {} cannot be counted", self.dossier));
        Ok(Standing {
            id: DossierId(self.dossier.parse().map_err(|_| odd())?),
            rev: small(self.seq)?,
            closed: self.closed_day.as_ref().map(|day| day.parse().map_err(|_| odd())).transpose()?,
            is_open: self.is_open,
        })
    }
}

impl Store {
    /// What a device of the scope should hold at `seq`; `None` where that is not the present any more.
    pub async fn digest_at(&self, seq: u64, scope: Scope) -> Result<Option<Buckets>, Fault> {
        if let Some(buckets) = self.digest.at(seq, scope) {
            return Ok(Some(buckets));
        }
        self.count_digest().await?;
        Ok(self.digest.at(seq, scope))
    }

    async fn count_digest(&self) -> Result<(), Fault> {
        let mut tx = self.db.snapshot().await?;
        let mut sums = Sums { seq: super::ledger::last_seq(&mut tx, self.id).await?, ..Sums::default() };
        let rows: Vec<Row> = within!(&mut tx, |c| {
            sqlx::query_as("SELECT dossier, seq, closed_day, is_open FROM record WHERE ward = $1")
                .bind(self.id.0)
                .fetch_all(c)
                .await?
        });
        for row in rows {
            sums.toggle(row.standing()?);
        }
        self.digest.put(sums);
        Ok(())
    }
}
