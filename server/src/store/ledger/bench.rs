//! One push before the judge: its acts in order, each against the record as the one before left it.
//!
//! Not here: what is read and written (`leaf`), transactions (`ledger`).
//! Invariant: an act that is refused, unreadable, or that makes the rules panic or never end, uses up its number, and
//! the next one is judged.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

use shared::dossier::code::{Code, Lane, SERVER_NUMBER_MAX};
use shared::dossier::twin::Wish;
use shared::dossier::{self, Dossier};
use shared::moment::{Day, Moment};
use shared::refusal::Refusal;
use shared::sync::server::{self, Admit, Verdict, WriterState, admit, claims, judge, judged_before, names};
use shared::sync::wire::{Body, Command, Former, Hash, Judged, Outcome, Over, Push, PushReply};
use shared::ward::Ward;

use super::leaf::{Leaf, printed};
use super::rows::{Entry, Logged};
use crate::store::{Fault, Store, Tx};

pub(super) struct Bench<'a> {
    pub tx: &'a mut Tx,
    pub store: &'a Store,
    pub ward: &'a Arc<Ward>,
    pub now: Moment,
    pub lane: Option<Lane>,
    pub leaf: &'a mut Leaf,
    /// What an act that was kept aside is called in its author's chain.
    pub called: Option<Former>,
}

impl Bench<'_> {
    pub async fn push(&mut self, push: &Push) -> Result<PushReply, Fault> {
        let mut writer = self.leaf.writer(self.tx, push.writer).await?;
        let stored = self.leaf.stored(self.tx, push, writer.last_n).await?;
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
            self.leaf.put_writer(push.writer, writer.clone());
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
        self.leaf.seq += 1;
        let seq = self.leaf.seq;
        let mut before = Vec::new();
        let (outcome, claim, lane) = match body.open() {
            Ok(command) => {
                let (claim, lane) = (command.claim(), self.store.left.of(self.lane, &command));
                let own = Former { writer: push.writer, n, hash: hash.clone() };
                let called = self.called.clone().filter(|called| *called != own);
                before.extend(claims(&command).cloned().chain(called.clone()));
                let own = [Some(own), called].into_iter().flatten().collect();
                let outcome = match self.judged_before(own, &command).await? {
                    Some(outcome) => outcome,
                    None => self.judge(command, lane, writer.last_at).await?,
                };
                (outcome, Some(claim), lane)
            }
            Err(refusal) => (Outcome::Quarantined { ticket: seq, refusal }, None, self.lane),
        };
        let entry = Entry {
            seq,
            writer: push.writer,
            n,
            hash: hash.clone(),
            body: body.clone(),
            now: self.now,
            ward_version: self.ward.version,
            lane,
            outcome: outcome.clone(),
        };
        self.leaf.log(entry, before);
        *writer = writer.after(n, hash.clone(), claim, self.now);
        Ok(outcome)
    }

    /// Of an act that its device moved to new numbers, and that the book has under one of its others.
    async fn judged_before(&mut self, own: Vec<Former>, command: &Command) -> Result<Option<Outcome>, Fault> {
        // Hardly anybody has given numbers up: of the others the book is not asked act by act.
        let mut renamed = Vec::with_capacity(own.len());
        for name in own {
            if self.leaf.is_renamed(self.tx, name.writer).await? {
                renamed.push(name);
            }
        }
        let mut known = Vec::new();
        for name in names(&renamed, command) {
            known.push((name, self.leaf.known(self.tx, name).await?));
        }
        let of = |name: &Former| known.iter().find(|(other, _)| *other == name)?.1.clone();
        Ok(judged_before(names(&renamed, command), command.writer.officer, of))
    }

    async fn judge(
        &mut self,
        command: Command,
        lane: Option<Lane>,
        last_at: Moment,
    ) -> Result<Outcome, Fault> {
        let current = self.leaf.record(self.tx, command.act.dossier()).await?;
        let around = self.around(&command, current.as_ref()).await?;
        let asked = Asked {
            ward: self.ward.clone(),
            now: self.now,
            lane,
            last_at,
            seq: self.leaf.seq,
            command,
            current,
            around,
        };
        let (mut asked, mut verdict) = self.hear(asked);
        if let Some(mut again) = asked.take_if(|asked| asked.around.misses_numbers.take()) {
            again.around.fresh = Some(self.fresh(&again.command).await?);
            verdict = self.hear(again).1;
        }
        if let Outcome::Conflict { over: Over::Number { given, .. }, .. } = &verdict.outcome {
            self.store.numbers.note(self.store.id, given.day, given.number)?;
        }
        if let Some(record) = verdict.record {
            self.leaf.put_record(record);
        }
        Ok(verdict.outcome)
    }

    /// The verdict, and the question back; where the rules panic or do not end, the act is put aside for a person.
    fn hear(&self, asked: Asked) -> (Option<Asked>, Verdict) {
        let seq = asked.seq;
        let heard = self.store.judge.hear(move || {
            let verdict = asked.verdict();
            (Some(asked), verdict)
        });
        heard.unwrap_or_else(|missed| {
            tracing::error!(seq, ?missed, "an act has no verdict and is put aside");
            let outcome = Outcome::Quarantined { ticket: seq, refusal: Refusal::Unjudged };
            (None, Verdict { outcome, record: None })
        })
    }

    /// What the rules may ask about other dossiers, fetched before they are asked: they do no IO.
    async fn around(&mut self, command: &Command, current: Option<&Dossier>) -> Result<Around, Fault> {
        let shared::act::Act::Dossier { act, .. } = &command.act;
        let taken = match printed(self.ward, command) {
            Some(printed) => self.leaf.is_taken(self.tx, &printed).await?.then_some(printed),
            None => None,
        };
        if let dossier::Act::Reuse(reuse) = act {
            let source = self.leaf.record(self.tx, reuse.from.id).await?;
            return Ok(Around { taken, source, ..Around::default() });
        }
        if !act.is_reception() {
            return Ok(Around { taken, ..Around::default() });
        }
        // When the citizen stood at the counter, and today, where that is not believed.
        let days = [act.by_hand().unwrap_or(command.at).day(), self.now.day()];
        let alike = match act.applicant().or(current.map(|dossier| &dossier.applicant)) {
            Some(applicant) => self.leaf.alike(self.tx, days, applicant).await?,
            None => Vec::new(),
        };
        Ok(Around { taken, alike, ..Around::default() })
    }

    /// The next free number of each day.
    async fn fresh(&mut self, command: &Command) -> Result<Vec<(Day, u16)>, Fault> {
        let mut fresh = Vec::new();
        let shared::act::Act::Dossier { act, .. } = &command.act;
        // The day on the slip, and today, where that one is not believed.
        for day in BTreeSet::from([act.code_day(command.at.day()), self.now.day()]) {
            let code = |number| Code { agency: self.ward.agency_code.clone(), day, number };
            let highest = self.leaf.highest(self.tx, &code(1), &code(SERVER_NUMBER_MAX)).await?;
            let next = highest.map_or(0, |code| code.number).max(self.store.numbers.highest(day)) + 1;
            if next <= SERVER_NUMBER_MAX {
                fresh.push((day, next));
            }
        }
        Ok(fresh)
    }
}

#[derive(Default)]
struct Around {
    taken: Option<Code>,
    /// The next free number of a day; looked up when the rules have missed it, which is seldom.
    fresh: Option<Vec<(Day, u16)>>,
    misses_numbers: Cell<bool>,
    /// Receptions of these days that may be of the same citizen.
    alike: Vec<Dossier>,
    /// The dossier that the act takes a paper from.
    source: Option<Dossier>,
}

impl Around {
    fn fresh_number(&self, day: Day) -> Option<u16> {
        match &self.fresh {
            Some(fresh) => fresh.iter().find(|(of, _)| *of == day).map(|(_, number)| *number),
            None => {
                self.misses_numbers.set(true);
                None
            }
        }
    }
}

/// All that a verdict rests on.
struct Asked {
    ward: Arc<Ward>,
    now: Moment,
    lane: Option<Lane>,
    last_at: Moment,
    seq: u64,
    command: Command,
    current: Option<Dossier>,
    around: Around,
}

impl Asked {
    fn verdict(&self) -> Verdict {
        let Asked { around, .. } = self;
        let bench = server::Bench {
            ward: &self.ward,
            now: self.now,
            lane: self.lane,
            last_at: self.last_at,
            seq: self.seq,
            code_taken: &|code| around.taken.as_ref() == Some(code),
            fresh_number: &|day| around.fresh_number(day),
            twin: &|wish: &Wish| wish.twin(&around.alike).map(|other| other.id),
            source: &|id| around.source.clone().filter(|source| source.id == id),
        };
        judge(&bench, &self.command, self.current.as_ref())
    }
}
