//! The ledger: the one writer of domain rows.
//!
//! Pushes of all clients meet in one channel. The task takes what has gathered while the last commit was on
//! its way to the disk, judges it in one transaction, and answers only after the commit.
//!
//! Not here: the verdicts (`shared::sync::server`), who may push (`crate::sync`).
//! Invariant: an answer means that act and outcome are on the disk; `seq` counts in commit order, without a
//! row ever appearing behind a cursor.

mod bench;
mod judge;
mod leaf;
mod names;
mod own;
mod rows;

pub(super) use judge::Judge;
pub(super) use names::all as former_names;
pub(super) use own::again as own_again;
pub use own::{Lodged, add, lodge};
pub(super) use rows::{Columns, Entry, fold, last_seq};

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use shared::dossier::code::Lane;
use shared::dossier::receive::SERVER_DEVICE;
use shared::id::{OfficerId, WardId, Writer};
use shared::moment::Moment;
use shared::sync::wire::{Former, Outcome, PROTO, Push, PushReply};
use shared::ward::Ward;
use tokio::sync::{Mutex, mpsc, oneshot};

use self::bench::Bench;
use self::leaf::Leaf;
use super::quarantine::{Decision, Kept, decide};
use super::{Db, Fault, Store, Turn, within};
use crate::clock::Clock;
use crate::error::Error;
use crate::feed::Feed;
use crate::limits;

/// A push that waits for its commit.
struct Job {
    push: Push,
    lane: Option<Lane>,
    answer: oneshot::Sender<Result<PushReply, Error>>,
}

/// What the task is asked.
enum Ask {
    Judge(Job),
    /// Whether it is there and can open a transaction.
    Ready(oneshot::Sender<()>),
}

/// The way in. The task ends when the last of these is gone.
#[derive(Clone)]
pub struct Ledger {
    asks: mpsc::Sender<Ask>,
    /// One question about readiness at a time: anybody may ask it, and pushes need the room.
    doorbell: Arc<Mutex<()>>,
}

impl Ledger {
    pub fn start(store: Store, clock: Clock, feed: Feed) -> Ledger {
        let (asks, inbox) = mpsc::channel(limits::COMMIT_QUEUE_MAX);
        tokio::spawn(work(store, clock, feed, inbox));
        Ledger { asks, doorbell: Arc::default() }
    }

    /// Judges the acts and answers once they are on the disk.
    pub async fn push(&self, push: Push, lane: Option<Lane>) -> Result<PushReply, Error> {
        let (answer, committed) = oneshot::channel();
        let job = Job { push, lane, answer };
        self.asks.try_send(Ask::Judge(job)).map_err(|_| Error::busy())?;
        committed.await.map_err(|_| Error::busy())?
    }

    /// Whether a push would be judged soon: the question stands in line behind those that wait.
    pub async fn is_ready(&self) -> bool {
        let (answer, ready) = oneshot::channel();
        let asked = async {
            let _turn = self.doorbell.lock().await;
            self.asks.send(Ask::Ready(answer)).await.is_ok() && ready.await.is_ok()
        };
        tokio::time::timeout(limits::READY_TIME_MAX, asked).await.unwrap_or(false)
    }
}

/// The next question. While there is none for a while, room that nobody needs goes back to the disk.
async fn next(store: &Store, inbox: &mut mpsc::Receiver<Ask>) -> Option<Ask> {
    loop {
        if let Ok(next) = tokio::time::timeout(limits::WRITER_QUIET_TIME, inbox.recv()).await {
            return next;
        }
        match store.db.give_back().await {
            Ok(true) => {}
            Ok(false) => return inbox.recv().await,
            Err(fault) => {
                tracing::warn!(%fault, "free pages could not be given back");
                return inbox.recv().await;
            }
        }
    }
}

async fn work(store: Store, clock: Clock, feed: Feed, mut inbox: mpsc::Receiver<Ask>) {
    while let Some(first) = next(&store, &mut inbox).await {
        let mut asks = vec![first];
        // Let others who are ready come along: one commit costs as much as a hundred acts.
        tokio::task::yield_now().await;
        let acts = |ask: &Ask| match ask {
            Ask::Judge(job) => job.push.acts.len(),
            Ask::Ready(_) => 0,
        };
        let mut gathered: usize = asks.iter().map(acts).sum();
        while gathered < limits::COMMIT_ACTS_MAX {
            let Ok(ask) = inbox.try_recv() else { break };
            gathered += acts(&ask);
            asks.push(ask);
        }
        let (mut batch, mut curious) = (Vec::new(), Vec::new());
        for ask in asks {
            match ask {
                Ask::Judge(job) => batch.push(job),
                Ask::Ready(answer) => curious.push(answer),
            }
        }
        if !batch.is_empty() {
            settle(&store, clock.now(), &feed, batch).await;
        }
        // Whoever asked long ago has left.
        curious.retain(|answer| !answer.is_closed());
        if !curious.is_empty() && store.db.begin().await.is_ok() {
            for answer in curious {
                let _ = answer.send(());
            }
        }
    }
}

/// Commits the batch, or, where that fails, each push alone: one bad push does not take the others along.
async fn settle(store: &Store, now: Moment, feed: &Feed, batch: Vec<Job>) {
    let pushes: Vec<_> = batch.iter().map(|job| (now, &job.push, job.lane)).collect();
    // Whatever panics takes its own push down and not the task: the transaction is rolled back where it is dropped.
    let committed = caught(commit(store, &pushes))
        .await
        .unwrap_or_else(|_| Err(Fault::Odd("the ledger panicked".to_owned())));
    match committed {
        Ok((replies, seq)) => {
            for (job, reply) in batch.into_iter().zip(replies) {
                // A caller who hung up asks again and gets the stored outcomes.
                let _ = job.answer.send(Ok(reply));
            }
            feed.wake(seq);
        }
        // One that stands alone, or a disk that will not take the others either.
        Err(fault) if batch.len() == 1 || fault.trouble().is_some() => {
            for job in batch {
                let _ = job.answer.send(Err(Error::from(&fault)));
            }
        }
        Err(_) => {
            for job in batch {
                Box::pin(settle(store, now, feed, vec![job])).await;
            }
        }
    }
}

/// Waits for a future; one that panics is dropped where it stood.
async fn caught<F: Future>(future: F) -> std::thread::Result<F::Output> {
    let mut future = pin!(future);
    std::future::poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(done)) => Poll::Ready(Ok(done)),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await
}

/// One transaction over many pushes; answers the newest sequence.
async fn commit(
    store: &Store,
    pushes: &[(Moment, &Push, Option<Lane>)],
) -> Result<(Vec<PushReply>, u64), Fault> {
    let mut tx = store.db.begin().await?;
    tx.wait_for(Turn::Ledger, store.id).await?;
    let mut leaf = Leaf::begin(&mut tx, store).await?;
    leaf.read_ahead(&mut tx, &Vec::from_iter(pushes.iter().map(|(_, push, _)| *push))).await?;
    let ward: Arc<Ward> = store.ward();
    let mut replies = Vec::with_capacity(pushes.len());
    for &(now, push, lane) in pushes {
        let mut bench = Bench { tx: &mut tx, store, ward: &ward, now, lane, leaf: &mut leaf, called: None };
        replies.push(bench.push(push).await?);
    }
    leaf.write(&mut tx).await?;
    tx.commit().await?;
    let seq = leaf.seq;
    leaf.committed(store);
    Ok((replies, seq))
}

/// Judges pushes of the server itself or of a generator without the channel: all in one commit, each at a moment
/// of its own.
pub async fn commit_all(
    store: &Store,
    pushes: &[(Moment, &Push, Option<Lane>)],
) -> Result<Vec<PushReply>, Fault> {
    commit(store, pushes).await.map(|(replies, _)| replies)
}

/// What became of a kept act that was let in.
pub struct Entered {
    pub outcome: Outcome,
    /// Judged now, not before.
    pub is_new: bool,
    /// The newest sequence.
    pub seq: u64,
}

/// Judges a kept act under its author: as the author's next where it is that, else in the queue that the server
/// keeps for the author. Nothing where it was decided before.
pub async fn let_in(
    store: &Store,
    now: Moment,
    kept: &Kept,
    lane: Option<Lane>,
    by: OfficerId,
) -> Result<Option<Entered>, Fault> {
    let (Some(body), Some((prev, hash))) = (&kept.aside.body, &kept.links) else {
        return Err(Fault::Odd(format!("ticket {} has nothing to judge", kept.aside.ticket)));
    };
    let mut tx = store.db.begin().await?;
    tx.wait_for(Turn::Ledger, store.id).await?;
    if !decide(&mut tx, store.id, kept.aside.ticket, by, Decision::In, now).await? {
        return Ok(None);
    }
    let (mut leaf, ward) = (Leaf::begin(&mut tx, store).await?, store.ward());
    let mut push = Push {
        proto: PROTO,
        epoch: String::new(),
        writer: kept.aside.writer,
        first_n: kept.aside.n,
        prev: prev.clone(),
        acts: vec![body.clone()],
    };
    let called = Some(Former { writer: kept.aside.writer, n: kept.aside.n, hash: hash.clone() });
    let mut bench = Bench { tx: &mut tx, store, ward: &ward, now, lane, leaf: &mut leaf, called };
    let mut reply = bench.push(&push).await?;
    if !matches!(reply, PushReply::Done { .. }) {
        let writer = Writer { device: SERVER_DEVICE, officer: kept.aside.writer.officer };
        let state = bench.leaf.writer(bench.tx, writer).await?;
        push = Push { writer, first_n: state.last_n + 1, prev: state.head, ..push };
        reply = bench.push(&push).await?;
    }
    let outcome = single(reply)
        .ok_or_else(|| Fault::Odd(format!("ticket {} has no place in the book", kept.aside.ticket)))?;
    leaf.write(&mut tx).await?;
    tx.commit().await?;
    let entered = Entered { outcome, is_new: leaf.is_new(), seq: leaf.seq };
    leaf.committed(store);
    Ok(Some(entered))
}

/// The outcome of a push of one act.
fn single(reply: PushReply) -> Option<Outcome> {
    let PushReply::Done { results, .. } = reply else { return None };
    results.into_iter().next().map(|judged| judged.outcome)
}

/// The newest sequence; what a fresh feed begins with.
pub async fn newest_seq(store: &Store) -> Result<u64, Fault> {
    let mut tx = store.db.snapshot().await?;
    last_seq(&mut tx, store.id).await
}

/// Lets devices forget acts of one ward that are in a verified copy of this life and were judged by `until`;
/// `seq` is how far the copy goes. Nothing in a life that began after `until`: a copy that was made in another life may
/// lack what this one has, and is not yet too old to be put back. The list of what no device holds goes by `until` too.
pub async fn mark_durable(db: &Db, id: WardId, epoch: &str, seq: i64, until: Moment) -> Result<(), Fault> {
    let mut tx = db.begin().await?;
    within!(&mut tx, |c| {
        sqlx::query(
            "UPDATE writer SET durable_n = copied.n
             FROM (SELECT device, officer, MAX(n) AS n FROM cmd_log
                   WHERE ward = $1 AND seq <= $3 AND received_at <= $4 GROUP BY device, officer) AS copied
             WHERE writer.ward = $1 AND writer.device = copied.device AND writer.officer = copied.officer
               AND writer.durable_n < copied.n
               AND EXISTS (SELECT 1 FROM meta WHERE ward = $1 AND name = 'epoch' AND value = $2)
               AND NOT EXISTS (SELECT 1 FROM meta WHERE ward = $1 AND name = 'begun' AND CAST(value AS BIGINT) > $4)",
        )
        .bind(id.0)
        .bind(epoch)
        .bind(seq)
        .bind(until.millis())
        .execute(&mut *c)
        .await?;
        sqlx::query(
            "INSERT INTO meta (ward, name, value)
             SELECT $1, 'durable', $3
             WHERE EXISTS (SELECT 1 FROM meta WHERE ward = $1 AND name = 'epoch' AND value = $2)
               AND NOT EXISTS (SELECT 1 FROM meta WHERE ward = $1 AND name = 'begun' AND CAST(value AS BIGINT) > $4)
             ON CONFLICT (ward, name) DO UPDATE SET value = excluded.value",
        )
        .bind(id.0)
        .bind(epoch)
        .bind(until.millis().to_string())
        .bind(until.millis())
        .execute(&mut *c)
        .await?;
    });
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::caught;

    #[tokio::test]
    async fn a_panic_between_two_waits_is_caught() {
        let broken = async {
            tokio::task::yield_now().await;
            if true {
                panic!("a row that cannot be");
            }
        };
        assert!(caught(broken).await.is_err());
        assert_eq!(caught(async { 7 }).await.ok(), Some(7));
    }
}
