//! Hài lòng: what was said in a period, for the page and as a file.
//!
//! Not here: the counting (`shared::survey`), casting a ballot (`survey`).
//! Invariant: the file has the page's figures; comments stay on the page.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::limits::RATING_ROWS_MAX;
use shared::moment::Day;
use shared::report::sheets;
use shared::survey::table::{ID, TITLE};
use shared::survey::{Ballot, Comment, Survey, Totals};

use super::{CSV, Format, XLSX, archive, coverage, file, period_of, slot, xlsx};
use crate::Site;
use crate::error::{Error, Result};
use crate::gate::Staff;

#[derive(Deserialize)]
pub struct Ask {
    from: Day,
    to: Day,
    #[serde(default)]
    format: Format,
}

/// `GET /api/survey?from=&to=`: what was said in a period; with `&format=csv` or `xlsx` its figures for a spreadsheet, with
/// `pdf` for the archive.
pub async fn survey(
    State(site): State<Arc<Site>>,
    Staff(signed): Staff,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(Ask { from, to, format })) = ask else { return Err(Error::no_period()) };
    let (period, now, ward) = (period_of(from, to)?, site.clock.now(), site.store.ward());
    let (ballots, returned) = (site.store.ballots(period).await?, site.store.returned(period).await?);
    let forms = ward.forms();
    let totals = Totals::of(&forms, &ballots, returned);
    if matches!(format, Format::Json | Format::Cells) {
        let comment = |ballot: Ballot| {
            let overall = ballot.overall()?;
            let (form, text) = (ballot.form, ballot.comment);
            (!text.is_empty()).then_some(Comment { form, overall, text })
        };
        let comments = ballots.into_iter().filter_map(comment).take(RATING_ROWS_MAX).collect();
        return Ok(Reply(Survey { totals, comments }).into_response());
    }
    let _slot = slot(&site).await?;
    let coverage = coverage(&site.store, now).await?;
    let name = |end: &str| format!("{ID}-{from}-{to}.{end}");
    let table = totals.table(&forms);
    Ok(match format {
        Format::Csv | Format::Json | Format::Cells => file(CSV, table.to_csv(), &name("csv")),
        Format::Xlsx => {
            let bytes = xlsx::survey(&table, &xlsx::Head::new(&ward, period, &coverage));
            file(XLSX, bytes.map_err(|fault| Error::failed(&fault))?, &name("xlsx"))
        }
        Format::Pdf => {
            let made = archive::made(period, now, &coverage, &signed.officer.name);
            let sheet = sheets::survey(&ward, &totals, period, &made);
            let title = format!("{} – {}, {}", TITLE.vi, from.vi(), to.vi());
            archive::file(vec![sheet], title, &ward, now, &name("pdf")).await?
        }
    })
}
