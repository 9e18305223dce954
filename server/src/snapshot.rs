//! First readings and repairs: everything of a scope in a few packed chunks, or one bucket of it.
//!
//! A snapshot is made when somebody asks and the last one is old; whoever reads it pulls what came after it. Its
//! chunks are found by their content, so a reading that broke off goes on where it was, and a chunk that did not
//! change is neither packed nor sent twice.
//!
//! Not here: the chunks' text (`shared::sync::columns`), SQL (`store::snapshot`).
//! Invariant: a chunk holds the staff's scope and is given to the staff alone; others read pages.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::Arc;

use axum::Json as Reply;
use axum::body::Bytes;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::lang::word;
use shared::moment::Day;
use shared::sync::columns;
use shared::sync::digest::{Bucket, Sums, bucket_of};
use shared::sync::snapshot::{self, Manifest, Piece};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::Site;
use crate::answer::{self, Coding};
use crate::error::{Error, Result};
use crate::gate::{Signed, Staff};
use crate::limits::{CHUNK_ROWS_MAX, CHUNK_ROWS_MIN, SNAPSHOT_ACTS_MAX, SNAPSHOTS_KEPT};
use crate::store::ledger::newest_seq;
use crate::store::pull::Scope;
use crate::store::snapshot::Whole;
use crate::store::{Fault, Store};

/// As dense as it gets: columns are short, each is packed once for everybody, and again only where it changed.
const QUALITY: i32 = 11;

/// The snapshots that are ready, oldest first.
#[derive(Default)]
pub struct Shelf(Mutex<Vec<Arc<Made>>>);

struct Made {
    seq: u64,
    closed_since: Day,
    pieces: Vec<Piece>,
    /// Packed, by digest.
    chunks: BTreeMap<String, Bytes>,
}

impl Shelf {
    /// A snapshot not too old to begin with. Whoever asks meanwhile waits for the same one.
    async fn newest(&self, store: &Store, since: Day) -> std::result::Result<Arc<Made>, Fault> {
        let mut ready = self.0.lock().await;
        let newest = newest_seq(store).await?;
        let last = ready.last().cloned();
        if let Some(made) = &last
            && made.closed_since == since
            && newest.saturating_sub(made.seq) <= SNAPSHOT_ACTS_MAX
        {
            return Ok(made.clone());
        }
        let made = Arc::new(make(store, since, last).await?);
        if ready.len() == SNAPSHOTS_KEPT {
            ready.remove(0);
        }
        ready.push(made.clone());
        Ok(made)
    }

    async fn chunk(&self, digest: &str) -> Option<Bytes> {
        self.0.lock().await.iter().rev().find_map(|made| made.chunks.get(digest).cloned())
    }
}

async fn make(store: &Store, closed_since: Day, last: Option<Arc<Made>>) -> std::result::Result<Made, Fault> {
    let (mut packing, mut rows, mut count) = (JoinSet::new(), Vec::<Whole>::new(), 0);
    let seq = store
        .all(closed_since, |row| {
            let ends = match row {
                Some(row) => {
                    rows.push(row);
                    rows.len() == CHUNK_ROWS_MAX || (rows.len() >= CHUNK_ROWS_MIN && is_border(&rows))
                }
                None => !rows.is_empty(),
            };
            if ends {
                let (rows, last, place) = (std::mem::take(&mut rows), last.clone(), count);
                packing.spawn_blocking(move || pack(place, &rows, last.as_deref()));
                count += 1;
            }
            Ok(())
        })
        .await?;
    let mut packed = BTreeMap::new();
    while let Some(done) = packing.join_next().await {
        let (place, piece, bytes) = done.map_err(|e| Fault::Odd(format!("packing failed: {e}")))??;
        packed.insert(place, (piece, bytes));
    }
    let pieces = packed.values().map(|(piece, _)| piece.clone()).collect();
    let chunks = packed.into_values().map(|(piece, bytes)| (piece.digest, bytes)).collect();
    Ok(Made { seq, closed_since, pieces, chunks })
}

/// Where a chunk may end follows from the last identity alone: a dossier more or less changes its own chunk and
/// leaves the others as they were.
fn is_border(rows: &[Whole]) -> bool {
    rows.last().is_some_and(|row| row.dossier.ends_with('0'))
}

type Packed = (usize, Piece, Bytes);

fn pack(place: usize, rows: &[Whole], last: Option<&Made>) -> std::result::Result<Packed, Fault> {
    let text = columns::encode(rows.iter().map(|row| row.body.as_str()))
        .ok_or_else(|| Fault::Odd("a record is not the JSON that was stored".to_owned()))?;
    let piece =
        Piece { digest: snapshot::digest(&text), rows: u32::try_from(rows.len()).unwrap_or(u32::MAX) };
    if let Some(bytes) = last.and_then(|made| made.chunks.get(&piece.digest)) {
        return Ok((place, piece, bytes.clone()));
    }
    let out =
        answer::brotli(text.as_bytes(), QUALITY).map_err(|e| Fault::Odd(format!("packing failed: {e}")))?;
    Ok((place, piece, out.into()))
}

#[derive(Deserialize)]
pub struct ListAsk {
    form: Option<u32>,
}

/// `GET /api/snapshot`: what there is to read at first. Whoever holds nothing, or cannot read these chunks, reads
/// pages from the beginning.
pub async fn manifest(
    State(site): State<Arc<Site>>,
    signed: Signed,
    ask: std::result::Result<Query<ListAsk>, QueryRejection>,
) -> Result<Reply<Manifest>> {
    // A form that is no number is one that this server does not make.
    let form = ask.ok().and_then(|Query(ask)| ask.form);
    let now = site.clock.now();
    let scope = Scope::of(&signed.officer, now);
    let (seq, chunks) = match scope {
        Scope::Ward { closed_since } if form == Some(snapshot::FORM) => {
            let made = site.shelf.newest(&site.store, closed_since).await?;
            (made.seq, made.pieces.clone())
        }
        Scope::Ward { .. } | Scope::Nothing => (0, Vec::new()),
    };
    Ok(Reply(Manifest { epoch: site.store.epoch.to_string(), scope: scope.name(), seq, chunks, now }))
}

/// `GET /api/snapshot/{digest}`
pub async fn chunk(
    State(site): State<Arc<Site>>,
    Staff(_): Staff,
    Path(digest): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let bytes = site.shelf.chunk(&digest).await.ok_or_else(Error::no_such_chunk)?;
    let kind = (header::CONTENT_TYPE, answer::TEXT);
    if let Some(Coding::Brotli) = Coding::of(&headers) {
        return Ok(([kind, (header::CONTENT_ENCODING, "br")], bytes).into_response());
    }
    // A browser without TLS takes gzip only: that is packed on the way out.
    let text = tokio::task::spawn_blocking(move || {
        let mut text = Vec::new();
        brotli::Decompressor::new(&bytes[..], 64 * 1024).read_to_end(&mut text).map(|_| text)
    });
    let text = text.await.map_err(|e| Error::failed(&e))?.map_err(|e| Error::failed(&e))?;
    Ok(([kind], text).into_response())
}

/// What was closed before the day the device does not hold: it had no room.
#[derive(Default, Deserialize)]
pub struct Trimmed {
    since: Option<Day>,
}

/// `GET /api/digest`: asked by a device that found itself different.
pub async fn sums(
    State(site): State<Arc<Site>>,
    signed: Signed,
    ask: std::result::Result<Query<Trimmed>, QueryRejection>,
) -> Result<Reply<Sums>> {
    let now = site.clock.now();
    let scope = Scope::of(&signed.officer, now).since(day_of(ask)?);
    let seq = newest_seq(&site.store).await?;
    let buckets = site.store.digest_at(seq, scope).await?.ok_or_else(Error::busy)?;
    tracing::warn!(device = %signed.device, officer = %signed.officer.id, seq, "a device holds other dossiers than it should");
    let epoch = site.store.epoch.to_string();
    Ok(Reply(Sums { epoch, scope: scope.name(), seq, now, buckets: buckets.to_hex() }))
}

fn day_of(ask: std::result::Result<Query<Trimmed>, QueryRejection>) -> Result<Option<Day>> {
    let said = word("Ngày trong địa chỉ không đọc được.", "The day in the address cannot be read.");
    ask.map(|Query(ask)| ask.since).map_err(|_| Error::bad("bad_query", said))
}

/// `GET /api/digest/{bucket}`
pub async fn bucket(
    State(site): State<Arc<Site>>,
    signed: Signed,
    bucket: std::result::Result<Path<u8>, PathRejection>,
    ask: std::result::Result<Query<Trimmed>, QueryRejection>,
) -> Result<Reply<Bucket<Box<RawValue>>>> {
    let Ok(Path(bucket)) = bucket else {
        let said = word("Địa chỉ phải có số từ 0 đến 255.", "The address must carry a number from 0 to 255.");
        return Err(Error::bad("bad_address", said));
    };
    let now = site.clock.now();
    let scope = Scope::of(&signed.officer, now).since(day_of(ask)?);
    let (seq, rows) = site.store.bucket(scope, bucket).await?;
    let mut records = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(body) = checked(scope, bucket, row)? {
            records.push(body);
        }
    }
    tracing::warn!(device = %signed.device, bucket, records = records.len(), "a device repairs a bucket");
    let epoch = site.store.epoch.to_string();
    Ok(Reply(Bucket { epoch, scope: scope.name(), seq, now, records, beyond: vec![] }))
}

/// The scope once more, on the record that leaves; what should not be here stays here.
fn checked(scope: Scope, bucket: u8, row: Whole) -> std::result::Result<Option<Box<RawValue>>, Fault> {
    let dossier: shared::dossier::Dossier = serde_json::from_str(&row.body)?;
    let good = bucket_of(dossier.id) == bucket && scope.holds(&dossier);
    if good { Ok(Some(RawValue::from_string(row.body)?)) } else { Ok(None) }
}
