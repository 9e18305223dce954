//! Trả kết quả: the citizen has it, against the slip or a signed statement.
//!
//! Not here: reminders for results that nobody collects.
//! Invariant: a fee that is owed is settled here at the latest.

use serde::{Deserialize, Serialize};

use super::form::Faults;
use super::kind::Kind;
use super::record::{Dossier, HandedOver, Payment};
use super::{Fact, What};
use crate::limits;
use crate::refusal::Refusal;
use crate::text;

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    pub receiver: String,
    /// The slip came back.
    pub slip_collected: bool,
    /// Without the slip: what the receiver signed instead.
    #[serde(default)]
    pub statement: String,
    /// `Taken` settles a fee that was owed; nothing else does.
    #[serde(default)]
    pub payment: Option<Payment>,
    #[serde(default)]
    pub receipt: String,
}

impl std::fmt::Debug for HandOver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HandOver(***, slip_collected: {})", self.slip_collected)
    }
}

pub(super) fn decide(dossier: &Dossier, act: &HandOver) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    faults.text("receiver", ("người nhận", "receiver"), &act.receiver, limits::NAME_CHARS_MAX);
    faults.length("statement", ("cam kết", "statement"), &act.statement, limits::REASON_CHARS_MAX);
    if !act.slip_collected && act.statement.trim().is_empty() {
        faults.add(
            "statement",
            "Không có giấy hẹn: ghi giấy cam kết của người nhận.",
            "Without the slip, note the receiver's signed statement.",
        );
    }
    faults.length("receipt", ("số biên lai", "receipt number"), &act.receipt, limits::RECEIPT_CHARS_MAX);
    faults.done()?;
    let owed = dossier.fee.payment == Payment::Owed;
    let settled = match act.payment {
        // An exemption has a reason, and is decided at reception.
        Some(Payment::Owed | Payment::Free | Payment::Exempt) | None => false,
        Some(Payment::Taken) => true,
    };
    if owed && !settled {
        cov_mark::hit!(fee_still_owed);
        return Err(Refusal::FeeUnsettled);
    }
    Ok(What::HandedOver(HandOver {
        receiver: text::clean(&act.receiver),
        slip_collected: act.slip_collected,
        statement: text::clean(&act.statement),
        payment: owed.then_some(Payment::Taken),
        receipt: text::clean(&act.receipt),
    }))
}

impl HandOver {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        if let Some(payment) = self.payment {
            dossier.fee.payment = payment;
            if !self.receipt.is_empty() {
                dossier.fee.receipt = self.receipt.clone();
            }
        }
        dossier.handed_over = Some(HandedOver {
            at: fact.at,
            to: self.receiver.clone(),
            slip_collected: self.slip_collected,
            statement: self.statement.clone(),
            by: fact.by,
        });
        dossier.closed_at = Some(fact.at);
        (Kind::HandOver, self.receiver.clone())
    }
}
