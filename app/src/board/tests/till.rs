//! The till as it is handed over on the page, and as it stands afterwards.

use leptos::prelude::*;
use shared::demo::{self, RECEPTION};
use shared::moment::{Day, Moment};
use shared::report::cash::Sum;
use shared::report::till::{Handed, Till};

use super::day;
use crate::board::till::{Slip, day_view, days_view, slip_view};
use crate::ui::tests::{english, html, vietnamese};

fn the_day() -> Day {
    day(2026, 11, 23)
}

fn open() -> Till {
    let book = Sum { count: 3, vnd: 1_243_000 };
    Till {
        book,
        exempt: 1,
        first: "BL 9".into(),
        last: "BL 10".into(),
        unnumbered: 1,
        ..Till::of(the_day(), &[], None)
    }
}

fn handed() -> Till {
    let till = open();
    let handed = Handed {
        day: the_day(),
        by: RECEPTION,
        at: Moment::at(the_day(), 16, 45),
        to: "Tran Thi Ke".to_owned(),
        counted_vnd: 1_242_000,
        book: till.book,
        exempt: 1,
        reason: "tra thua".to_owned(),
        first: "BL 9".to_owned(),
        last: "BL 10".to_owned(),
        unnumbered: 1,
        by_procedure: vec![],
        by_officer: vec![],
        fees: vec![],
        corrected: Sum::default(),
        corrections: vec![],
    };
    let (late, changed) = (Sum { count: 2, vnd: 16_000 }, Sum { count: 1, vnd: 8_000 });
    Till { handed: Some(handed), late, changed, ..till }
}

/// A slip on which the given things are typed; what the form says of them.
fn typed(to: &str, counted: &str, reason: &str) -> Result<i64, Vec<String>> {
    Owner::new().with(|| {
        let slip = Slip::of(&open());
        slip.fill(to, counted, reason);
        slip.read(&open(), the_day()).map(|ask| ask.counted_vnd).ok_or_else(|| slip.faults_at())
    })
}

#[test]
fn what_is_missing_stands_at_its_field() {
    let at = |fields: &[&str]| Err(fields.iter().map(|field| (*field).to_owned()).collect());
    assert_eq!(typed("Ke", "1.243.000", ""), Ok(1_243_000));
    assert_eq!(typed("", "", ""), at(&["till_to", "till_counted"]));
    assert_eq!(typed("Ke", "một triệu", ""), at(&["till_counted"]), "no sum is no difference");
    assert_eq!(typed("Ke", "1.242.000", ""), at(&["till_reason"]));
    assert_eq!(typed("Ke", "1.242.000", "trả thừa"), Ok(1_242_000));
}

#[test]
fn the_form_begins_with_the_books_sum_and_numbers() {
    let page = html(|| slip_view(&open(), Slip::of(&open())));
    for said in ["3 lượt thu, 1.243.000 đ", "1 khoản chưa ghi số biên lai", "till_first", "till_to"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("till_reason"), "nobody is asked why before the sums differ: {page}");
}

#[test]
fn a_day_that_was_handed_over_shows_what_was_written_and_what_came_since() {
    let ward = demo::ward().expect("the standard data");
    let page = html(move || day_view(&handed(), Some(&ward)));
    for said in [
        "Phạm Thị Kim Oanh",
        "Tran Thi Ke",
        "16:45 23/11/2026",
        "thiếu 1.000 đ",
        "tra thua",
        "BL 9 – BL 10; 1 khoản chưa ghi số",
        "2 phiếu đến sau bàn giao, 16.000 đ; 1 phiếu đã bàn giao nay khác trong sổ.",
        "/bao-cao/so-thu/bien-ban?ngay=2026-11-23",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn many_days_stand_in_one_table() {
    let ward = demo::ward().expect("the standard data");
    let open = Till { day: the_day().next(), ..open() };
    let page = html(move || days_view(vec![handed(), open], Some(&ward)));
    for said in ["/bao-cao/so-thu?tu=2026-11-24", "chưa bàn giao", "thiếu 1.000 đ", "phiếu đến sau bàn giao"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn the_hand_over_has_english() {
    let markup = english(|| {
        let slip = Slip::of(&open());
        slip.fill("", "1.242.000", "");
        slip.read(&open(), the_day());
        (slip_view(&open(), slip), day_view(&handed(), None), days_view(vec![handed(), open()], None))
    });
    let left = vietnamese(&markup);
    assert!(left.is_empty(), "{left:?}");
}
