//! A report of a period whose numbers open their dossiers: its address, its frame, a number, the list below.
//!
//! Not here: what stands in the report (each page by itself).
//! Invariant: form, period and number stand in the address, so that a figure can be sent to a colleague with its proof; figures
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

use super::book::{files, pager, ways};
use super::pages::{Report, Reports};
use super::period::{Choice, PeriodPicker};
use super::{STATUS, held};
use crate::desk::{Desk, answered, ask_again_when_back, use_desk};
use crate::text::{Text, escaped, say, t};
use crate::ui::cover::Held;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Empty;

const FORM: Word = word("Biểu", "Form");
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
    pub at: &'static Address,
    pub title: Word,
    pub draw: fn(&Shown, R) -> AnyView,
    /// What a number of it counts, over the list of its dossiers.
    pub named: fn(&Asked, &Place, Option<&Ward>, Lang) -> String,
}

/// Where a report stands.
pub struct Address {
    /// `/bao-cao/766`
    pub page: &'static str,
    /// What a line is called in it.
    pub line: &'static str,
    /// What the server calls the report, with its name; where there are several one is chosen, the first unasked.
    pub forms: fn() -> Vec<(&'static str, Word)>,
}

/// What the address asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    pub form: &'static str,
    pub span: (Day, Day),
    pub place: Option<Place>,
    /// Which page of the list behind the number, from 1.
    pub page: usize,
}

/// What a report needs beside its figures to be drawn.
#[derive(Clone)]
pub struct Shown {
    pub at: &'static Address,
    pub of: Asked,
    /// Which of its numbers is looked into.
    pub asked: Memo<Asked>,
    pub agency: String,
    pub held: Vec<Held>,
    pub coverage: Coverage,
    pub ward: Option<std::sync::Arc<Ward>>,
}

impl Asked {
    /// Read from an address; what is missing or makes no sense is the first form, and the year.
    pub fn read(at: &Address, get: impl Fn(&str) -> Option<String>, today: Day) -> Asked {
        let day = |key: &str| get(key).and_then(|text| Day::parse_any(&text));
        let span = match (day("tu"), day("den")) {
            (Some(from), Some(to)) => (from, to),
            (Some(_) | None, Some(_) | None) => Choice::year(today.year()).span(),
        };
        let (forms, asked) = ((at.forms)(), get("bieu"));
        let known = forms.iter().find(|(id, _)| asked.as_deref() == Some(*id)).or(forms.first());
        let column = get("cot").and_then(|text| text.parse().ok());
        let place = column.map(|column| Place { column, field: get(at.line) });
        let page =
            get("trang").and_then(|text| text.parse().ok()).filter(|page| *page > 0 && place.is_some());
        Asked { form: known.map_or("", |(id, _)| id), span, place, page: page.unwrap_or(1) }
    }

    pub fn href(&self, at: &Address) -> String {
        let mut href = format!("{}?", at.page);
        if (at.forms)().len() > 1 {
            href += &format!("bieu={}&", self.form);
        }
        href += &format!("tu={}&den={}", self.span.0, self.span.1);
        if let Some(Place { column, field }) = &self.place {
            href += &format!("&cot={column}");
            href +=
                &field.as_ref().map_or_else(String::new, |line| format!("&{}={}", at.line, escaped(line)));
            if self.page > 1 {
                href += &format!("&trang={}", self.page);
            }
        }
        href
    }

    /// The report without a number that is looked into.
    pub fn without(&self) -> Asked {
        Asked { place: None, page: 1, ..self.clone() }
    }

    pub fn file(&self, format: &str) -> String {
        let (from, to) = self.span;
        format!("/api/report?form={}&from={from}&to={to}&format={format}", self.form)
    }

    /// Where the list behind the number is asked for.
    fn behind(&self, place: &Place) -> String {
        let (from, to) = self.span;
        let line = place.field.as_ref().map_or_else(String::new, |line| format!("&field={}", escaped(line)));
        let (form, column) = (self.form, place.column);
        format!("/api/report/behind?form={form}&from={from}&to={to}&column={column}{line}")
    }

    fn behind_page(&self, place: &Place) -> String {
        format!("{}&page={}", self.behind(place), self.page)
    }

    /// The whole list as a file; `format` is `csv` or `xlsx`.
    fn behind_file(&self, place: &Place, format: &str) -> String {
        format!("{}&format={format}", self.behind(place))
    }
}

/// What the address of a page asks for, whole and with the number that is looked into.
#[derive(Clone, Copy)]
pub struct Asks {
    pub asked: Memo<Asked>,
    pub whole: Memo<Asked>,
}

impl Asks {
    pub fn new(desk: Desk, at: &'static Address) -> Asks {
        let query = use_query_map();
        let today = Memo::new(move |_| desk.now().day());
        let asked = Memo::new(move |_| Asked::read(at, |key| query.read().get(key), today.get()));
        Asks { asked, whole: Memo::new(move |_| asked.with(Asked::without)) }
    }

    pub fn span(self) -> Signal<(Day, Day)> {
        Signal::derive(move || self.whole.get().span)
    }
}

/// Takes another address of the same page.
fn change(at: &'static Address) -> impl Fn(Asked) + Copy {
    let navigate = StoredValue::new_local(use_navigate());
    move |asked: Asked| {
        let here = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|go| go(&asked.href(at), here));
    }
}

/// The choice of a period for such a report.
pub fn picker(desk: Desk, at: &'static Address, asks: Asks) -> impl IntoView {
    let change = change(at);
    let go = Callback::new(move |span| change(Asked { span, ..asks.whole.get_untracked() }));
    let today = untrack(|| desk.now().day());
    view! { <PeriodPicker chosen=asks.span() today go /> }
}

/// The page of such a report.
pub fn page<R: DeserializeOwned + Clone + 'static>(kind: Kind<R>) -> impl IntoView {
    let Kind { here, at, title, .. } = kind;
    let desk = use_desk();
    let asks = Asks::new(desk, at);
    let (span, whole, change) = (asks.span(), asks.whole, change(at));
    let choose = move |form| change(Asked { form, ..whole.get_untracked() });
    view! {
        <Reports here days=Signal::derive(move || Some(span.get())) />
        <div class="head head--split board__head">
            <h1 tabindex="-1">{t(title)}</h1>
            <p class="line screen-only">
                {choice(at, whole, choose)}
                {picker(desk, at, asks)}
            </p>
            <p class="line screen-only">
                {ways(Some(desk), move |format| whole.get().file(format), PRINT)}
            </p>
        </div>
        {figures(desk, kind, asks)}
    }
}

/// The figures of such a report and, below them, the dossiers behind the one that is looked into.
pub fn figures<R: DeserializeOwned + Clone + 'static>(
    desk: Desk,
    kind: Kind<R>,
    asks: Asks,
) -> impl IntoView {
    let Kind { at, draw, named, .. } = kind;
    let Asks { asked, whole } = asks;
    let answer = LocalResource::new(move || {
        let asked = whole.get();
        async move {
            let got = desk.get_json::<Covered<R>>(&asked.file("cells")).await;
            got.map(|covered| (asked, covered))
        }
    });
    let behind = LocalResource::new(move || {
        let asked = asked.get();
        async move {
            let place = asked.place.clone()?;
            let got = desk.get_json::<Behind>(&asked.behind_page(&place)).await;
            Some(got.map(|behind| (asked, place, behind)))
        }
    });
    // Figures of another period, or another form, would stand under this one's name.
    let current = move || answer.get().filter(|got| got.as_ref().map_or(true, |(of, _)| *of == whole.get()));
    let listed = move || match behind.get() {
        Some(Some(Ok((of, ..)))) if of != asked.get() => None,
        got => got.flatten(),
    };
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    let list_again = Callback::new(move |()| behind.refetch());
    ask_again_when_back(desk, behind, |got| got.as_ref().is_some_and(Result::is_err));
    view! {
        {move || answered(current(), again, |(of, Covered { report, coverage })| {
            let ward = desk.ward_or_none();
            let head = ward.as_ref().and_then(|ward| ward.letterhead(of.span.1));
            let agency = head.map(|head| head.agency.clone()).unwrap_or_default();
            let name = |id| ward.as_ref().map_or_else(String::new, |ward| ward.name_of(id));
            let held = held(&coverage, name);
            draw(&Shown { at, of, asked, agency, held, coverage, ward }, report)
        })}
        {move || asked.with(|asked| asked.place.is_some()).then(|| {
            answered(listed(), list_again, |(of, place, behind)| {
                let ward = desk.ward_or_none();
                let (names, here) = (ward.clone(), of.clone());
                let title = {
                    let place = place.clone();
                    move |lang| named(&of, &place, names.as_deref(), lang)
                };
                behind_list(at, &here, &place, title, behind, ward.as_deref())
            })
        })}
    }
}

/// Which form, where the page has several.
fn choice(
    at: &'static Address,
    asked: Memo<Asked>,
    choose: impl Fn(&'static str) + 'static,
) -> Option<impl IntoView> {
    let forms = (at.forms)();
    let picked = move |ev| {
        let id = event_target_value(&ev);
        if let Some((form, _)) = (at.forms)().into_iter().find(|(form, _)| *form == id) {
            choose(form);
        }
    };
    (forms.len() > 1).then(|| {
        let option = |(form, name): (&'static str, Word)| {
            view! { <option value=form selected=move || asked.with(|asked| asked.form == form)>{t(name)}</option> }
        };
        let options = forms.into_iter().map(option).collect_view();
        view! {
            <span class="select"><select class="input board__which" aria-label=t(FORM) on:change=picked>{options}</select><Icon glyph=Glyph::Down /></span>
        }
    })
}

impl Shown {
    /// The days of the report, as its head says them.
    pub fn period(&self) -> String {
        format!("{} – {}", self.of.span.0.vi(), self.of.span.1.vi())
    }

    /// A number in a table with the way to its dossiers; `label` is its head where rows are cards.
    pub fn number(&self, label: impl Into<Text>, place: Option<Place>, n: u32) -> AnyView {
        let zero = (n == 0).then_some("");
        view! { <td class="num" data-label=t(label) data-zero=zero>{self.way(place, n)}</td> }.into_any()
    }

    /// A number with the way to its dossiers. Nothing lies behind nought, nor where there is no way.
    pub fn way(&self, place: Option<Place>, n: u32) -> AnyView {
        self.opens(place.filter(|_| n > 0), move |lang| number(lang, n.into()))
    }

    /// Whatever is said of dossiers, with the way to them.
    pub fn opens(
        &self,
        place: Option<Place>,
        said: impl Fn(Lang) -> String + Clone + Send + Sync + 'static,
    ) -> AnyView {
        let text = say(said);
        let Some(place) = place else { return text.into_any() };
        let asked = self.asked;
        let link = Asked { place: Some(place.clone()), page: 1, ..self.of.clone() }.href(self.at);
        let here = move || asked.with(|asked| asked.place.as_ref() == Some(&place)).then_some("true");
        view! { <a href=link data-noscroll="" aria-current=here>{text}</a> }.into_any()
    }
}

/// The dossiers behind the number that is asked for, page by page, with the way to their file.
pub fn behind_list(
    at: &'static Address,
    of: &Asked,
    place: &Place,
    title: impl Fn(Lang) -> String + Clone + Send + Sync + 'static,
    behind: Behind,
    ward: Option<&Ward>,
) -> AnyView {
    let total = behind.total;
    let close = of.without().href(at);
    let pages = pager(behind.page, behind.pages(), |page| Asked { page, ..of.clone() }.href(at));
    let whole = (of.clone(), place.clone());
    let saved = (total > 0).then(|| files(move |format| whole.0.behind_file(&whole.1, format), "btn"));
    let words = [Lang::Vi, Lang::En].map(|lang| behind.count(lang));
    let count = move |lang: Lang| lang.pick(&words[0], &words[1]).clone();
    let rows = behind.rows.into_iter().map(|seen| row(seen, ward)).collect_view();
    // Below the figures: whoever asked is taken there, to its top.
    let head = NodeRef::<H2>::new();
    head.on_load(|head| {
        let _ = head.focus();
        head.scroll_into_view();
    });
    view! {
        <section class="region screen-only board__behind" id="phia-sau">
            <header><h2 node_ref=head tabindex="-1">{say(title)}</h2><p>{say(count)}</p>{saved}<a class="btn" href=close data-noscroll="">{t(CLOSE)}</a></header>
            {if total == 0 {
                view! { <Empty says=NOTHING /> }.into_any()
            } else {
                view! {
                    <div class="scroll" role="group" tabindex="0" aria-label=t(BEHIND)><table class="table table--fold">
                        <thead><tr><th scope="col">{t(WHO)}</th><th scope="col">{t(STATUS)}</th><th scope="col">{t(RECEIVED)}</th><th scope="col">{t(DUE)}</th><th scope="col">{t(ANSWERED)}</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table></div>
                    {pages}
                }.into_any()
            }}
        </section>
    }
    .into_any()
}

fn row(seen: Seen, ward: Option<&Ward>) -> impl IntoView + use<> {
    // Where rows are cards, a moment that is not there has no line.
    let moment = |label: Word, at: Option<Moment>| match at {
        Some(at) => {
            view! { <td class="small nowrap" data-label=t(label)>{at.clock_and_day()}</td> }.into_any()
        }
        None => view! { <td class="small nowrap"></td> }.into_any(),
    };
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
            <td class="small nowrap">{t(seen.status.label())}</td>
            {moment(RECEIVED, seen.received)}{moment(DUE, seen.due)}{moment(ANSWERED, seen.finished)}
        </tr>
    }
}
