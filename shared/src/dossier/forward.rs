//! Chuyển cơ quan có thẩm quyền: procedures that the ward only receives and passes on.
//!
//! Not here: asking an agency for an answer (`consult`).
//! Invariant: only forward-only procedures go this way, and their result comes back signed elsewhere.

use serde::{Deserialize, Serialize};

use super::form::Faults;
use super::kind::Kind;
use super::record::{Decision, Dossier, ResultDraft, StampMark};
use super::{Fact, What};
use crate::ctx::Ctx;
use crate::limits;
use crate::moment::Day;
use crate::procedure::Linked;
use crate::refusal::Refusal;
use crate::text;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Forward {
    pub agency: String,
    /// When that agency said that its result will be there; none where it has not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ResultArrived {
    pub decision: Decision,
    pub summary: String,
    /// The other agency's number on the result.
    pub number: String,
}

pub(super) fn may(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    match ctx.ward.catalogue.get(&dossier.procedure).map(|p| p.linked) {
        Some(Linked::Forwarded) => Ok(()),
        Some(Linked::No | Linked::Consulted) | None => Err(Refusal::NotForwardOnly),
    }
}

pub(super) fn decide(ctx: &Ctx, act: &Forward) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    faults.text("agency", ("cơ quan nhận", "agency"), &act.agency, limits::NAME_CHARS_MAX);
    if let Some(until) = act.until {
        faults.coming("until", until, ctx);
    }
    faults.done()?;
    Ok(What::Forwarded(Forward { agency: super::consult::agency(&act.agency), until: act.until }))
}

pub(super) fn arrived(act: &ResultArrived) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    faults.text("summary", ("nội dung kết quả", "result"), &act.summary, limits::REASON_CHARS_MAX);
    faults.text("number", ("số văn bản", "number of the result"), &act.number, limits::STAMP_CHARS_MAX);
    faults.done()?;
    Ok(What::ResultArrived(ResultArrived {
        decision: act.decision,
        summary: text::clean(&act.summary),
        number: text::clean(&act.number),
    }))
}

/// Before the other agency's date, in the note of what was forwarded; read by `consult::told`.
pub const PROMISED: &str = ": hẹn có kết quả, trước ";

impl Forward {
    pub(super) fn apply(&self, dossier: &mut Dossier) -> (Kind, String) {
        dossier.agency = self.agency.clone();
        let until = self.until.map(|until| format!("{PROMISED}{}", until.vi())).unwrap_or_default();
        (Kind::Forward, format!("{}{until}", self.agency))
    }
}

impl ResultArrived {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        dossier.result = Some(ResultDraft { decision: self.decision, summary: self.summary.clone() });
        dossier.stamp = Some(StampMark { number: self.number.clone(), on: fact.at.day() });
        dossier.finished_at = Some(fact.at);
        (Kind::ResultArrived, format!("{}: {}", std::mem::take(&mut dossier.agency), self.summary))
    }
}
