//! Devices: enrolled browsers, and the lane of dossier numbers that each of them keeps.
//!
//! Not here: what a lane is (`shared::dossier::code`), which one is given (`lane`).
//! Invariant: a device, its lane and its end are on the disk, in a list beside the database, before anybody hears
//! of them; so a database that is restored from yesterday gives no lane to somebody else today and trusts no device
//! that was lost meanwhile.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use shared::dossier::code::Lane;
use shared::id::{DeviceId, OfficerId, WardId};
use shared::moment::Moment;
use shared::session::DeviceSeen;
use shared::sync::succession::Replaced;

use super::{Fault, Store, Tx, beside, read, small, within};
use crate::random;

/// The list beside the database: one JSON line an enrolment or change.
pub(super) const LIST: &str = "devices.jsonl";

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
    pub(super) secret: Vec<u8>,
}

impl Device {
    pub fn proves(&self, secret: &str) -> bool {
        random::same(&self.secret, &random::digest(secret))
    }

    /// As whoever answers for it sees it.
    pub(super) fn seen(&self, replaced: Option<Replaced>) -> DeviceSeen {
        DeviceSeen {
            id: self.id,
            label: self.label.clone(),
            lane: self.lane,
            officer: self.officer,
            last_seen: self.seen_at,
            waiting: if replaced.is_some() { 0 } else { self.waiting },
            revoked: self.revoked_at.is_some(),
            replaced,
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

/// A line of the list beside the database: how a device stands from then on.
#[derive(Serialize, Deserialize)]
pub(super) struct Line {
    pub ward: i64,
    pub id: u32,
    secret: String,
    label: String,
    pub lane: Option<Lane>,
    pub at: Moment,
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
        let mut tx = self.begin_desk().await?;
        let known = self.devices_in(&mut tx).await?;
        let device = Device {
            id: DeviceId(known.last().map_or(0, |last| last.id.0) + 1),
            label: label.to_owned(),
            lane: if numbers { self.lane_for_another(&mut tx, &known, now).await? } else { None },
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

    /// Gives a device that has none a lane, for as long as it is heard.
    pub async fn grant_lane(&self, id: DeviceId, now: Moment) -> Result<Option<Lane>, Fault> {
        let mut tx = self.begin_desk().await?;
        let known = self.devices_in(&mut tx).await?;
        let Some(device) = known.iter().find(|device| device.id == id) else { return Ok(None) };
        if device.lane.is_some() {
            return Ok(device.lane);
        }
        let Some(lane) = self.lane_for_another(&mut tx, &known, now).await? else { return Ok(None) };
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
        let was_replaced = self.lives_on(&mut tx, id).await?;
        tx.commit().await?;
        if was_replaced { self.recall_restore().await } else { Ok(()) }
    }

    /// A lost device. `false` where there is no such device.
    pub async fn revoke(&self, id: DeviceId, now: Moment) -> Result<bool, Fault> {
        let mut tx = self.begin_desk().await?;
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
    pub(super) async fn amend_device(&self, tx: &mut Tx, device: &Device) -> Result<(), Fault> {
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

    pub(super) fn note_device(&self, device: &Device, now: Moment) -> Result<(), Fault> {
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

    /// Brings back what the list knows and the database, restored from an older copy, does not: devices, lanes,
    /// ends.
    pub(super) async fn recall_devices(&self) -> Result<(), Fault> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let (mut listed, mut holders) = (BTreeMap::new(), BTreeMap::new());
        for line in
            beside::lines::<Line>(folder, LIST).await?.into_iter().filter(|line| line.ward == self.id.0)
        {
            if let (Some(lane), None) = (line.lane, line.revoked_at) {
                // A commit that failed may have left an older holder behind, which nobody heard of.
                holders.insert(lane, line.id);
            }
            listed.insert(line.id, line);
        }
        let mut tx = self.begin_desk().await?;
        let mut known: BTreeMap<_, _> =
            self.devices_in(&mut tx).await?.into_iter().map(|device| (device.id.0, device)).collect();
        let (mut missing, mut changed) = (Vec::new(), Vec::new());
        for (id, line) in listed {
            let before = known.remove(&id);
            let after = recalled(line, before.as_ref(), &holders);
            match before {
                None => missing.push(after),
                Some(before) if (before.lane, before.revoked_at) != (after.lane, after.revoked_at) => {
                    changed.push(after);
                }
                Some(_) => {}
            }
        }
        for device in &changed {
            self.amend_device(&mut tx, &Device { lane: None, ..device.clone() }).await?;
        }
        for device in &changed {
            self.amend_device(&mut tx, device).await?;
        }
        for device in &missing {
            self.put_device(&mut tx, device, device.seen_at).await?;
        }
        tx.commit().await
    }
}

/// A device as the list's last line about it says. What the database knows of its end is never forgotten.
fn recalled(line: Line, before: Option<&Device>, holders: &BTreeMap<Lane, u32>) -> Device {
    let revoked_at = before.and_then(|device| device.revoked_at).or(line.revoked_at);
    let is_own = |lane: &Lane| revoked_at.is_some() || holders.get(lane) == Some(&line.id);
    Device {
        id: DeviceId(line.id),
        lane: line.lane.filter(is_own),
        label: line.label,
        officer: None,
        seen_at: line.at,
        waiting: 0,
        revoked_at,
        secret: random::from_hex(&line.secret),
    }
}

/// The list beside the database, where it knows devices of the ward.
pub(super) async fn trace(folder: &Path, id: WardId) -> Result<Option<PathBuf>, Fault> {
    let knows = beside::lines::<Line>(folder, LIST).await?.iter().any(|line| line.ward == id.0);
    Ok(knows.then(|| folder.join(LIST)))
}
