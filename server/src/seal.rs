//! Niêm phong: opens envelopes and checks who signed them.
//!
//! Not here: where keys are kept (`store::secret`, `store::writer_key`), what is done with an act (`carry`).
//! Invariant: nothing is believed of an envelope but what its author signed; no error tells what was inside.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256 as Kem;
use hpke::{Deserializable as _, Kem as _, OpModeR, Serializable as _};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use shared::sync::aside::Reason;
use shared::sync::envelope::{Envelope, INFO, Inside, aad, signed_bytes};
use shared::sync::wire::Hash;

use crate::random;
use crate::store::secret::SealPair;

/// A point on P-256, uncompressed.
const POINT_BYTES: usize = 65;

/// The half of a key that opens.
#[derive(Clone)]
pub struct Private(<Kem as hpke::Kem>::PrivateKey);

impl Private {
    pub fn fresh() -> Private {
        Private(Kem::derive_keypair(&random::bytes::<32>()).0)
    }

    pub fn of(bytes: &[u8; 32]) -> Option<Private> {
        <Kem as hpke::Kem>::PrivateKey::from_bytes(bytes).ok().map(Private)
    }

    pub fn bytes(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }

    /// Base64 of the half that seals.
    pub fn public(&self) -> String {
        STANDARD.encode(Kem::sk_to_pk(&self.0).to_bytes())
    }

    fn open(&self, envelope: &Envelope) -> Option<Inside> {
        let enc = <Kem as hpke::Kem>::EncappedKey::from_bytes(&STANDARD.decode(&envelope.enc).ok()?).ok()?;
        let text = STANDARD.decode(&envelope.ct).ok()?;
        let aad = aad(envelope.writer, envelope.n);
        let mode = OpModeR::Base;
        let plain =
            hpke::single_shot_open::<AesGcm256, HkdfSha256, Kem>(&mode, &self.0, &enc, INFO, &text, &aad);
        serde_json::from_slice(&plain.ok()?).ok()
    }
}

/// What an envelope turned out to be.
#[derive(Clone, Debug)]
pub struct Looked {
    /// What is inside, with its link in the chain, where it could be opened.
    pub inside: Option<(Inside, Hash)>,
    /// Why it cannot go to the judge by itself.
    pub fault: Option<Reason>,
}

/// Opens an envelope with one of the server's keys and checks it against the keys of its writer. Takes a
/// millisecond: not on a thread that others wait for.
pub fn look(pairs: &[SealPair], writer_keys: &[String], envelope: &Envelope) -> Looked {
    // Where a list was lost once, two keys may have one number.
    let mut named = pairs.iter().filter(|pair| pair.kid == envelope.kid);
    let Some(inside) = named.find_map(|pair| pair.private.open(envelope)) else {
        return Looked { inside: None, fault: Some(Reason::Unreadable) };
    };
    let hash = inside.body.hash(&inside.prev);
    let fault = if is_misplaced(envelope, &inside) {
        Some(Reason::Misplaced)
    } else if writer_keys.is_empty() {
        Some(Reason::UnknownKey)
    } else if writer_keys.iter().any(|key| has_signed(key, &hash, &inside.sig)) {
        None
    } else {
        Some(Reason::BadSignature)
    };
    Looked { inside: Some((inside, hash)), fault }
}

/// Whether the act inside is another one than the envelope says. An act that this version cannot read is the
/// judge's to put aside.
fn is_misplaced(envelope: &Envelope, inside: &Inside) -> bool {
    inside.body.open().is_ok_and(|command| command.writer != envelope.writer || command.n != envelope.n)
}

fn has_signed(key: &str, hash: &Hash, signature: &str) -> bool {
    let Some(key) = point(key).and_then(|point| VerifyingKey::from_sec1_bytes(&point).ok()) else {
        return false;
    };
    let signature = STANDARD.decode(signature).ok().and_then(|bytes| Signature::from_slice(&bytes).ok());
    signature.is_some_and(|signature| key.verify(&signed_bytes(hash), &signature).is_ok())
}

fn point(key: &str) -> Option<Vec<u8>> {
    STANDARD.decode(key).ok().filter(|point| point.len() == POINT_BYTES)
}

/// Whether this is a key that could have signed something.
pub fn is_writer_key(key: &str) -> bool {
    point(key).is_some_and(|point| VerifyingKey::from_sec1_bytes(&point).is_ok())
}
