//! What is kept under which key, and which steps are one transaction.
//!
//! Not here: the browser's API (`idb`).
//! Invariant: keys and envelopes of acts are frozen; a build that cannot read the writer's state keeps its hands
//! off instead of beginning at one again.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::dossier::code::Lane;
use shared::id::{DeviceId, OfficerId, Writer};
use shared::moment::Moment;
use shared::refusal::Refusal;
use shared::sync::client::{Client, Intent, Meta, Notice, Place, Queued, Write, seal};
use shared::sync::wire::{Anchor, Body};

use super::base::{Base, Transaction};
use super::chunks::{self, Changed};
use super::{DiskFault, Store, Work};

/// Outcomes without anything to look at that stay for the day's figures.
const HARMLESS_NOTICES_MAX: usize = 500;

/// The device's memory.
#[derive(Clone)]
pub struct Disk(Base);

pub(super) fn writer_key(writer: Writer) -> String {
    format!("{}.{}", writer.device, writer.officer)
}

/// Keys of one writer sort by act number.
fn act_key(writer: Writer, n: u64) -> String {
    format!("{}#{n:012}", writer_key(writer))
}

fn act_keys(writer: Writer) -> (String, String) {
    let key = writer_key(writer);
    (format!("{key}#"), format!("{key}$"))
}

/// The writer in the key of an act.
fn writer_in(key: &str) -> Option<Writer> {
    let (device, officer) = key.split_once('#')?.0.split_once('.')?;
    Some(Writer { device: DeviceId(device.parse().ok()?), officer: OfficerId(officer.parse().ok()?) })
}

/// Beside the chunks: they and how far the server was read go together.
fn place_key(writer: Writer) -> String {
    format!("{}!place", writer_key(writer))
}

fn meta_key(writer: Writer) -> String {
    format!("meta:{}", writer_key(writer))
}

impl Disk {
    pub async fn open() -> Result<Disk, DiskFault> {
        Base::open().await.map(Disk)
    }

    pub fn on(base: Base) -> Disk {
        Disk(base)
    }

    pub async fn read<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, DiskFault> {
        let work = self.0.begin(&[Store::Meta], Work::Read).await?;
        let text = work.get(Store::Meta, key).await?;
        Ok(text.and_then(|text| shared::json::read(&text).ok()))
    }

    pub async fn write<T: Serialize>(&self, key: &str, value: &T) -> Result<(), DiskFault> {
        self.write_text(key, &json(value)?).await
    }

    /// JSON as it came.
    pub async fn write_text(&self, key: &str, text: &str) -> Result<(), DiskFault> {
        let work = self.0.begin(&[Store::Meta], Work::Strict).await?;
        work.put(Store::Meta, key, text)?;
        work.done().await
    }

    pub async fn erase(&self, key: &str) -> Result<(), DiskFault> {
        let work = self.0.begin(&[Store::Meta], Work::Strict).await?;
        work.delete(Store::Meta, key)?;
        work.done().await
    }

    /// Everything of a writer, for a start without a network.
    pub async fn load(&self, writer: Writer) -> Result<Client, DiskFault> {
        let work = self.0.begin(&Store::ALL, Work::Read).await?;
        let mut client = Client::new(read_meta_beside(&work, writer).await?);
        client.place = read_place(&work, writer).await?;
        let (from, to) = act_keys(writer);
        let queue: Vec<Queued> = parse(work.range(Store::Queue, &from, &to).await?);
        let sent: Vec<Queued> = parse(work.range(Store::Sent, &from, &to).await?);
        let inbox: Vec<Notice> = parse(work.range(Store::Inbox, &from, &to).await?);
        match chunks::load(&work, writer).await? {
            Some(base) => client.base = base,
            // The numbers and times stay; the reading begins anew.
            None => {
                let Place { seen, anchor, .. } = client.place;
                client.place = Place { seen, anchor, ..Place::default() };
            }
        }
        client.queue = queue.into_iter().map(|queued| (queued.n, queued)).collect();
        client.sent = sent.into_iter().map(|queued| (queued.n, queued)).collect();
        client.inbox = inbox.into_iter().map(|notice| (notice.n, notice)).collect();
        Ok(client)
    }

    /// How many acts of whom wait on this device.
    pub async fn queues(&self) -> Result<BTreeMap<Writer, usize>, DiskFault> {
        let work = self.0.begin(&[Store::Queue], Work::Read).await?;
        let mut waiting = BTreeMap::new();
        for writer in work.keys(Store::Queue).await?.iter().filter_map(|key| writer_in(key)) {
            *waiting.entry(writer).or_default() += 1;
        }
        Ok(waiting)
    }

    /// Gives the intent its number and keeps it, whatever other tabs do meanwhile.
    pub async fn append(
        &self,
        writer: Writer,
        intent: Intent,
    ) -> Result<Result<Vec<Write>, Refusal>, DiskFault> {
        let work = self.0.begin(&[Store::Meta, Store::Queue, Store::Chunks], Work::Strict).await?;
        let meta = read_meta_beside(&work, writer).await?;
        let place = read_place(&work, writer).await?;
        let (meta, queued) = match seal(&meta, &place, intent) {
            Ok(sealed) => sealed,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let writes = vec![Write::Meta(meta), Write::Enqueue(queued)];
        put_all(&work, writer, &writes).await?;
        work.done().await?;
        Ok(Ok(writes))
    }

    /// Keeps the writes of one step in one transaction.
    pub async fn keep(&self, writer: Writer, writes: &[Write]) -> Result<(), DiskFault> {
        if writes.is_empty() {
            return Ok(());
        }
        let work = self.0.begin(&Store::ALL, Work::Strict).await?;
        read_meta(&work, writer).await?;
        put_all(&work, writer, writes).await?;
        work.done().await
    }

    /// After a login, and only then: makes room for a writer that is new here. The rest of a known writer's state
    /// stays as it is.
    pub async fn enrol(&self, writer: Writer, lane: Option<Lane>) -> Result<(), DiskFault> {
        let work = self.0.begin(&[Store::Meta], Work::Strict).await?;
        let meta = match read_meta(&work, writer).await {
            Ok(meta) => Meta { lane, ..meta },
            Err(DiskFault::Cleared) => Meta::new(writer, lane),
            Err(fault) => return Err(fault),
        };
        work.put(Store::Meta, &meta_key(writer), &json(&meta)?)?;
        work.done().await
    }

    /// The lane as the server tells it to a writer that is known here.
    pub async fn set_lane(&self, writer: Writer, lane: Option<Lane>) -> Result<(), DiskFault> {
        let work = self.0.begin(&[Store::Meta], Work::Strict).await?;
        let meta = Meta { lane, ..read_meta(&work, writer).await? };
        work.put(Store::Meta, &meta_key(writer), &json(&meta)?)?;
        work.done().await
    }

    /// What the server said of the time, and this device's clock then: what a login teaches before the first reading.
    pub async fn set_anchor(&self, writer: Writer, anchor: Anchor) -> Result<(), DiskFault> {
        let work = self.0.begin(&[Store::Chunks], Work::Strict).await?;
        let place = read_place(&work, writer).await?;
        let place = Place { seen: anchor.server, anchor: Some(anchor), ..place };
        work.put(Store::Chunks, &place_key(writer), &json(&place)?)?;
        work.done().await
    }

    /// When the server last took acts of the writer; for show.
    pub async fn last_sent(&self, writer: Writer) -> Option<Moment> {
        self.read(&format!("sent:{}", writer_key(writer))).await.ok().flatten()
    }

    pub async fn set_last_sent(&self, writer: Writer, at: Moment) -> Result<(), DiskFault> {
        self.write(&format!("sent:{}", writer_key(writer)), &at).await
    }

    /// Hands the unsent acts of a writer that the server no longer takes over to a new one, behind what it has, and
    /// drops the old one's cache. Printed numbers stay as printed; the server says which slips must be issued again.
    pub async fn hand_over(&self, from: Writer, to: Writer) -> Result<usize, DiskFault> {
        let work = self.0.begin(&Store::ALL, Work::Strict).await?;
        let mut meta = read_meta(&work, to).await?;
        let (first, last) = act_keys(from);
        let old: Vec<Queued> = parse(work.range(Store::Queue, &first, &last).await?);
        let mut moved = 0;
        for queued in old {
            // What this build cannot read stays where it is, for one that can.
            let Ok(mut command) = queued.body.open() else { continue };
            command.writer = to;
            command.n = meta.next_n;
            let fresh = Queued { n: meta.next_n, prev: meta.head.clone(), seq: 0, body: Body::of(&command) };
            meta.head = fresh.body.hash(&fresh.prev);
            meta.next_n += 1;
            meta.seen = meta.seen.max(command.at);
            work.delete(Store::Queue, &act_key(from, queued.n))?;
            work.put(Store::Queue, &act_key(to, fresh.n), &json(&fresh)?)?;
            moved += 1;
        }
        work.put(Store::Meta, &meta_key(to), &json(&meta)?)?;
        chunks::forget_all(&work, from)?;
        work.delete(Store::Chunks, &place_key(from))?;
        work.done().await?;
        Ok(moved)
    }

    /// Drops old outcomes that nobody needs to look at.
    pub async fn tidy(&self, client: &mut Client) -> Result<(), DiskFault> {
        let harmless = client.inbox.values().filter(|notice| !notice.outcome.needs_review());
        let old: Vec<u64> = harmless.rev().skip(HARMLESS_NOTICES_MAX).map(|notice| notice.n).collect();
        if old.is_empty() {
            return Ok(());
        }
        let work = self.0.begin(&[Store::Inbox], Work::Strict).await?;
        for n in &old {
            work.delete(Store::Inbox, &act_key(client.meta.writer, *n))?;
        }
        work.done().await?;
        client.inbox.retain(|n, _| !old.contains(n));
        Ok(())
    }

    /// Forgets what was read from the server, and keeps what was not sent.
    pub async fn forget_records(&self, writer: Writer) -> Result<(), DiskFault> {
        self.keep(writer, &[Write::ForgetAll, Write::Place(Place::default())]).await
    }
}

async fn put_all(work: &Transaction, writer: Writer, writes: &[Write]) -> Result<(), DiskFault> {
    let mut cache = Changed::default();
    for write in writes {
        match write {
            Write::Meta(meta) => work.put(Store::Meta, &meta_key(writer), &json(meta)?)?,
            Write::Place(place) => work.put(Store::Chunks, &place_key(writer), &json(place)?)?,
            Write::Enqueue(queued) => work.put(Store::Queue, &act_key(writer, queued.n), &json(queued)?)?,
            Write::Unqueue(n) => work.delete(Store::Queue, &act_key(writer, *n))?,
            Write::Sent(queued) => work.put(Store::Sent, &act_key(writer, queued.n), &json(queued)?)?,
            Write::ForgetSent(n) => work.delete(Store::Sent, &act_key(writer, *n))?,
            Write::Notice(notice) => work.put(Store::Inbox, &act_key(writer, notice.n), &json(notice)?)?,
            Write::Record(record) => cache.keep(work, writer, record).await?,
            Write::Forget(id) => cache.forget(work, writer, *id).await?,
            Write::ForgetAll => cache.forget_all(),
        }
    }
    cache.put(work, writer)
}

/// The writer's state. One that is not there is not begun at 1 again: a number that was given is given once.
async fn read_meta(work: &Transaction, writer: Writer) -> Result<Meta, DiskFault> {
    match work.get(Store::Meta, &meta_key(writer)).await? {
        Some(text) => shared::json::read(&text).map_err(|_| DiskFault::Unreadable),
        None => Err(DiskFault::Cleared),
    }
}

/// The same, knowing what the device's other officers printed today: they share its lane and its clock.
async fn read_meta_beside(work: &Transaction, writer: Writer) -> Result<Meta, DiskFault> {
    let meta = read_meta(work, writer).await?;
    let others: Vec<Meta> = parse(work.range(Store::Meta, "meta:", "meta;").await?);
    Ok(meta.beside(&others))
}

/// How far the server was read; from the beginning where that is not known.
async fn read_place(work: &Transaction, writer: Writer) -> Result<Place, DiskFault> {
    let text = work.get(Store::Chunks, &place_key(writer)).await?;
    Ok(text.and_then(|text| shared::json::read(&text).ok()).unwrap_or_default())
}

pub(super) fn json<T: Serialize>(value: &T) -> Result<String, DiskFault> {
    serde_json::to_string(value).map_err(|error| DiskFault::Other(error.to_string()))
}

/// Rows that this build cannot read are left where they are.
fn parse<T: DeserializeOwned>(rows: Vec<String>) -> Vec<T> {
    rows.iter().filter_map(|row| shared::json::read(row).ok()).collect()
}
