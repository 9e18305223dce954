//! Lấy số, đóng dấu: the result is complete and the clock stops for good.
//!
//! Not here: the registers as books.
//! Invariant: early, on time or late is fixed by this act, not by the citizen's coming.

use serde::{Deserialize, Serialize};

use super::form::Faults;
use super::kind::Kind;
use super::record::{Dossier, StampMark};
use super::{Fact, What};
use crate::ctx::Ctx;
use crate::limits;
use crate::moment::Day;
use crate::refusal::Refusal;
use crate::text;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    /// Number in the outgoing register.
    pub number: String,
    pub on: Day,
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &Stamp) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    let what = ("số văn bản", "number of the result");
    faults.text("number", what, &act.number, limits::STAMP_CHARS_MAX);
    if act.on > ctx.happened.day() {
        faults.add("on", "Ngày văn bản ở sau hôm nay.", "The date of the result is after today.");
    } else if dossier.received_at.is_some_and(|received| act.on < received.day()) {
        faults.add(
            "on",
            "Ngày văn bản ở trước ngày tiếp nhận hồ sơ.",
            "The date of the result is before the reception.",
        );
    }
    faults.done()?;
    Ok(What::Stamped(Stamp { number: text::clean(&act.number), on: act.on }))
}

impl Stamp {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        dossier.stamp = Some(StampMark { number: self.number.clone(), on: self.on });
        dossier.finished_at = Some(fact.at);
        (Kind::Stamp, self.number.clone())
    }
}
