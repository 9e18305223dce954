//! Bản chụp: taking papers as pictures, showing them beside their papers, looking at one.
//!
//! Not here: what a file may be and several pictures as one PDF (`shared::scan`), keeping and reading (`desk`).
//! Invariant: a picture is drawn anew before it is kept, so that nothing of the camera's notes stays; what could not
//! be taken says so in one sentence, and what was taken before stays.

pub mod address;
pub mod again;
mod draw;
pub mod items;
pub mod look;
pub mod take;

#[cfg(test)]
mod tests;

use shared::dossier::reuse::Source;
use shared::lang::{Lang, Word, word};
use shared::scan::{Digest, File, FileKind, size};

/// For which paper a scan is wanted; empty for any other. And the one whose place it takes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Asked {
    pub paper: String,
    pub instead_of: Option<Digest>,
}

/// A scan of a form that no act has kept yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    pub paper: String,
    pub file: File,
    /// Where it is used again: the bytes are not this form's.
    pub reused: Option<Source>,
}

const PAGE: Word = word("trang", "page");
const PAGES: Word = word("trang", "pages");

/// `2 trang`; the kind where pages were not counted.
fn extent(file: &File, lang: Lang) -> String {
    match file.pages {
        Some(1) => format!("1 {}", PAGE.of(lang)),
        Some(pages) => format!("{pages} {}", PAGES.of(lang)),
        None => file.kind.label().to_owned(),
    }
}

/// `PDF, 1,2 MB`
fn weight(file: &File, lang: Lang) -> String {
    let bytes = size(file.bytes);
    match (file.kind, file.pages) {
        (FileKind::Pdf, Some(_)) => format!("PDF, {}", bytes.of(lang)),
        (FileKind::Pdf | FileKind::Jpeg | FileKind::Png | FileKind::Webp, _) => bytes.of(lang).to_owned(),
    }
}
