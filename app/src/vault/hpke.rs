//! HPKE (RFC 9180), base mode, for one message: P-256, HKDF-SHA256, AES-256-GCM.
//!
//! Not here: what is sealed (`seal`); opening, which only the server can.
//! Invariant: every message has a key pair of its own, whose private half is gone when it is sealed.

use hkdf::Hkdf;
use sha2::Sha256;

use super::engine::{Key, exchange};
use super::{Broken, NONCE, Raw};

const KEM: u16 = 0x0010;
const KDF: u16 = 0x0001;
const AEAD: u16 = 0x0002;

/// The words that belong to one step of the scheme.
struct Suite(Vec<u8>);

impl Suite {
    fn kem() -> Suite {
        Suite([&b"KEM"[..], &KEM.to_be_bytes()].concat())
    }

    fn whole() -> Suite {
        Suite([&b"HPKE"[..], &KEM.to_be_bytes(), &KDF.to_be_bytes(), &AEAD.to_be_bytes()].concat())
    }

    /// `LabeledExtract`
    fn extract(&self, salt: &[u8], label: &str, secret: &[u8]) -> (Vec<u8>, Hkdf<Sha256>) {
        let labelled = [b"HPKE-v1", &self.0[..], label.as_bytes(), secret].concat();
        let (prk, hkdf) = Hkdf::<Sha256>::extract(Some(salt), &labelled);
        (prk.to_vec(), hkdf)
    }

    /// `LabeledExpand`
    fn expand(&self, from: &Hkdf<Sha256>, label: &str, info: &[u8], out: &mut [u8]) {
        let length = u16::try_from(out.len()).unwrap_or(u16::MAX).to_be_bytes();
        let labelled = [&length[..], b"HPKE-v1", &self.0, label.as_bytes(), info].concat();
        // Fails only for more than 255 hashes' worth of key.
        let _ = from.expand(&labelled, out);
    }
}

/// Ready to seal one message.
pub struct Sealer {
    point: Vec<u8>,
    key: Key,
    nonce: [u8; NONCE],
}

impl Sealer {
    pub async fn to(other: &[u8], info: &[u8]) -> Result<Sealer, Broken> {
        let (point, met) = exchange(other).await?;
        let (key, nonce) = schedule(&point, other, &met, info);
        Ok(Sealer { point, key: Key::of(&key).await?, nonce })
    }

    /// The sender's point and the sealed message with its tag.
    pub async fn seal(self, aad: &[u8], plain: &[u8]) -> Result<(Vec<u8>, Vec<u8>), Broken> {
        let sealed = self.key.encrypt(&self.nonce, aad, plain).await?;
        Ok((self.point, sealed))
    }
}

fn schedule(point: &[u8], to: &[u8], met: &Raw, info: &[u8]) -> (Raw, [u8; NONCE]) {
    let kem = Suite::kem();
    let (_, prk) = kem.extract(&[], "eae_prk", &met.0);
    let mut shared = Raw::default();
    kem.expand(&prk, "shared_secret", &[point, to].concat(), &mut shared.0);

    let suite = Suite::whole();
    let (psk_id, _) = suite.extract(&[], "psk_id_hash", &[]);
    let (info, _) = suite.extract(&[], "info_hash", info);
    let context = [&[0][..], &psk_id, &info].concat();
    let (_, secret) = suite.extract(&shared.0, "secret", &[]);
    let (mut key, mut nonce) = (Raw::default(), [0; NONCE]);
    suite.expand(&secret, "key", &context, &mut key.0);
    suite.expand(&secret, "base_nonce", &context, &mut nonce);
    (key, nonce)
}
