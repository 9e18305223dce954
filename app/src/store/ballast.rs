//! Ballast: room that was taken before it is needed, thrown out when the browser gives no more.
//!
//! Rows that are deleted give room only when the browser tidies its files, minutes later; a file of the cache gives it at once.
//!
//! Not here: when it is thrown (`Desk::make_room`).
//! Invariant: it holds nothing but zeros, and is taken only where scans and acts keep their room beside it.

use js_sys::Uint8Array;
use shared::limits::BALLAST_BYTES;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, CacheStorage, Response};

use super::base::Base;

/// The service worker clears away only what begins with `shell-`.
const NAME: &str = "ballast";

/// Only over https, and on the device itself.
fn caches() -> Option<CacheStorage> {
    leptos::prelude::window().caches().ok()
}

async fn stow() -> Result<(), JsValue> {
    let Some(caches) = caches() else { return Ok(()) };
    if JsFuture::from(caches.has(NAME)).await?.is_truthy() {
        return Ok(());
    }
    let stone = Uint8Array::new_with_length(BALLAST_BYTES);
    let stone = Response::new_with_opt_js_u8_array(Some(&stone))?;
    let cache: Cache = JsFuture::from(caches.open(NAME)).await?.dyn_into()?;
    JsFuture::from(cache.put_with_str("/ballast", &stone)).await.map(|_| ())
}

impl Base {
    /// Takes it where it does not lie here yet. Where the browser refuses, there is none.
    pub async fn stow(&self) {
        drop(stow().await);
    }

    /// Whether some lay here; it is gone then, and acts have its room.
    pub async fn throw(&self) -> bool {
        let Some(caches) = caches() else { return false };
        JsFuture::from(caches.delete(NAME)).await.is_ok_and(|was| was.is_truthy())
    }
}
