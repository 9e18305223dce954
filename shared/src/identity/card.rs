//! Mã QR căn cước: `số|CMND cũ|họ tên|ngày sinh|giới tính|nơi thường trú|ngày cấp`.
//!
//! Not here: the reader and its keyboard (`app`).
//! Invariant: six fields are enough and further ones are ignored; without a 12-digit number and readable
//! dates there is no card. Source: six public parsers of the card's code.

use super::partial_date::PartialDate;
use crate::dossier::record::Sex;
use crate::lang::Sentence;
use crate::limits;
use crate::moment::Day;
use crate::text;

/// What the card says. It does not say the place of origin, ethnicity or expiry.
#[derive(Clone, PartialEq, Eq)]
pub struct Card {
    /// 12 digits.
    pub number: String,
    /// The 9 digits of an earlier card, or empty.
    pub old_number: String,
    pub name: String,
    pub birth: PartialDate,
    pub sex: Sex,
    /// As on the card, with the names of its day.
    pub address: String,
    pub issued: Option<Day>,
}

impl std::fmt::Debug for Card {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Card(***)")
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BadCard {
    TooLong,
    /// How many fields came instead of six or more.
    Fields(usize),
    Number,
    Name,
    Birth,
    Issued,
}

impl BadCard {
    pub fn sentence(self) -> Sentence {
        match self {
            BadCard::TooLong => Sentence::new(
                "Mã quét quá dài, không phải mã căn cước. Quét lại mã trên thẻ.",
                "This code is too long for an identity card. Scan the code on the card.",
            ),
            BadCard::Fields(n) => Sentence::new(
                format!(
                    "Mã căn cước phải có 7 phần, mã này có {n}. Quét lại; nếu chữ bị sai, tắt bộ gõ tiếng Việt."
                ),
                format!(
                    "A card's code has 7 parts, this one has {n}. Scan again; if letters are garbled, turn the input method off."
                ),
            ),
            BadCard::Number => Sentence::new(
                "Số căn cước trong mã không đủ 12 chữ số. Quét lại hoặc gõ tay.",
                "The number in the code is not 12 digits. Scan again or type it.",
            ),
            BadCard::Name => Sentence::new(
                "Mã không có họ tên. Quét lại hoặc gõ tay.",
                "The code holds no name. Scan again or type it.",
            ),
            BadCard::Birth => Sentence::new(
                "Ngày sinh trong mã không đọc được. Quét lại hoặc gõ tay.",
                "The date of birth in the code cannot be read. Scan again or type it.",
            ),
            BadCard::Issued => Sentence::new(
                "Ngày cấp trong mã không đọc được. Quét lại hoặc gõ tay.",
                "The date of issue in the code cannot be read. Scan again or type it.",
            ),
        }
    }
}

/// Whether a scanned text looks like letters that an input method has changed: `ee`, `oo`, `dd` or tone keys where
/// a card's code has none.
pub fn looks_garbled(code: &str) -> bool {
    let name = code.split('|').nth(2).unwrap_or("");
    let ascii_only = !name.is_empty() && name.is_ascii();
    let lower = name.to_lowercase();
    ascii_only && ["ee", "oo", "aa", "dd", "uw", "ow", "aw"].iter().any(|pair| lower.contains(pair))
}

/// Text that a reader decoded as Latin-1 although it was UTF-8: `NGUYá»„N` is `NGUYỄN`.
fn redecode(code: &str) -> String {
    let windows = |c: char| -> Option<u8> {
        let special = "\u{20AC}\u{201A}\u{0192}\u{201E}\u{2026}\u{2020}\u{2021}\u{02C6}\u{2030}\u{0160}\u{2039}\u{0152}\u{017D}\u{2018}\u{2019}\u{201C}\u{201D}\u{2022}\u{2013}\u{2014}\u{02DC}\u{2122}\u{0161}\u{203A}\u{0153}\u{017E}\u{0178}";
        const CODES: [u8; 27] = [
            0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8B, 0x8C, 0x8E, 0x91, 0x92, 0x93,
            0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0x9B, 0x9C, 0x9E, 0x9F,
        ];
        u8::try_from(u32::from(c)).ok().or_else(|| special.chars().position(|s| s == c).map(|i| CODES[i]))
    };
    if code.is_ascii() {
        return code.to_owned();
    }
    let bytes: Option<Vec<u8>> = code.chars().map(windows).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_else(|| code.to_owned())
}

/// Reads a card's code.
pub fn parse(code: &str) -> Result<Card, BadCard> {
    if code.chars().count() > limits::CARD_CHARS_MAX {
        return Err(BadCard::TooLong);
    }
    // Decoded before anything is trimmed: the second half of a letter may look like a space.
    let code = redecode(code);
    let fields: Vec<&str> = code.trim().split('|').map(str::trim).collect();
    let [number, old_number, name, birth, sex, address, rest @ ..] = fields.as_slice() else {
        return Err(BadCard::Fields(fields.len()));
    };
    if number.len() != 12 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadCard::Number);
    }
    let name = text::clean(name);
    if name.is_empty() {
        return Err(BadCard::Name);
    }
    let birth = birth.parse::<PartialDate>().map_err(|_| BadCard::Birth)?;
    let issued = match rest.first().copied().unwrap_or("") {
        "" => None,
        date => Some(Day::parse_any(date).ok_or(BadCard::Issued)?),
    };
    let sex = match text::fold(sex).as_str() {
        "nam" => Sex::Male,
        "nu" => Sex::Female,
        _ => Sex::Unknown,
    };
    Ok(Card {
        number: (*number).to_owned(),
        old_number: old_number.chars().filter(char::is_ascii_digit).collect(),
        name,
        birth,
        sex,
        address: text::clean(address),
        issued,
    })
}
