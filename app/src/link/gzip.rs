//! Packs what is sent, with the browser's own gzip.
//!
//! Not here: unpacking; the browser does that by itself.
//! Invariant: a browser without it sends the text as it is.

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The packed bytes; `None` where the browser cannot.
pub async fn pack(text: &str) -> Option<Uint8Array> {
    let global = js_sys::global();
    let class = |name: &str| Reflect::get(&global, &name.into()).ok()?.dyn_into::<Function>().ok();
    let make = |name: &str, with: &Array| Reflect::construct(&class(name)?, with).ok();
    let gzip = make("CompressionStream", &Array::of1(&"gzip".into()))?;
    let blob = make("Blob", &Array::of1(&Array::of1(&text.into())))?;
    let stream = call(&blob, "stream", None)?;
    let packed = call(&stream, "pipeThrough", Some(&gzip))?;
    let answer = make("Response", &Array::of1(&packed))?;
    let promise = call(&answer, "arrayBuffer", None)?.dyn_into::<js_sys::Promise>().ok()?;
    let bytes = JsFuture::from(promise).await.ok()?;
    Some(Uint8Array::new(&bytes))
}

fn call(on: &JsValue, name: &str, with: Option<&JsValue>) -> Option<JsValue> {
    let method: Function = Reflect::get(on, &name.into()).ok()?.dyn_into().ok()?;
    match with {
        Some(argument) => method.call1(on, argument).ok(),
        None => method.call0(on).ok(),
    }
}
