//! What lies behind a number of a report: its dossiers, as a list shows them.
//!
//! Not here: which they are (`form`).
//! Invariant: page after page the list has every dossier that its number counts, once; the file has the same rows.

use serde::{Deserialize, Serialize};

use super::{Cell, Table};
use crate::dossier::{Dossier, Status};
use crate::id::DossierId;
use crate::lang::{Lang, Word, dossiers, number, word};
use crate::limits::REPORT_BEHIND_ROWS;
use crate::moment::{Day, Moment};
use crate::procedure::ProcedureRef;
use crate::ward::Ward;

/// In the name of a file.
pub const ID: &str = "ho-so";
pub const TITLE: Word = word("Hồ sơ phía sau con số", "The dossiers behind a number");

/// The columns of the file.
pub const COLUMNS: [Word; 9] = [
    word("STT", "No."),
    word("Mã hồ sơ", "Code"),
    word("Người nộp", "Applicant"),
    word("Thủ tục", "Procedure"),
    word("Trạng thái", "State"),
    word("Nhận", "Received"),
    word("Hạn", "Due"),
    word("Xong", "Answered"),
    // What an agency was asked, what the citizen was told of a delay.
    word("Ghi chú", "Remark"),
];

/// A page of the list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Behind {
    pub total: usize,
    /// From 1.
    #[serde(default = "first_page")]
    pub page: usize,
    /// At most `REPORT_BEHIND_ROWS`, the latest received first.
    pub rows: Vec<Seen>,
}

const fn first_page() -> usize {
    1
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

/// Every dossier behind a number, the latest received first.
pub struct All<'a>(Vec<(&'a Dossier, Option<Asked>)>);

impl<'a> All<'a> {
    pub fn new(dossiers: Vec<&'a Dossier>) -> All<'a> {
        All::of(dossiers.into_iter().map(|dossier| (dossier, None)).collect())
    }

    /// One row for each question.
    pub fn questions(asked: Vec<(&'a Dossier, Asked)>) -> All<'a> {
        All::of(asked.into_iter().map(|(dossier, asked)| (dossier, Some(asked))).collect())
    }

    fn of(mut all: Vec<(&'a Dossier, Option<Asked>)>) -> All<'a> {
        all.sort_by_key(|(dossier, _)| std::cmp::Reverse((dossier.received_at, dossier.id)));
        All(all)
    }

    /// A page of it; one beyond the last is the last.
    pub fn page(self, page: usize) -> Behind {
        let total = self.0.len();
        let page = page.clamp(1, pages(total));
        let rows = self.seen().skip((page - 1) * REPORT_BEHIND_ROWS).take(REPORT_BEHIND_ROWS).collect();
        Behind { total, page, rows }
    }

    /// The whole, for a spreadsheet.
    pub fn table(self, ward: &Ward) -> Table {
        let at = |moment: Option<Moment>| moment.map(Moment::clock_and_day).unwrap_or_default();
        let row = |(i, seen): (usize, Seen)| {
            let asked = seen.asked.as_ref().map(|asked| asked.text(Lang::Vi)).unwrap_or_default();
            let remark = [asked.as_str(), seen.apology.as_str()];
            let remark: Vec<&str> = remark.into_iter().filter(|text| !text.is_empty()).collect();
            vec![
                Cell::from(u32::try_from(i + 1).unwrap_or(u32::MAX)),
                seen.code.as_str().into(),
                seen.name.as_str().into(),
                ward.catalogue.name_of(&seen.procedure).vi.as_str().into(),
                seen.status.label().vi.into(),
                at(seen.received).as_str().into(),
                at(seen.due).as_str().into(),
                at(seen.finished).as_str().into(),
                remark.join("; ").as_str().into(),
            ]
        };
        Table {
            columns: COLUMNS.map(|name| name.vi.to_owned()).to_vec(),
            rows: self.seen().enumerate().map(row).collect(),
            total: vec![],
            below: vec![],
        }
    }

    fn seen(self) -> impl Iterator<Item = Seen> {
        self.0.into_iter().map(|(dossier, asked)| Seen { asked, ..Seen::of(dossier) })
    }
}

fn pages(total: usize) -> usize {
    total.div_ceil(REPORT_BEHIND_ROWS).max(1)
}

impl Behind {
    pub fn pages(&self) -> usize {
        pages(self.total)
    }

    /// `12 hồ sơ`, `101–200 trong 4.872 hồ sơ`
    pub fn count(&self, lang: Lang) -> String {
        let n = |n: usize| number(lang, i64::try_from(n).unwrap_or(i64::MAX));
        let all = dossiers(lang, self.total);
        if self.rows.len() == self.total {
            return all;
        }
        let first = (self.page.max(1) - 1) * REPORT_BEHIND_ROWS + 1;
        let last = first + self.rows.len().saturating_sub(1);
        format!("{}–{} {} {all}", n(first), n(last), lang.pick("trong", "of"))
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
