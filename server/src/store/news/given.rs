//! What has left, in a list beside the database.
//!
//! Not here: the rows (`news`).
//! Invariant: a letter is on the disk here before its bytes leave, so that a book put back does not send it again.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use shared::dossier::record::NewsBy;
use shared::id::{DossierId, WardId, Writer};
use shared::news::Event;

use crate::store::{Fault, beside};

/// One JSON line a letter that was given out, and one more where it was given back.
pub(in crate::store) const LIST: &str = "news.jsonl";
/// What makes one event one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Key {
    pub dossier: DossierId,
    pub event: Event,
    /// The act; of a reminder nobody, and in place of a number the days after which it comes.
    pub writer: Writer,
    pub n: u64,
}

#[derive(Serialize, Deserialize)]
struct Line {
    ward: i64,
    #[serde(flatten)]
    key: Key,
    /// By which way; before there was another one, by mail.
    #[serde(default)]
    by: NewsBy,
    /// The other side has said that it did not take it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    back: bool,
}

/// What has left, as the list beside the database knows it.
#[derive(Clone, Default)]
pub(in crate::store) struct Given {
    keys: Arc<Mutex<BTreeMap<Key, NewsBy>>>,
    folder: Option<PathBuf>,
}

impl Given {
    /// Reads the list of a folder; without a folder there is nothing to remember.
    pub async fn open(folder: Option<&PathBuf>, ward: WardId) -> Result<Given, Fault> {
        let Some(folder) = folder else { return Ok(Given::default()) };
        let mut keys = BTreeMap::new();
        for line in beside::lines::<Line>(folder, LIST).await?.into_iter().filter(|line| line.ward == ward.0)
        {
            if line.back {
                keys.remove(&line.key)
            } else {
                keys.insert(line.key, line.by)
            };
        }
        Ok(Given { keys: Arc::new(Mutex::new(keys)), folder: Some(folder.clone()) })
    }

    /// By which way it left, if it did.
    pub fn by(&self, key: Key) -> Option<NewsBy> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).get(&key).copied()
    }

    pub fn note(&self, ward: WardId, key: Key, by: NewsBy, back: bool) -> Result<(), Fault> {
        if let Some(folder) = &self.folder {
            beside::note(folder, LIST, &[Line { ward: ward.0, key, by, back }])?;
        }
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if back {
            keys.remove(&key)
        } else {
            keys.insert(key, by)
        };
        Ok(())
    }
}
