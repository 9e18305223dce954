//! A correction in the cash book: in its row while the money is at the counter, a row of its own afterwards.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{at, day, dossier, period, ward};
use crate::ctx::Ctx;
use crate::demo::{JUSTICE, RECEPTION};
use crate::dossier::any::{self, Dice};
use crate::dossier::record::{Fee, HandedOver, Payment, Revision, Standing};
use crate::dossier::{Dossier, Kind, Status, apply, decide};
use crate::moment::Moment;
use crate::procedure::fee::FeeItem;
use crate::report::cash::{CashBook, Sealed, book, rows_of};
use crate::report::till::{HandOver, Till};

/// Received against 15,000 under `BL 1`.
fn paid(n: u128, at_text: &str) -> Dossier {
    let items = vec![FeeItem { label: String::new(), vnd: 15_000, why: String::new() }];
    Dossier {
        received_at: Some(at(at_text)),
        received_by: Some(RECEPTION),
        fee: Fee { items, payment: Payment::Taken, receipt: "BL 1".to_owned(), ..Fee::default() },
        ..dossier(n, "HT-09", Status::InWork)
    }
}

/// The fee as it stands from that moment on.
fn revise(dossier: &mut Dossier, at_text: &str, change: impl FnOnce(&mut Standing)) {
    let fee = &mut dossier.fee;
    let (was, mut is) = (fee.standing(), fee.standing());
    change(&mut is);
    fee.items[0].vnd = is.vnd;
    (fee.payment, fee.receipt) = (is.payment, is.receipt.clone());
    (fee.exempt_reason, fee.repaid_vnd) = (is.exempt_reason.clone(), is.repaid_vnd);
    let to = if is.repaid_vnd > was.repaid_vnd { "Lê Thị Bưởi" } else { "" };
    let (at, reason) = (at(at_text), "đếm lại".to_owned());
    fee.revisions.push(Revision { at, recorded: at, by: JUSTICE, was, is, to: to.to_owned(), reason });
}

fn of(all: &[Dossier], sealed: &Sealed) -> CashBook {
    book(all, &BTreeSet::new(), sealed, period("2018-03-01", "2018-03-31"))
}

fn said(book: &CashBook) -> Vec<(String, i64, String, String)> {
    let row = |row: &crate::report::cash::Taking| {
        (row.at.clock_and_day(), row.vnd, row.receipt.clone(), row.remark().vi)
    };
    book.rows.iter().map(row).collect()
}

fn expected(rows: &[(&str, i64, &str, &str)]) -> Vec<(String, i64, String, String)> {
    let own = |text: &str| text.to_owned();
    rows.iter().map(|(at, vnd, receipt, remark)| (own(at), *vnd, own(receipt), own(remark))).collect()
}

/// The fifth was handed over at a quarter to five.
fn sealed() -> Sealed {
    [(day("2018-03-05"), at("2018-03-05T16:45"))].into()
}

#[test]
fn on_its_own_day_a_correction_goes_into_its_row() {
    let mut one = paid(1, "2018-03-05T08:00");
    revise(&mut one, "2018-03-05T09:00", |is| is.vnd = 9_000);
    revise(&mut one, "2018-03-05T10:00", |is| is.receipt = "BL 2".to_owned());
    for sealed in [Sealed::new(), sealed()] {
        let book = of(&[one.clone()], &sealed);
        let remark =
            "đã sửa 09:00: 15.000 đ → 9.000 đ (đếm lại); đã sửa 10:00: số biên lai “BL 1” → “BL 2” (đếm lại)";
        assert_eq!(said(&book), expected(&[("08:00 05/03/2018", 9_000, "BL 2", remark)]));
        assert_eq!((book.total.count, book.total.vnd, book.corrected.count), (1, 9_000, 0));
    }
    revise(&mut one, "2018-03-05T11:00", |is| {
        (is.payment, is.receipt) = (Payment::Exempt, String::new());
        is.exempt_reason = "hộ nghèo".to_owned();
    });
    let book = of(&[one.clone()], &Sealed::new());
    assert_eq!((book.rows.len(), book.exempt, book.total.vnd), (1, 1, 0));
    revise(&mut one, "2018-03-05T12:00", |is| {
        (is.payment, is.exempt_reason) = (Payment::Owed, String::new());
    });
    assert_eq!(of(&[one], &Sealed::new()).rows.len(), 0, "nothing was taken after all");
}

#[test]
fn after_the_hand_over_it_is_a_row_of_its_own() {
    let mut one = paid(1, "2018-03-05T08:00");
    let before = of(&[one.clone()], &Sealed::new());
    revise(&mut one, "2018-03-05T17:00", |is| is.vnd = 9_000);
    revise(&mut one, "2018-03-06T08:00", |is| is.receipt = "BL 2".to_owned());
    let rows = [
        ("08:00 05/03/2018", 15_000, "BL 1", "sửa ở dòng 17:00 05/03/2018"),
        (
            "17:00 05/03/2018",
            -6_000,
            "BL 1",
            "sửa: 15.000 đ → 9.000 đ (đếm lại); sửa ở dòng 08:00 06/03/2018",
        ),
        ("08:00 06/03/2018", 0, "BL 2", "sửa: số biên lai “BL 1” → “BL 2” (đếm lại)"),
    ];
    let book = of(&[one.clone()], &sealed());
    assert_eq!(said(&book), expected(&rows));
    assert_eq!((book.total.count, book.total.vnd), (1, 9_000));
    assert_eq!((book.corrected.count, book.corrected.vnd, book.count()), (2, -6_000, 3));
    // Without a hand-over the first goes into its row, and another day is another day all the same.
    let open = of(&[one.clone()], &Sealed::new());
    assert_eq!(open.rows.iter().map(|row| row.vnd).collect::<Vec<_>>(), [9_000, 0]);
    // The sums by procedure and by officer are those of the rows, and the day that was handed over keeps its paper.
    assert_eq!(book.by_procedure.iter().map(|(_, sum)| sum.vnd).sum::<i64>(), 9_000);
    assert_eq!(book.by_officer.iter().map(|(_, sum)| sum.vnd).collect::<Vec<_>>().iter().sum::<i64>(), 9_000);
    let fifth = day("2018-03-05");
    let rows =
        |book: &CashBook| book.rows.iter().filter(|row| row.at.day() == fifth).cloned().collect::<Vec<_>>();
    let (then, now) = (rows(&before), rows(&book));
    let (then, now): (Vec<_>, Vec<_>) = (then.iter().collect(), now.iter().collect());
    let till = Till::of(fifth, &then, None);
    let ask = HandOver {
        day: fifth,
        to: "Trần Thị Kế".to_owned(),
        counted_vnd: 15_000,
        seen: till.book,
        reason: String::new(),
        first: till.first.clone(),
        last: till.last.clone(),
    };
    let handed = till.handed(&ask, &then, RECEPTION, at("2018-03-05T16:45"));
    let till = Till::of(fifth, &now, Some(handed));
    assert_eq!((till.book.vnd, till.late.count, till.late.vnd, till.changed.count), (9_000, 1, -6_000, 0));
}

#[test]
fn money_that_goes_back_is_minus_on_its_day() {
    let mut one = paid(1, "2018-03-05T08:00");
    revise(&mut one, "2018-03-07T09:00", |is| is.repaid_vnd = 10_000);
    let book = of(&[one.clone()], &Sealed::new());
    let rows = [
        ("08:00 05/03/2018", 15_000, "BL 1", ""),
        ("09:00 07/03/2018", -10_000, "BL 1", "hoàn lại cho Lê Thị Bưởi (đếm lại)"),
    ];
    assert_eq!(said(&book), expected(&rows));
    assert_eq!((one.fee.held_vnd(), one.fee.is_held(), book.total.vnd), (5_000, true, 5_000));
    let seventh = day("2018-03-07");
    let rows: Vec<_> = book.rows.iter().filter(|row| row.at.day() == seventh).collect();
    let till = Till::of(seventh, &rows, None);
    assert_eq!((till.book.count, till.book.vnd, till.corrected.count), (0, -10_000, 1));
    let ask = |counted_vnd, reason: &str| HandOver {
        day: seventh,
        to: "Trần Thị Kế".to_owned(),
        counted_vnd,
        seen: till.book,
        reason: reason.to_owned(),
        first: String::new(),
        last: String::new(),
    };
    assert!(till.judge(&ask(0, ""), seventh).is_err(), "the till was short, so say who paid");
    assert_eq!(till.judge(&ask(0, "kế toán ứng tiền"), seventh), Ok(()));
    assert!(book.in_short().iter().any(|said| said.contains("1 dòng sửa, hoàn lại: −10.000 đồng")));
}

/// What was owed and paid before the return stands at the moment of the correction.
#[test]
fn an_owed_fee_that_is_paid_early_stands_where_it_was_paid() {
    let mut one = paid(1, "2018-03-05T08:00");
    (one.fee.payment, one.fee.receipt) = (Payment::Owed, String::new());
    revise(&mut one, "2018-03-06T09:00", |is| {
        (is.payment, is.receipt) = (Payment::Taken, "BL 9".to_owned());
    });
    let owing = BTreeSet::from([one.id]);
    let book = book(&[one], &owing, &Sealed::new(), period("2018-03-01", "2018-03-31"));
    assert_eq!(said(&book), expected(&[("09:00 06/03/2018", 15_000, "BL 9", "thu sau tiếp nhận")]));
    assert_eq!((book.total.count, book.corrected.count), (1, 0));
}

proptest! {
    /// Whatever is corrected, given back and paid at the return, and whichever days were handed over: the rows of a
    /// dossier add up to what the counter has of it.
    #[test]
    fn the_rows_add_up_to_the_money(seed in any::<u64>(), owed in any::<bool>(), steps in 1_usize..9) {
        let mut dice = Dice::new(seed);
        let mut one = paid(1, "2018-03-05T08:00");
        if owed {
            (one.fee.payment, one.fee.receipt) = (Payment::Owed, String::new());
        }
        let by = ward().officer(RECEPTION).expect("there").clone();
        let mut now = at("2018-03-05T08:00");
        let mut sealed = Sealed::new();
        let mut record = Some(one);
        for _ in 0..steps {
            let minutes = if dice.percent(40) { 24 * 60 } else { i64::try_from(dice.below(200)).unwrap_or(0) };
            now = now.plus_minutes(1 + minutes);
            if dice.percent(30) {
                sealed.entry(now.day()).or_insert(now.plus_minutes(-1));
            }
            let dossier = record.as_mut().expect("there");
            if dossier.fee.payment == Payment::Owed && dossier.handed_over.is_none() && dice.percent(40) {
                (dossier.fee.payment, dossier.fee.receipt) = (Payment::Taken, "BL 7".to_owned());
                dossier.handed_over = Some(over(now));
                dossier.status = Status::Returned;
                continue;
            }
            let ctx = Ctx { now, happened: now, claimed: now, by: &by, lane: None, reissued: None, ward: ward() };
            let act = any::act(&mut dice, &ctx, record.as_ref(), Kind::CorrectFee);
            for fact in decide(&ctx, crate::script::dossier_id(1), record.as_ref(), &act).unwrap_or_default() {
                apply(&mut record, &fact);
            }
        }
        let one = record.expect("there");
        let rows = rows_of(&one, owed, &sealed);
        prop_assert_eq!(rows.iter().map(|row| row.vnd).sum::<i64>(), one.fee.held_vnd(), "{:?} {:?}", rows, one.fee);
        prop_assert!(rows.iter().filter(|row| row.bears_number()).count() <= 1);
    }
}

fn over(at: Moment) -> HandedOver {
    HandedOver {
        at,
        to: String::new(),
        slip_collected: true,
        statement: String::new(),
        given: None,
        by: RECEPTION,
    }
}
