//! The cash book: what was taken, on its day; sums that agree.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{at, day, dossier, period, some_dossier, ward};
use crate::demo::{CHAIR, JUSTICE, RECEPTION};
use crate::dossier::code::Code;
use crate::dossier::record::{Fee, HandedOver, Payment};
use crate::dossier::{Dossier, Status};
use crate::id::{DossierId, OfficerId};
use crate::procedure::fee::FeeItem;
use crate::report::Cell;
use crate::report::cash::{CashBook, DaySum, Sealed, Taking, book};

fn fee(vnd: i64, payment: Payment, receipt: &str) -> Fee {
    let items = vec![FeeItem { label: String::new(), vnd, why: String::new() }];
    Fee { items, payment, receipt: receipt.to_owned(), ..Fee::default() }
}

/// Received under the short code `180305-600n`.
fn received(n: u16, at_text: &str, by: OfficerId, fee: Fee) -> Dossier {
    let received = at(at_text);
    Dossier {
        code: Some(Code { agency: ward().agency_code.clone(), day: day("2018-03-05"), number: 6000 + n }),
        received_at: Some(received),
        received_by: Some(by),
        fee,
        ..dossier(n.into(), "HT-09", Status::InWork)
    }
}

fn returned(dossier: Dossier, at_text: &str, by: OfficerId) -> Dossier {
    let over = HandedOver {
        at: at(at_text),
        to: "Lê Thị Bưởi".to_owned(),
        slip_collected: true,
        statement: String::new(),
        given: None,
        by,
    };
    Dossier { handed_over: Some(over), closed_at: Some(at(at_text)), status: Status::Returned, ..dossier }
}

fn of(all: &[Dossier], owing: &[u128], from: &str, to: &str) -> CashBook {
    let owing = owing.iter().map(|n| DossierId(uuid::Uuid::from_u128(*n))).collect();
    book(all, &owing, &Sealed::new(), period(from, to))
}

fn said(row: &Taking) -> (u128, i64, String) {
    (row.id.0.as_u128(), row.vnd, row.remark().vi)
}

#[test]
fn a_fee_stands_on_the_day_of_its_payment() {
    let taken = |receipt| fee(15_000, Payment::Taken, receipt);
    let all = [
        received(2, "2018-03-05T09:00", RECEPTION, taken("BL 0002")),
        received(1, "2018-03-05T08:00", JUSTICE, taken("")),
        // Owed on the fifth, paid on the eighth to somebody else.
        returned(
            received(3, "2018-03-05T10:00", RECEPTION, fee(8_000, Payment::Taken, "BL 0003")),
            "2018-03-08T09:00",
            CHAIR,
        ),
        // Paid on the fifth, returned on the eighth.
        returned(received(4, "2018-03-05T11:00", RECEPTION, taken("BL 0004")), "2018-03-08T09:30", CHAIR),
        received(
            5,
            "2018-03-05T12:00",
            RECEPTION,
            Fee { exempt_reason: "hộ nghèo".to_owned(), ..fee(9_000, Payment::Exempt, "") },
        ),
        received(6, "2018-03-05T13:30", RECEPTION, fee(7_000, Payment::Owed, "")),
        received(7, "2018-03-05T14:00", RECEPTION, Fee::default()),
        // Taken back before anything was paid: nobody waits for it any more.
        Dossier {
            status: Status::Withdrawn,
            ..received(8, "2018-03-05T15:00", RECEPTION, fee(7_000, Payment::Owed, ""))
        },
    ];
    let fifth = of(&all, &[3, 6, 8], "2018-03-05", "2018-03-05");
    assert_eq!(
        fifth.rows.iter().map(said).collect::<Vec<_>>(),
        [
            (1, 15_000, "chưa ghi số biên lai".to_owned()),
            (2, 15_000, String::new()),
            (4, 15_000, String::new()),
            (5, 0, "miễn: hộ nghèo".to_owned()),
        ]
    );
    assert_eq!((fifth.total.count, fifth.total.vnd, fifth.exempt, fifth.count()), (3, 45_000, 1, 4));
    assert_eq!((fifth.owed.count, fifth.owed.vnd), (1, 7_000));
    assert_eq!(fifth.in_words(), "Bốn mươi lăm nghìn đồng");
    let mut officers: Vec<_> = fifth.by_officer.iter().map(|(id, sum)| (*id, sum.vnd)).collect();
    officers.sort_by_key(|(_, vnd)| *vnd);
    assert_eq!(officers, [(JUSTICE, 15_000), (RECEPTION, 30_000)]);

    let eighth = of(&all, &[3, 6, 8], "2018-03-08", "2018-03-08");
    let row = &eighth.rows[0];
    assert_eq!(said(row), (3, 8_000, "thu khi trả kết quả".to_owned()));
    assert_eq!((eighth.rows.len(), row.by, row.at), (1, CHAIR, at("2018-03-08T09:00")));
    let both = of(&all, &[3, 6, 8], "2018-03-05", "2018-03-08");
    assert_eq!(both.total.vnd, fifth.total.vnd + eighth.total.vnd, "once, and on one day");
    let none = of(&all, &[3], "2018-03-06", "2018-03-07");
    assert_eq!((none.rows.len(), none.in_words().as_str()), (0, "Không đồng"));
}

/// Two devices without a network wrote one number: both rows say so, also where they stand in two days' books.
#[test]
fn a_receipt_number_used_twice_is_said_at_both() {
    let taken = |receipt| fee(15_000, Payment::Taken, receipt);
    let all = [
        received(1, "2018-03-05T08:00", RECEPTION, taken("BL 0007")),
        received(2, "2018-03-06T08:00", RECEPTION, taken("bl0007 ")),
        received(3, "2018-03-06T09:00", RECEPTION, taken("BL 0008")),
        received(4, "2018-03-06T10:00", RECEPTION, taken("")),
        received(5, "2018-03-06T10:00", RECEPTION, taken("")),
    ];
    let remarks = |from, to| -> Vec<String> {
        of(&all, &[], from, to).rows.iter().map(|row| row.remark().vi).collect()
    };
    assert_eq!(remarks("2018-03-05", "2018-03-05"), ["số biên lai trùng với hồ sơ 180305-6002"]);
    let without = "chưa ghi số biên lai";
    assert_eq!(
        remarks("2018-03-06", "2018-03-06"),
        ["số biên lai trùng với hồ sơ 180305-6001", "", without, without]
    );
    // Somebody writes the same into every form: the row stays readable.
    let lazy: Vec<Dossier> =
        (1..=9).map(|n| received(n, "2018-03-05T08:00", RECEPTION, taken("x"))).collect();
    let rows = of(&lazy, &[], "2018-03-05", "2018-03-05").rows;
    let said = "số biên lai trùng với hồ sơ 180305-6001, 180305-6002, 180305-6003 và 5 hồ sơ khác";
    assert_eq!(rows[8].remark().vi, said);
}

proptest! {
    /// However the year is cut, its books add up to the whole; the file's sum is the page's.
    #[test]
    fn the_sums_agree(
        all in prop::collection::vec((some_dossier(), 0_i64..50_000, 0_u8..4, any::<bool>()), 0..25),
        cut in 1_i64..200,
    ) {
        let mut owing = BTreeSet::new();
        let all: Vec<Dossier> = all.into_iter().map(|(dossier, vnd, payment, later)| {
            let payment = [Payment::Free, Payment::Owed, Payment::Taken, Payment::Exempt][usize::from(payment)];
            if later {
                owing.insert(dossier.id);
            }
            let over = dossier.finished_at.map(|at| HandedOver { at, to: String::new(), slip_collected: true,
                statement: String::new(), given: None, by: JUSTICE });
            Dossier { received_by: Some(RECEPTION), handed_over: over, fee: fee(vnd, payment, "BL 1"), ..dossier }
        }).collect();
        let middle = day("2018-09-01").plus(cut);
        let make = |from: &str, to: &str| book(&all, &owing, &Sealed::new(), period(from, to));
        let whole = make("2018-01-01", "2020-12-31");
        let (before, after) = (middle.to_string(), middle.next().to_string());
        let parts = [make("2018-01-01", &before), make(&after, "2020-12-31")];
        prop_assert_eq!(whole.total.vnd, parts.iter().map(|part| part.total.vnd).sum::<i64>());
        prop_assert_eq!(whole.count(), parts.iter().map(CashBook::count).sum::<usize>());
        for book in parts.iter().chain([&whole]) {
            let table = book.table(ward());
            let in_file: i64 = table.rows.iter().map(|row| row[6].number()).sum();
            prop_assert_eq!(in_file, book.total.vnd);
            prop_assert_eq!(&table.total[6], &Cell::Number(book.total.vnd));
            prop_assert!(table.rows.iter().chain([&table.total]).all(|row| row.len() == table.columns.len()));
            let days = || book.by_day.iter();
            prop_assert_eq!(days().map(|of| of.sum.vnd).sum::<i64>(), book.total.vnd);
            prop_assert_eq!(days().map(|of| of.exempt).sum::<u32>(), book.exempt);
            prop_assert_eq!(days().map(DaySum::count).sum::<usize>(), book.count());
            prop_assert!(book.by_day.is_sorted_by(|a, b| a.day < b.day));
            for of in days() {
                let rows = book.rows.iter().filter(|row| row.at.day() == of.day);
                prop_assert_eq!(rows.clone().map(|row| row.vnd).sum::<i64>(), of.sum.vnd);
                prop_assert_eq!(rows.count(), of.count());
            }
            prop_assert_eq!(&book.clone().first(0).by_day, &book.by_day, "of all rows");
            for (_, sums) in book.sums(ward()) {
                prop_assert_eq!(sums.iter().map(|(_, sum)| sum.vnd).sum::<i64>(), book.total.vnd);
                prop_assert_eq!(sums.iter().map(|(_, sum)| sum.count).sum::<u32>(), book.total.count);
            }
            prop_assert!(book.rows.iter().all(|row| !row.is_exempt() || row.vnd == 0));
        }
    }
}
