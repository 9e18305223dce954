//! The protocol in small steps: one device, one server, no faults. The faults are the simulator's.

mod admission;
mod clocks;
mod columns;
mod device;
mod digest;
mod heir;
mod lives;
mod newer;
mod notices;
mod numbers;
mod page;
mod questions;
mod snapshot;
mod undo;
mod upcast;
mod verdicts;
mod wire;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::client::{Intent, Meta, Place, Queued, seal};
use super::server::{Bench, judge};
use super::wire::{Command, Outcome};
use crate::act::Act;
use crate::demo;
use crate::dossier::code::{Code, Lane};
use crate::dossier::{self, Dossier};
use crate::id::{DeviceId, DossierId, OfficerId, Writer};
use crate::moment::{Day, Moment};
use crate::script::forms;
use crate::ward::Ward;

fn ward() -> &'static Ward {
    static WARD: OnceLock<Ward> = OnceLock::new();
    WARD.get_or_init(|| demo::ward().expect("the catalogue is part of the program and tested"))
}

fn monday() -> Day {
    Day::new(2018, 3, 5).unwrap()
}

/// A time of Monday, 5 March 2018.
fn at(hour: u32, minute: u32) -> Moment {
    Moment::at(monday(), hour, minute)
}

/// The officer's own machine; machines of the counter have lanes.
fn author(officer: OfficerId) -> Meta {
    let device = DeviceId(officer.0);
    let lane = matches!(officer, demo::RECEPTION | demo::JUSTICE | demo::CLERK | demo::HEAD);
    Meta::new(Writer { device, officer }, lane.then(|| Lane(u8::try_from(officer.0).unwrap())))
}

/// The next act of the author on the dossier, as it waits.
fn write(meta: &mut Meta, id: DossierId, base: u64, at: Moment, act: dossier::Act) -> Queued {
    write_after(meta, &Place::default(), id, base, at, act)
}

/// The same on a device that has read the server as far as `place`.
fn write_after(
    meta: &mut Meta,
    place: &Place,
    id: DossierId,
    base: u64,
    at: Moment,
    act: dossier::Act,
) -> Queued {
    let intent = Intent { act: Act::Dossier { id, act }, base, at };
    let (next, queued) = seal(meta, place, intent).expect("a number is free");
    *meta = next;
    queued
}

fn receive() -> dossier::Act {
    dossier::Act::Receive(forms::receive(ward(), "HT-09", monday()))
}

/// The server's records, without anything around them.
#[derive(Clone, Default)]
struct Book {
    records: BTreeMap<DossierId, Dossier>,
    seq: u64,
}

impl Book {
    fn judge_at(&mut self, now: Moment, last_at: Moment, command: &Command) -> Outcome {
        self.seq += 1;
        let codes: Vec<Code> = self.records.values().filter_map(|dossier| dossier.code.clone()).collect();
        let officer = command.writer.officer;
        let bench = Bench {
            ward: ward(),
            now,
            lane: author(officer).lane,
            last_at,
            seq: self.seq,
            code_taken: &|code| codes.contains(code),
            fresh_number: &|_| Some(1),
            twin: &|wish| wish.twin(self.records.values()).map(|other| other.id),
            source: &|id| self.records.get(&id).cloned(),
        };
        let current = self.records.get(&command.act.dossier());
        let verdict = judge(&bench, command, current);
        assert_eq!(verdict, judge(&bench, command, current), "the same act gets the same verdict");
        self.records.extend(verdict.record.map(|record| (record.id, record)));
        verdict.outcome
    }

    /// Judged the minute it was done.
    fn judge(&mut self, queued: &Queued) -> Outcome {
        let command = queued.body.open().expect("a command of this build");
        self.judge_at(command.at, Moment::default(), &command)
    }

    /// Writes and judges at once, on what the book holds.
    fn does(&mut self, meta: &mut Meta, id: DossierId, at: Moment, act: dossier::Act) -> Outcome {
        let base = self.records.get(&id).map_or(0, |record| record.rev);
        let queued = write(meta, id, base, at, act);
        self.judge(&queued)
    }
}
