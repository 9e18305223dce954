//! Sổ thu phí, lệ phí: what the counter took on a day or in a span, with its sums.
//!
//! Not here: what stands in it (`shared::report::cash`), its rows by day (`cash_days`), the file (the server).
//! Invariant: the days stand in the address; the sums are those of every row, also where not all are drawn.

use leptos::prelude::*;
use shared::lang::{Lang, Sentence, Word, counted, money, number, word};
use shared::report::cash::{COLUMNS, COUNT, CashBook, Sum, TITLE, TOTAL, Taking};
use shared::report::{Coverage, Covered};
use shared::ward::Ward;

use super::book::ways;
use super::cash_days::{Opened, all_days, bodies, count};
use super::held;
use super::pages::{Report, Reports};
use super::till::TillSection;
use crate::desk::{answered, ask_again_when_back, use_desk};
use crate::span::{Days, Span, use_span, use_walk};
use crate::text::{say, t};
use crate::ui::cover::{Cover, Held};
use crate::ui::state::Empty;

const PRINT: Word = word("In", "Print");
const NOTHING: Word = word("Không thu khoản nào trong những ngày này.", "Nothing was taken on these days.");
const IN_WORDS: Word = word("Bằng chữ", "In words");

/// Where the book stands.
pub const PATH: &str = "/bao-cao/so-thu";

fn file(span: Span, format: &str) -> String {
    format!("/api/report/cash?{}&format={format}", span.query())
}

#[component]
pub fn CashPage() -> impl IntoView {
    let desk = use_desk();
    let ((asked, today), go) = (use_span(), use_walk(PATH));
    let answer = LocalResource::new(move || {
        let asked = asked.get();
        async move {
            let got = desk.get_json::<Covered<CashBook>>(&file(asked, "json")).await;
            got.map(|covered| (asked, covered))
        }
    });
    let current = move || answer.get().filter(|got| got.as_ref().map_or(true, |(of, _)| *of == asked.get()));
    let again = Callback::new(move |()| answer.refetch());
    let opened = Opened::default();
    ask_again_when_back(desk, answer, Result::is_err);
    view! {
        <Reports here=Report::Cash />
        <div class="head head--split board__head">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <p class="line screen-only">
                {ways(Some(desk), move |format| file(asked.get(), format), PRINT)}
            </p>
        </div>
        <Days span=asked today path=PATH go />
        {move || answered(current(), again, |(of, Covered { report, coverage })| {
            let ward = desk.ward_or_none();
            let names = ward.clone();
            let name = move |id| names.as_ref().map_or_else(String::new, |ward| ward.name_of(id));
            cash_view(&of, report, ward.as_deref(), held(&coverage, name), &coverage, opened).into_any()
        })}
        <TillSection asked changed=again />
    }
}

/// The book on plain values.
pub fn cash_view(
    of: &Span,
    book: CashBook,
    ward: Option<&Ward>,
    held: Vec<Held>,
    coverage: &Coverage,
    opened: Opened,
) -> impl IntoView + use<> {
    let head = ward.and_then(|ward| ward.letterhead(of.to));
    let agency = head.map(|head| head.agency.clone()).unwrap_or_default();
    let (of, total, exempt, owed) = (*of, book.total, book.exempt, book.owed);
    let corrected = book.corrected.count;
    let (shown, all) = (book.rows.len(), book.count());
    let cut = (shown < all).then(|| {
        let said = move |lang: Lang| {
            let n = |n: usize| number(lang, i64::try_from(n).unwrap_or(i64::MAX));
            match lang {
                Lang::Vi => format!(
                    "Ở đây là {} dòng đầu trong {}; tệp Excel có đủ. Các tổng là của tất cả.",
                    n(shown),
                    n(all)
                ),
                Lang::En => format!(
                    "These are the first {} of {} rows; the Excel file has all. The sums are of all.",
                    n(shown),
                    n(all)
                ),
            }
        };
        view! { <p class="note">{say(said)}</p> }
    });
    let unpaid = (owed.count > 0).then(|| {
        let said = move |lang: Lang| {
            let vnd = money(lang, owed.vnd);
            match lang {
                Lang::Vi => {
                    let n = number(lang, owed.count.into());
                    format!("Nhận trong những ngày này mà chưa thu: {n} hồ sơ, {vnd}.")
                }
                Lang::En => {
                    let dossiers = counted(owed.count, "dossier", "dossiers");
                    format!("Received on these days and not paid yet: {dossiers}, {vnd}.")
                }
            }
        };
        view! { <p class="small">{say(said)}</p> }
    });
    let (rows, all_days) = (bodies(&book, ward, opened), all_days(&book, opened));
    let sums = ward
        .filter(|_| total.count > 0)
        .map(|ward| book.sums(ward).map(|(name, sums)| sums_view(name, sums)));
    let heads = COLUMNS.map(|name| view! { <th scope="col">{t(name)}</th> }).collect_view();
    let words = book.in_words();
    let sum = say(move |lang| number(lang, total.vnd));
    view! {
        <section class="region board__form board__cash">
            <header><h2 class="board__again">{t(TITLE)}</h2><p>{say(move |lang| of.said(lang))}</p><p>{say(move |lang| count(total, exempt, corrected, lang))}</p></header>
            <Cover as_of=coverage.as_of devices=held acts=coverage.acts />
            <p class="small quiet board__unit" lang="vi">{agency}</p>
            {if all == 0 {
                view! { <Empty says=NOTHING /> }.into_any()
            } else {
                view! {
                    {all_days}
                    <div class="scroll" role="group" tabindex="0" aria-label=t(TITLE)><table class="table table--dense table--fold board__grid">
                        <thead><tr>{heads}</tr></thead>
                        {rows}
                        <tfoot><tr><td></td><th scope="row" colspan="5">{t(TOTAL)}</th><td class="num" data-label=t(COLUMNS[6])>{sum}</td><td colspan="2"></td></tr></tfoot>
                    </table></div>
                    <p>{t(IN_WORDS)}": "<em lang="vi">{words}</em>"."</p>
                }.into_any()
            }}
            {cut}{unpaid}{sums}
        </section>
    }
}

pub(super) fn row(no: usize, taking: &Taking, ward: Option<&Ward>) -> impl IntoView + use<> {
    let id = taking.procedure.id.clone();
    let procedure =
        ward.map_or_else(|| Sentence::new(id.clone(), id), |ward| ward.catalogue.name_of(&taking.procedure));
    let by = ward.map(|ward| ward.name_of(taking.by)).unwrap_or_default();
    let vnd = taking.vnd;
    view! {
        <tr>
            <td class="num">{no}</td><td data-label=t(COLUMNS[1])>{taking.at.clock_and_day()}</td><td data-label=t(COLUMNS[2])>{taking.receipt.clone()}</td>
            <th scope="row" class="board__code"><a data-open="" href=format!("/ho-so/{}", taking.id)>{taking.code.clone()}</a></th>
            <td data-label=t(COLUMNS[4])>{taking.payer.clone()}</td><td data-label=t(COLUMNS[5])>{t(procedure)}</td><td class="num" data-label=t(COLUMNS[6])>{say(move |lang| number(lang, vnd))}</td>
            <td data-label=t(COLUMNS[7])>{by}</td><td data-label=t(COLUMNS[8])>{t(taking.remark())}</td>
        </tr>
    }
}

fn sums_view(name: Word, sums: Vec<(Sentence, Sum)>) -> impl IntoView {
    let row = |(of, sum): (Sentence, Sum)| {
        view! {
            <tr>
                <th scope="row">{t(of)}</th>
                <td class="num">{say(move |lang| number(lang, sum.count.into()))}</td>
                <td class="num">{say(move |lang| number(lang, sum.vnd))}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" role="group" tabindex="0" aria-label=t(name)><table class="table table--dense board__sums">
            <thead><tr><th scope="col">{t(name)}</th><th scope="col" class="num">{t(COUNT)}</th><th scope="col" class="num">{t(COLUMNS[6])}</th></tr></thead>
            <tbody>{sums.into_iter().map(row).collect_view()}</tbody>
        </table></div>
    }
}
