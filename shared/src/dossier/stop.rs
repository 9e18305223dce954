//! Rút hồ sơ, dừng xử lý: the two ways to end without a result.
//!
//! Not here: refusal after examination, which is a result.
//! Invariant: both end processing at that moment and keep the reason.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::record::Dossier;
use super::{Fact, What, intake};
use crate::moment::Moment;
use crate::refusal::Refusal;

/// The citizen asks for the papers back, before the signature.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Withdraw {
    pub reason: String,
}

/// A leader's written decision: duplicate, death of the applicant, a court's order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stop {
    pub reason: String,
}

pub(super) fn withdraw(act: &Withdraw) -> Result<What, Refusal> {
    Ok(What::Withdrawn(Withdraw { reason: intake::reason(&act.reason)? }))
}

pub(super) fn decide(act: &Stop) -> Result<What, Refusal> {
    Ok(What::Stopped(Stop { reason: intake::reason(&act.reason)? }))
}

/// An open pause ends where the dossier ends.
fn end(dossier: &mut Dossier, at: Moment) {
    if let Some(open) = dossier.pauses.last_mut().filter(|pause| pause.to.is_none()) {
        open.to = Some(at.max(open.from));
    }
    if dossier.received_at.is_some() {
        dossier.finished_at = Some(at);
    }
    dossier.closed_at = Some(at);
}

impl Withdraw {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        end(dossier, fact.at);
        (Kind::Withdraw, self.reason.clone())
    }
}

impl Stop {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        end(dossier, fact.at);
        (Kind::Stop, self.reason.clone())
    }
}
