//! Ngày sinh có thể khuyết: a day, a month or only a year, as old papers have it.
//!
//! Not here: days of the calendar (`moment`).
//! Invariant: what is unknown is never filled in; it is written back as it was known.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::lang::Sentence;
use crate::moment::Day;

/// Years 1850 ..= 2200. Travels as `14/03/1990`, `03/1990` or `1945`. The less known sorts before the more
/// known of the same year or month.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct PartialDate {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
}

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("'{0}' is no date of birth such as 14/03/1990, 03/1990 or 1990")]
pub struct BadDate(pub String);

impl BadDate {
    pub fn sentence(&self) -> Sentence {
        let parts: Vec<&str> = self.0.trim().split(['/', '-', '.']).collect();
        let figures = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if parts.len() == 3 && parts.iter().all(figures) && parts.iter().any(|part| part.len() == 4) {
            return Sentence::new(
                format!("Không có ngày {}. Kiểm tra lại ngày, tháng, năm.", self.0.trim()),
                format!("There is no {}. Check day, month and year.", self.0.trim()),
            );
        }
        Sentence::new(
            "Ngày sinh ghi dạng 14/03/1990; chỉ biết năm thì ghi 1945.",
            "Write a date of birth as 14/03/1990, or only the year: 1945.",
        )
    }
}

impl PartialDate {
    pub fn new(year: i32, month: Option<u32>, day: Option<u32>) -> Option<PartialDate> {
        let sane = (1850..=2200).contains(&year)
            && match (month, day) {
                (Some(month), Some(day)) => Day::new(year, month, day).is_some(),
                (Some(month), None) => (1..=12).contains(&month),
                (None, None) => true,
                (None, Some(_)) => false,
            };
        sane.then_some(PartialDate { year, month, day })
    }

    pub fn year(self) -> i32 {
        self.year
    }

    /// The first day that it can mean.
    pub fn earliest(self) -> Day {
        Day::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).expect("checked when it was made")
    }
}

impl FromStr for PartialDate {
    type Err = BadDate;

    /// Reads `14/03/1990`, `14-3-1990`, `14031990`, `1990-03-14`, `03/1990`, `00/00/1945` and `1945`.
    fn from_str(text: &str) -> Result<PartialDate, BadDate> {
        let bad = || BadDate(text.chars().take(20).collect());
        let trimmed = text.trim();
        let digits = trimmed.len() == 8 && trimmed.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = if digits {
            vec![&trimmed[..2], &trimmed[2..4], &trimmed[4..]]
        } else {
            trimmed.split(['/', '-', '.']).collect()
        };
        let mut numbers = Vec::with_capacity(3);
        for part in parts.iter().map(|part| part.trim()) {
            if part.is_empty() || part.len() > 4 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(bad());
            }
            numbers.push(part.parse::<u32>().map_err(|_| bad())?);
        }
        if parts.first().is_some_and(|first| first.len() == 4) {
            numbers.reverse();
        }
        let known = |n: u32| (n > 0).then_some(n);
        let (day, month, year) = match numbers.as_slice() {
            [year] => (None, None, *year),
            [month, year] => (None, known(*month), *year),
            [day, month, year] => (known(*day), known(*month), *year),
            _ => return Err(bad()),
        };
        let year = i32::try_from(year).map_err(|_| bad())?;
        PartialDate::new(year, month, day).ok_or_else(bad)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.day, self.month) {
            (Some(day), Some(month)) => write!(f, "{day:02}/{month:02}/{}", self.year),
            (_, Some(month)) => write!(f, "{month:02}/{}", self.year),
            (_, None) => write!(f, "{}", self.year),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<PartialDate, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
