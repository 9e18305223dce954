//! Which tab talks, and when: the turn, the browser's hints about the network, a page that is put aside.
//!
//! Not here: the lock (`tabs`), what is said to the server (`link`).
//! Invariant: a tab that nobody sees or that stands still never keeps the others from talking.

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use leptos::prelude::*;
use shared::lang::{Word, word};

use super::lead::{self, Watch};
use super::tabs::{Ask, Told, Turn, Way};
use super::{Link, LinkState};

const STUCK_ELSEWHERE: Word = word(
    "Chưa gửi được: thẻ khác của Một Cửa trên máy này đang nói vì sao. Mở thẻ ấy để xem.",
    "Nothing can be sent: another tab of Một Cửa on this device says why. Open that one.",
);

impl Link {
    /// Begins to talk, as soon as this tab is the one that may.
    pub fn start(&self) {
        self.ask_turn(Ask::InTurn);
        // What a browser says about the network is only a hint: the answer to it is to try.
        let window = window();
        let document = document();
        let link = self.clone();
        let ear = |on: &web_sys::EventTarget, name: &'static str, hear: fn(&Link)| {
            let link = link.clone();
            EventListener::new(on, name, move |_| hear(&link))
        };
        self.0.ears.replace(vec![
            ear(&window, "online", Link::look),
            ear(&window, "offline", Link::look),
            ear(&window, "focus", Link::look),
            ear(&document, "visibilitychange", |link| {
                if is_visible() { link.look() } else { link.0.desk.release() }
            }),
            // A page that is put aside must not hold the turn.
            ear(&window, "pagehide", Link::rest),
            ear(&document, "freeze", Link::rest),
            ear(&window, "pageshow", Link::rise),
            ear(&document, "resume", Link::rise),
        ]);
        let link = self.clone();
        let watching = Interval::new(lead::ASK_SECONDS * 1_000, move || link.watch());
        self.0.watching.replace(Some(watching));
    }

    fn ask_turn(&self, ask: Ask) {
        let (came, gone) = (self.clone(), self.clone());
        let turn = Turn::ask(ask, move || came.kick(), move || gone.was_taken());
        drop(self.0.turn.replace(Some(turn)));
    }

    /// Another tab took the turn while this one was silent.
    fn was_taken(&self) {
        if self.0.alive.get() {
            self.quiet();
            self.ask_turn(Ask::InTurn);
        }
    }

    fn rest(&self) {
        self.quiet();
        // Whoever comes back after hours reads first.
        self.lost_sight();
        drop(self.0.turn.take());
    }

    fn rise(&self) {
        if self.0.alive.get() && self.0.turn.borrow().is_none() {
            self.ask_turn(Ask::InTurn);
        }
    }

    /// A tab that is looked at, or that sees acts wait for long, asks whether the one with the turn still lives.
    fn watch(&self) {
        let mut watch = self.0.watch.get();
        let cares = is_visible() || self.acts_wait_long();
        if self.leads() || self.0.turn.borrow().is_none() || !cares {
            watch.reset();
        } else if watch.is_silent(crate::desk::clock()) {
            watch.reset();
            self.ask_turn(Ask::Now);
        } else {
            self.0.desk.tell(Told::Asks);
        }
        self.0.watch.set(watch);
    }

    /// Another tab asks who has the turn.
    pub fn asked(&self) {
        if self.leads() {
            self.0.desk.tell(Told::Talks(self.0.state.with_untracked(way)));
        }
    }

    /// The tab with the turn has answered: what it knows of the network stands here too.
    pub fn answered(&self, way: Way) {
        self.0.watch.set(Watch::default());
        let state = match way {
            Way::Unknown => return,
            Way::Online => LinkState::Online,
            Way::Offline => LinkState::Offline,
            Way::Login => LinkState::LoggedOut,
            Way::Stuck => LinkState::Stuck(STUCK_ELSEWHERE.into()),
        };
        if !self.leads() && self.0.state.with_untracked(|known| *known != state) {
            self.0.state.set(state);
        }
    }

    /// Another tab wants the network to be tried.
    pub fn tried(&self) {
        if self.leads() {
            self.kick();
        }
    }

    pub(super) fn leads(&self) -> bool {
        self.0.turn.borrow().as_ref().is_some_and(Turn::is_mine)
    }
}

fn way(state: &LinkState) -> Way {
    match state {
        LinkState::Starting => Way::Unknown,
        LinkState::Online => Way::Online,
        LinkState::Offline => Way::Offline,
        LinkState::LoggedOut | LinkState::Forked => Way::Login,
        LinkState::Stuck(_) => Way::Stuck,
    }
}

fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}
