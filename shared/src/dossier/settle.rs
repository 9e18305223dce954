//! Chọn bản sửa: of two corrections that met, a person says which one stands.
//!
//! Not here: how they met and why one was kept aside (`sync::server`).
//! Invariant: one kept value is settled at a time, named by who wrote it and when: what the person has not seen
//! stays kept.

use serde::{Deserialize, Serialize};

use super::amend::Details;
use super::changed;
use super::kind::Kind;
use super::record::{Correction, Dossier, Group};
use super::{Fact, What};
use crate::id::OfficerId;
use crate::moment::Moment;
use crate::refusal::Refusal;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Settle {
    pub group: Group,
    /// Whose kept value is meant, and when they wrote it.
    pub by: OfficerId,
    pub at: Moment,
    /// The kept value takes the place of the one in use; otherwise that one stays and the kept value goes.
    pub take: bool,
    /// How often the group had been corrected when the two were compared.
    pub seen_version: u32,
    /// The history keeps both values. Acts of earlier builds say only which group was settled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub keeps_old: bool,
}

impl Settle {
    /// The answer to a kept value as it lies on the dossier.
    pub fn of(kept: &Correction, dossier: &Dossier, take: bool) -> Settle {
        let Correction { group, at, by, .. } = *kept;
        Settle { group, by, at, take, seen_version: dossier.version_of(group), keeps_old: true }
    }

    fn means(&self, kept: &Correction) -> bool {
        (kept.group, kept.by, kept.at) == (self.group, self.by, self.at)
    }
}

pub(super) fn may(dossier: &Dossier) -> Result<(), Refusal> {
    if dossier.corrections.is_empty() { Err(Refusal::Settled) } else { Ok(()) }
}

pub(super) fn decide(dossier: &Dossier, act: &Settle) -> Result<What, Refusal> {
    let compared = dossier.version_of(act.group) == act.seen_version;
    if !compared || !dossier.corrections.iter().any(|kept| act.means(kept)) {
        cov_mark::hit!(settled_already);
        return Err(Refusal::Settled);
    }
    Ok(What::Settled(act.clone()))
}

/// Who wrote the value of the group that is in use, and when: its latest correction or choice, or the reception.
pub fn standing(dossier: &Dossier, group: Group) -> (OfficerId, Moment) {
    let label = group.label().vi;
    let written = dossier
        .history
        .iter()
        .rev()
        .find(|trace| matches!(trace.kind, Kind::Amend | Kind::Settle) && trace.note.starts_with(label));
    written.map_or((dossier.created_by, dossier.created_at), |trace| (trace.by, trace.at))
}

impl Settle {
    pub(super) fn apply(&self, dossier: &mut Dossier, _fact: &Fact) -> (Kind, String) {
        let place = dossier.corrections.iter().position(|kept| self.means(kept));
        let kept = place.map(|place| dossier.corrections.remove(place).value);
        let used = Details::of(self.group, dossier);
        let mut what = self.group.label().vi.to_owned();
        if let Some(kept) = &kept
            && self.keeps_old
        {
            let (old, new) = if self.take { (&used, kept) } else { (kept, &used) };
            what = changed::text(old, new);
        }
        if let Some(kept) = kept.filter(|_| self.take) {
            match kept {
                Details::Applicant(applicant) => dossier.applicant = applicant,
                Details::Contact(contact) => dossier.contact = contact,
            }
            dossier.versions[self.group as usize] += 1;
        }
        let chosen =
            if self.take { "dùng bản của" } else { "giữ bản đang dùng, bỏ bản của" };
        (Kind::Settle, format!("{what}, {chosen} #{}", self.by))
    }
}
