//! The server of the model: the shipped `admit` and `judge` over a book small enough to be a state.
//!
//! Not here: when it is asked (`world`). The ledger's and the pages' transactions are mirrored as in
//! `tests/simulation/server.rs` (`judge_all`, `pull`), without pages by halves, scopes and settings that change.
//! Invariant: what is not in the name of a book follows from what is.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use shared::demo;
use shared::dossier::Dossier;
use shared::dossier::code::Lane;
use shared::id::{DeviceId, DossierId, OfficerId, Writer};
use shared::moment::{Day, Moment};
use shared::sync::reading::WARD;
use shared::sync::server::{Admit, Bench, WriterState, admit, judge};
use shared::sync::wire::{Body, Hash, Judged, Outcome, PullAsk, PullReply, Push, PushReply};
use shared::ward::Ward;

use crate::memo::Named;
use crate::mutants::Mutant;

pub static SETTINGS: LazyLock<Ward> = LazyLock::new(|| demo::ward().expect("the demo ward is whole"));

pub fn monday() -> Day {
    Day::new(2018, 3, 5).expect("a day of the calendar")
}

/// Time stands still: no order comes from it.
pub fn eight() -> Moment {
    Moment::at(monday(), 8, 0)
}

/// Two counters, each with a device of its own.
pub fn writer(index: usize) -> Writer {
    const OFFICERS: [OfficerId; 2] = [demo::RECEPTION, demo::JUSTICE];
    Writer { device: DeviceId(index as u32 + 1), officer: OFFICERS[index] }
}

pub fn lane(index: usize) -> Option<Lane> {
    Some(Lane(index as u8))
}

#[derive(Clone, Debug)]
pub struct Row {
    pub writer: Writer,
    pub n: u64,
    pub hash: Hash,
    pub body: Body,
    pub outcome: Outcome,
}

/// The database.
#[derive(Clone, Default, Debug)]
pub struct Book {
    /// Which life it is.
    pub epoch: u8,
    /// In the order of the server.
    pub log: Vec<Row>,
    pub records: BTreeMap<DossierId, Arc<Dossier>>,
    pub writers: BTreeMap<Writer, WriterState>,
    pub durable: BTreeMap<Writer, u64>,
}

/// What of a record can differ between two ways that led to it.
pub fn traits_of(record: &Dossier) -> String {
    let told: Vec<_> = record.history.iter().map(|trace| (trace.by, trace.kind)).collect();
    format!("{}@{}{told:?}", record.id, record.rev)
}

impl Book {
    pub fn named(self) -> Named<Book> {
        let log: Vec<_> = self.log.iter().map(|row| (row.writer, row.n, &row.hash, &row.outcome)).collect();
        Named::of(format!("{} {log:?} {:?}", self.epoch, self.durable), self)
    }

    pub fn name(&self) -> String {
        format!("e{}", self.epoch)
    }

    pub fn row(&self, writer: Writer, n: u64) -> Option<&Row> {
        self.log.iter().rfind(|row| row.writer == writer && row.n == n)
    }

    pub fn holds(&self, writer: Writer, n: u64, body: &Body) -> bool {
        self.row(writer, n).is_some_and(|row| row.body == *body)
    }

    pub fn last_n(&self, writer: Writer) -> u64 {
        self.writers.get(&writer).map_or(0, |state| state.last_n)
    }

    fn newest(&self) -> u64 {
        self.log.len() as u64
    }

    fn judge(&mut self, writer: Writer, n: u64, hash: Hash, body: &Body) -> Outcome {
        let command = body.open().expect("of this build");
        let index = writer.device.0 as usize - 1;
        let codes = || self.records.values().filter_map(|record| record.code.as_ref());
        let bench = Bench {
            ward: &SETTINGS,
            now: eight(),
            lane: lane(index),
            last_at: Moment::default(),
            seq: self.newest() + 1,
            code_taken: &|code| codes().any(|taken| taken == code),
            fresh_number: &|_| Some(1),
            twin: &|_| None,
            source: &|_| None,
        };
        let current = self.records.get(&command.act.dossier());
        let verdict = judge(&bench, &command, current.map(Arc::as_ref));
        self.records.extend(verdict.record.map(|record| (record.id, Arc::new(record))));
        let outcome = verdict.outcome.clone();
        self.log.push(Row { writer, n, hash, body: body.clone(), outcome: outcome.clone() });
        outcome
    }

    /// One transaction and its answer.
    pub fn push(&mut self, push: &Push, mutant: Option<Mutant>) -> PushReply {
        if !push.epoch.is_empty() && push.epoch != self.name() {
            return PushReply::Epoch { epoch: self.name() };
        }
        let mut state = self.writers.get(&push.writer).cloned().unwrap_or_default();
        let (mut prev, mut results, before) = (push.prev.clone(), vec![], state.last_n);
        for (n, body) in (push.first_n..).zip(&push.acts) {
            let known = self.row(push.writer, n).cloned();
            let mut place = admit(&state, n, &prev, body, known.as_ref().map(|row| &row.hash));
            let again = matches!(place, Admit::Duplicate) && mutant == Some(Mutant::NoDedupe);
            if again || matches!(place, Admit::Gap { .. }) && mutant == Some(Mutant::NoGapCheck) {
                place = Admit::Next { hash: body.hash(&prev) };
            }
            match (place, known) {
                (Admit::Duplicate, Some(row)) => {
                    prev = row.hash;
                    results.push(Judged { n, outcome: row.outcome });
                }
                (Admit::Duplicate, None) => break,
                (Admit::Gap { expect }, _) if results.is_empty() => return PushReply::Gap { expect },
                (Admit::Fork, _) if state.last_n == before => return PushReply::Fork { n },
                (Admit::Gap { .. } | Admit::Fork, _) => break,
                (Admit::Next { hash }, _) => {
                    let outcome = self.judge(push.writer, n, hash.clone(), body);
                    state = WriterState { last_n: n, head: hash.clone(), ..state };
                    prev = hash;
                    results.push(Judged { n, outcome });
                }
            }
        }
        let last_n = state.last_n;
        self.writers.insert(push.writer, state);
        PushReply::Done { results, last_n }
    }

    pub fn pull(&self, writer: Writer, ask: &PullAsk) -> PullReply<Dossier> {
        let newest = self.newest();
        let stale = !ask.epoch.is_empty() && ask.epoch != self.name() || ask.cursor > newest;
        let (cursor, seen_n) = if stale { (0, 0) } else { (ask.cursor, ask.seen_n) };
        let mut changed: Vec<_> = self.records.values().filter(|record| record.rev > cursor).collect();
        changed.sort_by_key(|record| record.rev);
        let state = self.writers.get(&writer).cloned().unwrap_or_default();
        let tells = stale || ask.epoch.is_empty() || state.last_n > seen_n;
        let own = self.log.iter().filter(|row| row.writer == writer && row.n > seen_n);
        PullReply {
            epoch: self.name(),
            from: cursor,
            to: newest,
            more: false,
            records: changed.into_iter().map(|record| (**record).clone()).collect(),
            gone: vec![],
            last_n: state.last_n,
            head: if tells { state.head } else { Hash::default() },
            durable_n: self.durable.get(&writer).copied().unwrap_or(0),
            outcomes: own.map(|row| Judged { n: row.n, outcome: row.outcome.clone() }).collect(),
            now: eight(),
            ward_version: SETTINGS.version,
            instead_of: (stale && ask.cursor > 0).then_some(ask.cursor),
            scope: WARD.to_owned(),
            digest: None,
            told: None,
            beyond: vec![],
        }
    }
}
