//! A loopback proxy that counts what passes: bytes up, bytes down, connections.
//!
//! Not here: faults; this one is honest.
//! Invariant: a byte is counted before it is passed on, so an answer in hand has been counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

#[derive(Default)]
struct Count {
    up: AtomicU64,
    down: AtomicU64,
}

pub struct Proxy {
    pub port: u16,
    count: Arc<Count>,
    task: JoinHandle<()>,
}

impl Proxy {
    pub async fn before(target: u16) -> Proxy {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let count = Arc::new(Count::default());
        let task = tokio::spawn(accept(listener, target, count.clone()));
        Proxy { port, count, task }
    }

    /// Bytes in both directions since the last call.
    pub fn take(&self) -> u64 {
        self.count.up.swap(0, Ordering::Relaxed) + self.count.down.swap(0, Ordering::Relaxed)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, target: u16, count: Arc<Count>) {
    while let Ok((near, _)) = listener.accept().await {
        let count = count.clone();
        tokio::spawn(async move {
            // Nobody behind: the near side hears that it is closed.
            let Ok(far) = TcpStream::connect(("127.0.0.1", target)).await else { return };
            let _ = (near.set_nodelay(true), far.set_nodelay(true));
            let ((near_read, near_write), (far_read, far_write)) = (near.into_split(), far.into_split());
            tokio::join!(pass(near_read, far_write, &count.up), pass(far_read, near_write, &count.down));
        });
    }
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, count: &AtomicU64) {
    let mut part = vec![0; 64 * 1024];
    while let Ok(n @ 1..) = from.read(&mut part).await {
        count.fetch_add(n as u64, Ordering::Relaxed);
        if to.write_all(&part[..n]).await.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}
