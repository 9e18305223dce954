//! Reports over a small year that the ledger has judged: figures, coverage, and nobody's name.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use shared::act::Act;
use shared::demo::{CHAIR, JUSTICE, RECEPTION};
use shared::dossier;
use shared::dossier::record::Payment;
use shared::dossier::stop::Stop;
use shared::report::cash::{CashBook, DaySum, How};
use shared::report::closing::Sums;
use shared::report::forms::{CAUSES, FORMS};
use shared::report::register::Page;
use shared::report::results;
use shared::report::{Behind, Board, Covered, Filled};
use shared::session::DeviceSeen;

use super::pen::{Pen, dossier_id, receive, with_fee, with_receipt};
use super::{House, nine};
use crate::demo::play::Players;
use crate::demo::year::{self, Quota};

const SMALL: Quota = Quota { answered: 200, early: 12, online: 5, online_early: 4, ballots: 0 };

pub(super) async fn lived() -> House {
    let house = House::new().await;
    let store = &house.site.store;
    let mut players = Players::enrol(store, year::opening(2018)).await.expect("enrolled");
    players.play(&year::plan(&store.ward(), 2018, SMALL, 3), |_, _| ()).await.expect("every act is applied");
    house.clock.set("2019-02-01T09:00".parse().expect("a moment"));
    house
}

pub(super) const YEAR: &str = "from=2018-01-01&to=2018-12-31";

#[tokio::test]
async fn the_year_is_reported_without_a_name() {
    let house = lived().await;
    let chair = house.browser(CHAIR).await;
    let ha = house.browser(JUSTICE).await;
    house.site.store.heard(ha.device, JUSTICE, Some(7), house.clock.now()).await.expect("kept");

    let answer = chair.get(&format!("/api/report?form=board&{YEAR}")).await;
    let Covered { report, coverage }: Covered<Board> = serde_json::from_slice(&answer.body).expect("a board");
    let tally = report.tally;
    assert_eq!([tally.answered, tally.early, tally.on_time, tally.late], [200, 12, 188, 0]);
    assert_eq!([report.online.answered, report.online.early, report.online.on_time], [5, 4, 1]);
    assert_eq!((report.received, report.in_process, report.working_days), (200, 0, Some(249)));
    assert_eq!(report.fields.iter().map(|field| field.procedures).sum::<u32>(), 40);
    assert!(report.fees_vnd > 0);
    // The tablet that the demo leaves out of reach holds two.
    let waiting: Vec<&DeviceSeen> = coverage.devices.iter().filter(|device| device.id == ha.device).collect();
    assert_eq!((coverage.devices.len(), waiting.len(), coverage.acts), (2, 1, 9));

    let table = chair.get(&format!("/api/report?form=ii06a&{YEAR}")).await;
    let total = &table.json()["total"];
    assert_eq!(total["Đã giải quyết: tổng số"], 200);
    assert_eq!(total["Đã giải quyết: trước hạn"], 12);
    assert_eq!(table.json()["coverage"]["acts"], 9);

    let csv = chair.get(&format!("/api/report?form=ii06a&{YEAR}&format=csv")).await;
    assert_eq!(
        csv.headers["content-disposition"],
        "attachment; filename=\"ii06a-2018-01-01-2018-12-31.csv\""
    );
    assert!(csv.text().ends_with(",Tổng cộng,200,5,195,0,200,12,188,0,0,0,0\r\n"), "{}", csv.text());

    let board_csv = chair.get(&format!("/api/report?form=board&{YEAR}&format=csv")).await;
    let mut records = house.site.store.all_records().await.expect("reads");
    records.retain(|d| !d.status.is_slip());
    for text in [answer.text(), table.text(), csv.text(), board_csv.text()] {
        assert!(!text.contains("canary-"), "{text}");
        assert!(!records.iter().any(|d| text.contains(&d.applicant.number)), "{text}");
        assert!(!records.iter().any(|d| text.contains(&d.contact.phone)), "{text}");
    }
}

/// Whatever the period, `today` is about today: a case that came in and was closed this morning is in it.
#[tokio::test]
async fn today_is_counted_beside_any_period() {
    let house = lived().await;
    let store = &house.site.store;
    let busy = store.all_records().await.expect("reads").iter().filter_map(|d| d.received_at).max();
    house.clock.set(busy.expect("somebody came"));
    let chair = house.browser(CHAIR).await;
    let today = async |query: &str| {
        let answer = chair.get(&format!("/api/report?form=board&{query}")).await;
        let board: Covered<Board> = serde_json::from_slice(&answer.body).expect("a board");
        board.report.today
    };
    let day = house.clock.now().day();
    let this = today(&format!("from={day}&to={day}")).await;
    assert_eq!(today("from=2016-01-01&to=2016-12-31").await, this);
    assert!(this.received > 0, "the day has cases");
}

#[tokio::test]
async fn a_question_that_makes_no_sense_gets_one_sentence() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    for (query, said) in [
        ("", "400 bad_query"),
        ("form=767&from=2018-01-01&to=2018-12-31", "400 bad_query"),
        ("form=board&from=2018-02-30&to=2018-12-31", "400 bad_query"),
        ("form=board&from=2018-01-01&to=2018-12-31&format=doc", "400 bad_query"),
        ("form=board&from=2018-12-31&to=2018-01-01", "400 bad_period"),
        ("form=board&from=1900-01-01&to=2018-01-01", "400 bad_period"),
        ("form=board&from=2018-01-01&to=2018-12-31", "200"),
    ] {
        assert_eq!(oanh.get(&format!("/api/report?{query}")).await.said(), said, "{query}");
    }
}

/// What the office sends is a file with the form's head, and its numbers are the page's.
#[tokio::test]
async fn the_workbook_says_what_the_page_says() {
    let house = lived().await;
    let chair = house.browser(CHAIR).await;
    for form in FORMS {
        let address = format!("/api/report?form={}&{YEAR}", form.id);
        let cells = chair.get(&format!("{address}&format=cells")).await;
        let Covered { report, .. }: Covered<Filled> = serde_json::from_slice(&cells.body).expect("a form");
        assert_eq!(report.broken(form), Vec::<String>::new());
        let late = form.id == CAUSES.id;
        assert_eq!(report.total[0], if late { 0 } else { 200 }, "{}", form.id);

        let file = chair.get(&format!("{address}&format=xlsx")).await;
        let named = format!("attachment; filename=\"{}-2018-01-01-2018-12-31.xlsx\"", form.id);
        assert_eq!(file.headers["content-disposition"], named.as_str());
        let mut book = Xlsx::new(Cursor::new(file.body)).expect("a workbook");
        assert_eq!(book.worksheet_formula(form.id).expect("read").used_cells().count(), 0);
        let sheet = book.worksheet_range(form.id).expect("the form's sheet");
        let rows: Vec<Vec<String>> =
            sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        let head: String = rows[..6].concat().join(" ");
        for said in [form.number.vi, &form.title.vi.to_uppercase(), "Từ ngày 01/01/2018 đến ngày 31/12/2018"]
        {
            assert!(head.contains(said), "{said}: {head}");
        }
        let total = rows.iter().find(|row| row[1] == "Tổng cộng").expect("the last line");
        let counts = report.total.iter().map(u32::to_string).collect::<Vec<_>>();
        assert_eq!(total[2..], counts);
        let first = rows.iter().position(|row| row[0] == "(1)").expect("the columns' numbers") + 1;
        for (line, row) in report.lines.iter().zip(&rows[first..]) {
            assert_eq!(row[1], line.name);
            assert_eq!(row[2..], line.counts.iter().map(u32::to_string).collect::<Vec<_>>());
        }
        assert!(rows.concat().iter().any(|cell| cell == "THỦ TRƯỞNG ĐƠN VỊ"));
    }
}

#[tokio::test]
async fn a_number_opens_the_dossiers_behind_it() {
    let house = lived().await;
    let chair = house.browser(CHAIR).await;
    let ask = async |query: &str| {
        let answer = chair.get(&format!("/api/report/behind?form=ii06a&{YEAR}&{query}")).await;
        serde_json::from_slice::<Behind>(&answer.body).map_err(|_| answer.said())
    };
    let early = ask("column=8").await.expect("a list");
    assert_eq!((early.total, early.rows.len()), (12, 12));
    for seen in &early.rows {
        assert!(seen.finished.expect("answered").day() < seen.due.expect("due").day(), "{seen:?}");
        let one = chair.get(&format!("/api/dossier?id={}", seen.id)).await;
        assert!(one.text().contains(&seen.code), "{}", one.text());
    }
    let fields = house.site.store.ward().catalogue.fields.clone();
    let mut sum = 0;
    for field in &fields {
        sum += ask(&format!("column=8&field={}", field.id)).await.expect("a list").total;
    }
    assert_eq!(sum, 12);
    assert_eq!(ask("column=8&field=").await.expect("a list").total, 0, "every procedure has a field");
    for nonsense in ["column=2", "column=14", "column=x", "column=", ""] {
        assert_eq!(ask(nonsense).await, Err("400 bad_query".to_owned()), "{nonsense}");
    }
}

/// The list behind a number by its pages and by its files is one list, as long as the number says.
#[tokio::test]
async fn the_list_behind_a_number_is_read_page_by_page_and_saved_whole() {
    let house = lived().await;
    let chair = house.browser(CHAIR).await;
    let ask = |rest: &str| format!("/api/report/behind?form=board&{YEAR}&column=1{rest}");
    let board = chair.get(&format!("/api/report?form=board&{YEAR}&format=json")).await;
    let Covered { report, .. }: Covered<Board> = serde_json::from_slice(&board.body).expect("a board");
    let answered = usize::try_from(report.tally.answered).expect("a count");
    assert_eq!(answered, 200);
    let mut codes = Vec::new();
    for at in 1..=2 {
        let answer = chair.get(&ask(&format!("&page={at}"))).await;
        let page: Behind = serde_json::from_slice(&answer.body).expect("a page");
        assert_eq!((page.total, page.page, page.pages()), (answered, at, 2));
        codes.extend(page.rows.into_iter().map(|seen| seen.code));
    }
    assert_eq!(codes.len(), answered);
    let csv = chair.get(&ask("&format=csv")).await;
    let name = csv.headers["content-disposition"].to_str().expect("text").to_owned();
    assert_eq!(name, "attachment; filename=\"ho-so-bang-dieu-hanh-2018-01-01-2018-12-31.csv\"");
    let said: Vec<String> =
        csv.text().lines().skip(1).filter_map(|line| line.split(',').nth(1).map(str::to_owned)).collect();
    assert_eq!(said, codes, "the same, in the same order");
    let xlsx = chair.get(&ask("&format=xlsx")).await;
    let mut book = Xlsx::new(Cursor::new(xlsx.body)).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("is read");
    let rows: Vec<Vec<String>> =
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let said: Vec<&str> =
        rows.iter().filter(|row| codes.contains(&row[1])).map(|row| row[1].as_str()).collect();
    assert_eq!(said, codes);
    for bad in ["&format=pdf", "&format=doc", "&page=x"] {
        assert_eq!(chair.get(&ask(bad)).await.said(), "400 bad_query", "{bad}");
    }
}

#[tokio::test]
async fn the_register_is_read_page_by_page_and_saved_whole() {
    let house = lived().await;
    let oanh = house.browser(RECEPTION).await;
    let ask = |rest: &str| format!("/api/report/register?year=2018{rest}");
    let page = |field: &'static str, page: usize| {
        let (oanh, ask) = (&oanh, ask(&format!("&field={field}&page={page}")));
        async move { serde_json::from_slice::<Covered<Page>>(&oanh.get(&ask).await.body).expect("a page").report }
    };
    let mut total = 0;
    for field in house.site.store.ward().catalogue.fields.clone() {
        let field: &'static str = field.id.leak();
        let first = page(field, 1).await;
        let mut numbers = Vec::new();
        for at in 1..=first.pages {
            numbers.extend(page(field, at).await.rows.iter().map(|entry| entry.no));
        }
        assert_eq!(numbers, (1..=first.total).collect::<Vec<_>>(), "{field}");
        let standing = page(field, first.pages).await.standing.expect("2018 is over");
        let Sums::Register { open, .. } = standing.sums else { panic!("{standing:?}") };
        assert_eq!((standing.entries, open), (first.total, 0));
        total += first.total;
    }
    assert_eq!(total, 200);

    let csv = oanh.get(&ask("&format=csv")).await;
    assert_eq!(csv.headers["content-disposition"], "attachment; filename=\"so-theo-doi-2018.csv\"");
    let books = csv.text().lines().filter(|line| line.contains("Sổ năm 2018 chưa khóa")).count();
    assert_eq!(books, house.site.store.ward().catalogue.fields.len(), "below the rows, one for each book");
    assert_eq!(csv.text().lines().count(), 201 + books);
    let xlsx = oanh.get(&ask("&format=xlsx&field=HTCT")).await;
    let named = "attachment; filename=\"so-theo-doi-2018-htct.xlsx\"";
    assert_eq!(xlsx.headers["content-disposition"], named, "four books in one folder");
    let odd = oanh.get(&ask("&format=csv&field=%22%0D%0A%E8%A8%88/..")).await;
    assert_eq!(odd.headers["content-disposition"], "attachment; filename=\"so-theo-doi-2018.csv\"");
    let mut book = Xlsx::new(Cursor::new(xlsx.body)).expect("a workbook");
    let rows = book.worksheet_range_at(0).expect("a sheet").expect("is read").rows().count();
    assert!(rows > 100, "{rows} rows with the head");
    for bad in ["/api/report/register?year=0", &ask(""), &ask("&format=doc"), "/api/report/register"] {
        assert_eq!(oanh.get(bad).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn the_books_of_results_are_in_order_and_saved_whole() {
    let house = lived().await;
    let oanh = house.browser(RECEPTION).await;
    let ward = house.site.store.ward();
    let mut total = 0;
    for book in results::books(&ward) {
        let mut page = 1;
        let mut figures = Vec::new();
        loop {
            let ask = format!("/api/report/results?year=2018&book={}&page={page}", encoded(&book));
            let answer = oanh.get(&ask).await;
            let read: Covered<results::Page> = serde_json::from_slice(&answer.body).expect("a page");
            figures.extend(read.report.rows.iter().filter_map(|row| results::figure(&row.number)));
            if page == 1 {
                total += read.report.total;
                assert_eq!(read.report.faults, results::Faults::default(), "{book}");
            }
            if page >= read.report.pages {
                break;
            }
            page += 1;
        }
        assert!(figures.is_sorted(), "{book}: {figures:?}");
    }
    assert!(total > 50, "{total}");
    let csv = oanh.get("/api/report/results?year=2018&format=csv").await;
    assert_eq!(csv.headers["content-disposition"], "attachment; filename=\"so-ket-qua-2018.csv\"");
    let xlsx = oanh.get("/api/report/results?year=2018&format=xlsx").await;
    let mut file = Xlsx::new(Cursor::new(xlsx.body)).expect("a workbook");
    let rows = file.worksheet_range_at(0).expect("a sheet").expect("is read").rows().count();
    assert!(rows > total, "{rows} rows with the head");
    for bad in ["?year=0", "?year=2018", "?year=2018&format=doc", ""] {
        assert_eq!(oanh.get(&format!("/api/report/results{bad}")).await.status, 400, "{bad}");
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A reception that was refused says nothing about the fee of the one that was taken.
#[tokio::test]
async fn a_refused_reception_leaves_no_fee_for_later() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let mut first = with_fee(receive(dossier_id(1), "Lê Văn Mít", 6000), Payment::Owed);
    if let Act::Dossier { act: dossier::Act::Receive(act), .. } = &mut first {
        act.form.papers.clear();
    }
    let second = with_fee(receive(dossier_id(1), "Lê Văn Mít", 6000), Payment::Taken);
    let answer = oanh.post("/api/push", &pen.write_all(vec![first, second])).await;
    let outcomes = answer.text();
    assert!(outcomes.contains("rejected") && outcomes.contains("applied"), "{outcomes}");
    let answer = oanh.get("/api/report/cash?from=2018-11-01&to=2018-11-30").await;
    let book: Covered<CashBook> = serde_json::from_slice(&answer.body).expect("a cash book");
    let rows: Vec<_> = book.report.rows.iter().map(|row| (row.vnd, row.how.clone(), row.by)).collect();
    assert_eq!(rows, [(8_000, How::AtReception, RECEPTION)]);
}

/// The other one may have been taken long before, and its dossier be closed.
#[tokio::test]
async fn a_receipt_number_that_was_written_twice_in_a_year_is_named_on_either_day() {
    let house = House::new().await;
    let (oanh, chair) = (house.browser(RECEPTION).await, house.browser(CHAIR).await);
    let mut pen = Pen::new(oanh.writer(), nine());
    let first = with_receipt(receive(dossier_id(1), "Lê Văn Mít", 6000), "BL 0001");
    oanh.post("/api/push", &pen.write(first)).await;
    let stop = dossier::Act::Stop(Stop { reason: "trùng".to_owned() });
    let mut of_chair = Pen::new(chair.writer(), nine());
    let stopped =
        chair.post("/api/push", &of_chair.write(Act::Dossier { id: dossier_id(1), act: stop })).await;
    assert!(stopped.text().contains("applied"), "{}", stopped.text());
    // The next morning at another machine.
    house.later(24 * 60);
    let oanh = house.browser(RECEPTION).await;
    let (mut pen, number) = (Pen::new(oanh.writer(), house.clock.now()), oanh.lane.expect("a lane").first());
    let second = with_receipt(receive(dossier_id(2), "Lê Văn Ổi", number), "bl0001");
    let taken = oanh.post("/api/push", &pen.write(second)).await;
    assert!(taken.text().contains("applied"), "{}", taken.text());
    let codes = ["181122-6000".to_owned(), format!("181123-{number:04}")];
    for (day, other) in [("2018-11-22", &codes[1]), ("2018-11-23", &codes[0])] {
        let answer = oanh.get(&format!("/api/report/cash?from={day}&to={day}")).await;
        let book: Covered<CashBook> = serde_json::from_slice(&answer.body).expect("a cash book");
        let [row] = &book.report.rows[..] else { panic!("{day}: {:?}", book.report.rows) };
        assert_eq!(row.same_receipt, [other.as_str()], "{day}");
    }
}

/// What was taken at reception, what was owed and paid with the return: each once, and the same in page and file.
#[tokio::test]
async fn the_cash_book_adds_up_day_by_day() {
    let house = lived().await;
    let oanh = house.browser(RECEPTION).await;
    let cash = async |from: &str, to: &str| {
        let answer = oanh.get(&format!("/api/report/cash?from={from}&to={to}")).await;
        serde_json::from_slice::<Covered<CashBook>>(&answer.body).expect("a cash book").report
    };
    let year = cash("2018-01-01", "2018-12-31").await;
    let records = house.site.store.all_records().await.expect("reads");
    let paid: Vec<_> = records.iter().filter(|d| d.fee.payment == Payment::Taken).collect();
    let vnd: i64 = paid.iter().map(|d| d.fee.total_vnd()).sum();
    assert_eq!((year.total.count as usize, year.total.vnd), (paid.len(), vnd));
    let exempt = records.iter().filter(|d| d.fee.payment == Payment::Exempt).count();
    assert_eq!((year.exempt as usize, year.rows.len(), year.owed.count), (exempt, year.count(), 0));

    // Receipts are numbered in the order of their time: so the book is, whether paid first or last.
    let numbers: Vec<&str> =
        year.rows.iter().map(|row| row.receipt.as_str()).filter(|r| !r.is_empty()).collect();
    assert_eq!(numbers.len(), paid.len());
    assert!(numbers.is_sorted(), "{numbers:?}");
    let later: Vec<_> = year.rows.iter().filter(|row| row.how == How::AtReturn).collect();
    assert!(!later.is_empty() && later.len() < paid.len() / 2, "{} of {}", later.len(), paid.len());
    for row in &later {
        let dossier = records.iter().find(|d| d.id == row.id).expect("kept");
        let over = dossier.handed_over.as_ref().expect("returned");
        assert_eq!((row.at, row.by), (over.at, over.by));
    }

    let (mut days, mut rows) = (0, 0);
    for month in 1..=12 {
        let first = shared::moment::Day::new(2018, month, 1).expect("a day");
        let last = first.plus(31).first_of_month().plus(-1);
        let book = cash(&first.to_string(), &last.to_string()).await;
        (days, rows) = (days + book.total.vnd, rows + book.rows.len());
    }
    assert_eq!((days, rows), (year.total.vnd, year.rows.len()));

    // A day reads less than the year and says the same of its rows.
    for of in year.by_day.iter().step_by(20) {
        let day = of.day.to_string();
        let rows: Vec<_> = year.rows.iter().filter(|row| row.at.day() == of.day).cloned().collect();
        assert_eq!(cash(&day, &day).await.rows, rows, "{day}");
    }

    let by_day: i64 = year.by_day.iter().map(|of| of.sum.vnd).sum();
    assert_eq!((by_day, year.by_day.iter().map(DaySum::count).sum::<usize>()), (vnd, year.count()));
    assert!(year.by_day.len() > 100 && year.by_day.len() < year.count(), "{} days", year.by_day.len());

    let csv = oanh.get("/api/report/cash?from=2018-01-01&to=2018-12-31&format=csv").await;
    assert_eq!(
        csv.headers["content-disposition"],
        "attachment; filename=\"so-thu-2018-01-01-2018-12-31.csv\""
    );
    let total = format!(",Tổng cộng,,,,,{},,", year.total.vnd);
    let text = csv.text();
    let mut below = text.lines().skip_while(|line| *line != total).skip(1);
    assert!(below.next().is_some_and(|line| line.contains(&year.in_words())), "{text}");
    assert_eq!(below.filter(|line| line.contains("Theo người thu – ")).count(), year.by_officer.len());
    let xlsx = oanh.get("/api/report/cash?from=2018-01-01&to=2018-12-31&format=xlsx").await;
    let mut book = Xlsx::new(Cursor::new(xlsx.body)).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("is read");
    let cells: Vec<String> = sheet.rows().flatten().map(ToString::to_string).collect();
    let words = format!("Bằng chữ: {}.", year.in_words());
    assert!(cells.contains(&words) && cells.contains(&vnd.to_string()), "{words}");
    for bad in ["?from=2018-01-01", "?from=2018-02-01&to=2018-01-01", "?from=x&to=y", ""] {
        assert_eq!(oanh.get(&format!("/api/report/cash{bad}")).await.status, 400, "{bad}");
    }
}
