//! The list says why it cannot ask the server, where a finger and a keyboard find it too, and how many filters are on.

use std::sync::Arc;

use leptos::prelude::*;
use shared::demo;
use shared::limits::SEARCH_ROWS_MAX;

use super::super::ask::{Ask, DueIn, Group, Sort};
use super::super::list::{Elsewhere, Found, Shown, list_view};
use super::super::pick::Picks;
use super::super::row::Row;
use super::{dossier, moment};
use crate::ui::tests::html;

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
    let (ward, now) = (demo::ward().expect("the standard data"), moment("2018-11-22T09:00"));
    let row = Row::new(&ward, now, &dossier("Đặng Thị Đào"), false);
    let shows = |n: usize| {
        let found = Elsewhere::Found(Found::new(vec![row.clone(); n]));
        let html = list_with(Ask::of(Group::All), "dao", found, false);
        (html.matches("Đặng Thị Đào").count(), html.contains("Còn hồ sơ khác cũng khớp: đây là 200 hồ sơ"))
    };
    assert_eq!(shows(SEARCH_ROWS_MAX), (SEARCH_ROWS_MAX, false));
    assert_eq!(shows(SEARCH_ROWS_MAX + 1), (SEARCH_ROWS_MAX, true));
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
