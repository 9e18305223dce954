//! Bốn đồng hồ: by when the ward refuses, asks, replies and publishes, in working days of its own calendar.
//!
//! Not here: how days are counted (`calendar`).
//! Invariant: a year without a table is refused by name, never guessed; a question never makes a late reply an on-time
//! one.

use serde::{Deserialize, Serialize};

use super::{Deed, Feedback, State};
use crate::calendar::{Calendar, NoCalendar, Pause, Term};
use crate::lang::{Lang, Word, word};
use crate::moment::Moment;
use crate::ward::SupplementClock;

/// What is limited. The numbers are those of index 5.2 of Quyết định 766/QĐ-TTg.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Limit {
    /// From the receipt until it is said that it is not accepted.
    #[serde(rename = "han_tu_choi")]
    Refuse,
    /// From the receipt until more is asked for; the first question counts (our choice).
    #[serde(rename = "han_hoi_them")]
    Ask,
    /// From the receipt until the reply.
    ///
    /// It stands still from a question until its answer. The source gives only the number; that a question stops the
    /// clock is our choice, and so is that the others run on.
    #[serde(rename = "han_tra_loi")]
    Reply,
    /// From the reply until everybody may read it.
    #[serde(rename = "han_cong_khai")]
    Publish,
}

impl Limit {
    pub const ALL: [Limit; 4] = [Limit::Refuse, Limit::Ask, Limit::Reply, Limit::Publish];

    pub const fn term(self) -> Term {
        match self {
            Limit::Refuse | Limit::Publish => Term::WorkingDays(2),
            Limit::Ask => Term::WorkingDays(5),
            Limit::Reply => Term::WorkingDays(15),
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Limit::Refuse => word("Từ chối tiếp nhận", "Refusal"),
            Limit::Ask => word("Yêu cầu bổ sung", "Asking for more"),
            Limit::Reply => word("Trả lời", "Reply"),
            Limit::Publish => word("Công khai trả lời", "Publishing the reply"),
        }
    }

    const fn deed(self) -> Deed {
        match self {
            Limit::Refuse => Deed::Refuse,
            Limit::Ask => Deed::Ask,
            Limit::Reply => Deed::Reply,
            Limit::Publish => Deed::Publish,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Runs,
    /// It waits for the citizen.
    Stopped,
    /// The time for it is over and it was not needed: nothing is owed.
    Passed,
    /// It is owed and was not done in time.
    Overdue,
    /// Done in time.
    Kept,
    /// Done too late.
    Missed,
    /// There is nothing to keep.
    Idle,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clock {
    pub limit: Limit,
    /// Nothing while the clock stands still or has not begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Moment>,
    pub standing: Standing,
}

impl Clock {
    /// Whether somebody is late, or was.
    pub const fn is_late(&self) -> bool {
        matches!(self.standing, Standing::Overdue | Standing::Missed)
    }

    /// How it stands, in a few words.
    pub fn text(&self, lang: Lang) -> String {
        let at = |moment: Option<Moment>| moment.map(Moment::clock_and_day).unwrap_or_default();
        match (self.standing, lang) {
            (Standing::Runs, Lang::Vi) => format!("hạn {}", at(self.due)),
            (Standing::Runs, Lang::En) => format!("by {}", at(self.due)),
            (Standing::Stopped, Lang::Vi) => "đồng hồ dừng, chờ người gửi".to_owned(),
            (Standing::Stopped, Lang::En) => "stopped, waits for the sender".to_owned(),
            (Standing::Passed, Lang::Vi) => format!("đã qua hạn {}, không dùng", at(self.due)),
            (Standing::Passed, Lang::En) => format!("passed on {}, not used", at(self.due)),
            (Standing::Overdue, Lang::Vi) => format!("quá hạn từ {}", at(self.due)),
            (Standing::Overdue, Lang::En) => format!("overdue since {}", at(self.due)),
            (Standing::Kept, Lang::Vi) => format!("đúng hạn, {}", at(self.done)),
            (Standing::Kept, Lang::En) => format!("on time, {}", at(self.done)),
            (Standing::Missed, Lang::Vi) => format!("trễ hạn, {} (hạn {})", at(self.done), at(self.due)),
            (Standing::Missed, Lang::En) => format!("late, {} (due {})", at(self.done), at(self.due)),
            (Standing::Idle, Lang::Vi) => "không cần".to_owned(),
            (Standing::Idle, Lang::En) => "not needed".to_owned(),
        }
    }
}

impl Feedback {
    /// # Errors
    /// The year whose days off the ward does not know.
    pub fn clock(&self, limit: Limit, calendar: &Calendar, now: Moment) -> Result<Clock, NoCalendar> {
        let idle = Clock { limit, due: None, done: None, standing: Standing::Idle };
        let first = |deed: Deed| self.steps.iter().find(|step| step.what.deed() == deed).map(|step| step.at);
        let (done, pauses) = (first(limit.deed()), self.pauses());
        let (from, waits) = match limit {
            Limit::Refuse | Limit::Ask => (self.at, &[][..]),
            Limit::Reply => (self.at, pauses.as_slice()),
            Limit::Publish => match first(Deed::Reply) {
                Some(replied) => (replied, &[][..]),
                None => return Ok(idle),
            },
        };
        let state = self.state();
        if limit == Limit::Reply && state == State::Refused && done.is_none() {
            return Ok(idle);
        }
        let due = calendar.due_after_pauses(from, limit.term(), waits, SupplementClock::Resume)?.at;
        let waiting = waits.iter().find(|pause| pause.to.is_none());
        let standing = match done {
            Some(at) if at <= due => Standing::Kept,
            Some(_) => Standing::Missed,
            None if waiting.is_some_and(|pause| pause.from <= due) => Standing::Stopped,
            None if now <= due && self.is_needed(limit) => Standing::Runs,
            None => match limit {
                Limit::Reply | Limit::Publish => Standing::Overdue,
                Limit::Refuse | Limit::Ask if self.is_needed(limit) => Standing::Passed,
                Limit::Refuse | Limit::Ask => Standing::Idle,
            },
        };
        let due = (standing != Standing::Stopped).then_some(due);
        Ok(Clock { due, done, standing, ..idle })
    }

    /// Whether this may still come. What was classified is accepted.
    fn is_needed(&self, limit: Limit) -> bool {
        match limit {
            Limit::Refuse => self.state() == State::New,
            Limit::Ask => matches!(self.state(), State::New | State::InWork),
            Limit::Reply | Limit::Publish => true,
        }
    }

    /// From each question until its answer, or until the ward went on without one.
    fn pauses(&self) -> Vec<Pause> {
        let mut pauses: Vec<Pause> = Vec::new();
        for step in &self.steps {
            let open = pauses.last_mut().filter(|pause| pause.to.is_none());
            match (step.what.deed(), open) {
                (Deed::Ask, None) => pauses.push(Pause { from: step.at, to: None }),
                (Deed::Answer | Deed::Reply | Deed::Refuse, Some(pause)) => pause.to = Some(step.at),
                (
                    Deed::Classify
                    | Deed::Ask
                    | Deed::Answer
                    | Deed::Refuse
                    | Deed::Reply
                    | Deed::Publish
                    | Deed::Withdraw,
                    _,
                ) => {}
            }
        }
        pauses
    }

    /// The clock that presses most: what is overdue, then what runs out first; nothing where nothing is owed.
    ///
    /// # Errors
    /// The year whose days off the ward does not know.
    pub fn presses(&self, calendar: &Calendar, now: Moment) -> Result<Option<Clock>, NoCalendar> {
        if self.state().is_over() {
            return Ok(None);
        }
        let limits = [Limit::Reply, Limit::Publish, Limit::Refuse];
        let clocks: Vec<Clock> =
            limits.into_iter().map(|limit| self.clock(limit, calendar, now)).collect::<Result<_, _>>()?;
        let open =
            |clock: &&Clock| matches!(clock.standing, Standing::Runs | Standing::Stopped | Standing::Overdue);
        Ok(clocks
            .iter()
            .filter(open)
            .min_by_key(|clock| clock.due.unwrap_or(Moment::from_millis(i64::MAX)))
            .copied())
    }
}
