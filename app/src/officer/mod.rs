//! Cán bộ: who works in the ward, what each may do, their logins, the signing roster and who signs which fields.
//!
//! Not here: what a ward's settings must hold (`shared::ward`), keeping them and hashing passwords (the server).
//! Invariant: settings are saved whole on top of what was read; a one-time password is on the screen once and kept
//! nowhere.

mod edit;
mod login;
mod mandate;
mod roster;
mod sessions;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::id::OfficerId;
use shared::lang::{Lang, Word, word};
use shared::officer::{Officer, Right, Role};
use shared::session::AccountSeen;
use shared::ward::Ward;

use crate::desk::{answered, ask_again_when_back, use_desk};
use crate::text::{say, t};
use crate::ui::state::OnlyFor;
use edit::EditDialog;
use login::LoginDialog;
use mandate::MandateRegion;
use roster::RosterRegion;
use sessions::SessionsDialog;

const TITLE: Word = word("Cán bộ", "Officers");
const NAME: Word = word("Họ và tên", "Name");
const ROLES: Word = word("Vai trò", "Roles");
const LOGIN: Word = word("Tên đăng nhập", "Login");
const ACTION: Word = word("Việc làm được", "What can be done");
const CHANGE: Word = word("Sửa", "Change");
const GIVE: Word = word("Cấp mật khẩu", "Give a password");
const SESSIONS: Word = word("Phiên đăng nhập", "Sessions");
const ADD: Word = word("Thêm cán bộ", "Add an officer");
const LEFT: Word = word("đã thôi việc ở phường", "has left the ward");
const NONE: Word = word("chưa có", "none yet");
const LIST: Word = word("Người của phường", "The ward's people");

#[component]
pub fn OfficersPage() -> impl IntoView {
    let desk = use_desk();
    view! { <OnlyFor whose=desk.whose(Right::Keep) title=TITLE><Kept /></OnlyFor> }
}

#[component]
fn Kept() -> impl IntoView {
    let desk = use_desk();
    let answer = LocalResource::new(move || desk.get_json::<Vec<AccountSeen>>("/api/accounts"));
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    let (editing, giving, looking) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let chosen = RwSignal::new(None::<Officer>);
    let login = RwSignal::new(String::new());
    let change = Callback::new(move |officer| {
        chosen.set(officer);
        editing.set(true);
    });
    let give = Callback::new(move |(officer, name): (Officer, String)| {
        chosen.set(Some(officer));
        login.set(name);
        giving.set(true);
    });
    let look = Callback::new(move |officer| {
        chosen.set(Some(officer));
        looking.set(true);
    });
    let does = Does { change, give, look };
    view! {
        <div class="head line">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <button class="btn btn--primary" type="button" on:click=move |_| change.run(None)>{t(ADD)}</button>
        </div>
        {move || answered(answer.get(), again, |accounts| table(&desk.ward(), accounts, does).into_any())}
        <RosterRegion />
        <MandateRegion />
        <EditDialog open=editing chosen />
        <LoginDialog open=giving chosen login done=again />
        <SessionsDialog open=looking chosen />
    }
}

/// `người tiếp nhận, tổ trưởng`
fn roles_of(officer: &Officer, lang: Lang) -> String {
    if !officer.is_at_work() {
        return LEFT.of(lang).to_owned();
    }
    officer.roles.iter().map(|role| role.label().of(lang)).collect::<Vec<_>>().join(", ")
}

/// Everybody but the accounts of systems.
fn people(ward: &Ward) -> Vec<Officer> {
    let mut people: Vec<Officer> = ward.officers.iter().filter(|o| !o.is(Role::Citizen)).cloned().collect();
    people.sort_by_key(|officer| (!officer.is_at_work(), shared::text::name_sort_key(&officer.name)));
    people
}

/// What the buttons of a row do.
#[derive(Clone, Copy)]
struct Does {
    change: Callback<Option<Officer>>,
    give: Callback<(Officer, String)>,
    look: Callback<Officer>,
}

fn table(ward: &Ward, accounts: Vec<AccountSeen>, does: Does) -> impl IntoView + use<> {
    let mut logins: BTreeMap<OfficerId, Vec<String>> = BTreeMap::new();
    for account in accounts {
        logins.entry(account.officer).or_default().push(account.name);
    }
    let row = |officer: Officer| {
        let names = logins.get(&officer.id).cloned().unwrap_or_default();
        let (first, shown) = (names.first().cloned().unwrap_or_default(), names.join(", "));
        let (name, title) = (officer.name.clone(), officer.title.clone());
        let (of_roles, edited, given, seen) =
            (officer.clone(), officer.clone(), officer.clone(), officer.clone());
        let at_work = officer.is_at_work();
        let login = move |lang: Lang| if shown.is_empty() { NONE.of(lang).to_owned() } else { shown.clone() };
        view! {
            <tr data-left=(!at_work).then_some("")>
                <th scope="row">{name}<div class="sub">{title}</div></th>
                <td data-label=t(ROLES)>{say(move |lang| roles_of(&of_roles, lang))}</td>
                <td data-label=t(LOGIN)>{say(login)}</td>
                <td class="fit"><span class="line">
                    <button class="btn btn--text" type="button" on:click=move |_| does.change.run(Some(edited.clone()))>{t(CHANGE)}</button>
                    {at_work.then(|| view! {
                        <button class="btn btn--text" type="button" on:click=move |_| does.give.run((given.clone(), first.clone()))>{t(GIVE)}</button>
                        <button class="btn btn--text" type="button" on:click=move |_| does.look.run(seen.clone())>{t(SESSIONS)}</button>
                    })}
                </span></td>
            </tr>
        }
    };
    let rows = people(ward).into_iter().map(row).collect_view();
    view! {
        <section class="region">
            <header><h2>{t(LIST)}</h2></header>
            <table class="table table--fold">
                <thead><tr>
                    <th scope="col">{t(NAME)}</th><th scope="col">{t(ROLES)}</th><th scope="col">{t(LOGIN)}</th><th scope="col">{t(ACTION)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}
