//! What becomes of sealed acts: those that are surely their author's go to the judge, the others wait for a person.
//!
//! Not here: who may bring them.
//! Invariant: the same envelope ends in the same place however often it comes.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use shared::dossier::code::Lane;
use shared::id::Writer;
use shared::sync::aside::Reason;
use shared::sync::envelope::{Envelope, Inside};
use shared::sync::wire::{Hash, PROTO, Push, PushReply};

use crate::Site;
use crate::error::{Error, Result};
use crate::seal::{Looked, look};
use crate::store::quarantine::{Fresh, Met, Way};

/// What became of one envelope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Took {
    /// Judged before.
    Known,
    Now,
    /// An earlier act of the writer is missing.
    Waits {
        expect: u64,
    },
    /// Kept for a person.
    Aside {
        ticket: u64,
    },
}

/// An envelope with its place in what was brought.
struct Item {
    place: usize,
    envelope: Envelope,
    looked: Looked,
}

impl Item {
    /// What the judge may see.
    fn sound(&self) -> Option<&(Inside, Hash)> {
        self.looked.inside.as_ref().filter(|_| self.looked.fault.is_none())
    }
}

/// Takes envelopes of any writers, in any order; answers in theirs.
pub async fn take(site: &Site, envelopes: Vec<Envelope>, way: Way) -> Result<Vec<Took>> {
    let mut answers: Vec<Option<Took>> = vec![None; envelopes.len()];
    let mut writers: BTreeMap<Writer, Vec<Item>> = BTreeMap::new();
    for (place, (envelope, looked)) in open(site, envelopes).await?.into_iter().enumerate() {
        writers.entry(envelope.writer).or_default().push(Item { place, envelope, looked });
    }
    for (writer, mut items) in writers {
        items.sort_by_key(|item| (item.envelope.n, item.place));
        let device = site.store.device(writer.device).await?;
        let is_given_up = device.as_ref().is_some_and(|device| device.revoked_at.is_some());
        let lane = device.and_then(|device| device.lane);
        let mut taking = Taking { site, writer, lane, way, answers: &mut answers };
        match way {
            Way::Carried(_) if is_given_up => taking.rescue(&items).await?,
            Way::Carried(_) | Way::File | Way::Rescued => taking.all(&items).await?,
        }
    }
    answers.into_iter().collect::<Option<_>>().ok_or_else(|| Error::failed(&"an envelope was overlooked"))
}

/// Opens envelopes and checks who signed them, on a thread of their own.
pub(super) async fn open(site: &Site, envelopes: Vec<Envelope>) -> Result<Vec<(Envelope, Looked)>> {
    let mut keys: BTreeMap<Writer, Vec<String>> = BTreeMap::new();
    for envelope in &envelopes {
        if let Entry::Vacant(place) = keys.entry(envelope.writer) {
            place.insert(site.store.writer_keys(envelope.writer).await?);
        }
    }
    site.store.secrets.refresh().await;
    let pairs = site.store.secrets.pairs();
    let _slot = site.seal_slots.clone().acquire_owned().await.map_err(|e| Error::failed(&e))?;
    let opened = tokio::task::spawn_blocking(move || {
        let opened = envelopes.into_iter().map(|envelope| {
            let known = keys.get(&envelope.writer).map_or(&[][..], Vec::as_slice);
            let looked = look(&pairs, known, &envelope);
            (envelope, looked)
        });
        opened.collect()
    });
    opened.await.map_err(|e| Error::failed(&e))
}

/// One writer's envelopes on their way.
struct Taking<'a> {
    site: &'a Site,
    writer: Writer,
    lane: Option<Lane>,
    way: Way,
    answers: &'a mut [Option<Took>],
}

impl Taking<'_> {
    /// What lies under a device that was given up waits for a person, as if that device handed it in itself; whoever
    /// brings it forgets it then.
    async fn rescue(&mut self, items: &[Item]) -> Result<()> {
        self.way = Way::Rescued;
        let fresh = self.never_met(items).await?;
        self.put_aside(&fresh, |item| item.looked.fault.unwrap_or(Reason::Revoked)).await
    }

    async fn all(&mut self, items: &[Item]) -> Result<()> {
        let (sound, doubtful): (Vec<_>, Vec<_>) =
            self.never_met(items).await?.into_iter().partition(|item| item.sound().is_some());
        let reason = |item: &Item| item.looked.fault.unwrap_or(Reason::Unreadable);
        self.put_aside(&doubtful, reason).await?;
        let follows = |a: &&Item, b: &&Item| {
            let (Some((_, before)), Some((after, _))) = (a.sound(), b.sound()) else { return false };
            b.envelope.n == a.envelope.n + 1 && after.prev == *before
        };
        for run in sound.chunk_by(follows) {
            self.judge(run).await?;
        }
        Ok(())
    }

    /// Those of which nothing is decided yet; of the others it is answered.
    async fn never_met<'b>(&mut self, items: &'b [Item]) -> Result<Vec<&'b Item>> {
        let names = items.iter().map(|item| {
            let hash = item.looked.inside.as_ref().map(|(_, hash)| hash);
            (&item.envelope, hash)
        });
        let met = self.site.store.met(self.writer, names).await?;
        let mut fresh = Vec::new();
        for (item, met) in items.iter().zip(met) {
            match met {
                Met::Judged => self.answers[item.place] = Some(Took::Known),
                Met::Dropped { ticket } => self.answers[item.place] = Some(Took::Aside { ticket }),
                Met::Never => fresh.push(item),
            }
        }
        Ok(fresh)
    }

    /// Acts that follow one another, as a push.
    async fn judge(&mut self, mut run: &[&Item]) -> Result<()> {
        while let Some((first, (inside, _))) = run.first().and_then(|first| Some((*first, first.sound()?))) {
            let push = Push {
                proto: PROTO,
                epoch: String::new(),
                writer: self.writer,
                first_n: first.envelope.n,
                prev: inside.prev.clone(),
                acts: run.iter().filter_map(|item| Some(item.sound()?.0.body.clone())).collect(),
            };
            match self.site.ledger.push(push, self.lane).await? {
                PushReply::Done { results, .. } if !results.is_empty() => {
                    let (done, left) = run.split_at(results.len().min(run.len()));
                    self.answer(done, Took::Now);
                    run = left;
                }
                PushReply::Gap { expect } => {
                    let n = first.envelope.n;
                    if self.site.store.is_waited_for(self.writer, expect, n).await? {
                        self.put_aside(run, |_| Reason::Follows).await?;
                    } else {
                        self.answer(run, Took::Waits { expect });
                    }
                    return Ok(());
                }
                PushReply::Fork { .. } => {
                    let place = first.place;
                    let reason =
                        |item: &Item| if item.place == place { Reason::Fork } else { Reason::Follows };
                    self.put_aside(run, reason).await?;
                    return Ok(());
                }
                PushReply::Done { .. } | PushReply::Epoch { .. } | PushReply::Upgrade { .. } => {
                    return Err(Error::busy());
                }
            }
        }
        Ok(())
    }

    fn answer(&mut self, items: &[&Item], took: Took) {
        for item in items {
            self.answers[item.place] = Some(took);
        }
    }

    async fn put_aside(&mut self, items: &[&Item], reason: impl Fn(&Item) -> Reason) -> Result<()> {
        let fresh: Vec<Fresh<'_>> = items
            .iter()
            .map(|item| Fresh { envelope: &item.envelope, looked: &item.looked, reason: reason(item) })
            .collect();
        let now = self.site.clock.now();
        let tickets = self.site.store.put_aside(&fresh, self.way, now).await?;
        for (item, ticket) in items.iter().zip(tickets.ok_or_else(Error::aside_full)?) {
            self.answers[item.place] = Some(Took::Aside { ticket });
        }
        Ok(())
    }
}
