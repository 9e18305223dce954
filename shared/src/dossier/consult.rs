//! Chuyển phối hợp, xác minh: another agency answers while the limit runs on.
//!
//! Not here: dossiers that another agency decides (`forward`).
//! Invariant: the agency and its own date are on record, so a late answer has a cause.

use serde::{Deserialize, Serialize};

use super::What;
use super::form::Faults;
use super::kind::Kind;
use super::record::Dossier;
use crate::limits;
use crate::moment::Day;
use crate::refusal::Refusal;
use crate::text;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Consult {
    pub agency: String,
    pub question: String,
    pub until: Day,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reply {
    pub answer: String,
}

pub(super) fn decide(act: &Consult) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    faults.text("agency", ("cơ quan phối hợp", "agency"), &act.agency, limits::NAME_CHARS_MAX);
    faults.text("question", ("nội dung", "question"), &act.question, limits::REASON_CHARS_MAX);
    faults.done()?;
    Ok(What::Consulted(Consult {
        agency: text::clean(&act.agency),
        question: text::clean(&act.question),
        until: act.until,
    }))
}

pub(super) fn reply(act: &Reply) -> Result<What, Refusal> {
    super::form::needed("answer", ("trả lời", "answer"), &act.answer, limits::REASON_CHARS_MAX)?;
    Ok(What::Replied(Reply { answer: text::clean(&act.answer) }))
}

impl Consult {
    pub(super) fn apply(&self, dossier: &mut Dossier) -> (Kind, String) {
        dossier.agency = self.agency.clone();
        (Kind::Consult, format!("{}: {}, trước {}", self.agency, self.question, self.until.vi()))
    }
}

impl Reply {
    pub(super) fn apply(&self, dossier: &mut Dossier) -> (Kind, String) {
        let agency = std::mem::take(&mut dossier.agency);
        (Kind::Reply, format!("{agency}: {}", self.answer))
    }
}
