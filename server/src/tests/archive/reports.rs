//! The reports without a form of the law as files: row by row the figures of the page and of the spreadsheet.

use serde::de::DeserializeOwned;
use shared::demo::CHAIR;
use shared::lang::{Lang, number};
use shared::report::agencies::{self, Agencies};
use shared::report::quality::{self, Quality};
use shared::report::{Board, Cell, Covered, Table, Tally};

use super::super::report::{YEAR, lived};
use super::{asked, pages_of, read};

/// As words stand one behind another on paper.
fn close(text: &str) -> String {
    text.split_whitespace().collect()
}

fn n(count: u32) -> String {
    number(Lang::Vi, count.into())
}

/// The report as programs read it, as a spreadsheet does, and all that is read on its paper.
async fn both<R: DeserializeOwned>(form: &str, file: &str, pages: usize) -> (R, String, String) {
    let house = lived().await;
    let chair = house.browser(CHAIR).await;
    let ask = |format: &str| format!("/api/report?form={form}&{YEAR}&format={format}");
    let pdf = chair.get(&ask("pdf")).await;
    assert_eq!(pdf.said(), "200", "{form}: {}", pdf.text());
    let named = format!("attachment; filename=\"{file}-2018-01-01-2018-12-31.pdf\"");
    assert_eq!(pdf.headers["content-disposition"], named.as_str());
    assert!(asked("pdfinfo", &["-"], &pdf.body).contains("841.89 x 595.276 pts (A4)"), "A4 across");
    assert_eq!(pages_of(&pdf.body), pages, "{form}");
    let cells = chair.get(&ask("cells")).await;
    let Covered { report, coverage }: Covered<R> = serde_json::from_slice(&cells.body).expect("a report");
    assert_eq!(coverage.acts, 2, "what a tablet holds is said under the figures");
    let paper = close(&read(&pdf.body));
    for said in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Kỳ báo cáo: Từ ngày 01/01/2018 đến ngày 31/12/2018",
        "NGƯỜI LẬP BIỂU",
        "THỦ TRƯỞNG ĐƠN VỊ",
        "Số liệu tính đến 09:00 01/02/2019; 1 thiết bị chưa gửi 2 việc.",
        "In lúc 09:00 01/02/2019, Nguyễn Văn Thành.",
    ] {
        assert!(paper.contains(&close(said)), "“{said}” of {form}: {paper}");
    }
    let csv = chair.get(&ask("csv")).await.text();
    (report, csv, paper)
}

#[track_caller]
fn has_row(paper: &str, row: &[String]) {
    assert!(paper.contains(&close(&row.concat())), "{row:?} in {paper}");
}

#[track_caller]
fn has_table(paper: &str, table: &Table) {
    let printed = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(n) => number(Lang::Vi, *n),
    };
    for row in table.rows.iter().chain([&table.total]).filter(|row| !row.is_empty()) {
        has_row(paper, &row.iter().map(printed).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn agencies_on_paper_are_those_of_the_page_and_their_lines_add_up() {
    let (report, csv, paper): (Agencies, _, _) = both(agencies::ID, agencies::ID, 1).await;
    assert_eq!(csv, report.table().to_csv());
    assert!(report.lines.len() > 1 && report.total.counts[0] > 0, "{report:?}");
    has_table(&paper, &report.table());
    for (i, total) in report.total.counts.iter().enumerate() {
        assert_eq!(report.lines.iter().map(|line| line.counts[i]).sum::<u32>(), *total);
    }
    for said in [agencies::TITLE.vi.to_uppercase().as_str(), agencies::EXPLAINED.vi, "Hỏi, xác minh"] {
        assert!(paper.contains(&close(said)), "{said}: {paper}");
    }
    assert!(!paper.contains(&close(agencies::NOTHING.vi)));
}

#[tokio::test]
async fn the_indices_on_paper_are_those_of_the_page() {
    let (report, csv, paper): (Quality, _, _) = both(quality::ID, "chi-so-766", 2).await;
    assert_eq!(csv, report.table().to_csv());
    has_table(&paper, &report.table());
    for said in [quality::TITLE.vi.to_uppercase().as_str(), quality::BY.vi, quality::SCORES.vi] {
        assert!(paper.contains(&close(said)), "{said}: {paper}");
    }
}

#[tokio::test]
async fn the_board_on_paper_is_that_of_the_page_and_its_lines_add_up() {
    let (report, csv, paper): (Board, _, _) = both("board", "bang-dieu-hanh", 2).await;
    assert_eq!(csv, report.table().to_csv());
    let tally = |tally: Tally| [tally.answered, tally.early, tally.on_time, tally.late].map(n).to_vec();
    let begins = |i: usize, name: &str| vec![n(i as u32 + 1), name.to_owned()];
    for (i, line) in report.fields.iter().enumerate() {
        let came = [line.procedures, line.received].map(n).to_vec();
        let row = [begins(i, &line.name), came, tally(line.tally), vec![n(line.in_process)]];
        has_row(&paper, &row.concat());
    }
    for (i, line) in report.officers.iter().enumerate() {
        let now = [line.in_process, line.due_soon, line.overdue].map(n).to_vec();
        has_row(&paper, &[begins(i, &line.name), vec![n(line.received)], tally(line.tally), now].concat());
    }
    for point in &report.series.points {
        has_row(&paper, &[vec![point.from.vi(), point.to.vi()], tally(point.tally)].concat());
    }
    let all = report.tally;
    assert_eq!([all.answered, all.early, all.on_time, all.late], [200, 12, 188, 0]);
    let sum = |of: fn(&Tally) -> u32| {
        let fields = report.fields.iter().map(|line| of(&line.tally)).sum::<u32>();
        (fields, report.series.points.iter().map(|point| of(&point.tally)).sum::<u32>())
    };
    assert_eq!(sum(|tally| tally.answered), (200, 200));
    assert_eq!(sum(|tally| tally.early), (12, 12));
    has_row(&paper, &["Tổng cộng40200".to_owned(), tally(all).concat(), n(report.in_process)]);
    has_row(&paper, &["Tổng cộng".to_owned(), tally(all).concat()]);
    for (label, value) in [
        ("Trực tuyến", "tiếp nhận 5; đã giải quyết 5: 4 sớm hẹn, 1 đúng hẹn, 0 trễ hẹn".to_owned()),
        ("Lệ phí đã thu", format!("{} đồng", number(Lang::Vi, report.fees_vnd))),
        ("Ngày làm việc", "249".to_owned()),
        ("Cơ quan phối hợp trễ", n(report.today.agency_late)),
    ] {
        assert!(paper.contains(&close(&format!("{label}: {value}"))), "{label}: {paper}");
    }
}
