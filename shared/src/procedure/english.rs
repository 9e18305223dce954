//! What the catalogue says, for whoever reads English.
//!
//! Not here: names of procedures and fields, which the catalogue has in both languages; what a price is for (`fee`).
//! Invariant: only what is shown is told in English. What is stored and what is printed stays as it was written, and a
//! text that a ward wrote anew stays Vietnamese and says so.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::lang::Lang;

const ENGLISH: &str = include_str!("../../data/procedures.en.json");

/// From a text of the catalogue to its English.
static TABLE: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| crate::json::read(ENGLISH).expect("the product's own table; a test reads it"));

/// A text of the catalogue for a reader of `lang`, and the language that it is in.
pub fn told(text: &str, lang: Lang) -> (String, Lang) {
    match (lang, TABLE.get(text)) {
        (Lang::En, Some(english)) => (english.clone(), Lang::En),
        (Lang::Vi, _) | (Lang::En, None) => (text.to_owned(), Lang::Vi),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::procedure::{Procedure, standard_catalogue};
    use crate::ward::posted::USUAL;

    /// All that a screen shows of a procedure but its name.
    fn shown(p: &Procedure) -> Vec<&str> {
        let papers = p.papers.iter().flat_map(|paper| [&paper.name, &paper.condition]);
        let steps = p.steps.iter().flat_map(|step| [&step.name, &step.who]);
        let lists = [&p.results, &p.legal_basis, &p.agencies].into_iter().flatten();
        let all = [&p.term_text, &p.signer, &p.note].into_iter().chain(papers).chain(steps).chain(lists);
        let all = all.chain(p.fees.iter().map(|line| &line.label));
        all.map(String::as_str).filter(|text| !text.is_empty()).collect()
    }

    #[test]
    fn everything_shown_has_its_english_and_no_english_is_idle() {
        let catalogue = standard_catalogue().expect("the data is readable");
        let shown: BTreeSet<&str> = catalogue.procedures.iter().flat_map(shown).chain(USUAL).collect();
        let told: BTreeSet<&str> = TABLE.keys().map(String::as_str).collect();
        let lacking: Vec<_> = shown.difference(&told).collect();
        let idle: Vec<_> = told.difference(&shown).collect();
        assert!(lacking.is_empty(), "data/procedures.en.json lacks {lacking:#?}");
        assert!(idle.is_empty(), "data/procedures.en.json holds what nothing shows: {idle:#?}");
    }

    /// The numbers of laws keep their letters: `Decree 123/2015/NĐ-CP`, `Form 09/ĐK`.
    #[test]
    fn english_is_english_but_for_the_numbers_of_laws() {
        for (text, english) in TABLE.iter() {
            let words = english.split(' ').filter(|word| !word.contains('/') && !word.starts_with("1a–1đ"));
            let left: Vec<_> =
                words.filter(|w| w.chars().any(|c| c.is_alphabetic() && !c.is_ascii())).collect();
            assert!(left.is_empty(), "{text} → {english}: {left:?}");
            assert!(!english.trim().is_empty(), "{text}");
        }
    }

    /// Every figure of the law stands in its English too: days, forms, years, numbers of decrees.
    #[test]
    fn no_figure_is_lost() {
        let figures = |text: &str| {
            let all = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
            let mut all: Vec<u64> = all.filter_map(|part| part.parse().ok()).collect();
            all.sort_unstable();
            all
        };
        // `15 giờ` is `15:00`.
        let plain = |english: &str| english.replace(":00", "");
        for (text, english) in TABLE.iter() {
            assert_eq!(figures(text), figures(&plain(english)), "{text} → {english}");
        }
    }

    #[test]
    fn who_reads_vietnamese_reads_the_text_and_a_wards_own_text_stays() {
        let paper = "Giấy chứng sinh";
        assert_eq!(told(paper, Lang::Vi), (paper.to_owned(), Lang::Vi));
        assert_eq!(told(paper, Lang::En), ("Birth notification certificate".to_owned(), Lang::En));
        let own = "Giấy hẹn của phường";
        assert_eq!(told(own, Lang::En), (own.to_owned(), Lang::Vi));
    }
}
