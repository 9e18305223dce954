//! What a page shows, its file has: every form and report, each figure one of its own.

use super::*;
use crate::demo::HEAD;
use crate::dossier::record::Payment;
use crate::lang::{Lang, number};
use crate::report::agencies::agencies;
use crate::report::cash::{self, CashBook, DaySum, Sum};
use crate::report::indices::INDICES;
use crate::report::quality::{Measured, quality};
use crate::report::sheets::{self, Made};

/// Figures that stand nowhere else.
struct Fresh(u32);

impl Fresh {
    fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

/// A report with the figures that its page shows.
struct Case {
    name: &'static str,
    figures: Vec<u32>,
    table: Table,
    sheet: String,
}

fn november() -> (Period, Moment, Made) {
    let (of, now) = (period("2018-11-01", "2018-11-30"), at("2018-12-03T08:00"));
    (of, now, Made { to: of.to(), today: now.day(), foot: vec![] })
}

fn forms() -> Vec<Case> {
    let (of, now, made) = november();
    let case = |form: &&'static Form| {
        let mut fresh = Fresh(1_000);
        let mut filled = form.fill(ward(), &four_dossiers(), of, now);
        let counts = filled.lines.iter_mut().flat_map(|line| &mut line.counts).chain(&mut filled.total);
        counts.for_each(|count| *count = fresh.next());
        Case {
            name: form.id,
            figures: (1_001..=fresh.0).collect(),
            table: filled.table(form),
            sheet: format!("{:?}", sheets::form(ward(), form, &filled, of, &made)),
        }
    };
    FORMS.iter().map(case).collect()
}

fn indices() -> Case {
    let ((of, now, made), mut fresh) = (november(), Fresh(1_000));
    let mut all = quality(ward(), &four_dossiers(), &[], of, now);
    let mut figures = Vec::new();
    for line in &mut all.lines {
        match &mut line.measured {
            Measured::Share { part, whole } => {
                (*part, *whole) = (fresh.next(), fresh.next() + 5_000);
                figures.extend([*part, *whole - *part, *whole]);
            }
            Measured::Mean { of, unknown, .. } => {
                (*of, *unknown) = (fresh.next(), fresh.next() + 9_000);
                figures.extend([*of + *unknown, *unknown]);
            }
            Measured::Satisfied { late, whole, disliked, ballots } => {
                (*late, *whole, *disliked, *ballots) =
                    (fresh.next(), fresh.next(), fresh.next(), fresh.next());
                figures.extend([*late, *whole, *disliked, *ballots]);
            }
            Measured::Services { .. } => {}
        }
    }
    assert_eq!(all.lines.len(), INDICES.len());
    let sheet = format!("{:?}", sheets::quality(ward(), &all, of, &made));
    Case { name: "766", figures, table: all.table(), sheet }
}

fn of_agencies() -> Case {
    let ((of, now, made), mut fresh) = (november(), Fresh(1_000));
    let mut all = agencies(ward(), &four_dossiers(), of, now);
    all.lines = vec![all.total.clone(), all.total.clone()];
    let counts = all.lines.iter_mut().flat_map(|line| &mut line.counts).chain(&mut all.total.counts);
    counts.for_each(|count| *count = fresh.next());
    let sheet = format!("{:?}", sheets::agencies(ward(), &all, of, &made));
    Case { name: "agencies", figures: (1_001..=fresh.0).collect(), table: all.table(), sheet }
}

/// The page of the cash book also shows what each day, procedure and officer took.
fn cash_book() -> Case {
    let (of, ..) = november();
    let mut fresh = Fresh(1_000);
    let paid = |n: u128| {
        let mut one = answered(n, "2018-11-05T08:00", "2018-11-08T17:00", "2018-11-08T09:00");
        one.received_by = Some(RECEPTION);
        one.fee.payment = Payment::Taken;
        one
    };
    let all = [paid(1), paid(2)];
    let mut book: CashBook = cash::book(&all, &Default::default(), &Default::default(), of);
    assert_eq!(book.rows.len(), 2);
    let mut sum = || Sum { count: fresh.next(), vnd: fresh.next().into() };
    (book.total, book.owed) = (sum(), sum());
    book.by_day = vec![DaySum { day: day("2018-11-05"), sum: sum(), exempt: 0, corrected: 0 }];
    book.by_procedure = vec![(all[0].procedure.clone(), sum())];
    book.by_officer = vec![(RECEPTION, sum()), (HEAD, sum())];
    for row in &mut book.rows {
        row.vnd = fresh.next().into();
    }
    book.exempt = fresh.next();
    // The number of payments in all is the number of rows.
    let figures = (1_001..=fresh.0).filter(|n| *n != book.total.count).collect();
    Case { name: "cash", figures, table: book.table(ward()), sheet: String::new() }
}

#[test]
fn every_figure_of_a_page_stands_in_its_files() {
    let all = forms().into_iter().chain([indices(), of_agencies(), cash_book()]);
    for Case { name, figures, table, sheet } in all {
        let csv = table.to_csv();
        let cells: Vec<i64> = table.rows.iter().chain([&table.total]).flatten().map(Cell::number).collect();
        assert!(figures.len() > 5, "{name}");
        for n in figures {
            let shown = number(Lang::Vi, n.into());
            let in_table = cells.contains(&n.into());
            let said = table
                .rows
                .iter()
                .flatten()
                .any(|cell| matches!(cell, Cell::Text(text) if text.contains(&shown)));
            let below = table.below.iter().any(|said| said.contains(&shown));
            assert!(in_table || said || below, "{name}: {n} is not in the file: {csv}");
            let raw = csv.contains(&n.to_string()) || csv.contains(&shown);
            assert!(raw, "{name}: {n}: {csv}");
            assert!(sheet.is_empty() || sheet.contains(&shown), "{name}: {n} is not on paper: {sheet}");
        }
    }
}
