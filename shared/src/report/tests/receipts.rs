//! The next number of a receipt book, and one that stands already.

use super::{at, dossier};
use crate::demo::{HEAD, JUSTICE, RECEPTION};
use crate::dossier::record::{Fee, Payment};
use crate::dossier::{Dossier, Status};
use crate::id::OfficerId;
use crate::report::receipts::Receipts;

fn paid(n: u128, at_text: &str, by: OfficerId, receipt: &str) -> Dossier {
    Dossier {
        received_at: Some(at(at_text)),
        received_by: Some(by),
        fee: Fee { payment: Payment::Taken, receipt: receipt.to_owned(), ..Fee::default() },
        ..dossier(n, "HT-09", Status::InWork)
    }
}

/// Each goes on in the book that they write in; who has none yet, in the one that was used last.
#[test]
fn the_next_number_follows_the_book_that_the_officer_writes_in() {
    let all = [
        paid(1, "2018-03-05T08:00", RECEPTION, "BL 0001"),
        paid(2, "2018-03-05T09:00", JUSTICE, "BL 0051"),
        paid(3, "2018-03-05T10:00", RECEPTION, ""),
        paid(4, "2018-03-05T08:30", RECEPTION, "BL 0002"),
    ];
    let next = |me| Receipts::of(&all, me).next();
    assert_eq!(next(RECEPTION).as_deref(), Some("BL 0003"));
    assert_eq!(next(JUSTICE).as_deref(), Some("BL 0052"));
    assert_eq!(next(HEAD).as_deref(), Some("BL 0052"));
    assert_eq!(Receipts::of(&all[2..3], RECEPTION).next(), None, "nothing was written yet");
    // A colleague has gone on in the same book.
    let shared = [all[3].clone(), paid(5, "2018-03-05T11:00", JUSTICE, "bl0003")];
    assert_eq!(Receipts::of(&shared, RECEPTION).next().as_deref(), Some("BL 0004"));
}

#[test]
fn a_number_that_stands_somewhere_is_said_at_once() {
    let mut all: Vec<Dossier> = (1..=5).map(|n| paid(n, "2018-03-05T08:00", RECEPTION, "BL 0007")).collect();
    for (n, dossier) in (1_u16..).zip(&mut all) {
        dossier.code = format!("000.21.17.H17-180305-600{n}").parse().ok();
    }
    let known = Receipts::of(&all[..1], RECEPTION);
    let said = known.used(" bl 0007", None).expect("used");
    assert_eq!(said.vi, "Số này đã ghi ở hồ sơ 180305-6001. Xem lại cuống biên lai.");
    assert_eq!(said.en, "This number stands on dossier 180305-6001 already. Look at the stub.");
    assert_eq!(known.used("BL 0007", Some(all[0].id)), None, "its own");
    assert_eq!((known.used("BL 0008", None), known.used("", None)), (None, None));
    let many = Receipts::of(&all, RECEPTION).used("BL 0007", Some(all[4].id)).expect("used");
    assert!(many.vi.contains("180305-6001, 180305-6002, 180305-6003 và 1 hồ sơ khác"), "{}", many.vi);
}
