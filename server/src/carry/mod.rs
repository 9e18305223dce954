//! Chuyển hộ: sealed acts come in under somebody else's session, out of a file, or from a device that is given up.
//!
//! Not here: opening an envelope (`crate::seal`), verdicts and commits (`store::ledger`).
//! Invariant: who wrote an act is said by its signature, never by who brought it; who brought it learns nothing of
//! what is inside or what became of it.

pub mod aside;
pub mod rescue;
mod take;

pub use take::{Took, take};

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::State;
use shared::id::{DeviceId, Writer};
use shared::lang::word;
use shared::limits::{PUSH_ACTS_MAX, RESCUE_BYTES_MAX, RESCUE_ENVELOPES_MAX};
use shared::session::NewKey;
use shared::sync::aside::Imported;
use shared::sync::envelope::{Carried, CarriedOne, Carry, Envelope, Taken};
use shared::sync::succession::Succession;
use shared::sync::wire::PROTO;

use crate::Site;
use crate::body::{Json, Packed};
use crate::error::{Error, Result};
use crate::gate::vault::proved;
use crate::gate::{Caretaker, Signed};
use crate::seal::is_writer_key;
use crate::store::quarantine::Way;

/// Counts a request of the device together with its pushes.
fn count(site: &Site, device: DeviceId) -> Result<()> {
    let (key, now) = (device.to_string(), site.clock.now());
    site.pushes.take(&key, 1, now).map_err(Error::wait)
}

/// `POST /api/keys`: one more key by which the session's writer signs.
pub async fn key(
    State(site): State<Arc<Site>>,
    signed: Signed,
    Json(ask): Json<NewKey>,
) -> Result<Reply<serde_json::Value>> {
    count(&site, signed.device)?;
    if !is_writer_key(&ask.public) {
        let said = word("Đây không phải một khóa P-256.", "This is no key on P-256.");
        return Err(Error::bad("bad_key", said));
    }
    let writer = Writer { device: signed.device, officer: signed.officer.id };
    site.store.add_writer_key(writer, &ask.public, site.clock.now()).await?;
    Ok(Reply(serde_json::json!({})))
}

/// `POST /api/carry`: what waits on this device, of whoever worked on it, also while the browser was another device. What
/// lies under one that was given up since is put aside, like all that such a device hands in.
pub async fn carry(
    State(site): State<Arc<Site>>,
    signed: Signed,
    Packed(ask): Packed<Carry>,
) -> Result<Reply<Carried>> {
    count(&site, signed.device)?;
    if ask.proto != PROTO {
        return Err(Error::proto());
    }
    if ask.envelopes.len() > PUSH_ACTS_MAX {
        return Err(Error::too_many_acts());
    }
    let earlier = proved(&site, &ask.earlier).await?.into_iter().map(|device| device.id);
    are_of(signed.device, &earlier.collect::<Vec<_>>(), &ask.envelopes)?;
    let names: Vec<(Writer, u64)> = ask.envelopes.iter().map(|one| (one.writer, one.n)).collect();
    let carrier = Writer { device: signed.device, officer: signed.officer.id };
    let took = take(&site, ask.envelopes, Way::Carried(carrier)).await?;
    let results =
        names.into_iter().zip(took).map(|((writer, n), took)| CarriedOne { writer, n, taken: told(took) });
    Ok(Reply(Carried { results: results.collect() }))
}

/// `POST /api/succession`: what the browser still holds of the devices that it proves to have been. What it does not prove
/// is not heard, nor what it says of another life of the book.
pub async fn succession(
    State(site): State<Arc<Site>>,
    signed: Signed,
    Json(ask): Json<Succession>,
) -> Result<Reply<serde_json::Value>> {
    count(&site, signed.device)?;
    if ask.epoch == *site.store.epoch {
        for device in proved(&site, &ask.earlier).await? {
            site.store.succeeds(signed.device, device.id, &ask, site.clock.now()).await?;
        }
    }
    Ok(Reply(serde_json::json!({})))
}

/// A browser brings what lies under its own device, and under those that it proves to have been.
fn are_of(own: DeviceId, earlier: &[DeviceId], brought: &[Envelope]) -> Result<()> {
    let is_here = |device| device == own || earlier.contains(&device);
    match brought.iter().all(|envelope| is_here(envelope.writer.device)) {
        true => Ok(()),
        false => Err(Error::foreign_writer()),
    }
}

fn told(took: Took) -> Taken {
    match took {
        Took::Known | Took::Now => Taken::Judged,
        Took::Waits { expect } => Taken::Waits { expect },
        Took::Aside { ticket } => Taken::Aside { ticket },
    }
}

/// `POST /api/import`: the lines of a file that a device wrote.
pub async fn import(
    State(site): State<Arc<Site>>,
    Caretaker(signed): Caretaker,
    Packed(ask): Packed<Carry, RESCUE_BYTES_MAX>,
) -> Result<Reply<Vec<Imported>>> {
    count(&site, signed.device)?;
    if ask.proto != PROTO {
        return Err(Error::proto());
    }
    if ask.envelopes.len() > RESCUE_ENVELOPES_MAX {
        return Err(Error::too_many_acts());
    }
    Ok(Reply(import_all(&site, ask.envelopes).await?))
}

/// Takes envelopes out of a file; says by writer what became of them.
pub async fn import_all(site: &Site, envelopes: Vec<Envelope>) -> Result<Vec<Imported>> {
    let writers: Vec<Writer> = envelopes.iter().map(|one| one.writer).collect();
    let mut counts = BTreeMap::new();
    for (writer, took) in writers.into_iter().zip(take(site, envelopes, Way::File).await?) {
        let none = Imported { writer, new: 0, known: 0, waits: 0, aside: 0 };
        let count: &mut Imported = counts.entry(writer).or_insert(none);
        match took {
            Took::Now => count.new += 1,
            Took::Known => count.known += 1,
            Took::Waits { .. } => count.waits += 1,
            Took::Aside { .. } => count.aside += 1,
        }
    }
    Ok(counts.into_values().collect())
}
