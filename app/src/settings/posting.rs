//! Niêm yết: whom each procedure is for, the one part of a posting that the catalogue does not bring along.
//!
//! Not here: how a procedure is posted (`public::procedure`), what is right (`shared::ward::posted`).
//! Invariant: the administrator says it, a procedure at a time, with a network; what was typed stays.

use leptos::prelude::*;
use shared::lang::{Lang, Sentence, Word, counted, number, word};
use shared::moment::Day;
use shared::officer::Right;
use shared::procedure::Procedure;
use shared::ward::Ward;

use crate::desk::{Desk, use_desk};
use crate::prefs::use_lang;
use crate::saving::Saving;
use crate::text::{say, t};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::select::SelectField;

pub(super) const TITLE: Word = word("Niêm yết: đối tượng thực hiện", "Posting: whom procedures are for");
const PROCEDURE: Word = word("Thủ tục", "Procedure");
const FOR_WHOM: Word = word("Đối tượng thực hiện", "Who it is for");
const HINT: Word = word(
    "Như quyết định công bố thủ tục ghi: Cá nhân; Công dân Việt Nam; Tổ chức, cá nhân. Xóa trắng để thôi ghi.",
    "As the decision on the procedure has it, in Vietnamese. Empty it to say nothing any more.",
);
const SAVE: Word = word("Lưu đối tượng thực hiện", "Save whom it is for");
const NOT_SAVED: Word = word("Chưa lưu được", "Not saved");
const KEPT: Word = word("Đã lưu. Trang thủ tục đã theo.", "Saved. The procedure's page follows it.");

/// `40 thủ tục đang áp dụng chưa ghi đối tượng thực hiện.`
fn lacking(lang: Lang, n: usize) -> String {
    match lang {
        Lang::Vi => {
            let n = number(lang, i64::try_from(n).unwrap_or(i64::MAX));
            format!("{n} thủ tục đang áp dụng chưa ghi đối tượng thực hiện; trang của thủ tục mời hỏi quầy.")
        }
        Lang::En => counted(
            n,
            "procedure in force does not say whom it is for; its page says to ask at the counter.",
            "procedures in force do not say whom they are for; their pages say to ask at the counter.",
        ),
    }
}

#[component]
pub fn PostingRegion() -> impl IntoView {
    let desk = use_desk();
    let keeps = desk.has(Right::Keep);
    keeps.then(|| {
        let n = Memo::new(move |_| {
            let (ward, today) = (desk.ward(), desk.now().day());
            ward.catalogue.all_in_force(today).filter(|one| one.for_whom.is_empty()).count()
        });
        view! {
            <section class="region flow" id="niem-yet">
                <header><h2>{t(TITLE)}</h2></header>
                <p>{say(move |lang| lacking(lang, n.get()))}</p>
                {form(desk)}
            </section>
        }
    })
}

/// The procedures in force that post their dossiers, each with its days and where they count, as its version has it.
pub fn posting_rules(ward: &Ward, today: Day) -> Vec<(Sentence, Sentence)> {
    let rule = |one: &Procedure| {
        let term = one.posting()?;
        let said = |lang: Lang| {
            let inside = match one.posting_outside {
                true => lang.pick("ngoài thời hạn", "outside the limit"),
                false => lang.pick("trong thời hạn", "inside the limit"),
            };
            format!("{}, {inside}", term.text(lang))
        };
        let name = Sentence::new(one.name.clone(), one.name_en.clone());
        Some((name, Sentence::new(said(Lang::Vi), said(Lang::En))))
    };
    ward.catalogue.all_in_force(today).filter_map(rule).collect()
}

pub fn posting_rule((name, said): (Sentence, Sentence)) -> impl IntoView {
    view! { <li><span class="grow">{t(name)}</span><span class="end">{t(said)}</span></li> }
}

fn said(desk: Desk, ward: &Ward, id: &str) -> String {
    ward.catalogue.in_force(id, desk.now().day()).map(|one| one.for_whom.clone()).unwrap_or_default()
}

fn form(desk: Desk) -> impl IntoView {
    let (lang, saving) = (use_lang(), Saving::default());
    let first =
        untrack(|| desk.ward().catalogue.all_in_force(desk.now().day()).next().map(|one| one.id.clone()));
    let chosen = RwSignal::new(first.unwrap_or_default());
    let typed = RwSignal::new(untrack(|| said(desk, &desk.ward(), &chosen.get())));
    Effect::new(move |before: Option<String>| {
        let id = chosen.get();
        if before.is_some_and(|before| before != id) {
            typed.set(untrack(|| said(desk, &desk.ward(), &id)));
        }
        id
    });
    // The clock ticks; the list is drawn anew only where it has changed.
    let options = Memo::new(move |_| {
        let (ward, lang, today) = (desk.ward(), lang.get(), desk.now().day());
        let name = |id: &str, name: &str| format!("{id} · {name}");
        let all = ward.catalogue.all_in_force(today);
        let all = all.map(|one| (one.id.clone(), name(&one.id, lang.pick(&one.name, &one.name_en))));
        all.collect::<Vec<_>>()
    });
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let made = untrack(|| desk.ward().with_for_whom(&chosen.get(), desk.now().day(), &typed.get()));
        saving.save(desk, made);
    };
    let faults = saving.faults;
    view! {
        <form class="flow" on:submit=submit>
            <ErrorSummary title=NOT_SAVED faults />
            <SelectField id="procedure" label=PROCEDURE value=chosen options faults />
            <TextField id="for_whom" label=FOR_WHOM hint=HINT value=typed faults />
            {saving.foot(SAVE, KEPT)}
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_procedure_is_not_told_as_many() {
        assert!(lacking(Lang::Vi, 1).starts_with("1 thủ tục đang áp dụng chưa ghi"));
        assert!(lacking(Lang::En, 1).starts_with("1 procedure in force does not say whom it is for"));
        assert!(lacking(Lang::En, 2).starts_with("2 procedures in force do not say whom they are for"));
    }
}
