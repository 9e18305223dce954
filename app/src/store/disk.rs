//! What is kept under which key, and how it is read.
//!
//! Not here: the browser's API (`idb`), the steps that write (`keep`).
//! Invariant: a row that cannot be opened or read is left where it is and never taken for an empty one.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::dossier::code::Lane;
use shared::id::Writer;
use shared::moment::Moment;
use shared::sync::client::{Client, Meta, Notice, Place, Queued};
use shared::sync::read;
use shared::sync::wire::Anchor;

use super::base::Base;
use super::carry::waiting_in;
use super::keep::Left;
use super::rows::{
    act_in, act_key, heard_key, json, meta_beside, meta_key, metas, name_of, numbered, place_key, read_meta,
    read_place, writer_key,
};
use super::tripwire::Tripwire;
use super::{DiskFault, Row, Store, Work};
use crate::vault::Opened;

/// Outcomes without anything to look at that stay for the day's figures.
const HARMLESS_NOTICES_MAX: usize = 500;

/// Which build of the pages this is; 0 where they are not built to be given to a browser.
const BUILD: u64 = match option_env!("MC_BUILD") {
    Some(hex) => match u64::from_str_radix(hex, 16) {
        Ok(build) => build,
        Err(_) => panic!("MC_BUILD is sixteen hexadecimal digits"),
    },
    None => 0,
};

/// What lies here of a writer, closed.
pub struct Rows {
    meta: Meta,
    place: Place,
    queue: Vec<(String, Row)>,
    sent: Vec<(String, Row)>,
    inbox: Vec<(String, Row)>,
    heard: Option<Row>,
    chunks: Vec<(String, Row)>,
}

impl Rows {
    /// The same after the server has told the lane and the time. `None` where they must be read again: the numbers
    /// given under another lane count otherwise, and what a build before this one left open is closed meanwhile.
    pub fn told(self, lane: Option<Lane>, anchor: Anchor) -> Option<Rows> {
        let mut acts = self.queue.iter().chain(&self.sent).chain(&self.inbox);
        let stands = self.meta.lane == lane && acts.all(|(_, row)| matches!(row, Row::Closed(_)));
        stands.then(|| Rows { place: self.place.told(anchor), ..self })
    }
}

/// The device's memory.
#[derive(Clone)]
pub struct Disk {
    pub(super) base: Base,
    pub(super) left: Left,
}

impl Disk {
    pub async fn open() -> Result<Disk, DiskFault> {
        Base::open().await.map(Disk::on)
    }

    pub fn on(base: Base) -> Disk {
        Disk { base, left: Left::default() }
    }

    pub async fn read<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Read).await?;
        super::rows::read(&work, Store::Meta, key).await
    }

    /// Whether anything is kept under the key, readable or not.
    pub async fn has(&self, key: &str) -> Result<bool, DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Read).await?;
        Ok(work.get(Store::Meta, key).await?.is_some())
    }

    pub async fn write<T: Serialize>(&self, key: &str, value: &T) -> Result<(), DiskFault> {
        self.write_text(key, &json(value)?).await
    }

    /// JSON as it came.
    pub async fn write_text(&self, key: &str, text: &str) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        work.put(Store::Meta, key, &Row::Text(text.to_owned()))?;
        work.done().await
    }

    pub async fn erase(&self, key: &str) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        work.delete(Store::Meta, key)?;
        work.done().await
    }

    /// Everything of a writer, for a start without a network.
    pub async fn load(&self, opened: &Opened) -> Result<Client, DiskFault> {
        let rows = self.rows(opened.writer()).await?;
        self.open_rows(opened, rows).await
    }

    /// Everything of a writer as it lies here, closed.
    pub async fn rows(&self, writer: Writer) -> Result<Rows, DiskFault> {
        let (from, to) = numbered(writer);
        let work = self.base.begin(&Store::ALL, Work::Read).await?;
        Ok(Rows {
            meta: meta_beside(&metas(&work).await?, writer)?,
            place: read_place(&work, writer).await?,
            queue: work.range(Store::Queue, &from, &to).await?,
            sent: work.range(Store::Sent, &from, &to).await?,
            inbox: work.range(Store::Inbox, &from, &to).await?,
            heard: work.get(Store::Inbox, &heard_key(writer)).await?,
            chunks: work.range(Store::Chunks, &from, &to).await?,
        })
    }

    /// The same, opened.
    pub async fn open_rows(&self, opened: &Opened, rows: Rows) -> Result<Client, DiskFault> {
        let writer = opened.writer();
        let Rows { meta, place, queue, sent, inbox, heard, chunks } = rows;
        let mut client = Client::new(meta);
        (client.place, client.build) = (place, BUILD);

        let held: Vec<u64> = sent.iter().filter_map(|(key, _)| act_in(key)).map(|(_, n)| n).collect();
        let queue: Vec<Queued> =
            open_all(opened, Store::Queue, queue, shared::json::read).await.into_iter().flatten().collect();
        let sent: Vec<Queued> =
            open_all(opened, Store::Sent, sent, shared::json::read).await.into_iter().flatten().collect();
        let inbox: Vec<Notice> =
            open_all(opened, Store::Inbox, inbox, read::notice).await.into_iter().flatten().collect();
        for chunk in open_all(opened, Store::Chunks, chunks, read::dossiers).await {
            let Some(dossiers) = chunk else {
                // The numbers and times stay; the reading begins anew.
                self.forget_records(writer).await?;
                let Place { seen, anchor, .. } = client.place;
                client.place = Place { seen, anchor, ..Place::default() };
                client.base.clear();
                break;
            };
            client.base.extend(dossiers.into_iter().map(|dossier| (dossier.id, dossier)));
        }
        // What cannot be opened is told again by the server.
        let heard = heard.map(|row| (heard_key(writer), row)).into_iter().collect();
        client.heard = open_all(opened, Store::Inbox, heard, shared::json::read)
            .await
            .into_iter()
            .flatten()
            .next()
            .unwrap_or_default();
        client.inbox = inbox.into_iter().map(|notice| (notice.n, notice)).collect();
        client.queue = queue.into_iter().map(|queued| (queued.n, queued)).collect();
        client.sent = sent.into_iter().map(|queued| (queued.n, queued)).collect();
        client.closed = held.into_iter().filter(|n| !client.sent.contains_key(n)).collect();
        for carried in client.sent.values_mut() {
            // A colleague has carried it; until its outcome is told here it is still shown from here.
            if carried.seq == 0 && !client.inbox.contains_key(&carried.n) {
                carried.seq = u64::MAX;
            }
        }
        Ok(client)
    }

    /// After a login, and only then: makes room for a writer that is new here. The rest of a known writer's state
    /// stays as it is.
    pub async fn enrol(&self, writer: Writer, lane: Option<Lane>) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        let meta = match read_meta(&work, writer).await {
            Ok(meta) => Meta { lane, ..meta },
            Err(DiskFault::Cleared) => Meta::new(writer, lane),
            Err(fault) => return Err(fault),
        };
        work.put(Store::Meta, &meta_key(writer), &Row::Text(json(&meta)?))?;
        work.done().await
    }

    /// Where the writer's chain ends.
    pub async fn meta(&self, writer: Writer) -> Result<Meta, DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Read).await?;
        read_meta(&work, writer).await
    }

    /// What a cleared storage would take along of the writer, as of now. An act waits as long as its envelope does.
    pub async fn thread(&self, writer: Writer) -> Result<Tripwire, DiskFault> {
        let work = self.base.begin(&[Store::Meta, Store::Sealed, Store::Sent], Work::Read).await?;
        let next_n = read_meta(&work, writer).await?.next_n;
        let waiting = waiting_in(&work).await?.into_iter().filter(|(whose, _)| *whose == writer);
        Ok(Tripwire { writer, next_n, unsent_from: waiting.map(|(_, n)| n).min().unwrap_or(next_n) })
    }

    /// The lane as the server tells it to a writer that is known here.
    pub async fn set_lane(&self, writer: Writer, lane: Option<Lane>) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        let meta = Meta { lane, ..read_meta(&work, writer).await? };
        work.put(Store::Meta, &meta_key(writer), &Row::Text(json(&meta)?))?;
        work.done().await
    }

    /// What the server said of the time, and this device's clock then: what a login teaches before the first reading.
    pub async fn set_anchor(&self, writer: Writer, anchor: Anchor) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Chunks], Work::Strict).await?;
        let place = read_place(&work, writer).await?;
        let place = place.told(anchor);
        work.put(Store::Chunks, &place_key(writer), &Row::Text(json(&place)?))?;
        work.done().await
    }

    /// When the server last took acts of the writer; for show.
    pub async fn last_sent(&self, writer: Writer) -> Option<Moment> {
        self.read(&format!("sent:{}", writer_key(writer))).await.ok().flatten()
    }

    pub async fn set_last_sent(&self, writer: Writer, at: Moment) -> Result<(), DiskFault> {
        self.write(&format!("sent:{}", writer_key(writer)), &at).await
    }

    /// Drops old outcomes that nobody needs to look at.
    pub async fn tidy(&self, client: &mut Client) -> Result<(), DiskFault> {
        let harmless = client.inbox.values().filter(|notice| !client.wants_eyes(notice));
        let old: Vec<u64> = harmless.rev().skip(HARMLESS_NOTICES_MAX).map(|notice| notice.n).collect();
        if old.is_empty() {
            return Ok(());
        }
        let work = self.base.begin(&[Store::Inbox], Work::Strict).await?;
        for n in &old {
            work.delete(Store::Inbox, &act_key(client.meta.writer, *n))?;
        }
        work.done().await?;
        client.inbox.retain(|n, _| !old.contains(n));
        Ok(())
    }
}

/// Closed rows, opened; `None` where one cannot be opened or read.
async fn open_all<T>(
    opened: &Opened,
    store: Store,
    rows: Vec<(String, Row)>,
    by: fn(&str) -> serde_json::Result<T>,
) -> Vec<Option<T>> {
    let closed = rows.into_iter().map(|(key, row)| match row {
        Row::Closed(bytes) => (name_of(store, &key), bytes),
        Row::Text(_) | Row::Pair(_) => (name_of(store, &key), vec![]),
    });
    let closed: Vec<(String, Vec<u8>)> = closed.collect();
    let plain = opened.key.open_all(&closed).await;
    let read = |plain: Vec<u8>| by(std::str::from_utf8(&plain).ok()?).ok();
    plain.into_iter().map(|plain| plain.ok().and_then(read)).collect()
}
