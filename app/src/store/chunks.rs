//! The cache of dossiers in chunks: a start reads a few dozen rows instead of thousands.
//!
//! Not here: the queue and what is kept beside it (`disk`).
//! Invariant: which chunk a dossier is in follows from its id alone, so that no tab needs a list of them; a chunk
//! that cannot be read is never taken for an empty one.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use shared::dossier::Dossier;
use shared::id::{DossierId, Writer};

use super::base::Transaction;
use super::disk::{json, writer_key};
use super::{DiskFault, Store};

/// Chunks of one writer: about 256 dossiers each in a ward of 8,000.
pub const CHUNKS: u8 = 32;

/// The chunk of a dossier: by the last byte, which is random in every id that a device makes.
pub fn chunk_of(id: DossierId) -> u8 {
    id.0.as_bytes()[15] % CHUNKS
}

fn key(writer: Writer, chunk: u8) -> String {
    format!("{}#{chunk:02}", writer_key(writer))
}

fn keys(writer: Writer) -> (String, String) {
    let key = writer_key(writer);
    (format!("{key}#"), format!("{key}$"))
}

type Rows = BTreeMap<DossierId, Box<RawValue>>;

/// The chunks that one transaction changes; nothing is written before `put`.
#[derive(Default)]
pub struct Changed {
    chunks: BTreeMap<u8, Rows>,
    /// Everything that was there goes.
    anew: bool,
}

impl Changed {
    async fn rows(
        &mut self,
        work: &Transaction,
        writer: Writer,
        id: DossierId,
    ) -> Result<&mut Rows, DiskFault> {
        let chunk = chunk_of(id);
        if !self.chunks.contains_key(&chunk) {
            let kept = if self.anew { None } else { work.get(Store::Chunks, &key(writer, chunk)).await? };
            // One that cannot be read is written over: `load` has begun the reading of the server anew.
            let rows = kept.and_then(|text| shared::json::read(&text).ok()).unwrap_or_default();
            self.chunks.insert(chunk, rows);
        }
        Ok(self.chunks.entry(chunk).or_default())
    }

    pub async fn keep(
        &mut self,
        work: &Transaction,
        writer: Writer,
        record: &Dossier,
    ) -> Result<(), DiskFault> {
        let raw =
            RawValue::from_string(json(record)?).map_err(|error| DiskFault::Other(error.to_string()))?;
        self.rows(work, writer, record.id).await?.insert(record.id, raw);
        Ok(())
    }

    pub async fn forget(
        &mut self,
        work: &Transaction,
        writer: Writer,
        id: DossierId,
    ) -> Result<(), DiskFault> {
        self.rows(work, writer, id).await?.remove(&id);
        Ok(())
    }

    pub fn forget_all(&mut self) {
        self.chunks.clear();
        self.anew = true;
    }

    pub fn put(self, work: &Transaction, writer: Writer) -> Result<(), DiskFault> {
        if self.anew {
            forget_all(work, writer)?;
        }
        for (chunk, rows) in self.chunks {
            let key = key(writer, chunk);
            if rows.is_empty() {
                work.delete(Store::Chunks, &key)?;
            } else {
                work.put(Store::Chunks, &key, &json(&rows)?)?;
            }
        }
        Ok(())
    }
}

pub fn forget_all(work: &Transaction, writer: Writer) -> Result<(), DiskFault> {
    let (from, to) = keys(writer);
    work.delete_range(Store::Chunks, &from, &to)
}

/// All dossiers of a writer's cache; `None` where a chunk cannot be read, so that the server must be read again.
pub async fn load(
    work: &Transaction,
    writer: Writer,
) -> Result<Option<BTreeMap<DossierId, Dossier>>, DiskFault> {
    let (from, to) = keys(writer);
    let mut all = BTreeMap::new();
    for text in work.range(Store::Chunks, &from, &to).await? {
        match shared::json::read::<BTreeMap<DossierId, Dossier>>(&text) {
            Ok(dossiers) => all.extend(dossiers),
            Err(_) => return Ok(None),
        }
    }
    Ok(Some(all))
}
