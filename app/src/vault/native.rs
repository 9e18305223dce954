//! The browser's sums without a browser, for tests.
//!
//! Not here: keeping a key from being read out; in a test nobody tries.
//! Invariant: what the one closes, the other opens.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};

use super::{Broken, NONCE, Raw};

#[derive(Clone)]
pub struct Key(Aes256Gcm);

impl Key {
    pub async fn of(raw: &Raw) -> Result<Key, Broken> {
        Ok(Key(Aes256Gcm::new(&raw.0.into())))
    }

    pub(super) async fn encrypt(
        &self,
        nonce: &[u8; NONCE],
        aad: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, Broken> {
        self.0.encrypt(&Nonce::from(*nonce), Payload { msg: plain, aad }).map_err(|_| Broken::Shut)
    }

    pub(super) async fn decrypt(
        &self,
        nonce: &[u8; NONCE],
        aad: &[u8],
        closed: &[u8],
    ) -> Result<Vec<u8>, Broken> {
        self.0.decrypt(&Nonce::from(*nonce), Payload { msg: closed, aad }).map_err(|_| Broken::Shut)
    }
}

impl Key {
    pub async fn open_all(&self, closed: &[(String, Vec<u8>)]) -> Vec<Result<Vec<u8>, Broken>> {
        let mut plain = vec![];
        for (place, closed) in closed {
            plain.push(self.open(place, closed).await);
        }
        plain
    }
}

/// What an officer signs with.
#[derive(Clone)]
pub struct Pair(SigningKey);

impl Pair {
    pub async fn fresh() -> Result<Pair, Broken> {
        Ok(Pair(SigningKey::from(&secret()?)))
    }

    pub async fn public(&self) -> Result<Vec<u8>, Broken> {
        Ok(self.0.verifying_key().to_sec1_point(false).as_bytes().to_vec())
    }

    pub async fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, Broken> {
        let signature: Signature = self.0.sign(bytes);
        Ok(signature.to_bytes().to_vec())
    }
}

fn secret() -> Result<SecretKey, Broken> {
    SecretKey::from_slice(&Raw::random()?.0).map_err(|_| Broken::Shut)
}

/// A point made for this once, and what its owner and the owner of `with` alone can compute.
pub async fn exchange(with: &[u8]) -> Result<(Vec<u8>, Raw), Broken> {
    let (own, with) = (secret()?, PublicKey::from_sec1_bytes(with).map_err(|_| Broken::Shut)?);
    let met = p256::ecdh::diffie_hellman(own.to_nonzero_scalar(), with.as_affine());
    let mut raw = Raw::default();
    raw.0.copy_from_slice(met.raw_secret_bytes());
    Ok((own.public_key().to_sec1_point(false).as_bytes().to_vec(), raw))
}

pub fn random(bytes: &mut [u8]) -> Result<(), Broken> {
    getrandom::fill(bytes).map_err(|_| Broken::Absent)
}
