//! Which days are looked at: one or several, in the address and in two fields.
//!
//! Not here: what is shown of them.
//! Invariant: what is missing in an address or makes no sense is today.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::lang::{Lang, Word, word};
use shared::moment::Day;
use shared::refusal::FieldFault;
use shared::report::Period;

use crate::desk::use_desk;
use crate::text::t;
use crate::ui::date::DateField;
use crate::ui::field::Faults;
use crate::ui::icon::{Glyph, Icon};

const FROM: Word = word("Từ ngày", "From");
const TO: Word = word("Đến ngày", "To");
const SHOW: Word = word("Xem", "Show");
const TODAY: Word = word("Hôm nay", "Today");
const BEFORE: Word = word("Ngày trước", "Day before");
const NEXT: Word = word("Ngày sau", "Next day");
const DAYS: Word = word("Ngày", "Days");

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    pub from: Day,
    pub to: Day,
}

impl Span {
    pub fn of(day: Day) -> Span {
        Span { from: day, to: day }
    }

    pub fn read(get: impl Fn(&str) -> Option<String>, today: Day) -> Span {
        let day = |key: &str| get(key).and_then(|text| Day::parse_any(&text));
        let from = day("tu").unwrap_or(today);
        let to = day("den").unwrap_or(from);
        Period::new(from, to).map_or(Span::of(today), |_| Span { from, to })
    }

    /// From two fields as typed, or what is wrong at which of them.
    pub fn typed(from: &str, to: &str) -> Result<Span, Vec<FieldFault>> {
        let day = |field: &'static str, text: &str| {
            Day::parse_any(text).ok_or_else(|| {
                FieldFault::new(field, "Ghi ngày như 22/11/2018.", "Write the day like 22/11/2018.")
            })
        };
        match (day("tu", from), day("den", to)) {
            (Ok(from), Ok(to)) => match Period::new(from, to) {
                Ok(_) => Ok(Span { from, to }),
                Err(said) => Err(vec![FieldFault::new("den", said.vi, said.en)]),
            },
            (from, to) => Err([from.err(), to.err()].into_iter().flatten().collect()),
        }
    }

    /// `path?tu=…&den=…`
    pub fn href(self, path: &str) -> String {
        format!("{path}?tu={}&den={}", self.from, self.to)
    }

    /// `from=…&to=…`, as the server reads it.
    pub fn query(self) -> String {
        format!("from={}&to={}", self.from, self.to)
    }

    pub fn said(self, lang: Lang) -> String {
        let (from, to) = (self.from.vi(), self.to.vi());
        match (self.from == self.to, lang) {
            (true, _) => from,
            (false, Lang::Vi) => format!("từ {from} đến {to}"),
            (false, Lang::En) => format!("{from} to {to}"),
        }
    }
}

/// The days that the address asks for, and today.
pub fn use_span() -> (Memo<Span>, Memo<Day>) {
    let (desk, query) = (use_desk(), use_query_map());
    let today = Memo::new(move |_| desk.now().day());
    (Memo::new(move |_| Span::read(|key| query.read().get(key), today.get())), today)
}

/// Goes to other days of the page.
pub fn use_walk(path: &'static str) -> Callback<Span> {
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |span: Span| {
        let here = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|go| go(&span.href(path), here));
    })
}

/// Two fields that keep what was typed, and a step to the day beside.
#[component]
pub fn Days(span: Memo<Span>, today: Memo<Day>, path: &'static str, go: Callback<Span>) -> impl IntoView {
    let here = span.get_untracked();
    let (from, to) = (RwSignal::new(here.from.to_string()), RwSignal::new(here.to.to_string()));
    let faults: Faults = RwSignal::new(vec![]);
    Effect::new(move |_| {
        let here = span.get();
        from.set(here.from.to_string());
        to.set(here.to.to_string());
        faults.set(vec![]);
    });
    let show = move |ev: SubmitEvent| {
        ev.prevent_default();
        match Span::typed(&from.get_untracked(), &to.get_untracked()) {
            Ok(typed) => {
                faults.set(vec![]);
                go.run(typed);
            }
            Err(found) => faults.set(found),
        }
    };
    let step = move || {
        let here = span.get();
        (here.from == here.to).then(|| {
            let to = |days| Span::of(here.from.plus(days)).href(path);
            view! {
                <a class="btn" rel="prev" href=to(-1) data-noscroll=""><Icon glyph=Glyph::Back />{t(BEFORE)}</a>
                <a class="btn" rel="next" href=to(1) data-noscroll="">{t(NEXT)}<Icon glyph=Glyph::Next /></a>
            }
        })
    };
    view! {
        <form class="line screen-only span" aria-label=t(DAYS) on:submit=show>
            <DateField id="tu" label=FROM value=from faults=faults />
            <DateField id="den" label=TO value=to faults=faults />
            <button class="btn" type="submit">{t(SHOW)}</button>
            <a class="btn" href=move || Span::of(today.get()).href(path) data-noscroll="">{t(TODAY)}</a>
            {step}
        </form>
    }
}
