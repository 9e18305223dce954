//! Bộ chỉ số 766: the indices of a period, counted, with what each is made of.
//!
//! Not here: which indices there are and what each counts (`indices`).
//! Invariant: a share of nothing is no share; a value that leaves something out says what, and gets no points. The
//! dossiers behind a number are found by the function that counted it.

use serde::{Deserialize, Serialize};

use super::form::{Case, FIRST, Place};
use super::indices::{ABSENT, Counts, INDICES, Index, Unit, index};
use super::{Cell, Period, Table};
use crate::calendar::{Calendar, NoCalendar, Pause};
use crate::dossier::Dossier;
use crate::dossier::record::{Channel, Stretch};
use crate::lang::{Lang, Word, counted, number, word};
use crate::moment::Moment;
use crate::procedure::{Procedure, ProcedureRef};
use crate::survey::Ballot;
use crate::ward::Ward;

/// In addresses, on the command line and in the name of a file.
pub const ID: &str = "766";
pub const TITLE: Word = word("Bộ chỉ số 766", "The 766 indices");
pub const BY: Word =
    word("Theo Quyết định 766/QĐ-TTg ngày 23/06/2022", "By Decision 766 of the Prime Minister, 23/06/2022");
/// Why no line has points.
pub const SCORES: Word = word(
    "Trang này không chấm điểm: chưa chỉ số nào có đủ công thức, ngưỡng đủ điểm và điểm tối đa.",
    "No points are given here: no index has its whole formula, its threshold and its maximum.",
);
/// In place of a share of nothing.
pub const NOTHING: Word = word("không có", "none");

/// The columns that count, by their numbers: the numerator, what is left, both.
pub const HAVE: usize = FIRST;
pub const REST: usize = FIRST + 1;
pub const WHOLE: usize = FIRST + 2;

pub const COLUMNS: [Word; 9] = [
    word("Mã", "Id"),
    word("Chỉ số", "Index"),
    word("Tử số", "Counted"),
    word("Còn lại", "The rest"),
    word("Mẫu số", "Of"),
    word("Kết quả", "Value"),
    word("Đủ điểm từ (%)", "Full marks from (%)"),
    word("Điểm", "Score"),
    word("Ghi chú", "Remark"),
];

/// What an index came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Of dossiers.
    Share { part: u32, whole: u32 },
    /// Of procedures, each by name.
    Services { have: Vec<ProcedureRef>, rest: Vec<ProcedureRef> },
    /// `sum` is in days, or in minutes where the limit is in hours; `unknown` fall in a year without a calendar.
    Mean { sum: i64, of: u32, unknown: u32 },
    /// Late of all dossiers, dissatisfied of all ballots.
    Satisfied { late: u32, whole: u32, disliked: u32, ballots: u32 },
}

/// An index of a period.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    pub id: String,
    #[serde(flatten)]
    pub measured: Measured,
}

/// The indices of a period, in their order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Quality {
    pub lines: Vec<Line>,
}

/// Counts every index. `ballots` are those that came in during the period.
pub fn quality(
    ward: &Ward,
    dossiers: &[Dossier],
    ballots: &[Ballot],
    period: Period,
    now: Moment,
) -> Quality {
    let cases: Vec<Case> = dossiers.iter().map(|dossier| Case::new(dossier, period, now)).collect();
    let line = |index: &Index| Line {
        id: index.id.to_owned(),
        measured: index.counts.measure(ward, &cases, ballots, period),
    };
    Quality { lines: INDICES.iter().map(line).collect() }
}

/// The dossiers behind a number: `place.field` is the index, the column says which part of it.
pub fn behind<'a>(
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    period: Period,
    now: Moment,
    place: &Place,
) -> Vec<&'a Dossier> {
    let Some(index) = place.field.as_deref().and_then(index) else { return vec![] };
    let wanted = |is: bool| match place.column {
        HAVE => is,
        REST => !is,
        column => column == WHOLE,
    };
    let counted = |dossier: &&Dossier| index.counts.of(&Case::new(dossier, period, now)).is_some_and(wanted);
    dossiers.into_iter().filter(counted).collect()
}

/// Whether dossiers stand behind a column of the index.
pub fn opens(index: &Index, column: usize) -> bool {
    match index.counts {
        Counts::Dossiers(_) => (HAVE..=WHOLE).contains(&column),
        Counts::Time(_) => column == WHOLE,
        Counts::Online | Counts::Used | Counts::Satisfied => false,
    }
}

impl Counts {
    /// Whether a dossier counts in the numerator; `None` where it does not count.
    fn of(&self, case: &Case) -> Option<bool> {
        match self {
            Counts::Dossiers(of) => of(case),
            Counts::Time(unit) => {
                (case.answered().is_some() && Unit::of(case.dossier.term) == *unit).then_some(true)
            }
            Counts::Online | Counts::Used | Counts::Satisfied => None,
        }
    }

    fn share(&self, cases: &[Case]) -> (u32, u32) {
        let mut share = (0, 0);
        for is in cases.iter().filter_map(|case| self.of(case)) {
            share.0 += u32::from(is);
            share.1 += 1;
        }
        share
    }

    fn measure(&self, ward: &Ward, cases: &[Case], ballots: &[Ballot], period: Period) -> Measured {
        let in_force = || ward.catalogue.all_in_force(period.to);
        let is_online = |procedure: &&Procedure| !procedure.online.is_empty();
        let parted = |(have, rest): (Vec<&Procedure>, Vec<&Procedure>)| {
            let names = |all: Vec<&Procedure>| all.into_iter().map(Procedure::reference).collect();
            Measured::Services { have: names(have), rest: names(rest) }
        };
        match self {
            Counts::Dossiers(_) => {
                let (part, whole) = self.share(cases);
                Measured::Share { part, whole }
            }
            Counts::Time(unit) => {
                mean(&ward.calendar, *unit, cases.iter().filter(|case| self.of(case).is_some()))
            }
            Counts::Online => parted(in_force().partition(is_online)),
            Counts::Used => {
                let came = |case: &&Case| case.is_new() && case.dossier.channel == Channel::Online;
                let used = |procedure: &&Procedure| {
                    cases.iter().filter(came).any(|case| case.dossier.procedure.id == procedure.id)
                };
                parted(in_force().filter(is_online).partition(used))
            }
            Counts::Satisfied => {
                let late = index("2.1").map_or((0, 0), |index| index.counts.share(cases));
                let n = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                let forms = ward.forms();
                let disliked = n(ballots.iter().filter(|ballot| ballot.is_dissatisfied(&forms)).count());
                Measured::Satisfied {
                    late: late.1 - late.0,
                    whole: late.1,
                    disliked,
                    ballots: n(ballots.len()),
                }
            }
        }
    }
}

fn mean<'a>(calendar: &Calendar, unit: Unit, cases: impl Iterator<Item = &'a Case<'a>>) -> Measured {
    let (mut sum, mut of, mut unknown) = (0_i64, 0, 0);
    for case in cases {
        match took(calendar, unit, case.dossier) {
            Some(Ok(took)) => (sum, of) = (sum.saturating_add(took), of + 1),
            Some(Err(NoCalendar { .. })) => unknown += 1,
            None => {}
        }
    }
    Measured::Mean { sum, of, unknown }
}

/// Days from reception to the end of processing, or minutes of office hours, without the pauses.
fn took(calendar: &Calendar, unit: Unit, dossier: &Dossier) -> Option<Result<i64, NoCalendar>> {
    let (received, finished) = (dossier.received_at?, dossier.finished_at?);
    let length = |from: Moment, to: Moment| match unit {
        Unit::WorkingDays => calendar.working_days_between(from.day(), to.day()).map(i64::from),
        Unit::Days => Ok(to.day().since(from.day()).max(0)),
        Unit::WorkingHours => calendar.working_minutes(from, to),
    };
    let paused = dossier.pauses.iter().map(Stretch::as_pause).map(|Pause { from, to }| {
        let to = to.unwrap_or(finished).min(finished);
        if from < to { length(from.max(received), to) } else { Ok(0) }
    });
    let whole = length(received, finished);
    let still = paused.sum::<Result<i64, NoCalendar>>();
    Some(whole.and_then(|whole| Ok((whole - still?).max(0))))
}

/// Hundredths of a per cent.
fn rate(part: u32, whole: u32) -> Option<i64> {
    let (part, whole) = (i64::from(part), i64::from(whole));
    (whole > 0).then(|| (part * 10_000 + whole / 2) / whole)
}

/// `98,52`
fn hundredths(n: i64, lang: Lang) -> String {
    let sign = if n < 0 { "−" } else { "" };
    let (n, point) = (n.unsigned_abs(), lang.pick(',', '.'));
    format!("{sign}{}{point}{:02}", n / 100, n % 100)
}

impl Measured {
    /// Numerator, rest, denominator; nothing where no such count makes the value.
    pub fn parts(&self) -> Option<[u32; 3]> {
        let n = |all: &[ProcedureRef]| u32::try_from(all.len()).unwrap_or(u32::MAX);
        match self {
            Measured::Share { part, whole } => Some([*part, whole - part, *whole]),
            Measured::Services { have, rest } => Some([n(have), n(rest), n(have) + n(rest)]),
            Measured::Mean { .. } | Measured::Satisfied { .. } => None,
        }
    }

    /// What stands in the three columns that count.
    pub fn cells(&self) -> [Option<u32>; 3] {
        match self {
            Measured::Mean { of, unknown, .. } => [None, None, Some(of + unknown)],
            Measured::Share { .. } | Measured::Services { .. } | Measured::Satisfied { .. } => {
                self.parts().map_or([None; 3], |parts| parts.map(Some))
            }
        }
    }

    /// In hundredths of a per cent; nothing where it is no rate, or a rate of nothing.
    pub fn rate(&self) -> Option<i64> {
        match self {
            Measured::Share { .. } | Measured::Services { .. } => {
                self.parts().and_then(|[part, _, whole]| rate(part, whole))
            }
            Measured::Satisfied { late, whole, disliked, ballots } => {
                Some((10_000 - rate(*late, *whole)? - rate(*disliked, *ballots)?).max(0))
            }
            Measured::Mean { .. } => None,
        }
    }
}

impl Index {
    /// `98,52 %`, `2,41 ngày làm việc`, `không có`.
    pub fn value(&self, measured: &Measured, lang: Lang) -> String {
        let nothing = || NOTHING.of(lang).to_owned();
        match (measured, &self.counts) {
            (Measured::Mean { of: 0, .. }, _) => nothing(),
            (Measured::Mean { sum, of, .. }, Counts::Time(unit)) => {
                let per = if *unit == Unit::WorkingHours { 60 } else { 1 };
                let whole = i64::from(*of) * per;
                format!("{} {}", hundredths((sum * 100 + whole / 2) / whole, lang), unit.label().of(lang))
            }
            (
                Measured::Share { .. }
                | Measured::Services { .. }
                | Measured::Mean { .. }
                | Measured::Satisfied { .. },
                _,
            ) => measured.rate().map_or_else(nothing, |rate| format!("{} %", hundredths(rate, lang))),
        }
    }

    /// `tối đa 20`, or nothing where not even the maximum is known.
    ///
    /// No points are given: of no index is the whole formula counted here together with its threshold and its maximum.
    /// 5.4 has both, and leaves out the dossiers with a complaint.
    pub fn points(&self, lang: Lang) -> String {
        self.points_max.map_or_else(String::new, |max| format!("{} {max}", lang.pick("tối đa", "of at most")))
    }

    /// What the value leaves out, and what it is made of where no column says it.
    pub fn remark(&self, measured: &Measured, lang: Lang) -> String {
        let n = |n: u32| number(lang, n.into());
        let made = match (measured, lang) {
            (Measured::Satisfied { late, whole, disliked, ballots }, Lang::Vi) => format!(
                "{} trễ của {} hồ sơ; {} không hài lòng của {} phiếu",
                n(*late),
                n(*whole),
                n(*disliked),
                n(*ballots)
            ),
            (Measured::Satisfied { late, whole, disliked, ballots }, Lang::En) => format!(
                "{} late of {}; {} dissatisfied of {}",
                n(*late),
                counted(*whole, "dossier", "dossiers"),
                n(*disliked),
                counted(*ballots, "ballot", "ballots")
            ),
            (Measured::Mean { unknown: 0, .. } | Measured::Share { .. } | Measured::Services { .. }, _) => {
                String::new()
            }
            (Measured::Mean { unknown, .. }, Lang::Vi) => {
                format!("{} hồ sơ ở năm chưa có lịch nghỉ, không đo được", n(*unknown))
            }
            (Measured::Mean { unknown, .. }, Lang::En) => {
                let (one, many) = (
                    "dossier in a year without a calendar is not measured",
                    "dossiers in a year without a calendar are not measured",
                );
                counted(*unknown, one, many)
            }
        };
        let said = [made.as_str(), self.lacks.of(lang)];
        said.into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join("; ")
    }
}

impl Quality {
    /// For a file or a terminal; what cannot be counted stands below, with the reason.
    pub fn table(&self) -> Table {
        let counted = self.lines.iter().filter_map(|line| {
            let (index, measured) = (index(&line.id)?, &line.measured);
            let [have, rest, whole] = measured.cells().map(|n| n.map_or_else(|| "".into(), Cell::from));
            Some(vec![
                index.id.into(),
                format!("{}: {}", index.name.vi, index.of.vi).as_str().into(),
                have,
                rest,
                whole,
                index.value(measured, Lang::Vi).as_str().into(),
                index.full_from.map_or_else(|| "".into(), Cell::from),
                index.points(Lang::Vi).as_str().into(),
                index.remark(measured, Lang::Vi).as_str().into(),
            ])
        });
        let absent = ABSENT.iter().map(|absent| {
            let mut row = vec![Cell::from(""); COLUMNS.len()];
            row[0] = absent.id.into();
            row[1] = absent.name.vi.into();
            row[8] = format!("không tính ở đây: {}", absent.why.vi).as_str().into();
            row
        });
        Table {
            columns: COLUMNS.map(|name| name.vi.to_owned()).to_vec(),
            rows: counted.chain(absent).collect(),
            total: vec![],
            below: vec![],
        }
    }
}
