//! Acts that a cleared storage took along, as devices have told it.
//!
//! Not here: who may tell it (`crate::lost`).
//! Invariant: said again it changes nothing; what has arrived after all, under whichever name, is not shown as missing.

use std::collections::{BTreeMap, BTreeSet};

use shared::id::{DeviceId, OfficerId, Writer};
use shared::moment::Moment;
use shared::sync::lost::{Missing, StorageLost};

use super::{Fault, Store, Tx, big, small, within};
use crate::limits::LOST_ROWS_MAX;

/// Numbers of a writer that acts had before their device went on under new ones.
type Former = BTreeMap<Writer, BTreeSet<u64>>;

#[derive(sqlx::FromRow)]
struct Row {
    device: i64,
    officer: i64,
    first_n: i64,
    last_n: i64,
    arrived: i64,
    label: Option<String>,
    told_at: i64,
    told_by: i64,
    told_on: i64,
}

impl Row {
    /// Nothing where all of it has arrived.
    fn missing(self, former: &Former) -> Result<Option<Missing>, Fault> {
        let writer =
            Writer { device: DeviceId(small(self.device)?), officer: OfficerId(small(self.officer)?) };
        let lost = StorageLost { writer, first: small(self.first_n)?, last: small(self.last_n)? };
        let arrived: u64 = small(self.arrived)?;
        let went_on = |n: &u64| former.get(&writer).is_some_and(|numbers| numbers.contains(n));
        let Some(from) = (lost.first.max(arrived + 1)..=lost.last).find(|n| !went_on(n)) else {
            return Ok(None);
        };
        Ok(Some(Missing {
            lost,
            from,
            device: self.label.unwrap_or_default(),
            told: Moment::from_millis(self.told_at),
            by: OfficerId(small(self.told_by)?),
            on: DeviceId(small(self.told_on)?),
        }))
    }
}

impl Store {
    /// A device tells what may be gone. `false` where it has told too much that nobody has looked after.
    pub async fn lose(&self, lost: StorageLost, teller: Writer, now: Moment) -> Result<bool, Fault> {
        let mut tx = self.begin_desk().await?;
        let open: i64 = within!(&mut tx, |c| {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM lost WHERE ward = $1 AND told_on = $2 AND settled_at IS NULL",
            )
            .bind(self.id.0)
            .bind(i64::from(teller.device.0))
            .fetch_one(c)
            .await?
        });
        if open >= LOST_ROWS_MAX {
            return Ok(false);
        }
        within!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO lost (ward, device, officer, first_n, last_n, told_at, told_by, told_on)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            )
            .bind(self.id.0)
            .bind(i64::from(lost.writer.device.0))
            .bind(i64::from(lost.writer.officer.0))
            .bind(big(lost.first))
            .bind(big(lost.last))
            .bind(now.millis())
            .bind(i64::from(teller.officer.0))
            .bind(i64::from(teller.device.0))
            .execute(c)
            .await?;
        });
        tx.commit().await?;
        Ok(true)
    }

    /// What is still missing and nobody has looked after, the oldest word first.
    pub async fn missing(&self) -> Result<Vec<Missing>, Fault> {
        let mut tx = self.db.snapshot().await?;
        let former = self.former_lost(&mut tx).await?;
        let rows: Vec<Row> = within!(&mut tx, |c| {
            sqlx::query_as(
                "SELECT lost.device, lost.officer, lost.first_n, lost.last_n, COALESCE(w.last_n, 0) AS arrived,
                   d.label, lost.told_at, lost.told_by, lost.told_on
                 FROM lost
                   LEFT JOIN writer w
                     ON w.ward = lost.ward AND w.device = lost.device AND w.officer = lost.officer
                   LEFT JOIN device d ON d.ward = lost.ward AND d.id = lost.device
                 WHERE lost.ward = $1 AND lost.settled_at IS NULL AND COALESCE(w.last_n, 0) < lost.last_n
                 ORDER BY lost.told_at, lost.device, lost.officer, lost.first_n",
            )
            .bind(self.id.0)
            .fetch_all(c)
            .await?
        });
        let missing = rows.into_iter().filter_map(|row| row.missing(&former).transpose());
        missing.take(usize::try_from(LOST_ROWS_MAX).unwrap_or(usize::MAX)).collect()
    }

    /// Which of the numbers that devices have told of went on under others. A thread that a device has left behind tells of
    /// acts that it took along.
    async fn former_lost(&self, tx: &mut Tx) -> Result<Former, Fault> {
        let rows: Vec<(i64, i64, i64)> = within!(tx, |c| {
            sqlx::query_as(
                "SELECT DISTINCT f.device, f.officer, f.n
                 FROM lost
                   JOIN former f ON f.ward = lost.ward AND f.device = lost.device AND f.officer = lost.officer
                     AND f.n BETWEEN lost.first_n AND lost.last_n
                 WHERE lost.ward = $1 AND lost.settled_at IS NULL",
            )
            .bind(self.id.0)
            .fetch_all(c)
            .await?
        });
        let mut former = Former::new();
        for (device, officer, n) in rows {
            let writer = Writer { device: DeviceId(small(device)?), officer: OfficerId(small(officer)?) };
            former.entry(writer).or_default().insert(small(n)?);
        }
        Ok(former)
    }

    /// A person has looked after them.
    pub async fn settle_lost(&self, lost: StorageLost, by: OfficerId, now: Moment) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query(
                "UPDATE lost SET settled_at = $6, settled_by = $7
                 WHERE ward = $1 AND device = $2 AND officer = $3 AND first_n = $4 AND last_n = $5
                   AND settled_at IS NULL",
            )
            .bind(self.id.0)
            .bind(i64::from(lost.writer.device.0))
            .bind(i64::from(lost.writer.officer.0))
            .bind(big(lost.first))
            .bind(big(lost.last))
            .bind(now.millis())
            .bind(i64::from(by.0))
            .execute(c)
            .await?;
        });
        tx.commit().await
    }
}
