//! Báo cáo: what a leader reads: answered, early, on time, late, by field, by officer, and what waits now.
//!
//! Not here: the counting (`shared::report`), which is the server's, since a year does not fit on every device.
//! Invariant: a total says what it does not know; every chart has its numbers as a table.

mod agencies;
mod ballot;
mod book;
mod cash;
mod cash_days;
mod drill;
mod feedback;
mod form;
mod pages;
mod period;
mod quality;
mod register;
mod restored;
mod results;
mod shifts;
mod survey;
#[cfg(test)]
mod tests;
mod till;
mod till_paper;
mod yearly;

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::id::OfficerId;
use shared::lang::{Lang, Word, money, number, word};
use shared::moment::Day;
use shared::report::board::{FieldLine, OfficerLine, Stride, Waiting};
use shared::report::{Board, Coverage, Covered, Tally};
use shared::session::DeviceSeen;

use crate::archive::{Way, archive};
use crate::desk::{Desk, answered, use_desk};
use crate::text::{Text, say, t};
use crate::ui::chart::{Bar, BarChart};
use crate::ui::cover::{Cover, Held};
use crate::ui::icon::{Glyph, Icon};
pub use agencies::AgenciesPage;
pub use ballot::BallotPage;
pub use cash::CashPage;
pub use feedback::FeedbackReportPage;
pub use form::FormPage;
use pages::{Report, Reports};
use period::{Choice, PeriodPicker};
pub use quality::QualityPage;
pub use register::RegisterPage;
pub use restored::RestoredNote;
pub use results::ResultsPage;
use shifts::ShiftSection;
use survey::SurveySection;
pub use till_paper::TillPaperPage;

const TITLE: Word = word("Báo cáo", "Reports");
const ANSWERED: Word = word("Hồ sơ đã giải quyết", "Answered");
const ANSWERED_SHORT: Word = word("Đã giải quyết", "Answered");
const EARLY: Word = word("Sớm hẹn", "Early");
const ON_TIME: Word = word("Đúng hẹn", "On time");
const LATE: Word = word("Trễ hẹn", "Late");
const RECEIVED: Word = word("Tiếp nhận", "Received");
const IN_PROCESS: Word = word("Đang giải quyết", "In work");
const IN_PROCESS_SHORT: Word = word("Còn lại", "In work");
const ONLINE: Word = word("Nộp trực tuyến", "Online");
const IN_EIGHT_HOURS: Word = word("Trả lời trong 08 giờ làm việc", "Answered within 8 working hours");
const ASSISTED: Word = word("Có người hỗ trợ", "Assisted");
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
/// The same dossiers, as the list filters them.
pub const AGENCY_LATE_LIST: &str = "/ho-so?han=co_quan_tre";
/// Over a dossier's state.
pub const STATUS: Word = word("Trạng thái", "State");
const PRINT: Word = word("In", "Print");
const OVER_TIME: Word = word("Theo thời gian", "Over time");

fn file((from, to): (Day, Day), format: &str) -> String {
    format!("/api/report?form=board&from={from}&to={to}&format={format}")
}

#[component]
pub fn BoardPage() -> impl IntoView {
    let desk = use_desk();
    let query = use_query_map();
    let today = Memo::new(move |_| desk.now().day());
    let chosen = Memo::new(move |_| {
        let read = |key| query.read().get(key).and_then(|text: String| Day::parse_any(&text));
        match (read("tu"), read("den")) {
            (Some(from), Some(to)) => (from, to),
            _ => Choice::year(today.get().year()).span(),
        }
    });
    let answer = LocalResource::new(move || {
        let span = chosen.get();
        async move { desk.get_json::<Covered<Board>>(&file(span, "json")).await }
    });
    let navigate = StoredValue::new_local(use_navigate());
    let go =
        Callback::new(move |span| navigate.with_value(|go| go(&period::address(span), Default::default())));
    let print = move |_| {
        let _ = window().print();
    };
    let again = Callback::new(move |()| answer.refetch());
    // Where the period was changed, the figures of the one before would stand under its name.
    let current = move || {
        let is_old = |Covered { report, .. }: &Covered<Board>| (report.from, report.to) != chosen.get();
        answer.get().filter(|answer| !answer.as_ref().is_ok_and(is_old))
    };
    ask_again_when_back(desk, answer, Result::is_err);
    view! {
        <Reports here=Report::Board days=Signal::derive(move || Some(chosen.get())) />
        <div class="head head--split">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <p class="line">
                <PeriodPicker chosen=chosen.into() today=today.get_untracked() go />
                {move || archive(Way::of(desk.is_offline(), false), file(chosen.get(), "pdf"))}
                <button class="btn" type="button" on:click=print><Icon glyph=Glyph::Print />{t(PRINT)}</button>
            </p>
        </div>
        <RestoredNote />
        {move || answered(current(), again, |Covered { report, coverage }| {
            let name = desk.ward_or_none();
            let name = move |id| name.as_ref().map_or_else(String::new, |ward| ward.name_of(id));
            board_view(report, coverage, name).into_any()
        })}
        <SurveySection chosen />
        <ShiftSection chosen />
    }
}

/// The network is back: what could not be read is asked for again.
pub fn ask_again_when_back<A: 'static>(desk: Desk, answer: LocalResource<A>, has_failed: fn(&A) -> bool) {
    Effect::new(move |was_offline: Option<bool>| {
        let is_offline = desk.is_offline();
        let failed = || answer.with_untracked(|answer| answer.as_ref().is_some_and(has_failed));
        if was_offline == Some(true) && !is_offline && failed() {
            answer.refetch();
        }
        is_offline
    });
}

/// `5,6 %`
pub fn share(lang: Lang, part: u32, whole: u32) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = (u64::from(part) * 1_000 + u64::from(whole) / 2) / u64::from(whole);
    format!("{}{}{} %", tenths / 10, lang.pick(',', '.'), tenths % 10)
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

fn big(label: Word, n: u32, of: Option<u32>) -> impl IntoView {
    view! {
        <div>
            <dt>{t(label)}</dt>
            <dd data-zero=(n == 0).then_some("")>
                {say(move |lang| number(lang, n.into()))}
                {of.map(|of| view! { " "<small>{say(move |lang| share(lang, n, of))}</small> })}
            </dd>
        </div>
    }
}

/// The devices that hold what a total does not know.
pub fn held(coverage: &Coverage, name_of: impl Fn(OfficerId) -> String) -> Vec<Held> {
    let held = |device: &DeviceSeen| Held {
        label: device.label.clone(),
        officer: device.officer.map(&name_of).unwrap_or_default(),
        acts: device.waiting,
        heard: device.last_seen,
    };
    coverage.devices.iter().map(held).collect()
}

/// Everything below the period.
pub fn board_view(board: Board, coverage: Coverage, name_of: impl Fn(OfficerId) -> String) -> impl IntoView {
    let tally = board.tally;
    let answered = tally.answered;
    let days = board.working_days;
    let average = move |lang: Lang| match days {
        Some(days) if days > 0 => {
            let tenths = (u64::from(answered) * 10 + u64::from(days) / 2) / u64::from(days);
            let mean = format!("{}{}{}", tenths / 10, lang.pick(',', '.'), tenths % 10);
            match lang {
                Lang::Vi => format!("trung bình {mean} hồ sơ mỗi ngày làm việc, {days} ngày"),
                Lang::En => format!("{mean} a working day on average, {days} days"),
            }
        }
        Some(_) | None => String::new(),
    };
    let held = held(&coverage, name_of);
    view! {
        <Cover as_of=coverage.as_of devices=held acts=coverage.acts />
        <dl class="figures board__figures">
            <div><dt>{t(ANSWERED)}</dt><dd class="board__big">{say(move |lang| number(lang, answered.into()))}</dd></div>
            {big(EARLY, tally.early, Some(answered))}
            {big(ON_TIME, tally.on_time, Some(answered))}
            {big(LATE, tally.late, Some(answered))}
        </dl>
        {proportion(tally.early, tally.on_time, tally.late)}
        <div class="cols">
            <div class="stack">
                <section class="region">
                    <header><h2>{t(OVER_TIME)}</h2><p>{say(average)}</p></header>
                    {chart(&board)}
                </section>
                {fields(&board)}
                {officers(board.officers.clone())}
            </div>
            <div class="stack">
                {now(&board)}
                {period_facts(&board)}
            </div>
        </div>
    }
}

fn chart(board: &Board) -> impl IntoView + use<> {
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
    view! { <BarChart title=OVER_TIME series=vec![Text::from(ON_TIME), Text::from(EARLY), Text::from(LATE)] bars /> }
}

/// A number under its head, which it says itself where the table folds.
fn count(head: Word, n: u32) -> impl IntoView {
    view! { <td class="num" data-label=t(head) data-zero=(n == 0).then_some("")>{say(move |lang| number(lang, n.into()))}</td> }
}

fn tally(tally: Tally) -> impl IntoView {
    view! { {count(ANSWERED_SHORT, tally.answered)}{count(EARLY, tally.early)}{count(ON_TIME, tally.on_time)}{count(LATE, tally.late)} }
}

/// The heads over `tally`.
fn tally_heads() -> impl IntoView {
    let head = |name: Word| view! { <th scope="col" class="num">{t(name)}</th> };
    [ANSWERED_SHORT, EARLY, ON_TIME, LATE].map(head)
}

fn fields(board: &Board) -> impl IntoView + use<> {
    let row = |line: FieldLine| {
        let (vi, en) = (line.name, line.name_en);
        view! {
            <tr>
                <th scope="row">{say(move |lang| lang.pick(vi.as_str(), en.as_str()).to_owned())}</th>
                {count(PROCEDURES, line.procedures)}{count(RECEIVED, line.received)}{tally(line.tally)}{count(IN_PROCESS_SHORT, line.in_process)}
            </tr>
        }
    };
    let procedures = board.fields.iter().map(|line| line.procedures).sum();
    let rows = board.fields.iter().cloned().map(row).collect_view();
    view! {
        <section class="region">
            <header><h2>{t(BY_FIELD)}</h2></header>
            <div class="scroll" role="group" tabindex="0" aria-label=t(BY_FIELD)><table class="table table--dense table--fold">
                <thead><tr><th scope="col">{t(FIELD)}</th><th scope="col" class="num">{t(PROCEDURES)}</th><th scope="col" class="num">{t(RECEIVED)}</th>
                    {tally_heads()}<th scope="col" class="num">{t(IN_PROCESS_SHORT)}</th></tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr><th scope="row">{t(SUM)}</th>{count(PROCEDURES, procedures)}{count(RECEIVED, board.received)}{tally(board.tally)}{count(IN_PROCESS_SHORT, board.in_process)}</tr></tfoot>
            </table></div>
        </section>
    }
}

fn officers(lines: Vec<OfficerLine>) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|line| {
            view! {
                <tr><th scope="row" class="nowrap">{line.name}</th>{count(RECEIVED, line.received)}{tally(line.tally)}
                    {count(ON_DESK, line.in_process)}{count(SOON, line.due_soon)}{count(OVERDUE, line.overdue)}</tr>
            }
        })
        .collect_view();
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

fn fact(
    label: impl Into<Text>,
    value: impl Fn(Lang) -> String + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let label: Text = label.into();
    view! { <div><dt>{label}</dt><dd>{say(value)}</dd></div> }
}

fn now(board: &Board) -> impl IntoView + use<> {
    let today = board.today.clone();
    let (overdue, apologised) = (today.overdue, today.apologised);
    let said_sorry = (apologised > 0).then(|| fact(APOLOGISED, move |lang| number(lang, apologised.into())));
    let waiting = today
        .waiting
        .iter()
        .map(|Waiting { status, count }| {
            let n = *count;
            fact(status.label(), move |lang| number(lang, n.into()))
        })
        .collect_view();
    let (due, soon, agency_late) = (today.due, today.due_soon, today.agency_late);
    view! {
        <section class="region">
            <header><h2>{t(NOW)}</h2></header>
            <dl class="kv">
                {fact(DUE_TODAY, move |lang| number(lang, due.into()))}
                {fact(SOON, move |lang| number(lang, soon.into()))}
                {fact(OVERDUE, move |lang| number(lang, overdue.into()))}
                {said_sorry}
                <div>
                    <dt><a href=AGENCY_LATE_LIST>{t(AGENCY_LATE)}</a></dt>
                    <dd data-zero=(agency_late == 0).then_some("")>{say(move |lang| number(lang, agency_late.into()))}</dd>
                </div>
                {waiting}
            </dl>
        </section>
    }
}

fn period_facts(board: &Board) -> impl IntoView + use<> {
    let (received, in_process, assisted, fees) =
        (board.received, board.in_process, board.assisted, board.fees_vnd);
    let (online, online_in) = (board.online, board.received_online);
    let online_text = move |lang: Lang| match lang {
        Lang::Vi => format!(
            "{online_in}; đã trả {}: {} sớm hẹn, {} đúng hẹn",
            online.answered, online.early, online.on_time
        ),
        Lang::En => format!(
            "{online_in}; answered {}: {} early, {} on time",
            online.answered, online.early, online.on_time
        ),
    };
    let (by_hand, mistakes, answers) = (board.by_hand, board.mistakes, board.answers);
    let span = (board.from, board.to);
    view! {
        <section class="region">
            <header><h2>{format!("{} – {}", span.0.vi(), span.1.vi())}</h2></header>
            <dl class="kv">
                {fact(RECEIVED, move |lang| number(lang, received.into()))}
                {fact(IN_PROCESS, move |lang| number(lang, in_process.into()))}
                {fact(ONLINE, online_text)}
                {(!answers.is_none()).then(|| fact(IN_EIGHT_HOURS, move |lang| answers.text(lang)))}
                {fact(ASSISTED, move |lang| number(lang, assisted.into()))}
                {(!by_hand.is_none()).then(|| fact(BY_HAND, move |lang| by_hand.text(lang)))}
                {(mistakes > 0).then(|| fact(MISTAKES, move |lang| number(lang, mistakes.into())))}
                {fact(FEES, move |lang| money(lang, fees))}
            </dl>
        </section>
    }
}
