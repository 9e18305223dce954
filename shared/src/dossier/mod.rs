//! Hồ sơ: the acts on a dossier, their verdicts, and what they leave behind.
//!
//! Not here: how acts travel (`sync`), what the pages look like (`app`).
//! Invariant: `decide` changes nothing and `apply` refuses nothing; the same act on the same record gives
//! the same facts in the browser and on the server.

pub mod act;
pub mod agency;
pub mod amend;
pub mod apologise;
pub mod ask_more;
pub mod assign;
pub mod attach;
pub mod blank;
pub mod cause;
pub mod changed;
pub mod civil;
pub mod code;
pub mod concern;
pub mod confirm_time;
pub mod consult;
pub mod correct_fee;
pub mod fast_lane;
pub mod form;
pub mod forward;
pub mod hand_over;
pub mod intake;
pub mod kind;
pub mod payment;
pub mod posting;
pub mod proof;
pub mod receive;
pub mod record;
pub mod recount;
pub mod redo;
pub mod reuse;
pub mod settle;
pub mod sign;
pub mod sign_scans;
pub mod sought;
pub mod stamp;
pub mod status;
pub mod stop;
pub mod submit;
pub mod supply;
pub mod twin;

#[cfg(any(test, feature = "script"))]
pub mod any;
#[cfg(test)]
mod tests;

use crate::ctx::Ctx;
use crate::id::{DossierId, OfficerId};
use crate::moment::Moment;
use crate::officer::Role;
use crate::refusal::Refusal;

pub use act::Act;
pub use kind::Kind;
pub use record::Dossier;
pub use status::Status;

/// What an act left behind, with everything that was computed: enough to change the record without any
/// calendar or catalogue.
#[derive(Clone, PartialEq, Debug)]
pub enum What {
    Lodged(intake::Lodged),
    Received(receive::Received),
    AskedBefore(intake::AskedBefore),
    Refused(intake::Refused),
    Assigned(assign::Assign),
    AskedMore(ask_more::AskedMore),
    Supplemented(ask_more::Supplemented),
    Consulted(consult::Consulted),
    Replied(consult::Reply),
    PaymentAsked(payment::AskPayment),
    PaymentShown(payment::PaymentShown),
    Submitted(submit::Submit),
    SentBack(sign::SendBack),
    Signed(sign::Signed),
    Unsigned(sign::Unsign),
    Stamped(stamp::Stamp),
    HandedOver(hand_over::HandOver),
    Withdrawn(stop::Withdraw),
    Stopped(stop::Stop),
    Forwarded(forward::Forward),
    ResultArrived(forward::ResultArrived),
    Apologised(apologise::Apologise),
    Amended(amend::Amend),
    Noted(amend::Note),
    Settled(settle::Settle),
    TimeConfirmed(confirm_time::TimeConfirmed),
    NotDuplicate(twin::NotDuplicate),
    Reserved(blank::Reserved),
    Voided(blank::VoidSlip),
    Attached(attach::Attach),
    Detached(attach::Detach),
    Recounted(recount::Recounted),
    CauseTold(cause::Cause),
    Redone(redo::Redone),
    CivilEntered(civil::EnterCivil),
    Reused(reuse::Reuse),
    ScansSigned(sign_scans::SignScans),
    Supplied(supply::Supply),
    Posted(posting::Posted),
    Objected(posting::Object),
    PostingEnded(posting::PostingEnded),
    ProofSent(proof::ProofSent),
    ProofAnswered(proof::AnswerProof),
    FeeCorrected(correct_fee::FeeCorrected),
    ProofHeard(proof::Heard),
}

/// A fact: who did what, when it happened and when it was written down.
#[derive(Clone, PartialEq, Debug)]
pub struct Fact {
    pub at: Moment,
    pub recorded: Moment,
    pub by: OfficerId,
    pub what: What,
}

/// Whether the officer's role and the dossier's status leave `kind` open. The button asks this, and so does
/// every verdict.
pub fn may(ctx: &Ctx, dossier: Option<&Dossier>, kind: Kind) -> Result<(), Refusal> {
    let spec = kind.spec();
    if !ctx.by.is_one_of(spec.who) {
        // A ward that has no postal clerk is told what it was told before there were any.
        let has =
            |role: &&Role| **role != Role::Postal || ctx.ward.officers.iter().any(|one| one.is(Role::Postal));
        return Err(Refusal::NotPermitted { needs: spec.who.iter().filter(has).copied().collect() });
    }
    let status = dossier.map_or(Status::Draft, |d| d.status);
    if !spec.from.contains(&status) {
        return Err(match (dossier, spec.from.contains(&Status::Draft)) {
            (None, false) => Refusal::Gone,
            (Some(_), true) if spec.from == [Status::Draft] || kind == Kind::FastLane => Refusal::Exists,
            _ => Refusal::WrongStatus { status, kind },
        });
    }
    let Some(dossier) = dossier else { return Ok(()) };
    posting::holds(dossier, kind)?;
    match kind {
        Kind::AskMore => ask_more::may(ctx, dossier),
        Kind::Submit => submit::may(ctx, dossier),
        Kind::Sign => sign::may(ctx, dossier),
        Kind::Unsign => sign::may_unsign(ctx, dossier),
        Kind::Forward => forward::may(ctx, dossier),
        Kind::Apologise => apologise::may(dossier),
        Kind::Assign => assign::may(ctx, dossier),
        Kind::Settle => settle::may(dossier),
        Kind::ConfirmTime => confirm_time::may(dossier),
        Kind::NotDuplicate => twin::may(dossier),
        Kind::Detach => attach::may_detach(dossier),
        Kind::Recount => recount::later(ctx, dossier).map(drop),
        Kind::Cause => cause::may(ctx, dossier),
        Kind::EnterCivil => civil::may(ctx, dossier),
        Kind::SignScans => sign_scans::may(dossier),
        Kind::Post => posting::may(ctx, dossier),
        Kind::Object => posting::may_object(dossier),
        Kind::EndPosting => posting::may_end(ctx, dossier),
        Kind::SendProof => proof::may(ctx, dossier),
        Kind::AnswerProof => proof::latest(dossier).map(drop).ok_or(Refusal::Settled),
        Kind::CorrectFee => correct_fee::may(ctx, dossier),
        Kind::HearProof => proof::may_hear(dossier),
        Kind::Lodge
        | Kind::Receive
        | Kind::FastLane
        | Kind::AskBefore
        | Kind::Refuse
        | Kind::Supplement
        | Kind::Consult
        | Kind::Reply
        | Kind::AskPayment
        | Kind::Paid
        | Kind::SendBack
        | Kind::Stamp
        | Kind::HandOver
        | Kind::Withdraw
        | Kind::Stop
        | Kind::ResultArrived
        | Kind::Amend
        | Kind::Note
        | Kind::Reserve
        | Kind::VoidSlip
        | Kind::Attach
        | Kind::Redo
        | Kind::Reuse
        | Kind::Supply => Ok(()),
    }
}

/// Every act that fits the dossier's status, with the reason where it is not open to this officer now. Acts that
/// answer a question on the dossier stand beside the question, those on scans beside the papers.
pub fn open_acts(ctx: &Ctx, dossier: &Dossier) -> Vec<(Kind, Result<(), Refusal>)> {
    Kind::ALL
        .into_iter()
        .filter(|kind| kind.spec().from.contains(&dossier.status) && !kind.stands_elsewhere())
        .map(|kind| (kind, may(ctx, Some(dossier), kind)))
        // Of a dossier that is not late nobody asks why.
        .filter(|(kind, may)| *kind != Kind::Cause || may.is_ok())
        .collect()
}

/// Judges an act. Several facts where one act of a person is several steps of the law.
pub fn decide(ctx: &Ctx, id: DossierId, dossier: Option<&Dossier>, act: &Act) -> Result<Vec<Fact>, Refusal> {
    may(ctx, dossier, act.kind()).map_err(|refusal| fast_lane::elsewhere(refusal, dossier, act))?;
    let what = match (act, dossier) {
        (Act::Lodge(act), _) => intake::lodge(ctx, id, act)?,
        (Act::Receive(act), dossier) => receive::decide(ctx, id, dossier, act)?,
        (Act::FastLane(act), dossier) => return fast_lane::decide(ctx, id, dossier, act),
        (Act::AskBefore(act), dossier) => intake::ask_before(ctx, id, dossier, act)?,
        (Act::Refuse(act), dossier) => intake::refuse(ctx, id, dossier, act)?,
        (Act::Reserve(act), _) => blank::reserve(ctx, id, act)?,
        (Act::Redo(act), _) => redo::decide(ctx, id, act)?,
        (_, None) => return Err(Refusal::Gone),
        (Act::Assign(act), Some(d)) => assign::decide(ctx, d, act)?,
        (Act::AskMore(act), Some(d)) => ask_more::decide(ctx, d, act)?,
        (Act::Supplement(act), Some(d)) => ask_more::supplement(ctx, d, act)?,
        (Act::Consult(act), Some(d)) => consult::decide(ctx, d, act)?,
        (Act::Reply(act), Some(_)) => consult::reply(act)?,
        (Act::AskPayment(act), Some(_)) => payment::decide(act)?,
        (Act::Paid(act), Some(d)) => payment::paid(ctx, d, act)?,
        (Act::Submit(act), Some(d)) => submit::decide(ctx, d, act)?,
        (Act::SendBack(act), Some(_)) => sign::send_back(act)?,
        (Act::Sign(act), Some(d)) => sign::decide(ctx, d, act)?,
        (Act::Unsign(act), Some(_)) => sign::unsign(act)?,
        (Act::Stamp(act), Some(d)) => stamp::decide(ctx, d, act)?,
        (Act::HandOver(act), Some(d)) => hand_over::decide(d, act)?,
        (Act::Withdraw(act), Some(_)) => stop::withdraw(act)?,
        (Act::Stop(act), Some(_)) => stop::decide(act)?,
        (Act::Forward(act), Some(_)) => forward::decide(ctx, act)?,
        (Act::ResultArrived(act), Some(_)) => forward::arrived(act)?,
        (Act::Apologise(act), Some(d)) => apologise::decide(ctx, d, act)?,
        (Act::Amend(act), Some(d)) => amend::decide(ctx, d, act)?,
        (Act::Note(act), Some(_)) => amend::note(act)?,
        (Act::Settle(act), Some(d)) => settle::decide(d, act)?,
        (Act::ConfirmTime(act), Some(d)) => confirm_time::decide(ctx, d, act)?,
        (Act::NotDuplicate(act), Some(d)) => twin::decide(d, act)?,
        (Act::VoidSlip(act), Some(_)) => blank::void(act)?,
        (Act::Attach(act), Some(d)) => attach::decide(ctx, d, act)?,
        (Act::Detach(act), Some(d)) => attach::detach(ctx, d, act)?,
        (Act::Recount(act), Some(d)) => recount::decide(ctx, d, act)?,
        (Act::Cause(act), Some(_)) => cause::decide(act)?,
        (Act::EnterCivil(act), Some(d)) => civil::decide(ctx, d, act)?,
        (Act::Reuse(act), Some(d)) => reuse::decide(d, act)?,
        (Act::SignScans(act), Some(d)) => sign_scans::decide(ctx, d, act)?,
        (Act::Supply(act), Some(d)) => supply::decide(ctx, d, act)?,
        (Act::Post(act), Some(d)) => posting::decide(ctx, d, act)?,
        (Act::Object(act), Some(d)) => posting::object(ctx, d, act)?,
        (Act::EndPosting(act), Some(d)) => posting::end(ctx, d, act)?,
        (Act::SendProof(act), Some(d)) => proof::decide(ctx, d, act)?,
        (Act::AnswerProof(act), Some(d)) => proof::answer(ctx, d, act)?,
        (Act::CorrectFee(act), Some(d)) => correct_fee::decide(ctx, d, act)?,
        (Act::HearProof(act), Some(d)) => proof::hear(d, act)?,
    };
    let at = act.by_hand().unwrap_or(ctx.happened);
    Ok(vec![Fact { at, recorded: ctx.now, by: ctx.by.id, what }])
}

/// Writes a fact into the record. The first fact makes the record.
pub fn apply(slot: &mut Option<Dossier>, fact: &Fact) {
    if let What::Lodged(intake::Lodged { start, .. })
    | What::Received(receive::Received { start, .. })
    | What::AskedBefore(intake::AskedBefore { start, .. })
    | What::Refused(intake::Refused { start, .. })
    | What::Reserved(blank::Reserved { start, .. })
    | What::Redone(redo::Redone { start, .. }) = &fact.what
        && slot.is_none()
    {
        *slot = start.as_ref().map(|start| start.open(fact));
    }
    let Some(dossier) = slot else { return };
    let (kind, note) = match &fact.what {
        What::Lodged(what) => what.apply(dossier, fact),
        What::Received(what) => what.apply(dossier, fact),
        What::AskedBefore(what) => what.apply(dossier, fact),
        What::Refused(what) => what.apply(dossier, fact),
        What::Assigned(what) => what.apply(dossier),
        What::AskedMore(what) => what.apply(dossier, fact),
        What::Supplemented(what) => what.apply(dossier, fact),
        What::Consulted(what) => what.apply(dossier),
        What::Replied(what) => what.apply(dossier, fact),
        What::PaymentAsked(what) => what.apply(dossier, fact),
        What::PaymentShown(what) => what.apply(dossier, fact),
        What::Submitted(what) => what.apply(dossier, fact),
        What::SentBack(what) => what.apply(),
        What::Signed(what) => what.apply(dossier),
        What::Unsigned(what) => what.apply(dossier),
        What::Stamped(what) => what.apply(dossier, fact),
        What::HandedOver(what) => what.apply(dossier, fact),
        What::Withdrawn(what) => what.apply(dossier, fact),
        What::Stopped(what) => what.apply(dossier, fact),
        What::Forwarded(what) => what.apply(dossier),
        What::ResultArrived(what) => what.apply(dossier, fact),
        What::Apologised(what) => what.apply(dossier, fact),
        What::Amended(what) => what.apply(dossier, fact),
        What::Noted(what) => what.apply(),
        What::Settled(what) => what.apply(dossier, fact),
        What::TimeConfirmed(what) => what.apply(dossier, fact),
        What::NotDuplicate(what) => what.apply(dossier, fact),
        What::Reserved(what) => what.apply(dossier),
        What::Voided(what) => what.apply(dossier, fact),
        What::Attached(what) => what.apply(dossier, fact),
        What::Detached(what) => what.apply(dossier),
        What::Recounted(what) => what.apply(dossier),
        What::CauseTold(what) => what.apply(dossier),
        What::Redone(what) => what.apply(dossier, fact),
        What::CivilEntered(what) => what.apply(dossier, fact),
        What::Reused(what) => what.apply(dossier, fact),
        What::ScansSigned(what) => what.apply(dossier, fact),
        What::Supplied(what) => what.apply(dossier, fact),
        What::Posted(what) => what.apply(dossier, fact),
        What::Objected(what) => what.apply(dossier),
        What::PostingEnded(what) => what.apply(dossier, fact),
        What::ProofSent(what) => what.apply(dossier, fact),
        What::ProofAnswered(what) => what.apply(dossier, fact),
        What::FeeCorrected(what) => what.apply(dossier, fact),
        What::ProofHeard(what) => what.apply(dossier, fact),
    };
    if let Some(to) = kind.spec().to {
        dossier.status = to;
    }
    dossier.history.push(record::Trace {
        at: fact.at,
        recorded: (fact.recorded != fact.at).then_some(fact.recorded),
        by: fact.by,
        kind,
        note,
    });
}
