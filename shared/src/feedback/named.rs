//! Ai bị nêu tên: whom a complaint is about, and whether a text that everybody will read shows a person.
//!
//! Not here: what that forbids (`step`).
//! Invariant: names are found without accents and as whole words; a doubt keeps an officer out, never in.

use super::{Feedback, What};
use crate::lang::Sentence;
use crate::officer::Officer;
use crate::text::fold;

/// So many figures in one piece are a telephone, a card or a code.
const FIGURES_MIN: usize = 9;
/// Of a telephone that is written in pieces.
const PHONE_FIGURES: std::ops::RangeInclusive<usize> = 10..=11;
/// The end of a dossier's code: `181122-6105`.
const CODE_FIGURES: [usize; 2] = [6, 4];

impl Feedback {
    /// Whether the officer is whom it is about: the ward has said so, or their whole name stands in what was said.
    pub fn names(&self, officer: &Officer) -> bool {
        let answers = self.steps.iter().filter_map(|step| match &step.what {
            What::Answer { text } => Some(text.as_str()),
            What::Classify { .. }
            | What::Ask { .. }
            | What::Refuse { .. }
            | What::Reply { .. }
            | What::Publish { .. }
            | What::Withdraw { .. } => None,
        });
        self.about().contains(&officer.id)
            || std::iter::once(self.content.as_str())
                .chain(answers)
                .any(|said| stands_in(&officer.name, said))
    }

    /// What of a person stands in a text that is to be published.
    pub(super) fn betrays(&self, text: &str) -> Option<Sentence> {
        if stands_in(&self.sender.name, text) {
            return Some(Sentence::new(
                "Phần công khai còn tên người gửi. Bỏ tên rồi công khai.",
                "The sender's name is still in what is published. Take it out first.",
            ));
        }
        if text.split_whitespace().any(|word| word.trim_matches('@').contains('@')) {
            return Some(Sentence::new(
                "Phần công khai còn địa chỉ thư điện tử. Bỏ đi rồi công khai.",
                "An e-mail address is still in what is published. Take it out first.",
            ));
        }
        has_long_number(text).then(|| {
            Sentence::new(
                "Phần công khai còn số điện thoại, số giấy tờ hoặc mã hồ sơ. Bỏ số rồi công khai.",
                "A telephone, identity or dossier number is still in what is published. Take it out first.",
            )
        })
    }
}

/// A name of two words or more, whole, whatever its accents.
fn stands_in(name: &str, text: &str) -> bool {
    let name = fold(name);
    name.contains(' ') && format!(" {} ", fold(text)).contains(&format!(" {name} "))
}

/// A row of figures as long as a telephone's, a card's or a code's: in one piece, or in the pieces in which people write
/// them. A sum of money with its dots is none.
fn has_long_number(text: &str) -> bool {
    let mut run = String::new();
    let mut found = false;
    for c in text.chars().chain(std::iter::once('\n')) {
        if c.is_ascii_digit() || (!run.is_empty() && matches!(c, ' ' | '.' | '-')) {
            run.push(c);
        } else {
            found |= is_long(&run);
            run.clear();
        }
    }
    found
}

fn is_long(run: &str) -> bool {
    let pieces: Vec<&str> = run.split([' ', '.', '-']).filter(|piece| !piece.is_empty()).collect();
    let is_phone = |from: usize| {
        let (first, mut figures) = (pieces[from], 0);
        let begins = first.starts_with('0') || first.starts_with("84");
        begins
            && pieces[from..].iter().any(|piece| {
                figures += piece.len();
                PHONE_FIGURES.contains(&figures)
            })
    };
    let parts: Vec<usize> = run.split('-').map(|part| part.trim_matches([' ', '.']).len()).collect();
    pieces.iter().any(|piece| piece.len() >= FIGURES_MIN)
        || (0..pieces.len()).any(is_phone)
        || parts.windows(2).any(|pair| pair == CODE_FIGURES)
}
