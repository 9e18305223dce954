//! Tin đã gửi: what the citizen was told, by which way, and what became of each letter.
//!
//! Not here: what is news (`shared::news`); sending (the server).
//! Invariant: it is the server's word of this moment; without a network none is shown, and the page says so.

use leptos::prelude::*;
use shared::dossier::Dossier;
use shared::dossier::record::NewsBy;
use shared::id::DossierId;
use shared::lang::{Lang, Word, word};
use shared::moment::Day;
use shared::news::{Seen, State};
use shared::ward::Ward;

use super::super::words;
use crate::desk::{Desk, answered, ask_again_when_back};
use crate::text::{say, t};
use crate::ui::state::Empty;

const TITLE: Word = word("Tin đã gửi", "News sent");
const NONE: Word = word("Chưa có tin nào của hồ sơ này.", "Nothing has been sent about this dossier yet.");
const OFFLINE: Word = word(
    "Tin đi từ máy chủ: chưa có mạng thì chưa biết tin nào đã tới.",
    "The server sends the news: without a network it is not known what has arrived.",
);

/// Where somebody carries them, and this citizen has given an address.
pub fn has_news(ward: &Ward, dossier: &Dossier) -> bool {
    let given = |by: &NewsBy| !dossier.contact.address(*by).is_empty();
    ward.news_by.iter().any(given)
}

#[component]
pub fn News(desk: Desk, id: DossierId) -> impl IntoView {
    let today = desk.now().day();
    let answer = LocalResource::new(move || async move {
        desk.get_json::<Vec<Seen>>(&format!("/api/news?dossier={id}")).await
    });
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, |_| true);
    let body = move || match desk.is_offline() {
        true => view! { <Empty says=OFFLINE /> }.into_any(),
        false => answered(answer.get(), again, |seen| list(seen, today).into_any()),
    };
    view! { <section class="region"><header><h2>{t(TITLE)}</h2></header>{body}</section> }
}

pub fn list(seen: Vec<Seen>, today: Day) -> impl IntoView {
    if seen.is_empty() {
        return view! { <Empty says=NONE /> }.into_any();
    }
    let rows = seen.into_iter().map(|seen| row(&seen, today)).collect_view();
    view! { <ol class="history">{rows}</ol> }.into_any()
}

fn row(seen: &Seen, today: Day) -> impl IntoView + use<> {
    let tone = match seen.state {
        State::Sent | State::Filed => "ok",
        State::Waiting | State::Unclear => "soon",
        State::Failed => "late",
        State::Dropped => "quiet",
    };
    let (state, by, why) = (seen.state, seen.by, seen.why());
    let moved = words::near_moment(seen.moved, today);
    let became = move |lang: Lang| match state {
        State::Waiting => {
            format!("{}, {} {moved}", state.label().of(lang), lang.pick("thử lúc", "tried at"))
        }
        State::Sent | State::Filed | State::Failed | State::Unclear | State::Dropped => {
            format!("{} {moved}", state.label().of(lang))
        }
    };
    let why = (!why.vi.is_empty()).then(|| view! { <span class="sub dossier__entered">{t(why)}</span> });
    view! {
        <li>
            <time class="history__at">{words::stamp(seen.at, today)}</time>
            <span>{t(seen.event.label())}<span class="quiet">" · "{t(by.label())}</span><br /><span class=format!("small {tone}")>{say(became)}</span>{why}</span>
        </li>
    }
}
