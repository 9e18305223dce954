//! The reports without a form of the law as sheets: the leader's board, the 766 indices, the cooperating agencies.
//!
//! Not here: what is counted (`board`, `quality`, `agencies`).
//! Invariant: every figure is the report's own, none is counted here; where lines make up a sum, it stands below them.

use super::{Made, alone, block, grid, rows};
use crate::lang::{Lang, number};
use crate::report::agencies::{self, Agencies, COLUMNS};
use crate::report::board::{self, Board, FieldLine, OfficerLine, Point, Waiting};
use crate::report::form::FIRST;
use crate::report::quality::{self, Quality};
use crate::report::{Period, Table, Tally};
use crate::sheet::{Block, Sheet};
use crate::survey::{Totals, table};
use crate::ward::Ward;

const ANSWERED: [(&str, &str); 4] = [
    ("Đã giải quyết", "tổng số"),
    ("Đã giải quyết", "sớm hẹn"),
    ("Đã giải quyết", "đúng hẹn"),
    ("Đã giải quyết", "trễ hẹn"),
];
const SUM: &str = "Tổng cộng";

/// Each agency with what it was asked and what it was given, and the sum of all.
pub fn agencies(ward: &Ward, agencies: &Agencies, period: Period, made: &Made) -> Sheet {
    let table = agencies.table();
    let counts = COLUMNS.iter().map(|column| (column.over.vi, column.name.vi));
    let (leading, others) = table.columns.split_at(FIRST - 1);
    let columns: Vec<_> = alone(leading).chain(counts).chain(alone(&others[COLUMNS.len()..])).collect();
    let mut blocks = vec![grid(&columns, rows(&table, 0), true), Block::paragraph(agencies::EXPLAINED.vi)];
    if agencies.lines.is_empty() {
        blocks.insert(0, Block::paragraph(agencies::NOTHING.vi));
    }
    made.report(ward, agencies::TITLE.vi, period, blocks)
}

/// Each index with what it is made of, then those that are not counted here, with the reason.
pub fn quality(ward: &Ward, quality: &Quality, period: Period, made: &Made) -> Sheet {
    let blocks = vec![
        Block::paragraph(format!("{}.", quality::BY.vi)),
        block(&quality.table(), 0),
        Block::paragraph(quality::SCORES.vi),
    ];
    made.report(ward, quality::TITLE.vi, period, blocks)
}

/// What was said of results: the shares with how many they are of, then answer by answer.
pub fn survey(ward: &Ward, totals: &Totals, period: Period, made: &Made) -> Sheet {
    let mut blocks: Vec<_> = totals.said().into_iter().map(|(name, said)| Block::line(name, said)).collect();
    let table = Table { below: vec![], ..totals.table(&ward.forms()) };
    blocks.push(block(&table, 0));
    made.report(ward, table::TITLE.vi, period, blocks)
}

fn n(count: u32) -> String {
    number(Lang::Vi, count.into())
}

fn tally(tally: Tally) -> Vec<String> {
    [tally.answered, tally.early, tally.on_time, tally.late].map(n).to_vec()
}

/// The running number of a line and its name.
fn lead(i: usize, name: &str) -> Vec<String> {
    vec![(i + 1).to_string(), name.to_owned()]
}

/// The board: its period by field, by officer and over time, then what waits now.
pub fn board(ward: &Ward, board: &Board, period: Period, made: &Made) -> Sheet {
    let mut blocks = vec![Block::paragraph("Theo lĩnh vực:"), fields(board)];
    blocks.extend(in_period(board));
    if !board.officers.is_empty() {
        let head = "Theo người thụ lý; đang làm, sắp đến hạn, quá hạn là của lúc này:";
        blocks.extend([Block::paragraph(head), officers(board)]);
    }
    if !board.series.points.is_empty() {
        blocks.extend([Block::paragraph("Theo thời gian:"), series(board)]);
    }
    blocks.extend(now(board));
    made.report(ward, board::TITLE.vi, period, blocks)
}

fn fields(board: &Board) -> Block {
    let lead_heads = [("", "TT"), ("", "Lĩnh vực"), ("", "Thủ tục"), ("", "Tiếp nhận")];
    let columns = [&lead_heads[..], &ANSWERED, &[("", "Đang giải quyết")]].concat();
    let row = |(i, line): (usize, &FieldLine)| {
        let came = [line.procedures, line.received].map(n).to_vec();
        [lead(i, &line.name), came, tally(line.tally), vec![n(line.in_process)]].concat()
    };
    let procedures = board.fields.iter().map(|line| line.procedures).sum();
    let came = [procedures, board.received].map(n).to_vec();
    let sum =
        [vec![String::new(), SUM.to_owned()], came, tally(board.tally), vec![n(board.in_process)]].concat();
    grid(&columns, board.fields.iter().enumerate().map(row).chain([sum]).collect(), true)
}

/// What no line of the tables says.
fn in_period(board: &Board) -> Vec<Block> {
    let online = board.online;
    let said = format!(
        "tiếp nhận {}; đã giải quyết {}: {} sớm hẹn, {} đúng hẹn, {} trễ hẹn",
        n(board.received_online),
        n(online.answered),
        n(online.early),
        n(online.on_time),
        n(online.late)
    );
    let mut all =
        vec![Block::line("Trực tuyến", said), Block::line("Có đoàn viên hỗ trợ", n(board.assisted))];
    if !board.answers.is_none() {
        all.push(Block::line("Trả lời hồ sơ trực tuyến trong 08 giờ làm việc", board.answers.text(Lang::Vi)));
    }
    if !board.by_hand.is_none() {
        all.push(Block::line("Viết tay, nhập sau", board.by_hand.text(Lang::Vi)));
    }
    if !board.later.is_none() {
        all.push(Block::line("Hồ sơ có việc ghi sau khi làm", board.later.text(Lang::Vi)));
    }
    if board.mistakes > 0 {
        all.push(Block::line("Kết quả phải đính chính do cơ quan sai", n(board.mistakes)));
    }
    all.push(Block::line("Lệ phí đã thu", format!("{} đồng", number(Lang::Vi, board.fees_vnd))));
    all.extend(board.working_days.map(|days| Block::line("Ngày làm việc", n(days))));
    all
}

fn officers(board: &Board) -> Block {
    let now = [("Lúc này", "đang làm"), ("Lúc này", "sắp đến hạn"), ("Lúc này", "quá hạn")];
    let lead_heads = [("", "TT"), ("", "Người thụ lý"), ("", "Tiếp nhận")];
    let columns = [&lead_heads[..], &ANSWERED, &now].concat();
    let row = |(i, line): (usize, &OfficerLine)| {
        let now = [line.in_process, line.due_soon, line.overdue].map(n).to_vec();
        [lead(i, &line.name), vec![n(line.received)], tally(line.tally), now].concat()
    };
    grid(&columns, board.officers.iter().enumerate().map(row).collect(), false)
}

fn series(board: &Board) -> Block {
    let columns = [&[("", "Từ ngày"), ("", "Đến ngày")][..], &ANSWERED].concat();
    let row = |point: &Point| [vec![point.from.vi(), point.to.vi()], tally(point.tally)].concat();
    let sum = [vec![SUM.to_owned(), String::new()], tally(board.tally)].concat();
    grid(&columns, board.series.points.iter().map(row).chain([sum]).collect(), true)
}

/// Whatever the period.
fn now(board: &Board) -> Vec<Block> {
    let today = &board.today;
    let overdue = match today.apologised {
        0 => n(today.overdue),
        apologised => format!("{}, trong đó đã xin lỗi {}", n(today.overdue), n(apologised)),
    };
    let waits = |wait: &Waiting| format!("{} {}", wait.status.label().vi.to_lowercase(), n(wait.count));
    let waiting: Vec<String> = today.waiting.iter().map(waits).collect();
    let mut all = vec![
        Block::paragraph(format!("Lúc này, {}:", board.as_of.clock_and_day())),
        Block::line("Tiếp nhận hôm nay", n(today.received)),
        Block::line("Đến hạn hôm nay", n(today.due)),
        Block::line("Sắp đến hạn", n(today.due_soon)),
        Block::line("Quá hạn", overdue),
        Block::line("Cơ quan phối hợp trễ", n(today.agency_late)),
    ];
    if !waiting.is_empty() {
        all.push(Block::line("Hồ sơ đang mở", waiting.join("; ")));
    }
    all
}
