//! Đính kèm, gỡ bản chụp: which scans belong to a dossier, each beside the paper that it shows.
//!
//! Not here: the bytes and how they travel (`scan`, the server's folder), making pictures (the app).
//! Invariant: a digest stands in a dossier once. What was attached is taken off by whoever attached it, or by the head;
//! the history keeps that it was there.

use serde::{Deserialize, Serialize};

use super::form::Faults;
use super::kind::Kind;
use super::record::Dossier;
use super::{Fact, What};
use crate::ctx::Ctx;
use crate::id::OfficerId;
use crate::limits;
use crate::moment::Moment;
use crate::officer::{Officer, Role};
use crate::refusal::Refusal;
use crate::scan::{self, Digest, File};
use crate::text;

/// A scan of a dossier as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Scan {
    pub file: File,
    /// The paper's name; empty for any other paper, and for the result.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub paper: String,
    pub at: Moment,
    pub by: OfficerId,
    /// Where it was taken for an earlier dossier of the same citizen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reused: Option<super::reuse::Reused>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<super::sign_scans::Signed>,
}

impl Scan {
    /// Whether the officer may take it off, or put another in its place.
    pub fn is_removed_by(&self, officer: &Officer) -> bool {
        self.by == officer.id || officer.is(Role::Head)
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attach {
    /// A paper of the dossier, by its name; empty for any other.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub paper: String,
    pub file: File,
    /// The scan whose place it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<Digest>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Detach {
    pub digest: Digest,
    pub reason: String,
}

const NAME: (&str, &str) = ("tên tệp", "name of the file");

/// Whether the file can stand beside the paper.
pub(super) fn check_file(faults: &mut Faults, dossier: &Dossier, paper: &str, file: &File) {
    check_bytes(faults, dossier, file);
    if !paper.is_empty() && !dossier.papers.iter().any(|taken| taken.name == paper) {
        faults.add(
            "paper",
            "Hồ sơ không có giấy tờ này. Chọn một giấy tờ trong danh sách.",
            "The dossier has no such paper. Choose one of its list.",
        );
    }
}

/// Whether the file can be a scan of the dossier at all.
pub(super) fn check_bytes(faults: &mut Faults, dossier: &Dossier, file: &File) {
    faults.text("name", NAME, &file.name, limits::SCAN_NAME_CHARS_MAX);
    if !file.digest.is_whole() {
        faults.add("digest", "Mã của tệp không đúng dạng.", "The file's digest has another shape.");
    }
    if let Err(bad) = scan::check_size(file.bytes) {
        let said = bad.sentence();
        faults.add("bytes", said.vi, said.en);
    }
    if file.pages.is_some_and(|pages| pages == 0 || pages > limits::PAGES_MAX) {
        let max = limits::PAGES_MAX;
        faults.add("pages", format!("Số trang từ 1 đến {max}."), format!("A file has 1 to {max} pages."));
    }
    if dossier.scans.iter().any(|scan| scan.file.digest == file.digest) {
        faults.add("digest", "Bản chụp này đã có trong hồ sơ.", "This scan is in the dossier already.");
    }
}

/// The file under its name as it is kept.
pub(super) fn named(file: &File) -> File {
    File { name: text::clean(&file.name), ..file.clone() }
}

/// # Errors
/// The dossier is full.
pub(super) fn room(dossier: &Dossier) -> Result<(), Refusal> {
    if dossier.scans.len() < limits::SCANS_MAX {
        return Ok(());
    }
    let max = limits::SCANS_MAX;
    Err(Refusal::field(
        "digest",
        &format!("Mỗi hồ sơ tối đa {max} bản chụp. Gộp các trang của một giấy tờ vào một tệp."),
        &format!("A dossier takes {max} scans. Put the pages of one paper into one file."),
    ))
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &Attach) -> Result<What, Refusal> {
    let Attach { paper, file, instead_of } = act;
    let mut faults = Faults::default();
    check_file(&mut faults, dossier, paper, file);
    faults.done()?;
    match instead_of {
        Some(old) => removable(ctx, dossier, old)?,
        None => room(dossier)?,
    }
    Ok(What::Attached(Attach { file: named(file), ..act.clone() }))
}

pub(super) fn may_detach(dossier: &Dossier) -> Result<(), Refusal> {
    if dossier.scans.is_empty() { Err(Refusal::Settled) } else { Ok(()) }
}

pub(super) fn detach(ctx: &Ctx, dossier: &Dossier, act: &Detach) -> Result<What, Refusal> {
    super::form::needed("reason", ("lý do", "reason"), &act.reason, limits::REASON_CHARS_MAX)?;
    removable(ctx, dossier, &act.digest)?;
    Ok(What::Detached(Detach { reason: text::clean(&act.reason), ..act.clone() }))
}

fn removable(ctx: &Ctx, dossier: &Dossier, digest: &Digest) -> Result<(), Refusal> {
    let Some(scan) = dossier.scans.iter().find(|scan| scan.file.digest == *digest) else {
        cov_mark::hit!(scan_gone_already);
        return Err(Refusal::Settled);
    };
    // What a citizen sent along is nobody's at the counter, and everybody's to put right.
    if scan.is_removed_by(ctx.by) || ctx.ward.is_door(scan.by) {
        return Ok(());
    }
    let who = ctx.ward.name_of(scan.by);
    Err(Refusal::field(
        "digest",
        &format!("Bản chụp này do {who} đính kèm; người ấy hoặc tổ trưởng gỡ, thay được."),
        &format!("{who} attached this scan; they or the head of the counter may take it off."),
    ))
}

/// What stands behind the paper's name where a scan took another's place.
pub const REPLACED: &str = ", thay bản trước";

/// `Giấy chứng sinh: trang 1.jpg`
fn called(paper: &str, name: &str) -> String {
    let paper = if paper.is_empty() { scan::OTHER_PAPER.vi } else { paper };
    format!("{paper}: {name}")
}

impl Attach {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        let Attach { paper, file, instead_of } = self;
        let scan = Scan {
            file: file.clone(),
            paper: paper.clone(),
            at: fact.at,
            by: fact.by,
            reused: None,
            signed: None,
        };
        let mut note = called(paper, &file.name);
        let place = instead_of.as_ref().and_then(|old| place_of(dossier, old));
        match place {
            Some(place) => {
                dossier.scans[place] = scan;
                note += REPLACED;
            }
            None => dossier.scans.push(scan),
        }
        (Kind::Attach, note)
    }
}

impl Detach {
    pub(super) fn apply(&self, dossier: &mut Dossier) -> (Kind, String) {
        let taken = place_of(dossier, &self.digest).map(|place| dossier.scans.remove(place));
        let what = taken.map(|scan| called(&scan.paper, &scan.file.name)).unwrap_or_default();
        (Kind::Detach, format!("{what} ({})", self.reason))
    }
}

fn place_of(dossier: &Dossier, digest: &Digest) -> Option<usize> {
    dossier.scans.iter().position(|scan| scan.file.digest == *digest)
}
