//! The acts of all rooms: one line a room.
//!
//! Not here: what an act means (its room), who wrote it and when (`sync::wire::Command`).
//! Invariant: the meaning of a stored act never changes; a new meaning is a new name.

use serde::{Deserialize, Serialize};

use crate::dossier;
use crate::id::DossierId;

/// What somebody did, before any judgement.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Act {
    #[serde(rename = "ho_so")]
    Dossier { id: DossierId, act: dossier::Act },
}

impl Act {
    /// The dossier that the act is about.
    pub fn dossier(&self) -> DossierId {
        match self {
            Act::Dossier { id, .. } => *id,
        }
    }
}
