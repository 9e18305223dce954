//! What the server writes about itself: JSON lines on standard error.
//!
//! Not here: what people did to dossiers; that is the ledger.
//! Invariant: no name, number, query, body or address of a person ever stands in a line; officers and devices are
//! numbers.

use std::panic::PanicHookInfo;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use shared::id::{DeviceId, OfficerId};
use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Lines of level `info` and above, or what `MOT_CUA_LOG` asks for.
pub fn start() {
    let filter = EnvFilter::try_from_env("MOT_CUA_LOG").unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    if tracing::subscriber::set_global_default(lines(filter, std::io::stderr)).is_err() {
        eprintln!("mot-cua: the log was started twice");
    }
    std::panic::set_hook(Box::new(panicked));
}

pub(crate) fn lines<W>(filter: EnvFilter, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(writer).finish()
}

/// Where it happened; a panic's own words may quote what it stumbled over.
pub(crate) fn panicked(info: &PanicHookInfo<'_>) {
    let (file, line) = info.location().map_or(("?", 0), |at| (at.file(), at.line()));
    tracing::error!(file, line, "panicked");
}

/// Who turned out to have sent a request.
#[derive(Clone, Default)]
pub struct Caller(Arc<OnceLock<(OfficerId, DeviceId)>>);

impl Caller {
    pub fn is(&self, officer: OfficerId, device: DeviceId) {
        // The first to say so is right: a request has one sender.
        let _ = self.0.set((officer, device));
    }
}

/// One line a request of the API: the route's pattern, not the address that was called.
pub async fn request(mut request: Request, next: Next) -> Response {
    let Some(path) = request.extensions().get::<MatchedPath>().cloned() else {
        return next.run(request).await;
    };
    let (method, start, caller) = (request.method().clone(), Instant::now(), Caller::default());
    request.extensions_mut().insert(caller.clone());
    let response = next.run(request).await;
    let (status, ms) = (response.status().as_u16(), start.elapsed().as_millis() as u64);
    let (officer, device) = caller.0.get().map_or((None, None), |(who, on)| (Some(who.0), Some(on.0)));
    tracing::info!(%method, path = path.as_str(), status, ms, officer, device, "answered");
    response
}
