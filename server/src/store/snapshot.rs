//! All dossiers of the staff's scope at one moment, for first readings and for the repair of a bucket.
//!
//! Not here: chunks and their packing (`crate::snapshot`), pages of changes (`pull`).
//! Invariant: what one call gives was read at one moment; the scope stands in the SQL.

use shared::moment::Day;
use shared::sync::digest::BUCKETS;

use super::pull::Scope;
use super::{Fault, Store, Tx, within};

/// Rows read at a time.
const STRIDE: i64 = 2_000;

/// A record as it is stored.
#[derive(sqlx::FromRow)]
pub struct Whole {
    pub dossier: String,
    pub body: String,
}

impl Store {
    /// Gives every record of the ward's scope to `take`, open ones first, each half in the order of identities, and
    /// answers the sequence at which they stand. `take` hears `None` between the halves.
    pub async fn all(
        &self,
        closed_since: Day,
        mut take: impl FnMut(Option<Whole>) -> Result<(), Fault>,
    ) -> Result<u64, Fault> {
        let mut tx = self.db.snapshot().await?;
        let seq = super::ledger::last_seq(&mut tx, self.id).await?;
        for open in [true, false] {
            let mut after = String::new();
            loop {
                let rows = self.stride(&mut tx, open, closed_since, &after).await?;
                let Some(last) = rows.last() else { break };
                after.clone_from(&last.dossier);
                rows.into_iter().map(Some).try_for_each(&mut take)?;
            }
            take(None)?;
        }
        Ok(seq)
    }

    async fn stride(&self, tx: &mut Tx, open: bool, since: Day, after: &str) -> Result<Vec<Whole>, Fault> {
        Ok(within!(tx, |c| {
            sqlx::query_as(
                "SELECT dossier, body FROM record
                 WHERE ward = $1 AND dossier > $2 AND is_open = $3 AND (is_open = $4 OR closed_day >= $5)
                 ORDER BY dossier LIMIT $6",
            )
            .bind(self.id.0)
            .bind(after)
            .bind(open)
            .bind(true)
            .bind(since.to_string())
            .bind(STRIDE)
            .fetch_all(c)
            .await?
        }))
    }

    /// The records of one bucket, and the sequence at which they stand.
    pub async fn bucket(&self, scope: Scope, bucket: u8) -> Result<(u64, Vec<Whole>), Fault> {
        const _: () = assert!(BUCKETS == 256);
        let mut tx = self.db.snapshot().await?;
        let seq = super::ledger::last_seq(&mut tx, self.id).await?;
        // The identity's last two digits.
        let end = format!("{bucket:02x}");
        let rows = match scope {
            Scope::Ward { closed_since } => self.ward_bucket(&mut tx, &end, closed_since).await?,
            Scope::Nothing => Vec::new(),
        };
        Ok((seq, rows))
    }

    async fn ward_bucket(&self, tx: &mut Tx, end: &str, since: Day) -> Result<Vec<Whole>, Fault> {
        Ok(within!(tx, |c| {
            sqlx::query_as(
                "SELECT dossier, body FROM record
                 WHERE ward = $1 AND substr(dossier, 35) = $2 AND (is_open = $3 OR closed_day >= $4)",
            )
            .bind(self.id.0)
            .bind(end)
            .bind(true)
            .bind(since.to_string())
            .fetch_all(c)
            .await?
        }))
    }
}
