//! Taking back: what was done a moment ago and has not left the device.
//!
//! Not here: the button (the app's `shell`), an act that was sent (a compensating act, never a deletion).
//! Invariant: only the end of the queue is taken back, in one step and only while no tab may have sent it; its numbers
//! are given again, so nothing that stands on paper is ever among it.

use super::client::{Client, Meta, Queued, Write};
use super::wire::Push;
use crate::act::Act;
use crate::limits;
use crate::moment::Moment;

/// The acts of one step of an officer, done in one tab: they are taken back together, and only there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// Steps of a tab, counted.
    pub turn: u32,
    pub from_n: u64,
    pub last_n: u64,
    pub until: Moment,
}

impl Step {
    /// What may be taken back after the tab has done act `n` in that turn: the act, and those of the same turn right before
    /// it. `None` where the act is none that may be.
    pub fn after(client: &Client, before: Option<Step>, turn: u32, n: u64) -> Option<Step> {
        let begun = before.filter(|step| step.turn == turn && step.last_n + 1 == n);
        let until = client.until(begun.map_or(n, |step| step.from_n))?;
        Some(match begun {
            Some(step) => Step { last_n: n, ..step },
            None => Step { turn, from_n: n, last_n: n, until },
        })
    }

    pub fn acts(self) -> u64 {
        self.last_n + 1 - self.from_n
    }

    /// Milliseconds that are left; 0 also where the clock went back behind the step: from then on nothing holds its acts,
    /// and they may be on their way.
    pub fn millis_left(self, now: Moment) -> i64 {
        let left = self.until.millis() - now.millis();
        if left > limits::UNDO_MILLIS { 0 } else { left.max(0) }
    }

    /// The step is over: acts below this number wait for no second thought in this tab. Later ones are another tab's, which
    /// may still take them back.
    pub fn released(self) -> u64 {
        self.last_n + 1
    }
}

impl Client {
    /// The first of the acts that still wait for a second thought: the end of the queue, as far as it is young and may be
    /// taken back. Nothing below `released`; a clock that went back holds nothing.
    pub fn held_from(&self, now: Moment, released: u64) -> Option<u64> {
        let held = |queued: &&Queued| age(queued, now).is_some_and(|age| age < limits::HELD_MILLIS);
        let young = self.queue.range(released..).rev().map(|(_, queued)| queued);
        young.take_while(held).last().map(|queued| queued.n)
    }

    /// The next acts to push that nobody may take back any more.
    pub fn next_push_at(&self, now: Moment, released: u64) -> Option<Push> {
        let mut push = self.next_push()?;
        if let Some(held) = self.held_from(now, released) {
            let free = usize::try_from(held.saturating_sub(push.first_n)).unwrap_or(usize::MAX);
            push.acts.truncate(free);
        }
        (!push.acts.is_empty()).then_some(push)
    }

    /// How long the first held act still waits, in milliseconds.
    pub fn held_millis(&self, now: Moment, released: u64) -> Option<i64> {
        let first = self.queue.get(&self.held_from(now, released)?)?;
        age(first, now).map(|age| limits::HELD_MILLIS - age)
    }

    /// Until when the acts from `from_n` on may be taken back; `None` where one of them gave a number or began a dossier.
    pub fn until(&self, from_n: u64) -> Option<Moment> {
        let first = self.queue.get(&from_n)?;
        let all = self.queue.range(from_n..).map(|(_, queued)| queued);
        let at = done_at(first)?;
        all.map(done_at)
            .all(|at| at.is_some())
            .then(|| Moment::from_millis(at.millis() + limits::UNDO_MILLIS))
    }

    /// The step that takes the acts from `from_n` to the end back; `None` once it is too late.
    pub fn take_back(&self, from_n: u64, now: Moment) -> Option<Vec<Write>> {
        let first = self.queue.get(&from_n)?;
        let in_time = self.until(from_n).is_some_and(|until| now < until) && age(first, now).is_some();
        let whole = (from_n..self.meta.next_n).all(|n| self.queue.contains_key(&n));
        let meta = Meta {
            next_n: from_n,
            head: first.prev.clone(),
            taken_back: self.meta.taken_back.saturating_add(1),
            ..self.meta.clone()
        };
        let back = (from_n..self.meta.next_n).map(Write::Unqueue);
        (in_time && whole).then(|| back.chain([Write::Meta(meta)]).collect())
    }

    /// The same for a whole step; `None` also where another act stands behind it.
    pub fn take_step_back(&self, step: Step, now: Moment) -> Option<Vec<Write>> {
        let is_last = self.meta.next_n == step.last_n + 1 && step.millis_left(now) > 0;
        if is_last { self.take_back(step.from_n, now) } else { None }
    }

    /// Whether what waits in memory is the end of the chain on the disk, act by act. Otherwise another tab has taken
    /// something back or added to it: nothing is sent from memory before the disk is read anew.
    pub fn ends_as(&self, kept: &Meta) -> bool {
        let (mut next_n, mut head) = (kept.next_n, kept.head.clone());
        for queued in self.queue.values().rev() {
            if queued.n + 1 != next_n || queued.body.hash(&queued.prev) != head {
                return false;
            }
            (next_n, head) = (queued.n, queued.prev.clone());
        }
        true
    }
}

/// When an act was done that may be taken back.
fn done_at(queued: &Queued) -> Option<Moment> {
    let command = queued.body.open().ok()?;
    let Act::Dossier { act, .. } = &command.act;
    act.kind().can_be_taken_back().then_some(command.at)
}

/// Its age in milliseconds, unless it lies in the future.
fn age(queued: &Queued, now: Moment) -> Option<i64> {
    done_at(queued).map(|at| now.millis() - at.millis()).filter(|age| *age >= 0)
}
