//! Texts to find dossiers by, made anew after a version that looks at more of a dossier.
//!
//! Not here: what such a text is made of (`ledger::fold`), which version asked for it (a migration notes `refold`).
//! Invariant: a ward's texts are renewed and its note is gone in one transaction; a book whose own program has not done so
//! yet is not blamed for them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use shared::dossier::Dossier;
use shared::id::WardId;
use shared::ward::Ward;

use super::ledger::fold;
use super::{Db, Fault, Turn, Tx, meta, read, within};

/// The note of a ward that waits, in `meta`.
const NOTED: &str = "refold";
/// Which migration noted it last.
const SINCE: i64 = 24;
/// Records read at a time.
const STRIDE: i64 = 500;

/// Renews the texts of every ward that waits for it.
pub(super) async fn all(db: &Db) -> Result<(), Fault> {
    let wards: Vec<i64> = read!(db, |pool| {
        sqlx::query_scalar("SELECT ward FROM meta WHERE name = $1 ORDER BY ward")
            .bind(NOTED)
            .fetch_all(pool)
            .await?
    });
    for ward in wards {
        one(db, WardId(ward)).await?;
    }
    Ok(())
}

async fn one(db: &Db, id: WardId) -> Result<(), Fault> {
    let mut tx = db.begin().await?;
    tx.wait_for(Turn::Ledger, id).await?;
    // By the settings under which each was written last, as `verify` expects it.
    let mut wards = BTreeMap::new();
    let mut after = String::new();
    loop {
        let rows: Vec<(String, String, i64)> = within!(&mut tx, |c| {
            sqlx::query_as(
                "SELECT record.dossier, record.body, cmd_log.ward_version FROM record
                 JOIN cmd_log ON cmd_log.ward = record.ward AND cmd_log.seq = record.seq
                 WHERE record.ward = $1 AND record.dossier > $2 ORDER BY record.dossier LIMIT $3",
            )
            .bind(id.0)
            .bind(&after)
            .bind(STRIDE)
            .fetch_all(c)
            .await?
        });
        let Some((last, ..)) = rows.last() else { break };
        after.clone_from(last);
        for (dossier, body, version) in rows {
            if let Entry::Vacant(slot) = wards.entry(version) {
                slot.insert(settings(&mut tx, id, version).await?);
            }
            // What cannot be read is named by `verify`; the others are served.
            let Some(Some(ward)) = wards.get(&version) else { continue };
            let Ok(record) = serde_json::from_str::<Dossier>(&body) else { continue };
            within!(&mut tx, |c| {
                sqlx::query("UPDATE record SET fold = $3 WHERE ward = $1 AND dossier = $2 AND fold <> $3")
                    .bind(id.0)
                    .bind(dossier)
                    .bind(fold(ward, &record))
                    .execute(c)
                    .await?;
            });
        }
    }
    within!(&mut tx, |c| {
        sqlx::query("DELETE FROM meta WHERE ward = $1 AND name = $2")
            .bind(id.0)
            .bind(NOTED)
            .execute(c)
            .await?;
    });
    tx.commit().await
}

/// The ward's settings of a version; none where they are missing or cannot be read.
pub(super) async fn settings(tx: &mut Tx, id: WardId, version: i64) -> Result<Option<Ward>, Fault> {
    let body: Option<String> = within!(tx, |c| {
        sqlx::query_scalar("SELECT body FROM ward_config WHERE ward = $1 AND version = $2")
            .bind(id.0)
            .bind(version)
            .fetch_optional(c)
            .await?
    });
    Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
}

/// Whether the ward's texts are those of this version: in a book that is looked at as it is they may not be yet.
pub(super) async fn is_done(tx: &mut Tx, id: WardId) -> Result<bool, Fault> {
    let known: i64 = within!(&mut *tx, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM _sqlx_migrations WHERE version = $1")
            .bind(SINCE)
            .fetch_one(c)
            .await?
    });
    Ok(known > 0 && meta::get(tx, id, NOTED).await?.is_none())
}
