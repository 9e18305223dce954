//! Filled-in forms for stories and random acts: complete and without a fault, for any procedure.
//!
//! Not here: which act they go into (`acts`, `dossier::any`).
//! Invariant: every person is invented; a form changed in one place has exactly one fault.

use crate::dossier::hand_over::HandOver;
use crate::dossier::intake::Form;
use crate::dossier::receive::{FeeTaken, Receive};
use crate::dossier::record::{Applicant, Channel, Contact, Delivery, PaperTaken, Payment, Sex};
use crate::moment::Day;
use crate::procedure::fee::{FeeAsk, FeeItem, fee};
use crate::procedure::{Procedure, ProcedureRef};
use crate::ward::Ward;

/// What a table of fees leaves open is entered by hand.
const BY_HAND_VND: i64 = 20_000;

/// A citizen with every field filled in.
pub fn applicant() -> Applicant {
    Applicant {
        name: "Nguyễn Thị Lý".to_owned(),
        number: "048190004217".to_owned(),
        birth: "14/03/1990".to_owned(),
        sex: Sex::Female,
        address: "Tổ 12, phường Hòa Hiệp Bắc".to_owned(),
        on_behalf_of: String::new(),
    }
}

/// A complete form of the version in force on the day; of an unknown procedure where there is none.
pub fn form(ward: &Ward, procedure: &str, on: Day) -> Form {
    let found = ward.catalogue.in_force(procedure, on);
    let reference = ProcedureRef { id: procedure.to_owned(), version: 0 };
    Form {
        procedure: found.map_or(reference, Procedure::reference),
        channel: Channel::Counter,
        assisted: false,
        applicant: applicant(),
        contact: Contact { phone: "0905123456".to_owned(), ..Contact::default() },
        papers: found.map(required_papers).unwrap_or_default(),
        sets: 1,
        delivery: Delivery::Counter,
    }
}

fn required_papers(procedure: &Procedure) -> Vec<PaperTaken> {
    let required = procedure.papers.iter().filter(|asked| asked.required);
    required
        .map(|asked| PaperTaken {
            name: asked.name.clone(),
            originals: asked.originals,
            copies: asked.copies,
            supplemented: None,
        })
        .collect()
}

/// The fee of the table's first line, taken against a receipt where anything is owed.
pub fn fee_taken(ward: &Ward, form: &Form) -> FeeTaken {
    let owed = |ask: &FeeAsk| {
        let procedure = ward.catalogue.get(&form.procedure)?;
        fee(procedure, ask).ok().map(|items| items.iter().map(|item: &FeeItem| item.vnd).sum::<i64>())
    };
    let by_table = FeeAsk::default();
    let by_hand = FeeAsk { by_hand_vnd: Some(BY_HAND_VND), ..FeeAsk::default() };
    let (ask, vnd) = match owed(&by_table) {
        Some(vnd) => (by_table, vnd),
        None => (by_hand, BY_HAND_VND),
    };
    let receipt = if vnd > 0 { "BL 0001" } else { "" };
    let payment = if vnd > 0 { Payment::Taken } else { Payment::Free };
    FeeTaken { ask, payment, receipt: receipt.to_owned(), exempt_reason: String::new() }
}

/// A reception without a fault. The number is the device's to give.
pub fn receive(ward: &Ward, procedure: &str, on: Day) -> Receive {
    let form = form(ward, procedure, on);
    let fee = fee_taken(ward, &form);
    Receive { form, fee, number: 0, secret: "7K2MPX".to_owned(), by_hand: None }
}

/// A result that is given to whoever brought the slip back, with nothing to pay.
pub fn hand_over(receiver: &str) -> HandOver {
    HandOver {
        receiver: receiver.to_owned(),
        slip_collected: true,
        statement: String::new(),
        payment: None,
        receipt: String::new(),
        settles: false,
        given: None,
    }
}
