//! Dùng lại giấy đã có: a paper that the ward has scanned for the same citizen before is not asked for again.
//!
//! Not here: the bytes, which lie under their digest once however many dossiers name them (the server's folder).
//! Invariant: what is used again is exactly what the earlier dossier names for that paper now, and both are of one
//! person by number. Where the server does not know the earlier dossier, as after a restore, the scan stands and says
//! that nobody has held it against its source; it is not counted as used again.

use serde::{Deserialize, Serialize};

use super::attach::{self, Scan};
use super::code::Code;
use super::form::Faults;
use super::kind::Kind;
use super::record::Dossier;
use super::{Fact, What};
use crate::id::DossierId;
use crate::refusal::Refusal;
use crate::scan::File;
use crate::text;

/// The dossier that a scan was taken for first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Source {
    pub id: DossierId,
    pub code: Code,
}

/// What stands at a scan that is used again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reused {
    pub from: Source,
    /// The server did not know that dossier when it judged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unseen: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reuse {
    /// A paper of the dossier, by its name.
    pub paper: String,
    /// As the earlier dossier has it.
    pub file: File,
    pub from: Source,
}

pub(super) fn decide(dossier: &Dossier, act: &Reuse) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    attach::check_file(&mut faults, dossier, &act.paper, &act.file);
    if act.paper.is_empty() {
        faults.add("paper", "Chưa chọn giấy tờ.", "Choose the paper.");
    }
    if act.from.id == dossier.id {
        faults.add(
            "from",
            "Giấy này là của chính hồ sơ này. Chọn hồ sơ trước.",
            "This paper is the dossier's own. Choose an earlier dossier.",
        );
    }
    faults.done()?;
    attach::room(dossier)?;
    Ok(What::Reused(act.clone()))
}

/// Whether the earlier dossier bears it out. Asked by the device that offers it, and by the server, which alone may not
/// know that dossier.
///
/// # Errors
/// In a sentence, with what to do instead.
pub fn check(source: &Dossier, dossier: &Dossier, act: &Reuse) -> Result<(), Refusal> {
    if !is_one_person(source, dossier) {
        cov_mark::hit!(paper_of_somebody_else);
        return Err(Refusal::field(
            "from",
            "Hồ sơ có giấy này là của người mang số định danh khác. Chụp giấy tờ của người nộp.",
            "The dossier that has this paper is of another identity number. Photograph the applicant's own paper.",
        ));
    }
    let stands = |scan: &&Scan| scan.file.digest == act.file.digest && same_paper(&scan.paper, &act.paper);
    if source.scans.iter().find(stands).is_some_and(|scan| scan.file == act.file) {
        return Ok(());
    }
    cov_mark::hit!(paper_taken_off_meanwhile);
    Err(Refusal::field(
        "from",
        "Hồ sơ trước không còn bản chụp này của giấy tờ đó. Chụp lại giấy tờ.",
        "The earlier dossier has this scan of that paper no more. Photograph the paper again.",
    ))
}

fn is_one_person(a: &Dossier, b: &Dossier) -> bool {
    !a.applicant.number.is_empty() && a.applicant.number == b.applicant.number
}

fn same_paper(a: &str, b: &str) -> bool {
    text::fold(a) == text::fold(b)
}

/// Papers that somebody fills in or signs for one wish: an old one says nothing about the new one.
const MADE_ANEW: [&str; 9] = [
    "to khai",
    "ban khai",
    "don ",
    "don/",
    "phieu yeu cau",
    "giay de nghi",
    "du thao",
    "van ban uy quyen",
    "van ban yeu cau",
];

fn is_made_anew(paper: &str) -> bool {
    let name = text::fold(paper);
    MADE_ANEW.iter().any(|begins| name.starts_with(begins))
}

/// For whom and for which papers an earlier scan is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    pub dossier: DossierId,
    pub number: &'a str,
    pub papers: &'a [String],
}

/// The newest scan of each paper that the citizen's earlier dossiers have, as the act that would use it again. Nothing is
/// offered of what is filled in anew for every wish.
pub fn offers<'d>(wanted: &Wanted, among: impl IntoIterator<Item = &'d Dossier>) -> Vec<(Reuse, Scan)> {
    let number: String = wanted.number.split_whitespace().collect();
    if number.is_empty() {
        return vec![];
    }
    let theirs = |other: &&Dossier| other.id != wanted.dossier && other.applicant.number == number;
    let earlier: Vec<&Dossier> = among.into_iter().filter(theirs).collect();
    let newest = |paper: &String| {
        let scans = earlier.iter().flat_map(|other| other.scans.iter().map(move |scan| (*other, scan)));
        let of_it = scans.filter(|(_, scan)| same_paper(&scan.paper, paper));
        let (other, scan) = of_it.max_by_key(|(other, scan)| (scan.at, other.id))?;
        let from = Source { id: other.id, code: other.code.clone()? };
        Some((Reuse { paper: paper.clone(), file: scan.file.clone(), from }, scan.clone()))
    };
    wanted.papers.iter().filter(|paper| !is_made_anew(paper)).filter_map(newest).collect()
}

/// What stands before the code of the dossier from which a paper was used again.
pub const FROM: &str = ", từ hồ sơ ";

impl Reuse {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        dossier.scans.push(Scan {
            file: self.file.clone(),
            paper: self.paper.clone(),
            at: fact.at,
            by: fact.by,
            reused: Some(Reused { from: self.from.clone(), unseen: false }),
            signed: None,
        });
        (Kind::Reuse, format!("{}{FROM}{}", self.paper, self.from.code.short()))
    }

    /// On a record that the act has changed: nobody has held the scan against its source.
    pub(crate) fn mark_unseen(&self, dossier: &mut Dossier) {
        let its = |scan: &&mut Scan| scan.file.digest == self.file.digest;
        if let Some(reused) = dossier.scans.iter_mut().find(its).and_then(|scan| scan.reused.as_mut()) {
            reused.unseen = true;
        }
    }
}
