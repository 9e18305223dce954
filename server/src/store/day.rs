//! Who was received on which day: what decides whether a reception may be somebody's second.
//!
//! A day is read once and followed from then on; a ward has a few.
//!
//! Not here: what makes two receptions one wish (`shared::dossier::twin`), which looks at the records themselves.
//! Invariant: whoever may be alike is named; somebody else may be too. What is kept is of exactly the sequence that
//! stands beside it, and read anew where another process has passed by.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use shared::dossier::Dossier;
use shared::dossier::intake::cleaned_applicant;
use shared::dossier::record::Applicant;
use shared::id::DossierId;
use shared::moment::Day;
use shared::text;

use crate::limits::DAYS_KEPT_MAX;

/// Dossiers received on one day, by what names their citizen.
#[derive(Default)]
struct Names {
    by_number: BTreeMap<String, BTreeSet<DossierId>>,
    by_name: BTreeMap<String, BTreeSet<DossierId>>,
    /// Of those who have no number.
    by_name_alone: BTreeMap<String, BTreeSet<DossierId>>,
}

impl Names {
    fn add(&mut self, id: DossierId, applicant: &Applicant) {
        let Applicant { name, number, .. } = applicant;
        let name = text::fold(name);
        if number.is_empty() {
            self.by_name_alone.entry(name.clone()).or_default().insert(id);
        } else {
            self.by_number.entry(number.clone()).or_default().insert(id);
        }
        self.by_name.entry(name).or_default().insert(id);
    }

    fn like(&self, applicant: &Applicant) -> impl Iterator<Item = DossierId> {
        let Applicant { name, number, .. } = cleaned_applicant(applicant);
        let name = text::fold(&name);
        let (same, by_name) = if number.is_empty() {
            (None, &self.by_name)
        } else {
            (self.by_number.get(&number), &self.by_name_alone)
        };
        same.into_iter().chain(by_name.get(&name)).flatten().copied()
    }
}

/// The days that were asked about, as they stand at a sequence.
#[derive(Default)]
pub struct Days {
    seq: u64,
    names: BTreeMap<Day, Names>,
}

impl Days {
    pub fn knows(&self, day: Day) -> bool {
        self.names.contains_key(&day)
    }

    /// A day as it stands in the book.
    pub fn read<'a>(&mut self, day: Day, records: impl IntoIterator<Item = &'a Dossier>) {
        let names = self.names.entry(day).or_default();
        records.into_iter().for_each(|record| names.add(record.id, &record.applicant));
    }

    /// A record as an act has left it.
    pub fn follow(&mut self, record: &Dossier) {
        if let Some(names) = record.received_at.and_then(|at| self.names.get_mut(&at.day())) {
            names.add(record.id, &record.applicant);
        }
    }

    /// Whoever may be the same citizen, among those received on the day.
    pub fn like(&self, day: Day, applicant: &Applicant) -> BTreeSet<DossierId> {
        self.names.get(&day).map(|names| names.like(applicant).collect()).unwrap_or_default()
    }
}

/// The days between two transactions.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Days>>);

impl Kept {
    /// Takes the days out, where they are of this sequence; a transaction that fails does not put them back.
    pub fn take(&self, seq: u64) -> Days {
        let days = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if days.seq == seq { days } else { Days { seq, names: BTreeMap::new() } }
    }

    pub fn put(&self, days: Days, seq: u64) {
        let mut names = days.names;
        while names.len() > DAYS_KEPT_MAX {
            names.pop_first();
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Days { seq, names };
    }
}
