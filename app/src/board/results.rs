//! Sổ cấp kết quả: one book of a year, page by page, and what is wrong with its numbers.
//!
//! Not here: what stands in it (`shared::report::results`), its address and frame (`yearly`), the file (the server).
//! Invariant: a number that was given twice or left out is said over the book, in either language.

use leptos::prelude::*;
use shared::lang::{Lang, Sentence, Word, counted, number, word};
use shared::report::Coverage;
use shared::report::closing::Kind;
use shared::report::results::{COLUMNS, Entry, Page, TITLE, books};
use shared::ward::Ward;

use super::book::{agency, pager};
use super::closing;
use super::pages::Report;
use super::yearly::{self, Address, Asked};
use crate::text::{say, t};
use crate::ui::cover::{Cover, Held};
use crate::ui::state::Empty;

const BOOK: Word = word("Sổ", "Book");
const NOTHING: Word =
    word("Sổ này chưa có số nào trong năm.", "Nothing was given a number of this book in the year.");

pub static AT: Address = Address {
    page: "/bao-cao/so-ket-qua",
    which: "so",
    is_usual: |book| book.contains("chứng thực"),
    served: ["results", "book"],
    books: |ward| {
        books(ward).into_iter().map(|book| (book.clone(), Sentence::new(book.clone(), book))).collect()
    },
};

#[component]
pub fn ResultsPage() -> impl IntoView {
    yearly::page(yearly::Kind { here: Report::Results, at: &AT, title: TITLE, which: BOOK, draw })
}

fn draw(
    of: &Asked,
    page: Page,
    ward: Option<&Ward>,
    held: Vec<Held>,
    coverage: &Coverage,
    again: Callback<()>,
) -> AnyView {
    let closing = closing::section(Kind::Results, of, page.standing.as_ref(), again);
    view! { {results_view(of, page, ward, held, coverage)}{closing} }.into_any()
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
        let n = |n: u64| number(lang, i64::try_from(n).unwrap_or(i64::MAX));
        let fee = number(lang, fee);
        match lang {
            Lang::Vi => format!("{} số · {} bản · {fee} đồng", n(total as u64), n(copies)),
            Lang::En => {
                let (numbers, copies) =
                    (counted(total, "number", "numbers"), counted(copies, "copy", "copies"));
                format!("{numbers} · {copies} · {fee} dong")
            }
        }
    };
    let faults = page.faults.text().map(|(vi, en)| {
        view! { <p class="note note--soon">{t(Sentence::new(vi, en))}</p> }
    });
    let pager = pager(page.page, page.pages, |page| Asked { page, ..of.clone() }.href(&AT));
    let closed = page.closed.as_ref().filter(|_| page.page == page.pages);
    let ending = closing::ending((of.year, page.total), page.standing.as_ref(), closed, ward);
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
            {ending}
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
