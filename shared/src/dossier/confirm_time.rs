//! Xác nhận giờ: the head says which of two moments counts where a device's clock was not believed.
//!
//! Not here: which clock is believed (`sync::server`), how a due moment is counted (`calendar`).
//! Invariant: only one of the two recorded moments can be confirmed, once. Everything that the disputed act had
//! dated moves with it, and the due moment is counted anew; this is the one act that moves `due_first`.

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::record::{Dispute, Dossier, Stretch, Trace};
use super::{Fact, What};
use crate::ctx::Ctx;
use crate::moment::Moment;
use crate::refusal::Refusal;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConfirmTime {
    pub of: Dispute,
    /// The device's moment or the server's.
    pub at: Moment,
}

/// The act with what was counted: the first due moment and the one after the pauses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimeConfirmed {
    pub confirm: ConfirmTime,
    pub due: Option<(Moment, Moment)>,
}

/// Whether the law counts from the moment of such an act. A wrong clock on any other only stands in the history.
pub fn counts(kind: Kind) -> bool {
    match kind {
        Kind::Receive | Kind::FastLane | Kind::Redo | Kind::Refuse => true,
        Kind::AskMore | Kind::Supplement | Kind::AskPayment | Kind::Paid => true,
        Kind::Post | Kind::EndPosting => true,
        Kind::Stamp | Kind::ResultArrived | Kind::HandOver | Kind::Withdraw | Kind::Stop => true,
        Kind::Lodge
        | Kind::AskBefore
        | Kind::Assign
        | Kind::Consult
        | Kind::Reply
        | Kind::Submit
        | Kind::SendBack
        | Kind::Sign
        | Kind::Unsign
        | Kind::Forward
        | Kind::Apologise
        | Kind::Amend
        | Kind::Note
        | Kind::Settle
        | Kind::ConfirmTime
        | Kind::NotDuplicate
        | Kind::Reserve
        | Kind::VoidSlip
        | Kind::Attach
        | Kind::Reuse
        | Kind::SignScans
        | Kind::Supply
        | Kind::Object
        | Kind::SendProof
        | Kind::AnswerProof
        | Kind::CorrectFee
        | Kind::HearProof
        | Kind::Detach
        | Kind::Recount
        | Kind::Cause
        | Kind::EnterCivil => false,
    }
}

pub(super) fn may(dossier: &Dossier) -> Result<(), Refusal> {
    if dossier.disputes.is_empty() { Err(Refusal::Settled) } else { Ok(()) }
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &ConfirmTime) -> Result<What, Refusal> {
    if !dossier.disputes.contains(&act.of) {
        return Err(Refusal::Settled);
    }
    if act.at > act.of.used {
        return Err(Refusal::field(
            "at",
            "Giờ này ở sau lúc máy chủ nhận việc. Chọn giờ máy chủ.",
            "This moment lies after the server had the act. Choose the server's.",
        ));
    }
    if act.at != act.of.claimed && act.at != act.of.used {
        return Err(Refusal::field(
            "at",
            "Chọn giờ của máy hoặc giờ của máy chủ.",
            "Choose the device's moment or the server's.",
        ));
    }
    if let Some(step) = step_before(dossier, &act.of).filter(|step| act.at < *step) {
        let step = step.clock_and_day();
        return Err(Refusal::field(
            "at",
            &format!("Giờ này ở trước bước liền trước ({step}). Chọn giờ máy chủ."),
            &format!("This moment lies before the step before it ({step}). Choose the server's."),
        ));
    }
    let due = dues(ctx, &moved(dossier, &act.of, act.at))?;
    Ok(What::TimeConfirmed(TimeConfirmed { confirm: act.clone(), due }))
}

/// The due moments, the first and the one after the pauses, if `at` were confirmed: shown before it is.
pub fn dues_at(
    ctx: &Ctx,
    dossier: &Dossier,
    of: &Dispute,
    at: Moment,
) -> Result<Option<(Moment, Moment)>, Refusal> {
    dues(ctx, &moved(dossier, of, at))
}

/// When the dossier came to where the disputed act took it from. The first step of the fast lane is a reception; before it
/// is nothing, or that it was handed in ahead.
fn step_before(dossier: &Dossier, of: &Dispute) -> Option<Moment> {
    let first = if of.kind == Kind::FastLane { Kind::Receive } else { of.kind };
    let is_it = |trace: &Trace| trace.by == of.by && trace.at == of.used && trace.kind == first;
    let place = dossier.history.iter().position(is_it)?;
    let steps = dossier.history[..place].iter().filter(|trace| trace.kind.spec().to.is_some());
    steps.map(|trace| trace.at).max()
}

fn dues(ctx: &Ctx, dossier: &Dossier) -> Result<Option<(Moment, Moment)>, Refusal> {
    let Some(received) = dossier.received_at else { return Ok(None) };
    let no_calendar = |missing: crate::calendar::NoCalendar| Refusal::NoCalendar { year: missing.year };
    let (calendar, policy) = (&ctx.ward.calendar, ctx.ward.supplement_clock);
    let pauses: Vec<_> = dossier.pauses.iter().map(Stretch::as_pause).collect();
    // The first due moment stands by the usual limit, also where the longer one was taken since.
    let usual = ctx.ward.catalogue.get(&dossier.procedure).map_or(dossier.term, |procedure| procedure.term);
    let first = calendar.due(received, usual).map_err(no_calendar)?;
    let due = calendar.due_after_pauses(received, dossier.term, &pauses, policy).map_err(no_calendar)?;
    Ok(Some((first.at, due.at)))
}

/// The dossier with everything that the disputed act had dated at the other moment.
fn moved(dossier: &Dossier, of: &Dispute, at: Moment) -> Dossier {
    let mut moved = dossier.clone();
    let shift = |moment: &mut Moment| {
        if *moment == of.used {
            *moment = at;
        }
    };
    let shift_if_any = |moment: &mut Option<Moment>| moment.iter_mut().for_each(shift);
    let whole = of.kind == Kind::FastLane;
    for trace in moved.history.iter_mut().filter(|trace| trace.by == of.by && trace.at == of.used) {
        if whole || trace.kind == of.kind {
            trace.recorded = trace.recorded.or(Some(trace.at));
            trace.at = at;
            if !whole {
                break;
            }
        }
    }
    if matches!(of.kind, Kind::Receive | Kind::FastLane | Kind::Redo) {
        shift(&mut moved.created_at);
        shift_if_any(&mut moved.received_at);
    }
    if matches!(of.kind, Kind::AskMore | Kind::AskPayment | Kind::Post) {
        moved.pauses.iter_mut().for_each(|pause| shift(&mut pause.from));
        moved.asked.iter_mut().for_each(|asked| shift(&mut asked.at));
        moved.postings.iter_mut().for_each(|posting| shift(&mut posting.at));
    }
    if matches!(of.kind, Kind::Supplement | Kind::Paid | Kind::EndPosting) {
        moved.pauses.iter_mut().for_each(|pause| shift_if_any(&mut pause.to));
        moved.papers.iter_mut().for_each(|paper| shift_if_any(&mut paper.supplemented));
        let ends = moved.postings.iter_mut().filter_map(|posting| posting.end.as_mut());
        ends.for_each(|end| shift(&mut end.at));
    }
    for pause in &mut moved.pauses {
        pause.to = pause.to.map(|to| to.max(pause.from));
    }
    if matches!(of.kind, Kind::Stamp | Kind::ResultArrived | Kind::FastLane) {
        shift_if_any(&mut moved.finished_at);
    }
    if matches!(of.kind, Kind::HandOver | Kind::FastLane | Kind::Withdraw | Kind::Stop | Kind::Refuse) {
        moved.handed_over.iter_mut().for_each(|given| shift(&mut given.at));
        shift_if_any(&mut moved.closed_at);
    }
    moved
}

impl TimeConfirmed {
    pub(super) fn apply(&self, dossier: &mut Dossier, _fact: &Fact) -> (Kind, String) {
        let ConfirmTime { of, at } = &self.confirm;
        let before = dossier.due;
        *dossier = moved(dossier, of, *at);
        if let Some(place) = dossier.disputes.iter().position(|dispute| dispute == of) {
            dossier.disputes.remove(place);
        }
        dossier.time_disputed = !dossier.disputes.is_empty();
        if let Some((first, due)) = self.due {
            dossier.due_first = Some(first);
            dossier.due = Some(due);
            let apology = dossier.apology.as_ref().map(|apology| apology.promised);
            dossier.promised = Some(apology.map_or(due, |promised| promised.max(due)));
        }
        let other = if *at == of.used { of.claimed } else { of.used };
        let label = of.kind.label().vi;
        let mut note = format!("{label} {}, không phải {}", at.clock_and_day(), other.clock_and_day());
        if let (Some(before), Some(after)) = (before, dossier.due)
            && before != after
        {
            note += &format!("; hạn {}, không phải {}", after.clock_and_day(), before.clock_and_day());
        }
        (Kind::ConfirmTime, note)
    }
}
