//! Random corrections of a fee.
//!
//! Not here: the other acts (`any`).
//! Invariant: most of them can be done on the dossier that they are drawn for.

use super::Dice;
use crate::ctx::Ctx;
use crate::dossier::Dossier;
use crate::dossier::correct_fee::{Change, CorrectFee};
use crate::dossier::receive::FeeTaken;
use crate::dossier::record::Payment;
use crate::script::forms;

/// Another number, another amount, or money that goes back.
pub fn correct(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>, reason: String) -> CorrectFee {
    let saw = dossier.map(|dossier| dossier.fee.standing()).unwrap_or_default();
    let held = saw.held_vnd();
    let receipt = format!("BL {:04}", 1 + dice.below(9_000));
    let change = match dice.below(4) {
        0 | 1 if held > 0 => Change::Receipt(receipt),
        2 if held > 0 => {
            let vnd = if dice.percent(50) { held } else { (held / 2).max(1) };
            Change::Repay { vnd, to: "Nguyễn Thị Lý".to_owned() }
        }
        _ => Change::Amount(amount(dice, ctx, dossier, receipt)),
    };
    CorrectFee { change, saw, reason }
}

fn amount(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>, receipt: String) -> FeeTaken {
    let procedure = dossier.map_or("HT-09", |dossier| dossier.procedure.id.as_str());
    let mut fee = forms::fee_taken(ctx.ward, &forms::form(ctx.ward, procedure, ctx.happened.day()));
    fee.ask.copies = 1 + u32::from(dice.percent(50));
    let repaid = dossier.is_some_and(|dossier| dossier.fee.repaid_vnd > 0);
    if fee.payment == Payment::Taken && !repaid && dice.percent(30) {
        return FeeTaken {
            payment: Payment::Exempt,
            receipt: String::new(),
            exempt_reason: format!("hộ nghèo, {receipt}"),
            ..fee
        };
    }
    FeeTaken { receipt, ..fee }
}
