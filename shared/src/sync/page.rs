//! A page of changes as it travels to a device that asked by what it has: columns of records, and of those that the
//! device holds already only what changed.
//!
//! The first row is the reply without its records, the second says how many of the others are changes and what the
//! records are worth together. A device that cannot make the very records of it asks for the plain page.
//!
//! Not here: which record a device holds (the server remembers what it sent over), packing.
//! Invariant: `read(write(page)) == page`, or nothing; a patch is a way to send a record and is seen by nobody else.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::columns;
use super::newer::{self, Record};
use super::patch;
use super::read;
use super::wire::PullReply;
use crate::dossier::Dossier;
use crate::id::DossierId;
use crate::json;
use crate::limits;
use crate::text::hex;

/// A record of the page, and what the device holds of it where that is known.
pub struct Sent<'a> {
    pub now: &'a str,
    pub held: Option<&'a str>,
}

/// The second row.
#[derive(Serialize, Deserialize)]
struct Sum {
    changes: usize,
    check: String,
}

/// A record by what changed on it.
#[derive(Serialize, Deserialize)]
struct Change {
    id: DossierId,
    to: Value,
}

/// The page; `None` where a record is not the JSON that we write.
pub fn write(reply: &PullReply<Dossier>, records: &[Sent<'_>]) -> Option<String> {
    let (mut whole, mut changes, mut check) = (Vec::new(), Vec::new(), Check::default());
    // Changes after the others: the order of records within a page means nothing.
    for sent in records {
        match sent.held.and_then(|held| change(held, sent.now)) {
            Some(text) => changes.push((text, sent.now)),
            None => {
                check.add(sent.now);
                whole.push(sent.now);
            }
        }
    }
    changes.iter().for_each(|(_, now)| check.add(now));
    let head = serde_json::to_string(reply).ok()?;
    let sum = serde_json::to_string(&Sum { changes: changes.len(), check: check.end() }).ok()?;
    let rows = [head.as_str(), sum.as_str()].into_iter();
    columns::encode(rows.chain(whole).chain(changes.iter().map(|(text, _)| text.as_str())))
}

fn change(held: &str, now: &str) -> Option<String> {
    let (held, now): (Value, Value) = (serde_json::from_str(held).ok()?, serde_json::from_str(now).ok()?);
    let id = now.get("id")?.as_str()?.parse().map(DossierId).ok()?;
    serde_json::to_string(&Change { id, to: patch::diff(&held, &now)? }).ok()
}

/// The reply with all its records; `held` is what the device has. `None` where that is not what the server thinks.
pub fn read<'a>(text: &str, held: impl Fn(DossierId) -> Option<&'a Dossier>) -> Option<PullReply<Dossier>> {
    let mut rows = Vec::new();
    columns::decode(text, limits::PAGE_BYTES_MAX, |row| {
        rows.push(row.to_owned());
        Some(())
    })?;
    let mut reply = read::page(rows.first()?).ok()?;
    let Sum { changes, check } = json::read(rows.get(1)?).ok()?;
    let (whole, changed) = rows.get(2..)?.split_at_checked(rows.len().checked_sub(2 + changes)?)?;
    let mut seen = Check::default();
    for text in whole {
        seen.add(text);
        match newer::record(text).ok()? {
            Record::Known(record) => reply.records.push(*record),
            Record::Beyond(id, rev) => reply.beyond.push((id, rev)),
        }
    }
    for text in changed {
        let Change { id, to } = json::read(text).ok()?;
        let mut value: Value = serde_json::from_str(&serde_json::to_string(held(id)?).ok()?).ok()?;
        patch::apply(&mut value, to)?;
        let record = read::dossier(&value.to_string()).ok()?;
        seen.add(&serde_json::to_string(&record).ok()?);
        reply.records.push(record);
    }
    (seen.end() == check).then_some(reply)
}

/// What the texts of a page's records are worth, in their order.
#[derive(Default)]
struct Check(Sha256);

impl Check {
    fn add(&mut self, text: &str) {
        self.0.update(text.as_bytes());
    }

    fn end(self) -> String {
        hex(&self.0.finalize()[..8])
    }
}
