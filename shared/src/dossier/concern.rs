//! Việc mới của một cán bộ: what others did, or a day that passed, by which a dossier is this officer's to look at.
//!
//! Not here: outcomes of one's own acts (`sync::notice`), what citizens are told (`news`), what was read (the app).
//! Invariant: read off the record alone, so that each device of an officer says the same without being told; whoever has
//! acted on the dossier since has seen it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::record::{Dossier, Trace};
use super::status::Status;
use super::{ask_more, assign, posting, proof};
use crate::calendar::Calendar;
use crate::id::{DossierId, OfficerId};
use crate::lang::{Word, word};
use crate::limits::CONCERN_DAYS_MAX;
use crate::moment::Moment;
use crate::officer::{Officer, Role};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Why {
    #[serde(rename = "duoc_giao")]
    Assigned,
    #[serde(rename = "bi_tra_lai")]
    SentBack,
    #[serde(rename = "da_bo_sung")]
    Supplemented,
    #[serde(rename = "moi_nop")]
    Arrived,
    #[serde(rename = "co_anh")]
    Photographed,
    #[serde(rename = "qua_hen_bo_sung")]
    NotBrought,
    #[serde(rename = "dong_y_ban_thao")]
    ProofAgreed,
    #[serde(rename = "ban_thao_chua_dung")]
    ProofWrong,
    #[serde(rename = "het_han_ban_thao")]
    ProofSilent,
    #[serde(rename = "qua_ngay_niem_yet")]
    PostingOver,
}

impl Why {
    pub const ALL: [Why; 10] = [
        Why::Assigned,
        Why::SentBack,
        Why::Supplemented,
        Why::Arrived,
        Why::Photographed,
        Why::NotBrought,
        Why::ProofAgreed,
        Why::ProofWrong,
        Why::ProofSilent,
        Why::PostingOver,
    ];

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Why::Assigned => "duoc_giao",
            Why::SentBack => "bi_tra_lai",
            Why::Supplemented => "da_bo_sung",
            Why::Arrived => "moi_nop",
            Why::Photographed => "co_anh",
            Why::NotBrought => "qua_hen_bo_sung",
            Why::ProofAgreed => "dong_y_ban_thao",
            Why::ProofWrong => "ban_thao_chua_dung",
            Why::ProofSilent => "het_han_ban_thao",
            Why::PostingOver => "qua_ngay_niem_yet",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Why::Assigned => word("Giao cho bạn", "Assigned to you"),
            Why::SentBack => word("Trả lại để bạn sửa", "Sent back to you"),
            Why::Supplemented => word("Giấy tờ bổ sung đã tới", "The missing papers came"),
            Why::Arrived => word("Hồ sơ mới nộp, chờ tiếp nhận", "A new application waits"),
            Why::Photographed => word("Người nộp gửi ảnh giấy tờ", "The applicant sent photographs"),
            Why::NotBrought => word("Quá hẹn bổ sung", "Papers not brought in time"),
            Why::ProofAgreed => word("Người nộp đồng ý bản thảo", "The applicant agrees to the draft"),
            Why::ProofWrong => {
                word("Người nộp báo bản thảo chưa đúng", "The applicant says the draft is wrong")
            }
            Why::ProofSilent => {
                word("Hết hạn xem bản thảo, trình ký được", "No answer to the draft, submit it")
            }
            Why::PostingOver => {
                word("Niêm yết đã hết ngày, ghi kết thúc", "The posting is over, record its end")
            }
        }
    }
}

/// One thing that its officer has read: which, not what it said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Mark {
    pub id: DossierId,
    pub at: Moment,
    pub why: Why,
}

impl Mark {
    pub fn of(id: DossierId, concern: &Concern) -> Mark {
        Mark { id, at: concern.at, why: concern.why }
    }
}

/// From when on things that were read are remembered: what is older concerns nobody any more.
pub fn remembered_from(now: Moment) -> Moment {
    now.plus_minutes(-CONCERN_DAYS_MAX * 24 * 60)
}

/// `POST /api/mine`: what the officer has read, on this device as far as it knows. The answer is of the same shape: what
/// they have read on every device of theirs. Said again it changes nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Read {
    /// At most `limits::MARKS_MAX`.
    pub marks: BTreeSet<Mark>,
}

/// What concerns an officer, and since when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Concern {
    pub why: Why,
    pub at: Moment,
    /// Nobody where only a day has passed.
    pub by: Option<OfficerId>,
    /// The reason that somebody gave.
    pub said: String,
}

/// The latest thing about this dossier that the officer may not know yet; nothing after a week.
pub fn concern(calendar: &Calendar, dossier: &Dossier, me: &Officer, now: Moment) -> Option<Concern> {
    Pending::of(calendar, dossier, me).at(now).cloned()
}

/// What may concern an officer of a dossier as it stands, each with the moment from which it does: made once when the
/// dossier changes, asked again whenever time has passed. Good for one officer's id and roles and one calendar.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pending(Vec<(Moment, Concern)>);

impl Pending {
    /// A dossier that is over concerns nobody.
    pub fn of(calendar: &Calendar, dossier: &Dossier, me: &Officer) -> Pending {
        if !dossier.is_open() {
            return Pending::default();
        }
        let is_mine = |trace: &Trace| trace.by == me.id;
        let mut since = dossier.history.iter().rev().take_while(|trace| !is_mine(trace));
        let done = since.find_map(|trace| of(trace, dossier, me)).map(|done| (Moment::default(), done));
        // Papers may come after their day.
        let passes = [not_brought(calendar, dossier, me), silent(dossier, me), hung_out(dossier, me)];
        Pending(passes.into_iter().flatten().chain(done).collect())
    }

    /// Nothing does, nor will as time passes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The latest of what holds at that moment; nothing after a week.
    pub fn at(&self, now: Moment) -> Option<&Concern> {
        let holds = self.0.iter().filter(|(from, _)| *from <= now).map(|(_, concern)| concern);
        holds.max_by_key(|concern| concern.at).filter(|found| remembered_from(now) <= found.at)
    }
}

/// Once the day is over on which the papers were awaited by whoever works on the dossier.
fn not_brought(calendar: &Calendar, dossier: &Dossier, me: &Officer) -> Option<(Moment, Concern)> {
    let over = ask_more::last_day(calendar, dossier)?;
    let is_theirs = match dossier.handler {
        Some(handler) => handler == me.id,
        None => me.is(Role::Receptionist),
    };
    let at = Moment::at(over.next(), 0, 0);
    let acted = dossier.history.iter().any(|trace| trace.by == me.id && at <= trace.at);
    let concern = Concern { why: Why::NotBrought, at, by: None, said: String::new() };
    (is_theirs && !acted).then_some((at, concern))
}

/// Once the time is over in which the draft could be called wrong: whoever works on the dossier goes on.
fn silent(dossier: &Dossier, me: &Officer) -> Option<(Moment, Concern)> {
    let (_, proof) = proof::latest(dossier).filter(|_| dossier.handler == Some(me.id))?;
    let acted = dossier.history.iter().any(|trace| trace.by == me.id && proof.until < trace.at);
    let concern = Concern { why: Why::ProofSilent, at: proof.until, by: None, said: String::new() };
    let from = proof.silent_from().filter(|_| !acted)?;
    Some((from, concern))
}

/// Once the last day of a posting is over whose end nobody wrote down: whoever works on the dossier does.
fn hung_out(dossier: &Dossier, me: &Officer) -> Option<(Moment, Concern)> {
    let posting = posting::running(dossier).filter(|_| dossier.handler == Some(me.id))?;
    let at = Moment::at(posting.until.next(), 0, 0);
    let acted = dossier.history.iter().any(|trace| trace.by == me.id && at <= trace.at);
    let concern = Concern { why: Why::PostingOver, at, by: None, said: String::new() };
    (!acted).then_some((at, concern))
}

/// What a line of the history is to this officer, while the dossier still stands where the line has put it.
fn of(trace: &Trace, dossier: &Dossier, me: &Officer) -> Option<Concern> {
    let status = dossier.status;
    let is_handler = dossier.handler == Some(me.id);
    let (why, said) = match trace.kind {
        Kind::Lodge if status == Status::Waiting && me.is(Role::Receptionist) => (Why::Arrived, ""),
        Kind::Assign if status == Status::InWork && is_handler => {
            let (to, reason) = assign::told(&trace.note)?;
            (to == me.id).then_some((Why::Assigned, reason))?
        }
        Kind::SendBack if status == Status::InWork && (is_handler || dossier.drafter == Some(me.id)) => {
            (Why::SentBack, trace.note.as_str())
        }
        Kind::Supplement if status == Status::InWork && is_handler => (Why::Supplemented, ""),
        Kind::Supply
            if (status == Status::AwaitSupplement && is_handler)
                || (status == Status::SupplementBefore && me.is(Role::Receptionist)) =>
        {
            (Why::Photographed, "")
        }
        Kind::AnswerProof | Kind::HearProof if is_handler => {
            let answer = proof::latest(dossier).and_then(|(_, proof)| proof.answer.as_ref())?;
            let why = if answer.wrong.is_empty() { Why::ProofAgreed } else { Why::ProofWrong };
            (why, answer.wrong.as_str())
        }
        Kind::Lodge
        | Kind::Receive
        | Kind::FastLane
        | Kind::AskBefore
        | Kind::Refuse
        | Kind::Assign
        | Kind::AskMore
        | Kind::Supplement
        | Kind::Consult
        | Kind::Reply
        | Kind::AskPayment
        | Kind::Paid
        | Kind::Submit
        | Kind::SendBack
        | Kind::Sign
        | Kind::Unsign
        | Kind::Stamp
        | Kind::HandOver
        | Kind::Withdraw
        | Kind::Stop
        | Kind::Forward
        | Kind::ResultArrived
        | Kind::Apologise
        | Kind::Amend
        | Kind::Note
        | Kind::Settle
        | Kind::ConfirmTime
        | Kind::NotDuplicate
        | Kind::Reserve
        | Kind::VoidSlip
        | Kind::Attach
        | Kind::Detach
        | Kind::Recount
        | Kind::Post
        | Kind::Object
        | Kind::EndPosting
        | Kind::SendProof
        | Kind::AnswerProof
        | Kind::CorrectFee
        | Kind::HearProof
        | Kind::Cause
        | Kind::Redo
        | Kind::EnterCivil
        | Kind::Reuse
        | Kind::SignScans
        | Kind::Supply => return None,
    };
    Some(Concern { why, at: trace.at, by: Some(trace.by), said: said.to_owned() })
}
