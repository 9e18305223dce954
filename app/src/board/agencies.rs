//! Cơ quan phối hợp: what each agency was asked, and how it kept its own dates.
//!
//! Not here: what a column counts (`shared::report::agencies`), the file (the server).
//! Invariant: every number that counts questions opens their dossiers.

use leptos::prelude::*;
use shared::lang::{Lang, Word, word};
use shared::report::Place;
use shared::report::agencies::{
    AGENCY, Agencies, COLUMNS, EXPLAINED, ID, Line, MEAN, NOTHING, TITLE, column_of,
};
use shared::report::form::FIRST;
use shared::ward::Ward;

use super::drill::{self, Address, Asked, Kind, Shown};
use super::pages::Report;
use crate::text::{say, t};
use crate::ui::cover::Cover;
use crate::ui::state::Empty;

const NO: Word = word("TT", "No.");
const SUM: Word = word("Tổng cộng", "Total");

pub static AT: Address = Address { page: "/bao-cao/phoi-hop", line: "dong", forms: || vec![(ID, TITLE)] };

#[component]
pub fn AgenciesPage() -> impl IntoView {
    drill::page(Kind { here: Report::Agencies, at: &AT, title: TITLE, draw, named })
}

fn draw(shown: &Shown, report: Agencies) -> AnyView {
    agencies_view(shown, report).into_any()
}

/// `Hỏi, xác minh: trả lời trễ · Công an phường`
fn named(_: &Asked, place: &Place, _: Option<&Ward>, lang: Lang) -> String {
    let column = column_of(place.column).map(|column| column.title(lang)).unwrap_or_default();
    match &place.field {
        Some(agency) => format!("{column} · {agency}"),
        None => column,
    }
}

/// The report on plain values.
pub fn agencies_view(shown: &Shown, report: Agencies) -> impl IntoView + use<> {
    let (held, coverage, agency) = (shown.held.clone(), &shown.coverage, shown.agency.clone());
    let body = match report.lines.is_empty() {
        true => view! { <Empty says=NOTHING /> }.into_any(),
        false => grid(shown, report).into_any(),
    };
    view! {
        <section class="region board__form board__agencies">
            <header><h2 class="board__again">{t(TITLE)}</h2><p>{shown.period()}</p></header>
            <Cover as_of=coverage.as_of devices=held acts=coverage.acts />
            <p class="small quiet board__unit"><span lang="vi">{agency}</span></p>
            {body}
        </section>
    }
}

fn grid(shown: &Shown, report: Agencies) -> impl IntoView + use<> {
    let groups = COLUMNS.chunk_by(|a, b| a.over == b.over);
    let over = groups.enumerate().map(|(i, group)| {
        let mean = usize::from(i == 0);
        view! { <th scope="colgroup" colspan=group.len() + mean>{t(group[0].over)}</th> }
    });
    let names = COLUMNS.iter().enumerate().map(|(i, column)| {
        // How late it was on average stands with what was asked.
        let mean = ends_group(i).then(|| view! { <th scope="col">{t(MEAN)}</th> });
        view! { <th scope="col">{t(column.name)}</th>{mean} }
    });
    let cells = |line: &Line, agency: Option<String>| {
        let cell = |(i, n): (usize, &u32)| {
            let place = Place { column: i + FIRST, field: agency.clone() };
            let late = line.clone();
            let mean = say(move |lang| late.mean(lang).unwrap_or_default());
            let mean = ends_group(i).then(|| view! { <td class="num">{mean}</td> });
            view! { {shown.number(COLUMNS[i].name, Some(place), *n)}{mean} }
        };
        line.counts.iter().enumerate().map(cell).collect_view()
    };
    let row = |(i, line): (usize, &Line)| {
        view! { <tr><td class="num">{i + 1}</td><th scope="row">{line.agency.clone()}</th>{cells(line, Some(line.agency.clone()))}</tr> }
    };
    let rows = report.lines.iter().enumerate().map(row).collect_view();
    view! {
        <div class="scroll" role="group" tabindex="0" aria-label=t(TITLE)><table class="table table--dense board__grid">
            <thead>
                <tr><th scope="col" rowspan="2">{t(NO)}</th><th scope="col" rowspan="2">{t(AGENCY)}</th>{over.collect_view()}</tr>
                <tr>{names.collect_view()}</tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot><tr><td></td><th scope="row">{t(SUM)}</th>{cells(&report.total, None)}</tr></tfoot>
        </table></div>
        <p class="small quiet">{t(EXPLAINED)}</p>
    }
}

/// Whether the column is the last of what was asked.
fn ends_group(i: usize) -> bool {
    i == 5
}
