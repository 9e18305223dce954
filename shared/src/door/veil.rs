//! Lời cho người dân: what the tracking page shows of a sentence that an officer wrote.
//!
//! Not here: which sentences it shows (`door::tracked`), what stands on papers, which are for one pair of hands.
//! Invariant: whoever holds a slip's code and secret reads which papers are missing and where to go, and no number of a
//! card, a telephone, an address for letters or name of the dossier's own people. Names of others a machine does not know:
//! the officer is told who will read the sentence.

use crate::dossier::Dossier;
use crate::dossier::code::Code;
use crate::moment::Day;
use crate::text::{clean, fold};
use crate::ward::Ward;

/// What stands instead of what is hidden; the same in every language.
pub const HIDDEN: &str = "•••";

/// Digits from which on a number is somebody's: telephones have nine or more, cards nine or twelve, a day of birth without
/// its dots eight. Sums, numbers of laws and of houses have fewer.
const DIGITS_HIDDEN_MIN: usize = 8;
/// The same behind one capital letter: a passport.
const PASSPORT_DIGITS_MIN: usize = 7;
/// Most signs between two digits of one number: `(0236) 3842 123`.
const BETWEEN_MAX: usize = 2;

/// What is hidden in sentences about one dossier, and which numbers are everybody's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Veil {
    /// Folded, word by word; a single word is too common to be hidden.
    names: Vec<Vec<String>>,
    /// The ward's own telephones, digits alone.
    phones: Vec<String>,
}

impl Veil {
    pub fn of(ward: &Ward, dossier: &Dossier) -> Veil {
        Veil::over(ward, [&dossier.applicant.name, &dossier.applicant.on_behalf_of])
    }

    /// The same before there is a dossier, of whoever stands there.
    pub fn over<'a>(ward: &Ward, names: impl IntoIterator<Item = &'a String>) -> Veil {
        let names = names.into_iter().map(|name| fold(name).split(' ').map(str::to_owned).collect());
        let phones = ward.letterheads.iter().map(|head| digits(&head.phone));
        Veil {
            names: names.filter(|words: &Vec<String>| words.len() > 1).collect(),
            phones: phones.filter(|phone| !phone.is_empty()).collect(),
        }
    }

    /// The sentence as the tracking page shows it.
    pub fn seen(&self, text: &str) -> String {
        let text = clean(text);
        let mut hidden = self.of_names(&text);
        hidden.extend(self.of_numbers(&text));
        hidden.extend(of_letters(&text));
        hidden.sort_unstable();
        let (mut seen, mut from) = (String::with_capacity(text.len()), 0);
        for (begin, end) in hidden {
            if begin >= from {
                seen.push_str(&text[from..begin]);
                seen.push_str(HIDDEN);
            }
            from = from.max(end);
        }
        seen.push_str(&text[from..]);
        seen
    }

    /// What of the sentence the tracking page shows otherwise than it is typed; nothing where it shows all of it.
    pub fn hides(&self, text: &str) -> Option<String> {
        Some(self.seen(text)).filter(|seen| *seen != clean(text))
    }

    fn of_names(&self, text: &str) -> Vec<Span> {
        let words = words(text, |c| c.is_alphanumeric());
        let folded: Vec<String> = words.iter().map(|(begin, end)| fold(&text[*begin..*end])).collect();
        let of = |name: &Vec<String>| -> Vec<Span> {
            let found = folded.windows(name.len()).enumerate().filter(|(_, run)| *run == name.as_slice());
            found.map(|(at, _)| (words[at].0, words[at + name.len() - 1].1)).collect()
        };
        self.names.iter().flat_map(of).collect()
    }

    fn of_numbers(&self, text: &str) -> Vec<Span> {
        let known: Vec<Span> =
            words(text, |c| !c.is_whitespace()).into_iter().filter_map(|word| known(text, word)).collect();
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(begin) = text[at..].find(|c: char| c.is_ascii_digit()).map(|step| at + step) {
            if let Some((_, end)) = known.iter().find(|(from, end)| *from <= begin && begin < *end) {
                at = *end;
                continue;
            }
            let limit = known.iter().map(|(from, _)| *from).find(|from| begin < *from).unwrap_or(text.len());
            let end = end_of_number(text, begin, limit);
            let figures = digits(&text[begin..end]);
            let passport = letter_before(text, begin).filter(|_| figures.len() >= PASSPORT_DIGITS_MIN);
            let is_long = figures.len() >= DIGITS_HIDDEN_MIN && !is_money(&text[begin..end], &text[end..]);
            if passport.is_some() || (is_long && !self.phones.contains(&figures)) {
                found.push((passport.unwrap_or(begin), end));
            }
            at = end;
        }
        found
    }
}

/// From which byte to before which.
type Span = (usize, usize);

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn words(text: &str, is_in: impl Fn(char) -> bool) -> Vec<Span> {
    let (mut found, mut begun) = (Vec::new(), None);
    for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
        match (begun, at < text.len() && is_in(c)) {
            (None, true) => begun = Some(at),
            (Some(begin), false) => {
                found.push((begin, at));
                begun = None;
            }
            (None, false) | (Some(_), true) => {}
        }
    }
    found
}

/// Where the digits end that are one number, with what people write between them.
fn end_of_number(text: &str, begin: usize, limit: usize) -> usize {
    let (mut end, mut between) = (begin, 0);
    for (at, c) in text[begin..limit].char_indices() {
        if c.is_ascii_digit() {
            (end, between) = (begin + at + 1, 0);
        } else if matches!(c, ' ' | '.' | '-' | '–' | '(' | ')') && between < BETWEEN_MAX {
            between += 1;
        } else {
            break;
        }
    }
    end
}

/// A word that is a dossier's code, a day or two years: long, and nobody's.
fn known(text: &str, (begin, end): Span) -> Option<Span> {
    let word = text[begin..end].trim_matches(|c: char| !c.is_alphanumeric());
    let is_whole = word.parse::<Code>().is_ok_and(|code| code.agency.contains('H'));
    // No year of the product begins with 0, as telephones do.
    let is_short = !word.starts_with('0') && format!("H-{word}").parse::<Code>().is_ok();
    (is_whole || is_short || is_day(word) || are_years(word)).then_some((begin, end))
}

/// `2018-2019`
fn are_years(word: &str) -> bool {
    let is_year = |part: &str| {
        part.len() == 4 && digits(part).len() == 4 && (part.starts_with("19") || part.starts_with("20"))
    };
    word.split_once('-').is_some_and(|(first, last)| is_year(first) && is_year(last))
}

/// `24/11/2026`, `24.11.2026`, `24-11-2026`
fn is_day(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
    let [day, month, year] = parts.as_slice() else { return false };
    let read = || Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    year.len() == 4 && read().is_some()
}

/// Where a capital letter begins that stands alone before the digits.
fn letter_before(text: &str, begin: usize) -> Option<usize> {
    let mut before = text[..begin].char_indices().rev();
    let (at, _) = before.next().filter(|(_, c)| c.is_ascii_uppercase())?;
    before.next().is_none_or(|(_, c)| !c.is_alphanumeric()).then_some(at)
}

/// Whether it is written as a sum, `15.000.000`, and what follows says so.
fn is_money(number: &str, after: &str) -> bool {
    let mut groups = number.split('.');
    let first = groups.next().unwrap_or_default();
    let is_sum = first.len() <= 3 && !first.starts_with('0') && groups.all(|group| digits(group).len() == 3);
    let next = after.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    is_sum && ["đ", "đồng", "vnd", "vnđ"].contains(&next.to_lowercase().as_str())
}

/// Addresses for letters: `ten@vidu.vn`.
fn of_letters(text: &str) -> Vec<Span> {
    let is_one = |(begin, end): &Span| {
        let parts = text[*begin..*end].split_once('@');
        parts.is_some_and(|(who, place)| !who.is_empty() && place.contains('.'))
    };
    let ends =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '<' | '>' | '“' | '”' | '"');
    words(text, |c| !ends(c)).into_iter().filter(is_one).collect()
}
