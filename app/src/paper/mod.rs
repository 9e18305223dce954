//! Giấy tờ: every paper of a dossier, ready to print.
//!
//! Not here: the words on it (`shared::paper`), how it looks (`ui::sheet`).
//! Invariant: what is printed is what the record says; it prints without a network. Each print says when and by whom it
//! was made: two prints of one paper are told apart, and none claims to be the first.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map, use_query_map};
use shared::lang::{Lang, Word, word};
use shared::moment::Moment;
use shared::paper::{self, PaperOf};
use shared::sheet::Sheet;

use crate::archive::{Way, archive};
use crate::desk::{origin, use_desk};
use crate::dossier::detail::prints::{label, links};
use crate::dossier::far;
use crate::keys::use_key;
use crate::text::{say, t};
use crate::ui::button::Keys;
use crate::ui::choice::Tick;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sheet::Paper;
use crate::ui::state::Empty;

const PRINT: Word = word("In", "Print");
const OPEN: Word = word("Mở hồ sơ", "Open the dossier");
const NEXT: Word = word("Nhận hồ sơ tiếp", "Receive the next");
const PAPER: Word = word("Giấy tờ", "Paper");
const OTHERS: Word = word("Giấy tờ khác của hồ sơ", "Other papers of the dossier");
const PAIR: Word = word("Hai liên trên một tờ A4", "Both copies on one A4");
const NONE: Word = word(
    "Hồ sơ này không có giấy tờ ấy: hoặc chưa tới bước có nó, hoặc quy định lúc nhận không có mẫu này.",
    "This dossier has no such paper: the step that makes it has not come, or the law of its reception knows no such form.",
);

/// The sheet with the line that tells this print from others.
fn printed(sheet: Sheet, at: Moment, by: &str) -> Sheet {
    let mut sheet = sheet;
    sheet.foot.push(paper::printed(at, by));
    sheet
}

/// The copies of a sheet, one below the other; a paper of one copy has no name for it.
fn copies(sheet: &Sheet) -> impl IntoView + use<> {
    let names = if sheet.copies.is_empty() { vec![String::new()] } else { sheet.copies.clone() };
    let sheet = sheet.clone();
    names.into_iter().map(move |copy| view! { <Paper sheet=sheet.clone() copy /> }).collect_view()
}

#[component]
pub fn PaperPage() -> impl IntoView {
    let desk = use_desk();
    // What stands on paper is not taken back.
    desk.release();
    let id = far::dossier_id();
    let params = use_params_map();
    let which = Memo::new(move |_| params.read().get("giay").and_then(|text| text.parse::<PaperOf>().ok()));
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
    let minute = Memo::new(move |_| Moment::from_millis(desk.now().millis() / 60_000 * 60_000));
    let me = desk.with_me(|me| me.name.clone());
    let origin = origin();
    let sheet = Memo::new(move |_| {
        let shown = found.with(|found| found.shown().cloned());
        paper::sheet(&desk.ward(), &shown?, which.get()?, &origin)
    });
    let href = move || id.get().map(|id| format!("/ho-so/{id}")).unwrap_or_default();
    let title = say(move |lang: Lang| which.get().map_or(PAPER.into(), label).of(lang).to_owned());
    let others = move || found.with(|found| found.shown().map(|d| links(&desk.ward(), d, which.get())));
    // On every change of the device's own book: what waits, and whether there is a network.
    let way = Memo::new(move |_| {
        let unsent = id.get().is_some_and(|id| desk.select(|client| client.is_waiting(id)));
        Way::of(desk.is_offline(), unsent)
    });
    let is_slip = move || which.get() == Some(PaperOf::Slip);
    let file = move || {
        let (id, paper) = (id.get()?, which.get()?);
        let pair = if is_slip() && pair.get() { "?pair=true" } else { "" };
        sheet.with(Option::is_some).then(|| archive(way.get(), format!("/api/paper/{id}/{paper}.pdf{pair}")))
    };
    view! {
        <div class="line screen-only">
            <h1 tabindex="-1">{title}</h1>
            <button class="btn btn--primary" type="button" on:click=move |_| print()><Icon glyph=Glyph::Print />{t(PRINT)}" "<Keys keys="p" /></button>
            {file}
            <Show when=is_slip><a class="btn" href="/nhan"><Icon glyph=Glyph::Receive />{t(NEXT)}" "<Keys keys="n" /></a></Show>
            <a class="btn" href=href>{t(OPEN)}</a>
            <Show when=is_slip><Tick label=PAIR value=pair /></Show>
        </div>
        <nav class="screen-only" aria-label=t(OTHERS)><ul class="prints prints--line">{others}</ul></nav>
        {move || {
            let found = found.get();
            if found.shown().is_none() {
                return far::absent(found);
            }
            match sheet.get() {
                None => view! { <Empty says=NONE /> }.into_any(),
                Some(sheet) => {
                    let sheet = printed(sheet, minute.get(), &me);
                    view! {
                        <section class="paper-desk" tabindex="0" aria-label=t(PAPER)
                            data-pair=move || (is_slip() && pair.get()).then_some("")>
                            {copies(&sheet)}
                        </section>
                    }.into_any()
                }
            }
        }}
    }
}
