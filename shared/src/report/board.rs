//! Bảng điều hành: what a leader looks at every day (domain notes §5.1).
//!
//! Not here: which dossiers a number counts (`figure`), colours, charts and sentences (`app`), which devices have not sent
//! (the server).
//! Invariant: everything but `today` is about the period; `today` is about now, whatever the period.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::figure::{Figure, Lens, Look};
use super::{Cell, Period, Table, Tally};
use crate::dossier::{Dossier, Status};
use crate::id::OfficerId;
use crate::json::is_default;
use crate::lang::{Lang, Word, number, span, word};
use crate::moment::{Day, Moment};
use crate::ward::Ward;

/// In addresses and on the command line.
pub const ID: &str = "board";
pub const TITLE: Word = word("Bảng điều hành", "The board");

/// Up to so many days a point of the series is a day, up to so many a week, then a month.
const DAYS_MAX: i64 = 31;
const WEEKS_DAYS_MAX: i64 = 183;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Board {
    pub from: Day,
    pub to: Day,
    pub as_of: Moment,
    /// Of the period from `begins` on, up to `as_of`; `None` where the calendar does not know a year of it.
    pub working_days: Option<u32>,
    /// The day of the first reception, where nothing older was in hand as the period began and working days went by before
    /// it: the counter was not there yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<Day>,
    /// Answered in the period.
    #[serde(flatten)]
    pub tally: Tally,
    /// Received in the period, whatever became of it.
    pub received: u32,
    /// Received and not answered at the end of the period, or now.
    pub in_process: u32,
    /// Answered in the period, among those that came online.
    pub online: Tally,
    pub received_online: u32,
    /// Applications from afar that were answered in the period, or waited at its end.
    #[serde(default, skip_serializing_if = "Answers::is_none")]
    pub answers: Answers,
    /// Received in the period with a volunteer's help.
    pub assisted: u32,
    /// Received by hand in the period and entered later.
    #[serde(default, skip_serializing_if = "ByHand::is_none")]
    pub by_hand: ByHand,
    /// Done in the period and written down later, on paper slips, without a network or from memory.
    #[serde(default, skip_serializing_if = "Later::is_none")]
    pub later: Later,
    /// Returned results that the office began to make anew in the period for its own mistake; in no other number.
    #[serde(default, skip_serializing_if = "is_default")]
    pub mistakes: u32,
    /// Fees taken for what was received in the period, in đồng.
    pub fees_vnd: i64,
    pub fields: Vec<FieldLine>,
    pub officers: Vec<OfficerLine>,
    pub series: Series,
    pub today: Today,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FieldLine {
    pub id: String,
    pub name: String,
    pub name_en: String,
    /// Procedures in force on the last day of the period.
    pub procedures: u32,
    pub received: u32,
    #[serde(flatten)]
    pub tally: Tally,
    pub in_process: u32,
}

/// An officer who works on dossiers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OfficerLine {
    pub id: OfficerId,
    pub name: String,
    /// Received in the period and given to the officer.
    pub received: u32,
    #[serde(flatten)]
    pub tally: Tally,
    /// On the desk now.
    pub in_process: u32,
    pub due_soon: u32,
    pub overdue: u32,
}

impl OfficerLine {
    fn new(ward: &Ward, id: OfficerId) -> OfficerLine {
        OfficerLine {
            id,
            name: ward.name_of(id),
            received: 0,
            tally: Tally::default(),
            in_process: 0,
            due_soon: 0,
            overdue: 0,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stride {
    Day,
    Week,
    Month,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Series {
    pub stride: Stride,
    pub points: Vec<Point>,
}

/// What was answered from one day to another, both included.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Point {
    pub from: Day,
    pub to: Day,
    #[serde(flatten)]
    pub tally: Tally,
}

/// Where the dossiers stand now.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Today {
    pub received: u32,
    pub due: u32,
    /// Within a working day, or with a fifth of the limit left; those due today included.
    pub due_soon: u32,
    pub overdue: u32,
    /// Of the overdue, those whose citizens have an apology.
    pub apologised: u32,
    /// Wait for an agency whose own date has passed.
    #[serde(default)]
    pub agency_late: u32,
    /// Open dossiers by status, in the order of a dossier's life; statuses without any are left out.
    pub waiting: Vec<Waiting>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiting {
    pub status: Status,
    pub count: u32,
}

/// What was written on paper slips, and how long the longest of it stayed there before it was entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ByHand {
    pub count: u32,
    pub minutes_max: i64,
}

/// Acts that were written down later than they happened: on how many dossiers, how many acts, and the longest gap.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Later {
    pub count: u32,
    pub acts: u32,
    pub minutes_max: i64,
}

/// Applications from afar, by the eight working hours in which the ward owes an answer (domain notes §5.3).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Answers {
    /// Received, asked to complete or refused in the period: in time, and late.
    pub in_time: u32,
    pub late: u32,
    /// Unanswered at the end of the period, or now: within the time, and beyond it.
    pub waiting: u32,
    pub waiting_late: u32,
}

impl Answers {
    pub fn is_none(&self) -> bool {
        *self == Answers::default()
    }

    /// Unanswered at the end of the period, or now.
    pub fn owed(self) -> u32 {
        self.waiting + self.waiting_late
    }

    /// `trong hạn 12, trễ 1; chờ trả lời 3, trong đó quá hạn 1`
    pub fn text(self, lang: Lang) -> String {
        let n = |count: u32| number(lang, count.into());
        let Answers { in_time, late, waiting_late, .. } = self;
        let all = n(self.owed());
        match lang {
            Lang::Vi => format!(
                "trong hạn {}, trễ {}; chờ trả lời {all}, trong đó quá hạn {}",
                n(in_time),
                n(late),
                n(waiting_late)
            ),
            Lang::En => format!(
                "in time {}, late {}; still waiting {all}, of which overdue {}",
                n(in_time),
                n(late),
                n(waiting_late)
            ),
        }
    }
}

impl ByHand {
    pub fn is_none(&self) -> bool {
        self.count == 0
    }

    /// `3, lâu nhất 6 giờ 5 phút`
    pub fn text(self, lang: Lang) -> String {
        let longest = lang.pick("lâu nhất sau", "the longest after");
        format!("{}, {longest} {}", number(lang, self.count.into()), span(lang, self.minutes_max))
    }
}

impl Later {
    pub fn is_none(&self) -> bool {
        self.count == 0
    }

    /// `3 hồ sơ, 5 việc, lâu nhất sau 6 giờ 5 phút`
    pub fn text(self, lang: Lang) -> String {
        let (n, acts) = (number(lang, self.count.into()), number(lang, self.acts.into()));
        let longest = span(lang, self.minutes_max);
        match lang {
            Lang::Vi => format!("{n} hồ sơ, {acts} việc, lâu nhất sau {longest}"),
            Lang::En => format!("dossiers: {n}, acts: {acts}, the longest after {longest}"),
        }
    }
}

/// The board of a period.
pub fn board<'a>(
    ward: &Ward,
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    period: Period,
    now: Moment,
) -> Board {
    let mut sums = Sums::new(ward, period, now);
    for dossier in dossiers {
        sums.add(dossier);
    }
    sums.done()
}

/// The numbers of a line, each with its figure.
pub type Cells<L> = &'static [(Figure, fn(&mut L) -> &mut u32)];

pub const WHOLE: Cells<Board> = &[
    (Figure::Answered, |board| &mut board.tally.answered),
    (Figure::Early, |board| &mut board.tally.early),
    (Figure::OnTime, |board| &mut board.tally.on_time),
    (Figure::Late, |board| &mut board.tally.late),
    (Figure::Received, |board| &mut board.received),
    (Figure::InProcess, |board| &mut board.in_process),
    (Figure::ReceivedOnline, |board| &mut board.received_online),
    (Figure::OnlineAnswered, |board| &mut board.online.answered),
    (Figure::OnlineEarly, |board| &mut board.online.early),
    (Figure::OnlineOnTime, |board| &mut board.online.on_time),
    (Figure::OnlineLate, |board| &mut board.online.late),
    (Figure::AnswerInTime, |board| &mut board.answers.in_time),
    (Figure::AnswerLate, |board| &mut board.answers.late),
    (Figure::AnswerWaiting, |board| &mut board.answers.waiting),
    (Figure::AnswerOverdue, |board| &mut board.answers.waiting_late),
    (Figure::Assisted, |board| &mut board.assisted),
    (Figure::ByHand, |board| &mut board.by_hand.count),
    (Figure::EnteredLater, |board| &mut board.later.count),
    (Figure::Mistakes, |board| &mut board.mistakes),
    (Figure::ReceivedToday, |board| &mut board.today.received),
    (Figure::DueToday, |board| &mut board.today.due),
    (Figure::DueSoon, |board| &mut board.today.due_soon),
    (Figure::Overdue, |board| &mut board.today.overdue),
    (Figure::Apologised, |board| &mut board.today.apologised),
    (Figure::AgencyLate, |board| &mut board.today.agency_late),
];

pub const OF_FIELD: Cells<FieldLine> = &[
    (Figure::Received, |line| &mut line.received),
    (Figure::Answered, |line| &mut line.tally.answered),
    (Figure::Early, |line| &mut line.tally.early),
    (Figure::OnTime, |line| &mut line.tally.on_time),
    (Figure::Late, |line| &mut line.tally.late),
    (Figure::InProcess, |line| &mut line.in_process),
];

pub const OF_OFFICER: Cells<OfficerLine> = &[
    (Figure::Received, |line| &mut line.received),
    (Figure::Answered, |line| &mut line.tally.answered),
    (Figure::Early, |line| &mut line.tally.early),
    (Figure::OnTime, |line| &mut line.tally.on_time),
    (Figure::Late, |line| &mut line.tally.late),
    (Figure::OnDesk, |line| &mut line.in_process),
    (Figure::DueSoon, |line| &mut line.due_soon),
    (Figure::Overdue, |line| &mut line.overdue),
];

pub const OF_DAYS: Cells<Point> = &[
    (Figure::Answered, |point| &mut point.tally.answered),
    (Figure::Early, |point| &mut point.tally.early),
    (Figure::OnTime, |point| &mut point.tally.on_time),
    (Figure::Late, |point| &mut point.tally.late),
];

fn add<L>(cells: Cells<L>, line: &mut L, look: &Look) {
    for (figure, cell) in cells {
        *cell(line) += u32::from(figure.counts(look));
    }
}

struct Sums<'w> {
    ward: &'w Ward,
    lens: Lens<'w>,
    waiting: BTreeMap<Status, u32>,
    officers: BTreeMap<OfficerId, OfficerLine>,
    /// The first day on which something was received, whether in the period or not.
    first: Option<Day>,
    board: Board,
}

impl<'w> Sums<'w> {
    fn new(ward: &'w Ward, period: Period, now: Moment) -> Sums<'w> {
        let procedures = |field: &str| {
            let in_force = ward.catalogue.all_in_force(period.to);
            u32::try_from(in_force.filter(|p| p.field == field).count()).unwrap_or(u32::MAX)
        };
        let fields = ward.catalogue.fields.iter().map(|field| FieldLine {
            id: field.id.clone(),
            name: field.name.clone(),
            name_en: field.name_en.clone(),
            procedures: procedures(&field.id),
            received: 0,
            tally: Tally::default(),
            in_process: 0,
        });
        let board = Board {
            from: period.from,
            to: period.to,
            as_of: now,
            working_days: None,
            begins: None,
            tally: Tally::default(),
            received: 0,
            in_process: 0,
            online: Tally::default(),
            received_online: 0,
            answers: Answers::default(),
            assisted: 0,
            by_hand: ByHand::default(),
            later: Later::default(),
            mistakes: 0,
            fees_vnd: 0,
            fields: fields.collect(),
            officers: vec![],
            series: empty_series(period),
            today: Today::default(),
        };
        let (waiting, officers) = (BTreeMap::new(), BTreeMap::new());
        Sums { ward, lens: Lens::new(ward, period, now), waiting, officers, first: None, board }
    }

    fn add(&mut self, dossier: &Dossier) {
        let Sums { ward, lens, waiting, officers, first, board } = self;
        if let Some(at) = dossier.received_at {
            *first = Some(first.map_or(at.day(), |first| first.min(at.day())));
        }
        let look = lens.look(dossier);
        add(WHOLE, board, &look);
        if let Some(line) = board.fields.iter_mut().find(|line| look.field == Some(line.id.as_str())) {
            add(OF_FIELD, line, &look);
        }
        let is_of_somebody = || OF_OFFICER.iter().any(|(figure, _)| figure.counts(&look));
        if let Some(id) = dossier.handler.filter(|_| is_of_somebody()) {
            add(OF_OFFICER, officers.entry(id).or_insert_with(|| OfficerLine::new(ward, id)), &look);
        }
        if let Some(day) = look.ended() {
            let points = &mut board.series.points;
            let place = points.partition_point(|point| point.to < day);
            if let Some(point) = points.get_mut(place) {
                add(OF_DAYS, point, &look);
            }
        }
        if Figure::Open.counts(&look) {
            *waiting.entry(dossier.status).or_default() += 1;
        }
        if Figure::Fees.counts(&look) {
            board.fees_vnd = board.fees_vnd.saturating_add(dossier.fee.held_vnd());
        }
        if let Some(minutes) = dossier.minutes_on_paper().filter(|_| Figure::ByHand.counts(&look)) {
            board.by_hand.minutes_max = board.by_hand.minutes_max.max(minutes);
        }
        for minutes in look.entered_later() {
            board.later.acts += 1;
            board.later.minutes_max = board.later.minutes_max.max(minutes);
        }
    }

    /// From the period's first day, or from the first reception where all that there is came later.
    fn count_days(&mut self) {
        let Board { from, to, as_of, .. } = self.board;
        let until = to.min(as_of.day());
        let since = |first: Day| self.ward.calendar.working_days_between(first.plus(-1), until).ok();
        let (whole, first) = (since(from), self.first.filter(|first| *first > from && *first <= until));
        self.board.begins = first.filter(|first| since(*first) != whole);
        self.board.working_days = self.board.begins.map_or(whole, since);
    }

    fn done(mut self) -> Board {
        self.count_days();
        self.board.officers = self.officers.into_values().collect();
        let waiting = self.waiting.into_iter().map(|(status, count)| Waiting { status, count });
        self.board.today.waiting = waiting.collect();
        if self.board.series.stride == Stride::Day {
            let calendar = &self.ward.calendar;
            let is_off = |day| calendar.is_working(day) == Ok(false);
            self.board.series.points.retain(|point| point.tally.answered > 0 || !is_off(point.from));
        }
        self.board
    }
}

fn empty_series(period: Period) -> Series {
    let stride = match period.to.since(period.from) + 1 {
        days if days <= DAYS_MAX => Stride::Day,
        days if days <= WEEKS_DAYS_MAX => Stride::Week,
        _ => Stride::Month,
    };
    let last_of = |day: Day| match stride {
        Stride::Day => day,
        Stride::Week => day.plus(6 - i64::try_from(day.weekday()).unwrap_or(0)),
        Stride::Month => day.first_of_month().plus(31).first_of_month().plus(-1),
    };
    let mut points = Vec::new();
    let mut from = period.from;
    while from <= period.to {
        let to = last_of(from).min(period.to);
        points.push(Point { from, to, tally: Tally::default() });
        from = to.next();
    }
    Series { stride, points }
}

impl Board {
    /// The board as lines of name and number, for a terminal or a spreadsheet: every number of the page.
    pub fn table(&self) -> Table {
        let rows =
            [self.in_period(), self.by_field(), self.by_officer(), self.over_time(), self.now()].concat();
        Table {
            columns: vec!["Chỉ tiêu".to_owned(), "Số".to_owned()], rows, total: vec![], below: vec![]
        }
    }

    fn in_period(&self) -> Vec<Vec<Cell>> {
        let Board { tally, online, .. } = self;
        let mut rows = tallied("Đã giải quyết", *tally);
        rows.extend([count("Tiếp nhận", self.received), count("Đang giải quyết", self.in_process)]);
        rows.extend(tallied("Trực tuyến đã giải quyết", *online));
        rows.push(count("Trực tuyến tiếp nhận", self.received_online));
        if !self.answers.is_none() {
            let Answers { in_time, late, waiting, waiting_late } = self.answers;
            rows.push(count("Trả lời hồ sơ trực tuyến trong 08 giờ làm việc: trong hạn", in_time));
            rows.push(count("  trễ", late));
            rows.push(count("  chờ trả lời, còn hạn", waiting));
            rows.push(count("  chờ trả lời, quá hạn", waiting_late));
        }
        rows.extend([
            count("Có đoàn viên hỗ trợ", self.assisted),
            count("Ngày làm việc", self.working_days.unwrap_or(0)),
            line("Lệ phí đã thu (đồng)", self.fees_vnd),
        ]);
        if !self.by_hand.is_none() {
            rows.push(count("Viết tay, nhập sau", self.by_hand.count));
            rows.push(line("  chờ nhập lâu nhất (phút)", self.by_hand.minutes_max));
        }
        if !self.later.is_none() {
            rows.push(count("Hồ sơ có việc ghi sau khi làm", self.later.count));
            rows.push(count("  số việc", self.later.acts));
            rows.push(line("  ghi muộn nhất (phút)", self.later.minutes_max));
        }
        if self.mistakes > 0 {
            rows.push(count("Đính chính do cơ quan sai", self.mistakes));
        }
        rows
    }

    fn by_field(&self) -> Vec<Vec<Cell>> {
        let of = |field: &FieldLine| {
            let mut rows = tallied(&format!("Lĩnh vực {}", field.name), field.tally);
            rows.push(count("  thủ tục", field.procedures));
            rows.push(count("  tiếp nhận", field.received));
            rows.push(count("  đang giải quyết", field.in_process));
            rows
        };
        self.fields.iter().flat_map(of).collect()
    }

    fn by_officer(&self) -> Vec<Vec<Cell>> {
        let of = |officer: &OfficerLine| {
            let mut rows = tallied(&format!("Thụ lý {}", officer.name), officer.tally);
            rows.push(count("  tiếp nhận", officer.received));
            rows.push(count("  đang làm", officer.in_process));
            rows.push(count("  sắp đến hạn", officer.due_soon));
            rows.push(count("  quá hạn", officer.overdue));
            rows
        };
        self.officers.iter().flat_map(of).collect()
    }

    fn over_time(&self) -> Vec<Vec<Cell>> {
        let of = |point: &Point| {
            let days = match point.from == point.to {
                true => point.from.vi(),
                false => format!("{} – {}", point.from.vi(), point.to.vi()),
            };
            tallied(&format!("Ngày {days}"), point.tally)
        };
        self.series.points.iter().flat_map(of).collect()
    }

    fn now(&self) -> Vec<Vec<Cell>> {
        let today = &self.today;
        let mut rows = vec![
            count("Hôm nay: tiếp nhận", today.received),
            count("Hôm nay: đến hạn", today.due),
            count("Hôm nay: sắp đến hạn", today.due_soon),
            count("Hôm nay: quá hạn", today.overdue),
            count("Hôm nay: quá hạn, đã xin lỗi", today.apologised),
            count("Hôm nay: cơ quan phối hợp trễ", today.agency_late),
        ];
        rows.extend(
            today.waiting.iter().map(|w| count(&format!("Hôm nay: {}", w.status.label().vi), w.count)),
        );
        rows
    }
}

fn line(name: &str, n: i64) -> Vec<Cell> {
    vec![Cell::from(name), Cell::Number(n)]
}

fn count(name: &str, n: u32) -> Vec<Cell> {
    line(name, n.into())
}

/// What was answered, and how.
fn tallied(name: &str, tally: Tally) -> Vec<Vec<Cell>> {
    vec![
        count(name, tally.answered),
        count("  sớm hẹn", tally.early),
        count("  đúng hẹn", tally.on_time),
        count("  trễ hẹn", tally.late),
    ]
}
