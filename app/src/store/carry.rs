//! What waits on this device as envelopes, whoever wrote it.
//!
//! Not here: sealing (`vault`), who carries when (`link`).
//! Invariant: an envelope leaves with the act that it holds, never before the server has it.

use std::collections::BTreeMap;

use shared::id::{OfficerId, Writer};
use shared::sync::envelope::{Envelope, Taken};
use shared::sync::wire::Beside;

use super::rows::{act_in, act_key, texts};
use super::{Disk, DiskFault, Store, Work};

/// Every envelope of the device, in the order of writers and numbers.
pub type Sealed = Vec<Envelope>;

impl Disk {
    pub async fn sealed(&self) -> Result<Sealed, DiskFault> {
        let work = self.0.begin(&[Store::Sealed], Work::Read).await?;
        // Before every digit and after it.
        let rows = texts(&work, Store::Sealed, "", ":").await?;
        let mut all: Sealed = rows.iter().filter_map(|(_, text)| shared::json::read(text).ok()).collect();
        all.sort_by_key(|envelope: &Envelope| (envelope.writer, envelope.n));
        Ok(all)
    }

    /// The server has said what became of an envelope. The author's outcome comes to the author.
    pub async fn carried(&self, writer: Writer, n: u64, taken: Taken) -> Result<(), DiskFault> {
        let key = act_key(writer, n);
        let work = self.0.begin(&[Store::Queue, Store::Sent, Store::Sealed], Work::Strict).await?;
        match taken {
            Taken::Judged => {
                if let Some(act) = work.get(Store::Queue, &key).await? {
                    work.put(Store::Sent, &key, &act)?;
                }
                work.delete(Store::Queue, &key)?;
                work.delete(Store::Sealed, &key)?;
            }
            // A person decides at the server; the author's own copy waits for the author.
            Taken::Aside { .. } => work.delete(Store::Sealed, &key)?,
            Taken::Waits { .. } => {}
        }
        work.done().await
    }

    /// Whose acts this device holds, waiting or sent.
    pub async fn holders(&self) -> Result<std::collections::BTreeSet<Writer>, DiskFault> {
        let work = self.0.begin(&[Store::Queue, Store::Sent], Work::Read).await?;
        let (waiting, sent) = (work.keys(Store::Queue).await?, work.keys(Store::Sent).await?);
        Ok(waiting.iter().chain(&sent).filter_map(|key| act_in(key)).map(|(writer, _)| writer).collect())
    }

    /// What the other officers of the writer's device hold here. Counted by keys: nobody here can open it. What was put aside for a
    /// person waits no more, and is held all the same.
    pub async fn beside(&self, writer: Writer) -> Result<Vec<Beside>, DiskFault> {
        let work = self.0.begin(&[Store::Queue, Store::Sent, Store::Sealed], Work::Read).await?;
        let mut held: BTreeMap<OfficerId, Beside> = BTreeMap::new();
        for (store, waits) in [(Store::Queue, 0), (Store::Sent, 0), (Store::Sealed, 1)] {
            let keys = work.keys(store).await?;
            let others = keys
                .iter()
                .filter_map(|key| act_in(key))
                .filter(|(whose, _)| whose.device == writer.device && whose.officer != writer.officer);
            for (Writer { officer, .. }, n) in others {
                let one = held.entry(officer).or_insert(Beside { officer, last_n: 0, waiting: 0 });
                *one = Beside { officer, last_n: one.last_n.max(n), waiting: one.waiting + waits };
            }
        }
        Ok(held.into_values().collect())
    }

    /// How many acts of whom wait on this device.
    pub async fn queues(&self) -> Result<BTreeMap<Writer, usize>, DiskFault> {
        let work = self.0.begin(&[Store::Queue], Work::Read).await?;
        let mut waiting = BTreeMap::new();
        for (writer, _) in work.keys(Store::Queue).await?.iter().filter_map(|key| act_in(key)) {
            *waiting.entry(writer).or_default() += 1;
        }
        Ok(waiting)
    }
}
