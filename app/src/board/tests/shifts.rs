//! Volunteers' shifts as the head and the board read them.

use shared::id::OfficerId;
use shared::moment::Day;
use shared::shift::{Half, Line, Shifts, Topic};

use super::super::shifts::shifts_view;
use crate::ui::tests::{english, html, vietnamese};

fn some(max: usize) -> Shifts {
    let day = Day::new(2026, 11, 24).expect("a day");
    let line = |officer, day: Day, half, counts: &[(Topic, u32)], open| Line {
        officer: OfficerId(officer),
        day,
        half,
        counts: counts.iter().copied().collect(),
        open,
    };
    let lines = vec![
        line(21, day, Half::Afternoon, &[(Topic::Form, 12), (Topic::Account, 3)], true),
        line(22, day.plus(-1), Half::Morning, &[(Topic::Form, 1_000)], false),
    ];
    Shifts::of(lines, max)
}

fn name(id: OfficerId) -> String {
    format!("Mai {id}")
}

#[test]
fn each_volunteer_each_shift_and_the_sum_stand_there() {
    let page = html(|| shifts_view(some(100), name));
    for said in
        ["Mai 21", "Mai 22", "1.000", "1.015", "1.012", "24/11/2026, chiều", "chưa kết thúc", "Từng ca"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(page.contains("không tính hồ sơ nộp có người hỗ trợ"), "{page}");
}

#[test]
fn where_only_the_newest_are_listed_the_page_says_so_and_the_sum_is_of_all() {
    let page = html(|| shifts_view(some(1), name));
    assert!(page.contains("1 ca gần nhất trong 2 ca") && page.contains("1.015"), "{page}");
}

#[test]
fn a_period_without_shifts_says_so() {
    assert!(html(|| shifts_view(Shifts::default(), name)).contains("Chưa có ca hỗ trợ nào trong kỳ."));
}

#[test]
fn the_shifts_have_english() {
    for (all, max) in [(some(100), 1), (some(1), 2), (Shifts::default(), 3)] {
        let left = vietnamese(&english(move || shifts_view(all, name)));
        assert!(left.is_empty(), "{max}: {left:?}");
    }
}
