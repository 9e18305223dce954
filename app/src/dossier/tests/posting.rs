//! A dossier that hangs in public: on its own page, on the first page, and what its forms ask.

use leptos::prelude::*;
use shared::demo;
use shared::dossier::posting::{Object, Objection, Posting};
use shared::dossier::{Act, Dossier, Kind, Status};
use shared::id::{DeviceId, OfficerId, Writer};
use shared::officer::Role;
use shared::procedure::ProcedureRef;
use shared::refusal::Refusal;
use shared::sync::client::{Client, Meta};

use super::super::acts::{Answers, applies, asks, build};
use super::super::ask::{Ask, DueIn, Group};
use super::super::detail::posting::region;
use super::super::find::Index;
use super::super::row::{Row, table_row};
use super::super::today::{Today, today_view};
use super::{moment, numbered};
use crate::ui::tests::{english, html, vietnamese};

/// Hangs since Thursday the 12th of November, for 15 days.
fn hanging(n: u128) -> Dossier {
    let day = |text: &str| moment(text).day();
    let mut d = numbered("Dang Thi Dao", n);
    d.postings.push(Posting {
        place: "Tru so".to_owned(),
        content: "Ket qua".to_owned(),
        from: day("2026-11-12T00:00"),
        until: day("2026-11-27T00:00"),
        term: shared::calendar::Term::CalendarDays(15),
        outside: true,
        at: moment("2026-11-12T09:00"),
        by: demo::LAND,
        objections: vec![],
        end: None,
    });
    let procedure = ProcedureRef { id: "DD-02".to_owned(), version: 2 };
    Dossier { status: Status::InWork, handler: Some(demo::LAND), procedure, ..d }
}

#[test]
fn the_page_says_where_it_hangs_and_for_how_long() {
    let ward = demo::ward().expect("the standard data");
    let shown = |d: &Dossier, at: &str, may: Vec<(Kind, Result<(), Refusal>)>| {
        let (ward, d, today) = (ward.clone(), d.clone(), moment(at).day());
        move || region(&ward, &d, today, may, Callback::new(|_| ()))
    };
    let until = moment("2026-11-27T00:00").day();
    let waits = || vec![(Kind::Object, Ok(())), (Kind::EndPosting, Err(Refusal::Posted { until }))];
    let page = html(shown(&hanging(7), "2026-11-24T09:00", waits()));
    assert!(page.contains("Tru so") && page.contains("12/11/2026 – 27/11/2026"), "{page}");
    assert!(page.contains("còn 3 ngày") && page.contains("dừng tới hết niêm yết"), "{page}");
    assert_eq!(page.matches("<button").count(), 1, "who may not end it reads why: {page}");
    assert!(page.contains("Ghi kết thúc niêm yết: Hồ sơ đang niêm yết"), "{page}");
    assert!(html(shown(&hanging(7), "2026-11-27T16:00", vec![])).contains("hết hôm nay"));
    let over = html(shown(&hanging(7), "2026-11-28T08:00", vec![]));
    assert!(over.contains("đã hết ngày, chờ ghi kết thúc"), "{over}");
    let mut fresh = hanging(7);
    fresh.postings.clear();
    let page = html(shown(&fresh, "2026-11-24T09:00", vec![(Kind::Post, Ok(()))]));
    assert!(page.contains("niêm yết 15 ngày, không tính vào thời hạn"), "{page}");
    // Nothing of it where the procedure knows none.
    assert_eq!(html(shown(&numbered("Le Hoa", 9), "2026-11-24T09:00", vec![])), "<!>");
    let mut objected = hanging(7);
    objected.postings[0].objections = vec![objection("")];
    for at in ["2026-11-24T09:00", "2026-11-26T09:00", "2026-11-27T09:00", "2026-11-28T09:00"] {
        let left = vietnamese(&english(shown(&objected, at, waits())));
        assert!(left.is_empty(), "{at}: {left:?}");
    }
    assert!(vietnamese(&english(shown(&fresh, "2026-11-24T09:00", vec![]))).is_empty());
}

fn objection(settled: &str) -> Objection {
    let on = moment("2026-11-20T00:00").day();
    Objection { who: "Tran Duc".to_owned(), on, said: "Lan dat".to_owned(), settled: settled.to_owned() }
}

/// Of what stands only the settlement is asked; a new one asks everything.
#[test]
fn an_objection_is_settled_under_its_number() {
    let ward = demo::ward().expect("the standard data");
    let today = moment("2026-11-24T09:00").day();
    let mut d = hanging(7);
    let ids = |d: &Dossier| {
        asks(Kind::Object, &ward, demo::LAND, d, today).iter().map(|a| a.id()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&d), ["who", "on", "said", "settled"]);
    d.postings[0].objections = vec![objection("xong"), objection("")];
    assert_eq!(ids(&d), ["number", "who", "on", "said", "settled"]);
    let mut answers = Answers::from([("number", "2".to_owned()), ("settled", "Hoa giai".to_owned())]);
    assert!(!applies(Kind::Object, &d, "who", &answers) && applies(Kind::Object, &d, "settled", &answers));
    let Objection { who, on, said, .. } = objection("");
    let settles = Object { number: 2, who, on, said, settled: "Hoa giai".to_owned() };
    assert_eq!(build(Kind::Object, &ward, &d, &answers), Ok(vec![Act::Object(settles)]));
    answers.insert("number", String::new());
    assert!(applies(Kind::Object, &d, "who", &answers));
    let faults = build(Kind::Object, &ward, &d, &answers).expect_err("no day");
    assert_eq!(faults[0].field, "on");
}

#[test]
fn the_first_page_lists_what_ends_today_for_whoever_takes_it_down() {
    let ward = demo::ward().expect("the standard data");
    let all = [hanging(7), Dossier { handler: Some(demo::JUSTICE), ..hanging(8) }, numbered("Le Hoa", 9)];
    let mut index = Index::default();
    index.refresh(&ward, all.iter());
    let writer = Writer { device: DeviceId(1), officer: demo::HEAD };
    let mut client = Client::new(Meta::new(writer, None));
    client.base.extend(all.iter().map(|d| (d.id, d.clone())));
    client.refresh(&ward);
    let today = |at: &str, who: OfficerId, roles: Option<Vec<Role>>| {
        let mut me = ward.officer(who).expect("an officer").clone();
        me.roles = roles.unwrap_or(me.roles);
        Today::new(&ward, &client, &index, moment(at), &me)
    };
    assert!(today("2026-11-26T09:00", demo::HEAD, None).posted.is_empty(), "not before the last day");
    assert_eq!(today("2026-11-27T09:00", demo::HEAD, None).posted.len(), 2);
    assert_eq!(today("2026-11-30T09:00", demo::HEAD, None).posted.len(), 2, "until the end is recorded");
    let own = today("2026-11-27T09:00", demo::LAND, Some(vec![Role::Specialist]));
    assert_eq!(own.posted.len(), 1, "a specialist's own");
    let shown = move || {
        let (left, clock) = (words(), moment("2026-11-27T09:00"));
        today_view(
            Signal::stored(own),
            Signal::stored(left),
            Signal::stored(clock),
            true,
            Callback::new(|_| ()),
        )
    };
    let page = html(shown);
    assert!(page.contains("Niêm yết hết ngày") && page.contains("hết hôm nay"), "{page}");
}

/// Past its last day and ended by nobody: counted, found in the list and said in the row.
#[test]
fn a_posting_past_its_last_day_is_counted_and_found() {
    let ward = demo::ward().expect("the standard data");
    let all = [hanging(7), Dossier { handler: Some(demo::JUSTICE), ..hanging(8) }, numbered("Le Hoa", 9)];
    let mut index = Index::default();
    index.refresh(&ward, all.iter());
    let ask = Ask::due(Group::Open, DueIn::PostingOver);
    assert_eq!(ask.href(), "/ho-so?han=qua_ngay_niem_yet");
    let (last, after) = ("2026-11-27T16:00", "2026-11-28T08:00");
    assert_eq!([last, after].map(|at| index.count(&ask, moment(at))), [0, 2]);
    let writer = Writer { device: DeviceId(1), officer: demo::HEAD };
    let client = Client::new(Meta::new(writer, None));
    let counted = |at: &str, who: OfficerId, roles: Option<Vec<Role>>| {
        let mut me = ward.officer(who).expect("an officer").clone();
        me.roles = roles.unwrap_or(me.roles);
        let today = Today::new(&ward, &client, &index, moment(at), &me);
        let count = today.counts.into_iter().find(|count| count.ask.due == DueIn::PostingOver);
        count.map(|count| (count.n, count.ask.handler))
    };
    assert_eq!(counted(last, demo::HEAD, None), None, "no figure of nothing");
    assert_eq!(counted(after, demo::HEAD, None), Some((2, None)));
    let own = counted(after, demo::LAND, Some(vec![Role::Specialist]));
    assert_eq!(own, Some((1, Some(demo::LAND))), "a specialist's own");
    let row = |at: &str| {
        let row = Row::new(&ward, moment(at), &hanging(7), false);
        html(move || table_row(&row))
    };
    assert!(!row(last).contains("niêm yết hết ngày"), "{}", row(last));
    assert!(row(after).contains(r#"<span class="late">niêm yết hết ngày 27/11"#), "{}", row(after));
}

fn words() -> shared::lang::Sentence {
    shared::lang::Sentence::new("", "")
}
