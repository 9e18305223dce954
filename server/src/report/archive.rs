//! A report or a book as a file for the archive.
//!
//! Not here: what stands on its sheets (`shared::report::sheets`), how they are set (`pdf`).
//! Invariant: bounded; an empty book is one sentence and no empty paper.

use axum::response::Response;
use shared::dossier::Dossier;
use shared::lang::{Sentence, word};
use shared::moment::Moment;
use shared::paper::printed;
use shared::report::agencies::{self, agencies};
use shared::report::board::{self, board};
use shared::report::cash::CashBook;
use shared::report::quality::{self, quality};
use shared::report::sheets::{self, Made};
use shared::report::{Coverage, Period, cash, register};
use shared::sheet::{Block, Sheet};
use shared::ward::Ward;

use super::{Which, over, until};
use crate::error::{Error, Result};
use crate::limits::ARCHIVE_ROWS_MAX;
use crate::paper::download;
use crate::pdf::{self, Count, Facts};
use crate::store::{Fault, Store};

/// Of which day a report is, and what is said under it.
pub fn made(period: Period, now: Moment, coverage: &Coverage, by: &str) -> Made {
    Made { to: period.to(), today: now.day(), foot: vec![until(coverage), printed(now, by)] }
}

/// The sheets of a period, and which report or book they are, as readers of the file see it.
pub async fn sheets(
    store: &Store,
    which: Which,
    period: Period,
    now: Moment,
    made: Made,
) -> std::result::Result<(String, Vec<Sheet>), Fault> {
    let year = period.from().year();
    let dated = |name: &str| format!("{name} – {}, {}", period.from().vi(), period.to().vi());
    Ok(match which {
        Which::Board => {
            let draw = move |ward: &Ward, dossiers: &[Dossier]| {
                sheets::board(ward, &board(ward, dossiers, period, now), period, &made)
            };
            (dated(board::TITLE.vi), vec![over(store, period, now, draw).await?])
        }
        Which::Form(form) => {
            let draw = move |ward: &Ward, dossiers: &[Dossier]| {
                sheets::form(ward, form, &form.fill(ward, dossiers, period, now), period, &made)
            };
            (dated(form.number.vi), vec![over(store, period, now, draw).await?])
        }
        Which::Quality => {
            let ballots = store.ballots(period).await?;
            let draw = move |ward: &Ward, dossiers: &[Dossier]| {
                sheets::quality(ward, &quality(ward, dossiers, &ballots, period, now), period, &made)
            };
            (dated(quality::TITLE.vi), vec![over(store, period, now, draw).await?])
        }
        Which::Agencies => {
            let draw = move |ward: &Ward, dossiers: &[Dossier]| {
                sheets::agencies(ward, &agencies(ward, dossiers, period, now), period, &made)
            };
            (dated(agencies::TITLE.vi), vec![over(store, period, now, draw).await?])
        }
        Which::Register => {
            let closed = store.closings(year).await?;
            let draw = move |ward: &Ward, dossiers: &[Dossier]| {
                sheets::register(ward, register::registers(ward, dossiers, year, None, &closed), year, &made)
            };
            (format!("{} – {year}", register::TITLE), over(store, period, now, draw).await?)
        }
        Which::Cash => {
            let draw = move |ward: &Ward, book: CashBook| sheets::cash(ward, &book, period, &made);
            (dated(cash::TITLE.vi), vec![super::cash::make(store, period, draw).await?])
        }
    })
}

/// Sets and draws beside the threads that answer; `title` as `sheets` says it.
pub async fn file(
    sheets: Vec<Sheet>,
    title: String,
    ward: &Ward,
    now: Moment,
    name: &str,
) -> Result<Response> {
    download(drawn(sheets, title, ward, now, name).await?, name)
}

/// The bytes alone.
pub async fn drawn(
    sheets: Vec<Sheet>,
    title: String,
    ward: &Ward,
    now: Moment,
    name: &str,
) -> Result<Vec<u8>> {
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
    drawn.await.map_err(|e| Error::failed(&e))?.map_err(|e| Error::failed(&e))
}

fn rows(block: &Block) -> usize {
    match block {
        Block::Table { rows, .. } => rows.len(),
        Block::Grid(grid) => grid.rows.len(),
        Block::Line { .. }
        | Block::Paragraph(_)
        | Block::List(_)
        | Block::HandOvers(_)
        | Block::Qr { .. } => 0,
    }
}
