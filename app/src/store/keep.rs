//! The steps that write: each closes its rows first, and is then one strict transaction.
//!
//! Not here: what a row holds (`plan`), reading (`disk`).
//! Invariant: a step is written whole and only onto the state that it was worked out from; whoever comes second
//! works it out anew. So any number of tabs may write, without a lock.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::future::try_join;
use shared::id::Writer;
use shared::refusal::Refusal;
use shared::sync::client::{Intent, Place, Queued, Write, seal};
use shared::sync::heir::inherit;

use super::base::Transaction;
use super::plan::{self, Change, Plan};
use super::rows::{
    act_in, act_key, heard_key, json, meta_beside, meta_key, metas, numbered, place_key, read_meta,
    read_place, texts,
};
use super::{Disk, DiskFault, Store, Work};
use crate::desk::clock;
use crate::vault::Opened;

/// Whether a step was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    Yes,
    /// Another tab was faster: what is in memory is older than the disk.
    Moved,
}

/// Tabs that keep on being faster: then something else is wrong.
const TRIES_MAX: usize = 100;

/// What an act is made from: the states of the device's officers, and how far the server was read.
type Standing = (Vec<(String, String)>, Place);

async fn standing(work: &Transaction, writer: Writer) -> Result<Standing, DiskFault> {
    try_join(metas(work), read_place(work, writer)).await
}

/// Where the last act of this tab left its writer: most often the next one begins there, and need not read it first. The
/// transaction that keeps the act looks in any case.
#[derive(Clone, Default)]
pub struct Left(Rc<RefCell<Option<(Writer, Standing)>>>);

impl Left {
    fn take(&self, writer: Writer) -> Option<Standing> {
        self.0.take().filter(|(of, _)| *of == writer).map(|(_, standing)| standing)
    }

    fn forget(&self) {
        self.0.take();
    }

    fn put(&self, writer: Writer, (mut metas, place): Standing, meta: String) {
        let key = meta_key(writer);
        metas.iter_mut().filter(|(of, _)| *of == key).for_each(|(_, text)| text.clone_from(&meta));
        self.0.replace(Some((writer, (metas, place))));
    }
}

impl Disk {
    /// Gives the intent its number and keeps it, whatever other tabs do meanwhile.
    pub async fn append(
        &self,
        opened: &Opened,
        intent: Intent,
    ) -> Result<Result<Vec<Write>, Refusal>, DiskFault> {
        let writer = opened.writer();
        let mut left = self.left.take(writer);
        for _ in 0..TRIES_MAX {
            let guess = left.take();
            let is_guess = guess.is_some();
            let before = match guess {
                Some(before) => before,
                None => {
                    let work = self.base.begin(&[Store::Meta, Store::Chunks], Work::Read).await?;
                    standing(&work, writer).await?
                }
            };
            let (meta, queued) = match seal(&meta_beside(&before.0, writer)?, &before.1, intent.clone()) {
                Ok(sealed) => sealed,
                Err(_) if is_guess => continue,
                Err(refusal) => return Ok(Err(refusal)),
            };
            let after = json(&meta)?;
            let changes = vec![
                Change::Text(Store::Meta, meta_key(writer), after.clone()),
                Change::Queue(queued.clone()),
            ];
            let done = plan::close(opened, changes).await?;
            let stores = [Store::Meta, Store::Queue, Store::Chunks, Store::Sealed];
            let work = self.base.begin(&stores, Work::Strict).await?;
            if standing(&work, writer).await? != before {
                continue;
            }
            plan::put_all(&work, &done)?;
            work.done().await?;
            self.left.put(writer, before, after);
            return Ok(Ok(vec![Write::Meta(meta), Write::Enqueue(queued)]));
        }
        Err(DiskFault::Busy)
    }

    /// Keeps one step in one transaction, if the disk is where the step began.
    pub async fn keep(&self, opened: &Opened, plan: Plan) -> Result<Kept, DiskFault> {
        if plan.is_empty() {
            return Ok(Kept::Yes);
        }
        // It most often moves what an act is made from.
        self.left.forget();
        let Plan { from, changes, until } = plan;
        let done = plan::close(opened, changes).await?;
        let work = self.base.begin(&Store::ALL, Work::Strict).await?;
        let writer = opened.writer();
        let (meta, place) = try_join(read_meta(&work, writer), read_place(&work, writer)).await?;
        if !from.ends_with(&meta) || !from.stands_on(&place) {
            return Ok(Kept::Moved);
        }
        if from.asks_sent() {
            let keys = work.keys(Store::Sent).await?;
            let mut sent = keys.iter().filter_map(|key| act_in(key)).filter(|(whose, _)| *whose == writer);
            if !sent.all(|(_, n)| from.knows_sent(n)) {
                return Ok(Kept::Moved);
            }
        }
        if until.is_some_and(|until| until <= clock()) {
            return Ok(Kept::Moved);
        }
        plan::put_all(&work, &done)?;
        work.done().await?;
        Ok(Kept::Yes)
    }

    /// Hands the acts of a writer that the server no longer takes over to a new one, behind what it has, and drops the
    /// old one's cache. What was sent goes along: a restore of the server may have taken it. Printed numbers stay as printed; the server says which slips must be issued again.
    pub async fn hand_over(&self, from: &Opened, to: &Opened) -> Result<usize, DiskFault> {
        let (old, new) = (from.writer(), to.writer());
        for _ in 0..TRIES_MAX {
            let client = self.load(from).await?;
            let (queue, mut held) = (client.queue, client.sent);
            held.extend(queue.clone());
            let work = self.base.begin(&[Store::Meta], Work::Read).await?;
            let before = read_meta(&work, new).await?;
            let (meta, inherited) = inherit(&before, held.values());
            let (mut changes, moved) = (vec![], inherited.len());
            for (n, fresh) in inherited {
                changes.push(Change::Delete(Store::Queue, act_key(old, n)));
                changes.push(Change::Delete(Store::Sent, act_key(old, n)));
                changes.push(Change::Delete(Store::Sealed, act_key(old, n)));
                changes.push(Change::Queue(fresh));
            }
            changes.push(Change::Text(Store::Meta, meta_key(new), json(&meta)?));
            let (first, last) = numbered(old);
            changes.push(Change::Range(Store::Chunks, first, last));
            changes.push(Change::Delete(Store::Chunks, place_key(old)));
            changes.push(Change::Delete(Store::Inbox, heard_key(old)));
            let done = plan::close(to, changes).await?;
            let work = self.base.begin(&Store::ALL, Work::Strict).await?;
            let keys = work.keys(Store::Queue).await?;
            let still_there = queue.keys().all(|n| keys.contains(&act_key(old, *n)));
            if read_meta(&work, new).await? != before || !still_there {
                continue;
            }
            plan::put_all(&work, &done)?;
            work.done().await?;
            self.hand_scans_over(from, to).await?;
            self.hand_own_over(from, to).await?;
            self.hand_shifts_over(old, new).await?;
            return Ok(moved);
        }
        Err(DiskFault::Busy)
    }

    /// Closes what an earlier version has left open.
    pub async fn close_earlier(&self, opened: &Opened) -> Result<(), DiskFault> {
        let (from, to) = numbered(opened.writer());
        let work = self.base.begin(&Store::ALL, Work::Read).await?;
        let queue = texts(&work, Store::Queue, &from, &to).await?;
        let sent = texts(&work, Store::Sent, &from, &to).await?;
        let inbox = texts(&work, Store::Inbox, &from, &to).await?;
        let mut changes = vec![];
        for (_, text) in &queue {
            changes.extend(shared::json::read::<Queued>(text).ok().map(Change::Queue));
        }
        for (store, rows) in [(Store::Sent, sent), (Store::Inbox, inbox)] {
            changes.extend(rows.into_iter().map(|(key, text)| Change::Close(store, key, text.into_bytes())));
        }
        if changes.is_empty() {
            return Ok(());
        }
        let done = plan::close(opened, changes).await?;
        let work = self.base.begin(&Store::ALL, Work::Strict).await?;
        if texts(&work, Store::Queue, &from, &to).await? == queue {
            plan::put_all(&work, &done)?;
        }
        work.done().await
    }

    /// Forgets what was read from the server, and keeps what was not sent.
    pub async fn forget_records(&self, writer: Writer) -> Result<(), DiskFault> {
        let work = self.base.begin(&[Store::Chunks], Work::Strict).await?;
        let place = read_place(&work, writer).await?;
        let (from, to) = numbered(writer);
        work.delete_range(Store::Chunks, &from, &to)?;
        let place = Place { seen: place.seen, anchor: place.anchor, ..Place::default() };
        work.put(Store::Chunks, &place_key(writer), &super::Row::Text(json(&place)?))?;
        work.done().await
    }

    /// A key that is new opens nothing of before: it goes, and is told again by the server. Acts that wait stay, sealed, and
    /// so do those that were sent, until copies hold them; scans that wait are lost.
    pub async fn forget_closed(&self, writer: Writer) -> Result<(), DiskFault> {
        self.forget_records(writer).await?;
        self.forget_scans(writer).await?;
        self.forget_own(writer).await?;
        let work = self.base.begin(&[Store::Inbox], Work::Strict).await?;
        let (from, to) = numbered(writer);
        work.delete_range(Store::Inbox, &from, &to)?;
        work.delete(Store::Inbox, &heard_key(writer))?;
        work.done().await
    }
}
