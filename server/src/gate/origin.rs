//! What a request that changes something must look like: sent by our own pages, as JSON, or as bytes where a piece of a
//! file is put, in our protocol.
//!
//! Not here: who sent it (`session`).
//! Invariant: no other site's page can make a browser send such a request; there are no CORS headers at all.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use shared::sync::wire::PROTO;

use crate::Site;
use crate::error::{Error, Result};

/// The header that carries the protocol's number; a foreign form cannot set it.
pub const PROTO_HEADER: &str = "x-mc-proto";

/// Lets a changing request through only when it comes from our own origin.
pub async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    match check(request.method(), request.headers(), site.config.secure) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

fn check(method: &Method, headers: &HeaderMap, secure: bool) -> Result<()> {
    if method == Method::GET || method == Method::HEAD {
        return Ok(());
    }
    if !is_same_origin(headers, secure) {
        return Err(Error::cross_site());
    }
    if method == Method::PUT && !is_of(headers, "application/octet-stream") {
        return Err(Error::not_bytes());
    }
    if method != Method::PUT && !is_of(headers, "application/json") {
        return Err(Error::not_json());
    }
    match text(headers, PROTO_HEADER) {
        Some(proto) if proto.parse() == Ok(PROTO) => Ok(()),
        Some(_) => Err(Error::proto()),
        None => Err(Error::cross_site()),
    }
}

/// `Sec-Fetch-Site` where the browser sends it, else the exact `Origin`. A server that is not told that it stands behind
/// TLS cannot know which of the two its pages have.
fn is_same_origin(headers: &HeaderMap, secure: bool) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin";
    }
    let (Some(origin), Some(host)) = (text(headers, "origin"), text(headers, "host")) else { return false };
    origin == format!("https://{host}") || !secure && origin == format!("http://{host}")
}

fn is_of(headers: &HeaderMap, wanted: &str) -> bool {
    let kind = text(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(wanted))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
