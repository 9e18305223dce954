//! The ledger: the one writer of domain rows.
//!
//! Pushes of all clients meet in one channel. The task takes what has gathered while the last commit was on
//! its way to the disk, judges it in one transaction, and answers only after the commit.
//!
//! Not here: the verdicts (`shared::sync::server`), who may push (`crate::sync`).
//! Invariant: an answer means that act and outcome are on the disk; `seq` counts in commit order, without a
//! row ever appearing behind a cursor.

mod bench;
mod rows;

pub(super) use rows::{Columns, last_seq};

use std::sync::Arc;

use shared::dossier::code::Lane;
use shared::moment::Moment;
use shared::sync::wire::{Push, PushReply};
use shared::ward::Ward;
use tokio::sync::{mpsc, oneshot};

use super::{Fault, Store, Turn, within};
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

/// The way in. The task ends when the last of these is gone.
#[derive(Clone)]
pub struct Ledger {
    jobs: mpsc::Sender<Job>,
}

impl Ledger {
    pub fn start(store: Store, clock: Clock, feed: Feed) -> Ledger {
        let (jobs, inbox) = mpsc::channel(limits::COMMIT_QUEUE_MAX);
        tokio::spawn(work(store, clock, feed, inbox));
        Ledger { jobs }
    }

    /// Judges the acts and answers once they are on the disk.
    pub async fn push(&self, push: Push, lane: Option<Lane>) -> Result<PushReply, Error> {
        let (answer, committed) = oneshot::channel();
        let job = Job { push, lane, answer };
        self.jobs.try_send(job).map_err(|_| Error::busy())?;
        committed.await.map_err(|_| Error::busy())?
    }
}

async fn work(store: Store, clock: Clock, feed: Feed, mut inbox: mpsc::Receiver<Job>) {
    while let Some(first) = inbox.recv().await {
        let mut acts = first.push.acts.len();
        let mut batch = vec![first];
        // Let others who are ready come along: one commit costs as much as a hundred acts.
        tokio::task::yield_now().await;
        while acts < limits::COMMIT_ACTS_MAX {
            let Ok(job) = inbox.try_recv() else { break };
            acts += job.push.acts.len();
            batch.push(job);
        }
        settle(&store, clock.now(), &feed, batch).await;
    }
}

/// Commits the batch, or, where that fails, each push alone: one bad push does not take the others along.
async fn settle(store: &Store, now: Moment, feed: &Feed, batch: Vec<Job>) {
    let pushes: Vec<_> = batch.iter().map(|job| (now, &job.push, job.lane)).collect();
    match commit(store, &pushes).await {
        Ok((replies, seq)) => {
            for (job, reply) in batch.into_iter().zip(replies) {
                // A caller who hung up asks again and gets the stored outcomes.
                let _ = job.answer.send(Ok(reply));
            }
            feed.wake(seq);
        }
        Err(fault) if batch.len() == 1 => {
            for job in batch {
                let _ = job.answer.send(Err(Error::failed(&fault)));
            }
        }
        Err(_) => {
            for job in batch {
                Box::pin(settle(store, now, feed, vec![job])).await;
            }
        }
    }
}

/// One transaction over many pushes; answers the newest sequence.
async fn commit(
    store: &Store,
    pushes: &[(Moment, &Push, Option<Lane>)],
) -> Result<(Vec<PushReply>, u64), Fault> {
    let mut tx = store.db.begin().await?;
    tx.wait_for(Turn::Ledger, store.id).await?;
    let mut seq = last_seq(&mut tx, store.id).await?;
    let ward: Arc<Ward> = store.ward();
    let mut replies = Vec::with_capacity(pushes.len());
    for &(now, push, lane) in pushes {
        let given = &store.numbers;
        let mut bench =
            bench::Bench { tx: &mut tx, id: store.id, ward: &ward, given, now, lane, seq: &mut seq };
        replies.push(bench.push(push).await?);
    }
    tx.commit().await?;
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

/// One push alone.
pub async fn commit_now(
    store: &Store,
    now: Moment,
    push: &Push,
    lane: Option<Lane>,
) -> Result<PushReply, Fault> {
    let mut replies = commit_all(store, &[(now, push, lane)]).await?;
    replies.pop().ok_or_else(|| Fault::Refused("a push without a reply".to_owned()))
}

/// The newest sequence; what a fresh feed begins with.
pub async fn newest_seq(store: &Store) -> Result<u64, Fault> {
    let mut tx = store.db.snapshot().await?;
    last_seq(&mut tx, store.id).await
}

/// Keeps that acts up to `durable` of every writer are in a verified backup.
pub async fn mark_durable(store: &Store, last: &[(i64, i64, i64)]) -> Result<(), Fault> {
    let mut tx = store.db.begin().await?;
    for (device, officer, n) in last {
        within!(&mut tx, |c| {
            sqlx::query(
                "UPDATE writer SET durable_n = $4
                 WHERE ward = $1 AND device = $2 AND officer = $3 AND durable_n < $4",
            )
            .bind(store.id.0)
            .bind(device)
            .bind(officer)
            .bind(n)
            .execute(c)
            .await?;
        });
    }
    tx.commit().await
}
