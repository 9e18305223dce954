//! What the server writes about itself: JSON lines on standard error.
//!
//! Not here: what people did; that is the ledger.
//! Invariant: no name, number, query, body or address of a person ever stands in a line.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tracing_subscriber::EnvFilter;

/// Lines of level `info` and above, or what `MOT_CUA_LOG` asks for.
pub fn start() {
    let filter = EnvFilter::try_from_env("MOT_CUA_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// One line a request of the API: the route's pattern, not the address that was called.
pub async fn request(request: Request, next: Next) -> Response {
    let Some(path) = request.extensions().get::<MatchedPath>().cloned() else {
        return next.run(request).await;
    };
    let (method, start) = (request.method().clone(), Instant::now());
    let response = next.run(request).await;
    let (status, ms) = (response.status().as_u16(), start.elapsed().as_millis() as u64);
    tracing::debug!(%method, path = path.as_str(), status, ms, "answered");
    response
}
