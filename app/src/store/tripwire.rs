//! A thread across the door: tells that the browser's storage was cleared, and which acts may be lost.
//!
//! Not here: anything that matters by itself.
//! Invariant: a hint beside the queue, in another store of the browser; never read as truth, and set by what the disk
//! says, never by what a tab remembers.

#[cfg(not(target_arch = "wasm32"))]
use std::cell::RefCell;
#[cfg(not(target_arch = "wasm32"))]
use std::collections::BTreeMap;

#[cfg(target_arch = "wasm32")]
use gloo_storage::{LocalStorage, Storage};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::id::Writer;
use shared::lang::Sentence;
use shared::sync::lost::StorageLost;

use super::Disk;

const KEY: &str = "mot-cua.tripwire";
const LOST_KEY: &str = "mot-cua.lost";

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tripwire {
    pub writer: Writer,
    /// The number of the next act when it was last set.
    pub next_n: u64,
    /// The first act that had not been judged then.
    pub unsent_from: u64,
}

/// What a cleared storage took along.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lost {
    pub writer: Writer,
    /// First and last number of the acts that had not been sent; `None` where everything had been.
    pub acts: Option<(u64, u64)>,
    /// The server knows.
    #[serde(default)]
    told: bool,
    /// A person here has looked at it.
    #[serde(default)]
    seen: bool,
}

impl Lost {
    /// `author` is the officer's name, where it is known.
    pub fn sentence(self, author: Option<&str>) -> Sentence {
        let whose = |of: &str| author.map(|author| format!(" {of} {author}")).unwrap_or_default();
        let (cua, of) = (whose("của"), whose("of"));
        let Some((first, last)) = self.acts else {
            return Sentence::new(
                format!(
                    "Dữ liệu trình duyệt của máy này đã bị xóa. Mọi việc trước đó{cua} đã gửi nên không mất gì."
                ),
                format!(
                    "This device's browser data was cleared. All earlier acts{of} had been sent, so nothing is lost."
                ),
            );
        };
        let vi = if first == last { format!("số {first}") } else { format!("số {first}–{last}") };
        let en = if first == last { format!("act {first}") } else { format!("acts {first}–{last}") };
        Sentence::new(
            format!(
                "Dữ liệu trình duyệt của máy này đã bị xóa: việc {vi}{cua} chưa gửi và có thể đã mất. So với giấy hẹn đã in và báo tổ trưởng."
            ),
            format!(
                "This device's browser data was cleared: {en}{of} had not been sent and may be lost. Compare with the printed slips and tell the head."
            ),
        )
    }
}

impl Tripwire {
    /// What is gone with a storage that does not know the writer any more; `None` where they had done nothing yet.
    pub fn snapped(self) -> Option<Lost> {
        let acts = (self.unsent_from < self.next_n).then_some((self.unsent_from, self.next_n - 1));
        let lost = Lost { writer: self.writer, acts, told: acts.is_none(), seen: false };
        (self.next_n > 1).then_some(lost)
    }

    /// What is gone, given what the disk still knows of the writer.
    pub fn lost(self, next_n_on_disk: u64) -> Option<Lost> {
        self.snapped().filter(|_| next_n_on_disk < self.next_n)
    }
}

/// With this writer's thread set anew; the threads of the device's other officers stay.
fn with(mut threads: Vec<Tripwire>, fresh: Tripwire) -> Vec<Tripwire> {
    threads.retain(|thread| thread.writer != fresh.writer);
    threads.push(fresh);
    threads
}

/// What was remembered before, and what is gone now: said once for each writer.
fn together(mut before: Vec<Lost>, now: impl IntoIterator<Item = Lost>) -> Vec<Lost> {
    for lost in now {
        before.retain(|old| old.writer != lost.writer);
        before.push(lost);
    }
    before
}

#[cfg(not(target_arch = "wasm32"))]
thread_local! {
    /// Outside a browser its other store is here, for tests.
    static SHELF: RefCell<BTreeMap<&'static str, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// Without storage there is no thread; that is no reason to stop.
pub(super) fn put<T: Serialize>(key: &'static str, value: &T) {
    #[cfg(target_arch = "wasm32")]
    let _ = LocalStorage::set(key, value);
    #[cfg(not(target_arch = "wasm32"))]
    SHELF.with_borrow_mut(|shelf| shelf.insert(key, serde_json::to_string(value).unwrap_or_default()));
}

pub(super) fn get<T: DeserializeOwned>(key: &'static str) -> Vec<T> {
    #[cfg(target_arch = "wasm32")]
    return LocalStorage::get(key).unwrap_or_default();
    #[cfg(not(target_arch = "wasm32"))]
    SHELF.with_borrow(|shelf| {
        shelf.get(key).and_then(|text| shared::json::read(text).ok()).unwrap_or_default()
    })
}

pub(super) fn delete(key: &'static str) {
    #[cfg(target_arch = "wasm32")]
    LocalStorage::delete(key);
    #[cfg(not(target_arch = "wasm32"))]
    SHELF.with_borrow_mut(|shelf| drop(shelf.remove(key)));
}

pub fn set(fresh: Tripwire) {
    put(KEY, &with(all(), fresh));
}

/// Moves the writer's thread to where the disk stands. A tab's memory may be older than what another one has kept; and
/// what is kept between the look at the disk and the move is seen by the next look, so that no tab winds it back. A
/// storage that cannot be read, or is gone, leaves the thread where it was.
pub async fn follow(disk: &Disk, writer: Writer) {
    let mut moved = None;
    while let Ok(thread) = disk.thread(writer).await
        && moved != Some(thread)
    {
        set(thread);
        moved = Some(thread);
    }
}

/// The same for everybody who has one here.
pub async fn follow_all(disk: &Disk) {
    for thread in all() {
        follow(disk, thread.writer).await;
    }
}

/// What went on under the officer's new numbers is not missed under the old ones: those of their threads go of which
/// the disk holds nothing any more.
pub async fn let_go(disk: &Disk, to: Writer) {
    // Without a look at the disk they stay: better named than missed.
    let Ok(holders) = disk.holders().await else { return };
    let mut threads = all();
    threads.retain(|thread| {
        let whose = thread.writer;
        whose.officer != to.officer || whose == to || holders.contains(&whose)
    });
    put(KEY, &threads);
}

fn all() -> Vec<Tripwire> {
    get(KEY)
}

/// Whether anybody of the ward has worked on this device.
pub fn is_wards_own() -> bool {
    !all().is_empty()
}

pub fn of(writer: Writer) -> Option<Tripwire> {
    all().into_iter().find(|thread| thread.writer == writer)
}

/// The storage does not know the device any more: what had been done in it is remembered, and the threads are
/// taken away.
pub fn snap() {
    let threads = all();
    if threads.is_empty() {
        return;
    }
    remember(threads.into_iter().filter_map(Tripwire::snapped));
    delete(KEY);
}

/// What is kept of it once a person here has looked at it: what the server has to hear yet.
fn seen(all: Vec<Lost>) -> Vec<Lost> {
    all.into_iter().filter(|lost| !lost.told).map(|lost| Lost { seen: true, ..lost }).collect()
}

/// What is kept of it once the server knows: what nobody here has looked at.
fn known(all: Vec<Lost>, writer: Writer) -> Vec<Lost> {
    let knows = |lost: Lost| Lost { told: lost.told || lost.writer == writer, ..lost };
    all.into_iter().map(knows).filter(|lost| !(lost.told && lost.seen)).collect()
}

fn kept() -> Vec<Lost> {
    get(LOST_KEY)
}

fn keep(all: Vec<Lost>) {
    put(LOST_KEY, &all);
}

/// Until a person here has looked at it and the server knows.
pub fn remember(lost: impl IntoIterator<Item = Lost>) {
    keep(together(kept(), lost));
}

/// What nobody here has looked at.
pub fn remembered() -> Vec<Lost> {
    kept().into_iter().filter(|lost| !lost.seen).collect()
}

pub fn forget() {
    keep(seen(kept()));
}

/// What the server has to hear.
pub fn untold() -> Vec<StorageLost> {
    let untold = kept().into_iter().filter(|lost| !lost.told);
    untold
        .filter_map(|lost| lost.acts.map(|(first, last)| StorageLost { writer: lost.writer, first, last }))
        .collect()
}

/// The server has heard it.
pub fn told(writer: Writer) {
    keep(known(kept(), writer));
}

/// The storage was erased on purpose: nothing is missing.
pub fn cut() {
    delete(KEY);
    delete(LOST_KEY);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use shared::id::{DeviceId, OfficerId};

    use super::*;

    fn thread(officer: u32, unsent_from: u64, next_n: u64) -> Tripwire {
        Tripwire { writer: Writer { device: DeviceId(3), officer: OfficerId(officer) }, next_n, unsent_from }
    }

    #[test]
    fn only_what_waited_can_be_lost() {
        let acts = |thread: Tripwire, on_disk| thread.lost(on_disk).map(|lost| lost.acts);
        assert_eq!(acts(thread(6, 58, 62), 1), Some(Some((58, 61))));
        assert_eq!(acts(thread(6, 62, 62), 1), Some(None), "everything had been sent");
        assert_eq!(acts(thread(6, 58, 62), 62), None, "the disk knows them all");
        assert_eq!(thread(6, 1, 1).snapped(), None, "nothing had been done");
    }

    #[test]
    fn a_colleague_does_not_cut_the_thread() {
        let threads = with(with(vec![], thread(6, 1, 4)), thread(7, 9, 9));
        assert_eq!(with(threads, thread(7, 9, 10)), [thread(6, 1, 4), thread(7, 9, 10)]);
    }

    #[test]
    fn what_was_not_looked_at_stays_beside_what_comes() {
        let lost = |officer, from, next| thread(officer, from, next).snapped().expect("something was done");
        let both = together(vec![lost(6, 58, 62)], [lost(7, 9, 9), lost(6, 60, 63)]);
        assert_eq!(both, [lost(7, 9, 9), lost(6, 60, 63)]);
    }

    #[test]
    fn it_is_forgotten_when_a_person_has_looked_and_the_server_knows_in_whichever_order() {
        let all = || [thread(6, 58, 62), thread(7, 9, 9)].into_iter().filter_map(Tripwire::snapped).collect();
        let oanh = thread(6, 1, 1).writer;
        let looked = seen(all());
        assert_eq!(
            looked.iter().map(|lost| lost.writer).collect::<Vec<_>>(),
            [oanh],
            "nothing of his is missing"
        );
        assert_eq!(known(looked, oanh), []);
        let heard = known(all(), oanh);
        assert_eq!(heard.len(), 2, "nobody has looked");
        assert_eq!(seen(heard), []);
    }

    #[test]
    fn the_sentence_says_whose_and_which() {
        let said = |from, next, who| thread(6, from, next).snapped().map(|lost| lost.sentence(who).vi);
        let all = [said(58, 62, Some("Phạm Thị Kim Oanh")), said(61, 62, None), said(62, 62, None)];
        expect![[r#"
            Dữ liệu trình duyệt của máy này đã bị xóa: việc số 58–61 của Phạm Thị Kim Oanh chưa gửi và có thể đã mất. So với giấy hẹn đã in và báo tổ trưởng.
            Dữ liệu trình duyệt của máy này đã bị xóa: việc số 61 chưa gửi và có thể đã mất. So với giấy hẹn đã in và báo tổ trưởng.
            Dữ liệu trình duyệt của máy này đã bị xóa. Mọi việc trước đó đã gửi nên không mất gì."#]]
        .assert_eq(&all.map(Option::unwrap_or_default).join("\n"));
    }
}
