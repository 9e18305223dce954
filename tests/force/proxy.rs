//! A network between devices and server that drops, cuts off in the middle, and stands still half open.
//!
//! Not here: counting bytes; the benches' proxy is an honest one.
//! Invariant: what becomes of the next connection is drawn from one seed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::time::Duration;

use shared::dossier::any::Dice;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How long a connection that stands still is held before it is gone.
const HELD: Duration = Duration::from_secs(2);

/// After how many bytes a direction ends, and how.
#[derive(Clone, Copy)]
enum Fate {
    Whole,
    Cut(usize),
    Stands(usize),
}

pub struct Proxy {
    pub port: u16,
    target: Arc<AtomicU16>,
    honest: Arc<AtomicBool>,
    task: JoinHandle<()>,
}

impl Proxy {
    pub async fn open(seed: u64) -> Proxy {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let (target, honest) = (Arc::new(AtomicU16::new(0)), Arc::new(AtomicBool::new(true)));
        let task = tokio::spawn(accept(listener, target.clone(), honest.clone(), Dice::new(seed)));
        Proxy { port, target, honest, task }
    }

    /// Where the server listens now.
    pub fn lead_to(&self, port: u16) {
        self.target.store(port, Ordering::SeqCst);
    }

    pub fn be_honest(&self, honest: bool) {
        self.honest.store(honest, Ordering::SeqCst);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, target: Arc<AtomicU16>, honest: Arc<AtomicBool>, mut dice: Dice) {
    while let Ok((near, _)) = listener.accept().await {
        let (port, honest) = (target.load(Ordering::SeqCst), honest.load(Ordering::SeqCst));
        // A request is short, an answer long: the middle of both is met.
        let bytes = [dice.below(1_500), dice.below(6_000)];
        let fates = match dice.below(10) {
            _ if honest => [Fate::Whole; 2],
            0 => continue,
            1 => [Fate::Cut(bytes[0]), Fate::Whole],
            2 => [Fate::Whole, Fate::Cut(bytes[1])],
            3 => [Fate::Whole, Fate::Stands(bytes[1])],
            4 => [Fate::Stands(bytes[0]), Fate::Whole],
            _ => [Fate::Whole; 2],
        };
        tokio::spawn(carry(near, port, fates));
    }
}

async fn carry(near: TcpStream, port: u16, [up, down]: [Fate; 2]) {
    // Nobody behind: the near side hears that it is closed.
    let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await else { return };
    let ((near_read, near_write), (far_read, far_write)) = (near.into_split(), far.into_split());
    let (up, down) = (pass(near_read, far_write, up), pass(far_read, near_write, down));
    tokio::pin!(up, down);
    // Whoever ends first says whether the other still may.
    let (cut, other) = tokio::select! {
        cut = &mut up => (cut, down),
        cut = &mut down => (cut, up),
    };
    if !cut {
        other.await;
    }
}

/// Passes bytes on; answers whether the connection is to be cut.
async fn pass(mut from: impl AsyncReadExt + Unpin, mut to: impl AsyncWriteExt + Unpin, fate: Fate) -> bool {
    let mut left = match fate {
        Fate::Whole => usize::MAX,
        Fate::Cut(bytes) | Fate::Stands(bytes) => bytes,
    };
    let mut part = vec![0; 16 * 1024];
    while let Ok(n @ 1..) = from.read(&mut part).await {
        let fits = n.min(left);
        if to.write_all(&part[..fits]).await.is_err() {
            return true;
        }
        left -= fits;
        if fits < n || left == 0 {
            match fate {
                Fate::Whole => {}
                Fate::Cut(_) => return true,
                Fate::Stands(_) => {
                    tokio::time::sleep(HELD).await;
                    return true;
                }
            }
        }
    }
    // The other side may not care any more.
    let _ = to.shutdown().await;
    false
}
