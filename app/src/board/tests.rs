//! Periods and shares as a leader reads them.

use shared::demo;
use shared::lang::Lang;
use shared::moment::{Day, Moment};
use shared::report::{Coverage, Period, board};

use super::period::{Choice, choices};
use super::{board_view, share};
use crate::ui::tests::{english, plain, vietnamese};

fn day(y: i32, m: u32, d: u32) -> Day {
    Day::new(y, m, d).expect("a day")
}

#[test]
fn periods_begin_and_end_on_their_days() {
    assert_eq!(Choice::year(2018).span(), (day(2018, 1, 1), day(2018, 12, 31)));
    assert_eq!(Choice::Month { first: day(2024, 2, 1) }.span(), (day(2024, 2, 1), day(2024, 2, 29)));
    let all = choices(day(2026, 11, 24));
    assert_eq!(all[0].span(), (day(2026, 11, 23), day(2026, 11, 29)));
    assert!(all.contains(&Choice::year(2018)));
    assert_eq!(all.iter().filter(|c| matches!(c, Choice::Month { .. })).count(), 12);
}

#[test]
fn shares_are_rounded_as_on_paper() {
    assert_eq!(share(Lang::Vi, 274, 4872), "5,6 %");
    assert_eq!(share(Lang::Vi, 4598, 4872), "94,4 %");
    assert_eq!(share(Lang::En, 0, 4872), "0.0 %");
    assert_eq!(share(Lang::Vi, 0, 0), "–");
}

#[test]
fn a_leader_who_reads_english_reads_no_vietnamese_but_names() {
    let ward = plain(&demo::ward().expect("the standard data"));
    let period = Period::new(day(2026, 1, 1), day(2026, 12, 31)).expect("a year");
    let now = Moment::at(day(2026, 11, 24), 9, 0);
    let board = board(&ward, std::iter::empty(), period, now);
    let coverage = Coverage { as_of: now, devices: vec![], acts: 7 };
    let left = vietnamese(&english(move || board_view(board, coverage)));
    assert!(left.is_empty(), "{left:?}");
    for choice in choices(day(2026, 11, 24)) {
        assert!(vietnamese(&choice.name(Lang::En)).is_empty(), "{choice:?}");
    }
}
