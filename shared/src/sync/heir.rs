//! When a writer cannot go on, because a copy of its device has used its numbers or the server wants acts that nobody
//! holds any more: what the device holds goes on under another writer. What was sent goes along: a restore may have taken
//! it, or take it yet.
//!
//! Not here: when that is (the app's `link`), where acts are kept (the app's `store`).
//! Invariant: an act that goes on changes its number and its author's device, never its words; and it says what it was
//! called, so that a book that has it under that name does not judge it again.

use super::client::{Meta, Queued};
use super::wire::{Body, Former};

/// The acts that are held, in their order, behind those of the new writer, with the number that each had before. Printed
/// numbers stay as printed; the server says which slips must be issued again. What this build cannot read stays where it
/// is, for one that can.
pub fn inherit<'a>(meta: &Meta, held: impl IntoIterator<Item = &'a Queued>) -> (Meta, Vec<(u64, Queued)>) {
    let mut meta = meta.clone();
    let mut moved = vec![];
    for queued in held {
        let Ok(mut command) = queued.body.open() else { continue };
        let hash = queued.body.hash(&queued.prev);
        command.was.push(Former { writer: command.writer, n: queued.n, hash });
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
