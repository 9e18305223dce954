//! Sổ theo dõi hồ sơ: every reception of a year in a field, in the order in which the book took it in.
//!
//! Not here: the sheet or file that is drawn of it.
//! Invariant: a number once given stays: a reception that was made without a network and came in later stands at the
//! end, whatever its own hour. Form 06 of Thông tư 01/2018/TT-VPCP, 07 of Thông tư 03/2025/TT-VPCP.

use serde::{Deserialize, Serialize};

use super::closing::{self, Book, Closed, Standing, Sums};
use super::{Cell, Fields, Table};
use crate::dossier::record::Delivery;
use crate::dossier::{Dossier, Kind, Status};
use crate::id::DossierId;
use crate::moment::{Day, Moment};
use crate::procedure::ProcedureRef;
use crate::regime::{Paper, Regime};
use crate::ward::Ward;

/// As in addresses and on the command line.
pub const ID: &str = "so-theo-doi";
pub const TITLE: &str = "Sổ theo dõi hồ sơ";
/// Lines of a page: what an A4 sheet across holds when each takes three or four lines of print.
pub const PAGE_ROWS: usize = 10;

/// Which form of the law the book of a year is: by its last day, as its letterhead is, or by today while the year lasts.
/// Empty for a year that had no forms yet.
pub fn form(year: i32, today: Day) -> &'static str {
    let last = Day::new(year, 12, 31).unwrap_or(today);
    Regime::on(last.min(today)).number(Paper::Register)
}

/// Over the columns from reception to signature.
pub const OVER: &str = "Nhận và trả kết quả";
/// Which of `COLUMNS` they are.
pub const UNDER: std::ops::Range<usize> = 8..13;
/// The columns of the form; the first is ours, for a file that holds all fields.
pub const COLUMNS: [&str; 14] = [
    "Lĩnh vực",
    "STT",
    "Mã hồ sơ",
    "Tên thủ tục hành chính",
    "Số lượng hồ sơ (bộ)",
    "Tên cá nhân, tổ chức",
    "Địa chỉ, số điện thoại",
    "Cơ quan chủ trì giải quyết",
    "Nhận hồ sơ",
    "Hẹn trả kết quả",
    "Trả kết quả",
    "Phương thức nhận kết quả",
    "Ký nhận",
    "Ghi chú",
];

/// A line of the register.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// From 1 in each field and year.
    pub no: usize,
    pub id: DossierId,
    pub code: String,
    pub procedure: ProcedureRef,
    pub sets: u32,
    pub name: String,
    /// Whom the applicant acts for, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub on_behalf_of: String,
    pub reach: String,
    pub agency: String,
    pub received: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Moment>,
    /// When the result left the counter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Moment>,
    #[serde(default)]
    pub delivery: Delivery,
    pub status: Status,
    /// Who signed for the result, where that was somebody else.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub receiver: String,
    /// When it came into the book, where that was not on its own day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<Day>,
    /// When what was written on a paper slip was typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<Moment>,
    /// Came into the book after it was closed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
}

/// One page of a register.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Page {
    pub total: usize,
    /// From 1.
    pub page: usize,
    pub pages: usize,
    pub rows: Vec<Entry>,
    /// On the last page of a year that is over: how the book stands, until somebody closes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// Who closed the book, and what stood in it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closed>,
}

/// The whole register of a field and a year. `field` is empty for procedures that the catalogue has forgotten.
pub fn entries<'a>(
    ward: &Ward,
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    year: i32,
    field: &str,
) -> Vec<Entry> {
    let fields = Fields::new(ward);
    let in_field = |dossier: &Dossier| {
        fields.of(dossier).map_or("", |place| ward.catalogue.fields[place].id.as_str()) == field
    };
    let mut kept: Vec<(Moment, &Dossier)> = dossiers
        .into_iter()
        .filter(|dossier| dossier.received_at.is_some_and(|at| at.day().year() == year) && in_field(dossier))
        .filter_map(|dossier| Some((taken_in(dossier)?, dossier)))
        .collect();
    kept.sort_by_key(|(at, dossier)| (*at, dossier.code.as_ref().map(|code| code.short()), dossier.id));
    let entry = |(place, (at, dossier)): (usize, (Moment, &Dossier))| Entry::of(ward, place + 1, at, dossier);
    kept.into_iter().enumerate().filter_map(entry).collect()
}

/// When the book took the reception in: the server's own clock, which runs only forward.
fn taken_in(dossier: &Dossier) -> Option<Moment> {
    let received = dossier.history.iter().find(|trace| matches!(trace.kind, Kind::Receive | Kind::FastLane));
    received.map(|trace| trace.recorded.unwrap_or(trace.at)).or(dossier.received_at)
}

impl Entry {
    fn of(ward: &Ward, no: usize, taken_in: Moment, dossier: &Dossier) -> Option<Entry> {
        let received = dossier.received_at?;
        let (applicant, contact) = (&dossier.applicant, &dossier.contact);
        let reach = [&applicant.address, &contact.phone].map(|text| text.as_str());
        let agency = match dossier.agency.as_str() {
            "" => ward.letterhead(received.day()).map(|head| head.agency.clone()).unwrap_or_default(),
            other => other.to_owned(),
        };
        let over = dossier.handed_over.as_ref();
        let receiver = over.map(|over| over.to.as_str()).filter(|name| *name != applicant.name);
        Some(Entry {
            no,
            id: dossier.id,
            code: dossier.code.as_ref().map(ToString::to_string).unwrap_or_default(),
            procedure: dossier.procedure.clone(),
            sets: dossier.sets,
            name: applicant.name.clone(),
            on_behalf_of: applicant.on_behalf_of.clone(),
            reach: reach.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; "),
            agency,
            received,
            promised: dossier.promised,
            returned: dossier.closed_at.filter(|_| dossier.status == Status::Returned),
            delivery: over.and_then(|over| over.given.as_ref()).map_or(dossier.delivery, |given| given.way),
            status: dossier.status,
            receiver: receiver.unwrap_or_default().to_owned(),
            entered: Some(taken_in.day()).filter(|day| *day != received.day()),
            by_hand: dossier.slip.and_then(|slip| slip.entered),
            late: false,
        })
    }

    /// `Nguyễn Văn An (thay cho Trần Thị Lan)`
    pub fn who(&self) -> String {
        match self.on_behalf_of.as_str() {
            "" => self.name.clone(),
            other => format!("{} (thay cho {other})", self.name),
        }
    }

    /// What the last column says, in the words of the book.
    pub fn remark(&self) -> String {
        let mut said = Vec::new();
        if self.status.is_terminal() && self.status != Status::Returned {
            said.push(self.status.label().vi.to_owned());
        }
        if !self.receiver.is_empty() {
            said.push(format!("{} nhận", self.receiver));
        }
        if let Some(at) = self.by_hand {
            said.push(format!("viết tay, nhập {}", at.clock_and_day()));
        } else if let Some(day) = self.entered {
            said.push(format!("vào sổ {}", day.vi()));
        }
        if self.late {
            said.push(closing::LATE.to_owned());
        }
        said.join("; ")
    }
}

impl Page {
    /// A page beyond the last is the last; `today` says whether the year is over.
    pub fn of(book: Book<Entry>, page: usize, year: i32, today: Day) -> Page {
        let Book { entries, closed, .. } = book;
        let total = entries.len();
        let pages = total.div_ceil(PAGE_ROWS).max(1);
        let page = page.clamp(1, pages);
        let standing =
            closing::open(&entries, closed.as_ref(), (year, today), standing).filter(|_| page == pages);
        let rows = entries.into_iter().skip((page - 1) * PAGE_ROWS).take(PAGE_ROWS).collect();
        Page { total, page, pages, rows, standing, closed }
    }
}

/// What a closing of the register writes down.
pub fn standing(entries: &[Entry], closed: Option<Closed>) -> Standing {
    let count = |is: fn(&Entry) -> bool| entries.iter().filter(|entry| is(entry)).count();
    let (returned, open) =
        (count(|entry| entry.returned.is_some()), count(|entry| !entry.status.is_terminal()));
    let sums = Sums::Register { returned, ended: entries.len() - returned - open, open };
    Standing { last: entries.len().to_string(), entries: entries.len(), sums, closed }
}

/// The register of a field, what came in after its closing marked.
pub fn book<'a>(
    ward: &Ward,
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    (year, field): (i32, &str),
    closed: &[Closed],
) -> Book<Entry> {
    let closed = closing::of(closed, closing::Kind::Register, field, year).cloned();
    let mut entries = entries(ward, dossiers, year, field);
    if let Some(closed) = &closed {
        // A number once given stays, so what came later has the higher ones.
        entries.iter_mut().for_each(|entry| entry.late = entry.no > closed.entries);
    }
    let known = ward.catalogue.fields.iter().find(|known| known.id == field);
    let name = known.map_or(super::form::FORGOTTEN.vi, |known| known.name.as_str()).to_owned();
    Book { name, entries, closed }
}

/// Registers of a year one under another, for a file; each with the name of its field, and under them all how each was
/// closed.
pub fn table(ward: &Ward, registers: &[Book<Entry>], year: i32, today: Day) -> Table {
    let at = |moment: Option<Moment>| moment.map(Moment::clock_and_day).unwrap_or_default();
    let row = |field: &str, entry: &Entry| -> Vec<Cell> {
        let procedure = ward.catalogue.name_of(&entry.procedure).vi;
        let no = i64::try_from(entry.no).unwrap_or(i64::MAX);
        vec![
            field.into(),
            Cell::Number(no),
            entry.code.as_str().into(),
            procedure.as_str().into(),
            entry.sets.into(),
            entry.who().as_str().into(),
            entry.reach.as_str().into(),
            entry.agency.as_str().into(),
            at(Some(entry.received)).as_str().into(),
            at(entry.promised).as_str().into(),
            at(entry.returned).as_str().into(),
            entry.delivery.label().vi.into(),
            "".into(),
            entry.remark().as_str().into(),
        ]
    };
    let rows = registers.iter().flat_map(|book| book.entries.iter().map(|entry| row(&book.name, entry)));
    let below = registers.iter().flat_map(|Book { name, entries, closed }| {
        let standing = closing::open(entries, closed.as_ref(), (year, today), standing);
        let said = closing::below(Some(ward), (year, entries.len()), standing.as_ref(), closed.as_ref());
        said.into_iter().map(move |said| format!("{name}: {said}"))
    });
    Table {
        columns: COLUMNS.map(str::to_owned).to_vec(),
        rows: rows.collect(),
        total: vec![],
        below: below.collect(),
    }
}

/// The register of every field that has receptions in the year, or only of `field`.
pub fn registers(
    ward: &Ward,
    dossiers: &[Dossier],
    year: i32,
    field: Option<&str>,
    closed: &[Closed],
) -> Vec<Book<Entry>> {
    let all = ward.catalogue.fields.iter().map(|field| field.id.as_str()).chain([""]);
    let asked = all.filter(|id| field.is_none_or(|field| field == *id));
    let made = asked.map(|id| book(ward, dossiers, (year, id), closed));
    made.filter(|book| !book.entries.is_empty()).collect()
}
