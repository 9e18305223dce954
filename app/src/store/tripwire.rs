//! A thread across the door: tells that the browser's storage was cleared, and which acts may be lost.
//!
//! Not here: anything that matters by itself.
//! Invariant: a hint beside the queue, in another store of the browser; never read as truth.

use gloo_storage::{LocalStorage, Storage};
use serde::{Deserialize, Serialize};
use shared::id::Writer;

const KEY: &str = "mot-cua.tripwire";

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tripwire {
    pub writer: Writer,
    /// The number of the next act when it was last set.
    pub next_n: u64,
    /// The first act that had not been judged then.
    pub unsent_from: u64,
}

impl Tripwire {
    /// Without storage there is no thread; that is no reason to stop.
    pub fn set(self) {
        let _ = LocalStorage::set(KEY, self);
    }

    pub fn read() -> Option<Tripwire> {
        LocalStorage::get(KEY).ok()
    }

    /// Numbers of acts that may be lost, given what the disk still knows of the writer.
    pub fn lost(self, writer: Writer, next_n_on_disk: u64) -> Option<(u64, u64)> {
        let cleared = self.writer == writer && next_n_on_disk < self.next_n;
        (cleared && self.unsent_from < self.next_n).then_some((self.unsent_from, self.next_n - 1))
    }
}
