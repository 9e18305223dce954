//! What waits goes up, in order, and the answers come in.
//!
//! Not here: what an answer changes (`shared::sync::client`), whether a page comes first (`first`).
//! Invariant: one push at a time; what was not answered is sent again.

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::Sentence;
use shared::sync::read::pushed;
use shared::sync::wire::{Push, PushReply};

use super::http::{Ask, Failure};
use super::tabs::Told;
use super::{Link, LinkState};

const PUSH_TIME: Duration = Duration::from_secs(30);

impl Link {
    /// The next acts, as far as the server takes them.
    fn next_push(&self) -> Option<Push> {
        let mut push = self.0.desk.next_push()?;
        if let Some(forked_at) = self.0.forked_at.get() {
            let known = usize::try_from(forked_at.saturating_sub(push.first_n)).unwrap_or(usize::MAX);
            if known == 0 {
                self.fork();
                return None;
            }
            push.acts.truncate(known);
        }
        Some(push)
    }

    pub fn push(&self) {
        if !self.0.alive.get() || self.0.pushing.get() || self.paused() || self.reads_first() {
            return;
        }
        self.0.pushing.set(true);
        let link = self.clone();
        spawn_local(async move {
            link.push_all().await;
            link.0.pushing.set(false);
        });
    }

    async fn push_all(&self) {
        if !self.make_way().await {
            return self.push_later();
        }
        loop {
            self.0.desk.catch_up().await;
            let Some(push) = self.next_push().filter(|_| self.0.alive.get()) else { break };
            let answer = self.send(&push).await;
            if !self.0.alive.get() {
                return;
            }
            match answer {
                Ok(reply) => {
                    if !self.take_push(&push, &reply).await {
                        return;
                    }
                }
                Err(failure) => {
                    self.failed(&failure);
                    self.push_later();
                    return;
                }
            }
        }
        self.push_when_thought();
    }

    /// What may still be taken back goes as soon as it may not.
    fn push_when_thought(&self) {
        let Some(millis) = self.0.desk.held_millis() else { return };
        let link = self.clone();
        spawn_local(async move {
            TimeoutFuture::new(u32::try_from(millis).unwrap_or_default()).await;
            if link.0.alive.get() {
                link.push();
            }
        });
    }

    /// As columns, or plainly to a server that does not take them.
    async fn send(&self, push: &Push) -> Result<PushReply, Failure> {
        let ask = || Ask::of("/api/push", PUSH_TIME).writer(self.0.writer);
        if !self.0.plain.get() {
            match ask().post_columns(push).await {
                Some(Err(Failure::Said { status: 415, .. })) => self.0.plain.set(true),
                Some(answer) => return answer,
                None => {}
            }
        }
        ask().post_packed(push, pushed).await
    }

    /// Whether to go on with the next push.
    async fn take_push(&self, push: &Push, reply: &PushReply) -> bool {
        match reply {
            // Asked before a restore of the server: it says nothing about what waits now.
            PushReply::Done { .. } | PushReply::Gap { .. }
                if !self.0.desk.client(|client| client.awaits(push)) =>
            {
                true
            }
            PushReply::Done { .. } | PushReply::Gap { .. } => {
                let writes = self.0.desk.client(|client| client.on_push_reply(reply));
                if writes.is_empty() {
                    return match reply {
                        PushReply::Gap { expect } => self.fill_gap(*expect).await,
                        PushReply::Done { .. }
                        | PushReply::Fork { .. }
                        | PushReply::Epoch { .. }
                        | PushReply::Upgrade { .. } => false,
                    };
                }
                if !self.0.desk.keep(self.0.writer, writes).await || !self.0.alive.get() {
                    self.push_later();
                    return false;
                }
                self.went_well();
                self.0.desk.sent_now();
                self.0.desk.tell(Told::Kept);
                true
            }
            // The pull brings the new epoch, and what to send again.
            PushReply::Epoch { .. } => {
                self.pull_anew();
                false
            }
            // Acts before it are the server's already: asked for alone, they are confirmed.
            PushReply::Fork { n } if *n > push.first_n => {
                self.0.forked_at.set(Some(*n));
                true
            }
            PushReply::Fork { .. } => {
                self.fork();
                false
            }
            PushReply::Upgrade { .. } => {
                self.0.state.set(LinkState::Stuck(Sentence::new(
                    "Máy chủ đã có bản mới. Tải lại trang để cập nhật; việc chưa gửi vẫn còn.",
                    "The server is newer. Reload to update; unsent work stays.",
                )));
                false
            }
        }
    }

    /// The server wants an act that this tab does not know of: another tab kept it, or the device has it no more. Says
    /// whether to go on. Under a new writer nothing is missing.
    async fn fill_gap(&self, expect: u64) -> bool {
        self.0.desk.reload().await;
        if !self.0.alive.get() {
            return false;
        }
        if self.0.desk.client(|client| client.holds(expect)) {
            return true;
        }
        if self.holds_sealed(expect).await {
            self.way_is_blocked();
            return self.make_way().await;
        }
        if self.0.desk.client(|client| client.lacks(expect)) {
            self.fork();
        } else {
            // Said long ago.
            self.push_later();
        }
        false
    }

    pub(super) fn push_later(&self) {
        let (link, round) = (self.clone(), self.0.round.get());
        let pause = self.pause_ms();
        spawn_local(async move {
            TimeoutFuture::new(pause).await;
            if link.goes_on(round) {
                link.push();
            }
        });
    }
}
