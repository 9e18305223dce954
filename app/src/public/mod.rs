//! The citizen's door: procedures for everybody, applying from afar, and where a dossier is.
//!
//! Not here: anything that needs a login.
//! Invariant: no page shows anybody's name; of a visit stays on the device only what the citizen hands in, until they
//! forget it.

pub mod apply;
pub mod catalogue;
mod cost;
mod fetch;
pub mod frame;
pub mod kiosk;
mod needs;
pub mod procedure;
pub mod rate;
pub mod track;

#[cfg(test)]
mod tests;

pub use apply::ApplyPage;
pub use catalogue::CataloguePage;
pub use kiosk::KioskPage;
pub use procedure::ProcedurePage;
pub use track::TrackPage;
