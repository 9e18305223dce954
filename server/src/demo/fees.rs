//! A fee that was written wrong, and one that went back to the citizen.
//!
//! Not here: the numbers of the receipts (`registers`).
//! Invariant: both were taken at reception, and each correction says why.

use shared::demo::RECEPTION;
use shared::dossier::Act;
use shared::dossier::correct_fee::{Change, CorrectFee};
use shared::dossier::receive::FeeTaken;
use shared::dossier::record::{Payment, Standing};
use shared::dossier::stop::Withdraw;

use super::case::{Step, Tale};

impl Tale<'_, '_> {
    /// Received against money; answers the fee as it was written.
    fn pays(&mut self) -> Option<FeeTaken> {
        self.receive(RECEPTION)?;
        let Some(Step { act: Act::Receive(receive), .. }) = self.steps.last_mut() else { return None };
        receive.fee.payment = Payment::Taken;
        receive.fee.exempt_reason.clear();
        Some(receive.fee.clone())
    }

    fn corrects(&mut self, change: Change, reason: &str) {
        // What stood is known once the receipts have their numbers.
        let act = CorrectFee { change, saw: Standing::default(), reason: reason.to_owned() };
        self.does(RECEPTION, Act::CorrectFee(act));
    }

    /// Counted once too few, and put right within the hour.
    pub fn pays_too_little(&mut self) -> Option<()> {
        let mut fee = self.pays()?;
        fee.ask.copies += 1;
        self.then(10, 40).corrects(Change::Amount(fee), "Công dân xin hai bản, lúc nhận ghi một");
        self.assign();
        Some(())
    }

    /// The citizen takes the dossier back on that day, and the money with it.
    pub fn is_paid_back(&mut self, day: usize) -> Option<()> {
        self.pays()?;
        self.assign();
        let reason = "Công dân xin rút hồ sơ, chưa cần giấy xác nhận".to_owned();
        self.on(day, 30, 300).does(RECEPTION, Act::Withdraw(Withdraw { reason, returned: vec![] }));
        let to = self.form.applicant.name.clone();
        // The whole of what was taken.
        self.then(2, 6).corrects(Change::Repay { vnd: 0, to }, "Hồ sơ rút khi chưa giải quyết");
        Some(())
    }
}
