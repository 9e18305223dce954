//! A plan played on the rules alone: no database, but all the questions that the server puts on a dossier.

use shared::act::Act;
use shared::dossier::Kind;
use shared::dossier::twin::Wish;
use shared::id::{DeviceId, OfficerId, Writer};
use shared::sync::server::{Bench, believed, judge};
use shared::sync::wire::{ACT_VERSION, Command};

use super::*;
use crate::demo::storm;

/// The book while it is being written.
#[derive(Default)]
struct Book {
    records: BTreeMap<DossierId, Dossier>,
    numbers: BTreeMap<Day, u16>,
    /// The latest believed moment of each officer.
    last: BTreeMap<OfficerId, Moment>,
    received: BTreeMap<Day, Vec<DossierId>>,
}

/// What the steps leave behind, with the server's numbers.
pub fn lived(ward: &Ward, steps: &[Step]) -> BTreeMap<DossierId, Dossier> {
    let (closed, mut book) = (storm::closed(ward), Book::default());
    for (step, seq) in steps.iter().zip(1..) {
        book.take(if step.at < storm::known() { ward } else { &closed }, step, seq);
    }
    book.records
}

impl Book {
    fn take(&mut self, ward: &Ward, step: &Step, seq: u64) {
        let current = self.records.get(&step.dossier);
        let mut act = step.act.clone();
        again::name(&mut act, |id| self.records.get(&id)?.code.clone());
        if act.number().is_some() {
            let given = self.numbers.entry(act.code_day(step.done().day())).or_default();
            *given += 1;
            act.renumber(*given);
        }
        let kind = act.kind();
        let command = Command {
            v: ACT_VERSION,
            writer: Writer { device: DeviceId(1), officer: step.by },
            n: seq,
            base: current.map_or(0, |dossier| dossier.rev),
            at: step.done(),
            anchor: None,
            act: Act::Dossier { id: step.dossier, act },
            was: vec![],
        };
        let last_at = self.last.get(&step.by).copied().unwrap_or_default();
        let bench = Bench {
            ward,
            now: step.at,
            lane: None,
            last_at,
            seq,
            code_taken: &|_| false,
            fresh_number: &|_| None,
            twin: &|wish: &Wish| {
                let alike = self.received.get(&wish.on).into_iter().flatten();
                wish.twin(alike.filter_map(|id| self.records.get(id))).map(|other| other.id)
            },
            source: &|id| self.records.get(&id).cloned(),
        };
        let verdict = judge(&bench, &command, current);
        let Some(record) = verdict.record.filter(|_| verdict.outcome.seq() == Some(seq)) else {
            panic!("{kind:?} at {}: {:?}", step.at, verdict.outcome);
        };
        if !believed(command.claim(), last_at, step.at).1 {
            self.last.insert(step.by, command.at);
        }
        if let Some(at) = record.received_at.filter(|_| matches!(kind, Kind::Receive | Kind::FastLane)) {
            self.received.entry(at.day()).or_default().push(record.id);
        }
        self.records.insert(record.id, record);
    }
}
