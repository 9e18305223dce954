//! A life: acts of several officers in the order of the server's log, with what became of each, and the dossiers
//! that they left.
//!
//! Not here: where lives come from (`wander`).
//! Invariant: a life stands alone; nothing but the ward's settings is needed to judge it again.

use serde::{Deserialize, Serialize};
use shared::dossier::code::Lane;
use shared::dossier::{Dossier, Kind};
use shared::moment::Moment;
use shared::script::book::Book;
use shared::sync::server::{Admit, admit};
use shared::sync::wire::{Body, Hash, Outcome};
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
