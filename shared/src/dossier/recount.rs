//! Tính lại hạn: days off were decreed after reception (a storm), and the head has the due moment counted anew.
//!
//! Not here: the days off themselves (`calendar`), who is asked on which page (`app`).
//! Invariant: a new calendar moves nothing by itself (domain notes §3.4: only an explicit, audited batch). The moment
//! counted anew is later or the act is refused; `due_first` stays, and the history keeps both moments and the decision.

use serde::{Deserialize, Serialize};

use super::What;
use super::ask_more::due_in;
use super::form::needed;
use super::kind::Kind;
use super::record::{Dossier, move_due};
use crate::ctx::Ctx;
use crate::limits;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::text;

/// The field of the dialog.
pub const DECISION: &str = "decision_no";

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recount {
    /// The paper by which the office was closed: `Công điện 05/CĐ-UBND ngày 12/11/2026`.
    pub decision: String,
}

/// The act with the moment that was counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recounted {
    pub decision: String,
    pub due: Moment,
}

/// The due moment by the calendar in force, where that is later than the one on record.
pub fn later(ctx: &Ctx, dossier: &Dossier) -> Result<Moment, Refusal> {
    let due = due_in(ctx, dossier, dossier.term)?;
    // Where the clock stands still, its going on counts by the calendar of that day anyway.
    if dossier.paused_since().is_some()
        || dossier.finished_at.is_some()
        || dossier.due.is_none_or(|now| due <= now)
    {
        return Err(Refusal::NoLaterDue);
    }
    Ok(due)
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &Recount) -> Result<What, Refusal> {
    needed(DECISION, ("văn bản cho nghỉ", "the decision"), &act.decision, limits::NAME_CHARS_MAX)?;
    Ok(What::Recounted(Recounted { decision: text::clean(&act.decision), due: later(ctx, dossier)? }))
}

impl Recounted {
    pub(super) fn apply(&self, dossier: &mut Dossier) -> (Kind, String) {
        let before = dossier.due.map(Moment::clock_and_day).unwrap_or_default();
        move_due(dossier, self.due);
        (Kind::Recount, format!("{}: hạn {}, không phải {before}", self.decision, self.due.clock_and_day()))
    }
}
