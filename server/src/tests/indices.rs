//! The 766 indices, the agencies' report and the board through the server: page, files and lists say the same.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use shared::demo::{CHAIR, VOLUNTEER};
use shared::report::agencies::{self, Agencies, COLUMNS};
use shared::report::figure::Line;
use shared::report::form::FIRST;
use shared::report::indices::INDICES;
use shared::report::quality::{HAVE, Measured, Quality, REST, WHOLE, opens};
use shared::report::{Behind, Board, Cell, Covered, Figure, Table};

use super::report::{YEAR, lived};

/// Every cell of the file that has the table's row, as a spreadsheet reads it.
fn same_in_file(body: Vec<u8>, table: &Table) {
    let mut book = Xlsx::new(Cursor::new(body)).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("is read");
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(Data::to_string).collect()).collect();
    let plain = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(n) => n.to_string(),
    };
    for row in table.rows.iter().chain([&table.total]).filter(|row| !row.is_empty()) {
        let row: Vec<String> = row.iter().map(plain).collect();
        assert!(rows.contains(&row), "{row:?}");
    }
}

#[tokio::test]
async fn the_indices_are_the_same_on_the_page_in_the_files_and_behind_each_number() {
    let house = lived().await;
    let chair = house.browser(CHAIR).await;
    let ask = |format: &str| format!("/api/report?form=766&{YEAR}&format={format}");
    let cells = chair.get(&ask("cells")).await;
    let Covered { report, coverage }: Covered<Quality> =
        serde_json::from_slice(&cells.body).expect("the indices");
    assert_eq!(coverage.acts, 2, "what a tablet holds is said beside them");
    assert_eq!(report.lines[0].measured, Measured::Share { part: 200, whole: 200 });

    let csv = chair.get(&ask("csv")).await;
    assert_eq!(
        csv.headers["content-disposition"],
        "attachment; filename=\"chi-so-766-2018-01-01-2018-12-31.csv\""
    );
    assert_eq!(csv.text(), report.table().to_csv());
    same_in_file(chair.get(&ask("xlsx")).await.body, &report.table());

    for (index, line) in INDICES.iter().zip(&report.lines) {
        for (column, n) in [HAVE, REST, WHOLE].into_iter().zip(line.measured.cells()) {
            let list = format!("/api/report/behind?form=766&{YEAR}&column={column}&field={}", index.id);
            let answer = chair.get(&list).await;
            if opens(index, column) {
                let behind: Behind = serde_json::from_slice(&answer.body).expect("a list");
                assert_eq!(Some(behind.total), n.map(|n| n as usize), "{list}");
            } else {
                assert_eq!(answer.said(), "400 bad_query", "{list}");
            }
        }
    }
    for nonsense in ["column=3", "column=3&field=9.9", "column=2&field=2.1", "field=2.1"] {
        let answer = chair.get(&format!("/api/report/behind?form=766&{YEAR}&{nonsense}")).await;
        assert_eq!(answer.said(), "400 bad_query", "{nonsense}");
    }
}

#[tokio::test]
async fn the_boards_numbers_open_their_dossiers() {
    let house = lived().await;
    let chair = house.browser(CHAIR).await;
    let answer = chair.get(&format!("/api/report?form=board&{YEAR}&format=cells")).await;
    let Covered { report, .. }: Covered<Board> = serde_json::from_slice(&answer.body).expect("a board");
    let total = async |figure: Figure, line: Option<Line>| {
        let place = figure.place(line);
        let line = place.field.map_or_else(String::new, |line| format!("&field={line}"));
        let list = format!("/api/report/behind?form=board&{YEAR}&column={}{line}", place.column);
        let behind: Behind = serde_json::from_slice(&chair.get(&list).await.body).expect("a list");
        behind.total
    };
    assert_eq!(total(Figure::Answered, None).await, 200);
    assert_eq!(total(Figure::Early, None).await, report.tally.early as usize);
    for line in &report.fields {
        assert_eq!(total(Figure::Early, Some(Line::Field(line.id.clone()))).await, line.tally.early as usize);
    }
    for line in &report.officers {
        assert_eq!(total(Figure::Received, Some(Line::Officer(line.id))).await, line.received as usize);
    }
    for point in &report.series.points {
        let days = Line::Days(point.from, point.to);
        assert_eq!(total(Figure::OnTime, Some(days)).await, point.tally.on_time as usize);
    }
    for nonsense in ["column=0", "column=30", "column=1&field=x", "column=1&field=thu_ly.x", ""] {
        let answer = chair.get(&format!("/api/report/behind?form=board&{YEAR}&{nonsense}")).await;
        assert_eq!(answer.said(), "400 bad_query", "{nonsense}");
    }
}

#[tokio::test]
async fn agencies_are_the_same_on_the_page_in_the_files_and_behind_each_number() {
    let house = lived().await;
    let chair = house.browser(CHAIR).await;
    let ask = |format: &str| format!("/api/report?form=co-quan-phoi-hop&{YEAR}&format={format}");
    let cells = chair.get(&ask("cells")).await;
    let Covered { report, .. }: Covered<Agencies> = serde_json::from_slice(&cells.body).expect("a report");
    assert!(report.lines.len() > 1 && report.total.counts[0] > 0, "{report:?}");
    assert_eq!(chair.get(&ask("csv")).await.text(), report.table().to_csv());
    same_in_file(chair.get(&ask("xlsx")).await.body, &report.table());

    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let lines = report.lines.iter().map(|line| (Some(encoded(&line.agency)), line));
    for (agency, line) in lines.chain([(None, &report.total)]) {
        for (i, n) in line.counts.iter().enumerate() {
            let of = agency.as_ref().map_or_else(String::new, |agency| format!("&field={agency}"));
            let list = format!("/api/report/behind?form=co-quan-phoi-hop&{YEAR}&column={}{of}", i + FIRST);
            let behind: Behind = serde_json::from_slice(&chair.get(&list).await.body).expect("a list");
            assert_eq!(behind.total, *n as usize, "{list}");
        }
    }
    let beyond = FIRST + COLUMNS.len();
    let answer = chair.get(&format!("/api/report/behind?form={}&{YEAR}&column={beyond}", agencies::ID)).await;
    assert_eq!(answer.said(), "400 bad_query");
    let volunteer = house.browser(VOLUNTEER).await;
    assert_eq!(volunteer.get(&ask("cells")).await.status, 403);
}
