//! The words of a search, and the texts that they are looked for in.
//!
//! Not here: what is found by them (`find`), how words are taken apart (`shared::dossier::sought`).
//! Invariant: a query that narrows another finds nothing that the other does not.

use shared::dossier::code::looked_for;
use shared::dossier::sought::{self, Wanted};
use shared::text::canonical;

use super::{Entry, Keys, Named};

/// What words are looked for in, of all entries in their order: read from one end to the other, no text is fetched from
/// elsewhere in memory.
pub(super) struct Lines {
    text: Box<str>,
    /// One for each entry.
    ends: Box<[Ends]>,
}

/// Where the texts of one entry end; the first begins where the entry before ends.
struct Ends {
    name: u32,
    figures: u32,
    exact: u32,
    procedure: u32,
    marks: u64,
}

/// The texts of one entry.
pub(super) struct Line<'a> {
    name: &'a [u8],
    figures: &'a [u8],
    exact: &'a [u8],
    procedure: usize,
    /// Which letters begin its words, and which figures are in its numbers: most entries need no closer look.
    marks: u64,
}

/// The mark of the letter or figure that a word begins with; all others share one.
fn begins(letter: u8) -> u64 {
    match letter {
        b'a'..=b'z' => 1 << (letter - b'a'),
        b'0'..=b'9' => 1 << (26 + letter - b'0'),
        _ => OTHER,
    }
}

const OTHER: u64 = 1 << 36;

/// The marks of the figures in a number.
fn figures_in(text: &[u8]) -> u64 {
    text.iter().filter(|byte| byte.is_ascii_digit()).fold(0, |marks, byte| marks | 1 << (40 + byte - b'0'))
}

fn marks(name: &str, figures: &str) -> u64 {
    let words = name.as_bytes().windows(2).filter(|pair| pair[0] == b' ');
    words.fold(figures_in(figures.as_bytes()), |marks, pair| marks | begins(pair[1]))
}

impl Lines {
    pub(super) fn of(entries: &[Entry]) -> Lines {
        let mut text = String::new();
        let mut ends = Vec::with_capacity(entries.len());
        for entry in entries {
            let Keys { name, exact } = entry.keys();
            let marks = marks(name, &entry.figures);
            let [name, figures, exact] = [&**name, &entry.figures, exact].map(|part| {
                text.push_str(part);
                text.len() as u32
            });
            ends.push(Ends { name, figures, exact, procedure: entry.procedure as u32, marks });
        }
        Lines { text: text.into(), ends: ends.into() }
    }

    /// Each with its place.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, Line<'_>)> {
        let mut from = 0;
        (0..).zip(&self.ends).map(move |(at, ends)| {
            let line = self.line(from, ends);
            from = ends.exact as usize;
            (at, line)
        })
    }

    /// Those of some places.
    pub(super) fn among(&self, places: &[u32]) -> impl Iterator<Item = (u32, Line<'_>)> {
        places.iter().map(|&at| {
            let before = (at as usize).checked_sub(1).map_or(0, |before| self.ends[before].exact as usize);
            (at, self.line(before, &self.ends[at as usize]))
        })
    }

    fn line(&self, from: usize, ends: &Ends) -> Line<'_> {
        let text = self.text.as_bytes();
        let (name, figures, exact) = (ends.name as usize, ends.figures as usize, ends.exact as usize);
        Line {
            name: &text[from..name],
            figures: &text[name..figures],
            exact: &text[figures..exact],
            procedure: ends.procedure as usize,
            marks: ends.marks,
        }
    }
}

/// What was typed, taken apart once for all entries.
pub(super) struct Query {
    words: Vec<Word>,
    /// The whole with its accents, where it has any.
    exact: Option<String>,
}

struct Word {
    wanted: Wanted,
    /// What an entry has that has it in a name.
    begins: u64,
    /// And in a number; `None` where it is not made of figures.
    figures: Option<u64>,
    /// A letter or figure by itself: its marks say all.
    is_one: bool,
    /// Which procedures' names have it; empty where only people are looked for.
    procedures: Vec<bool>,
}

impl Query {
    pub(super) fn new(typed: &str, procedures: &[Named]) -> Query {
        let text = looked_for(typed);
        let words = sought::wanted(typed).into_iter().map(|wanted| Word {
            procedures: procedures.iter().map(|p| holds(p.name.as_bytes(), wanted.word.as_bytes())).collect(),
            begins: wanted.figures().as_bytes().first().map_or(0, |first| begins(*first)),
            figures: wanted.is_figures.then(|| figures_in(wanted.word.as_bytes())),
            is_one: matches!(wanted.figures().as_bytes(), [one] if begins(*one) != OTHER),
            wanted,
        });
        Query { words: words.collect(), exact: (!text.is_ascii()).then(|| canonical(&text)) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether whatever this finds the other finds too: each of its words is the beginning of one of these, and procedures
    /// are looked at by the other where they are here.
    pub(super) fn narrows(&self, other: &Query) -> bool {
        let goes_on = |word: &Word| {
            let begins = |longer: &Word| longer.wanted.word.starts_with(&word.wanted.word);
            let reach = |longer: &Word| longer.procedures.len() <= word.procedures.len();
            self.words.iter().any(|longer| begins(longer) && reach(longer))
        };
        other.words.iter().all(goes_on)
    }

    /// 0 with the same accents, 1 at the front, 2 anywhere; `None` where a word finds nothing.
    pub(super) fn rank(&self, line: &Line<'_>) -> Option<usize> {
        for word in &self.words {
            let found = word.is_in_number(line)
                || word.is_in_name(line)
                || word.procedures.get(line.procedure).is_some_and(|has| *has);
            if !found {
                return None;
            }
        }
        if self.exact.as_ref().is_some_and(|exact| holds(line.exact, exact.as_bytes())) {
            return Some(0);
        }
        let front = self.words.first().is_some_and(|word| line.name.starts_with(word.wanted.word.as_bytes()));
        Some(if front { 1 } else { 2 })
    }
}

impl Word {
    fn is_in_number(&self, line: &Line<'_>) -> bool {
        let may = self.figures.is_some_and(|figures| line.marks & figures == figures);
        may && (self.is_one || holds(line.figures, self.wanted.figures().as_bytes()))
    }

    fn is_in_name(&self, line: &Line<'_>) -> bool {
        let may = line.marks & self.begins != 0;
        may && (self.is_one || holds(line.name, self.wanted.word.as_bytes()))
    }
}

/// Short needles in short texts: the first byte decides nearly always, so nothing cleverer pays.
fn holds(text: &[u8], needle: &[u8]) -> bool {
    let Some((first, rest)) = needle.split_first() else { return true };
    let mut from = 0;
    while let Some(step) = text[from..].iter().position(|byte| byte == first) {
        let after = from + step + 1;
        if text[after..].starts_with(rest) {
            return true;
        }
        from = after;
    }
    false
}
