//! Second thoughts: what was just done here, and may be taken back before it leaves the device.
//!
//! Not here: what may be taken back, and for how long (`shared::sync::undo`), the button (`shell`).
//! Invariant: whoever leaves, looks away or prints has thought: then everything goes at once.

use leptos::prelude::*;
use shared::act::Act;
use shared::dossier::Kind;
use shared::id::DossierId;
use shared::lang::Sentence;
use shared::moment::Moment;
use shared::sync::client::Write;
use shared::sync::undo::Step;
use shared::sync::wire::Push;

use super::{Desk, clock};
use crate::store::tripwire::{self, Tripwire};
use crate::store::{DiskFault, Kept, Plan};

/// The acts of the last step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Offer {
    step: Step,
    /// Of the first of them.
    pub kind: Kind,
    pub id: DossierId,
}

impl Offer {
    pub fn acts(self) -> u64 {
        self.step.acts()
    }

    /// Begun seconds that are left.
    pub fn seconds(self, now: Moment) -> i64 {
        (self.step.millis_left(now) + 999) / 1_000
    }
}

impl Desk {
    /// A new step: what is done in it is taken back together.
    pub fn turn(self) -> u32 {
        self.turns.update_value(|turns| *turns = turns.wrapping_add(1));
        self.turns.get_value()
    }

    pub fn offer(self) -> Option<Offer> {
        self.offer.get()
    }

    /// After an act was kept: it, or the whole step, may be taken back.
    pub(super) fn offer_undo(self, turn: u32, writes: &[Write]) {
        let kept = writes
            .iter()
            .find_map(|write| if let Write::Enqueue(queued) = write { Some(queued) } else { None });
        let Some(queued) = kept.filter(|_| crate::prefs::holds()) else { return self.offer.set(None) };
        let Ok(Act::Dossier { id, act }) = queued.body.open().map(|command| command.act) else { return };
        let kind = act.kind();
        let before = self.offer.get_untracked();
        let step = self
            .client
            .with_value(|client| Step::after(client, before.map(|offer| offer.step), turn, queued.n));
        self.offer.set(step.map(|step| match before {
            Some(offer) if offer.step.from_n == step.from_n => Offer { step, ..offer },
            Some(_) | None => Offer { step, kind, id },
        }));
    }

    /// Nothing is taken back here any more, and nothing waits for it: a paper was printed, or somebody looks away. What
    /// another tab has done after it may still be taken back there.
    pub fn release(self) {
        if let Some(offer) = self.offer.get_untracked() {
            self.release_below(offer.step.released());
        }
    }

    fn release_below(self, n: u64) {
        self.offer.set(None);
        let held = self.held_millis().is_some();
        self.released.set_value(n);
        if held && let Some(link) = self.link.get_value() {
            link.push();
        }
    }

    /// Before somebody leaves: what waited only for a second thought is given a moment to go.
    pub async fn send_now(self) {
        let waits = self.held_millis().is_some() && self.is_online_untracked();
        // Every tab leaves.
        self.release_below(self.client.with_value(|client| client.meta.next_n));
        if waits {
            for _ in 0..LAST_LOOKS {
                if self.client.with_value(|client| client.queue.is_empty()) {
                    return;
                }
                gloo_timers::future::TimeoutFuture::new(LAST_LOOK_MS).await;
            }
        }
    }

    /// Takes the last step back, if it has not left, and says which it was.
    pub async fn take_back(self) -> Result<Offer, Sentence> {
        let Some(offer) = self.offer.get_untracked() else { return Err(too_late()) };
        self.offer.set(None);
        let (Some(disk), Some(opened)) = (self.disk(), self.opened()) else {
            return Err(DiskFault::Shut.sentence());
        };
        let writer = opened.writer();
        let writes = self.client.with_value(|client| client.take_step_back(offer.step, clock()));
        // Where the setting was switched off meanwhile, nothing has waited.
        let Some(writes) = writes.filter(|_| crate::prefs::holds()) else { return Err(too_late()) };
        let plan =
            self.client.with_value(|client| Plan::of(client, &writes)).map_err(|fault| fault.sentence())?;
        // Before the disk: a thread that is ahead of it would tell of acts that are lost.
        let unsent_from = self.client.with_value(|client| client.queue.keys().next().copied());
        let unsent_from = unsent_from.unwrap_or(offer.step.from_n);
        tripwire::set(Tripwire { writer, next_n: offer.step.from_n, unsent_from });
        let kept = disk.keep(&opened, plan.by(offer.step.until)).await;
        // What another tab has done meanwhile, or what could not be taken back, is there all the same.
        self.follow_thread().await;
        match kept {
            Ok(Kept::Yes) => {
                if self.adopt(writer, &writes)
                    && let Some(link) = self.link.get_value()
                {
                    link.kept();
                }
                Ok(offer)
            }
            Ok(Kept::Moved) => {
                self.reload().await;
                Err(too_late())
            }
            Err(fault) => Err(fault.sentence()),
        }
    }

    /// How long acts wait only for a second thought, in milliseconds.
    pub fn held_millis(self) -> Option<i64> {
        let released = self.released.get_value();
        let millis = self.client.with_value(|client| client.held_millis(clock(), released));
        millis.filter(|_| crate::prefs::holds())
    }

    /// Before anything is sent: what another tab has taken back may still be in this one's memory. A disk that cannot be
    /// read takes nothing back either.
    pub async fn catch_up(self) {
        let (Some(disk), Some(opened)) = (self.disk(), self.opened()) else { return };
        let Ok(kept) = disk.meta(opened.writer()).await else { return };
        if !self.client.with_value(|client| client.ends_as(&kept)) {
            self.reload().await;
        }
    }

    /// The next acts that have to go.
    pub fn next_push(self) -> Option<Push> {
        self.client.with_value(|client| client.next_push_at(clock(), self.released_below()))
    }

    /// The first of the acts that still wait for a second thought.
    pub(super) fn held_from(self) -> Option<u64> {
        self.client.with_value(|client| client.held_from(clock(), self.released_below()))
    }

    fn released_below(self) -> u64 {
        if crate::prefs::holds() { self.released.get_value() } else { u64::MAX }
    }
}

/// How often, and how long each time, whoever leaves waits for the answer to the last acts.
const LAST_LOOKS: u32 = 20;
const LAST_LOOK_MS: u32 = 100;

fn too_late() -> Sentence {
    Sentence::new(
        "Không hoàn tác được nữa: việc này đã rời máy hoặc đã có việc khác sau nó.",
        "Too late to undo: it has left this device, or something was done after it.",
    )
}
