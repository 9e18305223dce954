//! Tôi cần giấy gì: the papers that everybody needs, and those of the citizen's own case, by a few answers.
//!
//! Not here: whether papers are enough (`shared::dossier::receive`).
//! Invariant: the conditions are the law's own words; none is made up, and an answer only adds a paper to the list.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::lang::{Lang, Word, word};
use shared::procedure::{Manner, PaperAsked};

use crate::english::told;
use crate::text::{say, t};
use crate::ui::choice::TickRow;

const NEEDED: Word = word("Giấy tờ bạn cần", "Papers you need");
const CASES: Word = word("Trường hợp của bạn có điều nào dưới đây?", "Does any of this apply to you?");
const CASES_HOW: Word = word(
    "Chạm vào điều đúng với bạn; giấy tờ cần thêm sẽ vào danh sách trên.",
    "Tap what is true for you; the paper it asks for joins the list above.",
);
const IF_ANY: Word = word("Có giấy này", "You have this paper");

/// How a paper is handed in: `1 bản chính, 2 bản sao`.
pub fn how(paper: &PaperAsked, lang: Lang) -> String {
    let (original, copy) = match paper.manner {
        Manner::Show => return lang.pick("xuất trình, không thu", "shown, not kept").to_owned(),
        Manner::LookUp => return lang.pick("cơ quan tự tra cứu", "the ward looks it up").to_owned(),
        Manner::Submit => lang.pick(("bản chính", "bản sao"), ("original", "copy")),
    };
    let parts = [(paper.originals, original), (paper.copies, copy)];
    let said: Vec<_> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    said.join(", ")
}

/// The papers for these answers, by their place in the procedure's list.
pub fn needed(asked: &[PaperAsked], cases: &BTreeSet<usize>) -> Vec<usize> {
    let all = asked.iter().enumerate();
    all.filter(|(i, paper)| paper.required || cases.contains(i)).map(|(i, _)| i).collect()
}

/// A row that is ticked while its place is in the set.
#[component]
pub fn TickIn(places: RwSignal<BTreeSet<usize>>, place: usize, children: Children) -> impl IntoView {
    let ticked = Signal::derive(move || places.with(|places| places.contains(&place)));
    let change = move |on: bool| {
        places.update(|places| {
            if on {
                places.insert(place);
            } else {
                places.remove(&place);
            }
        });
    };
    view! { <TickRow ticked change>{children()}</TickRow> }
}

/// When it is needed, in a line of its own.
pub fn condition_of(paper: &PaperAsked) -> Option<impl IntoView + use<>> {
    (!paper.condition.is_empty()).then(|| {
        let (condition, lang) = told(&paper.condition);
        view! { <span class="sub" lang=lang>{condition}</span> }
    })
}

fn row(paper: &PaperAsked) -> impl IntoView + use<> {
    let ((name, lang), shown) = (told(&paper.name), paper.clone());
    view! {
        <li>
            <span lang=lang>{name}</span>
            <span class="sub">{say(move |lang| how(&shown, lang))}</span>
            {condition_of(paper)}
        </li>
    }
}

fn case(i: usize, paper: &PaperAsked, cases: RwSignal<BTreeSet<usize>>) -> impl IntoView + use<> {
    let (name, lang) = told(&paper.name);
    let asks = if paper.condition.is_empty() {
        view! { <span>{t(IF_ANY)}</span> }.into_any()
    } else {
        let (condition, lang) = told(&paper.condition);
        view! { <span lang=lang>{condition}</span> }.into_any()
    };
    view! {
        <li>
            <TickIn places=cases place=i>{asks}<span class="sub" lang=lang>{name}</span></TickIn>
        </li>
    }
}

pub fn needs_view(asked: Vec<PaperAsked>) -> impl IntoView {
    let cases = RwSignal::new(BTreeSet::new());
    let asks = asked.iter().enumerate().filter(|(_, paper)| !paper.required);
    let asks = asks.map(|(i, paper)| case(i, paper, cases)).collect::<Vec<_>>();
    let list = move || {
        let places = cases.with(|cases| needed(&asked, cases));
        places.into_iter().filter_map(|i| asked.get(i)).map(row).collect_view()
    };
    view! {
        <h2>{t(NEEDED)}</h2>
        <ul class="public__papers" aria-live="polite">{list}</ul>
        {(!asks.is_empty()).then(|| view! {
            <fieldset class="choices public__cases">
                <legend>{t(CASES)}</legend>
                <p class="quiet">{t(CASES_HOW)}</p>
                <ul>{asks}</ul>
            </fieldset>
        })}
    }
}
