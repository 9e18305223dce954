//! Points in time and days, as the ward's wall clock shows them.
//!
//! Not here: working days and office hours (`calendar`).
//! Invariant: the zone is +07:00 for every date since 1975; nothing reads the machine's zone or clock.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::lang::Lang;

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

    /// Minutes since midnight of a time as people write it: `8:15`, `08h15`, `8 giờ 15`, `0815`, `8h`.
    pub fn minutes_typed(typed: &str) -> Option<u32> {
        let parts: Vec<&str> =
            typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        let (hour, minute) = match parts.as_slice() {
            [one] if one.len() == 3 || one.len() == 4 => one.split_at(one.len() - 2),
            [hour] => (*hour, "0"),
            [hour, minute] if minute.len() == 2 => (*hour, *minute),
            _ => return None,
        };
        let (hour, minute) = (hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?);
        (hour < 24 && minute < 60).then_some(hour * 60 + minute)
    }

    /// `17:00`
    pub fn clock(self) -> String {
        let local = self.local();
        format!("{:02}:{:02}", local.hour(), local.minute())
    }

    /// `17:00 22/11/2018`
    pub fn clock_and_day(self) -> String {
        format!("{} {}", self.clock(), self.day().vi())
    }

    /// `17:00, Thứ Năm 22/11/2018`, for who has to come on that day.
    pub fn clock_and_weekday(self, lang: Lang) -> String {
        let day = self.day();
        format!("{}, {} {}", self.clock(), day.weekday_name(lang), day.vi())
    }

    /// `17 giờ 00 phút, ngày 22 tháng 11 năm 2018`, as legal papers write it.
    pub fn on_paper(self) -> String {
        format!("{} giờ {:02} phút, {}", self.local().hour(), self.local().minute(), self.day().on_paper())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}:{:02}+07:00", self.day(), self.clock(), self.local().second())
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
        let bad = || BadMoment(text.to_owned());
        let (day, time) = text.split_once(['T', ' ']).ok_or_else(bad)?;
        let day: Day = day.parse().map_err(|_| bad())?;
        let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
        let (time, zone) = time.split_at(zone_at);
        let minutes = minutes_east(zone).ok_or_else(bad)?;
        let local = time_of_day(time).map(|time| NaiveDateTime::new(day.0, time)).ok_or_else(bad)?;
        Ok(Moment::from_local(local).plus_minutes(i64::from(ZONE_SECONDS / 60 - minutes)))
    }
}

/// `9:00`, `09:00`, `09:00:30` or `09:00:30.125`; parts of a second under a thousandth are dropped.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let (hour, rest) = text.split_once(':')?;
    let (minute, second) = rest.split_once(':').unwrap_or((rest, "0"));
    let (second, part) = second.split_once('.').unwrap_or((second, "0"));
    number(part, 1..=9)?;
    let milli = format!("{part:0<3}").get(..3)?.parse().ok()?;
    let [hour, minute, second] = [hour, minute, second].map(month_or_day);
    NaiveTime::from_hms_milli_opt(hour?, minute?, second?, milli)
}

/// Minutes east of Greenwich of `Z`, `+07:00` or nothing, which means the ward's own zone.
fn minutes_east(zone: &str) -> Option<i32> {
    match zone {
        "" => Some(ZONE_SECONDS / 60),
        "Z" | "z" => Some(0),
        _ => {
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let (hours, minutes) = (number(hours, 2..=2)?, number(minutes, 2..=2)?);
            let away = (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)?;
            Some(if zone.starts_with('-') { -away } else { away })
        }
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

    /// `Thứ Năm`
    pub fn weekday_name(self, lang: Lang) -> &'static str {
        lang.pick(WEEKDAYS_VI, WEEKDAYS_EN)[self.weekday()]
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
        format!("{:02}/{:02}/{:04}", self.day_of_month(), self.month(), self.year())
    }

    /// `22/11`
    pub fn vi_short(self) -> String {
        format!("{:02}/{:02}", self.day_of_month(), self.month())
    }

    /// `181122`, the date inside a dossier's code.
    pub fn in_code(self) -> String {
        format!("{:02}{:02}{:02}", self.year() % 100, self.month(), self.day_of_month())
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
        if let Ok(day) = text.parse() {
            return Some(day);
        }
        let together = text.len() == 8 && text.bytes().all(|sign| sign.is_ascii_digit());
        let (day, month, year) = if together {
            (&text[..2], &text[2..4], &text[4..])
        } else {
            three(text, ['/', '-', '.'].into_iter().find(|sign| text.contains(*sign))?)?
        };
        Day::new(number(year, 4..=4)?, month_or_day(month)?, month_or_day(day)?)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day_of_month())
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
        three(text, '-')
            .and_then(|(y, m, d)| Day::new(number(y, 4..=4)?, month_or_day(m)?, month_or_day(d)?))
            .ok_or_else(|| BadMoment(text.to_owned()))
    }
}

/// The three parts between two of `sign`.
fn three(text: &str, sign: char) -> Option<(&str, &str, &str)> {
    let (first, rest) = text.split_once(sign)?;
    let (second, third) = rest.split_once(sign)?;
    Some((first, second, third))
}

fn month_or_day(text: &str) -> Option<u32> {
    number(text, 1..=2)?.try_into().ok()
}

/// Digits only, as many as `digits` says.
fn number(text: &str, digits: RangeInclusive<usize>) -> Option<i32> {
    let is_number = digits.contains(&text.len()) && text.bytes().all(|sign| sign.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_moment_survives_writing(seconds in -2_000_000_000_i64..7_000_000_000) {
            let moment = Moment::from_millis(seconds * 1_000);
            prop_assert_eq!(moment.to_string().parse::<Moment>(), Ok(moment));
            prop_assert_eq!(Day::parse_any(&moment.day().vi()), Some(moment.day()));
            prop_assert_eq!(Day::parse_any(&moment.day().to_string()), Some(moment.day()));
        }

        /// A zone only says where the same moment was read off a clock.
        #[test]
        fn a_zone_moves_the_clock_not_the_moment(minute in 0..1_440_i64, away in -720..840_i64) {
            let day = Day::new(2026, 11, 24).expect("a day");
            let there = Moment::at(day, 0, 0).plus_minutes(minute);
            let (sign, off) = if away < 0 { ('-', -away) } else { ('+', away) };
            let here = there.plus_minutes(7 * 60 - away);
            let text = format!("{}T{}{sign}{:02}:{:02}", there.day(), there.clock(), off / 60, off % 60);
            prop_assert_eq!(text.parse::<Moment>(), Ok(here));
        }

        #[test]
        fn any_text_is_a_day_a_moment_or_neither(
            text in any::<String>(),
            like in "[0-9]{1,5}[-/.][0-9]{1,3}[-/.][0-9]{1,5}([T ][0-9:.Z+-]{0,14})?",
        ) {
            for text in [text, like] {
                if let Some(day) = Day::parse_any(&text) {
                    prop_assert_eq!(Day::parse_any(&day.vi()), Some(day));
                }
                if let Ok(moment) = text.parse::<Moment>() {
                    prop_assert_eq!(moment.to_string().parse::<Moment>(), Ok(moment));
                }
            }
        }
    }
}
