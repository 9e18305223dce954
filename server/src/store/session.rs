//! Sessions as rows: who is signed in, from which device and browser, since when.
//!
//! Not here: cookies, how long a session and a token live (`gate::session`).
//! Invariant: a token itself is never stored, only its digest; a session is known by its root, whatever its token.

use shared::id::{DeviceId, OfficerId};
use shared::moment::Moment;

use super::{Fault, Store, Tx, read, small, within};

/// The digest of a token.
pub type Digest = [u8; 32];

#[derive(sqlx::FromRow)]
struct Row {
    root: Vec<u8>,
    token: Vec<u8>,
    turned_at: i64,
    shown_at: Option<i64>,
    browser: String,
    label: String,
    account: String,
    officer: i64,
    device: i64,
    created_at: i64,
    seen_at: i64,
    must_change: bool,
    revoked_at: Option<i64>,
    lane: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Session {
    /// The digest of its first token.
    pub root: Digest,
    /// The token of the moment, since when it is, and when the browser first showed it.
    pub token: Digest,
    pub turned_at: Moment,
    pub shown_at: Option<Moment>,
    pub browser: String,
    /// What the device is called.
    pub label: String,
    pub account: String,
    pub officer: OfficerId,
    pub device: DeviceId,
    pub created_at: Moment,
    pub seen_at: Moment,
    pub must_change: bool,
    pub revoked: bool,
    pub lane: Option<u8>,
}

impl TryFrom<Row> for Session {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Session, Fault> {
        let digest = |bytes: Vec<u8>| {
            Digest::try_from(bytes).map_err(|_| Fault::Odd("a session's token is no digest".to_owned()))
        };
        Ok(Session {
            root: digest(row.root)?,
            token: digest(row.token)?,
            turned_at: Moment::from_millis(row.turned_at),
            shown_at: row.shown_at.map(Moment::from_millis),
            browser: row.browser,
            label: row.label,
            account: row.account,
            officer: OfficerId(small(row.officer)?),
            device: DeviceId(small(row.device)?),
            created_at: Moment::from_millis(row.created_at),
            seen_at: Moment::from_millis(row.seen_at),
            must_change: row.must_change,
            revoked: row.revoked_at.is_some(),
            lane: row.lane.map(small).transpose()?,
        })
    }
}

/// Sessions with their account and device, as far as the words fit.
macro_rules! sessions {
    ($fitting:literal) => {
        concat!(
            "SELECT s.root, s.token, s.turned_at, s.shown_at, s.browser, d.label, s.account, s.officer, s.device,
                    s.created_at, s.seen_at, a.must_change, d.revoked_at, d.lane
             FROM session s
             JOIN account a ON a.ward = s.ward AND a.name = s.account
             JOIN device d ON d.ward = s.ward AND d.id = s.device
             WHERE s.ward = $1 AND ",
            $fitting
        )
    };
}

/// Somebody who comes in.
#[derive(Clone, Copy)]
pub struct Entry<'a> {
    pub account: &'a str,
    pub officer: OfficerId,
    pub device: DeviceId,
    pub browser: &'a str,
}

impl Store {
    /// The session that a token opens, or opened before it was changed.
    pub async fn session(&self, token: &Digest) -> Result<Option<Session>, Fault> {
        let row: Option<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(sessions!("(s.token = $2 OR s.token_before = $2)"))
                .bind(self.id.0)
                .bind(token.as_slice())
                .fetch_optional(pool)
                .await?
        });
        row.map(Session::try_from).transpose()
    }

    /// The session itself, whatever its token is by now.
    pub async fn session_of(&self, root: &Digest) -> Result<Option<Session>, Fault> {
        let row: Option<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(sessions!("s.root = $2"))
                .bind(self.id.0)
                .bind(root.as_slice())
                .fetch_optional(pool)
                .await?
        });
        row.map(Session::try_from).transpose()
    }

    /// Every session of an officer, the latest first; also those whose time is over.
    pub async fn sessions(&self, officer: OfficerId) -> Result<Vec<Session>, Fault> {
        let rows: Vec<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(sessions!("s.officer = $2 ORDER BY s.seen_at DESC, s.created_at DESC"))
                .bind(self.id.0)
                .bind(i64::from(officer.0))
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(Session::try_from).collect()
    }

    /// Begins a session, and forgets those that ended more than a day ago.
    pub async fn begin_session(&self, token: &Digest, entry: Entry<'_>, now: Moment) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query("DELETE FROM session WHERE ward = $1 AND created_at < $2")
                .bind(self.id.0)
                .bind(now.plus_minutes(-24 * 60).millis())
                .execute(c)
                .await?;
        });
        within!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO session (ward, token, root, account, officer, device, browser, created_at, seen_at,
                                      turned_at)
                 VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $7, $7)",
            )
            .bind(self.id.0)
            .bind(token.as_slice())
            .bind(entry.account)
            .bind(i64::from(entry.officer.0))
            .bind(i64::from(entry.device.0))
            .bind(entry.browser)
            .bind(now.millis())
            .execute(c)
            .await?;
        });
        tx.commit().await
    }

    pub async fn touch_session(&self, root: &Digest, now: Moment) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query("UPDATE session SET seen_at = $3 WHERE ward = $1 AND root = $2")
                .bind(self.id.0)
                .bind(root.as_slice())
                .bind(now.millis())
                .execute(c)
                .await?;
        });
        tx.commit().await
    }

    /// The browser has shown the token that it was given last.
    pub async fn show_token(&self, session: &Session, now: Moment) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query(
                "UPDATE session SET shown_at = $4 WHERE ward = $1 AND root = $2 AND token = $3 AND shown_at IS NULL",
            )
            .bind(self.id.0)
            .bind(session.root.as_slice())
            .bind(session.token.as_slice())
            .bind(now.millis())
            .execute(c)
            .await?;
        });
        tx.commit().await
    }

    /// Gives the session another token after the one that was `shown`. `false` where another request was faster.
    pub async fn turn_session(
        &self,
        session: &Session,
        shown: &Digest,
        token: &Digest,
        now: Moment,
    ) -> Result<bool, Fault> {
        let mut tx = self.db.begin().await?;
        let turned = within!(&mut tx, |c| {
            sqlx::query(
                "UPDATE session SET token = $4, token_before = $5, turned_at = $6, shown_at = NULL
                 WHERE ward = $1 AND root = $2 AND token = $3",
            )
            .bind(self.id.0)
            .bind(session.root.as_slice())
            .bind(session.token.as_slice())
            .bind(token.as_slice())
            .bind(shown.as_slice())
            .bind(now.millis())
            .execute(c)
            .await?
            .rows_affected()
        });
        tx.commit().await?;
        Ok(turned == 1)
    }

    pub async fn end_session(&self, root: &Digest) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        within!(&mut tx, |c| {
            sqlx::query("DELETE FROM session WHERE ward = $1 AND root = $2")
                .bind(self.id.0)
                .bind(root.as_slice())
                .execute(c)
                .await?;
        });
        tx.commit().await
    }

    /// Ends the sessions of an officer, but for the one that they stay in.
    pub async fn end_sessions(&self, officer: OfficerId, but: Option<&Digest>) -> Result<(), Fault> {
        let mut tx = self.db.begin().await?;
        self.end_sessions_in(&mut tx, officer, but).await?;
        tx.commit().await
    }

    pub(super) async fn end_sessions_in(
        &self,
        tx: &mut Tx,
        officer: OfficerId,
        but: Option<&Digest>,
    ) -> Result<(), Fault> {
        within!(tx, |c| {
            sqlx::query("DELETE FROM session WHERE ward = $1 AND officer = $2 AND root <> $3")
                .bind(self.id.0)
                .bind(i64::from(officer.0))
                .bind(but.map_or(&[][..], |root| root.as_slice()))
                .execute(c)
                .await?;
        });
        Ok(())
    }
}
