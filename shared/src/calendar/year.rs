//! One year's days off and worked Saturdays, as the office enters them after the yearly decree.
//!
//! Not here: who may enter them (`officer`), how they are saved (the server).
//! Invariant: a table is entered whole or not at all, year after year without a gap; what the law fixes for every
//! year must be in it.

use std::collections::BTreeMap;

use super::{Calendar, OffDay};
use crate::limits::{CALENDAR_DAYS_MAX, NAME_CHARS_MAX};
use crate::moment::Day;
use crate::refusal::FieldFault;
use crate::text;

/// A year as it was entered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct YearTable {
    pub year: i32,
    pub off: BTreeMap<Day, OffDay>,
    pub worked: BTreeMap<Day, String>,
}

/// Month and day of the holidays that fall on the same date every year: Labour Code 2019, article 112.
const FIXED: [(u32, u32); 4] = [(1, 1), (4, 30), (5, 1), (9, 2)];
/// The days off of the same article: New Year 1, Tết 5, Hùng Kings 1, 30/4, 1/5, National Day 2.
const DAYS_OFF_MIN: usize = 11;

impl YearTable {
    /// Reads two lists that were typed: `30/04/2027 Ngày Chiến thắng`, one day a line.
    pub fn typed(year: i32, off: &str, worked: &str) -> Result<YearTable, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let days = lines("off", off, &mut faults);
        let swapped = lines("worked", worked, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let off_day = |name: String| OffDay { kind: kind_of(&name).to_owned(), name, uncertain: false };
        let off = days.into_iter().map(|(day, name)| (day, off_day(name))).collect();
        Ok(YearTable { year, off, worked: swapped })
    }

    /// The lists as `typed` reads them.
    pub fn as_typed(&self) -> (String, String) {
        let line = |day: &Day, name: &str| format!("{} {name}", day.vi());
        let off: Vec<String> = self.off.iter().map(|(day, off)| line(day, &off.name)).collect();
        let worked: Vec<String> = self.worked.iter().map(|(day, why)| line(day, why)).collect();
        (off.join("\n"), worked.join("\n"))
    }

    fn faults(&self) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        let mut add = |field: &str, vi: String, en: String| faults.push(FieldFault::new(field, vi, en));
        let year = self.year;
        let lists = [("off", self.off.keys().collect::<Vec<_>>()), ("worked", self.worked.keys().collect())];
        for (field, days) in &lists {
            for day in days.iter().filter(|day| day.year() != year) {
                let day = day.vi();
                add(field, format!("Ngày {day} không thuộc năm {year}."), format!("{day} is not in {year}."));
            }
            if days.len() > CALENDAR_DAYS_MAX {
                let max = CALENDAR_DAYS_MAX;
                add(field, format!("Tối đa {max} ngày."), format!("At most {max} days."));
            }
        }
        for (month, date) in FIXED {
            let day = Day::new(year, month, date).filter(|day| !self.off.contains_key(day));
            if let Some(day) = day.map(Day::vi) {
                add("off", format!("Thiếu ngày lễ {day}."), format!("The holiday {day} is missing."));
            }
        }
        if self.off.len() < DAYS_OFF_MIN {
            let count = self.off.len();
            add(
                "off",
                format!(
                    "Mới có {count} ngày nghỉ; luật cho nghỉ ít nhất {DAYS_OFF_MIN} ngày. Ghi đủ cả Tết."
                ),
                format!("Only {count} days off; the law gives at least {DAYS_OFF_MIN}. Enter Tết too."),
            );
        }
        for day in self.worked.keys() {
            let said = day.vi();
            if self.off.contains_key(day) {
                let vi = format!("Ngày {said} vừa là ngày nghỉ vừa là ngày làm bù.");
                add("worked", vi, format!("{said} is both a day off and a working day."));
            } else if day.weekday() < 5 {
                let vi = format!("Ngày {said} vốn là ngày làm việc; ngày làm bù là thứ Bảy hay Chủ nhật.");
                add("worked", vi, format!("{said} is a working day anyway; enter a Saturday or Sunday."));
            }
        }
        faults
    }
}

/// English knows only which kind of day it is.
fn kind_of(name: &str) -> &'static str {
    let folded = text::fold(name);
    let kinds = [
        ("tet nguyen dan", "tet"),
        ("tet am lich", "tet"),
        ("nghi bu", "nghi_bu"),
        ("hoan doi", "hoan_doi"),
        ("dot xuat", "nghi_dot_xuat"),
        ("nghi bao", "nghi_dot_xuat"),
        ("thien tai", "nghi_dot_xuat"),
    ];
    kinds.into_iter().find(|(words, _)| folded.contains(words)).map_or("le", |(_, kind)| kind)
}

fn lines(field: &str, typed: &str, faults: &mut Vec<FieldFault>) -> BTreeMap<Day, String> {
    let mut days = BTreeMap::new();
    for line in typed.lines().map(text::clean).filter(|line| !line.is_empty()) {
        let (date, name) = line.split_once(' ').unwrap_or((&line, ""));
        let shown: String = line.chars().take(40).collect();
        let mut add = |vi: String, en: String| faults.push(FieldFault::new(field, vi, en));
        match Day::parse_any(date) {
            None => add(
                format!("Dòng “{shown}” phải bắt đầu bằng một ngày, ví dụ 30/04/2027."),
                format!("The line “{shown}” must begin with a day such as 30/04/2027."),
            ),
            Some(_) if name.is_empty() || name.chars().count() > NAME_CHARS_MAX => add(
                format!("Dòng “{shown}” cần tên ngày nghỉ hay lý do, tối đa {NAME_CHARS_MAX} chữ."),
                format!("The line “{shown}” needs a name or reason of at most {NAME_CHARS_MAX} characters."),
            ),
            Some(day) if days.contains_key(&day) => {
                add(format!("Ngày {} ghi hai lần.", day.vi()), format!("{} stands there twice.", day.vi()))
            }
            Some(day) => {
                days.insert(day, name.to_owned());
            }
        }
    }
    days
}

impl Calendar {
    /// What stands in the calendar for `year`.
    pub fn year(&self, year: i32) -> YearTable {
        YearTable {
            year,
            off: self
                .off
                .iter()
                .filter(|(day, _)| day.year() == year)
                .map(|(d, o)| (*d, o.clone()))
                .collect(),
            worked: self
                .worked
                .iter()
                .filter(|(d, _)| d.year() == year)
                .map(|(d, w)| (*d, w.clone()))
                .collect(),
        }
    }

    /// The calendar with this year's table in the place of what it had; a day that keeps its name keeps its kind, which
    /// the name alone may not tell. Dossiers that are received keep their dates.
    pub fn with_year(&self, table: &YearTable) -> Result<Calendar, Vec<FieldFault>> {
        let mut faults = table.faults();
        if !(self.first_year..=self.last_year + 1).contains(&table.year) {
            let (year, first, next) = (table.year, self.first_year, self.last_year + 1);
            faults.push(FieldFault::new(
                "year",
                format!("Nhập được các năm {first}–{next}, lần lượt từng năm; năm {year} chưa nhập được."),
                format!("The years {first}–{next} can be entered, one after the other; {year} not yet."),
            ));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut off = table.off.clone();
        for (day, new) in &mut off {
            if let Some(known) = self.off.get(day).filter(|known| known.name == new.name) {
                new.kind.clone_from(&known.kind);
            }
        }
        let mut calendar = self.clone();
        calendar.off.retain(|day, _| day.year() != table.year);
        calendar.worked.retain(|day, _| day.year() != table.year);
        calendar.off.extend(off);
        calendar.worked.extend(table.worked.clone());
        calendar.last_year = self.last_year.max(table.year);
        Ok(calendar)
    }
}
