//! The device's half of reading much at once: the chunks of a first reading, and the repair of a base that has
//! drifted from what the server thinks it holds.
//!
//! Not here: pages of changes (`client`), the chunks' text (`columns`), the buckets (`digest`).
//! Invariant: a chunk is kept together with the note that it is; nothing read here is older than the base.

use std::collections::BTreeMap;

use super::client::{Client, Place, Write};
use super::columns;
use super::digest::{self, Bucket, Buckets, Sums};
use super::snapshot::{self, Manifest, Piece, Reading};
use crate::dossier::Dossier;
use crate::id::DossierId;
use crate::json;
use crate::limits;
use crate::moment::Moment;

/// The scope of the staff: every open dossier of the ward, and those closed not long ago.
pub const WARD: &str = "w";
/// The scope of everybody else, volunteers above all: what is handed in does not come back.
pub const NOTHING: &str = "n";

impl Client {
    /// Whether everything is still to be read, and nothing has begun.
    pub fn wants_manifest(&self) -> bool {
        self.place.cursor == 0 && self.place.reading.is_none()
    }

    /// What a first reading begins with, or goes on with where the server has other chunks by now. What was read of
    /// chunks that are gone is written over by theirs; what is not in any is found by the digest.
    pub fn on_manifest(&self, manifest: Manifest) -> Vec<Write> {
        let Place { epoch, scope, cursor, .. } = &self.place;
        let fits = (epoch.is_empty() || *epoch == manifest.epoch)
            && (scope.is_empty() || *scope == manifest.scope)
            && *cursor == 0;
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
        if begun.is_some() && same.is_none() {
            writes.push(Write::ForgetAll);
        }
        let taken = same.map(|reading| reading.taken.clone()).unwrap_or_default();
        writes.push(Write::Place(self.place.reading_on(Reading { manifest, taken })));
        writes
    }

    /// The chunks that are to be read next.
    pub fn next_pieces(&self) -> impl Iterator<Item = &Piece> {
        self.place.reading.iter().flat_map(Reading::missing)
    }

    /// What chunks bring; `None` where one is not what it should be.
    pub fn on_chunks<'a>(&self, chunks: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<Vec<Write>> {
        let mut reading = self.place.reading.clone()?;
        let mut writes = Vec::new();
        for (asked, text) in chunks {
            // One of an older list may hold what is no longer so.
            if snapshot::digest(text) != asked || !reading.missing().any(|piece| piece.digest == asked) {
                return None;
            }
            columns::decode(text, limits::CHUNK_BYTES_MAX, |record| {
                let record: Dossier = json::read(record).ok()?;
                if self.wants(&record) {
                    writes.push(Write::Record(Box::new(record)));
                }
                Some(())
            })?;
            reading.taken.push(asked.to_owned());
        }
        writes.push(Write::Place(self.place.reading_on(reading)));
        Some(writes)
    }

    /// What the device holds of what the server speaks of.
    fn held(&self, now: Moment) -> impl Iterator<Item = &Dossier> {
        let since = (self.place.scope == WARD).then(|| self.place.closed_from(now));
        self.base.values().filter(move |record| since.is_none_or(|since| digest::in_ward(record, since)))
    }

    fn buckets(&self, now: Moment) -> Buckets {
        Buckets::of(self.held(now).map(|record| (record.id, record.rev)))
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
        let mine = self.held(reply.now).filter(|record| digest::bucket_of(record.id) == bucket);
        let surplus = mine.map(|record| record.id).filter(|id| !theirs.contains_key(id));
        let mut writes: Vec<Write> = surplus.map(Write::Forget).collect();
        let differing = theirs.into_values().filter(|record| self.base.get(&record.id) != Some(record));
        writes.extend(differing.map(|record| Write::Record(Box::new(record))));
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
        let place = Place { cursor: 0, reading: None, ..self.place.clone() };
        vec![Write::ForgetAll, Write::Place(place)]
    }
}

impl Place {
    /// The same with the reading as far as it is; with its last chunk the base holds everything of its moment.
    fn reading_on(&self, reading: Reading) -> Place {
        let whole = reading.missing().next().is_none();
        let cursor = if whole { reading.manifest.seq } else { 0 };
        let seen = reading.manifest.now;
        let scope = reading.manifest.scope.clone();
        Place { cursor, seen, scope, reading: Some(reading), closed_apart: true, ..self.clone() }
    }
}
