//! What is asked when a result is given away: who takes it, what was looked at, how it leaves, how many copies.
//!
//! Not here: the rules (`shared::dossier::hand_over`), the dialog that draws it (`detail::dialog`).
//! Invariant: for the applicant at the counter everything is filled in, and Enter is enough.

use shared::dossier::Dossier;
use shared::dossier::hand_over::{HandOver, takes_own};
use shared::dossier::record::{Checked, Delivery, Given, Payment};
use shared::lang::{Lang, Sentence, Word, counted, money, word};
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
const RECEIPT: Word = word("Số biên lai", "Receipt no.");
const RECEIPTS: Word = word(
    "Số biên lai của từng khoản còn nợ, theo thứ tự trên, cách nhau bằng dấu ;",
    "Receipt numbers of what was owed, in the order above, with ; between them",
);
const SLIPS: Word = word("Đã thu lại giấy hẹn của mọi hồ sơ này", "The slips of all of these came back");

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

/// Who takes it, by which paper and how it leaves: the same of one result and of many.
fn whom(receiver: &str, checked: Checked, way: Delivery) -> Vec<Ask> {
    let ways = Delivery::ALL.map(|way| (code(&way), way.label().into())).to_vec();
    let papers = Checked::ALL.map(|paper| (code(&paper), paper.label().into())).to_vec();
    vec![
        Ask::Line { id: "receiver", label: RECEIVER, start: receiver.to_owned(), optional: false },
        needed("authorisation", AUTHORISATION),
        Ask::Choice { id: "way", label: WAY, start: code(&way), options: ways },
        Ask::Choice { id: "checked", label: CHECKED, start: code(&checked), options: papers },
    ]
}

pub fn asks(ward: &Ward, dossier: &Dossier) -> Vec<Ask> {
    let mut all = whom(&dossier.applicant.name, likely(&dossier.applicant.number), dossier.delivery);
    if let Some(copies) = paid_copies(ward, dossier) {
        all.push(Ask::Line { id: "copies", label: COPIES, start: copies.to_string(), optional: false });
    }
    all.push(Ask::Tick { id: "slip", label: SLIP.into(), start: true });
    all.push(needed("statement", STATEMENT));
    if owes(dossier) {
        all.extend(paid(dossier.fee.owed_vnd(), RECEIPT));
    }
    all
}

/// Whether what was owed, in đồng, is taken, and under which receipts. Nobody takes it by not looking.
fn paid(owed: i64, receipt: Word) -> [Ask; 2] {
    let label = Sentence::new(
        format!("Đã thu {} còn nợ", money(Lang::Vi, owed)),
        format!("The {} that was owed is taken", money(Lang::En, owed)),
    );
    [
        Ask::Tick { id: "paid", label, start: false },
        Ask::Line { id: "receipt", label: receipt, start: String::new(), optional: true },
    ]
}

/// Of a result that is given in copies: as many as the fee was counted for.
fn paid_copies(ward: &Ward, dossier: &Dossier) -> Option<u32> {
    ward.catalogue.get(&dossier.procedure).and_then(|p| p.copies(&dossier.fee.items))
}

/// The same for several results that one person takes, asked once. Where they are of several people, whoever stands
/// there is named; copies are each result's own, as they were paid for.
pub fn asks_all(all: &[Dossier]) -> Vec<Ask> {
    let Some(first) = all.first() else { return vec![] };
    let own = &first.applicant;
    let of_one = all.iter().all(|d| takes_own(&own.name, &d.applicant.name, &d.applicant.on_behalf_of));
    let (name, shown) = match of_one {
        true => (own.name.as_str(), likely(&own.number)),
        false => ("", Checked::IdentityCard),
    };
    let way =
        if all.iter().all(|d| d.delivery == first.delivery) { first.delivery } else { Delivery::Counter };
    let mut asked = whom(name, shown, way);
    asked.push(Ask::Tick { id: "slip", label: SLIPS.into(), start: true });
    asked.push(needed("statement", STATEMENT));
    let owed = all.iter().filter(|d| owes(d)).map(|d| d.fee.owed_vnd()).sum();
    match all.iter().filter(|d| owes(d)).count() {
        0 => {}
        1 => asked.extend(paid(owed, RECEIPT)),
        _ => asked.extend(paid(owed, RECEIPTS)),
    }
    asked
}

fn owes(dossier: &Dossier) -> bool {
    dossier.fee.payment == Payment::Owed
}

/// What the one form says of each of the results.
///
/// # Errors
/// Where receipts are numbered and do not stand for one owed fee each.
pub fn build_all(ward: &Ward, all: &[Dossier], answers: &Answers) -> Result<Vec<HandOver>, Vec<FieldFault>> {
    let text = |id: &str| answers.get(id).map(String::as_str).unwrap_or_default();
    let typed = if text("paid").is_empty() { "" } else { text("receipt") };
    let receipts: Vec<&str> = typed.split(';').map(str::trim).filter(|number| !number.is_empty()).collect();
    let owing = all.iter().filter(|d| owes(d)).count();
    if !receipts.is_empty() && receipts.len() != owing {
        return Err(vec![FieldFault::new(
            "receipt",
            format!("Có {owing} khoản còn nợ: ghi đủ {owing} số biên lai, hoặc để trống."),
            format!(
                "{} owed: write {}, or none.",
                counted(owing, "fee is", "fees are"),
                counted(owing, "receipt number", "receipt numbers")
            ),
        )]);
    }
    let mut left = receipts.into_iter();
    let one = |dossier: &Dossier| {
        let mut own = answers.clone();
        if owes(dossier) {
            own.insert("receipt", left.next().unwrap_or_default().to_owned());
        } else {
            // They are for those that owe.
            own.remove("paid");
            own.remove("receipt");
        }
        if let Some(copies) = paid_copies(ward, dossier) {
            own.insert("copies", copies.to_string());
        }
        build(dossier, &own)
    };
    all.iter().map(one).collect()
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
        settles: !text("paid").is_empty(),
        given: Some(Given {
            way,
            checked,
            authorisation: text("authorisation"),
            copies: copies(answers.get("copies").map(String::as_str))?,
        }),
    })
}
