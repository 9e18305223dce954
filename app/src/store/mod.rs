//! What the browser keeps: the queue in strict transactions, the cache of records beside it.
//!
//! Not here: what is kept and when (`shared::sync::client`), preferences (`prefs`).
//! Invariant: an act is saved when its transaction is complete, never before; one step is one transaction.
//! The cache is not encrypted: it is only as safe as the device.

mod idb;
pub mod tripwire;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::dossier::Dossier;
use shared::id::{DeviceId, OfficerId, Writer};
use shared::lang::Sentence;
use shared::officer::Officer;
use shared::refusal::Refusal;
use shared::sync::client::{Client, Intent, Meta, Notice, Place, Queued, Write, seal};

use idb::{Base, Store, Work};

/// The browser could not keep or read something.
#[derive(Clone, Debug)]
pub struct DiskFault(pub String);

impl DiskFault {
    pub fn sentence(&self) -> Sentence {
        if self.0.contains("Quota") {
            return Sentence::new(
                "Bộ nhớ trình duyệt đã đầy nên chưa lưu được. Giữ nguyên trang này và báo quản trị giải phóng ổ đĩa.",
                "The browser's storage is full, so nothing was saved. Keep this page and ask for disk space.",
            );
        }
        Sentence::new(
            format!("Trình duyệt chưa lưu được ({}). Nội dung vẫn còn trên trang; thử lại.", self.0),
            format!("The browser could not save ({}). What you typed is still here; try again.", self.0),
        )
    }
}

/// Who works on this device, as it was at the last login.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Seat {
    pub officer: Officer,
    pub device: DeviceId,
    pub login: String,
    /// The screen was locked on purpose: nothing is shown before a login.
    pub locked: bool,
}

/// The device's memory.
#[derive(Clone)]
pub struct Disk(Base);

fn writer_key(writer: Writer) -> String {
    format!("{}.{}", writer.device, writer.officer)
}

/// Keys of one writer sort by act number.
fn act_key(writer: Writer, n: u64) -> String {
    format!("{}#{n:012}", writer_key(writer))
}

fn record_key(officer: OfficerId, id: impl std::fmt::Display) -> String {
    format!("{officer}#{id}")
}

impl Disk {
    pub async fn open() -> Result<Disk, DiskFault> {
        Base::open().await.map(Disk)
    }

    pub async fn read<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, DiskFault> {
        let work = self.0.begin(&[Store::Meta], Work::Read)?;
        let text = work.get(Store::Meta, key).await?;
        Ok(text.and_then(|text| shared::json::read(&text).ok()))
    }

    pub async fn write<T: Serialize>(&self, key: &str, value: &T) -> Result<(), DiskFault> {
        let work = self.0.begin(&[Store::Meta], Work::Strict)?;
        work.put(Store::Meta, key, &json(value)?)?;
        work.done().await
    }

    pub async fn erase(&self, key: &str) -> Result<(), DiskFault> {
        let work = self.0.begin(&[Store::Meta], Work::Strict)?;
        work.delete(Store::Meta, key)?;
        work.done().await
    }

    /// Everything of a writer, for a start without a network.
    pub async fn load(&self, writer: Writer) -> Result<Client, DiskFault> {
        let stores = [Store::Meta, Store::Queue, Store::Sent, Store::Inbox, Store::Records];
        let work = self.0.begin(&stores, Work::Read)?;
        let key = writer_key(writer);
        let meta = work.get(Store::Meta, &format!("meta:{key}")).await?;
        let place = work.get(Store::Meta, &format!("place:{key}")).await?;
        let (from, to) = (format!("{key}#"), format!("{key}$"));
        let queue: Vec<Queued> = parse(work.range(Store::Queue, &from, &to).await?);
        let sent: Vec<Queued> = parse(work.range(Store::Sent, &from, &to).await?);
        let inbox: Vec<Notice> = parse(work.range(Store::Inbox, &from, &to).await?);
        let (from, to) = (record_key(writer.officer, ""), format!("{}$", writer.officer));
        let records: Vec<Dossier> = parse(work.range(Store::Records, &from, &to).await?);
        let meta = meta.and_then(|text| shared::json::read(&text).ok());
        let mut client = Client::new(meta.unwrap_or_else(|| Meta::new(writer, None)));
        client.place = place.and_then(|text| shared::json::read(&text).ok()).unwrap_or_default();
        client.queue = queue.into_iter().map(|queued| (queued.n, queued)).collect();
        client.sent = sent.into_iter().map(|queued| (queued.n, queued)).collect();
        client.inbox = inbox.into_iter().map(|notice| (notice.n, notice)).collect();
        client.base = records.into_iter().map(|record| (record.id, record)).collect();
        Ok(client)
    }

    /// Gives the intent its number and keeps it, whatever other tabs do meanwhile.
    pub async fn append(
        &self,
        writer: Writer,
        intent: Intent,
    ) -> Result<Result<Vec<Write>, Refusal>, DiskFault> {
        let work = self.0.begin(&[Store::Meta, Store::Queue], Work::Strict)?;
        let key = writer_key(writer);
        let meta = work.get(Store::Meta, &format!("meta:{key}")).await?;
        let place = work.get(Store::Meta, &format!("place:{key}")).await?;
        let meta: Meta =
            meta.and_then(|text| shared::json::read(&text).ok()).unwrap_or_else(|| Meta::new(writer, None));
        let place: Place = place.and_then(|text| shared::json::read(&text).ok()).unwrap_or_default();
        let (meta, queued) = match seal(&meta, &place, intent) {
            Ok(sealed) => sealed,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let writes = vec![Write::Meta(meta), Write::Enqueue(queued)];
        self.put_all(&work, writer, &writes)?;
        work.done().await?;
        Ok(Ok(writes))
    }

    /// Keeps the writes of one step in one transaction.
    pub async fn keep(&self, writer: Writer, writes: &[Write]) -> Result<(), DiskFault> {
        if writes.is_empty() {
            return Ok(());
        }
        let stores = [Store::Meta, Store::Queue, Store::Sent, Store::Inbox, Store::Records];
        let work = self.0.begin(&stores, Work::Strict)?;
        self.put_all(&work, writer, writes)?;
        work.done().await
    }

    fn put_all(&self, work: &idb::Transaction, writer: Writer, writes: &[Write]) -> Result<(), DiskFault> {
        let key = writer_key(writer);
        for write in writes {
            match write {
                Write::Meta(meta) => work.put(Store::Meta, &format!("meta:{key}"), &json(meta)?)?,
                Write::Place(place) => work.put(Store::Meta, &format!("place:{key}"), &json(place)?)?,
                Write::Enqueue(queued) => {
                    work.put(Store::Queue, &act_key(writer, queued.n), &json(queued)?)?
                }
                Write::Unqueue(n) => work.delete(Store::Queue, &act_key(writer, *n))?,
                Write::Sent(queued) => work.put(Store::Sent, &act_key(writer, queued.n), &json(queued)?)?,
                Write::ForgetSent(n) => work.delete(Store::Sent, &act_key(writer, *n))?,
                Write::Notice(notice) => {
                    work.put(Store::Inbox, &act_key(writer, notice.n), &json(notice)?)?
                }
                Write::Record(record) => {
                    work.put(Store::Records, &record_key(writer.officer, record.id), &json(record)?)?;
                }
                Write::Forget(id) => work.delete(Store::Records, &record_key(writer.officer, id))?,
                Write::ForgetAll => {
                    work.delete_range(
                        Store::Records,
                        &record_key(writer.officer, ""),
                        &format!("{}$", writer.officer),
                    )?;
                }
            }
        }
        Ok(())
    }

    /// The device's lane, given at enrolment; the rest of the writer's state stays.
    pub async fn set_lane(
        &self,
        writer: Writer,
        lane: Option<shared::dossier::code::Lane>,
    ) -> Result<(), DiskFault> {
        let key = format!("meta:{}", writer_key(writer));
        let work = self.0.begin(&[Store::Meta], Work::Strict)?;
        let kept = work.get(Store::Meta, &key).await?;
        let mut meta: Meta =
            kept.and_then(|text| shared::json::read(&text).ok()).unwrap_or_else(|| Meta::new(writer, None));
        meta.lane = lane;
        work.put(Store::Meta, &key, &json(&meta)?)?;
        work.done().await
    }

    /// Forgets what was read from the server, and keeps what was not sent.
    pub async fn forget_records(&self, writer: Writer) -> Result<(), DiskFault> {
        self.keep(writer, &[Write::ForgetAll, Write::Place(Place::default())]).await
    }
}

fn json<T: Serialize>(value: &T) -> Result<String, DiskFault> {
    serde_json::to_string(value).map_err(|error| DiskFault(error.to_string()))
}

/// Rows that this build cannot read are left where they are.
fn parse<T: DeserializeOwned>(rows: Vec<String>) -> Vec<T> {
    rows.iter().filter_map(|row| shared::json::read(row).ok()).collect()
}
