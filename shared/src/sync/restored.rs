//! After a restore of the server: whose acts may still be missing from the book, and what came back.
//!
//! Not here: how a device brings its acts back (`client`).
//! Invariant: a device is back only when it has read the book as it is now and none of its officers has left anything on
//! it that the book lacks.

use serde::{Deserialize, Serialize};

use crate::id::{DeviceId, OfficerId};
use crate::moment::Moment;

/// `GET /api/restore`; nothing where there was no restore, all are back, or a person has ended the wait.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Restored {
    pub at: Moment,
    /// Those that are still awaited first.
    pub devices: Vec<Returning>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Returning {
    pub id: DeviceId,
    pub label: String,
    /// Who used it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<OfficerId>,
    pub last_heard: Moment,
    /// Acts from before the restore that it has sent since.
    pub came_back: u32,
    /// Whose acts are awaited: as the device has said since, or, where it was not heard since, whoever did something on it
    /// that no old copy holds. Nobody's where it is back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awaited: Vec<OfficerId>,
    pub is_back: bool,
}

impl Restored {
    pub fn awaited(&self) -> usize {
        self.devices.iter().filter(|device| !device.is_back).count()
    }

    pub fn came_back(&self) -> u32 {
        self.devices.iter().map(|device| device.came_back).sum()
    }
}
