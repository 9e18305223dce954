//! Cấp mật khẩu: a login for an officer, or a new one-time password for the one they have.
//!
//! Not here: making and hashing it (the server), changing it (`gate`).
//! Invariant: the password leaves the page with the dialog.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Sentence, Word, word};
use shared::officer::Officer;
use shared::session::{AccountMade, NewAccount};

use crate::desk::use_desk;
use crate::text::{say, t};
use crate::ui::dialog::Dialog;
use crate::ui::field::TextField;
use crate::ui::state::Failed;

const TITLE: Word = word("Cấp mật khẩu", "Give a password");
const LOGIN: Word = word("Tên đăng nhập", "Login");
const LOGIN_HINT: Word = word("Chữ, số, dấu chấm hoặc gạch.", "Letters, digits, dots or dashes.");
const WHAT: Word = word(
    "Mật khẩu dùng một lần, phải đổi ở lần đăng nhập đầu. Mọi phiên đang mở của tài khoản này kết thúc; việc chưa gửi trên máy vẫn an toàn.",
    "The password is for one use and must be changed at the first login. Open sessions of the account end; unsent work on devices is safe.",
);
const YES: Word = word("Cấp mật khẩu", "Give the password");
const ONCE: Word = word(
    "Chỉ hiện một lần. Đưa tận tay, đừng gửi qua tin nhắn.",
    "Shown only once. Hand it over in person, do not send it in a message.",
);
const PASSWORD: Word = word("Mật khẩu", "Password");
const CLOSE: Word = word("Đã ghi lại", "Noted");

/// `thu.ha` of Nguyễn Thị Thu Hà.
pub(super) fn suggested(officer: &Officer) -> String {
    let folded = shared::text::fold(&officer.short_name());
    folded.split_whitespace().collect::<Vec<_>>().join(".")
}

#[component]
pub fn LoginDialog(
    open: RwSignal<bool>,
    chosen: RwSignal<Option<Officer>>,
    /// The login that they have, or empty.
    login: RwSignal<String>,
    done: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<Sentence>));
    let made = RwSignal::new(None::<AccountMade>);
    Effect::new(move |_| {
        failed.set(None);
        if !open.get() {
            made.set(None);
        } else if login.with_untracked(String::is_empty) {
            let name = chosen.with_untracked(|officer| officer.as_ref().map(suggested));
            login.set(name.unwrap_or_default());
        }
    });
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let Some(officer) = chosen.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let ask = NewAccount { name: login.get_untracked(), officer: officer.id };
            match desk.post_json::<AccountMade>("/api/accounts", &ask).await {
                Ok(account) => {
                    made.set(Some(account));
                    done.run(());
                }
                Err(trouble) => failed.set(Some(trouble.sentence())),
            }
            busy.set(false);
        });
    };
    let who = move |_| chosen.with(|officer| officer.as_ref().map(|o| o.name.clone()).unwrap_or_default());
    view! {
        <Dialog open title=TITLE>
            <div class="flow">
                <p><b>{say(who)}</b></p>
                {move || match made.get() {
                    Some(account) => given(account, open).into_any(),
                    None => view! {
                        <form class="flow" on:submit=submit>
                            <TextField id="login" label=LOGIN hint=LOGIN_HINT value=login />
                            <p>{t(WHAT)}</p>
                            {move || failed.get().map(|said| view! { <Failed said /> })}
                            <p class="line"><button class="btn btn--primary" type="submit" disabled=move || busy.get()>{t(YES)}</button></p>
                        </form>
                    }.into_any(),
                }}
            </div>
        </Dialog>
    }
}

pub(super) fn given(account: AccountMade, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="flow" role="status">
            <dl class="kv">
                <div><dt>{t(LOGIN)}</dt><dd><code>{account.name}</code></dd></div>
                <div><dt>{t(PASSWORD)}</dt><dd><code>{account.password}</code></dd></div>
            </dl>
            <p class="note note--soon">{t(ONCE)}</p>
            <p class="line"><button class="btn btn--primary" type="button" on:click=move |_| open.set(false)>{t(CLOSE)}</button></p>
        </div>
    }
}
