//! Scans that were taken here, closed like everything of a citizen, until the server has them for good.
//!
//! Not here: when they go up and when they may go (`link::scans`).
//! Invariant: the bytes lie under their digest and open only for their officer; beside them stands when they were
//! kept, and in which life of the server they had arrived. They never take the room that is for acts.

use serde::{Deserialize, Serialize};
use shared::id::Writer;
use shared::limits::ACTS_BYTES_RESERVED;
use shared::moment::Moment;
use shared::scan::Digest;

use super::rows::{json, name_of, texts, writer_key};
use super::{Disk, DiskFault, Row, Store, Work};
use crate::vault::Opened;

/// What is known of a scan that lies here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    pub at: Moment,
    pub bytes: u64,
    /// The life of the server that has it whole; empty before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub whole_in: String,
}

fn scan_key(writer: Writer, digest: &Digest) -> String {
    format!("{}#{digest}", writer_key(writer))
}

/// Marks sort behind the bytes: `#` and `!` part them.
fn mark_key(writer: Writer, digest: &str) -> String {
    format!("{}!{digest}", writer_key(writer))
}

/// Whether a scan of so many bytes may be kept where the browser says that `used` of `given` bytes are taken: an act must find
/// room whatever was photographed before it. A browser that does not say is believed to have room.
pub fn has_room(room: Option<(f64, f64)>, bytes: usize) -> bool {
    room.is_none_or(|(used, given)| used + bytes as f64 + ACTS_BYTES_RESERVED as f64 <= given)
}

impl Disk {
    pub async fn keep_scan(
        &self,
        opened: &Opened,
        digest: &Digest,
        bytes: &[u8],
        at: Moment,
    ) -> Result<(), DiskFault> {
        let writer = opened.writer();
        let key = scan_key(writer, digest);
        let closed = opened.key.close(&name_of(Store::Scans, &key), bytes).await?;
        let mark = Mark { at, bytes: bytes.len() as u64, whole_in: String::new() };
        let work = self.base.begin(&[Store::Scans], Work::Strict).await?;
        work.put(Store::Scans, &key, &Row::Closed(closed))?;
        work.put(Store::Scans, &mark_key(writer, &digest.to_string()), &Row::Text(json(&mark)?))?;
        work.done().await
    }

    /// The bytes; nothing where they do not lie here, or do not open any more.
    pub async fn scan(&self, opened: &Opened, digest: &Digest) -> Result<Option<Vec<u8>>, DiskFault> {
        let key = scan_key(opened.writer(), digest);
        let work = self.base.begin(&[Store::Scans], Work::Read).await?;
        let Some(Row::Closed(closed)) = work.get(Store::Scans, &key).await? else { return Ok(None) };
        Ok(opened.key.open(&name_of(Store::Scans, &key), &closed).await.ok())
    }

    /// Which scans of the writer lie here.
    pub async fn scans(&self, writer: Writer) -> Result<Vec<(Digest, Mark)>, DiskFault> {
        let work = self.base.begin(&[Store::Scans], Work::Read).await?;
        // No digit and no letter is higher.
        let rows = texts(&work, Store::Scans, &mark_key(writer, ""), &mark_key(writer, "~")).await?;
        let read = |(key, text): (String, String)| {
            let digest = key.split_once('!')?.1.parse().ok()?;
            Some((digest, shared::json::read(&text).ok()?))
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    pub async fn mark_scan(&self, writer: Writer, digest: &Digest, mark: &Mark) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Scans], Work::Strict).await?;
        work.put(Store::Scans, &mark_key(writer, &digest.to_string()), &Row::Text(json(mark)?))?;
        work.done().await
    }

    pub async fn forget_scan(&self, writer: Writer, digest: &Digest) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Scans], Work::Strict).await?;
        work.delete(Store::Scans, &scan_key(writer, digest))?;
        work.delete(Store::Scans, &mark_key(writer, &digest.to_string()))?;
        work.done().await
    }

    /// What a new key does not open.
    pub(super) async fn forget_scans(&self, writer: Writer) -> Result<(), DiskFault> {
        let key = writer_key(writer);
        let work = self.base.begin(&[Store::Scans], Work::Strict).await?;
        work.delete_range(Store::Scans, &format!("{key}!"), &format!("{key}$"))?;
        work.done().await
    }

    /// Closes them for the same officer under another number.
    pub(super) async fn hand_scans_over(&self, from: &Opened, to: &Opened) -> Result<(), DiskFault> {
        for (digest, mark) in self.scans(from.writer()).await? {
            if let Some(bytes) = self.scan(from, &digest).await? {
                self.keep_scan(to, &digest, &bytes, mark.at).await?;
            }
            self.forget_scan(from.writer(), &digest).await?;
        }
        Ok(())
    }
}
