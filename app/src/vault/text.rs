//! Bytes as text, in the alphabet with `+`, `/` and padding.
//!
//! Not here: what the bytes are.
//! Invariant: what is not exactly such a text is nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

pub fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub fn decode(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}
