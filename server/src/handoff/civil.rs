//! Reconciliation with the civil-status software: what differs, our file, and its file.
//!
//! Not here: what agrees with what (`shared::handoff::reconcile`).
//! Invariant: a file is read to its end before a line of it is kept.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::dossier::Dossier;
use shared::handoff::file::{self, Columns, Theirs};
use shared::handoff::reconcile::{BACK_DAYS, Imported, Reconciled, reconcile};
use shared::lang::{Sentence, word};
use shared::moment::Day;
use shared::report::{Covered, Period};

use super::cells::{self, at};
use crate::Site;
use crate::body::LargeJson;
use crate::error::{Error, Result};
use crate::gate::{CivilKeeper, Staff};
use crate::limits::CIVIL_LINES_MAX;
use crate::report::{self, CSV};

#[derive(Deserialize)]
pub struct Ask {
    from: Day,
    to: Day,
}

pub type Asked = std::result::Result<Query<Ask>, QueryRejection>;

pub fn period(ask: Asked) -> Result<Period> {
    let Ok(Query(Ask { from, to })) = ask else {
        let said = word(
            "Địa chỉ phải có from và to (2018-01-31).",
            "The address must carry from and to (2018-01-31).",
        );
        return Err(Error::bad("bad_query", said));
    };
    report::period_of(from, to)
}

/// The days before it whose dossiers may still be open.
fn with_days_before(period: Period) -> Period {
    Period::new(period.from().plus(-BACK_DAYS), period.to()).unwrap_or(period)
}

/// `GET /api/handoff/civil?from=&to=`
pub async fn reconciled(
    State(site): State<Arc<Site>>,
    Staff(_): Staff,
    ask: Asked,
) -> Result<Reply<Covered<Reconciled>>> {
    let (period, now) = (period(ask)?, site.clock.now());
    let _slot = report::slot(&site).await?;
    let coverage = report::coverage(&site.store, now).await?;
    let wide = with_days_before(period);
    let theirs = site.store.civil_lines(wide.from(), wide.to()).await?;
    let imported = site.store.civil_imported().await?;
    let held = report::over(&site.store, wide, now, move |ward, dossiers| {
        reconcile(ward, dossiers, &theirs, period)
    });
    let report = Reconciled { imported, ..held.await? };
    Ok(Reply(Covered { report, coverage }))
}

/// `GET /api/handoff/civil/file?from=&to=`: the civil-status dossiers that were finished in the period, for entering them
/// there.
pub async fn our_file(State(site): State<Arc<Site>>, _: CivilKeeper, ask: Asked) -> Result<Response> {
    let (period, now) = (period(ask)?, site.clock.now());
    let _slot = report::slot(&site).await?;
    let table = report::over(&site.store, period, now, move |ward, dossiers| {
        let within = |day: Day| period.from() <= day && day <= period.to();
        let mut all: Vec<&Dossier> =
            dossiers.iter().filter(|d| d.finished_at.is_some_and(|at| within(at.day()))).collect();
        all.sort_by_key(|d| (d.finished_at, d.id));
        file::table(ward, all)
    });
    let name = format!("ban-giao-ho-tich-{}-{}.csv", period.from(), period.to());
    Ok(report::file(CSV, table.await?.to_csv(), &name))
}

/// A file of the civil-status software.
#[derive(Deserialize)]
pub struct TheirFile {
    csv: String,
    /// The days for which it is whole, if somebody says so.
    #[serde(default)]
    whole: Option<Ask>,
}

/// `POST /api/handoff/civil/file`
pub async fn their_file(
    State(site): State<Arc<Site>>,
    CivilKeeper(signed): CivilKeeper,
    LargeJson(TheirFile { csv, whole }): LargeJson<TheirFile>,
) -> Result<Reply<Imported>> {
    let whole = whole.map(|Ask { from, to }| report::period_of(from, to)).transpose()?;
    let lines = lines(&csv).map_err(|said| Error::bad("bad_file", said))?;
    if whole.is_some_and(|days| !lines.iter().any(|line| days.from() <= line.on && line.on <= days.to())) {
        return Err(Error::bad(
            "bad_file",
            word(
                "Tệp không có dòng nào của những ngày đang xem, nên không thể là bản đủ của những ngày ấy. Chọn đúng ngày của tệp, \
             hoặc bỏ dấu chọn.",
                "The file has no line of the days shown, so it cannot be whole for them. Choose the days of the file, or take the \
             tick away.",
            ),
        ));
    }
    let imported = site.store.take_civil(&lines, whole, signed.officer.id, site.clock.now()).await?;
    tracing::info!(
        lines = imported.lines,
        new = imported.new,
        changed = imported.changed,
        gone = imported.gone,
        "a civil-status file"
    );
    Ok(Reply(imported))
}

/// Every line, or what is wrong with the first that is not right.
pub fn lines(text: &str) -> std::result::Result<Vec<Theirs>, Sentence> {
    let text = cells::readable(text)?;
    let unreadable = word("không đọc được dòng này.", "this line cannot be read.");
    let (mut columns, mut kept) = (None, Vec::new());
    for (line, record) in cells::rows(text) {
        let record = record.ok_or_else(|| at(line, &unreadable.into()))?;
        let Some(known) = &columns else {
            columns = Some(Columns::of(record.iter().map(String::as_str))?);
            continue;
        };
        if kept.len() >= CIVIL_LINES_MAX {
            return Err(Sentence::new(
                format!("Tệp có hơn {CIVIL_LINES_MAX} dòng. Xuất lại theo từng tháng."),
                format!("The file has more than {CIVIL_LINES_MAX} lines. Export it month by month."),
            ));
        }
        let cells: Vec<&str> = record.iter().map(String::as_str).collect();
        kept.push((line, known.read(&cells).map_err(|said| at(line, &said))?));
    }
    if kept.is_empty() {
        return Err(word(
            "Tệp không có dòng nào. Dòng đầu là tên cột, từ dòng thứ hai là các việc hộ tịch.",
            "The file has no lines. The first names the columns, the others are civil-status matters.",
        )
        .into());
    }
    if let Some((first, again)) = file::twice(&kept) {
        return Err(Sentence::new(
            format!("Dòng {again}: trùng sổ, quyển, số với dòng {first} mà nội dung khác."),
            format!(
                "Line {again}: the same register, volume and number as line {first}, with other contents."
            ),
        ));
    }
    Ok(kept.into_iter().map(|(_, theirs)| theirs).collect())
}
