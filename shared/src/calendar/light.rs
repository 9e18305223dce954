//! Đèn hạn: how a dossier stands towards its due moment, in words for every screen.
//!
//! Not here: colours and icons (`app::ui`), which pauses there are (`dossier`).
//! Invariant: early and on time are judged by date, late by the minute; days are working days.

use serde::{Deserialize, Serialize};

use super::{Calendar, NoCalendar};
use crate::lang::{Lang, Word, counted, word};
use crate::moment::Moment;

/// How a finished dossier met its due moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Timing {
    /// On an earlier day than the due day.
    #[serde(rename = "som_han")]
    Early,
    /// On the due day, not after the due moment.
    #[serde(rename = "dung_han")]
    OnTime,
    /// After the due moment.
    #[serde(rename = "tre_han")]
    Late,
}

impl Timing {
    pub const ALL: [Timing; 3] = [Timing::Early, Timing::OnTime, Timing::Late];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Timing::Early => "som_han",
            Timing::OnTime => "dung_han",
            Timing::Late => "tre_han",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Timing::Early => word("Sớm hẹn", "Early"),
            Timing::OnTime => word("Đúng hẹn", "On time"),
            Timing::Late => word("Trễ hẹn", "Late"),
        }
    }
}

/// Judges the end of processing against the due moment.
pub fn timing(finished: Moment, due: Moment) -> Timing {
    if finished.day() < due.day() {
        Timing::Early
    } else if finished <= due {
        Timing::OnTime
    } else {
        Timing::Late
    }
}

/// What the light needs to know of a dossier.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LightAsk {
    pub received: Moment,
    pub due: Moment,
    /// Since when the clock stands still; it counts only where that is not after the due moment.
    pub paused: Option<Moment>,
    /// End of processing.
    pub finished: Option<Moment>,
}

/// The deadline light. Days are working days.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Light {
    /// More than one day and more than a fifth of the limit is left.
    Within {
        days_left: u32,
    },
    Soon {
        days_left: u32,
        due: Moment,
        today: bool,
    },
    /// `days` is 0 until the first working day after the due day.
    Overdue {
        days: u32,
    },
    Paused {
        since: Moment,
    },
    /// Processing has ended; `days` early or late.
    Done {
        timing: Timing,
        days: u32,
    },
}

impl Calendar {
    pub fn light(&self, now: Moment, ask: LightAsk) -> Result<Light, NoCalendar> {
        if let Some(finished) = ask.finished {
            let days = self.working_days_left(finished, ask.due)?.unsigned_abs();
            let days = u32::try_from(days).unwrap_or(u32::MAX);
            return Ok(Light::Done { timing: timing(finished, ask.due), days });
        }
        // A pause that began after the due moment hides nothing, as in form II.06a.
        if let Some(since) = ask.paused.filter(|since| *since <= ask.due) {
            return Ok(Light::Paused { since });
        }
        if now > ask.due {
            return Ok(Light::Overdue { days: self.working_days_between(ask.due.day(), now.day())? });
        }
        let days_left = self.working_days_between(now.day(), ask.due.day())?;
        let left = self.working_minutes(now, ask.due)?;
        let whole = self.working_minutes(ask.received, ask.due)?;
        if days_left > 1 && left * 5 > whole {
            return Ok(Light::Within { days_left });
        }
        Ok(Light::Soon { days_left, due: ask.due, today: now.day() == ask.due.day() })
    }
}

impl Light {
    /// A name for styles, filters and tests.
    pub const fn code(self) -> &'static str {
        match self {
            Light::Within { .. } => "trong_han",
            Light::Soon { .. } => "sap_den_han",
            Light::Overdue { .. } => "qua_han",
            Light::Paused { .. } => "tam_dung",
            Light::Done { timing, .. } => timing.code(),
        }
    }

    /// `Còn 3 ngày`, `17:00 hôm nay`, `Quá hạn 2 ngày`, `Tạm dừng từ 16/11`, `Sớm hẹn 1 ngày`
    pub fn text(self, lang: Lang) -> String {
        match self {
            Light::Within { days_left } => days_to_go(days_left, lang),
            Light::Soon { due, today: true, .. } => {
                format!("{} {}", due.clock(), lang.pick("hôm nay", "today"))
            }
            Light::Soon { days_left: 0, due, today: false } => due.clock_and_day(),
            Light::Soon { days_left, today: false, .. } => days_to_go(days_left, lang),
            Light::Overdue { days: 0 } => lang.pick("Vừa quá hạn", "Just overdue").to_owned(),
            Light::Overdue { days } => match lang {
                Lang::Vi => format!("Quá hạn {days} ngày"),
                Lang::En => format!("{} overdue", counted(days, "day", "days")),
            },
            Light::Paused { since } => {
                format!("{} {}", lang.pick("Tạm dừng từ", "Paused since"), since.day().vi_short())
            }
            Light::Done { timing, days } => finished_text(timing, days, lang),
        }
    }
}

fn days_to_go(days: u32, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Còn {days} ngày"),
        Lang::En => format!("{} left", counted(days, "day", "days")),
    }
}

fn finished_text(timing: Timing, days: u32, lang: Lang) -> String {
    let label = timing.label().of(lang);
    match (timing, days, lang) {
        (Timing::OnTime, _, _) | (_, 0, _) => label.to_owned(),
        (Timing::Early | Timing::Late, days, Lang::Vi) => format!("{label} {days} ngày"),
        (Timing::Early | Timing::Late, days, Lang::En) => {
            format!("{} {}", counted(days, "day", "days"), label.to_lowercase())
        }
    }
}
