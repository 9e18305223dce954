//! Bản thảo cho người nộp: what the certificate will say, shown and answered by the two codes of the tracking page.
//!
//! Not here: what is right in an answer (`shared::dossier::proof`), who may look (`citizen`).
//! Invariant: the words of a draft leave only by their own question, to whoever has code and secret, before the paper is
//! submitted. What is answered as taken is on the disk.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Extension, State};
use shared::door::proof::{AnswerDraft, DraftShown, shown};
use shared::dossier::{Act, Dossier};
use shared::lang::word;
use shared::session::{Track, Tracked};
use shared::sync::wire::{Outcome, Over};

use crate::body::SmallJson;
use crate::citizen::{opened, take_all};
use crate::error::{Error, Result};
use crate::gate::window::Window;
use crate::listen::Peer;
use crate::store::ledger;
use crate::{Site, limits};

/// How often one may answer.
pub struct ProofLimits {
    address: Window,
    dossier: Window,
}

impl Default for ProofLimits {
    fn default() -> ProofLimits {
        ProofLimits {
            address: Window::new(limits::PROOF_ADDRESS_MAX, 60),
            dossier: Window::new(limits::PROOF_DOSSIER_MAX, 24 * 60),
        }
    }
}

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
        let address = peer.map(|Extension(peer)| peer).unwrap_or_default().network();
        let of = dossier.id.to_string();
        let counted = [(&site.proofs.address, address.as_str()), (&site.proofs.dossier, of.as_str())];
        take_all(&counted, now).map_err(Error::wait)?;
        let act = Act::AnswerProof(ask.act());
        let (outcome, seq) = ledger::add(&site.store, now, by, dossier.id, act).await?;
        site.feed.wake(seq);
        match outcome {
            Outcome::Applied { .. } => {}
            Outcome::Rejected { refusal } | Outcome::Conflict { over: Over::Step { refusal }, .. } => {
                return Err(Error::refused(&refusal));
            }
            outcome @ (Outcome::Merged { .. }
            | Outcome::Noop { .. }
            | Outcome::Conflict { .. }
            | Outcome::Quarantined { .. }) => {
                return Err(Error::failed(&format!("an answer became {outcome:?}")));
            }
        }
    }
    let record = site.store.by_id(dossier.id).await?.ok_or_else(Error::no_such_slip)?;
    let dossier: Dossier = serde_json::from_str(record.get()).map_err(crate::store::Fault::from)?;
    Ok(Reply(shared::door::tracked(&ward, &dossier, by_number, now)))
}
