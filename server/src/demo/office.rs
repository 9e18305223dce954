//! The office's time: working days in a row, and the minutes in which it is open.
//!
//! Not here: due dates (`shared::calendar`).
//! Invariant: every moment from here lies inside office hours.

use shared::calendar::Calendar;
use shared::moment::{Day, Moment};

/// A working day by its place in the row, and an office minute of it, 0 ..= 479.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Slot {
    pub day: usize,
    pub minute: u32,
}

/// Working days, as far as the calendar knows them.
pub struct Office<'a> {
    pub calendar: &'a Calendar,
    pub days: Vec<Day>,
}

impl<'a> Office<'a> {
    pub fn new(calendar: &'a Calendar, from: Day, to: Day) -> Office<'a> {
        let days = (0..=to.since(from).max(0))
            .map(|n| from.plus(n))
            .filter(|&day| calendar.is_working(day).unwrap_or(false))
            .collect();
        Office { calendar, days }
    }

    /// `None` after the last day of the row.
    pub fn moment(&self, slot: Slot) -> Option<Moment> {
        let day = *self.days.get(slot.day)?;
        let hours = self.calendar.hours_on(day)?;
        let morning = hours.morning.1.saturating_sub(hours.morning.0);
        let minute = if slot.minute < morning {
            hours.morning.0 + slot.minute
        } else {
            hours.afternoon.0 + slot.minute - morning
        };
        Some(Moment::at_minute(day, minute))
    }

    /// The day of that place, or the last of the row.
    pub fn by(&self, place: usize) -> Option<Day> {
        self.days.get(place).or(self.days.last()).copied()
    }

    pub fn place(&self, day: Day) -> Option<usize> {
        self.days.binary_search(&day).ok()
    }
}
