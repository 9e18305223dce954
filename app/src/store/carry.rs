//! What waits on this device as envelopes, whoever wrote it.
//!
//! Not here: sealing (`vault`), who carries when (`link`).
//! Invariant: an envelope lies here for as long as the act that it holds, waiting or sent: its author may have no other way to
//! bring it back after a restore. It waits where the act is not among those that were sent.

use std::collections::{BTreeMap, BTreeSet};

use shared::id::{DeviceId, Writer};
use shared::sync::envelope::{Envelope, Taken};
use shared::sync::succession::Held;
use shared::sync::wire::Beside;

use super::base::Transaction;
use super::rows::{act_in, act_key, json, place_key, read_place, texts};
use super::{Disk, DiskFault, Row, Store, Work};

/// Every envelope of the device that waits, in the order of writers and numbers.
pub type Sealed = Vec<Envelope>;

impl Disk {
    pub async fn sealed(&self) -> Result<Sealed, DiskFault> {
        let work = self.base.begin(&[Store::Sealed, Store::Sent], Work::Read).await?;
        // Before every digit and after it.
        let rows = texts(&work, Store::Sealed, "", ":").await?;
        let sent = BTreeSet::from_iter(work.keys(Store::Sent).await?);
        let waiting = rows.iter().filter(|(key, _)| !sent.contains(key));
        let mut all: Sealed = waiting.filter_map(|(_, text)| shared::json::read(text).ok()).collect();
        all.sort_by_key(|envelope: &Envelope| (envelope.writer, envelope.n));
        Ok(all)
    }

    /// The server has said what became of an envelope. The author's outcome comes to the author.
    pub async fn carried(&self, writer: Writer, n: u64, taken: Taken) -> Result<(), DiskFault> {
        let key = act_key(writer, n);
        let stores = [Store::Queue, Store::Sent, Store::Sealed, Store::Chunks];
        let work = self.base.begin(&stores, Work::Strict).await?;
        match taken {
            Taken::Judged => {
                // An act that only the envelope holds is among the sent ones as a row that does not open.
                let act = work.get(Store::Queue, &key).await?;
                if act.is_some() || work.get(Store::Sent, &key).await?.is_none() {
                    work.put(Store::Sent, &key, &act.unwrap_or(Row::Closed(vec![])))?;
                    let place = read_place(&work, writer).await?.untold(n);
                    work.put(Store::Chunks, &place_key(writer), &Row::Text(json(&place)?))?;
                }
                work.delete(Store::Queue, &key)?;
            }
            // A person decides at the server; the author's own copy waits for the author.
            Taken::Aside { .. } => work.delete(Store::Sealed, &key)?,
            Taken::Waits { .. } => {}
        }
        work.done().await
    }

    /// Whose acts this device holds, waiting or sent.
    pub async fn holders(&self) -> Result<BTreeSet<Writer>, DiskFault> {
        let work = self.base.begin(&[Store::Queue, Store::Sent], Work::Read).await?;
        let (waiting, sent) = (work.keys(Store::Queue).await?, work.keys(Store::Sent).await?);
        Ok(waiting.iter().chain(&sent).filter_map(|key| act_in(key)).map(|(writer, _)| writer).collect())
    }

    /// How many acts of the writer wait here, and what the other officers of the device hold. Counted by keys: nobody here
    /// can open it. What was put aside for a person waits no more, and is held all the same.
    pub async fn held(&self, writer: Writer) -> Result<(u32, Vec<Beside>), DiskFault> {
        let mut held = self.held_by_all().await?;
        held.retain(|held| held.writer.device == writer.device);
        let (own, others): (Vec<_>, Vec<_>) = held.into_iter().partition(|held| held.writer == writer);
        let beside = |Held { writer, last_n, waiting }| Beside { officer: writer.officer, last_n, waiting };
        Ok((own.first().map_or(0, |own| own.waiting), others.into_iter().map(beside).collect()))
    }

    /// The same of whoever has something here, also under devices that this browser was.
    pub async fn held_by_all(&self) -> Result<Vec<Held>, DiskFault> {
        let work = self.base.begin(&[Store::Queue, Store::Sent, Store::Sealed], Work::Read).await?;
        let mut held: BTreeMap<Writer, Held> = BTreeMap::new();
        let mut add = |(writer, n): (Writer, u64), waits: u32| {
            let one = held.entry(writer).or_insert(Held { writer, last_n: 0, waiting: 0 });
            *one = Held { writer, last_n: one.last_n.max(n), waiting: one.waiting + waits };
        };
        for store in [Store::Queue, Store::Sent] {
            work.keys(store).await?.iter().filter_map(|key| act_in(key)).for_each(|act| add(act, 0));
        }
        waiting_in(&work).await?.into_iter().for_each(|act| add(act, 1));
        Ok(held.into_values().collect())
    }

    /// The devices under whose numbers acts lie here.
    pub async fn devices(&self) -> Result<BTreeSet<DeviceId>, DiskFault> {
        let stores = [Store::Queue, Store::Sent, Store::Sealed];
        let work = self.base.begin(&stores, Work::Read).await?;
        let mut devices = BTreeSet::new();
        for store in stores {
            let keys = work.keys(store).await?;
            devices.extend(keys.iter().filter_map(|key| act_in(key)).map(|(writer, _)| writer.device));
        }
        Ok(devices)
    }

    /// How many acts of whom wait here for somebody to bring them to the server.
    pub async fn queues(&self) -> Result<BTreeMap<Writer, usize>, DiskFault> {
        let work = self.base.begin(&[Store::Sealed, Store::Sent], Work::Read).await?;
        let mut waiting = BTreeMap::new();
        for (writer, _) in waiting_in(&work).await? {
            *waiting.entry(writer).or_default() += 1;
        }
        Ok(waiting)
    }
}

/// The acts whose envelopes wait.
pub(super) async fn waiting_in(work: &Transaction) -> Result<BTreeSet<(Writer, u64)>, DiskFault> {
    let (sealed, sent) =
        (work.keys(Store::Sealed).await?, BTreeSet::from_iter(work.keys(Store::Sent).await?));
    Ok(sealed.iter().filter(|key| !sent.contains(*key)).filter_map(|key| act_in(key)).collect())
}
