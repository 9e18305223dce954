//! Which device may print from which lane, and since when.
//!
//! Not here: what a lane is (`shared::dossier::code`), devices and the list that remembers them (`device`).
//! Invariant: a lane changes hands only after its holder was silent for far longer than anybody may work without the
//! server; a code carries its day, so what the one printed and what the other will print are never the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use shared::act::Act;
use shared::dossier::code::{LANES_MAX, Lane};
use shared::id::{DeviceId, WardId};
use shared::moment::{Day, Moment};
use shared::sync::wire::Command;

use super::device::{self, Device};
use super::{Fault, Store, Tx, beside, meta, within};
use crate::limits;

/// Lanes that devices have left, and the day: what they printed before comes in under the lane it was printed from.
#[derive(Clone, Default)]
pub(super) struct Left(Arc<Mutex<BTreeMap<DeviceId, Vec<Held>>>>);

/// A lane that a device has left, and the last day on which it was its own.
type Held = (Lane, Day);

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
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        left.entry(device).or_default().push((lane, at.day()));
    }

    /// The lane under which an act is judged: the device's own, or the one that it held on the day of the number that
    /// it printed.
    pub fn of(&self, own: Option<Lane>, command: &Command) -> Option<Lane> {
        let Act::Dossier { act, .. } = &command.act;
        let Some(number) = act.number().filter(|number| !own.is_some_and(|own| own.holds(*number))) else {
            return own;
        };
        let left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = left.get(&command.writer.device)?.iter();
        let day = command.at.day();
        before.rev().find(|(lane, until)| lane.holds(number) && day < *until).map(|(lane, _)| *lane).or(own)
    }
}

/// A lane that may be given, best first: one that nobody holds, then of those whose holders are silent one out of
/// which nothing was written, then the one that was silent longest.
type Offer = (bool, Option<Moment>, Lane);

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
        let Some((_, _, lane)) = self.offers(tx, known, now).await?.into_iter().min() else {
            return Ok(None);
        };
        for holder in known.iter().filter(|one| one.lane == Some(lane) && one.revoked_at.is_none()) {
            let without = Device { lane: None, ..holder.clone() };
            self.note_device(&without, now)?;
            self.amend_device(tx, &without).await?;
            self.left.note(holder.id, lane, now);
        }
        Ok(Some(lane))
    }

    async fn offers(&self, tx: &mut Tx, known: &[Device], now: Moment) -> Result<Vec<Offer>, Fault> {
        let (wrote, heard) = (self.have_written(tx).await?, self.heard_in_sessions(tx).await?);
        // Who was heard between the copy and its restore, nobody knows.
        let begun = self.begun(tx).await?;
        let quiet = now.plus_minutes(-limits::LANE_QUIET_MINUTES);
        let last_heard = |device: &Device| {
            let in_session = heard.get(&device.id).copied();
            begun.into_iter().chain(in_session).fold(device.seen_at, Moment::max)
        };
        let mut offers = vec![];
        for lane in (0..LANES_MAX).map(Lane) {
            let holders: Vec<&Device> =
                known.iter().filter(|one| one.lane == Some(lane) && !has_rested(one, now)).collect();
            let last = holders.iter().map(|one| last_heard(one)).max();
            let waits = holders.iter().any(|one| one.waiting > 0 && one.revoked_at.is_none());
            if !waits && last.is_none_or(|last| last < quiet) {
                offers.push((holders.iter().any(|one| wrote.contains(&one.id)), last, lane));
            }
        }
        Ok(offers)
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

/// A revoked device's lane is nobody's when the year is over.
fn has_rested(device: &Device, now: Moment) -> bool {
    device.revoked_at.is_some_and(|at| at.day().year() != now.day().year())
}
