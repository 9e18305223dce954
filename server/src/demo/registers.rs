//! Sổ biên lai, sổ công văn đi: numbers that follow one another through the whole ward.
//!
//! Not here: dossier numbers; those come from the devices' lanes.
//! Invariant: numbers rise with time, whoever writes them.

use shared::dossier::Act;
use shared::dossier::fast_lane::FastLane;
use shared::dossier::receive::FeeTaken;
use shared::dossier::record::Payment;

use super::case::Step;

struct Registers {
    receipts: u32,
    papers: u32,
    year: i32,
}

/// Writes the numbers into acts that stand in the order of their time.
pub fn number(steps: &mut [Step]) {
    let mut registers = Registers { receipts: 0, papers: 0, year: 0 };
    for step in steps {
        let year = step.at.day().year();
        if year != registers.year {
            registers = Registers { receipts: 0, papers: 0, year };
        }
        match &mut step.act {
            Act::Receive(act) => registers.receipt_for(&mut act.fee),
            Act::FastLane(FastLane { receive, stamp, .. }) => {
                registers.receipt_for(&mut receive.fee);
                *stamp = registers.paper("CT");
            }
            Act::Stamp(act) => act.number = registers.paper("UBND"),
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
            | Act::Submit(_)
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
            | Act::Detach(_) => {}
        }
    }
}

impl Registers {
    fn receipt(&mut self) -> String {
        self.receipts += 1;
        format!("HHB/{:02}P-{:06}", self.year % 100, self.receipts)
    }

    fn receipt_for(&mut self, fee: &mut FeeTaken) {
        if fee.payment == Payment::Taken {
            fee.receipt = self.receipt();
        }
    }

    fn paper(&mut self, kind: &str) -> String {
        self.papers += 1;
        format!("{}/{kind}-{}", self.papers, self.year)
    }
}
