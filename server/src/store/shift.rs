//! Ca hỗ trợ: the shifts of the volunteers, each as it was told last.
//!
//! Not here: which telling counts (`shared::shift`).
//! Invariant: a shift belongs to whoever began it; what is answered as kept is on the disk.

use shared::id::{DeviceId, OfficerId};
use shared::moment::Moment;
use shared::refusal::Refusal;
use shared::report::Period;
use shared::shift::{Line, Shift};

use super::told::Told;
use super::{Fault, Store, read, small, within};

/// Who tells, on which device, and when.
pub struct By {
    pub officer: OfficerId,
    pub device: DeviceId,
    pub now: Moment,
}

#[derive(sqlx::FromRow)]
struct Row {
    officer: i64,
    body: String,
}

impl Store {
    /// Keeps how the shift stands, and says whether that was news; the refusal where it cannot be so.
    pub async fn tell_shift(&self, by: By, told: &Shift) -> Result<Result<bool, Refusal>, Fault> {
        let (id, body) = (told.id.to_string(), serde_json::to_string(told)?);
        let mut tx = self.begin_desk().await?;
        let kept: Option<Row> = within!(&mut tx, |c| {
            sqlx::query_as("SELECT officer, body FROM volunteer_shift WHERE ward = $1 AND id = $2")
                .bind(self.id.0)
                .bind(&id)
                .fetch_optional(&mut *c)
                .await?
        });
        let kept = match kept {
            None => None,
            Some(row) if small::<u32>(row.officer)? == by.officer.0 => Some(serde_json::from_str(&row.body)?),
            Some(_) => return Ok(Err(foreign())),
        };
        match told.judge(kept.as_ref(), by.now.day()) {
            Err(refusal) => return Ok(Err(refusal)),
            Ok(false) => return Ok(Ok(false)),
            Ok(true) => {}
        }
        within!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO volunteer_shift (ward, id, officer, device, day, told_at, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (ward, id) DO UPDATE SET
                     device = excluded.device, day = excluded.day, told_at = excluded.told_at, body = excluded.body",
            )
            .bind(self.id.0)
            .bind(&id)
            .bind(i64::from(by.officer.0))
            .bind(i64::from(by.device.0))
            .bind(told.day.to_string())
            .bind(by.now.millis())
            .bind(&body)
            .execute(&mut *c)
            .await?;
        });
        let By { officer, device, now: at } = by;
        self.told.note(Told::Shift { officer, device, at, told: told.clone() })?;
        tx.commit().await?;
        Ok(Ok(true))
    }

    /// The shifts of the period, for a report.
    pub async fn shifts(&self, period: Period) -> Result<Vec<Line>, Fault> {
        let rows: Vec<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT officer, body FROM volunteer_shift WHERE ward = $1 AND day BETWEEN $2 AND $3 ORDER BY day, id",
            )
            .bind(self.id.0)
            .bind(period.from().to_string())
            .bind(period.to().to_string())
            .fetch_all(pool)
            .await?
        });
        let line = |row: Row| {
            let shift: Shift = serde_json::from_str(&row.body)?;
            let (counts, open) = (shift.counts(), shift.ended.is_none());
            Ok(Line {
                officer: OfficerId(small(row.officer)?),
                day: shift.day,
                half: shift.half,
                counts,
                open,
            })
        };
        rows.into_iter().map(line).collect()
    }
}

fn foreign() -> Refusal {
    Refusal::field("ca", "Ca này của người khác.", "This shift is somebody else's.")
}
