//! Điện thoại: one shape for all ways of writing a number.
//!
//! Not here: whose number it is; families share them.
//! Invariant: a checked number checks again to itself. The 11-digit mobile numbers of before 11/2018 are
//! accepted as they were.

use crate::lang::Sentence;

/// The number as digits with its leading zero, or one sentence on what it should be.
pub fn check_phone(typed: &str) -> Result<String, Sentence> {
    let packed: String =
        typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '(' | ')')).collect();
    let national = packed
        .strip_prefix("+84")
        .or_else(|| packed.strip_prefix("84").filter(|rest| rest.len() >= 9 && !rest.starts_with('0')))
        .map_or(packed.clone(), |rest| format!("0{}", rest.trim_start_matches('0')));
    let digits = national.bytes().all(|b| b.is_ascii_digit()) && !national.is_empty();
    let second = national.as_bytes().get(1).copied().unwrap_or(0);
    let mobile = national.len() == 10 && matches!(second, b'3' | b'5' | b'7' | b'8' | b'9');
    let fixed = national.len() == 11 && second == b'2';
    let old_mobile = national.len() == 11 && second == b'1';
    if digits && national.starts_with('0') && (mobile || fixed || old_mobile) {
        return Ok(national);
    }
    Err(if digits && national.len() != 10 && national.len() != 11 {
        Sentence::new(
            format!("Điện thoại phải đủ 10 số; số đã ghi có {}.", national.len()),
            format!("A phone number has 10 digits; this has {}.", national.len()),
        )
    } else {
        Sentence::new(
            "Điện thoại phải đủ 10 số, bắt đầu bằng 03, 05, 07, 08, 09 hoặc 02.",
            "A phone number has 10 digits and begins with 03, 05, 07, 08, 09 or 02.",
        )
    })
}
