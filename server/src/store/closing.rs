//! Khóa sổ: each closing of a year's book, as it was written.
//!
//! Not here: which book may be closed (`shared::report::closing`).
//! Invariant: a book of a year has one row, and no row is ever changed.

use shared::report::closing::Closed;

use super::told::Told;
use super::{Fault, Store, read, within};

impl Store {
    /// Keeps a closing, on the disk; `false` where the book has one.
    pub async fn close_book(&self, closed: &Closed) -> Result<bool, Fault> {
        let body = serde_json::to_string(closed)?;
        let mut tx = self.begin_desk().await?;
        let news = within!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO book_closing (ward, year, kind, which, officer, at, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            )
            .bind(self.id.0)
            .bind(i64::from(closed.year))
            .bind(closed.kind.code())
            .bind(&closed.which)
            .bind(i64::from(closed.by.0))
            .bind(closed.at.millis())
            .bind(&body)
            .execute(&mut *c)
            .await?
            .rows_affected()
        });
        if news > 0 {
            self.told.note(Told::Closing(Box::new(closed.clone())))?;
        }
        tx.commit().await?;
        Ok(news > 0)
    }

    /// The books of the year that were closed.
    pub async fn closings(&self, year: i32) -> Result<Vec<Closed>, Fault> {
        let bodies: Vec<String> = read!(&*self.db, |pool| {
            sqlx::query_scalar(
                "SELECT body FROM book_closing WHERE ward = $1 AND year = $2 ORDER BY kind, which",
            )
            .bind(self.id.0)
            .bind(i64::from(year))
            .fetch_all(pool)
            .await?
        });
        bodies.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
    }
}
