//! Nghĩa vụ tài chính: the tax or fee that another office collects; the clock stands still meanwhile.
//!
//! Not here: the counter's own fee (`receive`).
//! Invariant: the pause ends only when the receipt is shown.

use serde::{Deserialize, Serialize};

use super::ask_more::{due_when_resumed, resume};
use super::kind::Kind;
use super::record::{Dossier, PauseReason, Stretch};
use super::{Fact, What, intake};
use crate::ctx::Ctx;
use crate::limits;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::text;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AskPayment {
    /// The notice: who collects, which amount.
    pub reason: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Paid {
    pub receipt: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentShown {
    pub receipt: String,
    pub due: Moment,
}

pub(super) fn decide(act: &AskPayment) -> Result<What, Refusal> {
    Ok(What::PaymentAsked(AskPayment { reason: intake::reason(&act.reason)? }))
}

pub(super) fn paid(ctx: &Ctx, dossier: &Dossier, act: &Paid) -> Result<What, Refusal> {
    super::form::needed("receipt", ("số chứng từ", "receipt"), &act.receipt, limits::RECEIPT_CHARS_MAX)?;
    Ok(What::PaymentShown(PaymentShown {
        receipt: text::clean(&act.receipt),
        due: due_when_resumed(ctx, dossier)?,
    }))
}

impl AskPayment {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        dossier.pauses.push(Stretch { from: fact.at, to: None, why: PauseReason::Payment });
        (Kind::AskPayment, self.reason.clone())
    }
}

impl PaymentShown {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        resume(dossier, fact.at, self.due);
        (Kind::Paid, self.receipt.clone())
    }
}
