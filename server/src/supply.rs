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
use shared::ward::Ward;

use crate::body::SmallJson;
use crate::citizen;
use crate::error::{Error, Result};
use crate::listen::Peer;
use crate::{Site, upload};

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
        site.supplies.take(peer, dossier.id, now)?;
        if let Some(refusal) = citizen::add(&site, now, by.id, dossier.id, Act::Supply(act)).await? {
            // Somebody at the counter was faster.
            upload::hand_over(&site, ask.id, BTreeSet::new()).await?;
            return Err(Error::refused(&refusal));
        }
    }
    upload::hand_over(&site, ask.id, named).await?;
    citizen::tracked_anew(&site, dossier.id, by_number, now).await
}

/// What the ledger would say, on the record as it stands.
fn judge(ward: &Ward, by: &Officer, dossier: &Dossier, act: &Supply, now: Moment) -> Result<()> {
    let ctx = Ctx { now, happened: now, claimed: now, by, lane: None, reissued: None, ward };
    let judged = dossier::decide(&ctx, dossier.id, Some(dossier), &Act::Supply(act.clone()));
    judged.map(drop).map_err(|refusal| Error::refused(&refusal))
}
