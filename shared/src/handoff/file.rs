//! Tệp đối chiếu: the columns of the civil-status software's file, and of ours, which go into each other.
//!
//! Not here: taking a file apart into cells, keeping its lines (the server).
//! Invariant: a file is taken whole or not at all; a bad line is named by its number with one sentence. No cell of ours
//! can become a formula, and one that was kept from it is read as it was.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{is_civil, register};
use crate::dossier::Dossier;
use crate::dossier::record::Sex;
use crate::lang::Sentence;
use crate::limits;
use crate::moment::Day;
use crate::report::{Cell, Table};
use crate::text;
use crate::ward::Ward;

/// A line of the register as the civil-status software has it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Theirs {
    /// `Sổ đăng ký khai sinh`
    pub register: String,
    /// The volume: `01/2018`.
    pub book: String,
    pub number: String,
    pub on: Day,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub personal: String,
    /// Our code, where that software was told it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
}

impl std::fmt::Debug for Theirs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Theirs({}, {}, {})", self.register, self.book, self.number)
    }
}

impl Theirs {
    /// What a line is known by, however it is spelled.
    pub fn key(&self) -> [String; 3] {
        key(&self.register, &self.book, &self.number)
    }
}

/// Register, volume and number without differences of spelling: `Sổ đăng ký khai sinh`, `1/2018`, `007`.
pub(super) fn key(register: &str, book: &str, number: &str) -> [String; 3] {
    [text::fold(&text::clean(register)), plain(book), plain(number)]
}

/// Without blanks, capitals, accents and the zeros before a figure.
pub(super) fn plain(number: &str) -> String {
    let folded = text::fold(&text::clean(number));
    let mut out = String::new();
    let mut before = ' ';
    for (at, c) in folded.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let figure_follows = folded[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        if c != '0' || before.is_ascii_digit() || !figure_follows {
            out.push(c);
            before = c;
        }
    }
    out
}

/// Names of columns, in our order; the last are ours alone.
pub const COLUMNS: [&str; 17] = [
    "ma_ho_so",
    "loai_viec",
    "loai_so",
    "quyen",
    "so",
    "ngay_dang_ky",
    "ho_ten",
    "so_dinh_danh",
    "ngay_tiep_nhan",
    "ngay_sinh",
    "gioi_tinh",
    "so_giay_to",
    "noi_cu_tru",
    "dien_thoai",
    "nop_thay_cho",
    "ket_qua",
    "loi",
];

const NEEDED: [&str; 4] = ["loai_so", "quyen", "so", "ngay_dang_ky"];

/// Where a file has which column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Columns([Option<usize>; 7]);

const READ: [&str; 7] = ["loai_so", "quyen", "so", "ngay_dang_ky", "ho_ten", "so_dinh_danh", "ma_ho_so"];

impl Columns {
    /// From the first line; the order is free, and other columns are passed over.
    ///
    /// # Errors
    /// Names what is missing, or stands twice.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Columns, Sentence> {
        let spelled = |name: &str| text::fold(&text::clean(name)).replace([' ', '-'], "_");
        let names: Vec<String> = names.into_iter().map(spelled).collect();
        let place = |wanted: &str| names.iter().position(|name| name == wanted);
        let twice = READ.iter().find(|wanted| names.iter().filter(|name| name == *wanted).count() > 1);
        if let Some(name) = twice {
            return Err(Sentence::new(
                format!("Dòng 1: cột {name} có hai lần. Bỏ bớt một cột."),
                format!("Line 1: there are two columns {name}. Take one away."),
            ));
        }
        let missing: Vec<&str> = NEEDED.into_iter().filter(|name| place(name).is_none()).collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            return Err(Sentence::new(
                format!("Dòng 1: thiếu cột {missing}. Dòng đầu của tệp là tên các cột."),
                format!("Line 1: no column {missing}. The file begins with the names of its columns."),
            ));
        }
        Ok(Columns(READ.map(place)))
    }

    /// The line as it is kept.
    ///
    /// # Errors
    /// What is wrong with it, without its number.
    pub fn read(&self, cells: &[&str]) -> Result<Theirs, Sentence> {
        let cell = |at: usize| self.0[at].and_then(|place| cells.get(place)).copied().unwrap_or_default();
        let mut read = [const { String::new() }; READ.len()];
        for (at, (into, name)) in read.iter_mut().zip(READ).enumerate() {
            let said = text::clean(unquoted(cell(at)));
            let max = if name == "ho_ten" || name == "loai_so" {
                limits::NAME_CHARS_MAX
            } else {
                limits::STAMP_CHARS_MAX
            };
            if said.chars().count() > max {
                return Err(Sentence::new(
                    format!("{name} dài quá {max} chữ."),
                    format!("{name} has more than {max} characters."),
                ));
            }
            if said.is_empty() && NEEDED.contains(&name) {
                return Err(Sentence::new(format!("thiếu {name}."), format!("{name} is empty.")));
            }
            *into = said;
        }
        let [register, book, number, on, name, personal, code] = read;
        let on = Day::parse_any(&on).ok_or_else(|| {
            Sentence::new(
                "ngay_dang_ky không phải là ngày, ví dụ 05/03/2018.",
                "ngay_dang_ky is no day, such as 05/03/2018.",
            )
        })?;
        Ok(Theirs { register, book, number, on, name, personal, code })
    }
}

/// A sign that keeps a spreadsheet from counting is no part of the text.
fn unquoted(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        Some(_) | None => cell,
    }
}

/// Two lines of one file that name the same place in a register: the numbers of both, if they do not say the same.
pub fn twice(lines: &[(u64, Theirs)]) -> Option<(u64, u64)> {
    let mut seen = std::collections::BTreeMap::new();
    for (line, theirs) in lines {
        if let Some((first, other)) = seen.insert(theirs.key(), (*line, theirs))
            && other != theirs
        {
            return Some((first, *line));
        }
    }
    None
}

/// Of the lines that are kept of some days, those that a file which is whole for these days has no more: in a register that
/// it names, or of a dossier that it has elsewhere. A number that was corrected there leaves its old line so.
pub fn dropped<'a>(kept: &'a [Theirs], file: &[Theirs]) -> Vec<&'a Theirs> {
    let keys: BTreeSet<[String; 3]> = file.iter().map(Theirs::key).collect();
    let registers: BTreeSet<&String> = keys.iter().map(|[register, ..]| register).collect();
    let named = |line: &Theirs| Some(plain(&line.code)).filter(|code| !code.is_empty());
    let codes: BTreeSet<String> = file.iter().filter_map(named).collect();
    let is_dropped = |line: &&Theirs| {
        let key = line.key();
        let is_covered = registers.contains(&key[0]) || named(line).is_some_and(|code| codes.contains(&code));
        is_covered && !keys.contains(&key)
    };
    kept.iter().filter(is_dropped).collect()
}

/// Our side of a period, with what came back of each dossier.
pub fn table<'a>(ward: &Ward, dossiers: impl IntoIterator<Item = &'a Dossier>) -> Table {
    let rows = dossiers.into_iter().filter_map(|dossier| row(ward, dossier)).collect();
    Table { columns: COLUMNS.map(str::to_owned).to_vec(), rows, total: vec![], below: vec![] }
}

fn row(ward: &Ward, d: &Dossier) -> Option<Vec<Cell>> {
    let procedure = ward.catalogue.get(&d.procedure).filter(|procedure| is_civil(procedure))?;
    let line = d.civil.as_ref().and_then(|civil| civil.line());
    let error = d.civil.as_ref().and_then(|civil| civil.error()).unwrap_or_default();
    let of_line = |read: fn(&crate::dossier::civil::Line) -> String| line.map(read).unwrap_or_default();
    let cells = [
        d.code.as_ref().map(ToString::to_string).unwrap_or_default(),
        procedure.name.clone(),
        register(procedure).to_owned(),
        of_line(|line| line.book.clone()),
        of_line(|line| line.number.clone()),
        of_line(|line| line.on.vi()),
        d.applicant.name.clone(),
        of_line(|line| line.personal.clone()),
        d.received_at.map(|at| at.day().vi()).unwrap_or_default(),
        d.applicant.birth.clone(),
        if d.applicant.sex == Sex::Unknown { String::new() } else { d.applicant.sex.label().vi.to_owned() },
        d.applicant.number.clone(),
        d.applicant.address.clone(),
        d.contact.phone.clone(),
        d.applicant.on_behalf_of.clone(),
        d.result.as_ref().map(|result| result.summary.clone()).unwrap_or_default(),
        error.to_owned(),
    ];
    Some(cells.map(Cell::Text).to_vec())
}
