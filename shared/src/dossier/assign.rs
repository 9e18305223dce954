//! Phân công thụ lý: who works on the dossier, and handing it to somebody else.
//!
//! Not here: whose field a procedure is (`officer`).
//! Invariant: a specialist may take a dossier but not give it away; the head may do both.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::record::Dossier;
use super::status::Status;
use super::{What, intake};
use crate::ctx::Ctx;
use crate::id::OfficerId;
use crate::officer::Role;
use crate::refusal::Refusal;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Assign {
    pub to: OfficerId,
    /// Needed when the dossier is taken from somebody.
    #[serde(default)]
    pub reason: String,
}

pub(super) fn may(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    // Taking a dossier from a colleague is the head's decision.
    if dossier.status == Status::InWork && !ctx.by.is(Role::Head) {
        return Err(Refusal::NotPermitted { needs: vec![Role::Head] });
    }
    Ok(())
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &Assign) -> Result<What, Refusal> {
    if !ctx.ward.officer(act.to).is_some_and(|officer| officer.is(Role::Specialist)) {
        return Err(Refusal::NotASpecialist);
    }
    if act.to != ctx.by.id && !ctx.by.is(Role::Head) {
        return Err(Refusal::NotPermitted { needs: vec![Role::Head] });
    }
    let reason = match dossier.handler {
        Some(_) => intake::reason(&act.reason)?,
        None => intake::reason_if_any(&act.reason)?,
    };
    Ok(What::Assigned(Assign { to: act.to, reason }))
}

impl Assign {
    pub(super) fn apply(&self, dossier: &mut Dossier) -> (Kind, String) {
        dossier.handler = Some(self.to);
        (
            Kind::Assign,
            if self.reason.is_empty() {
                format!("→ #{}", self.to)
            } else {
                format!("→ #{}: {}", self.to, self.reason)
            },
        )
    }
}

/// To whom it went and why, as the history tells: `→ #5: reason`; the reason may be empty.
pub fn told(note: &str) -> Option<(OfficerId, &str)> {
    let rest = note.strip_prefix("→ #")?;
    let (number, reason) = rest.split_once(':').unwrap_or((rest, ""));
    Some((OfficerId(number.trim().parse().ok()?), reason.trim()))
}
