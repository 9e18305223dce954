//! A life: acts of several officers in the order of the server's log, with what became of each, and the dossiers
//! that they left.
//!
//! Not here: where lives come from (`wander`).
//! Invariant: a life stands alone; nothing but the ward's settings is needed to judge it again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::dossier::code::{Code, Lane, SERVER_NUMBER_MAX};
use shared::dossier::{Dossier, Kind};
use shared::id::{DossierId, Writer};
use shared::moment::{Day, Moment};
use shared::sync::server::{Admit, Bench, WriterState, admit, judge};
use shared::sync::wire::{Body, Command, Hash, Outcome};
use shared::ward::Ward;

/// An act as its author's device wrote it, and the answer.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// The server's clock.
    pub now: Moment,
    pub lane: Option<Lane>,
    pub prev: Hash,
    pub hash: Hash,
    pub body: Body,
    pub outcome: Outcome,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Life {
    pub rows: Vec<Row>,
    pub records: Vec<Dossier>,
}

/// One file: lives that end with an act of the kind.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Lives {
    pub kind: Kind,
    pub lives: Vec<Life>,
}

/// A server's book with nothing around it.
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

impl Life {
    /// Admits and judges everything anew; says what is not as it was.
    pub fn again(&self, ward: &Ward) -> Result<(), String> {
        let mut book = Book::default();
        for (place, row) in self.rows.iter().enumerate() {
            let command = row.body.open().map_err(|_| format!("row {place} cannot be read"))?;
            let state = book.writers.get(&command.writer).cloned().unwrap_or_default();
            let admitted = admit(&state, command.n, &row.prev, &row.body, None);
            if admitted != (Admit::Next { hash: row.hash.clone() }) {
                return Err(format!("row {place} breaks the chain: {admitted:?}"));
            }
            let outcome = book.judge(ward, &command, row.now, row.lane);
            if outcome != row.outcome {
                return Err(format!("row {place} is judged {outcome:?}, and was {:?}", row.outcome));
            }
            book.note(&command, row.hash.clone(), row.now);
        }
        let records: Vec<Dossier> = book.records.into_values().collect();
        if records == self.records { Ok(()) } else { Err("other records are left".to_owned()) }
    }
}
