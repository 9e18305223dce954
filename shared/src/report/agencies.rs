//! Cơ quan phối hợp: what each agency was asked, and whether it kept its own dates.
//!
//! Not here: reading a dossier's questions (`dossier::agency`).
//! Invariant: a number counts questions, and as many rows lie behind it; every question asked is answered in time or
//! late, waits in time or late, or ended with its dossier. What was forwarded without a date of the agency is never late.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::behind::Asked;
use super::form::{FIRST, Place};
use super::{Cell, Period, Table};
use crate::calendar::Calendar;
use crate::dossier::Dossier;
use crate::dossier::agency::{End, Question, questions};
use crate::lang::{Lang, Word, word};
use crate::moment::{Day, Moment};
use crate::text::fold;
use crate::ward::Ward;

/// In addresses and in the name of a file.
pub const ID: &str = "co-quan-phoi-hop";
pub const TITLE: Word = word("Cơ quan phối hợp", "Cooperating agencies");
pub const AGENCY: Word = word("Cơ quan", "Agency");
/// The column behind those that count.
pub const MEAN: Word = word("trễ bình quân (ngày làm việc)", "late on average (working days)");
/// Where there is no line.
pub const NOTHING: Word = word(
    "Kỳ này không hỏi, không chuyển cơ quan nào, và không còn chờ trả lời từ kỳ trước.",
    "No agency was asked or given anything in this period, and none still owed an answer from before.",
);
/// How questions are counted.
pub const EXPLAINED: Word = word(
    "Mỗi lượt hỏi tính một lần: hỏi trong kỳ, hoặc trước kỳ mà đầu kỳ chưa trả lời. Trễ tính theo ngày làm việc sau ngày hẹn của chính cơ quan ấy; hồ sơ chuyển đi mà cơ quan ấy không hẹn ngày thì không tính trễ.",
    "Each question counts once: asked in the period, or before it and unanswered at its start. Late is by working days after the agency's own date; what was forwarded without such a date is never late.",
);
const TOTAL: &str = "Tổng cộng";

const ASKED: Word = word("Hỏi, xác minh", "Asked");
const FORWARDED: Word = word("Chuyển giải quyết", "Forwarded");

/// A column: the head over it, its name, and what it counts.
pub struct Column {
    pub over: Word,
    pub name: Word,
    counts: fn(Stand) -> bool,
}

impl Column {
    /// `Hỏi, xác minh: trả lời trễ`
    pub fn title(&self, lang: Lang) -> String {
        format!("{}: {}", self.over.of(lang), self.name.of(lang))
    }
}

const fn column(over: Word, name: Word, counts: fn(Stand) -> bool) -> Column {
    Column { over, name, counts }
}

/// Numbered as a form's: the first is (3).
pub static COLUMNS: [Column; 12] = [
    column(ASKED, word("tổng số", "all"), |stand| !stand.forwarded),
    column(ASKED, word("trả lời đúng hẹn", "answered in time"), |stand| stand.asked(State::InTime)),
    column(ASKED, word("trả lời trễ", "answered late"), |stand| stand.asked(State::Late)),
    column(ASKED, word("đang chờ, trong hẹn", "waiting, in time"), |stand| stand.asked(State::Waits)),
    column(ASKED, word("đang chờ, đã trễ", "waiting, overdue"), |stand| stand.asked(State::Overdue)),
    column(ASKED, word("hồ sơ thôi giữa chừng", "dossier ended first"), |stand| {
        stand.asked(State::Dropped)
    }),
    column(FORWARDED, word("tổng số", "all"), |stand| stand.forwarded),
    column(FORWARDED, word("đã có kết quả", "result came"), |stand| stand.gave(State::InTime)),
    column(FORWARDED, word("có kết quả trễ", "result came late"), |stand| stand.gave(State::Late)),
    column(FORWARDED, word("đang chờ", "waiting"), |stand| stand.gave(State::Waits)),
    column(FORWARDED, word("đang chờ, đã trễ", "waiting, overdue"), |stand| {
        stand.gave(State::Overdue)
    }),
    column(FORWARDED, word("hồ sơ thôi giữa chừng", "dossier ended first"), |stand| {
        stand.gave(State::Dropped)
    }),
];

/// Columns that others add up to, by their numbers.
pub const SUMS: [(usize, &[usize]); 2] = [(3, &[4, 5, 6, 7, 8]), (9, &[10, 11, 12, 13, 14])];
/// Answered late.
const LATE: usize = 5;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    InTime,
    Late,
    Waits,
    Overdue,
    Dropped,
}

/// How a question stood at the end of the period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stand {
    forwarded: bool,
    state: State,
    /// Working days by which it was late then.
    days: u32,
}

impl Stand {
    /// `None` where it was asked after the period, or had ended before it.
    fn of(question: &Question, calendar: &Calendar, period: Period, now: Moment) -> Option<Stand> {
        let is_before = |at: Moment| at.day() < period.from;
        if question.asked.day() > period.to || question.end.is_some_and(|end| is_before(end.at())) {
            return None;
        }
        let last = period.to.min(now.day());
        let end = question.end.filter(|end| end.at().day() <= period.to);
        let days = |on: Day| question.days_late(calendar, on);
        let (state, days) = match end {
            Some(End::Dropped(_)) => (State::Dropped, 0),
            Some(End::Answered(at)) => match days(at.day()) {
                0 => (State::InTime, 0),
                days => (State::Late, days),
            },
            None => match days(last) {
                0 => (State::Waits, 0),
                days => (State::Overdue, days),
            },
        };
        Some(Stand { forwarded: question.forwarded, state, days })
    }

    fn asked(self, state: State) -> bool {
        !self.forwarded && self.state == state
    }

    fn gave(self, state: State) -> bool {
        self.forwarded && self.state == state
    }
}

/// A line: an agency, or all of them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Line {
    pub agency: String,
    pub counts: Vec<u32>,
    /// Working days of the late answers together; results of what was forwarded are not among them.
    pub days_late: u32,
}

impl Line {
    fn new(agency: &str) -> Line {
        Line { agency: agency.to_owned(), counts: vec![0; COLUMNS.len()], days_late: 0 }
    }

    fn add(&mut self, stand: Stand) {
        for (count, column) in self.counts.iter_mut().zip(&COLUMNS) {
            *count += u32::from((column.counts)(stand));
        }
        if stand.asked(State::Late) {
            self.days_late = self.days_late.saturating_add(stand.days);
        }
    }

    /// How late a late answer was on average: `2,5`. Nothing where none was.
    pub fn mean(&self, lang: Lang) -> Option<String> {
        let late = u64::from(self.counts.get(LATE - FIRST).copied().filter(|late| *late > 0)?);
        let tenths = (u64::from(self.days_late) * 10 + late / 2) / late;
        Some(format!("{}{}{}", tenths / 10, lang.pick(',', '.'), tenths % 10))
    }
}

/// The report of a period.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Agencies {
    pub lines: Vec<Line>,
    pub total: Line,
}

/// Questions that belong to a period, each with its dossier and how it stood.
fn standing<'a>(
    ward: &Ward,
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    period: Period,
    now: Moment,
) -> impl Iterator<Item = (&'a Dossier, Question<'a>, Stand)> {
    let of = move |dossier| questions(dossier).into_iter().map(move |question| (dossier, question));
    dossiers.into_iter().flat_map(of).filter_map(move |(dossier, question)| {
        Some((dossier, question, Stand::of(&question, &ward.calendar, period, now)?))
    })
}

/// One agency however its name was typed.
pub fn agencies<'a>(
    ward: &Ward,
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    period: Period,
    now: Moment,
) -> Agencies {
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    let mut total = Line::new(TOTAL);
    for (_, question, stand) in standing(ward, dossiers, period, now) {
        let line = lines.entry(fold(question.agency)).or_insert_with(|| Line::new(question.agency));
        // Of several spellings always the same one is shown.
        if question.agency < line.agency.as_str() {
            line.agency = question.agency.to_owned();
        }
        line.add(stand);
        total.add(stand);
    }
    Agencies { lines: lines.into_values().collect(), total }
}

/// What lies behind a number, one for each question; `place.field` is the agency.
pub fn behind<'a>(
    ward: &Ward,
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    period: Period,
    now: Moment,
    place: &Place,
) -> Vec<(&'a Dossier, Asked)> {
    let Some(column) = column_of(place.column) else { return vec![] };
    let agency = place.field.as_deref().map(fold);
    let counted = |(_, question, stand): &(&Dossier, Question, Stand)| {
        agency.as_ref().is_none_or(|agency| fold(question.agency) == *agency) && (column.counts)(*stand)
    };
    let asked = |question: Question, stand: Stand| Asked {
        agency: question.agency.to_owned(),
        on: question.asked.day(),
        until: question.until,
        ended: question.end.map(|end| end.at().day()).filter(|day| *day <= period.to),
        days_late: stand.days,
    };
    let all = standing(ward, dossiers, period, now).filter(counted);
    all.map(|(dossier, question, stand)| (dossier, asked(question, stand))).collect()
}

/// The column with this number.
pub fn column_of(number: usize) -> Option<&'static Column> {
    COLUMNS.get(number.checked_sub(FIRST)?)
}

impl Agencies {
    /// For a file or a terminal.
    pub fn table(&self) -> Table {
        let titles = COLUMNS.iter().map(|column| column.title(Lang::Vi));
        let lead = ["TT".to_owned(), AGENCY.vi.to_owned()];
        let row = |no: Cell, line: &Line| {
            let counts = line.counts.iter().copied().map(Cell::from);
            let mean = Cell::Text(line.mean(Lang::Vi).unwrap_or_default());
            [no, line.agency.as_str().into()].into_iter().chain(counts).chain([mean]).collect()
        };
        let no = |i: usize| Cell::Number(i64::try_from(i + 1).unwrap_or(i64::MAX));
        Table {
            columns: lead.into_iter().chain(titles).chain([format!("{}: {}", ASKED.vi, MEAN.vi)]).collect(),
            rows: self.lines.iter().enumerate().map(|(i, line)| row(no(i), line)).collect(),
            total: row("".into(), &self.total),
            below: vec![],
        }
    }
}
