//! Devices: enrolled browsers, and the lane of dossier numbers that each of them keeps.
//!
//! Not here: what a lane is (`shared::dossier::code`).
//! Invariant: a device and its lane are on the disk, in a list beside the database, before anybody hears of
//! them; so a database that is restored from yesterday gives neither of them to somebody else today.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use shared::dossier::code::{LANES_MAX, Lane};
use shared::id::{DeviceId, OfficerId};
use shared::moment::Moment;
use shared::session::DeviceSeen;

use super::{Fault, Store, Tx, beside, read, small, within};
use crate::random;

/// The list beside the database: one JSON line an enrolment or change.
const LIST: &str = "devices.jsonl";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    secret: Vec<u8>,
    label: String,
    lane: Option<i64>,
    officer: Option<i64>,
    seen_at: i64,
    waiting: i64,
    revoked_at: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Device {
    pub id: DeviceId,
    pub label: String,
    pub lane: Option<Lane>,
    pub officer: Option<OfficerId>,
    pub seen_at: Moment,
    pub waiting: u32,
    pub revoked_at: Option<Moment>,
    secret: Vec<u8>,
}

impl Device {
    pub fn proves(&self, secret: &str) -> bool {
        random::same(&self.secret, &random::digest(secret))
    }

    pub fn seen(&self) -> DeviceSeen {
        DeviceSeen {
            id: self.id,
            label: self.label.clone(),
            lane: self.lane,
            officer: self.officer,
            last_seen: self.seen_at,
            waiting: self.waiting,
            revoked: self.revoked_at.is_some(),
        }
    }
}

impl TryFrom<Row> for Device {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Device, Fault> {
        Ok(Device {
            id: DeviceId(small(row.id)?),
            label: row.label,
            lane: row.lane.map(small).transpose()?.map(Lane),
            officer: row.officer.map(small).transpose()?.map(OfficerId),
            seen_at: Moment::from_millis(row.seen_at),
            waiting: small(row.waiting)?,
            revoked_at: row.revoked_at.map(Moment::from_millis),
            secret: row.secret,
        })
    }
}

/// A line of the list beside the database.
#[derive(Serialize, Deserialize)]
struct Line {
    ward: i64,
    id: u32,
    secret: String,
    label: String,
    lane: Option<Lane>,
    at: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revoked_at: Option<Moment>,
}

impl Store {
    pub async fn device(&self, id: DeviceId) -> Result<Option<Device>, Fault> {
        let row: Option<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT id, secret, label, lane, officer, seen_at, waiting, revoked_at
                 FROM device WHERE ward = $1 AND id = $2",
            )
            .bind(self.id.0)
            .bind(i64::from(id.0))
            .fetch_optional(pool)
            .await?
        });
        row.map(Device::try_from).transpose()
    }

    pub async fn devices(&self) -> Result<Vec<Device>, Fault> {
        let mut tx = self.db.snapshot().await?;
        self.devices_in(&mut tx).await
    }

    pub(super) async fn devices_in(&self, tx: &mut Tx) -> Result<Vec<Device>, Fault> {
        let rows: Vec<Row> = within!(tx, |c| {
            sqlx::query_as(
                "SELECT id, secret, label, lane, officer, seen_at, waiting, revoked_at
                 FROM device WHERE ward = $1 ORDER BY id",
            )
            .bind(self.id.0)
            .fetch_all(c)
            .await?
        });
        rows.into_iter().map(Device::try_from).collect()
    }

    /// Enrols a browser. With `numbers` it gets a lane of its own, where one is left.
    pub async fn enrol(
        &self,
        secret: &str,
        label: &str,
        numbers: bool,
        now: Moment,
    ) -> Result<Device, Fault> {
        let mut tx = self.db.begin().await?;
        let known = self.devices_in(&mut tx).await?;
        let device = Device {
            id: DeviceId(known.last().map_or(0, |last| last.id.0) + 1),
            label: label.to_owned(),
            lane: if numbers { free_lane(&known, now) } else { None },
            officer: None,
            seen_at: now,
            waiting: 0,
            revoked_at: None,
            secret: random::digest(secret).to_vec(),
        };
        self.note_device(&device, now)?;
        self.put_device(&mut tx, &device, now).await?;
        tx.commit().await?;
        Ok(device)
    }

    /// Gives a device that has none a lane, for good.
    pub async fn grant_lane(&self, id: DeviceId, now: Moment) -> Result<Option<Lane>, Fault> {
        let mut tx = self.db.begin().await?;
        let known = self.devices_in(&mut tx).await?;
        let Some(device) = known.iter().find(|device| device.id == id) else { return Ok(None) };
        if device.lane.is_some() {
            return Ok(device.lane);
        }
        let Some(lane) = free_lane(&known, now) else { return Ok(None) };
        let granted = Device { lane: Some(lane), ..device.clone() };
        self.note_device(&granted, now)?;
        self.amend_device(&mut tx, &granted).await?;
        tx.commit().await?;
        Ok(Some(lane))
    }

    /// Writes down that a device was heard, by whom, and how much it says it still holds. A minute's silence is
    /// not worth a write when nothing else changed.
    pub async fn heard(
        &self,
        id: DeviceId,
        officer: OfficerId,
        waiting: Option<u32>,
        now: Moment,
    ) -> Result<(), Fault> {
        if let Some(known) = self.device(id).await?
            && known.officer == Some(officer)
            && waiting.is_none_or(|waiting| waiting == known.waiting)
            && now < known.seen_at.plus_minutes(1)
        {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query(
                "UPDATE device SET officer = $3, waiting = COALESCE($4, waiting), seen_at = $5
                 WHERE ward = $1 AND id = $2",
            )
            .bind(self.id.0)
            .bind(i64::from(id.0))
            .bind(i64::from(officer.0))
            .bind(waiting.map(i64::from))
            .bind(now.millis())
            .execute(c)
            .await?;
        });
        tx.commit().await
    }

    /// A lost device. `false` where there is no such device.
    pub async fn revoke(&self, id: DeviceId, now: Moment) -> Result<bool, Fault> {
        let mut tx = self.db.begin().await?;
        let known = self.devices_in(&mut tx).await?;
        let Some(device) = known.into_iter().find(|device| device.id == id) else { return Ok(false) };
        if device.revoked_at.is_some() {
            return Ok(true);
        }
        let revoked = Device { revoked_at: Some(now), ..device };
        self.note_device(&revoked, now)?;
        self.amend_device(&mut tx, &revoked).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Keeps a device's lane and whether it was revoked.
    async fn amend_device(&self, tx: &mut Tx, device: &Device) -> Result<(), Fault> {
        within!(tx, |c| {
            sqlx::query("UPDATE device SET lane = $3, revoked_at = $4 WHERE ward = $1 AND id = $2")
                .bind(self.id.0)
                .bind(i64::from(device.id.0))
                .bind(device.lane.map(|lane| i64::from(lane.0)))
                .bind(device.revoked_at.map(|at| at.millis()))
                .execute(c)
                .await?;
        });
        Ok(())
    }

    async fn put_device(&self, tx: &mut Tx, device: &Device, now: Moment) -> Result<(), Fault> {
        within!(tx, |c| {
            sqlx::query(
                "INSERT INTO device (ward, id, secret, label, lane, enrolled_at, seen_at, waiting, revoked_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $6, 0, $7)",
            )
            .bind(self.id.0)
            .bind(i64::from(device.id.0))
            .bind(&device.secret)
            .bind(&device.label)
            .bind(device.lane.map(|lane| i64::from(lane.0)))
            .bind(now.millis())
            .bind(device.revoked_at.map(|at| at.millis()))
            .execute(c)
            .await?;
        });
        Ok(())
    }

    fn note_device(&self, device: &Device, now: Moment) -> Result<(), Fault> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let line = Line {
            ward: self.id.0,
            id: device.id.0,
            secret: random::to_hex(&device.secret),
            label: device.label.clone(),
            lane: device.lane,
            at: now,
            revoked_at: device.revoked_at,
        };
        beside::note(folder, LIST, &[line])
    }

    /// Brings back what the list knows and the database, restored from an older copy, does not: devices, their
    /// lanes, and that one was revoked.
    pub(super) async fn recall_devices(&self) -> Result<(), Fault> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let lines = beside::lines::<Line>(folder, LIST).await?.into_iter();
        let newest: BTreeMap<u32, Line> =
            lines.filter(|line| line.ward == self.id.0).map(|line| (line.id, line)).collect();
        let mut tx = self.db.begin().await?;
        let known = self.devices_in(&mut tx).await?;
        for (id, line) in newest {
            let revoked_at = line.revoked_at;
            match known.iter().find(|device| device.id.0 == id) {
                Some(device)
                    if device.lane.is_some() >= line.lane.is_some()
                        && device.revoked_at.is_some() >= revoked_at.is_some() => {}
                Some(device) => {
                    let lane = device.lane.or(line.lane);
                    let revoked_at = device.revoked_at.or(revoked_at);
                    self.amend_device(&mut tx, &Device { lane, revoked_at, ..device.clone() }).await?;
                }
                None => {
                    let device = Device {
                        id: DeviceId(id),
                        label: line.label,
                        lane: line.lane,
                        officer: None,
                        seen_at: line.at,
                        waiting: 0,
                        revoked_at,
                        secret: random::from_hex(&line.secret),
                    };
                    self.put_device(&mut tx, &device, line.at).await?;
                }
            }
        }
        tx.commit().await
    }
}

/// The first lane that nobody holds. The lane of a revoked device rests until the year is over, since its
/// numbers may still come in.
fn free_lane(devices: &[Device], now: Moment) -> Option<Lane> {
    let held: BTreeSet<Lane> = devices
        .iter()
        .filter(|d| d.revoked_at.is_none_or(|at| at.day().year() == now.day().year()))
        .filter_map(|d| d.lane)
        .collect();
    (0..LANES_MAX).map(Lane).find(|lane| !held.contains(lane))
}
