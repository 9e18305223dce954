//! Báo cáo: what a leader reads: answered, early, on time, late, by field, by officer, and what waits now.
//!
//! Not here: the counting (`shared::report`), which is the server's, since a year does not fit on every device.
//! Invariant: a total says what it does not know; every chart has its numbers as a table.

mod agencies;
mod ballot;
mod book;
mod cash;
mod cash_days;
mod closing;
mod drill;
mod feedback;
mod figures;
mod form;
mod pages;
mod period;
mod quality;
mod register;
mod restored;
mod results;
mod shifts;
mod survey;
#[cfg(test)]
mod tests;
mod till;
mod till_paper;
mod yearly;

use leptos::prelude::*;
use shared::id::OfficerId;
pub use shared::lang::share;
use shared::lang::{Word, number, word};
use shared::report::Coverage;
use shared::session::DeviceSeen;

use crate::archive::{Way, archive};
use crate::desk::use_desk;
use crate::text::{say, t};
use crate::ui::cover::Held;
use crate::ui::icon::{Glyph, Icon};
pub use agencies::AgenciesPage;
pub use ballot::BallotPage;
pub use cash::CashPage;
use drill::{Asks, Kind};
pub use feedback::FeedbackReportPage;
use figures::{AT, draw, named};
pub use form::FormPage;
use pages::Reports;
pub use pages::{Report, read};
pub use quality::QualityPage;
pub use register::RegisterPage;
pub use restored::RestoredNote;
pub use results::ResultsPage;
use shifts::ShiftSection;
use survey::SurveySection;
pub use till_paper::TillPaperPage;

const TITLE: Word = word("Báo cáo", "Reports");
/// The same dossiers, as the list filters them.
pub const AGENCY_LATE_LIST: &str = "/ho-so?han=co_quan_tre";
/// Over a dossier's state.
pub const STATUS: Word = word("Trạng thái", "State");
const PRINT: Word = word("In", "Print");

#[component]
pub fn BoardPage() -> impl IntoView {
    let desk = use_desk();
    let asks = Asks::new(desk, &AT);
    let (span, whole) = (asks.span(), asks.whole);
    let chosen = Memo::new(move |_| span.get());
    let print = move |_| {
        let _ = window().print();
    };
    let kind = Kind { here: Report::Board, at: &AT, title: TITLE, draw, named };
    view! {
        <Reports here=Report::Board days=Signal::derive(move || Some(span.get())) />
        <div class="head head--split">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <p class="line">
                {drill::picker(desk, &AT, asks)}
                {move || archive(Way::of(desk.is_offline(), false), whole.get().file("pdf"))}
                <button class="btn" type="button" on:click=print><Icon glyph=Glyph::Print />{t(PRINT)}</button>
            </p>
        </div>
        <RestoredNote />
        {drill::figures(desk, kind, asks)}
        <SurveySection chosen />
        <ShiftSection chosen />
    }
}

/// The devices that hold what a total does not know.
pub fn held(coverage: &Coverage, name_of: impl Fn(OfficerId) -> String) -> Vec<Held> {
    let held = |device: &DeviceSeen| Held {
        label: device.label.clone(),
        officer: device.officer.map(&name_of).unwrap_or_default(),
        acts: device.waiting,
        heard: device.last_seen,
    };
    coverage.devices.iter().map(held).collect()
}

/// A number under its head, which it says itself where the table folds.
fn count(head: Word, n: u32) -> impl IntoView {
    view! { <td class="num" data-label=t(head) data-zero=(n == 0).then_some("")>{say(move |lang| number(lang, n.into()))}</td> }
}
