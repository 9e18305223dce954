//! Lưu trữ: papers and books as files that will still open in many years.
//!
//! Not here: what stands on a paper (`shared::sheet`), who may have it (`paper` of the routes).
//! Invariant: layout is a pure function of the sheets, drawing is thin; each file is PDF/A-2a or is not made. Why:
//! docs/decisions/0012-archive.md.

mod codes;
mod draw;
mod flow;
mod font;
mod grid;
mod head;
mod paper;
mod set;
mod table;
mod text;

use krilla::error::KrillaError;
use shared::sheet::Sheet;

pub use draw::Facts;
pub(crate) use flow::Ink;
pub(crate) use font::Face;
pub use paper::Count;
pub(crate) use paper::{Page, layout};

/// The sheets as one file. `pair` puts both copies of a slip on one A4 across.
///
/// # Errors
/// Says what the standard forbids in it.
pub fn file(sheets: &[Sheet], count: Count, pair: bool, facts: &Facts) -> Result<Vec<u8>, KrillaError> {
    draw::draw(&layout(sheets, count, pair), facts)
}
