//! Lịch làm việc: days off, office hours, and the due moment counted from them.
//!
//! Not here: which limit a procedure has (`procedure`), when a clock stops (`dossier`).
//! Invariant: the calendar is a dated table that somebody decreed; a year without a table is refused with
//! `NoCalendar`, never guessed.

mod clock;
mod data;
mod due;
mod light;
mod term;
#[cfg(test)]
mod tests;
mod year;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::lang::Sentence;
use crate::moment::{Day, Moment, WEEKDAYS_EN, WEEKDAYS_VI};

pub use clock::Pause;
pub use data::{standard_calendar, year_tables};
pub use due::{CountedDay, Due, Mark};
pub use light::{Light, LightAsk, Timing, timing};
pub use term::{BadTerm, Term};
pub use year::YearTable;

/// The ward's calendar as dated data.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Calendar {
    /// Decreed days off. Those on a weekend are kept for display.
    pub off: BTreeMap<Day, OffDay>,
    /// Saturdays and Sundays that are worked in exchange for another day, with the reason.
    pub worked: BTreeMap<Day, String>,
    /// First and last year with a table; outside, nothing is counted.
    pub first_year: i32,
    pub last_year: i32,
    /// Each holds from its day until the next one's.
    pub hours: Vec<OfficeHours>,
}

/// A day on which the office is closed by decree.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OffDay {
    /// `Tết Nguyên Đán`
    pub name: String,
    /// `le`, `tet`, `nghi_bu` (in lieu), `lien_ke` (adjacent), `hoan_doi` (swapped), `nghi_dot_xuat` (storm).
    pub kind: String,
    /// Believed, not confirmed by a decree; the settings page asks for it to be checked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncertain: bool,
}

/// The hours of every working day from `from` on, as minutes after midnight: opening and closing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OfficeHours {
    pub from: Day,
    pub morning: (u32, u32),
    pub afternoon: (u32, u32),
}

impl OfficeHours {
    /// `07:30–11:30, 13:00–17:00`
    pub fn text(&self) -> String {
        let part = |(from, to): (u32, u32)| {
            format!("{:02}:{:02}–{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
        };
        format!("{}, {}", part(self.morning), part(self.afternoon))
    }
}

/// The year has no table, or no office hours, so nothing in it can be counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[error(
    "there is no working calendar for the year {year}; enter its days off before counting a due date in it"
)]
pub struct NoCalendar {
    pub year: i32,
}

impl NoCalendar {
    pub fn sentence(self) -> Sentence {
        let year = self.year;
        Sentence::new(
            format!(
                "Chưa có lịch nghỉ năm {year}, nên chưa tính được ngày hẹn. Quản trị nhập ở Cài đặt, mục “Lịch nghỉ \
                 của phường”."
            ),
            format!(
                "There are no days off for {year} yet, so no due date can be counted. The administrator enters them \
                 in Settings, “The ward's days off”."
            ),
        )
    }
}

/// Half a working day: opening and closing.
type Span = (Moment, Moment);

impl Calendar {
    /// Whether the office works on `day`.
    pub fn is_working(&self, day: Day) -> Result<bool, NoCalendar> {
        if !(self.first_year.max(1)..=self.last_year.min(9_999)).contains(&day.year()) {
            return Err(NoCalendar { year: day.year() });
        }
        Ok(!self.off.contains_key(&day) && (day.weekday() < 5 || self.worked.contains_key(&day)))
    }

    /// Why the office is closed; `None` on working days and in years without a table.
    pub fn why_off(&self, day: Day) -> Option<Sentence> {
        match self.is_working(day) {
            Ok(false) => Some(self.off_reason(day)),
            Ok(true) | Err(NoCalendar { .. }) => None,
        }
    }

    fn off_reason(&self, day: Day) -> Sentence {
        match self.off.get(&day) {
            Some(off) => Sentence::new(off.name.clone(), english_name(off)),
            None => Sentence::new(WEEKDAYS_VI[day.weekday()], WEEKDAYS_EN[day.weekday()]),
        }
    }

    /// The office hours in force on `day`; before the first entry, the first.
    pub fn hours_on(&self, day: Day) -> Option<&OfficeHours> {
        self.hours
            .iter()
            .filter(|hours| hours.from <= day)
            .max_by_key(|hours| hours.from)
            .or_else(|| self.hours.iter().min_by_key(|hours| hours.from))
    }

    /// When the office opens; `None` on days off and in years without a table.
    pub fn opening(&self, day: Day) -> Option<Moment> {
        self.spans(day).ok().flatten().map(|[morning, _]| morning.0)
    }

    /// When the office closes for the day; `None` on days off and in years without a table.
    pub fn closing(&self, day: Day) -> Option<Moment> {
        self.spans(day).ok().flatten().map(|[_, afternoon]| afternoon.1)
    }

    /// Morning and afternoon; `None` on days off.
    fn spans(&self, day: Day) -> Result<Option<[Span; 2]>, NoCalendar> {
        if !self.is_working(day)? {
            return Ok(None);
        }
        let hours = self.hours_on(day).ok_or(NoCalendar { year: day.year() })?;
        let span =
            |(opens, closes): (u32, u32)| (Moment::at_minute(day, opens), Moment::at_minute(day, closes));
        Ok(Some([span(hours.morning), span(hours.afternoon)]))
    }

    /// `at` itself inside office hours (the closing minute included), otherwise the next opening: from when
    /// something that arrived at `at` counts as received.
    pub fn office_moment(&self, at: Moment) -> Result<Moment, NoCalendar> {
        let mut day = at.day();
        loop {
            for (opens, closes) in self.spans(day)?.into_iter().flatten() {
                if at <= closes {
                    return Ok(at.max(opens));
                }
            }
            day = day.next();
        }
    }

    /// Whole minutes of office hours from `from` to `to`; 0 when `to` is not later.
    pub fn working_minutes(&self, from: Moment, to: Moment) -> Result<i64, NoCalendar> {
        Ok(self.working_millis(from, to)? / 60_000)
    }

    fn working_millis(&self, from: Moment, to: Moment) -> Result<i64, NoCalendar> {
        let mut millis = 0;
        let mut day = from.day();
        while day <= to.day() {
            for (opens, closes) in self.spans(day)?.into_iter().flatten() {
                millis += (closes.min(to).millis() - opens.max(from).millis()).max(0);
            }
            day = day.next();
        }
        Ok(millis)
    }

    /// The moment until which `millis` of office hours pass after `from`.
    fn plus_working_millis(&self, from: Moment, mut millis: i64) -> Result<Moment, NoCalendar> {
        let mut day = from.day();
        loop {
            for (opens, closes) in self.spans(day)?.into_iter().flatten() {
                let start = opens.max(from);
                let room = closes.millis() - start.millis();
                if room > 0 && millis <= room {
                    return Ok(Moment::from_millis(start.millis() + millis));
                }
                millis -= room.max(0);
            }
            day = day.next();
        }
    }

    /// Working days after `after`, up to and including `until`; 0 when `until` is not later.
    pub fn working_days_between(&self, after: Day, until: Day) -> Result<u32, NoCalendar> {
        let mut days = 0;
        let mut day = after.next();
        while day <= until {
            days += u32::from(self.is_working(day)?);
            day = day.next();
        }
        Ok(days)
    }

    /// Working days from today until the due day: 0 = due today, negative = that many since.
    pub fn working_days_left(&self, now: Moment, due: Moment) -> Result<i64, NoCalendar> {
        let ahead = self.working_days_between(now.day(), due.day())?;
        let behind = self.working_days_between(due.day(), now.day())?;
        Ok(i64::from(ahead) - i64::from(behind))
    }

    /// What is wrong with the table, in one sentence: a person may have typed it.
    pub fn fault(&self) -> Option<Sentence> {
        if self.hours.is_empty() {
            return Some(Sentence::new("Chưa có giờ làm việc.", "There are no office hours."));
        }
        let bad = self.hours.iter().find(|hours| {
            let minutes = [hours.morning.0, hours.morning.1, hours.afternoon.0, hours.afternoon.1];
            !minutes.is_sorted() || minutes[0] == minutes[3] || minutes[3] > 24 * 60
        });
        if let Some(hours) = bad {
            let day = hours.from.vi();
            return Some(Sentence::new(
                format!("Giờ làm việc từ ngày {day} không đúng thứ tự: sáng trước chiều, mở trước đóng."),
                format!(
                    "The office hours from {day} are out of order: morning first, opening before closing."
                ),
            ));
        }
        let both = self.worked.keys().find(|day| self.off.contains_key(day))?.vi();
        Some(Sentence::new(
            format!("Ngày {both} vừa là ngày nghỉ vừa là ngày làm bù."),
            format!("{both} is both a day off and a working day."),
        ))
    }
}

/// Decrees name days in Vietnamese; English says which kind of day it is.
fn english_name(off: &OffDay) -> String {
    match off.kind.as_str() {
        "tet" => "Lunar New Year".into(),
        "nghi_bu" => "day off in lieu".into(),
        "lien_ke" => "adjacent day off".into(),
        "hoan_doi" => "swapped day off".into(),
        "nghi_dot_xuat" => "emergency closure".into(),
        "le" => "public holiday".into(),
        _ => off.name.clone(),
    }
}
