//! Số định danh và số giấy tờ khác: what a number must look like, and what is worth a second look.
//!
//! Not here: whether the number is really this person's.
//! Invariant: shape is an error, everything else a warning: sex and year of birth may have been corrected,
//! and foreign codes exist. Source: Circular 59/2021/TT-BCA, article 4.

use crate::dossier::record::Sex;
use crate::lang::Sentence;

/// What kind of number it is, by its shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberKind {
    /// 12 digits.
    Personal,
    /// 9 digits, no longer valid since 31/12/2024 but found on old papers.
    OldCard,
    /// A letter and 7 or 8 digits.
    Passport,
    /// 10 digits, or 10-3.
    Tax,
}

/// The number's kind, or one sentence on what it should be. Spaces are ignored.
pub fn check_number(number: &str) -> Result<NumberKind, Sentence> {
    let packed: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = packed.bytes().filter(u8::is_ascii_digit).count();
    let all_digits = digits == packed.len();
    let mut chars = packed.chars();
    let lettered = chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.all(|c| c.is_ascii_digit());
    match packed.len() {
        12 if all_digits => Ok(NumberKind::Personal),
        9 if all_digits => Ok(NumberKind::OldCard),
        10 if all_digits => Ok(NumberKind::Tax),
        14 if digits == 13 && packed.as_bytes()[10] == b'-' => Ok(NumberKind::Tax),
        8 | 9 if lettered => Ok(NumberKind::Passport),
        _ => Err(Sentence::new(
            format!(
                "Số căn cước phải đủ 12 chữ số (số đã ghi có {digits}); CMND cũ 9 số, hộ chiếu một chữ và 7–8 số."
            ),
            format!(
                "An identity number has 12 digits (this has {digits}); an old card 9, a passport a letter and 7–8 digits."
            ),
        )),
    }
}

/// Codes of the 63 provinces before 01/07/2025; old numbers keep them.
const PROVINCES: [u16; 63] = [
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40,
    42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83,
    84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
];

/// What does not agree between a 12-digit number and the rest of the card. Nothing for other numbers.
pub fn warnings(number: &str, sex: Sex, birth_year: Option<i32>) -> Vec<Sentence> {
    let packed: Vec<i32> = number.chars().filter_map(|c| c.to_digit(10)).map(|d| d as i32).collect();
    let [a, b, c, g, y1, y2, ..] = packed.as_slice() else { return vec![] };
    if packed.len() != 12 {
        return vec![];
    }
    let mut said = Vec::new();
    let province = u16::try_from(a * 100 + b * 10 + c).unwrap_or(0);
    if province < 100 && !PROVINCES.contains(&province) {
        said.push(Sentence::new(
            format!("Mã tỉnh {province:03} không có trong bảng. Xem lại số trên thẻ."),
            format!("There is no province {province:03}. Look at the card again."),
        ));
    }
    let number_sex = if g % 2 == 0 { Sex::Male } else { Sex::Female };
    if sex != Sex::Unknown && sex != number_sex {
        said.push(Sentence::new(
            "Giới tính không khớp chữ số thứ tư của số căn cước. Xem lại thẻ.",
            "The sex does not agree with the fourth digit of the number. Look at the card again.",
        ));
    }
    let year = 1900 + g / 2 * 100 + y1 * 10 + y2;
    if birth_year.is_some_and(|birth| birth != year) {
        said.push(Sentence::new(
            format!("Năm sinh không khớp số căn cước (theo số là {year}). Xem lại thẻ."),
            format!("The year of birth does not agree with the number ({year}). Look at the card again."),
        ));
    }
    said
}

/// `0480••••4217`: what lists show. Never more than two thirds of a number, nothing of a short one.
pub fn masked(number: &str) -> String {
    let chars: Vec<char> = number.chars().filter(|c| !c.is_whitespace()).collect();
    let shown = match chars.len() {
        12.. => 4,
        8.. => 2,
        _ => 0,
    };
    let hidden = shown..chars.len() - shown;
    chars.iter().enumerate().map(|(i, c)| if hidden.contains(&i) { '•' } else { *c }).collect()
}
