//! Who the server knows this browser as: asked before anything that uses the answer is here.
//!
//! Not here: what the answer means (`within`).
//! Invariant: nobody is asked for behind a locked screen, since asking keeps a session alive; an answer is used once,
//! by the start that asked for it.

use std::cell::Cell;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

pub const ME: &str = "/api/me";

thread_local! {
    static ASKED: Cell<Option<Promise>> = const { Cell::new(None) };
}

/// Asks, unless that was done.
pub fn ask() {
    let asked = ASKED.take().unwrap_or_else(|| {
        let asked = leptos::prelude::window().fetch_with_str(ME);
        // Without a network it fails before anybody listens.
        let unheard = Closure::once(|_: JsValue| {});
        let _ = asked.catch(&unheard);
        unheard.forget();
        asked
    });
    ASKED.set(Some(asked));
}

/// The answer on its way; nothing where it was not asked for.
pub fn take() -> Option<Promise> {
    ASKED.take()
}
