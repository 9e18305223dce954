//! What a ward's book says of itself, one word a name: which life this is, where a sweep stands.
//!
//! Not here: what each name means (the rooms that ask for it).
//! Invariant: a name has one value, the last that was put.

use shared::id::WardId;

use super::{Fault, Store, Tx, read, within};

pub(super) async fn get(tx: &mut Tx, id: WardId, name: &str) -> Result<Option<String>, Fault> {
    Ok(within!(tx, |c| {
        sqlx::query_scalar("SELECT value FROM meta WHERE ward = $1 AND name = $2")
            .bind(id.0)
            .bind(name)
            .fetch_optional(c)
            .await?
    }))
}

pub(super) async fn put(tx: &mut Tx, id: WardId, name: &str, value: &str) -> Result<(), Fault> {
    within!(tx, |c| {
        sqlx::query(
            "INSERT INTO meta (ward, name, value) VALUES ($1, $2, $3)
             ON CONFLICT (ward, name) DO UPDATE SET value = excluded.value",
        )
        .bind(id.0)
        .bind(name)
        .bind(value)
        .execute(c)
        .await?;
    });
    Ok(())
}

impl Store {
    /// The same outside any transaction.
    pub(super) async fn meta(&self, name: &str) -> Result<Option<String>, Fault> {
        Ok(read!(&*self.db, |pool| {
            sqlx::query_scalar("SELECT value FROM meta WHERE ward = $1 AND name = $2")
                .bind(self.id.0)
                .bind(name)
                .fetch_optional(pool)
                .await?
        }))
    }
}
