//! Làm và trả ngay: a same-day case from reception to return in one act of one person.
//!
//! Not here: the single steps (their own files).
//! Invariant: every step of the law is written down, with the same operator; the signer is a leader and not
//! the operator. It begins with a draft, or with what was handed in ahead and waits where its author says so: acts of before
//! that word was there are judged as on their day.

use serde::{Deserialize, Serialize};

use super::assign::Assign;
use super::hand_over::HandOver;
use super::receive::{Receive, Received};
use super::record::{Decision, Delivery, Fee, Given, Payment, Trace};
use super::sign::Signed;
use super::stamp::Stamp;
use super::submit::Submit;
use super::{Act, Dossier, Fact, Kind, What};
use crate::ctx::Ctx;
use crate::id::{DossierId, OfficerId};
use crate::limits;
use crate::officer::Role;
use crate::procedure::Linked;
use crate::refusal::Refusal;
use crate::text;

/// A case that is done while the citizen waits: a certified copy, an extract.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FastLane {
    pub receive: Receive,
    /// What was given, in one line.
    pub summary: String,
    /// The leader who signed the paper.
    pub signer: OfficerId,
    /// Number in the register.
    pub stamp: String,
    pub receiver: String,
    /// Who was looked at. Acts of before say nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Given>,
    /// The dossier was handed in ahead, by a volunteer, by post or online, and is received with this. Acts of before do not
    /// say it, and begin a dossier.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waited: bool,
}

/// What the record says in the place of a slip: none was printed, so none was taken back.
const NO_SLIP: &str = "Làm và trả ngay: không cấp giấy hẹn";

/// Who signed, by the trace of a signature: the lane writes a leader's down by the hand of whoever received in the same
/// moment; everybody else signs for themselves. Of any other trace it is whoever did it.
pub fn signer(dossier: &Dossier, trace: &Trace) -> OfficerId {
    let in_lane = Some(trace.at) == dossier.received_at && Some(trace.by) == dossier.received_by;
    dossier.signer.filter(|_| in_lane && trace.kind == Kind::Sign).unwrap_or(trace.by)
}

/// Whether the dossier is one that the lane may begin with.
fn fits(dossier: Option<&Dossier>, act: &FastLane) -> Result<(), Refusal> {
    match (dossier, act.waited) {
        (None, false) | (Some(_), true) => Ok(()),
        (Some(_), false) => {
            cov_mark::hit!(fast_lane_of_before);
            Err(Refusal::Exists)
        }
        (None, true) => Err(Refusal::Gone),
    }
}

/// Where the table lets the lane not begin: of what waited it is said where it stands now.
pub(super) fn elsewhere(refusal: Refusal, dossier: Option<&Dossier>, act: &Act) -> Refusal {
    match (refusal, dossier, act) {
        (Refusal::Exists, Some(dossier), Act::FastLane(FastLane { waited: true, .. })) => {
            Refusal::WrongStatus { status: dossier.status, kind: Kind::FastLane }
        }
        (refusal, _, _) => refusal,
    }
}

pub(super) fn decide(
    ctx: &Ctx,
    id: DossierId,
    dossier: Option<&Dossier>,
    act: &FastLane,
) -> Result<Vec<Fact>, Refusal> {
    fits(dossier, act)?;
    let procedure = act.receive.form.procedure(ctx)?;
    if !procedure.is_same_day() {
        return Err(Refusal::NotSameDay);
    }
    if procedure.linked == Linked::Forwarded {
        return Err(Refusal::ForwardOnly);
    }
    let signer = ctx.ward.officer(act.signer).filter(|officer| officer.is(Role::Leader));
    let signer = signer.ok_or(Refusal::NotALeader)?;
    if act.signer == ctx.by.id {
        return Err(Refusal::SignerIsDrafter);
    }
    ctx.ward.mandate(signer, &procedure.reference(), ctx.happened.day())?;
    let mut faults = super::form::Faults::default();
    faults.text("summary", ("kết quả", "result"), &act.summary, limits::REASON_CHARS_MAX);
    faults.text("stamp", ("số văn bản", "number of the result"), &act.stamp, limits::STAMP_CHARS_MAX);
    faults.text("receiver", ("người nhận", "receiver"), &act.receiver, limits::NAME_CHARS_MAX);
    // Who is not there is told of each step, and fetches or is sent the result.
    if act.waited && act.given.as_ref().is_none_or(|given| given.way != Delivery::Counter) {
        faults.add(
            "way",
            "Hồ sơ nộp trước chỉ làm và trả ngay khi người nhận có mặt tại quầy.",
            "What was handed in ahead is done and returned at once only to somebody at the counter.",
        );
    }
    if let Some(given) = &act.given {
        super::hand_over::check(&mut faults, given, &act.receiver, &act.receive.form.applicant);
    }
    faults.done()?;
    let received = super::receive::decide(ctx, id, dossier, &act.receive)?;
    if let What::Received(Received { fee: Fee { payment: Payment::Owed, .. }, .. }) = &received {
        cov_mark::hit!(fast_lane_fee_owed);
        return Err(Refusal::FeeUnsettled);
    }
    let taking_over = super::sign::on_duty_instead(ctx, act.signer, &procedure.reference()).is_some();
    let steps = [
        received,
        What::Assigned(Assign { to: ctx.by.id, reason: String::new() }),
        What::Submitted(Submit { decision: Decision::Grant, summary: text::clean(&act.summary) }),
        What::Signed(Signed { signer: act.signer, taking_over }),
        What::Stamped(Stamp { number: text::clean(&act.stamp), on: ctx.happened.day() }),
        What::HandedOver(HandOver {
            receiver: text::clean(&act.receiver),
            slip_collected: false,
            statement: NO_SLIP.to_owned(),
            payment: None,
            receipt: String::new(),
            settles: false,
            given: act.given.as_ref().map(super::hand_over::cleaned),
        }),
    ];
    Ok(steps
        .into_iter()
        .map(|what| Fact { at: ctx.happened, recorded: ctx.now, by: ctx.by.id, what })
        .collect())
}
