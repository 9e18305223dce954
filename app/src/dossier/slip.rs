//! Giấy tiếp nhận và hẹn trả: two copies, ready to print.
//!
//! Not here: the words on it (`shared::dossier::slip`).
//! Invariant: what is printed is what the record says; it prints without a network.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map, use_query_map};
use shared::dossier::slip;
use shared::id::DossierId;
use shared::lang::{Word, word};

use super::far;
use crate::desk::use_desk;
use crate::keys::use_key;
use crate::text::t;
use crate::ui::button::Keys;
use crate::ui::choice::Tick;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sheet::Paper;
use crate::ui::state::Empty;

const PRINT: Word = word("In giấy hẹn", "Print the slip");
const OPEN: Word = word("Mở hồ sơ", "Open the dossier");
const NEXT: Word = word("Nhận hồ sơ tiếp", "Receive the next");
const TITLE: Word = word("Giấy hẹn", "The slip");
const PAIR: Word = word("Hai liên trên một tờ A4", "Both copies on one A4");
const NONE: Word = word(
    "Hồ sơ này chưa được tiếp nhận nên chưa có giấy hẹn.",
    "This dossier is not received yet, so it has no slip.",
);

/// The id in the address.
pub fn dossier_id() -> Memo<Option<DossierId>> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("id").and_then(|id| id.parse().ok()).map(DossierId))
}

#[component]
pub fn SlipPage() -> impl IntoView {
    let desk = use_desk();
    let id = dossier_id();
    let print = move || {
        // A browser that cannot print says so itself.
        let _ = window().print();
    };
    use_key("p", PRINT, print);
    // Right after a reception the printer's dialog opens by itself, once: the address forgets it before that, so
    // that a page opened again does not print again.
    if use_query_map().read_untracked().get("in").is_some() {
        let path = use_location().pathname.get_untracked();
        use_navigate()(&path, NavigateOptions { replace: true, scroll: false, ..Default::default() });
        set_timeout(print, std::time::Duration::from_millis(300));
    }
    let found = far::find(desk, id);
    let pair = RwSignal::new(false);
    // The address under which this office's pages are open is the one that the citizen's phone asks.
    let base = window().location().origin().unwrap_or_default();
    let href = move || id.get().map(|id| format!("/ho-so/{id}")).unwrap_or_default();
    view! {
        <div class="line screen-only">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <button class="btn btn--primary" type="button" on:click=move |_| print()><Icon glyph=Glyph::Print />{t(PRINT)}" "<Keys keys="p" /></button>
            <a class="btn" href="/nhan"><Icon glyph=Glyph::Receive />{t(NEXT)}" "<Keys keys="n" /></a>
            <a class="btn" href=href>{t(OPEN)}</a>
            <Tick label=PAIR value=pair />
        </div>
        {move || {
            let found = found.get();
            let Some(dossier) = found.shown() else { return far::absent(found) };
            match slip::sheet(&desk.ward(), dossier, &base) {
                None => view! { <Empty says=NONE /> }.into_any(),
                Some(sheet) => view! {
                    <section class="paper-desk" tabindex="0" aria-label=t(TITLE)
                        data-pair=move || pair.get().then_some("")>
                        {sheet.copies.clone().into_iter().map(|copy| view! { <Paper sheet=sheet.clone() copy /> }).collect_view()}
                    </section>
                }.into_any(),
            }
        }}
    }
}
