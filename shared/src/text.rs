//! Chữ Việt: one form of every text, search without accents, the order of names, numbers in words.
//!
//! Not here: identity numbers and phones (`identity`).
//! Invariant: the browser, SQLite and PostgreSQL compare the same folded text; đ is folded by hand, since
//! Unicode gives it no decomposition.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What is stored: composed Unicode, look-alikes of Đ put right, no control or direction marks, single spaces.
pub fn clean(text: &str) -> String {
    let kept = text.nfc().map(|c| match c {
        '\u{00D0}' | '\u{0189}' => 'Đ',
        '\u{00F0}' | '\u{0256}' => 'đ',
        other => other,
    });
    let visible: String =
        kept.map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_hidden(*c)).collect();
    visible.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Control characters, and marks that change the direction of writing or hide within a word.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// What is searched: lower case, no accents, đ as d, everything but letters and digits as one space.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        let c = match c {
            'đ' | 'Đ' | '\u{00D0}' | '\u{0189}' | '\u{00F0}' | '\u{0256}' => 'd',
            other => other,
        };
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c)));
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The five tones in dictionary order, as combining marks; a syllable without one comes first.
const TONES: [char; 5] = ['\u{0300}', '\u{0309}', '\u{0303}', '\u{0301}', '\u{0323}'];

/// Lower case and composed, each tone moved behind its word: `Hòa` and `Hoà` become equal.
pub fn canonical(text: &str) -> String {
    let mut out = String::new();
    for word in clean(text).to_lowercase().split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        let tone = word.nfd().find(|c| TONES.contains(c));
        out.extend(word.nfd().filter(|c| !TONES.contains(c)).nfc());
        out.extend(tone);
    }
    out
}

/// A key whose bytes sort as a Vietnamese dictionary does: letters first (a ă â b … d đ e ê … o ô ơ … u ư),
/// then tones (none, huyền, hỏi, ngã, sắc, nặng). Source: CLDR, language vi.
pub fn sort_key(text: &str) -> String {
    let canonical = canonical(text);
    let mut letters = String::new();
    let mut tones = String::new();
    for word in canonical.split(' ') {
        letters.push('\u{1}');
        let mut tone = '0';
        for c in word.chars() {
            match TONES.iter().position(|t| *t == c) {
                Some(place) => tone = char::from(b'1' + u8::try_from(place).unwrap_or(8)),
                None => push_letter(&mut letters, c),
            }
        }
        tones.push(tone);
    }
    format!("{letters}\u{0}{tones}")
}

fn push_letter(key: &mut String, c: char) {
    let (base, rank) = match c {
        'ă' => ('a', '1'),
        'â' => ('a', '2'),
        'đ' => ('d', '1'),
        'ê' => ('e', '1'),
        'ô' => ('o', '1'),
        'ơ' => ('o', '2'),
        'ư' => ('u', '1'),
        other => (other, '0'),
    };
    key.push(base);
    key.push(rank);
}

/// Sorts people as Vietnamese lists do: by the given name (the last word), then family, then middle names.
pub fn name_sort_key(name: &str) -> String {
    let cleaned = clean(name);
    let words: Vec<&str> = cleaned.split(' ').collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => sort_key(only),
        [family, middle @ .., given] => {
            format!("{}\u{2}{}\u{2}{}", sort_key(given), sort_key(family), sort_key(&middle.join(" ")))
        }
    }
}

/// How well `text` answers `query`; smaller is better, `None` is no answer. Every word of the query must begin a
/// word of the text, accents optional; answers with the same accents come first.
pub fn match_rank(query: &str, text: &str) -> Option<u32> {
    let (q, t) = (fold(query), fold(text));
    if q.is_empty() {
        return Some(9);
    }
    let begins = |word: &str| t == word || t.starts_with(word) || t.contains(&format!(" {word}"));
    if !q.split(' ').all(begins) {
        return None;
    }
    let exact = canonical(text).contains(&canonical(query));
    let front = t.starts_with(&q);
    Some(u32::from(!exact) * 2 + u32::from(!front))
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// `Hai mươi mốt nghìn`: a number in words, as receipts write it. Negative numbers begin with `Âm`.
pub fn number_in_words(n: i64) -> String {
    if n == 0 {
        return "Không".to_owned();
    }
    let mut groups = Vec::new();
    let mut rest = n.unsigned_abs();
    while rest > 0 {
        groups.push(usize::try_from(rest % 1000).unwrap_or(0));
        rest /= 1000;
    }
    let mut words = Vec::new();
    if n < 0 {
        words.push("âm".to_owned());
    }
    for (place, group) in groups.iter().enumerate().rev() {
        if *group == 0 {
            continue;
        }
        words.push(three_digits(*group, place + 1 < groups.len()));
        let unit = ["", "nghìn", "triệu", "tỷ", "nghìn tỷ", "triệu tỷ", "tỷ tỷ"][place];
        if !unit.is_empty() {
            words.push(unit.to_owned());
        }
    }
    let text = words.join(" ");
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// 1 ..= 999; `inside` where higher digits were spoken before, so that zeros are spoken too.
fn three_digits(group: usize, inside: bool) -> String {
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    let mut words = Vec::new();
    if hundreds > 0 || inside {
        words.extend([DIGITS[hundreds], "trăm"]);
    }
    match (tens, ones) {
        (0, 0) => {}
        (0, one) if words.is_empty() => words.push(DIGITS[one]),
        (0, one) => words.extend(["linh", DIGITS[one]]),
        (1, _) => words.push("mười"),
        (ten, _) => words.extend([DIGITS[ten], "mươi"]),
    }
    match (tens, ones) {
        (0, _) | (_, 0) => {}
        (1, 1) => words.push("một"),
        (_, 1) => words.push("mốt"),
        (1, 4) => words.push("bốn"),
        (_, 4) => words.push("tư"),
        (_, 5) => words.push("lăm"),
        (_, one) => words.push(DIGITS[one]),
    }
    words.join(" ")
}

#[cfg(test)]
mod tests;
