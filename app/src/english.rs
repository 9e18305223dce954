//! Texts of the catalogue for whoever reads English: what they say, and in which language.
//!
//! The table is a part of its own (`parts`), fetched when somebody reads English.
//! Not here: the table (`shared::procedure`), the pages' own words (`text`).
//! Invariant: until the table is here, and where it has no English, the Vietnamese stands and says that it is Vietnamese.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use shared::lang::Lang;

use crate::prefs::use_lang;

/// How the table is asked.
pub type Tell = fn(&str, Lang) -> (String, Lang);

/// The table, once it is here.
#[derive(Clone, Copy)]
pub struct English(pub RwSignal<Option<Tell>>);

fn asked(english: Option<English>, text: &str, lang: Lang) -> (String, Lang) {
    match english.and_then(|english| english.0.get()) {
        Some(tell) => tell(text, lang),
        None => (text.to_owned(), Lang::Vi),
    }
}

/// What it says and the value of `lang`: `let (name, lang) = told(&name);` … `<span lang=lang>{name}</span>`.
pub fn told(
    text: &str,
) -> (
    impl Fn() -> String + Clone + Send + Sync + use<>,
    impl Fn() -> &'static str + Clone + Send + Sync + use<>,
) {
    let (text, reader, english) = (Arc::<str>::from(text), use_lang(), use_context::<English>());
    let named = text.clone();
    (move || asked(english, &text, reader.get()).0, move || asked(english, &named, reader.get()).1.code())
}

/// Several in one line, each in its language.
pub fn told_all(texts: &[String]) -> impl IntoView + use<> {
    let each = texts.iter().enumerate().map(|(i, text)| {
        let (text, lang) = told(text);
        view! { {(i > 0).then_some("; ")}<span lang=lang>{text}</span> }
    });
    each.collect_view()
}

/// What stands around a text of the catalogue within a sentence.
const MARKS: [&str; 7] = [": ", "; ", ", ", " (", "“", "”", "."];

/// The sentence with each text of the catalogue that it names in `tell`'s words; the longest counts.
fn renamed(said: &str, tell: impl Fn(&str) -> Option<String>) -> String {
    let marks = MARKS.iter().flat_map(|mark| said.match_indices(mark));
    let marks: Vec<(usize, usize)> = marks.map(|(at, mark)| (at, at + mark.len())).collect();
    let ends = marks.iter().map(|(end, _)| *end).chain([said.len()]);
    let ends: BTreeSet<usize> = ends.collect();
    let starts: BTreeSet<usize> = marks.iter().map(|(_, start)| *start).chain([0]).collect();
    let (mut out, mut done) = (String::new(), 0);
    for start in starts {
        let named = ends.range(start + 1..).rev().filter(|_| start >= done);
        if let Some((end, name)) = named.filter_map(|end| Some((*end, tell(&said[start..*end])?))).next() {
            out.push_str(&said[done..start]);
            out.push_str(&name);
            done = end;
        }
    }
    out.push_str(&said[done..]);
    out
}

/// A sentence of a rule, with the texts of the catalogue that it names told too: `Missing: Birth notification certificate.`
pub fn retell() -> impl Fn(&str, Lang) -> String + Copy + Send + Sync + 'static {
    let english = use_context::<English>();
    move |said, lang| match lang {
        Lang::Vi => said.to_owned(),
        Lang::En => renamed(said, |text| match asked(english, text, lang) {
            (name, Lang::En) => Some(name),
            (_, Lang::Vi) => None,
        }),
    }
}

/// Where no element can say its language: within a sentence, in an attribute, in a list to choose from.
pub fn tell() -> impl Fn(&str, Lang) -> String + Copy + Send + Sync + 'static {
    let english = use_context::<English>();
    move |text, lang| asked(english, text, lang).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::{english, html};

    #[test]
    fn a_sentence_names_papers_in_english() {
        let known = |text: &str| match shared::procedure::told(text, Lang::En) {
            (name, Lang::En) => Some(name),
            (_, Lang::Vi) => None,
        };
        let said = |text: &str| renamed(text, known);
        assert_eq!(said("Missing: Giấy chứng sinh."), "Missing: Birth notification certificate.");
        assert_eq!(said("Granted: Giấy khai sinh (bản chính)"), "Granted: Birth certificate (original)");
        let two = "Giấy chứng sinh; CCCD/hộ chiếu (chưa rõ)";
        assert_eq!(said(two), "Birth notification certificate; Identity card or passport (chưa rõ)");
        assert_eq!(
            said("The amount for “Phí thẩm định hồ sơ” is"),
            "The amount for “Examining the dossier” is"
        );
        for kept in ["", ".", "Giấy chứng sinh khác", "Không nêu. Nếu cần", "“”: ; "] {
            assert_eq!(said(kept), kept);
        }
    }

    #[test]
    fn a_text_says_in_which_language_it_is() {
        let page = |text: &'static str| {
            move || {
                let (text, lang) = told(text);
                view! { <b lang=lang>{text}</b> }
            }
        };
        assert!(html(page("Giấy chứng sinh")).contains("<b lang=\"vi\">Giấy chứng sinh"));
        assert!(english(page("Giấy chứng sinh")).contains("<b lang=\"en\">Birth notification"));
        assert!(english(page("Giấy của phường")).contains("<b lang=\"vi\">Giấy của phường"));
    }
}
