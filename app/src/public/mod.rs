//! The citizen's door: procedures for everybody, and where a dossier is.
//!
//! Not here: anything that needs a login.
//! Invariant: nothing personal is shown, and nothing of a visit stays on the device.

pub mod catalogue;
mod fetch;
pub mod frame;
pub mod procedure;
pub mod track;

#[cfg(test)]
mod tests;

pub use catalogue::CataloguePage;
pub use procedure::ProcedurePage;
pub use track::TrackPage;
