//! One transaction's leaf of the book: what it needs is read ahead in a few statements, what it has judged is written
//! in a few at its end. A commit of a hundred acts costs the database a dozen statements instead of a thousand.
//!
//! Not here: SQL (`rows`), verdicts (`bench`).
//! Invariant: whoever asks the leaf sees what the acts before have left; what was not read ahead is read when it is
//! asked for. Nothing is answered before the leaf is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::act::Act;
use shared::dossier::Dossier;
use shared::dossier::code::Code;
use shared::dossier::record::Applicant;
use shared::id::{DossierId, WardId, Writer};
use shared::moment::Day;
use shared::sync::server::{Known, WriterState};
use shared::sync::wire::{Command, Former, Push};
use shared::ward::Ward;

use super::names;
use super::rows::{self, Entry, Logged};
use crate::store::day::Days;
use crate::store::digest::Moves;
use crate::store::past::Step;
use crate::store::{Fault, Store, Tx, notice};

/// How far one transaction has brought the book, and what it has on its desk.
pub(super) struct Leaf {
    id: WardId,
    ward: Arc<Ward>,
    from: u64,
    pub seq: u64,
    writers: BTreeMap<Writer, WriterState>,
    records: BTreeMap<DossierId, Held>,
    codes: BTreeMap<String, bool>,
    days: Days,
    log: Vec<Entry>,
    /// Whether other acts say that they had numbers of this writer.
    renamed: BTreeMap<Writer, bool>,
    /// Names that acts had, to be written.
    names: Vec<(u64, Former)>,
    /// Writers and records that are to be written.
    moved: (BTreeSet<Writer>, BTreeSet<DossierId>),
    /// Records as the transaction finds and leaves them.
    moves: Moves,
    steps: Vec<Step>,
}

/// A record as the acts so far have left it; no text where it is not the one in the book.
#[derive(Default)]
struct Held {
    record: Option<Dossier>,
    text: Option<String>,
}

impl Leaf {
    pub async fn begin(tx: &mut Tx, store: &Store) -> Result<Leaf, Fault> {
        let from = rows::last_seq(tx, store.id).await?;
        Ok(Leaf {
            id: store.id,
            ward: store.ward(),
            from,
            seq: from,
            writers: BTreeMap::new(),
            records: BTreeMap::new(),
            codes: BTreeMap::new(),
            days: store.days.take(from),
            log: Vec::new(),
            renamed: BTreeMap::new(),
            names: Vec::new(),
            moved: Default::default(),
            moves: Moves::default(),
            steps: Vec::new(),
        })
    }

    /// Reads what these pushes will ask for.
    pub async fn read_ahead(&mut self, tx: &mut Tx, pushes: &[&Push]) -> Result<(), Fault> {
        let writers: BTreeSet<Writer> = pushes.iter().map(|push| push.writer).collect();
        let (mut ids, mut codes) = (BTreeSet::new(), BTreeSet::new());
        for body in pushes.iter().flat_map(|push| &push.acts) {
            let Ok(command) = body.open() else { continue };
            ids.insert(command.act.dossier());
            codes.extend(printed(&self.ward, &command).map(|code| code.to_string()));
        }
        self.writers.extend(writers.iter().map(|writer| (*writer, WriterState::default())));
        self.writers.extend(rows::writers(tx, self.id, &writers).await?);
        self.renamed.extend(writers.iter().map(|writer| (*writer, false)));
        let renamed = names::renamed(tx, self.id, &writers).await?;
        self.renamed.extend(renamed.into_iter().map(|writer| (writer, true)));
        self.records.extend(ids.iter().map(|id| (*id, Held::default())));
        for (record, text) in rows::records(tx, self.id, &ids).await? {
            self.records.insert(record.id, Held { record: Some(record), text: Some(text) });
        }
        self.codes.extend(codes.iter().map(|code| (code.clone(), false)));
        let taken = rows::codes(tx, self.id, &codes).await?;
        self.codes.extend(taken.into_iter().map(|code| (code, true)));
        Ok(())
    }

    /// Anything was judged now, not before.
    pub fn is_new(&self) -> bool {
        self.seq > self.from
    }

    pub async fn writer(&mut self, tx: &mut Tx, writer: Writer) -> Result<WriterState, Fault> {
        if !self.writers.contains_key(&writer) {
            let state = rows::writers(tx, self.id, &BTreeSet::from([writer])).await?;
            self.writers.insert(writer, state.into_values().next().unwrap_or_default());
        }
        Ok(self.writers.get(&writer).cloned().unwrap_or_default())
    }

    pub fn put_writer(&mut self, writer: Writer, state: WriterState) {
        self.writers.insert(writer, state);
        self.moved.0.insert(writer);
    }

    /// Which acts of the push were judged before: none that comes after the writer's last.
    pub async fn stored(&mut self, tx: &mut Tx, push: &Push, last_n: u64) -> Result<Vec<Logged>, Fault> {
        if push.first_n > last_n {
            return Ok(Vec::new());
        }
        self.write(tx).await?;
        rows::stored(tx, self.id, push).await
    }

    /// Whether an act may have come already that had a number of this writer before.
    pub async fn is_renamed(&mut self, tx: &mut Tx, writer: Writer) -> Result<bool, Fault> {
        if let Some(renamed) = self.renamed.get(&writer) {
            return Ok(*renamed);
        }
        let renamed = !names::renamed(tx, self.id, &BTreeSet::from([writer])).await?.is_empty();
        self.renamed.insert(writer, renamed);
        Ok(renamed)
    }

    /// What the book has under the name, or has from an act that was called so.
    pub async fn known(&mut self, tx: &mut Tx, name: &Former) -> Result<Option<Known>, Fault> {
        self.write(tx).await?;
        names::known(tx, self.id, name).await
    }

    async fn look_up(&mut self, tx: &mut Tx, id: DossierId) -> Result<(), Fault> {
        if !self.records.contains_key(&id) {
            let found = rows::records(tx, self.id, &BTreeSet::from([id])).await?.pop();
            let (record, text) = found.unzip();
            self.records.insert(id, Held { record, text });
        }
        Ok(())
    }

    pub async fn record(&mut self, tx: &mut Tx, id: DossierId) -> Result<Option<Dossier>, Fault> {
        self.look_up(tx, id).await?;
        Ok(self.records.get(&id).and_then(|held| held.record.clone()))
    }

    pub async fn is_taken(&mut self, tx: &mut Tx, code: &Code) -> Result<bool, Fault> {
        let code = code.to_string();
        if let Some(taken) = self.codes.get(&code) {
            return Ok(*taken);
        }
        let taken = !rows::codes(tx, self.id, &BTreeSet::from([code.clone()])).await?.is_empty();
        self.codes.insert(code, taken);
        Ok(taken)
    }

    /// The highest code between two of one day.
    pub async fn highest(&mut self, tx: &mut Tx, first: &Code, last: &Code) -> Result<Option<Code>, Fault> {
        self.write(tx).await?;
        rows::highest_code(tx, self.id, first, last).await
    }

    /// Receptions of these days by whoever may be the same citizen.
    pub async fn alike(
        &mut self,
        tx: &mut Tx,
        days: [Day; 2],
        applicant: &Applicant,
    ) -> Result<Vec<Dossier>, Fault> {
        let mut ids = BTreeSet::new();
        for day in days {
            if !self.days.knows(day) {
                self.write(tx).await?;
                self.days.read(day, &rows::received_on(tx, self.id, day).await?);
            }
            ids.extend(self.days.like(day, applicant));
        }
        let mut alike = Vec::with_capacity(ids.len());
        for id in ids {
            alike.extend(self.record(tx, id).await?);
        }
        Ok(alike)
    }

    pub fn put_record(&mut self, record: Dossier) {
        let id = record.id;
        self.codes.extend(record.code.as_ref().map(|code| (code.to_string(), true)));
        self.days.follow(&record);
        let held = self.records.entry(id).or_default();
        self.moves.add(held.record.as_ref(), &record);
        let before = held.record.take().map(|before| {
            let text = held.text.take().or_else(|| serde_json::to_string(&before).ok()).unwrap_or_default();
            (before, text)
        });
        self.steps.push(Step::new(self.seq, id, before));
        held.record = Some(record);
        self.moved.1.insert(id);
    }

    /// With the names that the act had before.
    pub fn log(&mut self, entry: Entry, names: impl IntoIterator<Item = Former>) {
        for name in names {
            self.renamed.insert(name.writer, true);
            self.names.push((entry.seq, name));
        }
        self.log.push(entry);
    }

    /// Writes what is not written yet.
    pub async fn write(&mut self, tx: &mut Tx) -> Result<(), Fault> {
        let log = std::mem::take(&mut self.log);
        rows::log(tx, self.id, &log).await?;
        names::put(tx, self.id, &std::mem::take(&mut self.names)).await?;
        for entry in log.iter().filter(|entry| entry.outcome.needs_review(entry.writer.officer)) {
            notice::note(tx, self.id, entry).await?;
        }
        let (writers, ids) = std::mem::take(&mut self.moved);
        let records = ids.iter().filter_map(|id| self.records.get(id)?.record.as_ref());
        rows::put_records(tx, self.id, &self.ward, records).await?;
        let writers = writers.iter().filter_map(|writer| Some((*writer, self.writers.get(writer)?)));
        rows::put_writers(tx, self.id, writers).await
    }

    /// After the commit: whoever follows the book hears how far it has come.
    pub fn committed(self, store: &Store) {
        store.digest.follow(self.from, self.seq, self.moves);
        store.past.follow(self.from, self.seq, self.steps);
        store.days.put(self.days, self.seq);
        // The acts are kept; a note that could not be written only makes a later start less watchful.
        if let Err(fault) = store.life.note(&store.epoch, self.seq) {
            tracing::warn!(%fault, "how far the book has come was not noted");
        }
    }
}

/// The code on the slip that an act gives out.
pub(super) fn printed(ward: &Ward, command: &Command) -> Option<Code> {
    let Act::Dossier { act, .. } = &command.act;
    Some(Code {
        agency: ward.agency_code.clone(),
        day: act.code_day(command.at.day()),
        number: act.number()?,
    })
}
