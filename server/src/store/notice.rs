//! Who has looked at which outcome.
//!
//! Not here: the outcomes, which stand in the log; who may say that something was read (`crate::notice`).
//! Invariant: an outcome that wants eyes has its row in the commit that made it; a row that was read stays read.

use sha2::{Digest as _, Sha256};
use shared::id::{DeviceId, OfficerId, WardId, Writer};
use shared::limits::{NOTICE_BODY_BYTES_MAX, NOTICES_MAX};
use shared::moment::Moment;
use shared::officer::{Officer, Role};
use shared::sync::notice::{About, NoticeId, Seen, Told, Unread, overdue};
use shared::sync::wire::Body;

use super::ledger::Entry;
use super::{Fault, Store, Tx, big, small, within};
use crate::random;

/// Whose eyes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Eyes {
    officer: OfficerId,
    /// Works with everybody's dossiers, and may hold the acts themselves.
    is_staff: bool,
    /// Of others: what was judged until then. Nothing of others but for the head.
    until: Option<Moment>,
}

impl Eyes {
    pub fn of(officer: &Officer, now: Moment) -> Eyes {
        let until = officer.is(Role::Head).then(|| overdue(now));
        Eyes { officer: officer.id, is_staff: officer.is_staff(), until }
    }

    fn until(self) -> i64 {
        self.until.map_or(i64::MIN, Moment::millis)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    device: i64,
    officer: i64,
    n: i64,
    judged_at: i64,
    outcome: String,
    body: String,
    label: Option<String>,
}

impl Row {
    fn unread(self, eyes: Eyes) -> Result<Unread, Fault> {
        let writer =
            Writer { device: DeviceId(small(self.device)?), officer: OfficerId(small(self.officer)?) };
        let body = Body(self.body);
        let about = body.open().ok().map(|command| About::of(&command));
        let travels = eyes.is_staff && body.0.len() <= NOTICE_BODY_BYTES_MAX;
        Ok(Unread {
            id: NoticeId { writer, n: small(self.n)? },
            device: self.label.unwrap_or_default(),
            judged: Moment::from_millis(self.judged_at),
            outcome: serde_json::from_str(&self.outcome)?,
            about,
            body: travels.then_some(body),
        })
    }
}

/// Beside the log's row, in the same transaction.
pub(super) async fn note(tx: &mut Tx, id: WardId, entry: &Entry) -> Result<(), Fault> {
    within!(tx, |c| {
        sqlx::query(
            "INSERT INTO notice (ward, device, officer, n, seq, judged_at) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.0)
        .bind(i64::from(entry.writer.device.0))
        .bind(i64::from(entry.writer.officer.0))
        .bind(big(entry.n))
        .bind(big(entry.seq))
        .bind(entry.now.millis())
        .execute(c)
        .await?;
    });
    Ok(())
}

/// The name of a list.
fn tag(list: &[Unread]) -> Result<String, Fault> {
    if list.is_empty() {
        return Ok(String::new());
    }
    let digest = Sha256::digest(serde_json::to_vec(list)?);
    Ok(random::to_hex(&digest[..8]))
}

impl Store {
    /// What waits for these eyes; without the list where the asker has it. One's own come first, then the oldest.
    pub(super) async fn told(&self, tx: &mut Tx, eyes: Eyes, known: &str) -> Result<Told, Fault> {
        let all: i64 = within!(&mut *tx, |c| {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM notice WHERE ward = $1 AND read_at IS NULL
                   AND (officer = $2 OR (judged_at <= $3 AND head_at IS NULL))",
            )
            .bind(self.id.0)
            .bind(i64::from(eyes.officer.0))
            .bind(eyes.until())
            .fetch_one(c)
            .await?
        });
        let rows = if all == 0 { Vec::new() } else { self.unread_rows(tx, eyes).await? };
        let list = rows.into_iter().map(|row| row.unread(eyes)).collect::<Result<Vec<_>, _>>()?;
        let tag = tag(&list)?;
        let list = (tag != known).then_some(list);
        Ok(Told { all: small(all)?, tag, list })
    }

    async fn unread_rows(&self, tx: &mut Tx, eyes: Eyes) -> Result<Vec<Row>, Fault> {
        Ok(within!(tx, |c| {
            sqlx::query_as(
                "SELECT u.device, u.officer, u.n, u.judged_at, l.outcome, l.body, d.label FROM notice u
                   JOIN cmd_log l ON l.ward = u.ward AND l.seq = u.seq
                   LEFT JOIN device d ON d.ward = u.ward AND d.id = u.device
                 WHERE u.ward = $1 AND u.read_at IS NULL
                   AND (u.officer = $2 OR (u.judged_at <= $3 AND u.head_at IS NULL))
                 ORDER BY CASE WHEN u.officer = $2 THEN 0 ELSE 1 END, u.seq LIMIT $4",
            )
            .bind(self.id.0)
            .bind(i64::from(eyes.officer.0))
            .bind(eyes.until())
            .bind(NOTICES_MAX as i64)
            .fetch_all(c)
            .await?
        }))
    }

    /// Somebody has looked: the author at their own, the head at what is overdue. What is neither stays as it is.
    /// Nor does what was judged again since they looked.
    pub async fn have_read(&self, eyes: Eyes, notices: &[Seen], now: Moment) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        for seen in notices {
            if seen.writer.officer == eyes.officer {
                self.read_by_author(&mut tx, *seen, now).await?;
            } else {
                self.read_by_head(&mut tx, *seen, eyes, now).await?;
            }
        }
        tx.commit().await
    }

    async fn read_by_author(&self, tx: &mut Tx, seen: Seen, now: Moment) -> Result<(), Fault> {
        within!(tx, |c| {
            sqlx::query(
                "UPDATE notice SET read_at = $5
                 WHERE ward = $1 AND device = $2 AND officer = $3 AND n = $4 AND read_at IS NULL
                   AND judged_at = COALESCE($6, judged_at)",
            )
            .bind(self.id.0)
            .bind(i64::from(seen.writer.device.0))
            .bind(i64::from(seen.writer.officer.0))
            .bind(big(seen.n))
            .bind(now.millis())
            .bind(seen.judged.map(Moment::millis))
            .execute(c)
            .await?;
        });
        Ok(())
    }

    async fn read_by_head(&self, tx: &mut Tx, seen: Seen, eyes: Eyes, now: Moment) -> Result<(), Fault> {
        within!(tx, |c| {
            sqlx::query(
                "UPDATE notice SET head_at = $5, head = $6
                 WHERE ward = $1 AND device = $2 AND officer = $3 AND n = $4
                   AND head_at IS NULL AND judged_at <= $7 AND judged_at = COALESCE($8, judged_at)",
            )
            .bind(self.id.0)
            .bind(i64::from(seen.writer.device.0))
            .bind(i64::from(seen.writer.officer.0))
            .bind(big(seen.n))
            .bind(now.millis())
            .bind(i64::from(eyes.officer.0))
            .bind(eyes.until())
            .bind(seen.judged.map(Moment::millis))
            .execute(c)
            .await?;
        });
        Ok(())
    }
}
