//! What a device reads of a server, each by one reader.
//!
//! A reader that is generic is compiled anew wherever it is asked for, and there as small as possible. These few are compiled
//! here, where the rules are, for speed: every start of a device reads its dossiers, and all of it is downloaded.
//! Not here: what is read (its own file), the parser (`json`), what it does not know (`newer`).
//! Invariant: they read what `json::read` reads, and what a newer build says as far as it goes.

use serde_json::Result;

use super::client::Notice;
use super::digest::Bucket;
use super::newer::{holding, softened};
use super::wire::{PullReply, PushReply};
use crate::dossier::Dossier;
use crate::json::read;

/// # Errors
/// serde_json's, as in all of these.
pub fn dossier(text: &str) -> Result<Dossier> {
    softened(text, read)
}

pub fn dossiers(text: &str) -> Result<Vec<Dossier>> {
    softened(text, read)
}

pub fn notice(text: &str) -> Result<Notice> {
    softened(text, read)
}

pub fn pushed(text: &str) -> Result<PushReply> {
    softened(text, read)
}

pub fn page(text: &str) -> Result<PullReply<Dossier>> {
    holding(text, read).map(|(page, beyond)| PullReply { beyond, ..page })
}

pub fn bucket(text: &str) -> Result<Bucket<Dossier>> {
    holding(text, read).map(|(bucket, beyond)| Bucket { beyond, ..bucket })
}
