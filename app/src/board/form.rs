//! Biểu báo cáo: a form as it is sent, and the dossiers behind each of its numbers.
//!
//! Not here: what a column counts (`shared::report::forms`), the file (the server).
//! Invariant: form, period and number stand in the address, so that a figure can be sent to a colleague with its proof.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::lang::{Lang, Word, number, word};
use shared::moment::Day;
use shared::report::form::{FIRST, Line, Place};
use shared::report::forms::{FORMS, II06A, form};
use shared::report::{Behind, Coverage, Covered, Filled, Form};
use shared::ward::Ward;

use super::book::ways;
use super::drill::behind_list;
use super::pages::{Report, Reports};
use super::period::{Choice, PeriodPicker};
use super::{ask_again_when_back, held};
use crate::desk::{answered, use_desk};
use crate::text::{say, t};
use crate::ui::cover::{Cover, Held};
use crate::ui::icon::{Glyph, Icon};

const TITLE: Word = word("Biểu báo cáo", "Forms");
const FORM: Word = word("Biểu", "Form");
const PRINT: Word = word("In", "Print");
const NO: Word = word("TT", "No.");
const AGENCY: Word = word("Đơn vị báo cáo", "Reported by");
const FIELD: Word = word("Lĩnh vực", "Field");
const SUM: Word = word("Tổng cộng", "Total");
const HOLD: Word = word("Các phép kiểm của biểu đều khớp:", "The form's checks hold:");
const BROKEN: Word = word("Số liệu không khớp phép kiểm của biểu:", "The figures break the form's checks:");

/// What the address asks for.
#[derive(Clone, PartialEq)]
pub struct Asked {
    pub form: &'static str,
    pub span: (Day, Day),
    pub place: Option<Place>,
}

impl Asked {
    /// Read from an address; what is missing or unknown is the form of the year.
    pub fn read(get: impl Fn(&str) -> Option<String>, today: Day) -> Asked {
        let day = |key: &str| get(key).and_then(|text| Day::parse_any(&text));
        let span = match (day("tu"), day("den")) {
            (Some(from), Some(to)) => (from, to),
            (Some(_) | None, Some(_) | None) => Choice::year(today.year()).span(),
        };
        let form = get("bieu").and_then(|id| form(&id)).unwrap_or(&II06A).id;
        let column = get("cot").and_then(|text| text.parse().ok());
        Asked { form, span, place: column.map(|column| Place { column, field: get("linh_vuc") }) }
    }

    pub fn form(&self) -> &'static Form {
        form(self.form).unwrap_or(&II06A)
    }

    pub fn href(&self) -> String {
        format!("/bao-cao/bieu{}", self.query())
    }

    fn query(&self) -> String {
        let base = format!("?bieu={}&tu={}&den={}", self.form, self.span.0, self.span.1);
        match &self.place {
            None => base,
            Some(Place { column, field: None }) => format!("{base}&cot={column}"),
            Some(Place { column, field: Some(field) }) => format!("{base}&cot={column}&linh_vuc={field}"),
        }
    }

    fn file(&self, format: &str) -> String {
        let (from, to) = self.span;
        format!("/api/report?form={}&from={from}&to={to}&format={format}", self.form)
    }

    fn behind(&self, place: &Place) -> String {
        let (from, to) = self.span;
        let field = place.field.as_ref().map_or_else(String::new, |field| format!("&field={field}"));
        let column = place.column;
        format!("/api/report/behind?form={}&from={from}&to={to}&column={column}{field}", self.form)
    }
}

#[component]
pub fn FormPage() -> impl IntoView {
    let desk = use_desk();
    let query = use_query_map();
    let navigate = StoredValue::new_local(use_navigate());
    let today = Memo::new(move |_| desk.now().day());
    let asked = Memo::new(move |_| Asked::read(|key| query.read().get(key), today.get()));
    let whole = Memo::new(move |_| Asked { place: None, ..asked.get() });
    let answer = LocalResource::new(move || {
        let asked = whole.get();
        async move {
            let got = desk.get_json::<Covered<Filled>>(&asked.file("cells")).await;
            got.map(|covered| (asked, covered))
        }
    });
    let behind = LocalResource::new(move || {
        let asked = asked.get();
        async move {
            let place = asked.place.clone()?;
            let got = desk.get_json::<Behind>(&asked.behind(&place)).await;
            Some(got.map(|behind| (asked, behind)))
        }
    });
    let span = Signal::derive(move || whole.get().span);
    let change = move |asked: Asked| {
        let here = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|go| go(&asked.href(), here));
    };
    let go = Callback::new(move |span| change(Asked { span, ..whole.get_untracked() }));
    let choose = move |ev| {
        let id = event_target_value(&ev);
        if let Some(form) = form(&id) {
            change(Asked { form: form.id, ..whole.get_untracked() });
        }
    };
    // Figures of another period, or another form, would stand under this one's name.
    let current = move || answer.get().filter(|got| got.as_ref().map_or(true, |(of, _)| *of == whole.get()));
    let listed = move || match behind.get() {
        Some(Some(Ok((of, _)))) if of != asked.get() => None,
        got => got.flatten(),
    };
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    let list_again = Callback::new(move |()| behind.refetch());
    view! {
        <Reports here=Report::Forms days=Signal::derive(move || Some(span.get())) />
        <div class="head head--split board__head">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <p class="line screen-only">
                <span class="select"><select class="input board__which" aria-label=t(FORM) on:change=choose>
                    {FORMS.map(|form| view! { <option value=form.id selected=move || whole.get().form == form.id>{t(form.number)}</option> })}
                </select><Icon glyph=Glyph::Down /></span>
                <PeriodPicker chosen=span today=today.get_untracked() go />
            </p>
            <p class="line screen-only">
                {ways(Some(desk), move |format| whole.get().file(format), PRINT)}
            </p>
        </div>
        {move || answered(current(), again, |(of, Covered { report, coverage })| {
            let name = desk.ward_or_none();
            let head = name.as_ref().and_then(|ward| ward.letterhead(of.span.1));
            let agency = head.map(|head| head.agency.clone()).unwrap_or_default();
            let name = move |id| name.as_ref().map_or_else(String::new, |ward| ward.name_of(id));
            form_view(&of, &asked, report, agency, held(&coverage, name), &coverage).into_any()
        })}
        {move || asked.with(|asked| asked.place.is_some()).then(|| {
            answered(listed(), list_again, |(of, behind)| {
                let ward = desk.ward_or_none();
                behind_view(&of, behind, ward.as_deref()).into_any()
            })
        })}
    }
}

/// The form on plain values; `asked` says which of its numbers is looked into.
pub fn form_view(
    of: &Asked,
    asked: &Memo<Asked>,
    filled: Filled,
    agency: String,
    held: Vec<Held>,
    coverage: &Coverage,
) -> impl IntoView + use<> {
    let (form, asked, of) = (of.form(), *asked, of.clone());
    let period = format!("{} – {}", of.span.0.vi(), of.span.1.vi());
    let broken = filled.broken(form);
    let leading = view! {
        <th scope="col" rowspan="2">{t(NO)}</th><th scope="col" rowspan="2">{t(FIELD)}</th>
    };
    let groups = form.columns.chunk_by(|a, b| a.over == b.over);
    let over = groups.map(|group| view! { <th scope="colgroup" colspan=group.len()>{t(group[0].over)}</th> });
    let names = form.columns.iter().map(|column| view! { <th scope="col">{t(column.name)}</th> });
    let numbers = (1..FIRST + form.columns.len()).map(|n| view! { <td>{format!("({n})")}</td> });
    let cells = move |field: Option<String>, counts: Vec<u32>| {
        let of = of.clone();
        let cell = move |(i, n): (usize, u32)| {
            let place = Place { column: i + FIRST, field: field.clone() };
            let link = Asked { place: Some(place.clone()), ..of.clone() }.href();
            let here = move || asked.with(|asked| asked.place.as_ref() == Some(&place)).then_some("true");
            let text = say(move |lang| number(lang, n.into()));
            match n {
                0 => view! { <td class="num" data-zero="">{text}</td> }.into_any(),
                _ => {
                    view! { <td class="num"><a href=link data-noscroll="" aria-current=here>{text}</a></td> }
                        .into_any()
                }
            }
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
            <header><h2>{t(form.title)}</h2><p>{period}</p></header>
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

/// The dossiers behind a number.
pub fn behind_view(of: &Asked, behind: Behind, ward: Option<&Ward>) -> impl IntoView + use<> {
    let column = of.place.as_ref().and_then(|place| of.form().column(place.column));
    let field = of.place.as_ref().and_then(|place| place.field.clone());
    let named = field.and_then(|id| {
        let fields = ward.map(|ward| ward.catalogue.fields.as_slice()).unwrap_or_default();
        fields.iter().find(|field| field.id == id).map(|field| (field.name.clone(), field.name_en.clone()))
    });
    let title = move |lang: Lang| {
        let column = column.map(|column| column.title(lang)).unwrap_or_default();
        match &named {
            Some((vi, en)) => format!("{column} · {}", lang.pick(vi, en)),
            None => column,
        }
    };
    let close = Asked { place: None, ..of.clone() }.href();
    behind_list(title, close, behind, ward)
}
