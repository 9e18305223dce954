//! Sửa khoản thu: what was written of a fee is put right, or given back to whoever paid it.
//!
//! Not here: on which day it counts (`report::takings`), the fee as it was taken (`receive`, `hand_over`).
//! Invariant: each correction says why and which state its author saw; what stood before stays on the dossier and in the
//! history. Nobody gets back more than was taken.

use serde::{Deserialize, Serialize};

use super::form::Faults;
use super::kind::Kind;
use super::receive::{FeeTaken, settle_fee};
use super::record::{Dossier, Fee, Payment, Revision, Standing};
use super::status::Status;
use super::{Fact, What};
use crate::ctx::Ctx;
use crate::lang::{Lang, Sentence, money};
use crate::limits::{NAME_CHARS_MAX, REASON_CHARS_MAX, RECEIPT_CHARS_MAX};
use crate::procedure::fee::FeeItem;
use crate::refusal::Refusal;
use crate::text;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CorrectFee {
    pub change: Change,
    /// The fee as it stood when its author looked.
    pub saw: Standing,
    /// Always needed: the accountant reads it in the cash book.
    pub reason: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Change {
    /// The number in the receipt book; empty where it is not known.
    #[serde(rename = "so_bien_lai")]
    Receipt(String),
    /// Counted again as at reception.
    #[serde(rename = "muc_thu")]
    Amount(FeeTaken),
    #[serde(rename = "hoan_lai")]
    Repay { vnd: i64, to: String },
}

/// The fee as it stands afterwards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FeeCorrected {
    items: Vec<FeeItem>,
    is: Standing,
    to: String,
    reason: String,
}

/// Only what was received has a fee, and only where the procedure knows one.
pub(super) fn may(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    let has_fees = ctx.ward.catalogue.get(&dossier.procedure).is_some_and(|p| !p.fees.is_empty());
    if dossier.received_at.is_some() && (has_fees || dossier.fee.payment != Payment::Free) {
        return Ok(());
    }
    Err(Refusal::field("main", "Hồ sơ này không có khoản thu.", "This dossier has no fee."))
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &CorrectFee) -> Result<What, Refusal> {
    let was = dossier.fee.standing();
    if act.saw != was {
        cov_mark::hit!(fee_changed_meanwhile);
        return Err(Refusal::Settled);
    }
    let mut faults = Faults::default();
    let mut items = dossier.fee.items.clone();
    let mut is = was.clone();
    let mut payee = String::new();
    match &act.change {
        Change::Receipt(receipt) => {
            faults.length("receipt", ("số biên lai", "receipt number"), receipt, RECEIPT_CHARS_MAX);
            if was.payment != Payment::Taken {
                faults.add(
                    "receipt",
                    "Khoản này chưa thu nên chưa có biên lai.",
                    "This fee is not taken, so there is no receipt.",
                );
            }
            is.receipt = text::clean(receipt);
        }
        Change::Amount(taken) => {
            let fee = counted(ctx, dossier, taken, &mut faults);
            is = Standing { repaid_vnd: was.repaid_vnd, ..fee.standing() };
            items = fee.items;
        }
        Change::Repay { vnd, to } => {
            check_repaid(&was, *vnd, &mut faults);
            faults.text("repaid_to", ("người nhận lại tiền", "who gets it back"), to, NAME_CHARS_MAX);
            is.repaid_vnd = was.repaid_vnd.saturating_add(*vnd);
            payee = text::clean(to);
        }
    }
    faults.text("reason", ("lý do", "reason"), &act.reason, REASON_CHARS_MAX);
    faults.done()?;
    if is == was && items == dossier.fee.items {
        return Err(Refusal::field("main", "Chưa sửa gì.", "Nothing was changed."));
    }
    Ok(What::FeeCorrected(FeeCorrected { items, is, to: payee, reason: text::clean(&act.reason) }))
}

/// The fee counted again; a number belongs to what was taken, a reason to what was not.
fn counted(ctx: &Ctx, dossier: &Dossier, taken: &FeeTaken, faults: &mut Faults) -> Fee {
    let Some(procedure) = ctx.ward.catalogue.get(&dossier.procedure) else {
        faults.add(
            "fee",
            "Không có bảng lệ phí của thủ tục này.",
            "There is no fee table of this procedure.",
        );
        return Fee::default();
    };
    let mut fee = settle_fee(procedure, taken, faults);
    if fee.payment != Payment::Taken {
        fee.receipt.clear();
    }
    if fee.payment != Payment::Exempt {
        fee.exempt_reason.clear();
    }
    if fee.payment == Payment::Owed && dossier.status == Status::Returned {
        faults.add(
            "payment",
            "Kết quả đã trả: khoản này đã thu, hoặc được miễn.",
            "The result is returned: the fee is taken, or exempt.",
        );
    }
    let repaid = dossier.fee.repaid_vnd;
    let kept = if fee.payment == Payment::Taken { fee.total_vnd() } else { 0 };
    if kept < repaid {
        let said = |lang| money(lang, repaid);
        faults.add(
            "fee",
            format!("Đã hoàn lại {}, không sửa xuống dưới số ấy.", said(Lang::Vi)),
            format!("{} was given back; the fee cannot be less.", said(Lang::En)),
        );
    }
    fee
}

fn check_repaid(was: &Standing, vnd: i64, faults: &mut Faults) {
    let held = was.held_vnd();
    if held == 0 {
        faults.add(
            "repaid",
            "Quầy không giữ tiền của hồ sơ này.",
            "The counter holds no money of this dossier.",
        );
    } else if !(1..=held).contains(&vnd) {
        let said = |lang| money(lang, held);
        faults.add(
            "repaid",
            format!("Số tiền hoàn lại từ 1 đến {}, là số đã thu.", said(Lang::Vi)),
            format!("Give back between 1 and {}, which was taken.", said(Lang::En)),
        );
    }
}

impl FeeCorrected {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        let fee = &mut dossier.fee;
        let was = fee.standing();
        fee.items.clone_from(&self.items);
        fee.payment = self.is.payment;
        fee.receipt.clone_from(&self.is.receipt);
        fee.exempt_reason.clone_from(&self.is.exempt_reason);
        fee.repaid_vnd = self.is.repaid_vnd;
        let revision = Revision {
            at: fact.at,
            recorded: fact.recorded,
            by: fact.by,
            was,
            is: self.is.clone(),
            to: self.to.clone(),
            reason: self.reason.clone(),
        };
        let note = revision.text();
        fee.revisions.push(revision);
        (Kind::CorrectFee, note)
    }
}

/// What `Revision::text` wrote, for those who read English: what people typed stands between quotation marks, or is the
/// reason in brackets at the end, and stays.
pub fn told(note: &str) -> Sentence {
    let mut en = String::new();
    let mut rest = note;
    while !rest.is_empty() {
        let quote = rest.find('“').unwrap_or(rest.len());
        let reason = rest.find(" (").unwrap_or(rest.len());
        let (own, free) = rest.split_at(quote.min(reason));
        en += &english(own);
        if reason < quote {
            en += free;
            break;
        }
        let end = free.find('”').map_or(free.len(), |at| at + '”'.len_utf8());
        en += &free[..end];
        rest = &free[end..];
    }
    Sentence::new(note, en)
}

fn english(own: &str) -> String {
    let payments = [Payment::Free, Payment::Owed, Payment::Taken, Payment::Exempt].map(Payment::label);
    let payments = payments.map(|label| (label.vi.to_lowercase(), label.en.to_lowercase()));
    let words =
        [("số biên lai", "receipt no."), ("hoàn lại", "gave back"), (" cho ", " to "), ("trống", "empty")];
    let words = words.map(|(vi, en)| (vi.to_owned(), en.to_owned())).into_iter().chain(payments);
    let own = words.fold(own.to_owned(), |said, (vi, en)| said.replace(&vi, &en));
    // `15.000 đ` as English writes it.
    let is_sum = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    let parts =
        own.split(' ').map(|part| if is_sum(part) { part.replace('.', ",") } else { part.to_owned() });
    parts.collect::<Vec<_>>().join(" ")
}
