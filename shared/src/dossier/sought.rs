//! Tìm hồ sơ: what a dossier is found by, and which words were typed.
//!
//! Not here: the index of a device (its list), the statement of the server (its store).
//! Invariant: the device and the server look at the same texts by the same rule: a word finds words that begin with it,
//! figures find figures anywhere in an identity number, a telephone or a code.

use super::Dossier;
use super::code::looked_for;
use crate::procedure::Procedure;
use crate::text::fold;

/// A word that was typed, or figures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// Folded, with a space before: it begins a word.
    pub word: String,
    pub is_figures: bool,
}

impl Wanted {
    /// Without the space.
    pub fn figures(&self) -> &str {
        self.word.trim_start()
    }
}

/// What was typed, taken apart; a slip's code stands for its dossier.
pub fn wanted(typed: &str) -> Vec<Wanted> {
    let mut words: Vec<Wanted> = Vec::new();
    for word in fold(&looked_for(typed)).split(' ').filter(|word| !word.is_empty()) {
        let is_figures = word.bytes().all(|b| b.is_ascii_digit());
        match words.last_mut() {
            // `0905 114 226` and `181122-6105` are one number.
            Some(last) if is_figures && last.is_figures => last.word.push_str(word),
            Some(_) | None => words.push(Wanted { word: format!(" {word}"), is_figures }),
        }
    }
    words
}

/// Who it is about: both names, and a number that has letters, as a passport's.
pub fn names(dossier: &Dossier) -> String {
    let applicant = &dossier.applicant;
    let number = Some(applicant.number.as_str()).filter(|number| number.contains(char::is_alphabetic));
    [applicant.name.as_str(), &applicant.on_behalf_of].into_iter().chain(number).collect::<Vec<_>>().join(" ")
}

/// `|number|phone|code`, figures only; of the code what stands after the agency.
pub fn figures(dossier: &Dossier) -> String {
    let code = dossier.code.as_ref().map(|code| code.short()).unwrap_or_default();
    let mut all = String::with_capacity(40);
    for part in [dossier.applicant.number.as_str(), &dossier.contact.phone, &code] {
        all.push('|');
        all.extend(part.chars().filter(char::is_ascii_digit));
    }
    all
}

/// What it is about: both names of the version it was received under, the ward's short id, and the national code as one
/// number.
pub fn subject(procedure: &Procedure) -> String {
    let code: String =
        procedure.code.iter().flat_map(|code| code.chars()).filter(char::is_ascii_digit).collect();
    [procedure.name.as_str(), &procedure.name_en, &procedure.id, &code].join(" ")
}

/// Each word after a space.
pub fn folded(text: &str) -> String {
    format!(" {}", fold(text))
}
