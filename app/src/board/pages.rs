//! The reports beside one another: one line of links over each, the one that is open marked.
//!
//! Not here: what stands in them, the menu of all pages (`shell`).
//! Invariant: the line is the same on every report, so that nothing moves from one to the next.

use leptos::prelude::*;
use shared::lang::{Word, word};
use shared::moment::Day;
use shared::officer::Right;
use shared::report::board;

use super::period;
use crate::desk::use_desk;
use crate::text::t;
use crate::ui::state::OnlyFor;

const PAGES: Word = word("Các báo cáo và sổ", "Reports and books");

/// A page of the reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Report {
    Board,
    Forms,
    Indices,
    Agencies,
    Register,
    Results,
    Cash,
    Feedback,
}

impl Report {
    const ALL: [Report; 8] = [
        Report::Board,
        Report::Forms,
        Report::Indices,
        Report::Agencies,
        Report::Register,
        Report::Results,
        Report::Cash,
        Report::Feedback,
    ];

    fn name(self) -> Word {
        match self {
            Report::Board => board::TITLE,
            Report::Forms => word("Biểu báo cáo", "Forms"),
            Report::Indices => word("Chỉ số 766", "766 indices"),
            Report::Agencies => word("Cơ quan phối hợp", "Agencies"),
            Report::Register => word("Sổ theo dõi", "Register"),
            Report::Results => word("Sổ cấp số", "Books of results"),
            Report::Cash => word("Sổ thu", "Cash book"),
            Report::Feedback => word("Phản ánh", "Complaints"),
        }
    }

    /// Its address; the days of one report are those of the next, a book is of their year.
    fn href(self, days: Option<(Day, Day)>) -> String {
        let Some((from, to)) = days else { return self.path().to_owned() };
        match self {
            Report::Board => period::address((from, to)),
            Report::Forms | Report::Indices | Report::Agencies | Report::Feedback => {
                format!("{}?tu={from}&den={to}", self.path())
            }
            Report::Register | Report::Results => format!("{}?nam={}", self.path(), from.year()),
            Report::Cash => self.path().to_owned(),
        }
    }

    fn path(self) -> &'static str {
        match self {
            Report::Board => "/bao-cao",
            Report::Forms => "/bao-cao/bieu",
            Report::Indices => "/bao-cao/766",
            Report::Agencies => "/bao-cao/phoi-hop",
            Report::Register => "/bao-cao/so",
            Report::Results => "/bao-cao/so-ket-qua",
            Report::Cash => "/bao-cao/so-thu",
            Report::Feedback => "/bao-cao/pakn",
        }
    }
}

/// The report, or whom it is for: whoever keeps the server alone reads no figures of dossiers.
pub fn read(report: Report, page: fn() -> AnyView) -> AnyView {
    let whose = use_desk().whose(Right::Work);
    view! { <OnlyFor whose title=report.name()>{page()}</OnlyFor> }.into_any()
}

/// The line over a report; what people complain of is for those who hear them.
#[component]
pub fn Reports(here: Report, #[prop(optional, into)] days: Signal<Option<(Day, Day)>>) -> impl IntoView {
    let desk = use_desk();
    let hears = Memo::new(move |_| desk.has(Right::Hear));
    view! { {move || line(here, days, hears.get())} }
}

/// The same on plain values.
pub fn line(here: Report, days: Signal<Option<(Day, Day)>>, hears: bool) -> impl IntoView {
    let shown = Report::ALL.into_iter().filter(move |report| hears || *report != Report::Feedback);
    let link = move |report: Report| {
        let current = (report == here).then_some("page");
        view! { <a href=move || report.href(days.get()) aria-current=current>{t(report.name())}</a> }
    };
    view! {
        <nav class="pages screen-only" aria-label=t(PAGES) data-home=(here == Report::Board).then_some("")>
            {shown.map(link).collect_view()}
        </nav>
    }
}
