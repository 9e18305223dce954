//! What travels between a device and the server.
//!
//! Not here: what it means (`client`, `server`).
//! Invariant: the envelope is frozen; a server reads every act that was ever released.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::notice::Told;
use super::upcast;
use crate::act::Act;
use crate::dossier::code::Code;
use crate::dossier::record::Group;
use crate::id::{DossierId, OfficerId, Writer};
use crate::moment::{Day, Moment};
use crate::refusal::Refusal;
use crate::text::hex;

/// The version of the protocol; goes up when an old server could misunderstand a new client.
pub const PROTO: u32 = 1;

/// SHA-256 in lower-case hexadecimal, or empty before a writer's first act.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(pub String);

impl Hash {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.get(..8).unwrap_or(&self.0))
    }
}

/// The exact bytes of a command as its author's device wrote them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Body(pub String);

impl Body {
    pub fn of(command: &Command) -> Body {
        Body(serde_json::to_string(command).unwrap_or_default())
    }

    /// The command inside, lifted to today's version; `Refusal::Unreadable` where this build does not know it.
    pub fn open(&self) -> Result<Command, Refusal> {
        upcast::open(&self.0, upcast::LIFTS).ok_or(Refusal::Unreadable)
    }

    /// The chain's next link.
    pub fn hash(&self, prev: &Hash) -> Hash {
        let mut sha = Sha256::new();
        sha.update(b"mc-cmd-v1");
        sha.update((prev.0.len() as u64).to_be_bytes());
        sha.update(prev.0.as_bytes());
        sha.update(self.0.as_bytes());
        Hash(hex(&sha.finalize()))
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Body, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        Ok(Body(raw.get().to_owned()))
    }
}

/// What a device last heard from the server, by both clocks: evidence for the time of what is done after it.
/// Travels as `[server, local]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(from = "(Moment, Moment)", into = "(Moment, Moment)")]
pub struct Anchor {
    pub server: Moment,
    pub local: Moment,
}

impl Anchor {
    /// How far the device's clock was ahead of the server's; negative where it was behind.
    pub fn ahead_minutes(self) -> i64 {
        (self.local.millis() - self.server.millis()) / 60_000
    }
}

impl From<(Moment, Moment)> for Anchor {
    fn from((server, local): (Moment, Moment)) -> Anchor {
        Anchor { server, local }
    }
}

impl From<Anchor> for (Moment, Moment) {
    fn from(anchor: Anchor) -> (Moment, Moment) {
        (anchor.server, anchor.local)
    }
}

/// When an act was done, as its device tells it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Claim {
    pub at: Moment,
    pub anchor: Option<Anchor>,
}

/// One act with who, when and on what ground. Serialised once, on its author's device.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Command {
    /// Version of the act's encoding; the server lifts old ones.
    pub v: u32,
    pub writer: Writer,
    /// 1, 2, 3… without gaps within the writer.
    pub n: u64,
    /// The dossier's `rev` that the author saw; 0 for a new one.
    pub base: u64,
    /// The device's clock when it was done.
    pub at: Moment,
    /// The last contact before it; absent before the first, and in acts of builds that did not keep it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
    pub act: Act,
    /// What it was called before, each time that its device went on under new numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<Former>,
}

/// An act under a number that its device gave up. The hash says whose it is where a copy of the disk gave it too.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Former {
    pub writer: Writer,
    pub n: u64,
    pub hash: Hash,
}

impl Command {
    pub fn claim(&self) -> Claim {
        Claim { at: self.at, anchor: self.anchor }
    }
}

/// The version of act encodings that this build writes.
pub const ACT_VERSION: u32 = 1;

/// `POST /api/push`: consecutive acts of one writer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Push {
    pub proto: u32,
    /// The server's epoch as the device knows it; empty before the first pull.
    pub epoch: String,
    pub writer: Writer,
    /// Number of the first act; the others follow without gaps.
    pub first_n: u64,
    /// Hash of the act before the first.
    pub prev: Hash,
    /// At most `limits::PUSH_ACTS_MAX`.
    pub acts: Vec<Body>,
}

/// What a conflict is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// The dossier had moved on: the refusal says why the act no longer fits.
    Step { refusal: Refusal },
    /// Two people corrected the same group of fields; the author's value is kept on the dossier.
    Details { group: Group },
    /// The number on the printed slip was taken: the paper must be issued again.
    Number { printed: Code, given: Code },
}

/// The final verdict on an act. Stored, and the same however often it is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Applied {
        seq: u64,
    },
    /// Somebody had done the same already.
    Noop {
        by: OfficerId,
        at: Moment,
    },
    /// Applied beside somebody else's change of other fields.
    Merged {
        seq: u64,
        group: Group,
    },
    Conflict {
        over: Over,
        by: OfficerId,
        at: Moment,
        seq: u64,
    },
    Rejected {
        refusal: Refusal,
    },
    /// Kept aside for a person: it could not be read, or the account had lost its right.
    Quarantined {
        ticket: u64,
        refusal: Refusal,
    },
}

impl Outcome {
    /// Whether the author has to look at it: whatever left no trace on the dossier, or another one than was written. What
    /// they had done themselves, under an earlier number, stands there.
    pub fn needs_review(&self, author: OfficerId) -> bool {
        match self {
            Outcome::Applied { .. } | Outcome::Merged { .. } => false,
            Outcome::Noop { by, .. } => *by != author,
            Outcome::Conflict { .. } | Outcome::Rejected { .. } | Outcome::Quarantined { .. } => true,
        }
    }

    /// Whether nothing of the act was recorded: what was built on it stands on nothing.
    pub fn is_refused(&self) -> bool {
        match self {
            Outcome::Conflict { over: Over::Step { .. }, .. } => true,
            Outcome::Rejected { .. } | Outcome::Quarantined { .. } => true,
            Outcome::Conflict { over: Over::Details { .. } | Over::Number { .. }, .. } => false,
            Outcome::Applied { .. } | Outcome::Merged { .. } | Outcome::Noop { .. } => false,
        }
    }

    /// The server's sequence of the change, if the record changed.
    pub fn seq(&self) -> Option<u64> {
        match self {
            Outcome::Applied { seq } | Outcome::Merged { seq, .. } => Some(*seq),
            Outcome::Conflict { seq, .. } => (*seq > 0).then_some(*seq),
            Outcome::Noop { .. } | Outcome::Rejected { .. } | Outcome::Quarantined { .. } => None,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Judged {
    pub n: u64,
    pub outcome: Outcome,
}

/// The answer to a push.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushReply {
    /// Committed: outcomes of all acts of the push, in order.
    Done { results: Vec<Judged>, last_n: u64 },
    /// The server expects an earlier number.
    Gap { expect: u64 },
    /// Another copy of this device has written under the same number: a new writer is needed.
    Fork { n: u64 },
    /// The server was restored; pull first.
    Epoch { epoch: String },
    /// This server cannot speak to this build; reload to update.
    Upgrade { proto: u32 },
}

/// The query of `GET /api/pull`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "Spelled")]
pub struct PullAsk {
    pub epoch: String,
    pub cursor: u64,
    /// Outcomes after this number are wanted.
    pub seen_n: u64,
    /// Seconds the server may hold the answer, at most `limits::PULL_WAIT_SECONDS_MAX`.
    pub wait: u32,
    /// Acts of the officer who asks that wait on the device.
    pub waiting: u32,
    /// What the device's other officers hold on it; absent where an older build does not say.
    pub beside: Option<Vec<Beside>>,
    /// Whose dossiers the device holds, as the server said; another scope is read from the beginning.
    pub scope: String,
    /// Whether the device would like to compare what it holds.
    pub digest: bool,
    /// The name of the list of unread outcomes that the device has.
    pub told: String,
    /// What else the device knows, where it takes a short answer: nothing at all where all of it still holds, a
    /// `page` otherwise. A device of the first release takes the plain `PullReply` alone.
    pub knows: Option<Known>,
    /// What was closed before is not held, though the scope has it: the digest is of the others.
    pub since: Option<Day>,
}

/// What a page says beside records and outcomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Known {
    pub durable_n: u64,
    pub ward_version: u32,
}

/// What another officer has left on the device that asks: their queue, and what they had sent, which a restore may have
/// taken. It is told by numbers, since only its author can open it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Beside {
    pub officer: OfficerId,
    /// The newest of these acts.
    pub last_n: u64,
    /// How many of them were not sent.
    pub waiting: u32,
}

/// The query as it is written: by field as the first release does, or all that the device has in one word,
/// `have=<epoch>.<scope>.<cursor>.<durable_n>.<ward_version>`. What others hold there is one word too,
/// `beside=<officer>.<last_n>.<waiting>,…`, and empty where they hold nothing.
#[derive(Deserialize)]
struct Spelled {
    have: Option<String>,
    epoch: Option<String>,
    cursor: Option<u64>,
    #[serde(default)]
    seen_n: u64,
    #[serde(default)]
    wait: u32,
    #[serde(default)]
    waiting: u32,
    #[serde(default)]
    beside: Option<String>,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    digest: bool,
    #[serde(default)]
    told: String,
    since: Option<Day>,
}

impl TryFrom<Spelled> for PullAsk {
    type Error = &'static str;

    fn try_from(spelled: Spelled) -> Result<PullAsk, &'static str> {
        let Spelled { have, epoch, cursor, seen_n, wait, waiting, beside, scope, digest, told, since } =
            spelled;
        let beside = beside.map(|beside| read_beside(&beside).ok_or("beside is three numbers each"));
        let beside = beside.transpose()?;
        let (epoch, scope, cursor, knows) = match (have, epoch, cursor) {
            (Some(have), _, _) => read_have(&have).ok_or("have is five parts")?,
            (None, Some(epoch), Some(cursor)) => (epoch, scope, cursor, None),
            (None, _, _) => return Err("neither have nor epoch and cursor"),
        };
        Ok(PullAsk { epoch, cursor, seen_n, wait, waiting, beside, scope, digest, told, knows, since })
    }
}

fn read_have(have: &str) -> Option<(String, String, u64, Option<Known>)> {
    let mut parts = have.split('.');
    let (epoch, scope) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let cursor = parts.next()?.parse().ok()?;
    let knows = Known { durable_n: parts.next()?.parse().ok()?, ward_version: parts.next()?.parse().ok()? };
    parts.next().is_none().then_some((epoch, scope, cursor, Some(knows)))
}

fn read_beside(beside: &str) -> Option<Vec<Beside>> {
    let read = |one: &str| {
        let mut parts = one.split('.');
        let officer = OfficerId(parts.next()?.parse().ok()?);
        let (last_n, waiting) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        parts.next().is_none().then_some(Beside { officer, last_n, waiting })
    };
    beside.split(',').filter(|one| !one.is_empty()).map(read).collect()
}

impl PullAsk {
    /// Acts that wait on the device, whoever did them: shown with every total.
    pub fn waiting_on_device(&self) -> u32 {
        let others = self.beside.iter().flatten().map(|other| other.waiting);
        others.fold(self.waiting, u32::saturating_add)
    }

    /// The path with its query. What is not asked for is not said.
    pub fn path(&self) -> String {
        let PullAsk { epoch, cursor, seen_n, wait, waiting, beside, scope, digest, told, knows, since } =
            self;
        let mut path = match knows {
            Some(Known { durable_n, ward_version }) => {
                format!("/api/pull?have={epoch}.{scope}.{cursor}.{durable_n}.{ward_version}")
            }
            None => format!("/api/pull?epoch={epoch}&cursor={cursor}"),
        };
        for (name, number) in [("seen_n", *seen_n), ("wait", (*wait).into()), ("waiting", (*waiting).into())]
        {
            if number > 0 {
                path.push_str(&format!("&{name}={number}"));
            }
        }
        if let Some(beside) = beside {
            let one = |Beside { officer, last_n, waiting }: &Beside| format!("{officer}.{last_n}.{waiting}");
            path.push_str("&beside=");
            path.push_str(&beside.iter().map(one).collect::<Vec<_>>().join(","));
        }
        if knows.is_none() && !scope.is_empty() {
            path.push_str("&scope=");
            path.push_str(scope);
        }
        if *digest {
            path.push_str("&digest=true");
        }
        if !told.is_empty() {
            path.push_str("&told=");
            path.push_str(told);
        }
        if let Some(since) = since.filter(|_| *digest) {
            path.push_str(&format!("&since={since}"));
        }
        path
    }

    /// What an answer without a body says at `now`: everything is as the device knows it, and so many outcomes wait to
    /// be read.
    pub fn unchanged<R>(&self, now: Moment, unread: u32) -> Option<PullReply<R>> {
        let Known { durable_n, ward_version } = self.knows?;
        Some(PullReply {
            epoch: self.epoch.clone(),
            from: self.cursor,
            to: self.cursor,
            instead_of: None,
            more: false,
            records: Vec::new(),
            gone: Vec::new(),
            last_n: self.seen_n,
            head: Hash::default(),
            durable_n,
            outcomes: Vec::new(),
            now,
            ward_version,
            scope: self.scope.clone(),
            digest: None,
            told: Some(Told { all: unread, tag: self.told.clone(), list: None }),
            beyond: vec![],
        })
    }
}

/// The header that carries the server's clock where there is no body to say it in, in milliseconds.
pub const NOW_HEADER: &str = "x-mc-now";

/// A page of changes, cut by bytes. `R` is a record: parsed on a device, raw on the server.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PullReply<R> {
    pub epoch: String,
    /// The cursor that the page begins after.
    pub from: u64,
    /// The cursor after the page.
    pub to: u64,
    /// The cursor that was asked for, where this server does not know it: the page begins at 0 instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<u64>,
    /// More pages follow at once.
    pub more: bool,
    pub records: Vec<R>,
    /// Dossiers that left the officer's scope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<DossierId>,
    /// The last act of this writer that the server has judged.
    pub last_n: u64,
    /// Its hash, where outcomes are told or everything is told anew: it says whose acts they are. Empty otherwise.
    #[serde(default, skip_serializing_if = "Hash::is_empty")]
    pub head: Hash,
    /// The last act of this writer in a verified backup: earlier ones may be forgotten.
    pub durable_n: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Judged>,
    pub now: Moment,
    pub ward_version: u32,
    /// Whose dossiers these are: `w` for the ward's, `o6` for what officer 6 brought in. Empty before it was told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// What a device that has taken the page holds (`digest::Buckets::root`), where it asked and this is the newest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Outcomes that wait to be read; absent from an older server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
    /// Of the records those that the reader's build cannot read, with their revisions (`newer`). Nobody writes it.
    #[serde(skip)]
    pub beyond: Vec<(DossierId, u64)>,
}

impl<R> PullReply<R> {
    /// The same page with other records.
    pub fn with<S>(self, records: Vec<S>) -> PullReply<S> {
        let PullReply { epoch, from, to, instead_of, more, records: _, gone, last_n, head, .. } = self;
        let PullReply { durable_n, outcomes, now, ward_version, scope, digest, told, beyond, .. } = self;
        PullReply {
            epoch,
            from,
            to,
            instead_of,
            more,
            records,
            gone,
            last_n,
            head,
            durable_n,
            outcomes,
            now,
            ward_version,
            scope,
            digest,
            told,
            beyond,
        }
    }
}
