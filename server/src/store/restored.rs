//! What a restore has left to wait for: noted with the new life of the book, counted from what has come since.
//!
//! Not here: putting a copy back (`backup`), who may look (`office`).
//! Invariant: every device that was enrolled before is awaited until it has read this life of the book and has
//! nothing left to send, or a person ends the wait.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

use serde::{Deserialize, Serialize};
use shared::id::{DeviceId, WardId};
use shared::moment::Moment;
use shared::sync::restored::{Restored, Returning};
use shared::sync::wire::Body;

use super::{Fault, Store, Tx, meta, within};
use crate::limits::RETURNED_ACTS_MAX;

/// The name of the note in the book.
const NOTED: &str = "restored";

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
        sqlx::query("DELETE FROM returned WHERE ward = $1").bind(id.0).execute(c).await?;
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

    /// A device has read this life of the book and has nothing left to send.
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
        let returned: Vec<(i64,)> = within!(&mut tx, |c| {
            sqlx::query_as("SELECT device FROM returned WHERE ward = $1").bind(self.id.0).fetch_all(c).await?
        });
        let returned: BTreeSet<i64> = returned.into_iter().map(|(device,)| device).collect();
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
        let mut devices = Vec::new();
        for device in self.devices_in(&mut tx).await? {
            let id = i64::from(device.id.0);
            if enrolled.contains(&id) {
                devices.push(Returning {
                    id: device.id,
                    label: device.label,
                    officer: device.officer,
                    last_heard: device.seen_at,
                    came_back: came_back.get(&id).copied().unwrap_or(0),
                    is_back: returned.contains(&id),
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
