//! A book or a form as a file for the archive.
//!
//! Not here: what stands on its sheets (`shared::report::sheets`), how they are set (`pdf`).
//! Invariant: bounded; an empty book is one sentence and no empty paper.

use axum::response::Response;
use shared::dossier::Dossier;
use shared::lang::{Sentence, word};
use shared::moment::Moment;
use shared::paper::printed;
use shared::report::cash::CashBook;
use shared::report::sheets::{self, Made};
use shared::report::{Coverage, Period, cash, register};
use shared::sheet::{Block, Sheet};
use shared::ward::Ward;

use super::{Report, Which, over, until};
use crate::error::{Error, Result};
use crate::limits::ARCHIVE_ROWS_MAX;
use crate::paper::download;
use crate::pdf::{self, Count, Facts};
use crate::store::{Fault, Store};

/// Of which day a book is, and what is said under it.
pub fn made(period: Period, now: Moment, coverage: &Coverage, by: &str) -> Made {
    Made { to: period.to(), today: now.day(), foot: vec![until(coverage), printed(now, by)] }
}

/// The sheets of a period, and which book or form they are, as readers of the file see it; none where it has no paper.
pub async fn sheets(
    store: &Store,
    which: Which,
    period: Period,
    now: Moment,
    made: Made,
) -> std::result::Result<Option<(String, Vec<Sheet>)>, Fault> {
    let (from, to) = (period.from().vi(), period.to().vi());
    Ok(match which {
        Which::Form(form) => {
            let Report::Form(_, filled) = super::make(store, which, period, now).await? else {
                return Ok(None);
            };
            let sheet = sheets::form(&store.ward(), form, &filled, period, &made);
            Some((format!("{} – {from}, {to}", form.number.vi), vec![sheet]))
        }
        Which::Register => {
            let year = period.from().year();
            let draw = move |ward: &Ward, dossiers: &[Dossier]| {
                sheets::register(ward, register::registers(ward, dossiers, year, None), year, &made)
            };
            Some((format!("{} – {year}", register::TITLE), over(store, period, now, draw).await?))
        }
        Which::Cash => {
            let draw = move |ward: &Ward, book: CashBook| sheets::cash(ward, &book, period, &made);
            let sheet = super::cash::make(store, period, now, draw).await?;
            Some((format!("{} – {from}, {to}", cash::TITLE.vi), vec![sheet]))
        }
        Which::Board | Which::Quality | Which::Agencies => None,
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
