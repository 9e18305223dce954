//! What the server leaves to a person: two corrections, two receptions of one wish, a clock that is not believed.

use super::{Book, at, author, monday, receive, ward, write, write_after};
use crate::demo;
use crate::dossier::amend::{Amend, Details};
use crate::dossier::confirm_time::ConfirmTime;
use crate::dossier::receive::Receive;
use crate::dossier::record::{Applicant, Contact, Dispute};
use crate::dossier::settle::Settle;
use crate::dossier::stop::Withdraw;
use crate::dossier::twin::NotDuplicate;
use crate::dossier::{Act, Dossier, Kind, Status};
use crate::id::{DossierId, OfficerId};
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::script::{dossier_id, forms};
use crate::sync::client::Place;
use crate::sync::wire::{Anchor, Outcome, Over};

fn h1() -> DossierId {
    dossier_id(1)
}

fn phone(phone: &str, seen_version: u32) -> Act {
    let details = Details::Contact(Contact { phone: phone.to_owned(), ..Contact::default() });
    Act::Amend(Amend { details, seen_version, reason: String::new(), leaves_kept: true, keeps_old: true })
}

/// H1 with one phone in use and two kept.
fn three_phones() -> Book {
    let mut book = Book::default();
    book.does(&mut author(demo::RECEPTION), h1(), at(8, 0), receive());
    book.does(&mut author(demo::RECEPTION), h1(), at(9, 0), phone("0905000001", 0));
    book.does(&mut author(demo::JUSTICE), h1(), at(9, 1), phone("0905000002", 0));
    book.does(&mut author(demo::HEAD), h1(), at(9, 3), phone("0905000003", 0));
    book
}

fn settle(book: &mut Book, who: OfficerId, which: usize, take: bool) -> Outcome {
    let record = &book.records[&h1()];
    let act = Settle::of(&record.corrections[which], record, take);
    book.does(&mut author(who), h1(), at(10, 0), Act::Settle(act))
}

#[test]
fn a_person_chooses_which_of_two_corrections_stands() {
    let mut book = three_phones();
    let kept = |book: &Book| -> Vec<(OfficerId, String)> {
        let value = |details: &Details| match details {
            Details::Contact(contact) => contact.phone.clone(),
            Details::Applicant(_) => unreachable!(),
        };
        book.records[&h1()].corrections.iter().map(|kept| (kept.by, value(&kept.value))).collect()
    };
    assert_eq!(
        kept(&book),
        [(demo::JUSTICE, "0905000002".to_owned()), (demo::HEAD, "0905000003".to_owned())]
    );
    assert!(matches!(settle(&mut book, demo::HEAD, 0, true), Outcome::Applied { .. }));
    assert_eq!(book.records[&h1()].contact.phone, "0905000002");
    assert_eq!(kept(&book), [(demo::HEAD, "0905000003".to_owned())], "the other one is still a question");
    assert!(matches!(settle(&mut book, demo::RECEPTION, 0, false), Outcome::Applied { .. }));
    let record = &book.records[&h1()];
    assert_eq!((record.contact.phone.as_str(), record.corrections.len()), ("0905000002", 0));
    let notes: Vec<_> = record.history.iter().rev().take(2).map(|trace| trace.note.as_str()).collect();
    assert_eq!(
        notes,
        [
            "Liên hệ: điện thoại “0905000003” → “0905000002”, giữ bản đang dùng, bỏ bản của #2",
            "Liên hệ: điện thoại “0905000001” → “0905000002”, dùng bản của #3"
        ]
    );
}

#[test]
fn what_was_not_compared_is_not_chosen() {
    let mut book = three_phones();
    let record = &book.records[&h1()];
    let first = Settle::of(&record.corrections[0], record, true);
    let base = record.rev;
    let late = write(&mut author(demo::RECEPTION), h1(), base, at(10, 5), Act::Settle(first.clone()));
    assert!(matches!(settle(&mut book, demo::HEAD, 0, false), Outcome::Applied { .. }));
    cov_mark::check!(settled_already);
    let outcome = book.judge(&late);
    let over = Over::Step { refusal: Refusal::Settled };
    assert_eq!(outcome, Outcome::Conflict { over, by: demo::HEAD, at: at(10, 0), seq: 0 });
    let second =
        Settle { seen_version: 7, ..Settle::of(&book.records[&h1()].corrections[0], record_of(&book), true) };
    let refused = book.does(&mut author(demo::RECEPTION), h1(), at(10, 6), Act::Settle(second));
    assert_eq!(
        refused,
        Outcome::Rejected { refusal: Refusal::Settled },
        "the value in use is another one now"
    );
}

fn record_of(book: &Book) -> &Dossier {
    &book.records[&h1()]
}

fn receive_of(name: &str, number: &str, birth: &str, procedure: &str) -> Act {
    let mut receive: Receive = forms::receive(ward(), procedure, monday());
    receive.form.applicant = Applicant {
        name: name.to_owned(),
        number: number.to_owned(),
        birth: birth.to_owned(),
        ..receive.form.applicant
    };
    Act::Receive(receive)
}

#[test]
fn a_second_reception_of_one_wish_is_flagged_and_nothing_else() {
    const NUMBER: &str = "048190004217";
    let hoa = |number: &str| receive_of("Nguyễn Thị Lý Hoa", number, "12/03/1990", "HT-09");
    let (mut book, mut oanh) = (Book::default(), author(demo::RECEPTION));
    let mut does = |n: u128, when: Moment, act: Act| {
        let outcome = book.does(&mut oanh, dossier_id(n), when, act);
        assert!(matches!(outcome, Outcome::Applied { .. }), "{n}: {outcome:?}");
        book.records[&dossier_id(n)].possible_duplicate
    };
    assert_eq!(does(1, at(8, 0), hoa(NUMBER)), None);
    assert_eq!(does(2, at(8, 30), hoa(NUMBER)), Some(dossier_id(1)));
    assert_eq!(does(3, at(8, 40), hoa(NUMBER)), Some(dossier_id(1)), "the earliest is named");
    assert_eq!(does(4, at(8, 50), hoa("")), Some(dossier_id(1)), "by name and birth, without a number");
    assert_eq!(does(5, at(9, 0), receive_of("NGUYỄN THỊ  LÝ HOA", "", "13/03/1990", "HT-09")), None);
    assert_eq!(does(6, at(9, 10), receive_of("Nguyễn Thị Lý Hoa", NUMBER, "12/03/1990", "DD-03")), None);
    assert_eq!(does(7, Moment::at(monday().next(), 8, 0), hoa(NUMBER)), None, "another day");
    let withdraw = || Act::Withdraw(Withdraw { reason: "Nộp nhầm".to_owned(), returned: vec![] });
    for n in [1, 2, 3, 4, 7] {
        does(n, Moment::at(monday().next(), 9, 0), withdraw());
    }
    let again = Moment::at(monday().next(), 10, 0);
    assert_eq!(does(8, again, hoa(NUMBER)), None, "who withdrew may come again");
}

#[test]
fn a_person_says_that_it_is_no_duplicate() {
    let mut book = Book::default();
    let mut oanh = author(demo::RECEPTION);
    book.does(&mut oanh, h1(), at(8, 0), receive());
    book.does(&mut oanh, dossier_id(2), at(8, 5), receive());
    let mut denies = |other| {
        let act = Act::NotDuplicate(NotDuplicate { other });
        book.does(&mut author(demo::JUSTICE), dossier_id(2), at(9, 0), act)
    };
    assert_eq!(
        denies(dossier_id(3)),
        Outcome::Rejected { refusal: Refusal::Settled },
        "that was not the question"
    );
    assert!(matches!(denies(h1()), Outcome::Applied { .. }));
    assert_eq!(denies(h1()), Outcome::Rejected { refusal: Refusal::Settled });
    assert_eq!((book.records.len(), book.records[&dossier_id(2)].possible_duplicate), (2, None));
}

fn friday() -> Moment {
    Moment::at(monday().plus(-3), 16, 0)
}

/// Received on Monday at 15:00, as the server saw it, by a clock that stood at Friday afternoon.
fn disputed() -> (Book, Dispute) {
    let place = Place {
        seen: at(8, 0),
        anchor: Some(Anchor { server: at(8, 0), local: at(8, 0) }),
        ..Place::default()
    };
    let mut book = Book::default();
    let mut oanh = author(demo::RECEPTION);
    // The device hears the server at 8:00, and its clock is wound back after the number was given.
    let mut command =
        write_after(&mut oanh, &place, h1(), 0, at(8, 1), receive()).body.open().expect("a command");
    command.at = friday();
    book.judge_at(at(15, 0), Moment::default(), &command);
    let dispute = Dispute { kind: Kind::Receive, by: demo::RECEPTION, claimed: friday(), used: at(15, 0) };
    assert_eq!(book.records[&h1()].disputes, std::slice::from_ref(&dispute));
    (book, dispute)
}

#[test]
fn the_head_confirms_when_it_was_and_the_due_moment_follows() {
    let (mut book, of) = disputed();
    let before = book.records[&h1()].clone();
    assert!(before.time_disputed && before.received_at == Some(at(15, 0)));
    let mut does = |who, moment, of: &Dispute| {
        let act = Act::ConfirmTime(ConfirmTime { of: of.clone(), at: moment });
        book.does(&mut author(who), h1(), at(15, 30), act)
    };
    let needs = vec![crate::officer::Role::Head];
    assert_eq!(
        does(demo::RECEPTION, of.claimed, &of),
        Outcome::Rejected { refusal: Refusal::NotPermitted { needs } }
    );
    assert!(matches!(does(demo::HEAD, at(9, 0), &of), Outcome::Rejected { .. }), "only one of the two");
    assert!(matches!(does(demo::HEAD, of.claimed, &of), Outcome::Applied { .. }));
    assert_eq!(does(demo::HEAD, of.used, &of), Outcome::Rejected { refusal: Refusal::Settled }, "once");
    let after = &book.records[&h1()];
    let due = ward().calendar.due(of.claimed, after.term).expect("a calendar of 2018").at;
    assert_eq!((after.received_at, after.due_first, after.due), (Some(of.claimed), Some(due), Some(due)));
    assert!(after.due < before.due && after.promised == after.due);
    assert_eq!((after.time_disputed, after.disputes.len()), (false, 0));
    let first = &after.history[0];
    assert_eq!((first.at, first.recorded), (of.claimed, Some(of.used)));
    let note = &after.last_trace().expect("a history").note;
    assert!(note.starts_with("Tiếp nhận 16:00 02/03/2018, không phải 15:00 05/03/2018; hạn "), "{note}");
}

#[test]
fn the_servers_moment_can_be_confirmed_too() {
    let (mut book, of) = disputed();
    let before = book.records[&h1()].clone();
    let act = Act::ConfirmTime(ConfirmTime { at: of.used, of });
    assert!(matches!(book.does(&mut author(demo::HEAD), h1(), at(15, 30), act), Outcome::Applied { .. }));
    let after = &book.records[&h1()];
    assert_eq!((after.received_at, after.due), (before.received_at, before.due));
    assert!(!after.time_disputed && after.status == Status::Received);
}

#[test]
fn no_step_is_confirmed_before_the_one_it_follows() {
    let mut book = Book::default();
    book.does(&mut author(demo::RECEPTION), h1(), at(9, 0), receive());
    let base = book.records[&h1()].rev;
    let withdraw = Act::Withdraw(Withdraw { reason: "Nộp nhầm".to_owned(), returned: vec![] });
    let command = write(&mut author(demo::RECEPTION), h1(), base, at(8, 0), withdraw).body.open().unwrap();
    book.judge_at(at(11, 0), Moment::default(), &command);
    let of = book.records[&h1()].disputes[0].clone();
    assert_eq!((of.claimed, of.used), (at(8, 0), at(11, 0)));
    let act = Act::ConfirmTime(ConfirmTime { at: of.claimed, of: of.clone() });
    let outcome = book.does(&mut author(demo::HEAD), h1(), at(12, 0), act);
    assert!(matches!(outcome, Outcome::Rejected { refusal: Refusal::Fields { .. } }), "{outcome:?}");
    let act = Act::ConfirmTime(ConfirmTime { at: of.used, of });
    assert!(matches!(book.does(&mut author(demo::HEAD), h1(), at(12, 0), act), Outcome::Applied { .. }));
    assert_eq!(book.records[&h1()].closed_at, Some(at(11, 0)));
}
