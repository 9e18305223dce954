//! The offline protocol, without any IO.
//!
//! A writer is one officer on one device. It numbers its acts 1, 2, 3… and chains them by hash. The queue is
//! pushed in order; the server judges each act once, keeps act and outcome for good, and answers a repeat
//! with the stored outcome. An act that is refused uses up its number, so nothing ever waits behind it. The
//! pull is a cursor over the server's sequence: the latest state of every dossier in scope that changed.
//! What an officer sees is the pulled base with their own waiting acts replayed on top.
//!
//! Not here: fetch, IndexedDB, SQL; they are thin drivers of these functions.
//! Invariant: nothing but a stored outcome takes an act out of a queue, or its author before it was ever sent (`undo`);
//! the order is the server's sequence, never a clock.

pub mod aside;
pub mod client;
pub mod columns;
pub mod digest;
pub mod envelope;
pub mod footing;
pub mod heir;
pub mod lanes;
pub mod lost;
pub mod newer;
pub mod notice;
pub mod pack;
pub mod page;
pub mod patch;
pub mod read;
pub mod reading;
pub mod restored;
pub mod room;
pub mod server;
pub mod snapshot;
pub mod succession;
pub mod undo;
pub mod upcast;
pub mod wire;

#[cfg(test)]
mod tests;
