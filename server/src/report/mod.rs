//! Báo cáo: reports over the book, with what they cannot know yet.
//!
//! Not here: counting (`shared::report`), the command (`cli::report`).
//! Invariant: no report carries a citizen's name, but the books and where a number's own dossiers are asked for; each says
//! until when it counts and which devices still hold work.

pub mod archive;
pub mod cash;
pub mod closing;
pub mod feedback;
pub mod register;
pub mod results;
pub mod survey;
pub mod till;
pub mod xlsx;

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use rust_xlsxwriter::XlsxError;
use serde::{Deserialize, Serialize, Serializer};
use shared::dossier::Dossier;
use shared::lang::word;
use shared::moment::{Day, Moment};
use shared::report::agencies::{self, Agencies, agencies};
use shared::report::behind::All;
use shared::report::closing::Closed;
use shared::report::forms::form;
use shared::report::indices::index;
use shared::report::quality::{self, Quality, quality};
use shared::report::sheets::Made;
use shared::report::{
    Behind, Board, Coverage, Covered, Figure, Filled, Form, Period, Place, Table, board, figure,
};
use shared::sheet::Sheet;
use shared::text::fold;
use shared::ward::Ward;
use tokio::sync::SemaphorePermit;

use crate::error::{Error, Result};
use crate::gate::Staff;
use crate::store::{Fault, Store};
use crate::{Site, limits};

/// What is asked for: the leader's board, or a form.
#[derive(Clone, Copy)]
pub enum Which {
    Board,
    Form(&'static Form),
    /// Bộ chỉ số 766.
    Quality,
    /// Cơ quan phối hợp.
    Agencies,
    /// Of the year in which the period begins.
    Register,
    Cash,
}

impl Which {
    /// By the name in an address or on the command line.
    pub fn named(name: &str) -> Option<Which> {
        match name {
            board::ID => Some(Which::Board),
            quality::ID => Some(Which::Quality),
            agencies::ID => Some(Which::Agencies),
            name => form(name).map(Which::Form),
        }
    }

    /// In a file's name.
    pub const fn name(self) -> &'static str {
        match self {
            Which::Board => "bang-dieu-hanh",
            Which::Form(form) => form.id,
            Which::Quality => QUALITY_FILE,
            Which::Agencies => agencies::ID,
            Which::Register => shared::report::register::ID,
            Which::Cash => shared::report::cash::ID,
        }
    }
}

/// A number alone says little in a folder of downloads.
const QUALITY_FILE: &str = "chi-so-766";

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Format {
    /// Named columns, for programs.
    #[default]
    Json,
    /// What a page draws.
    Cells,
    Csv,
    Xlsx,
    /// For the archive.
    Pdf,
}

/// A report that is made.
pub enum Report {
    Board(Box<Board>),
    Form(&'static Form, Filled),
    Quality(Quality),
    Agencies(Agencies),
    Register(Table),
    Cash(cash::File),
}

impl Report {
    /// For a terminal or a spreadsheet.
    pub fn table(&self) -> Table {
        match self {
            Report::Board(board) => board.table(),
            Report::Form(form, filled) => filled.table(form),
            Report::Quality(quality) => quality.table(),
            Report::Agencies(agencies) => agencies.table(),
            Report::Register(table) => table.clone(),
            Report::Cash(file) => file.rows.clone(),
        }
    }

    /// With the printed head of its form.
    ///
    /// # Errors
    /// Says what the file could not hold.
    pub fn xlsx(&self, head: &xlsx::Head) -> std::result::Result<Vec<u8>, XlsxError> {
        match self {
            Report::Board(board) => xlsx::plain(&board.table(), head),
            Report::Form(form, filled) => xlsx::form(form, filled, head),
            Report::Quality(quality) => xlsx::quality(&quality.table(), head),
            Report::Agencies(agencies) => xlsx::agencies(&agencies.table(), head),
            Report::Register(table) => xlsx::register(table, head),
            Report::Cash(file) => xlsx::cash(file, head),
        }
    }
}

impl Serialize for Report {
    /// As programs read it.
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Report::Board(board) => board.serialize(to),
            Report::Form(form, filled) => filled.table(form).serialize(to),
            Report::Quality(quality) => quality.table().serialize(to),
            Report::Agencies(agencies) => agencies.table().serialize(to),
            Report::Register(table) => table.serialize(to),
            Report::Cash(file) => file.rows.serialize(to),
        }
    }
}

/// Counts the book.
pub async fn make(
    store: &Store,
    which: Which,
    period: Period,
    now: Moment,
) -> std::result::Result<Report, Fault> {
    match which {
        Which::Board => {
            let count = move |ward: &Ward, dossiers: &[Dossier]| board(ward, dossiers, period, now);
            Ok(Report::Board(Box::new(over(store, period, now, count).await?)))
        }
        Which::Form(form) => {
            let fill = move |ward: &Ward, dossiers: &[Dossier]| form.fill(ward, dossiers, period, now);
            Ok(Report::Form(form, over(store, period, now, fill).await?))
        }
        Which::Quality => {
            let ballots = store.ballots(period).await?;
            let count =
                move |ward: &Ward, dossiers: &[Dossier]| quality(ward, dossiers, &ballots, period, now);
            Ok(Report::Quality(over(store, period, now, count).await?))
        }
        Which::Agencies => {
            let count = move |ward: &Ward, dossiers: &[Dossier]| agencies(ward, dossiers, period, now);
            Ok(Report::Agencies(over(store, period, now, count).await?))
        }
        Which::Register => {
            let year = period.from().year();
            let closed = store.closings(year).await?;
            let whole = move |ward: &Ward, dossiers: &[Dossier]| {
                let all = shared::report::register::registers(ward, dossiers, year, None, &closed);
                shared::report::register::table(ward, &all, year, now.day())
            };
            Ok(Report::Register(over(store, period, now, whole).await?))
        }
        Which::Cash => Ok(Report::Cash(cash::make(store, period, cash::File::of).await?)),
    }
}

/// What `count` makes of a period's dossiers. They are read and added up beside the threads that answer.
pub async fn over<T: Send + 'static>(
    store: &Store,
    period: Period,
    now: Moment,
    count: impl FnOnce(&Ward, &[Dossier]) -> T + Send + 'static,
) -> std::result::Result<T, Fault> {
    let (ward, kept) = (store.ward(), store.records_of(period, now.day()).await?);
    aside(move || Ok(count(&ward, &kept.dossiers()?))).await
}

/// Runs beside the threads that answer.
async fn aside<T: Send + 'static>(
    count: impl FnOnce() -> std::result::Result<T, Fault> + Send + 'static,
) -> std::result::Result<T, Fault> {
    match tokio::task::spawn_blocking(count).await {
        Ok(counted) => counted,
        Err(stopped) => Err(Fault::Odd(format!("the report was not finished: {stopped}"))),
    }
}

#[derive(Deserialize)]
pub struct Ask {
    form: String,
    from: Day,
    to: Day,
    #[serde(default)]
    format: Format,
}

fn bad_query() -> Error {
    let said = word(
        "Địa chỉ phải có form (board, ii06a, tong-hop, nguyen-nhan, 766, co-quan-phoi-hop), from và to (2018-01-31); format là json, cells, csv, xlsx hoặc pdf.",
        "The address must carry form (board, ii06a, tong-hop, nguyen-nhan, 766, co-quan-phoi-hop), from and to (2018-01-31); format is json, cells, csv, xlsx or pdf.",
    );
    Error::bad("bad_query", said)
}

pub fn period_of(from: Day, to: Day) -> Result<Period> {
    Period::new(from, to).map_err(|said| Error::bad("bad_period", said))
}

/// A report reads a whole period: a few at once leave the other core to the counter.
pub async fn slot(site: &Site) -> Result<SemaphorePermit<'_>> {
    match tokio::time::timeout(limits::REPORT_WAIT_MAX, site.report_slots.acquire()).await {
        Ok(Ok(slot)) => Ok(slot),
        Ok(Err(_)) | Err(_) => Err(Error::busy()),
    }
}

/// `GET /api/report?form=&from=&to=`; with `&format=csv` or `xlsx` a file for a spreadsheet, with `pdf` one for the
/// archive, with `cells` what a page draws of it.
pub async fn report(
    State(site): State<Arc<Site>>,
    Staff(signed): Staff,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(ask)) = ask else { return Err(bad_query()) };
    let which = Which::named(&ask.form).ok_or_else(bad_query)?;
    let (period, now) = (period_of(ask.from, ask.to)?, site.clock.now());
    let _slot = slot(&site).await?;
    let coverage = coverage(&site.store, now).await?;
    let name = |end: &str| format!("{}-{}-{}.{end}", which.name(), ask.from, ask.to);
    if ask.format == Format::Pdf {
        let made = archive::made(period, now, &coverage, &signed.officer.name);
        let (title, sheets) = archive::sheets(&site.store, which, period, now, made).await?;
        return archive::file(sheets, title, &site.store.ward(), now, &name("pdf")).await;
    }
    let report = make(&site.store, which, period, now).await?;
    Ok(match (ask.format, report) {
        (Format::Json, report)
        | (Format::Cells, report @ (Report::Board(_) | Report::Register(_) | Report::Cash(_))) => {
            Reply(Covered { report, coverage }).into_response()
        }
        (Format::Cells, Report::Form(_, report)) => Reply(Covered { report, coverage }).into_response(),
        (Format::Cells, Report::Quality(report)) => Reply(Covered { report, coverage }).into_response(),
        (Format::Cells, Report::Agencies(report)) => Reply(Covered { report, coverage }).into_response(),
        (Format::Csv, report) => file(CSV, report.table().to_csv(), &name("csv")),
        (Format::Xlsx, report) => {
            let head = xlsx::Head::new(&site.store.ward(), period, &coverage);
            let bytes = report.xlsx(&head).map_err(|fault| Error::failed(&fault))?;
            file(XLSX, bytes, &name("xlsx"))
        }
        (Format::Pdf, _) => return Err(bad_query()),
    })
}

#[derive(Deserialize)]
pub struct BehindAsk {
    form: String,
    from: Day,
    to: Day,
    column: usize,
    field: Option<String>,
    #[serde(default = "first_page")]
    page: usize,
    #[serde(default)]
    format: Format,
}

/// The dossiers behind a number, as they are asked for.
enum Listed {
    Page(Behind),
    Whole(Table),
}

/// `GET /api/report/behind?form=&from=&to=&column=&field=&page=`: the dossiers that a number counts. `field` is the line:
/// a field of work, an index, an agency or a line of the board; without it the line of totals. With `&format=csv` or
/// `xlsx` all of them as a file.
pub async fn behind(
    State(site): State<Arc<Site>>,
    Staff(_): Staff,
    ask: std::result::Result<Query<BehindAsk>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(ask)) = ask else { return Err(bad_query()) };
    let place = Place { column: ask.column, field: ask.field };
    let which = Which::named(&ask.form).filter(|which| which.has(&place)).ok_or_else(bad_query)?;
    if ask.format == Format::Pdf {
        return Err(bad_query());
    }
    let (period, now) = (period_of(ask.from, ask.to)?, site.clock.now());
    let _slot = slot(&site).await?;
    let (page, format) = (ask.page, ask.format);
    let listed = move |ward: &Ward, dossiers: &[Dossier]| {
        let all = match which {
            Which::Form(form) => All::new(form.behind(ward, dossiers, period, now, &place)),
            Which::Quality => All::new(quality::behind(dossiers, period, now, &place)),
            Which::Agencies => All::questions(agencies::behind(ward, dossiers, period, now, &place)),
            Which::Board => All::new(figure::behind(ward, dossiers, period, now, &place)),
            Which::Register | Which::Cash => All::new(vec![]),
        };
        match format {
            Format::Json | Format::Cells | Format::Pdf => Listed::Page(all.page(page)),
            Format::Csv | Format::Xlsx => Listed::Whole(all.table(ward)),
        }
    };
    let name =
        |end: &str| format!("{}-{}-{}-{}.{end}", shared::report::behind::ID, which.name(), ask.from, ask.to);
    match (over(&site.store, period, now, listed).await?, format) {
        (Listed::Page(page), _) => Ok(Reply(page).into_response()),
        (Listed::Whole(table), Format::Xlsx) => {
            let coverage = coverage(&site.store, now).await?;
            let head = xlsx::Head::new(&site.store.ward(), period, &coverage);
            let bytes = xlsx::behind(&table, &head).map_err(|fault| Error::failed(&fault))?;
            Ok(file(XLSX, bytes, &name("xlsx")))
        }
        (Listed::Whole(table), _) => Ok(file(CSV, table.to_csv(), &name("csv"))),
    }
}

impl Which {
    /// Whether dossiers can be looked for behind the place.
    fn has(self, place: &Place) -> bool {
        let index = || place.field.as_deref().and_then(index);
        match self {
            Which::Form(form) => form.column(place.column).is_some(),
            Which::Quality => index().is_some_and(|index| quality::opens(index, place.column)),
            Which::Agencies => agencies::column_of(place.column).is_some(),
            Which::Board => Figure::of(place).is_some(),
            Which::Register | Which::Cash => false,
        }
    }
}

/// A book of a year, as it is asked for.
struct Yearly {
    year: i32,
    /// Every one where it is missing, which only a file can hold.
    which: Option<String>,
    page: usize,
    format: Format,
    /// The books of that year that were closed.
    closed: Vec<Closed>,
}

/// How one kind of book is made.
struct Book<P> {
    id: &'static str,
    bad: fn() -> Error,
    page: fn(&Ward, &[Dossier], &Yearly, &str, Day) -> P,
    table: fn(&Ward, &[Dossier], &Yearly, Day) -> Table,
    xlsx: fn(&Table, &xlsx::Head) -> std::result::Result<Vec<u8>, XlsxError>,
    title: &'static str,
    sheets: fn(&Ward, &[Dossier], &Yearly, &Made) -> Vec<Sheet>,
}

const fn first_page() -> usize {
    1
}

/// A page of a book, or the whole as a file.
async fn yearly<P: Serialize + Send + 'static>(
    site: &Site,
    by: &str,
    mut ask: Yearly,
    book: Book<P>,
) -> Result<Response> {
    let bad = book.bad;
    let day = |month, day| Day::new(ask.year, month, day).ok_or_else(bad);
    let (period, now) = (period_of(day(1, 1)?, day(12, 31)?)?, site.clock.now());
    let _slot = slot(site).await?;
    let coverage = coverage(&site.store, now).await?;
    ask.closed = site.store.closings(ask.year).await?;
    let (year, format) = (ask.year, ask.format);
    let one = ask.which.as_deref().map(in_file_name).unwrap_or_default();
    let name = |end: &str| format!("{}-{year}{one}.{end}", book.id);
    Ok(match format {
        Format::Json | Format::Cells => {
            let which = ask.which.clone().ok_or_else(bad)?;
            let one =
                move |ward: &Ward, dossiers: &[Dossier]| (book.page)(ward, dossiers, &ask, &which, now.day());
            let report = over(&site.store, period, now, one).await?;
            Reply(Covered { report, coverage }).into_response()
        }
        Format::Csv => {
            let whole =
                move |ward: &Ward, dossiers: &[Dossier]| (book.table)(ward, dossiers, &ask, now.day());
            file(CSV, over(&site.store, period, now, whole).await?.to_csv(), &name("csv"))
        }
        Format::Xlsx => {
            let whole =
                move |ward: &Ward, dossiers: &[Dossier]| (book.table)(ward, dossiers, &ask, now.day());
            let table = over(&site.store, period, now, whole).await?;
            let head = xlsx::Head::new(&site.store.ward(), period, &coverage);
            let bytes = (book.xlsx)(&table, &head).map_err(|fault| Error::failed(&fault))?;
            file(XLSX, bytes, &name("xlsx"))
        }
        Format::Pdf => {
            let made = archive::made(period, now, &coverage, by);
            let sheets = move |ward: &Ward, dossiers: &[Dossier]| (book.sheets)(ward, dossiers, &ask, &made);
            let sheets = over(&site.store, period, now, sheets).await?;
            let title = format!("{} – {year}", book.title);
            archive::file(sheets, title, &site.store.ward(), now, &name("pdf")).await?
        }
    })
}

pub const JSON: &str = "application/json";
pub const CSV: &str = "text/csv; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub fn file(kind: &'static str, bytes: impl IntoResponse, name: &str) -> Response {
    let kept_as = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&kept_as).expect("letters, digits and dashes")),
    ];
    (headers, bytes).into_response()
}

/// `-so-chung-thuc-chu-ky`: what tells the files of a year's books from one another. It came with the address.
fn in_file_name(book: &str) -> String {
    let plain: String = fold(book).chars().filter(|c| c.is_ascii()).take(limits::NAME_CHARS_MAX).collect();
    plain.split_whitespace().map(|word| format!("-{word}")).collect()
}

/// Until when a book or form counts, and what it cannot know yet, as its paper says it.
fn until(coverage: &Coverage) -> String {
    let until = coverage.as_of.clock_and_day();
    match coverage.devices.len() {
        0 => format!("Số liệu tính đến {until}."),
        devices => format!("Số liệu tính đến {until}; {devices} thiết bị chưa gửi {} việc.", coverage.acts),
    }
}

/// Which devices have told of work that is not in the book yet.
pub async fn coverage(store: &Store, now: Moment) -> std::result::Result<Coverage, Fault> {
    Ok(Coverage::new(now, store.devices_seen().await?))
}
