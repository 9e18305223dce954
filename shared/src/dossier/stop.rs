//! Rút hồ sơ, dừng xử lý: the two ways to end without a result.
//!
//! Not here: refusal after examination, which is a result.
//! Invariant: both end processing at that moment and keep the reason; a withdrawal names the originals that went back.

use serde::{Deserialize, Serialize};

use super::form::Faults;
use super::kind::Kind;
use super::record::Dossier;
use super::{Fact, What, intake};
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::text;

/// The citizen asks for the papers back, before the signature.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Withdraw {
    pub reason: String,
    /// Originals that went back against a signature, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returned: Vec<String>,
}

/// A leader's written decision: duplicate, death of the applicant, a court's order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stop {
    pub reason: String,
}

pub(super) fn withdraw(act: &Withdraw) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    if !act.returned.is_empty() {
        faults.names("returned", &act.returned, ("", ""));
    }
    faults.done()?;
    let returned = act.returned.iter().map(|name| text::clean(name)).collect();
    Ok(What::Withdrawn(Withdraw { reason: intake::reason(&act.reason)?, returned }))
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
        dossier.returned = self.returned.clone();
        (Kind::Withdraw, self.reason.clone())
    }
}

impl Stop {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        end(dossier, fact.at);
        (Kind::Stop, self.reason.clone())
    }
}
