//! Reading much at once: the chunks of a first reading, and what has drifted.
//!
//! Not here: pages of changes (`link`), what chunks and buckets mean (`shared::sync::reading`).
//! Invariant: what was kept is not asked for again; a drift that comes back after everything was read anew is said
//! to a person and not chased for ever.

use std::time::Duration;

use futures_util::future::join_all;
use leptos::prelude::Set;
use shared::lang::{Sentence, Word, word};
use shared::limits::{BUCKETS_REPAIRED_MAX, PULLS_UNCHECKED_MAX};
use shared::moment::Moment;
use shared::sync::client::{Client, Write};
use shared::sync::digest::Sums;
use shared::sync::snapshot::{LIST_PATH, Manifest};

use super::http::{Ask, Failure};
use super::tabs::Told;
use super::{Link, LinkState};

/// The first list may have to be packed on the way.
const LIST_TIME: Duration = Duration::from_secs(60);
const CHUNK_TIME: Duration = Duration::from_secs(60);
/// Chunks that are asked for together and kept in one transaction.
const TOGETHER: usize = 4;

/// How far looking after the base has come, in one login.
#[derive(Clone, Copy, Default)]
pub(super) struct Care {
    /// Pulls since the server was last asked what this device should hold; the first pull asks.
    unchecked: Option<u32>,
    /// Drifts found one after another.
    drifts: u32,
    /// Beginnings that the server asked for one after another.
    resets: u32,
}

/// After so many of them, one after another, a person is told.
const RESETS_MAX: u32 = 2;

const UNKNOWN: Word = word(
    "Máy chủ hai lần liền không nhận ra phần máy này đã đọc. Mời báo quản trị; việc chưa gửi vẫn còn trên máy.",
    "Twice in a row the server did not know what this device has read. Tell the administrator; unsent work is safe.",
);
const READ_AGAIN: Word = word(
    "Dữ liệu trên máy lệch so với máy chủ, đang đọc lại. Việc chưa gửi không bị ảnh hưởng.",
    "What this device holds differs from the server and is being read again. Unsent work is not touched.",
);
const STILL_ADRIFT: Word = word(
    "Dữ liệu trên máy vẫn lệch sau khi đọc lại. Mời báo quản trị; việc chưa gửi vẫn còn trên máy.",
    "What this device holds differs from the server even after it was read again. Tell the administrator; unsent work is safe.",
);

impl Link {
    /// Reads on in the chunks, where that is how to read; `true` where there was something to do. `listed`: the list
    /// was asked for, and held nothing or was not to be had.
    pub(super) async fn read_chunks(&self, round: u32, listed: &mut bool) -> Result<bool, Failure> {
        let (wants, pieces) = self.0.desk.client(|client| {
            let pieces: Vec<String> =
                client.next_pieces().take(TOGETHER).map(|piece| piece.digest.clone()).collect();
            (client.wants_manifest(), pieces)
        });
        if pieces.is_empty() {
            let asks = wants && !*listed;
            *listed = wants;
            return if asks { self.read_list(round).await } else { Ok(false) };
        }
        let texts = match self.texts_of(&pieces).await {
            Ok(texts) => texts,
            // Packed anew meanwhile: a new list names what is still missing.
            Err(Failure::Said { status: 404, .. }) => return self.read_list(round).await,
            Err(failure) => return Err(failure),
        };
        if !self.goes_on(round) {
            return Ok(false);
        }
        self.keep_chunks(&pieces, &texts).await.map(|()| true)
    }

    /// Chunks by their digests, asked for together.
    async fn texts_of(&self, pieces: &[String]) -> Result<Vec<String>, Failure> {
        let paths: Vec<String> = pieces.iter().map(|piece| format!("/api/snapshot/{piece}")).collect();
        let asks = paths.iter().map(|path| Ask::of(path, CHUNK_TIME).writer(self.0.writer).get_text());
        join_all(asks).await.into_iter().collect()
    }

    async fn keep_chunks(&self, pieces: &[String], texts: &[String]) -> Result<(), Failure> {
        let chunks = pieces.iter().map(String::as_str).zip(texts.iter().map(String::as_str));
        let writes = self.0.desk.client(|client| client.on_chunks(chunks)).ok_or_else(odd)?;
        self.keep_read(writes).await
    }

    async fn read_list(&self, round: u32) -> Result<bool, Failure> {
        match Ask::of(LIST_PATH, LIST_TIME).writer(self.0.writer).get::<Manifest>().await {
            Ok(_) if !self.goes_on(round) => Ok(false),
            Ok(list) => {
                let writes = self.0.desk.client(|client| client.on_manifest(list));
                self.keep_read(writes).await.map(|()| true)
            }
            // A server that knows no chunks is read page by page.
            Err(Failure::Said { status: 404, .. }) => Ok(false),
            Err(failure) => Err(failure),
        }
    }

    /// All of it anew, because a person asks: nothing goes before what takes its place has come. Whether all is here;
    /// where another tab reads, or there was no room, the reading goes on by itself.
    pub async fn read_whole(&self) -> Result<bool, Failure> {
        let list = Ask::of(LIST_PATH, LIST_TIME).writer(self.0.writer).get::<Manifest>().await?;
        let pieces: Vec<String> = list.chunks.iter().map(|piece| piece.digest.clone()).collect();
        let mut texts = Vec::new();
        for some in pieces.chunks(TOGETHER) {
            texts.extend(self.texts_of(some).await?);
        }
        // A page that is under way is of what was here before.
        self.quiet();
        let kept = self.take_whole(list, &pieces, &texts).await;
        self.kick();
        Ok(kept.is_ok() && self.0.desk.client(|client| client.place.cursor > 0))
    }

    async fn take_whole(&self, list: Manifest, pieces: &[String], texts: &[String]) -> Result<(), Failure> {
        self.keep_read(self.0.desk.client(Client::whole_again)).await?;
        self.keep_read(self.0.desk.client(|client| client.on_manifest(list))).await?;
        for (pieces, texts) in pieces.chunks(TOGETHER).zip(texts.chunks(TOGETHER)) {
            self.keep_chunks(pieces, texts).await?;
        }
        Ok(())
    }

    async fn keep_read(&self, writes: Vec<Write>) -> Result<(), Failure> {
        if self.0.alive.get() && !self.0.desk.keep(self.0.writer, writes).await {
            return Err(odd());
        }
        self.went_well();
        Ok(())
    }

    /// Whether the next pull asks for the digest.
    pub(super) fn checks(&self) -> bool {
        let care = self.0.care.get();
        care.drifts <= 2 && care.unchecked.is_none_or(|pulls| pulls >= PULLS_UNCHECKED_MAX)
    }

    /// After a page that this server could not begin where it was asked to. `false`: a person has been told.
    pub(super) fn was_reset(&self, reset: bool) -> bool {
        let mut care = self.0.care.get();
        care.resets = if reset { care.resets + 1 } else { 0 };
        self.0.care.set(care);
        if care.resets < RESETS_MAX {
            return true;
        }
        self.0.state.set(LinkState::Stuck(UNKNOWN.into()));
        false
    }

    /// Whether what is shown may be wrong, and somebody has been told.
    pub(super) fn is_adrift(&self) -> bool {
        self.0.care.get().drifts > 1
    }

    /// After a page that reached the newest: compares, and mends what differs.
    pub(super) async fn look_after(
        &self,
        digest: Option<String>,
        at: u64,
        now: Moment,
    ) -> Result<(), Failure> {
        let mut care = self.0.care.get();
        let Some(digest) = digest else {
            care.unchecked = care.unchecked.map(|pulls| pulls.saturating_add(1));
            self.0.care.set(care);
            return Ok(());
        };
        care.unchecked = Some(0);
        let aged = self.0.desk.client(|client| client.aged(now));
        if !aged.is_empty() {
            self.keep_read(aged).await?;
        }
        let drifted = self.0.desk.client(|client| client.has_drifted(&digest, at, now));
        care.drifts = if drifted { care.drifts + 1 } else { 0 };
        if drifted {
            // The next pull looks whether it helped.
            care.unchecked = None;
        }
        self.0.care.set(care);
        match care.drifts {
            0 => Ok(()),
            1 => self.mend().await,
            2 => {
                self.0.state.set(LinkState::Stuck(READ_AGAIN.into()));
                let writes = self.0.desk.client(Client::read_anew);
                self.keep_read(writes).await
            }
            _ => {
                self.0.state.set(LinkState::Stuck(STILL_ADRIFT.into()));
                Ok(())
            }
        }
    }

    async fn mend(&self) -> Result<(), Failure> {
        let writer = self.0.writer;
        let since = self.0.desk.client(|client| client.place.trimmed);
        let since = since.map(|day| format!("?since={day}")).unwrap_or_default();
        let sums = Ask::of(&format!("/api/digest{since}"), CHUNK_TIME).writer(writer).get::<Sums>().await?;
        let bad = self.0.desk.client(|client| client.on_sums(&sums));
        if bad.len() > BUCKETS_REPAIRED_MAX {
            let writes = self.0.desk.client(Client::read_anew);
            return self.keep_read(writes).await;
        }
        for bucket in bad {
            let path = format!("/api/digest/{bucket}{since}");
            let reply = Ask::of(&path, CHUNK_TIME).writer(writer).get_by(shared::sync::read::bucket).await?;
            let writes = self.0.desk.client(|client| client.on_bucket(bucket, reply));
            self.keep_read(writes).await?;
        }
        self.0.desk.tell(Told::Kept);
        Ok(())
    }
}

/// What came is not what was asked for.
fn odd() -> Failure {
    let said = Sentence::new(
        "Chưa chép được hồ sơ về máy. Máy sẽ tự thử lại.",
        "The dossiers could not be copied to this device. It tries again by itself.",
    );
    Failure::Said { status: 500, said, field: None }
}
