//! A form on paper is the form of the page.

use super::*;
use crate::report::sheets::{self, Made};
use crate::sheet::Block;

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
