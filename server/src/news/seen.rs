//! What the ward reads of its outbox.
//!
//! Not here: sending (`news`).
//! Invariant: of the mail server only its name and the sender's address are said.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::id::DossierId;
use shared::lang::word;
use shared::news::{Outbox, Seen};

use crate::Site;
use crate::error::{Error, Result};
use crate::gate::{Overseer, Staff};

#[derive(Deserialize)]
pub struct Ask {
    dossier: DossierId,
}

/// `GET /api/news?dossier=…`: what its citizen was told.
pub async fn of_dossier(
    State(site): State<Arc<Site>>,
    Staff(_): Staff,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Reply<Vec<Seen>>> {
    let Ok(Query(ask)) = ask else {
        let said = word("Địa chỉ phải có dossier.", "The address must carry dossier.");
        return Err(Error::bad("bad_query", said));
    };
    Ok(Reply(site.store.news_of(ask.dossier).await?))
}

/// `GET /api/news/outbox`: who sends, and how much waits or failed.
pub async fn outbox(State(site): State<Arc<Site>>, _: Overseer) -> Result<Reply<Outbox>> {
    let post = site.config.post.as_ref();
    let by = post.map(|post| (post.host.clone(), post.from.email.to_string()));
    Ok(Reply(Outbox { by, count: site.store.count_news().await? }))
}
