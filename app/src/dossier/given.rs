//! What is asked when a result is given away: who takes it, what was looked at, how it leaves, how many copies.
//!
//! Not here: the rules (`shared::dossier::hand_over`), the dialog that draws it (`detail::dialog`).
//! Invariant: for the applicant at the counter everything is filled in, and Enter is enough.

use shared::dossier::Dossier;
use shared::dossier::hand_over::{HandOver, takes_own};
use shared::dossier::record::{Checked, Delivery, Given, Payment};
use shared::lang::{Word, word};
use shared::refusal::FieldFault;
use shared::ward::Ward;

use super::acts::{Answers, Ask};

pub const RECEIVER: Word = word("Người nhận", "Receiver");
pub const CHECKED: Word = word("Giấy tờ người nhận đã cho xem", "What the receiver showed");
pub const AUTHORISATION: Word =
    word("Không phải người nộp: giấy ủy quyền", "Not the applicant: authorisation");
pub const COPIES: Word = word("Số bản trả", "Copies given");
const WAY: Word = word("Cách trả", "Way of delivery");
const SLIP: Word = word("Đã thu lại giấy hẹn", "The slip came back");
const STATEMENT: Word = word("Không có giấy hẹn: giấy cam kết", "Without the slip: signed statement");
const PAID: Word = word("Đã thu lệ phí còn nợ", "The fee that was owed is taken");
const RECEIPT: Word = word("Số biên lai", "Receipt no.");

/// The stored word of a way or a paper.
pub fn code<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What most likely was shown: whoever has a number has a card.
pub fn likely(number: &str) -> Checked {
    if number.trim().is_empty() { Checked::Known } else { Checked::IdentityCard }
}

fn needed(id: &'static str, label: Word) -> Ask {
    Ask::Line { id, label, start: String::new(), optional: false }
}

pub fn asks(ward: &Ward, dossier: &Dossier) -> Vec<Ask> {
    let way = |way: Delivery| (code(&way), way.label().into());
    let paper = |paper: Checked| (code(&paper), paper.label().into());
    let mut all = vec![
        Ask::Line { id: "receiver", label: RECEIVER, start: dossier.applicant.name.clone(), optional: false },
        needed("authorisation", AUTHORISATION),
        Ask::Choice {
            id: "way",
            label: WAY,
            start: code(&dossier.delivery),
            options: Delivery::ALL.map(way).to_vec(),
        },
        Ask::Choice {
            id: "checked",
            label: CHECKED,
            start: code(&likely(&dossier.applicant.number)),
            options: Checked::ALL.map(paper).to_vec(),
        },
    ];
    let paid = ward.catalogue.get(&dossier.procedure).and_then(|p| p.copies(&dossier.fee.items));
    if let Some(copies) = paid {
        all.push(Ask::Line { id: "copies", label: COPIES, start: copies.to_string(), optional: false });
    }
    all.push(Ask::Tick { id: "slip", label: SLIP, start: true });
    all.push(needed("statement", STATEMENT));
    if dossier.fee.payment == Payment::Owed {
        all.push(Ask::Tick { id: "paid", label: PAID, start: true });
        all.push(Ask::Line { id: "receipt", label: RECEIPT, start: String::new(), optional: true });
    }
    all
}

/// What was typed as a number of copies; nothing where nobody was asked.
pub fn copies(typed: Option<&str>) -> Result<Option<u32>, Vec<FieldFault>> {
    let read = |text: &str| {
        let said = ("Ghi số bản bằng chữ số.", "Write the number of copies in figures.");
        text.trim().parse().map_err(|_| vec![FieldFault::new("copies", said.0, said.1)])
    };
    typed.map(read).transpose()
}

/// Whether a field is asked after what stands in the others: nobody is seen by post, and only a stranger is authorised.
pub fn applies(dossier: &Dossier, id: &str, answers: &Answers) -> bool {
    let text = |id: &str| answers.get(id).map(String::as_str).unwrap_or_default();
    let applicant = &dossier.applicant;
    let meets = text("way") == code(&Delivery::Counter);
    match id {
        "checked" | "slip" => meets,
        "authorisation" => meets && !takes_own(text("receiver"), &applicant.name, &applicant.on_behalf_of),
        "statement" => meets && text("slip").is_empty(),
        "receipt" => !text("paid").is_empty(),
        _ => true,
    }
}

pub fn build(dossier: &Dossier, answers: &Answers) -> Result<HandOver, Vec<FieldFault>> {
    let text = |id: &str| {
        let asked = answers.get(id).filter(|_| applies(dossier, id, answers));
        asked.cloned().unwrap_or_default()
    };
    let way = Delivery::ALL.into_iter().find(|way| code(way) == text("way")).unwrap_or_default();
    let checked = Checked::ALL.into_iter().find(|paper| code(paper) == text("checked"));
    Ok(HandOver {
        receiver: text("receiver"),
        slip_collected: !text("slip").is_empty(),
        statement: text("statement"),
        payment: (!text("paid").is_empty()).then_some(Payment::Taken),
        receipt: text("receipt"),
        given: Some(Given {
            way,
            checked,
            authorisation: text("authorisation"),
            copies: copies(answers.get("copies").map(String::as_str))?,
        }),
    })
}
