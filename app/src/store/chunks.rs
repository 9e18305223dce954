//! The cache of dossiers in chunks: a start reads a few dozen rows instead of thousands.
//!
//! Not here: how a step changes them (`plan`), the queue and what is kept beside it (`disk`).
//! Invariant: which chunk a dossier is in follows from itself alone, so that no tab needs a list of them; a chunk
//! that cannot be read is never taken for an empty one. Closed ones lie together by the days of their closing, so that the
//! oldest can go where there is no room left even to write.

use shared::dossier::Dossier;
use shared::id::{DossierId, Writer};
use shared::moment::Day;

use super::rows::writer_key;

/// Chunks of one writer: about 256 dossiers each in a ward of 8,000.
pub const CHUNKS: u8 = 32;

/// The chunk of a dossier: by the last byte, which is random in every id that a device makes.
pub fn chunk_of(id: DossierId) -> u8 {
    id.0.as_bytes()[15] % CHUNKS
}

/// Days whose closed dossiers lie in one row: in a ward some hundred and fifty.
const DAYS: i64 = 8;

/// A row of the cache.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Chunk {
    Open(u8),
    /// So many stretches of days after 1970.
    Closed(i64),
}

impl Chunk {
    /// Where the dossier lies; where closed ones do not lie apart yet, by its id alone.
    pub fn of(dossier: &Dossier, closed_apart: bool) -> Chunk {
        match dossier.closed_at.filter(|_| closed_apart && !dossier.is_open()) {
            Some(at) => Chunk::Closed(at.day().since(epoch()).div_euclid(DAYS)),
            None => Chunk::Open(chunk_of(dossier.id)),
        }
    }

    pub fn key(self, writer: Writer) -> String {
        match self {
            Chunk::Open(chunk) => format!("{}#{chunk:02}", writer_key(writer)),
            Chunk::Closed(stretch) => format!("{}#k{stretch:05}", writer_key(writer)),
        }
    }
}

/// The first day after a stretch.
pub fn day_after(stretch: i64) -> Day {
    epoch().plus((stretch + 1) * DAYS)
}

fn epoch() -> Day {
    Day::new(1970, 1, 1).expect("a day of the calendar")
}
