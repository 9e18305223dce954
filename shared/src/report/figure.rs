//! Con số trên bảng: every number of the board as one rule, which counts it and lists its dossiers.
//!
//! Not here: the board as it travels, its sums of money and minutes, its texts (`board`).
//! Invariant: a number is how many dossiers its figure counts on its line, and the list behind it asks nothing else. An
//! address names a figure by its place, so a new one comes last.

use super::form::Place;
use super::{Fields, Part, Period, is_overdue, part};
use crate::calendar::{Calendar, Light, LightAsk, Timing};
use crate::door;
use crate::dossier::record::{Channel, Trace};
use crate::dossier::redo::Mistake;
use crate::dossier::{Dossier, Status, agency};
use crate::id::OfficerId;
use crate::lang::{Word, word};
use crate::moment::{Day, Moment};
use crate::ward::Ward;

/// A number of the board, or of one of its lines.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Figure {
    Answered,
    Early,
    OnTime,
    Late,
    Received,
    InProcess,
    ReceivedOnline,
    OnlineAnswered,
    OnlineEarly,
    OnlineOnTime,
    OnlineLate,
    /// Applications from afar that got their answer in the period: within the eight working hours, and beyond.
    AnswerInTime,
    AnswerLate,
    /// Those that waited for it at the end of the period, or now: all, within the time, and beyond.
    AnswerOwed,
    AnswerWaiting,
    AnswerOverdue,
    Assisted,
    ByHand,
    Mistakes,
    /// Whose fees were taken.
    Fees,
    ReceivedToday,
    DueToday,
    DueSoon,
    Overdue,
    Apologised,
    AgencyLate,
    /// Not closed, whatever it waits for.
    Open,
    /// Received and not finished: somebody's work.
    OnDesk,
    /// Something that was done in the period was written down later than it happened.
    EnteredLater,
}

impl Figure {
    pub const ALL: [Figure; 29] = [
        Figure::Answered,
        Figure::Early,
        Figure::OnTime,
        Figure::Late,
        Figure::Received,
        Figure::InProcess,
        Figure::ReceivedOnline,
        Figure::OnlineAnswered,
        Figure::OnlineEarly,
        Figure::OnlineOnTime,
        Figure::OnlineLate,
        Figure::AnswerInTime,
        Figure::AnswerLate,
        Figure::AnswerOwed,
        Figure::AnswerWaiting,
        Figure::AnswerOverdue,
        Figure::Assisted,
        Figure::ByHand,
        Figure::Mistakes,
        Figure::Fees,
        Figure::ReceivedToday,
        Figure::DueToday,
        Figure::DueSoon,
        Figure::Overdue,
        Figure::Apologised,
        Figure::AgencyLate,
        Figure::Open,
        Figure::OnDesk,
        Figure::EnteredLater,
    ];

    /// As addresses count them, from 1.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    pub fn numbered(number: usize) -> Option<Figure> {
        Figure::ALL.get(number.checked_sub(1)?).copied()
    }

    /// The cell on a line, or of the whole ward.
    pub fn place(self, line: Option<Line>) -> Place {
        Place { column: self.number(), field: line.map(|line| line.code()) }
    }

    /// What a cell names; nothing where there is no such figure or line.
    pub fn of(place: &Place) -> Option<(Figure, Option<Line>)> {
        let figure = Figure::numbered(place.column)?;
        match &place.field {
            None => Some((figure, None)),
            Some(code) => Line::read(code).map(|line| (figure, Some(line))),
        }
    }

    /// Which dossiers these are, as the head over their list says it.
    pub const fn title(self) -> Word {
        match self {
            Figure::Answered => word("Hồ sơ đã giải quyết", "Dossiers answered"),
            Figure::Early => word("Hồ sơ đã giải quyết sớm hẹn", "Dossiers answered early"),
            Figure::OnTime => word("Hồ sơ đã giải quyết đúng hẹn", "Dossiers answered on time"),
            Figure::Late => word("Hồ sơ đã giải quyết trễ hẹn", "Dossiers answered late"),
            Figure::Received => word("Hồ sơ tiếp nhận", "Dossiers received"),
            Figure::InProcess => word("Hồ sơ còn đang giải quyết cuối kỳ", "In work at the period's end"),
            Figure::ReceivedOnline => word("Hồ sơ nộp trực tuyến đã tiếp nhận", "Received online"),
            Figure::OnlineAnswered => word("Hồ sơ trực tuyến đã giải quyết", "Online, answered"),
            Figure::OnlineEarly => word("Hồ sơ trực tuyến trả sớm hẹn", "Online, answered early"),
            Figure::OnlineOnTime => word("Hồ sơ trực tuyến trả đúng hẹn", "Online, answered on time"),
            Figure::OnlineLate => word("Hồ sơ trực tuyến trả trễ hẹn", "Online, answered late"),
            Figure::AnswerInTime => {
                word("Đã trả lời trong 08 giờ làm việc", "Answered within 8 working hours")
            }
            Figure::AnswerLate => word("Trả lời sau 08 giờ làm việc", "Answered after 8 working hours"),
            Figure::AnswerOwed => word("Nộp trực tuyến, chờ trả lời", "Lodged online, waiting for an answer"),
            Figure::AnswerWaiting => {
                word("Chờ trả lời, còn trong 08 giờ làm việc", "Waiting, within 8 working hours")
            }
            Figure::AnswerOverdue => {
                word("Chờ trả lời, đã quá 08 giờ làm việc", "Waiting, beyond 8 working hours")
            }
            Figure::Assisted => word("Hồ sơ nộp có người hỗ trợ", "Lodged with a volunteer's help"),
            Figure::ByHand => word("Hồ sơ viết tay, nhập sau", "Written by hand, entered later"),
            Figure::Mistakes => {
                word("Việc đính chính do cơ quan sai", "Results made anew for the office's mistake")
            }
            Figure::Fees => word("Hồ sơ đã thu lệ phí", "Dossiers whose fees were taken"),
            Figure::ReceivedToday => word("Hồ sơ tiếp nhận hôm nay", "Received today"),
            Figure::DueToday => word("Hồ sơ đến hạn hôm nay", "Due today"),
            Figure::DueSoon => word("Hồ sơ sắp đến hạn", "Due soon"),
            Figure::Overdue => word("Hồ sơ đang quá hạn", "Overdue"),
            Figure::Apologised => word("Hồ sơ đang quá hạn, đã xin lỗi", "Overdue, with an apology"),
            Figure::AgencyLate => word("Hồ sơ chờ cơ quan phối hợp đã trễ", "Waiting for a late agency"),
            Figure::Open => word("Hồ sơ chưa xong", "Dossiers not ended"),
            Figure::OnDesk => word("Hồ sơ đang làm", "Dossiers on the desk"),
            Figure::EnteredLater => {
                word("Hồ sơ có việc ghi vào sổ sau khi làm", "Dossiers with acts entered later than done")
            }
        }
    }

    /// Whether it is about now, whatever the period.
    pub const fn is_of_now(self) -> bool {
        match self {
            Figure::ReceivedToday
            | Figure::DueToday
            | Figure::DueSoon
            | Figure::Overdue
            | Figure::Apologised
            | Figure::AgencyLate
            | Figure::Open
            | Figure::OnDesk => true,
            Figure::Answered
            | Figure::Early
            | Figure::OnTime
            | Figure::Late
            | Figure::Received
            | Figure::InProcess
            | Figure::ReceivedOnline
            | Figure::OnlineAnswered
            | Figure::OnlineEarly
            | Figure::OnlineOnTime
            | Figure::OnlineLate
            | Figure::AnswerInTime
            | Figure::AnswerLate
            | Figure::AnswerOwed
            | Figure::AnswerWaiting
            | Figure::AnswerOverdue
            | Figure::Assisted
            | Figure::ByHand
            | Figure::Mistakes
            | Figure::Fees
            | Figure::EnteredLater => false,
        }
    }

    pub(super) fn counts(self, look: &Look) -> bool {
        let Look { dossier, timing, urgency, .. } = look;
        let online = dossier.channel == Channel::Online;
        let received = look.came && dossier.corrects.is_none();
        let answered = |how: Timing| *timing == Some(how);
        let answer = |how: Answer| look.answer == Some(how);
        match self {
            Figure::Answered => timing.is_some(),
            Figure::Early => answered(Timing::Early),
            Figure::OnTime => answered(Timing::OnTime),
            Figure::Late => answered(Timing::Late),
            Figure::Received => received,
            Figure::InProcess => look.in_process,
            Figure::ReceivedOnline => received && online,
            Figure::OnlineAnswered => online && timing.is_some(),
            Figure::OnlineEarly => online && answered(Timing::Early),
            Figure::OnlineOnTime => online && answered(Timing::OnTime),
            Figure::OnlineLate => online && answered(Timing::Late),
            Figure::AnswerInTime => answer(Answer::InTime),
            Figure::AnswerLate => answer(Answer::Late),
            Figure::AnswerOwed => answer(Answer::Waiting) || answer(Answer::Overdue),
            Figure::AnswerWaiting => answer(Answer::Waiting),
            Figure::AnswerOverdue => answer(Answer::Overdue),
            Figure::Assisted => received && dossier.assisted,
            Figure::ByHand => received && dossier.minutes_on_paper().is_some(),
            Figure::Mistakes => look.came && look.is_the_offices_mistake(),
            Figure::Fees => received && dossier.fee.is_held(),
            Figure::ReceivedToday => look.came_today && dossier.corrects.is_none(),
            Figure::DueToday => urgency.today,
            Figure::DueSoon => urgency.soon,
            Figure::Overdue => urgency.overdue,
            Figure::Apologised => urgency.overdue && dossier.apology.is_some(),
            Figure::AgencyLate => look.agency_late,
            Figure::Open => dossier.is_open(),
            Figure::OnDesk => dossier.is_open() && dossier.status.is_in_process(),
            Figure::EnteredLater => look.entered_later().next().is_some(),
        }
    }
}

/// A line of the board: what it counts is only the part of a figure that lies on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Line {
    /// A field of work, by its id.
    Field(String),
    /// Who works on it.
    Officer(OfficerId),
    /// Where the dossier stands now.
    Status(Status),
    /// Processing ended from one day to the other, both included.
    Days(Day, Day),
}

impl Line {
    /// As it stands in an address: `linh_vuc.HT`, `thu_ly.3`, `trang_thai.trinh_ky`, `ngay.2018-11-01.2018-11-30`.
    pub fn code(&self) -> String {
        match self {
            Line::Field(id) => format!("linh_vuc.{id}"),
            Line::Officer(id) => format!("thu_ly.{id}"),
            Line::Status(status) => format!("trang_thai.{}", status.code()),
            Line::Days(from, to) => format!("ngay.{from}.{to}"),
        }
    }

    pub fn read(code: &str) -> Option<Line> {
        let (kind, rest) = code.split_once('.')?;
        match kind {
            "linh_vuc" => Some(Line::Field(rest.to_owned())),
            "thu_ly" => rest.parse().ok().map(OfficerId).map(Line::Officer),
            "trang_thai" => Status::ALL.into_iter().find(|status| status.code() == rest).map(Line::Status),
            "ngay" => {
                let (from, to) = rest.split_once('.')?;
                Some(Line::Days(from.parse().ok()?, to.parse().ok()?))
            }
            _ => None,
        }
    }

    fn holds(&self, look: &Look) -> bool {
        match self {
            Line::Field(id) => look.field == Some(id.as_str()),
            Line::Officer(id) => look.dossier.handler == Some(*id),
            Line::Status(status) => look.dossier.status == *status,
            Line::Days(from, to) => look.ended().is_some_and(|day| (*from..=*to).contains(&day)),
        }
    }
}

/// How an application from afar stands towards the answer that it is owed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Answer {
    InTime,
    Late,
    Waiting,
    Overdue,
}

/// How a dossier in process stands towards its due moment now.
#[derive(Clone, Copy, Default)]
struct Urgency {
    soon: bool,
    today: bool,
    overdue: bool,
}

/// What the board looks at dossiers with: a ward, a period and a moment.
pub(super) struct Lens<'w> {
    ward: &'w Ward,
    places: Fields<'w>,
    period: Period,
    now: Moment,
}

/// A dossier as the board looks at it.
pub(super) struct Look<'a> {
    pub dossier: &'a Dossier,
    /// The id of its field, where the catalogue knows one.
    pub field: Option<&'a str>,
    /// Received in the period, and today.
    came: bool,
    came_today: bool,
    /// Answered in the period.
    timing: Option<Timing>,
    in_process: bool,
    answer: Option<Answer>,
    urgency: Urgency,
    agency_late: bool,
    period: Period,
}

impl<'w> Lens<'w> {
    pub fn new(ward: &'w Ward, period: Period, now: Moment) -> Lens<'w> {
        Lens { ward, places: Fields::new(ward), period, now }
    }

    pub fn look<'a>(&'a self, dossier: &'a Dossier) -> Look<'a> {
        let Lens { ward, places, period, now } = self;
        let (timing, in_process) = match part(dossier, *period, *now) {
            Part::Answered(timing) => (Some(timing), false),
            Part::InProcess { .. } => (None, true),
            Part::None => (None, false),
        };
        let is_open = dossier.is_open();
        let waits = is_open.then(|| agency::waits(dossier)).flatten();
        let is_late = |question: agency::Question| question.days_late(&ward.calendar, now.day()) > 0;
        Look {
            dossier,
            field: places.of(dossier).map(|place| ward.catalogue.fields[place].id.as_str()),
            came: dossier.received_at.is_some_and(|at| period.holds(at)),
            came_today: dossier.received_at.is_some_and(|at| at.day() == now.day()),
            timing,
            in_process,
            answer: self.answer(dossier),
            urgency: if is_open { urgency(&ward.calendar, dossier, *now) } else { Urgency::default() },
            agency_late: waits.is_some_and(is_late),
            period: *period,
        }
    }

    fn answer(&self, dossier: &Dossier) -> Option<Answer> {
        let answer = door::answer(&self.ward.calendar, dossier)?;
        let end = self.period.end(self.now);
        match answer.at {
            Some(at) if self.period.holds(at) && answer.is_late(at) => Some(Answer::Late),
            Some(at) if self.period.holds(at) => Some(Answer::InTime),
            Some(at) if at < end => None,
            Some(_) | None if end < dossier.created_at => None,
            // Answered after the period: at its end it waited.
            Some(_) | None if answer.by < end => Some(Answer::Overdue),
            Some(_) | None => Some(Answer::Waiting),
        }
    }
}

impl Look<'_> {
    /// The day on which processing ended.
    pub fn ended(&self) -> Option<Day> {
        self.dossier.finished_at.map(Moment::day)
    }

    /// Of each act of the period that was written down later than it happened, by how many minutes.
    pub fn entered_later(&self) -> impl Iterator<Item = i64> {
        let done = self.dossier.history.iter().filter(|trace| self.period.holds(trace.at));
        done.filter_map(Trace::minutes_late)
    }

    fn is_the_offices_mistake(&self) -> bool {
        self.dossier.corrects.as_ref().is_some_and(|corrects| corrects.mistake == Mistake::Office)
    }
}

fn urgency(calendar: &Calendar, dossier: &Dossier, now: Moment) -> Urgency {
    let (Some(received), Some(due), true) =
        (dossier.received_at, dossier.due, dossier.status.is_in_process())
    else {
        return Urgency::default();
    };
    let ask = LightAsk { received, due, paused: dossier.paused_since(), finished: None };
    match calendar.light(now, ask) {
        Ok(Light::Soon { today, .. }) => Urgency { soon: true, today, overdue: false },
        Ok(Light::Overdue { .. }) => Urgency { overdue: true, ..Urgency::default() },
        Ok(Light::Within { .. } | Light::Paused { .. } | Light::Done { .. }) => Urgency::default(),
        // Without a calendar only the moment itself is known.
        Err(_) => Urgency { overdue: is_overdue(dossier, now), ..Urgency::default() },
    }
}

/// The dossiers behind a number, in the order in which they were given; nothing where there is no such number.
pub fn behind<'a>(
    ward: &Ward,
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    period: Period,
    now: Moment,
    place: &Place,
) -> Vec<&'a Dossier> {
    let Some((figure, line)) = Figure::of(place) else { return vec![] };
    let lens = Lens::new(ward, period, now);
    let counted = |dossier: &&Dossier| {
        let look = lens.look(dossier);
        figure.counts(&look) && line.as_ref().is_none_or(|line| line.holds(&look))
    };
    dossiers.into_iter().filter(counted).collect()
}
