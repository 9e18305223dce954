//! Hồ sơ: the counter's pages.
//!
//! Not here: the rules of an act (`shared::dossier`), how an act is kept and sent (`desk`).
//! Invariant: a page offers what the rules leave open, and shows their sentence where they do not.

pub mod acts;
pub mod ask;
pub mod civil;
pub mod detail;
mod drafts;
pub mod far;
pub mod find;
pub mod give;
pub mod given;
pub mod list;
pub mod receive;
pub mod recount;
pub mod row;
pub mod saved;
pub mod sign;
pub mod slips;
pub mod today;
pub mod trail;
pub mod versus;
pub mod words;

#[cfg(test)]
pub(crate) mod tests;

use leptos::prelude::*;
use shared::dossier::Dossier;
use shared::ward::Ward;

use crate::text::say;

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
}

/// The procedure's name in the version that the dossier pins.
pub fn procedure_name(ward: &Ward, dossier: &Dossier) -> String {
    ward.catalogue.get(&dossier.procedure).map_or_else(|| dossier.procedure.id.clone(), |p| p.name.clone())
}

/// `181122-6105`, or that there is no code yet.
pub fn short_code(dossier: &Dossier) -> String {
    dossier.code.as_ref().map_or_else(|| "—".to_owned(), |code| code.short())
}

/// The name as a link to the dossier, procedure and code below.
pub fn who(ward: &Ward, dossier: &Dossier) -> impl IntoView + use<> {
    let href = format!("/ho-so/{}", dossier.id);
    let (name, procedure, code) =
        (dossier.applicant.name.clone(), procedure_name(ward, dossier), short_code(dossier));
    view! {
        <a class="who" href=href data-open="">{name}</a>
        <div class="sub">{procedure}" · "<span class="code">{code}</span></div>
    }
}

/// `Chờ ký`
pub fn status_of(dossier: &Dossier) -> impl IntoView + use<> {
    let label = dossier.status.label();
    view! { <span class="small">{say(move |lang| label.of(lang).to_owned())}</span> }
}
