//! What a restore has left to wait for: noted with the new life of the book, counted from what has come since.
//!
//! Not here: putting a copy back (`backup`), who may look (`office`).
//! Invariant: every device that was enrolled before is awaited until it has read this life of the book and none of its
//! officers holds anything on it that the book lacks, or what took its place has said so (`succession`), or a person ends
//! the wait.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

use serde::{Deserialize, Serialize};
use shared::id::{DeviceId, OfficerId, WardId, Writer};
use shared::moment::Moment;
use shared::sync::restored::{Restored, Returning};
use shared::sync::wire::{Body, PullAsk};

use super::{Fault, Store, Tx, meta, small, within};
use crate::limits::RETURNED_ACTS_MAX;

/// The name of the note in the book.
const NOTED: &str = "restored";
/// Begins the name of what a device has said since: whose acts it still holds.
const AWAITED: &str = "awaited:";

fn awaited_on(device: DeviceId) -> String {
    format!("{AWAITED}{device}")
}

/// When the book was put back, and how far it went then.
#[derive(Serialize, Deserialize)]
struct Note {
    at: Moment,
    seq: u64,
}

/// Writes down that the book has just been put back.
pub(super) async fn note(tx: &mut Tx, id: WardId, at: Moment) -> Result<(), Fault> {
    let note = serde_json::to_string(&Note { at, seq: super::ledger::last_seq(tx, id).await? })?;
    within!(tx, |c| {
        sqlx::query("DELETE FROM returned WHERE ward = $1").bind(id.0).execute(&mut *c).await?;
        sqlx::query("DELETE FROM meta WHERE ward = $1 AND name LIKE $2")
            .bind(id.0)
            .bind(format!("{AWAITED}%"))
            .execute(c)
            .await?;
    });
    meta::put(tx, id, NOTED, &note).await
}

impl Store {
    async fn restore_note(&self, tx: &mut Tx) -> Result<Option<Note>, Fault> {
        let text = meta::get(tx, self.id, NOTED).await?;
        Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    /// Whether anybody is awaited; asked once, when the book is opened.
    pub(super) async fn recall_restore(&self) -> Result<(), Fault> {
        let waits = self.restored().await?.is_some();
        self.awaits.store(waits, Ordering::Relaxed);
        Ok(())
    }

    /// What a device says it holds while somebody is awaited: it is back, or it is noted whose acts it still has. Whether a
    /// restore took what an officer had sent only the book can tell, by how far it has come with that officer. An older
    /// build does not say what others hold on its device: it is awaited until its pages are loaded anew.
    pub async fn comes_back(&self, asker: Writer, ask: &PullAsk) -> Result<(), Fault> {
        let Some(beside) = ask.beside.as_ref().filter(|_| self.awaits.load(Ordering::Relaxed)) else {
            return Ok(());
        };
        let (device, name) = (asker.device, awaited_on(asker.device));
        let mut tx = self.db.snapshot().await?;
        if self.back_in(&mut tx).await?.contains(&device) {
            return Ok(());
        }
        let noted = meta::get(&mut tx, self.id, &name).await?;
        let judged: BTreeMap<OfficerId, u64> = self
            .writers_in(&mut tx)
            .await?
            .into_iter()
            .filter(|(writer, ..)| writer.device == device)
            .map(|(writer, last_n, _)| (writer.officer, last_n))
            .collect();
        drop(tx);
        let has_all = ask.waiting == 0 && ask.epoch == *self.epoch;
        let lacks = |n: u64, officer: &OfficerId| judged.get(officer).is_none_or(|last_n| *last_n < n);
        let others = beside.iter().filter(|other| lacks(other.last_n, &other.officer));
        let awaited: BTreeSet<OfficerId> =
            others.map(|other| other.officer).chain((!has_all).then_some(asker.officer)).collect();
        if awaited.is_empty() {
            return self.is_back(device).await;
        }
        let text = serde_json::to_string(&awaited)?;
        if noted.as_ref() == Some(&text) {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        meta::put(&mut tx, self.id, &name, &text).await?;
        tx.commit().await
    }

    /// How far the book has come with each writer, and up to where copies hold it.
    pub(super) async fn writers_in(&self, tx: &mut Tx) -> Result<Vec<(Writer, u64, u64)>, Fault> {
        let rows: Vec<(i64, i64, i64, i64)> = within!(tx, |c| {
            sqlx::query_as("SELECT device, officer, last_n, durable_n FROM writer WHERE ward = $1")
                .bind(self.id.0)
                .fetch_all(c)
                .await?
        });
        let read = |(device, officer, last_n, durable_n)| {
            let writer = Writer { device: DeviceId(small(device)?), officer: OfficerId(small(officer)?) };
            Ok((writer, small(last_n)?, small(durable_n)?))
        };
        rows.into_iter().map(read).collect()
    }

    async fn back_in(&self, tx: &mut Tx) -> Result<BTreeSet<DeviceId>, Fault> {
        let rows: Vec<i64> = within!(tx, |c| {
            sqlx::query_scalar("SELECT device FROM returned WHERE ward = $1")
                .bind(self.id.0)
                .fetch_all(c)
                .await?
        });
        rows.into_iter().map(|device| Ok(DeviceId(small(device)?))).collect()
    }

    /// Whose acts each device that is not back may still hold.
    async fn awaited(&self, tx: &mut Tx) -> Result<BTreeMap<DeviceId, BTreeSet<OfficerId>>, Fault> {
        let mut awaited: BTreeMap<DeviceId, BTreeSet<OfficerId>> = BTreeMap::new();
        // What copies of the last week hold, each of them holds: nobody is awaited for that.
        for (writer, ..) in self.writers_in(tx).await?.into_iter().filter(|(_, last_n, safe)| safe < last_n) {
            awaited.entry(writer.device).or_default().insert(writer.officer);
        }
        let said: Vec<(String, String)> = within!(tx, |c| {
            sqlx::query_as("SELECT name, value FROM meta WHERE ward = $1 AND name LIKE $2")
                .bind(self.id.0)
                .bind(format!("{AWAITED}%"))
                .fetch_all(c)
                .await?
        });
        for (name, officers) in said {
            if let Some(device) = name.strip_prefix(AWAITED).and_then(|device| device.parse().ok()) {
                awaited.insert(DeviceId(device), serde_json::from_str(&officers)?);
            }
        }
        Ok(awaited)
    }

    /// A device has read this life of the book and holds nothing that the book lacks.
    pub async fn is_back(&self, device: DeviceId) -> Result<(), Fault> {
        if !self.awaits.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        let news = within!(&mut tx, |c| {
            sqlx::query("INSERT INTO returned (ward, device) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                .bind(self.id.0)
                .bind(i64::from(device.0))
                .execute(c)
                .await?
                .rows_affected()
        });
        tx.commit().await?;
        if news == 0 {
            return Ok(());
        }
        // What waited for a dossier of this device.
        self.recall_told().await?;
        self.recall_restore().await
    }

    /// The last restore, as long as somebody is awaited.
    pub async fn restored(&self) -> Result<Option<Restored>, Fault> {
        let mut tx = self.db.snapshot().await?;
        let Some(note) = self.restore_note(&mut tx).await? else { return Ok(None) };
        let (returned, mut awaited) = (self.back_in(&mut tx).await?, self.awaited(&mut tx).await?);
        let enrolled: Vec<(i64,)> = within!(&mut tx, |c| {
            sqlx::query_as(
                "SELECT id FROM device WHERE ward = $1 AND revoked_at IS NULL AND enrolled_at <= $2",
            )
            .bind(self.id.0)
            .bind(note.at.millis())
            .fetch_all(c)
            .await?
        });
        let enrolled: BTreeSet<i64> = enrolled.into_iter().map(|(device,)| device).collect();
        let came_back = self.came_back(&mut tx, &note).await?;
        let known = self.devices_in(&mut tx).await?;
        let replaced = self.replaced(&mut tx, &known).await?;
        let mut devices = Vec::new();
        for device in known {
            let id = i64::from(device.id.0);
            if enrolled.contains(&id) {
                let is_back = returned.contains(&device.id) || replaced.contains_key(&device.id);
                let awaited = awaited.remove(&device.id).filter(|_| !is_back).unwrap_or_default();
                devices.push(Returning {
                    id: device.id,
                    label: device.label,
                    officer: device.officer,
                    last_heard: device.seen_at,
                    came_back: came_back.get(&id).copied().unwrap_or(0),
                    awaited: awaited.into_iter().collect(),
                    is_back,
                });
            }
        }
        devices.sort_by_key(|device| (device.is_back, Reverse(device.last_heard)));
        let restored = Restored { at: note.at, devices };
        Ok((restored.awaited() > 0).then_some(restored))
    }

    /// How many acts from before the restore have come since, by device.
    async fn came_back(&self, tx: &mut Tx, note: &Note) -> Result<BTreeMap<i64, u32>, Fault> {
        let rows: Vec<(i64, String)> = within!(tx, |c| {
            sqlx::query_as(
                "SELECT device, body FROM cmd_log WHERE ward = $1 AND seq > $2 ORDER BY seq LIMIT $3",
            )
            .bind(self.id.0)
            .bind(i64::try_from(note.seq).unwrap_or(i64::MAX))
            .bind(RETURNED_ACTS_MAX)
            .fetch_all(c)
            .await?
        });
        let mut counts = BTreeMap::new();
        for (device, body) in rows {
            if Body(body).open().is_ok_and(|command| command.at < note.at) {
                *counts.entry(device).or_default() += 1;
            }
        }
        Ok(counts)
    }

    /// Nobody is awaited any more: a person knows why.
    pub async fn end_restore(&self) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query("DELETE FROM meta WHERE ward = $1 AND name = $2")
                .bind(self.id.0)
                .bind(NOTED)
                .execute(c)
                .await?;
        });
        tx.commit().await?;
        self.recall_restore().await
    }
}
