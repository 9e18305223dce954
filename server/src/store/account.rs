//! Accounts: which login name is which officer, and the slow hash of the password.
//!
//! Not here: hashing and delays (`gate`), roles (the ward's settings).
//! Invariant: a name is kept in lower case; a changed password ends every session of the account and of its officer.

use shared::id::OfficerId;
use shared::moment::Moment;

use super::{Fault, Store, read, small, within};

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    officer: i64,
    hash: String,
    must_change: bool,
}

#[derive(Clone)]
pub struct Account {
    pub name: String,
    pub officer: OfficerId,
    /// PHC string.
    pub hash: String,
    pub must_change: bool,
}

/// A login name as it is kept and compared.
pub fn tidy_name(name: &str) -> String {
    name.trim().to_lowercase()
}

impl Store {
    pub async fn account(&self, name: &str) -> Result<Option<Account>, Fault> {
        let row: Option<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT name, officer, hash, must_change FROM account WHERE ward = $1 AND name = $2",
            )
            .bind(self.id.0)
            .bind(tidy_name(name))
            .fetch_optional(pool)
            .await?
        });
        let Some(row) = row else { return Ok(None) };
        let officer = OfficerId(small(row.officer)?);
        Ok(Some(Account { name: row.name, officer, hash: row.hash, must_change: row.must_change }))
    }

    /// Makes the account or gives it another officer and password. Ends its sessions and the officer's.
    pub async fn put_account(&self, account: &Account, now: Moment) -> Result<(), Fault> {
        let name = tidy_name(&account.name);
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO account (ward, name, officer, hash, must_change, changed_at)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (ward, name) DO UPDATE SET officer = excluded.officer, hash = excluded.hash,
                   must_change = excluded.must_change, changed_at = excluded.changed_at",
            )
            .bind(self.id.0)
            .bind(&name)
            .bind(i64::from(account.officer.0))
            .bind(&account.hash)
            .bind(account.must_change)
            .bind(now.millis())
            .execute(c)
            .await?;
        });
        within!(&mut tx, |c| {
            sqlx::query("DELETE FROM session WHERE ward = $1 AND account = $2")
                .bind(self.id.0)
                .bind(&name)
                .execute(c)
                .await?;
        });
        self.end_sessions_in(&mut tx, account.officer, None).await?;
        tx.commit().await
    }

    /// When the account got the password that it has.
    pub async fn password_since(&self, name: &str) -> Result<Option<Moment>, Fault> {
        let since: Option<i64> = read!(&*self.db, |pool| {
            sqlx::query_scalar("SELECT changed_at FROM account WHERE ward = $1 AND name = $2")
                .bind(self.id.0)
                .bind(tidy_name(name))
                .fetch_optional(pool)
                .await?
        });
        Ok(since.map(Moment::from_millis))
    }

    /// Keeps a stronger hash of the same password.
    pub async fn rehash(&self, name: &str, hash: &str) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query("UPDATE account SET hash = $3 WHERE ward = $1 AND name = $2")
                .bind(self.id.0)
                .bind(tidy_name(name))
                .bind(hash)
                .execute(c)
                .await?;
        });
        tx.commit().await
    }

    /// Login names and whose they are, in alphabetical order.
    pub async fn accounts(&self) -> Result<Vec<(String, OfficerId)>, Fault> {
        let rows: Vec<(String, i64)> = read!(&*self.db, |pool| {
            sqlx::query_as("SELECT name, officer FROM account WHERE ward = $1 ORDER BY name")
                .bind(self.id.0)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(|(name, officer)| Ok((name, OfficerId(small(officer)?)))).collect()
    }
}
