//! By which way somebody wants to be told of the dossier: one of those that the ward has and an address was given for.
//!
//! Not here: what is said (`shared::news`), whether something arrives there (`shared::dossier::form`).
//! Invariant: nobody is told without having chosen; a way without a sender, or without an address, is not offered.

use leptos::prelude::*;
use shared::dossier::record::{Contact, NewsBy};
use shared::lang::{Lang, Word, word};

use crate::ui::select::SelectField;

pub const LABEL: Word = word("Báo tin về hồ sơ", "News of this dossier");
pub const NONE: Word = word("Không báo", "None");

/// The ways to choose from.
pub fn choices(offered: &[NewsBy], contact: &Contact) -> Vec<NewsBy> {
    offered.iter().copied().filter(|by| !contact.address(*by).is_empty()).collect()
}

/// The options of a list; the first is not to be told.
pub fn options(choices: &[NewsBy], lang: Lang) -> Vec<(String, String)> {
    let none = (String::new(), NONE.of(lang).to_owned());
    let by = choices.iter().map(|by| (by.code().to_owned(), by.label().of(lang).to_owned()));
    std::iter::once(none).chain(by).collect()
}

#[component]
pub fn NewsField(
    /// The code of the chosen way, or empty.
    value: RwSignal<String>,
    phone: RwSignal<String>,
    email: RwSignal<String>,
    offered: Signal<Vec<NewsBy>>,
) -> impl IntoView {
    let lang = crate::prefs::use_lang();
    let choices = Memo::new(move |_| {
        let contact = Contact { phone: phone.get(), email: email.get(), ..Contact::default() };
        choices(&offered.get(), &contact)
    });
    let asks = Memo::new(move |_| choices.with(|choices| !choices.is_empty()));
    let shown = Signal::derive(move || choices.with(|choices| options(choices, lang.get())));
    // A wish goes with its address; the list would show another one than is kept.
    Effect::new(move |_| {
        let gone = choices.with(|choices| {
            value.with_untracked(|code| !code.is_empty() && !choices.iter().any(|by| by.code() == code))
        });
        if gone {
            value.set(String::new());
        }
    });
    move || {
        asks.get().then(|| view! { <div class="news-by"><SelectField id="news_by" label=LABEL value options=shown /></div> })
    }
}
