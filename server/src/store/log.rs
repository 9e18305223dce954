//! The rows of the log, in their order, some at a time.
//!
//! Not here: what is made of them (`verify`, `yearly`), writing them (`ledger`).
//! Invariant: a row is read whole, as it was written.

use serde::{Deserialize, Serialize};

use super::{Fault, Store, Tx, within};

/// Acts read at a time.
const STRIDE: i64 = 1_000;

/// An act, with what became of it.
#[derive(PartialEq, Serialize, Deserialize, sqlx::FromRow)]
pub(super) struct Row {
    pub seq: i64,
    pub device: i64,
    pub officer: i64,
    pub n: i64,
    pub hash: String,
    pub body: String,
    pub received_at: i64,
    pub ward_version: i64,
    pub lane: Option<i64>,
    pub outcome: String,
}

impl Store {
    /// The next rows from `from` on and before `end`; none where there are no more.
    pub(super) async fn log_rows(&self, tx: &mut Tx, from: i64, end: i64) -> Result<Vec<Row>, Fault> {
        Ok(within!(tx, |c| {
            sqlx::query_as(
                "SELECT seq, device, officer, n, hash, body, received_at, ward_version, lane, outcome
                 FROM cmd_log WHERE ward = $1 AND seq >= $2 AND seq < $3 ORDER BY seq LIMIT $4",
            )
            .bind(self.id.0)
            .bind(from)
            .bind(end)
            .bind(STRIDE)
            .fetch_all(c)
            .await?
        }))
    }
}
