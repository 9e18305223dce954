//! Bàn giao: files of the civil-status software, and the line to the city's.
//!
//! Not here: the rules (`shared::handoff`), the tables (`store::handoff`).
//! Invariant: nothing is sent where no address was given at the start; nobody's name is in what is sent.

pub mod answer;
pub mod cells;
pub mod city;
pub mod civil;
pub mod returned;
pub mod send;
