//! What browsers say of the devices that they were: kept in the book, so that a copy knows what was so when it was made.
//!
//! Not here: what follows from it (`shared::sync::succession`), who may say it (`crate::carry`).
//! Invariant: a device that is heard as itself is replaced by nobody; none passes for replaced while fewer acts have come
//! than it said that wait on it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::id::{DeviceId, Writer};
use shared::moment::Moment;
use shared::session::DeviceSeen;
use shared::sync::succession::{self, Replaced, Said, Succession};

use super::device::Device;
use super::{Fault, Store, Tx, meta, within};

/// Begins the name of what a browser has said of a device: `heir:3.9`.
const HEIR: &str = "heir:";

#[derive(Serialize, Deserialize)]
struct Note {
    at: Moment,
    lacks: bool,
}

impl Store {
    /// The browser that is `heir` now says what it holds of `device`, which it proves to have been.
    pub async fn succeeds(
        &self,
        heir: DeviceId,
        device: DeviceId,
        ask: &Succession,
        now: Moment,
    ) -> Result<(), Fault> {
        let mut tx = self.begin_desk().await?;
        let known = self.devices_in(&mut tx).await?;
        let Some(device) = known.into_iter().find(|known| known.id == device) else { return Ok(()) };
        // Somebody has worked on it since: the profile was copied, and this browser speaks for one of two.
        if heir <= device.id
            || device.revoked_at.is_some()
            || !self.is_silent_since(&mut tx, &device, heir).await?
        {
            return Ok(());
        }
        let writers = self.writers_in(&mut tx).await?;
        let judged: BTreeMap<Writer, u64> =
            writers.into_iter().map(|(writer, last_n, _)| (writer, last_n)).collect();
        let lacks =
            ask.lacks(device.id, &judged) || self.arrived(&mut tx, &device).await? < device.waiting.into();
        let name = format!("{HEIR}{}.{heir}", device.id);
        let before = meta::get(&mut tx, self.id, &name).await?;
        let before = before.and_then(|text| serde_json::from_str::<Note>(&text).ok());
        if before.is_some_and(|before| before.lacks == lacks) {
            return Ok(());
        }
        meta::put(&mut tx, self.id, &name, &serde_json::to_string(&Note { at: now, lacks })?).await?;
        tx.commit().await?;
        // What waited for a dossier of this device; and whether anybody is awaited now.
        self.recall_told().await?;
        self.recall_restore().await
    }

    /// Whether nobody was heard on the device since `heir` was enrolled.
    async fn is_silent_since(&self, tx: &mut Tx, device: &Device, heir: DeviceId) -> Result<bool, Fault> {
        let enrolled: Option<i64> = within!(tx, |c| {
            sqlx::query_scalar("SELECT enrolled_at FROM device WHERE ward = $1 AND id = $2")
                .bind(self.id.0)
                .bind(i64::from(heir.0))
                .fetch_optional(c)
                .await?
        });
        Ok(enrolled.is_some_and(|enrolled| device.seen_at.millis() <= enrolled))
    }

    /// How many acts have come under the device's numbers since it was heard last, also those that go on under others and
    /// those that wait for a person.
    async fn arrived(&self, tx: &mut Tx, device: &Device) -> Result<i64, Fault> {
        Ok(within!(tx, |c| {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM (
                   SELECT officer, n FROM cmd_log WHERE ward = $1 AND device = $2 AND received_at >= $3
                   UNION SELECT f.officer, f.n FROM former f JOIN cmd_log l ON l.ward = f.ward AND l.seq = f.seq
                     WHERE f.ward = $1 AND f.device = $2 AND l.received_at >= $3
                   UNION SELECT officer, n FROM quarantine WHERE ward = $1 AND device = $2 AND arrived_at >= $3
                 ) AS came",
            )
            .bind(self.id.0)
            .bind(i64::from(device.id.0))
            .bind(device.seen_at.millis())
            .fetch_one(c)
            .await?
        }))
    }

    /// Of `known` those that are replaced.
    pub(super) async fn replaced(
        &self,
        tx: &mut Tx,
        known: &[Device],
    ) -> Result<BTreeMap<DeviceId, Replaced>, Fault> {
        let rows: Vec<(String, String)> = within!(tx, |c| {
            sqlx::query_as("SELECT name, value FROM meta WHERE ward = $1 AND name LIKE $2")
                .bind(self.id.0)
                .bind(format!("{HEIR}%"))
                .fetch_all(c)
                .await?
        });
        let read = |(name, value): &(String, String)| {
            let (device, heir) = name.strip_prefix(HEIR)?.split_once('.')?;
            let Note { at, lacks } = serde_json::from_str(value).ok()?;
            Some(Said {
                device: DeviceId(device.parse().ok()?),
                heir: DeviceId(heir.parse().ok()?),
                at,
                lacks,
            })
        };
        let said: Vec<Said> = rows.iter().filter_map(read).collect();
        let is_given_up = |id| known.iter().any(|device| device.id == id && device.revoked_at.is_some());
        Ok(succession::replaced(&said, is_given_up))
    }

    /// A device is heard as itself: whoever said to have taken its place had a copy of it.
    pub(super) async fn lives_on(&self, tx: &mut Tx, device: DeviceId) -> Result<bool, Fault> {
        let rows = within!(tx, |c| {
            sqlx::query("DELETE FROM meta WHERE ward = $1 AND name LIKE $2")
                .bind(self.id.0)
                .bind(format!("{HEIR}{device}.%"))
                .execute(c)
                .await?
                .rows_affected()
        });
        Ok(rows > 0)
    }

    /// The devices as whoever answers for them sees them. What one said that waits on it does not any more once it is
    /// replaced.
    pub async fn devices_seen(&self) -> Result<Vec<DeviceSeen>, Fault> {
        let mut tx = self.db.snapshot().await?;
        let known = self.devices_in(&mut tx).await?;
        let replaced = self.replaced(&mut tx, &known).await?;
        Ok(known.iter().map(|device| device.seen(replaced.get(&device.id).copied())).collect())
    }
}
