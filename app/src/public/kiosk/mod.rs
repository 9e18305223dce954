//! Máy tra cứu ở sảnh: the citizens' pages on one big screen that everybody uses, without a keyboard.
//!
//! Not here: the pages themselves, the staff's computers; nobody logs in here.
//! Invariant: one press, or a minute untouched, and the next citizen finds nothing of the one before: not on the page,
//! not in the fields, not in the language, and not in the address.

pub mod pad;
pub mod scan;

#[cfg(test)]
mod tests;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::lang::{Lang, Word, word};
use wasm_bindgen::JsCast;

use super::frame::PublicFrame;
use crate::desk::use_desk;
use crate::idle;
use crate::prefs::{Prefs, TextSize, use_prefs};
use crate::routes::is_at_work;
use crate::text::t;
use crate::ui::icon::{Glyph, Icon};

/// Where everybody begins.
pub const HOME: &str = "/kiosk";

const TITLE: Word = word("Mời bạn chọn", "What would you like to know?");
const PROCEDURES: Word = word("Giấy tờ, thời hạn, lệ phí", "Papers, time and fees");
const PROCEDURES_HOW: Word =
    word("Làm việc gì, cần mang gì, hết bao nhiêu", "What to bring, how long, how much");
const MINE: Word = word("Hồ sơ của tôi", "My dossier");
const MINE_HOW: Word = word("Đến đâu rồi, ngày nào xong, đánh giá", "Where it is, when it is ready, rate it");
const SCAN: Word = word(
    "Có giấy hẹn: đưa mã vuông vào máy quét, không cần bấm gì.",
    "With a slip: hold its square code to the scanner, nothing to press.",
);
const FORGETS: Word = word(
    "Máy không giữ gì của bạn. Tự xóa sau 60 giây không chạm.",
    "Nothing of yours is kept. The screen clears itself after 60 seconds untouched.",
);
const OVER: Word = word("Xong, xóa hết", "Done, clear everything");
const STAY: Word = word(
    "Sắp xóa hết. Chạm vào màn hình để giữ lại.",
    "Everything is about to be cleared. Touch the screen to keep it.",
);
const AT_WORK: Word = word(
    "Máy này đang có cán bộ đăng nhập. Đăng xuất rồi mở lại trang này.",
    "An officer is logged in on this device. Log out, then open this page again.",
);

/// As the first citizen of the day found it.
fn forget(prefs: Prefs) {
    prefs.lang.set(Lang::Vi);
    prefs.text.set(TextSize::Normal);
}

/// What the frame needs to clear the screen, by a press or by the minute.
pub fn use_clearing(prefs: Prefs) -> impl Fn() + Clone + 'static {
    let navigate = StoredValue::new_local(use_navigate());
    move || {
        forget(prefs);
        // In the place of what was read, so that no way leads back to it.
        navigate.with_value(|go| go(HOME, NavigateOptions { replace: true, ..NavigateOptions::default() }));
    }
}

/// The bar's button and the word before the minute is over; a scanned slip is opened from whatever page stands.
#[component]
pub fn Hall(prefs: Prefs) -> impl IntoView {
    let clear = use_clearing(prefs);
    let path = leptos_router::hooks::use_location().pathname;
    let is_home = move || path.get() == HOME;
    let minute = clear.clone();
    let idle = idle::watch(move || {
        let is_as_found = path.get_untracked() == HOME && prefs.lang.get_untracked() == Lang::Vi;
        if !is_as_found {
            minute();
        }
    });
    let touched = window_event_listener(leptos::ev::pointerdown, move |_| idle.set(0));
    let navigate = StoredValue::new_local(use_navigate());
    let read = StoredValue::new_local(scan::Reader::default());
    let typed = window_event_listener(leptos::ev::keydown, move |ev| {
        idle.set(0);
        if is_typed_into(&ev) || ev.ctrl_key() || ev.alt_key() || ev.meta_key() {
            return;
        }
        let slip = read.try_update_value(|read| read.press(&ev.key(), ev.time_stamp())).flatten();
        if let Some((code, secret)) = slip {
            navigate.with_value(|go| go(&format!("/tra-cuu#{code}.{secret}"), NavigateOptions::default()));
        }
    });
    on_cleanup(move || {
        touched.remove();
        typed.remove();
    });
    let left = move || idle::seconds_left(idle.get()).filter(|_| !is_home());
    view! {
        {move || (!is_home()).then(|| {
            let clear = clear.clone();
            view! {
                <button class="btn kiosk__over" type="button" on:click=move |_| clear()>
                    <Icon glyph=Glyph::Close />{t(OVER)}
                </button>
            }
        })}
        {move || left().map(|left| view! {
            <p class="note note--soon kiosk__stay" role="alert"><span>{t(STAY)}</span>" "<b aria-hidden="true">{left}</b></p>
        })}
    }
}

/// Whether the key is text of a field; a scanner's line is then read there.
fn is_typed_into(ev: &web_sys::KeyboardEvent) -> bool {
    let field = ev.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    field.is_some_and(|field| matches!(field.tag_name().as_str(), "INPUT" | "TEXTAREA"))
}

fn tile(href: &'static str, glyph: Glyph, name: Word, how: Word) -> impl IntoView {
    view! {
        <li>
            <a class="kiosk__tile" href=href>
                <Icon glyph />
                <span><b>{t(name)}</b><small>{t(how)}</small></span>
                <Icon glyph=Glyph::Next />
            </a>
        </li>
    }
}

/// The two doors.
pub fn doors() -> impl IntoView {
    view! {
        <h1 tabindex="-1">{t(TITLE)}</h1>
        <ul class="kiosk__tiles">
            {tile("/thu-tuc", Glyph::Book, PROCEDURES, PROCEDURES_HOW)}
            {tile("/tra-cuu", Glyph::Search, MINE, MINE_HOW)}
        </ul>
        <p class="kiosk__how"><Icon glyph=Glyph::Scan /><span>{t(SCAN)}</span></p>
        <p class="kiosk__how"><Icon glyph=Glyph::Lock /><span>{t(FORGETS)}</span></p>
    }
}

#[component]
pub fn KioskPage() -> impl IntoView {
    let (desk, prefs) = (use_desk(), use_prefs());
    if untrack(|| is_at_work(desk)) {
        return view! {
            <main class="gate" id="main"><h1 tabindex="-1">{t(TITLE)}</h1><p class="note note--soon">{t(AT_WORK)}</p></main>
        }
        .into_any();
    }
    prefs.stand_in_hall();
    view! { <PublicFrame title=TITLE>{doors()}</PublicFrame> }.into_any()
}
