//! Điện thoại: one shape for all ways of writing a number.
//!
//! Not here: whose number it is; families share them.
//! Invariant: a checked number checks again to itself. The 11-digit mobile numbers of before 11/2018 are
//! accepted as they were.

use crate::lang::Sentence;

/// Whether a checked number is a mobile one of today: a text message reaches it. The numbers of 11 digits went out of use
/// in 11/2018, and a landline has no screen.
pub fn is_mobile(checked: &str) -> bool {
    checked.len() == 10 && check_phone(checked).is_ok_and(|same| same == checked)
}

/// The number as digits with its leading zero, or one sentence on what it should be.
pub fn check_phone(typed: &str) -> Result<String, Sentence> {
    let packed: String =
        typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')')).collect();
    let national = packed
        .strip_prefix("+84")
        .or_else(|| packed.strip_prefix("0084"))
        .or_else(|| packed.strip_prefix("84").filter(|rest| rest.len() >= 9 && !rest.starts_with('0')))
        .map_or(packed.clone(), |rest| format!("0{}", rest.trim_start_matches('0')));
    if national.is_empty() || !national.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Sentence::new(
            "Điện thoại chỉ gồm chữ số, dấu cách, dấu chấm hoặc gạch.",
            "A phone number has only digits, spaces, dots or dashes.",
        ));
    }
    let count = national.len();
    match (count, &national.as_bytes()[..2.min(count)]) {
        (10, b"03" | b"05" | b"07" | b"08" | b"09") | (11, b"02") => Ok(national),
        (11, b"01") if matches!(national.as_bytes()[2], b'2' | b'6' | b'8' | b'9') => Ok(national),
        (_, b"02") => Err(Sentence::new(
            format!("Điện thoại cố định phải đủ 11 số; số đã ghi có {count}."),
            format!("A landline number has 11 digits; this has {count}."),
        )),
        (10, _) => Err(Sentence::new(
            "Điện thoại phải đủ 10 số, bắt đầu bằng 03, 05, 07, 08 hoặc 09; cố định 11 số, bắt đầu bằng 02.",
            "A phone number has 10 digits and begins with 03, 05, 07, 08 or 09; a landline 11, beginning with 02.",
        )),
        _ => Err(Sentence::new(
            format!("Điện thoại phải đủ 10 số; số đã ghi có {count}."),
            format!("A phone number has 10 digits; this has {count}."),
        )),
    }
}
