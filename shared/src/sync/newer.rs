//! What a newer build says in words that this one does not know: read as far as it goes, never refused as a whole.
//!
//! A device may be older than its server for days: its pages are loaded anew when somebody asks for it. Meanwhile an act
//! of a new kind stands in a dossier's history as a note, a new reason of a refusal as one that cannot be told yet, and of
//! a dossier that makes no sense at all only its revision is kept (`Place::beyond`). When a build that knows the words
//! opens the same storage, the dossiers are read again (`reading`), and the outcomes told again.
//!
//! Not here: acts (`upcast`): what a server does not know it sets aside and never reads by halves.
//! Invariant: what this build can read is read as `json` reads it; only what it cannot read comes here.

use serde_json::{Map, Result, Value};

use super::client::{Client, Place, Write};
use super::notice::Heard;
use super::wire::{Outcome, Over};
use crate::dossier::{Dossier, Kind};
use crate::id::DossierId;
use crate::json;
use crate::refusal::Refusal;

/// Which build's words a base is in that more than one has read, or one of before builds were told apart.
const MANY: u64 = 0;

/// A dossier as a device reads it.
#[derive(Clone, PartialEq, Debug)]
pub enum Record {
    Known(Box<Dossier>),
    /// Beyond this build: which it is, and its revision.
    Beyond(DossierId, u64),
}

/// A record in the words of any build.
///
/// # Errors
/// serde_json's, where it is no dossier of any build.
pub fn record(text: &str) -> Result<Record> {
    json::read(text).map(|known| Record::Known(Box::new(known))).or_else(|error| {
        let value = in_known_words(text)?;
        known(&value).or_else(|| beyond(&value)).ok_or(error)
    })
}

/// What holds no dossier, or only such as this build makes sense of.
///
/// # Errors
/// serde_json's, where more than a kind or a reason cannot be read.
pub(super) fn softened<T>(text: &str, by: fn(&str) -> Result<T>) -> Result<T> {
    by(text).or_else(|error| by(&in_known_words(text)?.to_string()).map_err(|_| error))
}

/// What holds records in one of its fields, and those of them that are beyond this build.
///
/// # Errors
/// serde_json's, where more than a record or a reason cannot be read.
pub(super) fn holding<T>(text: &str, by: fn(&str) -> Result<T>) -> Result<(T, Vec<(DossierId, u64)>)> {
    by(text).map(|whole| (whole, vec![])).or_else(|error| {
        let mut value = in_known_words(text)?;
        let mut away = vec![];
        if let Some(Value::Array(records)) = value.get_mut("records") {
            records.retain(|value| match known(value).or_else(|| beyond(value)) {
                Some(Record::Beyond(id, rev)) => {
                    away.push((id, rev));
                    false
                }
                Some(Record::Known(_)) | None => true,
            });
        }
        by(&value.to_string()).map(|whole| (whole, away)).map_err(|_| error)
    })
}

fn in_known_words(text: &str) -> Result<Value> {
    let mut value = serde_json::from_str(text)?;
    soften("", &mut value);
    Ok(value)
}

fn known(value: &Value) -> Option<Record> {
    json::read(&value.to_string()).ok().map(|known| Record::Known(Box::new(known)))
}

fn beyond(value: &Value) -> Option<Record> {
    let id = value.get("id")?.as_str()?.parse().ok()?;
    Some(Record::Beyond(DossierId(id), value.get("rev")?.as_u64()?))
}

/// Unknown kinds of acts and unknown reasons, in the nearest words that this build has. `of`: the field it stands in.
fn soften(of: &str, value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| soften(of, item)),
        Value::Object(fields) => soften_fields(of, fields),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn soften_fields(of: &str, fields: &mut Map<String, Value>) {
    for (name, value) in fields {
        match (of, name.as_str()) {
            ("history" | "disputes" | "about", "kind") => or_else::<Kind>(value, &Kind::Note),
            (_, "refusal") => or_else(value, &Refusal::Newer),
            (_, name) => soften(name, value),
        }
    }
}

fn or_else<T: serde::Serialize + serde::de::DeserializeOwned>(value: &mut Value, nearest: &T) {
    if json::read::<T>(&value.to_string()).is_err() {
        *value = serde_json::to_value(nearest).unwrap_or_default();
    }
}

impl Client {
    /// Whether the base was read by a build with other words than this one. It is read again where that costs little: in
    /// chunks.
    pub(super) fn is_of_other_words(&self) -> bool {
        self.place.cursor > 0 && self.place.read_by != self.build
    }

    /// Dossiers of which the server has a newer state than this build can read.
    pub fn beyond(&self) -> usize {
        self.place.beyond.len()
    }

    /// The same, of one dossier.
    pub fn is_beyond(&self, id: DossierId) -> bool {
        self.place.beyond.contains_key(&id)
    }

    /// What makes the server tell again what another build may have understood by halves: outcomes from the first whose
    /// reason was beyond it, and the list of those of other devices where this answer does not bring it.
    pub(super) fn told_in_full(&self, place: Place, is_listed: bool, writes: &mut Vec<Write>) -> Place {
        let said = writes
            .iter()
            .rev()
            .find_map(|write| if let Write::Heard(heard) = write { Some(heard) } else { None });
        let heard = said.map_or(&self.heard, |heard| &**heard);
        if !is_listed && !heard.tag.is_empty() {
            let heard = Heard { tag: String::new(), ..heard.clone() };
            writes.push(Write::Heard(Box::new(heard)));
        }
        let untold = self.inbox.values().find(|notice| notice.outcome.is_half_told()).map(|notice| notice.n);
        untold.map_or(place.clone(), |n| place.untold(n))
    }
}

impl Place {
    /// Something was taken that `build` has read. What another read beside it is no longer the whole: it is read again by
    /// whichever works on.
    pub(super) fn holds_words_of(&mut self, build: u64) {
        let begun = self.reading.as_mut().map(|reading| &mut reading.by);
        for by in [&mut self.read_by].into_iter().chain(begun).filter(|by| **by != build) {
            *by = MANY;
        }
    }

    /// After these records: what is known is not beyond any more.
    pub(super) fn knows<'a>(&mut self, writes: impl IntoIterator<Item = &'a Write>) {
        for write in writes {
            match write {
                Write::Record(record) => drop(self.beyond.remove(&record.id)),
                Write::Forget(id) => drop(self.beyond.remove(id)),
                Write::ForgetAll => self.beyond.clear(),
                Write::Meta(_) | Write::Place(_) | Write::Enqueue(_) | Write::Unqueue(_) | Write::Sent(_) => {
                }
                Write::ForgetSent(_) | Write::Notice(_) | Write::Heard(_) => {}
            }
        }
    }
}

impl Outcome {
    /// Whether its reason is beyond this build. Whoever has seen it so has not read it.
    pub(super) fn is_half_told(&self) -> bool {
        let refusal = match self {
            Outcome::Rejected { refusal } | Outcome::Quarantined { refusal, .. } => Some(refusal),
            Outcome::Conflict { over: Over::Step { refusal }, .. } => Some(refusal),
            Outcome::Conflict { over: Over::Details { .. } | Over::Number { .. }, .. } => None,
            Outcome::Applied { .. } | Outcome::Merged { .. } | Outcome::Noop { .. } => None,
        };
        refusal == Some(&Refusal::Newer)
    }
}
