//! A report of a period whose numbers open their dossiers: its address, its frame, a number, the list below.
//!
//! Not here: what stands in the report (each page by itself), the forms with their fields (`form`).
//! Invariant: period and number stand in the address, so that a figure can be sent to a colleague with its proof; figures
//! of one period never stand under the name of another.

use leptos::html::H2;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use serde::de::DeserializeOwned;
use shared::lang::{Lang, Word, number, word};
use shared::moment::{Day, Moment};
use shared::report::behind::Seen;
use shared::report::{Behind, Coverage, Covered, Place};
use shared::ward::Ward;

use super::book::ways;
use super::pages::{Report, Reports};
use super::period::{Choice, PeriodPicker};
use super::{STATUS, ask_again_when_back, held};
use crate::desk::{answered, use_desk};
use crate::text::{Text, escaped, say, t};
use crate::ui::cover::Held;
use crate::ui::state::Empty;

const PRINT: Word = word("In", "Print");
const NOTHING: Word = word("Ô này không có hồ sơ nào.", "No dossier lies behind this number.");
const BEHIND: Word = word("Hồ sơ phía sau con số", "The dossiers behind the number");
const WHO: Word = word("Người nộp, thủ tục", "Applicant, procedure");
const RECEIVED: Word = word("Nhận", "Received");
const DUE: Word = word("Hạn", "Due");
const ANSWERED: Word = word("Xong", "Answered");
const CLOSE: Word = word("Đóng danh sách", "Close the list");

/// A report and its page.
pub struct Kind<R> {
    /// Its place among the reports.
    pub here: Report,
    /// Its address: `/bao-cao/766`.
    pub page: &'static str,
    /// What the server calls it.
    pub form: &'static str,
    pub title: Word,
    pub draw: fn(&Shown, R) -> AnyView,
    /// What a number counts, over the list of its dossiers.
    pub named: fn(&Place, Lang) -> String,
}

/// What the address asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    pub span: (Day, Day),
    pub place: Option<Place>,
}

/// What a report needs beside its figures to be drawn.
pub struct Shown {
    pub page: &'static str,
    pub of: Asked,
    /// Which of its numbers is looked into.
    pub asked: Memo<Asked>,
    pub agency: String,
    pub held: Vec<Held>,
    pub coverage: Coverage,
    pub ward: Option<std::sync::Arc<Ward>>,
}

impl Asked {
    /// Read from an address; what is missing or makes no sense is the year.
    pub fn read(get: impl Fn(&str) -> Option<String>, today: Day) -> Asked {
        let day = |key: &str| get(key).and_then(|text| Day::parse_any(&text));
        let span = match (day("tu"), day("den")) {
            (Some(from), Some(to)) => (from, to),
            (Some(_) | None, Some(_) | None) => Choice::year(today.year()).span(),
        };
        let column = get("cot").and_then(|text| text.parse().ok());
        Asked { span, place: column.map(|column| Place { column, field: get("dong") }) }
    }

    pub fn href(&self, page: &str) -> String {
        let base = format!("{page}?tu={}&den={}", self.span.0, self.span.1);
        match &self.place {
            None => base,
            Some(Place { column, field: None }) => format!("{base}&cot={column}"),
            Some(Place { column, field: Some(line) }) => {
                format!("{base}&cot={column}&dong={}", escaped(line))
            }
        }
    }

    fn file(&self, form: &str, format: &str) -> String {
        let (from, to) = self.span;
        format!("/api/report?form={form}&from={from}&to={to}&format={format}")
    }

    fn behind(&self, form: &str, place: &Place) -> String {
        let (from, to) = self.span;
        let line = place.field.as_ref().map_or_else(String::new, |line| format!("&field={}", escaped(line)));
        format!("/api/report/behind?form={form}&from={from}&to={to}&column={}{line}", place.column)
    }
}

/// The page of such a report.
pub fn page<R: DeserializeOwned + Clone + 'static>(kind: Kind<R>) -> impl IntoView {
    let Kind { here, page, form, title, draw, named } = kind;
    let desk = use_desk();
    let query = use_query_map();
    let navigate = StoredValue::new_local(use_navigate());
    let today = Memo::new(move |_| desk.now().day());
    let asked = Memo::new(move |_| Asked::read(|key| query.read().get(key), today.get()));
    let whole = Memo::new(move |_| Asked { place: None, ..asked.get() });
    let answer = LocalResource::new(move || {
        let asked = whole.get();
        async move {
            let got = desk.get_json::<Covered<R>>(&asked.file(form, "cells")).await;
            got.map(|covered| (asked, covered))
        }
    });
    let behind = LocalResource::new(move || {
        let asked = asked.get();
        async move {
            let place = asked.place.clone()?;
            let got = desk.get_json::<Behind>(&asked.behind(form, &place)).await;
            Some(got.map(|behind| (asked, place, behind)))
        }
    });
    let span = Signal::derive(move || whole.get().span);
    let go = Callback::new(move |span| {
        let here = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|go| go(&Asked { span, place: None }.href(page), here));
    });
    let current = move || answer.get().filter(|got| got.as_ref().map_or(true, |(of, _)| *of == whole.get()));
    let listed = move || match behind.get() {
        Some(Some(Ok((of, ..)))) if of != asked.get() => None,
        got => got.flatten(),
    };
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    let list_again = Callback::new(move |()| behind.refetch());
    view! {
        <Reports here days=Signal::derive(move || Some(span.get())) />
        <div class="head head--split board__head">
            <h1 tabindex="-1">{t(title)}</h1>
            <p class="line screen-only">
                <PeriodPicker chosen=span today=today.get_untracked() go />
            </p>
            <p class="line screen-only">
                {ways(Some(desk), move |format| whole.get().file(form, format), PRINT)}
            </p>
        </div>
        {move || answered(current(), again, |(of, Covered { report, coverage })| {
            let ward = desk.ward_or_none();
            let head = ward.as_ref().and_then(|ward| ward.letterhead(of.span.1));
            let agency = head.map(|head| head.agency.clone()).unwrap_or_default();
            let name = |id| ward.as_ref().map_or_else(String::new, |ward| ward.name_of(id));
            let held = held(&coverage, name);
            draw(&Shown { page, of, asked, agency, held, coverage, ward }, report)
        })}
        {move || asked.with(|asked| asked.place.is_some()).then(|| {
            answered(listed(), list_again, |(of, place, behind)| {
                let close = Asked { place: None, ..of }.href(page);
                behind_list(move |lang| named(&place, lang), close, behind, desk.ward_or_none().as_deref())
            })
        })}
    }
}

impl Shown {
    /// The days of the report, as its head says them.
    pub fn period(&self) -> String {
        format!("{} – {}", self.of.span.0.vi(), self.of.span.1.vi())
    }

    /// A number with the way to its dossiers; `label` is its head where rows are cards. Nothing lies behind nought, nor where there is no way.
    pub fn number(&self, label: impl Into<Text>, place: Option<Place>, n: u32) -> AnyView {
        let label = t(label);
        let text = say(move |lang| number(lang, n.into()));
        let Some(place) = place.filter(|_| n > 0) else {
            return view! { <td class="num" data-label=label data-zero=(n == 0).then_some("")>{text}</td> }
                .into_any();
        };
        let asked = self.asked;
        let link = Asked { place: Some(place.clone()), ..self.of.clone() }.href(self.page);
        let here = move || asked.with(|asked| asked.place.as_ref() == Some(&place)).then_some("true");
        view! { <td class="num" data-label=label><a href=link data-noscroll="" aria-current=here>{text}</a></td> }.into_any()
    }
}

/// The dossiers behind a number; `close` is the address without them.
pub fn behind_list(
    title: impl Fn(Lang) -> String + Clone + Send + Sync + 'static,
    close: String,
    behind: Behind,
    ward: Option<&Ward>,
) -> AnyView {
    let (total, shown) = (behind.total, behind.rows.len());
    let count = move |lang: Lang| {
        let n = |n: usize| number(lang, i64::try_from(n).unwrap_or(i64::MAX));
        match (shown == total, lang) {
            (true, Lang::Vi) => format!("{} hồ sơ", n(total)),
            (true, Lang::En) => format!("{} dossiers", n(total)),
            (false, Lang::Vi) => format!("{} hồ sơ, {} hồ sơ nhận sau cùng ở dưới", n(total), n(shown)),
            (false, Lang::En) => format!("{} dossiers, the latest {} below", n(total), n(shown)),
        }
    };
    let rows = behind.rows.into_iter().map(|seen| row(seen, ward)).collect_view();
    // Below the figures: whoever asked is taken there.
    let head = NodeRef::<H2>::new();
    head.on_load(|head| drop(head.focus()));
    view! {
        <section class="region screen-only" id="phia-sau">
            <header><h2 node_ref=head tabindex="-1">{say(title)}</h2><p>{say(count)}</p><a class="btn" href=close data-noscroll="">{t(CLOSE)}</a></header>
            {if total == 0 {
                view! { <Empty says=NOTHING /> }.into_any()
            } else {
                view! {
                    <div class="scroll" role="group" tabindex="0" aria-label=t(BEHIND)><table class="table">
                        <thead><tr><th scope="col">{t(WHO)}</th><th scope="col">{t(STATUS)}</th><th scope="col">{t(RECEIVED)}</th><th scope="col">{t(DUE)}</th><th scope="col">{t(ANSWERED)}</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table></div>
                }.into_any()
            }}
        </section>
    }
    .into_any()
}

fn row(seen: Seen, ward: Option<&Ward>) -> impl IntoView + use<> {
    let at = |moment: Option<Moment>| moment.map(Moment::clock_and_day).unwrap_or_default();
    let procedure: Text = match ward {
        Some(ward) => ward.catalogue.name_of(&seen.procedure).into(),
        None => {
            let id = seen.procedure.id.clone();
            Text::live(move |_| id.clone())
        }
    };
    view! {
        <tr>
            <td>
                <a class="who" data-open="" href=format!("/ho-so/{}", seen.id)>{seen.name}</a>
                <div class="sub">{procedure}{(!seen.code.is_empty()).then(|| view! { " · "<span class="nowrap">{seen.code.clone()}</span> })}</div>
                {seen.asked.map(|asked| view! { <div class="sub">{say(move |lang| asked.text(lang))}</div> })}
                {(!seen.apology.is_empty()).then(|| view! { <div class="sub">{seen.apology.clone()}</div> })}
            </td>
            <td class="small">{t(seen.status.label())}</td>
            <td class="small nowrap">{at(seen.received)}</td><td class="small nowrap">{at(seen.due)}</td><td class="small nowrap">{at(seen.finished)}</td>
        </tr>
    }
}
