//! Lanes as the database and the list beside it know them.
//!
//! Not here: who may be given which lane (`shared::sync::lanes`), devices and the list that remembers them (`device`).
//! Invariant: the list beside the database hears of a lane that changes hands before anybody else does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use shared::dossier::code::{LANES_MAX, Lane};
use shared::id::{DeviceId, WardId};
use shared::moment::Moment;
use shared::sync::lanes::{self, Holder};
use shared::sync::wire::Command;

use super::device::{self, Device};
use super::{Fault, Store, Tx, beside, meta, within};
use crate::limits;

/// Lanes that devices have left, as every task of the server knows them.
#[derive(Clone, Default)]
pub(super) struct Left(Arc<Mutex<lanes::Left>>);

impl Left {
    /// Out of the list beside the database, which tells it in order.
    pub async fn open(folder: Option<&PathBuf>, ward: WardId) -> Result<Left, Fault> {
        let left = Left::default();
        let Some(folder) = folder else { return Ok(left) };
        let mut held = BTreeMap::new();
        for line in beside::lines::<device::Line>(folder, device::LIST).await? {
            if line.ward == ward.0
                && let Some(Some(lane)) = held.insert(line.id, line.lane)
                && line.lane != Some(lane)
            {
                left.note(DeviceId(line.id), lane, line.at);
            }
        }
        Ok(left)
    }

    pub fn note(&self, device: DeviceId, lane: Lane, at: Moment) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).note(device, lane, at);
    }

    /// The lane under which an act is judged.
    pub fn of(&self, own: Option<Lane>, command: &Command) -> Option<Lane> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).of(own, command)
    }
}

impl Store {
    /// How many lanes there are for devices to come.
    pub async fn lanes_left(&self, now: Moment) -> Result<u8, Fault> {
        let mut tx = self.db.snapshot().await?;
        let known = self.devices_in(&mut tx).await?;
        let offers = self.offers(&mut tx, &known, now).await?;
        Ok(u8::try_from(offers.len()).unwrap_or(LANES_MAX))
    }

    /// A lane for a device that has none. A living holder before it has none from now on, until it logs in again.
    pub(super) async fn lane_for_another(
        &self,
        tx: &mut Tx,
        known: &[Device],
        now: Moment,
    ) -> Result<Option<Lane>, Fault> {
        let Some(lane) = self.offers(tx, known, now).await?.first().copied() else { return Ok(None) };
        for holder in known.iter().filter(|one| one.lane == Some(lane) && one.revoked_at.is_none()) {
            let without = Device { lane: None, ..holder.clone() };
            self.note_device(&without, now)?;
            self.amend_device(tx, &without).await?;
            self.left.note(holder.id, lane, now);
        }
        Ok(Some(lane))
    }

    async fn offers(&self, tx: &mut Tx, known: &[Device], now: Moment) -> Result<Vec<Lane>, Fault> {
        let (wrote, heard) = (self.have_written(tx).await?, self.heard_in_sessions(tx).await?);
        // Who was heard between the copy and its restore, nobody knows.
        let (begun, replaced) = (self.begun(tx).await?, self.replaced(tx, known).await?);
        let last_heard = |device: &Device| {
            let in_session = heard.get(&device.id).copied();
            begun.into_iter().chain(in_session).fold(device.seen_at, Moment::max)
        };
        let holders = known.iter().filter_map(|device| {
            Some(Holder {
                lane: device.lane?,
                heard: last_heard(device),
                waits: device.waiting > 0 && !replaced.contains_key(&device.id),
                wrote: wrote.contains(&device.id),
                revoked_at: device.revoked_at,
            })
        });
        Ok(lanes::offers(&holders.collect::<Vec<_>>(), LANES_MAX, limits::LANE_QUIET_MINUTES, now))
    }

    async fn have_written(&self, tx: &mut Tx) -> Result<BTreeSet<DeviceId>, Fault> {
        let rows: Vec<i64> = within!(tx, |c| {
            sqlx::query_scalar("SELECT DISTINCT device FROM writer WHERE ward = $1")
                .bind(self.id.0)
                .fetch_all(c)
                .await?
        });
        rows.into_iter().map(|device| Ok(DeviceId(super::small(device)?))).collect()
    }

    /// Somebody works on it, though it does not ask for changes.
    async fn heard_in_sessions(&self, tx: &mut Tx) -> Result<BTreeMap<DeviceId, Moment>, Fault> {
        let rows: Vec<(i64, i64)> = within!(tx, |c| {
            sqlx::query_as("SELECT device, MAX(seen_at) FROM session WHERE ward = $1 GROUP BY device")
                .bind(self.id.0)
                .fetch_all(c)
                .await?
        });
        let heard = |(device, at)| Ok((DeviceId(super::small(device)?), Moment::from_millis(at)));
        rows.into_iter().map(heard).collect()
    }

    /// When this life of the book began; none where it is the first.
    async fn begun(&self, tx: &mut Tx) -> Result<Option<Moment>, Fault> {
        let begun = meta::get(tx, self.id, "begun").await?;
        Ok(begun.and_then(|begun| begun.parse().ok()).map(Moment::from_millis))
    }
}
