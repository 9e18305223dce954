//! Thời hạn: how long a procedure may take.
//!
//! Not here: the due moment (`due`).
//! Invariant: a term written and read again is the same term; zero is no term.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::lang::{Lang, Sentence, counted};
use crate::limits;

/// How long a procedure may take. Travels as `same-day`, `8wh`, `3wd` or `15cd`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term {
    /// Trong ngày; received after 15:00, the next working day.
    SameDay,
    /// Giờ làm việc, counted inside office hours only.
    WorkingHours(u32),
    /// Ngày làm việc, the day of receipt not counted.
    WorkingDays(u32),
    /// Ngày, days off included, the day of receipt not counted.
    CalendarDays(u32),
}

impl Term {
    /// `03 ngày làm việc`, as papers write it.
    pub fn text(self, lang: Lang) -> String {
        match (self, lang) {
            (Term::SameDay, Lang::Vi) => "Trong ngày".into(),
            (Term::SameDay, Lang::En) => "Same day".into(),
            (Term::WorkingHours(n), Lang::Vi) => format!("{n:02} giờ làm việc"),
            (Term::WorkingHours(n), Lang::En) => counted(n, "working hour", "working hours"),
            (Term::WorkingDays(n), Lang::Vi) => format!("{n:02} ngày làm việc"),
            (Term::WorkingDays(n), Lang::En) => counted(n, "working day", "working days"),
            (Term::CalendarDays(n), Lang::Vi) => format!("{n:02} ngày"),
            (Term::CalendarDays(n), Lang::En) => counted(n, "day", "days"),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::SameDay => write!(f, "same-day"),
            Term::WorkingHours(n) => write!(f, "{n}wh"),
            Term::WorkingDays(n) => write!(f, "{n}wd"),
            Term::CalendarDays(n) => write!(f, "{n}cd"),
        }
    }
}

/// A text that is no term.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a term: write same-day, 8wh (working hours), 3wd (working days) or 15cd (days), up to {max}",
    max = limits::TERM_UNITS_MAX)]
pub struct BadTerm(pub String);

impl BadTerm {
    pub fn sentence(&self) -> Sentence {
        let (text, max) = (&self.0, limits::TERM_UNITS_MAX);
        Sentence::new(
            format!(
                "“{text}” không phải là thời hạn: hãy ghi same-day (trong ngày), 8wh (giờ làm việc), \
                 3wd (ngày làm việc) hoặc 15cd (ngày), nhiều nhất {max}."
            ),
            format!("“{text}” is not a term: write same-day, 8wh, 3wd or 15cd, up to {max}."),
        )
    }
}

/// The letters of a unit, and the term of so many of it.
type Unit = (&'static str, fn(u32) -> Term);

impl FromStr for Term {
    type Err = BadTerm;

    fn from_str(text: &str) -> Result<Term, BadTerm> {
        let bad = || BadTerm(text.chars().take(40).collect());
        let text = text.trim();
        if text == "same-day" {
            return Ok(Term::SameDay);
        }
        let kinds: [Unit; 3] =
            [("wh", Term::WorkingHours), ("wd", Term::WorkingDays), ("cd", Term::CalendarDays)];
        let (digits, kind) = kinds
            .into_iter()
            .find_map(|(unit, kind)| Some((text.strip_suffix(unit)?, kind)))
            .ok_or_else(bad)?;
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        match digits.parse() {
            Ok(n) if (1..=limits::TERM_UNITS_MAX).contains(&n) => Ok(kind(n)),
            Ok(_) | Err(_) => Err(bad()),
        }
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Term, D::Error> {
        std::borrow::Cow::<str>::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}
