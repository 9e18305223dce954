//! What a correction changed, field by field, as the history tells it: the old value and the new one.
//!
//! Not here: the corrections themselves (`amend`), the choice between two that met (`settle`).
//! Invariant: what `text` writes, `told` reads back; an identity number stands in the history masked.

use super::amend::Details;
use super::record::{Group, NewsBy, Sex};
use crate::identity::personal::masked;
use crate::lang::{Sentence, Word, word};

const NAME: Word = word("họ tên", "name");
const NUMBER: Word = word("số căn cước", "identity number");
const BIRTH: Word = word("ngày sinh", "date of birth");
const SEX: Word = word("giới tính", "sex");
const ADDRESS: Word = word("nơi ở", "address");
const BEHALF: Word = word("nộp thay cho", "on behalf of");
const PHONE: Word = word("điện thoại", "phone");
const EMAIL: Word = word("thư điện tử", "e-mail");
const NEWS: Word = word("nhận tin", "news");
const FIELDS: [Word; 9] = [NAME, NUMBER, BIRTH, SEX, ADDRESS, BEHALF, PHONE, EMAIL, NEWS];
/// As notes of earlier builds say it: by e-mail, the one way there was.
const WANTED: Word = word("có", "by e-mail");
const BY_SMS: Word = word("qua tin nhắn", "by text message");
const BY_ZALO: Word = word("qua Zalo", "by Zalo");
/// A field that had, or has, no value.
const EMPTY: Word = word("trống", "empty");

fn wanted(by: NewsBy) -> Word {
    match by {
        NewsBy::Mail => WANTED,
        NewsBy::Sms => BY_SMS,
        NewsBy::Zalo => BY_ZALO,
    }
}

fn values(details: &Details) -> Vec<(Word, &str)> {
    match details {
        Details::Applicant(a) => vec![
            (NAME, &a.name),
            (NUMBER, &a.number),
            (BIRTH, &a.birth),
            (SEX, if a.sex == Sex::Unknown { "" } else { a.sex.label().vi }),
            (ADDRESS, &a.address),
            (BEHALF, &a.on_behalf_of),
        ],
        Details::Contact(c) => {
            vec![(PHONE, &c.phone), (EMAIL, &c.email), (NEWS, c.wants().map_or("", |by| wanted(by).vi))]
        }
    }
}

/// `Liên hệ: điện thoại “0905100707” → “0905100709”; thư điện tử trống → “lan@example.vn”`; the group's label alone
/// where nothing changed. Both values are of one group.
pub(super) fn text(old: &Details, new: &Details) -> String {
    let changed = values(old).into_iter().zip(values(new)).filter(|((_, old), (_, new))| old != new);
    let changed = changed.map(|((field, old), (_, new))| {
        let (old, new) = if field == NUMBER { pair(old, new) } else { (old.to_owned(), new.to_owned()) };
        format!("{} {} → {}", field.vi, quoted(&old), quoted(&new))
    });
    let changed: Vec<String> = changed.collect();
    let label = new.group().label().vi;
    if changed.is_empty() { label.to_owned() } else { format!("{label}: {}", changed.join("; ")) }
}

fn quoted(value: &str) -> String {
    if value.is_empty() { EMPTY.vi.to_owned() } else { format!("“{value}”") }
}

/// Two numbers, masked; the few digits in which they differ stay visible, or a mended slip of the finger would
/// look like no change.
pub(super) fn pair(old: &str, new: &str) -> (String, String) {
    let (hidden_old, hidden_new) = (masked(old), masked(new));
    let digits = |text: &str| text.chars().collect::<Vec<_>>();
    let (olds, news) = (digits(old), digits(new));
    let differ = |place: &usize| olds[*place] != news[*place];
    let same_length = olds.len() == news.len() && digits(&hidden_old).len() == olds.len();
    let places: Vec<usize> = if same_length { (0..olds.len()).filter(differ).collect() } else { vec![] };
    if places.is_empty() || places.len() > 3 {
        return (hidden_old, hidden_new);
    }
    let shown = |hidden: &str, digits: &[char]| {
        let one = |(place, c)| if places.contains(&place) { digits[place] } else { c };
        hidden.chars().enumerate().map(one).collect::<String>()
    };
    (shown(&hidden_old, &olds), shown(&hidden_new, &news))
}

/// What `text` wrote at the beginning of a note, in both languages, and what follows it there. `None` for a note
/// that began otherwise, as those of earlier builds did.
pub fn told(note: &str) -> Option<(Sentence, &str)> {
    let group = [Group::Applicant, Group::Contact].map(Group::label).into_iter();
    let (label, mut rest) =
        group.into_iter().find_map(|label| Some((label, note.strip_prefix(label.vi)?)))?;
    rest = rest.strip_prefix(": ")?;
    let mut en = Vec::new();
    loop {
        let field = FIELDS.into_iter().find(|field| rest.starts_with(field.vi))?;
        let (old, after) = value(rest[field.vi.len()..].strip_prefix(' ')?)?;
        let (new, after) = value(after.strip_prefix(" → ")?)?;
        en.push(format!("{} {} → {}", field.en, english(field, old), english(field, new)));
        rest = after;
        match rest.strip_prefix("; ") {
            Some(more) => rest = more,
            None => break,
        }
    }
    let vi = &note[..note.len() - rest.len()];
    Some((Sentence::new(vi, format!("{}: {}", label.en, en.join("; "))), rest))
}

/// The value at the beginning, none where it is empty, and what follows.
fn value(text: &str) -> Option<(Option<&str>, &str)> {
    match text.strip_prefix(EMPTY.vi) {
        Some(rest) => Some((None, rest)),
        None => text.strip_prefix('“')?.split_once('”').map(|(value, rest)| (Some(value), rest)),
    }
}

fn english(field: Word, value: Option<&str>) -> String {
    let Some(value) = value else { return EMPTY.en.to_owned() };
    let ways = NewsBy::ALL.map(|by| (NEWS, wanted(by)));
    let known = [(SEX, Sex::Male.label()), (SEX, Sex::Female.label())];
    let known = known.into_iter().chain(ways).find(|(of, word)| *of == field && word.vi == value);
    format!("“{}”", known.map_or(value, |(_, word)| word.en))
}
