//! Ca hỗ trợ: a volunteer's tablet tells how a shift stands, and the ward reads what all of them add up to.
//!
//! Not here: what a shift is and which telling counts (`shared::shift`), how it is kept (`store::shift`).
//! Invariant: nothing of a citizen comes in; a shift told twice is one.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::limits::SHIFT_ROWS_MAX;
use shared::moment::Day;
use shared::report::Period;
use shared::shift::{Shift, Shifts};

use crate::Site;
use crate::body::Json;
use crate::error::{Error, Result};
use crate::gate::{Helper, Staff};
use crate::store::shift::By;

/// `POST /api/shift`: how a shift stands, by whoever began it.
pub async fn tell(
    State(site): State<Arc<Site>>,
    Helper(me): Helper,
    Json(told): Json<Shift>,
) -> Result<Reply<serde_json::Value>> {
    let by = By { officer: me.officer.id, device: me.device, now: site.clock.now() };
    match site.store.tell_shift(by, &told).await? {
        Ok(_) => Ok(Reply(serde_json::json!({}))),
        Err(refusal) => Err(Error::refused(&refusal)),
    }
}

#[derive(Deserialize)]
pub struct Ask {
    from: Day,
    to: Day,
}

/// `GET /api/shifts?from=&to=`: the shifts of a period with their totals.
pub async fn shifts(
    State(site): State<Arc<Site>>,
    Staff(_): Staff,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Reply<Shifts>> {
    let Ok(Query(Ask { from, to })) = ask else { return Err(Error::no_period()) };
    let period = Period::new(from, to).map_err(|said| Error::bad("bad_period", said))?;
    Ok(Reply(Shifts::of(site.store.shifts(period).await?, SHIFT_ROWS_MAX)))
}
