//! A book of results as it is read and printed.

use leptos::prelude::*;
use shared::demo;
use shared::id::DossierId;
use shared::moment::Moment;
use shared::report::Coverage;
use shared::report::results::{Entry, Faults, Page};

use super::day;
use crate::board::results::{AT, results_view};
use crate::board::yearly::Asked;
use crate::ui::tests::{english, html, plain};

fn page(faults: Faults) -> Page {
    let entry = Entry {
        number: "9/CTBS-2026".to_owned(),
        on: day(2026, 11, 23),
        id: DossierId(uuid::Uuid::from_u128(7)),
        code: "000.21.17.H17-261123-6000".to_owned(),
        name: "Dang Thi Dao".to_owned(),
        what: "<b>Bang tot nghiep".to_owned(),
        signer: "Nguyen Van Thanh".to_owned(),
        copies: Some(3),
        fee_vnd: 12_000,
        remark: String::new(),
    };
    Page {
        total: 1,
        page: 1,
        pages: 1,
        rows: vec![entry],
        faults,
        copies: 3,
        fee_vnd: 12_000,
        standing: None,
        closed: None,
    }
}

fn draw(page: Page, ward: &shared::ward::Ward) -> impl IntoView + use<> {
    let of = Asked { year: 2026, book: "So chung thuc".to_owned(), page: 1 };
    let now = Moment::at(day(2026, 11, 27), 8, 0);
    results_view(&of, page, Some(ward), vec![], &Coverage { as_of: now, devices: vec![], acts: 0 })
}

#[test]
fn a_book_shows_its_numbers_and_says_what_is_wrong_with_them() {
    let ward = demo::ward().expect("the standard data");
    let shown = |faults: Faults| {
        let ward = ward.clone();
        html(move || draw(page(faults), &ward))
    };
    let in_order = shown(Faults::default());
    for said in ["9/CTBS-2026", "&lt;b&gt;Bang tot nghiep", "12.000", "1 số · 3 bản · 12.000 đồng"] {
        assert!(in_order.contains(said), "{said}: {in_order}");
    }
    assert!(!in_order.contains("note--soon"), "{in_order}");
    let wrong = shown(Faults { twice: vec![9], left_out: vec![(1, 8)] });
    assert!(wrong.contains("Số cấp hai lần: 9. Số bỏ trống: 1–8."), "{wrong}");
    let nothing = Page { total: 0, rows: vec![], ..page(Faults::default()) };
    let ward = ward.clone();
    let empty = html(move || draw(nothing, &ward));
    assert!(empty.contains("chưa có số nào") && !empty.contains("<table"), "{empty}");
}

#[test]
fn in_english_only_the_book_itself_stays_vietnamese() {
    let ward = plain(&demo::ward().expect("the standard data"));
    let said = english(move || draw(page(Faults { twice: vec![9], left_out: vec![] }), &ward));
    assert!(said.contains("1 number · 3 copies") && said.contains("Given twice: 9."), "{said}");
}

#[test]
fn book_year_and_page_stand_in_the_address() {
    let ward = demo::ward().expect("the standard data");
    let read = |pairs: &[(&str, &str)]| {
        let get = |key: &str| pairs.iter().find(|(name, _)| *name == key).map(|(_, text)| (*text).to_owned());
        Asked::read(&AT, get, Some(&ward), 2026)
    };
    let usual = read(&[("so", "Sổ không có"), ("nam", "1900"), ("trang", "0")]);
    let copies = "Sổ chứng thực bản sao từ bản chính".to_owned();
    assert_eq!(usual, Asked { year: 2026, book: copies, page: 1 });
    let asked = read(&[("so", "Sổ đăng ký khai tử"), ("nam", "2018"), ("trang", "3")]);
    assert_eq!((asked.year, asked.book.as_str(), asked.page), (2018, "Sổ đăng ký khai tử", 3));
    assert!(
        asked.href(&AT).ends_with("so=S%E1%BB%95%20%C4%91%C4%83ng%20k%C3%BD%20khai%20t%E1%BB%AD&trang=3")
    );
}
