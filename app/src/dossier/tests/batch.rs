//! Several results to one person, several dossiers to another officer: each an act of its own.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::demo::{HEAD, JUSTICE, LAND};
use shared::dossier::record::{Payment, StampMark};
use shared::dossier::{Dossier, Kind, Status};
use shared::id::{DeviceId, DossierId, OfficerId, Writer};
use shared::moment::Day;
use shared::sync::client::Write;

use super::super::acts::Answers;
use super::super::batch::{self, Batch, Outcome, asks, build, do_all, dock, outcomes_view};
use super::super::cells::Cells;
use super::super::pick::Picks;
use super::super::row::Row;
use super::{moment, numbered};
use crate::desk::Desk;
use crate::desk::tests::{at_desk, sits};
use crate::store::tests::{HA, OANH, morning, now};
use crate::ui::tests::{english, html, vietnamese};

const NAM: Writer = Writer { device: DeviceId(3), officer: HEAD };

/// A result that waits for its owner.
fn ready(name: &str, n: u128) -> Dossier {
    let stamp = Some(StampMark { number: n.to_string(), on: Day::new(2026, 11, 24).expect("a day") });
    let finished_at = Some(moment("2026-11-23T16:00"));
    Dossier { rev: 1, status: Status::Ready, stamp, finished_at, ..numbered(name, n) }
}

fn in_work(name: &str, n: u128, handler: OfficerId) -> Dossier {
    Dossier { rev: 1, status: Status::InWork, handler: Some(handler), ..numbered(name, n) }
}

pub(super) fn knows(desk: Desk, writer: Writer, all: &[Dossier]) {
    sits(desk, writer);
    let records = all.iter().map(|dossier| Write::Record(Box::new(dossier.clone()))).collect();
    assert!(now(desk.keep(writer, records)), "they were pulled");
}

/// What the form begins with, changed here and there.
fn answers(desk: Desk, batch: Batch, all: &[Dossier], change: &[(&'static str, &str)]) -> Answers {
    let (ward, me) = (desk.ward(), desk.me().id);
    let mut answers = untrack(|| Cells::new(&asks(batch, &ward, me, all, morning().day())).answers());
    answers.extend(change.iter().map(|(id, text)| (*id, (*text).to_owned())));
    answers
}

/// All of it, as the dialog does it: who, and why not.
fn done(
    desk: Desk,
    batch: Batch,
    all: &[Dossier],
    picks: Picks,
    change: &[(&'static str, &str)],
) -> Vec<(String, Option<String>)> {
    let answers = answers(desk, batch, all, change);
    let made = build(batch, &desk.ward(), all, &answers).expect("a good form");
    let outcomes = now(do_all(desk, batch, made, picks));
    outcomes.into_iter().map(|outcome| (outcome.row.name, outcome.why.map(|why| why.vi))).collect()
}

fn chosen(all: &[Dossier]) -> Picks {
    let picks = Picks::new();
    all.iter().for_each(|dossier| picks.set(dossier.id, true));
    picks
}

fn status(desk: Desk, id: DossierId) -> Option<Status> {
    desk.client(|client| client.dossier(id).map(|dossier| dossier.status))
}

fn queued(desk: Desk) -> usize {
    desk.client(|client| client.queue.len())
}

#[test]
fn one_messenger_takes_five_results_with_one_entry() {
    at_desk(|desk, _| {
        let names = ["Đặng Thị Đào", "Hồ Văn Lợi", "Lê Hoà", "Trần Ân", "Võ Thùy My"];
        let all: Vec<Dossier> = names.iter().zip(1..).map(|(name, n)| ready(name, n)).collect();
        knows(desk, OANH, &all);
        let picks = chosen(&all);
        let open = desk.open_to(all.iter().map(|d| d.id), Kind::HandOver);
        assert_eq!(open.len(), 5);
        let paper = [("receiver", "Lê Hoà"), ("authorisation", "Giấy ủy quyền số 3")];
        let told = done(desk, Batch::Give, &all, picks, &paper);
        assert_eq!(told.iter().filter(|(_, why)| why.is_none()).count(), 5, "{told:?}");
        assert_eq!(queued(desk), 5, "each is an act of its own");
        assert!(picks.picked.with_untracked(BTreeSet::is_empty));
        for dossier in &all {
            let over = desk.client(|client| client.dossier(dossier.id).and_then(|d| d.handed_over.clone()));
            let over = over.expect("handed over");
            assert_eq!(over.to, "Lê Hoà");
            // Her own needs no authorisation, whatever the others need.
            let own = dossier.applicant.name == "Lê Hoà";
            assert_eq!(over.given.expect("said how").authorisation.is_empty(), own);
        }
        now(desk.take_back()).expect("in time");
        assert_eq!((queued(desk), status(desk, all[4].id)), (0, Some(Status::Ready)), "one step");
    });
}

#[test]
fn what_cannot_be_returned_says_why_and_stays_chosen() {
    at_desk(|desk, _| {
        let mut all = vec![ready("Lê Hoà", 1), ready("Lê Hoà", 2), ready("Lê Hoà", 3)];
        all[1].fee.payment = Payment::Owed;
        all[2].status = Status::Signed;
        knows(desk, OANH, &all);
        let picks = chosen(&all);
        let told = done(desk, Batch::Give, &all, picks, &[("paid", "")]);
        let why: Vec<bool> = told.iter().map(|(_, why)| why.is_none()).collect();
        assert_eq!(why, [true, false, false], "{told:?}");
        assert!(told[1].1.as_ref().is_some_and(|why| why.contains("Lệ phí chưa thu")), "{told:?}");
        let left: Vec<DossierId> = picks.picked.get_untracked().into_iter().collect();
        assert_eq!(left, [all[1].id, all[2].id]);
        assert_eq!(status(desk, all[1].id), Some(Status::Ready));
    });
}

#[test]
fn each_owed_fee_gets_its_own_receipt() {
    at_desk(|desk, _| {
        let mut all = vec![ready("Lê Hoà", 1), ready("Lê Hoà", 2), ready("Lê Hoà", 3)];
        (all[0].fee.payment, all[2].fee.payment) = (Payment::Owed, Payment::Owed);
        knows(desk, OANH, &all);
        let one = answers(desk, Batch::Give, &all, &[("paid", "x"), ("receipt", "0001")]);
        let said = build(Batch::Give, &desk.ward(), &all, &one).expect_err("which of the two?");
        assert_eq!((said.len(), said[0].field.as_str()), (1, "receipt"));
        let told = done(desk, Batch::Give, &all, chosen(&all), &[("paid", "x"), ("receipt", "0001; 0002")]);
        assert!(told.iter().all(|(_, why)| why.is_none()), "{told:?}");
        let receipt = |i: usize| desk.client(|c| c.dossier(all[i].id).map(|d| d.fee.receipt.clone()));
        assert_eq!([receipt(0), receipt(2)], [Some("0001".to_owned()), Some("0002".to_owned())]);
        assert_ne!(receipt(1), Some("0002".to_owned()), "nothing was owed there");
    });
}

#[test]
fn of_several_people_whoever_stands_there_is_named() {
    at_desk(|desk, _| {
        let all = vec![ready("Lê Hoà", 1), ready("Trần Ân", 2)];
        knows(desk, OANH, &all);
        let start = answers(desk, Batch::Give, &all, &[]);
        assert_eq!(start["receiver"], "");
        assert_eq!(start["checked"], "can_cuoc", "nobody is known by guessing");
        let own = answers(desk, Batch::Give, &all[..1], &[]);
        assert_eq!(own["receiver"], "Lê Hoà");
    });
}

#[test]
fn the_head_gives_several_dossiers_to_another_officer() {
    at_desk(|desk, _| {
        let all =
            vec![in_work("Lê Hoà", 1, JUSTICE), in_work("Trần Ân", 2, JUSTICE), in_work("Võ My", 3, LAND)];
        knows(desk, NAM, &all);
        let picks = chosen(&all);
        let to = LAND.to_string();
        let told = done(desk, Batch::Assign, &all, picks, &[("to", &to), ("reason", "Thu Hà đi học")]);
        assert_eq!(told[2].1.as_deref(), Some("Người này đang thụ lý hồ sơ rồi."));
        assert!(told[..2].iter().all(|(_, why)| why.is_none()), "{told:?}");
        let handler = |i: usize| desk.client(|c| c.dossier(all[i].id).and_then(|d| d.handler));
        assert_eq!((handler(0), handler(1), queued(desk)), (Some(LAND), Some(LAND), 2));
        assert_eq!(picks.picked.get_untracked().into_iter().collect::<Vec<_>>(), [all[2].id]);
    });
}

#[test]
fn work_is_taken_from_a_colleague_by_the_head_alone_and_with_a_reason() {
    at_desk(|desk, _| {
        let all = vec![in_work("Lê Hoà", 1, JUSTICE), Dossier { rev: 1, ..numbered("Trần Ân", 2) }];
        knows(desk, HA, &all);
        let open = desk.open_to(all.iter().map(|d| d.id), Kind::Assign);
        assert_eq!(open.into_iter().collect::<Vec<_>>(), [all[1].id], "a specialist takes what nobody has");
    });
    at_desk(|desk, _| {
        let all = vec![Dossier { rev: 1, ..numbered("Trần Ân", 2) }, in_work("Lê Hoà", 1, JUSTICE)];
        knows(desk, NAM, &all);
        let to = LAND.to_string();
        let made =
            build(Batch::Assign, &desk.ward(), &all, &answers(desk, Batch::Assign, &all, &[("to", &to)]));
        let faults = batch::faults(desk, &made.expect("a good form"));
        assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["reason"]);
    });
}

/// What was taken back was not done; why something could not be done stays true.
#[test]
fn what_was_taken_back_is_no_longer_said() {
    at_desk(|desk, _| {
        let all = vec![in_work("Lê Hoà", 1, JUSTICE), in_work("Trần Ân", 2, LAND)];
        knows(desk, NAM, &all);
        let to = LAND.to_string();
        let answers = answers(desk, Batch::Assign, &all, &[("to", &to), ("reason", "Thu Hà đi học")]);
        let made = build(Batch::Assign, &desk.ward(), &all, &answers).expect("a good form");
        let told = RwSignal::new(now(do_all(desk, Batch::Assign, made, chosen(&all))));
        let standing = batch::standing(desk, told);
        let names = move || standing.with(|all| all.iter().map(|o| o.row.name.clone()).collect::<Vec<_>>());
        assert_eq!(untrack(names), ["Lê Hoà", "Trần Ân"]);
        now(desk.take_back()).expect("in time");
        assert_eq!(untrack(names), ["Trần Ân"]);
    });
}

#[test]
fn what_is_chosen_and_what_became_of_it_is_said_in_both_languages() {
    let ward = shared::demo::ward().expect("the standard data");
    let row = Row::new(&ward, morning(), &ready("Le Hoa", 1), false);
    let told = |why| Outcome { row: row.clone(), why, batch: Batch::Give, lines: 0 };
    let refused = shared::refusal::Refusal::FeeUnsettled.sentence();
    let all = vec![told(None), told(Some(refused))];
    let page = move || {
        let names = Signal::stored(vec!["Le Hoa".to_owned(), "Tran An".to_owned()]);
        let foot = dock(Batch::Give, names, Picks::new(), Callback::new(|()| ()));
        (outcomes_view(Signal::stored(all)), foot)
    };
    let shown = html(page.clone());
    for said in ["Đã trả kết quả cho", "Lệ phí chưa thu", "Trả 2 kết quả", "Le Hoa, Tran An"]
    {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert_eq!(vietnamese(&english(page)), Vec::<String>::new());
    let none = html(|| dock(Batch::Assign, Signal::stored(vec![]), Picks::new(), Callback::new(|()| ())));
    assert!(!none.contains("btn"), "nothing is chosen: {none}");
}

/// The roles of an officer may have changed since the list of them was drawn: it is said at the field, before anything is
/// recorded; and what is wrong with one dossier alone holds up no other.
#[test]
fn an_officer_who_is_no_specialist_is_refused_at_the_field_and_nothing_is_recorded() {
    at_desk(|desk, _| {
        let all = [in_work("Võ Thị Hường", 1, JUSTICE), in_work("Đặng Thị Đào", 2, JUSTICE)];
        knows(desk, NAM, &all);
        let typed =
            answers(desk, Batch::Assign, &all, &[("to", &OANH.officer.to_string()), ("reason", "nghỉ")]);
        let made = build(Batch::Assign, &desk.ward(), &all, &typed).expect("a good form");
        let said = batch::faults(desk, &made);
        let at: Vec<&str> = said.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(at, ["to"], "once for both: {said:?}");
        assert_eq!(queued(desk), 0);

        let gone = Dossier { status: Status::Submitted, ..all[1].clone() };
        knows(desk, NAM, &[all[0].clone(), gone.clone()]);
        let all = [all[0].clone(), gone];
        let typed = answers(desk, Batch::Assign, &all, &[("to", &LAND.to_string()), ("reason", "nghỉ")]);
        let made = build(Batch::Assign, &desk.ward(), &all, &typed).expect("a good form");
        assert_eq!(batch::faults(desk, &made), vec![], "the other one says so by itself");
    });
}
