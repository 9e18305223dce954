//! Points in time and days, as the ward's wall clock shows them.
//!
//! Not here: working days and office hours (`calendar`).
//! Invariant: the zone is +07:00 for every date since 1975; nothing reads the machine's zone or clock.

use std::fmt;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Seconds east of Greenwich. Vietnam has no summer time.
const ZONE_SECONDS: i32 = 7 * 3600;

fn zone() -> FixedOffset {
    FixedOffset::east_opt(ZONE_SECONDS).expect("+07:00 is a valid offset")
}

/// A point in time, in whole milliseconds since 1970-01-01T00:00:00Z. Travels as that number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Moment(i64);

impl Moment {
    pub const fn from_millis(millis: i64) -> Moment {
        Moment(millis)
    }

    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment at which the ward's clock shows `hour:minute` on `day`. Hours above 23 and minutes above
    /// 59 are the caller's error.
    pub fn at(day: Day, hour: u32, minute: u32) -> Moment {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).expect("a time of day");
        Moment::from_local(NaiveDateTime::new(day.0, time))
    }

    /// The moment `minute` minutes after midnight of `day`; 0 ..= 1440.
    pub fn at_minute(day: Day, minute: u32) -> Moment {
        Moment(Moment::at(day, 0, 0).0 + i64::from(minute) * 60_000)
    }

    fn from_local(local: NaiveDateTime) -> Moment {
        Moment(zone().from_local_datetime(&local).single().expect("no gaps in +07:00").timestamp_millis())
    }

    fn local(self) -> DateTime<FixedOffset> {
        zone()
            .timestamp_millis_opt(self.0)
            .single()
            .unwrap_or_else(|| zone().timestamp_millis_opt(0).single().expect("1970 exists"))
    }

    pub fn day(self) -> Day {
        Day(self.local().date_naive())
    }

    /// Minutes since midnight, 0 ..= 1439.
    pub fn minute_of_day(self) -> u32 {
        self.local().hour() * 60 + self.local().minute()
    }

    pub fn plus_minutes(self, minutes: i64) -> Moment {
        Moment(self.0 + minutes * 60_000)
    }

    /// `17:00`
    pub fn clock(self) -> String {
        self.local().format("%H:%M").to_string()
    }

    /// `17:00 22/11/2018`
    pub fn clock_and_day(self) -> String {
        self.local().format("%H:%M %d/%m/%Y").to_string()
    }

    /// `17 giờ 00 phút, ngày 22 tháng 11 năm 2018`, as legal papers write it.
    pub fn on_paper(self) -> String {
        format!("{} giờ {:02} phút, {}", self.local().hour(), self.local().minute(), self.day().on_paper())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.local().format("%Y-%m-%dT%H:%M:%S%:z"))
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that is no date or time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a date (2018-02-13) or a date and time (2018-02-13T09:00)")]
pub struct BadMoment(pub String);

impl FromStr for Moment {
    type Err = BadMoment;

    /// Reads `2018-02-13T09:00`, with optional seconds and zone; without a zone the ward's clock is meant.
    fn from_str(text: &str) -> Result<Moment, BadMoment> {
        if let Ok(zoned) = DateTime::parse_from_rfc3339(text) {
            return Ok(Moment(zoned.timestamp_millis()));
        }
        ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .map(Moment::from_local)
            .ok_or_else(|| BadMoment(text.to_owned()))
    }
}

/// A day of the ward's calendar. Travels as `2018-02-13`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

/// Monday first.
pub const WEEKDAYS_VI: [&str; 7] =
    ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"];
pub const WEEKDAYS_EN: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl Day {
    /// `None` where the calendar has no such day, or the year is outside 1 ..= 9999.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Day)
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }

    pub fn month(self) -> u32 {
        self.0.month()
    }

    pub fn day_of_month(self) -> u32 {
        self.0.day()
    }

    /// 0 = Monday … 6 = Sunday.
    pub fn weekday(self) -> usize {
        self.0.weekday().num_days_from_monday() as usize
    }

    pub fn next(self) -> Day {
        self.plus(1)
    }

    pub fn plus(self, days: i64) -> Day {
        let moved = if days < 0 {
            self.0.checked_sub_days(Days::new(days.unsigned_abs()))
        } else {
            self.0.checked_add_days(Days::new(days.unsigned_abs()))
        };
        Day(moved.unwrap_or(self.0))
    }

    /// Days from `earlier` to this day; negative when it is later.
    pub fn since(self, earlier: Day) -> i64 {
        (self.0 - earlier.0).num_days()
    }

    pub fn first_of_month(self) -> Day {
        Day(self.0.with_day(1).expect("every month has a first day"))
    }

    /// `22/11/2018`
    pub fn vi(self) -> String {
        self.0.format("%d/%m/%Y").to_string()
    }

    /// `22/11`
    pub fn vi_short(self) -> String {
        self.0.format("%d/%m").to_string()
    }

    /// `181122`, the date inside a dossier's code.
    pub fn in_code(self) -> String {
        self.0.format("%y%m%d").to_string()
    }

    /// `ngày 22 tháng 11 năm 2018`; days under 10 and months 1 and 2 take a leading zero (Decree 30/2020).
    pub fn on_paper(self) -> String {
        let (d, m) = (self.day_of_month(), self.month());
        let month = if m < 3 { format!("{m:02}") } else { m.to_string() };
        format!("ngày {d:02} tháng {month} năm {}", self.year())
    }

    /// Reads `22/11/2018`, `2018-11-22` or `22112018`.
    pub fn parse_any(text: &str) -> Option<Day> {
        let text = text.trim();
        ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y"]
            .iter()
            .find_map(|form| NaiveDate::parse_from_str(text, form).ok())
            .filter(|date| (1..=9999).contains(&date.year()))
            .map(Day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = BadMoment;
    fn from_str(text: &str) -> Result<Day, BadMoment> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Day).map_err(|_| BadMoment(text.to_owned()))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
