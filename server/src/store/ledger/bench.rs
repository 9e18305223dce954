//! One push before the judge: its acts in order, each against the record as the one before left it.
//!
//! Not here: SQL (`rows`), transactions (`ledger`).
//! Invariant: an act that is refused, unreadable or that makes the rules panic uses up its number, and the
//! next one is judged.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use shared::dossier::Dossier;
use shared::dossier::code::{Code, Lane, SERVER_NUMBER_MAX};
use shared::dossier::twin::Wish;
use shared::id::WardId;
use shared::moment::{Day, Moment};
use shared::refusal::Refusal;
use shared::sync::server::{self, Admit, Verdict, WriterState, admit, judge};
use shared::sync::wire::{Body, Command, Hash, Judged, Outcome, Over, Push, PushReply};
use shared::ward::Ward;

use super::rows::{self, Logged};
use crate::store::digest::Moves;
use crate::store::{Fault, Store, Tx, notice};

/// How far one transaction has brought the book.
pub(super) struct Course {
    from: u64,
    pub seq: u64,
    /// Records as the transaction finds and leaves them.
    moves: Moves,
}

impl Course {
    pub async fn begin(tx: &mut Tx, id: WardId) -> Result<Course, Fault> {
        let from = rows::last_seq(tx, id).await?;
        Ok(Course { from, seq: from, moves: Moves::default() })
    }

    /// Anything was judged now, not before.
    pub fn is_new(&self) -> bool {
        self.seq > self.from
    }

    /// After the commit: whoever follows the book hears how far it has come.
    pub fn committed(self, store: &Store) {
        store.digest.follow(self.from, self.seq, self.moves);
        // The acts are kept; a note that could not be written only makes a later start less watchful.
        if let Err(fault) = store.life.note(&store.epoch, self.seq) {
            tracing::warn!(%fault, "how far the book has come was not noted");
        }
    }
}

pub(super) struct Bench<'a> {
    pub tx: &'a mut Tx,
    pub store: &'a Store,
    pub ward: &'a Ward,
    pub now: Moment,
    pub lane: Option<Lane>,
    pub course: &'a mut Course,
}

impl Bench<'_> {
    pub async fn push(&mut self, push: &Push) -> Result<PushReply, Fault> {
        let mut writer = rows::writer(self.tx, self.store.id, push.writer).await?;
        let stored = rows::stored(self.tx, self.store.id, push).await?;
        let (mut prev, mut results) = (push.prev.clone(), Vec::with_capacity(push.acts.len()));
        let before = writer.last_n;
        for (n, body) in (push.first_n..).zip(&push.acts) {
            let known = stored.iter().find(|logged| logged.n == n);
            match admit(&writer, n, &prev, body, known.map(|logged| &logged.hash)) {
                Admit::Duplicate => {
                    let Some(Logged { hash, outcome, .. }) = known else { break };
                    prev = hash.clone();
                    results.push(Judged { n, outcome: outcome.clone() });
                }
                Admit::Gap { expect } if results.is_empty() => return Ok(PushReply::Gap { expect }),
                Admit::Fork if writer.last_n == before => return Ok(PushReply::Fork { n }),
                // What was judged so far is kept; the sender hears of the rest when it asks again.
                Admit::Gap { .. } | Admit::Fork => break,
                Admit::Next { hash } => {
                    let outcome = self.act(push, n, body, &hash, &mut writer).await?;
                    prev = hash;
                    results.push(Judged { n, outcome });
                }
            }
        }
        if writer.last_n > before {
            rows::put_writer(self.tx, self.store.id, push.writer, &writer).await?;
        }
        Ok(PushReply::Done { results, last_n: writer.last_n })
    }

    async fn act(
        &mut self,
        push: &Push,
        n: u64,
        body: &Body,
        hash: &Hash,
        writer: &mut WriterState,
    ) -> Result<Outcome, Fault> {
        self.course.seq += 1;
        let (outcome, claim) = match body.open() {
            Ok(command) => (self.judge(&command, writer.last_at).await?, Some(command.claim())),
            Err(refusal) => (Outcome::Quarantined { ticket: self.course.seq, refusal }, None),
        };
        let entry = rows::Entry {
            seq: self.course.seq,
            writer: push.writer,
            n,
            hash,
            body,
            now: self.now,
            ward_version: self.ward.version,
            lane: self.lane,
            outcome: &outcome,
        };
        rows::log(self.tx, self.store.id, &entry).await?;
        if outcome.needs_review() {
            notice::note(self.tx, self.store.id, &entry).await?;
        }
        *writer = writer.after(n, hash.clone(), claim, self.now);
        Ok(outcome)
    }

    async fn judge(&mut self, command: &Command, last_at: Moment) -> Result<Outcome, Fault> {
        let dossier = command.act.dossier();
        let current = rows::record(self.tx, self.store.id, dossier).await?;
        let around = self.around(command, current.as_ref()).await?;
        let verdict = verdict(self, command, last_at, current.as_ref(), &around);
        if let Outcome::Conflict { over: Over::Number { given, .. }, .. } = &verdict.outcome {
            self.store.numbers.note(self.store.id, given.day, given.number)?;
        }
        if let Some(record) = &verdict.record {
            rows::put_record(self.tx, self.store.id, self.course.seq, self.ward, record).await?;
            self.course.moves.add(current.as_ref(), record);
        }
        Ok(verdict.outcome)
    }

    /// What the rules may ask about other dossiers, fetched before they are asked: they do no IO.
    async fn around(&mut self, command: &Command, current: Option<&Dossier>) -> Result<Around, Fault> {
        let shared::act::Act::Dossier { act, .. } = &command.act;
        let Some(number) = act.number() else { return Ok(Around::default()) };
        // The day on the slip, and today, where that one is not believed.
        let days = [command.at.day(), self.now.day()];
        let code = |day, number| Code { agency: self.ward.agency_code.clone(), day, number };
        let printed = code(days[0], number);
        let taken = rows::has_code(self.tx, self.store.id, &printed).await?;
        let mut fresh = Vec::with_capacity(days.len());
        for day in BTreeSet::from(days) {
            let (first, last) = (code(day, 1), code(day, SERVER_NUMBER_MAX));
            let highest = rows::highest_code(self.tx, self.store.id, &first, &last).await?;
            let next = highest.map_or(0, |code| code.number).max(self.store.numbers.highest(day)) + 1;
            if next <= SERVER_NUMBER_MAX {
                fresh.push((day, next));
            }
        }
        let alike = match act.applicant().or(current.map(|dossier| &dossier.applicant)) {
            Some(applicant) => rows::received_on(self.tx, self.store.id, days, applicant).await?,
            None => Vec::new(),
        };
        Ok(Around { taken: taken.then_some(printed), fresh, alike })
    }
}

#[derive(Default)]
struct Around {
    taken: Option<Code>,
    /// The next free number of a day.
    fresh: Vec<(Day, u16)>,
    /// Receptions of these days that may be of the same citizen.
    alike: Vec<Dossier>,
}

/// The verdict; rules that panic put the act aside for a person.
fn verdict(
    bench: &Bench,
    command: &Command,
    last_at: Moment,
    current: Option<&Dossier>,
    around: &Around,
) -> Verdict {
    let asked = server::Bench {
        ward: bench.ward,
        now: bench.now,
        lane: bench.lane,
        last_at,
        seq: bench.course.seq,
        code_taken: &|code| around.taken.as_ref() == Some(code),
        fresh_number: &|day| around.fresh.iter().find(|(of, _)| *of == day).map(|(_, number)| *number),
        twin: &|wish: &Wish| wish.twin(&around.alike).map(|other| other.id),
    };
    catch_unwind(AssertUnwindSafe(|| judge(&asked, command, current))).unwrap_or_else(|_| {
        tracing::error!(seq = bench.course.seq, "the rules panicked; the act is put aside");
        let outcome = Outcome::Quarantined { ticket: bench.course.seq, refusal: Refusal::Unjudged };
        Verdict { outcome, record: None }
    })
}
