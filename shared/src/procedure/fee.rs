//! Lệ phí: what a case costs, line by line, with the reason of each sum.
//!
//! Not here: whether it was paid (`dossier::receive`), the cash book.
//! Invariant: sums never overflow and are never guessed: an amount that nobody has entered is asked for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{FeeLine, PageTier, Procedure};
use crate::lang::{Lang, Sentence, money};
use crate::limits;

/// What the receptionist says about the case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeAsk {
    /// Which line of the fee table the case falls under.
    #[serde(default)]
    pub line: usize,
    /// Pages of the paper that is copied; used where the line has page tiers.
    #[serde(default = "one")]
    pub pages: u32,
    /// Copies or cases, 1 ..= `limits::COPIES_MAX`.
    #[serde(default = "one")]
    pub copies: u32,
    /// Optional lines with how many of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<(usize, u32)>,
    /// The amount by hand, where the city fixes it and the table does not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand_vnd: Option<i64>,
}

fn one() -> u32 {
    1
}

impl Default for FeeAsk {
    fn default() -> FeeAsk {
        FeeAsk { line: 0, pages: 1, copies: 1, extras: vec![], by_hand_vnd: None }
    }
}

/// One line of what is paid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeItem {
    pub label: String,
    pub vnd: i64,
    /// `(2 × 2.000 + 3 × 1.000) × 3`
    pub why: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FeeError {
    NoLine,
    Pages,
    Copies,
    /// Nobody has entered the amount of this line.
    Unknown {
        label: String,
    },
    Amount,
}

impl FeeError {
    /// Where it is put right.
    pub const fn field(&self) -> &'static str {
        match self {
            FeeError::Pages => "pages",
            FeeError::Copies => "copies",
            FeeError::NoLine | FeeError::Unknown { .. } | FeeError::Amount => "fee",
        }
    }

    pub fn sentence(&self) -> Sentence {
        match self {
            FeeError::NoLine => {
                Sentence::new("Chọn mức lệ phí trong bảng.", "Choose a line of the fee table.")
            }
            FeeError::Pages => Sentence::new(
                format!("Số trang từ 1 đến {}.", limits::PAGES_MAX),
                format!("Pages: 1 to {}.", limits::PAGES_MAX),
            ),
            FeeError::Copies => Sentence::new(
                format!("Số bản từ 1 đến {}.", limits::COPIES_MAX),
                format!("Copies: 1 to {}.", limits::COPIES_MAX),
            ),
            FeeError::Unknown { label } => Sentence::new(
                format!("Chưa có mức “{label}” của thành phố. Ghi số tiền bằng tay."),
                format!("The city's amount for “{label}” is not known. Enter it by hand."),
            ),
            FeeError::Amount => Sentence::new("Số tiền không hợp lệ.", "The amount is not valid."),
        }
    }
}

/// The sum for `copies` copies of `pages` pages.
fn tiered(tiers: &[PageTier], cap: Option<i64>, pages: u32, copies: u32) -> (i64, String) {
    let mut parts = Vec::new();
    let mut per_copy = 0_i64;
    for tier in tiers {
        let last = tier.last.unwrap_or(u32::MAX).min(pages);
        if last >= tier.first {
            let count = i64::from(last) - i64::from(tier.first) + 1;
            per_copy = per_copy.saturating_add(tier.vnd.saturating_mul(count));
            parts.push(format!("{count} × {}", money(Lang::Vi, tier.vnd)));
        }
    }
    let mut why = parts.join(" + ");
    if let Some(cap) = cap.filter(|cap| *cap < per_copy) {
        per_copy = cap;
        why = format!("{why}, tối đa {}", money(Lang::Vi, cap));
    }
    if copies > 1 {
        why = format!("({why}) × {copies}");
    }
    (per_copy.saturating_mul(i64::from(copies)), why)
}

fn line_sum(line: &FeeLine, pages: u32, count: u32, by_hand: Option<i64>) -> Result<FeeItem, FeeError> {
    let (vnd, why) = match (line.tiers.is_empty(), line.vnd, by_hand) {
        (false, _, _) => tiered(&line.tiers, line.cap_vnd_per_copy, pages, count),
        (true, Some(vnd), _) if count > 1 => {
            (vnd.saturating_mul(i64::from(count)), format!("{} × {count} {}", money(Lang::Vi, vnd), line.per))
        }
        (true, Some(vnd), _) => (vnd, format!("{}/{}", money(Lang::Vi, vnd), line.per)),
        (true, None, Some(vnd)) if (0..=limits::FEE_VND_MAX).contains(&vnd) => (vnd, "ghi tay".to_owned()),
        (true, None, Some(_)) => return Err(FeeError::Amount),
        (true, None, None) => return Err(FeeError::Unknown { label: line.label.clone() }),
    };
    if !(0..=limits::FEE_VND_MAX).contains(&vnd) {
        return Err(FeeError::Amount);
    }
    Ok(FeeItem { label: line.label.clone(), vnd, why })
}

/// What the case costs. An empty list where the procedure has no fee.
pub fn fee(procedure: &Procedure, ask: &FeeAsk) -> Result<Vec<FeeItem>, FeeError> {
    if procedure.fees.is_empty() {
        return Ok(vec![]);
    }
    let counts = |n: u32| (1..=limits::COPIES_MAX).contains(&n);
    if !counts(ask.copies) || ask.extras.iter().any(|(_, n)| !counts(*n)) {
        return Err(FeeError::Copies);
    }
    if !(1..=limits::PAGES_MAX).contains(&ask.pages) {
        return Err(FeeError::Pages);
    }
    let line = procedure.fees.get(ask.line).filter(|line| !line.optional).ok_or(FeeError::NoLine)?;
    // Each optional line once, whatever was sent.
    if ask.extras.iter().map(|(place, _)| place).collect::<BTreeSet<_>>().len() < ask.extras.len() {
        return Err(FeeError::NoLine);
    }
    let mut items = vec![line_sum(line, ask.pages, ask.copies, ask.by_hand_vnd)?];
    for (place, count) in &ask.extras {
        let extra = procedure.fees.get(*place).filter(|line| line.optional).ok_or(FeeError::NoLine)?;
        items.push(line_sum(extra, ask.pages, *count, None)?);
    }
    Ok(items)
}
