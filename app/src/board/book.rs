//! What the pages of books and forms have in common: the file, the printer, the year, the pages beside.
//!
//! Not here: what stands in a book (each page by itself).

use leptos::prelude::*;
use shared::lang::{Word, word};
use shared::moment::{Day, Moment};
use shared::ward::Ward;

use super::period::FIRST_YEAR;
use crate::archive::{Way, archive};
use crate::desk::Desk;

use crate::text::t;
use crate::ui::icon::{Glyph, Icon};

const YEAR: Word = word("Năm", "Year");
const XLSX: Word = word("Tải Excel", "Excel file");
const CSV: Word = word("Tải CSV", "CSV file");
const NEXT: Word = word("Trang sau", "Next page");
const BEFORE: Word = word("Trang trước", "Previous page");
const LAST: Word = word("Trang cuối", "Last page");
const PAGES: Word = word("Trang", "Pages");

/// What is printed is the page that is seen.
pub const PRINT_PAGE: Word = word("In trang này", "Print this page");

/// `file` is the address of the file in a format: `csv`, `xlsx`; with a desk, where there is one, `pdf` too.
pub fn ways(
    archived: Option<Desk>,
    file: impl Fn(&str) -> String + Copy + Send + Sync + 'static,
    print: Word,
) -> impl IntoView {
    view! {
        {files(file, "btn btn--primary")}
        {archived.map(|desk| move || archive(Way::of(desk.is_offline(), false), file("pdf")))}
        <button class="btn" type="button" on:click=move |_| { let _ = window().print(); }><Icon glyph=Glyph::Print />{t(print)}</button>
    }
}

/// The ways to a list as files for a spreadsheet; `first` is how the first of them looks.
pub fn files(
    file: impl Fn(&str) -> String + Clone + Send + Sync + 'static,
    first: &'static str,
) -> impl IntoView {
    let csv = file.clone();
    view! {
        <a class=first href=move || file("xlsx") download="" rel="external">{t(XLSX)}</a>
        <a class="btn" href=move || csv("csv") download="" rel="external">{t(CSV)}</a>
    }
}

/// The years of which there may be a book, the newest first.
pub fn years(this_year: Memo<i32>, chosen: Signal<i32>, go: Callback<i32>) -> impl IntoView {
    let options = move || {
        let option =
            |year: i32| view! { <option value=year selected=move || chosen.get() == year>{year}</option> };
        (FIRST_YEAR..=this_year.get()).rev().map(option).collect_view()
    };
    let pick = move |ev| {
        if let Ok(year) = event_target_value(&ev).parse() {
            go.run(year);
        }
    };
    view! {
        <span class="select"><select class="input board__which" aria-label=t(YEAR) on:change=pick>{options}</select><Icon glyph=Glyph::Down /></span>
    }
}

/// The name under which the ward worked in that year.
pub fn agency(ward: Option<&Ward>, year: i32, as_of: Moment) -> String {
    let on = Day::new(year, 12, 31).map_or(as_of.day(), |last| last.min(as_of.day()));
    ward.and_then(|ward| ward.letterhead(on)).map(|head| head.agency.clone()).unwrap_or_default()
}

/// The ways to the pages beside this one.
pub fn pager(at: usize, pages: usize, to: impl Fn(usize) -> String) -> AnyView {
    let (before, next, last) = (to(at.saturating_sub(1)), to(at + 1), to(pages));
    (pages > 1).then(|| view! {
        <nav class="line list__pages screen-only" aria-label=t(PAGES)>
            {(at > 1).then(|| view! { <a class="btn" rel="prev" href=before data-noscroll=""><Icon glyph=Glyph::Back />{t(BEFORE)}</a> })}
            <span class="quiet">{format!("{at} / {pages}")}</span>
            {(at < pages).then(|| view! {
                <a class="btn" rel="next" href=next data-noscroll="">{t(NEXT)}<Icon glyph=Glyph::Next /></a>
                <a class="btn" href=last data-noscroll="">{t(LAST)}</a>
            })}
        </nav>
    })
    .into_any()
}
