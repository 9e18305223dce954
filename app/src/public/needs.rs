//! Tôi cần giấy gì: the papers that everybody needs, and those of the citizen's own case, by a few questions.
//!
//! Not here: the questions (`shared::procedure::asks`), whether papers are enough (`shared::dossier::receive`).
//! Invariant: nobody is asked what the ward looks up itself; an answer only adds a paper to the list, or says what may
//! replace it. The law's own words stand below.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use shared::lang::{Lang, Word, word};
use shared::procedure::{Asks, Manner, PaperAsked, asks};

use crate::english::told;
use crate::text::{say, t};
use crate::ui::choice::TickRow;

const NEEDED: Word = word("Giấy tờ bạn cần", "Papers you need");
const CASES: Word = word("Trường hợp của bạn", "Your case");
const CASES_HOW: Word = word(
    "Trả lời vài câu; giấy tờ cần thêm sẽ vào danh sách trên.",
    "Answer a few questions; the papers they ask for join the list above.",
);
const YES: Word = word("Có", "Yes");
const NO: Word = word("Không", "No");
const IF_YES: Word = word("Có thì cần giấy này.", "If so, this paper is needed.");
const BY_WARD: Word =
    word("Cán bộ sẽ tra, bạn không phải tìm giấy", "The officer looks these up; you need not find them");
const IN_LAW: Word = word("Điều kiện theo lời của quy định", "The conditions in the words of the rules");

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

/// What was answered so far, by the place of the paper.
pub type Answers = BTreeMap<usize, bool>;

fn is_wards(paper: &PaperAsked) -> bool {
    matches!(asks(paper), Some(Asks::Ward { .. }))
}

/// The papers for these answers, by their place in the procedure's list.
pub fn needed(asked: &[PaperAsked], answers: &Answers) -> Vec<usize> {
    let all = asked.iter().enumerate();
    all.filter(|(i, paper)| paper.required || (answers.get(i) == Some(&true) && !is_wards(paper)))
        .map(|(i, _)| i)
        .collect()
}

/// What is said below a paper on the list: how it is brought, or what may take its place.
fn note_of(paper: &PaperAsked, answer: Option<bool>) -> Option<Word> {
    match asks(paper)? {
        Asks::Ward { note } | Asks::Brought { note } => Some(note),
        Asks::Citizen { note, .. } if paper.required => note.filter(|_| answer == Some(false)),
        Asks::Citizen { note, .. } => note,
    }
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

/// When it is needed, in a citizen's words and a line of its own.
pub fn when_of(paper: &PaperAsked) -> Option<impl IntoView + use<>> {
    let said = asks(paper).map(|asks| match asks {
        Asks::Citizen { question, note } if paper.required => {
            view! { {t(question)}{note.map(|note| view! { " "{t(note)} })} }.into_any()
        }
        Asks::Citizen { question, note } => {
            view! { {t(question)}" "{t(IF_YES)}{note.map(|note| view! { " "{t(note)} })} }.into_any()
        }
        Asks::Ward { note } | Asks::Brought { note } => t(note).into_any(),
    });
    said.map(|said| view! { <span class="sub">{said}</span> })
}

fn row(paper: &PaperAsked, answer: Option<bool>) -> impl IntoView + use<> {
    let ((name, lang), shown) = (told(&paper.name), paper.clone());
    view! {
        <li>
            <span lang=lang>{name}</span>
            <span class="sub">{say(move |lang| how(&shown, lang))}</span>
            {note_of(paper, answer).map(|note| view! { <span class="sub">{t(note)}</span> })}
        </li>
    }
}

fn radio(i: usize, yes: bool, answers: RwSignal<Answers>) -> impl IntoView {
    let chosen = move || answers.with(|all| all.get(&i) == Some(&yes));
    let choose = move |_| {
        answers.update(|all| {
            all.insert(i, yes);
        });
    };
    view! {
        <label class="tick">
            <input class="check" type="radio" name=format!("case-{i}") prop:checked=chosen on:change=choose />
            <span>{t(if yes { YES } else { NO })}</span>
        </label>
    }
}

fn case(i: usize, paper: &PaperAsked, question: Word, answers: RwSignal<Answers>) -> impl IntoView + use<> {
    let (name, lang) = told(&paper.name);
    view! {
        <li>
            <fieldset class="choices choices--line">
                <legend>{t(question)}<span class="sub" lang=lang>{name}</span></legend>
                <div class="choices__rows">{radio(i, true, answers)}{radio(i, false, answers)}</div>
            </fieldset>
        </li>
    }
}

/// The conditions as the rules have them, for whoever wants to read these.
fn in_law(asked: &[PaperAsked]) -> Option<impl IntoView + use<>> {
    let conditional = asked.iter().filter(|paper| !paper.condition.is_empty());
    let rows: Vec<_> = conditional
        .map(|paper| {
            let ((name, lang), (condition, its)) = (told(&paper.name), told(&paper.condition));
            view! { <li><span lang=lang>{name}</span><span class="sub" lang=its>{condition}</span></li> }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <details><summary>{t(IN_LAW)}</summary><ul class="public__papers">{rows}</ul></details> }
    })
}

pub fn needs_view(asked: Vec<PaperAsked>) -> impl IntoView {
    let answers = RwSignal::new(Answers::new());
    let questions = asked.iter().enumerate().filter_map(|(i, paper)| match asks(paper)? {
        Asks::Citizen { question, .. } => Some(case(i, paper, question, answers)),
        Asks::Ward { .. } | Asks::Brought { .. } => None,
    });
    let questions = questions.collect::<Vec<_>>();
    let looked_up =
        asked.iter().filter(|paper| !paper.required && is_wards(paper)).map(|paper| row(paper, None));
    let (looked_up, in_law) = (looked_up.collect::<Vec<_>>(), in_law(&asked));
    let list = move || {
        let rows = answers.with(|answers| {
            let places = needed(&asked, answers).into_iter();
            places
                .filter_map(|i| Some((asked.get(i)?, answers.get(&i).copied())))
                .map(|(p, a)| row(p, a))
                .collect::<Vec<_>>()
        });
        rows.collect_view()
    };
    view! {
        <h2>{t(NEEDED)}</h2>
        <ul class="public__papers" aria-live="polite">{list}</ul>
        {(!questions.is_empty()).then(|| view! {
            <section class="public__cases">
                <h3>{t(CASES)}</h3>
                <p class="quiet">{t(CASES_HOW)}</p>
                <ul>{questions}</ul>
            </section>
        })}
        {(!looked_up.is_empty()).then(|| view! { <h3>{t(BY_WARD)}</h3><ul class="public__papers">{looked_up}</ul> })}
        {in_law}
    }
}
