//! The gate: who is there, and what a request must look like to be heard.
//!
//! Not here: which role may do what: that is `dossier::kind` and `officer::right` in `shared`, asked by button and server.
//! Invariant: asking for `Signed` is the permission; a handler without it serves the public door.

pub mod browser;
pub mod delay;
pub mod login;
pub mod origin;
pub mod password;
pub mod places;
pub mod session;
pub mod turn;
pub mod vault;
pub mod window;

pub use session::{
    BookKeeper, Caretaker, Cashier, CivilCloser, CivilKeeper, HeadOfCounter, Hearer, Helper, Keeper,
    Newcomer, Overseer, Scanner, Signed, Staff,
};
