//! Components on native elements, one a file, each with its place at `/gallery`.
//!
//! Not here: colours and sizes (style/tokens.css), what a room says.
//! Invariant: no style attribute and no markup from text, so that the strictest policy holds.

pub mod button;
pub mod chart;
pub mod choice;
pub mod combobox;
pub mod cover;
pub mod date;
pub mod days;
pub mod dialog;
pub mod error_summary;
pub mod field;
pub mod figures;
pub mod file;
pub mod gallery;
pub mod icon;
pub mod light;
pub mod select;
pub mod sheet;
pub mod state;
pub mod steps;
pub mod sync_badge;
pub mod toast;

#[cfg(test)]
pub(crate) mod tests;
