//! The rules of the one-stop counter, in reading order. No clock, no randomness, no IO.

pub mod act;
pub mod calendar;
pub mod ctx;
pub mod demo;
pub mod door;
pub mod dossier;
pub mod feedback;
pub mod handoff;
pub mod id;
pub mod identity;
pub mod json;
pub mod lang;
pub mod limits;
pub mod moment;
pub mod news;
pub mod officer;
pub mod paper;
pub mod procedure;
pub mod refusal;
pub mod regime;
pub mod report;
pub mod scan;
#[cfg(any(test, feature = "script"))]
pub mod script;
pub mod session;
pub mod sheet;
pub mod shift;
pub mod survey;
pub mod sync;
pub mod text;
pub mod ward;
