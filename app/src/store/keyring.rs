//! Keys as they are kept: wrapped, by officer, beside what they open.
//!
//! Not here: the sums (`vault`), who opens when (`gate`).
//! Invariant: a share that is over is not there any more for whoever asks.

use std::collections::BTreeSet;

use shared::id::Writer;
use shared::moment::Moment;

use super::base::Transaction;
use super::carry::waiting_in;
use super::rows::{act_in, json, read, texts, writer_in, writer_key};
use super::{Disk, DiskFault, Row, Store, Work};
use crate::vault::{Closed, Lease, Pair};

/// Between two notes of how late it is.
const SEEN_MINUTES: i64 = 10;

fn closed_key(writer: Writer) -> String {
    format!("vault:{}", writer_key(writer))
}

fn lease_key(writer: Writer) -> String {
    format!("lease:{}", writer_key(writer))
}

fn pair_key(writer: Writer) -> String {
    format!("pair:{}", writer_key(writer))
}

impl Disk {
    pub async fn closed(&self, writer: Writer) -> Result<Option<Closed>, DiskFault> {
        self.read(&closed_key(writer)).await
    }

    /// After a login: the ways that open from now on, all of them at once.
    pub async fn keep_ways(&self, writer: Writer, closed: &Closed, lease: &Lease) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        work.put(Store::Meta, &closed_key(writer), &Row::Text(json(closed)?))?;
        work.put(Store::Meta, &lease_key(writer), &Row::Text(json(lease)?))?;
        work.done().await
    }

    pub async fn keep_lease(&self, writer: Writer, lease: &Lease) -> Result<(), DiskFault> {
        self.write(&lease_key(writer), lease).await
    }

    /// The share, where it is not over; one that is over is erased, and so are those of the device's other officers.
    pub async fn lease(&self, writer: Writer, now: Moment) -> Result<Option<Lease>, DiskFault> {
        self.end_leases(now).await?;
        self.read(&lease_key(writer)).await
    }

    /// Erases the shares that are over, and notes how late it is: a clock that is put back brings none of them back.
    pub async fn end_leases(&self, now: Moment) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Read).await?;
        let is_due = |lease: &Lease| lease.is_over(now) || lease.seen.plus_minutes(SEEN_MINUTES) < now;
        let rows = texts(&work, Store::Meta, "lease:", "lease;").await?;
        if !rows
            .iter()
            .any(|(_, text)| shared::json::read::<Lease>(text).map_or(true, |lease| is_due(&lease)))
        {
            return Ok(());
        }
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        for (key, text) in texts(&work, Store::Meta, "lease:", "lease;").await? {
            match shared::json::read::<Lease>(&text) {
                Ok(lease) if !lease.is_over(now) => {
                    let seen = Lease { seen: lease.seen.max(now), ..lease };
                    work.put(Store::Meta, &key, &Row::Text(json(&seen)?))?;
                }
                Ok(_) | Err(_) => work.delete(Store::Meta, &key)?,
            }
        }
        work.done().await
    }

    /// The shares that lie here, whoever's they are.
    pub async fn leases(&self) -> Result<Vec<(Writer, Lease)>, DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Read).await?;
        let rows = texts(&work, Store::Meta, "lease:", "lease;").await?;
        let read = |(key, text): (String, String)| {
            Some((writer_in(key.strip_prefix("lease:")?)?, shared::json::read(&text).ok()?))
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// Erases this very share; another that has come since stays.
    pub async fn end_lease(&self, writer: Writer, share: &str) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        let kept: Option<Lease> = read(&work, Store::Meta, &lease_key(writer)).await?;
        if kept.is_some_and(|lease| lease.share == share) {
            work.delete(Store::Meta, &lease_key(writer))?;
        }
        work.done().await
    }

    /// Takes ways away: a locked screen opens only by the password, and after a logout only the server opens.
    pub async fn shut(&self, writer: Writer, also_the_lease: bool) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        let closed: Option<Closed> = read(&work, Store::Meta, &closed_key(writer)).await?;
        if let Some(closed) = closed.and_then(|closed| closed.without_session()) {
            work.put(Store::Meta, &closed_key(writer), &Row::Text(json(&closed)?))?;
        }
        if also_the_lease {
            work.delete(Store::Meta, &lease_key(writer))?;
        }
        work.done().await
    }

    /// What the officer signs with on this device; made when it is asked for first.
    pub async fn pair(&self, writer: Writer) -> Result<Pair, DiskFault> {
        let key = pair_key(writer);
        let work = self.base.begin(&[Store::Meta], Work::Read).await?;
        if let Some(Row::Pair(pair)) = work.get(Store::Meta, &key).await? {
            return Ok(pair);
        }
        let fresh = Pair::fresh().await?;
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        if let Some(Row::Pair(pair)) = work.get(Store::Meta, &key).await? {
            return Ok(pair);
        }
        work.put(Store::Meta, &key, &Row::Pair(fresh.clone()))?;
        work.done().await?;
        Ok(fresh)
    }

    /// The device's officers whose data lies here.
    pub async fn writers(&self) -> Result<Vec<Writer>, DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Read).await?;
        let rows = texts(&work, Store::Meta, "vault:", "vault;").await?;
        Ok(rows.iter().filter_map(|(key, _)| writer_in(key.strip_prefix("vault:")?)).collect())
    }

    /// The device was revoked: everything goes but the envelopes that are not in `taken`, which only the server can open.
    /// `false`, and nothing has gone, where an envelope lies here that is not in `seen`: it was saved meanwhile.
    pub async fn wipe(&self, seen: &Acts, taken: &Acts) -> Result<bool, DiskFault> {
        let work = self.base.begin(&Store::ALL, Work::Strict).await?;
        let waiting = waiting_in(&work).await?;
        if !waiting.is_subset(seen) {
            return Ok(false);
        }
        let sealed = work.keys(Store::Sealed).await?;
        erase_readable(&work)?;
        let stays =
            |key: &&String| act_in(key).is_some_and(|act| waiting.contains(&act) && !taken.contains(&act));
        sealed.iter().filter(|key| !stays(key)).try_for_each(|key| work.delete(Store::Sealed, key))?;
        work.done().await?;
        Ok(true)
    }

    /// Everything goes but the envelopes.
    pub async fn wipe_readable(&self) -> Result<(), DiskFault> {
        let work = self.base.begin(&Store::ALL, Work::Strict).await?;
        erase_readable(&work)?;
        work.done().await
    }
}

/// Acts by their writers and numbers.
type Acts = BTreeSet<(Writer, u64)>;

fn erase_readable(work: &Transaction) -> Result<(), DiskFault> {
    let readable = Store::ALL.into_iter().filter(|store| *store != Store::Sealed);
    readable.into_iter().try_for_each(|store| work.delete_range(store, "", "~"))
}
