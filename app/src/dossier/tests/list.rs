//! The list says why it cannot ask the server, where a finger and a keyboard find it too, and how many filters are on.

use std::sync::Arc;

use leptos::prelude::*;
use shared::demo;
use shared::dossier::{Dossier, Status};
use shared::id::DossierId;
use shared::lang::Sentence;
use shared::limits::SEARCH_ROWS_MAX;

use super::super::ask::{Ask, DueIn, Group, Sort};
use super::super::find::Index;
use super::super::keeper::keeper_view;
use super::super::list::{Elsewhere, Found, Shown, list_view};
use super::super::pick::Picks;
use super::{dossier, moment, numbered};
use crate::ui::tests::{english, html, vietnamese};

fn list(typed: &str, offline: bool) -> String {
    list_of(Ask::of(Group::All), typed, offline)
}

fn list_of(ask: Ask, typed: &str, offline: bool) -> String {
    list_with(ask, typed, Elsewhere::NotAsked, offline)
}

fn list_with(ask: Ask, typed: &str, elsewhere: Elsewhere, offline: bool) -> String {
    let (ward, typed) = (Arc::new(demo::ward().expect("the standard data")), typed.to_owned());
    html(move || {
        list_view(
            ward,
            Signal::stored(ask),
            RwSignal::new(typed),
            Signal::stored(Shown::default()),
            Signal::stored(elsewhere),
            Signal::stored(offline),
            Callback::new(|_| ()),
            Callback::new(|()| ()),
            Signal::stored(vec![]),
            Callback::new(|()| ()),
            Picks::new(),
        )
    })
}

#[test]
fn a_greyed_search_of_all_years_says_why() {
    let (short, offline, open) = (list("a", false), list("dao", true), list("dao", false));
    for greyed in [&short, &offline] {
        assert!(greyed.contains(r#"aria-disabled="true""#), "{greyed}");
        assert!(greyed.contains(r#"aria-describedby="why-not""#) && greyed.contains(r#"id="why-not""#));
    }
    assert!(short.contains("Gõ ít nhất 2 chữ") && offline.contains("Đang mất mạng"));
    assert!(!open.contains("aria-disabled") && !open.contains("why-not"), "{open}");
}

/// The answer has one dossier more than are shown: that one is not drawn, and the page says that there are others.
#[test]
fn an_answer_of_the_server_that_is_not_all_says_so() {
    let (ward, now) = (demo::ward().expect("the standard data"), moment("2026-11-23T10:00"));
    let one = dossier("Đặng Thị Đào");
    let shows = |n: usize| {
        let numbered = |n| Dossier { id: DossierId(uuid::Uuid::from_u128(n)), ..one.clone() };
        let all = (1..).take(n).map(numbered).collect();
        let found = Elsewhere::Found(Found::of(&ward, all, &Ask::of(Group::All), now));
        let html = list_with(Ask::of(Group::All), "dao", found, false);
        (html.matches("Đặng Thị Đào").count(), html.contains("Còn hồ sơ khác cũng khớp: đây là 200 hồ sơ"))
    };
    assert_eq!(shows(SEARCH_ROWS_MAX), (SEARCH_ROWS_MAX, false));
    assert_eq!(shows(SEARCH_ROWS_MAX + 1), (SEARCH_ROWS_MAX, true));
}

/// Whoever is on the device and in the server's answer stands in both lists: each has its heading.
#[test]
fn an_answer_of_the_server_does_not_run_into_the_list_below_it() {
    let (ward, now) = (demo::ward().expect("the standard data"), moment("2026-11-23T10:00"));
    let found = Found::of(&ward, vec![dossier("Đặng Thị Đào")], &Ask::of(Group::All), now);
    let shown = list_with(Ask::of(Group::All), "dao", Elsewhere::Found(found), false);
    let (there, here) = (shown.find("Từ máy chủ, mọi năm"), shown.find("<h2>Trên máy này</h2>"));
    assert!(there.is_some() && there < here, "{shown}");
    assert!(!list("dao", false).contains("Trên máy này"), "there is one list alone");
}

/// The server is asked for the filters that stand in the list; what it cannot tell of the dates is sifted here.
#[test]
fn the_server_is_asked_for_what_the_list_shows() {
    let path = |ask: Ask| Ask { text: "đào".to_owned(), ..ask }.search();
    assert_eq!(path(Ask::default()), "/api/search?q=%C4%91%C3%A0o", "nobody chose a state");
    let asked = Ask {
        field: "HTCT".to_owned(),
        handler: Some(demo::JUSTICE),
        received: Some(moment("2026-11-23T10:00").day()),
        ..Ask::of(Group::Ready)
    };
    assert_eq!(
        path(asked),
        format!(
            "/api/search?q=%C4%91%C3%A0o&states=cho_tra&field=HTCT&handler={}&received=2026-11-23",
            demo::JUSTICE
        )
    );
    let closed = path(Ask::of(Group::Closed));
    assert!(closed.contains("da_tra") && !closed.contains("cho_tra"), "{closed}");
    let late = path(Ask::due(Group::All, DueIn::Overdue));
    assert!(late.contains("cho_tra") && !late.contains("da_tra"), "no clock runs where it is over: {late}");
    let ward = demo::ward().expect("the standard data");
    let left = |due: DueIn, at: &str| {
        let found = vec![dossier("Đặng Thị Đào")];
        let found = Elsewhere::Found(Found::of(&ward, found, &Ask::due(Group::default(), due), moment(at)));
        list_with(Ask::default(), "dao", found, false).contains("Đặng Thị Đào")
    };
    assert!(!left(DueIn::Overdue, "2026-11-23T10:00") && left(DueIn::Overdue, "2026-12-20T10:00"));
    assert!(left(DueIn::Any, "2026-11-23T10:00"));
}

#[test]
fn a_phones_button_counts_the_filters_that_are_on() {
    let usual = list_of(Ask::default(), "", false);
    assert!(
        usual.contains(r#"aria-controls="filters""#) && usual.contains(r#"aria-expanded="false""#),
        "{usual}"
    );
    assert!(usual.contains(r#"id="filters""#) && !usual.contains("Lọc ("), "{usual}");
    // Words, order and the page are seen where they stand.
    let asked =
        Ask { field: "HTCT".to_owned(), due: DueIn::Today, sort: Sort::Newest, page: 2, ..Ask::words("dao") };
    assert!(list_of(asked, "dao", false).contains("Lọc (3)"));
}

/// Whose work is done waits for the citizen only, however long its date is past: what is due stands before it.
#[test]
fn what_is_due_stands_before_a_result_that_waits() {
    let (ward, now) = (demo::ward().expect("the standard data"), moment("2026-12-14T10:00"));
    let people = ["Đặng Thị Đào", "Bùi Công Khanh", "Võ Thị Mận"];
    let mut dossiers: Vec<Dossier> = (1..).zip(people).map(|(n, name)| numbered(name, n)).collect();
    dossiers[0].status = Status::Ready;
    dossiers[0].finished_at = dossiers[0].due;
    dossiers[1].due = dossiers[1].due.map(|due| due.plus_minutes(60));
    dossiers[2].due = None;
    let mut index = Index::default();
    index.refresh(&ward, dossiers.iter());
    let found = index.find(&Ask::of(Group::Open), now);
    let names: Vec<&str> = found
        .iter()
        .filter_map(|id| dossiers.iter().find(|d| d.id == *id))
        .map(|d| d.applicant.name.as_str())
        .collect();
    assert_eq!(names, ["Bùi Công Khanh", "Đặng Thị Đào", "Võ Thị Mận"]);
}

/// Who keeps the server alone sees no dossiers: no row of zeros, but what there is to look after.
#[test]
fn the_day_of_an_administrator_has_no_row_of_zeros() {
    let day = || keeper_view(Signal::stored(left()), Signal::stored(moment("2026-11-23T10:00")));
    let page = html(day);
    assert!(page.contains("/can-bo") && page.contains("/may") && page.contains("/cai-dat"), "{page}");
    assert!(!page.contains("figures"), "{page}");
    let left = vietnamese(&english(day));
    assert!(left.is_empty(), "{left:?}");
}

fn left() -> Sentence {
    Sentence::new("còn 6 giờ làm việc".to_owned(), "6 working hours left".to_owned())
}
