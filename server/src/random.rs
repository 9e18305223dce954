//! Secrets from the operating system, and their digests.
//!
//! Not here: passwords' slow hashes (`gate::password`).
//! Invariant: what the store keeps of a secret is its SHA-256.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
pub use shared::text::hex as to_hex;

/// `N` random bytes. A machine without randomness cannot run this program.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0; N];
    getrandom::fill(&mut out).expect("the operating system gives random bytes");
    out
}

/// 256 random bits, as 64 hexadecimal digits.
pub fn secret() -> String {
    to_hex(&bytes::<32>())
}

/// 256 random bits as a header carries them best: 43 signs of base64url.
pub fn token() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>())
}

/// `n` random bytes in hexadecimal, `n` ≤ 32.
pub fn hex(n: usize) -> String {
    to_hex(&bytes::<32>()[..n.min(32)])
}

/// The bytes that `to_hex` wrote; what is no digit counts as 0.
pub fn from_hex(text: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or(0) as u8;
    text.as_bytes().chunks_exact(2).map(|pair| digit(pair[0]) * 16 + digit(pair[1])).collect()
}

/// What is kept of a secret.
pub fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Compares without telling by its time where the difference is.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |diff, (x, y)| diff | (x ^ y)) == 0
}

/// A password to be read off a screen once: 20 letters and digits in five groups, without look-alikes.
pub fn one_time_password() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters: Vec<char> =
        bytes::<20>().iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
