//! Hồ sơ: the counter's pages.
//!
//! Not here: the rules of an act (`shared::dossier`), how an act is kept and sent (`desk`).
//! Invariant: a page offers what the rules leave open, and shows their sentence where they do not.

pub mod acts;
pub mod ask;
pub mod batch;
pub mod cells;
pub mod civil;
pub mod detail;
mod drafts;
pub mod far;
pub mod fees;
pub mod find;
pub mod give;
pub mod given;
mod keeper;
mod lapse;
pub mod list;
mod numbered;
pub mod pick;
pub mod posting;
pub mod proof;
pub mod receipt;
pub mod receive;
pub mod recount;
pub mod row;
pub mod saved;
pub mod seen;
pub mod sign;
pub mod slips;
pub mod today;
pub mod trail;
pub mod versus;
pub mod words;

#[cfg(test)]
pub(crate) mod tests;

use shared::dossier::Dossier;

pub use detail::DetailPage;
pub use detail::dialog::put_back;
pub use give::GivePage;
pub use list::ListPage;
pub use receive::ReceivePage;
pub use recount::RecountPage;
pub use sign::SignPage;
pub use slips::{BlockPage, PrintSlipsPage, SlipsPage};
pub use today::HomePage;

/// The officer is gone: nothing of the dossiers that this tab held in memory stays.
pub fn forget() {
    find::forget();
    trail::leave(trail::Trail::default());
}

/// Nobody is in: nothing half typed stays behind.
pub fn forget_typed() {
    receive::draft::forget();
    detail::dialog::forget();
    batch::forget();
}

/// `181122-6105`, or that there is no code yet.
pub fn short_code(dossier: &Dossier) -> String {
    dossier.code.as_ref().map_or_else(|| "—".to_owned(), |code| code.short())
}
