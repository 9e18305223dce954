//! Chữ Việt: one form of every text, search without accents, the order of names, numbers in words.
//!
//! Not here: identity numbers and phones (`identity`).
//! Invariant: the browser, SQLite and PostgreSQL compare the same folded text; đ is folded by hand, since
//! Unicode gives it no decomposition.

use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// Two hexadecimal digits a byte, in lower case.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

fn nfc(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    ComposingNormalizerBorrowed::new_nfc().normalize_iter(text)
}

fn nfd(text: &str) -> impl Iterator<Item = char> {
    DecomposingNormalizerBorrowed::new_nfd().normalize_iter(text.chars())
}

fn is_combining_mark(c: char) -> bool {
    CanonicalCombiningClassMapBorrowed::new().get_u8(c) != 0
}

/// What is stored: composed Unicode, look-alikes of Đ put right, no control or direction marks, single spaces.
pub fn clean(text: &str) -> String {
    if is_clean(text) {
        return text.to_owned();
    }
    // Hidden marks go first: one between a letter and its accent would keep them from composing.
    let visible = text.chars().filter(|c| c.is_whitespace() || !is_hidden(*c));
    let composed: String = nfc(visible)
        .map(|c| match c {
            '\u{00D0}' | '\u{0189}' => 'Đ',
            '\u{00F0}' | '\u{0256}' => 'đ',
            other => other,
        })
        .collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a look tells that nothing is to be done, as with nearly all that is typed: letters that are composed by
/// themselves, one space between words.
fn is_clean(text: &str) -> bool {
    let mut before = ' ';
    for c in text.chars() {
        let is_plain = match c {
            ' ' => before != ' ',
            '\u{00D0}' | '\u{0189}' | '\u{00F0}' => false,
            '!'..='~' | '\u{00C0}'..='\u{024F}' | '\u{1EA0}'..='\u{1EF9}' => true,
            _ => false,
        };
        if !is_plain {
            return false;
        }
        before = c;
    }
    before != ' ' || text.is_empty()
}

/// Control characters, and marks that change the direction of writing or hide within a word.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{FEFF}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// What is searched: lower case, no accents, đ as d, everything but letters and digits as one space.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in nfd(text).filter(|c| !is_combining_mark(*c)) {
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

/// The same letters without accents, đ as d: what every telephone shows.
pub fn without_accents(text: &str) -> String {
    let plain = nfd(text).filter(|c| !is_combining_mark(*c));
    plain
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
        .collect()
}

/// The five tones in dictionary order, as combining marks; a syllable without one comes first.
const TONES: [char; 5] = ['\u{0300}', '\u{0309}', '\u{0303}', '\u{0301}', '\u{0323}'];

/// Lower case and composed, each tone moved behind the first vowel of its syllable: `Hòa` and `Hoà` become
/// equal, and the beginning of a word stays the beginning of its canonical form.
pub fn canonical(text: &str) -> String {
    let mut out = String::new();
    let mut syllable = String::new();
    for c in clean(text).to_lowercase().chars() {
        if c.is_alphabetic() || is_combining_mark(c) {
            syllable.push(c);
        } else {
            push_syllable(&mut out, &syllable);
            syllable.clear();
            out.push(c);
        }
    }
    push_syllable(&mut out, &syllable);
    out
}

fn push_syllable(out: &mut String, syllable: &str) {
    let letters: String = nfc(nfd(syllable).filter(|c| !TONES.contains(c))).collect();
    let vowel = letters.char_indices().find(|(_, c)| "aăâeêioôơuưy".contains(*c));
    let (head, tail) = letters.split_at(vowel.map_or(letters.len(), |(at, c)| at + c.len_utf8()));
    out.push_str(head);
    out.extend(nfd(syllable).filter(|c| TONES.contains(c)));
    out.push_str(tail);
}

/// Between the letters and the tones of a key, and between the parts of a name; before every word. Lower than
/// any letter, and a text in every database.
const LEVEL: char = '\u{1}';
const WORD: char = '\u{2}';

/// A key whose bytes sort as a Vietnamese dictionary does: letters first (a ă â b … d đ e ê … o ô ơ … u ư),
/// then tones (none, huyền, hỏi, ngã, sắc, nặng). Source: CLDR, language vi.
pub fn sort_key(text: &str) -> String {
    let mut letters = String::from(WORD);
    let mut tones = String::new();
    let mut tone = '0';
    for c in canonical(text).chars() {
        if let Some(place) = TONES.iter().position(|known| *known == c) {
            tone = ['1', '2', '3', '4', '5'][place];
            continue;
        }
        if !c.is_alphabetic() {
            tones.push(tone);
            tone = '0';
        }
        if c == ' ' {
            letters.push(WORD);
        } else {
            push_letter(&mut letters, c);
        }
    }
    format!("{letters}{LEVEL}{tones}{tone}")
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
            format!("{}{LEVEL}{}{LEVEL}{}", sort_key(given), sort_key(family), sort_key(&middle.join(" ")))
        }
    }
}

/// How well `text` answers `query`; smaller is better, `None` is no answer. Every word of the query must begin a
/// word of the text, accents optional; answers with the words side by side come first, then those with the same
/// accents.
pub fn match_rank(query: &str, text: &str) -> Option<u32> {
    let (q, t) = (fold(query), fold(text));
    if q.is_empty() {
        return Some(9);
    }
    if !words_begin(&q, &t) {
        return None;
    }
    let exact = words_begin(&canonical(query), &canonical(text));
    let phrase = format!(" {t}").contains(&format!(" {q}"));
    let front = t.starts_with(&q);
    Some(u32::from(!phrase) * 4 + u32::from(!exact) * 2 + u32::from(!front))
}

/// Whether every word of `query` begins a word of `text`.
fn words_begin(query: &str, text: &str) -> bool {
    query.split(' ').all(|asked| text.split(' ').any(|word| word.starts_with(asked)))
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// `Hai mươi mốt nghìn`: a number in words, as receipts write it. Negative numbers begin with `Âm`.
pub fn number_in_words(n: i64) -> String {
    if n == 0 {
        return "Không".to_owned();
    }
    let mut words = if n < 0 { vec!["âm".to_owned()] } else { vec![] };
    speak(n.unsigned_abs(), false, &mut words);
    capital(&words.join(" "))
}

/// `Hai mươi mốt nghìn đồng`: a sum as receipts write it.
pub fn sum_in_words(vnd: i64) -> String {
    format!("{} đồng", number_in_words(vnd))
}

/// As a sentence goes on after a colon.
pub fn small(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// With a capital at the front, as a sentence begins.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

const BILLION: u64 = 1_000_000_000;

/// Billions of billions are spoken as billions again: `một nghìn năm trăm tỷ`.
fn speak(n: u64, mut inside: bool, words: &mut Vec<String>) {
    if n >= BILLION {
        speak(n / BILLION, inside, words);
        words.push("tỷ".to_owned());
        inside = true;
    }
    for (unit, name) in [(1_000_000, "triệu"), (1_000, "nghìn"), (1, "")] {
        let group = n % BILLION / unit % 1_000;
        if group > 0 {
            words.push(three_digits(usize::try_from(group).unwrap_or(0), inside));
            words.extend((!name.is_empty()).then(|| name.to_owned()));
            inside = true;
        }
    }
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
