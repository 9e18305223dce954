//! What a device asks for, and how a short answer is read.
//!
//! Not here: what an answer does to the device (`client`), its shape (`wire`, `page`).
//! Invariant: what was not told is never taken for known.

use super::Client;
use crate::dossier::Dossier;
use crate::moment::Moment;
use crate::sync::page;
use crate::sync::wire::{Known, PullAsk, PullReply};

impl Client {
    /// What others have left on the device only its disk knows: a driver adds it.
    pub fn pull_ask(&self, wait: u32) -> PullAsk {
        PullAsk {
            epoch: self.read_in().to_owned(),
            cursor: self.place.cursor,
            seen_n: self.seen_n(),
            wait,
            waiting: u32::try_from(self.queue.len()).unwrap_or(u32::MAX),
            beside: None,
            scope: self.place.scope.clone(),
            digest: false,
            told: self.heard.tag.clone(),
            knows: None,
            since: self.place.trimmed,
        }
    }

    /// The newest act of which a page of this life has said what became. The inbox does not say of which life its
    /// outcomes are; what an answer to a push has said is told once more.
    fn seen_n(&self) -> u64 {
        // Which life of the server spoke before the first pull is not known: it tells everything again.
        if self.place.epoch.is_empty() {
            return 0;
        }
        self.place.told_n.or_else(|| self.inbox.keys().next_back().copied()).unwrap_or(0)
    }

    /// Whether the answer still counts. What was asked in another life of the server than the one that is read now may
    /// be of a life before it, or leave out outcomes that this device has of another.
    pub fn awaits_page(&self, ask: &PullAsk) -> bool {
        ask.epoch == self.read_in()
    }

    /// The same for a device that takes short answers, with the settings that it has. Before the first page it says
    /// nothing: that page tells how far the server has judged this writer.
    pub fn pull_ask_short(&self, wait: u32, ward_version: u32) -> PullAsk {
        let told = !self.place.epoch.is_empty() && !self.place.scope.is_empty();
        let known = Known { durable_n: self.place.durable_n, ward_version };
        PullAsk { knows: told.then_some(known), ..self.pull_ask(wait) }
    }

    /// What an answer without a body says. The server keeps silent only where it has named all that is unread.
    pub fn unchanged(&self, ask: &PullAsk, now: Moment) -> Option<PullReply<Dossier>> {
        ask.unchanged(now, u32::try_from(self.heard.list.len()).unwrap_or(u32::MAX))
    }

    /// A page in columns with its records whole; `None` where the base is not what the server takes it for.
    pub fn unfold(&self, page: &str) -> Option<PullReply<Dossier>> {
        page::read(page, |id| self.base.get(&id))
    }
}
