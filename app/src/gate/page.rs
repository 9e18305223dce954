//! The login, the lock and the first change of a password.
//!
//! Not here: what happens then (`gate`).
//! Invariant: pasting works, the password can be shown, one sentence says what is wrong.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Lang, Word, word};
use shared::session::password_fault;

use super::Phase;
use crate::desk::use_desk;
use crate::prefs::use_prefs;
use crate::text::{Text, say, t};
use crate::ui::choice::Tick;
use crate::ui::field::TextField;
use crate::ui::icon::{Glyph, Icon};

const OPENING: Word = word("Đang mở…", "Opening…");
const LOGIN: Word = word("Đăng nhập", "Log in");
const UNLOCK: Word = word("Mở khóa", "Unlock");
const LOCKED: Word = word("Màn hình đã khóa", "The screen is locked");
const NAME: Word = word("Tên đăng nhập", "Login");
const PASSWORD: Word = word("Mật khẩu", "Password");
const SHOW: Word = word("Hiện mật khẩu", "Show the password");
const DEVICE: Word = word("Tên máy này", "Name of this device");
const DEVICE_HINT: Word = word("Ví dụ: Quầy 2. Chỉ hỏi một lần.", "For example: Counter 2. Asked only once.");
const NEW_PASSWORD: Word = word("Mật khẩu mới", "New password");
const OLD_PASSWORD: Word = word("Mật khẩu đang dùng", "Current password");
const CHANGE: Word = word("Đổi mật khẩu", "Change the password");
const CHANGE_WHY: Word = word(
    "Mật khẩu này do người khác đặt. Đặt mật khẩu của riêng mình rồi vào làm việc.",
    "Somebody else set this password. Choose your own, then go on.",
);
const CITIZEN: Word = word("Trang cho công dân", "Pages for citizens");
const WORKING: Word = word("Đang kiểm tra…", "Checking…");

#[component]
pub fn Splash() -> impl IntoView {
    view! { <main class="gate" id="main"><p role="status" class="quiet">{t(OPENING)}</p></main> }
}

/// What stands in front of the pages.
#[component]
pub fn GatePage() -> impl IntoView {
    let desk = use_desk();
    let prefs = use_prefs();
    let other = move || match prefs.lang.get() {
        Lang::Vi => ("en", "English"),
        Lang::En => ("vi", "Tiếng Việt"),
    };
    let switch = move |_| {
        prefs.lang.update(|lang| {
            *lang = match lang {
                Lang::Vi => Lang::En,
                Lang::En => Lang::Vi,
            }
        })
    };
    view! {
        <main class="gate" id="main">
            <p class="brand"><Icon glyph=Glyph::Door /><span>"Một Cửa"</span></p>
            {move || match desk.gate.phase.get() {
                Phase::MustChange => view! { <ChangeForm /> }.into_any(),
                Phase::Starting | Phase::Out | Phase::Locked | Phase::In => view! { <LoginForm /> }.into_any(),
            }}
            <p class="line">
                <a href="/thu-tuc">{t(CITIZEN)}</a>
                <button class="btn btn--text" type="button" lang=move || other().0 on:click=switch>{move || other().1}</button>
            </p>
        </main>
    }
}

#[component]
fn LoginForm() -> impl IntoView {
    let desk = use_desk();
    let gate = desk.gate;
    let prefs = use_prefs();
    let name = RwSignal::new(gate.name.get_untracked());
    let password = RwSignal::new(String::new());
    let shown = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let locked = move || gate.phase.get() == Phase::Locked;
    let asks_label = prefs.device.get_untracked().is_empty();
    let submit = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let label = prefs.device.get_untracked();
            super::login(desk, name.get_untracked(), password.get_untracked(), label).await;
            password.try_set(String::new());
            busy.try_set(false);
        });
    };
    let waiting = move |lang: Lang| {
        let n = gate.waiting.get();
        match lang {
            Lang::Vi => {
                format!("{n} việc chưa gửi vẫn ở trên máy này, sẽ tự gửi khi người làm đăng nhập lại.")
            }
            Lang::En => format!("{n} acts wait on this device and go out when their author logs in."),
        }
    };
    view! {
        <form class="flow" on:submit=submit>
            <h1 tabindex="-1">{move || if locked() { t(LOCKED)() } else { t(LOGIN)() }}</h1>
            {move || gate.fault.get().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })}
            {move || (gate.waiting.get() > 0).then(|| view! { <p class="note">{say(waiting)}</p> })}
            <TextField id="login" label=NAME value=name autocomplete="username" />
            {move || {
                let kind = if shown.get() { "text" } else { "password" };
                view! { <TextField id="password" label=PASSWORD value=password kind=kind autocomplete="current-password" /> }
            }}
            <Tick label=SHOW value=shown />
            {asks_label.then(|| view! { <TextField id="device" label=DEVICE value=prefs.device hint=Text::from(DEVICE_HINT) optional=true /> })}
            <button class="btn btn--primary btn--wide" type="submit" aria-busy=move || busy.get().to_string()>
                {move || if busy.get() { t(WORKING)() } else if locked() { t(UNLOCK)() } else { t(LOGIN)() }}
            </button>
        </form>
    }
}

#[component]
fn ChangeForm() -> impl IntoView {
    let desk = use_desk();
    let gate = desk.gate;
    let old = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let submit = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        let name = gate.name.get_untracked();
        if let Some(said) = password_fault(&new.get_untracked(), &name) {
            gate.fault.set(Some(said));
            return;
        }
        spawn_local(
            async move { super::change_password(desk, old.get_untracked(), new.get_untracked()).await },
        );
    };
    view! {
        <form class="flow" on:submit=submit>
            <h1 tabindex="-1">{t(CHANGE)}</h1>
            <p>{t(CHANGE_WHY)}</p>
            {move || gate.fault.get().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })}
            <TextField id="old" label=OLD_PASSWORD value=old kind="password" autocomplete="current-password" />
            <TextField id="new" label=NEW_PASSWORD value=new kind="password" autocomplete="new-password" />
            <button class="btn btn--primary btn--wide" type="submit">{t(CHANGE)}</button>
        </form>
    }
}
