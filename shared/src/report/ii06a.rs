//! Biểu II.06a/VPCP/KSTT: how the ward received and answered, field by field (domain notes §5.2).
//!
//! Not here: the printed head of the form.
//! Invariant: (3) = (4) + (5) + (6), (7) = (8) + (9) + (10), (11) = (12) + (13), (3) = (7) + (11).

use super::{Cell, Fields, Part, Period, Table, Tally, is_carried, part};
use crate::dossier::Dossier;
use crate::dossier::record::Channel;
use crate::moment::Moment;
use crate::ward::Ward;

/// The thirteen columns, in the form's order.
pub const COLUMNS: [&str; 13] = [
    "TT",
    "Lĩnh vực",
    "Tiếp nhận: tổng số",
    "Tiếp nhận: trực tuyến",
    "Tiếp nhận: trực tiếp, bưu chính",
    "Tiếp nhận: từ kỳ trước",
    "Đã giải quyết: tổng số",
    "Đã giải quyết: trước hạn",
    "Đã giải quyết: đúng hạn",
    "Đã giải quyết: quá hạn",
    "Đang giải quyết: tổng số",
    "Đang giải quyết: trong hạn",
    "Đang giải quyết: quá hạn",
];

#[derive(Clone, Copy, Default)]
struct Line {
    online: u32,
    other: u32,
    carried: u32,
    tally: Tally,
    within: u32,
    overdue: u32,
}

impl Line {
    fn add(&mut self, dossier: &Dossier, period: Period, now: Moment) {
        match part(dossier, period, now) {
            Part::None => return,
            Part::Answered(timing) => self.tally.add(timing),
            Part::InProcess { overdue: true } => self.overdue += 1,
            Part::InProcess { overdue: false } => self.within += 1,
        }
        match (is_carried(dossier, period), dossier.channel) {
            (true, _) => self.carried += 1,
            (false, Channel::Online) => self.online += 1,
            (false, Channel::Counter | Channel::Post) => self.other += 1,
        }
    }

    fn cells(&self, number: Cell, name: &str) -> Vec<Cell> {
        let Line { online, other, carried, tally, within, overdue } = *self;
        let received = online + other + carried;
        let mut cells = vec![number, name.into()];
        cells.extend(
            [
                received,
                online,
                other,
                carried,
                tally.answered,
                tally.early,
                tally.on_time,
                tally.late,
                within + overdue,
                within,
                overdue,
            ]
            .map(Cell::from),
        );
        cells
    }
}

/// The form for a period; `now` judges what is still in process.
pub fn ii06a<'a>(
    ward: &Ward,
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    period: Period,
    now: Moment,
) -> Table {
    let fields = Fields::new(ward);
    let known = ward.catalogue.fields.len();
    // The last line is for procedures that the catalogue has forgotten.
    let mut lines = vec![Line::default(); known + 1];
    let mut total = Line::default();
    for dossier in dossiers {
        lines[fields.of(dossier).unwrap_or(known)].add(dossier, period, now);
        total.add(dossier, period, now);
    }
    let names = ward.catalogue.fields.iter().map(|field| field.name.as_str()).chain(["Chưa rõ lĩnh vực"]);
    let rows = lines.iter().zip(names).enumerate();
    let forgotten = |line: &Line| line.tally.answered + line.within + line.overdue == 0;
    Table {
        columns: COLUMNS.map(str::to_owned).to_vec(),
        rows: rows
            .filter(|(i, (line, _))| *i < known || !forgotten(line))
            .map(|(i, (line, name))| line.cells(Cell::Number(i as i64 + 1), name))
            .collect(),
        total: total.cells("".into(), "Tổng cộng"),
    }
}

/// The form's own checks, and that the rows add up to the total: one sentence for each that fails.
pub fn cross_checks(table: &Table) -> Vec<String> {
    let mut failed = Vec::new();
    for row in table.rows.iter().chain([&table.total]) {
        let n = |column: usize| row.get(column - 1).map_or(0, Cell::number);
        let checks = [
            ("(3) = (4) + (5) + (6)", n(3) == n(4) + n(5) + n(6)),
            ("(7) = (8) + (9) + (10)", n(7) == n(8) + n(9) + n(10)),
            ("(11) = (12) + (13)", n(11) == n(12) + n(13)),
            ("(3) = (7) + (11)", n(3) == n(7) + n(11)),
        ];
        let broken = checks.into_iter().filter(|(_, holds)| !holds);
        failed.extend(broken.map(|(check, _)| format!("{row:?}: {check}")));
    }
    for column in 2..COLUMNS.len() {
        let sum: i64 = table.rows.iter().filter_map(|row| row.get(column)).map(Cell::number).sum();
        if table.total.get(column).map(Cell::number) != Some(sum) {
            failed.push(format!("({}): {sum}", column + 1));
        }
    }
    failed
}
