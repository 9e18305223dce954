//! The largest of what a device reads, each by one reader.
//!
//! A reader that is generic is compiled anew wherever it is asked for, and there as small as possible. These few are compiled
//! here, where the rules are, for speed: every start of a device reads its dossiers, and all of it is downloaded.
//! Not here: what is read (its own file), the parser (`json`).
//! Invariant: they read what `json::read` reads.

use serde_json::Result;

use super::client::Notice;
use super::digest::Bucket;
use super::wire::PullReply;
use crate::dossier::Dossier;
use crate::json::read;

/// # Errors
/// serde_json's, as in all of these.
pub fn dossier(text: &str) -> Result<Dossier> {
    read(text)
}

pub fn dossiers(text: &str) -> Result<Vec<Dossier>> {
    read(text)
}

pub fn notice(text: &str) -> Result<Notice> {
    read(text)
}

pub fn page(text: &str) -> Result<PullReply<Dossier>> {
    read(text)
}

pub fn bucket(text: &str) -> Result<Bucket<Dossier>> {
    read(text)
}
