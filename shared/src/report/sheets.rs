//! The books of the counter and the forms as sheets: a head by law, one table, the lines that close it.
//!
//! Not here: what stands in a book (`register`, `results`, `cash`) or a form (`forms`), where its pages end (the server),
//! the reports without a form (`reports`).
//! Invariant: the cells are those of the file for a spreadsheet, in its order; always Vietnamese.

mod reports;

use super::cash::{self, CashBook};
use super::closing::{self, Book, Closed, Standing};
use super::form::{FIRST, Filled, Form};
use super::register;
use super::results;
use super::table::{Cell, Table};
use super::{Period, cash::COUNT};
use crate::lang::{Lang, number};
use crate::moment::Day;
use crate::sheet::{Block, Grid, Over, Sheet, Signature, Size};
use crate::ward::Ward;

pub use reports::{agencies, board, quality, survey};

/// Whose book, made when, and what is said under it: until when it counts, who asked for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    /// The last day of the book: its letterhead.
    pub to: Day,
    pub today: Day,
    pub foot: Vec<String>,
}

impl Made {
    fn sheet(&self, ward: &Ward, title: &str, about: String, blocks: Vec<Block>) -> Sheet {
        let head = ward.letterhead(self.to.min(self.today));
        let agency = head.map(|head| vec![head.above.to_uppercase(), head.agency.to_uppercase()]);
        let place = head.map(|head| format!("{}, {}", head.place, self.today.on_paper()));
        Sheet {
            size: Size::A4Wide,
            form: String::new(),
            agency: agency.unwrap_or_default(),
            number: about,
            bars: String::new(),
            place_and_date: place.unwrap_or_default(),
            title: title.to_uppercase(),
            blocks,
            recipients: Vec::new(),
            signatures: vec![
                Signature::person("NGƯỜI LẬP SỔ", ""),
                Signature {
                    role: vec!["THỦ TRƯỞNG ĐƠN VỊ".to_owned()],
                    hint: "(Ký, đóng dấu)".to_owned(),
                    name: String::new(),
                },
            ],
            copies: Vec::new(),
            foot: self.foot.clone(),
        }
    }

    /// What is made up of figures is signed by whoever made it up.
    fn report(&self, ward: &Ward, title: &str, period: Period, blocks: Vec<Block>) -> Sheet {
        let signature = |role: &str, hint: &str| Signature {
            role: vec![role.to_owned()],
            hint: hint.to_owned(),
            name: String::new(),
        };
        Sheet {
            signatures: vec![
                signature("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)"),
                signature("THỦ TRƯỞNG ĐƠN VỊ", "(Ký, đóng dấu, ghi rõ họ tên)"),
            ],
            ..self.sheet(ward, title, format!("Kỳ báo cáo: {}", about(period)), blocks)
        }
    }
}

/// A cell as it is printed.
fn printed(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(n) => number(Lang::Vi, *n),
    }
}

/// Without the first columns, which tell books of one file apart.
fn rows(table: &Table, from: usize) -> Vec<Vec<String>> {
    let cells = |row: &[Cell]| row.iter().skip(from).map(printed).collect();
    let total = std::iter::once(&table.total).filter(|total| !total.is_empty());
    table.rows.iter().chain(total).map(|row| cells(row)).collect()
}

fn block(table: &Table, from: usize) -> Block {
    Block::Table { head: table.columns.iter().skip(from).cloned().collect(), rows: rows(table, from) }
}

/// Columns by the head over each and its own; neighbours share a head, a column without one stands alone.
fn grid(columns: &[(&str, &str)], rows: Vec<Vec<String>>, is_summed: bool) -> Block {
    let (mut over, mut from) = (Vec::new(), 0);
    for group in columns.chunk_by(|a, b| a.0 == b.0) {
        let (name, count) = (group[0].0.to_owned(), group.len());
        if !name.is_empty() {
            over.push(Over { name, from, count });
        }
        from += count;
    }
    let head = columns.iter().map(|(_, name)| (*name).to_owned()).collect();
    Block::Grid(Grid { head, over, rows, is_summed })
}

/// Columns that stand alone.
fn alone(names: &[String]) -> impl Iterator<Item = (&str, &str)> {
    names.iter().map(|name| ("", name.as_str()))
}

/// A form as it is sent: whose it is and for whom, the columns under their heads, the sum.
pub fn form(ward: &Ward, form: &Form, filled: &Filled, period: Period, made: &Made) -> Sheet {
    let table = filled.table(form);
    let counts = form.columns.iter().map(|column| (column.over.vi, column.name.vi));
    let columns: Vec<_> = alone(&table.columns[..FIRST - 1]).chain(counts).collect();
    let head = ward.letterhead(made.to.min(made.today));
    let (agency, above) = head.map_or(("", ""), |head| (&head.agency, &head.above));
    let blocks = vec![
        Block::line("Đơn vị báo cáo", agency),
        Block::line("Đơn vị nhận báo cáo", above),
        Block::paragraph(form.unit.vi),
        grid(&columns, rows(&table, 0), true),
    ];
    Sheet { form: form.number.vi.to_owned(), ..made.report(ward, form.title.vi, period, blocks) }
}

fn about(period: Period) -> String {
    match period.from() == period.to() {
        true => format!("Ngày {}", period.from().vi()),
        false => format!("Từ ngày {} đến ngày {}", period.from().vi(), period.to().vi()),
    }
}

/// One for each field that has receptions in the year; a register that was closed ends with its closing line, and
/// whoever closed it signs it with the chairperson.
pub fn register(ward: &Ward, registers: Vec<Book<register::Entry>>, year: i32, made: &Made) -> Vec<Sheet> {
    let one = |book: Book<register::Entry>| {
        let table = register::table(ward, std::slice::from_ref(&book), year, made.today);
        let grid = Grid {
            head: table.columns.iter().skip(1).cloned().collect(),
            over: vec![Over {
                name: register::OVER.to_owned(),
                from: register::UNDER.start - 1,
                count: register::UNDER.len(),
            }],
            rows: rows(&table, 1),
            is_summed: false,
        };
        let about = format!("{} · Năm {year}", field_of(&book.name));
        let lines = book.entries.len();
        let last = register::Page::of(book, usize::MAX, year, made.today);
        let ending = ending(ward, (year, lines), last.standing.as_ref(), last.closed.as_ref());
        let sheet = made.sheet(ward, register::TITLE, about, vec![Block::Grid(grid)]);
        ending.put_under(Sheet { form: register::form(year, made.today).to_owned(), ..sheet })
    };
    registers.into_iter().map(one).collect()
}

/// What stands below the last line of a book, and who signs it.
struct Ending {
    blocks: Vec<Block>,
    signatures: Vec<Signature>,
}

fn ending(
    ward: &Ward,
    (year, lines): (i32, usize),
    standing: Option<&Standing>,
    closed: Option<&Closed>,
) -> Ending {
    let said = closing::below(Some(ward), (year, lines), standing, closed);
    Ending {
        blocks: said.into_iter().map(Block::paragraph).collect(),
        signatures: closed.map(|closed| closed.signatures(Some(ward))).unwrap_or_default(),
    }
}

impl Ending {
    fn put_under(self, mut sheet: Sheet) -> Sheet {
        sheet.blocks.extend(self.blocks);
        if !self.signatures.is_empty() {
            sheet.signatures = self.signatures;
        }
        sheet
    }
}

fn field_of(name: &str) -> String {
    format!("Lĩnh vực: {name}")
}

/// One for each book that has results in the year, with the numbers that were given twice or left out.
pub fn results(ward: &Ward, books: Vec<Book<results::Entry>>, year: i32, made: &Made) -> Vec<Sheet> {
    let one = |book: Book<results::Entry>| {
        let table = block(&results::table(ward, std::slice::from_ref(&book), year, made.today), 1);
        let (name, lines) = (book.name.clone(), book.entries.len());
        let page = results::Page::of(book, usize::MAX, year, made.today);
        let sum = results::sum_text(page.total, (page.copies, page.fee_vnd));
        let faults = page.faults.text().map(|(said, _)| Block::paragraph(said));
        let blocks = [table, Block::paragraph(sum)].into_iter().chain(faults).collect();
        let ending = ending(ward, (year, lines), page.standing.as_ref(), page.closed.as_ref());
        ending.put_under(made.sheet(ward, &name, format!("Năm {year}"), blocks))
    };
    books.into_iter().map(one).collect()
}

/// The cash book of a period with its sum in words and the sums of each procedure and officer.
pub fn cash(ward: &Ward, book: &CashBook, period: Period, made: &Made) -> Sheet {
    let mut blocks =
        vec![block(&book.table(ward), 0), Block::line("Bằng chữ", format!("{}.", book.in_words()))];
    // Below the words and the exemptions: corrections and money that went back, where there are any.
    blocks.extend(book.in_short().into_iter().skip(2).map(Block::paragraph));
    for (name, sums) in book.sums(ward).into_iter().filter(|(_, sums)| !sums.is_empty()) {
        let head = [name.vi, COUNT.vi, cash::COLUMNS[6].vi].map(str::to_owned).to_vec();
        let row = |(of, sum): (crate::lang::Sentence, cash::Sum)| {
            vec![of.vi, number(Lang::Vi, sum.count.into()), number(Lang::Vi, sum.vnd)]
        };
        blocks.push(Block::Table { head, rows: sums.into_iter().map(row).collect() });
    }
    made.sheet(ward, cash::TITLE.vi, about(period), blocks)
}
