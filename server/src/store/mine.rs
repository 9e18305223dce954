//! What an officer has read of what others did.
//!
//! Not here: what concerns whom (`shared::dossier::concern`), who may say that something was read (`crate::mine`).
//! Invariant: a mark is its officer's, whatever device it comes from, and is forgotten once it concerns nobody any more.

use std::collections::BTreeSet;

use shared::dossier::concern::{Mark, remembered_from};
use shared::id::{DossierId, OfficerId};
use shared::limits::MARKS_MAX;
use shared::moment::Moment;

use super::{Fault, Store, within};

#[derive(sqlx::FromRow)]
struct Row {
    dossier: String,
    at: i64,
    why: String,
}

impl Row {
    fn mark(self) -> Result<Mark, Fault> {
        Ok(Mark {
            id: DossierId(
                self.dossier.parse().map_err(|e| Fault::Odd(format!("dossier {}: {e}", self.dossier)))?,
            ),
            at: Moment::from_millis(self.at),
            why: serde_json::from_value(self.why.into())?,
        })
    }
}

impl Store {
    /// Adds what was read on a device to what the officer has read on others, and says all of it, the latest where there
    /// is more than a device asks for.
    pub async fn read_mine(
        &self,
        officer: OfficerId,
        marks: &BTreeSet<Mark>,
        now: Moment,
    ) -> Result<BTreeSet<Mark>, Fault> {
        let first = remembered_from(now);
        let mut tx = self.begin_desk().await?;
        within!(&mut tx, |c| {
            sqlx::query("DELETE FROM mine_read WHERE ward = $1 AND officer = $2 AND at < $3")
                .bind(self.id.0)
                .bind(i64::from(officer.0))
                .bind(first.millis())
                .execute(c)
                .await?;
        });
        for Mark { id, at, why } in marks.iter().filter(|mark| first <= mark.at) {
            within!(&mut tx, |c| {
                sqlx::query(
                    "INSERT INTO mine_read (ward, officer, dossier, at, why) VALUES ($1, $2, $3, $4, $5)
                     ON CONFLICT DO NOTHING",
                )
                .bind(self.id.0)
                .bind(i64::from(officer.0))
                .bind(id.to_string())
                .bind(at.millis())
                .bind(why.code())
                .execute(c)
                .await?;
            });
        }
        let rows: Vec<Row> = within!(&mut tx, |c| {
            sqlx::query_as(
                "SELECT dossier, at, why FROM mine_read WHERE ward = $1 AND officer = $2
                 ORDER BY at DESC, dossier LIMIT $3",
            )
            .bind(self.id.0)
            .bind(i64::from(officer.0))
            .bind(MARKS_MAX as i64)
            .fetch_all(c)
            .await?
        });
        tx.commit().await?;
        rows.into_iter().map(Row::mark).collect()
    }
}
