//! Which row is found under which key, and the few rows that are read before anything is open.
//!
//! Not here: what is closed (`plan`), what a step writes (`keep`).
//! Invariant: keys are frozen and hold no name; a build that cannot read the writer's state keeps its hands off
//! instead of beginning at one again.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::{DeviceId, OfficerId, Writer};
use shared::sync::client::{Meta, Place};

use super::base::Transaction;
use super::{DiskFault, Store};

pub fn writer_key(writer: Writer) -> String {
    format!("{}.{}", writer.device, writer.officer)
}

/// Keys of one writer sort by act number.
pub fn act_key(writer: Writer, n: u64) -> String {
    format!("{}#{n:012}", writer_key(writer))
}

/// Where the numbered rows of a writer begin and end.
pub fn numbered(writer: Writer) -> (String, String) {
    let key = writer_key(writer);
    (format!("{key}#"), format!("{key}$"))
}

/// The writer in the key of an act, and the act's number.
pub fn act_in(key: &str) -> Option<(Writer, u64)> {
    let (writer, n) = key.split_once('#')?;
    Some((writer_in(writer)?, n.parse().ok()?))
}

pub fn writer_in(key: &str) -> Option<Writer> {
    let (device, officer) = key.split_once('.')?;
    Some(Writer { device: DeviceId(device.parse().ok()?), officer: OfficerId(officer.parse().ok()?) })
}

/// Beside the chunks: they and how far the server was read go together.
pub fn place_key(writer: Writer) -> String {
    format!("{}!place", writer_key(writer))
}

/// Beside the outcomes of this device: those of others.
pub fn heard_key(writer: Writer) -> String {
    format!("{}!told", writer_key(writer))
}

pub fn meta_key(writer: Writer) -> String {
    format!("meta:{}", writer_key(writer))
}

/// What a closed row is vouched to be. An act is the same in the queue and after it was sent.
pub fn name_of(store: Store, key: &str) -> String {
    let kind = match store {
        Store::Queue | Store::Sent => "act",
        Store::Meta | Store::Inbox | Store::Chunks | Store::Sealed | Store::Scans => store.name(),
    };
    format!("{kind}|{key}")
}

/// Texts with `from <= key < to`.
pub async fn texts(
    work: &Transaction,
    store: Store,
    from: &str,
    to: &str,
) -> Result<Vec<(String, String)>, DiskFault> {
    let rows = work.range(store, from, to).await?;
    Ok(rows.into_iter().filter_map(|(key, row)| Some((key, row.text()?))).collect())
}

pub async fn read<T: DeserializeOwned>(
    work: &Transaction,
    store: Store,
    key: &str,
) -> Result<Option<T>, DiskFault> {
    let text = work.get(store, key).await?.and_then(super::Row::text);
    Ok(text.and_then(|text| shared::json::read(&text).ok()))
}

/// The writer's state. One that is not there is not begun at 1 again: a number that was given is given once.
pub async fn read_meta(work: &Transaction, writer: Writer) -> Result<Meta, DiskFault> {
    match work.get(Store::Meta, &meta_key(writer)).await?.and_then(super::Row::text) {
        Some(text) => shared::json::read(&text).map_err(|_| DiskFault::Unreadable),
        None => Err(DiskFault::Cleared),
    }
}

/// All states of the device's officers, as they are written down.
pub async fn metas(work: &Transaction) -> Result<Vec<(String, String)>, DiskFault> {
    texts(work, Store::Meta, "meta:", "meta;").await
}

/// The writer's state, knowing what the device's other officers printed today: they share its lane and its clock.
pub fn meta_beside(metas: &[(String, String)], writer: Writer) -> Result<Meta, DiskFault> {
    let key = meta_key(writer);
    let own = metas.iter().find(|(of, _)| *of == key).ok_or(DiskFault::Cleared)?;
    let meta: Meta = shared::json::read(&own.1).map_err(|_| DiskFault::Unreadable)?;
    let others: Vec<Meta> = metas.iter().filter_map(|(_, text)| shared::json::read(text).ok()).collect();
    Ok(meta.beside(&others))
}

/// How far the server was read; from the beginning where that is not known.
pub async fn read_place(work: &Transaction, writer: Writer) -> Result<Place, DiskFault> {
    Ok(read(work, Store::Chunks, &place_key(writer)).await?.unwrap_or_default())
}

pub fn json<T: Serialize>(value: &T) -> Result<String, DiskFault> {
    serde_json::to_string(value).map_err(|error| DiskFault::Other(error.to_string()))
}
