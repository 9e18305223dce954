//! A report as a workbook that is printed and sent as it is: the form's head, its numbered columns, who signs.
//!
//! Not here: what is counted (`shared::report`).
//! Invariant: text is written as text and numbers as numbers; no cell is a formula.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use shared::lang::Lang;
use shared::report::form::FIRST;
use shared::report::{Cell, Coverage, Filled, Form, Period, Table};
use shared::report::{
    agencies as asked, behind as listing, cash as cash_book, quality as indices, register, results,
};
use shared::survey::table as asking;
use shared::ward::Ward;

use super::cash::File;
use super::until;

const FONT: &str = "Times New Roman";
/// Column widths, in characters.
const NUMBER_WIDTH: f64 = 5.0;
const NAME_WIDTH: f64 = 30.0;
const COUNT_WIDTH: f64 = 10.5;
const REGISTER_WIDTHS: [f64; 14] =
    [16.0, 6.0, 26.0, 34.0, 8.0, 24.0, 30.0, 24.0, 12.0, 12.0, 12.0, 12.0, 8.0, 18.0];

const CASH_WIDTHS: [f64; 9] = [6.0, 16.0, 18.0, 26.0, 26.0, 40.0, 14.0, 22.0, 34.0];

const RESULTS_WIDTHS: [f64; 10] = [30.0, 18.0, 12.0, 26.0, 40.0, 30.0, 8.0, 14.0, 26.0, 30.0];

const QUALITY_WIDTHS: [f64; 9] = [10.0, 60.0, 10.0, 10.0, 10.0, 20.0, 12.0, 14.0, 60.0];

const SURVEY_WIDTHS: [f64; 5] = [44.0, 40.0, 34.0, 12.0, 14.0];

const BEHIND_WIDTHS: [f64; 9] = [6.0, 16.0, 28.0, 40.0, 20.0, 18.0, 18.0, 18.0, 40.0];

const AGENCIES_WIDTHS: [f64; 13] =
    [6.0, 34.0, 10.0, 12.0, 12.0, 12.0, 12.0, 14.0, 12.0, 12.0, 12.0, 14.0, 16.0];

/// What stands over the figures.
pub struct Head {
    /// Who reports, and to whom.
    agency: String,
    above: String,
    place: String,
    period: String,
    /// Until when it counts, and what it cannot know yet.
    as_of: String,
    /// `Đà Nẵng, ngày … tháng … năm …`, by the day on which it was made.
    made: String,
    /// `Mẫu số 07` where it is a register of a year that had forms.
    register: &'static str,
}

impl Head {
    pub fn new(ward: &Ward, period: Period, coverage: &Coverage) -> Head {
        let head = ward.letterhead(period.to());
        let said = |of: fn(&shared::ward::Letterhead) -> &String| head.map(of).cloned().unwrap_or_default();
        Head {
            agency: said(|head| &head.agency),
            above: said(|head| &head.above),
            place: said(|head| &head.place),
            period: format!("Từ ngày {} đến ngày {}", period.from().vi(), period.to().vi()),
            as_of: until(coverage),
            made: coverage.as_of.day().on_paper(),
            register: register::form(period.to().year(), coverage.as_of.day()),
        }
    }
}

/// How cells look.
struct Look {
    text: Format,
    title: Format,
    slanted: Format,
    right: Format,
    head: Format,
    name: Format,
    count: Format,
    name_total: Format,
    count_total: Format,
    signature: Format,
}

impl Look {
    fn new() -> Look {
        let plain = Format::new().set_font_name(FONT).set_font_size(12);
        let boxed = plain.clone().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let middle = |format: &Format| format.clone().set_align(FormatAlign::Center);
        Look {
            text: plain.clone(),
            title: middle(&plain).set_bold().set_font_size(14),
            slanted: middle(&plain).set_italic(),
            right: plain.clone().set_italic().set_align(FormatAlign::Right),
            head: middle(&boxed).set_bold().set_text_wrap(),
            name: boxed.clone().set_text_wrap(),
            count: boxed.clone().set_num_format("#,##0"),
            name_total: boxed.clone().set_bold(),
            count_total: boxed.set_bold().set_num_format("#,##0"),
            signature: middle(&plain).set_bold(),
        }
    }
}

/// A form under its printed head.
///
/// # Errors
/// Says what a workbook cannot hold.
pub fn form(form: &Form, filled: &Filled, head: &Head) -> Result<Vec<u8>, XlsxError> {
    let (mut book, look) = (Workbook::new(), Look::new());
    let table = filled.table(form);
    let last = width(&table);
    let sheet = page(&mut book, form.id, last)?;
    let half = last / 2;
    sheet.write_string_with_format(0, 0, form.number.vi, &look.text)?;
    sheet.merge_range(0, half + 1, 0, last, &format!("Đơn vị báo cáo: {}", head.agency), &look.text)?;
    sheet.merge_range(1, half + 1, 1, last, &format!("Đơn vị nhận báo cáo: {}", head.above), &look.text)?;
    sheet.merge_range(3, 0, 3, last, &form.title.vi.to_uppercase(), &look.title)?;
    sheet.merge_range(4, 0, 4, last, &format!("Kỳ báo cáo: {}", head.period), &look.slanted)?;
    sheet.merge_range(5, 0, 5, last, form.unit.vi, &look.right)?;
    let first = heads(sheet, form, &table, &look)?;
    sheet.set_repeat_rows(6, first - 1)?;
    let end = body(sheet, &table, first, &look)?;
    sheet.write_string_with_format(end, 0, &head.as_of, &look.text)?;
    let place = format!("{}, {}", head.place, head.made);
    sheet.merge_range(end + 1, half + 1, end + 1, last, &place, &look.slanted)?;
    sheet.merge_range(end + 2, 0, end + 2, half, "NGƯỜI LẬP BIỂU", &look.signature)?;
    sheet.merge_range(end + 2, half + 1, end + 2, last, "THỦ TRƯỞNG ĐƠN VỊ", &look.signature)?;
    sheet.merge_range(end + 3, 0, end + 3, half, "(Ký, ghi rõ họ tên)", &look.slanted)?;
    sheet.merge_range(end + 3, half + 1, end + 3, last, "(Ký, đóng dấu, ghi rõ họ tên)", &look.slanted)?;
    book.save_to_buffer()
}

/// A table without a form's head.
///
/// # Errors
/// Says what a workbook cannot hold.
pub fn plain(table: &Table, head: &Head) -> Result<Vec<u8>, XlsxError> {
    let (mut book, look) = (Workbook::new(), Look::new());
    let last = width(table);
    let sheet = page(&mut book, "bao-cao", last)?;
    sheet.set_column_width(0, NAME_WIDTH)?;
    sheet.write_string_with_format(0, 0, &head.agency, &look.signature)?;
    sheet.write_string_with_format(1, 0, &head.period, &look.text)?;
    sheet.write_string_with_format(2, 0, &head.as_of, &look.text)?;
    for (i, name) in table.columns.iter().enumerate() {
        sheet.write_string_with_format(4, column(i), name, &look.head)?;
    }
    body(sheet, table, 5, &look)?;
    book.save_to_buffer()
}

/// A register: wide columns for names, one line of heads that every printed page repeats.
///
/// # Errors
/// Says what a workbook cannot hold.
pub fn register(table: &Table, head: &Head) -> Result<Vec<u8>, XlsxError> {
    let (mut book, look) = (Workbook::new(), Look::new());
    let (id, title) = (register::ID, register::TITLE);
    let (sheet, _) = listed(&mut book, (id, title), &REGISTER_WIDTHS, table, head, &look)?;
    if !head.register.is_empty() {
        sheet.write_string_with_format(0, width(table), head.register, &look.right)?;
    }
    book.save_to_buffer()
}

/// The books of results, one under another.
///
/// # Errors
/// Says what a workbook cannot hold.
pub fn results(table: &Table, head: &Head) -> Result<Vec<u8>, XlsxError> {
    let (mut book, look) = (Workbook::new(), Look::new());
    listed(&mut book, (results::ID, results::TITLE.vi), &RESULTS_WIDTHS, table, head, &look)?;
    book.save_to_buffer()
}

/// What was said of results, answer by answer.
///
/// # Errors
/// Says what a workbook cannot hold.
pub fn survey(table: &Table, head: &Head) -> Result<Vec<u8>, XlsxError> {
    let (mut book, look) = (Workbook::new(), Look::new());
    listed(&mut book, (asking::ID, asking::TITLE.vi), &SURVEY_WIDTHS, table, head, &look)?;
    book.save_to_buffer()
}

/// The 766 indices, with those that are not counted here.
///
/// # Errors
/// Says what a workbook cannot hold.
pub fn quality(table: &Table, head: &Head) -> Result<Vec<u8>, XlsxError> {
    let (mut book, look) = (Workbook::new(), Look::new());
    listed(&mut book, (indices::ID, indices::TITLE.vi), &QUALITY_WIDTHS, table, head, &look)?;
    book.save_to_buffer()
}

/// Agencies and their dates.
///
/// # Errors
/// Says what a workbook cannot hold.
pub fn agencies(table: &Table, head: &Head) -> Result<Vec<u8>, XlsxError> {
    let (mut book, look) = (Workbook::new(), Look::new());
    listed(&mut book, (asked::ID, asked::TITLE.vi), &AGENCIES_WIDTHS, table, head, &look)?;
    book.save_to_buffer()
}

/// The dossiers behind a number.
///
/// # Errors
/// Says what a workbook cannot hold.
pub fn behind(table: &Table, head: &Head) -> Result<Vec<u8>, XlsxError> {
    let (mut book, look) = (Workbook::new(), Look::new());
    listed(&mut book, (listing::ID, listing::TITLE.vi), &BEHIND_WIDTHS, table, head, &look)?;
    book.save_to_buffer()
}

/// The cash book: its rows, the sum in words, and the sums by procedure and by officer.
///
/// # Errors
/// Says what a workbook cannot hold.
pub fn cash(file: &File, head: &Head) -> Result<Vec<u8>, XlsxError> {
    let (mut book, look) = (Workbook::new(), Look::new());
    let (id, title) = (cash_book::ID, cash_book::TITLE.vi);
    let rows = Table { below: file.in_short.clone(), ..file.rows.clone() };
    let (sheet, mut at) = listed(&mut book, (id, title), &CASH_WIDTHS, &rows, head, &look)?;
    for (name, sums) in &file.sums {
        at += 2;
        sheet.write_string_with_format(at, 5, name.vi, &look.head)?;
        sheet.write_string_with_format(at, 6, cash_book::COLUMNS[6].vi, &look.head)?;
        sheet.write_string_with_format(at, 7, cash_book::COUNT.vi, &look.head)?;
        for (of, sum) in sums {
            at += 1;
            sheet.write_string_with_format(at, 5, &of.vi, &look.name)?;
            sheet.write_number_with_format(at, 6, sum.vnd as f64, &look.count)?;
            sheet.write_number_with_format(at, 7, f64::from(sum.count), &look.count)?;
        }
    }
    book.save_to_buffer()
}

/// Wide columns under one line of heads that every printed page repeats; says on which row the next text may stand.
fn listed<'a>(
    book: &'a mut Workbook,
    (id, title): (&str, &str),
    widths: &[f64],
    table: &Table,
    head: &Head,
    look: &Look,
) -> Result<(&'a mut Worksheet, u32), XlsxError> {
    const TOP: u32 = 4;
    let last = width(table);
    let sheet = page(book, id, last)?;
    for (i, wide) in widths.iter().enumerate() {
        sheet.set_column_width(column(i), *wide)?;
    }
    sheet.write_string_with_format(0, 0, &head.agency, &look.text)?;
    sheet.merge_range(1, 0, 1, last, &title.to_uppercase(), &look.title)?;
    sheet.merge_range(2, 0, 2, last, &format!("{}. {}", head.period, head.as_of), &look.slanted)?;
    for (i, name) in table.columns.iter().enumerate() {
        sheet.write_string_with_format(TOP, column(i), name, &look.head)?;
    }
    sheet.set_repeat_rows(TOP, TOP)?;
    let end = body(sheet, table, TOP + 1, look)?;
    Ok((sheet, end))
}

/// The number of the last column.
fn width(table: &Table) -> u16 {
    column(table.columns.len().saturating_sub(1))
}

fn column(i: usize) -> u16 {
    u16::try_from(i).unwrap_or(u16::MAX)
}

/// An empty sheet, A4 across, as wide as one page.
fn page<'a>(book: &'a mut Workbook, name: &str, last: u16) -> Result<&'a mut Worksheet, XlsxError> {
    let sheet = book.add_worksheet().set_name(name)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_column_width(0, NUMBER_WIDTH)?;
    sheet.set_column_width(1, NAME_WIDTH)?;
    for i in 2..=last {
        sheet.set_column_width(i, COUNT_WIDTH)?;
    }
    Ok(sheet)
}

/// The two lines of heads and the columns' numbers; says on which row the figures begin.
fn heads(sheet: &mut Worksheet, form: &Form, table: &Table, look: &Look) -> Result<u32, XlsxError> {
    const TOP: u32 = 6;
    let lead = FIRST - 1;
    for (i, name) in table.columns.iter().take(lead).enumerate() {
        sheet.merge_range(TOP, column(i), TOP + 1, column(i), name, &look.head)?;
    }
    let mut from = 0;
    for group in form.columns.chunk_by(|a, b| a.over == b.over) {
        let (first, last) = (column(lead + from), column(lead + from + group.len() - 1));
        let over = group[0].over.of(Lang::Vi);
        if first == last {
            sheet.write_string_with_format(TOP, first, over, &look.head)?;
        } else {
            sheet.merge_range(TOP, first, TOP, last, over, &look.head)?;
        }
        for (i, each) in group.iter().enumerate() {
            let name = each.name.of(Lang::Vi);
            sheet.write_string_with_format(TOP + 1, column(lead + from + i), name, &look.head)?;
        }
        from += group.len();
    }
    for i in 0..table.columns.len() {
        sheet.write_string_with_format(TOP + 2, column(i), format!("({})", i + 1), &look.head)?;
    }
    sheet.set_row_height(TOP + 1, 48)?;
    Ok(TOP + 3)
}

/// Rows and total; says on which row the next text may stand.
fn body(sheet: &mut Worksheet, table: &Table, first: u32, look: &Look) -> Result<u32, XlsxError> {
    let mut at = first;
    let rows = table.rows.iter().map(|row| (row, &look.name, &look.count));
    let total = std::iter::once(&table.total).filter(|total| !total.is_empty());
    let total = total.map(|row| (row, &look.name_total, &look.count_total));
    for (row, name, count) in rows.chain(total) {
        for (i, cell) in row.iter().enumerate() {
            match cell {
                Cell::Text(text) => sheet.write_string_with_format(at, column(i), text, name)?,
                Cell::Number(n) => sheet.write_number_with_format(at, column(i), *n as f64, count)?,
            };
        }
        at += 1;
    }
    at += 1;
    for said in &table.below {
        sheet.write_string_with_format(at, 0, said, &look.text)?;
        at += 1;
    }
    Ok(at)
}
