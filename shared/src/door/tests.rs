//! What may come through the door, and what it leaves.

mod photo;
mod veil;

use proptest::prelude::*;

use super::*;
use crate::ctx::Ctx;
use crate::demo;
use crate::dossier::intake::{AskBefore, Refuse};
use crate::dossier::{self, Act};
use crate::id::OfficerId;
use crate::moment::Day;

fn nine() -> Moment {
    Moment::at(Day::new(2018, 11, 22).expect("a day"), 9, 0)
}

fn ward() -> Ward {
    demo::ward().expect("the standard data")
}

fn single(ward: &Ward) -> Procedure {
    ward.catalogue.in_force("HT-09", nine().day()).expect("a procedure").clone()
}

fn apply(procedure: &Procedure) -> Apply {
    Apply {
        id: DossierId(Uuid::from_u128(0x1234_5678_9abc_4def_8123_4567_89ab_cdef)),
        secret: "K7M2QP".to_owned(),
        procedure: procedure.reference(),
        applicant: Applicant {
            name: "  Hồ  Canary\u{0} Lợi ".to_owned(),
            birth: "1980".to_owned(),
            ..Applicant::default()
        },
        contact: Contact { phone: "0905 123 456".to_owned(), ..Contact::default() },
        papers: BTreeSet::from([0, 999]),
        photos: BTreeMap::new(),
    }
}

fn fields(refusal: Refusal) -> Vec<String> {
    let Refusal::Fields { faults } = refusal else { panic!("{refusal:?}") };
    faults.into_iter().map(|fault| fault.field).collect()
}

fn by(ward: &Ward, officer: OfficerId, at: Moment) -> Ctx<'_> {
    let by = ward.officer(officer).expect("works here");
    Ctx { now: at, happened: at, claimed: at, by, lane: None, reissued: None, ward }
}

fn lodged(ward: &Ward) -> Dossier {
    let (procedure, mut slot) = (single(ward), None);
    let ask = apply(&procedure);
    let act = Act::Lodge(ask.lodge(&procedure, nine()).expect("nothing is wrong"));
    let door = ward.door().expect("open").id;
    for fact in dossier::decide(&by(ward, door, nine()), ask.id, None, &act).expect("taken") {
        dossier::apply(&mut slot, &fact);
    }
    slot.expect("a dossier")
}

fn then(ward: &Ward, dossier: Dossier, act: Act) -> Dossier {
    then_at(ward, dossier, act, nine().plus_minutes(60))
}

fn then_at(ward: &Ward, dossier: Dossier, act: Act, at: Moment) -> Dossier {
    let (id, mut slot) = (dossier.id, Some(dossier));
    let ctx = by(ward, demo::RECEPTION, at);
    for fact in dossier::decide(&ctx, id, slot.as_ref(), &act).expect("taken") {
        dossier::apply(&mut slot, &fact);
    }
    slot.expect("a dossier")
}

#[test]
fn what_comes_from_afar_is_cleaned_counted_online_and_names_no_paper_of_its_own() {
    let ward = ward();
    let (procedure, dossier) = (single(&ward), lodged(&ward));
    assert_eq!(
        (dossier.channel, dossier.assisted, dossier.status),
        (Channel::Online, false, Status::Waiting)
    );
    assert_eq!(
        (dossier.applicant.name.as_str(), dossier.contact.phone.as_str()),
        ("Hồ Canary Lợi", "0905123456")
    );
    assert_eq!(dossier.papers.len(), 1);
    assert_eq!(dossier.papers[0].name, procedure.papers[0].name);
    assert!(apply(&procedure).is_in(&dossier, &procedure));
    let other = Apply { papers: BTreeSet::new(), ..apply(&procedure) };
    assert!(!other.is_in(&dossier, &procedure));
}

#[test]
fn everything_wrong_is_said_at_once() {
    let procedure = single(&ward());
    let ask = Apply {
        applicant: Applicant { number: "12".to_owned(), ..Applicant::default() },
        contact: Contact { email: "không".to_owned(), ..Contact::default() },
        secret: "k7m2qp".to_owned(),
        ..apply(&procedure)
    };
    assert_eq!(
        fields(ask.lodge(&procedure, nine()).unwrap_err()),
        ["name", "number", "email", "phone", "secret"]
    );
    let nobody = Apply {
        applicant: Applicant { name: "=cmd|' /C canary'!A0".to_owned(), ..Applicant::default() },
        ..apply(&procedure)
    };
    assert_eq!(
        fields(nobody.lodge(&procedure, nine()).unwrap_err()),
        ["number"],
        "known by a number or a birth"
    );
}

#[test]
fn an_identity_that_somebody_chose_is_not_taken() {
    let procedure = single(&ward());
    for id in [Uuid::nil(), Uuid::from_u128(7)] {
        let ask = Apply { id: DossierId(id), ..apply(&procedure) };
        assert_eq!(fields(ask.lodge(&procedure, nine()).unwrap_err()), ["secret"]);
    }
}

#[test]
fn the_ward_answers_within_eight_working_hours() {
    let ward = ward();
    let dossier = lodged(&ward);
    // Thursday at nine: six hours and a half are left of the day.
    let friday = Moment::at(Day::new(2018, 11, 23).expect("a day"), 9, 0);
    assert_eq!(answer_by(&ward.calendar, &dossier), Some(friday));
    let told = tracked(&ward, &dossier, true, nine());
    assert_eq!((told.answer_by, told.asked, told.refused, told.code), (Some(friday), None, None, None));
}

/// The clock ends with the first of the three answers, and what it said stays.
#[test]
fn an_answer_is_in_time_or_late_for_good() {
    let ward = ward();
    let at = |hour, minute| Moment::at(Day::new(2018, 11, 23).expect("a day"), hour, minute);
    let (owed, later) = (at(9, 0), at(16, 0));
    let waits = answer(&ward.calendar, &lodged(&ward)).expect("it came from afar");
    assert_eq!(
        (waits, waits.is_late(owed), waits.is_late(at(9, 1))),
        (Answer { by: owed, at: None }, false, true)
    );
    let ask = || AskBefore {
        form: None,
        papers: vec!["Tờ khai".to_owned()],
        reason: "chưa ký".to_owned(),
        until: nine().day().plus(5),
    };
    let refuse = || Refuse {
        form: None,
        reason: "Không thuộc phường".to_owned(),
        go_to: String::new(),
        approved_by: demo::HEAD,
    };
    for (act, moment, late) in [
        (Act::AskBefore(ask()), owed, false),
        (Act::AskBefore(ask()), at(9, 1), true),
        (Act::Refuse(refuse()), later, true),
    ] {
        let answered = then_at(&ward, lodged(&ward), act, moment);
        let said = answer(&ward.calendar, &answered).expect("it came from afar");
        assert_eq!((said.at, said.is_late(nine())), (Some(moment), late), "{moment}");
    }
    // What follows does not change it.
    let asked = then_at(&ward, lodged(&ward), Act::AskBefore(ask()), owed);
    let refused = then_at(&ward, asked, Act::Refuse(refuse()), later);
    assert_eq!(answer(&ward.calendar, &refused).and_then(|said| said.at), Some(owed));
}

#[test]
fn nobody_is_owed_an_answer_who_took_it_back_or_stood_at_the_counter() {
    let ward = ward();
    let back = dossier::stop::Withdraw { reason: "nộp nhầm".to_owned(), returned: vec![] };
    let withdrawn = then_at(&ward, lodged(&ward), Act::Withdraw(back), nine());
    assert_eq!(answer(&ward.calendar, &withdrawn), None);
    let helped = Dossier { channel: Channel::Counter, ..lodged(&ward) };
    assert_eq!(answer(&ward.calendar, &helped), None);
    let received = Dossier { history: vec![], ..lodged(&ward) };
    assert_eq!(answer(&ward.calendar, &received), None, "received at once");
}

#[test]
fn what_is_missing_is_told_and_the_clock_has_ended() {
    let ward = ward();
    let ask = |until| AskBefore {
        form: None,
        papers: vec!["Tờ khai".to_owned()],
        reason: "chưa ký".to_owned(),
        until,
    };
    let told = |until| tracked(&ward, &then(&ward, lodged(&ward), Act::AskBefore(ask(until))), true, nine());
    let saturday = Day::new(2018, 11, 24).expect("a day");
    assert_eq!(told(saturday).last_day, Some(saturday.plus(2)), "the office is closed on it");
    let told = told(nine().day().plus(5));
    assert_eq!((told.answer_by, told.last_day), (None, None));
    assert_eq!(told.asked.map(|asked| asked.papers), Some(vec!["Tờ khai".to_owned()]));
}

#[test]
fn a_refusal_is_told_with_its_reason_and_without_a_colleague() {
    let ward = ward();
    let refuse_for = |reason: &str, go_to: &str| {
        let act = Refuse {
            form: None,
            reason: reason.to_owned(),
            go_to: go_to.to_owned(),
            approved_by: demo::HEAD,
        };
        tracked(&ward, &then(&ward, lodged(&ward), Act::Refuse(act)), true, nine()).refused
    };
    let refuse = |go_to: &str| refuse_for("không thuộc phường (duyệt: #1)", go_to);
    assert_eq!(refuse("").as_deref(), Some("không thuộc phường (duyệt: #1)"));
    assert_eq!(refuse("UBND quận").as_deref(), Some("không thuộc phường (duyệt: #1) → UBND quận"));
    let arrow = "đất nông nghiệp → đất ở do quận giải quyết";
    assert_eq!(refuse_for(arrow, "").as_deref(), Some(arrow));
}

#[test]
fn a_number_is_read_as_it_is_said_and_a_code_is_none() {
    let id = apply(&single(&ward())).id;
    let number = Number::of(id);
    assert_eq!(number.to_string(), "038-177-487");
    for typed in ["038177487", " 038 177 487 ", "038.177.487", "038-177-487"] {
        assert_eq!(typed.parse(), Ok(number), "{typed}");
    }
    for typed in ["181122-6105", "1811226105", "999-999-999", "38177487", "038-177-48x", ""] {
        assert_eq!(typed.parse::<Number>(), Err(BadNumber), "{typed}");
    }
}

#[test]
fn the_door_is_closed_and_opened_under_one_account() {
    let ward = ward();
    let door = ward.door().expect("open").clone();
    let closed = ward.with_door(false);
    assert!(
        closed.door().is_none() && closed.officer(door.id).is_some_and(|officer| officer.name == door.name)
    );
    assert_eq!(closed.with_door(true), ward);
    let mut bare = closed;
    bare.officers.retain(|officer| officer.id != door.id);
    assert!(bare.with_door(true).door().is_some_and(|made| made.id == bare.next_officer()));
}

proptest! {
    #[test]
    fn an_identity_lies_in_the_range_of_its_number(id in any::<u128>()) {
        let id = DossierId(Uuid::from_u128(id));
        let number = Number::of(id);
        let (first, last) = number.range();
        prop_assert!(first <= id && id <= last);
        prop_assert!(first.to_string() <= id.to_string() && id.to_string() <= last.to_string());
        prop_assert_eq!(number.to_string().parse(), Ok(number));
    }
}
