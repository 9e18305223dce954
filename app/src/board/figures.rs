//! Bảng điều hành: the leader's figures, each a way to the dossiers behind it.
//!
//! Not here: which dossiers a figure counts (`shared::report::figure`), the list of them (`drill`).
//! Invariant: every number that counts dossiers opens them; of a chart, the numbers of its table do.

use leptos::prelude::*;
use shared::lang::{Lang, Word, counted, money, word};
use shared::moment::Day;
use shared::report::board::{self, Answers, FieldLine, OfficerLine, Stride, Waiting};
use shared::report::figure::Line;
use shared::report::{Board, Figure, Place, Tally};
use shared::ward::Ward;

use super::drill::{Address, Asked, Shown};
use super::{AGENCY_LATE_LIST, count, share};
use crate::text::{Text, say, t};
use crate::ui::chart::{Bar, BarChart, Number};
use crate::ui::cover::Cover;

const ANSWERED: Word = word("Hồ sơ đã giải quyết", "Answered");
const ANSWERED_SHORT: Word = word("Đã giải quyết", "Answered");
const EARLY: Word = word("Sớm hẹn", "Early");
const ON_TIME: Word = word("Đúng hẹn", "On time");
const LATE: Word = word("Trễ hẹn", "Late");
const RECEIVED: Word = word("Tiếp nhận", "Received");
const IN_PROCESS: Word = word("Đang giải quyết", "In work");
const IN_PROCESS_SHORT: Word = word("Còn lại", "In work");
const ONLINE: Word = word("Nộp trực tuyến", "Online");
const ONLINE_ANSWERED: Word = word("Trực tuyến, đã giải quyết", "Online, answered");
const ONLINE_EARLY: Word = word("Trực tuyến, sớm hẹn", "Online, early");
const ONLINE_ON_TIME: Word = word("Trực tuyến, đúng hẹn", "Online, on time");
const ONLINE_LATE: Word = word("Trực tuyến, trễ hẹn", "Online, late");
const IN_EIGHT_HOURS: Word = word("Trả lời trong 08 giờ làm việc", "Answered within 8 working hours");
const ANSWERED_LATE: Word = word("Trả lời sau 08 giờ làm việc", "Answered after 8 working hours");
const NOT_ANSWERED: Word = word("Chờ trả lời", "Still to be answered");
const NOT_ANSWERED_LATE: Word = word("Chờ trả lời, đã quá 08 giờ", "To be answered, over 8 hours");
const ASSISTED: Word = word("Có người hỗ trợ", "Assisted");
const LATER: Word = word("Hồ sơ có việc ghi sau khi làm", "With acts entered later than done");
const MISTAKES: Word =
    word("Kết quả phải đính chính do cơ quan sai", "Results made anew for the office's mistake");
const FEES: Word = word("Lệ phí đã thu", "Fees taken");
const BY_FIELD: Word = word("Theo lĩnh vực", "By field");
const FIELD: Word = word("Lĩnh vực", "Field");
const PROCEDURES: Word = word("Thủ tục", "Procedures");
const BY_OFFICER: Word = word("Theo người thụ lý", "By officer");
const OFFICER: Word = word("Người thụ lý", "Officer");
const ON_DESK: Word = word("Đang làm", "On the desk");
const OF_NOW: Word =
    word("đang làm, sắp đến hạn, quá hạn: lúc này", "on the desk, due soon, overdue: as of now");
const SOON: Word = word("Sắp đến hạn", "Due soon");
const OVERDUE: Word = word("Quá hạn", "Overdue");
const SUM: Word = word("Cộng", "Total");
const NOW: Word = word("Lúc này", "Now");
const DUE_TODAY: Word = word("Đến hạn hôm nay", "Due today");
const APOLOGISED: Word = word("trong đó đã xin lỗi", "of which apologised");
const BY_HAND: Word = word("Viết tay, nhập sau", "By hand, entered later");
const AGENCY_LATE: Word = word("Cơ quan phối hợp trễ", "Agencies that are late");
const OVER_TIME: Word = word("Theo thời gian", "Over time");
const RECEIVED_TODAY: Word = word("Tiếp nhận hôm nay", "Received today");
/// Over dossiers that are counted whatever the period.
const AS_OF_NOW: Word = word("lúc này", "as of now");

pub static AT: Address =
    Address { page: "/bao-cao", line: "dong", forms: || vec![(board::ID, board::TITLE)] };

pub fn draw(shown: &Shown, board: Board) -> AnyView {
    board_view(shown, board).into_any()
}

/// `Hồ sơ đã giải quyết trễ hẹn · Hộ tịch – Chứng thực · 01/01/2018 – 31/12/2018`
pub fn named(of: &Asked, place: &Place, ward: Option<&Ward>, lang: Lang) -> String {
    let Some((figure, line)) = Figure::of(place) else { return String::new() };
    let days = |from: Day, to: Day| match from == to {
        true => from.vi(),
        false => format!("{} – {}", from.vi(), to.vi()),
    };
    let of_line = match &line {
        None => None,
        Some(Line::Field(id)) => {
            let field = ward.and_then(|ward| ward.catalogue.fields.iter().find(|field| field.id == *id));
            Some(field.map_or_else(|| id.clone(), |field| lang.pick(&field.name, &field.name_en).clone()))
        }
        Some(Line::Officer(id)) => ward.map(|ward| ward.name_of(*id)),
        Some(Line::Status(status)) => Some(status.label().of(lang).to_owned()),
        Some(Line::Days(from, to)) => Some(days(*from, *to)),
    };
    let when = match (figure.is_of_now(), &line) {
        (true, _) => Some(AS_OF_NOW.of(lang).to_owned()),
        (false, Some(Line::Days(..))) => None,
        (false, _) => Some(days(of.span.0, of.span.1)),
    };
    let parts = [Some(figure.title().of(lang).to_owned()), of_line, when];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Early, on time and late as one bar, so that the proportion is seen at once; what is 0 has no colour on it.
fn proportion(early: u32, on_time: u32, late: u32) -> impl IntoView {
    let all = i64::from(early + on_time + late).max(1);
    let end = move |n: u32| i64::from(n) * 1_000 / all;
    let (a, b, c) = (end(early), end(early + on_time), end(early + on_time + late));
    view! {
        <svg class="board__share" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="c2" x="0" width=a height="10"></rect>
            <rect class="c1" x=a width=b - a height="10"></rect>
            <rect class="c3" x=b width=c - b height="10"></rect>
        </svg>
    }
}

fn big(shown: &Shown, label: Word, figure: Figure, n: u32, of: u32) -> impl IntoView + use<> {
    view! {
        <div>
            <dt>{t(label)}</dt>
            <dd data-zero=(n == 0).then_some("")>
                {shown.way(Some(figure.place(None)), n)}
                " "<small>{say(move |lang| share(lang, n, of))}</small>
            </dd>
        </div>
    }
}

/// Everything below the period.
pub fn board_view(shown: &Shown, board: Board) -> impl IntoView + use<> {
    let tally = board.tally;
    let answered = tally.answered;
    let (days, begins) = (board.working_days, board.begins);
    let average = move |lang: Lang| match days {
        Some(days) if days > 0 => {
            let since =
                begins.map(|day| format!(" {} {}", lang.pick("từ", "since"), day.vi())).unwrap_or_default();
            let tenths = (u64::from(answered) * 10 + u64::from(days) / 2) / u64::from(days);
            let mean = format!("{}{}{}", tenths / 10, lang.pick(',', '.'), tenths % 10);
            match lang {
                Lang::Vi => format!("trung bình {mean} hồ sơ mỗi ngày làm việc, {days} ngày{since}"),
                Lang::En => {
                    format!("{mean} a working day on average, {}{since}", counted(days, "day", "days"))
                }
            }
        }
        Some(_) | None => String::new(),
    };
    let (held, coverage) = (shown.held.clone(), &shown.coverage);
    let all = shown.way(Some(Figure::Answered.place(None)), answered);
    view! {
        <Cover as_of=coverage.as_of devices=held acts=coverage.acts />
        <dl class="figures board__figures">
            <div><dt>{t(ANSWERED)}</dt><dd class="board__big">{all}</dd></div>
            {big(shown, EARLY, Figure::Early, tally.early, answered)}
            {big(shown, ON_TIME, Figure::OnTime, tally.on_time, answered)}
            {big(shown, LATE, Figure::Late, tally.late, answered)}
        </dl>
        {proportion(tally.early, tally.on_time, tally.late)}
        <div class="cols board__cols">
            <div class="stack">
                <section class="region">
                    <header><h2>{t(OVER_TIME)}</h2><p>{say(average)}</p></header>
                    {chart(shown, &board)}
                </section>
                {fields(shown, &board)}
                {officers(shown, &board)}
            </div>
            <div class="stack">
                {now(shown, &board)}
                {period_facts(shown, &board)}
            </div>
        </div>
    }
}

fn chart(shown: &Shown, board: &Board) -> impl IntoView + use<> {
    let stride = board.series.stride;
    let bars = board
        .series
        .points
        .iter()
        .map(|point| Bar {
            label: match stride {
                Stride::Month => point.from.month().to_string(),
                Stride::Week | Stride::Day => point.from.vi_short(),
            },
            parts: vec![point.tally.on_time.into(), point.tally.early.into(), point.tally.late.into()],
        })
        .collect::<Vec<_>>();
    let parts = [(ON_TIME, Figure::OnTime), (EARLY, Figure::Early), (LATE, Figure::Late)];
    let series = parts.map(|(name, _)| Text::from(name)).to_vec();
    let (shown, days) =
        (shown.clone(), board.series.points.iter().map(|p| (p.from, p.to)).collect::<Vec<_>>());
    let number_cell: Number = Box::new(move |bar, part, n| {
        let ((from, to), (name, figure)) = (days[bar], parts[part]);
        shown.number(name, Some(figure.place(Some(Line::Days(from, to)))), u32::try_from(n).unwrap_or(0))
    });
    view! { <BarChart title=OVER_TIME series bars number_cell /> }
}

fn tally(shown: &Shown, tally: Tally, line: Option<&Line>) -> impl IntoView + use<> {
    let Tally { answered, early, on_time, late } = tally;
    let cells = [
        (ANSWERED_SHORT, Figure::Answered, answered),
        (EARLY, Figure::Early, early),
        (ON_TIME, Figure::OnTime, on_time),
        (LATE, Figure::Late, late),
    ];
    cells.map(|(head, figure, n)| shown.number(head, Some(figure.place(line.cloned())), n))
}

/// The heads over `tally`.
fn tally_heads() -> impl IntoView {
    let head = |name: Word| view! { <th scope="col" class="num">{t(name)}</th> };
    [ANSWERED_SHORT, EARLY, ON_TIME, LATE].map(head)
}

fn fields(shown: &Shown, board: &Board) -> impl IntoView + use<> {
    let cell = |head: Word, figure: Figure, line: Option<&Line>, n: u32| {
        shown.number(head, Some(figure.place(line.cloned())), n)
    };
    let row = |of: &FieldLine| {
        let (vi, en) = (of.name.clone(), of.name_en.clone());
        let line = Line::Field(of.id.clone());
        let line = Some(&line);
        view! {
            <tr>
                <th scope="row">{say(move |lang| lang.pick(vi.as_str(), en.as_str()).to_owned())}</th>
                {count(PROCEDURES, of.procedures)}
                {cell(RECEIVED, Figure::Received, line, of.received)}{tally(shown, of.tally, line)}
                {cell(IN_PROCESS_SHORT, Figure::InProcess, line, of.in_process)}
            </tr>
        }
    };
    let procedures = board.fields.iter().map(|line| line.procedures).sum();
    let rows = board.fields.iter().map(row).collect_view();
    view! {
        <section class="region">
            <header><h2>{t(BY_FIELD)}</h2></header>
            <div class="scroll" role="group" tabindex="0" aria-label=t(BY_FIELD)><table class="table table--dense table--fold">
                <thead><tr><th scope="col">{t(FIELD)}</th><th scope="col" class="num">{t(PROCEDURES)}</th><th scope="col" class="num">{t(RECEIVED)}</th>
                    {tally_heads()}<th scope="col" class="num">{t(IN_PROCESS_SHORT)}</th></tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr><th scope="row">{t(SUM)}</th>{count(PROCEDURES, procedures)}
                    {cell(RECEIVED, Figure::Received, None, board.received)}{tally(shown, board.tally, None)}
                    {cell(IN_PROCESS_SHORT, Figure::InProcess, None, board.in_process)}</tr></tfoot>
            </table></div>
        </section>
    }
}

fn officers(shown: &Shown, board: &Board) -> impl IntoView + use<> {
    let row = |of: &OfficerLine| {
        let line = Line::Officer(of.id);
        let cell = |head: Word, figure: Figure, n: u32| {
            shown.number(head, Some(figure.place(Some(line.clone()))), n)
        };
        view! {
            <tr><th scope="row" class="nowrap">{of.name.clone()}</th>{cell(RECEIVED, Figure::Received, of.received)}{tally(shown, of.tally, Some(&line))}
                {cell(ON_DESK, Figure::OnDesk, of.in_process)}{cell(SOON, Figure::DueSoon, of.due_soon)}{cell(OVERDUE, Figure::Overdue, of.overdue)}</tr>
        }
    };
    let rows = board.officers.iter().map(row).collect_view();
    view! {
        <section class="region">
            <header><h2>{t(BY_OFFICER)}</h2><p>{t(OF_NOW)}</p></header>
            <div class="scroll" role="group" tabindex="0" aria-label=t(BY_OFFICER)><table class="table table--dense table--fold">
                <thead><tr><th scope="col">{t(OFFICER)}</th><th scope="col" class="num">{t(RECEIVED)}</th>{tally_heads()}
                    <th scope="col" class="num">{t(ON_DESK)}</th><th scope="col" class="num">{t(SOON)}</th><th scope="col" class="num">{t(OVERDUE)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
}

/// A name and the number beside it.
fn fact(shown: &Shown, label: Word, place: Place, n: u32) -> impl IntoView + use<> {
    view! { <div><dt>{t(label)}</dt><dd data-zero=(n == 0).then_some("")>{shown.way(Some(place), n)}</dd></div> }
}

fn now(shown: &Shown, board: &Board) -> impl IntoView + use<> {
    let today = &board.today;
    let of = |label: Word, figure: Figure, n: u32| fact(shown, label, figure.place(None), n);
    let said_sorry = (today.apologised > 0).then(|| of(APOLOGISED, Figure::Apologised, today.apologised));
    let waiting = |Waiting { status, count }: &Waiting| {
        fact(shown, status.label(), Figure::Open.place(Some(Line::Status(*status))), *count)
    };
    let waiting = today.waiting.iter().map(waiting).collect_view();
    let agency_late = today.agency_late;
    view! {
        <section class="region">
            <header><h2>{t(NOW)}</h2></header>
            <dl class="kv">
                {of(RECEIVED_TODAY, Figure::ReceivedToday, today.received)}
                {of(DUE_TODAY, Figure::DueToday, today.due)}
                {of(SOON, Figure::DueSoon, today.due_soon)}
                {of(OVERDUE, Figure::Overdue, today.overdue)}
                {said_sorry}
                <div>
                    <dt><a href=AGENCY_LATE_LIST>{t(AGENCY_LATE)}</a></dt>
                    <dd data-zero=(agency_late == 0).then_some("")>{shown.way(Some(Figure::AgencyLate.place(None)), agency_late)}</dd>
                </div>
                {waiting}
            </dl>
        </section>
    }
}

fn period_facts(shown: &Shown, board: &Board) -> impl IntoView + use<> {
    let of = |label: Word, figure: Figure, n: u32| fact(shown, label, figure.place(None), n);
    let (online, answers, by_hand, fees) = (board.online, board.answers, board.by_hand, board.fees_vnd);
    let online_answered = online.answered;
    let online = || {
        let tally = [
            (ONLINE_ANSWERED, Figure::OnlineAnswered, online.answered),
            (ONLINE_EARLY, Figure::OnlineEarly, online.early),
            (ONLINE_ON_TIME, Figure::OnlineOnTime, online.on_time),
            (ONLINE_LATE, Figure::OnlineLate, online.late),
        ];
        tally.map(|(label, figure, n)| of(label, figure, n))
    };
    let Answers { in_time, late, waiting_late, .. } = answers;
    let in_eight_hours = || {
        let all = [
            (IN_EIGHT_HOURS, Figure::AnswerInTime, in_time),
            (ANSWERED_LATE, Figure::AnswerLate, late),
            (NOT_ANSWERED, Figure::AnswerOwed, answers.owed()),
            (NOT_ANSWERED_LATE, Figure::AnswerOverdue, waiting_late),
        ];
        all.map(|(label, figure, n)| of(label, figure, n))
    };
    let written = (!by_hand.is_none()).then(|| {
        let opened = shown.opens(Some(Figure::ByHand.place(None)), move |lang| by_hand.text(lang));
        view! { <div><dt>{t(BY_HAND)}</dt><dd>{opened}</dd></div> }
    });
    let later = board.later;
    let later = (!later.is_none()).then(|| {
        let opened = shown.opens(Some(Figure::EnteredLater.place(None)), move |lang| later.text(lang));
        view! { <div><dt>{t(LATER)}</dt><dd>{opened}</dd></div> }
    });
    let taken = Some(Figure::Fees.place(None)).filter(|_| fees > 0);
    view! {
        <section class="region">
            <header><h2>{format!("{} – {}", board.from.vi(), board.to.vi())}</h2></header>
            <dl class="kv">
                {of(RECEIVED, Figure::Received, board.received)}
                {of(IN_PROCESS, Figure::InProcess, board.in_process)}
                {of(ONLINE, Figure::ReceivedOnline, board.received_online)}
                {(online_answered > 0).then(online)}
                {(!answers.is_none()).then(in_eight_hours)}
                {of(ASSISTED, Figure::Assisted, board.assisted)}
                {written}
                {later}
                {(board.mistakes > 0).then(|| of(MISTAKES, Figure::Mistakes, board.mistakes))}
                <div><dt>{t(FEES)}</dt><dd>{shown.opens(taken, move |lang| money(lang, fees))}</dd></div>
            </dl>
        </section>
    }
}
