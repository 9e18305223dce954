//! An act as anybody may carry it: signed by its author, sealed to the server.
//!
//! Not here: the frame and what is signed (`shared::sync::envelope`), where envelopes are kept (`store`).
//! Invariant: an envelope is made on its author's device, of the bytes that are kept there.

use futures_util::future::try_join;
use shared::id::Writer;
use shared::session::SealKey;
use shared::sync::client::Queued;
use shared::sync::envelope::{Envelope, INFO, Inside, aad, signed_bytes};

use super::{Broken, Pair, decode, encode, hpke};

/// Who signs, and to whom is sealed.
#[derive(Clone)]
pub struct Author {
    pub writer: Writer,
    pub pair: Pair,
    pub to: SealKey,
}

pub async fn seal(author: &Author, queued: &Queued) -> Result<Envelope, Broken> {
    let Author { writer, pair, to } = author;
    let hash = queued.body.hash(&queued.prev);
    let point = decode(&to.public).ok_or(Broken::Shut)?;
    let signed = signed_bytes(&hash);
    // Side by side: somebody waits for this at every act.
    let (sig, sealer) = try_join(pair.sign(&signed), hpke::Sealer::to(&point, INFO)).await?;
    let inside = Inside { prev: queued.prev.clone(), body: queued.body.clone(), sig: encode(&sig) };
    let plain = serde_json::to_vec(&inside).map_err(|_| Broken::Shut)?;
    let (enc, ct) = sealer.seal(&aad(*writer, queued.n), &plain).await?;
    Ok(Envelope { kid: to.kid, writer: *writer, n: queued.n, enc: encode(&enc), ct: encode(&ct) })
}
