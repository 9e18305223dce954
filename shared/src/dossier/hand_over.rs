//! Trả kết quả: the citizen has it, against the slip or a signed statement.
//!
//! Not here: reminders for results that nobody collects.
//! Invariant: a fee that is owed is settled here at the latest; at the counter nobody takes a result unseen, and nobody
//! but the applicant without an authorisation.

use serde::{Deserialize, Serialize};

use super::form::Faults;
use super::kind::Kind;
use super::record::{Applicant, Delivery, Dossier, Given, HandedOver, Payment};
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
    /// `Taken` settles a fee that was owed; nothing else does. Where it is owed no more, since a colleague has taken it or
    /// exempted the applicant, the act is refused: its author has money and a receipt that must go back.
    #[serde(default)]
    pub payment: Option<Payment>,
    #[serde(default)]
    pub receipt: String,
    /// The fee was owed when its author looked, and was taken for that. Acts of before do not say it, and what they took is
    /// not held against them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub settles: bool,
    /// How it left and who was looked at. Acts of before say nothing of it, and are judged without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Given>,
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
    if let Some(given) = &act.given {
        check(&mut faults, given, &act.receiver, &dossier.applicant);
    }
    // What leaves by post or by wire meets nobody who could bring a slip.
    let meets = act.given.as_ref().is_none_or(|given| given.way == Delivery::Counter);
    if meets && !act.slip_collected && act.statement.trim().is_empty() {
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
    if act.settles && settled && !owed {
        cov_mark::hit!(fee_not_owed);
        return Err(Refusal::FeeNotOwed { receipt: dossier.fee.receipt.clone() });
    }
    Ok(What::HandedOver(HandOver {
        receiver: text::clean(&act.receiver),
        slip_collected: act.slip_collected,
        statement: text::clean(&act.statement),
        payment: owed.then_some(Payment::Taken),
        receipt: text::clean(&act.receipt),
        settles: act.settles,
        given: act.given.as_ref().map(cleaned),
    }))
}

/// Whether a result may leave so, and into these hands.
pub(super) fn check(faults: &mut Faults, given: &Given, receiver: &str, applicant: &Applicant) {
    let Given { way, checked, authorisation, copies } = given;
    let paper = ("giấy ủy quyền", "authorisation");
    faults.length("authorisation", paper, authorisation, limits::REASON_CHARS_MAX);
    match way {
        Delivery::Counter => {
            if checked.is_none() {
                faults.add(
                    "checked",
                    "Ghi đã xem giấy tờ gì của người nhận, hoặc quầy biết người này.",
                    "Say which paper the receiver showed, or that the counter knows them.",
                );
            }
            let own = takes_own(receiver, &applicant.name, &applicant.on_behalf_of);
            if !own && authorisation.trim().is_empty() {
                faults.add(
                    "authorisation",
                    "Người nhận không phải người nộp: ghi giấy ủy quyền.",
                    "The receiver is not the applicant: note the authorisation.",
                );
            }
        }
        Delivery::Post | Delivery::Electronic => {}
    }
    if copies.is_some_and(|copies| !(1..=limits::COPIES_MAX).contains(&copies)) {
        let max = limits::COPIES_MAX;
        faults.add("copies", format!("Số bản từ 1 đến {max}."), format!("Copies: 1 to {max}."));
    }
}

/// Whether the receiver is the applicant, or whom the applicant came for: they need no authorisation.
pub fn takes_own(receiver: &str, applicant: &str, on_behalf_of: &str) -> bool {
    let is = |name: &str| {
        !name.trim().is_empty() && text::fold(&text::clean(name)) == text::fold(&text::clean(receiver))
    };
    is(applicant) || is(on_behalf_of)
}

pub(super) fn cleaned(given: &Given) -> Given {
    Given { authorisation: text::clean(&given.authorisation), ..given.clone() }
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
            given: self.given.clone(),
            by: fact.by,
        });
        dossier.closed_at = Some(fact.at);
        (Kind::HandOver, self.receiver.clone())
    }
}
