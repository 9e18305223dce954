//! Đồng hồ: what a pause does to the due moment.
//!
//! Not here: who may stop the clock and why (`dossier::ask_more`, `dossier::payment`).
//! Invariant: a pause never makes the limit shorter, and one that begins after the due moment changes
//! nothing: a late dossier does not become an on-time one.

use super::due::Stops;
use super::{Calendar, Due, NoCalendar, Term};
use crate::moment::Moment;
use crate::ward::SupplementClock;

/// A stretch in which the limit does not run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pause {
    pub from: Moment,
    /// `None` while it lasts; it then has moved nothing yet.
    pub to: Option<Moment>,
}

/// A pause that has ended.
type Ended = (Moment, Moment);

impl Calendar {
    /// The due moment with the clock's pauses.
    ///
    /// `Resume` moves it by the time the clock stood still: hours of office time for a term in hours, whole
    /// days of the term's own kind for a term in days, which stays due at the close of office. `Restart`
    /// counts the whole term anew from the end of the last pause.
    pub fn due_after_pauses(
        &self,
        received: Moment,
        term: Term,
        pauses: &[Pause],
        policy: SupplementClock,
    ) -> Result<Due, NoCalendar> {
        let pauses = ended(received, pauses);
        match (policy, term) {
            (SupplementClock::Restart, _) => self.due_restarted(received, term, &pauses),
            (SupplementClock::Resume, Term::WorkingHours(_)) => self.hours_resumed(received, term, &pauses),
            (SupplementClock::Resume, Term::SameDay | Term::WorkingDays(_) | Term::CalendarDays(_)) => {
                self.due_with_stops(received, term, &self.stops(term, &pauses)?)
            }
        }
    }

    fn due_restarted(&self, received: Moment, term: Term, pauses: &[Ended]) -> Result<Due, NoCalendar> {
        let mut due = self.due(received, term)?;
        for (from, to) in pauses {
            if *from > due.at {
                break;
            }
            let anew = Due { anew: true, ..self.due(*to, term)? };
            if anew.at > due.at {
                due = anew;
            }
        }
        Ok(due)
    }

    fn hours_resumed(&self, received: Moment, term: Term, pauses: &[Ended]) -> Result<Due, NoCalendar> {
        let mut due = self.due(received, term)?;
        let mut still = Stops::new();
        for (from, to) in pauses {
            if *from > due.at {
                break;
            }
            let stood = self.working_millis(*from, *to)?;
            if stood > 0 {
                due.at = self.plus_working_millis(due.at, stood)?;
            }
            let mut day = from.day().next();
            while day < to.day() {
                still.insert(day, 1);
                day = day.next();
            }
        }
        due.days = self.days_in_hours(received, due.at, &still)?;
        Ok(due)
    }

    /// How many of the term's days each pause takes, by the day it begins.
    fn stops(&self, term: Term, pauses: &[Ended]) -> Result<Stops, NoCalendar> {
        let mut stops = Stops::new();
        for (from, to) in pauses {
            let from = self.office_moment(*from)?.day();
            let to = self.office_moment(*to)?.day();
            let days = match term {
                Term::CalendarDays(_) => u32::try_from(to.since(from)).unwrap_or(0),
                Term::SameDay | Term::WorkingHours(_) | Term::WorkingDays(_) => {
                    self.working_days_between(from, to)?
                }
            };
            *stops.entry(from).or_insert(0) += days;
        }
        Ok(stops)
    }
}

/// The ended pauses in order, overlapping ones joined, none before the receipt.
fn ended(received: Moment, pauses: &[Pause]) -> Vec<Ended> {
    let mut all: Vec<Ended> = pauses
        .iter()
        .filter_map(|pause| Some((pause.from.max(received), pause.to?)))
        .filter(|(from, to)| from < to)
        .collect();
    all.sort();
    let mut joined: Vec<Ended> = Vec::with_capacity(all.len());
    for (from, to) in all {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            Some(_) | None => joined.push((from, to)),
        }
    }
    joined
}
