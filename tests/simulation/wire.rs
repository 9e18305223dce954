//! What the server says where everything travels as it does to a browser: pages in columns and patches, chunks of a first
//! reading, sums, and the outcomes that wait to be read.
//!
//! Not here: when it is asked (`world::wire`); the columns, patches and sums themselves (`shared::sync`).
//! Invariant: what is said is of one moment; what is remembered beside the log is wound back with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use shared::act::Act;
use shared::dossier::{Dossier, confirm_time};
use shared::id::{DossierId, Writer};
use shared::limits::{NOTICES_MAX, PAGE_BYTES_MAX};
use shared::moment::Moment;
use shared::officer::{Officer, Role};
use shared::sync::columns;
use shared::sync::digest::{Bucket, Buckets, Sums, bucket_of, closed_since, in_ward};
use shared::sync::envelope::signed_bytes;
use shared::sync::notice::{About, NoticeId, Seen, Told, Unread, overdue};
use shared::sync::page::{self, Sent};
use shared::sync::reading::WARD;
use shared::sync::snapshot::{self, Manifest, Piece};
use shared::sync::wire::{Body, Hash, PROTO, PullAsk, PullReply, Push};
use shared::text::hex;

use crate::mutants::Mutant;
use crate::server::{Base, Entry, Server, scope_name};

/// Dossiers in a chunk.
const CHUNK_ROWS: usize = 4;
/// Lists that are kept: whoever reads one may go on with it while the next is made.
const PACKS_KEPT: usize = 2;

#[derive(Clone)]
pub enum Wire {
    /// A page in columns and patches.
    Short(PullAsk, String),
    List,
    Listed(Option<Manifest>),
    Chunks(Vec<String>),
    /// The texts of those that are still kept, by their digests, and whether one broke on the way.
    Chunked(Vec<(String, String)>, bool),
    Sums,
    Summed(Sums),
    Bucket(u8),
    Mended(u8, Bucket<Dossier>),
    /// Acts of one officer, carried under the login of another.
    Sealed(Vec<Seal>),
    HaveRead(Vec<Seen>),
}

impl Wire {
    /// Whether it goes to the server.
    pub fn is_asked(&self) -> bool {
        match self {
            Wire::List | Wire::Chunks(_) | Wire::Sums | Wire::Bucket(_) => true,
            Wire::Sealed(_) | Wire::HaveRead(_) => true,
            Wire::Short(_, _) | Wire::Listed(_) | Wire::Chunked(_, _) => false,
            Wire::Summed(_) | Wire::Mended(_, _) => false,
        }
    }
}

/// An act as a colleague carries it. What encrypts it is left out here: only what its author signed counts.
#[derive(Clone)]
pub struct Seal {
    pub writer: Writer,
    pub n: u64,
    pub prev: Hash,
    pub body: Body,
    pub sig: String,
}

/// A signature that only whoever has the author's key can make.
pub fn sign(by: Writer, prev: &Hash, body: &Body) -> String {
    let secret = format!("{}.{} alone knows this", by.device, by.officer);
    let signed = [secret.into_bytes(), signed_bytes(&body.hash(prev))].concat();
    hex(&Sha256::digest(signed))
}

/// An outcome that wants eyes.
#[derive(Clone, PartialEq, Debug)]
pub struct Waits {
    row: Arc<Entry>,
    pub is_read: bool,
    pub head_has_looked: bool,
}

/// What the book remembers beside its rows, where everything is carried.
#[derive(Clone, Default)]
pub struct Also {
    is_on: bool,
    /// What each dossier was, by its sequence.
    versions: BTreeMap<(DossierId, u64), Arc<Dossier>>,
    pub notices: BTreeMap<(Writer, u64), Waits>,
}

impl Also {
    pub fn new(is_on: bool) -> Also {
        Also { is_on, ..Also::default() }
    }

    pub fn remember(&mut self, record: &Arc<Dossier>) {
        if self.is_on {
            self.versions.insert((record.id, record.rev), record.clone());
        }
    }

    pub fn note(&mut self, row: &Arc<Entry>) {
        if self.is_on && row.outcome.needs_review(row.writer.officer) {
            let waits = Waits { row: row.clone(), is_read: false, head_has_looked: false };
            self.notices.insert((row.writer, row.n), waits);
        }
    }

    /// The dossier as it was at that sequence.
    pub fn at(&self, id: DossierId, seq: u64) -> Option<&Arc<Dossier>> {
        self.versions.range((id, 0)..=(id, seq)).next_back().map(|(_, record)| record)
    }
}

fn text(record: &Dossier) -> String {
    serde_json::to_string(record).expect("a record is text")
}

/// What the server says, as pages of the release before hear it: they know no assignment, no dossier that is worked on, and
/// no reason of a refusal.
fn new_words(text: &str) -> String {
    let text = text.replace(r#""kind":"phan_cong""#, r#""kind":"giao_viec""#);
    let text = text.replace(r#""status":"dang_thu_ly""#, r#""status":"dang_xem_xet""#);
    text.replace(r#""refusal":""#, r#""refusal":"new_"#).replace(r#""refusal":{""#, r#""refusal":{"new_"#)
}

/// The same of what does not travel as text here, read as such pages read it.
pub fn in_new_words<T: Serialize>(said: &T, by: fn(&str) -> serde_json::Result<T>) -> T {
    let text = serde_json::to_string(said).expect("what is said is text");
    by(&new_words(&text)).expect("pages of the release before read on")
}

/// The page in such words, but for its records, which are written in them.
fn head_in_new_words(page: &str) -> Option<String> {
    let mut rows = vec![];
    columns::decode(page, PAGE_BYTES_MAX, |row| {
        rows.push(if rows.is_empty() { new_words(row) } else { row.to_owned() });
        Some(())
    })?;
    columns::encode(rows.iter().map(String::as_str))
}

/// The record with one of the changed fields as it was, if that is a record.
fn but_for_one(held: &str, now: &str) -> Option<String> {
    let (held, mut now): (Value, Value) = (serde_json::from_str(held).ok()?, serde_json::from_str(now).ok()?);
    let (before, after) = (held.as_object()?, now.as_object_mut()?);
    let changed = after.iter().filter(|(key, value)| {
        before.get(*key).is_some_and(|known| known != *value) && !key.starts_with("rev")
    });
    let key = changed.map(|(key, _)| key.clone()).next_back()?;
    after.insert(key.clone(), before[&key].clone());
    serde_json::from_value::<Dossier>(now).ok().map(|record| text(&record))
}

impl Server<'_> {
    fn in_scope(&self, session: Writer, now: Moment) -> Vec<Arc<Dossier>> {
        let since = closed_since(now);
        let all = self.base.in_scope(self.ward(), session).into_values();
        all.filter(|record| in_ward(record, since)).collect()
    }

    pub fn buckets(&self, session: Writer, now: Moment) -> Buckets {
        Buckets::of(self.in_scope(session, now).iter().map(|record| (record.id, record.rev)))
    }

    pub fn sums(&self, session: Writer, now: Moment) -> Sums {
        let buckets = self.buckets(session, now).to_hex();
        let scope = scope_name(self.ward(), session);
        Sums { epoch: self.epoch(), scope, seq: self.base.newest(), now, buckets }
    }

    pub fn bucket(&self, session: Writer, bucket: u8, now: Moment) -> Bucket<Dossier> {
        let all = self.in_scope(session, now).into_iter().filter(|record| bucket_of(record.id) == bucket);
        let records = all.map(|record| Dossier::clone(&record)).collect();
        let scope = scope_name(self.ward(), session);
        Bucket { epoch: self.epoch(), scope, seq: self.base.newest(), now, records, beyond: vec![] }
    }

    /// A page in columns: of what the device holds at its cursor only what changed. None where an older build's words are
    /// told in it: such a page goes plain.
    pub fn short(&self, ask: &PullAsk, page: &PullReply<Dossier>, is_old: bool) -> Option<String> {
        let text = |record: &Dossier| if is_old { new_words(&text(record)) } else { text(record) };
        let goes_on = ask.cursor > 0 && page.from == ask.cursor && page.instead_of.is_none();
        let row = |record: &Dossier| {
            let mut held = self.base.also.at(record.id, ask.cursor).filter(|_| goes_on);
            if self.is(Mutant::PatchUnchecked) {
                held = held.and_then(|held| self.base.also.at(record.id, held.rev - 1));
            }
            let held = held.map(|held| text(held));
            let now = text(record);
            let spoiled = held.as_ref().filter(|_| self.is(Mutant::FieldUnsent));
            (spoiled.and_then(|held| but_for_one(held, &now)).unwrap_or(now), held)
        };
        let rows: Vec<(String, Option<String>)> = page.records.iter().map(row).collect();
        let sent = rows.iter().map(|(now, held)| Sent { now, held: held.as_deref() });
        let page = page::write(&page.clone().with(vec![]), &sent.collect::<Vec<_>>())?;
        if is_old { head_in_new_words(&page) } else { Some(page) }
    }

    /// What there is to read first; nobody but the staff is given chunks.
    pub fn list(&mut self, session: Writer, now: Moment, is_old: bool) -> Option<Manifest> {
        let scope = scope_name(self.ward(), session);
        if scope != WARD {
            return None;
        }
        let (epoch, seq) = (self.epoch(), self.base.newest());
        if self.is(Mutant::ListTooNew)
            && let Some(last) = self.packs.last().filter(|pack| pack.manifest.epoch == epoch)
        {
            return Some(Manifest { seq, now, ..last.manifest.clone() });
        }
        let mut records = self.in_scope(session, now);
        records.sort_by_key(|record| (!record.is_open(), record.id));
        let [theirs, others] = [is_old, !is_old].map(|is_old| {
            records.chunks(CHUNK_ROWS).map(|rows| self.chunk(rows, is_old)).collect::<Vec<(Piece, String)>>()
        });
        let names =
            |chunks: &[(Piece, String)]| chunks.iter().map(|(piece, _)| piece.digest.clone()).collect();
        let (plain, new) = if is_old { (&others, &theirs) } else { (&theirs, &others) };
        let twins = std::iter::zip::<Vec<_>, Vec<_>>(names(plain), names(new)).collect();
        let chunks = theirs.iter().map(|(piece, _)| piece.clone()).collect();
        let manifest = Manifest { epoch, scope, seq, chunks, now };
        let texts = theirs.into_iter().chain(others).map(|(piece, text)| (piece.digest, text)).collect();
        self.packs.push(Pack { manifest: manifest.clone(), texts, twins });
        if self.packs.len() > PACKS_KEPT {
            self.packs.remove(0);
        }
        Some(manifest)
    }

    fn chunk(&self, rows: &[Arc<Dossier>], is_old: bool) -> (Piece, String) {
        let mut texts: Vec<String> = rows.iter().map(|record| text(record)).collect();
        if is_old {
            texts.iter_mut().for_each(|text| *text = new_words(text));
        }
        if self.is(Mutant::ColumnShifted) || self.is(Mutant::ColumnDropped) {
            let mut values: Vec<Value> =
                texts.iter().map(|text| serde_json::from_str(text).expect("a record")).collect();
            let mut column: Vec<Value> = values.iter().map(|value| value["applicant"].clone()).collect();
            column.rotate_left(1);
            for (value, other) in values.iter_mut().zip(column) {
                if self.is(Mutant::ColumnShifted) {
                    value["applicant"] = other;
                } else {
                    value.as_object_mut().map(|fields| fields.remove("papers"));
                }
            }
            texts = values.iter().map(Value::to_string).collect();
        }
        let text = columns::encode(texts.iter().map(String::as_str)).expect("records as we write them");
        (Piece { digest: snapshot::digest(&text), rows: rows.len() as u32 }, text)
    }

    /// The chunks that are still kept, where they are called so in the words of the pages that ask.
    pub fn chunks(&self, asked: &[String], is_old: bool) -> Vec<(String, String)> {
        let is_called = |pack: &&Pack, digest: &String| {
            pack.twins.iter().any(|(plain, new)| digest == if is_old { new } else { plain })
        };
        let find =
            |digest: &String| self.packs.iter().find(|pack| is_called(pack, digest))?.texts.get(digest);
        asked.iter().filter_map(|digest| Some((digest.clone(), find(digest)?.clone()))).collect()
    }

    /// What pages of the other build call this chunk, of which they have the same text and read other words in it.
    pub fn twin(&self, digest: &str) -> Option<String> {
        let both_ways = |pack: &Pack| {
            let twin = pack.twins.iter().find(|(mine, other)| mine == digest || other == digest)?;
            Some(if twin.0 == digest { &twin.1 } else { &twin.0 }.clone())
        };
        self.packs.iter().find_map(both_ways)
    }

    /// The acts that are surely their author's, as a push; those behind the first that is not stay out.
    pub fn open(&self, seals: Vec<Seal>) -> Option<Push> {
        let careless = self.is(Mutant::UnsignedTaken);
        let is_signed = |seal: &Seal| careless || seal.sig == sign(seal.writer, &seal.prev, &seal.body);
        let good: Vec<Seal> = seals.into_iter().take_while(is_signed).collect();
        let Seal { writer, n, prev, .. } = good.first()?.clone();
        let acts = good.into_iter().map(|seal| seal.body).collect();
        Some(Push { proto: PROTO, epoch: String::new(), writer, first_n: n, prev, acts })
    }

    fn officer(&self, session: Writer) -> Option<&Officer> {
        self.ward().officer(session.officer)
    }

    /// What waits for the eyes of whoever asks.
    pub fn told(&self, session: Writer, known: &str, now: Moment) -> Option<Told> {
        let also = &self.base.also;
        let officer = self.officer(session).filter(|_| also.is_on)?;
        let until = officer.is(Role::Head).then(|| overdue(now));
        let is_late =
            |waits: &Waits| until.is_some_and(|until| waits.row.now <= until) && !waits.head_has_looked;
        let is_own = |waits: &Waits| waits.row.writer.officer == session.officer;
        let waiting =
            also.notices.values().filter(|waits| !waits.is_read && (is_own(waits) || is_late(waits)));
        let mut rows: Vec<&Waits> = waiting.collect();
        rows.sort_by_key(|waits| (!is_own(waits), waits.row.seq));
        let unread = |waits: &&Waits| Unread {
            id: NoticeId { writer: waits.row.writer, n: waits.row.n },
            device: waits.row.writer.device.to_string(),
            judged: waits.row.now,
            outcome: waits.row.outcome.clone(),
            about: waits.row.command.as_ref().map(|command| About::of(command)),
            body: officer.is_staff().then(|| waits.row.body.clone()),
        };
        let list: Vec<Unread> = rows.iter().take(NOTICES_MAX).map(unread).collect();
        let bytes = serde_json::to_vec(&list).expect("a list is text");
        let tag = if list.is_empty() { String::new() } else { hex(&Sha256::digest(bytes)[..8]) };
        let list = (tag != known).then_some(list);
        Some(Told { all: rows.len() as u32, tag, list })
    }

    /// Somebody has looked: the author at their own, the head at what is overdue.
    pub fn have_read(&mut self, session: Writer, all: &[Seen], now: Moment) {
        let is_head = self.officer(session).is_some_and(|officer| officer.is(Role::Head));
        let for_another = self.is(Mutant::ReadForAnother);
        for seen in all {
            let Some(waits) = self.base.also.notices.get_mut(&(seen.writer, seen.n)) else { continue };
            if seen.judged.is_some_and(|judged| judged != waits.row.now) {
                continue;
            }
            if seen.writer.officer == session.officer || for_another {
                waits.is_read = true;
            } else if is_head && waits.row.now <= overdue(now) {
                waits.head_has_looked = true;
            }
        }
    }

    /// What is done wrongly to a row that was just judged.
    pub fn spoil(&self, base: &mut Base, writer: Writer, n: u64) {
        if self.is(Mutant::NoticeUnwritten) {
            base.also.notices.remove(&(writer, n));
        }
        if self.is(Mutant::DisputeUnmarked) {
            let row = base.rows.get(&(writer, n)).and_then(|row| row.command.clone());
            let Some(command) = row else { return };
            let Act::Dossier { id, act } = &command.act;
            let counts = confirm_time::counts(act.kind());
            if let Some(record) = base.records.get_mut(id).filter(|_| counts) {
                Arc::make_mut(record).time_disputed = false;
            }
        }
    }
}

/// A list of chunks, and the chunks.
#[derive(Clone)]
pub struct Pack {
    manifest: Manifest,
    texts: BTreeMap<String, String>,
    /// What a chunk is called in plain words, and in those of the build that is to come.
    twins: Vec<(String, String)>,
}
