//! Nơi đang đăng nhập: the devices and browsers where an officer is logged in, and the buttons that end it there.
//!
//! Not here: ending one's own session here (`gate`), giving up a lost device (`devices`).
//! Invariant: the list is the server's as of a moment that is said; without a network there is none, and none is shown.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;
use shared::id::OfficerId;
use shared::lang::{Lang, Sentence, Word, word};
use shared::moment::Moment;
use shared::session::{EndSessions, EndSessionsOf, Ended, SessionSeen, Sessions};

use crate::desk::{Desk, Trouble, answered, ask_again_when_back, use_desk};
use crate::text::{say, t};
use crate::ui::state::{Empty, Failed};

pub(super) const TITLE: Word = word("Nơi đang đăng nhập", "Where you are logged in");
const HERE: Word = word("phiên này", "this session");
const END: Word = word("Đăng xuất nơi này", "Log out there");
const END_OTHERS: Word = word("Đăng xuất mọi nơi khác", "Log out everywhere else");
const END_ALL: Word = word("Đăng xuất mọi nơi", "Log out everywhere");
const ENDED: Word = word("Đã đăng xuất ở đó.", "Logged out there.");
const ONLY_HERE: Word = word("Không đăng nhập ở nơi nào khác.", "Logged in nowhere else.");
const NOWHERE: Word = word("Không đăng nhập ở nơi nào.", "Logged in nowhere.");
const OFFLINE: Word = word(
    "Danh sách này nằm ở máy chủ: chưa có mạng thì chưa xem được, và chưa đăng xuất được ở nơi khác.",
    "This list is the server's: without a network it cannot be shown, and nothing can be ended elsewhere.",
);
const WHAT: Word = word(
    "Máy ở đó phải nhập lại mật khẩu mới gửi và nhận tiếp; việc chưa gửi vẫn còn và được gửi sau khi đăng nhập. Mất máy thì báo tổ trưởng thu hồi máy.",
    "The device there asks for the password before it sends and receives again; unsent work stays and goes out after the login. Where a device is lost, have the head of the counter revoke it.",
);

/// Whose sessions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    Own,
    Of(OfficerId),
}

impl Whose {
    async fn read(self, desk: Desk) -> Result<Sessions, Trouble> {
        match self {
            Whose::Own => desk.get_json("/api/sessions").await,
            Whose::Of(officer) => desk.get_json(&format!("/api/accounts/sessions?officer={officer}")).await,
        }
    }

    async fn end(self, desk: Desk, end: Ended) -> Result<(), Trouble> {
        let done = match self {
            Whose::Own => desk.post_json::<IgnoredAny>("/api/sessions/end", &EndSessions { end }).await,
            Whose::Of(officer) => {
                let ask = EndSessionsOf { officer, end };
                desk.post_json::<IgnoredAny>("/api/accounts/sessions/end", &ask).await
            }
        };
        done.map(drop)
    }
}

/// `Đăng nhập 07:31 26/11/2026, dùng lần cuối 09:02 26/11/2026`
fn times(session: &SessionSeen) -> Sentence {
    let (since, seen) = (session.since.clock_and_day(), session.seen.clock_and_day());
    Sentence::new(
        format!("Đăng nhập {since}, dùng lần cuối {seen}"),
        format!("Logged in {since}, last used {seen}"),
    )
}

#[component]
pub fn SessionsRegion() -> impl IntoView {
    view! {
        <section class="region flow" id="phien">
            <header><h2>{t(TITLE)}</h2></header>
            <SessionList whose=Whose::Own />
        </section>
    }
}

/// The list with its buttons, read from the server when it is shown.
#[component]
pub fn SessionList(whose: Whose) -> impl IntoView {
    let desk = use_desk();
    let answer = LocalResource::new(move || whose.read(desk));
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    let (busy, ended) = (RwSignal::new(false), RwSignal::new(false));
    let failed = RwSignal::new(None::<Sentence>);
    let end = Callback::new(move |which: Ended| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        ended.set(false);
        failed.set(None);
        spawn_local(async move {
            // The page may be gone by then.
            match whose.end(desk, which).await {
                Ok(()) => {
                    if ended.try_set(true).is_none() {
                        answer.refetch();
                    }
                }
                Err(trouble) => drop(failed.try_set(Some(trouble.sentence()))),
            }
            busy.try_set(false);
        });
    });
    view! {
        {move || shown(answer.get(), again, end, busy)}
        {move || failed.get().map(|said| view! { <Failed said /> })}
        <p role="status">{move || ended.get().then(|| t(ENDED)())}</p>
    }
}

pub(super) fn shown(
    answer: Option<Result<Sessions, Trouble>>,
    again: Callback<()>,
    end: Callback<Ended>,
    busy: RwSignal<bool>,
) -> AnyView {
    let offline = matches!(&answer, Some(Err(_))).then(|| view! { <p>{t(OFFLINE)}</p> });
    view! { {offline}{answered(answer, again, |sessions| list(sessions, end, busy).into_any())} }.into_any()
}

fn list(sessions: Sessions, end: Callback<Ended>, busy: RwSignal<bool>) -> impl IntoView {
    let others = sessions.sessions.iter().filter(|session| !session.here).count();
    let has_here = others < sessions.sessions.len();
    let (empty, all) = if has_here { (ONLY_HERE, END_OTHERS) } else { (NOWHERE, END_ALL) };
    let rows = sessions.sessions.into_iter().map(|session| row(session, end, busy)).collect_view();
    let buttons = (others > 0).then(|| {
        view! {
            <p class="small quiet">{t(WHAT)}</p>
            <p><button class="btn" type="button" disabled=move || busy.get() on:click=move |_| end.run(Ended::Others)>{t(all)}</button></p>
        }
    });
    view! {
        <ul class="flow">{rows}</ul>
        {(others == 0).then(|| view! { <Empty says=empty /> })}
        {buttons}
        <p class="small quiet">{as_of(sessions.as_of)}</p>
    }
}

fn as_of(at: Moment) -> impl IntoView {
    let at = at.clock_and_day();
    say(move |lang: Lang| match lang {
        Lang::Vi => format!("Tính đến {at}"),
        Lang::En => format!("As of {at}"),
    })
}

fn row(session: SessionSeen, end: Callback<Ended>, busy: RwSignal<bool>) -> impl IntoView {
    let (said, label, id) = (times(&session), session.label.clone(), session.id.clone());
    let spoken = move |lang: Lang| format!("{}: {label}", END.of(lang));
    let button = move || {
        let press = move |_| end.run(Ended::One(id.clone()));
        view! { <button class="btn btn--text" type="button" aria-label=say(spoken) disabled=move || busy.get() on:click=press>{t(END)}</button> }
    };
    view! {
        <li>
            <b>{session.label}</b>
            {(!session.browser.is_empty()).then(|| view! { ", "{session.browser} })}
            {session.here.then(|| view! { " ("{t(HERE)}")" })}
            <div class="sub">{t(said)}</div>
            {(!session.here).then(button)}
        </li>
    }
}
