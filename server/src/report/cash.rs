//! Sổ thu phí, lệ phí: the cash book of a day or a span, on a page or as a file.
//!
//! Not here: what stands in it (`shared::report::cash`).
//! Invariant: it carries names, so only whoever may open every dossier gets it; a page and a file have the same sums.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::lang::{Sentence, Word, word};
use shared::limits::CASH_ROWS_MAX;
use shared::moment::Day;
use shared::report::cash::{CashBook, ID, Sealed, Sum, book};
use shared::report::{Covered, Period, Table};
use shared::ward::Ward;

use super::{CSV, Format, Which, XLSX, archive, aside, coverage, file, period_of, slot, xlsx};
use crate::Site;
use crate::error::{Error, Result};
use crate::gate::Staff;
use crate::store::{Fault, Store};

/// What a file holds.
pub struct File {
    pub rows: Table,
    pub sums: [(Word, Vec<(Sentence, Sum)>); 2],
    /// What a workbook says between the rows and the sums, which have cells of their own there.
    pub in_short: Vec<String>,
}

impl File {
    pub fn of(ward: &Ward, book: CashBook) -> File {
        File { rows: book.table(ward), sums: book.sums(ward), in_short: book.in_short() }
    }
}

/// What `draw` makes of the book. A receipt number is looked for in the whole years that the period touches.
pub async fn make<T: Send + 'static>(
    store: &Store,
    period: Period,
    draw: impl FnOnce(&Ward, CashBook) -> T + Send + 'static,
) -> std::result::Result<T, Fault> {
    let (first, last) = (Day::new(period.from().year(), 1, 1), Day::new(period.to().year(), 12, 31));
    let whole = first.zip(last).and_then(|(first, last)| Period::new(first, last).ok()).unwrap_or(period);
    // Before the records: what comes between the two is seen to come after the hand-over.
    let sealed: Sealed =
        store.handed(whole).await?.into_iter().map(|handed| (handed.day, handed.at)).collect();
    let (ward, mut kept) = (store.ward(), store.cash_of(period, whole).await?);
    let before = store.corrected_of_before(whole).await?;
    // After the records, so that it knows each of them.
    let owing = store.owing().await?;
    aside(move || {
        let (mut dossiers, owing) = (kept.own().dossiers()?, owing.dossiers());
        dossiers.extend(before.dossiers()?);
        let made = book(&dossiers, &owing, &sealed, period);
        let others = kept.bearing(&made.numbers()).dossiers()?;
        if others.is_empty() {
            return Ok(draw(&ward, made));
        }
        dossiers.extend(others);
        Ok(draw(&ward, book(&dossiers, &owing, &sealed, period)))
    })
    .await
}

#[derive(Deserialize)]
pub struct Ask {
    from: Day,
    to: Day,
    #[serde(default)]
    format: Format,
}

pub(super) fn bad_query() -> Error {
    let said = word(
        "Địa chỉ phải có from và to (2018-01-31); format là json, csv, xlsx hoặc pdf.",
        "The address must carry from and to (2018-01-31); format is json, csv, xlsx or pdf.",
    );
    Error::bad("bad_query", said)
}

/// `GET /api/report/cash?from=&to=`: at most `CASH_ROWS_MAX` rows with the totals of all; with `&format=csv`, `xlsx` or `pdf`
/// the whole as a file.
pub async fn cash(
    State(site): State<Arc<Site>>,
    Staff(signed): Staff,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(Ask { from, to, format })) = ask else { return Err(bad_query()) };
    let (period, now) = (period_of(from, to)?, site.clock.now());
    let _slot = slot(&site).await?;
    let coverage = coverage(&site.store, now).await?;
    let name = |end: &str| format!("{ID}-{from}-{to}.{end}");
    Ok(match format {
        Format::Json | Format::Cells => {
            let page = |_: &Ward, book: CashBook| book.first(CASH_ROWS_MAX);
            let report = make(&site.store, period, page).await?;
            Reply(Covered { report, coverage }).into_response()
        }
        Format::Csv => file(CSV, make(&site.store, period, File::of).await?.rows.to_csv(), &name("csv")),
        Format::Xlsx => {
            let made = make(&site.store, period, File::of).await?;
            let head = xlsx::Head::new(&site.store.ward(), period, &coverage);
            let bytes = xlsx::cash(&made, &head).map_err(|fault| Error::failed(&fault))?;
            file(XLSX, bytes, &name("xlsx"))
        }
        Format::Pdf => {
            let made = archive::made(period, now, &coverage, &signed.officer.name);
            let (title, sheets) = archive::sheets(&site.store, Which::Cash, period, now, made).await?;
            archive::file(sheets, title, &site.store.ward(), now, &name("pdf")).await?
        }
    })
}
