//! A fee that is put right: what the form asks, the act it makes, and the numbers of the receipt book that it knows.

use std::sync::Arc;

use leptos::prelude::*;
use shared::demo;
use shared::dossier::correct_fee::Change;
use shared::dossier::record::{Fee, Payment};
use shared::dossier::{Act, Dossier, Kind};
use shared::lang::word;
use shared::procedure::ProcedureRef;
use shared::procedure::fee::{FeeAsk, fee};
use shared::ward::Ward;

use super::super::acts::{Answers, asks, build};
use super::super::detail::person;
use super::super::fees::{self, sum_as_typed, sum_view};
use super::super::receipt::{Known, receipt_field};
use super::batch::knows;
use super::{moment, numbered};
use crate::desk::tests::at_desk;
use crate::store::tests::OANH;
use crate::ui::tests::{english, html, vietnamese};

/// Three copies of five pages, taken under `BL 0009`.
pub(super) fn copied(ward: &Ward, n: u128) -> Dossier {
    let procedure = ProcedureRef { id: "CT-01".to_owned(), version: 1 };
    let known = ward.catalogue.get(&procedure).expect("in the catalogue");
    let ask = FeeAsk { pages: 5, copies: 3, ..FeeAsk::default() };
    let items = fee(known, &ask).expect("a sum");
    let fee = Fee { items, payment: Payment::Taken, receipt: "BL 0009".to_owned(), ..Fee::default() };
    let at = Some(moment("2026-11-24T09:00"));
    Dossier { procedure, fee, received_at: at, received_by: Some(demo::RECEPTION), ..numbered("Le Hoa", n) }
}

fn answers(ward: &Ward, d: &Dossier, with: &[(&'static str, &str)]) -> Answers {
    let today = moment("2026-11-24T09:00").day();
    let fields = asks(Kind::CorrectFee, ward, demo::RECEPTION, d, today);
    let cells = Owner::new().with(|| untrack(|| super::super::cells::Cells::new(&fields).answers()));
    let typed = with.iter().map(|(id, text)| (*id, (*text).to_owned()));
    cells.into_iter().chain(typed).collect()
}

fn change(ward: &Ward, d: &Dossier, with: &[(&'static str, &str)]) -> Change {
    let acts = build(Kind::CorrectFee, ward, d, &answers(ward, d, with)).expect("an act");
    let [Act::CorrectFee(act)] = acts.as_slice() else { panic!("{acts:?}") };
    assert_eq!(act.saw, d.fee.standing(), "as its author sees it");
    act.change.clone()
}

#[test]
fn the_form_begins_with_what_stands_and_makes_each_correction() {
    let ward = demo::ward().expect("the standard data");
    let d = copied(&ward, 7);
    assert_eq!(change(&ward, &d, &[("receipt", "BL 0010")]), Change::Receipt("BL 0010".to_owned()));
    let Change::Amount(same) = change(&ward, &d, &[("what", "muc_thu")]) else { panic!("an amount") };
    assert_eq!((same.ask.pages, same.ask.copies, same.payment), (5, 3, Payment::Taken));
    assert_eq!(same.receipt, "BL 0009", "the number stays");
    let exempt = [("what", "muc_thu"), ("payment", "mien"), ("exempt_reason", "ho ngheo")];
    let Change::Amount(exempt) = change(&ward, &d, &exempt) else { panic!("an amount") };
    assert_eq!((exempt.payment, exempt.receipt.as_str()), (Payment::Exempt, ""));
    let repaid = Change::Repay { vnd: d.fee.total_vnd(), to: "Le Hoa".to_owned() };
    assert_eq!(change(&ward, &d, &[("what", "hoan_lai")]), repaid, "the whole, to whoever paid");
    let part = [("what", "hoan_lai"), ("repaid", "9.000"), ("repaid_to", "Le Thi Buoi")];
    assert_eq!(change(&ward, &d, &part), Change::Repay { vnd: 9_000, to: "Le Thi Buoi".to_owned() });
}

#[test]
fn only_what_the_correction_needs_is_on_the_screen() {
    let ward = demo::ward().expect("the standard data");
    let d = copied(&ward, 7);
    let shown = |d: &Dossier, with: &[(&'static str, &str)]| {
        let answers = answers(&ward, d, with);
        let here = |id: &&str| fees::applies(&ward, d, id, &answers);
        let ids =
            ["pages", "copies", "by_hand", "payment", "receipt", "exempt_reason", "repaid", "repaid_to"];
        ids.into_iter().filter(|id| here(id)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shown(&d, &[]), "receipt");
    assert_eq!(shown(&d, &[("what", "muc_thu")]), "pages copies payment receipt");
    assert_eq!(shown(&d, &[("what", "muc_thu"), ("payment", "mien")]), "pages copies payment exempt_reason");
    assert_eq!(shown(&d, &[("what", "hoan_lai")]), "repaid repaid_to");
    let mut owed = d.clone();
    (owed.fee.payment, owed.fee.receipt) = (Payment::Owed, String::new());
    assert_eq!(
        shown(&owed, &[]),
        "pages copies payment",
        "nothing was taken, so there is nothing to give back"
    );
}

#[test]
fn the_new_sum_is_said_before_it_is_recorded() {
    let ward = demo::ward().expect("the standard data");
    let d = copied(&ward, 7);
    let said = |with: &[(&'static str, &str)]| {
        let (answers, ward, d) = (answers(&ward, &d, with), ward.clone(), d.clone());
        html(move || {
            let (ward, d, answers) = (Arc::new(ward.clone()), StoredValue::new(d.clone()), answers.clone());
            sum_view(sum_as_typed(ward, d, move || answers.clone()))
        })
    };
    let counted = said(&[("what", "muc_thu"), ("copies", "2")]);
    assert!(counted.contains("14.000 đ = (2 × 2.000 đ + 3 × 1.000 đ) × 2"), "{counted}");
    let wrong = said(&[("what", "muc_thu"), ("copies", "0")]);
    assert!(wrong.contains("Số bản từ 1"), "{wrong}");
    assert!(!said(&[]).contains("Lệ phí sau khi sửa"), "the number alone changes no sum");
}

/// The next number is offered and not filled in; one that stands elsewhere is said, in either language, and not refused.
#[test]
fn the_next_number_is_offered_and_one_that_stands_is_said() {
    at_desk(|desk, _| {
        let ward = demo::ward().expect("the standard data");
        let all = [copied(&ward, 7), copied(&ward, 8)];
        knows(desk, OANH, &all);
        let label = word("Số biên lai", "Receipt no.");
        let field = |typed: &'static str, own: Option<Dossier>, many: bool| {
            move || {
                let known = Known::of(desk, own.as_ref());
                let known = if many { known.many() } else { known };
                let (value, faults) = (RwSignal::new(typed.to_owned()), RwSignal::new(vec![]));
                receipt_field(label, value, faults, known)
            }
        };
        let empty = html(field("", None, false));
        assert!(empty.contains("Ghi số tiếp theo:") && empty.contains("BL 0010"), "{empty}");
        assert!(!empty.contains("value=\"BL 0010\"") && !empty.contains("đã ghi ở"), "{empty}");
        let used = html(field("bl 0009", None, false));
        assert!(used.contains("Số này đã ghi ở hồ sơ") && !used.contains("Ghi số tiếp theo"), "{used}");
        let other = html(field("BL 0009", Some(all[0].clone()), false));
        assert_eq!(other.matches("đã ghi ở hồ sơ").count(), 1, "the other one bears it: {other}");
        let fresh = html(field("BL 0011", None, false));
        assert!(!fresh.contains("đã ghi ở"), "{fresh}");
        let many = html(field("BL 0011; BL 0009", None, true));
        assert!(many.contains("đã ghi ở hồ sơ"), "{many}");
        let read = english(field("BL 0009", None, false));
        assert!(read.contains("This number stands on dossier"), "{read}");
        assert_eq!(vietnamese(&read), Vec::<String>::new());
    });
}

#[test]
fn the_fee_says_its_receipt_and_what_went_back_and_offers_its_correction() {
    let ward = demo::ward().expect("the standard data");
    let mut d = copied(&ward, 7);
    d.fee.repaid_vnd = 9_000;
    let paid = d.clone();
    let read = english(move || person(&paid, None));
    let paid = d.clone();
    let shown = |may: bool| {
        let d = paid.clone();
        html(move || person(&d, may.then(|| Callback::new(|()| ()))))
    };
    let page = shown(true);
    assert!(page.contains("đã thu · biên lai BL 0009 · đã hoàn lại 9.000 đ"), "{page}");
    assert!(page.contains("Sửa khoản thu"), "{page}");
    assert!(!shown(false).contains("Sửa khoản thu"));
    (d.received_at, d.fee) = (None, Fee::default());
    let ahead = html(move || person(&d, None));
    assert!(
        ahead.contains("Tính khi tiếp nhận") && !ahead.contains("Không thu"),
        "nobody has counted: {ahead}"
    );
    assert!(read.contains("receipt BL 0009 · given back 9,000 đ"), "{read}");
}
