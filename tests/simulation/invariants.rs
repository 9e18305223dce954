//! What must hold: some of it after every step, all of it once the network is quiet.
//!
//! Not here: how the quiet is reached (`world`).
//! Invariant: a check compares what happened with what the officers did, never with what a driver believes.

use std::collections::{BTreeMap, BTreeSet};

use shared::act::Act;
use shared::dossier::code::Code;
use shared::dossier::record::Payment;
use shared::dossier::{self, Dossier};
use shared::id::Writer;
use shared::limits::CLOCK_DRIFT_MINUTES_MAX;
use shared::moment::Moment;
use shared::officer::Officer;
use shared::sync::digest::{closed_since, in_ward};
use shared::sync::server::believed;
use shared::sync::wire::{Outcome, Over};

use crate::device::Device;
use crate::server::{Base, Entry};
use crate::world::{Words, World, words};

impl World<'_> {
    /// Rows that the server has committed since the last look: each is the officer's own words, next in order, from
    /// a device that may still speak, and no number of the server's own is given twice.
    pub fn check_log(&mut self) {
        let rows = self.server.base.log[self.log_seen.min(self.server.base.log.len())..].to_vec();
        self.log_seen = self.server.base.log.len();
        for row in rows {
            let who = format!("act {} of {}", row.n, name(row.writer));
            let act = words(row.writer, row.n, &row.body);
            // What was on its way when its device went on under new numbers is done under the old ones, if it is the first.
            let is_given_up = || self.former.values().any(|name| *name == act);
            if self.taken_back.contains(&act) {
                self.problem(format!("{who} is logged though it was taken back"));
            } else if !self.made.contains(&act) && !is_given_up() {
                let somebody = self.given.contains(&(row.writer, row.n));
                let whose = if somebody { "with other words than its author's" } else { "and nobody did it" };
                self.problem(format!("{who} is logged {whose}"));
            }
            let last = self.logged_n.insert(row.writer, row.n).unwrap_or(0);
            if row.n != last + 1 {
                self.problem(format!("{who} is logged after act {last}"));
            }
            // Nothing is believed to have happened before its device last heard the server, whatever its clock says.
            if let (Some(heard), Some(command)) = (self.heard_before.get(&act), &row.command) {
                let (at, is_disputed) = believed(command.claim(), row.last_at, row.now);
                if !is_disputed && at < heard.plus_minutes(-CLOCK_DRIFT_MINUTES_MAX) {
                    self.problem(format!("{who} is believed to be of {at}, before its device heard {heard}"));
                }
            }
            let last_at = self.last_at.entry(row.writer).or_default();
            let (held_against, is_late) = (row.last_at, *last_at);
            *last_at = after(*last_at, &row);
            if held_against != is_late {
                self.problem(format!(
                    "{who} is held against {held_against}, and the one before it was of {is_late}"
                ));
            }
            if self.server.is_revoked(row.writer.device) {
                self.problem(format!("{who} is judged though its device is revoked"));
            }
            if let Outcome::Conflict { over: Over::Number { printed, given }, .. } = &row.outcome {
                if !self.reissued.insert(given.clone()) {
                    self.problem(format!("the server gives {} a second time", given.short()));
                }
                // On the day that it was printed the lane was the device's own, whoever has it now.
                let moved = row.command.as_ref().is_some_and(|command| !command.was.is_empty());
                let of_the_day = printed.day == given.day;
                if self.plan.lanes() < u8::MAX && of_the_day && !moved && !self.foreign.contains(&act) {
                    self.problem(format!("{who} is given another number than the one on its slip"));
                }
            }
        }
    }

    /// Every saved act of the writer is still on a device, or in every copy of late, or a person knows that it is gone.
    pub fn check_kept(&mut self, writer: Writer) {
        let holders: Vec<_> = self.devices.iter().filter_map(|device| device.disk.get(&writer)).collect();
        let held = |n: u64, text: &str| {
            let on = |queued: &shared::sync::client::Queued| queued.body.0 == text;
            holders.iter().any(|kept| kept.queue.get(&n).or_else(|| kept.sent.get(&n)).is_some_and(on))
        };
        let of_writer = (writer, 0, String::new())..(writer, u64::MAX, String::new());
        let rows = &self.server.base.rows;
        let in_book = |n: u64, text: &str| rows.get(&(writer, n)).is_some_and(|row| row.body.0 == text);
        let lost = self.made.range(of_writer).filter(|act| {
            let (_, n, text) = act;
            if self.in_book_alone.contains(*act) && in_book(*n, text) {
                return false;
            }
            let is_known = self.excused.contains(*act)
                || self.told_gone.contains(*act)
                || self.server.aside.contains(*act);
            !held(*n, text) && !self.server.is_safe(writer, *n, text, self.now) && !is_known
        });
        let lost = lost
            .map(|(_, n, _)| format!("act {n} of {} is on no device and not in every copy", name(writer)));
        let problems: Vec<String> = lost.collect();
        problems.into_iter().for_each(|problem| self.problem(problem));
    }

    /// A number on a slip was not given before, neither here nor on another device. Copies of one disk cannot know.
    pub fn check_printed(&mut self, index: usize, code: Code) {
        let (me, who) = ((index, self.devices[index].lineage), self.devices[index].writer());
        let before = self.printed.entry(code.clone()).or_default();
        let twice = before.iter().any(|(place, lineage)| *place == index || *lineage != me.1);
        before.push(me);
        if twice {
            self.problem(format!("{} is printed again by {}", code.short(), name(who)));
        }
    }

    /// Whether somebody was told that an act of this number may be gone.
    fn is_told(&self, writer: Writer, n: u64) -> bool {
        self.told.iter().any(|loss| loss.names(writer, n))
    }

    /// Everything, when nothing is on its way any more.
    pub fn check_quiet(&mut self) {
        let mut problems = self.once_and_in_order();
        problems.extend(self.told_what_is_gone());
        problems.extend(codes_differ(&self.server.base));
        problems.extend(self.log_tells_the_records());
        for (index, device) in self.devices.iter().enumerate() {
            for writer in device.disk.keys() {
                problems.extend(self.author_knows(device, *writer));
                problems.extend(self.sees_the_same(index, *writer));
                problems.extend(self.keeps_no_words(device, *writer));
                if self.plan.is_wired() {
                    problems.extend(self.is_shown_what_became(index, *writer));
                }
            }
        }
        problems.into_iter().for_each(|problem| self.problem(problem));
    }

    fn author_knows(&self, device: &Device, writer: Writer) -> Vec<String> {
        let kept = &device.disk[&writer];
        let mut problems = vec![];
        if !kept.queue.is_empty() {
            problems.push(format!("{} acts of {} never leave the queue", kept.queue.len(), name(writer)));
        }
        // What a copy of the disk did under later numbers is told to the copy.
        let given = (writer, 0)..(writer, kept.meta.next_n);
        problems.extend(
            kept.inbox
                .range(kept.meta.next_n..)
                .map(|(n, _)| format!("{} is told of act {n}, which it has not done", name(writer))),
        );
        for ((_, n), row) in self.server.base.rows.range(given) {
            match kept.inbox.get(n) {
                None => problems.push(format!("{} is not told what became of act {n}", name(writer))),
                Some(notice) if notice.outcome != row.outcome => {
                    problems.push(format!("{} is told another outcome of act {n}", name(writer)));
                }
                Some(notice) if notice.command.as_ref().is_some_and(|c| c.writer != writer) => {
                    problems.push(format!("{} is told the outcome of somebody else's act {n}", name(writer)));
                }
                Some(_) => {}
            }
        }
        // What an old copy lacks was judged once, and a person was told that it is gone.
        let unjudged = |n: u64| !self.server.base.rows.contains_key(&(writer, n)) && !self.is_told(writer, n);
        let told = kept.inbox.keys().filter(|n| unjudged(**n));
        problems.extend(told.map(|n| format!("{} is told of act {n}, which was not judged", name(writer))));
        problems
    }

    /// On the device of whoever is no staff nothing of a citizen is left once everything was sent and read.
    fn keeps_no_words(&self, device: &Device, writer: Writer) -> Option<String> {
        let officer = self.server.ward().officer(writer.officer);
        let kept = &device.disk[&writer];
        let words = kept.base.len() + kept.inbox.values().filter(|notice| notice.command.is_some()).count();
        let may = officer.is_some_and(Officer::is_staff);
        (!may && words > 0).then(|| format!("{} keeps {words} words of citizens", name(writer)))
    }

    fn sees_the_same(&self, index: usize, writer: Writer) -> Vec<String> {
        let device = &self.devices[index];
        let kept = &device.disk[&writer];
        let scope = self.server.base.in_scope(self.server.ward(), writer);
        let mut problems = vec![];
        // By chunks nobody is told of what was closed long ago; who has it lets go of it by and by.
        let since = self.plan.is_wired().then(|| closed_since(self.now));
        let counts = |record: &Dossier| since.is_none_or(|since| in_ward(record, since));
        let mine: Vec<&Dossier> = kept.base.values().filter(|record| counts(record)).collect();
        let theirs: Vec<&Dossier> =
            scope.values().map(|record| &**record).filter(|record| counts(record)).collect();
        if mine != theirs {
            let (mine, theirs) = (mine.len(), theirs.len());
            problems.push(format!("{} holds {mine} dossiers unlike the server's {theirs}", name(writer)));
        }
        let loaded = kept.load(self.ward_at(index), device.build);
        if kept.queue.is_empty() && !loaded.dossiers().eq(kept.base.values()) {
            problems.push(format!("{} sees own acts on top though nothing waits", name(writer)));
        }
        if device.writer() == writer {
            let talking = &device.tabs[device.leader].client;
            if !loaded.dossiers().eq(talking.dossiers()) || loaded.doubtful() != talking.doubtful() {
                problems.push(format!("the tab of {} shows what its disk does not hold", name(writer)));
            }
        }
        problems
    }

    /// The names that the act had before.
    fn names_before<'a>(&'a self, act: &'a Words) -> impl Iterator<Item = &'a Words> {
        std::iter::successors(self.former.get(act), |name| self.former.get(*name))
    }

    /// Each act is judged once, or set aside for a person, or known to be gone. Where a copy of the book has it under a
    /// number that its device gave up since, it stands there once more and does nothing.
    fn once_and_in_order(&self) -> Vec<String> {
        let base = &self.server.base;
        let mut problems = vec![];
        let mut times: BTreeMap<Words, u32> = BTreeMap::new();
        let mut last: BTreeMap<Writer, u64> = BTreeMap::new();
        for row in &base.log {
            *times.entry(words(row.writer, row.n, &row.body)).or_default() += 1;
            let before = last.insert(row.writer, row.n).unwrap_or(0);
            if row.n != before + 1 {
                problems.push(format!("act {} of {} stands behind act {before}", row.n, name(row.writer)));
            }
        }
        let given_up: BTreeSet<&Words> = self.made.iter().flat_map(|act| self.names_before(act)).collect();
        problems.extend(
            times
                .keys()
                .filter(|act| !self.made.contains(*act) && !given_up.contains(act))
                .map(|(writer, n, _)| format!("act {n} of {} is not its author's", name(*writer))),
        );
        for act in &self.made {
            let (writer, n, _) = act;
            let is_known =
                self.server.aside.contains(act) || self.excused.contains(act) || self.told_gone.contains(act);
            match times.get(act) {
                Some(1) => {}
                Some(times) => problems.push(format!("act {n} of {} is judged {times} times", name(*writer))),
                None if is_known => {}
                None => problems.push(format!("act {n} of {} is lost", name(*writer))),
            }
        }
        problems.extend(self.done_twice());
        problems
    }

    /// Acts that were done under two of their names. Copies of one disk each go on with it under a name of their own.
    fn done_twice(&self) -> Vec<String> {
        let mut done: BTreeMap<&Words, BTreeSet<&Words>> = BTreeMap::new();
        for act in &self.made {
            let first = self.names_before(act).last().unwrap_or(act);
            let does = |name: &&Words| {
                self.server.base.rows.get(&(name.0, name.1)).is_some_and(|row| {
                    let is_it = words(row.writer, row.n, &row.body) == **name;
                    is_it && row.outcome.seq().is_some()
                })
            };
            done.entry(first)
                .or_default()
                .extend(std::iter::once(act).chain(self.names_before(act)).filter(does));
        }
        let twice = done.values().filter(|names| names.len() > 1).flatten();
        twice
            .map(|(writer, n, _)| format!("act {n} of {} is done under two numbers", name(*writer)))
            .collect()
    }

    /// What an officer was told is gone, as far as the server does not have it, was done once and is nowhere. The
    /// acts of a copied disk have two fates under one number.
    fn told_what_is_gone(&self) -> Vec<String> {
        let mut problems = vec![];
        for loss in self.told.iter().filter(|loss| !self.copied.contains(&loss.writer.device)) {
            let last_n = self.server.base.writers.get(&loss.writer).map_or(0, |state| state.last_n);
            let never =
                (loss.first.max(last_n + 1)..=loss.last).filter(|n| !self.given.contains(&(loss.writer, *n)));
            problems.extend(
                never.map(|n| format!("act {n} of {} is told as gone and never was", name(loss.writer))),
            );
        }
        problems
    }

    /// Judged again from the first row, the log gives the same outcomes and the same records; and the money on the
    /// dossiers is the money on the receipts.
    fn log_tells_the_records(&self) -> Vec<String> {
        let mut again = Base::default();
        let (mut problems, mut receipts_vnd) = (vec![], 0);
        for row in &self.server.base.log {
            if again.judge(&self.server.wards[row.ward], (**row).clone()) != row.outcome {
                problems.push(format!("act {} of {} is judged otherwise again", row.n, name(row.writer)));
            }
            receipts_vnd += received_vnd(row, &again);
        }
        if again.records != self.server.base.records {
            problems.push("the records are not what the log says".to_owned());
        }
        let taken = self.server.base.records.values().filter(|record| record.fee.payment == Payment::Taken);
        let fees_vnd: i64 = taken.clone().map(|record| record.fee.held_vnd()).sum();
        if fees_vnd != receipts_vnd {
            problems.push(format!("{fees_vnd} VND on the dossiers, {receipts_vnd} VND on the receipts"));
        }
        let silent = taken.filter(|record| record.fee.total_vnd() > 0 && record.fee.receipt.is_empty());
        problems.extend(silent.map(|record| format!("money without a receipt on {}", record.id)));
        problems
    }
}

/// The latest time that was believed, with one more act.
fn after(last_at: Moment, row: &Entry) -> Moment {
    let claim = row.command.as_ref().map(|command| command.claim());
    let believed = claim.map(|claim| believed(claim, last_at, row.now));
    believed.filter(|(_, is_disputed)| !is_disputed).map_or(last_at, |(at, _)| at)
}

/// The same of each writer, as the log tells it.
pub fn believed_until(base: &Base) -> BTreeMap<Writer, Moment> {
    let mut last = BTreeMap::new();
    for row in &base.log {
        let known = last.entry(row.writer).or_default();
        *known = after(*known, row);
    }
    last
}

/// The money that an act took, or gave back, after it was judged.
fn received_vnd(row: &Entry, base: &Base) -> i64 {
    let (Some(command), true) = (&row.command, row.outcome.seq().is_some()) else { return 0 };
    let Act::Dossier { id, act } = &command.act;
    use dossier::Act as A;
    if matches!(act, A::CorrectFee(_)) {
        let revision = base.records.get(id).and_then(|record| record.fee.revisions.last());
        return revision.map_or(0, |revision| revision.is.held_vnd() - revision.was.held_vnd());
    }
    let takes = matches!(act, A::Receive(receive) if receive.fee.payment == Payment::Taken)
        || matches!(act, A::FastLane(fast) if fast.receive.fee.payment == Payment::Taken)
        || matches!(act, A::HandOver(given) if given.payment == Some(Payment::Taken));
    base.records.get(id).filter(|_| takes).map_or(0, |record| record.fee.held_vnd())
}

fn codes_differ(base: &Base) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let codes = base.records.values().filter_map(|record| record.code.as_ref());
    codes
        .filter(|code| !seen.insert(*code))
        .map(|code| format!("two dossiers have {}", code.short()))
        .collect()
}

/// `device 3, officer 6`
pub fn name(writer: Writer) -> String {
    format!("device {}, officer {}", writer.device, writer.officer)
}
