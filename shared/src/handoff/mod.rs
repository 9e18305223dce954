//! Bàn giao: what two other systems are told, and what they say: the Ministry of Justice's civil-status software and
//! the city's one-stop software.
//!
//! Not here: the act that writes a register number down (`dossier::civil`); files, tables and the network (the server).
//! Invariant: the civil-status register and the city's book are theirs; we name differences and mend none by ourselves.

pub mod city;
pub mod fields;
pub mod file;
pub mod reconcile;
pub mod returned;

#[cfg(test)]
mod tests;

use crate::procedure::Procedure;

/// What the ward's own ids of civil-status procedures begin with.
const CIVIL: &str = "HT-";

/// Whether its result is a line of a civil-status register: of that kind, and with a book of its own. A copy of an
/// extract makes no line.
pub fn is_civil(procedure: &Procedure) -> bool {
    procedure.id.starts_with(CIVIL) && !procedure.register.trim().is_empty()
}

/// The register that a procedure's lines stand in, where there are several the one that is named first.
pub fn register(procedure: &Procedure) -> &str {
    procedure.register.split(';').map(str::trim).find(|name| !name.is_empty()).unwrap_or_default()
}
