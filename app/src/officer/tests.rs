//! The administrator's page as strings, and what its forms make.

use std::sync::Arc;

use leptos::prelude::*;
use shared::demo;
use shared::moment::Day;
use shared::officer::Role;
use shared::session::{AccountMade, AccountSeen};
use shared::ward::Ward;

use super::{Does, edit, login, mandate, people, roster, table};
use crate::desk::Desk;
use crate::ui::tests::{english, html, plain, vietnamese};

fn ward() -> Ward {
    demo::ward().expect("the standard data")
}

fn desk(ward: Ward) -> Desk {
    let desk = Desk::new();
    desk.set_ward(Arc::new(ward));
    desk
}

fn today() -> Day {
    "2026-11-25".parse().expect("a day")
}

fn accounts() -> Vec<AccountSeen> {
    vec![AccountSeen { name: "oanh".to_owned(), officer: demo::RECEPTION }]
}

fn listed(ward: &Ward) -> impl IntoView + use<> {
    let does =
        Does { change: Callback::new(|_| ()), give: Callback::new(|_| ()), look: Callback::new(|_| ()) };
    table(ward, accounts(), does)
}

#[test]
fn everybody_stands_in_the_list_and_whoever_left_comes_last() {
    let mut ward = ward();
    let clerk = ward.officer(demo::CLERK).expect("a clerk").clone();
    ward = ward.with_officer(shared::officer::Officer { roles: vec![], ..clerk.clone() }).expect("leaves");
    let list = ward.clone();
    let page = html(move || listed(&list));
    for said in ["Phạm Thị Kim Oanh", "oanh", "chưa có", "người tiếp nhận", "đã thôi việc ở phường"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(people(&ward).last().map(|officer| officer.id), Some(clerk.id));
    let given = page.matches("Cấp mật khẩu").count();
    assert_eq!(given, people(&ward).len() - 1, "nobody who left gets a password");
    assert_eq!(page.matches("Phiên đăng nhập").count(), given, "or has a session");
    assert!(!page.contains("Cổng dịch vụ công"), "a system's account is no person");
}

#[test]
fn a_form_gives_back_whom_it_was_opened_for() {
    let ward = ward();
    html(move || {
        let officer = ward.officer(demo::HEAD).expect("the head").clone();
        assert_eq!(edit::Form::of(&ward, Some(officer.clone())).typed(), officer);
        let new = edit::Form::of(&ward, None).typed();
        assert_eq!((new.id, new.roles), (ward.next_officer(), vec![Role::Specialist]));
        let week = roster::Form::of(&ward, today()).typed().expect("a day");
        let newest = ward.roster.iter().max_by_key(|week| week.from).expect("a roster");
        assert_eq!((week.from, week.days), (today(), newest.days));
        assert_eq!(mandate::Form::of(&ward).typed(), Ok(ward.mandates_from));
        assert_eq!(mandate::Form::of(&Ward { mandates_from: None, ..ward.clone() }).typed(), Ok(None));
    });
}

#[test]
fn the_division_of_signing_says_who_signs_what() {
    let ward = ward();
    let page = html(move || {
        let desk = desk(ward.clone());
        mandate::region(desk, mandate::Form::of(&ward))
    });
    for said in ["Nguyễn Văn Thành", "mọi lĩnh vực", "Lê Quang Huy", "Đất đai", "Thứ Ba"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("Huỳnh Ngọc Sơn"), "the head signs nothing: {page}");
}

#[test]
fn a_login_is_suggested_from_the_name() {
    let ward = ward();
    assert_eq!(login::suggested(ward.officer(demo::RECEPTION).expect("an officer")), "kim.oanh");
}

#[test]
fn the_password_is_shown_with_the_warning_that_it_is_once() {
    let made = AccountMade { name: "ha".to_owned(), password: "abcd-efgh-jkmn".to_owned() };
    let page = html(move || login::given(made, RwSignal::new(true)));
    assert!(page.contains("abcd-efgh-jkmn") && page.contains("Chỉ hiện một lần"));
}

/// What was opened and saved as it stood is the settings as they stood.
#[test]
fn a_form_that_nobody_touched_changes_nothing() {
    let ward = ward();
    for officer in people(&ward) {
        let typed = edit::Form::of(&ward, Some(officer.clone())).typed();
        assert_eq!(ward.with_officer(typed).expect("good"), ward, "{}", officer.name);
    }
    let week = roster::Form::of(&ward, today()).typed().expect("good");
    assert_eq!(ward.with_roster(week, today()).expect("good"), ward);
    let from = mandate::Form::of(&ward).typed().expect("good");
    assert_eq!(ward.with_mandates(from, today()).expect("good"), ward);
}

#[test]
fn whoever_reads_english_reads_no_vietnamese_but_names() {
    let ward: Ward = plain(&ward());
    let page = english(move || {
        let desk = desk(ward.clone());
        provide_context(desk);
        let form = edit::Form::of(&ward, None);
        let roster = roster::region(desk, roster::Form::of(&ward, today()));
        let given = AccountMade { name: "ha".to_owned(), password: "a".to_owned() };
        let open = RwSignal::new(true);
        let mandates = mandate::region(desk, mandate::Form::of(&ward));
        view! { {listed(&ward)}{edit::form(desk, open, form)}{roster}{mandates}{login::given(given, open)} }
    });
    let left = vietnamese(&page);
    assert!(left.is_empty(), "{left:?}");
}
