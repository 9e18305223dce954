//! Nộp trực tuyến: whether citizens can apply from afar, and the button that opens or closes the door.
//!
//! Not here: what the door is (`shared::door`).
//! Invariant: everybody reads how it stands; the administrator changes it, with a network.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Word, word};
use shared::officer::Right;

use crate::desk::{Desk, Trouble, use_desk};
use crate::text::t;
use crate::ui::state::Failed;

pub(super) const TITLE: Word = word("Nộp trực tuyến", "Applications online");
const OPEN: Word = word(
    "Đang mở: công dân nộp hồ sơ từ xa được; phường trả lời trong 08 giờ làm việc.",
    "Open: citizens can apply from afar; the ward answers within 8 working hours.",
);
const CLOSED: Word = word(
    "Đang đóng: công dân đọc thủ tục và tra cứu được, nộp thì phải tới quầy.",
    "Closed: citizens can read procedures and look up dossiers, and apply at the counter.",
);
const TO_OPEN: Word = word("Mở", "Open");
const TO_CLOSE: Word = word("Đóng", "Close");

#[component]
pub fn DoorRegion() -> impl IntoView {
    let desk = use_desk();
    let keeps = desk.has(Right::Keep);
    let is_open = Memo::new(move |_| desk.ward().door().is_some());
    view! {
        <section class="region flow" id="cua">
            <header><h2>{t(TITLE)}</h2></header>
            <p>{move || if is_open.get() { t(OPEN)() } else { t(CLOSED)() }}</p>
            {keeps.then(|| button(desk, is_open))}
        </section>
    }
}

pub(super) fn button(desk: Desk, is_open: Memo<bool>) -> impl IntoView {
    let (busy, said) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let press = move |_| {
        said.set(None);
        busy.set(true);
        let ward = desk.ward().with_door(!is_open.get_untracked());
        spawn_local(async move {
            if let Err(trouble) = desk.save_ward(ward).await {
                said.try_set(Some(trouble));
            }
            busy.try_set(false);
        });
    };
    view! {
        <p><button class="btn" type="button" disabled=move || busy.get() on:click=press>
            {move || if is_open.get() { t(TO_CLOSE)() } else { t(TO_OPEN)() }}
        </button></p>
        {move || said.get().map(|trouble| view! { <Failed said=trouble.sentence() /> })}
    }
}
