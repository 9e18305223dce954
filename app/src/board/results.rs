//! Sổ cấp kết quả: one book of a year, page by page, and what is wrong with its numbers.
//!
//! Not here: what stands in it (`shared::report::results`), the file (the server).
//! Invariant: book, year and page stand in the address; what is printed is the page that is seen.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::lang::{Lang, Sentence, Word, number, word};
use shared::report::results::{COLUMNS, Entry, Page, TITLE, books};
use shared::report::{Coverage, Covered};
use shared::ward::Ward;

use super::book::{PRINT_PAGE, agency, pager, ways, years};
use super::pages::{Report, Reports};
use super::period::{Choice, FIRST_YEAR};
use super::{ask_again_when_back, held};
use crate::desk::{answered, use_desk};
use crate::text::{escaped, say, t};
use crate::ui::cover::{Cover, Held};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Empty;

const BOOK: Word = word("Sổ", "Book");
const NOTHING: Word =
    word("Sổ này chưa có số nào trong năm.", "Nothing was given a number of this book in the year.");

/// What the address asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    pub year: i32,
    pub book: String,
    pub page: usize,
}

impl Asked {
    /// Read from an address; what is missing or unknown is the first page of the copies' book of this year.
    pub fn read(get: impl Fn(&str) -> Option<String>, ward: Option<&Ward>, this_year: i32) -> Asked {
        let books = ward.map(books).unwrap_or_default();
        let usual = || books.iter().find(|book| book.contains("chứng thực")).or(books.first()).cloned();
        let year = get("nam").and_then(|text| text.parse().ok());
        let page = get("trang").and_then(|text| text.parse().ok());
        Asked {
            year: year.filter(|year| (FIRST_YEAR..=this_year).contains(year)).unwrap_or(this_year),
            book: get("so").filter(|name| books.contains(name)).or_else(usual).unwrap_or_default(),
            page: page.unwrap_or(1).max(1),
        }
    }

    pub fn href(&self) -> String {
        let Asked { year, book, page } = self;
        format!("/bao-cao/so-ket-qua?nam={year}&so={}&trang={page}", escaped(book))
    }

    fn data(&self) -> String {
        let Asked { year, book, page } = self;
        format!("/api/report/results?year={year}&book={}&page={page}", escaped(book))
    }

    fn file(&self, format: &str) -> String {
        format!("/api/report/results?year={}&book={}&format={format}", self.year, escaped(&self.book))
    }
}

#[component]
pub fn ResultsPage() -> impl IntoView {
    let desk = use_desk();
    let query = use_query_map();
    let navigate = StoredValue::new_local(use_navigate());
    let this_year = Memo::new(move |_| desk.now().day().year());
    let asked = Memo::new(move |_| {
        let ward = desk.ward_or_none();
        Asked::read(|key| query.read().get(key), ward.as_deref(), this_year.get())
    });
    let answer = LocalResource::new(move || {
        let asked = asked.get();
        async move {
            let got = desk.get_json::<Covered<Page>>(&asked.data()).await;
            got.map(|covered| (asked, covered))
        }
    });
    let change = move |asked: Asked| {
        let here = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|go| go(&asked.href(), here));
    };
    let to_book = move |ev| change(Asked { book: event_target_value(&ev), page: 1, ..asked.get_untracked() });
    let to_year = Callback::new(move |year| change(Asked { year, page: 1, ..asked.get_untracked() }));
    let year = Signal::derive(move || asked.with(|asked| asked.year));
    let options = move || {
        let all = desk.ward_or_none().map(|ward| books(&ward)).unwrap_or_default();
        let option = |book: String| {
            let (own, value) = (book.clone(), book.clone());
            view! { <option value=value selected=move || asked.with(|a| a.book == own)>{book}</option> }
        };
        all.into_iter().map(option).collect_view()
    };
    let current = move || answer.get().filter(|got| got.as_ref().map_or(true, |(of, _)| *of == asked.get()));
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    view! {
        <Reports here=Report::Results days=Signal::derive(move || Some(Choice::year(year.get()).span())) />
        <div class="head head--split board__head">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <p class="line screen-only">
                <span class="select"><select class="input board__which" lang="vi" aria-label=t(BOOK) on:change=to_book>{options}</select><Icon glyph=Glyph::Down /></span>
                {years(this_year, year, to_year)}
            </p>
            <p class="line screen-only">
                {ways(Some(desk), move |format| asked.get().file(format), PRINT_PAGE)}
            </p>
        </div>
        {move || answered(current(), again, |(of, Covered { report, coverage })| {
            let ward = desk.ward_or_none();
            let names = ward.clone();
            let name = move |id| names.as_ref().map_or_else(String::new, |ward| ward.name_of(id));
            results_view(&of, report, ward.as_deref(), held(&coverage, name), &coverage).into_any()
        })}
    }
}

/// A page on plain values.
pub fn results_view(
    of: &Asked,
    page: Page,
    ward: Option<&Ward>,
    held: Vec<Held>,
    coverage: &Coverage,
) -> impl IntoView + use<> {
    let agency = agency(ward, of.year, coverage.as_of);
    let (year, at, pages) = (of.year, page.page, page.pages);
    let about = move |lang: Lang| match lang {
        Lang::Vi => format!("{agency} · Năm {year} · Trang {at}/{pages}"),
        Lang::En => format!("{agency} · Year {year} · Page {at}/{pages}"),
    };
    let (total, copies, fee) = (page.total, page.copies, page.fee_vnd);
    let count = move |lang: Lang| {
        let n = number(lang, i64::try_from(total).unwrap_or(i64::MAX));
        let copies = number(lang, i64::try_from(copies).unwrap_or(i64::MAX));
        let fee = number(lang, fee);
        match lang {
            Lang::Vi => format!("{n} số · {copies} bản · {fee} đồng"),
            Lang::En => format!("{n} numbers · {copies} copies · {fee} dong"),
        }
    };
    let faults = page.faults.text().map(|(vi, en)| {
        view! { <p class="note note--soon">{t(Sentence::new(vi, en))}</p> }
    });
    let pager = pager(page.page, page.pages, |page| Asked { page, ..of.clone() }.href());
    let rows = page.rows.iter().map(row).collect_view();
    // The first column is of files that hold every book.
    let names = COLUMNS[1..].iter().map(|name| view! { <th scope="col">{name.vi}</th> }).collect_view();
    view! {
        <section class="region board__form board__cash board__results">
            <header><h2 lang="vi">{of.book.clone()}</h2><p>{say(count)}</p></header>
            <Cover as_of=coverage.as_of devices=held acts=coverage.acts />
            <p class="small quiet board__unit">{say(about)}</p>
            {faults}
            {if total == 0 {
                view! { <Empty says=NOTHING /> }.into_any()
            } else {
                view! {
                    <div class="scroll" role="group" tabindex="0" aria-label=t(TITLE)><table class="table table--dense table--fold board__grid" lang="vi">
                        <thead><tr>{names}</tr></thead>
                        <tbody>{rows}</tbody>
                    </table></div>
                }.into_any()
            }}
            {pager}
        </section>
    }
}

fn row(entry: &Entry) -> impl IntoView + use<> {
    // The agency's own figures are the same in every line.
    let code = entry.code.split_once('-').map_or(entry.code.as_str(), |(_, short)| short).to_owned();
    let vnd = |n: i64| if n == 0 { String::new() } else { number(Lang::Vi, n) };
    view! {
        <tr>
            <th scope="row" class="nowrap">{entry.number.clone()}</th><td class="nowrap" data-label=COLUMNS[2].vi>{entry.on.vi()}</td>
            <td data-label=COLUMNS[3].vi>{entry.name.clone()}</td><td data-label=COLUMNS[4].vi>{entry.what.clone()}</td>
            <td data-label=COLUMNS[5].vi>{entry.signer.clone()}</td>
            <td class="num" data-label=COLUMNS[6].vi>{entry.copies}</td><td class="num" data-label=COLUMNS[7].vi>{vnd(entry.fee_vnd)}</td>
            <td class="nowrap" data-label=COLUMNS[8].vi><a data-open="" href=format!("/ho-so/{}", entry.id)>{code}</a></td>
            <td data-label=COLUMNS[9].vi>{entry.remark.clone()}</td>
        </tr>
    }
}
