//! Biểu: a form as a list of columns, each of which says which dossiers it counts.
//!
//! Not here: the columns of each form (`forms`), how a file or a page draws them.
//! Invariant: a cell's number is how many dossiers lie behind it: the same column counts them and lists them.

use serde::{Deserialize, Serialize};

use super::{Cell, Fields, Part, Period, Table, is_carried, part};
use crate::calendar::Timing;
use crate::dossier::Dossier;
use crate::lang::{Lang, Word, word};
use crate::moment::Moment;
use crate::ward::Ward;

/// Printed before the columns that count: number and name of the line.
const LEADING: [&str; 2] = ["TT", "Lĩnh vực"];
/// For procedures that the catalogue has forgotten.
pub(super) const FORGOTTEN: Word = word("Chưa rõ lĩnh vực", "No known field");
const TOTAL: &str = "Tổng cộng";

/// A dossier as a column looks at it.
pub struct Case<'a> {
    pub dossier: &'a Dossier,
    pub period: Period,
    part: Part,
    carried: bool,
}

impl<'a> Case<'a> {
    pub(super) fn new(dossier: &'a Dossier, period: Period, now: Moment) -> Case<'a> {
        Case { dossier, period, part: part(dossier, period, now), carried: is_carried(dossier, period) }
    }

    /// Received by the end of the period and not answered before it.
    pub fn is_received(&self) -> bool {
        self.part != Part::None
    }

    /// Of these, what had come in before the period.
    pub fn is_carried(&self) -> bool {
        self.is_received() && self.carried
    }

    /// Of these, what came in within the period.
    pub fn is_new(&self) -> bool {
        self.is_received() && !self.carried
    }

    /// Answered in the period, and how.
    pub fn answered(&self) -> Option<Timing> {
        match self.part {
            Part::Answered(timing) => Some(timing),
            Part::InProcess { .. } | Part::None => None,
        }
    }

    /// Received and not answered at the end of the period: whether it was overdue.
    pub fn in_process(&self) -> Option<bool> {
        match self.part {
            Part::InProcess { overdue } => Some(overdue),
            Part::Answered(_) | Part::None => None,
        }
    }

    /// Left the counter within the period, in whatever way.
    pub fn is_closed(&self) -> bool {
        self.dossier.closed_at.is_some_and(|at| self.period.holds(at))
    }
}

/// One column that counts.
pub struct Column {
    /// The head over it, shared by its neighbours.
    pub over: Word,
    pub name: Word,
    pub(super) counts: fn(&Case) -> bool,
}

impl Column {
    /// `Đã giải quyết: trước hạn`
    pub fn title(&self, lang: Lang) -> String {
        format!("{}: {}", self.over.of(lang), self.name.of(lang))
    }
}

/// A form. Its columns are numbered as on paper: the first that counts is (3).
pub struct Form {
    /// As in addresses and on the command line.
    pub id: &'static str,
    /// `Biểu số II.06a/VPCP/KSTT`
    pub number: Word,
    pub title: Word,
    /// What is counted, as the form says it.
    pub unit: Word,
    pub columns: &'static [Column],
    /// A column that is the sum of others, by their numbers on paper.
    pub(super) sums: &'static [(usize, &'static [usize])],
}

/// The number on paper of the first column that counts.
pub const FIRST: usize = LEADING.len() + 1;

/// A line of a form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// The field's id; empty for what belongs to none.
    pub field: String,
    pub name: String,
    pub name_en: String,
    pub counts: Vec<u32>,
}

/// A form that is filled in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Filled {
    pub lines: Vec<Line>,
    pub total: Vec<u32>,
}

/// A cell of a filled form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// The column's number on paper.
    pub column: usize,
    /// The line's field; `None` for the line of totals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Form {
    /// The column with this number on paper.
    pub fn column(&self, number: usize) -> Option<&'static Column> {
        self.columns.get(number.checked_sub(FIRST)?)
    }

    /// The form of a period; `now` judges what is still in process.
    pub fn fill<'a>(
        &self,
        ward: &Ward,
        dossiers: impl IntoIterator<Item = &'a Dossier>,
        period: Period,
        now: Moment,
    ) -> Filled {
        let fields = Fields::new(ward);
        let empty = || vec![0_u32; self.columns.len()];
        let line = |field: &str, name: &str, name_en: &str| Line {
            field: field.to_owned(),
            name: name.to_owned(),
            name_en: name_en.to_owned(),
            counts: empty(),
        };
        let known = ward.catalogue.fields.iter().map(|field| line(&field.id, &field.name, &field.name_en));
        let mut lines: Vec<Line> = known.chain([line("", FORGOTTEN.vi, FORGOTTEN.en)]).collect();
        let (mut total, last) = (empty(), lines.len() - 1);
        for dossier in dossiers {
            let case = Case::new(dossier, period, now);
            let counts = &mut lines[fields.of(dossier).unwrap_or(last)].counts;
            for (i, column) in self.columns.iter().enumerate() {
                let one = u32::from((column.counts)(&case));
                counts[i] += one;
                total[i] += one;
            }
        }
        if lines[last].counts.iter().all(|count| *count == 0) {
            lines.pop();
        }
        Filled { lines, total }
    }

    /// The dossiers behind a cell, in the order in which they were given.
    pub fn behind<'a>(
        &self,
        ward: &Ward,
        dossiers: impl IntoIterator<Item = &'a Dossier>,
        period: Period,
        now: Moment,
        place: &Place,
    ) -> Vec<&'a Dossier> {
        let Some(column) = self.column(place.column) else { return vec![] };
        let fields = Fields::new(ward);
        let name = |dossier: &Dossier| fields.of(dossier).map(|i| ward.catalogue.fields[i].id.as_str());
        let in_line = |dossier: &Dossier| match place.field.as_deref() {
            None => true,
            Some(field) => name(dossier).unwrap_or_default() == field,
        };
        let counted = |dossier: &&Dossier| (column.counts)(&Case::new(dossier, period, now));
        dossiers.into_iter().filter(|dossier| in_line(dossier)).filter(counted).collect()
    }
}

impl Filled {
    /// For a file or a terminal.
    pub fn table(&self, form: &Form) -> Table {
        let named = form.columns.iter().map(|column| column.title(Lang::Vi));
        let counts = |counts: &[u32]| counts.iter().copied().map(Cell::from).collect::<Vec<_>>();
        let row = |(i, line): (usize, &Line)| {
            let leading = vec![Cell::Number(i as i64 + 1), line.name.as_str().into()];
            [leading, counts(&line.counts)].concat()
        };
        Table {
            columns: LEADING.map(str::to_owned).into_iter().chain(named).collect(),
            rows: self.lines.iter().enumerate().map(row).collect(),
            total: [vec!["".into(), TOTAL.into()], counts(&self.total)].concat(),
            below: vec![],
        }
    }

    /// The form's own checks, and that the lines add up to the total: one sentence for each that fails.
    pub fn broken(&self, form: &Form) -> Vec<String> {
        let mut failed = Vec::new();
        let total = (TOTAL, &self.total);
        for (name, counts) in self.lines.iter().map(|line| (line.name.as_str(), &line.counts)).chain([total])
        {
            let n = |number: usize| counts.get(number - FIRST).copied().unwrap_or_default();
            let broken = form
                .sums
                .iter()
                .filter(|(whole, parts)| n(*whole) != parts.iter().map(|part| n(*part)).sum::<u32>());
            failed.extend(broken.map(|sum| format!("{name}: {}", said(sum))));
        }
        for (i, total) in self.total.iter().enumerate() {
            let sum: u32 = self.lines.iter().filter_map(|line| line.counts.get(i)).sum();
            if sum != *total {
                failed.push(format!("{TOTAL} ({}): {sum} ≠ {total}", i + FIRST));
            }
        }
        failed
    }
}

impl Form {
    /// The form's own checks, as it prints them: `(3) = (4) + (5) + (6)`.
    pub fn checks(&self) -> impl Iterator<Item = String> {
        self.sums.iter().map(said)
    }
}

fn said((whole, parts): &(usize, &[usize])) -> String {
    let parts: Vec<String> = parts.iter().map(|part| format!("({part})")).collect();
    format!("({whole}) = {}", parts.join(" + "))
}
