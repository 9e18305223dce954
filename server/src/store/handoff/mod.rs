//! What the two other systems hold of ours: lines of the civil-status registers, messages to the city.
//!
//! Not here: what agrees with what (`shared::handoff`), the network (`crate::handoff`).
//! Invariant: a file is taken in whole or not at all; a change becomes one row, however often it is looked at.

pub mod city;
mod civil;
