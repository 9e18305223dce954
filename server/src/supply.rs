//! Gửi ảnh giấy tờ bổ sung: photographs of papers that were asked for, from the page on which a citizen looks a dossier up.
//!
//! Not here: what is right in them (`shared::dossier::supply`), the pieces (`upload`), who may look (`citizen`).
//! Invariant: the form is judged before megabytes travel, and again when it is written down. What is answered as sent is on
//! the disk, and the answer is what the tracking page shows.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Extension, State};
use shared::ctx::Ctx;
use shared::door::supply::SendPapers;
use shared::dossier::supply::Supply;
use shared::dossier::{self, Act, Dossier};
use shared::lang::word;
use shared::moment::Moment;
use shared::officer::Officer;
use shared::scan::Digest;
use shared::session::Tracked;
use shared::sync::wire::{Outcome, Over};
use shared::ward::Ward;

use crate::body::SmallJson;
use crate::citizen::{self, take_all};
use crate::error::{Error, Result};
use crate::gate::window::Window;
use crate::listen::Peer;
use crate::store::ledger;
use crate::{Site, limits, upload};

/// How often one may send.
pub struct SupplyLimits {
    address: Window,
    dossier: Window,
}

impl Default for SupplyLimits {
    fn default() -> SupplyLimits {
        SupplyLimits {
            address: Window::new(limits::SUPPLY_ADDRESS_MAX, 60),
            dossier: Window::new(limits::SUPPLY_DOSSIER_MAX, 24 * 60),
        }
    }
}

/// `POST /api/public/supplement`: sent again, because the answer did not arrive, it is answered again.
pub async fn send(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<Peer>>,
    SmallJson(mut ask): SmallJson<SendPapers>,
) -> Result<Reply<Tracked>> {
    let _slot = site.public_slots.try_acquire().map_err(|_| Error::busy())?;
    let (now, ward) = (site.clock.now(), site.store.ward());
    let by = ward.door().ok_or_else(Error::door_closed)?;
    if !ask.is_own() {
        let said = word(
            "Lần gửi này mang mã không đúng dạng. Mời tải lại trang rồi gửi.",
            "This send has an identity of another shape. Please load the page again, then send.",
        );
        return Err(Error::bad("bad_send", said));
    }
    let (dossier, by_number) = citizen::opened(&site, peer, &ask.code, &ask.secret).await?;
    let awaited = upload::seen(&site.uploads, ask.id, &mut ask.photos);
    let act = ask.act(&ward, &dossier);
    let is_known = act.scans.is_empty() && !ask.photos.is_empty();
    if !is_known {
        judge(&ward, by, &dossier, &act, now)?;
    }
    let named: BTreeSet<Digest> = ask.photos.values().map(|file| file.digest.clone()).collect();
    if !awaited.is_empty() && !upload::has_all(&site, &dossier, &awaited).await? {
        upload::keep_only(&site, ask.id, named).await?;
        return Err(Error::photos_awaited());
    }
    if !is_known {
        let address = peer.map(|Extension(peer)| peer).unwrap_or_default().network();
        let of = dossier.id.to_string();
        let counted = [(&site.supplies.address, address.as_str()), (&site.supplies.dossier, of.as_str())];
        take_all(&counted, now).map_err(Error::wait)?;
        write(&site, &ask, by, &dossier, act, now).await?;
    }
    upload::hand_over(&site, ask.id, named).await?;
    let record = site.store.by_id(dossier.id).await?.ok_or_else(Error::no_such_slip)?;
    let dossier: Dossier = serde_json::from_str(record.get()).map_err(crate::store::Fault::from)?;
    Ok(Reply(shared::door::tracked(&ward, &dossier, by_number, now)))
}

/// What the ledger would say, on the record as it stands.
fn judge(ward: &Ward, by: &Officer, dossier: &Dossier, act: &Supply, now: Moment) -> Result<()> {
    let ctx = Ctx { now, happened: now, claimed: now, by, lane: None, reissued: None, ward };
    let judged = dossier::decide(&ctx, dossier.id, Some(dossier), &Act::Supply(act.clone()));
    judged.map(drop).map_err(|refusal| Error::refused(&refusal))
}

async fn write(
    site: &Site,
    ask: &SendPapers,
    by: &Officer,
    dossier: &Dossier,
    act: Supply,
    now: Moment,
) -> Result<()> {
    let (outcome, seq) = ledger::add(&site.store, now, by.id, dossier.id, Act::Supply(act)).await?;
    site.feed.wake(seq);
    match outcome {
        Outcome::Applied { .. } => Ok(()),
        // Somebody at the counter was faster.
        Outcome::Rejected { refusal } | Outcome::Conflict { over: Over::Step { refusal }, .. } => {
            upload::hand_over(site, ask.id, BTreeSet::new()).await?;
            Err(Error::refused(&refusal))
        }
        outcome @ (Outcome::Merged { .. }
        | Outcome::Noop { .. }
        | Outcome::Conflict { .. }
        | Outcome::Quarantined { .. }) => Err(Error::failed(&format!("photographs became {outcome:?}"))),
    }
}
