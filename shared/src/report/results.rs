//! Sổ cấp kết quả: what the clerk has given a number, one book of each kind and year, as the counter keeps them by law.
//!
//! Not here: the register of dossiers (`register`), the sheet or file that is drawn of it.
//! Invariant: every result with a number stands once, in the order of its number; a number that was given twice or left
//! out is said, never mended. The columns are those of sổ chứng thực bản sao in Thông tư 01/2020/TT-BTP; the books are
//! those that the catalogue names.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::closing::{self, Book, Closed, Standing, Sums};
use super::{Cell, Table};
use crate::dossier::code::Code;
use crate::dossier::record::{Decision, Payment};
use crate::dossier::{Dossier, Kind};
use crate::id::DossierId;
use crate::lang::{Lang, Sentence, Word, number, word};
use crate::moment::{Day, Moment};
use crate::ward::Ward;

/// In the name of a file.
pub const ID: &str = "so-ket-qua";
pub const TITLE: Word = word("Sổ cấp kết quả", "Books of results");
/// Lines of a page on A4 across.
pub const PAGE_ROWS: usize = 20;
/// Numbers that are named one by one where they are wrong; beyond it they are counted.
const NAMED_MAX: usize = 12;

/// The columns of the book; the first is ours, for a file that holds every book.
pub const COLUMNS: [Word; 10] = [
    word("Sổ", "Book"),
    word("Số", "Number"),
    word("Ngày", "Day"),
    word("Người yêu cầu", "Asked for by"),
    word("Giấy tờ, nội dung", "Paper, contents"),
    word("Người ký", "Signed by"),
    word("Số bản", "Copies"),
    word("Phí, lệ phí (đồng)", "Fee (dong)"),
    word("Mã hồ sơ", "Dossier"),
    word("Ghi chú", "Remark"),
];

/// A line of a book.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// As the clerk gave it: `1542/CTBS-2018`.
    pub number: String,
    pub on: Day,
    pub id: DossierId,
    pub code: String,
    pub name: String,
    pub what: String,
    pub signer: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u32>,
    /// 0 where nothing was to be paid, or the applicant was exempted.
    pub fee_vnd: i64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
}

/// Numbers that were given to more than one result, and stretches that nobody was given.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Faults {
    pub twice: Vec<u32>,
    /// First and last of each.
    pub left_out: Vec<(u32, u32)>,
}

/// One page of a book.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Page {
    pub total: usize,
    /// From 1.
    pub page: usize,
    pub pages: usize,
    pub rows: Vec<Entry>,
    /// Of the whole year.
    pub faults: Faults,
    pub copies: u64,
    pub fee_vnd: i64,
    /// On the last page of a year that is over: how the book stands, until somebody closes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// Who closed the book, and what stood in it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closed>,
}

/// The books that the catalogue names, in its order.
pub fn books(ward: &Ward) -> Vec<String> {
    let mut books: Vec<String> = Vec::new();
    for procedure in &ward.catalogue.procedures {
        if let Some(book) = first(&procedure.register)
            && !books.iter().any(|known| known == book)
        {
            books.push(book.to_owned());
        }
    }
    books
}

/// The book that a result's number is of, where it is entered in several: the one that is named first.
fn first(register: &str) -> Option<&str> {
    register.split(';').map(str::trim).find(|name| !name.is_empty())
}

/// The figure that a number begins with: `1542/CTBS-2018`.
pub fn figure(number: &str) -> Option<u32> {
    let number = number.trim();
    let end = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number[..end].parse().ok()
}

/// The next number of the book of a procedure, written as the last one was; none where the book has none yet.
pub fn next<'a>(
    ward: &Ward,
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    register: &str,
    year: i32,
) -> Option<String> {
    let book = first(register)?;
    let given = dossiers.into_iter().filter(|dossier| is_in(ward, dossier, book));
    let stamps = given.filter_map(|dossier| dossier.stamp.as_ref()).filter(|stamp| stamp.on.year() == year);
    let last = stamps.filter_map(|stamp| Some((figure(&stamp.number)?, stamp.number.trim()))).max()?;
    let rest = last.1.trim_start_matches(|c: char| c.is_ascii_digit());
    Some(format!("{}{rest}", last.0.checked_add(1)?))
}

/// Which figures of a procedure's book were given in a year, and to which dossiers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Numbered(BTreeMap<u32, Vec<(DossierId, String)>>);

impl Numbered {
    /// Empty where the procedure is entered in no book.
    pub fn of<'a>(
        ward: &Ward,
        dossiers: impl IntoIterator<Item = &'a Dossier>,
        register: &str,
        year: i32,
    ) -> Numbered {
        let mut all = BTreeMap::<u32, Vec<(DossierId, String)>>::new();
        let Some(book) = first(register) else { return Numbered::default() };
        for dossier in dossiers.into_iter().filter(|dossier| is_in(ward, dossier, book)) {
            let stamp = dossier.stamp.as_ref().filter(|stamp| stamp.on.year() == year);
            if let Some(figure) = stamp.and_then(|stamp| figure(&stamp.number)) {
                let code = dossier.code.as_ref().map(Code::short).unwrap_or_default();
                all.entry(figure).or_default().push((dossier.id, code));
            }
        }
        Numbered(all)
    }

    /// Who has the number already, but for the dossier that it is typed for: a sentence for its field. Nothing is refused:
    /// two devices may be without a network, and the book says it too (`Faults`).
    pub fn used(&self, typed: &str, own: Option<DossierId>) -> Option<Sentence> {
        let all = self.0.get(&figure(typed)?)?;
        let (_, code) = all.iter().find(|(id, _)| Some(*id) != own)?;
        Some(Sentence::new(
            format!("Số này đã cấp ở hồ sơ {code}. Xem lại sổ."),
            format!("Dossier {code} has this number already. Look at the book."),
        ))
    }
}

/// A refusal is a letter and stands in no book.
fn is_in(ward: &Ward, dossier: &Dossier, book: &str) -> bool {
    let granted = dossier.result.as_ref().is_none_or(|result| result.decision == Decision::Grant);
    let procedure = ward.catalogue.get(&dossier.procedure);
    granted && procedure.is_some_and(|procedure| first(&procedure.register) == Some(book))
}

/// A book of a year.
pub fn entries<'a>(
    ward: &Ward,
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    year: i32,
    book: &str,
) -> Vec<Entry> {
    let in_book = dossiers.into_iter().filter(|dossier| is_in(ward, dossier, book));
    let mut entries: Vec<Entry> = in_book
        .filter_map(|dossier| Entry::of(ward, dossier))
        .filter(|entry| entry.on.year() == year)
        .collect();
    let key = |entry: &Entry| (figure(&entry.number).unwrap_or(u32::MAX), entry.on, entry.code.clone());
    entries.sort_by_cached_key(key);
    entries
}

/// What was paid for it and not given back, in đồng.
fn fee_vnd(dossier: &Dossier) -> i64 {
    let fee = &dossier.fee;
    if fee.payment == Payment::Exempt { 0 } else { fee.total_vnd().saturating_sub(fee.repaid_vnd) }
}

impl Entry {
    fn of(ward: &Ward, dossier: &Dossier) -> Option<Entry> {
        let stamp = dossier.stamp.as_ref()?;
        let procedure = ward.catalogue.get(&dossier.procedure)?;
        let given = dossier.handed_over.as_ref().and_then(|over| over.given.as_ref());
        let signer = dossier.signer.and_then(|id| ward.officer(id));
        let what =
            dossier.result.as_ref().map(|result| result.summary.trim()).filter(|text| !text.is_empty());
        let name = match dossier.applicant.on_behalf_of.trim() {
            "" => dossier.applicant.name.clone(),
            other => format!("{} (thay cho {other})", dossier.applicant.name),
        };
        let mut remark = Vec::new();
        if dossier.fee.payment == Payment::Exempt {
            remark.push(format!("miễn phí: {}", dossier.fee.exempt_reason));
        }
        if let Some(at) = dossier.slip.and_then(|slip| slip.entered) {
            remark.push(format!("viết tay, nhập {}", at.clock_and_day()));
        }
        Some(Entry {
            number: stamp.number.clone(),
            on: stamp.on,
            id: dossier.id,
            code: dossier.code.as_ref().map(ToString::to_string).unwrap_or_default(),
            name,
            what: what.map_or_else(|| ward.catalogue.name_of(&dossier.procedure).vi, str::to_owned),
            signer: signer.map(|o| format!("{}, {}", o.name, o.title)).unwrap_or_default(),
            copies: given.and_then(|given| given.copies).or_else(|| procedure.copies(&dossier.fee.items)),
            fee_vnd: fee_vnd(dossier),
            remark: remark.join("; "),
        })
    }
}

impl Faults {
    fn of(entries: &[Entry]) -> Faults {
        let mut given = BTreeMap::<u32, usize>::new();
        for figure in entries.iter().filter_map(|entry| figure(&entry.number)) {
            *given.entry(figure).or_default() += 1;
        }
        let twice = given.iter().filter(|(_, count)| **count > 1).map(|(figure, _)| *figure).collect();
        let mut before = 0;
        let mut left_out = Vec::new();
        for figure in given.into_keys() {
            if figure > before + 1 {
                left_out.push((before + 1, figure - 1));
            }
            before = figure;
        }
        Faults { twice, left_out }
    }

    /// `Số cấp hai lần: 12. Số bỏ trống: 14–16.`, in both languages; none where all is in order.
    pub fn text(&self) -> Option<(String, String)> {
        let (mut vi, mut en) = (Vec::new(), Vec::new());
        let stretch = |(first, last): &(u32, u32)| match first == last {
            true => first.to_string(),
            false => format!("{first}–{last}"),
        };
        let twice: Vec<String> = self.twice.iter().map(u32::to_string).collect();
        let left_out: Vec<String> = self.left_out.iter().map(stretch).collect();
        for (what, many) in
            [(("Số cấp hai lần", "Given twice"), twice), (("Số bỏ trống", "Left out"), left_out)]
        {
            if many.is_empty() {
                continue;
            }
            let rest = many.len().saturating_sub(NAMED_MAX);
            let named = many[..many.len() - rest].join(", ");
            let (more_vi, more_en) = match rest {
                0 => (String::new(), String::new()),
                n => (format!(" và {n} chỗ khác"), format!(" and {n} more")),
            };
            vi.push(format!("{}: {named}{more_vi}.", what.0));
            en.push(format!("{}: {named}{more_en}.", what.1));
        }
        (!vi.is_empty()).then(|| (vi.join(" "), en.join(" ")))
    }
}

impl Page {
    /// A page beyond the last is the last; `today` says whether the year is over.
    pub fn of(book: Book<Entry>, page: usize, year: i32, today: Day) -> Page {
        let Book { entries, closed, .. } = book;
        let total = entries.len();
        let pages = total.div_ceil(PAGE_ROWS).max(1);
        let page = page.clamp(1, pages);
        let faults = Faults::of(&entries);
        let (copies, fee_vnd) = sums(&entries);
        let standing =
            closing::open(&entries, closed.as_ref(), (year, today), standing).filter(|_| page == pages);
        let rows = entries.into_iter().skip((page - 1) * PAGE_ROWS).take(PAGE_ROWS).collect();
        Page { total, page, pages, rows, faults, copies, fee_vnd, standing, closed }
    }
}

/// Copies and fees together.
pub fn sums(entries: &[Entry]) -> (u64, i64) {
    let copies = entries.iter().filter_map(|entry| entry.copies).map(u64::from).sum();
    (copies, entries.iter().map(|entry| entry.fee_vnd).fold(0, i64::saturating_add))
}

/// `Cộng: 812 số, 1.204 bản, 3.000.000 đồng.`
pub fn sum_text(entries: usize, (copies, fee_vnd): (u64, i64)) -> String {
    let n = |n: u64| number(Lang::Vi, i64::try_from(n).unwrap_or(i64::MAX));
    format!("Cộng: {} số, {} bản, {} đồng.", n(entries as u64), n(copies), number(Lang::Vi, fee_vnd))
}

/// What a closing of the book writes down.
pub fn standing(entries: &[Entry], closed: Option<Closed>) -> Standing {
    let (copies, fee_vnd) = sums(entries);
    let last = entries.iter().rfind(|entry| figure(&entry.number).is_some());
    let last = last.or(entries.last()).map(|entry| entry.number.clone()).unwrap_or_default();
    Standing { last, entries: entries.len(), sums: Sums::Results { copies, fee_vnd }, closed }
}

/// When the book took the number in: the server's own clock, which runs only forward.
fn taken_in(dossier: &Dossier) -> Option<Moment> {
    let gives = |kind: Kind| matches!(kind, Kind::Stamp | Kind::FastLane | Kind::ResultArrived);
    let given = dossier.history.iter().rev().find(|trace| gives(trace.kind));
    given.map(|trace| trace.recorded.unwrap_or(trace.at))
}

/// A book of a year, what came in after its closing marked.
pub fn book(ward: &Ward, dossiers: &[Dossier], (year, name): (i32, &str), closed: &[Closed]) -> Book<Entry> {
    let closed = closing::of(closed, closing::Kind::Results, name, year).cloned();
    let mut entries = entries(ward, dossiers, year, name);
    if let Some(closed) = &closed {
        let ids: BTreeSet<DossierId> = entries.iter().map(|entry| entry.id).collect();
        let here = dossiers.iter().filter(|dossier| ids.contains(&dossier.id));
        let mut order: Vec<_> = here.map(|dossier| (taken_in(dossier), dossier.id)).collect();
        order.sort_unstable();
        let late: BTreeSet<DossierId> = order.into_iter().skip(closed.entries).map(|(_, id)| id).collect();
        for entry in entries.iter_mut().filter(|entry| late.contains(&entry.id)) {
            let said = [entry.remark.as_str(), closing::LATE];
            entry.remark = said.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ");
        }
    }
    Book { name: name.to_owned(), entries, closed }
}

/// Books of a year one under another, for a file; under them all the sum of each, numbers that were given twice or left
/// out, and how it was closed.
pub fn table(ward: &Ward, all: &[Book<Entry>], year: i32, today: Day) -> Table {
    let row = |book: &str, entry: &Entry| -> Vec<Cell> {
        vec![
            book.into(),
            entry.number.as_str().into(),
            entry.on.vi().as_str().into(),
            entry.name.as_str().into(),
            entry.what.as_str().into(),
            entry.signer.as_str().into(),
            entry.copies.map_or_else(|| "".into(), Cell::from),
            Cell::Number(entry.fee_vnd),
            entry.code.as_str().into(),
            entry.remark.as_str().into(),
        ]
    };
    let rows = all.iter().flat_map(|book| book.entries.iter().map(|entry| row(&book.name, entry)));
    let below = all.iter().flat_map(|Book { name, entries, closed }| {
        let faults = Faults::of(entries).text().map(|(said, _)| said);
        let standing = closing::open(entries, closed.as_ref(), (year, today), standing);
        let ending = closing::below(Some(ward), (year, entries.len()), standing.as_ref(), closed.as_ref());
        let said = [sum_text(entries.len(), sums(entries))].into_iter().chain(faults).chain(ending);
        said.map(move |said| format!("{name}: {said}"))
    });
    Table {
        columns: COLUMNS.map(|name| name.vi.to_owned()).to_vec(),
        rows: rows.collect(),
        total: vec![],
        below: below.collect(),
    }
}

/// Every book that has a result in the year, or only the one with that name.
pub fn all(
    ward: &Ward,
    dossiers: &[Dossier],
    year: i32,
    name: Option<&str>,
    closed: &[Closed],
) -> Vec<Book<Entry>> {
    let asked = books(ward).into_iter().filter(|known| name.is_none_or(|name| name == known));
    let made = asked.map(|name| book(ward, dossiers, (year, &name), closed));
    made.filter(|book| !book.entries.is_empty()).collect()
}
