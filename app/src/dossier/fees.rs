//! What is asked when a fee is put right: another receipt number, another count of pages and copies, or money given back.
//!
//! Not here: the rules (`shared::dossier::correct_fee`), the dialog that draws it (`detail::dialog`).
//! Invariant: the form begins with what stands, and says the new sum before it is recorded.

use std::sync::Arc;

use leptos::prelude::*;
use shared::dossier::Dossier;
use shared::dossier::correct_fee::{Change, CorrectFee};
use shared::dossier::receive::FeeTaken;
use shared::dossier::record::Payment;
use shared::lang::{Lang, Sentence, Word, money, word};
use shared::procedure::fee::{FeeAsk, priced};
use shared::procedure::{FeeLine, Procedure};
use shared::ward::Ward;

use super::acts::{Answers, Ask};
use crate::english::retell;
use crate::text::{say, t};

const WHAT: Word = word("Sửa gì", "What is corrected");
const NUMBER: Word = word("Số biên lai", "Receipt no.");
const AMOUNT: Word = word("Số tiền, miễn", "Amount, exemption");
const REPAY: Word = word("Hoàn lại tiền", "Money given back");
const CASE: Word = word("Trường hợp", "Case");
const PAGES: Word = word("Số trang", "Pages");
const COPIES: Word = word("Số bản", "Copies");
const BY_HAND: Word = word("Số tiền (đồng)", "Amount (VND)");
const PAYMENT: Word = word("Thu", "Payment");
const EXEMPT: Word = word("Lý do miễn", "Why exempt");
const REPAID: Word = word("Số tiền hoàn lại (đồng)", "Given back (VND)");
const REPAID_TO: Word = word("Người nhận lại tiền", "Who gets it back");
const REASON: Word = word("Lý do sửa", "Why it is corrected");
const NEW_SUM: Word = word("Lệ phí sau khi sửa:", "The fee will be:");

/// Optional lines of a fee table that the form has room for.
const EXTRAS: [&str; 4] = ["extra_0", "extra_1", "extra_2", "extra_3"];
const PAYMENTS: [(&str, Payment); 3] =
    [("da_thu", Payment::Taken), ("chua_thu", Payment::Owed), ("mien", Payment::Exempt)];

fn line(id: &'static str, label: Word, start: impl Into<String>) -> Ask {
    Ask::Line { id, label, start: start.into(), optional: false }
}

fn choice(id: &'static str, label: Word, start: &str, options: Vec<(String, Sentence)>) -> Ask {
    Ask::Choice { id, label, start: start.to_owned(), options }
}

/// Optional lines with their place in the table, as far as the form has room.
fn extras(procedure: &Procedure) -> impl Iterator<Item = (&'static str, usize, &FeeLine)> {
    let optional = procedure.fees.iter().enumerate().filter(|(_, line)| line.optional);
    EXTRAS.into_iter().zip(optional).map(|(id, (place, line))| (id, place, line))
}

pub fn asks(ward: &Ward, dossier: &Dossier) -> Vec<Ask> {
    let fee = &dossier.fee;
    let held = fee.held_vnd();
    let what = [("so_bien_lai", NUMBER, held > 0), ("muc_thu", AMOUNT, true), ("hoan_lai", REPAY, held > 0)];
    let what: Vec<_> = what.into_iter().filter(|(_, _, fits)| *fits).collect();
    let start = what.first().map_or("", |(code, ..)| *code);
    let what = what.iter().map(|(code, label, _)| ((*code).to_owned(), (*label).into())).collect();
    let mut all = vec![choice("what", WHAT, start, what)];
    if let Some(procedure) = ward.catalogue.get(&dossier.procedure) {
        all.extend(counted(procedure, dossier));
    }
    all.push(Ask::Line { id: "receipt", label: NUMBER, start: fee.receipt.clone(), optional: true });
    all.push(line("exempt_reason", EXEMPT, fee.exempt_reason.clone()));
    all.push(line("repaid", REPAID, held.to_string()));
    all.push(line("repaid_to", REPAID_TO, dossier.applicant.name.clone()));
    all.push(line("reason", REASON, ""));
    all
}

/// What the sum is counted from, as far as that can be read off what stands.
fn counted(procedure: &Procedure, dossier: &Dossier) -> Vec<Ask> {
    let fee = &dossier.fee;
    let cases: Vec<_> = procedure.fees.iter().enumerate().filter(|(_, line)| !line.optional).collect();
    let first = fee.items.first();
    let here = |line: &FeeLine| first.is_some_and(|item| item.label == line.label);
    let place = cases.iter().find(|(_, line)| here(line)).or(cases.first()).map_or(0, |(place, _)| *place);
    let mut all = vec![];
    if cases.len() > 1 {
        let same = |text: &str| Sentence::new(text, text);
        let options = cases.iter().map(|(place, line)| (place.to_string(), same(&line.label))).collect();
        all.push(choice("fee", CASE, &place.to_string(), options));
    }
    all.push(line("pages", PAGES, first.and_then(|item| item.pages()).unwrap_or(1).to_string()));
    all.push(line("copies", COPIES, first.map_or(1, |item| item.count()).to_string()));
    all.push(line("by_hand", BY_HAND, first.map_or(0, |item| item.vnd).to_string()));
    for (id, _, optional) in extras(procedure) {
        let count = fee.items.iter().find(|item| item.label == optional.label).map_or(0, |item| item.count());
        all.push(line(id, COPIES_OF, count.to_string()));
    }
    let payment = PAYMENTS.iter().find(|(_, one)| *one == fee.payment).map_or("da_thu", |(code, _)| *code);
    let options = PAYMENTS.map(|(code, one)| (code.to_owned(), one.label().into())).to_vec();
    all.push(choice("payment", PAYMENT, payment, options));
    all
}

const COPIES_OF: Word = word("Khoản thêm: số lượng", "Extra: how many");

/// Only what belongs to the chosen correction is on the screen.
pub fn applies(ward: &Ward, dossier: &Dossier, id: &str, answers: &Answers) -> bool {
    let is = |id: &str, code: &str| answers.get(id).is_some_and(|said| said == code);
    let amount = is("what", "muc_thu");
    let procedure = ward.catalogue.get(&dossier.procedure);
    let place = place(procedure, answers);
    let of_line = |test: fn(&FeeLine) -> bool| procedure.and_then(|p| p.fees.get(place)).is_some_and(test);
    match id {
        "pages" => amount && of_line(|line| !line.tiers.is_empty()),
        "copies" => amount && of_line(|line| !line.tiers.is_empty() || line.vnd.is_some()),
        "by_hand" => amount && of_line(|line| line.tiers.is_empty() && line.vnd.is_none()),
        "fee" | "payment" => amount,
        "receipt" => is("what", "so_bien_lai") || (amount && is("payment", "da_thu")),
        "exempt_reason" => amount && is("payment", "mien"),
        "repaid" | "repaid_to" => is("what", "hoan_lai"),
        extra if EXTRAS.contains(&extra) => amount,
        _ => true,
    }
}

/// The chosen case; the first where none is chosen.
fn place(procedure: Option<&Procedure>, answers: &Answers) -> usize {
    let first = procedure.and_then(|p| p.fees.iter().position(|line| !line.optional)).unwrap_or(0);
    answers.get("fee").and_then(|place| place.parse().ok()).unwrap_or(first)
}

fn ask_of(procedure: &Procedure, answers: &Answers) -> FeeAsk {
    let place = place(Some(procedure), answers);
    let number = |id: &str| answers.get(id).map_or(1, |text| text.trim().parse().unwrap_or(0));
    let fees = &procedure.fees;
    let tiered = procedure.asks_pages(place);
    let by_hand = fees.get(place).is_some_and(|line| !tiered && line.vnd.is_none());
    let extra = |(id, place, _): (&'static str, usize, &FeeLine)| {
        let count = answers.get(id).map_or("", |text| text.trim());
        (!matches!(count, "" | "0")).then(|| (place, count.parse().unwrap_or(0)))
    };
    FeeAsk {
        line: place,
        pages: if tiered { number("pages") } else { 1 },
        copies: if by_hand { 1 } else { number("copies") },
        extras: extras(procedure).filter_map(extra).collect(),
        by_hand_vnd: answers.get("by_hand").filter(|_| by_hand).and_then(|text| vnd(text)),
    }
}

/// A sum as people type it; nothing where it is none.
fn vnd(text: &str) -> Option<i64> {
    shared::report::till::vnd_typed(text)
}

pub fn build(ward: &Ward, dossier: &Dossier, answers: &Answers) -> CorrectFee {
    let text = |id: &str| {
        let asked = answers.get(id).filter(|_| applies(ward, dossier, id, answers));
        asked.cloned().unwrap_or_default()
    };
    let change = match text("what").as_str() {
        "hoan_lai" => Change::Repay { vnd: vnd(&text("repaid")).unwrap_or(0), to: text("repaid_to") },
        "muc_thu" => {
            let procedure = ward.catalogue.get(&dossier.procedure);
            let chosen = PAYMENTS.into_iter().find(|(code, _)| *code == text("payment"));
            Change::Amount(FeeTaken {
                ask: procedure.map(|procedure| ask_of(procedure, answers)).unwrap_or_default(),
                payment: chosen.map_or(Payment::Free, |(_, payment)| payment),
                receipt: text("receipt"),
                exempt_reason: text("exempt_reason"),
            })
        }
        _ => Change::Receipt(text("receipt")),
    };
    CorrectFee { change, saw: dossier.fee.standing(), reason: text("reason") }
}

/// The sum as the form stands, with how it comes about; nothing where the amount is not touched.
fn sum(ward: &Ward, dossier: &Dossier, answers: &Answers) -> Option<Sentence> {
    answers.get("what").filter(|what| *what == "muc_thu")?;
    let procedure = ward.catalogue.get(&dossier.procedure)?;
    let items = match priced(procedure, &ask_of(procedure, answers)) {
        Ok(items) => items,
        Err(error) => return Some(error.sentence()),
    };
    let vnd = items.iter().map(|item| item.vnd).fold(0_i64, i64::saturating_add);
    let said = |lang: Lang| {
        let why: Vec<String> = items.iter().filter_map(|item| item.because(lang)).collect();
        let is = if why.is_empty() { "" } else { " = " };
        format!("{}{is}{}", money(lang, vnd), why.join("; "))
    };
    Some(Sentence::new(said(Lang::Vi), said(Lang::En)))
}

/// What the fee will be, as the form stands.
pub fn sum_as_typed(
    ward: Arc<Ward>,
    dossier: StoredValue<Dossier>,
    answers: impl Fn() -> Answers + Send + Sync + 'static,
) -> Memo<Option<Sentence>> {
    Memo::new(move |_| dossier.with_value(|d| sum(&ward, d, &answers())))
}

/// Below the fields.
pub fn sum_view(sum: Memo<Option<Sentence>>) -> impl IntoView {
    let retell = retell();
    move || {
        sum.get().map(|said| {
            let said = say(move |lang| retell(said.of(lang), lang));
            view! { <p role="status">{t(NEW_SUM)}" "<b>{said}</b></p> }
        })
    }
}
