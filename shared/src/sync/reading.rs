//! The device's half of reading much at once: the chunks of a first reading, and the repair of a base that has
//! drifted from what the server thinks it holds.
//!
//! Not here: pages of changes (`client`), the chunks' text (`columns`), the buckets (`digest`).
//! Invariant: a chunk is kept together with the note that it is; nothing read here is older than the base.

use std::collections::{BTreeMap, BTreeSet};

use super::client::{Client, Place, Write};
use super::columns;
use super::digest::{self, Bucket, Buckets, Sums};
use super::newer::{self, Record};
use super::snapshot::{self, Manifest, Piece, Reading};
use crate::dossier::Dossier;
use crate::id::DossierId;
use crate::limits;
use crate::moment::Moment;

/// The scope of the staff: every open dossier of the ward, and those closed not long ago.
pub const WARD: &str = "w";
/// The scope of everybody else, volunteers above all: what is handed in does not come back.
pub const NOTHING: &str = "n";

impl Client {
    /// Whether everything is still to be read, or to be read again since this build knows other words than the one that
    /// read it, and nothing has begun.
    pub fn wants_manifest(&self) -> bool {
        let is_new = self.place.cursor == 0;
        // What only its author is told comes in pages.
        let is_of_others = self.is_of_other_words() && self.place.scope == WARD;
        (is_new || is_of_others) && self.place.reading.is_none()
    }

    /// What a first reading begins with, or goes on with where the server has other chunks by now. What was read of
    /// chunks that are gone is written over by theirs; what is not in any is found by the digest.
    pub fn on_manifest(&self, manifest: Manifest) -> Vec<Write> {
        let Place { epoch, scope, cursor, .. } = &self.place;
        let fits = (epoch.is_empty() || *epoch == manifest.epoch)
            && (scope.is_empty() || *scope == manifest.scope)
            && (*cursor == 0 || self.is_of_other_words());
        if !fits {
            return vec![];
        }
        let mut writes = Vec::new();
        let begun = self.place.reading.as_ref();
        // A book without an act has nothing in chunks: taken for a reading, it would be asked for again after each page.
        if manifest.seq == 0 && begun.is_none() {
            return vec![];
        }
        let same = begun.filter(|reading| reading.manifest.epoch == manifest.epoch);
        let mut place = self.place.clone();
        if begun.is_some() && same.is_none() {
            writes.push(Write::ForgetAll);
            // Read to its end, too: no page has come yet, and what is read in another life begins with nothing.
            place.cursor = 0;
        }
        let (taken, by) = same.map_or((vec![], self.build), |reading| (reading.taken.clone(), reading.by));
        place.knows(&writes);
        writes.extend(self.reading_on(place, Reading { manifest, taken, by }));
        writes
    }

    /// The chunks that are to be read next.
    pub fn next_pieces(&self) -> impl Iterator<Item = &Piece> {
        self.place.reading.iter().flat_map(Reading::missing)
    }

    /// What chunks bring; `None` where one is not what it should be.
    pub fn on_chunks<'a>(&self, chunks: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<Vec<Write>> {
        let mut place = self.place.clone();
        place.holds_words_of(self.build);
        let mut reading = place.reading.clone()?;
        let mut writes = Vec::new();
        for (asked, text) in chunks {
            // One of an older list may hold what is no longer so.
            if snapshot::digest(text) != asked || !reading.missing().any(|piece| piece.digest == asked) {
                return None;
            }
            columns::decode(text, limits::CHUNK_BYTES_MAX, |record| {
                match newer::record(record).ok()? {
                    Record::Known(record) if self.takes(&record) => writes.push(Write::Record(record)),
                    Record::Known(_) => {}
                    Record::Beyond(id, rev) if self.may_take(id, rev) => drop(place.beyond.insert(id, rev)),
                    Record::Beyond(_, _) => {}
                }
                Some(())
            })?;
            reading.taken.push(asked.to_owned());
        }
        place.knows(&writes);
        writes.extend(self.reading_on(place, reading));
        Some(writes)
    }

    /// Whether a record in a chunk is news. Where the base is read again it is of another moment than the chunks: what it
    /// does not hold may be gone since, and what came after the cursor comes with the next page.
    fn may_take(&self, id: DossierId, rev: u64) -> bool {
        let Place { cursor, beyond, .. } = &self.place;
        let held = beyond.get(&id).copied().or_else(|| self.base.get(&id).map(|record| record.rev));
        *cursor == 0 || held.is_some_and(|held| held <= rev) && rev <= *cursor
    }

    fn takes(&self, record: &Dossier) -> bool {
        let is_same = || self.base.get(&record.id) == Some(record) && !self.is_beyond(record.id);
        self.wants(record) && self.may_take(record.id, record.rev) && (self.place.cursor == 0 || !is_same())
    }

    /// The place with the reading as far as it is; with its last chunk the base holds everything of its moment. Read
    /// again, it stays where it was, but for what changed after the chunks were packed: that comes once more in pages.
    fn reading_on(&self, place: Place, reading: Reading) -> Vec<Write> {
        let (whole, at) = (reading.missing().next().is_none(), reading.manifest.seq);
        let read_by = if whole { reading.by } else { place.read_by };
        // Not only what is in the chunks is to be in this build's words, but what became of the officer's acts too.
        let mut writes = Vec::new();
        let place = if whole { self.told_in_full(place, false, &mut writes) } else { place };
        if place.cursor == 0 {
            let (seen, scope) = (reading.manifest.now, reading.manifest.scope.clone());
            let (cursor, reading) = (if whole { at } else { 0 }, Some(reading));
            let place = Place { cursor, seen, scope, read_by, reading, closed_apart: true, ..place };
            writes.push(Write::Place(place));
            return writes;
        }
        let revs = self.base.values().map(|record| record.rev).chain(place.beyond.values().copied());
        let is_behind = whole && revs.max().is_some_and(|newest| newest > at);
        let cursor = if is_behind { place.cursor.min(at) } else { place.cursor };
        let place = Place { cursor, read_by, reading: Some(reading), ..place };
        writes.push(Write::Place(place));
        writes
    }

    /// What the device holds of what the server speaks of.
    fn held(&self, now: Moment) -> impl Iterator<Item = &Dossier> {
        let since = (self.place.scope == WARD).then(|| self.place.closed_from(now));
        self.base.values().filter(move |record| since.is_none_or(|since| digest::in_ward(record, since)))
    }

    fn buckets(&self, now: Moment) -> Buckets {
        let beyond = &self.place.beyond;
        let known = self.held(now).map(|record| (record.id, record.rev));
        let known = known.filter(|(id, _)| !beyond.contains_key(id));
        Buckets::of(known.chain(beyond.iter().map(|(id, rev)| (*id, *rev))))
    }

    /// Whether the base is not what the server thinks it is. Asked after the page that brought the digest was
    /// adopted; says nothing where the base has moved on since.
    pub fn has_drifted(&self, digest: &str, at: u64, now: Moment) -> bool {
        self.place.cursor == at && self.buckets(now).root() != digest
    }

    /// The buckets to repair; none where the answer is of another moment, to be asked for again.
    pub fn on_sums(&self, sums: &Sums) -> Vec<u8> {
        let Place { epoch, scope, cursor, .. } = &self.place;
        let fits = sums.epoch == *epoch && sums.scope == *scope && sums.seq == *cursor;
        let theirs = Buckets::from_hex(&sums.buckets).filter(|_| fits);
        theirs.map(|theirs| self.buckets(sums.now).differing(&theirs)).unwrap_or_default()
    }

    /// What makes one bucket as the server has it. An answer older than the base changes nothing.
    pub fn on_bucket(&self, bucket: u8, reply: Bucket<Dossier>) -> Vec<Write> {
        let Place { epoch, scope, cursor, .. } = &self.place;
        if reply.epoch != *epoch || reply.scope != *scope || reply.seq < *cursor {
            return vec![];
        }
        let theirs: BTreeMap<DossierId, Dossier> =
            reply.records.into_iter().map(|record| (record.id, record)).collect();
        let mine = self.held(reply.now).map(|record| record.id).chain(self.place.beyond.keys().copied());
        let mine: BTreeSet<DossierId> = mine.filter(|id| digest::bucket_of(*id) == bucket).collect();
        let beyond: BTreeMap<DossierId, u64> = reply.beyond.into_iter().collect();
        let surplus = mine.into_iter().filter(|id| !theirs.contains_key(id) && !beyond.contains_key(id));
        let mut writes: Vec<Write> = surplus.map(Write::Forget).collect();
        let differing = theirs
            .into_values()
            .filter(|record| self.base.get(&record.id) != Some(record) || self.is_beyond(record.id));
        writes.extend(differing.map(|record| Write::Record(Box::new(record))));
        let mut place = self.place.clone();
        place.knows(&writes);
        place.beyond.extend(beyond);
        if !writes.is_empty() || place != self.place {
            place.holds_words_of(self.build);
        }
        if place != self.place {
            writes.push(Write::Place(place));
        }
        writes
    }

    /// Closed dossiers that the staff's devices need not hold any longer.
    pub fn aged(&self, now: Moment) -> Vec<Write> {
        let since = digest::closed_since(now);
        let ward = self.base.values().filter(|_| self.place.scope == WARD);
        ward.filter(|record| !digest::in_ward(record, since)).map(|record| Write::Forget(record.id)).collect()
    }

    /// What makes the device read everything again; what waits and what was sent stays.
    pub fn read_anew(&self) -> Vec<Write> {
        let beyond = BTreeMap::new();
        let place = Place { cursor: 0, reading: None, beyond, ..self.place.clone() };
        vec![Write::ForgetAll, Write::Place(place)]
    }
}
