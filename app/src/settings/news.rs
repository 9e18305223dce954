//! Tin gửi dân: by which ways the ward tells citizens, by whom, and how much waits.
//!
//! Not here: what is said (`shared::news`), who carries it (the server, as its operator started it).
//! Invariant: everybody reads whether it is on; who carries it and what failed is for those who can do something.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::dossier::record::NewsBy;
use shared::lang::{Lang, Word, number, word};
use shared::news::{Carried, Outbox, State};
use shared::officer::Right;

use crate::desk::{answered, ask_again_when_back, use_desk};
use crate::text::{say, t};
use crate::ui::state::Empty;

pub(super) const TITLE: Word = word("Tin gửi công dân", "News to citizens");
const ON: Word = word(
    "Đang bật: công dân nào muốn thì chọn cách nhận tin về hồ sơ:",
    "On: citizens who want it choose how they are told of their dossier:",
);
const OFF: Word = word(
    "Đang tắt: máy chủ chưa có nơi gửi. Người quản lý máy chủ bật khi khởi động: --smtp cho thư điện tử, --sms-url hoặc \
     --sms-file cho tin nhắn, --zalo-url cho Zalo.",
    "Off: the server has nobody to carry them. Its operator switches them on at the start: --smtp for e-mail, --sms-url or \
     --sms-file for text messages, --zalo-url for Zalo.",
);
const BY: Word = word("Máy chủ thư", "Mail server");
const GATEWAY: Word = word("Nơi gửi", "Carried by");
const NOBODY: Word = word("không còn nơi gửi", "nobody carries it any more");
const FROM: Word = word("Người gửi", "Sender");
const OFFLINE: Word = word(
    "Số tin chờ và lỗi nằm ở máy chủ: chưa có mạng thì chưa xem được.",
    "How much waits or failed is the server's to say: without a network it cannot be shown.",
);

#[component]
pub fn NewsRegion() -> impl IntoView {
    let desk = use_desk();
    let ways = Memo::new(move |_| desk.ward().news_by.clone());
    let is_on = Memo::new(move |_| ways.with(|ways| !ways.is_empty()));
    let named = move |lang: Lang| {
        let names: Vec<&str> = ways.with(|ways| ways.iter().map(|by| by.label().of(lang)).collect());
        format!("{} {}.", ON.of(lang), names.join(", "))
    };
    let sees = desk.has(Right::Oversee);
    view! {
        <section class="region flow" id="tin">
            <header><h2>{t(TITLE)}</h2></header>
            <p>{move || if is_on.get() { say(named)() } else { t(OFF)() }}</p>
            {move || (sees && is_on.get()).then(|| view! { <Carried /> })}
        </section>
    }
}

#[component]
fn Carried() -> impl IntoView {
    let desk = use_desk();
    let answer = LocalResource::new(move || async move { desk.get_json::<Outbox>("/api/news/outbox").await });
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    move || match desk.is_offline() {
        true => view! { <Empty says=OFFLINE /> }.into_any(),
        false => answered(answer.get(), again, |outbox| shown(outbox).into_any()),
    }
}

/// Of each way: what waits, failed or is not known; the rest is history.
pub(super) fn shown(outbox: Outbox) -> impl IntoView {
    outbox.ways.into_iter().map(way).collect_view()
}

fn way(Carried { by, host, from, count }: Carried) -> impl IntoView {
    let carrier = if by == NewsBy::Mail { BY } else { GATEWAY };
    let host = if host.is_empty() { view! { {t(NOBODY)} }.into_any() } else { host.into_any() };
    let from = (!from.is_empty()).then(|| view! { <div><dt>{t(FROM)}</dt><dd>{from}</dd></div> });
    let filed = count.contains_key(&State::Filed).then_some(State::Filed);
    let rows = [Some(State::Waiting), Some(State::Sent), filed, Some(State::Unclear), Some(State::Failed)]
        .into_iter()
        .flatten()
        .map(|state| view! { <div><dt>{t(state.label())}</dt><dd>{counted(&count, state)}</dd></div> })
        .collect_view();
    view! {
        <h3>{t(by.label())}</h3>
        <dl class="kv"><div><dt>{t(carrier)}</dt><dd>{host}</dd></div>{from}{rows}</dl>
    }
}

fn counted(count: &BTreeMap<State, u32>, state: State) -> impl IntoView + use<> {
    let n = i64::from(count.get(&state).copied().unwrap_or(0));
    let alarms = n > 0 && state == State::Failed;
    view! { <span class:late=alarms>{say(move |lang: Lang| number(lang, n))}</span> }
}
