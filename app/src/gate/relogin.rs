//! The session has ended, or soon will, while somebody works: the password once more, over the page, and nothing typed is lost.
//!
//! Not here: the login of somebody else (`page`).
//! Invariant: the page below stays as it is; only its own officer can go on with it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Lang, Sentence, Word, word};
use shared::session::{Login, Welcome};

use super::login::open_up;
use super::open::Typed;
use super::within::{enter, fetch_ward};
use super::{ASK_TIME, enrol};
use crate::desk::{Desk, use_desk};
use crate::link::http::Ask;
use crate::link::tabs::Told;
use crate::text::{say, t};
use crate::ui::dialog::Dialog;
use crate::ui::field::TextField;

const TITLE: Word = word("Đăng nhập lại tại chỗ", "Log in again, right here");
const WHY: Word = word(
    "Trang này và việc đã lưu vẫn nguyên; đăng nhập xong sẽ gửi tiếp.",
    "This page and everything saved stay as they are; after the login sending goes on.",
);
const WHY_FORKED: Word = word(
    "Số việc của máy này đã được dùng ở một bản sao của nó. Nhập mật khẩu để đăng ký lại máy; việc chưa gửi đi cùng.",
    "A copy of this device has used its numbers. Enter the password to enrol it anew; unsent work goes along.",
);
const PASSWORD: Word = word("Mật khẩu", "Password");
const LOGIN: Word = word("Đăng nhập", "Log in");
const LATER: Word = word("Để sau", "Later");

/// The dialog; the banner of the page opens it.
#[component]
pub fn Relogin() -> impl IntoView {
    let desk = use_desk();
    let gate = desk.gate;
    let password = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<Sentence>);
    let submit = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            fault.set(again(desk, password.get_untracked()).await.err());
            password.try_set(String::new());
            busy.try_set(false);
        });
    };
    let who = move |lang: Lang| {
        let name = desk.seat().map(|seat| seat.officer.name).unwrap_or_default();
        match lang {
            Lang::Vi => format!("{name} đang làm việc ở đây. Người khác cần đăng xuất trước."),
            Lang::En => format!("{name} works here. Somebody else must log out first."),
        }
    };
    view! {
        <Dialog open=gate.asks title=TITLE>
            <form class="flow" on:submit=submit>
                <p>{move || if desk.is_forked() { t(WHY_FORKED)() } else { t(WHY)() }}</p>
                {move || fault.get().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })}
                <input class="sr" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly prop:value=move || gate.name.get() />
                <TextField id="relogin" label=PASSWORD value=password kind="password" autocomplete="current-password" />
                <p class="hint">{say(who)}</p>
                <p class="line">
                    <button class="btn btn--primary" type="submit" aria-busy=move || busy.get().to_string()>{t(LOGIN)}</button>
                    <button class="btn" type="button" on:click=move |_| gate.asks.set(false)>{t(LATER)}</button>
                </p>
            </form>
        </Dialog>
    }
}

/// A new session for whoever is here. A device whose numbers were used elsewhere is enrolled anew.
async fn again(desk: Desk, password: String) -> Result<(), Sentence> {
    let (Some(disk), Some(seat)) = (desk.disk(), desk.seat_untracked()) else { return Ok(()) };
    let device = enrol::key(&disk).await;
    let ask =
        Login { name: seat.login.clone(), password: password.clone(), device, label: seat.label.clone() };
    let answer = Ask::of("/api/login", ASK_TIME).post::<Welcome>(&ask).await;
    let welcome = answer.map_err(|failure| failure.sentence())?;
    desk.gate.told(welcome.ends, welcome.dossiers, welcome.server_time);
    let new_seat = enrol::keep(&disk, &seat.login, &welcome).await.map_err(|fault| fault.sentence())?;
    let typed = Typed { password: &password, before: None };
    let opened = open_up(desk, &disk, &new_seat, typed, welcome.vault.as_ref(), welcome.server_time).await;
    desk.gate.opening.set(false);
    let (opened, fresh) = opened?;
    if new_seat.writer() == seat.writer() {
        if fresh {
            // The password was changed elsewhere: what is in memory is closed anew under the new key.
            desk.open(opened);
            desk.close_anew().await.map_err(|fault| fault.sentence())?;
            desk.tell(Told::Left);
        }
        desk.gate.asks.set(false);
        desk.resume();
    } else {
        desk.disconnect();
        fetch_ward(desk).await;
        enter(desk, new_seat, opened).await;
    }
    desk.tell(Told::Entered);
    Ok(())
}
