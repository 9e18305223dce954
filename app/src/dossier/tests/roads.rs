//! A storm, a result with a mistake and one given at one go, as the pages show them.

use leptos::prelude::*;
use shared::demo;
use shared::dossier::code::Code;
use shared::dossier::record::Trace;
use shared::dossier::redo::{Corrects, Mistake};
use shared::dossier::{Dossier, Kind, Status};
use shared::lang::Sentence;
use shared::moment::Day;
use shared::refusal::Refusal;

use super::super::acts::{Ask, asks};
use super::super::detail::{clock, history, redo, steps};
use super::super::recount::{Counting, Moves, closures, recount_view};
use super::{dossier, moment, numbered};
use crate::desk::Trouble;
use crate::ui::tests::{english, html, vietnamese};

fn moves(n: u128, name: &str, before: &str, after: &str) -> Moves {
    Moves {
        id: numbered(name, n).id,
        name: name.to_owned(),
        procedure: Sentence::new("Đăng ký khai sinh", "Birth"),
        code: format!("261125-600{n}"),
        before: moment(before),
        after: moment(after),
    }
}

fn page(all: Vec<Moves>, why_not: Option<Sentence>) -> String {
    html(move || {
        let days = vec![(Day::new(2026, 11, 30).expect("a day"), "Bao so 13".to_owned())];
        let counting = Counting::new();
        let id = all.first().map(|one| one.id);
        if let Some(id) = id {
            counting.refused.update(|refused| drop(refused.insert(id, Refusal::NoLaterDue.sentence())));
        }
        let run = Callback::new(|()| ());
        let (all, days, why_not) = (Signal::stored(all), Signal::stored(days), Signal::stored(why_not));
        recount_view(all, days, counting, why_not, run)
    })
}

#[test]
fn a_storm_shows_both_dates_of_each_dossier_and_what_became_of_it() {
    let all = vec![
        moves(1, "Vo Thuy My", "2026-11-30T17:00", "2026-12-01T17:00"),
        moves(2, "Le Hoa", "2026-12-02T17:00", "2026-12-03T17:00"),
    ];
    let shown = page(all.clone(), None);
    for said in ["17:00 30/11/2026", "17:00 01/12/2026", "Bao so 13", "Tính lại hạn 2 hồ sơ"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert!(shown.contains("không làm hạn của hồ sơ này lùi lại"), "a refused row says why: {shown}");
    assert!(!shown.contains("aria-disabled=\"true\""), "{shown}");
    let others = page(all, Some(Refusal::NotPermitted { needs: vec![] }.sentence()));
    assert!(others.contains("aria-disabled=\"true\""), "only the head counts anew: {others}");
    assert!(page(vec![], None).contains("Không hồ sơ nào có hạn khác lịch đang dùng"));
}

#[test]
fn the_days_off_that_moved_a_date_are_named() {
    let mut ward = demo::ward().expect("the demo ward");
    let off = shared::calendar::OffDay {
        name: "Nghỉ bão".to_owned(),
        kind: "nghi_dot_xuat".to_owned(),
        uncertain: false,
    };
    ward.calendar.off.insert(Day::new(2026, 11, 30).expect("a day"), off);
    let all = [moves(1, "Vo Thuy My", "2026-11-30T17:00", "2026-12-01T17:00")];
    assert_eq!(closures(&ward, &all).len(), 1);
    assert_eq!(closures(&ward, &[]), vec![]);
}

#[test]
fn work_that_corrects_a_result_names_it_in_both_languages() {
    let old = numbered("Dang Thi Dao", 8);
    let code =
        Code { agency: "000.21.17.H17".to_owned(), day: moment("2026-11-20T08:00").day(), number: 6001 };
    let corrects =
        Corrects { id: old.id, code, wrong: "born 14/03/1990".to_owned(), mistake: Mistake::Office };
    let work = Dossier { corrects: Some(corrects), status: Status::Received, ..dossier("Dang Thi Dao") };
    let shown = html({
        let work = work.clone();
        move || redo::note(&work)
    });
    assert!(shown.contains(&format!("/ho-so/{}", old.id)) && shown.contains("cơ quan sai sót"), "{shown}");
    let read = english(move || redo::note(&work));
    assert_eq!(vietnamese(&read), Vec::<String>::new());
    // Its first step is the one by which it was opened.
    let (ward, by) = (demo::ward().expect("the standard data"), demo::RECEPTION);
    let done = |at: &str, kind| Trace { at: moment(at), recorded: None, by, kind, note: String::new() };
    let history = vec![done("2026-11-24T09:00", Kind::Redo), done("2026-11-24T10:00", Kind::Assign)];
    let begun = Dossier { history, status: Status::InWork, ..numbered("Dang Thi Dao", 9) };
    let shown = html(move || steps(&ward, &begun));
    assert!(shown.contains("24/11 09:00") && shown.contains("24/11 10:00"), "{shown}");
    let ordinary = dossier("Le Hoa");
    assert_eq!(html(move || redo::note(&ordinary)), html(|| ()));
}

/// Who writes everything down at one go is not who signed.
#[test]
fn a_result_given_at_one_go_names_the_leader_who_signed() {
    let ward = demo::ward().expect("the standard data");
    let d = numbered("Dang Thi Dao", 7);
    let (at, by) = (d.received_at.expect("received"), d.received_by.expect("by somebody"));
    let done = |kind| Trace { at, recorded: None, by, kind, note: String::new() };
    let d = Dossier {
        status: Status::Returned,
        signer: Some(demo::VICE_1),
        history: [Kind::Receive, Kind::Submit, Kind::Sign, Kind::HandOver].map(done).to_vec(),
        finished_at: Some(at),
        closed_at: Some(at),
        ..d
    };
    let leader = ward.name_of(demo::VICE_1);
    let page = {
        let (ward, d) = (ward.clone(), d.clone());
        move || view! { {history(&ward, &d, 0, at.day())}{steps(&ward, &d)}{clock(&ward, &d, at)} }
    };
    let shown = html(page.clone());
    assert!(shown.contains(&format!(" ghi {leader} đã ký")), "{shown}");
    assert!(!shown.contains("<svg class=\"chart clock"), "no time to draw: {shown}");
    let read = english(page);
    assert!(read.contains(&format!(" recorded that {leader} signed")), "{read}");
    // Taken back and signed anew by hand, everybody signs for themselves.
    let later = Trace { at: moment("2026-11-24T09:00"), by: demo::CHAIR, ..done(Kind::Sign) };
    let d = Dossier { history: vec![done(Kind::Receive), later], ..d };
    let shown = html(move || history(&ward, &d, 0, at.day()));
    assert!(!shown.contains(" ghi "), "{shown}");
}

/// The date that stands in the form is one that is taken as it is, however far away the first one lies.
#[test]
fn an_apology_begins_with_a_working_day_after_the_promised_one() {
    let ward = demo::ward().expect("the standard data");
    let starts = |promised: &str, today: &str| {
        let d = Dossier { promised: Some(moment(promised)), ..numbered("Dang Thi Dao", 7) };
        let asked = asks(Kind::Apologise, &ward, demo::CHAIR, &d, moment(today).day());
        let day = asked.into_iter().find(|ask| ask.id() == "promised");
        day.and_then(|ask| if let Ask::Day { start, .. } = ask { Some(start) } else { None })
    };
    // Two days late; to be late on Thursday, three days after which is a Sunday.
    assert_eq!(starts("2026-11-23T17:00", "2026-11-25T09:00").as_deref(), Some("2026-11-30"));
    assert_eq!(starts("2026-12-03T17:00", "2026-11-25T09:00").as_deref(), Some("2026-12-07"));
    let at = |trouble: Trouble| trouble.faults().into_iter().map(|fault| fault.field).collect::<Vec<_>>();
    assert_eq!(at(Trouble::Refused(Refusal::NotLater)), ["promised"], "where that day is typed");
    assert_eq!(at(Trouble::Refused(Refusal::AlreadyApologised)), ["main"]);
}

/// Where an officer is chosen, there it is said that it has to be another one.
#[test]
fn an_officer_who_does_not_fit_is_refused_where_officers_are_chosen() {
    let ward = demo::ward().expect("the standard data");
    let d = numbered("Dang Thi Dao", 7);
    let roads = [
        (Kind::Assign, Refusal::NotASpecialist),
        (Kind::Refuse, Refusal::NotTheHead),
        (Kind::Apologise, Refusal::NotLater),
    ];
    for (kind, refusal) in roads {
        let faults = Trouble::Refused(refusal).faults();
        let [fault] = faults.as_slice() else { panic!("one sentence: {faults:?}") };
        let asked = asks(kind, &ward, demo::HEAD, &d, moment("2026-11-25T09:00").day());
        assert!(asked.iter().any(|ask| ask.id() == fault.field), "{kind:?} does not ask {}", fault.field);
        assert!(!fault.vi.is_empty() && !fault.en.is_empty());
    }
}
