//! What the browser promises about the data that it keeps.
//!
//! Not here: the data (`store`).
//! Invariant: asked for after a login, which a person has just made; the answer is shown as it is.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

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

pub fn ask_to_persist() {
    spawn_local(async { drop(answer("persist").await) });
}
