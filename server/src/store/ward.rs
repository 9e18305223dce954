//! The ward's settings by version, and the life of its database.
//!
//! Not here: what the settings mean (`shared::ward`).
//! Invariant: a version is written once, together with who saved it, when and what it changed; the newest is in force.

use std::sync::Arc;

use shared::dossier::record::NewsBy;
use shared::id::{OfficerId, WardId};
use shared::limits::WARD_CHANGES_MAX;
use shared::moment::Moment;
use shared::officer::Officer;
use shared::ward::Ward;
use shared::ward::change::{self, Change};

use super::session::Digest;
use super::{Db, Fault, Store, Tx, meta, read, restored, small, within};
use crate::clock::Clock;
use crate::random;

/// What became of new settings.
#[derive(Debug, PartialEq, Eq)]
pub enum Saved {
    Version(u32),
    /// They are what stands there already; nothing was written.
    Unchanged,
    /// Somebody saved others in the meantime; theirs stay.
    Overtaken(u32),
}

/// Who saves settings, and when.
#[derive(Clone, Copy)]
pub struct By<'a> {
    /// Nobody where the server says it of itself, or its operator on the command line.
    pub officer: Option<OfficerId>,
    /// The session out of which they are saved.
    pub session: Option<&'a Digest>,
    pub at: Moment,
}

/// A row of `ward_change`.
#[derive(sqlx::FromRow)]
struct Row {
    version: i64,
    at: i64,
    officer: Option<i64>,
    vi: String,
    en: String,
}

pub(super) async fn newest(db: &Db, id: WardId) -> Result<Option<Ward>, Fault> {
    let body: Option<String> = read!(db, |pool| {
        sqlx::query_scalar("SELECT body FROM ward_config WHERE ward = $1 ORDER BY version DESC LIMIT 1")
            .bind(id.0)
            .fetch_optional(pool)
            .await?
    });
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// Every ward of the database.
pub(super) async fn all(db: &Db) -> Result<Vec<WardId>, Fault> {
    let ids: Vec<i64> = read!(db, |pool| {
        sqlx::query_scalar("SELECT DISTINCT ward FROM ward_config ORDER BY ward").fetch_all(pool).await?
    });
    Ok(ids.into_iter().map(WardId).collect())
}

pub(super) async fn begin(db: &Db, id: WardId, ward: &Ward) -> Result<(), Fault> {
    let mut tx = db.begin().await?;
    insert(&mut tx, id, ward).await?;
    set_epoch(&mut tx, id).await?;
    tx.commit().await
}

async fn insert(tx: &mut Tx, id: WardId, ward: &Ward) -> Result<(), Fault> {
    let body = serde_json::to_string(ward)?;
    within!(tx, |c| {
        sqlx::query("INSERT INTO ward_config (ward, version, body) VALUES ($1, $2, $3)")
            .bind(id.0)
            .bind(i64::from(ward.version))
            .bind(body)
            .execute(c)
            .await?;
    });
    Ok(())
}

/// Writes down who saved the version, and what it changed.
async fn note(tx: &mut Tx, id: WardId, before: &Ward, after: &Ward, by: By<'_>) -> Result<(), Fault> {
    let said = change::between(before, after);
    within!(tx, |c| {
        sqlx::query(
            "INSERT INTO ward_change (ward, version, at, officer, vi, en) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.0)
        .bind(i64::from(after.version))
        .bind(by.at.millis())
        .bind(by.officer.map(|officer| i64::from(officer.0)))
        .bind(said.vi)
        .bind(said.en)
        .execute(c)
        .await?;
    });
    Ok(())
}

/// Begins another life of the database: every device will compare what it has sent. One that has lived before was put
/// back; that is noted, with the time.
pub(super) async fn set_epoch(tx: &mut Tx, id: WardId) -> Result<(), Fault> {
    let before = meta::get(tx, id, "epoch").await?;
    let mut said = vec![("epoch", random::hex(8))];
    if before.is_some() {
        let now = Clock::Machine.now();
        restored::note(tx, id, now).await?;
        said.push(("begun", now.millis().to_string()));
    }
    for (name, value) in said {
        meta::put(tx, id, name, &value).await?;
    }
    Ok(())
}

pub(super) async fn epoch(db: &Db, id: WardId) -> Result<String, Fault> {
    Ok(read!(db, |pool| {
        sqlx::query_scalar("SELECT value FROM meta WHERE ward = $1 AND name = 'epoch'")
            .bind(id.0)
            .fetch_one(pool)
            .await?
    }))
}

/// Who has other roles than before, or none any more.
fn moved(before: &Ward, after: &Ward) -> Vec<OfficerId> {
    let same = |was: &Officer| {
        let is = after.officer(was.id).map_or(&[][..], |is| &is.roles);
        was.roles.iter().all(|role| is.contains(role)) && is.iter().all(|role| was.roles.contains(role))
    };
    before.officers.iter().filter(|was| !same(was)).map(|was| was.id).collect()
}

impl Store {
    /// Saves settings on top of version `base`, by nobody of the ward. Their own version number is ignored.
    pub async fn save_ward(&self, base: u32, ward: Ward) -> Result<Saved, Fault> {
        self.save_ward_by(base, ward, By { officer: None, session: None, at: Clock::Machine.now() }).await
    }

    /// The same by somebody. Whoever has other roles than before is asked for the password again, everywhere but in the
    /// session out of which it is saved.
    pub async fn save_ward_by(&self, base: u32, mut ward: Ward, by: By<'_>) -> Result<Saved, Fault> {
        let mut tx = self.begin_desk().await?;
        let before: String = within!(&mut tx, |c| {
            sqlx::query_scalar("SELECT body FROM ward_config WHERE ward = $1 ORDER BY version DESC LIMIT 1")
                .bind(self.id.0)
                .fetch_one(c)
                .await?
        });
        let before: Ward = serde_json::from_str(&before)?;
        let newest = before.version;
        if newest != base {
            return Ok(Saved::Overtaken(newest));
        }
        ward.version = newest;
        if ward == before {
            return Ok(Saved::Unchanged);
        }
        ward.version = newest + 1;
        insert(&mut tx, self.id, &ward).await?;
        note(&mut tx, self.id, &before, &ward, by).await?;
        for officer in moved(&before, &ward) {
            self.end_sessions_in(&mut tx, officer, by.session).await?;
        }
        tx.commit().await?;
        let version = ward.version;
        self.remember(Arc::new(ward));
        Ok(Saved::Version(version))
    }

    /// By which ways citizens are offered news; every device reads it in the settings.
    pub async fn say_news(&self, news_by: Vec<NewsBy>) -> Result<(), Fault> {
        self.say(|ward| Ward { news_by: news_by.clone(), ..ward.clone() }).await
    }

    /// Where the ward's pages stand for everybody; every device prints it on its papers.
    pub async fn say_public_url(&self, public_url: &str) -> Result<(), Fault> {
        self.say(|ward| Ward { public_url: public_url.to_owned(), ..ward.clone() }).await
    }

    /// What the server says in the settings of how it was started.
    async fn say(&self, said: impl Fn(&Ward) -> Ward) -> Result<(), Fault> {
        loop {
            let ward = self.ward();
            let said = said(&ward);
            if said == *ward {
                return Ok(());
            }
            match self.save_ward(ward.version, said).await? {
                Saved::Version(_) | Saved::Unchanged => return Ok(()),
                // Another process was faster; its settings are read before ours are said again.
                Saved::Overtaken(_) => {
                    if let Some(newest) = newest(&self.db, self.id).await? {
                        self.remember(Arc::new(newest));
                    }
                }
            }
        }
    }

    /// Who saved the latest versions, when, and what each changed; the newest first.
    pub async fn ward_changes(&self) -> Result<Vec<Change>, Fault> {
        let most = i64::try_from(WARD_CHANGES_MAX).unwrap_or(i64::MAX);
        let rows: Vec<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT version, at, officer, vi, en FROM ward_change WHERE ward = $1 ORDER BY version DESC LIMIT $2",
            )
            .bind(self.id.0)
            .bind(most)
            .fetch_all(pool)
            .await?
        });
        let change = |row: Row| -> Result<Change, Fault> {
            Ok(Change {
                version: small(row.version)?,
                at: Moment::from_millis(row.at),
                by: row.officer.map(small).transpose()?.map(OfficerId),
                vi: row.vi,
                en: row.en,
            })
        };
        rows.into_iter().map(change).collect()
    }
}
