//! Gửi và xem bản chụp: pieces in, whole files out to whoever may see the dossier.
//!
//! Not here: what a file may be (`shared::scan`), where it lies (`store::scans`).
//! Invariant: nothing that was sent is ever shown by a browser as a page of ours: it leaves as a download of its own
//! kind, in a sandbox. A digest alone opens nothing; a dossier that names it does.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::dossier::Dossier;
use shared::dossier::attach::Scan;
use shared::id::DossierId;
use shared::lang::word;
use shared::scan::{Digest, Have, check_size, holds, look, may_see};
use tokio::task::JoinHandle;

use crate::body::Piece;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::feed::Feed;
use crate::gate::{Scanner, Staff};
use crate::store::scans::{Refused, Scans, Swept};
use crate::store::{Fault, Store};
use crate::{Site, limits};

/// What was sent opens nothing, runs nothing and asks for nothing.
const SANDBOX: &str = "sandbox; default-src 'none'";

fn digest_of(text: &str) -> Result<Digest> {
    let said =
        word("Mã của bản chụp gồm 64 chữ số thập lục phân.", "A scan's digest has 64 hexadecimal digits.");
    text.parse().map_err(|_| Error::bad("bad_digest", said))
}

/// Files are waited for on another thread.
async fn on_disk<T: Send + 'static>(
    site: &Site,
    work: impl FnOnce(&Scans) -> T + Send + 'static,
) -> Result<T> {
    let scans = site.store.scans.clone();
    tokio::task::spawn_blocking(move || work(&scans)).await.map_err(|e| Error::failed(&e))
}

/// `GET /api/scans/{digest}/have`: where to go on.
pub async fn have(
    State(site): State<Arc<Site>>,
    Scanner(_): Scanner,
    Path(digest): Path<String>,
) -> Result<Reply<Have>> {
    let digest = digest_of(&digest)?;
    Ok(Reply(on_disk(&site, move |scans| scans.have(&digest)).await??))
}

#[derive(Deserialize)]
pub struct PieceAsk {
    /// Of the whole file.
    bytes: u64,
    /// Where this piece begins.
    at: u64,
}

/// `PUT /api/scans/{digest}?bytes=&at=`
pub async fn put(
    State(site): State<Arc<Site>>,
    Scanner(signed): Scanner,
    Path(digest): Path<String>,
    ask: std::result::Result<Query<PieceAsk>, axum::extract::rejection::QueryRejection>,
    Piece(piece): Piece,
) -> Result<Reply<Have>> {
    let Ok(Query(ask)) = ask else {
        let said = word("Địa chỉ phải có bytes và at.", "The address must carry bytes and at.");
        return Err(Error::bad("bad_query", said));
    };
    let digest = digest_of(&digest)?;
    check_size(ask.bytes).map_err(Error::bad_file)?;
    let (key, now) = (signed.device.to_string(), site.clock.now());
    site.pushes.take(&key, 1, now).map_err(Error::wait)?;
    site.scan_bytes.take(&key, u32::try_from(piece.len()).unwrap_or(u32::MAX), now).map_err(Error::wait)?;
    match on_disk(&site, move |scans| scans.put(&digest, ask.bytes, ask.at, &piece)).await? {
        Ok(have) => Ok(Reply(have)),
        Err(Refused::Bad(bad)) => Err(Error::bad_file(bad)),
        Err(Refused::Fault(fault)) => Err(fault.into()),
    }
}

#[derive(Deserialize)]
pub struct ScanAsk {
    dossier: DossierId,
}

/// `GET /api/scans/{digest}?dossier=`: for the staff, of a dossier that names it now.
pub async fn get(
    State(site): State<Arc<Site>>,
    Staff(signed): Staff,
    Path(digest): Path<String>,
    ask: std::result::Result<Query<ScanAsk>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let digest = digest_of(&digest)?;
    let Ok(Query(ask)) = ask else {
        let said = word("Địa chỉ phải có dossier.", "The address must carry the dossier.");
        return Err(Error::bad("bad_query", said));
    };
    let record = site.store.by_id(ask.dossier).await?.ok_or_else(Error::no_such_dossier)?;
    let dossier: Dossier = serde_json::from_str(record.get()).map_err(Fault::from)?;
    if !may_see(&signed.officer, &dossier, &digest) {
        return Err(Error::no_such_scan());
    }
    let wanted = digest.clone();
    let is_held = |scan: &Scan| scan.file.digest != digest || holds(&site.store.ward(), &dossier, scan);
    let missing = if dossier.scans.iter().all(is_held) { Error::scan_awaited } else { Error::scan_let_go };
    let bytes = on_disk(&site, move |scans| scans.read(&wanted)).await??.ok_or_else(missing)?;
    // What it is, its bytes say; the act may have said otherwise.
    let kind = look::sniff(&bytes).ok_or_else(Error::no_such_scan)?;
    let name = format!("attachment; filename=\"ban-chup-{digest:?}.{}\"", kind.ending());
    let name = HeaderValue::from_str(&name).map_err(|e| Error::failed(&e))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type())),
        (header::CONTENT_DISPOSITION, name),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX)),
    ];
    Ok((headers, bytes).into_response())
}

/// Takes away the bytes that no dossier holds any more.
pub(crate) async fn sweep(store: &Store, clock: &Clock) -> std::result::Result<Swept, Fault> {
    let Some(named) = store.named_scans().await? else {
        tracing::info!("scans stay as long as acts wait for a person");
        return Ok(Swept::default());
    };
    let (scans, epoch, now) = (store.scans.clone(), store.epoch.clone(), clock.now());
    let swept = tokio::task::spawn_blocking(move || scans.sweep(&named, &epoch, now)).await;
    let swept = swept.map_err(|error| Fault::Odd(error.to_string()))??;
    if swept.scans > 0 {
        let Swept { scans, bytes } = swept;
        tracing::info!(scans, bytes, "the bytes of scans that no dossier holds are deleted");
    }
    Ok(swept)
}

/// Looks every day, also at the list of what no device holds.
pub fn start(store: Store, clock: Clock, feed: Feed) -> JoinHandle<()> {
    tokio::spawn(async move {
        while !feed.is_closing() {
            if let Err(fault) = sweep(&store, &clock).await {
                tracing::warn!(%fault, "scans could not be swept");
            }
            if let Err(fault) = store.forget_told().await {
                tracing::warn!(%fault, "lines that copies hold could not be let go");
            }
            drop(tokio::time::timeout(limits::SCAN_SWEEP_TIME, feed.closed()).await);
        }
    })
}
