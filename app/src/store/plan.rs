//! A step as rows: worked out from memory, closed outside the transaction, written inside it.
//!
//! The browser closes rows in its own time, and a transaction does not wait for that. So a step is planned from what
//! the tab has in memory, closed, and only then written, if the disk still stands where the plan began.
//! Not here: the transactions (`keep`).
//! Invariant: nothing of a citizen leaves a plan but closed under its officer's key.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::{try_join, try_join_all};
use shared::dossier::Dossier;
use shared::id::DossierId;
use shared::moment::Moment;
use shared::sync::client::{Client, Place, Queued, Write};
use shared::sync::footing::Footing;

use super::base::Transaction;
use super::chunks::Chunk;
use super::rows::{act_key, heard_key, json, meta_key, name_of, numbered, place_key};
use super::{DiskFault, Row, Store};
use crate::vault::{Opened, seal};

/// One row before it is closed.
pub(super) enum Change {
    Text(Store, String, String),
    Close(Store, String, Vec<u8>),
    /// An act that waits: a copy for its author, and one for whoever carries it.
    Queue(Queued),
    Delete(Store, String),
    Range(Store, String, String),
}

/// One row as it is written.
pub(super) enum Done {
    Put(Store, String, Row),
    Delete(Store, String),
    Range(Store, String, String),
}

/// What one step changes, and what it was worked out from.
pub struct Plan {
    pub(super) from: Footing,
    pub(super) changes: Vec<Change>,
    /// From then on it may not be kept any more.
    pub(super) until: Option<Moment>,
}

impl Plan {
    pub fn of(client: &Client, writes: &[Write]) -> Result<Plan, DiskFault> {
        let writer = client.meta.writer;
        let mut plan = Plan { from: Footing::of(client, writes), changes: vec![], until: None };
        let place: Option<&Place> = writes
            .iter()
            .rev()
            .find_map(|write| if let Write::Place(place) = write { Some(place) } else { None });
        let apart = place.map_or(client.place.closed_apart, |place| place.closed_apart);
        let mut cache = Cache::over(&client.base, apart, apart != client.place.closed_apart);
        let numbers = |of: fn(&Write) -> Option<u64>| writes.iter().filter_map(of).collect::<BTreeSet<_>>();
        let sent = numbers(|write| if let Write::Sent(queued) = write { Some(queued.n) } else { None });
        let waits = numbers(|write| if let Write::Enqueue(queued) = write { Some(queued.n) } else { None });
        for write in writes {
            match write {
                Write::Meta(meta) => plan.text(Store::Meta, meta_key(writer), json(meta)?),
                Write::Place(place) => {
                    plan.text(Store::Chunks, place_key(writer), json(place)?);
                    plan.look_after_closed(client, place);
                }
                Write::Enqueue(queued) => plan.changes.push(Change::Queue(queued.clone())),
                Write::Unqueue(n) => {
                    plan.changes.push(Change::Delete(Store::Queue, act_key(writer, *n)));
                    if !sent.contains(n) {
                        plan.changes.push(Change::Delete(Store::Sealed, act_key(writer, *n)));
                    }
                }
                Write::Sent(queued) => plan.close(Store::Sent, act_key(writer, queued.n), queued)?,
                Write::ForgetSent(n) => {
                    plan.changes.push(Change::Delete(Store::Sent, act_key(writer, *n)));
                    if !waits.contains(n) {
                        plan.changes.push(Change::Delete(Store::Sealed, act_key(writer, *n)));
                    }
                }
                Write::Notice(notice) => plan.close(Store::Inbox, act_key(writer, notice.n), notice)?,
                Write::Heard(heard) => plan.close(Store::Inbox, heard_key(writer), heard)?,
                Write::Record(record) => cache.keep(record.id, Some(record)),
                Write::Forget(id) => cache.keep(*id, None),
                Write::ForgetAll => cache.forget_all(),
            }
        }
        if cache.anew || cache.moves {
            let (from, to) = numbered(writer);
            plan.changes.push(Change::Range(Store::Chunks, from, to));
        }
        for (chunk, rows) in cache.chunks() {
            let key = chunk.key(writer);
            if rows.is_empty() {
                plan.changes.push(Change::Delete(Store::Chunks, key));
            } else {
                plan.close(Store::Chunks, key, &rows)?;
            }
        }
        Ok(plan)
    }

    /// The writer's own acts and outcomes as the tab has them in memory, to be closed under another key wherever the
    /// disk stands: it has just forgotten them.
    pub fn acts(client: &Client, place: Place) -> Result<Plan, DiskFault> {
        let mut writes: Vec<Write> = client.queue.values().cloned().map(Write::Enqueue).collect();
        writes.extend(client.sent.values().cloned().map(Write::Sent));
        writes.extend(client.inbox.values().map(|notice| Write::Notice(Box::new(notice.clone()))));
        writes.push(Write::Heard(Box::new(client.heard.clone())));
        Ok(Plan { from: Footing::anywhere_in(place), ..Plan::of(client, &writes)? })
    }

    /// The same, to be kept before `until` or not at all.
    #[must_use]
    pub fn by(self, until: Moment) -> Plan {
        Plan { until: Some(until), ..self }
    }

    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Sent acts that their author cannot open any more. In another life of the server, which may lack them, they wait again
    /// as they were sealed; those that every copy holds go.
    fn look_after_closed(&mut self, client: &Client, place: &Place) {
        let writer = client.meta.writer;
        let is_another_life = place.epoch != client.place.epoch;
        for n in client.closed.iter().filter(|n| is_another_life || **n <= place.durable_n) {
            self.changes.push(Change::Delete(Store::Sent, act_key(writer, *n)));
            if !is_another_life {
                self.changes.push(Change::Delete(Store::Sealed, act_key(writer, *n)));
            }
        }
    }

    fn text(&mut self, store: Store, key: String, text: String) {
        self.changes.push(Change::Text(store, key, text));
    }

    fn close<T: serde::Serialize>(&mut self, store: Store, key: String, value: &T) -> Result<(), DiskFault> {
        let plain = serde_json::to_vec(value).map_err(|error| DiskFault::Other(error.to_string()))?;
        self.changes.push(Change::Close(store, key, plain));
        Ok(())
    }
}

/// Closes the rows of a step, side by side. No transaction is open meanwhile.
pub(super) async fn close(opened: &Opened, changes: Vec<Change>) -> Result<Vec<Done>, DiskFault> {
    let done = try_join_all(changes.into_iter().map(|change| close_change(opened, change))).await?;
    Ok(done.into_iter().flatten().collect())
}

async fn close_change(opened: &Opened, change: Change) -> Result<Vec<Done>, DiskFault> {
    Ok(match change {
        Change::Text(store, key, text) => vec![Done::Put(store, key, Row::Text(text))],
        Change::Close(store, key, plain) => vec![close_one(opened, store, key, &plain).await?],
        Change::Queue(queued) => {
            let key = act_key(opened.writer(), queued.n);
            let plain = json(&queued)?;
            let own = close_one(opened, Store::Queue, key.clone(), plain.as_bytes());
            let carried = async { Ok(seal(&opened.author, &queued).await?) };
            let (own, envelope) = try_join(own, carried).await?;
            vec![own, Done::Put(Store::Sealed, key, Row::Text(json(&envelope)?))]
        }
        Change::Delete(store, key) => vec![Done::Delete(store, key)],
        Change::Range(store, from, to) => vec![Done::Range(store, from, to)],
    })
}

async fn close_one(opened: &Opened, store: Store, key: String, plain: &[u8]) -> Result<Done, DiskFault> {
    let closed = opened.key.close(&name_of(store, &key), plain).await?;
    Ok(Done::Put(store, key, Row::Closed(closed)))
}

pub(super) fn put_all(work: &Transaction, done: &[Done]) -> Result<(), DiskFault> {
    done.iter().try_for_each(|done| match done {
        Done::Put(store, key, row) => work.put(*store, key, row),
        Done::Delete(store, key) => work.delete(*store, key),
        Done::Range(store, from, to) => work.delete_range(*store, from, to),
    })
}

/// The base with a step's records over it, chunk by chunk.
struct Cache<'a> {
    base: &'a BTreeMap<DossierId, Dossier>,
    over: BTreeMap<DossierId, Option<&'a Dossier>>,
    /// Everything that was there goes.
    anew: bool,
    /// Closed ones lie apart.
    apart: bool,
    /// They did not before: every row is written anew.
    moves: bool,
}

impl<'a> Cache<'a> {
    fn over(base: &'a BTreeMap<DossierId, Dossier>, apart: bool, moves: bool) -> Cache<'a> {
        Cache { base, over: BTreeMap::new(), anew: false, apart, moves }
    }

    fn keep(&mut self, id: DossierId, record: Option<&'a Dossier>) {
        self.over.insert(id, record);
    }

    fn forget_all(&mut self) {
        self.over.clear();
        self.anew = true;
    }

    /// The chunks that change, whole.
    fn chunks(&self) -> BTreeMap<Chunk, Vec<&'a Dossier>> {
        let chunk = |record: &Dossier| Chunk::of(record, self.apart);
        let kept = || self.base.values().filter(|_| !self.anew);
        let after = kept().filter(|record| !self.over.contains_key(&record.id));
        let after = after.chain(self.over.values().copied().flatten());
        // Where a record lay and where it lies.
        let before = kept().filter(|record| self.moves || self.over.contains_key(&record.id));
        let fresh = self.over.values().copied().flatten();
        let mut chunks: BTreeMap<Chunk, BTreeMap<DossierId, &Dossier>> =
            before.chain(fresh).map(|record| (chunk(record), BTreeMap::new())).collect();
        for record in after {
            if let Some(rows) = chunks.get_mut(&chunk(record)) {
                rows.insert(record.id, record);
            }
        }
        chunks.into_iter().map(|(chunk, rows)| (chunk, rows.into_values().collect())).collect()
    }
}
