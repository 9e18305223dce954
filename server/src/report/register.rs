//! Sổ theo dõi hồ sơ: a page of it, or the whole as a file.
//!
//! Not here: what stands in it (`shared::report::register`).
//! Invariant: it carries names, so only whoever may open every dossier gets it.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::dossier::Dossier;
use shared::lang::word;
use shared::report::register::{self, Entry, ID, Page};
use shared::report::{closing, sheets};
use shared::ward::Ward;

use super::{Book, Format, Yearly, first_page, xlsx, yearly};
use crate::Site;
use crate::error::{Error, Result};
use crate::gate::Staff;

#[derive(Deserialize)]
pub struct Ask {
    year: i32,
    /// Every field where it is missing, which only a file can hold.
    field: Option<String>,
    #[serde(default = "first_page")]
    page: usize,
    #[serde(default)]
    format: Format,
}

fn bad_query() -> Error {
    let said = word(
        "Địa chỉ phải có year (2018), và field khi xem từng trang; format là json, csv, xlsx hoặc pdf.",
        "The address must carry year (2018), and field where a page is asked for; format is json, csv, xlsx or pdf.",
    );
    Error::bad("bad_query", said)
}

fn asked(ward: &Ward, dossiers: &[Dossier], ask: &Yearly) -> Vec<closing::Book<Entry>> {
    register::registers(ward, dossiers, ask.year, ask.which.as_deref(), &ask.closed)
}

/// `GET /api/report/register?year=&field=&page=`; with `&format=csv`, `xlsx` or `pdf` the whole as a file, without `field` that
/// of every field.
pub async fn register(
    State(site): State<Arc<Site>>,
    Staff(signed): Staff,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(Ask { year, field, page, format })) = ask else { return Err(bad_query()) };
    let book = Book {
        id: ID,
        bad: bad_query,
        page: |ward, dossiers, ask, field, today| {
            let book = register::book(ward, dossiers, (ask.year, field), &ask.closed);
            Page::of(book, ask.page, ask.year, today)
        },
        table: |ward, dossiers, ask, today| {
            register::table(ward, &asked(ward, dossiers, ask), ask.year, today)
        },
        xlsx: xlsx::register,
        title: register::TITLE,
        sheets: |ward, dossiers, ask, made| {
            sheets::register(ward, asked(ward, dossiers, ask), ask.year, made)
        },
    };
    yearly(&site, &signed.officer.name, Yearly { year, which: field, page, format, closed: vec![] }, book)
        .await
}
