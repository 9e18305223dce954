//! What must hold: some of it after every step, all of it once the network is quiet.
//!
//! Not here: how the quiet is reached (`world`).
//! Invariant: a check compares what happened with what the officers did, never with what a driver believes.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use shared::dossier::code::Code;
use shared::dossier::record::Payment;
use shared::id::Writer;
use shared::sync::wire::Body;

use crate::device::Device;
use crate::server::Base;
use crate::world::World;

impl World<'_> {
    /// Rows that the server has committed since the last look: each is the officer's own words, next in order.
    pub fn check_log(&mut self) {
        let log = &self.server.base.log;
        let mut problems = vec![];
        for row in &log[self.log_seen.min(log.len())..] {
            let who = format!("act {} of {}", row.n, name(row.writer));
            match self.made.get(&(row.writer, row.n)) {
                Some(body) if *body == row.body => {}
                Some(_) => problems.push(format!("{who} is logged with other words than its author's")),
                None => problems.push(format!("{who} is logged and nobody did it")),
            }
            let last = self.logged_n.insert(row.writer, row.n).unwrap_or(0);
            if row.n != last + 1 {
                problems.push(format!("{who} is logged after act {last}"));
            }
        }
        self.log_seen = log.len();
        problems.into_iter().for_each(|problem| self.problem(problem));
    }

    /// Every saved act of the writer is still on the device, or in the backup.
    pub fn check_kept(&mut self, writer: Writer) {
        let Some(kept) = self.devices.iter().find_map(|device| device.disk.get(&writer)) else { return };
        let in_backup = |n: u64| self.server.backup.rows.contains_key(&(writer, n));
        let acts = self.made.range((writer, 0)..=(writer, u64::MAX)).map(|((_, n), _)| *n);
        let lost =
            acts.filter(|n| !kept.queue.contains_key(n) && !kept.sent.contains_key(n) && !in_backup(*n));
        let problems: Vec<String> =
            lost.map(|n| format!("act {n} of {} is on no device and in no backup", name(writer))).collect();
        problems.into_iter().for_each(|problem| self.problem(problem));
    }

    /// A number on a slip was not given before, neither here nor on another device.
    pub fn check_printed(&mut self, writer: Writer, code: Code) {
        if let Some(other) = self.printed.insert(code.clone(), writer) {
            self.problem(format!("{} is printed by {} and by {}", code.short(), name(other), name(writer)));
        }
    }

    /// Everything, when nothing is on its way any more.
    pub fn check_quiet(&mut self) {
        let mut problems = once_and_in_order(&self.server.base, &self.made, &self.excused);
        problems.extend(codes_differ(&self.server.base));
        problems.extend(self.log_tells_the_records());
        for device in &self.devices {
            for writer in device.disk.keys() {
                problems.extend(self.author_knows(device, *writer));
                problems.extend(self.sees_the_same(device, *writer));
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
        for ((_, n), row) in self.server.base.rows.range((writer, 0)..=(writer, u64::MAX)) {
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
        let told = kept.inbox.keys().filter(|n| !self.server.base.rows.contains_key(&(writer, **n)));
        problems.extend(told.map(|n| format!("{} is told of act {n}, which was not judged", name(writer))));
        problems
    }

    fn sees_the_same(&self, device: &Device, writer: Writer) -> Vec<String> {
        let kept = &device.disk[&writer];
        let scope = self.server.base.in_scope(self.ward, writer);
        let mut problems = vec![];
        let same = kept.base.len() == scope.len()
            && kept.base.values().zip(scope.values()).all(|(mine, theirs)| *mine == **theirs);
        if !same {
            let (mine, theirs) = (kept.base.len(), scope.len());
            problems.push(format!("{} holds {mine} dossiers unlike the server's {theirs}", name(writer)));
        }
        let loaded = kept.load(self.ward);
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

    /// Judged again from the first row, the log gives the same outcomes and the same records; and whoever took
    /// money wrote a receipt.
    fn log_tells_the_records(&self) -> Vec<String> {
        let mut again = Base::default();
        let mut problems = vec![];
        for row in &self.server.base.log {
            if again.judge(self.ward, (**row).clone()) != row.outcome {
                problems.push(format!("act {} of {} is judged otherwise again", row.n, name(row.writer)));
            }
        }
        if again.records != self.server.base.records {
            problems.push("the records are not what the log says".to_owned());
        }
        let taken = |record: &&Rc<shared::dossier::Dossier>| {
            record.fee.payment == Payment::Taken && record.fee.total_vnd() > 0
        };
        let silent =
            self.server.base.records.values().filter(taken).filter(|record| record.fee.receipt.is_empty());
        problems.extend(silent.map(|record| format!("money without a receipt on {}", record.id)));
        problems
    }
}

fn once_and_in_order(
    base: &Base,
    made: &BTreeMap<(Writer, u64), Body>,
    excused: &BTreeSet<(Writer, u64)>,
) -> Vec<String> {
    let mut problems = vec![];
    let mut times: BTreeMap<(Writer, u64), u32> = BTreeMap::new();
    let mut last: BTreeMap<Writer, u64> = BTreeMap::new();
    for row in &base.log {
        *times.entry((row.writer, row.n)).or_default() += 1;
        let before = last.insert(row.writer, row.n).unwrap_or(0);
        if row.n != before + 1 {
            problems.push(format!("act {} of {} stands behind act {before}", row.n, name(row.writer)));
        }
        if made.get(&(row.writer, row.n)) != Some(&row.body) {
            problems.push(format!("act {} of {} is not its author's", row.n, name(row.writer)));
        }
    }
    for (writer, n) in made.keys() {
        match times.get(&(*writer, *n)) {
            Some(1) => {}
            Some(times) => problems.push(format!("act {n} of {} is judged {times} times", name(*writer))),
            // The browser's storage was cleared under it, and the officer was told its number.
            None if excused.contains(&(*writer, *n)) => {}
            None => problems.push(format!("act {n} of {} is lost", name(*writer))),
        }
    }
    problems
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
