//! Lines of the civil-status registers.
//!
//! Not here: reading a file (`crate::handoff::civil`).
//! Invariant: the same file twice changes nothing; a later line takes the place of the same line before.

use shared::handoff::file::Theirs;
use shared::handoff::reconcile::Imported;
use shared::id::OfficerId;
use shared::moment::{Day, Moment};

use crate::store::{Fault, Store, big, meta, read, small, within};

/// What was taken in last.
const IMPORTED: &str = "civil_import";

impl Store {
    /// Keeps the lines of a file, all of them or none.
    pub async fn take_civil(&self, lines: &[Theirs], by: OfficerId, now: Moment) -> Result<Imported, Fault> {
        let mut tx = self.begin_desk().await?;
        let before: i64 = within!(&mut tx, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM civil_line WHERE ward = $1")
                .bind(self.id.0)
                .fetch_one(c)
                .await?
        });
        let mut written = 0;
        for line in lines {
            let [register, book, number] = line.key();
            let body = serde_json::to_string(line)?;
            written += within!(&mut tx, |c| {
                sqlx::query(
                    "INSERT INTO civil_line (ward, register, book, number, on_day, code, body)
                     VALUES ($1, $2, $3, $4, $5, $6, $7)
                     ON CONFLICT (ward, register, book, number) DO UPDATE SET on_day = excluded.on_day,
                       code = excluded.code, body = excluded.body WHERE civil_line.body <> excluded.body",
                )
                .bind(self.id.0)
                .bind(register)
                .bind(book)
                .bind(number)
                .bind(line.on.to_string())
                .bind(&line.code)
                .bind(body)
                .execute(c)
                .await?
                .rows_affected()
            });
        }
        let after: i64 = within!(&mut tx, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM civil_line WHERE ward = $1")
                .bind(self.id.0)
                .fetch_one(c)
                .await?
        });
        let (new, written): (usize, usize) = (small(after - before)?, small(big(written))?);
        let imported =
            Imported { at: now, by, lines: lines.len(), new, changed: written.saturating_sub(new) };
        let said = serde_json::to_string(&imported)?;
        meta::put(&mut tx, self.id, IMPORTED, &said).await?;
        tx.commit().await?;
        Ok(imported)
    }

    /// What was taken in last, if anything was.
    pub async fn civil_imported(&self) -> Result<Option<Imported>, Fault> {
        let value = self.meta(IMPORTED).await?;
        Ok(value.map(|value| serde_json::from_str(&value)).transpose()?)
    }

    /// Lines of these days.
    pub async fn civil_lines(&self, from: Day, to: Day) -> Result<Vec<Theirs>, Fault> {
        let bodies: Vec<String> = read!(&*self.db, |pool| {
            sqlx::query_scalar(
                "SELECT body FROM civil_line WHERE ward = $1 AND on_day >= $2 AND on_day <= $3
                 ORDER BY on_day, register, book, number",
            )
            .bind(self.id.0)
            .bind(from.to_string())
            .bind(to.to_string())
            .fetch_all(pool)
            .await?
        });
        bodies.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
    }
}
