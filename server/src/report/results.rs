//! Sổ cấp kết quả: a page of a book, or the books of a year as a file.
//!
//! Not here: what stands in them (`shared::report::results`).
//! Invariant: they carry names, so only whoever may open every dossier gets them.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::dossier::Dossier;
use shared::lang::word;
use shared::report::results::{self, Entry, ID, Page};
use shared::report::{closing, sheets};
use shared::ward::Ward;

use super::{Book, Format, Yearly, first_page, xlsx, yearly};
use crate::Site;
use crate::error::{Error, Result};
use crate::gate::Staff;

#[derive(Deserialize)]
pub struct Ask {
    year: i32,
    /// Every book where it is missing, which only a file can hold.
    book: Option<String>,
    #[serde(default = "first_page")]
    page: usize,
    #[serde(default)]
    format: Format,
}

fn bad_query() -> Error {
    let said = word(
        "Địa chỉ phải có year (2018), và book khi xem từng trang; format là json, csv, xlsx hoặc pdf.",
        "The address must carry year (2018), and book where a page is asked for; format is json, csv, xlsx or pdf.",
    );
    Error::bad("bad_query", said)
}

fn asked(ward: &Ward, dossiers: &[Dossier], ask: &Yearly) -> Vec<closing::Book<Entry>> {
    results::all(ward, dossiers, ask.year, ask.which.as_deref(), &ask.closed)
}

/// `GET /api/report/results?year=&book=&page=`; with `&format=csv`, `xlsx` or `pdf` the whole as a file, without `book` that of
/// every book.
pub async fn results(
    State(site): State<Arc<Site>>,
    Staff(signed): Staff,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(Ask { year, book, page, format })) = ask else { return Err(bad_query()) };
    let of = Book {
        id: ID,
        bad: bad_query,
        page: |ward, dossiers, ask, book, today| {
            let book = results::book(ward, dossiers, (ask.year, book), &ask.closed);
            Page::of(book, ask.page, ask.year, today)
        },
        table: |ward, dossiers, ask, today| {
            results::table(ward, &asked(ward, dossiers, ask), ask.year, today)
        },
        xlsx: xlsx::results,
        title: results::TITLE.vi,
        sheets: |ward, dossiers, ask, made| sheets::results(ward, asked(ward, dossiers, ask), ask.year, made),
    };
    yearly(&site, &signed.officer.name, Yearly { year, which: book, page, format, closed: vec![] }, of).await
}
