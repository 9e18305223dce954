//! Biểu báo cáo: a form as it is sent, and the dossiers behind each of its numbers.
//!
//! Not here: what a column counts (`shared::report::forms`), the file (the server).
//! Invariant: form, period and number stand in the address, so that a figure can be sent to a colleague with its proof.

use leptos::prelude::*;
use shared::lang::{Lang, Word, word};
use shared::report::form::{FIRST, Line, Place};
use shared::report::forms::{FORMS, II06A, form};
use shared::report::{Filled, Form};
use shared::ward::Ward;

use super::drill::{self, Address, Asked, Kind, Shown};
use super::pages::Report;
use crate::text::{say, t};
use crate::ui::cover::Cover;

const TITLE: Word = word("Biểu báo cáo", "Forms");
const NO: Word = word("TT", "No.");
const AGENCY: Word = word("Đơn vị báo cáo", "Reported by");
const FIELD: Word = word("Lĩnh vực", "Field");
const SUM: Word = word("Tổng cộng", "Total");
const HOLD: Word = word("Các phép kiểm của biểu đều khớp:", "The form's checks hold:");
const BROKEN: Word = word("Số liệu không khớp phép kiểm của biểu:", "The figures break the form's checks:");

pub static AT: Address = Address {
    page: "/bao-cao/bieu",
    line: "linh_vuc",
    forms: || FORMS.map(|form| (form.id, form.number)).to_vec(),
};

#[component]
pub fn FormPage() -> impl IntoView {
    drill::page(Kind { here: Report::Forms, at: &AT, title: TITLE, draw, named })
}

fn draw(shown: &Shown, filled: Filled) -> AnyView {
    form_view(shown, filled).into_any()
}

fn form_of(asked: &Asked) -> &'static Form {
    form(asked.form).unwrap_or(&II06A)
}

/// `Đã giải quyết: trước hạn · Hộ tịch`
pub fn named(of: &Asked, place: &Place, ward: Option<&Ward>, lang: Lang) -> String {
    let column = form_of(of).column(place.column).map(|column| column.title(lang)).unwrap_or_default();
    let fields = ward.map(|ward| ward.catalogue.fields.as_slice()).unwrap_or_default();
    let line = place.field.as_ref().and_then(|id| fields.iter().find(|field| field.id == *id));
    match line {
        Some(field) => format!("{column} · {}", lang.pick(field.name.as_str(), &field.name_en)),
        None => column,
    }
}

/// The form on plain values.
pub fn form_view(shown: &Shown, filled: Filled) -> impl IntoView + use<> {
    let form = form_of(&shown.of);
    let (held, coverage, agency) = (shown.held.clone(), &shown.coverage, shown.agency.clone());
    let broken = filled.broken(form);
    let leading = view! {
        <th scope="col" rowspan="2">{t(NO)}</th><th scope="col" rowspan="2">{t(FIELD)}</th>
    };
    let groups = form.columns.chunk_by(|a, b| a.over == b.over);
    let over = groups.map(|group| view! { <th scope="colgroup" colspan=group.len()>{t(group[0].over)}</th> });
    let names = form.columns.iter().map(|column| view! { <th scope="col">{t(column.name)}</th> });
    let numbers = (1..FIRST + form.columns.len()).map(|n| view! { <td>{format!("({n})")}</td> });
    let cells = |field: Option<String>, counts: Vec<u32>| {
        let cell = |(i, n): (usize, u32)| {
            let place = Place { column: i + FIRST, field: field.clone() };
            shown.number(form.columns[i].name, Some(place), n)
        };
        counts.into_iter().enumerate().map(cell).collect_view()
    };
    let row = |(i, line): (usize, Line)| {
        let (vi, en) = (line.name, line.name_en);
        let name = say(move |lang| lang.pick(vi.as_str(), en.as_str()).to_owned());
        view! { <tr><td class="num">{i + 1}</td><th scope="row">{name}</th>{cells(Some(line.field), line.counts)}</tr> }
    };
    let rows = filled.lines.into_iter().enumerate().map(row).collect_view();
    let checks = match broken.is_empty() {
        true => {
            view! { <p class="small quiet">{t(HOLD)}" "{form.checks().collect::<Vec<_>>().join("; ")}"."</p> }
                .into_any()
        }
        false => {
            view! { <p class="note note--late" role="alert">{t(BROKEN)}" "{broken.join("; ")}</p> }.into_any()
        }
    };
    view! {
        <section class="region board__form">
            <header><h2>{t(form.title)}</h2><p>{shown.period()}</p></header>
            <Cover as_of=coverage.as_of devices=held acts=coverage.acts />
            <p class="small quiet board__unit">{t(form.number)}" · "{t(AGENCY)}": "<span lang="vi">{agency}</span>" · "{t(form.unit)}</p>
            <div class="scroll" role="group" tabindex="0" aria-label=t(form.title)><table class="table table--dense board__grid">
                <thead><tr>{leading}{over.collect_view()}</tr><tr>{names.collect_view()}</tr><tr class="board__numbers">{numbers.collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr><td></td><th scope="row">{t(SUM)}</th>{cells(None, filled.total)}</tr></tfoot>
            </table></div>
            {checks}
        </section>
    }
}
