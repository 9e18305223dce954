//! Mất bộ nhớ: acts that went with a cleared storage before anybody else had them.
//!
//! Not here: how a device notices (the app's `store::tripwire`), what the server keeps of it.
//! Invariant: it names numbers of a writer's queue, never what was in them; an act that arrives after all is not lost.

use serde::{Deserialize, Serialize};

use crate::id::{DeviceId, OfficerId, Writer};
use crate::moment::Moment;

/// `POST /api/lost`, and `POST /api/lost/settle` once a person has looked after them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct StorageLost {
    pub writer: Writer,
    /// First and last number of the acts that may be gone.
    pub first: u64,
    pub last: u64,
}

/// What is still missing of it, as whoever answers for the devices sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Missing {
    pub lost: StorageLost,
    /// The first of them that has not arrived.
    pub from: u64,
    /// The name of the device.
    pub device: String,
    pub told: Moment,
    /// Who worked on which device when it was told.
    pub by: OfficerId,
    pub on: DeviceId,
}
