//! The table of days off, 2018 to 2026, and the usual office hours.
//!
//! Not here: how it is used (`calendar`).
//! Invariant: a new year is entered after its decree, by hand: on the settings page, or from a file of this shape.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Calendar, OffDay, OfficeHours, YearTable};
use crate::moment::Day;

const TABLE: &str = include_str!("../../data/holidays.json");

/// 07:30–11:30 and 13:00–17:00: what a new ward starts with.
const MORNING: (u32, u32) = (7 * 60 + 30, 11 * 60 + 30);
const AFTERNOON: (u32, u32) = (13 * 60, 17 * 60);

#[derive(Deserialize)]
struct Table {
    days_off: BTreeMap<Day, DayOff>,
    working_weekends: BTreeMap<Day, String>,
}

#[derive(Deserialize)]
struct DayOff {
    name_vi: String,
    kind: String,
    #[serde(default)]
    confidence: String,
}

impl From<DayOff> for OffDay {
    fn from(off: DayOff) -> OffDay {
        OffDay { name: off.name_vi, kind: off.kind, uncertain: off.confidence == "uncertain" }
    }
}

/// The years of a file of the shape of holidays.json, oldest first.
pub fn year_tables(text: &str) -> Result<Vec<YearTable>, serde_json::Error> {
    let table: Table = crate::json::read(text)?;
    let mut years = BTreeMap::new();
    let of = |year| move || YearTable { year, off: BTreeMap::new(), worked: BTreeMap::new() };
    for (day, off) in table.days_off {
        years.entry(day.year()).or_insert_with(of(day.year())).off.insert(day, off.into());
    }
    for (day, why) in table.working_weekends {
        years.entry(day.year()).or_insert_with(of(day.year())).worked.insert(day, why);
    }
    Ok(years.into_values().collect())
}

/// The calendar a new ward starts with.
pub fn standard_calendar() -> Calendar {
    let table: Table = crate::json::read(TABLE).expect("the table is part of the program and tested");
    let first = *table.days_off.keys().next().expect("the table has days");
    let last = *table.days_off.keys().next_back().expect("the table has days");
    Calendar {
        off: table.days_off.into_iter().map(|(day, off)| (day, off.into())).collect(),
        worked: table.working_weekends,
        first_year: first.year(),
        last_year: last.year(),
        hours: vec![OfficeHours { from: first, morning: MORNING, afternoon: AFTERNOON }],
    }
}
