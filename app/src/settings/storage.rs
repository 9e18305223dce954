//! What the browser promises about the data that it keeps.
//!
//! Not here: the data (`store`).
//! Invariant: asked for after a login, which a person has just made; the answer is shown as it is: on a device that is new
//! once, where it is no, and in the settings always.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Word, word};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::install::InstallOffer;
use crate::desk::{Desk, use_desk};
use crate::gate::Phase;
use crate::text::t;

const UNKEPT: Word = word(
    "Trình duyệt chưa bảo đảm giữ dữ liệu trên máy này: khi thiếu chỗ hoặc lâu không dùng, nó có thể xóa hết, kể cả việc chưa gửi. Hãy cài trang này ra màn hình chính và cho máy vào mạng hằng ngày để việc được gửi sớm.",
    "The browser has not promised to keep what lies on this device: short of space or long unused it may clear everything, unsent work included. Install this page to the home screen, and let the device go online every day, so that work is sent soon.",
);
const UNDERSTOOD: Word = word("Đã hiểu", "Understood");

/// A promise of `navigator.storage`, waited for: `None` where the browser has none.
async fn answer(method: &str) -> Option<JsValue> {
    let navigator: JsValue = window().navigator().into();
    let storage = Reflect::get(&navigator, &"storage".into()).ok()?;
    let call: Function = Reflect::get(&storage, &method.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = call.call0(&storage).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// Whether the browser has promised not to clear what is kept.
pub async fn is_persisted() -> Option<bool> {
    answer("persisted").await?.as_bool()
}

/// How much of how much is used, in bytes.
pub async fn used_bytes() -> Option<(f64, f64)> {
    let estimate = answer("estimate").await?;
    let number = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some((number("usage")?, number("quota")?))
}

/// Asks the browser to keep it for good: at each login, since a page that was installed meanwhile is answered otherwise.
/// Whoever works on a device that is new is told where it does not. Then room is taken for the day on which there is none.
pub fn ask_to_persist(desk: Desk, is_new: bool) {
    spawn_local(async move {
        let kept = answer("persist").await.and_then(|answer| answer.as_bool());
        if is_new && kept != Some(true) {
            desk.gate.unkept.set(true);
        }
        if let Some(disk) = desk.disk() {
            disk.stow_ballast(used_bytes().await).await;
        }
    });
}

/// Within the page, so that a menu beside it stands as high as the window.
#[component]
pub fn UnkeptNote() -> impl IntoView {
    let desk = use_desk();
    let shown = move || desk.gate.unkept.get() && desk.gate.phase.get() == Phase::In;
    let seen = Callback::new(move |()| desk.gate.unkept.set(false));
    view! { {move || shown().then(|| view! { <Unkept seen /> })} }
}

#[component]
pub fn Unkept(seen: Callback<()>) -> impl IntoView {
    view! {
        <div class="note note--soon unkept screen-only" role="status">
            <p>{t(UNKEPT)}</p>
            <InstallOffer />
            <button class="btn btn--text" type="button" on:click=move |_| seen.run(())>{t(UNDERSTOOD)}</button>
        </div>
    }
}
