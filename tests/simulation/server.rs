//! The server of the simulation: the real judge over a database in memory.
//!
//! Not here: HTTP and SQL. What the ledger and the pages do in one transaction is done here on a copy, which
//! takes the place of the original when it is committed.
//! Invariant: an answer is given after the commit; a crash before it leaves no trace.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::dossier::Dossier;
use shared::dossier::code::{Lane, SERVER_NUMBER_MAX};
use shared::id::{DeviceId, DossierId, Writer};
use shared::limits::LANE_QUIET_MINUTES;
use shared::moment::{Day, Moment};
use shared::officer::Officer;
use shared::refusal::Refusal;
use shared::sync::lanes::{self, Holder};
use shared::sync::reading::{NOTHING, WARD};
use shared::sync::server::{Admit, Bench, Known, WriterState, admit, claims, judge, judged_before, names};
use shared::sync::wire::{
    Body, Command, Former, Hash, Judged, Outcome, Over, PROTO, PullAsk, PullReply, Push, PushReply,
};
use shared::ward::Ward;

use crate::mutants::Mutant;
use crate::wire::{Also, Pack};
use crate::world::{Loss, Words};

/// A row of the log, with all that the judge was told.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    pub seq: u64,
    pub writer: Writer,
    pub n: u64,
    pub hash: Hash,
    pub body: Body,
    /// What the body says; none where this build cannot read it.
    pub command: Option<Arc<Command>>,
    pub outcome: Outcome,
    pub now: Moment,
    pub last_at: Moment,
    pub lane: Option<Lane>,
    /// The ward's settings of then: place in the list of all that were in force.
    pub ward: usize,
    /// The last of its own numbers that the server had noted for a day.
    pub noted: BTreeMap<Day, u16>,
    /// Under which names nobody looked for it, in the mutants that do not.
    pub unasked: Unasked,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unasked {
    None,
    /// What it was called before.
    Former,
    /// What it is called, and others say that they were.
    Own,
}

/// The database. Copies are cheap: rows are shared.
#[derive(Clone, Default)]
pub struct Base {
    pub log: Vec<Arc<Entry>>,
    pub rows: BTreeMap<(Writer, u64), Arc<Entry>>,
    /// The first act that had the name before its device went on under new numbers.
    former: BTreeMap<(Writer, u64, Hash), Arc<Entry>>,
    pub records: BTreeMap<DossierId, Arc<Dossier>>,
    pub writers: BTreeMap<Writer, WriterState>,
    pub durable: BTreeMap<Writer, u64>,
    /// Lanes that were given, in the mutant that keeps them where a restore reaches them.
    lanes_given: u8,
    /// When each device was heard last, and whose acts it said wait there.
    heard: BTreeMap<DeviceId, Moment>,
    waits: BTreeSet<Writer>,
    /// What pages are made of that travel as they do to a browser.
    pub also: Also,
}

impl Base {
    pub fn newest(&self) -> u64 {
        self.log.last().map_or(0, |entry| entry.seq)
    }

    /// The last act of the writer that the other book has too. Under later numbers it may have those of a copied disk.
    fn common(&self, other: &Base, writer: Writer, by_number: bool) -> u64 {
        let own = self.rows.range((writer, 0)..=(writer, u64::MAX));
        let is_same = |row: &Entry, its: &Entry| by_number || its.hash == row.hash;
        let both = own.filter(|(name, row)| other.rows.get(name).is_some_and(|its| is_same(row, its)));
        both.map(|((_, n), _)| *n).next_back().unwrap_or(0)
    }

    /// Judges one command and keeps log, record and outcome.
    pub fn judge(&mut self, ward: &Ward, mut entry: Entry) -> Outcome {
        let command = entry.command.clone();
        let before = command.as_ref().and_then(|command| self.judged_before(&entry, command));
        if let Some(outcome) = before {
            entry.outcome = outcome;
        } else if let Some(command) = &command {
            let codes = || self.records.values().filter_map(|record| record.code.as_ref());
            let fresh = |day| {
                let own = codes().filter(|code| code.day == day && code.number <= SERVER_NUMBER_MAX);
                let noted = entry.noted.get(&day).copied().unwrap_or(0);
                own.map(|code| code.number).max().unwrap_or(0).max(noted) + 1
            };
            let bench = Bench {
                ward,
                now: entry.now,
                lane: entry.lane,
                last_at: entry.last_at,
                seq: entry.seq,
                code_taken: &|code| codes().any(|taken| taken == code),
                fresh_number: &|day| Some(fresh(day)).filter(|number| *number <= SERVER_NUMBER_MAX),
                twin: &|wish| wish.twin(self.records.values().map(Arc::as_ref)).map(|other| other.id),
                source: &|id| self.records.get(&id).map(|record| Dossier::clone(record)),
            };
            let current = self.records.get(&command.act.dossier());
            let verdict = judge(&bench, command, current.map(Arc::as_ref));
            entry.outcome = verdict.outcome;
            if let Some(record) = verdict.record.map(Arc::new) {
                self.also.remember(&record);
                self.records.insert(record.id, record);
            }
        } else {
            entry.outcome = Outcome::Quarantined { ticket: entry.seq, refusal: Refusal::Unreadable };
        }
        let outcome = entry.outcome.clone();
        let row = Arc::new(entry);
        for Former { writer, n, hash } in command.iter().flat_map(|command| claims(command)) {
            self.former.entry((*writer, *n, hash.clone())).or_insert_with(|| row.clone());
        }
        self.also.note(&row);
        self.rows.insert((row.writer, row.n), row.clone());
        self.log.push(row);
        outcome
    }

    fn judged_before(&self, entry: &Entry, command: &Command) -> Option<Outcome> {
        let own = Former { writer: entry.writer, n: entry.n, hash: entry.hash.clone() };
        let names = names(std::slice::from_ref(&own), command).filter(|name| match entry.unasked {
            Unasked::None => true,
            Unasked::Former => **name == own,
            Unasked::Own => **name != own,
        });
        judged_before(names, command.writer.officer, |name| {
            let stands = self.rows.get(&(name.writer, name.n)).filter(|row| row.hash == name.hash);
            let was = || self.former.get(&(name.writer, name.n, name.hash.clone()));
            let row = stands.or_else(was)?;
            Some(Known { hash: name.hash.clone(), outcome: row.outcome.clone(), at: row.now })
        })
    }

    /// What the officer may hold: records after the cursor, by sequence. Whoever is no staff holds nothing.
    fn scope(&self, ward: &Ward, writer: Writer, after: u64) -> Vec<Arc<Dossier>> {
        if scope_name(ward, writer) != WARD {
            return vec![];
        }
        let rows = self.records.values().filter(|record| record.rev > after);
        let mut rows: Vec<_> = rows.cloned().collect();
        rows.sort_by_key(|record| record.rev);
        rows
    }

    /// Everything that the officer may hold.
    pub fn in_scope(&self, ward: &Ward, writer: Writer) -> BTreeMap<DossierId, Arc<Dossier>> {
        self.scope(ward, writer, 0).into_iter().map(|record| (record.id, record)).collect()
    }
}

/// Whose dossiers an officer may hold, as the wire calls it.
pub fn scope_name(ward: &Ward, writer: Writer) -> String {
    let is_staff = ward.officer(writer.officer).is_some_and(Officer::is_staff);
    if is_staff { WARD.to_owned() } else { NOTHING.to_owned() }
}

/// A copy of the database, and when it was made.
#[derive(Clone)]
struct Copy {
    base: Base,
    at: Moment,
}

/// Six hours stand for the week for which devices keep what they sent: any copy of it can be put back.
const SENT_MINUTES_KEPT: i64 = 6 * 60;
const COPIES_MAX: usize = 8;

/// Where a server stops working in the middle of a push.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Crash {
    BeforeCommit,
    AfterCommit,
}

#[derive(Clone)]
pub struct Server<'w> {
    /// All settings that the ward ever had, and which are in force.
    pub wards: &'w [Ward],
    pub ward: usize,
    pub epoch: u32,
    pub base: Base,
    /// The newest last; the first is the empty database.
    copies: Vec<Copy>,
    /// When this life of the database began.
    begun: Moment,
    /// Devices and their lanes: beside the database, so that a restore does not touch them.
    lanes: BTreeMap<DeviceId, Option<Lane>>,
    /// How many lanes there are, and who has left which.
    lanes_max: u8,
    left: lanes::Left,
    pub passed_on: usize,
    pub revoked: BTreeSet<DeviceId>,
    /// Acts of revoked devices, kept for a person: beside the database too.
    pub aside: BTreeSet<Words>,
    lanes_given: u8,
    /// The last of its own numbers that the server gave on a day: beside the database, like the lanes.
    numbers: BTreeMap<Day, u16>,
    /// The newest lists of chunks.
    pub packs: Vec<Pack>,
    pub mutant: Option<Mutant>,
}

impl<'w> Server<'w> {
    pub fn new(wards: &'w [Ward], lanes_max: u8, is_wired: bool, mutant: Option<Mutant>) -> Server<'w> {
        let base = Base { also: Also::new(is_wired), ..Base::default() };
        Server {
            wards,
            ward: 0,
            epoch: 1,
            copies: vec![Copy { base: base.clone(), at: Moment::default() }],
            base,
            begun: Moment::default(),
            lanes: BTreeMap::new(),
            lanes_max,
            left: lanes::Left::default(),
            passed_on: 0,
            revoked: BTreeSet::new(),
            aside: BTreeSet::new(),
            lanes_given: 0,
            numbers: BTreeMap::new(),
            packs: vec![],
            mutant,
        }
    }

    pub fn ward(&self) -> &'w Ward {
        &self.wards[self.ward]
    }

    pub fn is(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }

    pub fn epoch(&self) -> String {
        format!("e{}", self.epoch)
    }

    /// A new device, with a lane where one is left.
    pub fn enrol(&mut self, now: Moment) -> (DeviceId, Option<Lane>) {
        let id = DeviceId(u32::try_from(self.lanes.len()).unwrap_or(u32::MAX) + 1);
        let lane = if self.lanes_max < u8::MAX {
            self.lane_for_another(now)
        } else {
            let wound_back = self.is(Mutant::LanesInTheBackup);
            let given = if wound_back { &mut self.base.lanes_given } else { &mut self.lanes_given };
            *given += 1;
            Some(Lane(*given - 1))
        };
        self.lanes.insert(id, lane);
        self.base.heard.insert(id, now);
        (id, lane)
    }

    /// Somebody logs in on the device, and it may have another lane from now on; none where it was revoked.
    pub fn log_in(&mut self, device: DeviceId, now: Moment) -> Option<Option<Lane>> {
        if self.is_revoked(device) {
            return None;
        }
        self.base.heard.insert(device, now);
        if self.lanes.get(&device).is_none_or(Option::is_none) {
            let lane = self.lane_for_another(now);
            self.lanes.insert(device, lane);
        }
        self.lanes.get(&device).copied()
    }

    /// A request of the device has come.
    pub fn hear(&mut self, writer: Writer, waits: Option<bool>, now: Moment) {
        self.base.heard.insert(writer.device, now);
        match waits {
            Some(true) => drop(self.base.waits.insert(writer)),
            Some(false) => drop(self.base.waits.remove(&writer)),
            None => {}
        }
    }

    fn lane_for_another(&mut self, now: Moment) -> Option<Lane> {
        let base = &self.base;
        let begun = if self.is(Mutant::SilenceBelieved) { Moment::default() } else { self.begun };
        let holder = |(device, lane): (&DeviceId, &Option<Lane>)| {
            Some(Holder {
                lane: (*lane)?,
                heard: base.heard.get(device).copied().unwrap_or_default().max(begun),
                waits: base.waits.iter().any(|writer| writer.device == *device),
                wrote: base.writers.keys().any(|writer| writer.device == *device),
                revoked_at: self.revoked.contains(device).then_some(now),
            })
        };
        let holders: Vec<Holder> = self.lanes.iter().filter_map(holder).collect();
        let quiet = if self.is(Mutant::LaneTooSoon) { 0 } else { LANE_QUIET_MINUTES };
        let lane = lanes::offers(&holders, self.lanes_max, quiet, now).first().copied()?;
        for (device, held) in &mut self.lanes {
            if *held == Some(lane) && !self.revoked.contains(device) {
                *held = None;
                self.left.note(*device, lane, now);
                self.passed_on += 1;
            }
        }
        Some(lane)
    }

    /// The lane under which an act is judged.
    fn lane_of(&self, device: DeviceId, command: Option<&Command>) -> Option<Lane> {
        let own = self.lanes.get(&device).copied().flatten();
        match command {
            Some(command) if !self.is(Mutant::LaneForgotten) => self.left.of(own, command),
            Some(_) | None => own,
        }
    }

    /// Copies the database to a safe place, then tells in it which acts devices may forget.
    pub fn back_up(&mut self, now: Moment) {
        self.copies.push(Copy { base: self.base.clone(), at: now });
        if self.copies.len() > COPIES_MAX {
            self.copies.remove(0);
        }
        let until = now.plus_minutes(if self.is(Mutant::DurableAtOnce) { 0 } else { -SENT_MINUTES_KEPT });
        // A copy of another life may lack what this one has: until it is too old to be put back, nothing is forgotten.
        if until < self.begun {
            return;
        }
        for row in self.base.log.iter().filter(|row| row.now <= until) {
            let durable = self.base.durable.entry(row.writer).or_default();
            *durable = row.n.max(*durable);
        }
    }

    /// Whether every copy that somebody may put back without a warning holds the act, and the database does.
    pub fn is_safe(&self, writer: Writer, n: u64, text: &str, now: Moment) -> bool {
        let holds = |base: &Base| base.rows.get(&(writer, n)).is_some_and(|row| row.body.0 == text);
        let since = now.plus_minutes(-SENT_MINUTES_KEPT);
        holds(&self.base) && self.copies.iter().filter(|copy| copy.at > since).all(|copy| holds(&copy.base))
    }

    /// Puts a copy in place: one of the days for which devices keep what they sent, or an older one. The database
    /// begins another life, and says so. Answers what the devices were told they may forget and the copy lacks.
    pub fn restore(&mut self, now: Moment, older: bool, pick: usize) -> Option<Vec<Loss>> {
        let since = now.plus_minutes(-SENT_MINUTES_KEPT);
        let fit: Vec<&Copy> = self.copies.iter().filter(|copy| (copy.at <= since) == older).collect();
        let next = fit.get(pick % fit.len().max(1))?.base.clone();
        let by_number = self.is(Mutant::MissingByNumber);
        let common = |writer| self.base.common(&next, writer, by_number);
        let durable = self.base.durable.iter();
        let marks: Vec<(Writer, u64, u64)> =
            durable.map(|(writer, durable)| (*writer, common(*writer), *durable)).collect();
        self.begun = now;
        self.base = next;
        // What devices were told they may forget stays told; in the copy it is as old as the copy.
        for (writer, common, durable) in &marks {
            let known = self.base.durable.entry(*writer).or_default();
            *known = (*known).max(*durable.min(common));
        }
        if !self.is(Mutant::NoEpoch) {
            self.epoch += 1;
        }
        let missing = marks.into_iter().filter(|(_, common, durable)| durable > common);
        Some(missing.map(|(writer, common, last)| Loss { writer, first: common + 1, last }).collect())
    }

    pub fn is_revoked(&self, device: DeviceId) -> bool {
        self.revoked.contains(&device)
    }

    /// Takes the queue of a revoked device, for a person to look at. Again and again is the same as once.
    pub fn rescue(&mut self, acts: Vec<Words>) {
        self.aside.extend(acts);
    }

    /// The server's own numbers that are noted; none where only the database knows of them.
    fn noted(&self) -> BTreeMap<Day, u16> {
        if self.is(Mutant::NumbersInTheBackup) { BTreeMap::new() } else { self.numbers.clone() }
    }

    fn note_number(&mut self, outcome: &Outcome) {
        if let Outcome::Conflict { over: Over::Number { given, .. }, .. } = outcome {
            let last = self.numbers.entry(given.day).or_default();
            *last = given.number.max(*last);
        }
    }

    /// `None`: the sender hears nothing.
    pub fn push(
        &mut self,
        session: Writer,
        push: &Push,
        now: Moment,
        crash: Option<Crash>,
    ) -> Option<PushReply> {
        if push.proto != PROTO {
            return Some(PushReply::Upgrade { proto: PROTO });
        }
        let open = |body: &Body| body.open().ok().map(Arc::new);
        let commands: Vec<Option<Arc<Command>>> = push.acts.iter().map(open).collect();
        if !self.is(Mutant::ForgedWriter) {
            let numbered = || (push.first_n..).zip(&commands);
            let strange = |(n, command): (u64, &Option<Arc<Command>>)| {
                command.as_ref().is_some_and(|command| command.writer != push.writer || command.n != n)
            };
            if push.writer != session || numbered().any(strange) {
                return None;
            }
        }
        if self.is(Mutant::UnreadableRefused) && commands.contains(&None) {
            return None;
        }
        if !push.epoch.is_empty() && push.epoch != self.epoch() {
            return Some(PushReply::Epoch { epoch: self.epoch() });
        }
        // What is not committed is done on a copy.
        let mut next = match crash {
            Some(Crash::BeforeCommit) => self.base.clone(),
            Some(Crash::AfterCommit) | None => std::mem::take(&mut self.base),
        };
        let reply = self.judge_all(&mut next, push, &commands, now);
        if crash != Some(Crash::BeforeCommit) {
            self.base = next;
        }
        match crash {
            Some(Crash::BeforeCommit) => self.is(Mutant::AckBeforeCommit).then_some(reply),
            Some(Crash::AfterCommit) => None,
            None => Some(reply),
        }
    }

    fn judge_all(
        &mut self,
        base: &mut Base,
        push: &Push,
        commands: &[Option<Arc<Command>>],
        now: Moment,
    ) -> PushReply {
        let wards = self.wards;
        let ward = &wards[if self.is(Mutant::StaleWard) { 0 } else { self.ward }];
        let mut writer = base.writers.get(&push.writer).cloned().unwrap_or_default();
        let (mut prev, mut results, before) = (push.prev.clone(), vec![], writer.last_n);
        for ((n, body), command) in (push.first_n..).zip(&push.acts).zip(commands) {
            let known = base.rows.get(&(push.writer, n)).cloned();
            let mut place = admit(&writer, n, &prev, body, known.as_ref().map(|row| &row.hash));
            let careless = match place {
                Admit::Duplicate => self.is(Mutant::NoDedupe),
                Admit::Gap { .. } => self.is(Mutant::NoGapCheck),
                Admit::Fork => self.is(Mutant::ForkTaken),
                Admit::Next { .. } => false,
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
                        body: self.as_logged(body, command.as_deref()),
                        command: command.clone(),
                        outcome: Outcome::Applied { seq: 0 },
                        now,
                        last_at: self.last_at(&writer),
                        lane: self.lane_of(push.writer.device, command.as_deref()),
                        ward: self.ward,
                        noted: self.noted(),
                        unasked: match self.mutant {
                            Some(Mutant::HeirUnknown) => Unasked::Former,
                            Some(Mutant::LaterNameUnknown) => Unasked::Own,
                            Some(_) | None => Unasked::None,
                        },
                    };
                    let untouched = self.is(Mutant::PoisonBlocks).then(|| base.clone());
                    let outcome = base.judge(ward, entry);
                    self.spoil(base, push.writer, n);
                    self.note_number(&outcome);
                    if let Some(untouched) = untouched.filter(|_| matches!(outcome, Outcome::Rejected { .. }))
                    {
                        *base = untouched;
                        break;
                    }
                    let claim = command.as_ref().map(|command| command.claim());
                    writer = writer.after(n, hash.clone(), claim, now);
                    prev = hash;
                    results.push(Judged { n, outcome });
                }
            }
        }
        base.writers.insert(push.writer, writer.clone());
        PushReply::Done { results, last_n: writer.last_n }
    }

    /// What a claim of the writer is held against.
    fn last_at(&self, writer: &WriterState) -> Moment {
        if self.is(Mutant::LastAtForgotten) { Moment::default() } else { writer.last_at }
    }

    /// The author's bytes.
    fn as_logged(&self, body: &Body, command: Option<&Command>) -> Body {
        match command {
            Some(command) if self.is(Mutant::Reworded) => Body::of(command),
            Some(_) | None => body.clone(),
        }
    }

    /// A page of at most `rows` records.
    pub fn pull(&self, session: Writer, ask: &PullAsk, rows: usize, now: Moment) -> PullReply<Dossier> {
        let (ward, newest) = (self.ward(), self.base.newest());
        let scope = scope_name(ward, session);
        let other_scope = !ask.scope.is_empty() && ask.scope != scope && !self.is(Mutant::ScopeKept);
        let other_life = !ask.epoch.is_empty() && ask.epoch != self.epoch();
        let stale = other_life || other_scope || ask.cursor > newest;
        let (cursor, seen_n) = if stale { (0, 0) } else { (ask.cursor, ask.seen_n) };
        let mut found = self.base.scope(ward, session, cursor);
        if self.is(Mutant::GivenBack) && scope == NOTHING {
            let own = self.base.records.values().filter(|record| record.created_by == session.officer);
            found = own.filter(|record| record.rev > cursor).cloned().collect();
        }
        let more = found.len() >= rows;
        found.truncate(rows);
        let to = match found.last() {
            Some(last) if more => last.rev,
            Some(_) | None => newest.max(cursor),
        };
        let state = self.base.writers.get(&session).cloned().unwrap_or_default();
        let tells = !self.is(Mutant::HeadUntold) && (stale || ask.epoch.is_empty() || state.last_n > seen_n);
        let own = self.base.rows.range((session, seen_n + 1)..=(session, u64::MAX));
        PullReply {
            epoch: self.epoch(),
            from: cursor,
            to,
            more,
            records: found.into_iter().map(|record| (*record).clone()).collect(),
            gone: vec![],
            last_n: state.last_n,
            head: if tells { state.head } else { Hash::default() },
            durable_n: self.base.durable.get(&session).copied().unwrap_or(0),
            outcomes: own.map(|((_, n), row)| Judged { n: *n, outcome: row.outcome.clone() }).collect(),
            now,
            ward_version: ward.version,
            instead_of: (stale && ask.cursor > 0).then_some(ask.cursor),
            scope: if self.is(Mutant::ScopeKept) { String::new() } else { scope },
            digest: (ask.digest && !more).then(|| self.buckets(session, now).root()),
            told: self.told(session, &ask.told, now),
            beyond: vec![],
        }
    }
}
