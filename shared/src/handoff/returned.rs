//! Tệp của thành phố: what its one-stop software says of our dossiers, line by line, held against ours.
//!
//! Not here: taking a file apart into cells, marking messages (the server); docs/handoff.md is the contract in words.
//! Invariant: a line never moves a dossier. What differs is shown and mended by nobody but a person.

use serde::{Deserialize, Serialize};

use super::city::{changes, exchange};
use crate::door::Number;
use crate::dossier::Dossier;
use crate::dossier::code::Code;
use crate::id::DossierId;
use crate::lang::{Sentence, Word, word};
use crate::limits::REASON_CHARS_MAX;
use crate::moment::{Day, Moment};
use crate::text;

/// Names of the columns that are read; others are passed over.
pub const COLUMNS: [&str; 7] = ["khoa", "ma_ho_so", "so_nop", "trang_thai", "luc", "ket_qua", "ly_do"];

/// What the city made of one of our messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answered {
    Taken,
    Refused,
}

/// A message that the city names by its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Named {
    pub id: DossierId,
    pub n: u32,
    pub status: u8,
}

/// One line that can be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub named: Option<Named>,
    pub code: Option<Code>,
    pub number: Option<Number>,
    /// 1 to 10, as the city has it.
    pub status: u8,
    pub at: Option<Moment>,
    pub answered: Option<Answered>,
    pub why: String,
}

fn named(key: &str) -> Option<Named> {
    let mut parts = key.split('.');
    let (id, n, status) = (parts.next()?, parts.next()?, parts.next()?);
    let named = Named { id: DossierId(id.parse().ok()?), n: n.parse().ok()?, status: status.parse().ok()? };
    (parts.next().is_none() && (1..=10).contains(&named.status)).then_some(named)
}

impl Line {
    /// From its cells, in the order of `COLUMNS`.
    ///
    /// # Errors
    /// One sentence on the first cell that cannot be used.
    pub fn read(cells: [&str; 7]) -> Result<Line, Sentence> {
        let [key, code, number, status, at, answered, why] = cells.map(uncounted);
        let bad = |vi: &str, en: &str| Err(Sentence::new(vi, en));
        let given = |text: &str| !text.is_empty();
        let named = named(&key);
        if given(&key) && named.is_none() {
            return bad(
                "khoa không phải khóa của một tin đã gửi.",
                "khoa is not the key of a message of ours.",
            );
        }
        let (known, from_afar) = (code.parse::<Code>().ok(), number.parse::<Number>().ok());
        if given(&code) && known.is_none() {
            return bad(
                "ma_ho_so phải có dạng 000.21.17.H17-180213-0001.",
                "ma_ho_so looks like 000.21.17.H17-180213-0001.",
            );
        }
        if given(&number) && from_afar.is_none() {
            return bad("so_nop phải có dạng 038-177-487.", "so_nop looks like 038-177-487.");
        }
        if named.is_none() && known.is_none() && from_afar.is_none() {
            return bad(
                "thiếu khoa, ma_ho_so hoặc so_nop: không biết hồ sơ nào.",
                "khoa, ma_ho_so or so_nop is missing: it names no dossier.",
            );
        }
        let status = match (status.parse::<u8>(), named) {
            (Ok(status), _) if (1..=10).contains(&status) => status,
            (Err(_), Some(named)) if status.is_empty() => named.status,
            (Ok(_) | Err(_), _) => {
                return bad("trang_thai phải là số từ 1 đến 10.", "trang_thai is a number from 1 to 10.");
            }
        };
        let moment = at.parse().ok().or_else(|| Day::parse_any(&at).map(|day| Moment::at(day, 23, 59)));
        if given(&at) && moment.is_none() {
            return bad(
                "luc phải có dạng 2018-02-13T09:00:00+07:00 hoặc 13/02/2018.",
                "luc looks like 2018-02-13T09:00:00+07:00 or 13/02/2018.",
            );
        }
        let answered = match text::fold(&answered).replace([' ', '-'], "_").as_str() {
            "" => None,
            "da_nhan" => Some(Answered::Taken),
            "tu_choi" => Some(Answered::Refused),
            _ => return bad("ket_qua phải là da_nhan hoặc tu_choi.", "ket_qua is da_nhan or tu_choi."),
        };
        if answered.is_some() && named.is_none() {
            return bad(
                "ket_qua phải đi cùng khoa của tin.",
                "ket_qua needs the khoa of the message that it is about.",
            );
        }
        let why = why.chars().take(REASON_CHARS_MAX).collect();
        Ok(Line { named, code: known, number: from_afar, status, at: moment, answered, why })
    }

    /// What the dossier's status was where the line speaks of it.
    fn ours(&self, dossier: &Dossier) -> Option<u8> {
        let changes = changes(dossier);
        match (self.named, self.at) {
            (Some(named), _) => changes.iter().find(|change| change.n == named.n).map(|change| change.status),
            (None, Some(at)) => {
                changes.iter().rev().find(|change| change.at <= at).map(|change| change.status)
            }
            (None, None) => exchange(dossier.status),
        }
    }

    /// Whether both sides say the same.
    pub fn judge(&self, dossier: Option<&Dossier>) -> (Found, Option<u8>) {
        let Some(dossier) = dossier else { return (Found::Unknown, None) };
        // A key and a code that name two dossiers are no agreement.
        let other = self.code.as_ref().is_some_and(|code| dossier.code.as_ref() != Some(code));
        let ours = self.ours(dossier);
        let agrees = !other && ours == Some(self.status);
        (if agrees { Found::Agrees } else { Found::Differs }, ours)
    }
}

/// Without the sign that kept a spreadsheet from counting.
fn uncounted(cell: &str) -> String {
    let cell = text::clean(cell);
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => cell,
    }
}

/// What a line was found to be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Found {
    #[serde(rename = "dong_khop")]
    Agrees,
    #[serde(rename = "dong_lech")]
    Differs,
    #[serde(rename = "dong_khong_co")]
    Unknown,
    #[serde(rename = "dong_loi")]
    Bad,
}

impl Found {
    pub const ALL: [Found; 4] = [Found::Agrees, Found::Differs, Found::Unknown, Found::Bad];

    pub const fn label(self) -> Word {
        match self {
            Found::Agrees => word("Khớp", "Agrees"),
            Found::Differs => word("Lệch trạng thái", "Differs"),
            Found::Unknown => word("Ở đây không có hồ sơ", "No dossier here"),
            Found::Bad => word("Dòng lỗi", "Bad line"),
        }
    }
}

/// What became of the message that a line is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Mark {
    #[serde(rename = "ghi_da_nhan")]
    Taken,
    #[serde(rename = "ghi_tu_choi")]
    Refused,
    /// It stood so, or was decided otherwise before: nothing was changed.
    #[serde(rename = "ghi_tu_truoc")]
    Before,
    /// It was never in the outbox.
    #[serde(rename = "ghi_khong_co")]
    Absent,
}

impl Mark {
    pub const ALL: [Mark; 4] = [Mark::Taken, Mark::Refused, Mark::Before, Mark::Absent];

    pub const fn label(self) -> Word {
        match self {
            Mark::Taken => word("Ghi thành phố đã nhận", "Marked as taken"),
            Mark::Refused => word("Ghi thành phố từ chối", "Marked as refused"),
            Mark::Before => word("Đã ghi từ trước", "Was decided before"),
            Mark::Absent => word("Tin không có trong hộp đi", "Not in the outbox"),
        }
    }
}

/// One line and its result.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Judged {
    /// Of the file, from 1; in JSON the place in the list.
    pub line: u64,
    pub found: Found,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<DossierId>,
    /// As the file names it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ours: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// Of a bad line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why_vi: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why_en: String,
}

/// A dossier of ours with a change in the days asked for, of which no line speaks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lacking {
    pub id: DossierId,
    pub code: String,
    pub ours: u8,
}

/// `POST /api/handoff/city/file?from=&to=`: a result for each line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Returned {
    pub lines: Vec<Judged>,
    pub lacking: Vec<Lacking>,
    /// How many there are, where not all are listed.
    pub lacking_total: usize,
}

impl Returned {
    pub fn found(&self, found: Found) -> usize {
        self.lines.iter().filter(|line| line.found == found).count()
    }

    pub fn marked(&self, mark: Mark) -> usize {
        self.lines.iter().filter(|line| line.mark == Some(mark)).count()
    }
}
