//! Báo cáo: reports over the book, with what they cannot know yet.
//!
//! Not here: counting (`shared::report`), the command (`cli::report`).
//! Invariant: no report carries a citizen's name; each says until when it counts and which devices still hold
//! work.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use shared::lang::word;
use shared::moment::{Day, Moment};
use shared::report::{Board, Coverage, Covered, Period, Table, board, ii06a};

use crate::error::{Error, Result};
use crate::gate::Staff;
use crate::store::{Fault, Store};
use crate::{Site, limits};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    Board,
    Ii06a,
}

impl Form {
    const fn name(self) -> &'static str {
        match self {
            Form::Board => "bang-dieu-hanh",
            Form::Ii06a => "ii06a",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Format {
    #[default]
    Json,
    Csv,
}

/// A report of either form.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Report {
    Board(Box<Board>),
    Table(Table),
}

impl Report {
    /// For a terminal or a spreadsheet.
    pub fn table(&self) -> Table {
        match self {
            Report::Board(board) => board.table(),
            Report::Table(table) => table.clone(),
        }
    }
}

/// Counts the book. The reading and adding up happens beside the threads that answer.
pub async fn make(
    store: &Store,
    form: Form,
    period: Period,
    now: Moment,
) -> std::result::Result<Report, Fault> {
    let (ward, kept) = (store.ward(), store.records_of(period, now.day()).await?);
    let count = move || {
        let dossiers = kept.dossiers()?;
        Ok(match form {
            Form::Board => Report::Board(Box::new(board(&ward, &dossiers, period, now))),
            Form::Ii06a => Report::Table(ii06a(&ward, &dossiers, period, now)),
        })
    };
    match tokio::task::spawn_blocking(count).await {
        Ok(report) => report,
        Err(stopped) => Err(Fault::Refused(format!("the report was not finished: {stopped}"))),
    }
}

#[derive(Deserialize)]
pub struct Ask {
    form: Form,
    from: Day,
    to: Day,
    #[serde(default)]
    format: Format,
}

/// `GET /api/report?form=&from=&to=`; with `&format=csv` a file for a spreadsheet.
pub async fn report(
    State(site): State<Arc<Site>>,
    Staff(_): Staff,
    ask: std::result::Result<Query<Ask>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let Ok(Query(ask)) = ask else {
        let said = word(
            "Địa chỉ phải có form (board, ii06a), from và to (2018-01-31); format là json hoặc csv.",
            "The address must carry form (board, ii06a), from and to (2018-01-31); format is json or csv.",
        );
        return Err(Error::bad("bad_query", said));
    };
    let period = Period::new(ask.from, ask.to).map_err(|said| Error::bad("bad_period", said))?;
    let now = site.clock.now();
    // A report reads a whole period: a few at once leave the other core to the counter.
    let slot = tokio::time::timeout(limits::REPORT_WAIT_MAX, site.report_slots.acquire()).await;
    let Ok(Ok(_slot)) = slot else { return Err(Error::busy()) };
    let coverage = coverage(&site.store, now).await?;
    let report = make(&site.store, ask.form, period, now).await?;
    Ok(match ask.format {
        Format::Json => Reply(Covered { report, coverage }).into_response(),
        Format::Csv => file(&report.table(), &format!("{}-{}-{}.csv", ask.form.name(), ask.from, ask.to)),
    })
}

fn file(table: &Table, name: &str) -> Response {
    let kept_as = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&kept_as).expect("letters, digits and dashes")),
    ];
    (headers, table.to_csv()).into_response()
}

/// Which devices have told of work that is not in the book yet.
pub async fn coverage(store: &Store, now: Moment) -> std::result::Result<Coverage, Fault> {
    let devices = store.devices().await?;
    Ok(Coverage::new(now, devices.iter().map(|device| device.seen())))
}
