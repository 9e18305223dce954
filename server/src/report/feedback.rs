//! Sổ phản ánh, kiến nghị: the counts of a period with index 5.2, and the book as a file.
//!
//! Not here: the counting (`shared::feedback::totals`), which is of the whole period; the file has a row of the newest.
//! Invariant: no sender stands in it; whoever is named in one counts it and does not read it.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::feedback::Totals;
use shared::feedback::totals::{ID, table};
use shared::moment::Day;
use shared::report::Coverage;

use super::{CSV, Format, XLSX, file, period_of, slot, xlsx};
use crate::error::{Error, Result};
use crate::gate::Hearer;
use crate::{Site, limits};

#[derive(Deserialize)]
pub struct Ask {
    from: Day,
    to: Day,
    #[serde(default)]
    format: Format,
}

/// `GET /api/report/feedback?from=&to=`; with `&format=csv` or `xlsx` the book as a file.
pub async fn feedback(
    State(site): State<Arc<Site>>,
    hearer: Hearer,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(Ask { from, to, format })) = ask else { return Err(super::cash::bad_query()) };
    if format == Format::Pdf {
        return Err(super::cash::bad_query());
    }
    let (period, now, ward) = (period_of(from, to)?, site.clock.now(), site.store.ward());
    let _slot = slot(&site).await?;
    let mut totals = Totals::default();
    let mut all = site.store.feedbacks(Some(period), None, limits::FEEDBACK_READ_MAX).await?;
    totals.add(&all, &ward.calendar, now);
    let (read, mut last) = (all.len(), all.last().cloned());
    while let Some(after) = last {
        let older = site.store.feedbacks(Some(period), Some(&after), limits::FEEDBACK_READ_MAX).await?;
        totals.add(&older, &ward.calendar, now);
        last = older.last().cloned();
    }
    let name = |end: &str| format!("{ID}-{from}-{to}.{end}");
    if matches!(format, Format::Json | Format::Cells) {
        return Ok(Reply(totals).into_response());
    }
    all.retain(|one| one.may_read(&hearer.0.officer).is_ok());
    all.reverse();
    let named = read - all.len();
    let book = table(&all, named, &totals, &ward.calendar, now);
    Ok(match format {
        Format::Csv | Format::Json | Format::Cells | Format::Pdf => file(CSV, book.to_csv(), &name("csv")),
        Format::Xlsx => {
            let head = xlsx::Head::new(&ward, period, &Coverage::new(now, []));
            let bytes = xlsx::plain(&book, &head).map_err(|fault| Error::failed(&fault))?;
            file(XLSX, bytes, &name("xlsx"))
        }
    })
}
