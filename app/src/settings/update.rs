//! A newer version waits: the offer to reload, at a moment when nothing is half typed.
//!
//! Not here: finding and keeping it (`boot.js`, `sw.js`).
//! Invariant: nothing is swapped under an open form.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Word, word};
use wasm_bindgen::JsCast;

use crate::desk::use_desk;
use crate::text::t;

const UPDATE: Word = word("Có bản mới.", "A new version is here.");
const LATER: Word =
    word("Có bản mới; xong biểu mẫu này sẽ mời tải lại.", "A new version is here; finish this form first.");
const RELOAD: Word = word("Tải lại", "Reload");

#[derive(Clone, Copy)]
struct Waits(RwSignal<bool>);

/// Listens for a newer version, and for typing.
pub fn watch_updates() {
    let desk = use_desk();
    let waits = Waits(RwSignal::new(false));
    provide_context(waits);
    let told = window_event_listener_untyped("mc-update", move |_| waits.0.set(true));
    let typed = window_event_listener_untyped("input", move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        // What stands in a search box is no loss.
        let counts = target.is_some_and(|field| matches!(field.closest("[role=search]"), Ok(None)));
        if counts && !desk.typing.get_untracked() {
            desk.typing.set(true);
        }
    });
    on_cleanup(move || {
        told.remove();
        typed.remove();
    });
}

#[component]
pub fn UpdateOffer() -> impl IntoView {
    let desk = use_desk();
    let waits = use_context::<Waits>();
    let waiting = move || waits.is_some_and(|waits| waits.0.get());
    view! { {move || waiting().then(|| view! { <Offer typing=desk.typing.into() /> })} }
}

#[component]
pub fn Offer(typing: Signal<bool>) -> impl IntoView {
    let reload = move |_| spawn_local(activate());
    view! {
        <p class="note update" role="status">
            {move || if typing.get() {
                view! { <span>{t(LATER)}</span> }.into_any()
            } else {
                view! {
                    <span>{t(UPDATE)}</span>" "
                    <button class="btn btn--text" type="button" on:click=reload>{t(RELOAD)}</button>
                }.into_any()
            }}
        </p>
    }
}

/// Tells the waiting version to take over; it reloads this tab. Without one, a plain reload.
async fn activate() {
    let registration = async {
        let promise = window().navigator().service_worker().get_registration();
        let found = wasm_bindgen_futures::JsFuture::from(promise).await.ok()?;
        found.dyn_into::<web_sys::ServiceWorkerRegistration>().ok()?.waiting()
    };
    let message = js_sys::Object::new();
    // Setting a field of a new object cannot fail.
    let _ = js_sys::Reflect::set(&message, &"type".into(), &"activate".into());
    match registration.await {
        Some(worker) if worker.post_message(&message).is_ok() => {}
        Some(_) | None => drop(window().location().reload()),
    }
}
