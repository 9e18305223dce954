//! The table of days off, 2018 to 2026, and the usual office hours.
//!
//! Not here: how it is used (`calendar`).
//! Invariant: a new year is entered after its decree, by hand, on the settings page or in the table.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Calendar, OffDay, OfficeHours};
use crate::moment::Day;

const TABLE: &str = include_str!("../../data/holidays.json");

/// 07:30–11:30 and 13:00–17:00: what a new ward starts with; the settings page changes it.
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

/// The calendar a new ward starts with.
pub fn standard_calendar() -> Calendar {
    let table: Table = crate::json::read(TABLE).expect("the table is part of the program and tested");
    let first = *table.days_off.keys().next().expect("the table has days");
    let last = *table.days_off.keys().next_back().expect("the table has days");
    let off = table.days_off.into_iter().map(|(day, off)| {
        (day, OffDay { name: off.name_vi, kind: off.kind, uncertain: off.confidence == "uncertain" })
    });
    Calendar {
        off: off.collect(),
        worked: table.working_weekends,
        first_year: first.year(),
        last_year: last.year(),
        hours: vec![OfficeHours { from: first, morning: MORNING, afternoon: AFTERNOON }],
    }
}
