//! Sổ theo dõi hồ sơ: a page of it, or the whole as a file.
//!
//! Not here: what stands in it (`shared::report::register`).
//! Invariant: it carries names, so only whoever may open every dossier gets it.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::dossier::Dossier;
use shared::lang::word;
use shared::moment::Day;
use shared::report::Covered;
use shared::report::register::{self, ID, Page};
use shared::ward::Ward;

use super::{CSV, Format, XLSX, coverage, file, over, period_of, slot, xlsx};
use crate::Site;
use crate::error::{Error, Result};
use crate::gate::Staff;

#[derive(Deserialize)]
pub struct Ask {
    year: i32,
    /// Every field where it is missing, which only a file can hold.
    field: Option<String>,
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
        "Địa chỉ phải có year (2018), và field khi xem từng trang; format là json, csv hoặc xlsx.",
        "The address must carry year (2018), and field where a page is asked for; format is json, csv or xlsx.",
    );
    Error::bad("bad_query", said)
}

/// First and last day of the year, if it is one.
pub(super) fn year_of(year: i32) -> Option<(Day, Day)> {
    Some((Day::new(year, 1, 1)?, Day::new(year, 12, 31)?))
}

/// `GET /api/report/register?year=&field=&page=`; with `&format=csv` or `xlsx` the whole as a file, without `field` that
/// of every field.
pub async fn register(
    State(site): State<Arc<Site>>,
    Staff(_): Staff,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(Ask { year, field, page, format })) = ask else { return Err(bad_query()) };
    let (from, to) = year_of(year).ok_or_else(bad_query)?;
    let (period, now) = (period_of(from, to)?, site.clock.now());
    let _slot = slot(&site).await?;
    let coverage = coverage(&site.store, now).await?;
    let name = |end: &str| format!("{ID}-{year}.{end}");
    let all = field.clone();
    let whole = move |ward: &Ward, dossiers: &[Dossier]| {
        register::table(ward, &register::registers(ward, dossiers, year, all.as_deref()))
    };
    Ok(match format {
        Format::Json | Format::Cells => {
            let field = field.ok_or_else(bad_query)?;
            let one = move |ward: &Ward, dossiers: &[Dossier]| {
                Page::of(register::entries(ward, dossiers, year, &field), page, year, now.day())
            };
            let report = over(&site.store, period, now, one).await?;
            Reply(Covered { report, coverage }).into_response()
        }
        Format::Csv => file(CSV, over(&site.store, period, now, whole).await?.to_csv(), &name("csv")),
        Format::Xlsx => {
            let table = over(&site.store, period, now, whole).await?;
            let head = xlsx::Head::new(&site.store.ward(), period, &coverage);
            let bytes = xlsx::register(&table, &head).map_err(|fault| Error::failed(&fault))?;
            file(XLSX, bytes, &name("xlsx"))
        }
    })
}
