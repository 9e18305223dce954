//! Ảnh gửi từ xa: pieces come in from anybody, before the application, or the send of papers that were asked for, that
//! names them is taken.
//!
//! Not here: what a file may be (`shared::scan`), where it waits (`store::upload`), what names it (`citizen`, `supply`).
//! Invariant: nothing goes out here but how much has come. Whoever sends knows the identity of what will name it, which is
//! the phone's own and is nowhere before that is taken.

pub mod pdf;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Path, Query, State};
use serde::Deserialize;
use shared::dossier::Dossier;
use shared::id::DossierId;
use shared::lang::{about, word};
use shared::moment::Moment;
use shared::scan::{Digest, File, Have, check_size};
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::body::Piece;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::feed::Feed;
use crate::gate::window::Window;
use crate::listen::Peer;
use crate::store::Fault;
use crate::store::upload::{Refused, Uploads};
use crate::{Site, limits};

/// How much one may send.
pub struct UploadLimits {
    pub(crate) address: Window,
    pub(crate) all: Window,
}

impl Default for UploadLimits {
    fn default() -> UploadLimits {
        UploadLimits {
            address: Window::new(limits::UPLOAD_ADDRESS_HOUR_BYTES_MAX, 60),
            all: Window::new(limits::UPLOAD_DAY_BYTES_MAX, 24 * 60),
        }
    }
}

impl UploadLimits {
    /// Photographs can be left out, so nobody is told only to wait.
    fn take(&self, address: &str, bytes: usize, now: Moment) -> Result<()> {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX).max(limits::UPLOAD_PIECE_BYTES_MIN);
        if let Err(seconds) = self.address.take(address, bytes, now) {
            let long = about(seconds);
            return Err(Error::photos_later(&long));
        }
        if self.all.take("", bytes, now).is_err() {
            self.address.give_back(address, bytes);
            return Err(Error::photos_over());
        }
        Ok(())
    }
}

/// Files are waited for on another thread.
async fn on_disk<T: Send + 'static>(
    site: &Site,
    work: impl FnOnce(&Uploads) -> T + Send + 'static,
) -> Result<T> {
    let uploads = site.uploads.clone();
    tokio::task::spawn_blocking(move || work(&uploads)).await.map_err(|e| Error::failed(&e))
}

/// Of which application, and which file.
fn named((application, digest): (String, String)) -> Result<(DossierId, Digest)> {
    let said = word(
        "Địa chỉ phải có mã của hồ sơ nộp và mã của tệp.",
        "The address must carry the application's identity and the file's digest.",
    );
    let bad = || Error::bad("bad_address", said);
    let id: Uuid = application.parse().map_err(|_| bad())?;
    Ok((DossierId(id), digest.parse().map_err(|_| bad())?))
}

/// `GET /api/public/photos/{application}/{digest}`: where to go on.
pub async fn have(State(site): State<Arc<Site>>, Path(path): Path<(String, String)>) -> Result<Reply<Have>> {
    let _slot = site.public_slots.try_acquire().map_err(|_| Error::busy())?;
    let (id, digest) = named(path)?;
    Ok(Reply(site.uploads.have(id, &digest)))
}

#[derive(Deserialize)]
pub struct PieceAsk {
    /// Of the whole file.
    bytes: u64,
    /// Where this piece begins.
    at: u64,
}

/// `PUT /api/public/photos/{application}/{digest}?bytes=&at=`
pub async fn put(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<Peer>>,
    Path(path): Path<(String, String)>,
    ask: std::result::Result<Query<PieceAsk>, QueryRejection>,
    Piece(piece): Piece,
) -> Result<Reply<Have>> {
    let _slot = site.public_slots.try_acquire().map_err(|_| Error::busy())?;
    let Ok(Query(ask)) = ask else {
        let said = word("Địa chỉ phải có bytes và at.", "The address must carry bytes and at.");
        return Err(Error::bad("bad_query", said));
    };
    let (id, digest) = named(path)?;
    site.store.ward().door().ok_or_else(Error::door_closed)?;
    check_size(ask.bytes).map_err(Error::bad_file)?;
    let (now, address) = (site.clock.now(), peer.map(|Extension(peer)| peer).unwrap_or_default().network());
    site.upload_limits.take(&address, piece.len(), now)?;
    match on_disk(&site, move |uploads| uploads.put(id, &digest, ask.bytes, ask.at, &piece, now)).await? {
        Ok(have) => Ok(Reply(have)),
        Err(Refused::Bad(bad)) => Err(Error::bad_file(bad)),
        Err(Refused::Full) => Err(Error::photos_full()),
        Err(Refused::Crowded) => Err(Error::photos_over()),
        Err(Refused::Fault(fault)) => Err(fault.into()),
    }
}

/// Photographs as the server has seen them; those that are not here yet stay as they were announced, and are named.
pub(crate) fn seen(uploads: &Uploads, id: DossierId, photos: &mut BTreeMap<usize, File>) -> BTreeSet<Digest> {
    let mut awaited = BTreeSet::new();
    for file in photos.values_mut() {
        match uploads.seen(id, &file.digest) {
            Some(seen) => {
                *file = File { bytes: seen.bytes, kind: seen.kind, pages: seen.pages, ..file.clone() };
            }
            None => drop(awaited.insert(file.digest.clone())),
        }
    }
    awaited
}

/// Whether the dossier has them already, down to the bytes: the answer to an earlier send was lost.
pub(crate) async fn has_all(site: &Site, dossier: &Dossier, awaited: &BTreeSet<Digest>) -> Result<bool> {
    let named: BTreeSet<&Digest> = dossier.scans.iter().map(|scan| &scan.file.digest).collect();
    if !awaited.iter().all(|digest| named.contains(digest)) {
        return Ok(false);
    }
    let (scans, awaited) = (site.store.scans.clone(), awaited.clone());
    let all = move || -> std::result::Result<bool, Fault> {
        for digest in &awaited {
            if !scans.have(digest)?.whole {
                return Ok(false);
            }
        }
        Ok(true)
    };
    Ok(tokio::task::spawn_blocking(all).await.map_err(|e| Error::failed(&e))??)
}

/// What is not named is gone; the rest goes on waiting.
pub(crate) async fn keep_only(site: &Site, id: DossierId, named: BTreeSet<Digest>) -> Result<()> {
    Ok(on_disk(site, move |uploads| uploads.keep_only(id, &named)).await??)
}

/// What the dossier names becomes its scans; nothing is left behind.
pub(crate) async fn hand_over(site: &Site, id: DossierId, named: BTreeSet<Digest>) -> Result<()> {
    let scans = site.store.scans.clone();
    Ok(on_disk(site, move |uploads| uploads.hand_over(id, &named, &scans)).await??)
}

/// Looks every hour at what has waited too long.
pub fn start(uploads: Uploads, clock: Clock, feed: Feed) -> JoinHandle<()> {
    tokio::spawn(async move {
        while !feed.is_closing() {
            let (uploads, now) = (uploads.clone(), clock.now());
            let swept = tokio::task::spawn_blocking(move || uploads.sweep(now)).await;
            if let Ok(Err(fault)) = swept {
                tracing::warn!(%fault, "photographs could not be swept");
            }
            drop(tokio::time::timeout(limits::UPLOAD_SWEEP_TIME, feed.closed()).await);
        }
    })
}
