//! Carries what waits on this device as envelopes: of whoever was here before, also while the browser was another device,
//! and of whoever cannot open their own any more.
//!
//! Not here: one's own acts, which go up plain under one's own session (`link`); what an envelope is (`shared`).
//! Invariant: the envelopes of one writer go up in order; one that the server does not take yet stays, and so do those
//! behind it. The carrier learns nothing but that they were taken.

use std::time::Duration;

use leptos::task::spawn_local;
use serde::de::IgnoredAny;
use shared::id::Writer;
use shared::limits;
use shared::session::{DeviceKey, NewKey};
use shared::sync::envelope::{Carried, Carry, Envelope, Taken};
use shared::sync::wire::PROTO;

use super::Link;
use super::http::{Ask, Failure};
use super::tabs::Told;
use crate::store::{Disk, tripwire};
use crate::vault::{Opened, encode};

const CARRY_TIME: Duration = Duration::from_secs(60);

/// What of it is done under this login.
#[derive(Clone, Copy, Default)]
pub struct Carrying {
    /// One's own acts that do not open any more are on their way: the others may follow.
    way_is_free: bool,
    /// The server knows the key that the officer signs with.
    is_known: bool,
    /// Somebody is at it.
    busy: bool,
    done: bool,
}

/// What is carried before one's own acts, or beside them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Own,
    Others,
}

impl Link {
    /// Before the first push: acts of one's own that were closed under a key that is gone go ahead of the others.
    /// `false` where that could not be done yet.
    pub(super) async fn make_way(&self) -> bool {
        if self.0.carry.get().way_is_free {
            return true;
        }
        let free = match self.carry(Whose::Own).await {
            Ok(()) => true,
            Err(failure) => {
                self.failed(&failure);
                false
            }
        };
        self.0.carry.set(Carrying { way_is_free: free, ..self.0.carry.get() });
        free
    }

    /// Acts of one's own may wait as envelopes alone: what the author cannot open any more, and a new life of the server may
    /// lack.
    pub(super) fn way_is_blocked(&self) {
        self.0.carry.set(Carrying { way_is_free: false, ..self.0.carry.get() });
    }

    /// Whether the act of one's own waits here as an envelope.
    pub(super) async fn holds_sealed(&self, n: u64) -> bool {
        let Some(disk) = self.0.desk.disk() else { return false };
        let sealed = disk.sealed().await.unwrap_or_default();
        sealed.iter().any(|envelope| envelope.writer == self.0.writer && envelope.n == n)
    }

    /// After a pull: tells the server the officer's key, and carries what others have left here.
    pub(super) fn carry_others(&self) {
        let carrying = self.0.carry.get();
        if carrying.busy || (carrying.done && carrying.is_known) {
            return;
        }
        self.0.carry.set(Carrying { busy: true, ..carrying });
        let link = self.clone();
        spawn_local(async move {
            let is_known = link.introduce().await.is_ok();
            // What could not be carried is tried again after the next pull.
            let done = link.carry(Whose::Others).await.is_ok();
            link.0.carry.set(Carrying { busy: false, done, is_known, ..link.0.carry.get() });
        });
    }

    /// The server must know by which key the officer signs, or it takes nothing that others carry. Told once in each
    /// life of the server.
    async fn introduce(&self) -> Result<(), Failure> {
        let desk = self.0.desk;
        let (Some(disk), Some(opened)) = (desk.disk(), desk.opened()) else { return Ok(()) };
        let epoch = desk.client(|client| client.place.epoch.clone());
        let told = format!("told:{}.{}", self.0.writer.device, self.0.writer.officer);
        let known = disk.read::<String>(&told).await.ok().flatten();
        if known.is_some_and(|known| known == epoch) {
            return Ok(());
        }
        let Ok(public) = opened.author.pair.public().await else { return Ok(()) };
        let key = NewKey { public: encode(&public) };
        Ask::of("/api/keys", CARRY_TIME).writer(self.0.writer).post::<IgnoredAny>(&key).await?;
        // If that cannot be noted it is told again.
        drop(disk.write(&told, &epoch).await);
        Ok(())
    }

    async fn carry(&self, whose: Whose) -> Result<(), Failure> {
        let (Some(disk), Some(opened)) = (self.0.desk.disk(), self.0.desk.opened()) else { return Ok(()) };
        let mut stuck: Vec<Writer> = vec![];
        let (_, earlier) = crate::gate::proofs(&disk).await;
        loop {
            // A storage that cannot be read just now is asked after the next pull.
            let sealed = disk.sealed().await.unwrap_or_default();
            let mut load: Vec<Envelope> = sealed
                .into_iter()
                .filter(|envelope| {
                    self.is_meant(whose, &opened, &earlier, envelope) && !stuck.contains(&envelope.writer)
                })
                .collect();
            load.truncate(one_load(&load));
            let Some(device) = load.first().map(|first| first.writer.device) else { return Ok(()) };
            if whose == Whose::Own {
                self.introduce().await?;
            }
            let ask = Ask::of("/api/carry", CARRY_TIME).writer(self.0.writer);
            let load = Carry { proto: PROTO, earlier: earlier.clone(), envelopes: load };
            let carried = match ask.post_packed::<Carried>(&load, shared::json::read).await {
                Ok(carried) => carried,
                // What lies under an earlier device, and this browser may not bring, stays and holds up nobody else.
                Err(Failure::LoggedOut | Failure::Said { status: 400..=499, .. })
                    if device != self.0.writer.device =>
                {
                    stuck.extend(load.envelopes.iter().map(|envelope| envelope.writer));
                    continue;
                }
                Err(failure) => return Err(failure),
            };
            if !self.0.alive.get() {
                return Ok(());
            }
            if !take(&disk, &carried, &mut stuck).await {
                return Ok(());
            }
            self.0.desk.tell(Told::Kept);
            crate::gate::count_waiting(self.0.desk).await;
            tripwire::follow_all(&disk).await;
        }
    }

    fn is_meant(&self, whose: Whose, opened: &Opened, earlier: &[DeviceKey], envelope: &Envelope) -> bool {
        let (own, device) = (envelope.writer == opened.writer(), envelope.writer.device);
        let was_here = || device == self.0.writer.device || earlier.iter().any(|key| key.id == device);
        match whose {
            // What another window has just done is not known here, and waits for nobody to carry it.
            Whose::Own => self.0.desk.client(|client| {
                own && envelope.n < client.meta.next_n && !client.queue.contains_key(&envelope.n)
            }),
            Whose::Others => !own && was_here(),
        }
    }
}

/// How many of them one request takes; one at least. All are of one device: what the server does not let this browser
/// bring of another holds up nobody.
pub fn one_load(envelopes: &[Envelope]) -> usize {
    let (mut bytes, device) = (0, envelopes.first().map(|first| first.writer.device));
    let fits = envelopes.iter().take(limits::PUSH_ACTS_MAX).take_while(|envelope| {
        bytes += envelope.ct.len();
        bytes <= limits::PUSH_BYTES_MAX && Some(envelope.writer.device) == device
    });
    fits.count().max(1).min(envelopes.len())
}

/// Keeps what the server said; `false` where it said nothing that leads on.
async fn take(disk: &Disk, carried: &Carried, stuck: &mut Vec<Writer>) -> bool {
    let before = stuck.len();
    let mut taken = false;
    for one in &carried.results {
        match one.taken {
            Taken::Waits { .. } => stuck.push(one.writer),
            Taken::Judged | Taken::Aside { .. } => {
                taken |= disk.carried(one.writer, one.n, one.taken).await.is_ok();
            }
        }
    }
    taken || stuck.len() > before
}
