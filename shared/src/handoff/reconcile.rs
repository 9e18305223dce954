//! Đối chiếu hộ tịch: our dossiers beside the lines of the civil-status register, both ways.
//!
//! Not here: where the lines come from (`file`), drawing it.
//! Invariant: nothing is lost between the two: a finished dossier agrees, differs, or is named as without a line; a line
//! agrees, differs, or is named as unknown here. What is open stays in the list until it is settled.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::file::{Theirs, key, plain};
use super::{is_civil, register};
use crate::dossier::civil::{Civil, Line};
use crate::dossier::record::Decision;
use crate::dossier::{Dossier, Status};
use crate::id::DossierId;
use crate::json::is_default;
use crate::lang::{Word, word};
use crate::moment::{Day, Moment};
use crate::report::Period;
use crate::ward::Ward;

/// How far back a dossier without a line is still looked for, in days.
pub const BACK_DAYS: i64 = 92;
/// Rows of one list; beyond it they are only counted.
pub const ROWS_MAX: usize = 200;

/// A dossier of ours.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ours {
    pub id: DossierId,
    pub code: String,
    pub name: String,
    /// Id of the procedure and its version.
    pub procedure: crate::procedure::ProcedureRef,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub civil: Option<Civil>,
}

impl std::fmt::Debug for Ours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ours({})", self.code)
    }
}

/// In what a dossier and a line differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Point {
    /// The register has a line for it, the dossier has none.
    #[serde(rename = "chua_ghi_so")]
    NotEntered,
    #[serde(rename = "khac_so")]
    Number,
    #[serde(rename = "khac_ngay")]
    Day,
    #[serde(rename = "khac_dinh_danh")]
    Personal,
    /// The line says that it is of another dossier.
    #[serde(rename = "khac_ho_so")]
    Dossier,
}

impl Point {
    pub const fn label(self) -> Word {
        match self {
            Point::NotEntered => word("ở đây chưa ghi số", "no number entered here"),
            Point::Number => word("khác số, quyển", "another number or volume"),
            Point::Day => word("khác ngày đăng ký", "another day"),
            Point::Personal => word("khác số định danh", "another personal number"),
            Point::Dossier => word("ghi mã hồ sơ khác", "names another dossier"),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Differs {
    pub ours: Ours,
    pub theirs: Theirs,
    pub points: Vec<Point>,
}

/// The first of them, and how many there are.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Many<T> {
    pub total: usize,
    pub rows: Vec<T>,
}

impl<T> From<Vec<T>> for Many<T> {
    fn from(mut rows: Vec<T>) -> Many<T> {
        let total = rows.len();
        rows.truncate(ROWS_MAX);
        Many { total, rows }
    }
}

/// The last file that was taken in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Imported {
    pub at: Moment,
    pub by: crate::id::OfficerId,
    /// Lines of the file; of these new, and changed.
    pub lines: usize,
    pub new: usize,
    pub changed: usize,
    /// The first and the last day for which it was said to be whole, and how many lines of these days it had no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<(Day, Day)>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub gone: usize,
}

/// `GET /api/handoff/civil`
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reconciled {
    /// Civil-status dossiers that were finished in the period; of these with a line.
    pub finished: usize,
    pub entered: usize,
    /// Lines of the period that are known here, and say the same.
    pub agreed: usize,
    /// Finished, and no line was entered: of the period, and of the days before.
    pub without: Many<Ours>,
    /// The other software refused them.
    pub errors: Many<Ours>,
    pub differ: Many<Differs>,
    /// Lines that no dossier has.
    pub unknown: Many<Theirs>,
    /// Entered here, and not in the file although it holds that day.
    pub absent: Many<Ours>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<Imported>,
}

impl Reconciled {
    /// Whether nothing asks for a hand.
    pub fn is_settled(&self) -> bool {
        let open =
            [self.without.total, self.errors.total, self.differ.total, self.unknown.total, self.absent.total];
        open.iter().sum::<usize>() == 0
    }
}

/// A civil-status dossier beside the name of its register.
struct Case<'a> {
    dossier: &'a Dossier,
    register: &'a str,
    code: String,
}

impl<'a> Case<'a> {
    fn of(ward: &'a Ward, dossier: &'a Dossier) -> Option<Case<'a>> {
        let procedure = ward.catalogue.get(&dossier.procedure).filter(|procedure| is_civil(procedure))?;
        let code = dossier.code.as_ref().map(ToString::to_string).unwrap_or_default();
        Some(Case { dossier, register: register(procedure), code })
    }

    fn line(&self) -> Option<&'a Line> {
        self.dossier.civil.as_ref().and_then(Civil::line)
    }

    fn key(&self) -> Option<[String; 3]> {
        self.line().map(|line| key(self.register, &line.book, &line.number))
    }

    /// Answered with what makes a line: not with a refusal.
    fn finished(&self) -> Option<Day> {
        let granted = self.dossier.result.as_ref().is_none_or(|result| result.decision == Decision::Grant);
        let stands = matches!(self.dossier.status, Status::Ready | Status::Returned);
        self.dossier.finished_at.filter(|_| granted && stands).map(Moment::day)
    }

    fn ours(&self) -> Ours {
        let Dossier { id, procedure, civil, .. } = self.dossier;
        Ours {
            id: *id,
            code: self.code.clone(),
            name: self.dossier.applicant.name.clone(),
            procedure: procedure.clone(),
            finished: self.finished(),
            civil: civil.clone(),
        }
    }

    fn points(&self, theirs: &Theirs) -> Vec<Point> {
        let Some(line) = self.line() else { return vec![Point::NotEntered] };
        let mut points = Vec::new();
        if self.key() != Some(theirs.key()) {
            points.push(Point::Number);
        }
        if line.on != theirs.on {
            points.push(Point::Day);
        }
        let both = !line.personal.is_empty() && !theirs.personal.is_empty();
        if both && plain(&line.personal) != plain(&theirs.personal) {
            points.push(Point::Personal);
        }
        if !theirs.code.is_empty() && plain(&theirs.code) != plain(&self.code) {
            points.push(Point::Dossier);
        }
        points
    }
}

/// `dossiers` reach `BACK_DAYS` before the period; `theirs` are all lines that were ever taken in of those days.
pub fn reconcile(ward: &Ward, dossiers: &[Dossier], theirs: &[Theirs], period: Period) -> Reconciled {
    let within = |day: Day| period.from() <= day && day <= period.to();
    let cases: Vec<Case> = dossiers.iter().filter_map(|dossier| Case::of(ward, dossier)).collect();
    let by_code: BTreeMap<String, usize> = cases
        .iter()
        .enumerate()
        .filter(|(_, c)| !c.code.is_empty())
        .map(|(i, c)| (plain(&c.code), i))
        .collect();
    let mut by_key: BTreeMap<[String; 3], usize> = BTreeMap::new();
    for (i, case) in cases.iter().enumerate() {
        if let Some(key) = case.key() {
            by_key.entry(key).or_insert(i);
        }
    }
    let days: BTreeSet<Day> = theirs.iter().map(|line| line.on).collect();
    let (mut met, mut agreed) = (BTreeSet::new(), 0);
    let (mut differ, mut unknown) = (Vec::new(), Vec::new());
    for line in theirs {
        let named = by_code.get(&plain(&line.code)).filter(|_| !line.code.is_empty());
        let Some(i) = named.or_else(|| by_key.get(&line.key())).copied() else {
            if line.on <= period.to() {
                unknown.push(line.clone());
            }
            continue;
        };
        met.insert(i);
        match cases[i].points(line) {
            points if points.is_empty() => agreed += usize::from(within(line.on)),
            points if line.on <= period.to() => {
                differ.push(Differs { ours: cases[i].ours(), theirs: line.clone(), points });
            }
            _ => {}
        }
    }
    let (mut finished, mut entered) = (0, 0);
    let (mut without, mut errors, mut absent) = (Vec::new(), Vec::new(), Vec::new());
    for (i, case) in cases.iter().enumerate() {
        let done = case.finished().filter(|day| *day <= period.to());
        if done.is_some_and(within) {
            finished += 1;
            entered += usize::from(case.line().is_some());
        }
        let civil = case.dossier.civil.as_ref().filter(|civil| civil.at.day() <= period.to());
        let error = civil.and_then(Civil::error);
        match case.line() {
            Some(line) if !met.contains(&i) && line.on <= period.to() && days.contains(&line.on) => {
                absent.push(case.ours());
            }
            Some(_) => {}
            None if error.is_some() => errors.push(case.ours()),
            // A line that names it says more: it stands among the differences.
            None if done.is_some() && !met.contains(&i) => without.push(case.ours()),
            None => {}
        }
    }
    for list in [&mut without, &mut errors, &mut absent] {
        list.sort_by(|a, b| (a.finished, &a.code).cmp(&(b.finished, &b.code)));
    }
    unknown.sort_by(|a, b| (a.on, a).cmp(&(b.on, b)));
    Reconciled {
        finished,
        entered,
        agreed,
        without: without.into(),
        errors: errors.into(),
        differ: differ.into(),
        unknown: unknown.into(),
        absent: absent.into(),
        imported: None,
    }
}
