//! Lines of the civil-status registers.
//!
//! Not here: reading a file (`crate::handoff::civil`).
//! Invariant: the same file twice changes nothing; a later line takes the place of the same line before. A line goes only
//! where a person says that a file is whole for its day.

use shared::handoff::file::{Theirs, dropped};
use shared::handoff::reconcile::Imported;
use shared::id::OfficerId;
use shared::moment::{Day, Moment};
use shared::report::Period;

use crate::store::{Fault, Store, Tx, big, meta, read, small, within};

/// What was taken in last.
const IMPORTED: &str = "civil_import";

impl Store {
    /// Keeps the lines of a file, all of them or none. Where it is `whole` for some days, it takes the place of what was
    /// kept of them.
    pub async fn take_civil(
        &self,
        lines: &[Theirs],
        whole: Option<Period>,
        by: OfficerId,
        now: Moment,
    ) -> Result<Imported, Fault> {
        let mut tx = self.begin_desk().await?;
        let gone = match whole {
            Some(whole) => self.drop_civil(&mut tx, whole, lines).await?,
            None => 0,
        };
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
        let changed = written.saturating_sub(new);
        let whole = whole.map(|days| (days.from(), days.to()));
        let imported = Imported { at: now, by, lines: lines.len(), new, changed, whole, gone };
        let said = serde_json::to_string(&imported)?;
        meta::put(&mut tx, self.id, IMPORTED, &said).await?;
        tx.commit().await?;
        Ok(imported)
    }

    /// Takes away what a file that is whole for the days has no more; how many lines that is.
    async fn drop_civil(&self, tx: &mut Tx, whole: Period, lines: &[Theirs]) -> Result<usize, Fault> {
        let bodies: Vec<String> = within!(&mut *tx, |c| {
            sqlx::query_scalar(
                "SELECT body FROM civil_line WHERE ward = $1 AND on_day >= $2 AND on_day <= $3",
            )
            .bind(self.id.0)
            .bind(whole.from().to_string())
            .bind(whole.to().to_string())
            .fetch_all(c)
            .await?
        });
        let kept = bodies.iter().map(|body| serde_json::from_str(body));
        let kept = kept.collect::<Result<Vec<Theirs>, _>>()?;
        let dropped = dropped(&kept, lines);
        for line in &dropped {
            let [register, book, number] = line.key();
            within!(&mut *tx, |c| {
                sqlx::query(
                    "DELETE FROM civil_line WHERE ward = $1 AND register = $2 AND book = $3 AND number = $4",
                )
                .bind(self.id.0)
                .bind(register)
                .bind(book)
                .bind(number)
                .execute(c)
                .await?;
            });
        }
        Ok(dropped.len())
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
