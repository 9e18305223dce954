//! Ký, trả lại để sửa, hủy ký: what a leader does.
//!
//! Not here: digital signatures on files.
//! Invariant: the signer never drafted it, has the field among those they sign (`ward::mandate`), and signs on duty or
//! says that they take over.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::record::{Dossier, Trace};
use super::{What, intake};
use crate::ctx::Ctx;
use crate::id::OfficerId;
use crate::officer::Officer;
use crate::procedure::ProcedureRef;
use crate::refusal::Refusal;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sign {
    /// The roster names somebody else for this half-day.
    #[serde(default)]
    pub taking_over: bool,
}

/// A signature, by the leader who made it: in the fast lane another person wrote it down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    pub signer: OfficerId,
    pub taking_over: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SendBack {
    pub reason: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unsign {
    pub reason: String,
}

/// Whoever has drafted it once does not sign it, though a colleague submitted it again unchanged.
pub(super) fn may(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    let drafted = |trace: &Trace| trace.kind == Kind::Submit && trace.by == ctx.by.id;
    if dossier.history.iter().any(drafted) {
        return Err(Refusal::SignerIsDrafter);
    }
    ctx.ward.mandate(ctx.by, &dossier.procedure, ctx.happened.day())
}

/// The leader on duty who could sign it, where that is somebody else: a leader who signs nothing of this field is not
/// in the way of one who does.
pub(super) fn on_duty_instead<'a>(
    ctx: &Ctx<'a>,
    signer: OfficerId,
    procedure: &ProcedureRef,
) -> Option<&'a Officer> {
    let on_duty = ctx.ward.signer_on_duty(ctx.happened).filter(|on_duty| on_duty.id != signer)?;
    ctx.ward.mandate(on_duty, procedure, ctx.happened.day()).is_ok().then_some(on_duty)
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &Sign) -> Result<What, Refusal> {
    let somebody_else = on_duty_instead(ctx, ctx.by.id, &dossier.procedure);
    if let Some(on_duty) = somebody_else.filter(|_| !act.taking_over) {
        cov_mark::hit!(not_on_duty);
        return Err(Refusal::NotOnDuty { on_duty: on_duty.name.clone() });
    }
    // A tick where nobody else is on duty says nothing.
    Ok(What::Signed(Signed { signer: ctx.by.id, taking_over: somebody_else.is_some() }))
}

pub(super) fn send_back(act: &SendBack) -> Result<What, Refusal> {
    Ok(What::SentBack(SendBack { reason: intake::reason(&act.reason)? }))
}

/// A signature is taken back by the leader who gave it, and by nobody for another.
pub(super) fn may_unsign(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    match dossier.signer {
        Some(signer) if signer != ctx.by.id => {
            Err(Refusal::NotTheSigner { signer: ctx.ward.name_of(signer) })
        }
        Some(_) | None => Ok(()),
    }
}

pub(super) fn unsign(act: &Unsign) -> Result<What, Refusal> {
    Ok(What::Unsigned(Unsign { reason: intake::reason(&act.reason)? }))
}

impl Signed {
    pub(super) fn apply(&self, dossier: &mut Dossier) -> (Kind, String) {
        dossier.signer = Some(self.signer);
        (Kind::Sign, if self.taking_over { "ký thay ca".to_owned() } else { String::new() })
    }
}

impl SendBack {
    pub(super) fn apply(&self) -> (Kind, String) {
        (Kind::SendBack, self.reason.clone())
    }
}

impl Unsign {
    pub(super) fn apply(&self, dossier: &mut Dossier) -> (Kind, String) {
        dossier.signer = None;
        (Kind::Unsign, self.reason.clone())
    }
}
