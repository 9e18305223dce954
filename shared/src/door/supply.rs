//! Ảnh giấy tờ bổ sung: what the tracking page tells of papers that were asked for, and what it sends.
//!
//! Not here: what is right in it (`dossier::supply`), how the bytes come (the server).
//! Invariant: code and secret open it, as they open the page; it names nobody, and no paper that the ward has not asked
//! for.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::dossier::attach::{Attach, Scan};
use crate::dossier::supply::{Supply, wanted};
use crate::dossier::{Dossier, record};
use crate::id::DossierId;
use crate::moment::Moment;
use crate::scan::File;
use crate::ward::Ward;

/// Of a paper of the open request, in the request's order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaperWanted {
    /// Whether photographs of it are taken.
    pub takes: bool,
    /// When one came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Moment>,
}

/// What may be sent of the request; nothing while the door is closed.
pub(super) fn papers(ward: &Ward, dossier: &Dossier) -> Vec<PaperWanted> {
    if ward.door().is_none() {
        return vec![];
    }
    let papers = wanted(ward, dossier).into_iter();
    papers.map(|paper| PaperWanted { takes: paper.takes, sent: paper.sent.map(|scan| scan.at) }).collect()
}

/// `POST /api/public/supplement`
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendPapers {
    /// Of this send, the phone's own: under it the files wait, as those of an application do under its identity.
    pub id: DossierId,
    pub code: String,
    pub secret: String,
    /// The request that the page showed.
    pub asked: Moment,
    /// By the papers' places in it: one file a paper.
    pub photos: BTreeMap<usize, File>,
}

impl fmt::Debug for SendPapers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SendPapers(***)")
    }
}

impl SendPapers {
    /// Whether its identity can be one that nobody guesses.
    pub fn is_own(&self) -> bool {
        self.id.0.get_version_num() == 4
    }

    /// The act that it is, without what this request has brought already; a paper of no place has no name.
    pub fn act(&self, ward: &Ward, dossier: &Dossier) -> Supply {
        let wanted = wanted(ward, dossier);
        let has_come = |(place, file): (&usize, &File)| {
            let is_it = |scan: &Scan| {
                let is_its_paper = wanted.get(*place).is_none_or(|paper| paper.name == scan.paper);
                scan.file.digest == file.digest
                    && scan.at >= self.asked
                    && ward.is_door(scan.by)
                    && is_its_paper
            };
            dossier.scans.iter().any(is_it)
        };
        let attach = |(place, file): (&usize, &File)| {
            let paper = wanted.get(*place).map(|paper| paper.name.clone()).unwrap_or_default();
            let name = format!("nguoi-nop-{}.{}", place.saturating_add(1), file.kind.ending());
            Attach { paper, file: File { name, ..file.clone() }, instead_of: None }
        };
        let scans = self.photos.iter().filter(|photo| !has_come(*photo)).map(attach).collect();
        Supply { asked: self.asked, scans }
    }
}

/// The request's papers beside what may be sent of them.
pub fn beside<'a>(
    asked: &'a record::Asked,
    papers: &'a [PaperWanted],
) -> impl Iterator<Item = (&'a str, Option<PaperWanted>)> {
    let papers = papers.iter().copied().map(Some).chain(std::iter::repeat(None));
    asked.papers.iter().map(String::as_str).zip(papers)
}
