//! A book as a file for the archive.
//!
//! Not here: what stands on its sheets (`shared::report::sheets`), how they are set (`pdf`).
//! Invariant: bounded; an empty book is one sentence and no empty paper.

use axum::response::Response;
use shared::lang::{Sentence, word};
use shared::moment::Moment;
use shared::paper::printed;
use shared::report::sheets::Made;
use shared::report::{Coverage, Period};
use shared::sheet::{Block, Sheet};
use shared::ward::Ward;

use super::until;
use crate::error::{Error, Result};
use crate::limits::ARCHIVE_ROWS_MAX;
use crate::paper::download;
use crate::pdf::{self, Count, Facts};

/// Of which day a book is, and what is said under it.
pub fn made(period: Period, now: Moment, coverage: &Coverage, by: &str) -> Made {
    Made { to: period.to(), today: now.day(), foot: vec![until(coverage), printed(now, by)] }
}

/// Sets and draws beside the threads that answer. `title` says which book, as readers of the file see it.
pub async fn file(
    sheets: Vec<Sheet>,
    title: String,
    ward: &Ward,
    now: Moment,
    name: &str,
) -> Result<Response> {
    let rows: usize = sheets.iter().flat_map(|sheet| &sheet.blocks).map(rows).sum();
    if rows == 0 {
        let said = word("Sổ này chưa có dòng nào trong kỳ.", "The book has no line in this period yet.");
        return Err(Error::bad("empty_book", said));
    }
    if rows > ARCHIVE_ROWS_MAX {
        return Err(Error::bad(
            "too_many_rows",
            Sentence::new(
                format!(
                    "Một tệp PDF chứa nhiều nhất {ARCHIVE_ROWS_MAX} dòng. Chọn kỳ ngắn hơn, hoặc từng sổ một."
                ),
                format!(
                    "One PDF file holds at most {ARCHIVE_ROWS_MAX} lines. Choose a shorter period, or one book."
                ),
            ),
        ));
    }
    let agency = ward.letterhead(now.day()).map(|head| head.agency.clone()).unwrap_or_default();
    let facts = Facts { id: name.to_owned(), title, agency, made: now };
    let drawn = tokio::task::spawn_blocking(move || pdf::file(&sheets, Count::Book, false, &facts));
    let bytes = drawn.await.map_err(|e| Error::failed(&e))?.map_err(|e| Error::failed(&e))?;
    download(bytes, name)
}

fn rows(block: &Block) -> usize {
    match block {
        Block::Table { rows, .. } => rows.len(),
        Block::Line { .. }
        | Block::Paragraph(_)
        | Block::List(_)
        | Block::HandOvers(_)
        | Block::Qr { .. } => 0,
    }
}
