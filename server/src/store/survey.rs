//! Ballots, and whose dossier has been rated.
//!
//! Not here: who may rate (`crate::survey`), what ballots add up to (`shared::survey`).
//! Invariant: the two tables share nothing: no dossier stands beside what was said, and no order of rows tells it. A
//! dossier is rated once.

use shared::dossier::Status;
use shared::id::DossierId;
use shared::moment::Day;
use shared::report::Period;
use shared::survey::Ballot;

use super::{Fault, Store, read, small, within};
use crate::random;

/// A ballot on its way in.
pub struct Cast {
    pub dossier: DossierId,
    /// When it was said, not when it came in.
    pub day: Day,
    pub ballot: Ballot,
}

#[derive(sqlx::FromRow)]
struct Row {
    procedure: String,
    form: i64,
    answers: String,
    comment: String,
    channel: String,
}

impl Store {
    /// Keeps the ballots of dossiers that were not rated before; how many those are. They are on the disk then.
    pub async fn rate(&self, ballots: &[Cast]) -> Result<usize, Fault> {
        let mut tx = self.begin_desk().await?;
        let mut kept = 0;
        for Cast { dossier, day, ballot } in ballots {
            let answers = serde_json::to_string(&ballot.answers)?;
            let channel = ballot.channel.code();
            kept += within!(&mut tx, |c| {
                let news = sqlx::query(
                    "INSERT INTO survey_done (ward, dossier) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                )
                .bind(self.id.0)
                .bind(dossier.to_string())
                .execute(&mut *c)
                .await?
                .rows_affected();
                if news > 0 {
                    sqlx::query(
                        "INSERT INTO survey_answer (ward, id, day, procedure, form, answers, comment, channel)
                         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    )
                    .bind(self.id.0)
                    .bind(random::hex(16))
                    .bind(day.to_string())
                    .bind(&ballot.procedure)
                    .bind(i64::from(ballot.form))
                    .bind(answers)
                    .bind(&ballot.comment)
                    .bind(channel)
                    .execute(&mut *c)
                    .await?;
                }
                usize::from(news > 0)
            });
        }
        tx.commit().await?;
        Ok(kept)
    }

    pub async fn is_rated(&self, dossier: DossierId) -> Result<bool, Fault> {
        let found: Option<i64> = read!(&*self.db, |pool| {
            sqlx::query_scalar("SELECT ward FROM survey_done WHERE ward = $1 AND dossier = $2")
                .bind(self.id.0)
                .bind(dossier.to_string())
                .fetch_optional(pool)
                .await?
        });
        Ok(found.is_some())
    }

    /// The ballots of the period, the newest day first; within a day in no order.
    pub async fn ballots(&self, period: Period) -> Result<Vec<Ballot>, Fault> {
        let rows: Vec<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT procedure, form, answers, comment, channel FROM survey_answer
                 WHERE ward = $1 AND day BETWEEN $2 AND $3 ORDER BY day DESC, id",
            )
            .bind(self.id.0)
            .bind(period.from().to_string())
            .bind(period.to().to_string())
            .fetch_all(pool)
            .await?
        });
        let ballot = |row: Row| {
            Ok(Ballot {
                form: small(row.form)?,
                procedure: row.procedure,
                answers: serde_json::from_str(&row.answers)?,
                comment: row.comment,
                channel: serde_json::from_value(row.channel.into())?,
            })
        };
        rows.into_iter().map(ballot).collect()
    }

    /// How many dossiers were returned in the period.
    pub async fn returned(&self, period: Period) -> Result<u32, Fault> {
        let count: i64 = read!(&*self.db, |pool| {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM record WHERE ward = $1 AND status = $2 AND closed_day BETWEEN $3 AND $4",
            )
            .bind(self.id.0)
            .bind(Status::Returned.code())
            .bind(period.from().to_string())
            .bind(period.to().to_string())
            .fetch_one(pool)
            .await?
        });
        small(count)
    }
}
