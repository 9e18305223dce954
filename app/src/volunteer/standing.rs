//! Where the work of this tablet stands: sent, on its way, kept here, not taken.
//!
//! Not here: sending (`link`), the queue of an officer (`inbox`).
//! Invariant: nothing is called sent while it lies here, and a citizen whom the counter does not know of is not told to wait.

use leptos::prelude::*;
use shared::id::DossierId;
use shared::lang::{Word, word};
use shared::sync::notice::Item;

use crate::desk::Desk;
use crate::text::say;
use crate::ui::sync_badge::{SyncMark, SyncState, SyncView};

const SENT: Word = word("Đã gửi tới quầy", "Sent to the counter");
const INVITE: Word = word(
    "Mời cô, bác ngồi chờ. Quầy sẽ gọi tên, kiểm tra giấy tờ và in giấy hẹn.",
    "Please take a seat. The counter will call the name, check the papers and print the slip.",
);
const KEPT: Word = word(
    "Đã ghi trên máy, chưa gửi được: đưa cô, bác tới quầy ngay",
    "Kept on this tablet, not sent: take the citizen to the counter now",
);
const UNKNOWN: Word = word(
    "Quầy chưa thấy hồ sơ này. Có mạng, máy tự gửi.",
    "The counter does not see this application yet. It is sent by itself once there is a network.",
);
const GOING: Word = word("Đang gửi tới quầy…", "On its way to the counter…");
const STAY: Word = word("Đợi màn hình báo đã gửi.", "Wait until the screen says that it is sent.");
const REFUSED: Word = word(
    "Quầy không nhận được: đưa cô, bác tới quầy ngay",
    "The counter could not take it: take the citizen there now",
);
const ANEW: Word = word(
    "Máy chủ không ghi hồ sơ này; quầy nhận lại từ đầu.",
    "The server did not record this application; the counter begins it anew.",
);

/// What has become of what was handed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// The network stands and the server has not answered yet.
    Going,
    /// It lies on this tablet until there is a network, or a login.
    Kept,
    Arrived,
    Refused,
}

/// Follows the queue and the network.
pub fn fate(desk: Desk, id: DossierId) -> Fate {
    let (waits, refused) = desk.select(|client| {
        let of_it = |item: &Item| item.about.is_some_and(|about| about.dossier == id);
        (client.is_waiting(id), client.items().iter().any(|item| of_it(item) && item.outcome.is_refused()))
    });
    match (waits, desk.sync().state) {
        (true, SyncState::Offline | SyncState::Stuck) => Fate::Kept,
        (true, SyncState::Waiting | SyncState::AllSent) => Fate::Going,
        (false, _) if refused => Fate::Refused,
        (false, _) => Fate::Arrived,
    }
}

impl Fate {
    /// What to do now, and why.
    const fn words(self) -> (Word, Word) {
        match self {
            Fate::Going => (GOING, STAY),
            Fate::Kept => (KEPT, UNKNOWN),
            Fate::Arrived => (SENT, INVITE),
            Fate::Refused => (REFUSED, ANEW),
        }
    }
}

/// The heading of the last step, which turns by itself once the application has arrived.
pub fn heading(desk: Desk, id: Option<DossierId>) -> impl IntoView {
    let fate = Memo::new(move |_| id.map_or(Fate::Arrived, |id| fate(desk, id)));
    let bad = move || matches!(fate.get(), Fate::Kept | Fate::Refused);
    view! {
        <div class="flow" role="status">
            <h1 tabindex="-1" class:late=bad>{say(move |lang| fate.get().words().0.of(lang).to_owned())}</h1>
            <p>{say(move |lang| fate.get().words().1.of(lang).to_owned())}</p>
        </div>
    }
}

/// That something waits or that there is no network; nothing where all is well. Verdicts are for the counter to look at.
pub fn mark(desk: Desk) -> impl IntoView {
    let sync = Memo::new(move |_| SyncView { unread: 0, ..desk.sync() });
    let shown = Memo::new(move |_| sync.with(|sync| sync.state != SyncState::AllSent));
    move || shown.get().then(|| view! { <SyncMark sync /> })
}
