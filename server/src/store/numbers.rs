//! Numbers that the server itself has given, in a list beside the database.
//!
//! Not here: how a number is chosen (`ledger`), the lanes of devices (`device`).
//! Invariant: a number is on the disk here before anybody hears of it, so that a database restored from
//! yesterday does not print it a second time on the same day.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use shared::id::WardId;
use shared::moment::Day;

use super::{Fault, beside};

/// One JSON line a number.
pub(super) const LIST: &str = "numbers.jsonl";

#[derive(Serialize, Deserialize)]
struct Line {
    ward: i64,
    day: Day,
    number: u16,
}

/// The fence under the server's own sequence.
#[derive(Clone, Default)]
pub(super) struct Numbers {
    highest: Arc<Mutex<BTreeMap<Day, u16>>>,
    folder: Option<PathBuf>,
}

impl Numbers {
    /// Reads the list of a folder; without a folder there is nothing to remember.
    pub async fn open(folder: Option<&PathBuf>, ward: WardId) -> Result<Numbers, Fault> {
        let Some(folder) = folder else { return Ok(Numbers::default()) };
        let mut highest = BTreeMap::new();
        for line in beside::lines::<Line>(folder, LIST).await? {
            if line.ward == ward.0 {
                let known: &mut u16 = highest.entry(line.day).or_default();
                *known = line.number.max(*known);
            }
        }
        Ok(Numbers { highest: Arc::new(Mutex::new(highest)), folder: Some(folder.clone()) })
    }

    /// The highest number given on a day as far as the list knows; 0 where none was.
    pub fn highest(&self, day: Day) -> u16 {
        let highest = self.highest.lock().unwrap_or_else(PoisonError::into_inner);
        highest.get(&day).copied().unwrap_or(0)
    }

    /// Writes a number down before the commit that gives it.
    pub fn note(&self, ward: WardId, day: Day, number: u16) -> Result<(), Fault> {
        if let Some(folder) = &self.folder {
            beside::note(folder, LIST, &[Line { ward: ward.0, day, number }])?;
        }
        let mut highest = self.highest.lock().unwrap_or_else(PoisonError::into_inner);
        let known = highest.entry(day).or_default();
        *known = number.max(*known);
        Ok(())
    }
}
