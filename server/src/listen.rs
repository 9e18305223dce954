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

impl Peer {
    /// What is counted as one: an address, or the block of IPv6 addresses that every customer has for themselves.
    pub fn network(self) -> String {
        match self.address.to_canonical() {
            IpAddr::V4(v4) => v4.to_string(),
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }
}

/// Open connections by address.
#[derive(Clone)]
struct Crowd {
    seats: Arc<Mutex<HashMap<IpAddr, usize>>>,
    front: Front,
}

/// What stands between the server and its callers.
#[derive(Clone, Copy, Debug)]
pub struct Front {
    /// A proxy: every connection is its own, and the client's address is the last in `X-Forwarded-For`.
    pub proxy: bool,
    /// Connections from one public address.
    pub per_address: usize,
}

impl Default for Front {
    fn default() -> Front {
        Front { proxy: false, per_address: limits::CONNECTIONS_ADDRESS_MAX }
    }
}

impl Front {
    fn seats_of(self, address: IpAddr) -> usize {
        let is_near = match address.to_canonical() {
            IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
            IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
        };
        match (self.proxy, is_near) {
            (true, _) => limits::CONNECTIONS_MAX,
            (false, true) => limits::CONNECTIONS_OFFICE_MAX,
            (false, false) => self.per_address,
        }
    }
}

/// A place in the crowd, given back when the connection ends.
struct Seat(Crowd, IpAddr);

impl Crowd {
    fn enter(&self, address: IpAddr) -> Option<Seat> {
        let mut crowd = self.seats.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let all: usize = crowd.values().sum();
        let own = crowd.entry(address).or_default();
        if all >= limits::CONNECTIONS_MAX || *own >= self.front.seats_of(address) {
            return None;
        }
        *own += 1;
        Some(Seat(self.clone(), address))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut crowd = self.0.seats.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(own) = crowd.get_mut(&self.1) {
            *own -= 1;
            if *own == 0 {
                crowd.remove(&self.1);
            }
        }
    }
}

/// Serves until the feed is closed, then finishes what is in work.
pub async fn serve(listener: TcpListener, router: Router, feed: Feed, front: Front) {
    let crowd = Crowd { seats: Arc::default(), front };
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
            let address = forwarded(&request).filter(|_| front.proxy).unwrap_or(from.ip());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_has_room_and_a_stranger_little() {
        let front = Front::default();
        let seats = |front: Front, address: &str| front.seats_of(address.parse().unwrap());
        assert_eq!(seats(front, "192.168.1.7"), limits::CONNECTIONS_OFFICE_MAX);
        assert_eq!(seats(front, "::ffff:10.0.0.1"), limits::CONNECTIONS_OFFICE_MAX);
        assert_eq!(seats(front, "203.0.113.7"), 32);
        assert_eq!(seats(Front { proxy: true, ..front }, "127.0.0.1"), limits::CONNECTIONS_MAX);
        let crowd = Crowd { seats: Arc::default(), front };
        let stranger = "203.0.113.7".parse().unwrap();
        let seated: Vec<_> = (0..40).filter_map(|_| crowd.enter(stranger)).collect();
        assert_eq!(seated.len(), 32);
        assert!(crowd.enter("203.0.113.8".parse().unwrap()).is_some());
    }

    #[test]
    fn a_block_of_ipv6_counts_as_one() {
        let network = |address: &str| Peer { address: address.parse().unwrap() }.network();
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:203.0.113.7"), "203.0.113.7");
    }
}
