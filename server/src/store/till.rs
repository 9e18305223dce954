//! Bàn giao quỹ: each day's hand-over, as it was written.
//!
//! Not here: what may be handed over (`shared::report::till`).
//! Invariant: a day has one row, and no row is ever changed.

use shared::moment::Day;
use shared::report::Period;
use shared::report::till::Handed;

use super::told::Told;
use super::{Fault, Store, read, within};

impl Store {
    /// Keeps a hand-over, on the disk; `false` where the day has one.
    pub async fn hand_over_till(&self, handed: &Handed) -> Result<bool, Fault> {
        let body = serde_json::to_string(handed)?;
        let mut tx = self.begin_desk().await?;
        let news = within!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO till (ward, day, officer, at, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            )
            .bind(self.id.0)
            .bind(handed.day.to_string())
            .bind(i64::from(handed.by.0))
            .bind(handed.at.millis())
            .bind(&body)
            .execute(&mut *c)
            .await?
            .rows_affected()
        });
        if news > 0 {
            self.told.note(Told::Till(Box::new(handed.clone())))?;
        }
        tx.commit().await?;
        Ok(news > 0)
    }

    /// The hand-overs of the period's days, the first day first.
    pub async fn handed(&self, period: Period) -> Result<Vec<Handed>, Fault> {
        let bodies: Vec<String> = read!(&*self.db, |pool| {
            sqlx::query_scalar("SELECT body FROM till WHERE ward = $1 AND day BETWEEN $2 AND $3 ORDER BY day")
                .bind(self.id.0)
                .bind(period.from().to_string())
                .bind(period.to().to_string())
                .fetch_all(pool)
                .await?
        });
        bodies.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
    }

    pub async fn handed_on(&self, day: Day) -> Result<Option<Handed>, Fault> {
        let Ok(period) = Period::new(day, day) else { return Ok(None) };
        Ok(self.handed(period).await?.pop())
    }
}
