//! Ghi bản chụp đã ký số: scans are copies that somebody with a token signs later, elsewhere; here stands who and when.
//!
//! Not here: signing. No key and no signature comes near this program.
//! Invariant: a scan waits from when it was taken until it is written down as signed; one that is used again was
//! another dossier's to sign.

use serde::{Deserialize, Serialize};

use super::attach::Scan;
use super::form::Faults;
use super::kind::Kind;
use super::record::Dossier;
use super::{Fact, What};
use crate::ctx::Ctx;
use crate::id::OfficerId;
use crate::lang::{Word, word};
use crate::limits;
use crate::moment::{Day, Moment};
use crate::refusal::Refusal;
use crate::scan::Digest;
use crate::text;

/// What stands at a scan that has not been signed.
pub const AWAITS: Word = word("chờ ký số", "awaits a digital signature");

/// What was written down of a signature made elsewhere.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signed {
    /// Whose certificate it was.
    pub signer: String,
    pub on: Day,
    /// Who wrote it down, and when.
    pub by: OfficerId,
    pub at: Moment,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignScans {
    pub digests: Vec<Digest>,
    pub signer: String,
    pub on: Day,
}

impl Scan {
    pub fn awaits_signature(&self) -> bool {
        self.signed.is_none() && self.reused.is_none()
    }
}

impl Dossier {
    /// Scans that nobody has signed yet.
    pub fn unsigned_scans(&self) -> impl Iterator<Item = &Scan> {
        self.scans.iter().filter(|scan| scan.awaits_signature())
    }
}

pub(super) fn may(dossier: &Dossier) -> Result<(), Refusal> {
    if dossier.unsigned_scans().next().is_none() { Err(Refusal::Settled) } else { Ok(()) }
}

/// Of several scans those are written down that still wait: two officers may hold the same list.
pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &SignScans) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    faults.text("signer", ("người ký số", "name of the signer"), &act.signer, limits::NAME_CHARS_MAX);
    let waiting: Vec<&Scan> =
        dossier.unsigned_scans().filter(|scan| act.digests.contains(&scan.file.digest)).collect();
    if act.on > ctx.happened.day() {
        faults.add(
            "on",
            "Ngày ký ở tương lai. Xem lại ngày.",
            "The day of signing lies in the future. Check it.",
        );
    } else if let Some(later) = waiting.iter().find(|scan| act.on < scan.at.day()) {
        let taken = later.at.day().vi();
        faults.add(
            "on",
            format!("Ngày ký ở trước ngày chụp ({taken}). Xem lại ngày."),
            format!("The day of signing lies before the scan was taken ({taken}). Check it."),
        );
    }
    faults.done()?;
    if waiting.is_empty() {
        return Err(Refusal::Settled);
    }
    let digests = waiting.into_iter().map(|scan| scan.file.digest.clone()).collect();
    Ok(What::ScansSigned(SignScans { digests, signer: text::clean(&act.signer), on: act.on }))
}

impl SignScans {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        let signed = Signed { signer: self.signer.clone(), on: self.on, by: fact.by, at: fact.at };
        for scan in &mut dossier.scans {
            if self.digests.contains(&scan.file.digest) {
                scan.signed = Some(signed.clone());
            }
        }
        let count = self.digests.len();
        (Kind::SignScans, format!("{count} bản chụp, {} ký ngày {}", self.signer, self.on.vi()))
    }
}
