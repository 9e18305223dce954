//! The citizen's door: procedures for everybody, applying from afar, where a dossier is, and what people
//! say of the ward.
//!
//! Not here: anything that needs a login.
//! Invariant: no page shows anybody's name; of a visit stays on the device only what the citizen hands in, until they
//! forget it, and which ward it was.

pub mod apply;
pub mod catalogue;
mod cost;
mod face;
pub mod feedback;
mod fetch;
pub mod frame;
pub mod kiosk;
mod looking;
pub mod needs;
pub mod procedure;
mod proof;
pub mod rate;
mod sending;
pub mod supply;
pub mod track;

#[cfg(test)]
mod tests;

pub use apply::ApplyPage;
pub use catalogue::CataloguePage;
pub use feedback::SendPage;
pub use feedback::look::LookPage;
pub use feedback::shown::ShownPage;
pub use kiosk::KioskPage;
pub use procedure::ProcedurePage;
pub use track::TrackPage;
