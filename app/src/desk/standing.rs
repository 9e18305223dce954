//! How the work at this desk stands: what waits, what keeps it, what may be lost.
//!
//! Not here: sending (`link`), the badge and the banner that show it (`ui`, `shell`).
//! Invariant: green only when nothing waits; whatever needs a person is a sentence that says what to do.

use leptos::prelude::*;
use shared::id::OfficerId;
use shared::lang::{Sentence, counted};
use shared::moment::Moment;
use shared::sync::client::Client;
use shared::sync::envelope::Envelope;

use super::{Desk, Trouble};
use crate::gate::Waiting;
use crate::link::LinkState;
use crate::link::http::Failure;
use crate::store::{DiskFault, tripwire};
use crate::ui::sync_badge::{SyncState, SyncView};

impl Desk {
    pub fn sync(self) -> SyncView {
        let (waiting, unread, oldest) =
            self.select(|client| (client.queue.len(), client.unread(), oldest_in(client)));
        let scans = self.ways.with(|ways| ways.len());
        let others = self.others_waiting().iter().map(|waiting| waiting.acts).sum::<usize>();
        let state = match self.link_state.get() {
            LinkState::LoggedOut | LinkState::Forked | LinkState::Stuck(_) => SyncState::Stuck,
            LinkState::Offline => SyncState::Offline,
            LinkState::Starting | LinkState::Online if waiting + scans + others > 0 => SyncState::Waiting,
            LinkState::Starting | LinkState::Online => SyncState::AllSent,
        };
        let last_sent = self.last_sent.get();
        SyncView { state, waiting, scans, others, unread, last_sent, oldest_waiting: oldest }
    }

    /// What somebody else has left here, or the same officer while this browser was another device.
    pub fn others_waiting(self) -> Vec<Waiting> {
        let own = self.writer();
        self.gate.waiting.with(|all| all.iter().filter(|waiting| waiting.writer != own).cloned().collect())
    }

    /// Everything that waits on this device, whoever wrote it: an envelope a line, which only the server can open.
    pub async fn sealed_lines(self) -> Result<String, Trouble> {
        // What leaves in a file is not taken back; what another tab may still take back stays out of it.
        self.release();
        let disk = self.disk().ok_or(Trouble::Disk(DiskFault::Absent))?;
        let sealed = disk.sealed().await.map_err(Trouble::Disk)?;
        let held = self.held_from();
        let is_free = |envelope: &&Envelope| {
            envelope.writer != self.writer() || held.is_none_or(|held| envelope.n < held)
        };
        let lines = sealed.iter().filter(is_free).filter_map(|envelope| serde_json::to_string(envelope).ok());
        Ok(lines.map(|line| line + "\n").collect())
    }

    /// When the act was done that has waited longest; does not follow changes.
    pub fn oldest_waiting(self) -> Option<Moment> {
        self.client.with_value(oldest_in)
    }

    /// What a person has to do so that sending goes on.
    pub fn stuck(self) -> Option<Sentence> {
        let waiting = self.select(|client| client.queue.len());
        let acts = counted(waiting, "act", "acts");
        match self.link_state.get() {
            LinkState::LoggedOut => Some(Sentence::new(
                format!("Phiên làm việc đã hết. Đăng nhập lại để gửi {waiting} việc."),
                format!("The session is over. Log in again to send {acts}."),
            )),
            LinkState::Forked => Some(Sentence::new(
                format!("Máy này cần đăng ký lại với máy chủ. Đăng nhập lại để gửi {waiting} việc."),
                format!("This device must be enrolled anew. Log in again to send {acts}."),
            )),
            LinkState::Stuck(said) => Some(said),
            LinkState::Starting | LinkState::Online | LinkState::Offline => None,
        }
    }

    /// Whether only a login brings the network back.
    pub fn wants_login(self) -> bool {
        matches!(self.link_state.get(), LinkState::LoggedOut | LinkState::Forked)
    }

    /// Whether the server takes nothing more under this device's numbers.
    pub fn is_forked(self) -> bool {
        self.link_state.get() == LinkState::Forked
    }

    pub fn is_offline(self) -> bool {
        self.link_state.get() == LinkState::Offline
    }

    /// The dossiers read so far, while this device reads the ward for the first time.
    pub fn first_reading(self) -> Option<usize> {
        self.first_reading.get().then(|| self.select(|client| client.base.len()))
    }

    pub fn is_first_reading(self) -> bool {
        self.first_reading.get()
    }

    /// Goes to work without waiting for the first reading.
    pub fn skip_first_reading(self) {
        self.first_reading.set(false);
    }

    pub fn poke(self) {
        if self.wants_login() {
            self.gate.asks.set(true);
        } else if let Some(link) = self.link.get_value() {
            link.kick();
        }
    }

    /// Reads all of the ward's dossiers again, where some went for want of room. Whether all of them are here; where not,
    /// the device goes on by itself.
    ///
    /// # Errors
    /// Why they could not be fetched: then everything is as it was.
    pub async fn read_whole(self) -> Result<bool, Sentence> {
        match self.link.get_value() {
            Some(link) => link.read_whole().await.map_err(|failure| failure.sentence()),
            None => Err(Failure::Unreachable.sentence()),
        }
    }

    /// What a cleared storage took along, in a sentence each.
    pub fn lost_sentences(self) -> Vec<Sentence> {
        let author = |id: OfficerId| self.ward.with(|ward| ward.as_ref().map(|ward| ward.name_of(id)));
        let lost = self.lost.get().into_iter();
        lost.map(|lost| lost.sentence(author(lost.writer.officer).as_deref())).collect()
    }

    /// A person has looked after the acts that may be lost.
    pub fn forget_lost(self) {
        tripwire::forget();
        self.lost.set(vec![]);
    }
}

fn oldest_in(client: &Client) -> Option<Moment> {
    client.queue.values().next().and_then(|queued| queued.body.open().ok()).map(|command| command.at)
}
