//! What a report cannot know: devices that still hold work.
//!
//! Not here: how a device tells (`sync::wire`).
//! Invariant: a total never stands alone where a device has told of acts that wait.

use serde::{Deserialize, Serialize};

use crate::moment::Moment;
use crate::session::DeviceSeen;

/// `tính đến 15:42, 2 thiết bị chưa gửi 7 việc`
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Coverage {
    pub as_of: Moment,
    /// Devices with waiting acts, as they said when they were last heard; revoked ones too.
    pub devices: Vec<DeviceSeen>,
    /// Acts that wait on them.
    pub acts: u32,
}

impl Coverage {
    pub fn new(as_of: Moment, devices: impl IntoIterator<Item = DeviceSeen>) -> Coverage {
        let devices: Vec<DeviceSeen> = devices.into_iter().filter(|device| device.waiting > 0).collect();
        let acts = devices.iter().map(|device| device.waiting).fold(0, u32::saturating_add);
        Coverage { as_of, devices, acts }
    }
}

/// A report with its coverage beside it, as it travels.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Covered<R> {
    #[serde(flatten)]
    pub report: R,
    pub coverage: Coverage,
}
