//! The rows of the cash book that one dossier makes: its fee, each correction of it, what was given back.
//!
//! Not here: the book of a period and its sums (`cash`), the correction itself (`dossier::correct_fee`).
//! Invariant: the rows of a dossier add up to what the counter has of it. A correction on the day of its row goes into
//! that row while the day's money is still at the counter; afterwards, and on any other day, it is a row of its own with
//! plus or minus, so that a day that was handed over changes only by what is seen to come.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dossier::Dossier;
use crate::dossier::record::{Payment, Revision, Standing};
use crate::id::{DossierId, OfficerId};
use crate::json::is_default;
use crate::lang::{Lang, Sentence};
use crate::moment::{Day, Moment};
use crate::procedure::ProcedureRef;

/// When the money of a day went to the accountant, for the days on which it did.
pub type Sealed = BTreeMap<Day, Moment>;

/// When a fee was taken, or why it was not; or what became of it later.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    AtReception,
    /// Owed at reception, paid when the result was returned.
    AtReturn,
    /// Owed at reception, paid before the return.
    Later,
    Exempt {
        reason: String,
    },
    /// A correction on another day, or after the money of the day was handed over: plus or minus.
    Corrected {
        changed: String,
        reason: String,
    },
    /// Minus.
    Repaid {
        to: String,
        reason: String,
    },
}

/// A row of the book.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Taking {
    pub id: DossierId,
    pub code: String,
    pub at: Moment,
    /// Number in the receipt book, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub receipt: String,
    pub payer: String,
    pub procedure: ProcedureRef,
    /// 0 where the fee was exempted; below 0 where money went back.
    pub vnd: i64,
    pub by: OfficerId,
    pub how: How,
    /// Other dossiers under the same receipt number, the first by their short codes. Two devices without a network can
    /// write one number; neither is refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same_receipt: Vec<String>,
    /// How many more there are.
    #[serde(default, skip_serializing_if = "is_default")]
    pub same_receipt_more: usize,
    /// Corrections on its own day that it holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revised: Vec<Revision>,
    /// When it was corrected in another row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_at: Option<Moment>,
}

impl Taking {
    /// A payment: what the sums count. Corrections and repayments change only how much.
    pub fn is_payment(&self) -> bool {
        matches!(self.how, How::AtReception | How::AtReturn | How::Later)
    }

    pub fn is_exempt(&self) -> bool {
        matches!(self.how, How::Exempt { .. })
    }

    /// A correction, or money given back.
    pub fn is_correction(&self) -> bool {
        matches!(self.how, How::Corrected { .. } | How::Repaid { .. })
    }

    /// Whether its receipt number is the one that stands now.
    pub(super) fn bears_number(&self) -> bool {
        let is_repaid = matches!(self.how, How::Repaid { .. });
        !self.receipt.is_empty() && self.corrected_at.is_none() && !is_repaid
    }

    /// What the last column says.
    pub fn remark(&self) -> Sentence {
        let mut said = Vec::new();
        match &self.how {
            How::AtReception => {}
            How::AtReturn => said.push(Sentence::new("thu khi trả kết quả", "paid at the return")),
            How::Later => said.push(Sentence::new("thu sau tiếp nhận", "paid after the reception")),
            How::Exempt { reason } => {
                said.push(Sentence::new(format!("miễn: {reason}"), format!("exempt: {reason}")));
            }
            How::Corrected { changed, reason } => {
                let told = crate::dossier::correct_fee::told(changed);
                said.push(Sentence::new(
                    format!("sửa: {} ({reason})", told.vi),
                    format!("corrected: {} ({reason})", told.en),
                ));
            }
            How::Repaid { to, reason } => said.push(Sentence::new(
                format!("hoàn lại cho {to} ({reason})"),
                format!("given back to {to} ({reason})"),
            )),
        }
        if self.receipt.is_empty() && self.is_payment() && self.corrected_at.is_none() {
            said.push(Sentence::new("chưa ghi số biên lai", "no receipt number"));
        }
        for revision in &self.revised {
            let told = crate::dossier::correct_fee::told(&revision.text());
            let at = revision.at.clock();
            said.push(Sentence::new(
                format!("đã sửa {at}: {}", told.vi),
                format!("corrected at {at}: {}", told.en),
            ));
        }
        if let Some(at) = self.corrected_at {
            let at = at.clock_and_day();
            said.push(Sentence::new(format!("sửa ở dòng {at}"), format!("corrected in the row of {at}")));
        }
        if !self.same_receipt.is_empty() {
            let others = self.same_receipt.join(", ");
            let (vi, en) = match self.same_receipt_more {
                0 => (String::new(), String::new()),
                more => (format!(" và {more} hồ sơ khác"), format!(" and {more} more")),
            };
            said.push(Sentence::new(
                format!("số biên lai trùng với hồ sơ {others}{vi}"),
                format!("same receipt number as dossier {others}{en}"),
            ));
        }
        let in_one = |lang: Lang| said.iter().map(|one| one.of(lang)).collect::<Vec<_>>().join("; ");
        Sentence::new(in_one(Lang::Vi), in_one(Lang::En))
    }
}

/// The rows of one dossier, in the order in which they came to be. `owed_at_first`: its reception left the fee for later.
pub fn rows_of(dossier: &Dossier, owed_at_first: bool, sealed: &Sealed) -> Vec<Taking> {
    let fee = &dossier.fee;
    let received = dossier.received_at.zip(dossier.received_by);
    let returned = dossier.handed_over.as_ref().map(|over| (over.at, over.by));
    let standing = fee.standing();
    let first = fee.revisions.first().map_or(&standing, |revision| &revision.was);
    let mut rows = Rows { of: dossier, rows: vec![], open: None };
    if owed_at_first && first.payment == Payment::Taken {
        rows.stands(How::AtReturn, returned, first);
    } else {
        rows.stands(How::AtReception, received, first);
    }
    for (place, revision) in fee.revisions.iter().enumerate() {
        rows.revise(revision, sealed);
        let next = fee.revisions.get(place + 1).map_or(&standing, |after| &after.was);
        if revision.is.payment == Payment::Owed && next.payment == Payment::Taken {
            rows.stands(How::AtReturn, returned, next);
        }
    }
    rows.rows
}

struct Rows<'a> {
    of: &'a Dossier,
    rows: Vec<Taking>,
    /// The row that a correction of its day goes into.
    open: Option<usize>,
}

impl Rows<'_> {
    fn row(&self, (at, by): (Moment, OfficerId), how: How, vnd: i64, receipt: &str) -> Taking {
        Taking {
            id: self.of.id,
            code: self.of.code.as_ref().map(ToString::to_string).unwrap_or_default(),
            at,
            receipt: receipt.to_owned(),
            payer: self.of.applicant.name.clone(),
            procedure: self.of.procedure.clone(),
            vnd,
            by,
            how,
            same_receipt: vec![],
            same_receipt_more: 0,
            revised: vec![],
            corrected_at: None,
        }
    }

    /// The fee as it was taken or exempted, where it was.
    fn stands(&mut self, taken: How, when: Option<(Moment, OfficerId)>, fee: &Standing) {
        let Some(((how, vnd), when)) = stood(taken, fee).zip(when) else { return };
        self.open = Some(self.rows.len());
        self.rows.push(self.row(when, how, vnd, &fee.receipt));
    }

    fn revise(&mut self, revision: &Revision, sealed: &Sealed) {
        let Revision { at, by, was, is, .. } = revision;
        let (when, reason) = ((*at, *by), revision.reason.clone());
        if revision.repaid_vnd() != 0 {
            let how = How::Repaid { to: revision.to.clone(), reason };
            let row = self.row(when, how, -revision.repaid_vnd(), &is.receipt);
            return self.rows.push(row);
        }
        let Some(place) = self.open else { return self.stands(How::Later, Some(when), is) };
        let day = self.rows[place].at.day();
        let handed = sealed.get(&day).is_some_and(|handed| *handed <= revision.recorded);
        if day == at.day() && !handed {
            return self.replace(place, revision);
        }
        self.rows[place].corrected_at = Some(*at);
        let how = How::Corrected { changed: revision.changed(), reason };
        let vnd = is.held_vnd().saturating_sub(was.held_vnd());
        self.open = Some(self.rows.len());
        self.rows.push(self.row(when, how, vnd, &is.receipt));
    }

    /// The money is still at the counter: the row says what is right, and that it was corrected.
    fn replace(&mut self, place: usize, revision: &Revision) {
        let Revision { was, is, .. } = revision;
        let row = &mut self.rows[place];
        if row.is_correction() {
            row.vnd = row.vnd.saturating_add(is.held_vnd()).saturating_sub(was.held_vnd());
        } else {
            let taken = if row.is_exempt() { How::AtReception } else { row.how.clone() };
            let Some((how, vnd)) = stood(taken, is) else {
                self.open = None;
                self.rows.remove(place);
                return;
            };
            (row.how, row.vnd) = (how, vnd);
        }
        row.receipt.clone_from(&is.receipt);
        row.revised.push(revision.clone());
    }
}

/// What a row says of a fee: nothing where nothing was taken and nobody exempted.
fn stood(taken: How, fee: &Standing) -> Option<(How, i64)> {
    match fee.payment {
        Payment::Free | Payment::Owed => None,
        Payment::Taken => Some((taken, fee.vnd)),
        Payment::Exempt => Some((How::Exempt { reason: fee.exempt_reason.clone() }, 0)),
    }
}
