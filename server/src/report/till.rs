//! Bàn giao quỹ: a day's takings go to the accountant, once.
//!
//! Not here: what may be handed over (`shared::report::till`), how it is kept (`store::till`).
//! Invariant: the sum by the book is this server's at the moment of writing; what is answered as kept is on the disk.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::Query;
use axum::extract::State;
use axum::extract::rejection::QueryRejection;
use serde::Deserialize;
use shared::moment::Day;
use shared::report::Period;
use shared::report::cash::{CashBook, Taking};
use shared::report::till::{HandOver, Handed, Till, twice};
use shared::ward::Ward;

use super::{period_of, slot};
use crate::Site;
use crate::body::SmallJson;
use crate::error::{Error, Result};
use crate::gate::{Cashier, Staff};

#[derive(Deserialize)]
pub struct Ask {
    from: Day,
    to: Day,
}

async fn book(site: &Site, period: Period) -> Result<CashBook> {
    let _slot = slot(site).await?;
    let whole = |_: &Ward, book: CashBook| book;
    Ok(super::cash::make(&site.store, period, whole).await?)
}

/// `GET /api/till?from=&to=`: every day that took money or was handed over.
pub async fn days(
    State(site): State<Arc<Site>>,
    Staff(_): Staff,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Reply<Vec<Till>>> {
    let Ok(Query(Ask { from, to })) = ask else { return Err(Error::no_period()) };
    let period = period_of(from, to)?;
    // The hand-overs first: what comes into the book between the two is late, never forgotten.
    let handed = site.store.handed(period).await?;
    Ok(Reply(Till::days(&book(&site, period).await?, handed)))
}

/// `POST /api/till`: the day is handed over, if it has not been.
pub async fn hand_over(
    State(site): State<Arc<Site>>,
    Cashier(me): Cashier,
    SmallJson(ask): SmallJson<HandOver>,
) -> Result<Reply<Handed>> {
    let (period, now) = (period_of(ask.day, ask.day)?, site.clock.now());
    let before = site.store.handed_on(ask.day).await?;
    let book = book(&site, period).await?;
    let rows: Vec<&Taking> = book.rows.iter().collect();
    let till = Till::of(ask.day, &rows, before);
    till.judge(&ask, now.day()).map_err(|refusal| Error::refused(&refusal))?;
    let handed = till.handed(&ask, &rows, me.officer.id, now);
    if site.store.hand_over_till(&handed).await? {
        tracing::info!(officer = %me.officer.id, day = %handed.day, "a till was handed over");
        return Ok(Reply(handed));
    }
    // Somebody else was faster.
    match site.store.handed_on(ask.day).await? {
        Some(first) => Err(Error::refused(&twice(&first))),
        None => Err(Error::busy()),
    }
}
