//! Bàn giao: what goes to the civil-status software and to the city's, and what comes back.
//!
//! Not here: the rules (`shared::handoff`), the act that enters a register number (`shared::dossier::civil`).
//! Invariant: what another system says is shown beside ours; a person settles the difference.

mod city;
mod civil;
pub mod panel;
mod returned;

#[cfg(test)]
mod tests;

pub use city::CityPage;
pub use civil::CivilPage;
