//! Sổ thu phí, lệ phí: what the counter took, on the day on which it was taken.
//!
//! Not here: what a procedure costs (`procedure::fee`), what other offices collect (`dossier::payment`).
//! Invariant: every fee stands once, at the moment of its payment; the rows add up to each of the totals.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use super::receipts::same_number;
pub use super::takings::{How, Sealed, Taking, rows_of};
use super::{Cell, Period, Table};
use crate::dossier::Dossier;
use crate::dossier::record::Payment;
use crate::id::{DossierId, OfficerId};
use crate::json::is_default;
use crate::lang::{Lang, Sentence, Word, number, word};
use crate::moment::Day;
use crate::procedure::ProcedureRef;
use crate::text::sum_in_words;
use crate::ward::Ward;

/// As in addresses and on the command line.
pub const ID: &str = "so-thu";
pub const TITLE: Word = word("Sổ thu phí, lệ phí", "The cash book");

pub const COLUMNS: [Word; 9] = [
    word("STT", "No."),
    word("Giờ, ngày thu", "Taken at"),
    word("Số biên lai", "Receipt no."),
    word("Mã hồ sơ", "Dossier"),
    word("Người nộp", "Payer"),
    word("Thủ tục", "Procedure"),
    word("Số tiền (đồng)", "Amount (VND)"),
    word("Người thu", "Taken by"),
    word("Ghi chú", "Remarks"),
];
pub const TOTAL: Word = word("Tổng cộng", "Total");
pub const BY_PROCEDURE: Word = word("Theo thủ tục", "By procedure");
pub const BY_OFFICER: Word = word("Theo người thu", "By officer");
/// Heads of the sums.
pub const COUNT: Word = word("Số lượt thu", "Payments");

/// Dossiers with the same receipt number that are named in a row.
const NAMED_MAX: usize = 3;

/// How many fees, and how much.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Sum {
    pub count: u32,
    pub vnd: i64,
}

impl Sum {
    pub(super) fn add(&mut self, vnd: i64) {
        self.count += 1;
        self.vnd = self.vnd.saturating_add(vnd);
    }

    pub fn is_none(&self) -> bool {
        *self == Sum::default()
    }

    /// A row of the book: only a payment counts as one.
    pub(super) fn take(&mut self, row: &Taking) {
        self.count += u32::from(row.is_payment());
        self.vnd = self.vnd.saturating_add(row.vnd);
    }
}

/// A day on which something was taken or exempted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DaySum {
    pub day: Day,
    pub sum: Sum,
    pub exempt: u32,
    /// Rows that correct another, or give money back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub corrected: u32,
}

impl DaySum {
    /// How many rows the book has of it.
    pub fn count(&self) -> usize {
        self.sum.count as usize + self.exempt as usize + self.corrected as usize
    }
}

/// The book of a period.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CashBook {
    /// In the order of payment.
    pub rows: Vec<Taking>,
    pub total: Sum,
    pub exempt: u32,
    /// Rows that correct another, or give money back; their plus and minus is in the total.
    #[serde(default, skip_serializing_if = "Sum::is_none")]
    pub corrected: Sum,
    /// Received in the period, in process, and not paid yet.
    pub owed: Sum,
    /// In their order; also of days whose rows are not at hand.
    pub by_day: Vec<DaySum>,
    pub by_procedure: Vec<(ProcedureRef, Sum)>,
    pub by_officer: Vec<(OfficerId, Sum)>,
}

/// The book of a period. `owing` are those whose reception left the fee for later: the log knows them, a record only how
/// its fee stands now. `sealed` are the days whose money went to the accountant. A receipt number is looked for among all
/// `dossiers`, also those outside of the period.
pub fn book<'a>(
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    owing: &BTreeSet<DossierId>,
    sealed: &Sealed,
    period: Period,
) -> CashBook {
    let (mut rows, mut owed) = (Vec::new(), Sum::default());
    for dossier in dossiers {
        let is_owed = dossier.fee.payment == Payment::Owed && dossier.is_open();
        if is_owed && dossier.received_at.is_some_and(|at| period.holds(at)) {
            owed.add(dossier.fee.total_vnd());
        }
        rows.extend(rows_of(dossier, owing.contains(&dossier.id), sealed));
    }
    mark_same_receipts(&mut rows);
    rows.retain(|row| period.holds(row.at));
    rows.sort_by(|a, b| (a.at, &a.code, a.id).cmp(&(b.at, &b.code, b.id)));
    let mut book = CashBook {
        rows,
        total: Sum::default(),
        exempt: 0,
        corrected: Sum::default(),
        owed,
        by_day: vec![],
        by_procedure: vec![],
        by_officer: vec![],
    };
    book.add_up();
    book
}

/// Code without the agency, as people say it.
fn short(code: &str) -> &str {
    code.match_indices('-').rev().nth(1).map_or(code, |(at, _)| &code[at + 1..])
}

fn mark_same_receipts(rows: &mut [Taking]) {
    let mut by_number: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate().filter(|(_, row)| row.bears_number()) {
        by_number.entry(same_number(&row.receipt)).or_default().push(place);
    }
    for places in by_number.into_values().filter(|places| places.len() > 1) {
        let codes: Vec<String> = places.iter().map(|place| short(&rows[*place].code).to_owned()).collect();
        for (i, place) in places.iter().enumerate() {
            let others = codes.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, code)| code.clone());
            rows[*place].same_receipt = others.take(NAMED_MAX).collect();
            rows[*place].same_receipt_more = (codes.len() - 1).saturating_sub(NAMED_MAX);
        }
    }
}

impl CashBook {
    fn add_up(&mut self) {
        let mut procedures: BTreeMap<&str, (&ProcedureRef, Sum)> = BTreeMap::new();
        let mut officers: BTreeMap<OfficerId, Sum> = BTreeMap::new();
        for rows in self.rows.chunk_by(|a, b| a.at.day() == b.at.day()) {
            let mut of = DaySum { day: rows[0].at.day(), sum: Sum::default(), exempt: 0, corrected: 0 };
            for row in rows {
                of.sum.take(row);
                of.exempt += u32::from(row.is_exempt());
                of.corrected += u32::from(row.is_correction());
            }
            self.by_day.push(of);
        }
        for row in &self.rows {
            if row.is_exempt() {
                self.exempt += 1;
                continue;
            }
            self.total.take(row);
            if row.is_correction() {
                self.corrected.add(row.vnd);
            }
            let of = procedures.entry(&row.procedure.id).or_insert((&row.procedure, Sum::default()));
            of.1.take(row);
            officers.entry(row.by).or_default().take(row);
        }
        self.by_procedure = procedures.into_values().map(|(of, sum)| (of.clone(), sum)).collect();
        self.by_officer = officers.into_iter().collect();
    }

    /// The receipt numbers that its rows bear, as `same_number` reads them: what has to be looked for elsewhere.
    pub fn numbers(&self) -> BTreeSet<String> {
        self.rows.iter().filter(|row| row.bears_number()).map(|row| same_number(&row.receipt)).collect()
    }

    /// How many rows there are, also where only the first are at hand.
    pub fn count(&self) -> usize {
        self.total.count as usize + self.exempt as usize + self.corrected.count as usize
    }

    /// With at most `max` rows; the totals stay those of all.
    pub fn first(mut self, max: usize) -> CashBook {
        self.rows.truncate(max);
        self
    }

    /// `Một trăm hai mươi nghìn đồng`
    pub fn in_words(&self) -> String {
        sum_in_words(self.total.vnd)
    }

    /// For a file or a terminal.
    pub fn table(&self, ward: &Ward) -> Table {
        let row = |(place, row): (usize, &Taking)| -> Vec<Cell> {
            vec![
                Cell::Number(i64::try_from(place + 1).unwrap_or(i64::MAX)),
                row.at.clock_and_day().as_str().into(),
                row.receipt.as_str().into(),
                row.code.as_str().into(),
                row.payer.as_str().into(),
                ward.catalogue.name_of(&row.procedure).vi.as_str().into(),
                Cell::Number(row.vnd),
                ward.name_of(row.by).as_str().into(),
                row.remark().vi.as_str().into(),
            ]
        };
        let mut total = vec![Cell::from(""); COLUMNS.len()];
        (total[1], total[6]) = (TOTAL.vi.into(), Cell::Number(self.total.vnd));
        Table {
            columns: COLUMNS.map(|name| name.vi.to_owned()).to_vec(),
            rows: self.rows.iter().enumerate().map(row).collect(),
            total,
            below: self.said_below(ward),
        }
    }

    /// The sum in words, what was not taken and why.
    pub fn in_short(&self) -> Vec<String> {
        let n = |n: u32| number(Lang::Vi, n.into());
        let owed = (number(Lang::Vi, self.owed.vnd), n(self.owed.count));
        let mut said = vec![
            format!("Bằng chữ: {}.", self.in_words()),
            format!("Miễn: {} lượt. Chưa thu: {} đồng, {} lượt.", n(self.exempt), owed.0, owed.1),
        ];
        if self.corrected.count > 0 {
            let (vnd, rows) = (number(Lang::Vi, self.corrected.vnd), n(self.corrected.count));
            said.push(format!("Trong tổng có {rows} dòng sửa, hoàn lại: {vnd} đồng."));
        }
        said
    }

    /// The same with each of the sums, for a file that has no room beside its rows.
    fn said_below(&self, ward: &Ward) -> Vec<String> {
        let said = |of: &str, sum: Sum| {
            let (vnd, n) = (number(Lang::Vi, sum.vnd), number(Lang::Vi, sum.count.into()));
            format!("{of}: {vnd} đồng, {n} lượt thu")
        };
        let sums = self.sums(ward).into_iter().flat_map(|(name, sums)| {
            sums.into_iter().map(move |(of, sum)| said(&format!("{} – {}", name.vi, of.vi), sum))
        });
        let days = self.by_day.iter().filter(|of| of.sum.count > 0 || of.corrected > 0);
        let days = days.map(|of| said(&format!("Ngày {}", of.day.vi()), of.sum));
        self.in_short().into_iter().chain(sums).chain(days).collect()
    }

    /// The sums under the rows: by procedure, by officer.
    pub fn sums(&self, ward: &Ward) -> [(Word, Vec<(Sentence, Sum)>); 2] {
        let procedures =
            self.by_procedure.iter().map(|(of, sum)| (ward.catalogue.name_of(of), *sum)).collect();
        let name = |id| Sentence::new(ward.name_of(id), ward.name_of(id));
        let officers = self.by_officer.iter().map(|(id, sum)| (name(*id), *sum)).collect();
        [(BY_PROCEDURE, procedures), (BY_OFFICER, officers)]
    }
}
