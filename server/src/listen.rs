//! The accept loop: connections with a time limit on their header, a cap, and a quiet end.
//!
//! Not here: what is answered (`routes`). TLS is the business of a proxy in front.
//! Invariant: a client that dribbles its header is gone after five seconds; a request in work is finished
//! before the process ends.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::Request;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::feed::Feed;
use crate::limits;

/// Where a request comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Peer {
    pub address: IpAddr,
}

impl Default for Peer {
    fn default() -> Peer {
        Peer { address: IpAddr::V4(Ipv4Addr::LOCALHOST) }
    }
}

/// Open connections by address.
#[derive(Clone, Default)]
struct Crowd(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// A place in the crowd, given back when the connection ends.
struct Seat(Crowd, IpAddr);

impl Crowd {
    fn enter(&self, address: IpAddr) -> Option<Seat> {
        let mut crowd = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let all: usize = crowd.values().sum();
        let own = crowd.entry(address).or_default();
        if all >= limits::CONNECTIONS_MAX || *own >= limits::CONNECTIONS_ADDRESS_MAX {
            return None;
        }
        *own += 1;
        Some(Seat(self.clone(), address))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut crowd = self.0.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(own) = crowd.get_mut(&self.1) {
            *own -= 1;
            if *own == 0 {
                crowd.remove(&self.1);
            }
        }
    }
}

/// Serves until the feed is closed, then finishes what is in work. With `proxy` the address of the client is
/// the last one in `X-Forwarded-For`, which the proxy in front writes.
pub async fn serve(listener: TcpListener, router: Router, feed: Feed, proxy: bool) {
    let crowd = Crowd::default();
    let graceful = GracefulShutdown::new();
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HEADER_TIME_MAX)
        .max_buf_size(limits::HEADER_BYTES_MAX);
    let closed = feed.closed();
    tokio::pin!(closed);
    loop {
        let (stream, from) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file handles, mostly: others must end first.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = &mut closed => break,
        };
        let Some(seat) = crowd.enter(from.ip()) else { continue };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        let service = router.clone().map_request(move |mut request: Request<_>| {
            let address = forwarded(&request).filter(|_| proxy).unwrap_or(from.ip());
            request.extensions_mut().insert(Peer { address });
            request
        });
        let connection = builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = graceful.watch(connection.into_owned());
        tokio::spawn(async move {
            let _seat = seat;
            if let Err(error) = connection.await {
                tracing::debug!(error, "a connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(limits::SHUTDOWN_TIME_MAX, graceful.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end in time");
    }
}

fn forwarded<B>(request: &Request<B>) -> Option<IpAddr> {
    let value = request.headers().get("x-forwarded-for")?.to_str().ok()?;
    value.rsplit(',').next()?.trim().parse().ok()
}
