//! The browser's own sums: AES-GCM, ECDSA and ECDH on P-256.
//!
//! Not here: what is done with them (`keys`, `seal`, `hpke`).
//! Invariant: a key that is made here cannot be read out again, neither by this page nor by another.

use futures_util::future::try_join;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey, SubtleCrypto};

use super::{Broken, NONCE, Raw};

/// What a dictionary of the browser's interface holds.
fn with(fields: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a new object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

fn crypto() -> Result<Crypto, Broken> {
    window().crypto().map_err(|_| Broken::Absent)
}

/// Absent where the page was not opened by https.
fn subtle() -> Result<SubtleCrypto, Broken> {
    let crypto = crypto()?;
    let subtle = Reflect::get(&crypto, &"subtle".into()).map_err(|_| Broken::Absent)?;
    if subtle.is_undefined() { Err(Broken::Absent) } else { Ok(subtle.unchecked_into()) }
}

async fn answer(asked: Result<Promise, JsValue>) -> Result<JsValue, Broken> {
    JsFuture::from(asked.map_err(|_| Broken::Shut)?).await.map_err(|_| Broken::Shut)
}

async fn bytes(asked: Result<Promise, JsValue>) -> Result<Vec<u8>, Broken> {
    Ok(Uint8Array::new(&answer(asked).await?).to_vec())
}

fn uses(names: &[&str]) -> JsValue {
    names.iter().map(|name| JsValue::from(*name)).collect::<Array>().into()
}

fn curve(name: &str) -> Object {
    with(&[("name", &name.into()), ("namedCurve", &"P-256".into())])
}

#[derive(Clone)]
pub struct Key(CryptoKey);

impl Key {
    pub async fn of(raw: &Raw) -> Result<Key, Broken> {
        let data = Uint8Array::from(&raw.0[..]);
        let asked =
            subtle()?.import_key_with_str("raw", &data, "AES-GCM", false, &uses(&["encrypt", "decrypt"]));
        let key = answer(asked).await;
        data.fill(0, 0, data.length());
        Ok(Key(key?.unchecked_into()))
    }

    fn way(nonce: &[u8; NONCE], aad: &[u8]) -> Object {
        let (nonce, aad) = (Uint8Array::from(&nonce[..]), Uint8Array::from(aad));
        with(&[("name", &"AES-GCM".into()), ("iv", &nonce), ("additionalData", &aad)])
    }

    pub(super) async fn encrypt(
        &self,
        nonce: &[u8; NONCE],
        aad: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, Broken> {
        bytes(subtle()?.encrypt_with_object_and_u8_array(&Self::way(nonce, aad), &self.0, plain)).await
    }

    pub(super) async fn decrypt(
        &self,
        nonce: &[u8; NONCE],
        aad: &[u8],
        closed: &[u8],
    ) -> Result<Vec<u8>, Broken> {
        bytes(self.asked(nonce, aad, closed)).await
    }

    fn asked(&self, nonce: &[u8; NONCE], aad: &[u8], closed: &[u8]) -> Result<Promise, JsValue> {
        let subtle = subtle().map_err(|_| JsValue::NULL)?;
        subtle.decrypt_with_object_and_u8_array(&Self::way(nonce, aad), &self.0, closed)
    }

    /// Many at once, each with its place: the browser opens them side by side.
    pub async fn open_all(&self, closed: &[(String, Vec<u8>)]) -> Vec<Result<Vec<u8>, Broken>> {
        let ask = |(place, closed): &(String, Vec<u8>)| {
            let (nonce, closed) = closed.split_first_chunk::<NONCE>().ok_or(JsValue::NULL)?;
            self.asked(nonce, place.as_bytes(), closed)
        };
        // All are asked for before the first is waited for.
        let asked: Vec<_> = closed.iter().map(ask).collect();
        let mut plain = Vec::with_capacity(asked.len());
        for promise in asked {
            plain.push(bytes(promise).await);
        }
        plain
    }
}

/// What an officer signs with; the storage keeps it as a handle, which no page can read.
#[derive(Clone)]
pub struct Pair(JsValue);

fn half(pair: &JsValue, name: &str) -> Result<CryptoKey, Broken> {
    Reflect::get(pair, &name.into()).map(JsCast::unchecked_into).map_err(|_| Broken::Shut)
}

impl Pair {
    pub async fn fresh() -> Result<Pair, Broken> {
        let asked = subtle()?.generate_key_with_object(&curve("ECDSA"), false, &uses(&["sign", "verify"]));
        Ok(Pair(answer(asked).await?))
    }

    /// As the storage keeps it.
    pub fn handle(&self) -> &JsValue {
        &self.0
    }

    /// As it came out of the storage; anything else is none.
    pub fn of(handle: JsValue) -> Option<Pair> {
        let is_key = half(&handle, "privateKey").is_ok_and(|key| key.is_instance_of::<CryptoKey>());
        is_key.then_some(Pair(handle))
    }

    pub async fn public(&self) -> Result<Vec<u8>, Broken> {
        bytes(subtle()?.export_key("raw", &half(&self.0, "publicKey")?)).await
    }

    pub async fn sign(&self, data: &[u8]) -> Result<Vec<u8>, Broken> {
        let way = with(&[("name", &"ECDSA".into()), ("hash", &"SHA-256".into())]);
        let key = half(&self.0, "privateKey")?;
        bytes(subtle()?.sign_with_object_and_u8_array(&way, &key, data)).await
    }
}

/// A point made for this once, and what its owner and the owner of `other` alone can compute.
pub async fn exchange(other: &[u8]) -> Result<(Vec<u8>, Raw), Broken> {
    let subtle = subtle()?;
    let other =
        subtle.import_key_with_object("raw", &Uint8Array::from(other), &curve("ECDH"), false, &uses(&[]));
    let own = subtle.generate_key_with_object(&curve("ECDH"), false, &uses(&["deriveBits"]));
    let (other, own) = try_join(answer(other), answer(own)).await?;
    let point = subtle.export_key("raw", &half(&own, "publicKey")?);
    let way = with(&[("name", &"ECDH".into()), ("public", &other)]);
    let met = subtle.derive_bits_with_object(&way, &half(&own, "privateKey")?, 256);
    let (point, mut met) = try_join(bytes(point), bytes(met)).await?;
    let mut raw = Raw::default();
    let whole = met.len() == raw.0.len();
    if whole {
        raw.0.copy_from_slice(&met);
    }
    met.fill(0);
    if whole { Ok((point, raw)) } else { Err(Broken::Shut) }
}

pub fn random(bytes: &mut [u8]) -> Result<(), Broken> {
    crypto()?.get_random_values_with_u8_array(bytes).map(drop).map_err(|_| Broken::Absent)
}
