//! The register: numbers that stay, pages, the closing line.

use proptest::prelude::*;

use super::{at, day, dossier, some_dossier, ward};
use crate::demo::RECEPTION;
use crate::dossier::record::Trace;
use crate::dossier::{Dossier, Kind, Status};
use crate::report::closing::Book;
use crate::report::register::{Entry, PAGE_ROWS, Page, entries, form, registers, table};
use crate::report::sheets::{self, Made};

/// Received at `received`, and in the book since `recorded`.
fn taken(n: u128, received: &str, recorded: Option<&str>) -> Dossier {
    let trace = Trace {
        at: at(received),
        recorded: recorded.map(at),
        by: RECEPTION,
        kind: Kind::Receive,
        note: String::new(),
    };
    Dossier { received_at: Some(at(received)), history: vec![trace], ..dossier(n, "HT-09", Status::InWork) }
}

fn lines(all: &[Dossier]) -> Vec<(usize, u128)> {
    entries(ward(), all, 2018, "HTCT").iter().map(|entry| (entry.no, entry.id.0.as_u128())).collect()
}

#[test]
fn what_came_in_late_stands_at_the_end_and_moves_nobody() {
    let mut all = vec![
        taken(2, "2018-03-05T09:00", None),
        taken(1, "2018-03-05T08:00", None),
        taken(9, "2017-12-29T08:00", None),
        Dossier {
            procedure: dossier(0, "NCC-01", Status::InWork).procedure,
            ..taken(8, "2018-03-05T08:30", None)
        },
    ];
    assert_eq!(lines(&all), [(1, 1), (2, 2)]);
    // A tablet without a network received at 7:30 and came back on the next day.
    all.push(taken(3, "2018-03-05T07:30", Some("2018-03-06T10:00")));
    assert_eq!(lines(&all), [(1, 1), (2, 2), (3, 3)]);
    let late = entries(ward(), &all, 2018, "HTCT").pop().expect("three");
    assert_eq!((late.entered, late.remark().as_str()), (Some(day("2018-03-06")), "vào sổ 06/03/2018"));
    let made = registers(ward(), &all, 2018, None, &[]);
    let counts: Vec<(&str, usize)> =
        made.iter().map(|book| (book.name.as_str(), book.entries.len())).collect();
    assert_eq!(counts, [("Hộ tịch – Chứng thực", 3), ("Người có công", 1)]);
    let table = table(ward(), &made, 2018, day("2018-12-01"));
    assert_eq!((table.rows.len(), table.columns.len()), (4, 14));
    assert!(table.rows.iter().all(|row| row.len() == 14));
}

#[test]
fn the_last_page_of_a_year_that_is_over_says_how_the_book_stands() {
    let mut all: Vec<Dossier> =
        (1..=2 * PAGE_ROWS as u128 + 1).map(|n| taken(n, "2018-03-05T09:00", None)).collect();
    for dossier in all.iter_mut().take(PAGE_ROWS) {
        (dossier.status, dossier.closed_at) = (Status::Returned, Some(at("2018-03-08T09:00")));
    }
    (all[PAGE_ROWS].status, all[PAGE_ROWS].closed_at) = (Status::Withdrawn, Some(at("2018-03-08T09:00")));
    let all = entries(ward(), &all, 2018, "HTCT");
    let book = |entries: &[Entry]| Book { name: String::new(), entries: entries.to_vec(), closed: None };
    let page = |page: usize, today: &str| Page::of(book(&all), page, 2018, day(today));
    let first = page(1, "2026-01-01");
    assert_eq!((first.total, first.pages, first.rows.len(), first.standing), (21, 3, PAGE_ROWS, None));
    let last = page(99, "2026-01-01");
    assert_eq!((last.page, last.rows.len(), last.rows[0].no), (3, 1, 21));
    let said = last.standing.expect("the year is over").text(2018);
    assert_eq!(said, "Sổ năm 2018 chưa khóa. Đến nay: số cuối 21; đã trả 10, kết thúc khác 1, chưa xong 10.");
    assert_eq!(page(3, "2018-12-30").standing, None, "the year is not over");
    assert_eq!(Page::of(book(&[]), 1, 2018, day("2026-01-01")).standing, None, "nothing to close");
}

/// The article's year had no forms; each later year has the number of the circular in force on its last day.
#[test]
fn a_register_says_which_form_it_is() {
    let said = |year, today| form(year, day(today));
    assert_eq!(said(2018, "2026-11-25"), "");
    assert_eq!((said(2019, "2019-01-05"), said(2019, "2019-01-06")), ("", "Mẫu số 06"));
    assert_eq!((said(2024, "2026-11-25"), said(2025, "2025-06-30")), ("Mẫu số 06", "Mẫu số 06"));
    assert_eq!((said(2025, "2025-07-01"), said(2026, "2026-11-25")), ("Mẫu số 07", "Mẫu số 07"));
    let all = [taken(1, "2018-03-05T08:00", None)];
    let made = Made { to: day("2026-12-31"), today: day("2026-11-25"), foot: vec![] };
    let printed = |year| sheets::register(ward(), registers(ward(), &all, 2018, None, &[]), year, &made);
    let numbers = [2018, 2026].map(|year| printed(year).pop().expect("one book").form);
    assert_eq!(numbers, ["", "Mẫu số 07"]);
}

proptest! {
    /// Every reception stands in exactly one register of its year, under numbers without a gap; whatever comes in
    /// later changes no number.
    #[test]
    fn numbers_have_no_gap_and_stay(all in prop::collection::vec(some_dossier(), 0..30), more in some_dossier()) {
        let received = |year: i32| {
            all.iter().filter(|dossier| dossier.received_at.is_some_and(|at| at.day().year() == year)).count()
        };
        for year in [2018, 2019] {
            let made = registers(ward(), &all, year, None, &[]);
            prop_assert_eq!(made.iter().map(|book| book.entries.len()).sum::<usize>(), received(year));
            for Book { entries, .. } in &made {
                prop_assert!(entries.iter().enumerate().all(|(place, entry)| entry.no == place + 1));
            }
            let mut later = more.clone();
            later.history = vec![Trace { at: later.created_at, recorded: Some(at("2030-01-01T08:00")), by: RECEPTION,
                kind: Kind::Receive, note: String::new() }];
            let with: Vec<Dossier> = all.iter().cloned().chain([later]).collect();
            for Book { name, entries: before, .. } in made {
                let after = registers(ward(), &with, year, None, &[]);
                let after = &after.iter().find(|book| book.name == name).expect("the same field").entries;
                let same = |(old, new): (&Entry, &Entry)| old == new;
                prop_assert!(before.iter().zip(after).all(same));
            }
        }
    }
}
