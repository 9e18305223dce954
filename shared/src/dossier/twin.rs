//! Có thể trùng: two receptions of one wish, by one citizen, on one day. Both stay; a person looks.
//!
//! Not here: when the question is asked (`sync::server` at reception, the receive page before it).
//! Invariant: a possible duplicate is a mark on the later dossier. Nothing is ever joined or deleted for it.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::record::{Applicant, Dossier};
use super::status::Status;
use super::{Fact, What};
use crate::id::DossierId;
use crate::moment::Day;
use crate::refusal::Refusal;
use crate::text;

/// A reception, as far as it can be one wish with another.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    pub id: DossierId,
    pub procedure: &'a str,
    pub applicant: &'a Applicant,
    pub on: Day,
}

impl<'a> Wish<'a> {
    /// `None` for a dossier that was not received.
    pub fn of(dossier: &'a Dossier) -> Option<Wish<'a>> {
        let on = dossier.received_at?.day();
        Some(Wish { id: dossier.id, procedure: &dossier.procedure.id, applicant: &dossier.applicant, on })
    }

    fn is_one_with(&self, other: &Dossier) -> bool {
        self.id != other.id
            && self.procedure == other.procedure.id
            && other.received_at.is_some_and(|at| at.day() == self.on)
            && other.corrects.is_none()
            && goes_on(other.status)
            && same_citizen(self.applicant, &other.applicant)
    }

    /// The earliest reception of the same wish among others.
    pub fn twin<'d>(&self, among: impl IntoIterator<Item = &'d Dossier>) -> Option<&'d Dossier> {
        let twins = among.into_iter().filter(|other| self.is_one_with(other));
        twins.min_by_key(|other| (other.received_at, other.id))
    }
}

/// Whether the wish was not taken back: who withdrew in the morning may come again in the afternoon.
fn goes_on(status: Status) -> bool {
    match status {
        Status::NotAccepted | Status::Withdrawn | Status::Stopped | Status::Blank | Status::Void => false,
        Status::Draft
        | Status::Waiting
        | Status::SupplementBefore
        | Status::Received
        | Status::InWork
        | Status::AwaitSupplement
        | Status::AwaitAgency
        | Status::AwaitPayment
        | Status::Submitted
        | Status::Signed
        | Status::Ready
        | Status::Returned
        | Status::Forwarded => true,
    }
}

/// One citizen by number; by name and date of birth where somebody has none.
pub fn same_citizen(a: &Applicant, b: &Applicant) -> bool {
    if a.number.is_empty() || b.number.is_empty() {
        let born = !a.birth.is_empty() && a.birth == b.birth;
        return born && text::fold(&a.name) == text::fold(&b.name);
    }
    a.number == b.number
}

/// Không trùng: a person looked at both.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NotDuplicate {
    pub other: DossierId,
}

pub(super) fn may(dossier: &Dossier) -> Result<(), Refusal> {
    if dossier.possible_duplicate.is_none() { Err(Refusal::Settled) } else { Ok(()) }
}

pub(super) fn decide(dossier: &Dossier, act: &NotDuplicate) -> Result<What, Refusal> {
    if dossier.possible_duplicate == Some(act.other) {
        Ok(What::NotDuplicate(act.clone()))
    } else {
        Err(Refusal::Settled)
    }
}

impl NotDuplicate {
    pub(super) fn apply(&self, dossier: &mut Dossier, _fact: &Fact) -> (Kind, String) {
        dossier.possible_duplicate = None;
        (Kind::NotDuplicate, String::new())
    }
}
