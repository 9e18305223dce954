//! After a time without the server the page comes before the push: whoever did something that is impossible by now sees
//! it before it leaves.
//!
//! Not here: what a page makes impossible (`shared::sync::client`), where that is shown (`inbox`).
//! Invariant: nothing keeps an act here; where no page comes, or none soon, it leaves all the same.

use gloo_timers::future::TimeoutFuture;
use leptos::task::spawn_local;

use super::Link;
use super::http::Failure;

/// How long acts wait for the page, in milliseconds.
const READ_FIRST_MS: u32 = 5_000;

/// What this tab has read since it lost the server.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Sight {
    /// Nothing, and nothing is asked for.
    #[default]
    Lost,
    /// Nothing yet: the page is on its way.
    Coming,
    /// All there was, or it would not come.
    Clear,
}

impl Link {
    /// Whether acts wait for a page; one is asked for where none is. A tab without the turn does not
    /// read: it sends only what the one that reads has left for long.
    pub(super) fn reads_first(&self) -> bool {
        if !self.leads() || self.0.sight.get() == Sight::Clear {
            return false;
        }
        if self.0.sight.get() == Sight::Lost {
            self.pull_anew();
        }
        true
    }

    /// A page is asked for.
    pub(super) fn looks(&self) {
        if self.0.sight.get() != Sight::Lost {
            return;
        }
        self.0.sight.set(Sight::Coming);
        let (link, round) = (self.clone(), self.0.round.get());
        spawn_local(async move {
            TimeoutFuture::new(READ_FIRST_MS).await;
            if link.goes_on(round) && link.0.sight.get() == Sight::Coming {
                link.has_read();
                link.push();
            }
        });
    }

    /// What was asked for is awaited no more.
    pub(super) fn looks_away(&self) {
        if self.0.sight.get() == Sight::Coming {
            self.lost_sight();
        }
    }

    /// Everything up to now is read.
    pub(super) fn has_read(&self) {
        self.0.sight.set(Sight::Clear);
    }

    pub(super) fn lost_sight(&self) {
        self.0.sight.set(Sight::Lost);
    }

    /// A server that is there and has no page may still take acts.
    pub(super) fn no_page_comes(&self, failure: &Failure) {
        if !matches!(failure, Failure::Unreachable) && self.0.sight.get() == Sight::Coming {
            self.has_read();
            self.push();
        }
    }
}
