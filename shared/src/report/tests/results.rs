//! The books of results: every number once, in order, and what is wrong with them said.

use super::{day, dossier, ward};
use crate::demo::CHAIR;
use crate::dossier::code::Code;
use crate::dossier::record::{Decision, Fee, Payment, ResultDraft, StampMark};
use crate::dossier::{Dossier, Status};
use crate::procedure::fee::FeeItem;
use crate::report::results::{
    Faults, Numbered, PAGE_ROWS, Page, all, book, books, entries, figure, next, table,
};

const COPIES: &str = "Sổ chứng thực bản sao từ bản chính";

fn stamped(n: u128, procedure: &str, number: &str, on: &str) -> Dossier {
    Dossier {
        stamp: Some(StampMark { number: number.to_owned(), on: day(on) }),
        signer: Some(CHAIR),
        result: Some(ResultDraft { decision: Decision::Grant, summary: format!("Bản sao {n}") }),
        fee: Fee {
            items: vec![FeeItem { label: String::new(), vnd: 4_000, why: String::new() }],
            payment: Payment::Taken,
            receipt: String::new(),
            ..Fee::default()
        },
        ..dossier(n, procedure, Status::Returned)
    }
}

fn page_of(given: &[Dossier], page: usize) -> Page {
    Page::of(book(ward(), given, (2018, COPIES), &[]), page, 2018, day("2018-06-01"))
}

fn faults(numbers: &[&str]) -> Faults {
    let given = numbers.iter().zip(1..).map(|(number, n)| stamped(n, "CT-01", number, "2018-03-05"));
    let given: Vec<Dossier> = given.collect();
    page_of(&given, 1).faults
}

#[test]
fn a_book_holds_its_own_year_in_the_order_of_its_numbers() {
    let given = [
        stamped(1, "CT-01", "10/CTBS-2018", "2018-03-07"),
        stamped(2, "CT-01", "9/CTBS-2018", "2018-03-06"),
        stamped(3, "CT-01", "1/CTBS-2019", "2019-01-02"),
        stamped(4, "CT-02", "1/CTCK-2018", "2018-03-05"),
        dossier(5, "CT-01", Status::InWork),
    ];
    let rows = entries(ward(), &given, 2018, COPIES);
    let said: Vec<_> = rows.iter().map(|row| (row.number.as_str(), row.what.as_str(), row.fee_vnd)).collect();
    assert_eq!(said, [("9/CTBS-2018", "Bản sao 2", 4_000), ("10/CTBS-2018", "Bản sao 1", 4_000)]);
    let signer = ward().officer(CHAIR).expect("the chairman");
    assert_eq!(rows[0].signer, format!("{}, {}", signer.name, signer.title));
    let whole = all(ward(), &given, 2018, None, &[]);
    let names: Vec<&str> = whole.iter().map(|book| book.name.as_str()).collect();
    assert_eq!(names, [COPIES, "Sổ chứng thực chữ ký/điểm chỉ"]);
    assert_eq!(table(ward(), &whole, 2018, day("2018-12-01")).rows.len(), 3);
    assert!(books(ward()).contains(&"Sổ đăng ký khai sinh".to_owned()));
}

#[test]
fn a_refusal_is_a_letter_and_stands_in_no_book() {
    let mut refused = stamped(1, "CT-01", "4/UBND-2018", "2018-03-05");
    refused.result =
        Some(ResultDraft { decision: Decision::Deny, summary: "Bản chính đã tẩy xóa".to_owned() });
    assert_eq!(entries(ward(), [&refused], 2018, COPIES), []);
}

#[test]
fn nothing_is_in_the_fee_column_of_whoever_was_exempted() {
    let mut exempt = stamped(1, "CT-01", "1", "2018-03-05");
    exempt.fee.payment = Payment::Exempt;
    exempt.fee.exempt_reason = "hộ nghèo".to_owned();
    let rows = entries(ward(), [&exempt], 2018, COPIES);
    assert_eq!((rows[0].fee_vnd, rows[0].remark.as_str()), (0, "miễn phí: hộ nghèo"));
}

#[test]
fn numbers_that_were_given_twice_or_left_out_are_said() {
    assert_eq!(faults(&["1/CT", "2/CT", "3/CT"]).text(), None);
    let said = |numbers: &[&str]| faults(numbers).text().expect("a fault");
    assert_eq!(said(&["1", "3", "3", "6"]).0, "Số cấp hai lần: 3. Số bỏ trống: 2, 4–5.");
    assert_eq!(said(&["2"]).1, "Left out: 1.");
    let odd: Vec<String> = (1..=30).map(|n| (2 * n).to_string()).collect();
    let odd: Vec<&str> = odd.iter().map(String::as_str).collect();
    assert!(said(&odd).0.ends_with("23 và 18 chỗ khác."), "{}", said(&odd).0);
    assert_eq!(said(&["4294967295", "1"]).0, "Số bỏ trống: 2–4294967294.");
    assert_eq!((figure("007/CT"), figure("CT/7"), figure("99999999999")), (Some(7), None, None));
}

#[test]
fn the_next_number_is_written_as_the_last_one_of_its_book_and_year() {
    let given = [
        stamped(1, "CT-01", "9/CTBS-2018", "2018-03-05"),
        stamped(2, "CT-01", "10/CTBS-2018", "2018-03-05"),
        stamped(3, "CT-02", "77/CTCK-2018", "2018-03-05"),
        stamped(4, "CT-01", "3002/CTBS-2017", "2017-12-29"),
    ];
    let of = |register: &str, year| next(ward(), &given, register, year);
    assert_eq!(of(COPIES, 2018).as_deref(), Some("11/CTBS-2018"));
    assert_eq!(of(COPIES, 2019), None, "a year begins with a number that the clerk writes");
    assert_eq!(of("", 2018), None);
}

#[test]
fn a_number_that_was_given_says_to_whom() {
    let given = [
        stamped(1, "CT-01", "9/CTBS-2018", "2018-03-05"),
        stamped(2, "CT-02", "77/CTCK-2018", "2018-03-05"),
        stamped(3, "CT-01", "12/CTBS-2017", "2017-12-29"),
    ];
    let known = Numbered::of(ward(), &given, COPIES, 2018);
    let code = given[0].code.as_ref().map(Code::short).unwrap_or_default();
    let said = known.used(" 9 ", None).expect("given");
    assert_eq!(said.vi, format!("Số này đã cấp ở hồ sơ {code}. Xem lại sổ."));
    assert_eq!(known.used("9/CTBS-2018", Some(given[0].id)), None, "its own");
    assert_eq!(known.used("77/CTCK-2018", None), None, "of another book");
    assert_eq!(known.used("12/CTBS-2018", None), None, "of another year");
    assert_eq!(Numbered::of(ward(), &given, "", 2018), Numbered::default());
}

#[test]
fn a_page_beyond_the_last_is_the_last_and_the_sums_are_of_the_year() {
    let numbers: Vec<String> = (1..=PAGE_ROWS + 1).map(|n| format!("{n}/CT")).collect();
    let given: Vec<Dossier> =
        numbers.iter().zip(1..).map(|(number, n)| stamped(n, "CT-01", number, "2018-03-05")).collect();
    let page = page_of(&given, 9);
    assert_eq!((page.page, page.pages, page.rows.len(), page.total), (2, 2, 1, PAGE_ROWS + 1));
    assert_eq!(page.fee_vnd, 4_000 * i64::try_from(PAGE_ROWS + 1).expect("few"));
}
