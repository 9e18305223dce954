//! Việc có thể đã mất: which numbers of which device went with a cleared storage.
//!
//! Not here: how a device notices (`store::tripwire`), what the server keeps of it.
//! Invariant: it stays until somebody says that the slips were compared; what has arrived meanwhile is not in it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;
use shared::lang::{Sentence, Word, word};
use shared::sync::lost::{Missing, StorageLost};
use shared::ward::Ward;

use crate::desk::use_desk;
use crate::text::t;
use crate::ui::state::Failed;

const TITLE: Word = word("Việc có thể đã mất", "Acts that may be lost");
const WHAT: Word = word(
    "Bộ nhớ trình duyệt của máy bị xóa khi các việc này chưa gửi. Đối chiếu giấy hẹn đã in và sổ giấy; hồ sơ nào thiếu thì tiếp nhận lại.",
    "The device's browser storage was cleared before these were sent. Compare with the printed slips and the paper book; receive again what is missing.",
);
const COMPARED: Word = word("Đã đối chiếu", "Compared");

/// `Quầy 1 (máy 3): việc số 58–61 của Phạm Thị Kim Oanh. Báo lúc 15:42 24/11/2026.`
pub(super) fn which(ward: &Ward, missing: &Missing) -> Sentence {
    let StorageLost { writer, last, .. } = missing.lost;
    let numbers = if missing.from == last { last.to_string() } else { format!("{}–{last}", missing.from) };
    let (author, told) = (ward.name_of(writer.officer), missing.told.clock_and_day());
    let (label, device) = (&missing.device, writer.device);
    let acts = if missing.from == last { "act" } else { "acts" };
    Sentence::new(
        format!("{label} (máy {device}): việc số {numbers} của {author}. Báo lúc {told}."),
        format!("{label} (device {device}): {acts} {numbers} of {author}. Reported at {told}."),
    )
}

pub(super) fn list(ward: &Ward, all: &[Missing], settle: Callback<StorageLost>) -> impl IntoView + use<> {
    let row = |missing: &Missing| {
        let (said, lost) = (which(ward, missing), missing.lost);
        view! {
            <li class="line"><span class="grow">{t(said)}</span>
                <button class="btn" type="button" on:click=move |_| settle.run(lost)>{t(COMPARED)}</button></li>
        }
    };
    let rows = all.iter().map(row).collect_view();
    view! {
        <section class="region flow">
            <header><h2>{t(TITLE)}</h2></header>
            <p class="note note--late">{t(WHAT)}</p>
            <ul class="rows">{rows}</ul>
        </section>
    }
}

/// Where nothing is missing, nothing is shown.
#[component]
pub fn LostRegion(#[prop(into)] lost: Signal<Vec<Missing>>, done: Callback<()>) -> impl IntoView {
    let desk = use_desk();
    let failed = RwSignal::new(None::<Sentence>);
    let settle = Callback::new(move |lost: StorageLost| {
        spawn_local(async move {
            match desk.post_json::<IgnoredAny>("/api/lost/settle", &lost).await {
                Ok(_) => done.run(()),
                Err(trouble) => drop(failed.try_set(Some(trouble.sentence()))),
            }
        });
    });
    move || {
        let all = lost.get();
        (!all.is_empty()).then(|| {
            view! {
                {list(&desk.ward(), &all, settle)}
                {move || failed.get().map(|said| view! { <Failed said /> })}
            }
        })
    }
}
