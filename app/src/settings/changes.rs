//! Ai đổi gì lúc nào: the latest changes of the ward's settings.
//!
//! Not here: what a change says (`shared::ward::change`), keeping it (the server).
//! Invariant: the list is the server's; it is read again whenever the settings have another version.

use leptos::prelude::*;
use shared::lang::{Word, word};
use shared::officer::Right;
use shared::ward::Ward;
use shared::ward::change::Change;

use crate::desk::{answered, ask_again_when_back, use_desk};
use crate::text::t;
use crate::ui::state::Empty;

pub(super) const TITLE: Word = word("Ai đổi gì lúc nào", "Who changed what, and when");
const NONE: Word =
    word("Chưa có lần đổi cấu hình nào được ghi.", "No change of the settings is on record yet.");
const SERVER: Word = word("Máy chủ", "The server");

#[component]
pub fn ChangesRegion() -> impl IntoView {
    let desk = use_desk();
    desk.has(Right::Tend).then(|| {
        view! {
            <section class="region flow" id="thay-doi">
                <header><h2>{t(TITLE)}</h2></header>
                <List />
            </section>
        }
    })
}

#[component]
fn List() -> impl IntoView {
    let desk = use_desk();
    let version = Memo::new(move |_| desk.ward().version);
    let answer = LocalResource::new(move || {
        version.track();
        desk.get_json::<Vec<Change>>("/api/ward/changes")
    });
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    move || answered(answer.get(), again, |all| changes_view(&desk.ward(), all).into_any())
}

/// The list on plain values; whoever has left is still named.
pub(super) fn changes_view(ward: &Ward, all: Vec<Change>) -> impl IntoView + use<> {
    let none = all.is_empty().then(|| view! { <Empty says=NONE /> });
    let row = |change: Change| {
        let who = match change.by {
            Some(by) => view! { <b>{ward.name_of(by)}</b> }.into_any(),
            None => view! { <b>{t(SERVER)}</b> }.into_any(),
        };
        view! {
            <li>
                <div class="grow">{who}<div class="sub">{t(change.said())}</div></div>
                <div class="end small quiet">{change.at.clock_and_day()}</div>
            </li>
        }
    };
    view! { {none}<ul class="rows">{all.into_iter().map(row).collect_view()}</ul> }
}
