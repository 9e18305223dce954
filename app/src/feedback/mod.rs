//! Phản ánh, kiến nghị, behind the login: the list with its clocks.
//!
//! Not here: one of them and what is done about it (`one`), writing one down (`entry`), the citizens' pages (`public`).
//! Invariant: whoever may not deal with it sees what they wrote down and nothing else; the server decides which those
//! are.

mod entry;
mod one;
#[cfg(test)]
mod tests;

use leptos::prelude::*;
use shared::feedback::{Clock, Listed, Number, Row, Standing};
use shared::lang::{Lang, Word, word};
use shared::officer::Right;

use crate::desk::{answered, ask_again_when_back, use_desk};
use crate::text::{say, t};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::{Empty, OnlyFor};
pub use entry::EntryPage;
pub use one::OnePage;

const TITLE: Word = word("Phản ánh, kiến nghị", "Complaints and proposals");
const ENTER: Word = word("Ghi một phản ánh", "Write one down");
const REPORT: Word = word("Báo cáo", "Report");
const PUBLIC: Word = word("Trang cho người dân", "The citizens' page");
const NONE: Word = word("Chưa có phản ánh nào.", "Nobody has said anything yet.");
const NONE_OWN: Word = word("Bạn chưa ghi phản ánh nào.", "You have not written any down yet.");
const OWN: Word = word(
    "Đây là những phản ánh bạn đã ghi cho người dân. Nội dung xử lý do tổ trưởng và lãnh đạo phường giữ.",
    "These are the ones that you wrote down for people. How they are dealt with is for the head and the ward's leaders.",
);
const WHAT: Word = word("Nội dung", "What was said");
const RECEIVED: Word = word("Nhận lúc", "Received");
const STATE: Word = word("Trạng thái", "State");
const CLOCK: Word = word("Hạn gần nhất", "Next limit");
const NO_CALENDAR: Word = word("chưa có lịch nghỉ năm", "no days off known for");

/// How a clock stands, with an icon and words.
pub fn clock_view(clock: Clock) -> impl IntoView {
    let (class, glyph) = match clock.standing {
        Standing::Runs => ("light light--ok", Glyph::Clock),
        Standing::Stopped => ("light light--pause", Glyph::Pause),
        Standing::Overdue | Standing::Missed => ("light light--late", Glyph::Late),
        Standing::Kept => ("light light--ok", Glyph::Ok),
        Standing::Passed | Standing::Idle => ("light", Glyph::Check),
    };
    view! { <span class=class><Icon glyph />{say(move |lang| clock.text(lang))}</span> }
}

fn row_view(row: Row, opens: bool) -> impl IntoView {
    let number = Number::of(row.id).to_string();
    let href = format!("/pakn/{}", row.id);
    let head = if opens {
        view! { <a class="who" data-open="" href=href>{number}</a> }.into_any()
    } else {
        view! { <span class="who">{number}</span> }.into_any()
    };
    let kind = move |lang: Lang| format!("{}, {}", row.kind.label().of(lang), row.channel.label().of(lang));
    let clock = match (row.clock, row.no_calendar) {
        (Some(clock), _) => {
            let limit = clock.limit.label();
            view! { <span class="sub">{t(limit)}</span>{clock_view(clock)} }.into_any()
        }
        (None, Some(year)) => {
            view! { <span class="tag tag--soon">{say(move |lang| format!("{} {year}", NO_CALENDAR.of(lang)))}</span> }
                .into_any()
        }
        (None, None) => ().into_any(),
    };
    view! {
        <tr>
            <th scope="row">{head}<span class="sub feedback__line" lang="vi">{row.content}</span><span class="sub">{say(kind)}</span></th>
            <td class="fit" data-label=t(RECEIVED)>{row.at.clock_and_day()}</td>
            <td data-label=t(STATE)>{t(row.state.label())}</td>
            <td data-label=t(CLOCK)>{clock}</td>
        </tr>
    }
}

/// The list, or that there is none.
pub fn list_view(listed: Listed) -> impl IntoView {
    let Listed { whole, rows, more, open_more } = listed;
    if rows.is_empty() {
        return view! { <Empty says=if whole { NONE } else { NONE_OWN } /> }.into_any();
    }
    let cut = (more > 0).then(|| {
        let said = move |lang: Lang| match (lang, whole) {
            (Lang::Vi, true) => format!("Còn {more} phản ánh đã xong, cũ hơn; tải tệp ở Báo cáo để xem đủ."),
            (Lang::En, true) => {
                format!("{more} older ones that are over are not shown; the file in Reports has them.")
            }
            (Lang::Vi, false) => format!("Còn {more} phản ánh đã xong, cũ hơn, không hiện ở đây."),
            (Lang::En, false) => format!("{more} older ones that are over are not shown."),
        };
        view! { <p class="note">{say(said)}</p> }
    });
    let flood = (open_more > 0).then(|| {
        let said = move |lang: Lang| match lang {
            Lang::Vi => format!(
                "Còn {open_more} phản ánh chưa xong, gửi sau những phản ánh này; xử lý bớt thì chúng hiện ra."
            ),
            Lang::En => {
                format!("{open_more} more are open, sent after these; they appear as these are dealt with.")
            }
        };
        view! { <p class="note note--soon">{say(said)}</p> }
    });
    let rows = rows.into_iter().map(|row| row_view(row, whole)).collect_view();
    view! {
        {(!whole).then(|| view! { <p class="quiet">{t(OWN)}</p> })}
        <table class="table table--fold feedback__list">
            <thead><tr><th scope="col">{t(WHAT)}</th><th scope="col">{t(RECEIVED)}</th><th scope="col">{t(STATE)}</th><th scope="col">{t(CLOCK)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {flood}
        {cut}
    }
    .into_any()
}

#[component]
pub fn ListPage() -> impl IntoView {
    let desk = use_desk();
    let whose = desk.whose(Right::Work);
    let handles = Memo::new(move |_| desk.has(Right::Hear));
    let answer = LocalResource::new(move || desk.get_json::<Listed>("/api/feedback"));
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, |_| true);
    view! {
        <OnlyFor whose title=TITLE>
            <div class="head head--split">
                <h1 tabindex="-1">{t(TITLE)}</h1>
                <p class="line">
                    <a class="btn btn--primary" href="/pakn/nhap">{t(ENTER)}</a>
                    {move || handles.get().then(|| view! { <a class="btn" href="/bao-cao/pakn">{t(REPORT)}</a> })}
                    <a class="btn btn--text" href="/phan-anh/cong-khai">{t(PUBLIC)}</a>
                </p>
            </div>
            {move || answered(answer.get(), again, |listed| list_view(listed).into_any())}
        </OnlyFor>
    }
}
