//! Bản thảo cho người nộp: what the certificate will say, shown and answered by the two codes of the tracking page.
//!
//! Not here: what is right in an answer (`shared::dossier::proof`), who may look (`citizen`).
//! Invariant: the words of a draft leave only by their own question, to whoever has code and secret, before the paper is
//! submitted. What is answered as taken is on the disk.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Extension, State};
use shared::door::proof::{AnswerDraft, DraftShown, shown};
use shared::dossier::Act;
use shared::lang::word;
use shared::session::{Track, Tracked};

use crate::Site;
use crate::body::SmallJson;
use crate::citizen::{self, opened};
use crate::error::{Error, Result};
use crate::listen::Peer;

/// `POST /api/public/draft`: what the latest draft says.
pub async fn look(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<Peer>>,
    SmallJson(ask): SmallJson<Track>,
) -> Result<Reply<DraftShown>> {
    let _slot = site.public_slots.try_acquire().map_err(|_| Error::busy())?;
    let (dossier, _) = opened(&site, peer, &ask.code, &ask.secret).await?;
    let none =
        word("Hồ sơ này không có bản thảo nào chờ xem.", "No draft of this dossier waits to be looked at.");
    shown(&dossier, site.clock.now()).map(Reply).ok_or_else(|| Error::bad("no_draft", none))
}

/// `POST /api/public/draft/answer`: an answer that is sent again, because the receipt did not arrive, is received again.
pub async fn answer(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<Peer>>,
    SmallJson(ask): SmallJson<AnswerDraft>,
) -> Result<Reply<Tracked>> {
    let _slot = site.public_slots.try_acquire().map_err(|_| Error::busy())?;
    let (now, ward) = (site.clock.now(), site.store.ward());
    let by = ward.door().ok_or_else(Error::door_closed)?.id;
    let (dossier, by_number) = opened(&site, peer, &ask.code, &ask.secret).await?;
    if !ask.is_in(&dossier) {
        site.proofs.take(peer, dossier.id, now)?;
        let refused = citizen::add(&site, now, by, dossier.id, Act::AnswerProof(ask.act())).await?;
        if let Some(refusal) = refused {
            return Err(Error::refused(&refusal));
        }
    }
    citizen::tracked_anew(&site, dossier.id, by_number, now).await
}
