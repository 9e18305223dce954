//! What the gate and the link tell the desk; no page calls it.
//!
//! Not here: what a page may touch (`desk`).
//! Invariant: whoever leaves takes their work out of memory; what was kept for them stays on the disk.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{DeviceId, DossierId};
use shared::moment::Moment;
use shared::sync::client::{Client, Place};
use shared::sync::wire::PullAsk;
use shared::ward::Ward;

use super::{Desk, clock, nobodys};
use crate::gate::Phase;
use crate::link::tabs::Told;
use crate::link::{Link, LinkState};
use crate::store::{Disk, DiskFault, Plan, Seat, going, tripwire};
use crate::vault::Opened;

/// The dossier whose page is open in this tab.
fn on_the_page() -> Option<DossierId> {
    #[cfg(target_arch = "wasm32")]
    return window().location().pathname().ok()?.split('/').find_map(|part| part.parse().ok()).map(DossierId);
    #[cfg(not(target_arch = "wasm32"))]
    return None;
}

impl Desk {
    pub fn disk(self) -> Option<Disk> {
        self.disk.get_value()
    }

    pub fn set_disk(self, disk: Disk) {
        self.disk.set_value(Some(disk));
    }

    /// The officer's data is open from now on.
    pub fn open(self, opened: Opened) {
        self.opened.set_value(Some(opened));
    }

    pub fn opened(self) -> Option<Opened> {
        self.opened.get_value()
    }

    /// Closes what is in memory under the key of the moment; what lies on the disk was closed under another one.
    pub async fn close_anew(self) -> Result<(), DiskFault> {
        let (Some(disk), Some(opened)) = (self.disk(), self.opened()) else { return Err(DiskFault::Shut) };
        // What the server tells of the base is read anew: the disk has forgotten how far it was read.
        let plan = self.client.with_value(|client| Plan::acts(client, Place::default()))?;
        disk.keep(&opened, plan).await?;
        self.reload().await;
        Ok(())
    }

    /// Tells the other tabs.
    pub fn tell(self, told: Told) {
        self.wire.with_value(|wire| wire.iter().for_each(|wire| wire.tell(told)));
    }

    /// Somebody is in: shows what this device knows of their work.
    pub fn enter(self, ward: Arc<Ward>, seat: Seat, mut client: Client, last_sent: Option<Moment>) {
        client.refresh(&ward);
        self.lost.set(tripwire::remembered());
        // Whoever is at work already goes on with the page as it is.
        let at_work = self.gate.phase.get_untracked() == Phase::In;
        self.first_reading.set(client.place.epoch.is_empty() && !at_work);
        self.client.set_value(client);
        self.last_sent.set(last_sent);
        self.ward.set(Some(ward));
        self.officer.set(Some(seat.officer.clone()));
        self.seat.set(Some(seat));
        self.look_at_all();
        self.version.update(|v| *v += 1);
        self.typing.set(false);
        self.touch();
        self.gate.phase.set(Phase::In);
    }

    /// Whoever is at work has logged in again, perhaps with other roles than before.
    pub fn sit(self, seat: Seat) {
        self.officer.set(Some(seat.officer.clone()));
        self.seat.set(Some(seat));
        self.look_at_all();
    }

    /// Begins to talk to the server.
    pub fn connect(self) {
        self.disconnect();
        self.link_state.set(LinkState::Starting);
        spawn_local(async move {
            self.recall_ways().await;
            self.recall_read().await;
            self.share_read().await;
        });
        let link = Link::new(self, self.writer(), self.link_state);
        link.start();
        self.link.set_value(Some(link));
    }

    /// After a login in place: goes on sending.
    pub fn resume(self) {
        if let Some(link) = self.link.get_value() {
            link.resume();
        }
    }

    /// What the other tabs ask of this one's link.
    pub fn with_link(self, f: impl FnOnce(&Link)) {
        if let Some(link) = self.link.get_value() {
            f(&link);
        }
    }

    /// The server takes nothing more under this device's numbers: remembered, so that the next login enrols it anew.
    pub fn forked(self, device: DeviceId) {
        if let Some(disk) = self.disk.get_value() {
            // Without it the server says so again after the next start.
            spawn_local(async move { drop(disk.write("forked", &device).await) });
        }
    }

    /// Notes that another tab kept something before this one could hear it, or that the reading begins only now.
    pub fn miss(self, missed: bool) {
        self.missed.set_value(missed);
    }

    pub fn has_missed(self) -> bool {
        self.missed.get_value()
    }

    /// Ends talking to the server.
    pub fn disconnect(self) {
        if let Some(link) = self.link.get_value() {
            link.stop();
        }
        self.link.set_value(None);
    }

    /// Nobody is in any more: nothing of their work stays in memory.
    pub fn leave(self, phase: Phase) {
        self.disconnect();
        self.link_state.set(LinkState::Starting);
        self.gate.asks.set(false);
        self.gate.ends.set(None);
        self.gate.phase.set(phase);
        self.client.set_value(nobodys());
        self.concerns.set_value(Default::default());
        self.opened.set_value(None);
        self.seat.set(None);
        self.last_sent.set(None);
        self.lost.set(tripwire::remembered());
        self.first_reading.set(false);
        self.ways.set(Default::default());
        self.read_marks.set(None);
        self.offer.set(None);
    }

    pub fn set_ward(self, ward: Arc<Ward>) {
        self.client.update_value(|client| client.refresh(&ward));
        self.ward.set(Some(ward));
        self.look_at_all();
        self.version.update(|v| *v += 1);
    }

    /// What the next pull asks for, with what others have left on this device, and what of one's own waits as envelopes
    /// alone. Where the disk does not tell, nothing is said of them.
    pub async fn pull_ask(self, wait: u32, digest: bool) -> PullAsk {
        let held = match self.disk() {
            Some(disk) => disk.held(self.writer()).await.ok(),
            None => None,
        };
        let (sealed, beside) = held.map_or((0, None), |(own, others)| (own, Some(others)));
        let version = self.ward_version();
        let ask = self.client(|client| client.pull_ask_short(wait, version));
        PullAsk { digest, beside, waiting: ask.waiting.max(sealed), ..ask }
    }

    /// The browser gives no more room for an act: the ballast goes, and the oldest closed dossiers. Whether some have gone.
    pub(super) async fn make_room(self, disk: &Disk) -> bool {
        // First: deleting rows takes a little room itself, and gives any only later.
        let is_thrown = disk.throw_ballast().await;
        self.let_closed_go(disk).await || is_thrown
    }

    /// The oldest closed dossiers go. Whether some have gone.
    pub(super) async fn let_closed_go(self, disk: &Disk) -> bool {
        let Some(going) = self.client.with_value(|client| going(client, on_the_page())) else { return false };
        let writer = self.writer();
        match disk.let_go(writer, &going).await {
            Ok(true) => self.adopt(writer, &going.writes),
            // What went without being noted is found by the sums; another tab has read on, or made room itself.
            Ok(false) | Err(DiskFault::Full) => {
                self.reload().await;
                true
            }
            Err(_) => false,
        }
    }

    /// The server has taken acts just now.
    pub fn sent_now(self) {
        let now = clock();
        self.last_sent.set(Some(now));
        if let Some(disk) = self.disk.get_value() {
            let writer = self.writer();
            // Only for show after the next start: a failure costs nothing.
            spawn_local(async move { drop(disk.set_last_sent(writer, now).await) });
        }
    }

    pub fn pulled(self, more: bool) {
        if !more && self.first_reading.get_untracked() {
            self.first_reading.set(false);
        }
    }

    /// The settings that this device has; 0 before it has any.
    pub fn ward_version(self) -> u32 {
        self.ward.with_untracked(|ward| ward.as_ref().map_or(0, |ward| ward.version))
    }

    /// Fetches the ward's settings where the server has others.
    pub fn server_said(self, ward_version: u32) {
        if ward_version == self.ward_version() || self.fetching_ward.get_value() {
            return;
        }
        self.fetching_ward.set_value(true);
        spawn_local(async move {
            crate::gate::refresh_ward(self).await;
            self.fetching_ward.set_value(false);
        });
    }
}
