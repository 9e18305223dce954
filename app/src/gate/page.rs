//! The login, the lock and the first change of a password.
//!
//! Not here: what happens then (`gate`).
//! Invariant: pasting works, the password can be shown, one sentence says what is wrong.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Lang, Sentence, Word, counted, word};
use shared::session::{PASSWORD_CHARS_MIN, password_fault};
use wasm_bindgen::JsCast;

use super::{Phase, Waiting};
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
const LOCKED_WHY: Word = word(
    "Dữ liệu trên máy này đang đóng. Nhập mật khẩu để mở, có mạng hay không; việc chưa gửi vẫn an toàn.",
    "The data on this device is closed. The password opens it, with a network or without; unsent work is safe.",
);
const CLOSED: Word = word("Mở dữ liệu trên máy này", "Open the data on this device");
const CLOSED_WHY: Word = word(
    "Trang vừa được tải lại. Nhập mật khẩu để làm tiếp, có mạng hay không: hồ sơ trên máy được giữ kín bằng mật khẩu này. Việc chưa gửi vẫn an toàn.",
    "The page was loaded anew. Enter the password to go on, with a network or without: the dossiers on this device are kept closed by it. Unsent work is safe.",
);
const OPEN: Word = word("Mở", "Open");
const DERIVING: Word = word("Đang mở khóa dữ liệu trên máy…", "Unlocking the data on this device…");
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

/// `Máy này còn 3 việc chưa gửi của Phạm Thị Kim Oanh; …`
pub fn waits(waiting: &Waiting) -> Sentence {
    let Waiting { author, acts, .. } = waiting;
    Sentence::new(
        format!(
            "Máy này còn {acts} việc chưa gửi của {author}; việc vẫn an toàn và sẽ được gửi ở lần đăng nhập kế tiếp trên máy này, dù là ai đăng nhập."
        ),
        format!(
            "{} on this device: kept safe, and sent at the next login on it, whoever logs in.",
            counted(*acts, &format!("act of {author} waits"), &format!("acts of {author} wait"))
        ),
    )
}

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
    // One form stays the same form whatever is found out meanwhile: somebody may be typing.
    let changes = Memo::new(move |_| desk.gate.phase.get() == Phase::MustChange);
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
            {move || desk.lost_sentences().into_iter().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> }).collect_view()}
            {move || if changes.get() { view! { <ChangeForm /> }.into_any() } else { view! { <LoginForm /> }.into_any() }}
            <p class="line">
                <a href="/thu-tuc">{t(CITIZEN)}</a>
                <button class="btn btn--text" type="button" lang=move || other().0 on:click=switch>{move || other().1}</button>
            </p>
        </main>
    }
}

/// What the form says of itself: its heading, why it is there, its button.
fn told(phase: Phase) -> (Word, Option<Word>, Word) {
    match phase {
        Phase::Locked => (LOCKED, Some(LOCKED_WHY), UNLOCK),
        Phase::Closed => (CLOSED, Some(CLOSED_WHY), OPEN),
        Phase::Starting | Phase::Out | Phase::MustChange | Phase::In => (LOGIN, None, LOGIN),
    }
}

/// Whoever opens the page types at once; what already has the focus keeps it.
fn begin_typing() {
    let page = document();
    let taken = page.active_element().is_some_and(|at| !matches!(at.tag_name().as_str(), "BODY" | "H1"));
    let empty = |id: &&str| {
        let field =
            page.get_element_by_id(id).and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
        field.is_some_and(|field| field.value().is_empty())
    };
    let first = ["login", "password"].into_iter().find(empty).filter(|_| !taken);
    let field = first.and_then(|id| page.get_element_by_id(id));
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A field that is on the page can take the focus.
        let _ = field.focus();
    }
}

#[component]
fn LoginForm() -> impl IntoView {
    Effect::new(|_| request_animation_frame(begin_typing));
    let desk = use_desk();
    let gate = desk.gate;
    let prefs = use_prefs();
    let name = RwSignal::new(gate.name.get_untracked());
    let password = RwSignal::new(String::new());
    let shown = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let (title, why, button) = (
        move || told(gate.phase.get()).0,
        move || told(gate.phase.get()).1,
        move || told(gate.phase.get()).2,
    );
    // Where somebody has logged in before, the device has its name from the server.
    let asks_label = prefs.device.get_untracked().is_empty() && gate.name.get_untracked().is_empty();
    let submit = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let label = prefs.device.get_untracked();
            super::inside::log_in(desk, name.get_untracked(), password.get_untracked(), label).await;
            password.try_set(String::new());
            busy.try_set(false);
        });
    };
    view! {
        <form class="flow" on:submit=submit>
            <h1 tabindex="-1">{move || t(title())()}</h1>
            {move || gate.fault.get().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })}
            {move || why().map(|why| view! { <p>{t(why)}</p> })}
            {move || gate.waiting.get().into_iter().map(|w| view! { <p class="note">{t(waits(&w))}</p> }).collect_view()}
            <TextField id="login" label=NAME value=name autocomplete="username" />
            {move || secret("password", PASSWORD, password, shown.get(), "current-password")}
            <Tick label=SHOW value=shown />
            {asks_label.then(|| view! { <TextField id="device" label=DEVICE value=prefs.device hint=Text::from(DEVICE_HINT) optional=true /> })}
            <button class="btn btn--primary btn--wide" type="submit" aria-busy=move || busy.get().to_string()>
                {move || if busy.get() { t(WORKING)() } else { t(button())() }}
            </button>
            {move || gate.opening.get().then(|| view! { <p role="status" class="quiet">{t(DERIVING)}</p> })}
        </form>
    }
}

/// A password, hidden or shown; what was typed stays when that changes.
fn secret(
    id: &'static str,
    label: Word,
    value: RwSignal<String>,
    shown: bool,
    autocomplete: &'static str,
) -> impl IntoView {
    let kind = if shown { "text" } else { "password" };
    view! { <TextField id=id label=label value=value kind=kind autocomplete=autocomplete /> }
}

/// What a password that one chooses must be.
pub(super) fn rule(lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Từ {PASSWORD_CHARS_MIN} ký tự; một câu dễ nhớ là tốt nhất."),
        Lang::En => format!("At least {PASSWORD_CHARS_MIN} characters; a sentence you remember is best."),
    }
}

#[component]
fn ChangeForm() -> impl IntoView {
    let desk = use_desk();
    let gate = desk.gate;
    let old = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let (shown, busy) = (RwSignal::new(false), RwSignal::new(false));
    let submit = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        let name = gate.name.get_untracked();
        if let Some(said) = password_fault(&new.get_untracked(), &name) {
            gate.fault.set(Some(said));
            return;
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            super::inside::change_password(desk, old.get_untracked(), new.get_untracked()).await;
            busy.try_set(false);
        });
    };
    view! {
        <form class="flow" on:submit=submit>
            <h1 tabindex="-1">{t(CHANGE)}</h1>
            <p>{t(CHANGE_WHY)}</p>
            {move || gate.fault.get().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })}
            {move || secret("old", OLD_PASSWORD, old, shown.get(), "current-password")}
            {move || secret("new", NEW_PASSWORD, new, shown.get(), "new-password")}
            <p class="hint">{say(rule)}</p>
            <Tick label=SHOW value=shown />
            <button class="btn btn--primary btn--wide" type="submit" aria-busy=move || busy.get().to_string()>{t(CHANGE)}</button>
        </form>
    }
}
