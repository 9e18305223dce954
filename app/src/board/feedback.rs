//! Báo cáo phản ánh, kiến nghị: how many of which kind stand where, and how many were answered in time.
//!
//! Not here: what is counted (`shared::feedback::totals`), the file (the server).
//! Invariant: a share stands beside how many it is of; a year that nobody can count is named.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::feedback::totals::Held;
use shared::feedback::{Kind, Limit, State, Totals};
use shared::lang::{Lang, Word, number, word};
use shared::moment::Day;
use shared::officer::Right;

use super::book::ways;
use super::pages::{self, Reports};
use super::period::{Choice, PeriodPicker};
use super::{count, share};
use crate::desk::{answered, ask_again_when_back, use_desk};
use crate::text::{say, t};
use crate::ui::state::{Empty, OnlyFor};

const TITLE: Word = word("Phản ánh, kiến nghị", "Complaints and proposals");
const PRINT: Word = word("In", "Print");
const LIST: Word = word("Danh sách", "The list");
const NOTHING: Word = word("Kỳ này không có phản ánh nào.", "Nothing came in within this period.");
const RECEIVED: Word = word("Đã nhận", "Received");
const ANONYMOUS: Word = word("Trong đó ẩn danh", "Of these, anonymous");
const ANSWERED: Word =
    word("Trả lời đúng hạn (chỉ số 5.2 của Bộ 766)", "Answered in time (index 5.2 of set 766)");
const CHANNELS: Word = word("Cách gửi", "Ways they came in");
const KIND: Word = word("Loại", "Kind");
const SUM: Word = word("Cộng", "Total");
const LIMITS: Word = word("Bốn thời hạn", "The four limits");
const LIMIT: Word = word("Hạn", "Limit");
const TERM: Word = word("Thời hạn", "Time");
const KEPT: Word = word("Đúng hạn", "In time");
const MISSED: Word = word("Trễ hạn", "Late");
const SHARE: Word = word("Tỷ lệ đúng hạn", "Share in time");
const HOW: Word = word(
    "Tính trên những phản ánh đã trả lời hoặc không tiếp nhận, và những phản ánh đã quá hạn trả lời. Còn hạn thì chưa tính.",
    "Of those that were answered or not accepted, and those whose reply is overdue. What still has time is not counted.",
);

/// `97,2 % (35/36)`
pub fn held(lang: Lang, held: Held) -> String {
    let n = |n: u32| number(lang, n.into());
    match lang {
        Lang::Vi => format!("{} ({}/{})", share(lang, held.kept, held.n()), n(held.kept), n(held.n())),
        Lang::En => format!("{} ({} of {})", share(lang, held.kept, held.n()), n(held.kept), n(held.n())),
    }
}

/// `25 trực tuyến, 8 tại quầy`
fn channels(lang: Lang, totals: &Totals) -> String {
    let part = |(channel, n): &(shared::feedback::Channel, u32)| {
        format!("{} {}", number(lang, (*n).into()), channel.label().of(lang))
    };
    totals.channels.iter().map(part).collect::<Vec<_>>().join(", ")
}

fn places(totals: &Totals) -> impl IntoView + use<> {
    let heads = State::ALL.map(|state| view! { <th scope="col" class="num">{t(state.label())}</th> });
    let row = |kind: Kind| {
        let sum: u32 = State::ALL.iter().map(|state| totals.count(kind, *state)).sum();
        let cells = State::ALL.map(|state| count(state.label(), totals.count(kind, state)));
        view! { <tr><th scope="row">{t(kind.label())}</th>{cells.into_iter().collect_view()}{count(SUM, sum)}</tr> }
    };
    let sum = |state| Kind::ALL.iter().map(|kind| totals.count(*kind, state)).sum::<u32>();
    let sums = State::ALL.map(|state| count(state.label(), sum(state))).into_iter().collect_view();
    let rows = Kind::ALL.map(row).into_iter().collect_view();
    view! {
        <div class="scroll" role="group" tabindex="0" aria-label=t(KIND)><table class="table table--dense table--fold">
            <thead><tr><th scope="col">{t(KIND)}</th>{heads}<th scope="col" class="num">{t(SUM)}</th></tr></thead>
            <tbody>{rows}</tbody>
            <tfoot><tr><th scope="row">{t(SUM)}</th>{sums}{count(SUM, totals.received)}</tr></tfoot>
        </table></div>
    }
}

fn limits(totals: &Totals) -> impl IntoView + use<> {
    let row = |(limit, of): (Limit, Held)| {
        let (late, term) = (of.missed > 0, limit.term());
        view! {
            <tr>
                <th scope="row">{t(limit.label())}</th>
                <td data-label=t(TERM)>{say(move |lang| term.text(lang))}</td>
                {count(KEPT, of.kept)}
                <td class="num" class:late=late data-label=t(MISSED) data-zero=(of.missed == 0).then_some("")>{say(move |lang| number(lang, of.missed.into()))}</td>
                <td class="num" data-label=t(SHARE)>{say(move |lang| held(lang, of))}</td>
            </tr>
        }
    };
    let rows = totals.limits.iter().copied().map(row).collect_view();
    view! {
        <h3>{t(LIMITS)}</h3>
        <div class="scroll" role="group" tabindex="0" aria-label=t(LIMITS)><table class="table table--dense table--fold">
            <thead><tr><th scope="col">{t(LIMIT)}</th><th scope="col">{t(TERM)}</th><th scope="col" class="num">{t(KEPT)}</th>
                <th scope="col" class="num">{t(MISSED)}</th><th scope="col" class="num">{t(SHARE)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    }
}

/// The report on plain values.
pub fn report_view((from, to): (Day, Day), totals: Totals) -> impl IntoView {
    let body = if totals.received == 0 {
        view! { <Empty says=NOTHING /> }.into_any()
    } else {
        let (answers, received, anonymous) = (totals.answers, totals.received, totals.anonymous);
        let of = totals.clone();
        let (uncounted, years) = (totals.uncounted, totals.no_calendar.clone());
        let missing = (uncounted > 0).then(|| {
            let years = years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let said = move |lang: Lang| match lang {
                Lang::Vi => format!("{uncounted} phản ánh chưa tính được hạn: chưa có lịch nghỉ năm {years}. Quản trị nhập ở Cài đặt."),
                Lang::En => format!("{uncounted} could not be judged: the days off of {years} are not known. The administrator enters them in Settings."),
            };
            view! { <p class="note note--soon">{say(said)}</p> }
        });
        view! {
            <dl class="kv board__kv">
                <div><dt>{t(ANSWERED)}</dt><dd>{say(move |lang| held(lang, answers))}</dd></div>
                <div><dt>{t(RECEIVED)}</dt><dd>{say(move |lang| number(lang, received.into()))}</dd></div>
                <div><dt>{t(ANONYMOUS)}</dt><dd>{say(move |lang| number(lang, anonymous.into()))}</dd></div>
                <div><dt>{t(CHANNELS)}</dt><dd>{say(move |lang| channels(lang, &of))}</dd></div>
            </dl>
            <p class="small quiet">{t(HOW)}</p>
            {missing}
            {places(&totals)}
            {limits(&totals)}
        }
        .into_any()
    };
    view! {
        <section class="region flow board__feedback">
            <header><h2 class="board__again">{t(TITLE)}</h2><p>{format!("{} – {}", from.vi(), to.vi())}</p></header>
            {body}
        </section>
    }
}

#[component]
pub fn FeedbackReportPage() -> impl IntoView {
    let desk = use_desk();
    view! { <OnlyFor whose=desk.whose(Right::Hear) title=TITLE><Report /></OnlyFor> }
}

#[component]
fn Report() -> impl IntoView {
    let desk = use_desk();
    let query = use_query_map();
    let navigate = StoredValue::new_local(use_navigate());
    let today = Memo::new(move |_| desk.now().day());
    let chosen = Memo::new(move |_| {
        let read = |key| query.read().get(key).and_then(|text: String| Day::parse_any(&text));
        match (read("tu"), read("den")) {
            (Some(from), Some(to)) => (from, to),
            _ => Choice::year(today.get().year()).span(),
        }
    });
    let file = move |format: &str| {
        let (from, to) = chosen.get();
        format!("/api/report/feedback?from={from}&to={to}&format={format}")
    };
    let answer = LocalResource::new(move || {
        let (span, path) = (chosen.get(), file("json"));
        async move { desk.get_json::<Totals>(&path).await.map(|totals| (span, totals)) }
    });
    let current = move || answer.get().filter(|got| got.as_ref().map_or(true, |(of, _)| *of == chosen.get()));
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    let go = Callback::new(move |(from, to): (Day, Day)| {
        let here = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|go| go(&format!("/bao-cao/pakn?tu={from}&den={to}"), here));
    });
    view! {
        <Reports here=pages::Report::Feedback days=Signal::derive(move || Some(chosen.get())) />
        <div class="head head--split board__head">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <p class="line screen-only">
                <PeriodPicker chosen=chosen.into() today=today.get_untracked() go />
            </p>
            <p class="line screen-only">
                {ways(None, file, PRINT)}
                <a class="btn" href="/pakn">{t(LIST)}</a>
            </p>
        </div>
        {move || answered(current(), again, |(span, totals)| report_view(span, totals).into_any())}
    }
}
