//! Bàn giao quỹ: a day's takings go from the counter to the accountant, once, by the book and by what was counted.
//!
//! Not here: what stands in the book (`cash`), the paper that both sign (`paper::till`), who may write it (the server).
//! Invariant: a day is handed over once; what was written then stays, and whatever comes into the book later stands
//! beside it by number and sum.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::cash::{CashBook, Sum, Taking};
use crate::dossier::form::Faults;
use crate::id::{DossierId, OfficerId};
use crate::lang::{Lang, Sentence, counted, money};
use crate::limits::{FEE_VND_MAX, NAME_CHARS_MAX, REASON_CHARS_MAX, RECEIPT_CHARS_MAX};
use crate::moment::{Day, Moment};
use crate::procedure::ProcedureRef;
use crate::refusal::Refusal;
use crate::text;

/// `POST /api/till`: what whoever hands over has counted and written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    pub day: Day,
    /// The accountant's name, as it will stand on the paper.
    pub to: String,
    pub counted_vnd: i64,
    /// The book's sum that the money was counted against.
    pub seen: Sum,
    /// Why the two sums differ, where they do.
    #[serde(default)]
    pub reason: String,
    /// From this number of the receipt book, to that one; both empty where none was written.
    #[serde(default)]
    pub first: String,
    #[serde(default)]
    pub last: String,
}

/// A hand-over as it was written, for good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Handed {
    pub day: Day,
    pub by: OfficerId,
    pub at: Moment,
    pub to: String,
    pub counted_vnd: i64,
    /// The book's sum at that moment.
    pub book: Sum,
    pub exempt: u32,
    /// Rows of it that correct another, or give money back.
    #[serde(default, skip_serializing_if = "Sum::is_none")]
    pub corrected: Sum,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub first: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub last: String,
    /// Fees without a receipt number.
    pub unnumbered: u32,
    pub by_procedure: Vec<(ProcedureRef, Sum)>,
    pub by_officer: Vec<(OfficerId, Sum)>,
    /// Which fees the sum is made of.
    pub fees: Vec<(DossierId, i64)>,
    /// Which corrections and repayments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<(DossierId, i64)>,
}

impl Handed {
    /// Above zero: more money than the book says.
    pub fn difference(&self) -> i64 {
        self.counted_vnd.saturating_sub(self.book.vnd)
    }
}

/// How a day stands: its book now, and its hand-over, if any.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Till {
    pub day: Day,
    pub book: Sum,
    pub exempt: u32,
    /// Rows of the book that correct another, or give money back.
    #[serde(default, skip_serializing_if = "Sum::is_none")]
    pub corrected: Sum,
    /// The lowest and the highest number of the receipt book.
    pub first: String,
    pub last: String,
    pub unnumbered: u32,
    pub by_procedure: Vec<(ProcedureRef, Sum)>,
    pub by_officer: Vec<(OfficerId, Sum)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed: Option<Handed>,
    /// Came into the book after the hand-over.
    pub late: Sum,
    /// Was handed over, and stands in the book no more or with another sum.
    pub changed: Sum,
}

/// `BL 0009` before `BL 0010`, and `BL 10` behind both: letters, then the number.
fn order(receipt: &str) -> (String, u128, String) {
    let whole: String = receipt.split_whitespace().collect::<String>().to_uppercase();
    let head = whole.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let number = whole[head.len()..].parse().unwrap_or(u128::MAX);
    (head, number, whole)
}

impl Till {
    /// The days of a book that took money, or were handed over, the first day first.
    pub fn days(book: &CashBook, handed: Vec<Handed>) -> Vec<Till> {
        let mut rows: BTreeMap<Day, Vec<&Taking>> = BTreeMap::new();
        for row in &book.rows {
            rows.entry(row.at.day()).or_default().push(row);
        }
        let mut handed: BTreeMap<Day, Handed> = handed.into_iter().map(|one| (one.day, one)).collect();
        let days: BTreeSet<Day> = rows.keys().chain(handed.keys()).copied().collect();
        let till = |day: Day| Till::of(day, rows.get(&day).map_or(&[], Vec::as_slice), handed.remove(&day));
        days.into_iter().map(till).collect()
    }

    /// One day from the rows of its book.
    pub fn of(day: Day, rows: &[&Taking], handed: Option<Handed>) -> Till {
        let taken: Vec<&&Taking> = rows.iter().filter(|row| row.is_payment()).collect();
        let corrections: Vec<&&Taking> = rows.iter().filter(|row| row.is_correction()).collect();
        let (mut book, mut corrected) = (Sum::default(), Sum::default());
        corrections.iter().for_each(|row| corrected.add(row.vnd));
        let mut procedures: BTreeMap<&str, (&ProcedureRef, Sum)> = BTreeMap::new();
        let mut officers: BTreeMap<OfficerId, Sum> = BTreeMap::new();
        for row in taken.iter().chain(&corrections) {
            book.take(row);
            procedures.entry(&row.procedure.id).or_insert((&row.procedure, Sum::default())).1.take(row);
            officers.entry(row.by).or_default().take(row);
        }
        let numbers = taken.iter().map(|row| row.receipt.as_str()).filter(|receipt| !receipt.is_empty());
        let mut numbers: Vec<&str> = numbers.collect();
        numbers.sort_by_cached_key(|receipt| order(receipt));
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (mut late, mut changed) = (Sum::default(), Sum::default());
        if let Some(handed) = &handed {
            let then: BTreeMap<DossierId, i64> = handed.fees.iter().copied().collect();
            let now: BTreeMap<DossierId, i64> = taken.iter().map(|row| (row.id, row.vnd)).collect();
            now.iter().filter(|(id, _)| !then.contains_key(id)).for_each(|(_, vnd)| late.add(*vnd));
            then.iter().filter(|(id, vnd)| now.get(id) != Some(vnd)).for_each(|(_, vnd)| changed.add(*vnd));
            let mut known = handed.corrections.clone();
            for row in &corrections {
                match known.iter().position(|one| *one == (row.id, row.vnd)) {
                    Some(place) => drop(known.swap_remove(place)),
                    None => late.add(row.vnd),
                }
            }
            known.iter().for_each(|(_, vnd)| changed.add(*vnd));
        }
        Till {
            day,
            book,
            exempt: count(rows.len() - taken.len() - corrections.len()),
            corrected,
            first: numbers.first().copied().unwrap_or_default().to_owned(),
            last: numbers.last().copied().unwrap_or_default().to_owned(),
            unnumbered: count(taken.len() - numbers.len()),
            by_procedure: procedures.into_values().map(|(of, sum)| (of.clone(), sum)).collect(),
            by_officer: officers.into_iter().collect(),
            handed,
            late,
            changed,
        }
    }

    /// Whether what was written may be handed over now.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn judge(&self, ask: &HandOver, today: Day) -> Result<(), Refusal> {
        if let Some(handed) = &self.handed {
            return Err(twice(handed));
        }
        if self.day > today {
            return Err(Refusal::field(
                "till",
                "Ngày này chưa tới nên chưa bàn giao được.",
                "This day has not come, so there is nothing to hand over.",
            ));
        }
        if self.book.count == 0 && self.corrected.count == 0 {
            return Err(Refusal::field(
                "till",
                "Ngày này không thu khoản nào nên không có gì để bàn giao.",
                "Nothing was taken on this day, so there is nothing to hand over.",
            ));
        }
        if ask.seen != self.book {
            return Err(moved(self.book));
        }
        let mut faults = Faults::default();
        faults.text("till_to", ("tên người nhận", "name of the accountant"), &ask.to, NAME_CHARS_MAX);
        if !(0..=FEE_VND_MAX).contains(&ask.counted_vnd) {
            faults.add(
                "till_counted",
                "Số tiền đếm được không đúng. Ghi bằng số, ví dụ 1.250.000.",
                "The sum counted cannot be right. Write it in figures, such as 1,250,000.",
            );
        } else if ask.counted_vnd != self.book.vnd && text::clean(&ask.reason).is_empty() {
            let by = |lang| money(lang, (ask.counted_vnd - self.book.vnd).abs());
            let (vi, en) =
                if ask.counted_vnd > self.book.vnd { ("thừa", "more") } else { ("thiếu", "less") };
            faults.add(
                "till_reason",
                format!("Tiền đếm được {vi} {} so với sổ. Ghi lý do.", by(Lang::Vi)),
                format!("The money counted is {} {en} than the book's. Write down why.", by(Lang::En)),
            );
        }
        faults.length("till_reason", ("lý do", "reason"), &ask.reason, REASON_CHARS_MAX);
        for (field, number, other) in
            [("till_first", &ask.first, &ask.last), ("till_last", &ask.last, &ask.first)]
        {
            faults.length(field, ("số biên lai", "receipt number"), number, RECEIPT_CHARS_MAX);
            if text::clean(number).is_empty() && !text::clean(other).is_empty() {
                faults.add(
                    field,
                    "Ghi cả số đầu và số cuối của biên lai.",
                    "Write both the first and the last receipt number.",
                );
            }
        }
        faults.done()
    }

    /// What is kept of a hand-over that was judged right.
    pub fn handed(&self, ask: &HandOver, rows: &[&Taking], by: OfficerId, at: Moment) -> Handed {
        let of = |kind: fn(&Taking) -> bool| {
            rows.iter().filter(move |row| kind(row)).map(|row| (row.id, row.vnd)).collect::<Vec<_>>()
        };
        // Where the sums agree there is nothing to explain.
        let reason = if ask.counted_vnd == self.book.vnd { String::new() } else { text::clean(&ask.reason) };
        Handed {
            day: self.day,
            by,
            at,
            to: text::clean(&ask.to),
            counted_vnd: ask.counted_vnd,
            book: self.book,
            exempt: self.exempt,
            corrected: self.corrected,
            reason,
            first: text::clean(&ask.first),
            last: text::clean(&ask.last),
            unnumbered: self.unnumbered,
            by_procedure: self.by_procedure.clone(),
            by_officer: self.by_officer.clone(),
            fees: of(Taking::is_payment),
            corrections: of(Taking::is_correction),
        }
    }
}

/// A day is handed over once.
pub fn twice(handed: &Handed) -> Refusal {
    let (day, at, to) = (handed.day.vi(), handed.at.clock_and_day(), &handed.to);
    Refusal::field(
        "till",
        &format!("Quỹ ngày {day} đã bàn giao cho {to} lúc {at}; mỗi ngày bàn giao một lần."),
        &format!("The till of {day} was handed over to {to} at {at}; a day is handed over once."),
    )
}

fn moved(book: Sum) -> Refusal {
    let Sum { count, vnd } = book;
    Refusal::field(
        "till",
        &format!("Sổ vừa đổi: nay là {count} lượt thu, {}. Xem lại sổ rồi bàn giao.", money(Lang::Vi, vnd)),
        &format!(
            "The book has just changed: now {}, {}. Look at it again, then hand over.",
            counted(count, "payment", "payments"),
            money(Lang::En, vnd)
        ),
    )
}

/// `thừa 5.000 đ`, `khớp sổ`
pub fn difference(vnd: i64) -> Sentence {
    let by = |lang| money(lang, vnd.abs());
    match vnd.cmp(&0) {
        std::cmp::Ordering::Equal => Sentence::new("khớp sổ", "as the book says"),
        std::cmp::Ordering::Greater => {
            Sentence::new(format!("thừa {}", by(Lang::Vi)), format!("{} more", by(Lang::En)))
        }
        std::cmp::Ordering::Less => {
            Sentence::new(format!("thiếu {}", by(Lang::Vi)), format!("{} less", by(Lang::En)))
        }
    }
}

/// A sum as people type it: `1.250.000`, `1,250,000 đ`, `1250000`.
pub fn vnd_typed(typed: &str) -> Option<i64> {
    let bare = typed.trim().trim_end_matches(['đ', 'Đ']).trim_end();
    let is_sum = |c: char| c.is_ascii_digit() || c == '.' || c == ',' || c.is_whitespace();
    let figures: String = bare.chars().filter(char::is_ascii_digit).collect();
    if bare.chars().all(is_sum) { figures.parse().ok() } else { None }
}
