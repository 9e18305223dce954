//! In English no page of the counter shows a Vietnamese word of its own. Names and other data are stripped of
//! their accents first, so that every accent that is left was written by a page.

use std::sync::Arc;

use leptos::prelude::*;
use shared::ctx::Ctx;
use shared::demo;
use shared::dossier::record::{Applicant, Contact, Decision, Payment};
use shared::dossier::{
    Act, Dossier, Kind, Status, amend, apologise, ask_more, assign, consult, open_acts, sign, submit,
};
use shared::id::{DeviceId, DossierId, OfficerId, Writer};
use shared::limits::SEARCH_ROWS_MAX;
use shared::refusal::Refusal;
use shared::sync::client::{Client, Meta};
use shared::ward::Ward;

use super::super::acts::{self, asks};
use super::super::ask::{Ask, Group};
use super::super::batch::{Batch, Outcome};
use super::super::detail::{
    OpenActs, acts_view, clock, closed_view, crumb, head, history, papers, person, steps,
};
use super::super::find::Index;
use super::super::give::{Ready, give_view};
use super::super::list::{Elsewhere, Found, Shown, list_view};
use super::super::pick::Picks;
use super::super::row::Row;
use super::super::sign::{Signing, Waits, sign_view};
use super::super::today::{Today, today_view};
use super::super::trail::Trail;
use super::super::words;
use super::{dossier, moment};
use crate::ui::tests::{english, plain, vietnamese};

/// Its catalogue as it is: what it says has English of its own.
fn ward() -> Ward {
    let ward = demo::ward().expect("the standard data");
    Ward { catalogue: ward.catalogue.clone(), ..plain(&ward) }
}

/// Somebody's dossier with the papers of its procedure.
fn brought() -> Dossier {
    let dossier = dossier("Dang Thi Dao");
    Dossier { papers: dossier.papers.clone(), ..plain(&dossier) }
}

fn check<V: IntoView + 'static>(page: &str, make: impl FnOnce() -> V) {
    let markup = english(make);
    let left = vietnamese(&markup);
    assert!(left.is_empty(), "{page} in English: {left:#?}");
}

fn then(ward: &Ward, dossier: Dossier, by: OfficerId, at: &str, act: Act) -> Dossier {
    let at = moment(at);
    let by = ward.officer(by).expect("an officer");
    let ctx = Ctx { now: at, happened: at, claimed: at, by, lane: None, reissued: None, ward };
    let facts = shared::dossier::decide(&ctx, dossier.id, Some(&dossier), &act).expect("a good act");
    let mut record = Some(dossier);
    facts.iter().for_each(|fact| shared::dossier::apply(&mut record, fact));
    record.expect("a dossier")
}

/// One life with every act whose line in the history has words of the record's own.
fn lived(ward: &Ward) -> Dossier {
    let reason = || "Reason".to_owned();
    let day = |text: &str| moment(text).day();
    let first = brought();
    let to = assign::Assign { to: demo::JUSTICE, reason: String::new() };
    let assigned = then(ward, first, demo::HEAD, "2026-11-23T09:30", Act::Assign(to));
    let more = ask_more::AskMore {
        papers: vec!["Giấy chứng sinh".to_owned()],
        reason: reason(),
        until: day("2026-12-04T00:00"),
    };
    let asked = then(ward, assigned, demo::JUSTICE, "2026-11-23T10:00", Act::AskMore(more));
    let paper = shared::dossier::record::PaperTaken {
        name: "Giấy chứng sinh".to_owned(),
        originals: 1,
        copies: 0,
        supplemented: None,
    };
    let came = ask_more::Supplement { papers: vec![paper], enough: String::new() };
    let complete = then(ward, asked, demo::RECEPTION, "2026-11-23T11:00", Act::Supplement(came));
    let details = amend::Details::Contact(Contact { phone: "0905000111".to_owned(), ..Contact::default() });
    let amend =
        amend::Amend { details, seen_version: 0, reason: reason(), leaves_kept: true, keeps_old: true };
    let amended = then(ward, complete, demo::RECEPTION, "2026-11-23T11:10", Act::Amend(amend));
    let question = consult::Consult {
        agency: "Sở Nội vụ".to_owned(),
        question: reason(),
        until: day("2026-11-27T00:00"),
        extends: false,
    };
    let consulted = then(ward, amended, demo::JUSTICE, "2026-11-23T14:00", Act::Consult(question));
    let answered = consult::Reply { answer: reason() };
    let replied = then(ward, consulted, demo::JUSTICE, "2026-11-25T14:00", Act::Reply(answered));
    let promised = moment("2026-12-03T17:00");
    let apology = apologise::Apologise { reason: reason(), promised };
    let late = then(ward, replied, demo::CHAIR, "2026-11-26T14:00", Act::Apologise(apology));
    let draft =
        submit::Submit { decision: Decision::Deny, summary: "Giấy khai sinh (bản chính)".to_owned() };
    let submitted = then(ward, late, demo::JUSTICE, "2026-11-26T15:00", Act::Submit(draft));
    let on_duty = ward.signer_on_duty(moment("2026-11-26T16:00")).map(|officer| officer.id);
    let other = [demo::CHAIR, demo::VICE_1].into_iter().find(|id| Some(*id) != on_duty).expect("two leaders");
    then(ward, submitted, other, "2026-11-26T16:00", Act::Sign(sign::Sign { taking_over: true }))
}

fn client(dossiers: &[Dossier]) -> Client {
    let mut client = Client::new(Meta::new(Writer { device: DeviceId(1), officer: demo::HEAD }, None));
    client.base = dossiers.iter().map(|d| (d.id, d.clone())).collect();
    client
}

#[test]
fn a_dossier_and_its_history() {
    let ward = ward();
    let d = lived(&ward);
    let kinds: Vec<Kind> = d.history.iter().map(|trace| trace.kind).collect();
    for kind in [Kind::Assign, Kind::Amend, Kind::Consult, Kind::Apologise, Kind::Submit, Kind::Sign] {
        assert!(kinds.contains(&kind), "{kind:?} is in {kinds:?}");
    }
    let now = moment("2026-11-27T09:00");
    let shared = Arc::new(ward.clone());
    check("the dossier", move || {
        view! {
            {head(&shared, &d, Signal::stored(now))}{steps(&shared, &d)}{papers(&d, None, None)}
            {history(&shared, &d, 1, now.day())}{person(&d, None)}{clock(&shared, &d, now)}
            {crumb(&Trail::default(), None)}
        }
    });
}

#[test]
fn history_says_who_did_it_and_then_what() {
    let ward = ward();
    let d = lived(&ward);
    let lines = english(move || history(&ward, &d, 0, moment("2026-11-27T09:00").day()));
    let name = plain(&demo::ward().expect("the standard data")).name_of(demo::JUSTICE);
    assert!(lines.contains(&format!(" assigned: {name}")), "{lines}");
}

#[test]
fn every_act_and_every_reason_why_not() {
    let ward = ward();
    let d = lived(&ward);
    let now = moment("2026-11-27T09:00");
    for officer in &ward.officers {
        for status in Status::ALL {
            let d = Dossier { status, ..d.clone() };
            let ctx = Ctx {
                now,
                happened: now,
                claimed: now,
                by: officer,
                lane: None,
                reissued: None,
                ward: &ward,
            };
            let acts = open_acts(&ctx, &d);
            let open = OpenActs { acts, status: Some(status), signer: Some(words::signer_name(officer)) };
            let closed = open.clone();
            check("the acts", move || acts_view(open, Callback::new(|_| ())));
            check("what is closed", move || closed_view(closed));
        }
    }
}

#[test]
fn every_form_of_an_act() {
    let ward = ward();
    let mut d = lived(&ward);
    d.applicant = Applicant { name: "Canary Thi Dao".to_owned(), ..Applicant::default() };
    d.fee.payment = Payment::Owed;
    for kind in Kind::ALL {
        for ask in asks(kind, &ward, demo::HEAD, &d, moment("2026-11-27T09:00").day()) {
            let said = match &ask {
                acts::Ask::Choice { label, options, .. } => std::iter::once(label.en.to_owned())
                    .chain(options.iter().map(|(_, o)| o.en.clone()))
                    .collect(),
                acts::Ask::Line { label, .. }
                | acts::Ask::Suggested { label, .. }
                | acts::Ask::Area { label, .. }
                | acts::Ask::Day { label, .. } => vec![label.en.to_owned()],
                acts::Ask::Tick { label, .. } => vec![label.en.clone()],
            };
            let left = vietnamese(&said.join("\n"));
            assert!(left.is_empty(), "{kind:?}: {left:?}");
        }
    }
}

#[test]
fn the_lists() {
    let ward = ward();
    let now = moment("2026-11-25T09:00");
    let received = brought();
    let signed = lived(&ward);
    let mut ready = signed.clone();
    (ready.id, ready.status) = (DossierId(uuid::Uuid::from_u128(8)), Status::Ready);
    let mut asked = signed.clone();
    (asked.id, asked.status) = (DossierId(uuid::Uuid::from_u128(9)), Status::Submitted);
    let all = [received, signed, ready, asked];
    let mut index = Index::default();
    index.refresh(&ward, all.iter());
    let client = client(&all);
    let me = ward.officer(demo::JUSTICE).expect("an officer");
    let today = Today::new(&ward, &client, &index, now, me);
    let left = words::time_left(&ward.calendar, now);
    check("today", move || {
        today_view(
            Signal::stored(today),
            Signal::stored(left),
            Signal::stored(now),
            true,
            Callback::new(|_| ()),
        )
    });
    let row = |d: &Dossier| Row::new(&ward, now, d, true);
    let rows: Vec<Row> = all.iter().map(row).collect();
    let open = rows.iter().map(|row| row.id).collect();
    let shown = Shown { total: 400, page: 2, rows: rows.clone(), open };
    let elsewhere = Elsewhere::Found(Found::of(
        &ward,
        vec![all[0].clone(); SEARCH_ROWS_MAX + 1],
        &Ask::of(Group::All),
        now,
    ));
    let (kept, ask) = (Arc::new(ward.clone()), Ask { page: 2, ..Ask::of(Group::All) });
    check("the list", move || {
        list_view(
            kept,
            Signal::stored(ask),
            RwSignal::new(String::new()),
            Signal::stored(shown),
            Signal::stored(elsewhere),
            Signal::stored(true),
            Callback::new(|_| ()),
            Callback::new(|()| ()),
            Signal::stored(vec![]),
            Callback::new(|()| ()),
            Picks::new(),
        )
    });
    let late = Some((7, "0905 123 456".to_owned()));
    let ready = Ready { row: rows[2].clone(), since: Some(now), late, owed: 15_000, open: true };
    check("what is ready", move || {
        let typed = RwSignal::new(String::new());
        let told = |why| Outcome { row: ready.row.clone(), why, batch: Batch::Give, lines: 0 };
        let told = vec![told(None), told(Some(Refusal::FeeUnsettled.sentence()))];
        give_view(
            Signal::stored(vec![ready]),
            typed,
            Signal::stored(told),
            now.day(),
            Picks::new(),
            Callback::new(|_| ()),
        )
    });
    let waits = Waits {
        row: rows[3].clone(),
        drafter: "Thu Ha".to_owned(),
        result: Some((Decision::Grant.label(), "Giấy khai sinh".to_owned())),
        why: Some(Refusal::SignerIsDrafter.sentence()),
        others: true,
    };
    check("what waits for a signature", move || {
        let (sign, back) = (Callback::new(|()| ()), Callback::new(|_| ()));
        let yes = || Signal::stored(true);
        sign_view(Signal::stored(vec![waits]), Signal::stored(None), yes(), yes(), Signing::new(), sign, back)
    });
}

#[test]
fn the_time_that_is_left() {
    let ward = ward();
    for at in
        ["2026-11-25T07:00", "2026-11-25T12:00", "2026-11-25T16:30", "2026-11-25T18:00", "2026-11-28T09:00"]
    {
        let said = words::time_left(&ward.calendar, moment(at)).en;
        assert!(vietnamese(&said).is_empty(), "{said}");
    }
}
