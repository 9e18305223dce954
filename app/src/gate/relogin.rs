//! The session has ended, or soon will, while somebody works: the password once more, over the page, and nothing typed is lost.
//!
//! Not here: the login of somebody else (`page`).
//! Invariant: the page below stays as it is; only its own officer can go on with it. A password that somebody else gave
//! is changed here too, before anything is sent.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;
use shared::lang::{Lang, Sentence, Word, word};
use shared::session::{ChangePassword, Login, Me, password_fault};

use super::login::{Granted, open_up};
use super::open::Typed;
use super::page::rule;
use super::within::{enter, fetch_ward};
use super::{ASK_TIME, ask, enrol};
use crate::desk::{Desk, use_desk};
use crate::link::http::Ask;
use crate::link::tabs::Told;
use crate::store::{Disk, DiskFault, Seat};
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
const WHY_GIVEN: Word = word(
    "Mật khẩu này do người khác cấp, dùng một lần. Đặt mật khẩu của riêng mình; việc chưa gửi sẽ được gửi ngay sau đó.",
    "Somebody else gave you this password, for one use. Choose one of your own; what was not sent goes out right after.",
);
const PASSWORD: Word = word("Mật khẩu", "Password");
const NEW_PASSWORD: Word = word("Mật khẩu mới", "New password");
const LOGIN: Word = word("Đăng nhập", "Log in");
const CHOOSE: Word = word("Đổi mật khẩu", "Change the password");
const LATER: Word = word("Để sau", "Later");

/// The dialog; the banner of the page opens it.
#[component]
pub fn Relogin() -> impl IntoView {
    let desk = use_desk();
    let gate = desk.gate;
    let password = RwSignal::new(String::new());
    // The password for one use, once it has let somebody in.
    let given = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<Sentence>);
    let submit = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let typed = password.get_untracked();
            let done = match given.get_untracked() {
                None => again(desk, typed, given).await,
                Some(old) => own_password(desk, old, typed, given).await,
            };
            desk.gate.opening.set(false);
            let stays = done.is_err() && given.with_untracked(Option::is_some);
            fault.set(done.err());
            if !stays {
                password.try_set(String::new());
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog open=gate.asks title=TITLE>
            <form class="flow" on:submit=submit>
                {move || fault.get().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })}
                <input class="sr" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly prop:value=move || gate.name.get() />
                {move || asked(desk, password, given.with(Option::is_some))}
                <p class="line">
                    <button class="btn btn--primary" type="submit" aria-busy=move || busy.get().to_string()>
                        {move || if given.with(Option::is_some) { t(CHOOSE)() } else { t(LOGIN)() }}
                    </button>
                    <button class="btn" type="button" on:click=move |_| gate.asks.set(false)>{t(LATER)}</button>
                </p>
            </form>
        </Dialog>
    }
}

/// The password that is asked for, and why: the officer's, or a new one where somebody else gave it.
pub(super) fn asked(desk: Desk, password: RwSignal<String>, is_given: bool) -> impl IntoView {
    let who = move |lang: Lang| {
        let name = desk.seat().map(|seat| seat.officer.name).unwrap_or_default();
        match lang {
            Lang::Vi => format!("{name} đang làm việc ở đây. Người khác cần đăng xuất trước."),
            Lang::En => format!("{name} works here. Somebody else must log out first."),
        }
    };
    let why = move || match (is_given, desk.is_forked()) {
        (true, _) => t(WHY_GIVEN)(),
        (false, true) => t(WHY_FORKED)(),
        (false, false) => t(WHY)(),
    };
    let field = if is_given {
        view! {
            <TextField id="relogin-new" label=NEW_PASSWORD value=password kind="password" autocomplete="new-password" />
            <p class="hint">{say(rule)}</p>
        }
        .into_any()
    } else {
        view! {
            <TextField id="relogin" label=PASSWORD value=password kind="password" autocomplete="current-password" />
            <p class="hint">{say(who)}</p>
        }
        .into_any()
    };
    view! { <p>{why}</p>{field} }
}

/// A new session for whoever is here. A device whose numbers were used elsewhere is enrolled anew.
async fn again(desk: Desk, password: String, given: RwSignal<Option<String>>) -> Result<(), Sentence> {
    let (Some(disk), Some(seat)) = (desk.disk(), desk.seat_untracked()) else { return Ok(()) };
    let (device, earlier) = enrol::proofs(&disk).await;
    let (name, label) = (seat.login.clone(), seat.label.clone());
    let ask = Login { name, password: password.clone(), device, earlier, label };
    let welcome = ask::ask(&ask).await.map_err(|failure| failure.sentence())?;
    desk.gate.told(welcome.ends, welcome.dossiers, welcome.server_time);
    let new_seat = enrol::keep(&disk, &seat.login, &welcome).await.map_err(|fault| fault.sentence())?;
    if welcome.must_change {
        given.set(Some(password));
        return Ok(());
    }
    let typed = Typed { password: &password, before: None };
    go_on(desk, &disk, (seat, new_seat), typed, Granted::by(&welcome)).await
}

/// The password that somebody else gave, changed to one of one's own.
async fn own_password(
    desk: Desk,
    old: String,
    new: String,
    given: RwSignal<Option<String>>,
) -> Result<(), Sentence> {
    let (Some(disk), Some(seat)) = (desk.disk(), desk.seat_untracked()) else { return Ok(()) };
    if let Some(fault) = password_fault(&new, &seat.login) {
        return Err(fault);
    }
    let ask = ChangePassword { old, new };
    let changed = Ask::of("/api/password", ASK_TIME).post::<IgnoredAny>(&ask).await;
    changed.map_err(|failure| failure.sentence())?;
    // From here on the new password is the one: whatever fails, a login helps.
    given.set(None);
    let me = Ask::of("/api/me", ASK_TIME).get::<Me>().await.map_err(|failure| failure.sentence())?;
    desk.gate.told(me.ends, me.dossiers, me.server_time);
    let new_seat = disk.seat().await.map_err(|fault| fault.sentence())?;
    let new_seat = new_seat.ok_or_else(|| DiskFault::Cleared.sentence())?;
    let typed = Typed { password: &ask.new, before: Some(&ask.old) };
    go_on(desk, &disk, (seat, new_seat), typed, Granted::again(&me)).await
}

/// Whoever was here works on, and sending goes on.
async fn go_on(
    desk: Desk,
    disk: &Disk,
    (seat, new_seat): (Seat, Seat),
    typed: Typed<'_>,
    granted: Granted<'_>,
) -> Result<(), Sentence> {
    let (opened, fresh) = open_up(desk, disk, &new_seat, typed, granted).await?;
    if new_seat.writer() == seat.writer() {
        if fresh {
            // The password was changed elsewhere: what is in memory is closed anew under the new key.
            desk.open(opened);
            desk.close_anew().await.map_err(|fault| fault.sentence())?;
            desk.tell(Told::Left);
        }
        desk.sit(new_seat);
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
