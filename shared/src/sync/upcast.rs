//! Acts of every release, read in today's words.
//!
//! `v` decides, not the shape: an act of version 1 is lifted to 2, then to 3, until it is today's. A lift is a pure
//! function of the act's JSON; the author's bytes stay as they are, in the log and in the chain of hashes.
//! Not here: the acts themselves (`wire::Command`), what each release wrote (`shared/corpus`).
//! Invariant: a version that was released is read for ever; one that is not known yet is not guessed at.

use serde::Deserialize;
use serde_json::Value;

use super::wire::{ACT_VERSION, Command};
use crate::json;

/// From one version to the next; `None` where the JSON is not what that version wrote.
pub type Lift = fn(Value) -> Option<Value>;

/// The lift at place 0 makes version 2 of version 1, and so on. There is one version so far.
pub const LIFTS: &[Lift] = &[];

const _: () = assert!(LIFTS.len() + 1 == ACT_VERSION as usize, "each version has a lift to the next");

/// What every version has, whatever else it is made of.
#[derive(Deserialize)]
struct Versioned {
    v: u32,
}

/// The command in `text`; `None` where it is of no version that the lifts lead on from.
pub fn open(text: &str, lifts: &[Lift]) -> Option<Command> {
    let newest = u32::try_from(lifts.len()).ok()? + 1;
    let current = |text: &str| json::read::<Command>(text).ok().filter(|command| command.v == newest);
    // Nearly every act is of the newest version: read at once.
    if lifts.is_empty() {
        return current(text);
    }
    let Versioned { v } = json::read(text).ok()?;
    if v == newest {
        return current(text);
    }
    let steps = lifts.get(usize::try_from(v).ok()?.checked_sub(1)?..)?;
    let lifted = steps.iter().try_fold(serde_json::from_str(text).ok()?, |act, lift| lift(act))?;
    current(&lifted.to_string())
}
