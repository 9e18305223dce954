//! Hạn trả: the due moment, day by day, and the sentence that explains it.
//!
//! Not here: pauses as facts (`clock` brings them in as days that stood still).
//! Invariant: the day of receipt is never counted; a due moment is never on a day off; a later receipt or a
//! longer term never gives an earlier due moment.

use std::collections::BTreeMap;

use super::{Calendar, NoCalendar, Term};
use crate::lang::{Lang, Sentence, counted};
use crate::moment::{Day, Moment};

/// Received up to and including 15:00:00, a same-day procedure is due the same day. Minutes after midnight.
pub const SAME_DAY_CUTOFF_MINUTE: u32 = 15 * 60;

/// The due moment and how it was counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Due {
    pub at: Moment,
    /// Every day from the receipt to the due day, for the strip of days under the date.
    pub days: Vec<CountedDay>,
    pub term: Term,
    /// When it was received, or when the citizen's supplement was if the limit was counted anew.
    pub from: Moment,
    /// The limit was counted anew after a supplement.
    pub anew: bool,
}

/// A day between receipt and due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CountedDay {
    pub day: Day,
    pub mark: Mark,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Handed in after closing: counts as received at the next opening.
    AfterHours,
    /// Counts as the day of receipt.
    Received,
    /// The n-th day of the limit, from 1.
    Counted(u32),
    /// The office is closed, or the limit ended on a day off and moves on.
    Off(Sentence),
    /// The clock stood still.
    Paused,
}

/// What one step of the count is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    WorkingDay,
    CalendarDay,
}

/// On which day a stop begins, and how many steps the clock then stands still.
pub(super) type Stops = BTreeMap<Day, u32>;

impl Calendar {
    /// The due moment of something received at `received`.
    pub fn due(&self, received: Moment, term: Term) -> Result<Due, NoCalendar> {
        self.due_with_stops(received, term, &Stops::new())
    }

    /// The due moment of a term in days, with days on which the clock stood still.
    pub(super) fn due_with_stops(&self, from: Moment, term: Term, stops: &Stops) -> Result<Due, NoCalendar> {
        let counts_from = self.office_moment(from)?;
        let days = match term {
            Term::SameDay => {
                let cutoff = Moment::at_minute(counts_from.day(), SAME_DAY_CUTOFF_MINUTE);
                self.walk(counts_from.day(), Unit::WorkingDay, u32::from(counts_from > cutoff), stops)?
            }
            Term::WorkingDays(n) => self.walk(counts_from.day(), Unit::WorkingDay, n, stops)?,
            Term::CalendarDays(n) => self.walk(counts_from.day(), Unit::CalendarDay, n, stops)?,
            Term::WorkingHours(n) => return self.due_in_hours(from, n),
        };
        let last = days.last().map_or(counts_from.day(), |counted| counted.day);
        let at = self.closing(last).ok_or(NoCalendar { year: last.year() })?;
        Ok(Due {
            at,
            days: self.before_receipt(from, counts_from).chain(days).collect(),
            term,
            from,
            anew: false,
        })
    }

    fn due_in_hours(&self, from: Moment, hours: u32) -> Result<Due, NoCalendar> {
        let counts_from = self.office_moment(from)?;
        let at = self.plus_working_millis(counts_from, i64::from(hours) * 3_600_000)?;
        let days = self.days_in_hours(from, at, &Stops::new())?;
        Ok(Due { at, days, term: Term::WorkingHours(hours), from, anew: false })
    }

    /// The strip of days of a term in hours; `stops` are whole days without a counted hour.
    pub(super) fn days_in_hours(
        &self,
        from: Moment,
        at: Moment,
        stops: &Stops,
    ) -> Result<Vec<CountedDay>, NoCalendar> {
        let counts_from = self.office_moment(from)?;
        let mut days: Vec<CountedDay> = self.before_receipt(from, counts_from).collect();
        days.push(CountedDay { day: counts_from.day(), mark: Mark::Received });
        let mut done = 0;
        let mut day = counts_from.day().next();
        while day <= at.day() {
            let mark = if !self.is_working(day)? {
                Mark::Off(self.off_reason(day))
            } else if stops.contains_key(&day) {
                Mark::Paused
            } else {
                done += 1;
                Mark::Counted(done)
            };
            days.push(CountedDay { day, mark });
            day = day.next();
        }
        Ok(days)
    }

    /// The days from the hand-in to the day that counts as its receipt, that day not included.
    fn before_receipt(&self, from: Moment, counts_from: Moment) -> impl Iterator<Item = CountedDay> {
        let days = counts_from.day().since(from.day());
        (0..days).map(move |i| {
            let day = from.day().plus(i);
            CountedDay { day, mark: self.why_off(day).map_or(Mark::AfterHours, Mark::Off) }
        })
    }

    /// Counts `total` steps from `received`; the last step is always on a working day.
    fn walk(
        &self,
        received: Day,
        unit: Unit,
        total: u32,
        stops: &Stops,
    ) -> Result<Vec<CountedDay>, NoCalendar> {
        let mut days = vec![CountedDay { day: received, mark: Mark::Received }];
        let mut day = received;
        let mut done = 0;
        let mut still = stops.get(&received).copied().unwrap_or(0);
        // A term of no days is due on the day of receipt; if the clock stood still from then, when it runs again.
        while done < total || (total == 0 && still > 0) {
            day = day.next();
            let working = self.is_working(day)?;
            let stop = stops.get(&day).copied().unwrap_or(0);
            let is_step = match unit {
                Unit::WorkingDay => working,
                Unit::CalendarDay => working || still > 0 || done + 1 < total,
            };
            let mark = if !is_step {
                Mark::Off(self.off_reason(day))
            } else if still > 0 {
                still = still - 1 + stop;
                Mark::Paused
            } else if done + 1 == total && stop > 0 {
                still = stop - 1;
                Mark::Paused
            } else {
                done += 1;
                still = stop;
                Mark::Counted(done)
            };
            days.push(CountedDay { day, mark });
        }
        Ok(days)
    }
}

impl Due {
    /// How the due moment was counted, in one sentence.
    pub fn why(&self, lang: Lang) -> String {
        let mut parts = vec![self.start(lang), self.rule(lang)];
        parts.extend(self.closed(lang));
        parts.extend(self.stood_still(lang));
        let due = self.at.clock_and_day();
        parts.push(lang.pick(format!("hạn trả {due}").as_str(), format!("due {due}").as_str()).to_owned());
        format!("{}.", parts.join("; "))
    }

    fn start(&self, lang: Lang) -> String {
        let from = self.from.clock_and_day();
        let start = match (lang, self.anew) {
            (Lang::Vi, false) => format!("Nhận {from}"),
            (Lang::Vi, true) => format!("Bổ sung đủ {from}, tính lại từ đầu"),
            (Lang::En, false) => format!("Received {from}"),
            (Lang::En, true) => format!("Supplemented {from}, counted anew"),
        };
        let receipt =
            self.days.iter().find(|counted| counted.mark == Mark::Received).map(|counted| counted.day);
        match (receipt.filter(|day| *day != self.from.day()), lang) {
            (Some(day), Lang::Vi) => format!("{start} ngoài giờ làm việc, coi như nhận ngày {}", day.vi()),
            (Some(day), Lang::En) => format!("{start} outside office hours, as if on {}", day.vi()),
            (None, Lang::Vi | Lang::En) => start,
        }
    }

    fn rule(&self, lang: Lang) -> String {
        let term = self.term.text(lang);
        match self.term {
            Term::SameDay if self.days.iter().any(|counted| counted.mark == Mark::Counted(1)) => lang.pick(
                "sau 15:00 nên trả vào ngày làm việc tiếp theo",
                "after 15:00, so on the next working day",
            ),
            Term::SameDay => {
                lang.pick("không sau 15:00 nên trả trong ngày", "not after 15:00, so the same day")
            }
            Term::WorkingHours(_) => {
                return format!("{term}{}", lang.pick(", chỉ tính trong giờ hành chính", " of office time"));
            }
            Term::WorkingDays(_) | Term::CalendarDays(_) => {
                return format!("{term}{}", lang.pick(", không tính ngày nhận", " after the day of receipt"));
            }
        }
        .to_owned()
    }

    /// The days off after the receipt: how many, and each reason once.
    fn closed(&self, lang: Lang) -> Option<String> {
        let mut reasons: Vec<&str> = Vec::new();
        let mut days = 0;
        for counted in self.days.iter().skip_while(|counted| counted.mark != Mark::Received) {
            if let Mark::Off(why) = &counted.mark {
                days += 1;
                if !reasons.contains(&why.of(lang)) {
                    reasons.push(why.of(lang));
                }
            }
        }
        let reasons = reasons.join(", ");
        match (days, self.term, lang) {
            (0, _, _) => None,
            (_, Term::CalendarDays(_), Lang::Vi) => {
                Some(format!("hết hạn vào ngày nghỉ ({reasons}) nên chuyển sang ngày làm việc tiếp theo"))
            }
            (_, Term::CalendarDays(_), Lang::En) => {
                Some(format!("ending on a day off ({reasons}), so moved to the next working day"))
            }
            (days, _, Lang::Vi) => Some(format!("nghỉ {days} ngày ({reasons})")),
            (days, _, Lang::En) => Some(format!("{} off ({reasons})", counted(days, "day", "days"))),
        }
    }

    fn stood_still(&self, lang: Lang) -> Option<String> {
        let days = self.days.iter().filter(|counted| counted.mark == Mark::Paused).count();
        match (u32::try_from(days).ok()?, lang) {
            (0, Lang::Vi | Lang::En) => None,
            (days, Lang::Vi) => Some(format!("đồng hồ dừng {days} ngày")),
            (days, Lang::En) => Some(format!("the clock stood still for {}", counted(days, "day", "days"))),
        }
    }
}
