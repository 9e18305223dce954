//! One push before the judge: its acts in order, each against the record as the one before left it.
//!
//! Not here: SQL (`rows`), transactions (`ledger`).
//! Invariant: an act that is refused, unreadable or that makes the rules panic uses up its number, and the
//! next one is judged.

use std::panic::{AssertUnwindSafe, catch_unwind};

use shared::dossier::Dossier;
use shared::dossier::code::{Code, Lane, SERVER_NUMBER_MAX};
use shared::id::WardId;
use shared::moment::{Day, Moment};
use shared::refusal::Refusal;
use shared::sync::server::{self, Admit, Verdict, WriterState, admit, judge};
use shared::sync::wire::{Body, Command, Hash, Judged, Outcome, Over, Push, PushReply};
use shared::ward::Ward;

use super::rows::{self, Logged};
use crate::store::digest::Moves;
use crate::store::numbers::Numbers as Given;
use crate::store::{Fault, Tx};

pub(super) struct Bench<'a> {
    pub tx: &'a mut Tx,
    pub id: WardId,
    pub ward: &'a Ward,
    /// The server's own numbers, kept beside the database.
    pub given: &'a Given,
    pub now: Moment,
    pub lane: Option<Lane>,
    pub seq: &'a mut u64,
    /// Records as the commit finds and leaves them.
    pub moves: &'a mut Moves,
}

impl Bench<'_> {
    pub async fn push(&mut self, push: &Push) -> Result<PushReply, Fault> {
        let mut writer = rows::writer(self.tx, self.id, push.writer).await?;
        let stored = rows::stored(self.tx, self.id, push).await?;
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
            rows::put_writer(self.tx, self.id, push.writer, &writer).await?;
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
        *self.seq += 1;
        let (outcome, claimed) = match body.open() {
            Ok(command) => (self.judge(&command, writer.last_at).await?, Some(command.at)),
            Err(refusal) => (Outcome::Quarantined { ticket: *self.seq, refusal }, None),
        };
        rows::log(
            self.tx,
            self.id,
            &rows::Entry {
                seq: *self.seq,
                writer: push.writer,
                n,
                hash,
                body,
                now: self.now,
                ward_version: self.ward.version,
                lane: self.lane,
                outcome: &outcome,
            },
        )
        .await?;
        *writer = writer.after(n, hash.clone(), claimed, self.now);
        Ok(outcome)
    }

    async fn judge(&mut self, command: &Command, last_at: Moment) -> Result<Outcome, Fault> {
        let dossier = command.act.dossier();
        let current = rows::record(self.tx, self.id, dossier).await?;
        let numbers = self.numbers(command).await?;
        let verdict = verdict(self, command, last_at, current.as_ref(), &numbers);
        if let Outcome::Conflict { over: Over::Number { given, .. }, .. } = &verdict.outcome {
            self.given.note(self.id, given.day, given.number)?;
        }
        if let Some(record) = &verdict.record {
            rows::put_record(self.tx, self.id, *self.seq, self.ward, record).await?;
            self.moves.add(current.as_ref(), record);
        }
        Ok(verdict.outcome)
    }

    /// What the rules may ask about numbers, fetched before they are asked: they do no IO.
    async fn numbers(&mut self, command: &Command) -> Result<Numbers, Fault> {
        let shared::act::Act::Dossier { act, .. } = &command.act;
        let Some(number) = act.number() else { return Ok(Numbers::default()) };
        let day = command.at.day();
        let code = |number| Code { agency: self.ward.agency_code.clone(), day, number };
        let (printed, first, last) = (code(number), code(1), code(SERVER_NUMBER_MAX));
        let taken = rows::has_code(self.tx, self.id, &printed).await?;
        let highest = rows::highest_code(self.tx, self.id, &first, &last).await?;
        let fresh = highest.map_or(0, |code| code.number).max(self.given.highest(day)) + 1;
        Ok(Numbers {
            taken: taken.then_some(printed),
            fresh: (fresh <= SERVER_NUMBER_MAX).then_some((day, fresh)),
        })
    }
}

#[derive(Default)]
struct Numbers {
    taken: Option<Code>,
    fresh: Option<(Day, u16)>,
}

/// The verdict; rules that panic put the act aside for a person.
fn verdict(
    bench: &Bench,
    command: &Command,
    last_at: Moment,
    current: Option<&Dossier>,
    numbers: &Numbers,
) -> Verdict {
    let asked = server::Bench {
        ward: bench.ward,
        now: bench.now,
        lane: bench.lane,
        last_at,
        seq: *bench.seq,
        code_taken: &|code| numbers.taken.as_ref() == Some(code),
        fresh_number: &|day| numbers.fresh.filter(|(of, _)| *of == day).map(|(_, number)| number),
    };
    catch_unwind(AssertUnwindSafe(|| judge(&asked, command, current))).unwrap_or_else(|_| {
        tracing::error!(seq = *bench.seq, "the rules panicked; the act is put aside");
        let outcome = Outcome::Quarantined { ticket: *bench.seq, refusal: Refusal::Unreadable };
        Verdict { outcome, record: None }
    })
}
