//! When a writer cannot go on, because a copy of its device has used its numbers or the server wants acts that nobody
//! holds any more: what waits goes on under another writer.
//!
//! Not here: when that is (the app's `link`), where acts are kept (the app's `store`).
//! Invariant: an act that waits changes its number and its author's device, never its words.

use super::client::{Meta, Queued};
use super::wire::Body;

/// The acts that wait, behind those of the new writer, with the number that each had before. Printed numbers stay as
/// printed; the server says which slips must be issued again. What this build cannot read stays where it is, for one
/// that can.
pub fn inherit<'a>(meta: &Meta, waiting: impl IntoIterator<Item = &'a Queued>) -> (Meta, Vec<(u64, Queued)>) {
    let mut meta = meta.clone();
    let mut moved = vec![];
    for queued in waiting {
        let Ok(mut command) = queued.body.open() else { continue };
        command.writer = meta.writer;
        command.n = meta.next_n;
        let body = Body::of(&command);
        let head = body.hash(&meta.head);
        let prev = std::mem::replace(&mut meta.head, head);
        moved.push((queued.n, Queued { n: meta.next_n, prev, body, seq: 0 }));
        meta.next_n += 1;
        meta.seen = meta.seen.max(command.at);
    }
    (meta, moved)
}
