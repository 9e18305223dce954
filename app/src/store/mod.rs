//! What the browser keeps: the queue in strict transactions, the cache of records beside it.
//!
//! Not here: what is kept and when (`shared::sync::client`), the keys (`vault`), preferences (`prefs`).
//! Invariant: an act is saved when its transaction is complete, never before; one step is one transaction.
//! Whatever a citizen could be found by lies here closed.

#[cfg(target_arch = "wasm32")]
mod ballast;
mod carry;
mod chunks;
mod disk;
mod fault;
#[cfg(target_arch = "wasm32")]
mod idb;
mod keep;
mod keyring;
#[cfg(not(target_arch = "wasm32"))]
pub mod memory;
mod plan;
mod room;
mod rows;
mod scans;
pub mod seat;
mod shelf;
mod shifts;
pub mod tripwire;

#[cfg(target_arch = "wasm32")]
use idb as base;
#[cfg(not(target_arch = "wasm32"))]
use memory as base;

#[cfg(test)]
pub mod tests;

use serde::{Deserialize, Serialize};
use shared::id::{DeviceId, Writer};
use shared::officer::Officer;

use crate::vault::Pair;

pub use carry::Sealed;
pub use disk::{Disk, Rows};
pub use fault::DiskFault;
pub use keep::Kept;
pub use plan::Plan;
pub use room::{Going, going};
pub use scans::{Mark, has_room};
pub use shifts::Held;

/// Where texts are kept, by key. The names are the browser's for good.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Store {
    Meta,
    Queue,
    Sent,
    Inbox,
    /// The cache of dossiers, and how far the server was read for it.
    Chunks,
    /// What waits, once more: sealed to the server and signed, for whoever carries it.
    Sealed,
    /// Pictures and PDFs of papers that were taken here.
    Scans,
}

impl Store {
    pub const ALL: [Store; 7] =
        [Store::Meta, Store::Queue, Store::Sent, Store::Inbox, Store::Chunks, Store::Sealed, Store::Scans];

    pub const fn name(self) -> &'static str {
        match self {
            Store::Meta => "meta",
            Store::Queue => "queue",
            Store::Sent => "sent",
            Store::Inbox => "inbox",
            Store::Chunks => "chunks",
            Store::Sealed => "sealed",
            Store::Scans => "scans",
        }
    }
}

/// What a row holds.
#[derive(Clone)]
pub enum Row {
    Text(String),
    /// Closed under its officer's key.
    Closed(Vec<u8>),
    /// What an officer signs with; it cannot be read out.
    Pair(Pair),
}

impl Row {
    fn text(self) -> Option<String> {
        match self {
            Row::Text(text) => Some(text),
            Row::Closed(_) | Row::Pair(_) => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Work {
    Read,
    /// On the disk, not only with the operating system, when it is done.
    Strict,
}

/// Who works on this device, as it was at the last login.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Seat {
    pub officer: Officer,
    pub device: DeviceId,
    /// How the server calls the device.
    #[serde(default)]
    pub label: String,
    pub login: String,
    /// The screen was locked on purpose: nothing is shown before a login.
    pub locked: bool,
}

impl Seat {
    pub fn writer(&self) -> Writer {
        Writer { device: self.device, officer: self.officer.id }
    }
}
