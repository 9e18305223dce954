//! A server's book with nothing around it: what is asked of the judge is answered from records in memory.
//!
//! Not here: faults, copies and pages (`tests/simulation`), storage (the server).
//! Invariant: the same commands in the same order leave the same records.

use std::collections::BTreeMap;

use crate::dossier::Dossier;
use crate::dossier::code::{Code, Lane, SERVER_NUMBER_MAX};
use crate::id::{DossierId, Writer};
use crate::moment::{Day, Moment};
use crate::sync::server::{Bench, WriterState, judge};
use crate::sync::wire::{Command, Hash, Outcome};
use crate::ward::Ward;

#[derive(Clone, Default)]
pub struct Book {
    pub records: BTreeMap<DossierId, Dossier>,
    pub seq: u64,
    pub writers: BTreeMap<Writer, WriterState>,
}

impl Book {
    /// The command's outcome; what it changes is kept.
    pub fn judge(&mut self, ward: &Ward, command: &Command, now: Moment, lane: Option<Lane>) -> Outcome {
        self.seq += 1;
        let codes = || self.records.values().filter_map(|record| record.code.as_ref());
        let fresh = |day: Day| {
            let own = codes().filter(|code| code.day == day && code.number <= SERVER_NUMBER_MAX);
            own.map(|code| code.number).max().unwrap_or(0) + 1
        };
        let bench = Bench {
            ward,
            now,
            lane,
            last_at: self.writers.get(&command.writer).map_or(Moment::default(), |state| state.last_at),
            seq: self.seq,
            code_taken: &|code: &Code| codes().any(|taken| taken == code),
            fresh_number: &|day| Some(fresh(day)),
            twin: &|wish| wish.twin(self.records.values()).map(|other| other.id),
            source: &|id| self.records.get(&id).cloned(),
        };
        let verdict = judge(&bench, command, self.records.get(&command.act.dossier()));
        self.records.extend(verdict.record.map(|record| (record.id, record)));
        verdict.outcome
    }

    /// After the act: the writer's place in the chain.
    pub fn note(&mut self, command: &Command, hash: Hash, now: Moment) {
        let state = self.writers.entry(command.writer).or_default();
        *state = state.after(command.n, hash, Some(command.claim()), now);
    }
}
