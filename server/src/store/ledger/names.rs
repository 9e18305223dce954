//! What acts were called before: the rows by which an act is found under every name that it had.
//!
//! Not here: what a name is, and which count (`shared::sync::server`).
//! Invariant: what comes under a name is the act that stands under it, or the first that had it.

use std::collections::BTreeSet;

use shared::id::{DeviceId, OfficerId, WardId, Writer};
use shared::moment::Moment;
use shared::sync::server::Known;
use shared::sync::wire::{Former, Hash};
use sqlx::QueryBuilder;

use super::rows::groups;
use crate::store::{Fault, Tx, big, small, within};

/// Whose numbers other acts say that they had.
pub async fn renamed(tx: &mut Tx, id: WardId, writers: &BTreeSet<Writer>) -> Result<BTreeSet<Writer>, Fault> {
    let (mut renamed, writers) = (BTreeSet::new(), Vec::from_iter(writers));
    for group in groups(&writers) {
        let rows: Vec<(i64, i64)> = within!(&mut *tx, |c| {
            let mut query = QueryBuilder::new("SELECT DISTINCT device, officer FROM former WHERE ward = ");
            query.push_bind(id.0).push(" AND (device, officer) IN (");
            query.push_values(group, |mut row, writer| {
                row.push_bind(i64::from(writer.device.0)).push_bind(i64::from(writer.officer.0));
            });
            query.push(")");
            query.build_query_as().fetch_all(c).await?
        });
        for (device, officer) in rows {
            renamed.insert(Writer { device: DeviceId(small(device)?), officer: OfficerId(small(officer)?) });
        }
    }
    Ok(renamed)
}

/// The act that was judged under the name, or the first that said it was called so.
pub async fn known(tx: &mut Tx, id: WardId, name: &Former) -> Result<Option<Known>, Fault> {
    let row: Option<(String, i64)> = within!(tx, |c| {
        sqlx::query_as(
            "SELECT outcome, received_at FROM cmd_log
             WHERE ward = $1 AND seq = COALESCE(
               (SELECT seq FROM cmd_log
                WHERE ward = $1 AND device = $2 AND officer = $3 AND n = $4 AND hash = $5),
               (SELECT MIN(seq) FROM former
                WHERE ward = $1 AND device = $2 AND officer = $3 AND n = $4 AND hash = $5))",
        )
        .bind(id.0)
        .bind(i64::from(name.writer.device.0))
        .bind(i64::from(name.writer.officer.0))
        .bind(big(name.n))
        .bind(&name.hash.0)
        .fetch_optional(c)
        .await?
    });
    row.map(|(outcome, at)| {
        let outcome = serde_json::from_str(&outcome)?;
        Ok(Known { hash: name.hash.clone(), outcome, at: Moment::from_millis(at) })
    })
    .transpose()
}

/// Keeps names that the acts of these sequences had.
pub async fn put(tx: &mut Tx, id: WardId, names: &[(u64, Former)]) -> Result<(), Fault> {
    for group in groups(names) {
        within!(&mut *tx, |c| {
            let mut query = QueryBuilder::new("INSERT INTO former (ward, device, officer, n, hash, seq) ");
            query.push_values(group, |mut row, (seq, name)| {
                row.push_bind(id.0)
                    .push_bind(i64::from(name.writer.device.0))
                    .push_bind(i64::from(name.writer.officer.0))
                    .push_bind(big(name.n))
                    .push_bind(&name.hash.0)
                    .push_bind(big(*seq));
            });
            query.push(" ON CONFLICT (ward, device, officer, n, hash, seq) DO NOTHING");
            query.build().execute(c).await?;
        });
    }
    Ok(())
}

/// All of them, with the sequence of the act that had each.
pub async fn all(tx: &mut Tx, id: WardId) -> Result<Vec<(u64, Former)>, Fault> {
    let rows: Vec<(i64, i64, i64, i64, String)> = within!(tx, |c| {
        sqlx::query_as("SELECT seq, device, officer, n, hash FROM former WHERE ward = $1")
            .bind(id.0)
            .fetch_all(c)
            .await?
    });
    rows.into_iter()
        .map(|(seq, device, officer, n, hash)| {
            let writer = Writer { device: DeviceId(small(device)?), officer: OfficerId(small(officer)?) };
            Ok((small(seq)?, Former { writer, n: small(n)?, hash: Hash(hash) }))
        })
        .collect()
}
