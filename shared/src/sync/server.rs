//! The server's half: admit an act once, judge it, say what became of it.
//!
//! Not here: storage and transactions; the ledger gives what is asked and keeps what is answered.
//! Invariant: the same command on the same record always gets the same verdict; every command gets exactly
//! one.

use super::wire::{Body, Claim, Command, Former, Hash, Outcome, Over};
use crate::act::Act;
use crate::ctx::Ctx;
use crate::dossier::code::{Code, Lane};
use crate::dossier::record::{Correction, Dispute};
use crate::dossier::twin::Wish;
use crate::dossier::{self, Dossier, confirm_time};
use crate::id::{DossierId, OfficerId};
use crate::limits;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::ward::Ward;

/// What the server knows of a writer.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WriterState {
    pub last_n: u64,
    /// Hash of act `last_n`; empty before the first.
    pub head: Hash,
    /// The latest claimed time that was believed.
    pub last_at: Moment,
}

impl WriterState {
    /// The state after act `n`, whose device made the claim, if it could be read. A claim that was not believed
    /// leaves no mark: one wrong clock casts no doubt on the acts after it.
    pub fn after(&self, n: u64, hash: Hash, claim: Option<Claim>, now: Moment) -> WriterState {
        let credible = claim.filter(|claim| {
            let (_, disputed) = believed(*claim, self.last_at, now);
            !disputed
        });
        WriterState { last_n: n, head: hash, last_at: credible.map_or(self.last_at, |claim| claim.at) }
    }
}

/// Whether an act is new.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Admit {
    Next {
        hash: Hash,
    },
    /// Judged before; the stored outcome is the answer.
    Duplicate,
    Gap {
        expect: u64,
    },
    Fork,
}

/// Places act `n` in its writer's chain. `stored` is the hash kept for `n`, where there is one.
pub fn admit(writer: &WriterState, n: u64, prev: &Hash, body: &Body, stored: Option<&Hash>) -> Admit {
    let hash = body.hash(prev);
    if n == 0 {
        return Admit::Gap { expect: writer.last_n + 1 };
    }
    if n <= writer.last_n {
        return if stored == Some(&hash) { Admit::Duplicate } else { Admit::Fork };
    }
    if n > writer.last_n + 1 {
        return Admit::Gap { expect: writer.last_n + 1 };
    }
    if *prev != writer.head { Admit::Fork } else { Admit::Next { hash } }
}

/// An act that the book has.
#[derive(Clone, PartialEq, Debug)]
pub struct Known {
    pub hash: Hash,
    pub outcome: Outcome,
    /// When it was judged.
    pub at: Moment,
}

/// The names of an act that are looked for; nobody goes on under new numbers so often between two restores.
const NAMES_MAX: usize = 8;

/// What an act may be known by: its own name and what it was called before, the latest first.
pub fn names<'a>(own: &'a [Former], command: &'a Command) -> impl Iterator<Item = &'a Former> {
    own.iter().chain(claims(command).rev().take(NAMES_MAX))
}

/// The names that are the act's from when it is judged: what comes under one of them is this act. An officer names
/// acts of their own alone, and only what somebody holds: the hash is of all its words.
pub fn claims(command: &Command) -> impl DoubleEndedIterator<Item = &Former> {
    command.was.iter().filter(|former| former.writer.officer == command.writer.officer)
}

/// The outcome of an act that the book has under another name: from before its device went on under new numbers, or
/// from after that, where what comes is a push that was late or a file of its outbox. It is not done again: a refusal
/// stays one, and of what was done the author hears that it was. `known` says what the book has that is or was called so.
pub fn judged_before<'a>(
    mut names: impl Iterator<Item = &'a Former>,
    by: OfficerId,
    known: impl Fn(&Former) -> Option<Known>,
) -> Option<Outcome> {
    let of = |former: &Former| known(former).filter(|known| known.hash == former.hash);
    let Known { outcome, at, .. } = names.find_map(of)?;
    let is_done = outcome.seq().is_some();
    Some(if is_done { Outcome::Noop { by, at } } else { outcome })
}

/// Everything around one judgement.
pub struct Bench<'a> {
    pub ward: &'a Ward,
    /// The server's clock.
    pub now: Moment,
    pub lane: Option<Lane>,
    /// The latest believed time of the writer's acts before.
    pub last_at: Moment,
    /// The sequence that the change will get.
    pub seq: u64,
    /// Whether another dossier holds this code.
    pub code_taken: &'a dyn Fn(&Code) -> bool,
    /// The server's next free number of the day in the code.
    pub fresh_number: &'a dyn Fn(crate::moment::Day) -> Option<u16>,
    /// An earlier reception of the same wish.
    pub twin: &'a dyn Fn(&Wish<'_>) -> Option<DossierId>,
    /// The dossier from which a paper is used again.
    pub source: &'a dyn Fn(DossierId) -> Option<Dossier>,
}

/// A verdict, with the record as it stands afterwards where it changed.
#[derive(Clone, PartialEq, Debug)]
pub struct Verdict {
    pub outcome: Outcome,
    pub record: Option<Dossier>,
}

impl Verdict {
    fn unchanged(outcome: Outcome) -> Verdict {
        Verdict { outcome, record: None }
    }
}

/// The moment that counts, and whether the device's clock was not believed.
///
/// A claim is believed when it is not before the writer's previous act, nor before the device's last contact, and
/// not later than its arrival; the drift allowed on either side. A clock that stood further off at that contact
/// proves nothing. Without a contact to hold it against, a claim is not older than an act may wait.
pub fn believed(claim: Claim, last_at: Moment, now: Moment) -> (Moment, bool) {
    let drift = limits::CLOCK_DRIFT_MINUTES_MAX;
    let since = match claim.anchor {
        Some(anchor) => {
            let steady = anchor.ahead_minutes().abs() <= drift && anchor.server <= now.plus_minutes(drift);
            steady.then(|| anchor.server.max(anchor.local).plus_minutes(-drift))
        }
        None => Some(now.plus_minutes(-limits::ACT_AGE_MINUTES_MAX)),
    };
    let in_time = claim.at >= last_at && claim.at <= now.plus_minutes(drift);
    let plausible = in_time && since.is_some_and(|since| claim.at >= since);
    if plausible { (claim.at, false) } else { (now, true) }
}

/// When the act happened on the dossier as it stands: never before what its author had seen done.
///
/// Two honest clocks differ by minutes, and the act then stands right behind the one before. A clock that is further
/// off is not believed, and `now` counts.
pub fn placed(command: &Command, happened: Moment, now: Moment, current: Option<&Dossier>) -> (Moment, bool) {
    let Some(seen) = current.and_then(|dossier| seen_by_author(command, dossier)) else {
        return (happened, false);
    };
    if happened >= seen {
        (happened, false)
    } else if happened.plus_minutes(limits::CLOCK_DRIFT_MINUTES_MAX) >= seen {
        (seen, false)
    } else {
        cov_mark::hit!(before_the_step_it_follows);
        (now.max(seen), true)
    }
}

/// The latest moment on the dossier that the author knew. Where somebody else has acted meanwhile, that is only the
/// step that brought the dossier where this act starts from, or the first of all: an act done offline is honestly
/// older than what it did not know.
fn seen_by_author(command: &Command, dossier: &Dossier) -> Option<Moment> {
    if changed_since(command, Some(dossier)).is_none() {
        return dossier.latest();
    }
    let Act::Dossier { act, .. } = &command.act;
    let entered = dossier.history.iter().rev().find(|trace| trace.kind.spec().to == Some(dossier.status));
    let known = if act.kind().spec().from == [dossier.status] { entered } else { dossier.history.first() };
    known.map(|trace| trace.at)
}

/// Judges a command against the record as it stands.
pub fn judge(bench: &Bench, command: &Command, current: Option<&Dossier>) -> Verdict {
    let Some(by) = bench.ward.at_work(command.writer.officer) else {
        let refusal = Refusal::UnknownOfficer;
        return Verdict::unchanged(Outcome::Quarantined { ticket: bench.seq, refusal });
    };
    let (happened, disputed) = believed(command.claim(), bench.last_at, bench.now);
    let (happened, misplaced) = placed(command, happened, bench.now, current);
    let disputed = disputed || misplaced;
    let mut ctx = Ctx {
        now: bench.now,
        happened,
        claimed: command.at,
        by,
        lane: bench.lane,
        reissued: None,
        ward: bench.ward,
    };
    let Act::Dossier { id, act } = &command.act;
    let mut act = act.clone();
    let reissued = match reissue(bench, &ctx, disputed, &mut act) {
        Ok(reissued) => reissued,
        Err(refusal) => return Verdict::unchanged(Outcome::Rejected { refusal }),
    };
    if let Some((_, given)) = reissued.as_ref().filter(|(printed, given)| printed.day != given.day) {
        ctx.claimed = Moment::at(given.day, 0, 0);
    }
    ctx.reissued = reissued.as_ref().map(|(_, given)| given.number);
    if let Some(verdict) = meet_correction(bench, command, *id, &act, current, &ctx) {
        return verdict;
    }
    let facts = match dossier::decide(&ctx, *id, current, &act) {
        Ok(facts) => facts,
        Err(refusal) => return Verdict::unchanged(refused(command, &act, current, refusal)),
    };
    let is_borne_out = match bear_out(bench, &act, current) {
        Ok(is_borne_out) => is_borne_out,
        Err(refusal) => return Verdict::unchanged(refused(command, &act, current, refusal)),
    };
    let mut record = current.cloned();
    for fact in &facts {
        dossier::apply(&mut record, fact);
    }
    let Some(mut record) = record else {
        return Verdict::unchanged(Outcome::Rejected { refusal: Refusal::Gone });
    };
    if let dossier::Act::Reuse(reuse) = &act
        && !is_borne_out
    {
        reuse.mark_unseen(&mut record);
    }
    record.rev_others = match current.and_then(|before| Some((before, before.last_trace()?))) {
        Some((before, last)) if last.by != by.id => before.rev,
        Some((before, _)) => before.rev_others,
        None => 0,
    };
    record.rev = bench.seq;
    // What the pen wrote is no clock's word.
    if disputed && confirm_time::counts(act.kind()) && act.by_hand().is_none() {
        record.time_disputed = true;
        let (kind, by) = (act.kind(), by.id);
        record.disputes.push(Dispute { kind, by, claimed: command.at, used: happened });
    }
    if act.is_reception() {
        record.possible_duplicate = Wish::of(&record).and_then(|wish| (bench.twin)(&wish));
    }
    let outcome = match (reissued, &act, changed_since(command, current)) {
        (Some((printed, given)), _, _) => Outcome::Conflict {
            over: Over::Number { printed, given },
            by: by.id,
            at: bench.now,
            seq: bench.seq,
        },
        (None, dossier::Act::Amend(amend), Some(_)) => {
            Outcome::Merged { seq: bench.seq, group: amend.details.group() }
        }
        (None, _, _) => Outcome::Applied { seq: bench.seq },
    };
    Verdict { outcome, record: Some(record) }
}

/// Whether the dossier that the act takes a paper from bears it out; `false` where the book does not have that dossier:
/// after a restore its acts may still be on a device.
fn bear_out(bench: &Bench, act: &dossier::Act, current: Option<&Dossier>) -> Result<bool, Refusal> {
    let (dossier::Act::Reuse(reuse), Some(dossier)) = (act, current) else { return Ok(true) };
    match (bench.source)(reuse.from.id) {
        Some(source) => dossier::reuse::check(&source, dossier, reuse).map(|()| true),
        None => {
            cov_mark::hit!(source_not_in_the_book);
            Ok(false)
        }
    }
}

/// A number outside the device's lane, one that is taken, or one under a day that is not believed is replaced by one
/// of the server's own.
fn reissue(
    bench: &Bench,
    ctx: &Ctx,
    disputed: bool,
    act: &mut dossier::Act,
) -> Result<Option<(Code, Code)>, Refusal> {
    let Some(number) = act.number() else { return Ok(None) };
    let code = |day, number| Code { agency: bench.ward.agency_code.clone(), day, number };
    let printed = code(act.code_day(ctx.claimed.day()), number);
    // The day of a paper slip is chosen; no clock said it.
    let is_chosen = matches!(act, dossier::Act::Reserve(_));
    let day = if disputed && !is_chosen { ctx.happened.day() } else { printed.day };
    let own = match bench.lane {
        Some(lane) => lane.holds(number),
        None => number <= dossier::code::SERVER_NUMBER_MAX,
    };
    if own && day == printed.day && !(bench.code_taken)(&printed) {
        return Ok(None);
    }
    let fresh = (bench.fresh_number)(day).ok_or(Refusal::LaneFull)?;
    act.renumber(fresh);
    Ok(Some((printed, code(day, fresh))))
}

/// Somebody else's latest change that the author had not seen.
fn changed_since<'a>(
    command: &Command,
    current: Option<&'a Dossier>,
) -> Option<(&'a Dossier, OfficerId, Moment)> {
    let (dossier, author) = (current?, command.writer.officer);
    let newest_is_own = dossier.last_trace()?.by == author;
    let rev = if newest_is_own { dossier.rev_others } else { dossier.rev };
    let last = dossier.history.iter().rev().find(|trace| trace.by != author)?;
    (rev > command.base).then_some((dossier, last.by, last.at))
}

/// Two corrections of one group of fields: the server's value stays, the author's is kept on the dossier.
fn meet_correction(
    bench: &Bench,
    command: &Command,
    id: DossierId,
    act: &dossier::Act,
    current: Option<&Dossier>,
    ctx: &Ctx,
) -> Option<Verdict> {
    let dossier::Act::Amend(amend) = act else { return None };
    let current = current?;
    let group = amend.details.group();
    if amend.seen_version == current.version_of(group) {
        return None;
    }
    // The rule must hold for the value itself before it is kept.
    if let Err(refusal) = dossier::decide(ctx, id, Some(current), act) {
        return Some(Verdict::unchanged(refused(command, act, Some(current), refusal)));
    }
    let last = current.history.iter().rev().find(|trace| trace.kind == dossier::Kind::Amend);
    let (by, at) = last.map_or((ctx.by.id, bench.now), |trace| (trace.by, trace.at));
    if dossier::amend::Details::of(group, current) == amend.details {
        return Some(Verdict::unchanged(Outcome::Noop { by, at }));
    }
    let mut record = current.clone();
    record.corrections.push(Correction {
        group,
        at: ctx.happened,
        by: ctx.by.id,
        value: amend.details.clone(),
    });
    record.rev = bench.seq;
    let outcome = Outcome::Conflict { over: Over::Details { group }, by, at, seq: bench.seq };
    Some(Verdict { outcome, record: Some(record) })
}

/// A refusal, told apart: done already, overtaken by somebody, or simply not allowed.
fn refused(command: &Command, act: &dossier::Act, current: Option<&Dossier>, refusal: Refusal) -> Outcome {
    let overtaken = matches!(
        refusal,
        Refusal::WrongStatus { .. }
            | Refusal::Exists
            | Refusal::AlreadyApologised
            | Refusal::Settled
            | Refusal::Posted { .. }
            | Refusal::ProofAwaits { .. }
            | Refusal::ProofWrong
    );
    let Some((dossier, by, at)) = changed_since(command, current).filter(|_| overtaken) else {
        return Outcome::Rejected { refusal };
    };
    let arrived = act.kind().spec().to == Some(dossier.status);
    let same = dossier.history.iter().rev().find(|trace| trace.kind == act.kind());
    match same.filter(|trace| arrived && trace.by != command.writer.officer) {
        Some(trace) if says_the_same(act, dossier) => {
            cov_mark::hit!(done_by_somebody_else);
            Outcome::Noop { by: trace.by, at: trace.at }
        }
        Some(_) | None => Outcome::Conflict { over: Over::Step { refusal }, by, at, seq: 0 },
    }
}

/// Whether the dossier already holds what the act would have written. Where a number stands on a paper of its
/// own, or the contents differ, the author has to look.
fn says_the_same(act: &dossier::Act, dossier: &Dossier) -> bool {
    use dossier::Act as A;
    let stamped = |number: &str| dossier.stamp.as_ref().is_some_and(|stamp| stamp.number == number);
    match act {
        A::Lodge(_) | A::Receive(_) | A::FastLane(_) | A::Supplement(_) | A::Reply(_) | A::Paid(_) => false,
        A::AskBefore(_) | A::AskMore(_) | A::Apologise(_) | A::Amend(_) | A::Note(_) => false,
        A::Settle(_)
        | A::ConfirmTime(_)
        | A::NotDuplicate(_)
        | A::Reserve(_)
        | A::Attach(_)
        | A::Detach(_)
        | A::Recount(_)
        | A::Redo(_)
        | A::Reuse(_)
        | A::SignScans(_)
        | A::Supply(_)
        | A::Post(_)
        | A::Object(_)
        | A::EndPosting(_)
        | A::SendProof(_)
        | A::AnswerProof(_)
        | A::CorrectFee(_)
        | A::HearProof(_) => false,
        A::Cause(act) => dossier.late_cause.as_ref() == Some(act),
        A::EnterCivil(act) => dossier.civil.as_ref().is_some_and(|civil| civil.given == act.given),
        A::Assign(act) => dossier.handler == Some(act.to),
        A::Consult(act) => dossier.agency == act.agency,
        A::Forward(act) => dossier.agency == act.agency,
        A::Submit(act) => dossier
            .result
            .as_ref()
            .is_some_and(|result| result.decision == act.decision && result.summary == act.summary),
        A::Stamp(act) => stamped(&act.number),
        A::ResultArrived(act) => stamped(&act.number),
        A::HandOver(act) => {
            let to = dossier.handed_over.as_ref().map(|given| given.to.as_str());
            to == Some(act.receiver.as_str()) && act.receipt.is_empty()
        }
        A::Refuse(_) | A::AskPayment(_) | A::SendBack(_) | A::Sign(_) | A::Unsign(_) => true,
        A::Withdraw(_) | A::Stop(_) | A::VoidSlip(_) => true,
    }
}
