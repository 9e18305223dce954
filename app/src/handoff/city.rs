//! Một Cửa thành phố: how many changes wait, were taken or refused, and what a person decides about the refused.
//!
//! Not here: what is told (`shared::handoff::city`), telling it (the server).
//! Invariant: where nothing is sent it says so first, and offers the same as a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::handoff::city::{Decide, Held, Outbox, State, name_of};
use shared::lang::{Lang, Sentence, Word, number, word};
use shared::moment::Moment;
use shared::officer::Right;

use super::civil;
use super::returned::TakeReturned;
use crate::desk::{answered, ask_again_when_back, use_desk};
use crate::span::{Days, use_span, use_walk};
use crate::text::{say, t};
use crate::ui::state::{Empty, Failed, OnlyFor};

pub const PATH: &str = "/ban-giao/thanh-pho";
const TITLE: Word = word("Một Cửa thành phố", "The city's one-stop software");
const CIVIL: Word = word("Đối chiếu hộ tịch", "Civil-status reconciliation");
const OFF: Word = word(
    "Đang tắt: máy chủ chưa có địa chỉ của thành phố, không gửi gì. Người quản lý máy chủ bật bằng --city-url; trong lúc chờ, tải tệp dưới đây.",
    "Off: the server was given no address of the city, and sends nothing. Its operator switches it on with --city-url; until then there is the file below.",
);
const TO: Word = word("Máy chủ thành phố", "The city's server");
const SINCE: Word = word("Gửi các thay đổi từ", "Changes are told since");
const REFUSED: Word = word("Thành phố từ chối", "Refused by the city");
const LATE: Word = word("Đã thử, đang chờ gửi lại", "Tried, waiting to be told again");
const ALL_WELL: Word = word("Không có tin nào bị từ chối hay bị chậm.", "No message is refused or late.");
const DOSSIER: Word = word("Hồ sơ", "Dossier");
const STATUS: Word = word("Trạng thái", "Status");
const WHY: Word = word("Lý do", "Why");
const WHEN: Word = word("Lúc", "When");
const TRIED: Word = word("Số lần", "Tries");
const AGAIN: Word = word("Gửi lại", "Send again");
const SKIP: Word = word("Bỏ qua", "Let go");
const FILE: Word = word("Tệp trạng thái của kỳ", "The changes of some days as a file");
const FILE_HINT: Word = word(
    "Cùng nội dung như tin gửi thành phố: mã, trạng thái, giờ; không có tên hay số giấy tờ của ai.",
    "The same as the messages to the city: codes, statuses, moments; nobody's name or number.",
);
const CSV: Word = word("Tải CSV", "CSV");
const JSON: Word = word("Tải JSON", "JSON");

#[component]
pub fn CityPage() -> impl IntoView {
    let desk = use_desk();
    view! { <OnlyFor whose=desk.whose(Right::Oversee) title=TITLE><Page /></OnlyFor> }
}

#[component]
fn Page() -> impl IntoView {
    let desk = use_desk();
    let ((span, today), go) = (use_span(), use_walk(PATH));
    let answer = LocalResource::new(move || desk.get_json::<Outbox>("/api/handoff/city"));
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    let fault = RwSignal::new(None::<Sentence>);
    let may = desk.has(Right::Tend);
    let decide = Callback::new(move |what: Decide| {
        fault.set(None);
        spawn_local(async move {
            if let Err(trouble) = desk.post_json::<Outbox>("/api/handoff/city", &what).await {
                fault.try_set(Some(trouble.sentence()));
            }
            answer.refetch();
        });
    });
    let is_staff = desk.has(Right::Work);
    let file = move |format: &str| format!("/api/handoff/city/file?{}&format={format}", span.get().query());
    view! {
        <div class="head head--split board__head">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <p class="line">{is_staff.then(|| view! { <a class="btn" href=civil::PATH>{t(CIVIL)}</a> })}</p>
        </div>
        {move || fault.get().map(|said| view! { <Failed said /> })}
        <div class="stack">
        {move || answered(answer.get(), again, |outbox| city_view(outbox, may, decide).into_any())}
        <section class="region flow">
            <header><h2>{t(FILE)}</h2></header>
            <p class="small quiet">{t(FILE_HINT)}</p>
            <Days span today path=PATH go />
            <p class="line">
                <a class="btn" href=move || file("csv") download="" rel="external">{t(CSV)}</a>
                <a class="btn" href=move || file("json") download="" rel="external">{t(JSON)}</a>
            </p>
        </section>
        {may.then(|| view! { <TakeReturned span taken=again /> })}
        </div>
    }
}

/// Where messages stand, on plain values.
pub fn city_view(outbox: Outbox, may: bool, decide: Callback<Decide>) -> impl IntoView {
    let Outbox { to, since, count, refused, late } = outbox;
    let counted = State::ALL.map(|state| {
        let n = count.get(&state).copied().unwrap_or(0);
        let alarms = n > 0 && state == State::Refused;
        let n = move |lang: Lang| number(lang, i64::from(n));
        view! { <div><dt>{t(state.label())}</dt><dd><span class:late=alarms>{say(n)}</span></dd></div> }
    });
    let is_on = to.is_some();
    let place = to.map(|host| view! { <div><dt>{t(TO)}</dt><dd>{host}</dd></div> });
    let since = since.map(|at: Moment| view! { <div><dt>{t(SINCE)}</dt><dd>{at.clock_and_day()}</dd></div> });
    let well = is_on && refused.is_empty() && late.is_empty();
    view! {
        <section class="region flow">
            {(!is_on).then(|| view! { <p class="note">{t(OFF)}</p> })}
            <dl class="kv handoff__count">{place}{since}{counted}</dl>
            {well.then(|| view! { <Empty says=ALL_WELL /> })}
        </section>
        {held_list(REFUSED, refused, may.then_some(decide))}
        {held_list(LATE, late, None)}
    }
}

fn held_list(title: Word, held: Vec<Held>, decide: Option<Callback<Decide>>) -> Option<impl IntoView> {
    let total = held.len();
    (total > 0).then(|| {
        let rows = held.into_iter().map(|held| row(held, decide)).collect_view();
        let acts = decide.map(|_| view! { <td></td> });
        view! {
            <section class="region handoff__list">
                <header><h2>{t(title)}</h2><span class="n">{total}</span></header>
                <div class="scroll" role="group" tabindex="0" aria-label=t(title)><table class="table table--dense table--fold">
                    <thead><tr><th scope="col">{t(DOSSIER)}</th><th scope="col">{t(STATUS)}</th><th scope="col">{t(WHY)}</th><th scope="col" class="num">{t(TRIED)}</th><th scope="col">{t(WHEN)}</th>{acts}</tr></thead>
                    <tbody>{rows}</tbody>
                </table></div>
            </section>
        }
    })
}

fn row(held: Held, decide: Option<Callback<Decide>>) -> impl IntoView {
    let Held { id, n, tries, moved, behind, .. } = held;
    let why = held.why();
    let code = match held.message.ma_ho_so.split_once('-') {
        Some((_, short)) => short.to_owned(),
        None => held.message.so_nop.clone(),
    };
    let status = held.message.trang_thai;
    let said = move |lang: Lang| format!("{status} · {}", name_of(status).of(lang));
    let waits = (behind > 0).then(|| {
        let said = move |lang: Lang| match lang {
            Lang::Vi => format!("{behind} tin sau của hồ sơ này đang chờ"),
            Lang::En => format!("{behind} later of this dossier wait"),
        };
        view! { <span class="sub">{say(said)}</span> }
    });
    let acts = decide.map(|decide| {
        let press = move |again: bool| decide.run(Decide { id, n, again });
        view! {
            <td><span class="line">
                <button class="btn" type="button" on:click=move |_| press(true)>{t(AGAIN)}</button>
                <button class="btn" type="button" on:click=move |_| press(false)>{t(SKIP)}</button>
            </span></td>
        }
    });
    view! {
        <tr>
            <th scope="row"><a class="nowrap" data-open="" href=format!("/ho-so/{id}")>{code}</a></th>
            <td data-label=t(STATUS)>{say(said)}</td><td data-label=t(WHY)>{t(why)}{waits}</td>
            <td class="num" data-label=t(TRIED)>{tries}</td><td class="nowrap" data-label=t(WHEN)>{moved.clock_and_day()}</td>{acts}
        </tr>
    }
}
