//! Closing the book of a year: once, by what stands in it, and what comes in later.

use super::{at, day, dossier, ward};
use crate::demo::{CLERK, HEAD, JUSTICE, RECEPTION};
use crate::dossier::record::{StampMark, Trace};
use crate::dossier::{Dossier, Kind as Done, Status};
use crate::limits::BOOK_PAGES_MAX;
use crate::officer::Right;
use crate::refusal::Refusal;
use crate::report::closing::{self, Book, Close, Closed, Kind, Standing};
use crate::report::sheets::{self, Made};
use crate::report::{register, results};

const COPIES: &str = "Sổ chứng thực bản sao từ bản chính";

fn done(kind: Done, when: &str, recorded: Option<&str>) -> Trace {
    Trace { at: at(when), recorded: recorded.map(at), by: RECEPTION, kind, note: String::new() }
}

fn received(n: u128, when: &str, recorded: Option<&str>) -> Dossier {
    Dossier {
        received_at: Some(at(when)),
        history: vec![done(Done::Receive, when, recorded)],
        ..dossier(n, "HT-09", Status::InWork)
    }
}

fn stamped(n: u128, number: &str, recorded: Option<&str>) -> Dossier {
    Dossier {
        stamp: Some(StampMark { number: number.to_owned(), on: day("2018-12-28") }),
        history: vec![done(Done::Stamp, "2018-12-28T09:00", recorded)],
        ..dossier(n, "CT-01", Status::Returned)
    }
}

fn ask(kind: Kind, which: &str, seen: usize) -> Close {
    Close { kind, which: which.to_owned(), year: 2018, seen, pages: 3 }
}

fn of_register(all: &[Dossier], closed: &[Closed]) -> Standing {
    let book = register::book(ward(), all, (2018, "HTCT"), closed);
    register::standing(&book.entries, book.closed)
}

fn of_copies(all: &[Dossier], closed: &[Closed]) -> Standing {
    let book = results::book(ward(), all, (2018, COPIES), closed);
    results::standing(&book.entries, book.closed)
}

fn refused(standing: &Standing, ask: &Close, today: &str) -> String {
    match standing.judge(ask, day(today)) {
        Err(Refusal::Fields { faults }) => format!("{}: {}", faults[0].field, faults[0].vi),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_book_is_closed_once_at_the_end_of_its_year() {
    let all = [received(1, "2018-03-05T08:00", None), received(2, "2018-12-31T08:00", None)];
    let standing = of_register(&all, &[]);
    let ask = ask(Kind::Register, "HTCT", 2);
    assert_eq!(
        refused(&standing, &ask, "2018-12-30"),
        "closing: Sổ năm 2018 chưa hết năm: khóa được từ ngày 31/12/2018."
    );
    assert_eq!(standing.judge(&ask, day("2018-12-31")), Ok(()));
    let closed = standing.closed(&ask, HEAD, at("2019-01-02T08:15"));
    assert_eq!(
        closed.text(),
        "Khóa sổ năm 2018: số cuối 2, tổng số 2, 3 trang; đã trả 0, kết thúc khác 0, chưa xong 2."
    );
    let head = ward().officer(HEAD).expect("the head");
    assert_eq!(
        closed.by_text(Some(ward())),
        format!("Người khóa sổ: {}, {}, lúc 08:15 02/01/2019.", head.name, head.title)
    );
    let again = of_register(&all, &[closed]);
    assert_eq!(
        refused(&again, &ask, "2019-01-03"),
        "closing: Sổ năm 2018 đã khóa lúc 08:15 02/01/2019; mỗi sổ khóa một lần."
    );
}

#[test]
fn what_cannot_be_closed_says_why() {
    let nothing = of_register(&[], &[]);
    assert!(refused(&nothing, &ask(Kind::Register, "HTCT", 0), "2019-01-02").contains("không có dòng nào"));
    let one = of_register(&[received(1, "2018-03-05T08:00", None)], &[]);
    let said = refused(&one, &ask(Kind::Register, "HTCT", 0), "2019-01-02");
    assert_eq!(said, "closing: Sổ vừa đổi: nay là 1 dòng, số cuối 1. Xem lại sổ rồi khóa.");
    for (pages, is_right) in [(0, false), (1, true), (BOOK_PAGES_MAX, true), (BOOK_PAGES_MAX + 1, false)] {
        let ask = Close { pages, ..ask(Kind::Register, "HTCT", 1) };
        assert_eq!(one.judge(&ask, day("2019-01-02")).is_ok(), is_right, "{pages}");
    }
    let may = |id| ward().officer(id).expect("an officer").may(Right::CloseBooks);
    assert!(may(HEAD) && may(CLERK) && !may(RECEPTION));
}

/// A civil-status register is the civil-status officer's to close, whoever gives the counter's other numbers.
#[test]
fn a_civil_status_book_is_closed_by_the_civil_status_officer() {
    let closer = |kind: Kind, which: &str| closing::closer(ward(), kind, which);
    for book in results::books(ward()) {
        let is_civil =
            book.contains("hôn") || book.contains("hộ") || book.contains("khai") || book.contains("cha, mẹ");
        let whose = if is_civil { Right::CloseCivil } else { Right::CloseBooks };
        assert_eq!(closer(Kind::Results, &book), whose, "{book}");
    }
    assert_eq!(closer(Kind::Results, "Sổ đăng ký khai sinh"), Right::CloseCivil);
    assert_eq!(closer(Kind::Results, COPIES), Right::CloseBooks);
    // The counter's own register of the field is no register of civil status.
    assert_eq!(closer(Kind::Register, "HTCT"), Right::CloseBooks);
    let may = |id| ward().officer(id).expect("an officer").may(Right::CloseCivil);
    assert!(may(JUSTICE) && may(HEAD) && !may(CLERK) && !may(RECEPTION));
}

/// A tablet without a network received in December and came back in January; its line is the last, and says so. The
/// paper bears the closing as it was written.
#[test]
fn what_a_register_takes_in_after_its_closing_says_so() {
    let mut all = vec![received(1, "2018-12-27T08:00", None), received(2, "2018-12-28T08:00", None)];
    let ask = ask(Kind::Register, "HTCT", 2);
    let closed = [of_register(&all, &[]).closed(&ask, HEAD, at("2019-01-02T08:15"))];
    all.push(received(3, "2018-12-27T07:30", Some("2019-01-03T10:00")));
    let book = register::book(ward(), &all, (2018, "HTCT"), &closed);
    let remarks: Vec<String> = book.entries.iter().map(register::Entry::remark).collect();
    assert_eq!(remarks, ["", "", "vào sổ 03/01/2019; vào sổ sau khi khóa sổ"]);
    assert_eq!(closed[0].since(book.entries.len()).as_deref(), Some("1 dòng vào sổ sau khi khóa."));
    assert_eq!(closed[0].since(2), None);
    assert!(closed[0].since(1).is_some_and(|said| said.contains("chỉ còn 1 dòng")));

    let made = Made { to: day("2018-12-31"), today: day("2019-01-03"), foot: vec![] };
    let paper = sheets::register(ward(), vec![book], 2018, &made).pop().expect("a book").text();
    for said in [
        closed[0].text(),
        closed[0].by_text(Some(ward())),
        "1 dòng vào sổ sau khi khóa.".to_owned(),
        format!("NGƯỜI KHÓA SỔ (Ký và ghi rõ họ tên) {}", ward().name_of(HEAD)),
        "CHỦ TỊCH (Ký, đóng dấu)".to_owned(),
    ] {
        assert!(paper.contains(&said), "{said}: {paper}");
    }
    let open = register::book(ward(), &all, (2018, "HTCT"), &[]);
    let paper = sheets::register(ward(), vec![open], 2018, &made).pop().expect("a book").text();
    assert!(paper.contains("Sổ năm 2018 chưa khóa. Đến nay: số cuối 3;"), "{paper}");
    assert!(!paper.contains("NGƯỜI KHÓA SỔ"), "{paper}");
}

/// The clerk's numbers are not the order in which the book took them in: a low one may come last.
#[test]
fn what_a_book_of_results_takes_in_after_its_closing_says_so() {
    let mut all = vec![stamped(1, "2/CTBS-2018", None), stamped(2, "3/CTBS-2018", None)];
    let ask = ask(Kind::Results, COPIES, 2);
    let standing = of_copies(&all, &[]);
    assert_eq!(standing.judge(&ask, day("2018-12-31")), Ok(()));
    let closed = [standing.closed(&ask, CLERK, at("2019-01-02T08:15"))];
    assert_eq!(closed[0].text(), "Khóa sổ năm 2018: số cuối 3/CTBS-2018, tổng số 2, 3 trang; 0 bản, 0 đồng.");
    all.push(stamped(3, "1/CTBS-2018", Some("2019-01-04T09:00")));
    let book = results::book(ward(), &all, (2018, COPIES), &closed);
    let said: Vec<_> = book.entries.iter().map(|row| (row.number.as_str(), row.remark.as_str())).collect();
    let late = "vào sổ sau khi khóa sổ";
    assert_eq!(said, [("1/CTBS-2018", late), ("2/CTBS-2018", ""), ("3/CTBS-2018", "")]);
    let other = results::book(ward(), &all, (2017, COPIES), &closed);
    assert_eq!(other.closed, None, "the book of another year is another book");
}

/// The file says under its rows what the paper says under its own, as text that no spreadsheet takes for a formula.
#[test]
fn the_file_of_a_book_ends_as_its_paper_does() {
    let mut all = vec![received(1, "2018-12-27T08:00", None), received(2, "2018-12-28T08:00", None)];
    let today = day("2019-01-03");
    let closed =
        [of_register(&all, &[]).closed(&ask(Kind::Register, "HTCT", 2), HEAD, at("2019-01-02T08:15"))];
    all.push(received(3, "2018-12-27T07:30", Some("2019-01-03T10:00")));
    let mut book = register::book(ward(), &all, (2018, "HTCT"), &closed);
    let table = |book: &Book<register::Entry>, today| {
        register::table(ward(), std::slice::from_ref(book), 2018, today)
    };
    let name = book.name.clone();
    let ending =
        [closed[0].text(), closed[0].by_text(Some(ward())), "1 dòng vào sổ sau khi khóa.".to_owned()];
    assert_eq!(table(&book, today).below, ending.map(|said| format!("{name}: {said}")));
    let csv = table(&book, today).to_csv();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 1 + 3 + 3, "{csv}");
    let quoted = lines[4].split("\",").next().unwrap_or_default();
    assert!(quoted.contains("Khóa sổ năm 2018: số cuối 2, tổng số 2"), "{csv}");
    let commas = table(&book, today).columns.len() - 1;
    assert!(lines[4].ends_with(&",".repeat(commas)), "as wide as a row: {csv}");

    book.name = "=cmd|' /C calc'!A0".to_owned();
    let csv = table(&book, today).to_csv();
    assert!(csv.contains("\"'=cmd|' /C calc'!A0: Khóa sổ năm 2018"), "{csv}");
    let open = register::book(ward(), &all, (2018, "HTCT"), &[]);
    let said = table(&open, today).below;
    assert!(said.len() == 1 && said[0].contains("Sổ năm 2018 chưa khóa. Đến nay: số cuối 3;"), "{said:?}");
    assert_eq!(table(&open, day("2018-12-30")).below, Vec::<String>::new(), "its year is not over");
}

#[test]
fn the_file_of_books_of_results_has_each_sum_and_each_closing() {
    let all = vec![stamped(1, "2/CTBS-2018", None), stamped(2, "3/CTBS-2018", None)];
    let closed = [of_copies(&all, &[]).closed(&ask(Kind::Results, COPIES, 2), CLERK, at("2019-01-02T08:15"))];
    let books = results::all(ward(), &all, 2018, None, &closed);
    let said = results::table(ward(), &books, 2018, day("2019-01-03")).below;
    assert_eq!(
        said[..3],
        [
            format!("{COPIES}: Cộng: 2 số, 0 bản, 0 đồng."),
            format!("{COPIES}: Số bỏ trống: 1."),
            format!("{COPIES}: {}", closed[0].text()),
        ]
    );
    let made = Made { to: day("2018-12-31"), today: day("2019-01-03"), foot: vec![] };
    let paper = sheets::results(ward(), books, 2018, &made).pop().expect("a book").text();
    for said in &said {
        let said = said.strip_prefix(&format!("{COPIES}: ")).expect("the name of its book");
        assert!(paper.contains(said), "{said}: {paper}");
    }
}
