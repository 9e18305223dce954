//! What the ward sees and decides of its messages to the city, and the contract as a file.
//!
//! Not here: sending (`send`).
//! Invariant: of the city's server only its name is said.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::handoff::city::{self, Decide, Outbox};
use shared::lang::word;
use shared::moment::Day;

use crate::Site;
use crate::body::Json;
use crate::error::{Error, Result};
use crate::gate::{Caretaker, Overseer};
use crate::report::{self, CSV, JSON};

/// `GET /api/handoff/city`
pub async fn outbox(State(site): State<Arc<Site>>, _: Overseer) -> Result<Reply<Outbox>> {
    shown(&site).await
}

async fn shown(site: &Site) -> Result<Reply<Outbox>> {
    let store = &site.store;
    Ok(Reply(Outbox {
        to: site.config.city.as_ref().map(|city| city.host.clone()),
        since: store.city_since().await?,
        count: store.count_city().await?,
        refused: store.held_city(city::State::Refused).await?,
        late: store.held_city(city::State::Waiting).await?,
    }))
}

/// `POST /api/handoff/city`: sends a refused message again, or lets it go.
pub async fn decide(
    State(site): State<Arc<Site>>,
    _: Caretaker,
    Json(what): Json<Decide>,
) -> Result<Reply<Outbox>> {
    if !site.store.decide_city(what, site.clock.now()).await? {
        let said = word(
            "Tin này không còn bị từ chối. Tải lại trang để xem.",
            "This message is not refused any more. Load the page again.",
        );
        return Err(Error::bad("not_refused", said));
    }
    site.feed.look();
    shown(&site).await
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Format {
    #[default]
    Json,
    Csv,
}

#[derive(Deserialize)]
pub struct Ask {
    from: Day,
    to: Day,
    #[serde(default)]
    format: Format,
}

/// `GET /api/handoff/city/file?from=&to=&format=`: every message of the period.
pub async fn file(
    State(site): State<Arc<Site>>,
    _: Overseer,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(Ask { from, to, format })) = ask else {
        let said = word(
            "Địa chỉ phải có from và to (2018-01-31); format là json hoặc csv.",
            "The address must carry from and to (2018-01-31); format is json or csv.",
        );
        return Err(Error::bad("bad_query", said));
    };
    let (period, now) = (report::period_of(from, to)?, site.clock.now());
    let _slot = report::slot(&site).await?;
    let count = move |ward: &_, dossiers: &[_]| city::messages(ward, dossiers, period);
    let messages = report::over(&site.store, period, now, count).await?;
    let name = |end: &str| format!("trang-thai-{from}-{to}.{end}");
    Ok(match format {
        Format::Csv => report::file(CSV, city::table(&messages).to_csv(), &name("csv")),
        Format::Json => {
            let text = serde_json::to_string_pretty(&messages).map_err(|fault| Error::failed(&fault))?;
            report::file(JSON, text, &name("json"))
        }
    })
}
