//! A push as it travels to a server that takes it so: its acts as columns below the envelope.
//!
//! A server that does not know the coding answers 415, and the same push goes up as plain JSON.
//!
//! Not here: gzip, which is around it.
//! Invariant: every act keeps its very bytes, so the chain of hashes holds.

use serde_json::value::RawValue;

use super::columns;
use super::wire::{Body, Push};
use crate::json;

/// How `Content-Encoding` names it.
pub const CODING: &str = "mc-columns";
/// The same with what is around it.
pub const CODINGS: &str = "mc-columns, gzip";
/// Smaller bodies travel as they are.
pub const BYTES_MIN: usize = 1_024;

/// `None` where an act is not as we write it.
pub fn write(push: &Push) -> Option<String> {
    let head = serde_json::to_string(&Push { acts: Vec::new(), ..push.clone() }).ok()?;
    columns::encode(std::iter::once(head.as_str()).chain(push.acts.iter().map(|act| act.0.as_str())))
}

/// `None` where it is not whole, or longer than `bytes_max` unfolded.
pub fn read(text: &str, bytes_max: usize) -> Option<Push> {
    let (mut push, mut acts) = (None::<Push>, Vec::new());
    columns::decode(text, bytes_max, |row| {
        match push {
            None => push = Some(json::read(row).ok()?),
            Some(_) => acts.push(Body(serde_json::from_str::<&RawValue>(row).ok()?.get().to_owned())),
        }
        Some(())
    })?;
    push.map(|push| Push { acts, ..push })
}
