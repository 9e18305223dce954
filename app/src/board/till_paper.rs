//! Biên bản bàn giao quỹ, ready to print for both sides.
//!
//! Not here: its words (`shared::paper::till`), the hand-over (`till`).
//! Invariant: what is printed is what was written at the hand-over.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::lang::{Word, word};
use shared::moment::{Day, Moment};
use shared::paper;
use shared::report::till::Till;
use shared::sheet::Sheet;

use super::cash::PATH;
use crate::desk::{answered, ask_again_when_back, use_desk};
use crate::keys::use_key;
use crate::span::Span;
use crate::text::t;
use crate::ui::button::Keys;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sheet::Paper;
use crate::ui::state::Empty;

const TITLE: Word = word("Biên bản bàn giao quỹ", "Record of the hand-over");
const PRINT: Word = word("In", "Print");
const BOOK: Word = word("Sổ thu của ngày", "The day's cash book");
const NONE: Word = word("Ngày này chưa bàn giao quỹ.", "The till of this day was not handed over.");

/// Both copies, one below the other.
fn copies(sheet: Sheet) -> impl IntoView {
    let names = sheet.copies.clone();
    names.into_iter().map(move |copy| view! { <Paper sheet=sheet.clone() copy /> }).collect_view()
}

#[component]
pub fn TillPaperPage() -> impl IntoView {
    let desk = use_desk();
    let query = use_query_map();
    let day = Memo::new(move |_| {
        let asked = query.read().get("ngay").and_then(|text| Day::parse_any(&text));
        asked.unwrap_or_else(|| desk.now().day())
    });
    let answer = LocalResource::new(move || {
        let day = day.get();
        async move { (day, desk.get_json::<Vec<Till>>(&format!("/api/till?from={day}&to={day}")).await) }
    });
    let current = move || answer.get().filter(|(of, _)| *of == day.get()).map(|(_, got)| got);
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, |(_, got)| got.is_err());
    // A day without a hand-over has no paper.
    let is_written = move || {
        let got = current().and_then(Result::ok);
        got.is_some_and(|days| days.last().is_some_and(|till| till.handed.is_some()))
    };
    let print = move || {
        if untrack(is_written) {
            let _ = window().print();
        }
    };
    use_key("p", PRINT, print);
    let minute = Memo::new(move |_| Moment::from_millis(desk.now().millis() / 60_000 * 60_000));
    let me = desk.with_me(|me| me.name.clone());
    let href = move || Span::of(day.get()).href(PATH);
    view! {
        <div class="line screen-only">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            {move || is_written().then(|| view! {
                <button class="btn btn--primary" type="button" on:click=move |_| print()><Icon glyph=Glyph::Print />{t(PRINT)}" "<Keys keys="p" /></button>
            })}
            <a class="btn" href=href>{t(BOOK)}</a>
        </div>
        {move || answered(current(), again, |mut days| {
            let handed = days.pop().and_then(|till| till.handed);
            let sheet = handed.and_then(|handed| paper::till::sheet(&*desk.ward_or_none()?, &handed));
            match sheet {
                None => view! { <Empty says=NONE /> }.into_any(),
                Some(mut sheet) => {
                    sheet.foot.push(paper::printed(minute.get(), &me));
                    view! { <section class="paper-desk" tabindex="0" aria-label=t(TITLE)>{copies(sheet)}</section> }.into_any()
                }
            }
        })}
    }
}
