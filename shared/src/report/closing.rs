//! Khóa sổ: the book of a year is closed by a person, once, with its last number and how much stands in it.
//!
//! Not here: what stands in a book (`register`, `results`), who may be asked for it (the server).
//! Invariant: a book of a year is closed once; what was written then stays, and whatever the book takes in later says of
//! itself that it came after. Books are closed at the end of their year, as domain notes §2.6 have it.

use serde::{Deserialize, Serialize};

use crate::dossier::form::Faults;
use crate::handoff::{self, is_civil};
use crate::id::OfficerId;
use crate::lang::{Lang, counted, number};
use crate::limits::BOOK_PAGES_MAX;
use crate::moment::{Day, Moment};
use crate::officer::Right;
use crate::procedure::Procedure;
use crate::refusal::Refusal;
use crate::sheet::Signature;
use crate::ward::Ward;

/// What stands in the last column of a line that came in after the closing.
pub const LATE: &str = "vào sổ sau khi khóa sổ";

/// Whether a book of the year may be closed: on the last day of the year, and ever after.
pub fn is_due(year: i32, today: Day) -> bool {
    Day::new(year, 12, 31).is_some_and(|last| last <= today)
}

/// Which kind of book.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Kind {
    #[serde(rename = "so_theo_doi")]
    Register,
    #[serde(rename = "so_ket_qua")]
    Results,
}

impl Kind {
    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Register => "so_theo_doi",
            Kind::Results => "so_ket_qua",
        }
    }
}

/// Who may close a book: the civil-status officer closes the registers of their own office, whose pages the chairperson
/// confirms; the counter's other books are closed by who answers for it or gives the numbers (docs/law.md).
pub fn closer(ward: &Ward, kind: Kind, which: &str) -> Right {
    let is_its = |procedure: &Procedure| is_civil(procedure) && handoff::register(procedure) == which;
    match kind {
        Kind::Results if ward.catalogue.procedures.iter().any(is_its) => Right::CloseCivil,
        Kind::Register | Kind::Results => Right::CloseBooks,
    }
}

/// `POST /api/report/close`, and `POST /api/report/close/civil` for a civil-status register: which book, and what whoever closes it has seen and counted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Close {
    pub kind: Kind,
    /// The field of a register, the name of a book of results.
    pub which: String,
    pub year: i32,
    /// Lines of the book that was seen.
    pub seen: usize,
    /// Pages of the printed book.
    pub pages: u32,
}

/// What else the closing line adds up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sums {
    Register {
        returned: usize,
        /// Withdrawn, stopped: ended without a result.
        ended: usize,
        open: usize,
    },
    Results {
        copies: u64,
        fee_vnd: i64,
    },
}

/// A closing as it was written, for good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Closed {
    pub kind: Kind,
    pub which: String,
    pub year: i32,
    pub by: OfficerId,
    pub at: Moment,
    /// The highest number in it.
    pub last: String,
    pub entries: usize,
    pub pages: u32,
    pub sums: Sums,
}

/// A book of a year with its closing, if any; lines that came in later say so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Book<E> {
    pub name: String,
    pub entries: Vec<E>,
    pub closed: Option<Closed>,
}

/// How a book stands now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Standing {
    pub last: String,
    pub entries: usize,
    pub sums: Sums,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closed>,
}

/// The closing of a book, where somebody has closed it.
pub fn of<'a>(all: &'a [Closed], kind: Kind, which: &str, year: i32) -> Option<&'a Closed> {
    all.iter().find(|closed| closed.kind == kind && closed.which == which && closed.year == year)
}

impl Standing {
    /// Whether the book may be closed now.
    ///
    /// # Errors
    /// What stands against it, with what to do.
    pub fn judge(&self, ask: &Close, today: Day) -> Result<(), Refusal> {
        if let Some(closed) = &self.closed {
            return Err(twice(closed));
        }
        if !is_due(ask.year, today) {
            return Err(Refusal::field(
                "closing",
                &format!("Sổ năm {0} chưa hết năm: khóa được từ ngày 31/12/{0}.", ask.year),
                &format!("The book's year is not over: it may be closed from 31/12/{}.", ask.year),
            ));
        }
        if self.entries == 0 {
            return Err(Refusal::field(
                "closing",
                "Sổ này không có dòng nào nên không có gì để khóa.",
                "This book has no line, so there is nothing to close.",
            ));
        }
        if ask.seen != self.entries {
            let (n, last) = (self.entries, &self.last);
            return Err(Refusal::field(
                "closing",
                &format!("Sổ vừa đổi: nay là {n} dòng, số cuối {last}. Xem lại sổ rồi khóa."),
                &format!(
                    "The book has just changed: now {}, the last number {last}. Look again, then close it.",
                    counted(n, "line", "lines")
                ),
            ));
        }
        let mut faults = Faults::default();
        if !(1..=BOOK_PAGES_MAX).contains(&ask.pages) {
            faults.add(
                "closing_pages",
                format!("Ghi số trang của sổ bằng số, từ 1 đến {BOOK_PAGES_MAX}."),
                format!("Write the pages of the book in figures, from 1 to {BOOK_PAGES_MAX}."),
            );
        }
        faults.done()
    }

    /// What is kept of a closing that was judged right.
    pub fn closed(&self, ask: &Close, by: OfficerId, at: Moment) -> Closed {
        Closed {
            kind: ask.kind,
            which: ask.which.clone(),
            year: ask.year,
            by,
            at,
            last: self.last.clone(),
            entries: self.entries,
            pages: ask.pages,
            sums: self.sums,
        }
    }
}

/// A book is closed once.
pub fn twice(closed: &Closed) -> Refusal {
    let (year, at) = (closed.year, closed.at.clock_and_day());
    Refusal::field(
        "closing",
        &format!("Sổ năm {year} đã khóa lúc {at}; mỗi sổ khóa một lần."),
        &format!("The book of {year} was closed at {at}; a book is closed once."),
    )
}

impl Sums {
    fn text(self) -> String {
        let n = |count: usize| number(Lang::Vi, i64::try_from(count).unwrap_or(i64::MAX));
        match self {
            Sums::Register { returned, ended, open } => {
                format!("đã trả {}, kết thúc khác {}, chưa xong {}", n(returned), n(ended), n(open))
            }
            Sums::Results { copies, fee_vnd } => format!(
                "{} bản, {} đồng",
                number(Lang::Vi, i64::try_from(copies).unwrap_or(i64::MAX)),
                number(Lang::Vi, fee_vnd)
            ),
        }
    }
}

impl Standing {
    /// `Sổ năm 2018 chưa khóa. Đến nay: số cuối 812; đã trả 810, kết thúc khác 2, chưa xong 0.`
    pub fn text(&self, year: i32) -> String {
        format!("Sổ năm {year} chưa khóa. Đến nay: số cuối {}; {}.", self.last, self.sums.text())
    }
}

/// How a book stands whose year is over and that nobody has closed.
pub fn open<T>(
    entries: &[T],
    closed: Option<&Closed>,
    (year, today): (i32, Day),
    standing: impl FnOnce(&[T], Option<Closed>) -> Standing,
) -> Option<Standing> {
    let is_over = !entries.is_empty() && is_due(year, today) && closed.is_none();
    is_over.then(|| standing(entries, None))
}

/// What stands under the last line of a book of a year, with how many lines it has now: its closing, or that nobody has
/// closed it though its year is over.
pub fn below(
    ward: Option<&Ward>,
    (year, lines): (i32, usize),
    standing: Option<&Standing>,
    closed: Option<&Closed>,
) -> Vec<String> {
    match closed {
        Some(closed) => {
            [closed.text(), closed.by_text(ward)].into_iter().chain(closed.since(lines)).collect()
        }
        None => standing.map(|standing| standing.text(year)).into_iter().collect(),
    }
}

impl Closed {
    /// `Khóa sổ năm 2018: số cuối 812, tổng số 812, 82 trang; đã trả 810, kết thúc khác 2, chưa xong 0.`
    pub fn text(&self) -> String {
        let Closed { year, last, entries, pages, sums, .. } = self;
        format!("Khóa sổ năm {year}: số cuối {last}, tổng số {entries}, {pages} trang; {}.", sums.text())
    }

    /// `Người khóa sổ: Nguyễn Văn Bình, Tổ trưởng, lúc 08:15 02/01/2019.`
    pub fn by_text(&self, ward: Option<&Ward>) -> String {
        let who = ward.and_then(|ward| ward.officer(self.by));
        let who = who.map(|officer| format!("{}, {}, ", officer.name, officer.title)).unwrap_or_default();
        format!("Người khóa sổ: {who}lúc {}.", self.at.clock_and_day())
    }

    /// What the book has taken in since, beside the line; nothing where it is as it was.
    pub fn since(&self, entries: usize) -> Option<String> {
        match entries.cmp(&self.entries) {
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => {
                Some(format!("{} dòng vào sổ sau khi khóa.", entries - self.entries))
            }
            std::cmp::Ordering::Less => {
                Some(format!("Nay sổ chỉ còn {entries} dòng: xem lại các hồ sơ đã sửa."))
            }
        }
    }

    /// Whoever closed it, and the chairperson.
    pub fn signatures(&self, ward: Option<&Ward>) -> Vec<Signature> {
        let name = ward.map(|ward| ward.name_of(self.by)).unwrap_or_default();
        let chair = Signature {
            role: vec!["CHỦ TỊCH".to_owned()],
            hint: "(Ký, đóng dấu)".to_owned(),
            name: String::new(),
        };
        vec![Signature::person("NGƯỜI KHÓA SỔ", name), chair]
    }
}
