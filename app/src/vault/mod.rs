//! Két: what keeps this device's data closed to whoever finds it, and what seals unsent work to the server.
//!
//! Everything of citizens lies on the disk under a key of its officer, and that key lies there only wrapped: by what
//! the password and the server's share give together, and by the session. Unsent acts lie there once more, sealed to
//! the server and signed by their author, so that anybody may carry them.
//! Not here: which rows are closed and when (`store`), who is asked for a password (`gate`).
//! Invariant: no key and no password is ever kept readable; a key leaves memory with its officer.

mod derive;
mod hpke;
mod keys;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod seal;
mod text;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(not(target_arch = "wasm32"))]
use native as engine;
#[cfg(target_arch = "wasm32")]
use web as engine;

#[cfg(test)]
mod tests;

use shared::id::Writer;

pub use derive::Cost;
pub use engine::{Key, Pair};
pub use keys::{Closed, Lease, Raw, Ways};
pub use seal::{Author, seal};
pub use text::{decode, encode};

/// The browser has no such sums to offer, or they did not come out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Broken {
    /// No WebCrypto: the page was not opened by https.
    Absent,
    /// What was to be opened was closed by another key, or was changed.
    Shut,
}

/// Whose data is open, and by what. Dropping it closes the data again.
#[derive(Clone)]
pub struct Opened {
    pub key: Key,
    pub author: Author,
}

impl Opened {
    pub fn writer(&self) -> Writer {
        self.author.writer
    }
}

/// Bytes of a random number that is used once with a key.
const NONCE: usize = 12;

impl Key {
    /// Closes `plain` so that it opens only where it belongs: `place` is vouched for.
    pub async fn close(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, Broken> {
        let mut nonce = [0; NONCE];
        engine::random(&mut nonce)?;
        let closed = self.encrypt(&nonce, place.as_bytes(), plain).await?;
        Ok([&nonce[..], &closed].concat())
    }

    pub async fn open(&self, place: &str, closed: &[u8]) -> Result<Vec<u8>, Broken> {
        let (nonce, closed) = closed.split_first_chunk::<NONCE>().ok_or(Broken::Shut)?;
        self.decrypt(nonce, place.as_bytes(), closed).await
    }
}
