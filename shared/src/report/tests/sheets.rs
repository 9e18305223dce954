//! A form or a report on paper is that of the page.

use super::*;
use crate::report::agencies::{NOTHING, agencies};
use crate::report::quality::quality;
use crate::report::sheets::{self, Made};
use crate::sheet::{Block, Grid, Sheet};

/// Paper and table are one form: the same figures under the same columns, each under the head that it shares.
#[test]
fn the_sheet_of_a_form_has_the_figures_of_its_table() {
    let (of, now) = (period("2018-11-01", "2018-11-30"), at("2018-12-03T08:00"));
    let made = Made { to: of.to(), today: now.day(), foot: vec!["Số liệu tính đến".to_owned()] };
    for form in FORMS {
        let filled = form.fill(ward(), &four_dossiers(), of, now);
        let (sheet, table) = (sheets::form(ward(), form, &filled, of, &made), filled.table(form));
        let Some(Block::Grid(grid)) = sheet.blocks.last() else { panic!("a form ends in its table") };
        assert!(grid.rows.iter().all(|row| row.len() == grid.head.len()) && grid.is_summed);
        let cells = |row: &Vec<Cell>| -> Vec<i64> { row.iter().skip(FIRST - 1).map(Cell::number).collect() };
        let figures = |row: &Vec<String>| -> Vec<i64> {
            row[FIRST - 1..].iter().map(|n| n.replace('.', "").parse().expect("a number")).collect()
        };
        let wanted: Vec<_> = table.rows.iter().chain([&table.total]).map(cells).collect();
        assert_eq!(grid.rows.iter().map(figures).collect::<Vec<_>>(), wanted, "{}", form.id);
        assert!(wanted.iter().flatten().any(|n| *n > 0), "{}", form.id);
        // Number and field stand alone, every column that counts is under one head.
        assert_eq!((0..grid.head.len()).filter(|i| !grid.is_under(*i)).collect::<Vec<_>>(), [0, 1]);
        let covered: usize = grid.upper().iter().map(|(_, _, count)| (*count).max(1)).sum();
        assert_eq!(covered, grid.head.len(), "{}", form.id);
        for (i, column) in form.columns.iter().enumerate() {
            let over =
                grid.over.iter().find(|over| (over.from..over.from + over.count).contains(&(i + FIRST - 1)));
            assert_eq!(over.map(|over| over.name.as_str()), Some(column.over.vi));
        }
        assert_eq!(sheet.signatures.len(), 2);
    }
}

fn november() -> (Period, Moment, Made) {
    let (of, now) = (period("2018-11-01", "2018-11-30"), at("2018-12-03T08:00"));
    (of, now, Made { to: of.to(), today: now.day(), foot: vec![] })
}

fn grids(sheet: &Sheet) -> Vec<&Grid> {
    let all = sheet.blocks.iter();
    all.filter_map(|block| if let Block::Grid(grid) = block { Some(grid) } else { None }).collect()
}

fn printed(row: &[Cell]) -> Vec<String> {
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(n) => crate::lang::number(crate::lang::Lang::Vi, *n),
    };
    row.iter().map(cell).collect()
}

/// A row for each row of the file, each column under its own head; where nobody was asked, that is said.
#[test]
fn the_sheets_of_indices_and_agencies_have_the_rows_of_their_tables() {
    let (of, now, made) = november();
    let report = agencies(ward(), &agencies::story(), of, now);
    let (sheet, table) = (sheets::agencies(ward(), &report, of, &made), report.table());
    let grid = grids(&sheet)[0];
    let wanted: Vec<_> = table.rows.iter().chain([&table.total]).map(|row| printed(row)).collect();
    assert_eq!(grid.rows, wanted);
    assert!(grid.is_summed && wanted.len() > 2);
    for (i, title) in table.columns.iter().enumerate() {
        let over = grid.over.iter().find(|over| (over.from..over.from + over.count).contains(&i));
        let name = &grid.head[i];
        assert_eq!(over.map_or_else(|| name.clone(), |over| format!("{}: {name}", over.name)), *title);
    }
    let says_nothing = |sheet: &Sheet| sheet.text().contains(NOTHING.vi);
    assert!(!says_nothing(&sheet));
    let none = agencies(ward(), &[], of, now);
    assert!(says_nothing(&sheets::agencies(ward(), &none, of, &made)));

    let report = quality(ward(), &four_dossiers(), &[], of, now);
    let (sheet, table) = (sheets::quality(ward(), &report, of, &made), report.table());
    let rows = sheet
        .blocks
        .iter()
        .find_map(|block| if let Block::Table { rows, .. } = block { Some(rows.clone()) } else { None });
    assert_eq!(rows, Some(table.rows.iter().map(|row| printed(row)).collect()));
}

/// Below the fields and below the days stand their sums, and these are the board's own.
#[test]
fn the_sheet_of_a_board_adds_up_to_its_figures() {
    let (of, now, made) = november();
    let report = board(ward(), &four_dossiers(), of, now);
    let sheet = sheets::board(ward(), &report, of, &made);
    let grids = grids(&sheet);
    assert_eq!(grids.len(), 3, "fields, officers, days");
    let number = |cell: &String| cell.replace('.', "").parse::<u32>().expect("a number");
    for grid in grids.iter().filter(|grid| grid.is_summed) {
        let (sum, lines) = grid.rows.split_last().expect("a sum");
        for column in 2..grid.head.len() {
            let all: u32 = lines.iter().map(|line| number(&line[column])).sum();
            assert_eq!(all, number(&sum[column]), "{}", grid.head[column]);
        }
    }
    assert!(grids.iter().all(|grid| grid.rows.iter().all(|row| row.len() == grid.head.len())));
    let Tally { answered, early, on_time, late } = report.tally;
    let wanted = [report.received, answered, early, on_time, late, report.in_process];
    let sum = grids[0].rows.last().expect("a sum");
    assert_eq!(sum[3..].iter().map(number).collect::<Vec<_>>(), wanted);
    assert!(answered > 0 && late > 0 && report.in_process > 0);
    let text = sheet.text();
    assert!(text.contains("Hồ sơ đang mở: đang thụ lý 1"), "{text}");
    let fees = crate::lang::number(crate::lang::Lang::Vi, report.fees_vnd);
    assert!(text.contains(&format!("Lệ phí đã thu: {fees} đồng")) && report.fees_vnd > 0, "{text}");
}
