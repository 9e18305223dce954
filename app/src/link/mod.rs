//! The network: pushes what waits, pulls what changed, and never gives up.
//!
//! Not here: what an answer changes (`shared::sync::client`), what a page may ask (`desk`).
//! Invariant: nothing but a stored outcome takes an act out of the queue; one tab talks, the others read what
//! it kept.

pub mod http;
mod tabs;

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::Dossier;
use shared::limits;
use shared::sync::client::Write;
use shared::sync::wire::{PullReply, PushReply};

use crate::desk::Desk;
use http::Failure;
pub use tabs::Tabs;

const PUSH_TIME: Duration = Duration::from_secs(30);
/// Longer than the server holds a pull.
const PULL_TIME: Duration = Duration::from_secs(45);
const BACKOFF_FIRST_MS: u32 = 1_000;
const BACKOFF_MAX_MS: u32 = 60_000;

/// How the network stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum LinkState {
    #[default]
    Starting,
    Online,
    Offline,
    /// A person has to do something: the sentence says what.
    Stuck(shared::lang::Sentence),
}

/// The link of one login. Dropped and made anew at every login.
#[derive(Clone, Copy)]
pub struct Link {
    desk: Desk,
    state: RwSignal<LinkState>,
    pushing: StoredValue<bool>,
    /// Pulls of an older generation end by themselves.
    generation: StoredValue<u32>,
    failures: StoredValue<u32>,
    tabs: StoredValue<Option<Tabs>, LocalStorage>,
}

impl Link {
    pub fn new(desk: Desk, state: RwSignal<LinkState>) -> Link {
        Link {
            desk,
            state,
            pushing: StoredValue::new(false),
            generation: StoredValue::new(0),
            failures: StoredValue::new(0),
            tabs: StoredValue::new_local(None),
        }
    }

    /// Begins to talk, as soon as this tab is the one that may.
    pub fn start(self) {
        let tabs =
            Tabs::open(move || self.kick(), move || spawn_local(async move { self.desk.reload().await }));
        self.tabs.set_value(Some(tabs));
        for name in ["online", "focus"] {
            let listener = window_event_listener_untyped(name, move |_| self.kick());
            on_cleanup(move || listener.remove());
        }
        let offline = window_event_listener_untyped("offline", move |_| self.state.set(LinkState::Offline));
        on_cleanup(move || offline.remove());
    }

    pub fn stop(self) {
        self.generation.update_value(|g| *g += 1);
        self.tabs.update_value(|tabs| drop(tabs.take()));
    }

    fn leads(self) -> bool {
        self.tabs.with_value(|tabs| tabs.as_ref().is_some_and(Tabs::leads))
    }

    /// Tells the other tabs that something was kept.
    pub fn tell(self) {
        self.tabs.with_value(|tabs| tabs.iter().for_each(Tabs::tell));
    }

    /// Tries the network now, with no regard to failures before.
    pub fn kick(self) {
        if !self.leads() {
            return;
        }
        self.failures.set_value(0);
        self.push();
        self.generation.update_value(|g| *g += 1);
        let generation = self.generation.get_value();
        spawn_local(async move { self.pull(generation).await });
    }

    /// Sends what waits, if this tab may and is not at it already.
    pub fn push(self) {
        if !self.leads() || self.pushing.get_value() {
            return;
        }
        self.pushing.set_value(true);
        spawn_local(async move {
            while let Some(push) = self.desk.next_push() {
                let answer = http::post::<PushReply>("/api/push", &push, PUSH_TIME).await;
                match answer {
                    Ok(reply) => {
                        if !self.take_push(&reply).await {
                            break;
                        }
                    }
                    Err(failure) => {
                        self.failed(&failure);
                        self.push_later();
                        break;
                    }
                }
            }
            self.pushing.set_value(false);
        });
    }

    /// Whether to go on with the next push.
    async fn take_push(self, reply: &PushReply) -> bool {
        match reply {
            PushReply::Done { .. } | PushReply::Gap { .. } => {
                let writes = self.desk.client(|client| client.on_push_reply(reply));
                if writes.is_empty() {
                    return false;
                }
                if !self.desk.keep(writes).await {
                    return false;
                }
                self.state.set(LinkState::Online);
                self.desk.sent_now();
                self.tell();
                true
            }
            // The pull brings the new epoch and what to send again.
            PushReply::Epoch { .. } => false,
            PushReply::Fork { n } => {
                self.state.set(LinkState::Stuck(shared::lang::Sentence::new(
                    format!("Việc số {n} đã được gửi từ một bản sao của máy này. Đăng xuất, đăng nhập lại để đăng ký máy mới."),
                    format!("Act {n} was sent from a copy of this device. Log out and in again to enrol it anew."),
                )));
                false
            }
            PushReply::Upgrade { .. } => {
                self.state.set(LinkState::Stuck(shared::lang::Sentence::new(
                    "Máy chủ đã có bản mới. Tải lại trang để cập nhật; việc chưa gửi vẫn còn.",
                    "The server is newer. Reload to update; unsent work stays.",
                )));
                false
            }
        }
    }

    async fn pull(self, generation: u32) {
        let mut wait = 0;
        while self.generation.get_value() == generation && self.leads() {
            let ask = self.desk.client(|client| client.pull_ask(wait));
            let path = format!(
                "/api/pull?epoch={}&cursor={}&seen_n={}&wait={}&waiting={}",
                ask.epoch, ask.cursor, ask.seen_n, ask.wait, ask.waiting
            );
            let answer = http::get::<PullReply<Dossier>>(&path, PULL_TIME).await;
            if self.generation.get_value() != generation {
                return;
            }
            match answer {
                Ok(reply) => {
                    self.failures.set_value(0);
                    self.state.set(LinkState::Online);
                    wait = if reply.more { 0 } else { limits::PULL_WAIT_SECONDS_MAX };
                    self.take_pull(reply).await;
                }
                Err(failure) => {
                    self.failed(&failure);
                    if matches!(failure, Failure::LoggedOut) {
                        return;
                    }
                    wait = 0;
                    TimeoutFuture::new(self.pause_ms()).await;
                }
            }
        }
    }

    async fn take_pull(self, reply: PullReply<Dossier>) {
        self.desk.server_said(reply.now, reply.ward_version);
        let changed = !reply.records.is_empty() || !reply.outcomes.is_empty() || !reply.gone.is_empty();
        let writes: Vec<Write> = self.desk.client(|client| client.on_pull_reply(reply));
        let brought_back = writes.iter().any(|write| matches!(write, Write::Enqueue(_)));
        if !self.desk.keep(writes).await {
            // What could not be kept is asked for again.
            TimeoutFuture::new(self.pause_ms()).await;
            return;
        }
        if changed {
            self.tell();
        }
        if brought_back {
            self.push();
        }
    }

    fn failed(self, failure: &Failure) {
        self.failures.update_value(|n| *n = n.saturating_add(1));
        match failure {
            Failure::Unreachable => self.state.set(LinkState::Offline),
            Failure::LoggedOut => {
                self.state.set(LinkState::Stuck(failure.sentence()));
                self.desk.session_over();
            }
            Failure::Said { said, .. } => self.state.set(LinkState::Stuck(said.clone())),
        }
    }

    fn push_later(self) {
        let pause = Duration::from_millis(u64::from(self.pause_ms()));
        set_timeout(move || self.push(), pause);
    }

    /// Full jitter below a capped, doubling limit: a ward's devices do not come back all at once.
    fn pause_ms(self) -> u32 {
        let doubled = BACKOFF_FIRST_MS << self.failures.get_value().min(6);
        let limit = f64::from(doubled.min(BACKOFF_MAX_MS));
        (f64::from(BACKOFF_FIRST_MS) / 2.0 + js_sys::Math::random() * limit) as u32
    }
}
