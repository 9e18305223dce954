//! Headers on every answer: what every answer carries, and what a page adds.
//!
//! A page's headers bind the browser that shows it: what it may load, run and share. An answer of the API is data that
//! a page of ours reads; half a kilobyte of them on each would be most of what a quiet device hears all day.
//!
//! Not here: caching of files (`files`), cookies (`gate::session`).
//! Invariant: no inline script, no foreign origin, nothing kept by a cache unless it says so, nothing read as another
//! kind than it is.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::Site;

/// What the page may load and run. `wasm-unsafe-eval` compiles WebAssembly and nothing else.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
    require-trusted-types-for 'script'; trusted-types mc-url default";

/// On pages and whatever belongs to them: a worker's script has a policy of its own. Permissions are named only as browsers
/// know them: of a name that it does not know a browser complains in its console, and forbids nothing.
pub const ON_PAGES: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("permissions-policy", "camera=(self), microphone=(), geolocation=(), payment=(), usb=()"),
];

/// On every answer that has a body.
pub const NOSNIFF: (&str, &str) = ("x-content-type-options", "nosniff");

pub async fn add(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let is_page = !is_api(request.uri().path());
    let mut response = next.run(request).await;
    let is_empty = response.status() == StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    let mut set = |(name, value)| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    if is_page {
        ON_PAGES.into_iter().for_each(&mut set);
    }
    if !is_empty {
        set(NOSNIFF);
    }
    if site.config.secure {
        set(("strict-transport-security", "max-age=63072000; includeSubDomains"));
    }
    let kept = headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if kept == "no-store" {
        // Where nothing is kept there is nothing to tell apart.
        headers.remove(header::VARY);
    }
    response
}

/// Whether a path is answered with data.
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}
