//! Trình lãnh đạo ký: the draft of the result, granted or denied with its reason.
//!
//! Not here: the signature (`sign`).
//! Invariant: the drafter is on record, so that the signer can be somebody else.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::record::{Decision, Dossier, ResultDraft};
use super::{Fact, What, proof};
use crate::ctx::Ctx;
use crate::limits;
use crate::procedure::Linked;
use crate::refusal::Refusal;
use crate::text;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Submit {
    pub decision: Decision,
    /// What the result says in one line; for a denial, the reason.
    pub summary: String,
}

pub(super) fn may(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    match ctx.ward.catalogue.get(&dossier.procedure).map(|p| p.linked) {
        Some(Linked::Forwarded) => Err(Refusal::ForwardOnly),
        Some(Linked::No | Linked::Consulted) | None => proof::holds(ctx, dossier),
    }
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &Submit) -> Result<What, Refusal> {
    proof::holds_result(ctx, dossier, act.decision)?;
    super::form::needed("summary", ("nội dung kết quả", "result"), &act.summary, limits::REASON_CHARS_MAX)?;
    Ok(What::Submitted(Submit { decision: act.decision, summary: text::clean(&act.summary) }))
}

impl Submit {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        dossier.drafter = Some(fact.by);
        dossier.result = Some(ResultDraft { decision: self.decision, summary: self.summary.clone() });
        (Kind::Submit, format!("{}: {}", self.decision.label().vi, self.summary))
    }
}
