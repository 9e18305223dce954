//! The rows of a cash book of several days: each day one line with its sums, which opens to its receipts.
//!
//! Not here: a row (`cash`), the sums (`shared::report::cash`).
//! Invariant: a day's sums are those of all its rows, also where not all are drawn; a printer gets every day open.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::lang::{Lang, Word, counted, number, word};
use shared::moment::Day;
use shared::report::cash::{COLUMNS, CashBook, DaySum, Sum, Taking};
use shared::ward::Ward;

use super::cash::{PATH, row};
use crate::span::Span;
use crate::text::{say, t};
use crate::ui::icon::{Glyph, Icon};

const OPEN_ALL: Word = word("Mở tất cả các ngày", "Open all days");
const SHUT_ALL: Word = word("Đóng tất cả các ngày", "Close all days");

/// The days whose receipts are seen.
pub type Opened = RwSignal<BTreeSet<Day>>;

/// `12 lượt thu, 1 miễn`
pub fn count(sum: Sum, exempt: u32, corrected: u32, lang: Lang) -> String {
    let n = |n: u32| number(lang, n.into());
    let rest = match (corrected, lang) {
        (0, _) => String::new(),
        (rows, Lang::Vi) => format!(", {} dòng sửa, hoàn lại", n(rows)),
        (rows, Lang::En) => format!(", {} corrected or given back", n(rows)),
    };
    match lang {
        Lang::Vi => format!("{} lượt thu, {} miễn{rest}", n(sum.count), n(exempt)),
        Lang::En => {
            format!("{}, {} exempt{rest}", counted(sum.count, "payment", "payments"), n(exempt))
        }
    }
}

/// Opens every day, or shuts them where all are open; nothing for a single day.
pub fn all_days(book: &CashBook, opened: Opened) -> Option<impl IntoView + use<>> {
    let all: BTreeSet<Day> = book.by_day.iter().map(|of| of.day).collect();
    let wanted = all.clone();
    let is_all = move || opened.with(|days| wanted.is_subset(days));
    let is_many = all.len() > 1;
    let turn = {
        let is_all = is_all.clone();
        move |_| {
            let shut = untrack(&is_all);
            opened.update(|days| if shut { days.clear() } else { days.extend(&all) });
        }
    };
    let label = say(move |lang| if is_all() { SHUT_ALL } else { OPEN_ALL }.of(lang).to_owned());
    is_many.then(|| {
        view! { <p class="line screen-only"><button class="btn" type="button" on:click=turn>{label}</button></p> }
    })
}

/// The bodies of the table: one of each day under its sums, or only the rows of a single day.
pub fn bodies(book: &CashBook, ward: Option<&Ward>, opened: Opened) -> AnyView {
    let rows = |from: usize, some: &[Taking]| {
        let numbered = some.iter().zip(from + 1..);
        numbered.map(|(taking, no)| row(no, taking, ward)).collect_view()
    };
    if book.by_day.len() < 2 {
        return view! { <tbody>{rows(0, &book.rows)}</tbody> }.into_any();
    }
    let mut from = 0;
    let body = |of: &DaySum| {
        let to = book.rows.len().min(from + of.count());
        let here = &book.rows[from.min(to)..to];
        let rows = rows(from, here);
        from += of.count();
        day_view(*of, here.len(), rows.into_any(), opened)
    };
    book.by_day.iter().map(body).collect_view().into_any()
}

fn day_view(of: DaySum, drawn: usize, rows: AnyView, opened: Opened) -> impl IntoView {
    let DaySum { day, sum, exempt, corrected } = of;
    let id = format!("ngay-{day}");
    let controls = id.clone();
    let is_open = move || opened.with(|days| days.contains(&day));
    let turn = move |_| {
        opened.update(|days| {
            if !days.remove(&day) {
                days.insert(day);
            }
        });
    };
    let all = of.count();
    let rest = (drawn < all).then(|| {
        let said = move |lang: Lang| {
            let n = number(lang, i64::try_from(all).unwrap_or(i64::MAX));
            match lang {
                Lang::Vi => format!("Xem đủ {n} dòng của ngày này"),
                Lang::En => format!("See all {n} rows of this day"),
            }
        };
        view! { <tr><td colspan=COLUMNS.len()><a href=Span::of(day).href(PATH)>{say(said)}</a></td></tr> }
    });
    view! {
        <tbody class="board__days" id=id data-shut=move || (!is_open()).then_some("")>
            <tr class="group">
                <th scope="rowgroup" colspan="6">
                    <button class="board__turn" type="button" aria-controls=controls aria-expanded=move || is_open().to_string() on:click=turn><Icon glyph=Glyph::Down />{day.vi()}</button>
                    <span>{say(move |lang| count(sum, exempt, corrected, lang))}</span>
                </th>
                <td class="num" data-label=t(COLUMNS[6])>{say(move |lang| number(lang, sum.vnd))}</td><td colspan="2"></td>
            </tr>
            {rows}
            {rest}
        </tbody>
    }
}
