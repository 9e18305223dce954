//! Việc: what an officer does to a dossier, and what of it is asked whatever it is.
//!
//! Not here: each act's own fields and rule (its file), who may do it from where (`kind`), deciding and applying (the room).
//! Invariant: the names are stored for good; a new act comes last.

use serde::{Deserialize, Serialize};

use super::{Dossier, Kind};
use super::{
    amend, apologise, ask_more, assign, attach, blank, cause, civil, confirm_time, consult, correct_fee,
    fast_lane, forward, hand_over, intake, payment, posting, proof, receive, record, recount, redo, reuse,
    settle, sign, sign_scans, stamp, stop, submit, supply, twin,
};
use crate::moment::{Day, Moment};

/// What an officer does to a dossier.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Act {
    #[serde(rename = "nop")]
    Lodge(intake::Lodge),
    #[serde(rename = "tiep_nhan")]
    Receive(receive::Receive),
    #[serde(rename = "lam_nhanh")]
    FastLane(fast_lane::FastLane),
    #[serde(rename = "huong_dan_bo_sung")]
    AskBefore(intake::AskBefore),
    #[serde(rename = "tu_choi")]
    Refuse(intake::Refuse),
    #[serde(rename = "phan_cong")]
    Assign(assign::Assign),
    #[serde(rename = "yeu_cau_bo_sung")]
    AskMore(ask_more::AskMore),
    #[serde(rename = "nhan_bo_sung")]
    Supplement(ask_more::Supplement),
    #[serde(rename = "chuyen_phoi_hop")]
    Consult(consult::Consult),
    #[serde(rename = "nhan_phoi_hop")]
    Reply(consult::Reply),
    #[serde(rename = "yeu_cau_nop_tien")]
    AskPayment(payment::AskPayment),
    #[serde(rename = "da_nop_tien")]
    Paid(payment::Paid),
    #[serde(rename = "trinh_ky")]
    Submit(submit::Submit),
    #[serde(rename = "tra_lai_sua")]
    SendBack(sign::SendBack),
    #[serde(rename = "ky")]
    Sign(sign::Sign),
    #[serde(rename = "huy_ky")]
    Unsign(sign::Unsign),
    #[serde(rename = "dong_dau")]
    Stamp(stamp::Stamp),
    #[serde(rename = "tra_ket_qua")]
    HandOver(hand_over::HandOver),
    #[serde(rename = "rut")]
    Withdraw(stop::Withdraw),
    #[serde(rename = "dung")]
    Stop(stop::Stop),
    #[serde(rename = "chuyen_co_quan")]
    Forward(forward::Forward),
    #[serde(rename = "nhan_ket_qua")]
    ResultArrived(forward::ResultArrived),
    #[serde(rename = "xin_loi")]
    Apologise(apologise::Apologise),
    #[serde(rename = "sua_thong_tin")]
    Amend(amend::Amend),
    #[serde(rename = "ghi_chu")]
    Note(amend::Note),
    #[serde(rename = "chon_ban_sua")]
    Settle(settle::Settle),
    #[serde(rename = "xac_nhan_gio")]
    ConfirmTime(confirm_time::ConfirmTime),
    #[serde(rename = "khong_trung")]
    NotDuplicate(twin::NotDuplicate),
    #[serde(rename = "in_phieu_giay")]
    Reserve(blank::Reserve),
    #[serde(rename = "huy_phieu_giay")]
    VoidSlip(blank::VoidSlip),
    #[serde(rename = "dinh_kem")]
    Attach(attach::Attach),
    #[serde(rename = "go_dinh_kem")]
    Detach(attach::Detach),
    #[serde(rename = "tinh_lai_han")]
    Recount(recount::Recount),
    #[serde(rename = "nguyen_nhan_tre")]
    Cause(cause::Cause),
    #[serde(rename = "dinh_chinh")]
    Redo(redo::Redo),
    #[serde(rename = "ghi_so_ho_tich")]
    EnterCivil(civil::EnterCivil),
    #[serde(rename = "dung_lai")]
    Reuse(reuse::Reuse),
    #[serde(rename = "da_ky_so")]
    SignScans(sign_scans::SignScans),
    #[serde(rename = "gui_bo_sung")]
    Supply(supply::Supply),
    #[serde(rename = "niem_yet")]
    Post(posting::Post),
    #[serde(rename = "y_kien_niem_yet")]
    Object(posting::Object),
    #[serde(rename = "het_niem_yet")]
    EndPosting(posting::EndPosting),
    #[serde(rename = "gui_ban_thao")]
    SendProof(proof::SendProof),
    #[serde(rename = "tra_loi_ban_thao")]
    AnswerProof(proof::AnswerProof),
    #[serde(rename = "sua_khoan_thu")]
    CorrectFee(correct_fee::CorrectFee),
    #[serde(rename = "nghe_ban_thao")]
    HearProof(proof::AnswerProof),
}

impl Act {
    pub fn kind(&self) -> Kind {
        match self {
            Act::Lodge(_) => Kind::Lodge,
            Act::Receive(_) => Kind::Receive,
            Act::FastLane(_) => Kind::FastLane,
            Act::AskBefore(_) => Kind::AskBefore,
            Act::Refuse(_) => Kind::Refuse,
            Act::Assign(_) => Kind::Assign,
            Act::AskMore(_) => Kind::AskMore,
            Act::Supplement(_) => Kind::Supplement,
            Act::Consult(_) => Kind::Consult,
            Act::Reply(_) => Kind::Reply,
            Act::AskPayment(_) => Kind::AskPayment,
            Act::Paid(_) => Kind::Paid,
            Act::Submit(_) => Kind::Submit,
            Act::SendBack(_) => Kind::SendBack,
            Act::Sign(_) => Kind::Sign,
            Act::Unsign(_) => Kind::Unsign,
            Act::Stamp(_) => Kind::Stamp,
            Act::HandOver(_) => Kind::HandOver,
            Act::Withdraw(_) => Kind::Withdraw,
            Act::Stop(_) => Kind::Stop,
            Act::Forward(_) => Kind::Forward,
            Act::ResultArrived(_) => Kind::ResultArrived,
            Act::Apologise(_) => Kind::Apologise,
            Act::Amend(_) => Kind::Amend,
            Act::Note(_) => Kind::Note,
            Act::Settle(_) => Kind::Settle,
            Act::ConfirmTime(_) => Kind::ConfirmTime,
            Act::NotDuplicate(_) => Kind::NotDuplicate,
            Act::Reserve(_) => Kind::Reserve,
            Act::VoidSlip(_) => Kind::VoidSlip,
            Act::Attach(_) => Kind::Attach,
            Act::Detach(_) => Kind::Detach,
            Act::Recount(_) => Kind::Recount,
            Act::Cause(_) => Kind::Cause,
            Act::Redo(_) => Kind::Redo,
            Act::EnterCivil(_) => Kind::EnterCivil,
            Act::Reuse(_) => Kind::Reuse,
            Act::SignScans(_) => Kind::SignScans,
            Act::Supply(_) => Kind::Supply,
            Act::Post(_) => Kind::Post,
            Act::Object(_) => Kind::Object,
            Act::EndPosting(_) => Kind::EndPosting,
            Act::SendProof(_) => Kind::SendProof,
            Act::AnswerProof(_) => Kind::AnswerProof,
            Act::CorrectFee(_) => Kind::CorrectFee,
            Act::HearProof(_) => Kind::HearProof,
        }
    }

    /// The number that the act prints on paper, if it gives one. A paper slip has one already when it is received.
    pub fn number(&self) -> Option<u16> {
        if let Act::Reserve(act) = self {
            return Some(act.number);
        }
        if let Act::Redo(act) = self {
            return Some(act.number);
        }
        self.reception().filter(|receive| receive.by_hand.is_none()).map(|receive| receive.number)
    }

    /// The day inside that number: the one on which it is given, or for which it is set aside.
    pub fn code_day(&self, today: Day) -> Day {
        if let Act::Reserve(act) = self { act.day } else { today }
    }

    /// When it happened, where that was written by hand and is typed later.
    pub fn by_hand(&self) -> Option<Moment> {
        self.reception().and_then(|receive| receive.by_hand)
    }

    pub fn is_reception(&self) -> bool {
        self.reception().is_some()
    }

    /// The applicant whom a reception names.
    pub fn applicant(&self) -> Option<&record::Applicant> {
        let form = if let Act::Lodge(lodge) = self {
            Some(&lodge.form)
        } else {
            self.reception().map(|receive| &receive.form)
        };
        form.map(|form| &form.applicant)
    }

    /// The reception in it, alone or with all that follows in the fast lane.
    fn reception(&self) -> Option<&receive::Receive> {
        match self {
            Act::Receive(act) => Some(act),
            Act::FastLane(act) => Some(&act.receive),
            Act::Lodge(_)
            | Act::AskBefore(_)
            | Act::Refuse(_)
            | Act::Assign(_)
            | Act::AskMore(_)
            | Act::Supplement(_)
            | Act::Consult(_)
            | Act::Reply(_)
            | Act::AskPayment(_)
            | Act::Paid(_)
            | Act::Submit(_)
            | Act::SendBack(_)
            | Act::Sign(_)
            | Act::Unsign(_)
            | Act::Stamp(_)
            | Act::HandOver(_)
            | Act::Withdraw(_)
            | Act::Stop(_)
            | Act::Forward(_)
            | Act::ResultArrived(_)
            | Act::Apologise(_)
            | Act::Amend(_)
            | Act::Note(_)
            | Act::Settle(_)
            | Act::ConfirmTime(_)
            | Act::NotDuplicate(_)
            | Act::Reserve(_)
            | Act::VoidSlip(_)
            | Act::Attach(_)
            | Act::Detach(_)
            | Act::Recount(_)
            | Act::Cause(_)
            | Act::Redo(_)
            | Act::EnterCivil(_)
            | Act::Reuse(_)
            | Act::SignScans(_)
            | Act::Supply(_)
            | Act::Post(_)
            | Act::Object(_)
            | Act::EndPosting(_)
            | Act::SendProof(_)
            | Act::AnswerProof(_)
            | Act::CorrectFee(_)
            | Act::HearProof(_) => None,
        }
    }

    /// The same act, meant for the dossier as it stands now: what the author compares with is what there is.
    #[must_use]
    pub fn anew(&self, dossier: Option<&Dossier>) -> Act {
        let mut act = self.clone();
        if let (Act::Amend(amend), Some(dossier)) = (&mut act, dossier) {
            amend.seen_version = dossier.version_of(amend.details.group());
        }
        if let (Act::Settle(settle), Some(dossier)) = (&mut act, dossier) {
            settle.seen_version = dossier.version_of(settle.group);
        }
        if let (Act::EnterCivil(enter), Some(dossier)) = (&mut act, dossier) {
            enter.seen = dossier.civil.as_ref().map_or(0, |civil| civil.version);
        }
        if let (Act::CorrectFee(correct), Some(dossier)) = (&mut act, dossier) {
            correct.saw = dossier.fee.standing();
        }
        act
    }

    /// Puts another number in place: the server's answer to a number that was given twice.
    pub fn renumber(&mut self, number: u16) {
        if let Act::Receive(receive) | Act::FastLane(fast_lane::FastLane { receive, .. }) = self {
            receive.number = number;
        }
        if let Act::Reserve(blank::Reserve { number: own, .. }) | Act::Redo(redo::Redo { number: own, .. }) =
            self
        {
            *own = number;
        }
    }
}
