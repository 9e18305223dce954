//! Đính chính sau khi trả: a result that left the counter with a mistake is made anew, as work of its own.
//!
//! Not here: correcting what is written down about a case (`amend`), the letter that apologises (`paper::mistake`).
//! Invariant: what was returned stays as it was returned; the new work names it, and goes the same way to a signature and
//! a number. It asks no fee and no papers, is no reception of the statistics, and is counted by itself.

use serde::{Deserialize, Serialize};

use super::code::Code;
use super::intake::{Form, Start};
use super::kind::Kind;
use super::receive::check_number;
use super::record::Dossier;
use super::{Fact, What};
use crate::ctx::Ctx;
use crate::id::DossierId;
use crate::lang::{Word, word};
use crate::limits;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::text;

/// Whose mistake it was. The office apologises for its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Mistake {
    #[serde(rename = "co_quan")]
    Office,
    #[serde(rename = "cong_dan")]
    Citizen,
}

impl Mistake {
    pub const ALL: [Mistake; 2] = [Mistake::Office, Mistake::Citizen];

    pub const fn label(self) -> Word {
        match self {
            Mistake::Office => word("Cơ quan sai sót", "The office's mistake"),
            Mistake::Citizen => word("Công dân khai nhầm", "The citizen's mistake"),
        }
    }

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Mistake::Office => "co_quan",
            Mistake::Citizen => "cong_dan",
        }
    }
}

/// The result that is made anew, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Corrects {
    pub id: DossierId,
    pub code: Code,
    /// What is wrong on it, and what it should say.
    pub wrong: String,
    pub mistake: Mistake,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Redo {
    pub corrects: Corrects,
    pub form: Form,
    /// The day's number from the device's lane.
    pub number: u16,
    /// Six random characters, printed on the slip.
    pub secret: String,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Redone {
    pub start: Option<Start>,
    pub corrects: Corrects,
    pub code: Code,
    pub due: Moment,
    pub secret: String,
}

/// Whether a result may be made anew: only one that was returned. It is asked where the officer sees that dossier; the
/// server judges one dossier at a time, and after a restore the other may arrive later.
pub fn may_redo(dossier: &Dossier) -> bool {
    dossier.status == super::Status::Returned && dossier.code.is_some()
}

pub(super) fn decide(ctx: &Ctx, id: DossierId, act: &Redo) -> Result<What, Refusal> {
    let procedure = act.form.procedure(ctx)?;
    let mut faults = act.form.faults(ctx.happened);
    let named = ("chỗ sai và nội dung đúng", "what is wrong and what is right");
    faults.text("wrong", named, &act.corrects.wrong, limits::REASON_CHARS_MAX);
    faults.secret(&act.secret);
    faults.done()?;
    let day = ctx.claimed.day();
    let number = check_number(ctx, day, act.number)?;
    let due = ctx.ward.calendar.due(ctx.happened, procedure.term);
    let due = due.map_err(|missing| Refusal::NoCalendar { year: missing.year })?.at;
    Ok(What::Redone(Redone {
        start: Some(Start::new(ctx, id, &act.form)?),
        corrects: Corrects { wrong: text::clean(&act.corrects.wrong), ..act.corrects.clone() },
        code: Code { agency: ctx.ward.agency_code.clone(), day, number },
        due,
        secret: act.secret.clone(),
    }))
}

impl Redone {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        dossier.code = Some(self.code.clone());
        dossier.secret = self.secret.clone();
        dossier.received_at = Some(fact.at);
        dossier.received_by = Some(fact.by);
        dossier.due_first = Some(self.due);
        dossier.due = Some(self.due);
        dossier.promised = Some(self.due);
        dossier.corrects = Some(self.corrects.clone());
        let Corrects { code, wrong, mistake, .. } = &self.corrects;
        (Kind::Redo, format!("hồ sơ {} ({}): {wrong}", code.short(), mistake.label().vi.to_lowercase()))
    }
}
