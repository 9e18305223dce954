//! Báo cáo: what the dossiers of a period add up to.
//!
//! Not here: which dossiers there are (the server's store, a device's cache), how pages draw them.
//! Invariant: a report is a pure function of ward, dossiers, period and clock; every dossier received is counted
//! once, as answered or as in process.

pub mod agencies;
pub mod behind;
pub mod board;
pub mod cash;
pub mod closing;
pub mod coverage;
pub mod figure;
pub mod form;
pub mod forms;
pub mod indices;
pub mod quality;
pub mod receipts;
pub mod register;
pub mod results;
pub mod sheets;
pub mod table;
pub mod takings;
pub mod till;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar::Timing;
use crate::dossier::record::Stretch;
use crate::dossier::{Dossier, Status};
use crate::lang::Sentence;
use crate::moment::{Day, Moment};
use crate::ward::Ward;

pub use behind::Behind;
pub use board::{Board, board};
pub use coverage::{Coverage, Covered};
pub use figure::Figure;
pub use form::{Filled, Form, Place};
pub use table::{Cell, Table};

/// The longest period, in years.
pub const PERIOD_YEARS_MAX: i32 = 20;

/// First and last day of what is reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    from: Day,
    to: Day,
}

impl Period {
    /// One sentence where the days are in the wrong order or too far apart.
    pub fn new(from: Day, to: Day) -> Result<Period, Sentence> {
        if to < from {
            return Err(Sentence::new(
                format!("Kỳ báo cáo từ {} đến {} bị ngược. Đổi hai ngày cho nhau.", from.vi(), to.vi()),
                format!("The period from {} to {} is reversed. Swap the two days.", from.vi(), to.vi()),
            ));
        }
        if to.year() - from.year() > PERIOD_YEARS_MAX {
            return Err(Sentence::new(
                format!("Kỳ báo cáo dài nhất là {PERIOD_YEARS_MAX} năm."),
                format!("A period has at most {PERIOD_YEARS_MAX} years."),
            ));
        }
        Ok(Period { from, to })
    }

    pub fn from(self) -> Day {
        self.from
    }

    pub fn to(self) -> Day {
        self.to
    }

    pub fn holds(self, at: Moment) -> bool {
        (self.from..=self.to).contains(&at.day())
    }

    /// The moment at which the period is looked at: its end, or now where it is not over.
    fn end(self, now: Moment) -> Moment {
        now.min(Moment::at(self.to.next(), 0, 0))
    }
}

/// Answered dossiers. `early` + `on_time` + `late` = `answered`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    pub answered: u32,
    pub early: u32,
    pub on_time: u32,
    pub late: u32,
}

/// What a dossier is in a period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Answered(Timing),
    InProcess {
        overdue: bool,
    },
    /// Not received yet, received later, or answered before.
    None,
}

/// Where a dossier belongs. What is withdrawn or stopped is answered on time unless it was late already (form
/// II.06a, column 9); whoever waits for the citizen or for a payment is in process and not overdue (column 12).
fn part(dossier: &Dossier, period: Period, now: Moment) -> Part {
    // A result that is made anew was answered already: the law's forms count wishes, not work.
    if dossier.corrects.is_some() || dossier.received_at.is_none_or(|at| at.day() > period.to) {
        return Part::None;
    }
    match dossier.finished_at.filter(|at| at.day() <= period.to) {
        Some(finished) if finished.day() < period.from => Part::None,
        Some(finished) => Part::Answered(timing(dossier, finished)),
        None => Part::InProcess { overdue: is_overdue(dossier, period.end(now)) },
    }
}

fn timing(dossier: &Dossier, finished: Moment) -> Timing {
    let due = dossier.due.unwrap_or(finished);
    match (dossier.status, crate::calendar::timing(finished, due)) {
        (Status::Withdrawn | Status::Stopped, Timing::Early) => Timing::OnTime,
        (_, timing) => timing,
    }
}

/// Whether the due moment had passed at `at` while the clock ran. A pause that began after the due moment hides
/// nothing: asking for a paper does not make a late dossier an on-time one.
fn is_overdue(dossier: &Dossier, at: Moment) -> bool {
    let Some(due) = dossier.due else { return false };
    let holds = |pause: &Stretch| pause.from <= at.min(due) && pause.to.is_none_or(|to| at < to);
    due < at && !dossier.pauses.iter().any(holds)
}

/// Came in before the period, and was not answered before it.
fn is_carried(dossier: &Dossier, period: Period) -> bool {
    dossier.received_at.is_some_and(|at| at.day() < period.from)
}

/// The place of each procedure's field among the ward's fields.
struct Fields<'a>(BTreeMap<&'a str, usize>);

impl<'a> Fields<'a> {
    fn new(ward: &'a Ward) -> Fields<'a> {
        let place = |field: &str| ward.catalogue.fields.iter().position(|known| known.id == field);
        let procedures = &ward.catalogue.procedures;
        Fields(procedures.iter().filter_map(|p| Some((p.id.as_str(), place(&p.field)?))).collect())
    }

    fn of(&self, dossier: &Dossier) -> Option<usize> {
        self.0.get(dossier.procedure.id.as_str()).copied()
    }
}
