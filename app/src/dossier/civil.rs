//! What is asked when the civil-status software has answered: the line of its register, or its error.
//!
//! Not here: the rules (`shared::dossier::civil`), the dialog that draws it (`detail::dialog`).
//! Invariant: a line that stands is there to be put right; what changes it asks for a reason.

use shared::dossier::Dossier;
use shared::dossier::civil::{Civil, EnterCivil, Given, Line};
use shared::lang::{Word, word};
use shared::moment::Day;
use shared::refusal::FieldFault;

use super::acts::{Answers, Ask};

const OUTCOME: Word = word("Phần mềm hộ tịch", "The civil-status software");
const ENTERED: Word = word("đã cấp số", "gave a number");
const FAILED: Word = word("báo lỗi", "gave an error");
const NUMBER: Word = word("Số", "Number");
const BOOK: Word = word("Quyển số", "Volume");
const ON: Word = word("Ngày đăng ký", "Day of registration");
const PERSONAL: Word = word("Số định danh", "Personal number");
const ERROR: Word = word("Nội dung lỗi", "The error");
const REASON: Word = word("Lý do sửa số đã ghi", "Why the number is changed");

const LINE: &str = "da_vao_so";

pub fn asks(dossier: &Dossier, today: Day) -> Vec<Ask> {
    let standing = dossier.civil.as_ref().and_then(Civil::line);
    let text = |id, label, start: Option<&String>, optional| Ask::Line {
        id,
        label,
        start: start.cloned().unwrap_or_default(),
        optional,
    };
    let mut all = vec![
        Ask::Choice {
            id: "outcome",
            label: OUTCOME,
            start: LINE.to_owned(),
            options: vec![(LINE.to_owned(), ENTERED.into()), ("loi".to_owned(), FAILED.into())],
        },
        text("number", NUMBER, standing.map(|line| &line.number), false),
        text("book", BOOK, standing.map(|line| &line.book), false),
        Ask::Day { id: "on", label: ON, start: standing.map_or(today, |line| line.on).to_string() },
        text("personal", PERSONAL, standing.map(|line| &line.personal), true),
        Ask::Area { id: "error", label: ERROR, start: String::new() },
    ];
    if standing.is_some() {
        all.push(Ask::Area { id: "reason", label: REASON, start: String::new() });
    }
    all
}

/// A number is asked for, or an error.
pub fn applies(id: &str, answers: &Answers) -> bool {
    let is_line = answers.get("outcome").is_some_and(|outcome| outcome == LINE);
    match id {
        "number" | "book" | "on" | "personal" => is_line,
        "error" => !is_line,
        _ => true,
    }
}

pub fn build(dossier: &Dossier, answers: &Answers) -> Result<EnterCivil, Vec<FieldFault>> {
    let text = |id: &str| answers.get(id).filter(|_| applies(id, answers)).cloned().unwrap_or_default();
    let given = if applies("error", answers) {
        Given::Error(text("error"))
    } else {
        let on = Day::parse_any(&text("on"))
            .ok_or_else(|| vec![FieldFault::new("on", "Chọn một ngày.", "Choose a day.")])?;
        Given::Line(Line { number: text("number"), book: text("book"), on, personal: text("personal") })
    };
    let seen = dossier.civil.as_ref().map_or(0, |civil| civil.version);
    Ok(EnterCivil { given, seen, reason: text("reason") })
}
