//! Lệ phí: what a dossier costs, whether it was paid, and each correction of that.
//!
//! Not here: how it is counted (`procedure::fee`), how it is corrected (`dossier::correct_fee`), the cash book.
//! Invariant: what stood before a correction stays beside it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::OfficerId;
use crate::json::is_default;
use crate::lang::{Lang, Word, money, word};
use crate::moment::Moment;
use crate::procedure::fee::FeeItem;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
pub enum Payment {
    /// Nothing is owed.
    #[default]
    #[serde(rename = "khong_thu")]
    Free,
    #[serde(rename = "chua_thu")]
    Owed,
    #[serde(rename = "da_thu")]
    Taken,
    #[serde(rename = "mien")]
    Exempt,
}

impl Payment {
    pub const fn label(self) -> Word {
        match self {
            Payment::Free => word("Không thu", "Free"),
            Payment::Owed => word("Chưa thu", "Owed"),
            Payment::Taken => word("Đã thu", "Taken"),
            Payment::Exempt => word("Miễn, giảm", "Exempt"),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
pub struct Fee {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<FeeItem>,
    #[serde(default)]
    pub payment: Payment,
    /// Number in the receipt book.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub receipt: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub exempt_reason: String,
    /// What of it went back to whoever paid, in đồng.
    #[serde(default, skip_serializing_if = "is_default")]
    pub repaid_vnd: i64,
    /// Each time it was corrected or given back, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Revision>,
}

/// How a fee stands at a moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
pub struct Standing {
    pub payment: Payment,
    pub vnd: i64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub receipt: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub exempt_reason: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub repaid_vnd: i64,
}

impl Standing {
    /// What the counter has of it, in đồng.
    pub fn held_vnd(&self) -> i64 {
        if self.payment == Payment::Taken { self.vnd.saturating_sub(self.repaid_vnd) } else { 0 }
    }
}

/// A correction of the fee, or money given back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    pub at: Moment,
    /// When it was written down: whether the day's money had gone to the accountant by then.
    pub recorded: Moment,
    pub by: OfficerId,
    pub was: Standing,
    pub is: Standing,
    /// Who got the money back, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    pub reason: String,
}

impl fmt::Debug for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Revision({}, {} → {}, ***)", self.at, self.was.held_vnd(), self.is.held_vnd())
    }
}

impl Revision {
    /// What was given back, in đồng; 0 for a correction.
    pub fn repaid_vnd(&self) -> i64 {
        self.is.repaid_vnd.saturating_sub(self.was.repaid_vnd)
    }

    /// What it changed and why: `15.000 đ → 9.000 đ; số biên lai “BL 1” → trống (gõ nhầm)`.
    pub fn text(&self) -> String {
        format!("{} ({})", self.changed(), self.reason)
    }

    /// The same without its reason.
    pub fn changed(&self) -> String {
        let Revision { was, is, .. } = self;
        let sum = |vnd: i64| money(Lang::Vi, vnd);
        let quoted = |text: &str| match text {
            "" => "trống".to_owned(),
            text => format!("“{text}”"),
        };
        let payment = |standing: &Standing| {
            let label = standing.payment.label().vi.to_lowercase();
            match standing.exempt_reason.as_str() {
                "" => label,
                reason => format!("{label} {}", quoted(reason)),
            }
        };
        let mut said = Vec::new();
        if self.repaid_vnd() != 0 {
            said.push(format!("hoàn lại {} cho {}", sum(self.repaid_vnd()), quoted(&self.to)));
        }
        if payment(was) != payment(is) {
            said.push(format!("{} → {}", payment(was), payment(is)));
        }
        if was.vnd != is.vnd {
            said.push(format!("{} → {}", sum(was.vnd), sum(is.vnd)));
        }
        if was.receipt != is.receipt {
            said.push(format!("số biên lai {} → {}", quoted(&was.receipt), quoted(&is.receipt)));
        }
        if said.is_empty() {
            said.push(sum(is.vnd));
        }
        said.join("; ")
    }
}

impl Fee {
    pub fn standing(&self) -> Standing {
        Standing {
            payment: self.payment,
            vnd: self.total_vnd(),
            receipt: self.receipt.clone(),
            exempt_reason: self.exempt_reason.clone(),
            repaid_vnd: self.repaid_vnd,
        }
    }

    /// What the counter has of it, in đồng: taken and not given back.
    pub fn held_vnd(&self) -> i64 {
        if self.payment == Payment::Taken { self.total_vnd().saturating_sub(self.repaid_vnd) } else { 0 }
    }

    /// Taken, and not given back whole.
    pub fn is_held(&self) -> bool {
        self.payment == Payment::Taken && (self.repaid_vnd == 0 || self.held_vnd() > 0)
    }

    pub fn total_vnd(&self) -> i64 {
        self.items.iter().map(|item| item.vnd).fold(0, i64::saturating_add)
    }

    /// What of it is still to be paid, in đồng.
    pub fn owed_vnd(&self) -> i64 {
        if self.payment == Payment::Owed { self.total_vnd() } else { 0 }
    }
}
