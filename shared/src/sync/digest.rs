//! Drift: whether a device holds what the server thinks it holds, told in 256 numbers.
//!
//! A record is in the bucket of its id's last byte; a bucket is the XOR of a hash of each (id, rev) in it. So one
//! change costs two XORs, wherever it is, and a difference is found without reading everything again.
//!
//! Not here: what a device does about a difference (`client`), who may hold what (the server's scope).
//! Invariant: equal sets of (id, rev) have equal buckets, in whatever order they came.

use serde::{Deserialize, Serialize};

use crate::dossier::Dossier;
use crate::id::DossierId;
use crate::limits::CLOSED_DAYS_KEPT;
use crate::moment::{Day, Moment};

pub const BUCKETS: usize = 256;

/// `GET /api/digest`: all buckets, as they are at `seq`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sums {
    pub epoch: String,
    pub scope: String,
    pub seq: u64,
    pub now: Moment,
    /// `Buckets::to_hex`
    pub buckets: String,
}

/// `GET /api/digest/{bucket}`: all that a device should hold of one bucket.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Bucket<R> {
    pub epoch: String,
    pub scope: String,
    pub seq: u64,
    pub now: Moment,
    pub records: Vec<R>,
    /// Of the records those that the reader's build cannot read, with their revisions (`newer`). Nobody writes it.
    #[serde(skip)]
    pub beyond: Vec<(DossierId, u64)>,
}

/// The first day whose closed dossiers a device of the staff still holds.
pub fn closed_since(now: Moment) -> Day {
    now.day().plus(-CLOSED_DAYS_KEPT)
}

/// Whether the staff's devices hold the dossier: open, or closed not long ago.
pub fn in_ward(dossier: &Dossier, closed_since: Day) -> bool {
    dossier.is_open() || dossier.closed_at.is_some_and(|at| at.day() >= closed_since)
}

pub fn bucket_of(id: DossierId) -> u8 {
    id.0.as_bytes()[15]
}

/// Against accidents, not against enemies: three rounds of a mixer, so that every bit of id and rev counts.
fn hash(id: DossierId, rev: u64) -> u64 {
    let (high, low) = id.0.as_u64_pair();
    [low, rev].into_iter().fold(mix(high), |sum, part| mix(sum ^ part))
}

fn mix(n: u64) -> u64 {
    let n = n.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    n ^ (n >> 31)
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Buckets(Box<[u64; BUCKETS]>);

impl Default for Buckets {
    fn default() -> Buckets {
        Buckets(Box::new([0; BUCKETS]))
    }
}

impl Buckets {
    pub fn of(records: impl IntoIterator<Item = (DossierId, u64)>) -> Buckets {
        let mut buckets = Buckets::default();
        records.into_iter().for_each(|(id, rev)| buckets.toggle(id, rev));
        buckets
    }

    /// Puts a record in, or takes it out.
    pub fn toggle(&mut self, id: DossierId, rev: u64) {
        self.0[usize::from(bucket_of(id))] ^= hash(id, rev);
    }

    pub fn join(&mut self, other: &Buckets) {
        self.0.iter_mut().zip(other.0.iter()).for_each(|(mine, theirs)| *mine ^= theirs);
    }

    /// All of them in 16 hexadecimal digits; the place of each bucket counts.
    pub fn root(&self) -> String {
        format!("{:016x}", self.0.iter().fold(0, |sum, bucket| mix(sum ^ bucket)))
    }

    /// The buckets that differ.
    pub fn differing(&self, other: &Buckets) -> Vec<u8> {
        (0..=u8::MAX).filter(|at| self.0[usize::from(*at)] != other.0[usize::from(*at)]).collect()
    }

    /// 16 digits a bucket.
    pub fn to_hex(&self) -> String {
        self.0.iter().map(|bucket| format!("{bucket:016x}")).collect()
    }

    pub fn from_hex(text: &str) -> Option<Buckets> {
        if text.len() != BUCKETS * 16 {
            return None;
        }
        let mut buckets = Buckets::default();
        for (at, bucket) in buckets.0.iter_mut().enumerate() {
            *bucket = u64::from_str_radix(text.get(at * 16..at * 16 + 16)?, 16).ok()?;
        }
        Some(buckets)
    }
}
