//! Sổ biên lai, sổ công văn đi and the books of results: numbers that follow one another, each book by itself.
//!
//! Not here: dossier numbers; those come from the devices' lanes.
//! Invariant: numbers rise with time, whoever writes them.

use shared::dossier::Act;
use shared::dossier::correct_fee::{Change, CorrectFee};
use shared::dossier::fast_lane::FastLane;
use shared::dossier::receive::FeeTaken;
use shared::dossier::record::{Payment, Standing};
use shared::procedure::fee::fee;

use std::collections::{BTreeMap, BTreeSet};

use shared::dossier::record::Decision;
use shared::id::DossierId;
use shared::procedure::ProcedureRef;
use shared::ward::Ward;

use super::case::Step;

#[derive(Default)]
struct Registers {
    year: i32,
    receipts: u32,
    /// The last number of each book; letters have the name of none.
    books: BTreeMap<String, u32>,
    procedures: BTreeMap<DossierId, ProcedureRef>,
    refused: BTreeSet<DossierId>,
    /// As each fee was written at reception.
    fees: BTreeMap<DossierId, Standing>,
}

/// Writes the numbers into acts, in the order in which they happened: what the pen wrote has its number from then.
pub fn number(steps: &mut [Step], ward: &Ward) {
    let mut registers = Registers::default();
    let mut steps: Vec<&mut Step> = steps.iter_mut().collect();
    steps.sort_by_key(|step| step.act.by_hand().unwrap_or(step.at));
    for step in steps {
        let (id, year) = (step.dossier, step.at.day().year());
        if year != registers.year {
            (registers.year, registers.receipts) = (year, 0);
            registers.books.clear();
        }
        match &mut step.act {
            Act::Receive(act) => registers.takes(ward, id, &act.form.procedure, &mut act.fee),
            Act::CorrectFee(act) => registers.corrects(id, act),
            Act::FastLane(FastLane { receive, stamp, .. }) => {
                registers.takes(ward, id, &receive.form.procedure, &mut receive.fee);
                *stamp = registers.result(ward, id);
            }
            Act::Redo(act) => drop(registers.procedures.insert(id, act.form.procedure.clone())),
            Act::Submit(act) => match act.decision {
                Decision::Grant => drop(registers.refused.remove(&id)),
                Decision::Deny => drop(registers.refused.insert(id)),
            },
            Act::Stamp(act) => act.number = registers.result(ward, id),
            Act::HandOver(act) if act.payment == Some(Payment::Taken) => act.receipt = registers.receipt(),
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
            | Act::SendBack(_)
            | Act::Sign(_)
            | Act::Unsign(_)
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
            | Act::Reuse(_)
            | Act::SignScans(_)
            | Act::Supply(_)
            | Act::Detach(_)
            | Act::Recount(_)
            | Act::Cause(_)
            | Act::EnterCivil(_)
            | Act::Post(_)
            | Act::Object(_)
            | Act::EndPosting(_)
            | Act::SendProof(_)
            | Act::AnswerProof(_)
            | Act::HearProof(_) => {}
        }
    }
}

fn standing(ward: &Ward, procedure: &ProcedureRef, taken: &FeeTaken) -> Standing {
    let items = ward.catalogue.get(procedure).and_then(|procedure| fee(procedure, &taken.ask).ok());
    Standing {
        payment: taken.payment,
        vnd: items.unwrap_or_default().iter().map(|item| item.vnd).sum(),
        receipt: taken.receipt.clone(),
        ..Standing::default()
    }
}

impl Registers {
    fn receipt(&mut self) -> String {
        self.receipts += 1;
        // Hòa Hiệp Bắc; Hải Vân in every year that is lived after 2025.
        let ward = if self.year > 2025 { "HV" } else { "HHB" };
        format!("{ward}/{:02}P-{:06}", self.year % 100, self.receipts)
    }

    /// What a reception took, under the next receipt.
    fn takes(&mut self, ward: &Ward, id: DossierId, procedure: &ProcedureRef, fee: &mut FeeTaken) {
        self.procedures.insert(id, procedure.clone());
        if fee.payment == Payment::Taken {
            fee.receipt = self.receipt();
        }
        self.fees.insert(id, standing(ward, procedure, fee));
    }

    /// A correction names the fee as it stands, and keeps its receipt.
    fn corrects(&self, id: DossierId, act: &mut CorrectFee) {
        act.saw = self.fees.get(&id).cloned().unwrap_or_default();
        match &mut act.change {
            Change::Amount(fee) => fee.receipt.clone_from(&act.saw.receipt),
            Change::Repay { vnd, .. } => *vnd = act.saw.held_vnd(),
            Change::Receipt(_) => {}
        }
    }

    /// The next number of the book that the result is entered in; a refusal and what has no book are letters.
    fn result(&mut self, ward: &Ward, id: DossierId) -> String {
        let procedure = self.procedures.get(&id).and_then(|procedure| ward.catalogue.get(procedure));
        let register = procedure.filter(|_| !self.refused.contains(&id)).map_or("", |p| p.register.as_str());
        let book = register.split(';').next().unwrap_or_default().trim();
        let last = self.books.entry(book.to_owned()).or_default();
        *last += 1;
        format!("{last}/{}-{}", letters(book), self.year)
    }
}

/// What the clerk writes behind the number of a book.
fn letters(book: &str) -> &'static str {
    const BOOKS: [(&str, &str); 9] = [
        ("chứng thực bản sao", "CTBS"),
        ("chứng thực chữ ký", "CTCK"),
        ("chứng thực hợp đồng", "CTHĐ"),
        ("bản sao từ sổ gốc", "BSSG"),
        ("khai sinh", "KS"),
        ("khai tử", "KT"),
        ("kết hôn", "KH"),
        ("tình trạng hôn nhân", "XNHN"),
        ("hộ tịch", "HT"),
    ];
    BOOKS.iter().find(|(name, _)| book.contains(name)).map_or("UBND", |(_, letters)| letters)
}
