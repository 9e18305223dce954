//! Saved filters: named, found again, renamed, deleted, and never a page that breaks.

use leptos::prelude::*;
use shared::demo;
use shared::lang::Lang;
use shared::limits::{FILTER_NAME_CHARS_MAX, FILTERS_MAX};

use super::super::ask::{Ask, DueIn, Group, Sort};
use super::super::saved::{Saved, form, of, read, renamed, saved_view, told, with, without};
use crate::desk::tests::{at_desk, sits};
use crate::store::tests::{HA, OANH, now, opened};
use crate::ui::tests::{english, html, vietnamese};
use crate::ui::toast::provide_toast;

fn late() -> Ask {
    Ask { field: "HT".to_owned(), due: DueIn::Overdue, sort: Sort::Newest, ..Ask::words("Hồ Văn Lợi") }
}

fn saved(all: &[(&str, Ask)]) -> Vec<Saved> {
    all.iter().fold(vec![], |kept, (name, ask)| with(kept, name, ask).expect("a good name"))
}

#[test]
fn a_filter_opens_as_it_was_on_the_first_page() {
    let all = saved(&[("Quá hạn của Lợi", Ask { page: 3, ..late() }), ("Chờ ký", Ask::of(Group::ToSign))]);
    assert_eq!(all[0].ask(), late());
    assert_eq!(of(&all, &Ask { page: 9, ..late() }).map(|s| s.name.as_str()), Some("Quá hạn của Lợi"));
    assert_eq!(of(&all, &Ask::default()), None);
}

#[test]
fn a_name_is_needed_short_and_its_own() {
    let all = saved(&[("Chờ ký", Ask::of(Group::ToSign))]);
    let why = |typed: &str| with(all.clone(), typed, &late()).expect_err("no good name").vi;
    assert!(why("  ").starts_with("Đặt tên"));
    assert!(why(&"a".repeat(FILTER_NAME_CHARS_MAX + 1)).contains("quá 40 chữ"));
    assert!(why(" chờ  KÝ ").contains("Đã có"));
    assert!(with(all.clone(), "Cho ky", &late()).is_ok(), "other accents are another name");
    assert!(renamed(all.clone(), "Chờ ký", "chờ ký").is_ok(), "its own name is not in its way");
    let two = with(all, "Lợi", &late()).expect("a second one");
    assert!(renamed(two.clone(), "Lợi", "Chờ ký").is_err());
    let next = renamed(two, "Lợi", "Ông Lợi").expect("another name");
    assert_eq!(next[1].name, "Ông Lợi");
    assert_eq!(without(next, "Chờ ký").len(), 1);
}

#[test]
fn there_are_as_many_as_are_found_at_a_glance() {
    let full = (0..FILTERS_MAX).fold(vec![], |all, n| with(all, &format!("Bộ {n}"), &late()).expect("room"));
    let why = with(full, "Một nữa", &late()).expect_err("no room").vi;
    assert!(why.contains("Đã lưu đủ 12"), "{why}");
}

#[test]
fn each_officer_of_the_device_finds_their_own_and_nothing_broken() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let disk = desk.disk().expect("a disk");
        let mine = saved(&[("Chờ ký", Ask::of(Group::ToSign)), ("Lợi", late())]);
        now(disk.keep_own(&opened(OANH), "loc", &mine)).expect("kept");
        assert_eq!(now(read(desk)), mine);
        let broken = serde_json::json!([
            { "name": "Chờ ký", "asks": { "nhom": "khong_co", "sau_nay": "1" } },
            { "name": "chờ ký", "asks": {} },
            { "name": "", "asks": {} },
            { "name": "Dài", "asks": { "tim": "x".repeat(5_000) } },
        ]);
        now(disk.keep_own(&opened(OANH), "loc", &broken)).expect("kept");
        let kept = now(read(desk));
        assert_eq!(
            kept.iter().map(|s| (s.name.as_str(), s.ask())).collect::<Vec<_>>(),
            [("Chờ ký", Ask::default())]
        );
        now(disk.keep_own(&opened(OANH), "loc", &"không phải danh sách")).expect("kept");
        assert_eq!(now(read(desk)), vec![]);
        sits(desk, HA);
        assert_eq!(now(read(desk)), vec![], "hers do not open for him");
    });
}

#[test]
fn what_is_saved_is_told_in_words() {
    let ward = demo::ward().expect("the standard data");
    let field = ward.catalogue.fields[0].clone();
    let ask = Ask { field: field.id, ..late() };
    let said = told(&ward, &ask, Lang::Vi);
    assert_eq!(said, format!("Tất cả · {} · Quá hạn · Mới nhận trước · “Hồ Văn Lợi”", field.name));
}

fn choice(all: Vec<Saved>, ask: Ask) -> String {
    let run = move || {
        saved_view(Signal::stored(all), Signal::stored(ask), Callback::new(|_| ()), Callback::new(|()| ()))
    };
    html(run)
}

#[test]
fn the_choice_stands_where_there_is_one_and_the_button_says_what_it_does() {
    let all = saved(&[("Chờ ký", Ask::of(Group::ToSign))]);
    let nothing = choice(vec![], Ask::default());
    assert!(!nothing.contains("<select") && !nothing.contains("<button"), "{nothing}");
    let fresh = choice(all.clone(), late());
    assert!(fresh.contains("Bộ lọc đã lưu (1)") && fresh.contains("Lưu bộ lọc"), "{fresh}");
    let known = choice(all, Ask { page: 2, ..Ask::of(Group::ToSign) });
    assert!(known.contains("Sửa bộ lọc") && !known.contains("Lưu bộ lọc"), "{known}");
}

#[test]
fn the_dialog_has_english() {
    for ask in [late(), Ask::of(Group::ToSign)] {
        let all = saved(&[("To sign", Ask::of(Group::ToSign))]);
        let markup = english(move || {
            provide_toast();
            let (ask, kept) = (Ask { text: String::new(), ..ask }, RwSignal::new(all.clone()));
            let desk = crate::desk::Desk::new();
            let (open, asked) = (RwSignal::new(true), Signal::stored(ask.clone()));
            let choice = saved_view(kept.into(), asked, Callback::new(|_| ()), Callback::new(|()| ()));
            (choice, form(desk, open, kept, ask))
        });
        let left = vietnamese(&markup);
        assert!(left.is_empty(), "{left:?}");
    }
}
