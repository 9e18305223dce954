//! The cash book as it is read and printed.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::demo::{self, RECEPTION};
use shared::dossier::record::{Fee, Payment};
use shared::dossier::{Dossier, Status};
use shared::id::DossierId;
use shared::moment::Moment;
use shared::procedure::fee::FeeItem;
use shared::report::cash::{CashBook, Sealed, book};
use shared::report::{Coverage, Period};
use shared::ward::Ward;

use super::day;
use crate::board::cash::{PATH, cash_view};
use crate::board::cash_days::Opened;
use crate::span::{Days, Span};
use crate::ui::tests::{english, html, plain, vietnamese};

/// The morning of 23 November 2026.
fn nine() -> Moment {
    Moment::at(day(2026, 11, 23), 9, 0)
}

fn taken(n: u128, name: &str, vnd: i64, payment: Payment, receipt: &str) -> Dossier {
    let record = serde_json::json!({
        "id": DossierId(uuid::Uuid::from_u128(n)),
        "status": Status::Received,
        "procedure": { "id": "HT-09", "version": 1 },
        "applicant": { "name": name, "number": "048190994242" },
        "created_at": 0,
        "created_by": RECEPTION,
        "term": shared::calendar::Term::WorkingDays(3),
        "history": [],
    });
    let record: Dossier = serde_json::from_value(record).expect("a record");
    let items = vec![FeeItem { label: String::new(), vnd, why: String::new() }];
    Dossier {
        received_at: Some(nine()),
        received_by: Some(RECEPTION),
        fee: Fee {
            items,
            payment,
            receipt: receipt.to_owned(),
            exempt_reason: "ho ngheo".to_owned(),
            ..Fee::default()
        },
        ..record
    }
}

fn the_day(name: &str) -> CashBook {
    let all = [
        taken(1, name, 1_215_000, Payment::Taken, "BL 7"),
        taken(2, "<b>Lan", 8_000, Payment::Taken, "bl7"),
        taken(3, "Minh", 8_000, Payment::Exempt, ""),
        taken(4, "Hoa", 5_000, Payment::Owed, ""),
    ];
    book(
        &all,
        &BTreeSet::new(),
        &Sealed::new(),
        Period::new(day(2026, 11, 23), day(2026, 11, 23)).expect("a day"),
    )
}

fn draw(book: CashBook, ward: Ward) -> impl IntoView {
    let of = Span { from: day(2026, 11, 23), to: day(2026, 11, 23) };
    let coverage = Coverage { as_of: nine(), devices: vec![], acts: 0 };
    cash_view(&of, book, Some(&ward), vec![], &coverage, Opened::default())
}

#[test]
fn the_cash_book_shows_its_rows_and_sums() {
    let ward = demo::ward().expect("the standard data");
    let shown = ward.clone();
    let page = html(move || draw(the_day("Đặng Thị Đào"), shown));
    for said in [
        "Đặng Thị Đào",
        "&lt;b",
        "1.215.000",
        "1.223.000",
        "2 lượt thu, 1 miễn",
        "Một triệu hai trăm hai mươi ba nghìn đồng",
        "miễn: ho ngheo",
        "chưa thu: 1 hồ sơ, 5.000 đ",
        "Theo người thu",
        "Phạm Thị Kim Oanh",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(page.matches("số biên lai trùng với hồ sơ").count(), 2, "{page}");
    assert!(!page.contains("dòng đầu trong"), "nothing is left out");
    let whole = the_day("Đào");
    let shown = ward.clone();
    let cut = html(move || draw(whole.first(2), shown));
    assert!(cut.contains("2 dòng đầu trong 3") && cut.contains("1.223.000"), "{cut}");

    let none = book(
        &[],
        &BTreeSet::new(),
        &Sealed::new(),
        Period::new(day(2026, 11, 23), day(2026, 11, 23)).expect("a day"),
    );
    let empty = html(move || draw(none, ward));
    assert!(empty.contains("Không thu khoản nào") && !empty.contains("<table"), "{empty}");
}

/// Three days of receipts, of which the last has two.
fn three_days() -> CashBook {
    let on = |n: u128, of: u32, vnd, payment| Dossier {
        received_at: Some(Moment::at(day(2026, 11, of), 9, 0)),
        ..taken(n, "Lan", vnd, payment, &format!("BL {n}"))
    };
    let all = [
        on(1, 4, 8_000, Payment::Taken),
        on(2, 4, 1_215_000, Payment::Taken),
        on(3, 5, 3_000, Payment::Exempt),
        on(4, 9, 16_000, Payment::Taken),
        on(5, 9, 2_000, Payment::Taken),
    ];
    book(
        &all,
        &BTreeSet::new(),
        &Sealed::new(),
        Period::new(day(2026, 11, 1), day(2026, 11, 30)).expect("a month"),
    )
}

fn month(book: CashBook, opened: &'static [u32]) -> String {
    html(move || {
        let of = Span { from: day(2026, 11, 1), to: day(2026, 11, 30) };
        let coverage = Coverage { as_of: nine(), devices: vec![], acts: 0 };
        let opened = Opened::new(opened.iter().map(|of| day(2026, 11, *of)).collect());
        let ward = demo::ward().expect("the standard data");
        cash_view(&of, book, Some(&ward), vec![], &coverage, opened)
    })
}

/// Of each day: its name, what it says of its rows, its sum and how many rows lie under it.
fn days_of(page: &str) -> Vec<(String, String, String, usize)> {
    let text = |html: &str| {
        let mut text = String::new();
        let mut is_tag = false;
        for c in html.chars() {
            match c {
                '<' => is_tag = true,
                '>' => is_tag = false,
                c if !is_tag => text.push(c),
                _ => {}
            }
        }
        text
    };
    let bodies = page.split("<tbody").filter(|body| body.contains("ngay-"));
    bodies
        .map(|body| {
            let (group, rest) = body.split_once("</tr>").expect("the day's own line");
            let (name, sum) = group.split_once("</th>").expect("its name");
            let (day, count) = name.split_once("</button>").expect("what opens it");
            let rows = rest.split_once("</tbody>").expect("its end").0.matches("data-open").count();
            let day = format!("<{}", day.split_once("<button").expect("what opens it").1);
            (text(&day), text(count), text(sum), rows)
        })
        .collect()
}

/// A month is a line for each day; its sums are those that the rows of the file add up to.
#[test]
fn a_month_is_folded_by_day_and_each_day_has_the_sums_of_the_file() {
    let (ward, whole) = (demo::ward().expect("the standard data"), three_days());
    let page = month(whole.clone(), &[5]);
    let mut in_file = std::collections::BTreeMap::<String, (i64, usize)>::new();
    for row in whole.table(&ward).rows {
        let shared::report::Cell::Text(at) = &row[1] else { panic!("a moment") };
        let sum = in_file.entry(at.split_once(' ').expect("clock and day").1.to_owned()).or_default();
        *sum = (sum.0 + row[6].number(), sum.1 + 1);
    }
    let wanted = in_file
        .into_iter()
        .map(|(day, (vnd, rows))| (day, shared::lang::number(shared::lang::Lang::Vi, vnd), rows));
    let seen = days_of(&page);
    let shown = seen.iter().map(|(day, _, vnd, rows)| (day.clone(), vnd.clone(), *rows));
    assert_eq!(shown.collect::<Vec<_>>(), wanted.collect::<Vec<_>>(), "{page}");
    assert_eq!(
        seen.iter().map(|(_, count, ..)| count.as_str()).collect::<Vec<_>>(),
        ["2 lượt thu, 0 miễn", "0 lượt thu, 1 miễn", "2 lượt thu, 0 miễn"]
    );
    // Which are open is told to whoever does not see it, and hides the rows of the others.
    assert_eq!((page.matches("aria-expanded=\"true\"").count(), page.matches("data-shut").count()), (1, 2));
    for day in ["2026-11-04", "2026-11-05", "2026-11-09"] {
        let (controls, id) = (format!("aria-controls=\"ngay-{day}\""), format!("id=\"ngay-{day}\""));
        assert!(page.contains(&controls) && page.contains(&id), "{day}: {page}");
    }
    assert!(page.contains("Mở tất cả các ngày") && page.contains("1.241.000"), "{page}");
    assert!(month(whole, &[4, 5, 9]).contains("Đóng tất cả các ngày"));
    // Rows that are not drawn are counted, and are a link away.
    let cut = month(three_days().first(3), &[]);
    let of_last = days_of(&cut).pop().expect("the ninth");
    assert_eq!((of_last.2.as_str(), of_last.3), ("18.000", 0));
    assert!(cut.contains("Xem đủ 2 dòng") && cut.contains("tu=2026-11-09&amp;den=2026-11-09"), "{cut}");
    assert_eq!(cut.matches("Xem đủ").count(), 1, "the other days are whole");
    // A single day is not folded.
    let one = html(move || draw(the_day("Lan"), ward));
    assert!(!one.contains("aria-expanded") && !one.contains("Mở tất cả"), "{one}");
}

#[test]
fn the_cash_book_in_english_has_no_vietnamese_but_the_sum_in_words() {
    let ward = plain(&demo::ward().expect("the standard data"));
    let page = english(move || draw(the_day("Dao"), ward));
    let left = page.replace("Một triệu hai trăm hai mươi ba nghìn đồng", "");
    assert_eq!(vietnamese(&left), Vec::<String>::new());
    assert!(page.contains("same receipt number as dossier") && page.contains("In words"), "{page}");
}

#[test]
fn the_days_stand_in_the_address_and_what_makes_none_is_said_at_its_field() {
    let today = day(2026, 11, 24);
    let read = |pairs: &[(&str, &str)]| {
        let get =
            |key: &str| pairs.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value).to_owned());
        Span::read(get, today)
    };
    let this = Span { from: today, to: today };
    for senseless in [&[][..], &[("tu", "2018-02-30")], &[("tu", "2018-02-02"), ("den", "2018-02-01")]] {
        assert_eq!(read(senseless), this, "{senseless:?}");
    }
    let november = Span { from: day(2018, 11, 1), to: day(2018, 11, 30) };
    assert_eq!(november.href(PATH), "/bao-cao/so-thu?tu=2018-11-01&den=2018-11-30");
    assert_eq!(read(&[("tu", "2018-11-01"), ("den", "2018-11-30")]), november);
    assert_eq!(read(&[("tu", "2018-11-01")]), Span { to: november.from, ..november });

    assert_eq!(Span::typed("1/11/2018", "2018-11-30").ok(), Some(november));
    let at = |from: &str, to: &str| -> Vec<String> {
        Span::typed(from, to).expect_err("makes no span").into_iter().map(|fault| fault.field).collect()
    };
    assert_eq!(at("31/2/2018", "hôm qua"), ["tu", "den"]);
    assert_eq!(at("30/11/2018", "1/11/2018"), ["den"]);
}

#[test]
fn a_single_day_has_its_neighbours() {
    let fields = |span: Span| {
        html(move || {
            let (span, today) = (Memo::new(move |_| span), Memo::new(|_| day(2026, 11, 24)));
            view! { <Days span today path=PATH go=Callback::new(|_| ()) /> }
        })
    };
    let one = fields(Span { from: day(2026, 11, 1), to: day(2026, 11, 1) });
    assert!(one.contains("tu=2026-10-31&amp;den=2026-10-31") && one.contains("tu=2026-11-02"), "{one}");
    let span = fields(Span { from: day(2026, 11, 1), to: day(2026, 11, 30) });
    assert!(!span.contains("tu=2026-10-31") && span.contains("tu=2026-11-24"), "{span}");
}
