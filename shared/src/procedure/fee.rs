//! Lệ phí: what a case costs, line by line, with the reason of each sum.
//!
//! Not here: whether it was paid (`dossier::receive`), the cash book.
//! Invariant: sums never overflow and are never guessed: an amount that nobody has entered is asked for. What is written
//! down of a sum is Vietnamese; a reader of English has it told anew.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{FeeLine, PageTier, Procedure};
use crate::lang::{Lang, Sentence, Word, money, word};
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

/// How a sum came about; told in the language of whoever reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// Pages times their price, tier by tier, for each of the copies.
    Pages {
        tiers: Vec<(i64, i64)>,
        cap_vnd: Option<i64>,
        copies: u32,
    },
    Each {
        vnd: i64,
        per: String,
        count: u32,
    },
    ByHand,
}

/// What a price is for, as the data say it.
const UNITS: [Word; 7] = [
    word("bản sao", "copy"),
    word("giấy", "paper"),
    word("hồ sơ", "dossier"),
    word("hợp đồng, giao dịch/văn bản", "contract or paper"),
    word("trường hợp", "case"),
    word("văn bản", "document"),
    word("việc", "case"),
];

/// `n` of them; a word without its English stays as it is.
fn unit(per: &str, n: u32, lang: Lang) -> String {
    match (lang, UNITS.iter().find(|unit| unit.vi == per)) {
        (Lang::Vi, _) | (Lang::En, None) => per.to_owned(),
        (Lang::En, Some(unit)) if n == 1 => unit.en.to_owned(),
        // Copy is the only one that changes before its s.
        (Lang::En, Some(unit)) => match unit.en.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{}s", unit.en),
        },
    }
}

impl Why {
    pub fn of(&self, lang: Lang) -> String {
        match self {
            Why::Pages { tiers, cap_vnd, copies } => {
                let tier = |(pages, vnd): &(i64, i64)| format!("{pages} × {}", money(lang, *vnd));
                let mut said = tiers.iter().map(tier).collect::<Vec<_>>().join(" + ");
                if let Some(cap) = cap_vnd {
                    said = format!("{said}, {} {}", lang.pick("tối đa", "at most"), money(lang, *cap));
                }
                if *copies > 1 { format!("({said}) × {copies}") } else { said }
            }
            Why::Each { vnd, per, count } if *count > 1 => {
                format!("{} × {count} {}", money(lang, *vnd), unit(per, *count, lang))
            }
            Why::Each { vnd, per, .. } => {
                format!("{}{}{}", money(lang, *vnd), lang.pick("/", " a "), unit(per, 1, lang))
            }
            Why::ByHand => lang.pick("ghi tay", "entered by hand").to_owned(),
        }
    }
}

/// One line of what is paid, for whoever reads it now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Priced {
    pub label: String,
    pub vnd: i64,
    pub why: Why,
}

impl Priced {
    /// How the sum came about, on a page; nothing where the price is nothing, which needs no reason.
    pub fn because(&self, lang: Lang) -> Option<String> {
        let is_free = matches!(self.why, Why::Each { vnd: 0, .. });
        (!is_free).then(|| self.why.of(lang))
    }
}

impl FeeItem {
    /// How many were paid for, as the reason says: `(…) × 3`, `8.000 đ × 2 bản sao`; one where it says nothing.
    pub fn count(&self) -> u32 {
        let times = self.why.rsplit_once(") × ").or_else(|| self.why.rsplit_once(" đ × "));
        times.and_then(|(_, rest)| rest.split(' ').next()?.parse().ok()).unwrap_or(1)
    }

    /// How many pages were counted, as the reason says: `(2 × 2.000 đ + 3 × 1.000 đ) × 3`; none where it counts none.
    pub fn pages(&self) -> Option<u32> {
        let tiers = self.why.trim_start_matches('(').split([')', ',']).next()?;
        let tier = |tier: &str| tier.split_once(" × ").and_then(|(pages, _)| pages.parse::<u32>().ok());
        tiers.split(" + ").map(tier).try_fold(0_u32, |sum, pages| sum.checked_add(pages?))
    }
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
fn tiered(tiers: &[PageTier], cap: Option<i64>, pages: u32, copies: u32) -> (i64, Why) {
    let mut counted = Vec::new();
    let mut per_copy = 0_i64;
    for tier in tiers {
        let last = tier.last.unwrap_or(u32::MAX).min(pages);
        if last >= tier.first {
            let count = i64::from(last) - i64::from(tier.first) + 1;
            per_copy = per_copy.saturating_add(tier.vnd.saturating_mul(count));
            counted.push((count, tier.vnd));
        }
    }
    let cap_vnd = cap.filter(|cap| *cap < per_copy);
    let per_copy = cap_vnd.unwrap_or(per_copy);
    (per_copy.saturating_mul(i64::from(copies)), Why::Pages { tiers: counted, cap_vnd, copies })
}

fn line_sum(line: &FeeLine, pages: u32, count: u32, by_hand: Option<i64>) -> Result<Priced, FeeError> {
    let (vnd, why) = match (line.tiers.is_empty(), line.vnd, by_hand) {
        (false, _, _) => tiered(&line.tiers, line.cap_vnd_per_copy, pages, count),
        (true, Some(vnd), _) => {
            (vnd.saturating_mul(i64::from(count)), Why::Each { vnd, per: line.per.clone(), count })
        }
        (true, None, Some(vnd)) if (0..=limits::FEE_VND_MAX).contains(&vnd) => (vnd, Why::ByHand),
        (true, None, Some(_)) => return Err(FeeError::Amount),
        (true, None, None) => return Err(FeeError::Unknown { label: line.label.clone() }),
    };
    if !(0..=limits::FEE_VND_MAX).contains(&vnd) {
        return Err(FeeError::Amount);
    }
    Ok(Priced { label: line.label.clone(), vnd, why })
}

/// What the case costs, as it is written down. An empty list where the procedure has no fee.
pub fn fee(procedure: &Procedure, ask: &FeeAsk) -> Result<Vec<FeeItem>, FeeError> {
    let kept = |Priced { label, vnd, why }| FeeItem { label, vnd, why: why.of(Lang::Vi) };
    Ok(priced(procedure, ask)?.into_iter().map(kept).collect())
}

/// What the case costs, with reasons that can be told in either language.
pub fn priced(procedure: &Procedure, ask: &FeeAsk) -> Result<Vec<Priced>, FeeError> {
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
