//! Who the server knows this browser as: asked before anything that uses the answer is here.
//!
//! Not here: what the answer means (`within`).
//! Invariant: nobody is asked for behind a locked screen, since asking keeps a session alive; an answer is used once,
//! by the start that asked for it.

use std::cell::Cell;

use js_sys::Promise;

pub const ME: &str = "/api/me";

thread_local! {
    static ASKED: Cell<Option<Promise>> = const { Cell::new(None) };
}

/// Asks, if the screen is not locked.
pub fn ask(locked: bool) {
    let asked = (!locked).then(|| leptos::prelude::window().fetch_with_str(ME));
    ASKED.set(asked);
}

/// The answer on its way.
pub fn take() -> Option<Promise> {
    ASKED.take()
}
