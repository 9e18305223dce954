//! A day's money goes to the accountant: once, with its reasons, and stays as it was written.

use std::collections::BTreeSet;

use expect_test::expect;

use super::{at, day, dossier, period, ward};
use crate::demo::RECEPTION;
use crate::dossier::record::{Fee, Payment};
use crate::dossier::{Dossier, Status};
use crate::moment::Day;
use crate::paper::till::sheet;
use crate::procedure::fee::FeeItem;
use crate::refusal::Refusal;
use crate::report::cash::{CashBook, Sealed, Taking, book};
use crate::report::till::{HandOver, Handed, Till, difference, vnd_typed};

fn fee(n: u16, at_text: &str, vnd: i64, payment: Payment, receipt: &str) -> Dossier {
    let items = vec![FeeItem { label: String::new(), vnd, why: String::new() }];
    Dossier {
        received_at: Some(at(at_text)),
        received_by: Some(RECEPTION),
        fee: Fee { items, payment, receipt: receipt.to_owned(), ..Fee::default() },
        ..dossier(n.into(), "HT-09", Status::InWork)
    }
}

fn fifth() -> Day {
    day("2018-03-05")
}

fn dossiers() -> Vec<Dossier> {
    vec![
        fee(1, "2018-03-05T08:00", 15_000, Payment::Taken, "BL 10"),
        fee(2, "2018-03-05T09:00", 8_000, Payment::Taken, "BL 9"),
        fee(3, "2018-03-05T10:00", 20_000, Payment::Taken, ""),
        fee(4, "2018-03-05T11:00", 8_000, Payment::Exempt, ""),
        fee(5, "2018-03-06T08:00", 5_000, Payment::Taken, "BL 11"),
    ]
}

fn of(all: &[Dossier]) -> CashBook {
    book(all, &BTreeSet::new(), &Sealed::new(), period("2018-03-01", "2018-03-31"))
}

fn rows(book: &CashBook) -> Vec<&Taking> {
    book.rows.iter().filter(|row| row.at.day() == fifth()).collect()
}

fn till(book: &CashBook, handed: Option<Handed>) -> Till {
    Till::of(fifth(), &rows(book), handed)
}

fn ask(till: &Till) -> HandOver {
    HandOver {
        day: fifth(),
        to: " Trần  Thị Kế ".to_owned(),
        counted_vnd: till.book.vnd,
        seen: till.book,
        reason: String::new(),
        first: till.first.clone(),
        last: till.last.clone(),
    }
}

fn faults(verdict: Result<(), Refusal>) -> Vec<String> {
    match verdict {
        Ok(()) => vec![],
        Err(Refusal::Fields { faults }) => {
            assert!(faults.iter().all(|fault| !fault.vi.is_empty() && !fault.en.is_empty()));
            faults.into_iter().map(|fault| fault.field).collect()
        }
        Err(other) => panic!("{other:?}"),
    }
}

fn handed(book: &CashBook) -> Handed {
    let till = till(book, None);
    till.judge(&ask(&till), fifth()).expect("right");
    till.handed(&ask(&till), &rows(book), RECEPTION, at("2018-03-05T16:45"))
}

#[test]
fn a_day_knows_its_sum_its_numbers_and_who_took_what() {
    let book = of(&dossiers());
    let till = till(&book, None);
    assert_eq!((till.book.count, till.book.vnd, till.exempt, till.unnumbered), (3, 43_000, 1, 1));
    assert_eq!((till.first.as_str(), till.last.as_str()), ("BL 9", "BL 10"), "by number, not by letter");
    let days = Till::days(&book, vec![]);
    assert_eq!(
        days.iter().map(|till| (till.day, till.book.vnd)).collect::<Vec<_>>(),
        [(fifth(), 43_000), (day("2018-03-06"), 5_000)]
    );
    let whole: i64 = days.iter().map(|till| till.book.vnd).sum();
    assert_eq!(whole, book.total.vnd, "the days add up to the book");
}

#[test]
fn what_is_missing_is_said_at_its_field() {
    let till = till(&of(&dossiers()), None);
    let right = ask(&till);
    assert_eq!(faults(till.judge(&right, fifth())), [""; 0]);
    let cases = [
        (HandOver { to: " ".to_owned(), ..right.clone() }, "till_to"),
        (HandOver { counted_vnd: -1, ..right.clone() }, "till_counted"),
        (HandOver { counted_vnd: i64::MAX, ..right.clone() }, "till_counted"),
        (HandOver { counted_vnd: 42_000, ..right.clone() }, "till_reason"),
        (HandOver { last: String::new(), ..right.clone() }, "till_last"),
        (HandOver { first: "x".repeat(41), ..right.clone() }, "till_first"),
        (HandOver { reason: "x".repeat(2_001), ..right.clone() }, "till_reason"),
    ];
    for (wrong, field) in cases {
        assert_eq!(faults(till.judge(&wrong, fifth())), [field], "{wrong:?}");
    }
    let explained = HandOver { counted_vnd: 42_000, reason: "trả lại thừa".to_owned(), ..right };
    assert_eq!(till.judge(&explained, fifth()), Ok(()));
    let book = of(&dossiers());
    let kept = |ask: &HandOver| till.handed(ask, &rows(&book), RECEPTION, at("2018-03-05T16:45")).reason;
    assert_eq!(kept(&explained), "trả lại thừa");
    assert_eq!(kept(&HandOver { counted_vnd: 43_000, ..explained }), "", "what agrees is not explained");
}

#[test]
fn a_day_that_cannot_be_handed_over_says_why() {
    let till = till(&of(&dossiers()), None);
    let said = |verdict: Result<(), Refusal>| verdict.expect_err("refused").sentence().vi;
    assert!(said(till.judge(&ask(&till), fifth().plus(-1))).contains("chưa tới"));
    let nothing = Till::of(fifth(), &[], None);
    assert!(said(nothing.judge(&ask(&nothing), fifth())).contains("không có gì để bàn giao"));
    let mut old = ask(&till);
    old.seen.count = 2;
    assert!(said(till.judge(&old, fifth())).contains("nay là 3 lượt thu, 43.000 đ"));
}

#[test]
fn a_day_is_handed_over_once() {
    let book = of(&dossiers());
    let again = till(&book, Some(handed(&book)));
    let said = again.judge(&ask(&again), fifth()).expect_err("twice").sentence();
    assert_eq!(
        said.vi,
        "Quỹ ngày 05/03/2018 đã bàn giao cho Trần Thị Kế lúc 16:45 05/03/2018; mỗi ngày bàn giao một lần."
    );
}

#[test]
fn what_comes_in_later_stands_beside_what_was_written() {
    let mut all = dossiers();
    let handed = handed(&of(&all));
    let before = handed.clone();
    // A device without a network brings another receipt of that day; one fee is found to be exempt; one sum changes.
    all.push(fee(6, "2018-03-05T09:30", 7_000, Payment::Taken, "BL 12"));
    all[0].fee.payment = Payment::Exempt;
    all[1].fee.items[0].vnd = 9_000;
    let till = till(&of(&all), Some(handed));
    assert_eq!(till.handed.as_ref(), Some(&before), "the paper stays true");
    assert_eq!((till.late.count, till.late.vnd), (1, 7_000));
    assert_eq!((till.changed.count, till.changed.vnd), (2, 23_000));
    let same = self::till(&of(&dossiers()), Some(before));
    assert_eq!((same.late.count, same.changed.count), (0, 0));
}

#[test]
fn a_hand_over_of_a_day_whose_fees_are_gone_is_still_shown() {
    let handed = handed(&of(&dossiers()));
    let days = Till::days(&of(&[]), vec![handed]);
    assert_eq!((days.len(), days[0].book.count, days[0].changed.count), (1, 0, 3));
}

#[test]
fn a_sum_is_read_as_people_write_it() {
    for typed in ["1.250.000", "1,250,000", " 1250000 đ ", "1 250 000"] {
        assert_eq!(vnd_typed(typed), Some(1_250_000), "{typed}");
    }
    for typed in ["", "đ", "-5", "1tr2", "12345678901234567890123"] {
        assert_eq!(vnd_typed(typed), None, "{typed}");
    }
}

#[test]
fn the_difference_is_said_in_words() {
    let said = |vnd| difference(vnd).vi;
    assert_eq!([said(0), said(5_000), said(-5_000)], ["khớp sổ", "thừa 5.000 đ", "thiếu 5.000 đ"]);
}

#[test]
fn both_sign_what_was_handed_over() {
    let mut handed = handed(&of(&dossiers()));
    handed.counted_vnd = 42_000;
    handed.reason = "trả lại thừa một người".to_owned();
    let paper = sheet(ward(), &handed).expect("a letterhead");
    expect![[r#"
        ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
        ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
        BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ
        Hòa Hiệp Bắc, ngày 05 tháng 3 năm 2018
        BIÊN BẢN BÀN GIAO QUỸ
        (Bản 1: Bên giao)
        (Bản 2: Kế toán)
        Bên giao: Phạm Thị Kim Oanh, Cán bộ tiếp nhận
        Bên nhận (kế toán): Trần Thị Kế
        Thời gian bàn giao: 16 giờ 45 phút, ngày 05 tháng 3 năm 2018
        Tiền phí, lệ phí thu ngày: 05/03/2018
        STT | Thủ tục | Số lượt thu | Số tiền (đồng)
        1 | Cấp Giấy xác nhận tình trạng hôn nhân | 3 | 43.000
         | Cộng | 3 | 43.000
        Tổng theo sổ: 43.000 đồng (Bốn mươi ba nghìn đồng)
        Tiền đếm được: 42.000 đồng (Bốn mươi hai nghìn đồng)
        Chênh lệch: thiếu 1.000 đ
        Lý do chênh lệch: trả lại thừa một người
        Trường hợp miễn: 1
        Biên lai: từ số BL 9 đến số BL 10; 1 khoản chưa ghi số biên lai
        Biên bản lập thành 02 bản, mỗi bên giữ 01 bản.
        NGƯỜI GIAO (Ký và ghi rõ họ tên) Phạm Thị Kim Oanh
        NGƯỜI NHẬN (Ký và ghi rõ họ tên) Trần Thị Kế"#]]
    .assert_eq(&paper.text());
}
