//! One column: the values of one field, written as suits them best. Its first sign says how.
//!
//! | sign | means |
//! |---|---|
//! | `!` | one value, the same in every row |
//! | `#` | few values: a line that lists them, and a line with one sign a row |
//! | `+` | whole numbers: the first, and a column of steps |
//! | `"` | texts: a column of them without their quotes |
//! | `~` | texts of words: a column of how many, then a column of first words, of second words… |
//! | `\|` | texts of one width: all first signs, then all second signs… |
//! | `=` | one after another |
//!
//! Not here: which values stand below one another (`columns`).
//! Invariant: what is read is what was written, whatever it was.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::{Bytes, Split};

use super::GAP;

/// The signs for few values: what is printed in ASCII.
const SIGNS: std::ops::RangeInclusive<u8> = b'!'..=b'~';
/// More words than any name or address has: the others stay with the last.
const WORDS_MAX: usize = 12;

/// How deep a column of columns stands; a step is never told by steps again, nor a word by words.
#[derive(Clone, Copy, Default)]
struct Within {
    steps: bool,
    text: bool,
    words: bool,
}

pub(super) fn write(values: &[&str], out: &mut String) {
    write_within(values, Within::default(), out);
}

fn write_within(values: &[&str], within: Within, out: &mut String) {
    let first = values.first().copied().unwrap_or_default();
    if values.iter().all(|value| *value == first) {
        out.push('!');
        return out.push_str(first);
    }
    if let Some(few) = few(values) {
        return write_few(values, &few, out);
    }
    if let Some((begin, steps)) = (!within.steps).then(|| steps(values)).flatten() {
        out.push('+');
        out.push_str(begin);
        out.push('\n');
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        return write_within(&steps, Within { steps: true, ..within }, out);
    }
    let bare: Option<Vec<&str>> = values.iter().map(|value| unquoted(value)).collect();
    if let Some(bare) = bare.filter(|bare| !within.text && !bare.is_empty()) {
        out.push('"');
        return write_within(&bare, Within { text: true, ..within }, out);
    }
    if within.text && !within.words && values.iter().any(|value| value.contains(' ')) {
        return write_words(values, Within { words: true, ..within }, out);
    }
    if first.len() > 1 && values.iter().all(|value| value.is_ascii() && value.len() == first.len()) {
        out.push('|');
        out.push_str(&first.len().to_string());
        out.push('\n');
        for at in 0..first.len() {
            out.extend(values.iter().map(|value| char::from(value.as_bytes()[at])));
        }
        return;
    }
    out.push('=');
    out.push_str(&values.join("\t"));
}

/// The different values, in the order of their first row, where they are few and come again.
fn few<'a>(values: &[&'a str]) -> Option<BTreeMap<&'a str, u8>> {
    let mut known = BTreeMap::new();
    for value in values {
        let next = SIGNS.start() + u8::try_from(known.len()).ok()?;
        if !known.contains_key(value) {
            known.insert(*value, SIGNS.contains(&next).then_some(next)?);
        }
    }
    (known.len() * 2 <= values.len()).then_some(known)
}

fn write_few(values: &[&str], few: &BTreeMap<&str, u8>, out: &mut String) {
    let mut listed: Vec<(&u8, &&str)> = few.iter().map(|(value, sign)| (sign, value)).collect();
    listed.sort();
    out.push('#');
    out.push_str(&listed.into_iter().map(|(_, value)| *value).collect::<Vec<_>>().join("\t"));
    out.push('\n');
    out.extend(values.iter().filter_map(|value| few.get(value)).map(|sign| char::from(*sign)));
}

/// Whole numbers as the first and the steps from it; nothing where one is no such number, is not written as we would,
/// or where the steps are neither all the same nor much shorter than the numbers.
fn steps<'a>(values: &[&'a str]) -> Option<(&'a str, Vec<String>)> {
    let mut before: Option<i64> = None;
    let mut steps = Vec::new();
    for token in values {
        let number: i64 = token.parse().ok()?;
        let mut plain = [0; 20];
        if digits(number, &mut plain) != token.as_bytes() {
            return None;
        }
        if let Some(before) = before {
            steps.push(number.checked_sub(before)?.to_string());
        }
        before = Some(number);
    }
    let told: usize = steps.iter().map(String::len).sum();
    let plain: usize = values.iter().skip(1).map(|value| value.len()).sum();
    let even = steps.iter().all(|step| *step == steps[0]);
    (even || told * 2 < plain).then_some((values[0], steps))
}

fn unquoted(token: &str) -> Option<&str> {
    token.strip_prefix('"')?.strip_suffix('"')
}

fn write_words(values: &[&str], within: Within, out: &mut String) {
    let rows: Vec<Vec<&str>> = values.iter().map(|value| value.splitn(WORDS_MAX, ' ').collect()).collect();
    let counts: Vec<String> = rows.iter().map(|words| words.len().to_string()).collect();
    let counts: Vec<&str> = counts.iter().map(String::as_str).collect();
    let most = rows.iter().map(Vec::len).max().unwrap_or(0);
    out.push('~');
    out.push_str(&most.to_string());
    out.push('\n');
    write_within(&counts, within, out);
    for place in 0..most {
        let words: Vec<&str> = rows.iter().filter_map(|words| words.get(place).copied()).collect();
        out.push('\n');
        write_within(&words, within, out);
    }
}

/// The number in decimal, without a place on the heap.
fn digits(number: i64, into: &mut [u8; 20]) -> &[u8] {
    let (mut at, mut left) = (into.len(), number.unsigned_abs());
    loop {
        at -= 1;
        into[at] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    if number < 0 {
        at -= 1;
        into[at] = b'-';
    }
    &into[at..]
}

/// One column while it is read.
pub(super) enum Column<'a> {
    Same(&'a str),
    Few(Vec<&'a str>, Peekable<Bytes<'a>>),
    /// The number before, and the steps from it; the first stands for itself.
    Steps {
        before: i64,
        begun: bool,
        steps: Box<Column<'a>>,
    },
    Text(Box<Column<'a>>),
    Words(Box<Column<'a>>, Vec<Column<'a>>),
    /// The signs, how many rows, and the next of them.
    Wide {
        signs: &'a [u8],
        rows: usize,
        at: usize,
    },
    Plain(Peekable<Split<'a, char>>),
}

impl<'a> Column<'a> {
    pub fn read(lines: &mut Split<'a, char>) -> Option<Column<'a>> {
        Column::open(lines.next()?, lines, 3)
    }

    /// The column that begins with the line; it may stand in `depth` others at most.
    fn open(line: &'a str, lines: &mut Split<'a, char>, depth: u32) -> Option<Column<'a>> {
        let (kind, rest) = (*line.as_bytes().first()?, line.get(1..)?);
        let inner = |lines: &mut Split<'a, char>| Column::open(lines.next()?, lines, depth.checked_sub(1)?);
        Some(match kind {
            b'!' => Column::Same(rest),
            b'#' => Column::Few(rest.split(GAP).collect(), lines.next()?.bytes().peekable()),
            b'+' => {
                Column::Steps { before: rest.parse().ok()?, begun: false, steps: Box::new(inner(lines)?) }
            }
            b'"' => Column::Text(Box::new(Column::open(rest, lines, depth.checked_sub(1)?)?)),
            b'~' => {
                let most: usize = rest.parse().ok()?;
                let counts = Box::new(inner(lines)?);
                let mut words = Vec::new();
                for _ in 0..most.min(WORDS_MAX) {
                    words.push(inner(lines)?);
                }
                Column::Words(counts, words)
            }
            b'|' => {
                let (width, signs): (usize, _) = (rest.parse().ok()?, lines.next()?);
                let even = width > 0 && signs.is_ascii() && signs.len() % width == 0;
                let rows = even.then(|| signs.len() / width)?;
                Column::Wide { signs: signs.as_bytes(), rows, at: 0 }
            }
            b'=' => Column::Plain(rest.split(GAP).peekable()),
            _ => return None,
        })
    }

    /// Writes the next value.
    pub fn next(&mut self, out: &mut String) -> Option<()> {
        match self {
            Column::Same(value) => out.push_str(value),
            Column::Few(values, signs) => {
                out.push_str(values.get(usize::from(signs.next()?.checked_sub(*SIGNS.start())?))?);
            }
            Column::Steps { before, begun, steps } => {
                if *begun {
                    *before = before.checked_add(steps.integer()?)?;
                }
                *begun = true;
                let mut plain = [0; 20];
                out.push_str(std::str::from_utf8(digits(*before, &mut plain)).ok()?);
            }
            Column::Text(inner) => {
                out.push('"');
                inner.next(out)?;
                out.push('"');
            }
            Column::Words(counts, words) => {
                for place in 0..counts.number()? {
                    if place > 0 {
                        out.push(' ');
                    }
                    words.get_mut(place)?.next(out)?;
                }
            }
            Column::Wide { signs, rows, at } => {
                let column = signs.get(*at..).filter(|_| *at < *rows)?;
                out.extend(column.iter().step_by(*rows).map(|sign| char::from(*sign)));
                *at += 1;
            }
            Column::Plain(values) => out.push_str(values.next()?),
        }
        Some(())
    }

    fn integer(&mut self) -> Option<i64> {
        let mut text = String::new();
        self.next(&mut text)?;
        text.parse().ok()
    }

    pub fn number(&mut self) -> Option<usize> {
        self.integer()?.try_into().ok()
    }

    /// Whether every value was read; one value for all rows has no end.
    pub fn is_over(&mut self) -> bool {
        match self {
            Column::Same(_) => true,
            Column::Few(_, signs) => signs.peek().is_none(),
            Column::Steps { begun, steps, .. } => *begun && steps.is_over(),
            Column::Text(inner) => inner.is_over(),
            Column::Words(counts, words) => counts.is_over() && words.iter_mut().all(Column::is_over),
            Column::Wide { rows, at, .. } => at == rows,
            Column::Plain(values) => values.peek().is_none(),
        }
    }
}
