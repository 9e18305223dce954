//! Bộ chỉ số 766: each index with what it is made of, and those that are not counted here.
//!
//! Not here: what an index counts (`shared::report::indices`), the file (the server).
//! Invariant: points are not given; what is not counted is said with its reason, never as 0.

use leptos::prelude::*;
use shared::lang::{Lang, Word, word};
use shared::procedure::ProcedureRef;
use shared::report::Place;
use shared::report::indices::{ABSENT, Absent, Index, index};
use shared::report::quality::{
    BY, COLUMNS, HAVE, ID, Line, Measured, Quality, REST, SCORES, TITLE, WHOLE, opens,
};
use shared::ward::Ward;

use super::drill::{self, Address, Asked, Kind, Shown};
use super::pages::Report;
use crate::text::{Text, say, t};
use crate::ui::cover::Cover;

const NOT_COUNTED: Word = word("Không tính ở đây", "Not counted here");
const WHY: Word = word("Vì sao", "Why");
const UNUSED: Word = word("Chưa có", "Without any");

/// The columns of the page: what an index came to stands before what it is made of.
const SHOWN: [usize; 7] = [1, 5, 2, 3, 4, 6, 7];

pub static AT: Address = Address { page: "/bao-cao/766", line: "dong", forms: || vec![(ID, TITLE)] };

#[component]
pub fn QualityPage() -> impl IntoView {
    drill::page(Kind { here: Report::Indices, at: &AT, title: TITLE, draw, named })
}

fn draw(shown: &Shown, quality: Quality) -> AnyView {
    quality_view(shown, quality).into_any()
}

/// `2.1 Giải quyết trước hạn, đúng hạn: còn lại`
fn named(_: &Asked, place: &Place, _: Option<&Ward>, lang: Lang) -> String {
    let part = match place.column {
        HAVE => COLUMNS[2],
        REST => COLUMNS[3],
        _ => COLUMNS[4],
    };
    let name = place.field.as_deref().and_then(index);
    let name = name.map(|index| format!("{} {}", short(index), index.name.of(lang)));
    format!("{}: {}", name.unwrap_or_default(), part.of(lang).to_lowercase())
}

/// An index that is told in three units has one number in the decision.
fn short(index: &Index) -> &'static str {
    index.id.split('-').next().unwrap_or(index.id)
}

/// The indices on plain values.
pub fn quality_view(shown: &Shown, quality: Quality) -> impl IntoView + use<> {
    let rows = quality.lines.into_iter().filter_map(|line| {
        let index = index(&line.id)?;
        Some(row(shown, index, line))
    });
    let rows = rows.collect_view();
    let heads = SHOWN.map(|i| {
        let class = (i > 1).then_some("num");
        view! { <th scope="col" class=class>{t(COLUMNS[i])}</th> }
    });
    let absent = ABSENT.iter().map(|Absent { id, name, why }| {
        view! { <tr><td class="nowrap">{*id}</td><th scope="row">{t(*name)}</th><td>{t(*why)}</td></tr> }
    });
    let (held, coverage, agency) = (shown.held.clone(), &shown.coverage, shown.agency.clone());
    view! {
        <section class="region board__form board__indices">
            <header><h2 class="board__again">{t(TITLE)}</h2><p>{t(BY)}</p><p>{shown.period()}</p></header>
            <Cover as_of=coverage.as_of devices=held acts=coverage.acts />
            <p class="small quiet board__unit"><span lang="vi">{agency}</span></p>
            <div class="scroll" role="group" tabindex="0" aria-label=t(TITLE)><table class="table table--fold board__grid">
                <thead><tr><th scope="col">{t(COLUMNS[0])}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            <p class="small quiet">{t(SCORES)}</p>
            <h3>{t(NOT_COUNTED)}</h3>
            <div class="scroll" role="group" tabindex="0" aria-label=t(NOT_COUNTED)><table class="table table--fold board__absent">
                <thead><tr><th scope="col">{t(COLUMNS[0])}</th><th scope="col">{t(COLUMNS[1])}</th><th scope="col">{t(WHY)}</th></tr></thead>
                <tbody>{absent.collect_view()}</tbody>
            </table></div>
        </section>
    }
}

fn row(shown: &Shown, index: &'static Index, line: Line) -> impl IntoView + use<> {
    let Line { id, measured } = line;
    let cell = |(column, n): (usize, Option<u32>)| match n {
        Some(n) => {
            let place = opens(index, column).then(|| Place { column, field: Some(id.clone()) });
            shown.number(COLUMNS[column - 1], place, n)
        }
        None => view! { <td></td> }.into_any(),
    };
    let cells = [HAVE, REST, WHOLE].into_iter().zip(measured.cells()).map(cell).collect_view();
    let said = |of: fn(&Index, &Measured, Lang) -> String| {
        let measured = measured.clone();
        say(move |lang| of(index, &measured, lang))
    };
    let full = index.full_from.map(|from| format!("{from} %"));
    // A card of a phone has no line for what is not there.
    let label = |i: usize, is_there: bool| is_there.then(|| t(COLUMNS[i]));
    let (has_full, has_points) = (full.is_some(), index.points_max.is_some());
    let has_remark = !index.remark(&measured, Lang::Vi).is_empty();
    let remark = has_remark.then(|| view! { <div class="sub">{said(Index::remark)}</div> });
    view! {
        <tr>
            <td class="board__id">{short(index)}</td>
            <th scope="row">{t(index.name)}<div class="sub">{t(index.of)}</div>{remark}{services(&measured, shown)}</th>
            <td class="num nowrap board__value" data-label=t(COLUMNS[5])>{said(Index::value)}</td>
            {cells}
            <td class="num nowrap" data-label=label(6, has_full)>{full}</td>
            <td class="num nowrap" data-label=label(7, has_points)>{say(move |lang| index.points(lang))}</td>
        </tr>
    }
}

/// The names of the procedures that are not in the numerator.
fn services(measured: &Measured, shown: &Shown) -> Option<impl IntoView + use<>> {
    let Measured::Services { rest, .. } = measured else { return None };
    let name = |of: &ProcedureRef| -> Text {
        match &shown.ward {
            Some(ward) => ward.catalogue.name_of(of).into(),
            None => {
                let id = of.id.clone();
                Text::live(move |_| id.clone())
            }
        }
    };
    let items = rest.iter().map(|of| view! { <li>{name(of)}</li> }).collect_view();
    let n = rest.len();
    (n > 0).then(|| {
        view! { <details class="screen-only"><summary class="small">{say(move |lang| format!("{}: {n}", UNUSED.of(lang)))}</summary><ul class="small">{items}</ul></details> }
    })
}
