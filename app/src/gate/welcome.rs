//! The first reading of the ward's dossiers on a new device: a step of its own, with a count and a way on.
//!
//! Not here: the reading (`link`).
//! Invariant: nobody is held up: receiving works before everything is read.

use leptos::prelude::*;
use shared::lang::{Lang, Word, number, word};

use crate::desk::use_desk;
use crate::text::{say, t};

const TITLE: Word = word("Chuẩn bị máy này", "Getting this device ready");
const WHY: Word = word(
    "Đang chép hồ sơ của phường về máy, để lần sau mở được cả khi mất mạng.",
    "The ward's dossiers are copied to this device, so that it opens without a network from now on.",
);
const OFFLINE: Word = word(
    "Đang mất mạng. Việc chép tự chạy tiếp khi có mạng; hồ sơ mới vẫn nhận được.",
    "There is no network. Copying goes on by itself; new dossiers can be received.",
);
const GO: Word = word("Vào làm ngay", "Start working now");

#[component]
pub fn FirstReading() -> impl IntoView {
    let desk = use_desk();
    let read = move || desk.first_reading().unwrap_or_default();
    let of = desk.gate.dossiers;
    view! { <FirstReadingView read=Signal::derive(read) of=of.into() offline=Signal::derive(move || desk.is_offline())
    go=Callback::new(move |()| desk.skip_first_reading()) /> }
}

#[component]
pub fn FirstReadingView(
    read: Signal<usize>,
    /// All of them, where the server has counted.
    of: Signal<Option<u32>>,
    offline: Signal<bool>,
    go: Callback<()>,
) -> impl IntoView {
    let count = move |lang: Lang| progress(read.get(), of.get(), lang);
    // Dossiers that changed while they were read come twice or late: the bar never says more than all.
    let most = move || of.get().map(|of| of.max(1).to_string());
    let done = move || of.get().map(|of| read.get().min(of as usize).to_string());
    view! {
        <main class="gate" id="main">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <p>{t(WHY)}</p>
            <div role="status">
                <progress class="state__bar" aria-label=t(TITLE) max=most value=done></progress>
                <p class="quiet">{say(count)}</p>
            </div>
            {move || offline.get().then(|| view! { <p class="note note--soon" role="status">{t(OFFLINE)}</p> })}
            <p><button class="btn" type="button" on:click=move |_| go.run(())>{t(GO)}</button></p>
        </main>
    }
}

/// `Đang tải hồ sơ: 1.200 / 5.000`
pub fn progress(read: usize, of: Option<u32>, lang: Lang) -> String {
    let n = |n: usize| number(lang, i64::try_from(n).unwrap_or(i64::MAX));
    let all = of.map(|of| n((of as usize).max(read)));
    match (lang, all) {
        (Lang::Vi, Some(all)) => format!("Đang tải hồ sơ: {} / {all}", n(read)),
        (Lang::Vi, None) => format!("Đang tải hồ sơ: {}", n(read)),
        (Lang::En, Some(all)) => format!("Reading dossiers: {} / {all}", n(read)),
        (Lang::En, None) => format!("Reading dossiers: {}", n(read)),
    }
}
