//! Mất bộ nhớ: a device tells which acts went with its cleared storage, and somebody looks after them.
//!
//! Not here: how it is shown, with the devices (`office`).
//! Invariant: whoever works on a device may tell it, since the writer of the lost acts cannot; nothing is judged,
//! forgotten or trusted by it.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::State;
use shared::id::Writer;
use shared::lang::word;
use shared::sync::lost::StorageLost;

use crate::Site;
use crate::body::Json;
use crate::error::{Error, Result};
use crate::gate::{Caretaker, Signed};
use crate::limits::LOST_ACTS_MAX;

/// `POST /api/lost`
pub async fn tell(
    State(site): State<Arc<Site>>,
    signed: Signed,
    Json(lost): Json<StorageLost>,
) -> Result<Reply<serde_json::Value>> {
    let now = site.clock.now();
    site.pushes.take(&signed.device.to_string(), 1, now).map_err(Error::wait)?;
    let StorageLost { writer, first, last } = lost;
    let fits = first > 0 && first <= last && last - first < LOST_ACTS_MAX;
    let known = site.store.device(writer.device).await?.is_some();
    if !fits || !known || site.store.ward().officer(writer.officer).is_none() {
        let said = word(
            "Không có máy, cán bộ hoặc dãy số này.",
            "There is no such device, officer or range of numbers.",
        );
        return Err(Error::bad("unknown_acts", said));
    }
    let teller = Writer { device: signed.device, officer: signed.officer.id };
    if !site.store.lose(lost, teller, now).await? {
        return Err(Error::aside_full());
    }
    tracing::warn!(device = %writer.device, officer = %writer.officer, first, last, "a cleared storage was told of");
    Ok(Reply(serde_json::json!({})))
}

/// `POST /api/lost/settle`
pub async fn settle(
    State(site): State<Arc<Site>>,
    Caretaker(by): Caretaker,
    Json(lost): Json<StorageLost>,
) -> Result<Reply<serde_json::Value>> {
    site.store.settle_lost(lost, by.officer.id, site.clock.now()).await?;
    tracing::info!(officer = %by.officer.id, first = lost.first, last = lost.last, "lost acts were looked after");
    Ok(Reply(serde_json::json!({})))
}
