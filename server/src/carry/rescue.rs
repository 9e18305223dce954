//! Cứu việc: a device that was revoked hands in what it still holds, and forgets everything.
//!
//! Not here: revoking (`office`), what a person decides about it (`aside`).
//! Invariant: what is handed in is on the disk twice before the browser is told to forget; nothing of it is judged
//! by itself. A token is good for one device, once, for a short while.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Json as Reply;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use shared::id::DeviceId;
use shared::limits::{RESCUE_BYTES_MAX, RESCUE_ENVELOPES_MAX};
use shared::moment::Moment;
use shared::sync::aside::Reason;
use shared::sync::envelope::{Rescue, Rescued};

use super::take::open;
use super::{are_of, count};
use crate::body::Packed;
use crate::error::{Error, Result};
use crate::gate::vault::proved;
use crate::store::quarantine::{Fresh, Way};
use crate::{Site, limits, random};

/// Tokens that were given out. A restart forgets them; the device asks again and gets another.
#[derive(Default)]
pub struct Rescues(Mutex<BTreeMap<DeviceId, (String, Moment)>>);

impl Rescues {
    /// The device's token: the same one while it holds, since several requests of a device are refused at once.
    pub fn issue(&self, device: DeviceId, now: Moment) -> String {
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match given.get(&device) {
            Some((token, until)) if now < *until => token.clone(),
            Some(_) | None => {
                let token = random::secret();
                let until = now.plus_minutes(limits::RESCUE_MINUTES_MAX);
                given.insert(device, (token.clone(), until));
                token
            }
        }
    }

    /// Whose token it is.
    fn device(&self, token: &str, now: Moment) -> Option<DeviceId> {
        let (asked, given) = (random::digest(token), self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut holding = given.iter().filter(|(_, (_, until))| now < *until);
        holding.find(|(_, (token, _))| random::digest(token) == asked).map(|(device, _)| *device)
    }

    fn end(&self, device: DeviceId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&device);
    }
}

/// `POST /api/rescue`
pub async fn rescue(
    State(site): State<Arc<Site>>,
    Packed(ask): Packed<Rescue, RESCUE_BYTES_MAX>,
) -> Result<Response> {
    let now = site.clock.now();
    let device = site.rescues.device(&ask.token, now).ok_or_else(Error::no_rescue)?;
    count(&site, device)?;
    if ask.envelopes.len() > RESCUE_ENVELOPES_MAX {
        return Err(Error::too_many_acts());
    }
    let earlier = proved(&site, &ask.earlier).await?.into_iter().map(|device| device.id);
    are_of(device, &earlier.collect::<Vec<_>>(), &ask.envelopes)?;
    let opened = open(&site, ask.envelopes).await?;
    let fresh: Vec<Fresh<'_>> = opened
        .iter()
        .map(|(envelope, looked)| {
            let reason = looked.fault.unwrap_or(Reason::Revoked);
            Fresh { envelope, looked, reason }
        })
        .collect();
    let tickets = site.store.put_aside(&fresh, Way::Rescued, now).await?.ok_or_else(Error::aside_full)?;
    let mut headers = HeaderMap::new();
    if !ask.more {
        site.rescues.end(device);
        let all = HeaderValue::from_static("\"cache\", \"storage\"");
        headers.insert(HeaderName::from_static("clear-site-data"), all);
    }
    tracing::info!(%device, taken = tickets.len(), "a revoked device handed in its queue");
    Ok((headers, Reply(Rescued { taken: tickets.len() as u64 })).into_response())
}
