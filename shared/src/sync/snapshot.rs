//! The first reading: what there is to read, and what of it a device has kept.
//!
//! Not here: the chunks' text (`columns`), packing (the server), which dossiers somebody may hold (the server's scope).
//! Invariant: a chunk's address is the digest of its text, so what is kept under it never changes.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::json::is_default;
use crate::moment::Moment;
use crate::text::hex;

/// How a device asks for the list of chunks that it can read. One of the first release says no form, and reads pages.
pub const LIST_PATH: &str = "/api/snapshot?form=2";
/// The form of the chunks: `columns`.
pub const FORM: u32 = 2;

/// `GET /api/snapshot`: what there is to read, and the sequence at which it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub epoch: String,
    /// Whose dossiers these are; see `PullReply::scope`.
    pub scope: String,
    /// The pull goes on from here.
    pub seq: u64,
    /// Open dossiers first.
    pub chunks: Vec<Piece>,
    pub now: Moment,
}

/// One chunk, by its content.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Piece {
    pub digest: String,
    pub rows: u32,
}

/// A first reading that has begun: kept beside the cursor, so that a break costs one chunk at most.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reading {
    pub manifest: Manifest,
    /// Digests of the chunks that are kept.
    pub taken: Vec<String>,
    /// The build in whose words they are kept; 0 where more than one took them, or an older one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub by: u64,
}

impl Reading {
    /// The chunks that are not kept yet, in their order.
    pub fn missing(&self) -> impl Iterator<Item = &Piece> {
        self.manifest.chunks.iter().filter(|piece| !self.taken.contains(&piece.digest))
    }
}

/// The address of a chunk.
pub fn digest(chunk: &str) -> String {
    hex(&Sha256::digest(chunk.as_bytes())[..16])
}
