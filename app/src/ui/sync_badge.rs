//! Where one's work is: four states, always with a number, a way to the queue.
//!
//! Not here: the queue (`inbox`).
//! Invariant: green only when nothing waits and nothing is unread; offline is grey, never red.

use leptos::prelude::*;
use shared::lang::{Lang, Word, counted, word};
use shared::moment::Moment;

use super::icon::{Glyph, Icon};
use crate::text::say;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SyncState {
    AllSent,
    #[default]
    Waiting,
    Offline,
    /// The server wants something of a person: log in again, update, look.
    Stuck,
}

/// What the badge knows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SyncView {
    pub state: SyncState,
    /// Acts on this device that the server has not judged.
    pub waiting: usize,
    /// Scans that have not reached the server.
    pub scans: usize,
    /// Acts that somebody else has left on this device.
    pub others: usize,
    /// Outcomes that the author has not looked at.
    pub unread: usize,
    pub last_sent: Option<Moment>,
    pub oldest_waiting: Option<Moment>,
}

const ALL_SENT: Word = word("Máy này đã gửi hết", "Everything is sent");
const OFFLINE: Word = word("Đang mất mạng", "No network");
const STUCK: Word = word("Chưa gửi được", "Cannot send");

impl SyncView {
    fn head(&self, lang: Lang) -> String {
        let waiting = match lang {
            Lang::Vi => format!("{} việc chờ gửi", self.waiting),
            Lang::En => format!("{} waiting to be sent", self.waiting),
        };
        let unread = match lang {
            Lang::Vi => format!("{} việc chờ xem kết quả", self.unread),
            Lang::En => format!("{} to look at", self.unread),
        };
        let scans = match lang {
            Lang::Vi => format!("{} bản chụp chờ gửi", self.scans),
            Lang::En => counted(self.scans, "scan waiting to be sent", "scans waiting to be sent"),
        };
        let others = match lang {
            Lang::Vi => format!("{} việc của người trước chờ gửi", self.others),
            Lang::En => format!("{} left here by others", self.others),
        };
        match (self.state, self.waiting, self.unread) {
            (SyncState::AllSent, _, 0) => ALL_SENT.of(lang).to_owned(),
            (SyncState::AllSent, _, _) => unread,
            (SyncState::Waiting, 0, _) if self.scans > 0 => scans,
            (SyncState::Waiting, 0, _) if self.others > 0 => others,
            (SyncState::Waiting, ..) => waiting,
            (SyncState::Offline, 0, _) if self.scans > 0 => format!("{}, {scans}", OFFLINE.of(lang)),
            (SyncState::Offline, 0, _) if self.others > 0 => format!("{}, {others}", OFFLINE.of(lang)),
            (SyncState::Offline, 0, _) => OFFLINE.of(lang).to_owned(),
            (SyncState::Offline, ..) => format!("{}, {waiting}", OFFLINE.of(lang)),
            (SyncState::Stuck, ..) => format!("{}, {waiting}", STUCK.of(lang)),
        }
    }

    fn about(&self, lang: Lang) -> String {
        match self.last_sent {
            Some(at) => format!("{} {}", lang.pick("Gửi lần cuối", "Last sent"), at.clock()),
            None if self.waiting + self.others > 0 => {
                lang.pick("Chưa gửi lần nào", "Nothing sent yet").to_owned()
            }
            // Above it stands what is to be read.
            None if self.unread > 0 => ALL_SENT.of(lang).to_owned(),
            None => lang.pick("Chưa có việc nào phải gửi", "No work to send so far").to_owned(),
        }
    }

    fn css(&self) -> &'static str {
        match (self.state, self.unread) {
            (SyncState::AllSent, 0) => "all-sent",
            (SyncState::AllSent, _) | (SyncState::Waiting, _) => "waiting",
            (SyncState::Offline, _) => "offline",
            (SyncState::Stuck, _) => "stuck",
        }
    }
}

#[component]
pub fn SyncBadge(#[prop(into)] sync: Signal<SyncView>) -> impl IntoView {
    view! {
        <a class="sync" href="/viec" title=say(move |lang| sync.with(|s| s.head(lang))) data-state=move || sync.with(SyncView::css)
            data-n=move || sync.with(|s| s.waiting + s.others + s.unread)>
            {words(sync)}
        </a>
    }
}

/// The same where there is no queue to go to.
#[component]
pub fn SyncMark(#[prop(into)] sync: Signal<SyncView>) -> impl IntoView {
    view! { <p class="sync" role="status" data-state=move || sync.with(SyncView::css)>{words(sync)}</p> }
}

fn words(sync: Signal<SyncView>) -> impl IntoView {
    let glyph = move || match sync.with(SyncView::css) {
        "all-sent" => Glyph::Ok,
        "offline" => Glyph::Off,
        "stuck" => Glyph::Late,
        _ => Glyph::Sync,
    };
    view! {
        {move || view! { <Icon glyph=glyph() /> }}
        <span><b>{say(move |lang| sync.with(|s| s.head(lang)))}</b>{say(move |lang| sync.with(|s| s.about(lang)))}</span>
    }
}
