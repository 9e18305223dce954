//! Sửa thông tin, ghi chú: corrections by groups of fields, and notes that only grow.
//!
//! Not here: how two corrections of one group meet (`sync::server`).
//! Invariant: a correction says which version of the group it saw; different groups never disturb each
//! other.

use serde::{Deserialize, Serialize};

use super::changed;
use super::form::Faults;
use super::intake::{cleaned_applicant, cleaned_contact};
use super::kind::Kind;
use super::record::{Applicant, Contact, Dossier, Group};
use super::{Fact, What};
use crate::ctx::Ctx;
use crate::limits;
use crate::refusal::Refusal;
use crate::text;

/// The new value of one group.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Details {
    #[serde(rename = "nguoi_nop")]
    Applicant(Applicant),
    #[serde(rename = "lien_he")]
    Contact(Contact),
}

impl Details {
    pub fn group(&self) -> Group {
        match self {
            Details::Applicant(_) => Group::Applicant,
            Details::Contact(_) => Group::Contact,
        }
    }

    /// The dossier's own value of the group.
    pub fn of(group: Group, dossier: &Dossier) -> Details {
        match group {
            Group::Applicant => Details::Applicant(dossier.applicant.clone()),
            Group::Contact => Details::Contact(dossier.contact.clone()),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Amend {
    pub details: Details,
    /// How often the group had been corrected when the author saw it.
    pub seen_version: u32,
    #[serde(default)]
    pub reason: String,
    /// What was kept aside of the group stays for a person to choose. Builds before `Settle` had no other way to
    /// choose than to correct once more, so that theirs settles it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leaves_kept: bool,
    /// The history keeps the old value beside the new one. Acts of earlier builds say only which group they corrected.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keeps_old: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Note {
    pub text: String,
}

pub(super) fn decide(ctx: &Ctx, _dossier: &Dossier, act: &Amend) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    match &act.details {
        Details::Applicant(applicant) => faults.applicant(applicant, ctx.happened),
        Details::Contact(contact) => faults.contact(contact),
    }
    faults.length("reason", ("lý do", "reason"), &act.reason, limits::REASON_CHARS_MAX);
    faults.done()?;
    let details = match &act.details {
        Details::Applicant(applicant) => Details::Applicant(cleaned_applicant(applicant)),
        Details::Contact(contact) => Details::Contact(cleaned_contact(contact)),
    };
    Ok(What::Amended(Amend { details, reason: text::clean(&act.reason), ..*act }))
}

pub(super) fn note(act: &Note) -> Result<What, Refusal> {
    super::form::needed("text", ("ghi chú", "note"), &act.text, limits::NOTE_CHARS_MAX)?;
    Ok(What::Noted(Note { text: text::clean(&act.text) }))
}

impl Amend {
    pub(super) fn apply(&self, dossier: &mut Dossier, _fact: &Fact) -> (Kind, String) {
        let group = self.details.group();
        let old = Details::of(group, dossier);
        match &self.details {
            Details::Applicant(applicant) => dossier.applicant = applicant.clone(),
            Details::Contact(contact) => dossier.contact = contact.clone(),
        }
        dossier.versions[group as usize] += 1;
        dossier.corrections.retain(|kept| self.leaves_kept || kept.group != group);
        let note = match (self.keeps_old, self.reason.as_str()) {
            (true, "") => changed::text(&old, &self.details),
            (true, reason) => format!("{} ({reason})", changed::text(&old, &self.details)),
            (false, reason) => format!("{} {reason}", group.label().vi).trim().to_owned(),
        };
        (Kind::Amend, note)
    }
}

impl Note {
    pub(super) fn apply(&self) -> (Kind, String) {
        (Kind::Note, self.text.clone())
    }
}
