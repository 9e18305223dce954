//! The server of the simulation: the real judge over a database in memory.
//!
//! Not here: HTTP and SQL. What the ledger and the pages do in one transaction is done here on a copy, which
//! takes the place of the original when it is committed.
//! Invariant: an answer is given after the commit; a crash before it leaves no trace.

use std::collections::BTreeMap;
use std::rc::Rc;

use shared::dossier::code::{Lane, SERVER_NUMBER_MAX};
use shared::dossier::{Dossier, Status};
use shared::id::{DeviceId, DossierId, Writer};
use shared::moment::Moment;
use shared::officer::Role;
use shared::sync::server::{Admit, Bench, WriterState, admit, judge};
use shared::sync::wire::{Body, Hash, Judged, Outcome, PROTO, PullAsk, PullReply, Push, PushReply};
use shared::ward::Ward;

use crate::mutants::Mutant;

/// A row of the log, with all that the judge was told.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    pub seq: u64,
    pub writer: Writer,
    pub n: u64,
    pub hash: Hash,
    pub body: Body,
    pub outcome: Outcome,
    pub now: Moment,
    pub last_at: Moment,
    pub lane: Option<Lane>,
}

/// The database. Copies are cheap: rows are shared.
#[derive(Clone, Default)]
pub struct Base {
    pub log: Vec<Rc<Entry>>,
    pub rows: BTreeMap<(Writer, u64), Rc<Entry>>,
    pub records: BTreeMap<DossierId, Rc<Dossier>>,
    pub writers: BTreeMap<Writer, WriterState>,
    pub durable: BTreeMap<Writer, u64>,
    /// Lanes that were given, in the mutant that keeps them where a restore reaches them.
    lanes_given: u8,
}

impl Base {
    pub fn newest(&self) -> u64 {
        self.log.last().map_or(0, |entry| entry.seq)
    }

    /// Judges one command and keeps log, record and outcome.
    pub fn judge(&mut self, ward: &Ward, mut entry: Entry) -> Outcome {
        if let Ok(command) = entry.body.open() {
            let codes = || self.records.values().filter_map(|record| record.code.as_ref());
            let fresh = |day| {
                let own = codes().filter(|code| code.day == day && code.number <= SERVER_NUMBER_MAX);
                own.map(|code| code.number).max().unwrap_or(0) + 1
            };
            let bench = Bench {
                ward,
                now: entry.now,
                lane: entry.lane,
                last_at: entry.last_at,
                seq: entry.seq,
                code_taken: &|code| codes().any(|taken| taken == code),
                fresh_number: &|day| Some(fresh(day)).filter(|number| *number <= SERVER_NUMBER_MAX),
                twin: &|wish| wish.twin(self.records.values().map(Rc::as_ref)).map(|other| other.id),
            };
            let current = self.records.get(&command.act.dossier());
            let verdict = judge(&bench, &command, current.map(Rc::as_ref));
            entry.outcome = verdict.outcome;
            self.records.extend(verdict.record.map(|record| (record.id, Rc::new(record))));
        }
        let outcome = entry.outcome.clone();
        let row = Rc::new(entry);
        self.rows.insert((row.writer, row.n), row.clone());
        self.log.push(row);
        outcome
    }

    /// What the officer may hold, and what left their hands: records after the cursor, by sequence.
    fn scope(&self, ward: &Ward, writer: Writer, after: u64) -> Vec<(bool, Rc<Dossier>)> {
        let volunteer = ward.officer(writer.officer).is_some_and(|officer| officer.is(Role::Volunteer));
        let mine = |record: &&Rc<Dossier>| !volunteer || record.created_by == writer.officer;
        let here = |record: &Dossier| {
            let waits = matches!(record.status, Status::Draft | Status::Waiting | Status::SupplementBefore);
            !volunteer || waits
        };
        let rows = self.records.values().filter(mine).filter(|record| record.rev > after);
        let mut rows: Vec<_> = rows.map(|record| (here(record), record.clone())).collect();
        rows.sort_by_key(|(_, record)| record.rev);
        rows
    }

    /// Everything that the officer may hold.
    pub fn in_scope(&self, ward: &Ward, writer: Writer) -> BTreeMap<DossierId, Rc<Dossier>> {
        let rows = self.scope(ward, writer, 0).into_iter();
        rows.filter(|(here, _)| *here).map(|(_, record)| (record.id, record)).collect()
    }
}

/// Where a server stops working in the middle of a push.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Crash {
    BeforeCommit,
    AfterCommit,
}

pub struct Server {
    pub epoch: u32,
    pub base: Base,
    pub backup: Base,
    /// Devices and their lanes: beside the database, so that a restore does not touch them.
    lanes: BTreeMap<DeviceId, Option<Lane>>,
    lanes_given: u8,
    pub mutant: Option<Mutant>,
}

impl Server {
    pub fn new(mutant: Option<Mutant>) -> Server {
        let base = Base::default();
        Server { epoch: 1, backup: base.clone(), base, lanes: BTreeMap::new(), lanes_given: 0, mutant }
    }

    fn is(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }

    pub fn epoch(&self) -> String {
        format!("e{}", self.epoch)
    }

    /// A new device, with a lane where it is to give numbers.
    pub fn enrol(&mut self, numbers: bool) -> (DeviceId, Option<Lane>) {
        let id = DeviceId(u32::try_from(self.lanes.len()).unwrap_or(u32::MAX) + 1);
        let given = if self.is(Mutant::LanesInTheBackup) {
            &mut self.base.lanes_given
        } else {
            &mut self.lanes_given
        };
        let lane = numbers.then_some(Lane(*given));
        *given += u8::from(numbers);
        self.lanes.insert(id, lane);
        (id, lane)
    }

    /// Copies the database to a safe place, then tells in it how far the copy reaches.
    pub fn back_up(&mut self) {
        self.backup = self.base.clone();
        for (writer, state) in &self.backup.writers {
            self.base.durable.insert(*writer, state.last_n);
        }
    }

    /// Puts the copy in place. The database begins another life, and says so.
    pub fn restore(&mut self) {
        self.base = self.backup.clone();
        if !self.is(Mutant::NoEpoch) {
            self.epoch += 1;
        }
    }

    /// `None`: the sender hears nothing.
    pub fn push(
        &mut self,
        ward: &Ward,
        session: Writer,
        push: &Push,
        now: Moment,
        crash: Option<Crash>,
    ) -> Option<PushReply> {
        if push.proto != PROTO {
            return Some(PushReply::Upgrade { proto: PROTO });
        }
        if !self.is(Mutant::ForgedWriter) {
            let foreign =
                push.acts.iter().filter_map(|body| body.open().ok()).any(|c| c.writer != push.writer);
            let misnumbered =
                (push.first_n..).zip(&push.acts).any(|(n, body)| body.open().is_ok_and(|c| c.n != n));
            if push.writer != session || foreign || misnumbered {
                return None;
            }
        }
        if !push.epoch.is_empty() && push.epoch != self.epoch() {
            return Some(PushReply::Epoch { epoch: self.epoch() });
        }
        let mut next = self.base.clone();
        let reply = self.judge_all(&mut next, ward, push, now);
        match crash {
            Some(Crash::BeforeCommit) => self.is(Mutant::AckBeforeCommit).then_some(reply),
            Some(Crash::AfterCommit) => {
                self.base = next;
                None
            }
            None => {
                self.base = next;
                Some(reply)
            }
        }
    }

    fn judge_all(&self, base: &mut Base, ward: &Ward, push: &Push, now: Moment) -> PushReply {
        let mut writer = base.writers.get(&push.writer).cloned().unwrap_or_default();
        let lane = self.lanes.get(&push.writer.device).copied().flatten();
        let (mut prev, mut results, before) = (push.prev.clone(), vec![], writer.last_n);
        for (n, body) in (push.first_n..).zip(&push.acts) {
            let known = base.rows.get(&(push.writer, n)).cloned();
            let mut place = admit(&writer, n, &prev, body, known.as_ref().map(|row| &row.hash));
            let careless = match place {
                Admit::Duplicate => self.is(Mutant::NoDedupe),
                Admit::Gap { .. } => self.is(Mutant::NoGapCheck),
                Admit::Fork | Admit::Next { .. } => false,
            };
            if careless {
                place = Admit::Next { hash: body.hash(&prev) };
            }
            match (place, known) {
                (Admit::Duplicate, Some(row)) => {
                    prev = row.hash.clone();
                    results.push(Judged { n, outcome: row.outcome.clone() });
                }
                (Admit::Duplicate, None) => break,
                (Admit::Gap { expect }, _) if results.is_empty() => return PushReply::Gap { expect },
                (Admit::Fork, _) if writer.last_n == before => return PushReply::Fork { n },
                (Admit::Gap { .. } | Admit::Fork, _) => break,
                (Admit::Next { hash }, _) => {
                    let entry = Entry {
                        seq: base.newest() + 1,
                        writer: push.writer,
                        n,
                        hash: hash.clone(),
                        body: body.clone(),
                        outcome: Outcome::Applied { seq: 0 },
                        now,
                        last_at: writer.last_at,
                        lane,
                    };
                    let untouched = base.clone();
                    let outcome = base.judge(ward, entry);
                    if self.is(Mutant::PoisonBlocks) && matches!(outcome, Outcome::Rejected { .. }) {
                        *base = untouched;
                        break;
                    }
                    let claim = body.open().ok().map(|command| command.claim());
                    writer = writer.after(n, hash.clone(), claim, now);
                    prev = hash;
                    results.push(Judged { n, outcome });
                }
            }
        }
        base.writers.insert(push.writer, writer.clone());
        PushReply::Done { results, last_n: writer.last_n }
    }

    /// A page of at most `rows` records.
    pub fn pull(
        &self,
        ward: &Ward,
        session: Writer,
        ask: &PullAsk,
        rows: usize,
        now: Moment,
    ) -> PullReply<Dossier> {
        let newest = self.base.newest();
        let stale = (!ask.epoch.is_empty() && ask.epoch != self.epoch()) || ask.cursor > newest;
        let (cursor, seen_n) = if stale { (0, 0) } else { (ask.cursor, ask.seen_n) };
        let mut found = self.base.scope(ward, session, cursor);
        let more = found.len() >= rows;
        found.truncate(rows);
        let to = match found.last() {
            Some((_, last)) if more => last.rev,
            Some(_) | None => newest.max(cursor),
        };
        let (here, gone): (Vec<_>, Vec<_>) = found.into_iter().partition(|(here, _)| *here);
        let own = self.base.rows.range((session, seen_n + 1)..=(session, u64::MAX));
        PullReply {
            epoch: self.epoch(),
            from: cursor,
            to,
            more,
            records: here.into_iter().map(|(_, record)| (*record).clone()).collect(),
            gone: gone.into_iter().map(|(_, record)| record.id).collect(),
            last_n: self.base.writers.get(&session).map_or(0, |state| state.last_n),
            durable_n: self.base.durable.get(&session).copied().unwrap_or(0),
            outcomes: own.map(|((_, n), row)| Judged { n: *n, outcome: row.outcome.clone() }).collect(),
            now,
            ward_version: ward.version,
            instead_of: (cursor != ask.cursor).then_some(ask.cursor),
            scope: String::new(),
            digest: None,
            told: None,
        }
    }
}
