//! What is asked when a result is given away: who takes it, what was looked at, how it leaves, how many copies.
//!
//! Not here: the rules (`shared::dossier::hand_over`), the dialog that draws it (`detail::dialog`).
//! Invariant: for the applicant at the counter everything is filled in, and Enter is enough.

use shared::dossier::Dossier;
use shared::dossier::hand_over::HandOver;
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

fn optional(id: &'static str, label: Word, start: String) -> Ask {
    Ask::Line { id, label, start, optional: true }
}

pub fn asks(ward: &Ward, dossier: &Dossier) -> Vec<Ask> {
    let way = |way: Delivery| (code(&way), way.label().into());
    let paper = |paper: Checked| (code(&paper), paper.label().into());
    let mut all = vec![
        Ask::Line { id: "receiver", label: RECEIVER, start: dossier.applicant.name.clone(), optional: false },
        Ask::Choice {
            id: "checked",
            label: CHECKED,
            start: code(&likely(&dossier.applicant.number)),
            options: Checked::ALL.map(paper).to_vec(),
        },
        optional("authorisation", AUTHORISATION, String::new()),
        Ask::Choice {
            id: "way",
            label: WAY,
            start: code(&dossier.delivery),
            options: Delivery::ALL.map(way).to_vec(),
        },
    ];
    let paid = ward.catalogue.get(&dossier.procedure).and_then(|p| p.copies(&dossier.fee.items));
    if let Some(copies) = paid {
        all.push(Ask::Line { id: "copies", label: COPIES, start: copies.to_string(), optional: false });
    }
    let at_counter = dossier.delivery == Delivery::Counter;
    all.push(Ask::Tick { id: "slip", label: SLIP, start: at_counter });
    all.push(optional("statement", STATEMENT, String::new()));
    if dossier.fee.payment == Payment::Owed {
        all.push(Ask::Tick { id: "paid", label: PAID, start: true });
        all.push(optional("receipt", RECEIPT, String::new()));
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

pub fn build(answers: &Answers) -> Result<HandOver, Vec<FieldFault>> {
    let text = |id: &str| answers.get(id).cloned().unwrap_or_default();
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
            // Whom the post or a wire reaches, nobody has seen.
            checked: checked.filter(|_| way == Delivery::Counter),
            authorisation: text("authorisation"),
            copies: copies(answers.get("copies").map(String::as_str))?,
        }),
    })
}
