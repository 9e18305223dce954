//! Lấy số, đóng dấu: the result is complete and the clock stops for good.
//!
//! Not here: the registers as books.
//! Invariant: early, on time or late is fixed by this act, not by the citizen's coming.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::record::{Dossier, StampMark};
use super::{Fact, What};
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

pub(super) fn decide(act: &Stamp) -> Result<What, Refusal> {
    super::form::needed(
        "number",
        ("số văn bản", "number of the result"),
        &act.number,
        limits::STAMP_CHARS_MAX,
    )?;
    Ok(What::Stamped(Stamp { number: text::clean(&act.number), on: act.on }))
}

impl Stamp {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        dossier.stamp = Some(StampMark { number: self.number.clone(), on: self.on });
        dossier.finished_at = Some(fact.at);
        (Kind::Stamp, self.number.clone())
    }
}
