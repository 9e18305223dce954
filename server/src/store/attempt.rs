//! Failed attempts, kept over a restart.
//!
//! Not here: how long one has to wait (`gate::delay`).
//! Invariant: an attempt counts before it is judged, so that many at once are not free.

use shared::moment::Moment;

use super::{Fault, Store, Tx, small, within};
use crate::gate::delay::{Fails, Rule, wait_seconds};

#[derive(sqlx::FromRow)]
struct Row {
    fails: i64,
    first_at: i64,
    last_at: i64,
}

impl Store {
    /// Counts one attempt for every subject, or says how many seconds to wait and counts none.
    pub async fn attempt(&self, subjects: &[(Rule, String)], now: Moment) -> Result<Result<(), u32>, Fault> {
        let mut tx = self.begin_desk().await?;
        // No rule remembers longer; without this, random names would fill the table.
        within!(&mut tx, |c| {
            sqlx::query("DELETE FROM attempt WHERE ward = $1 AND last_at < $2")
                .bind(self.id.0)
                .bind(now.plus_minutes(-24 * 60).millis())
                .execute(c)
                .await?;
        });
        let mut counted = Vec::with_capacity(subjects.len());
        for (rule, subject) in subjects {
            let fails = self.fails(&mut tx, subject).await?.filter(|fails| rule.remembers(fails, now));
            let wait = wait_seconds(*rule, fails, now);
            if wait > 0 {
                return Ok(Err(wait));
            }
            let fails = fails.unwrap_or(Fails { count: 0, first: now, last: now });
            counted.push((subject, Fails { count: fails.count + 1, last: now, ..fails }));
        }
        for (subject, fails) in counted {
            self.put_fails(&mut tx, subject, fails).await?;
        }
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// The attempt was good: the subjects begin anew, except an address, which only gets its one back.
    pub async fn forgive(&self, subjects: &[(Rule, String)]) -> Result<(), Fault> {
        let mut tx = self.begin_desk().await?;
        for (rule, subject) in subjects {
            let kept = match rule {
                Rule::Account | Rule::Device => None,
                Rule::Address => self.fails(&mut tx, subject).await?.filter(|fails| fails.count > 1),
            };
            match kept {
                Some(fails) => {
                    self.put_fails(&mut tx, subject, Fails { count: fails.count - 1, ..fails }).await?;
                }
                None => within!(&mut tx, |c| {
                    sqlx::query("DELETE FROM attempt WHERE ward = $1 AND subject = $2")
                        .bind(self.id.0)
                        .bind(subject)
                        .execute(c)
                        .await?;
                }),
            }
        }
        tx.commit().await
    }

    async fn fails(&self, tx: &mut Tx, subject: &str) -> Result<Option<Fails>, Fault> {
        let row: Option<Row> = within!(tx, |c| {
            sqlx::query_as("SELECT fails, first_at, last_at FROM attempt WHERE ward = $1 AND subject = $2")
                .bind(self.id.0)
                .bind(subject)
                .fetch_optional(c)
                .await?
        });
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Fails {
            count: small(row.fails)?,
            first: Moment::from_millis(row.first_at),
            last: Moment::from_millis(row.last_at),
        }))
    }

    async fn put_fails(&self, tx: &mut Tx, subject: &str, fails: Fails) -> Result<(), Fault> {
        within!(tx, |c| {
            sqlx::query(
                "INSERT INTO attempt (ward, subject, fails, first_at, last_at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (ward, subject) DO UPDATE SET fails = excluded.fails,
                   first_at = excluded.first_at, last_at = excluded.last_at",
            )
            .bind(self.id.0)
            .bind(subject)
            .bind(i64::from(fails.count))
            .bind(fails.first.millis())
            .bind(fails.last.millis())
            .execute(c)
            .await?;
        });
        Ok(())
    }
}
