//! Sổ cấp kết quả: a page of a book, or the books of a year as a file.
//!
//! Not here: what stands in them (`shared::report::results`).
//! Invariant: they carry names, so only whoever may open every dossier gets them.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::dossier::Dossier;
use shared::lang::word;
use shared::report::Covered;
use shared::report::results::{self, ID, Page};
use shared::ward::Ward;

use super::register::year_of;
use super::{CSV, Format, XLSX, coverage, file, over, period_of, slot, xlsx};
use crate::Site;
use crate::error::{Error, Result};
use crate::gate::Staff;

#[derive(Deserialize)]
pub struct Ask {
    year: i32,
    /// Every book where it is missing, which only a file can hold.
    book: Option<String>,
    #[serde(default = "first")]
    page: usize,
    #[serde(default)]
    format: Format,
}

const fn first() -> usize {
    1
}

fn bad_query() -> Error {
    let said = word(
        "Địa chỉ phải có year (2018), và book khi xem từng trang; format là json, csv hoặc xlsx.",
        "The address must carry year (2018), and book where a page is asked for; format is json, csv or xlsx.",
    );
    Error::bad("bad_query", said)
}

/// `GET /api/report/results?year=&book=&page=`; with `&format=csv` or `xlsx` the whole as a file, without `book` that of
/// every book.
pub async fn results(
    State(site): State<Arc<Site>>,
    Staff(_): Staff,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(Ask { year, book, page, format })) = ask else { return Err(bad_query()) };
    let (from, to) = year_of(year).ok_or_else(bad_query)?;
    let (period, now) = (period_of(from, to)?, site.clock.now());
    let _slot = slot(&site).await?;
    let coverage = coverage(&site.store, now).await?;
    let name = |end: &str| format!("{ID}-{year}.{end}");
    let asked = book.clone();
    let whole = move |ward: &Ward, dossiers: &[Dossier]| {
        results::table(&results::all(ward, dossiers, year, asked.as_deref()))
    };
    Ok(match format {
        Format::Json | Format::Cells => {
            let book = book.ok_or_else(bad_query)?;
            let one = move |ward: &Ward, dossiers: &[Dossier]| {
                Page::of(results::entries(ward, dossiers, year, &book), page)
            };
            let report = over(&site.store, period, now, one).await?;
            Reply(Covered { report, coverage }).into_response()
        }
        Format::Csv => file(CSV, over(&site.store, period, now, whole).await?.to_csv(), &name("csv")),
        Format::Xlsx => {
            let table = over(&site.store, period, now, whole).await?;
            let head = xlsx::Head::new(&site.store.ward(), period, &coverage);
            let bytes = xlsx::results(&table, &head).map_err(|fault| Error::failed(&fault))?;
            file(XLSX, bytes, &name("xlsx"))
        }
    })
}
