//! Cài trang này: the browser's own offer, taken up where a person looks for it.
//!
//! Not here: what makes the site installable (`manifest.webmanifest`, `sw.js`).
//! Invariant: the button stands only while the browser offers; what it asks is its own question.

use leptos::prelude::*;
use shared::lang::{Word, word};
use wasm_bindgen::{JsCast, JsValue};

use crate::text::t;

const INSTALL: Word = word("Cài trang này ra màn hình chính", "Install this page to the home screen");

/// The browser's offer, until it is used.
#[derive(Clone, Copy)]
struct Offered(RwSignal<Option<JsValue>, LocalStorage>);

/// Keeps the offer for the settings page; without this the browser would show it over somebody's work.
pub fn watch_install() {
    let offered = Offered(RwSignal::new_local(None));
    provide_context(offered);
    let told = window_event_listener_untyped("beforeinstallprompt", move |event| {
        event.prevent_default();
        offered.0.set(Some(event.into()));
    });
    let done = window_event_listener_untyped("appinstalled", move |_| offered.0.set(None));
    on_cleanup(move || {
        told.remove();
        done.remove();
    });
}

/// Asks the browser to ask. An offer is good for one question.
fn ask(offer: &JsValue) {
    let prompt = js_sys::Reflect::get(offer, &"prompt".into()).ok();
    if let Some(prompt) = prompt.and_then(|prompt| prompt.dyn_into::<js_sys::Function>().ok()) {
        // What the person answers is between them and the browser.
        drop(prompt.call0(offer));
    }
}

#[component]
pub fn InstallOffer() -> impl IntoView {
    let offered = use_context::<Offered>();
    let press = move |_| {
        if let Some(offer) = offered.and_then(|offered| offered.0.try_update(Option::take).flatten()) {
            ask(&offer);
        }
    };
    let here = move || offered.is_some_and(|offered| offered.0.with(Option::is_some));
    view! { {move || here().then(|| view! { <p><button class="btn" type="button" on:click=press>{t(INSTALL)}</button></p> })} }
}
