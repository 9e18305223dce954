//! What lies behind a number of a report: its dossiers, as a list shows them.
//!
//! Not here: which they are (`form`).
//! Invariant: the list says how many there are in all, also where it is cut.

use serde::{Deserialize, Serialize};

use crate::dossier::{Dossier, Status};
use crate::id::DossierId;
use crate::lang::Lang;
use crate::limits::REPORT_BEHIND_MAX;
use crate::moment::{Day, Moment};
use crate::procedure::ProcedureRef;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Behind {
    pub total: usize,
    /// At most `REPORT_BEHIND_MAX`, the latest received first.
    pub rows: Vec<Seen>,
}

/// A dossier behind a number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Seen {
    pub id: DossierId,
    /// As printed, without the agency: `181122-6105`; empty before reception.
    pub code: String,
    pub name: String,
    pub procedure: ProcedureRef,
    pub status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Moment>,
    /// What the citizen was told of a delay, in the ward's words; empty where nothing was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub apology: String,
    /// Where the number counts what an agency was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
}

/// What an agency was asked, by its own clock.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Asked {
    pub agency: String,
    pub on: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// An answer, or the end of its dossier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Day>,
    /// In working days, at its end or at the end of the period.
    pub days_late: u32,
}

impl Asked {
    /// `Công an phường: hỏi 12/11/2018, hẹn 15/11/2018, xong 21/11/2018, trễ 4 ngày làm việc`
    pub fn text(&self, lang: Lang) -> String {
        let part = |vi, en, day: Option<Day>| day.map(|day| format!("{} {}", lang.pick(vi, en), day.vi()));
        let late = match (self.days_late, lang) {
            (0, _) => None,
            (days, Lang::Vi) => Some(format!("trễ {days} ngày làm việc")),
            (1, Lang::En) => Some("1 working day late".to_owned()),
            (days, Lang::En) => Some(format!("{days} working days late")),
        };
        let parts = [
            part("gửi", "sent", Some(self.on)),
            part("hẹn", "due", self.until),
            part("xong", "ended", self.ended),
            late,
        ];
        format!("{}: {}", self.agency, parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

impl Behind {
    pub fn new(dossiers: Vec<&Dossier>) -> Behind {
        Behind::of(dossiers.into_iter().map(|dossier| (dossier, None)).collect())
    }

    /// One row for each question.
    pub fn questions(asked: Vec<(&Dossier, Asked)>) -> Behind {
        Behind::of(asked.into_iter().map(|(dossier, asked)| (dossier, Some(asked))).collect())
    }

    fn of(mut all: Vec<(&Dossier, Option<Asked>)>) -> Behind {
        all.sort_by_key(|(dossier, _)| std::cmp::Reverse((dossier.received_at, dossier.id)));
        let total = all.len();
        let seen = |(dossier, asked)| Seen { asked, ..Seen::of(dossier) };
        Behind { total, rows: all.into_iter().take(REPORT_BEHIND_MAX).map(seen).collect() }
    }
}

impl Seen {
    fn of(dossier: &Dossier) -> Seen {
        Seen {
            id: dossier.id,
            code: dossier.code.as_ref().map(|code| code.short()).unwrap_or_default(),
            name: dossier.applicant.name.clone(),
            procedure: dossier.procedure.clone(),
            status: dossier.status,
            received: dossier.received_at,
            due: dossier.due,
            finished: dossier.finished_at,
            apology: dossier.apology.as_ref().map(|apology| apology.reason.clone()).unwrap_or_default(),
            asked: None,
        }
    }
}
