//! Việc giữ riêng: the head of the counter sees what waits for a person, and decides.
//!
//! Not here: why it waits (`take`, `rescue`).
//! Invariant: only what is surely its author's is let in, and it is judged like any other act; a decision is
//! written down with its author and is final.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Path, State};
use shared::dossier::code::Lane;
use shared::lang::{Word, word};
use shared::limits::REASON_CHARS_MAX;
use shared::sync::aside::{Asides, Settle, Settled};
use shared::text;

use super::take::open;
use crate::Site;
use crate::body::Json;
use crate::error::{Error, Result};
use crate::gate::HeadOfCounter;
use crate::store::ledger::{self, Entered};
use crate::store::quarantine::Kept;

const UNKNOWN: Word = word("Không có việc giữ riêng mang số này.", "There is no kept act of this number.");
const DECIDED: Word = word("Việc này đã được quyết định.", "This act has been decided.");

/// `GET /api/quarantine`
pub async fn list(State(site): State<Arc<Site>>, HeadOfCounter(_): HeadOfCounter) -> Result<Reply<Asides>> {
    let (all, asides) = site.store.asides().await?;
    Ok(Reply(Asides { as_of: site.clock.now(), all, asides }))
}

/// `POST /api/quarantine/{ticket}`
pub async fn settle(
    State(site): State<Arc<Site>>,
    HeadOfCounter(signed): HeadOfCounter,
    ticket: std::result::Result<Path<u64>, axum::extract::rejection::PathRejection>,
    Json(ask): Json<Settle>,
) -> Result<Reply<Settled>> {
    let kept = match ticket {
        Ok(Path(ticket)) => site.store.kept(ticket).await?,
        Err(_) => None,
    };
    let kept = kept.ok_or_else(|| Error::bad("unknown_ticket", UNKNOWN))?;
    if kept.decided {
        return Err(Error::conflict("decided", DECIDED));
    }
    let (by, now) = (signed.officer.id, site.clock.now());
    match ask {
        Settle::LetIn => {
            let kept = readable(&site, kept).await?;
            let device = site.store.device(kept.aside.writer.device).await?;
            let lane: Option<Lane> = device.and_then(|device| device.lane);
            let entered = ledger::let_in(&site.store, now, &kept, lane, by).await?;
            let entered = entered.ok_or_else(|| Error::conflict("decided", DECIDED))?;
            let Entered { outcome, is_new, seq } = entered;
            site.feed.wake(seq);
            Ok(Reply(if is_new { Settled::Judged { outcome } } else { Settled::Known }))
        }
        Settle::Drop { why } => {
            let why = text::clean(&why);
            if why.is_empty() || why.chars().count() > REASON_CHARS_MAX {
                let said = word("Mời ghi lý do bỏ việc này.", "Please say why this act is dropped.");
                return Err(Error::bad("no_reason", said));
            }
            match site.store.drop_aside(kept.aside.ticket, by, &why, now).await? {
                true => Ok(Reply(Settled::Dropped)),
                false => Err(Error::conflict("decided", DECIDED)),
            }
        }
    }
}

/// Looks once more, with the keys of today: one that was missing may have come since.
async fn readable(site: &Site, kept: Kept) -> Result<Kept> {
    let opened = open(site, vec![kept.envelope.clone()]).await?;
    let looked = opened.into_iter().next().map(|(_, looked)| looked);
    match looked.map(|looked| (looked.fault, looked.inside)) {
        Some((None, Some((inside, hash)))) => {
            let mut kept = kept;
            kept.aside.body = Some(inside.body);
            kept.links = Some((inside.prev, hash));
            Ok(kept)
        }
        Some((Some(reason), _)) => Err(Error::conflict("not_its_authors", reason.label())),
        Some((None, None)) | None => Err(Error::conflict("not_its_authors", kept.aside.reason.label())),
    }
}
