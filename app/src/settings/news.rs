//! Tin gửi dân: whether the ward tells citizens by e-mail, by whom, and how much waits.
//!
//! Not here: what is said (`shared::news`), who carries it (the server, as its operator started it).
//! Invariant: everybody reads whether it is on; who carries it and what failed is for those who can do something.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::lang::{Lang, Word, number, word};
use shared::news::{Outbox, State};
use shared::officer::Role;

use crate::desk::{answered, use_desk};
use crate::text::{say, t};
use crate::ui::state::Empty;

const TITLE: Word = word("Tin gửi công dân", "News to citizens");
const ON: Word = word(
    "Đang bật: công dân nào muốn thì nhận tin về hồ sơ qua thư điện tử.",
    "On: citizens who want it are told of their dossier by e-mail.",
);
const OFF: Word = word(
    "Đang tắt: máy chủ chưa có nơi gửi thư. Người quản lý máy chủ bật bằng --smtp khi khởi động.",
    "Off: the server has nobody to carry letters. Its operator switches it on with --smtp at the start.",
);
const BY: Word = word("Máy chủ thư", "Mail server");
const FROM: Word = word("Người gửi", "Sender");
const OFFLINE: Word = word(
    "Số tin chờ và lỗi nằm ở máy chủ: chưa có mạng thì chưa xem được.",
    "How much waits or failed is the server's to say: without a network it cannot be shown.",
);

#[component]
pub fn NewsRegion() -> impl IntoView {
    let desk = use_desk();
    let is_on = Memo::new(move |_| desk.ward().news);
    let me = desk.me();
    let sees = [Role::Head, Role::Leader, Role::Admin].into_iter().any(|role| me.is(role));
    view! {
        <section class="region flow" id="tin">
            <header><h2>{t(TITLE)}</h2></header>
            <p>{move || if is_on.get() { t(ON)() } else { t(OFF)() }}</p>
            {move || (sees && is_on.get()).then(|| view! { <Carried /> })}
        </section>
    }
}

#[component]
fn Carried() -> impl IntoView {
    let desk = use_desk();
    let answer = LocalResource::new(move || async move { desk.get_json::<Outbox>("/api/news/outbox").await });
    let again = Callback::new(move |()| answer.refetch());
    move || match desk.is_offline() {
        true => view! { <Empty says=OFFLINE /> }.into_any(),
        false => answered(answer.get(), again, |outbox| shown(outbox).into_any()),
    }
}

/// What waits, failed or is not known; the rest is history.
pub(super) fn shown(outbox: Outbox) -> impl IntoView {
    let by = outbox.by.map(|(host, from)| {
        view! {
            <div><dt>{t(BY)}</dt><dd>{host}</dd></div>
            <div><dt>{t(FROM)}</dt><dd>{from}</dd></div>
        }
    });
    let count = move |state: State| counted(&outbox.count, state);
    let rows = [State::Waiting, State::Sent, State::Unclear, State::Failed]
        .map(|state| view! { <div><dt>{t(state.label())}</dt><dd>{count(state)}</dd></div> })
        .collect_view();
    view! { <dl class="kv">{by}{rows}</dl> }
}

fn counted(count: &BTreeMap<State, u32>, state: State) -> impl IntoView + use<> {
    let n = i64::from(count.get(&state).copied().unwrap_or(0));
    let alarms = n > 0 && state == State::Failed;
    view! { <span class:late=alarms>{say(move |lang: Lang| number(lang, n))}</span> }
}
