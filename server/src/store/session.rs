//! Sessions as rows: who is signed in, from which device, since when.
//!
//! Not here: cookies and how long a session lives (`gate::session`).
//! Invariant: the token itself is never stored, only its digest.

use shared::id::{DeviceId, OfficerId};
use shared::moment::Moment;

use super::{Fault, Store, read, small, within};

#[derive(sqlx::FromRow)]
struct Row {
    account: String,
    officer: i64,
    device: i64,
    created_at: i64,
    seen_at: i64,
    must_change: bool,
    revoked_at: Option<i64>,
    lane: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Session {
    pub account: String,
    pub officer: OfficerId,
    pub device: DeviceId,
    pub created_at: Moment,
    pub seen_at: Moment,
    pub must_change: bool,
    pub revoked: bool,
    pub lane: Option<u8>,
}

impl Store {
    pub async fn session(&self, token: &[u8; 32]) -> Result<Option<Session>, Fault> {
        let row: Option<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT s.account, s.officer, s.device, s.created_at, s.seen_at, a.must_change,
                        d.revoked_at, d.lane
                 FROM session s
                 JOIN account a ON a.ward = s.ward AND a.name = s.account
                 JOIN device d ON d.ward = s.ward AND d.id = s.device
                 WHERE s.ward = $1 AND s.token = $2",
            )
            .bind(self.id.0)
            .bind(token.as_slice())
            .fetch_optional(pool)
            .await?
        });
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Session {
            account: row.account,
            officer: OfficerId(small(row.officer)?),
            device: DeviceId(small(row.device)?),
            created_at: Moment::from_millis(row.created_at),
            seen_at: Moment::from_millis(row.seen_at),
            must_change: row.must_change,
            revoked: row.revoked_at.is_some(),
            lane: row.lane.map(small).transpose()?,
        }))
    }

    /// Begins a session, and forgets those that ended more than a day ago.
    pub async fn begin_session(
        &self,
        token: &[u8; 32],
        account: &str,
        officer: OfficerId,
        device: DeviceId,
        now: Moment,
    ) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query("DELETE FROM session WHERE ward = $1 AND created_at < $2")
                .bind(self.id.0)
                .bind(now.plus_minutes(-24 * 60).millis())
                .execute(c)
                .await?;
        });
        within!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO session (ward, token, account, officer, device, created_at, seen_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $6)",
            )
            .bind(self.id.0)
            .bind(token.as_slice())
            .bind(account)
            .bind(i64::from(officer.0))
            .bind(i64::from(device.0))
            .bind(now.millis())
            .execute(c)
            .await?;
        });
        tx.commit().await
    }

    pub async fn touch_session(&self, token: &[u8; 32], now: Moment) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query("UPDATE session SET seen_at = $3 WHERE ward = $1 AND token = $2")
                .bind(self.id.0)
                .bind(token.as_slice())
                .bind(now.millis())
                .execute(c)
                .await?;
        });
        tx.commit().await
    }

    pub async fn end_session(&self, token: &[u8; 32]) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query("DELETE FROM session WHERE ward = $1 AND token = $2")
                .bind(self.id.0)
                .bind(token.as_slice())
                .execute(c)
                .await?;
        });
        tx.commit().await
    }
}
