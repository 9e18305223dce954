//! A text as a file in the officer's download folder.
//!
//! Not here: files that the server makes (`archive`, links with `download`).
//! Invariant: the browser asks nobody for it; it works without a network.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlElement, Url};

pub fn save(name: &str, text: &str) {
    let parts = js_sys::Array::of1(&JsValue::from(text));
    let Ok(blob) = Blob::new_with_str_sequence(&parts) else { return };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return };
    if let Ok(link) = document().create_element("a") {
        let named = link.set_attribute("href", &address).and_then(|()| link.set_attribute("download", name));
        if named.is_ok()
            && let Some(link) = link.dyn_ref::<HtmlElement>()
        {
            link.click();
        }
    }
    // The browser has taken the bytes when the click returns.
    let _ = Url::revoke_object_url(&address);
}
