//! What stands in the scan box and is no card: a name or a number, which goes to its own field.
//!
//! Not here: a card's code (`draft`), who came before (`scan`).
//! Invariant: nothing is typed twice; what is wrong about a number is said at once, until it is changed.

use leptos::prelude::*;
use shared::dossier::record::Sex;
use shared::identity::partial_date::PartialDate;
use shared::identity::personal;
use shared::lang::Sentence;
use shared::text::clean;

use super::draft::Draft;
use crate::ui::field::mend;

/// The field of `text`: a number has digits and, as a passport's, one letter at most.
fn field_of(text: &str) -> &'static str {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters <= 1 && text.chars().any(|c| c.is_ascii_digit()) { "number" } else { "name" }
}

/// Puts it into its field, and says which that is.
pub fn put(draft: Draft, text: &str) -> &'static str {
    let (field, text) = (field_of(text), clean(text));
    if field == "number" {
        draft.looked.set(text.clone());
        draft.number.set(text);
    } else {
        draft.name.set(text);
    }
    draft.unread.set(None);
    draft.garbled.set(false);
    mend(draft.faults, field);
    field
}

/// What is wrong about a number that came from the scan box, or does not agree in one: worth a look, no obstacle.
pub fn warnings(draft: Draft) -> Vec<Sentence> {
    let number = draft.number.get();
    if !number.is_empty()
        && draft.looked.with(|looked| *looked == number)
        && let Err(said) = personal::check_number(&number)
    {
        return vec![said];
    }
    let sex = match draft.sex.get().as_str() {
        "nam" => Sex::Male,
        "nu" => Sex::Female,
        _ => Sex::Unknown,
    };
    let year = draft.birth.get().parse::<PartialDate>().ok().map(PartialDate::year);
    personal::warnings(&number, sex, year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vi(draft: Draft) -> Vec<String> {
        warnings(draft).into_iter().map(|said| said.vi).collect()
    }

    #[test]
    fn a_name_or_a_number_goes_to_its_field_and_is_not_called_a_card() {
        Owner::new().with(|| {
            let draft = Draft::new();
            assert!(!draft.scan("1|2"), "a code that is not read");
            assert_eq!(put(draft, "  Trần Thị  Mới "), "name");
            assert_eq!(put(draft, "048 190 004 217"), "number");
            assert_eq!(draft.name.get_untracked(), "Trần Thị Mới");
            assert_eq!(draft.unread.get_untracked(), None, "what was scanned before is not blamed on it");
            assert_eq!(vi(draft), Vec::<String>::new());
            assert_eq!((put(draft, "B1234567"), put(draft, "Tổ 12 Lê Lợi")), ("number", "name"));
        });
    }

    #[test]
    fn a_number_of_twenty_digits_is_said_to_be_too_long_until_it_is_changed() {
        Owner::new().with(|| {
            let draft = Draft::new();
            assert_eq!(put(draft, "04819000421704819000"), "number");
            assert!(vi(draft)[0].contains("phải đủ 12 chữ số (số đã ghi có 20)"), "{:?}", vi(draft));
            draft.number.set("0481900".to_owned());
            assert_eq!(vi(draft), Vec::<String>::new(), "somebody is typing");
        });
    }
}
