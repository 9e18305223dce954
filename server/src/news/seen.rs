//! What the ward reads of its outbox.
//!
//! Not here: sending (`news`).
//! Invariant: of whoever carries only the name is said, and of letters the sender's address.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::dossier::record::NewsBy;
use shared::id::DossierId;
use shared::lang::word;
use shared::news::{Carried, Outbox, Seen};

use crate::Site;
use crate::error::{Error, Result};
use crate::gate::{Overseer, Staff};
use crate::news::sender::Sender;

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
    let (senders, mut counts) = (&site.config.senders, site.store.count_news().await?);
    let carried = NewsBy::ALL.into_iter().filter_map(|by| {
        let (sender, count) = (senders.of(by), counts.remove(&by).unwrap_or_default());
        let (host, from) = match sender {
            Some(Sender::Post(post)) => (post.host.clone(), post.from.email.to_string()),
            Some(Sender::Gateway(place)) => (place.host.clone(), String::new()),
            Some(Sender::File(path)) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                (name.to_string_lossy().into_owned(), String::new())
            }
            None => Default::default(),
        };
        (sender.is_some() || !count.is_empty()).then_some(Carried { by, host, from, count })
    });
    Ok(Reply(Outbox { ways: carried.collect() }))
}
