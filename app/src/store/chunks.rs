//! The cache of dossiers in chunks: a start reads a few dozen rows instead of thousands.
//!
//! Not here: how a step changes them (`plan`), the queue and what is kept beside it (`disk`).
//! Invariant: which chunk a dossier is in follows from its id alone, so that no tab needs a list of them; a chunk
//! that cannot be read is never taken for an empty one.

use shared::id::{DossierId, Writer};

use super::rows::writer_key;

/// Chunks of one writer: about 256 dossiers each in a ward of 8,000.
pub const CHUNKS: u8 = 32;

/// The chunk of a dossier: by the last byte, which is random in every id that a device makes.
pub fn chunk_of(id: DossierId) -> u8 {
    id.0.as_bytes()[15] % CHUNKS
}

pub fn key(writer: Writer, chunk: u8) -> String {
    format!("{}#{chunk:02}", writer_key(writer))
}
