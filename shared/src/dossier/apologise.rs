//! Xin lỗi và hẹn lại ngày trả (form 04): the ward will be late, says so, and names a new day.
//!
//! Not here: whether a dossier is late (`calendar`).
//! Invariant: `due` never moves; an apology moves only `promised`, and only once.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::record::{Apology, Dossier};
use super::{Fact, What, intake};
use crate::ctx::Ctx;
use crate::moment::Moment;
use crate::refusal::Refusal;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Apologise {
    pub reason: String,
    pub promised: Moment,
}

pub(super) fn may(dossier: &Dossier) -> Result<(), Refusal> {
    if dossier.apology.is_some() {
        cov_mark::hit!(second_apology_refused);
        return Err(Refusal::AlreadyApologised);
    }
    Ok(())
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &Apologise) -> Result<What, Refusal> {
    let reason = intake::reason(&act.reason)?;
    if dossier.promised.is_some_and(|promised| act.promised <= promised) || act.promised <= ctx.happened {
        return Err(Refusal::NotLater);
    }
    let day = act.promised.day();
    match ctx.ward.calendar.is_working(day) {
        Err(missing) => Err(Refusal::NoCalendar { year: missing.year }),
        Ok(false) => Err(Refusal::field(
            "promised",
            "Ngày hẹn lại là ngày nghỉ. Chọn ngày làm việc.",
            "The new date is a day off. Choose a working day.",
        )),
        Ok(true) => Ok(What::Apologised(Apologise { reason, promised: act.promised })),
    }
}

impl Apologise {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        let from = dossier.promised.unwrap_or(self.promised);
        dossier.apology =
            Some(Apology { at: fact.at, reason: self.reason.clone(), from, promised: self.promised });
        dossier.promised = Some(self.promised);
        (Kind::Apologise, format!("hẹn {}: {}", self.promised.clock_and_day(), self.reason))
    }
}
