//! Envelopes that wait for a person.
//!
//! Not here: why they wait (`shared::sync::aside`), letting one in (`ledger::let_in`).
//! Invariant: an envelope that a device may forget is in a list beside the database too, so that a restore does not
//! lose it; the same envelope has one ticket, however often it comes.

use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use shared::id::{DeviceId, OfficerId, WardId, Writer};
use shared::moment::Moment;
use shared::sync::aside::{Aside, Reason};
use shared::sync::envelope::Envelope;
use shared::sync::wire::{Body, Hash};

use super::{Fault, Store, Turn, Tx, beside, read, small, within};
use crate::seal::{Looked, look};
use crate::{limits, random};

/// What revoked devices handed in before they forgot everything.
const RESCUED: &str = "rescued.jsonl";

#[derive(Serialize, Deserialize)]
struct Line {
    ward: i64,
    at: Moment,
    envelope: Envelope,
}

/// An envelope to be kept.
pub struct Fresh<'a> {
    pub envelope: &'a Envelope,
    pub looked: &'a Looked,
    pub reason: Reason,
}

/// How an envelope came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Carried(Writer),
    File,
    /// Its device forgets it: it is written down beside the database too.
    Rescued,
}

impl Way {
    fn carrier(self) -> Option<Writer> {
        match self {
            Way::Carried(carrier) => Some(carrier),
            Way::File | Way::Rescued => None,
        }
    }
}

/// What became of an envelope before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Met {
    Judged,
    Dropped {
        ticket: u64,
    },
    /// Nothing yet, or it waits for a person.
    Never,
}

/// The stored word for an act that was let in.
const IN: &str = "in";

/// A kept envelope whole.
#[derive(Clone, Debug)]
pub struct Kept {
    pub aside: Aside,
    pub envelope: Envelope,
    /// Hash of the act before it, and of itself.
    pub links: Option<(Hash, Hash)>,
    pub decided: bool,
}

#[derive(sqlx::FromRow)]
struct Row {
    ticket: i64,
    device: i64,
    officer: i64,
    n: i64,
    envelope: String,
    prev: Option<String>,
    hash: Option<String>,
    body: Option<String>,
    reason: String,
    arrived_at: i64,
    carrier_device: Option<i64>,
    carrier_officer: Option<i64>,
    decided_at: Option<i64>,
}

impl TryFrom<Row> for Kept {
    type Error = Fault;

    fn try_from(row: Row) -> Result<Kept, Fault> {
        let carrier = match (row.carrier_device, row.carrier_officer) {
            (Some(device), Some(officer)) => {
                Some(Writer { device: DeviceId(small(device)?), officer: OfficerId(small(officer)?) })
            }
            (_, _) => None,
        };
        let reason = Reason::of(&row.reason)
            .ok_or_else(|| Fault::Odd(format!("ticket {} has an unknown reason", row.ticket)))?;
        let aside = Aside {
            ticket: small(row.ticket)?,
            writer: Writer { device: DeviceId(small(row.device)?), officer: OfficerId(small(row.officer)?) },
            n: small(row.n)?,
            reason,
            arrived: Moment::from_millis(row.arrived_at),
            carrier,
            body: row.body.map(Body),
        };
        let links = row.prev.zip(row.hash).map(|(prev, hash)| (Hash(prev), Hash(hash)));
        let envelope = serde_json::from_str(&row.envelope)?;
        Ok(Kept { aside, envelope, links, decided: row.decided_at.is_some() })
    }
}

fn digest(envelope: &Envelope) -> String {
    random::to_hex(&Sha256::digest(envelope.ct.as_bytes()))
}

/// A number of an envelope as the database keeps it; one that is too large is nobody's.
fn big(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

impl Store {
    /// Keeps envelopes of one device; answers their tickets, or nothing where too many of the device wait already.
    pub async fn put_aside(
        &self,
        fresh: &[Fresh<'_>],
        way: Way,
        now: Moment,
    ) -> Result<Option<Vec<u64>>, Fault> {
        let mut tx = self.db.begin().await?;
        tx.wait_for(Turn::Ledger, self.id).await?;
        let (mut tickets, mut unnoted) = (Vec::with_capacity(fresh.len()), Vec::new());
        for one in fresh {
            let ticket = self.put_one(&mut tx, one, way.carrier(), now).await?;
            if way == Way::Rescued && self.mark_noted(&mut tx, ticket, now).await? {
                unnoted.push(Line { ward: self.id.0, at: now, envelope: one.envelope.clone() });
            }
            tickets.push(ticket);
        }
        let Some(device) = fresh.first().map(|one| one.envelope.writer.device) else {
            return Ok(Some(tickets));
        };
        let waiting: i64 = within!(&mut tx, |c| {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM quarantine WHERE ward = $1 AND device = $2 AND decided_at IS NULL",
            )
            .bind(self.id.0)
            .bind(i64::from(device.0))
            .fetch_one(c)
            .await?
        });
        if waiting > limits::ASIDE_DEVICE_MAX {
            return Ok(None);
        }
        if let Some(folder) = self.folder.as_ref().filter(|_| !unnoted.is_empty()) {
            beside::note(folder, RESCUED, &unnoted)?;
        }
        tx.commit().await?;
        Ok(Some(tickets))
    }

    /// `false` where it is written down already: the list does not grow by what comes again.
    async fn mark_noted(&self, tx: &mut Tx, ticket: u64, now: Moment) -> Result<bool, Fault> {
        let rows = within!(tx, |c| {
            sqlx::query(
                "UPDATE quarantine SET noted_at = $3 WHERE ward = $1 AND ticket = $2 AND noted_at IS NULL",
            )
            .bind(self.id.0)
            .bind(big(ticket))
            .bind(now.millis())
            .execute(c)
            .await?
            .rows_affected()
        });
        Ok(rows > 0)
    }

    async fn put_one(
        &self,
        tx: &mut Tx,
        fresh: &Fresh<'_>,
        carrier: Option<Writer>,
        now: Moment,
    ) -> Result<u64, Fault> {
        let Fresh { envelope, looked, reason } = fresh;
        let digest = digest(envelope);
        let known: Option<i64> = within!(tx, |c| {
            sqlx::query_scalar(
                "SELECT ticket FROM quarantine
                 WHERE ward = $1 AND device = $2 AND officer = $3 AND n = $4 AND digest = $5",
            )
            .bind(self.id.0)
            .bind(i64::from(envelope.writer.device.0))
            .bind(i64::from(envelope.writer.officer.0))
            .bind(big(envelope.n))
            .bind(&digest)
            .fetch_optional(c)
            .await?
        });
        if let Some(ticket) = known {
            return small(ticket);
        }
        let last: Option<i64> = within!(tx, |c| {
            sqlx::query_scalar("SELECT MAX(ticket) FROM quarantine WHERE ward = $1")
                .bind(self.id.0)
                .fetch_one(c)
                .await?
        });
        let ticket = last.unwrap_or(0) + 1;
        let inside = looked.inside.as_ref();
        let text = serde_json::to_string(envelope)?;
        within!(tx, |c| {
            sqlx::query(
                "INSERT INTO quarantine (ward, ticket, device, officer, n, digest, envelope, prev, hash, body,
                   reason, arrived_at, carrier_device, carrier_officer)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            )
            .bind(self.id.0)
            .bind(ticket)
            .bind(i64::from(envelope.writer.device.0))
            .bind(i64::from(envelope.writer.officer.0))
            .bind(big(envelope.n))
            .bind(digest)
            .bind(text)
            .bind(inside.map(|(inside, _)| inside.prev.0.as_str()))
            .bind(inside.map(|(_, hash)| hash.0.as_str()))
            .bind(inside.map(|(inside, _)| inside.body.0.as_str()))
            .bind(reason.code())
            .bind(now.millis())
            .bind(carrier.map(|carrier| i64::from(carrier.device.0)))
            .bind(carrier.map(|carrier| i64::from(carrier.officer.0)))
            .execute(c)
            .await?;
        });
        small(ticket)
    }

    /// How many wait for a person, and the first of them. What has come by another way meanwhile does not.
    pub async fn asides(&self) -> Result<(u64, Vec<Aside>), Fault> {
        let mut tx = self.db.snapshot().await?;
        let rows: Vec<Row> = within!(&mut tx, |c| {
            sqlx::query_as(
                "SELECT ticket, device, officer, n, envelope, prev, hash, body, reason, arrived_at,
                   carrier_device, carrier_officer, decided_at
                 FROM quarantine q WHERE ward = $1 AND decided_at IS NULL AND NOT EXISTS
                   (SELECT 1 FROM cmd_log l WHERE l.ward = q.ward AND l.device = q.device
                      AND l.officer = q.officer AND l.n = q.n AND l.hash = q.hash)
                 ORDER BY device, officer, n, ticket LIMIT $2",
            )
            .bind(self.id.0)
            .bind(limits::ASIDE_ROWS_MAX)
            .fetch_all(c)
            .await?
        });
        let all: i64 = within!(&mut tx, |c| {
            sqlx::query_scalar(
                "SELECT COUNT(*) FROM quarantine q WHERE ward = $1 AND decided_at IS NULL AND NOT EXISTS
                   (SELECT 1 FROM cmd_log l WHERE l.ward = q.ward AND l.device = q.device
                      AND l.officer = q.officer AND l.n = q.n AND l.hash = q.hash)",
            )
            .bind(self.id.0)
            .fetch_one(c)
            .await?
        });
        let kept: Vec<Kept> = rows.into_iter().map(Kept::try_from).collect::<Result<_, _>>()?;
        Ok((small(all)?, kept.into_iter().map(|kept| kept.aside).collect()))
    }

    pub async fn kept(&self, ticket: u64) -> Result<Option<Kept>, Fault> {
        let row: Option<Row> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT ticket, device, officer, n, envelope, prev, hash, body, reason, arrived_at,
                   carrier_device, carrier_officer, decided_at
                 FROM quarantine WHERE ward = $1 AND ticket = $2",
            )
            .bind(self.id.0)
            .bind(big(ticket))
            .fetch_optional(pool)
            .await?
        });
        row.map(Kept::try_from).transpose()
    }

    /// What became before of envelopes of one writer, in their order.
    pub async fn met<'a>(
        &self,
        writer: Writer,
        envelopes: impl Iterator<Item = (&'a Envelope, Option<&'a Hash>)>,
    ) -> Result<Vec<Met>, Fault> {
        let mut tx = self.db.snapshot().await?;
        let mut all = Vec::new();
        for (envelope, hash) in envelopes {
            let logged: Option<String> = within!(&mut tx, |c| {
                sqlx::query_scalar(
                    "SELECT hash FROM cmd_log WHERE ward = $1 AND device = $2 AND officer = $3 AND n = $4",
                )
                .bind(self.id.0)
                .bind(i64::from(writer.device.0))
                .bind(i64::from(writer.officer.0))
                .bind(big(envelope.n))
                .fetch_optional(c)
                .await?
            });
            if hash.is_some_and(|hash| logged.as_ref() == Some(&hash.0)) {
                all.push(Met::Judged);
                continue;
            }
            // The same act may have been sealed twice.
            let decided: Option<(i64, String)> = within!(&mut tx, |c| {
                sqlx::query_as(
                    "SELECT ticket, decision FROM quarantine
                     WHERE ward = $1 AND device = $2 AND officer = $3 AND n = $4 AND (digest = $5 OR hash = $6)
                       AND decided_at IS NOT NULL ORDER BY ticket LIMIT 1",
                )
                .bind(self.id.0)
                .bind(i64::from(writer.device.0))
                .bind(i64::from(writer.officer.0))
                .bind(big(envelope.n))
                .bind(digest(envelope))
                .bind(hash.map(|hash| hash.0.as_str()))
                .fetch_optional(c)
                .await?
            });
            all.push(match decided {
                Some((_, decision)) if decision == IN => Met::Judged,
                Some((ticket, _)) => Met::Dropped { ticket: small(ticket)? },
                None => Met::Never,
            });
        }
        Ok(all)
    }

    /// Whether an act of the writer from `expect` on and before `n` waits for a person, or was dropped by one: what
    /// follows it cannot be next in its chain.
    pub async fn is_waited_for(&self, writer: Writer, expect: u64, n: u64) -> Result<bool, Fault> {
        let found: Option<i64> = read!(&*self.db, |pool| {
            sqlx::query_scalar(
                "SELECT ticket FROM quarantine
                 WHERE ward = $1 AND device = $2 AND officer = $3 AND n >= $4 AND n < $5 LIMIT 1",
            )
            .bind(self.id.0)
            .bind(i64::from(writer.device.0))
            .bind(i64::from(writer.officer.0))
            .bind(big(expect))
            .bind(big(n))
            .fetch_optional(pool)
            .await?
        });
        Ok(found.is_some())
    }

    /// Somebody decided that it is not an act of the ward. `false` where it was decided before.
    pub async fn drop_aside(
        &self,
        ticket: u64,
        by: OfficerId,
        why: &str,
        now: Moment,
    ) -> Result<bool, Fault> {
        let mut tx = self.db.begin().await?;
        let dropped = decide(&mut tx, self.id, ticket, by, Decision::Out { why }, now).await?;
        tx.commit().await?;
        Ok(dropped)
    }

    /// Puts rescued envelopes back that the database, restored from an older copy, does not know.
    pub(super) async fn recall_rescued(&self, folder: &Path) -> Result<(), Fault> {
        let mut lines = beside::lines::<Line>(folder, RESCUED).await?;
        lines.retain(|line| line.ward == self.id.0);
        if lines.is_empty() {
            return Ok(());
        }
        let known: Vec<String> = read!(&*self.db, |pool| {
            sqlx::query_scalar("SELECT digest FROM quarantine WHERE ward = $1")
                .bind(self.id.0)
                .fetch_all(pool)
                .await?
        });
        let known: std::collections::BTreeSet<String> = known.into_iter().collect();
        let mut tx = self.db.begin().await?;
        for Line { at, envelope, .. } in lines.iter().filter(|line| !known.contains(&digest(&line.envelope)))
        {
            let keys = self.writer_keys(envelope.writer).await?;
            let looked = look(&self.secrets.pairs(), &keys, envelope);
            let reason = looked.fault.unwrap_or(Reason::Revoked);
            let ticket =
                self.put_one(&mut tx, &Fresh { envelope, looked: &looked, reason }, None, *at).await?;
            self.mark_noted(&mut tx, ticket, *at).await?;
        }
        tx.commit().await
    }
}

/// What a person decided.
pub(super) enum Decision<'a> {
    In,
    Out { why: &'a str },
}

/// `false` where it was decided before, or there is no such ticket.
pub(super) async fn decide(
    tx: &mut Tx,
    id: WardId,
    ticket: u64,
    by: OfficerId,
    decision: Decision<'_>,
    now: Moment,
) -> Result<bool, Fault> {
    let (word, why) = match decision {
        Decision::In => (IN, None),
        Decision::Out { why } => ("out", Some(why)),
    };
    let rows = within!(tx, |c| {
        sqlx::query(
            "UPDATE quarantine SET decided_at = $3, decided_by = $4, decision = $5, why = $6
             WHERE ward = $1 AND ticket = $2 AND decided_at IS NULL",
        )
        .bind(id.0)
        .bind(big(ticket))
        .bind(now.millis())
        .bind(i64::from(by.0))
        .bind(word)
        .bind(why)
        .execute(c)
        .await?
        .rows_affected()
    });
    Ok(rows > 0)
}
