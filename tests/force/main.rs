//! The server by force: power cuts, a disk that fails, killed processes, a restore with work on its way.
//!
//! Not here: faults of the protocol under one seed (`simulation`), browsers (`browser`).
//! Invariant: what is tried is the real store on a real file, and what must hold is asked of the file afterwards.

mod checks;
mod commands;
mod cuts;
mod device;
mod disk;
mod drill;
mod full;
mod http;
#[path = "../simulation/device.rs"]
#[expect(dead_code, reason = "the simulation's devices have tabs and seats as well")]
mod kept;
mod kill;
mod order;
mod power;
mod process;
mod proxy;
mod soak;
mod speech;
mod vfs;
mod ward;
