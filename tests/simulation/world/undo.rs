//! Second thoughts: what was done a moment ago waits in its tab, and may be taken back there.
//!
//! Not here: what may be taken back and for how long (`shared::sync::undo`).
//! Invariant: what was taken back reaches the book under no number; what was not goes on as everything else does.

use shared::id::Writer;
use shared::moment::Moment;
use shared::sync::client::Write;
use shared::sync::footing::Footing;
use shared::sync::undo::Step;
use shared::sync::wire::Push;

use super::{Words, World, words};
use crate::invariants::name;
use crate::mutants::Mutant;
use crate::plan::Fault;

impl World<'_> {
    /// Seconds count where acts wait for a second thought.
    pub(super) fn pass_seconds(&mut self, seconds: usize) {
        self.now = Moment::from_millis(self.now.millis() + seconds as i64 * 1_000);
    }

    /// What another tab has taken back may still be in this one's memory.
    pub(super) fn catch_up(&mut self, index: usize, tab: usize) {
        let device = &self.devices[index];
        let stale = !device.tabs[tab].client.ends_as(&device.kept().meta);
        if self.plan.thinks_twice() && stale && !self.is(Mutant::SentFromMemory) {
            let ward = self.ward_at(index);
            self.devices[index].reload(ward, tab);
        }
    }

    /// The next acts that the tab sends.
    pub(super) fn next_push(&self, index: usize, tab: usize) -> Option<Push> {
        let device = &self.devices[index];
        let tab = &device.tabs[tab];
        if self.plan.thinks_twice() && !self.is(Mutant::NotHeld) {
            tab.client.next_push_at(device.clock(self.now), tab.released)
        } else {
            tab.client.next_push()
        }
    }

    /// After the tab has kept act `n`: it, or the whole turn, may be taken back.
    pub(super) fn offer(&mut self, index: usize, tab: usize, n: u64) {
        if self.plan.thinks_twice() {
            let tab = &mut self.devices[index].tabs[tab];
            tab.step = Step::after(&tab.client, tab.step, tab.turns, n);
        }
    }

    /// Each tab that is looked at lets go what is over.
    pub(super) fn let_go(&mut self) {
        for index in 0..self.devices.len() {
            let now = self.devices[index].clock(self.now);
            for tab in 0..self.devices[index].tabs.len() {
                let step = self.devices[index].tabs[tab].step;
                if step.is_some_and(|step| step.millis_left(now) == 0) {
                    self.release(index, tab);
                }
            }
        }
    }

    /// The other tabs hear that something was kept, and read it.
    pub(super) fn tell_tabs(&mut self, index: usize, tab: usize) {
        let ward = self.ward_at(index);
        for other in (0..self.devices[index].tabs.len()).filter(|other| *other != tab) {
            self.devices[index].reload(ward, other);
        }
    }

    /// A paper is printed, or the page is out of sight: what the tab has done goes at once.
    pub(super) fn look_away(&mut self, index: usize, tab: usize) {
        if self.devices[index].tabs[tab].step.is_some() {
            self.say(format!("tab {tab} of device {} is looked at no more", self.devices[index].id));
            self.release(index, tab);
            self.send_push_from(index, tab);
        }
    }

    fn release(&mut self, index: usize, tab: usize) {
        let tab = &mut self.devices[index].tabs[tab];
        let Some(step) = tab.step.take() else { return };
        tab.released = step.released();
    }

    /// Somebody who may still takes the last step back.
    pub(super) fn take_one_back(&mut self) {
        let tabs = self.devices.iter().enumerate().flat_map(|(index, device)| {
            (0..device.tabs.len()).filter(|tab| device.tabs[*tab].step.is_some()).map(move |tab| (index, tab))
        });
        let tabs: Vec<(usize, usize)> = tabs.collect();
        if !tabs.is_empty() {
            let (index, tab) = *self.dice.pick(&tabs);
            self.take_back(index, tab);
        }
    }

    fn take_back(&mut self, index: usize, tab: usize) {
        let (ward, by_half) = (self.ward_at(index), self.is(Mutant::BackByHalf));
        let full = self.strikes(Fault::Full, 3);
        let crash = self.strikes(Fault::DeviceCrash, 6).then(|| self.dice.percent(50));
        let blind = self.is(Mutant::ChainCutBlindly);
        let device = &mut self.devices[index];
        let (writer, now) = (device.writer(), device.clock(self.now));
        let Some(step) = device.tabs[tab].step.take() else { return };
        let client = &device.tabs[tab].client;
        let half = Step { from_n: step.from_n + step.acts() / 2, ..step };
        let writes = client.take_step_back(if by_half { half } else { step }, now);
        let Some(writes) = writes else {
            return self.say(format!("{} is too late to take acts from {} back", name(writer), step.from_n));
        };
        if full || crash == Some(false) {
            self.say(format!(
                "device {} takes nothing back: its disk is full, or it goes down",
                writer.device
            ));
            return if full {
                self.devices[index].reload(ward, tab)
            } else {
                self.devices[index].reopen(ward)
            };
        }
        let from = Footing::of(client, &writes);
        let kept = device.disk.get_mut(&writer).expect("the seat is on the disk");
        let acts: Vec<Words> = (step.from_n..=step.last_n)
            .filter_map(|n| kept.queue.get(&n).map(|queued| words(writer, n, &queued.body)))
            .collect();
        if blind {
            kept.keep(&writes);
        } else if !kept.keep_onto(&from, &writes, true, None) {
            self.devices[index].reload(ward, tab);
            return self.say(format!("{} takes nothing back: something was done after it", name(writer)));
        }
        self.say(format!("{} takes acts {} to {} back", name(writer), step.from_n, step.last_n));
        self.run.taken_back += acts.len();
        self.forget(index, writer, acts);
        self.thought_again(index, tab, &writes, crash.is_some());
        self.check_kept(writer);
    }

    fn thought_again(&mut self, index: usize, tab: usize, writes: &[Write], crash: bool) {
        let ward = self.ward_at(index);
        if crash {
            self.devices[index].reopen(ward);
        } else {
            self.devices[index].tabs[tab].client.adopt(ward, writes);
            self.devices[index].set_thread();
        }
    }

    /// Nobody did these acts, but on a copy of the disk, where they were not taken back.
    fn forget(&mut self, index: usize, writer: Writer, acts: Vec<Words>) {
        let others = || self.devices.iter().enumerate().filter(|(other, _)| *other != index);
        let elsewhere = |act: &Words| {
            let mut disks = others().filter_map(|(_, device)| device.disk.get(&writer));
            disks.any(|kept| {
                let held = kept.queue.get(&act.1).or_else(|| kept.sent.get(&act.1));
                held.is_some_and(|held| held.body.0 == act.2)
            })
        };
        let gone: Vec<Words> = acts.into_iter().filter(|act| !elsewhere(act)).collect();
        for act in gone {
            self.made.remove(&act);
            self.taken_back.insert(act);
        }
    }
}
