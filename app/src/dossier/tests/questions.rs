//! What waits for a person on a dossier: every value, every moment, and who may answer.

use leptos::prelude::*;
use shared::demo;
use shared::dossier::amend::Details;
use shared::dossier::record::{Applicant, Correction, Dispute, Group, Sex};
use shared::dossier::{Dossier, Kind};
use shared::id::{OfficerId, Writer};
use shared::lang::Lang;
use shared::sync::client::Write;

use super::super::detail::questions::{duplicate, questions};
use super::super::versus::differing;
use super::{dossier, moment, numbered};
use crate::desk::Desk;
use crate::desk::tests::{at_desk, sits};
use crate::store::tests::{OANH, now};
use crate::ui::tests::{english, html, vietnamese};

fn applicant(number: &str, sex: Sex) -> Details {
    let number = number.to_owned();
    Details::Applicant(Applicant { name: "Canary Thi Dao".to_owned(), number, sex, ..Applicant::default() })
}

#[test]
fn what_differs_in_a_number_is_seen_and_nothing_else_of_it() {
    let fields =
        differing(&applicant("048190004217", Sex::Female), &applicant("048190994217", Sex::Female), Lang::Vi);
    let [number] = fields.as_slice() else { panic!("{fields:?}") };
    let shown =
        |parts: &super::super::versus::Parts| format!("{}[{}]{}", parts.head, parts.differs, parts.tail);
    assert_eq!(shown(&number.left), "••••••[00]••••");
    assert_eq!(shown(&number.right), "••••••[99]••••");
}

#[test]
fn a_difference_in_sex_alone_is_seen() {
    let fields =
        differing(&applicant("048190004217", Sex::Male), &applicant("048190004217", Sex::Female), Lang::En);
    assert_eq!(fields.len(), 1);
    assert_ne!(fields[0].left, fields[0].right);
}

/// A dossier with one question of each kind.
fn asked() -> Dossier {
    let mut d = dossier("Dang Thi Dao");
    let number = "048190994217".to_owned();
    let value = Details::Applicant(Applicant { number, ..d.applicant.clone() });
    let at = moment("2026-11-23T10:00");
    d.corrections.push(Correction { group: Group::Applicant, at, by: demo::JUSTICE, value });
    let used = moment("2026-11-23T09:00");
    let claimed = moment("2026-11-20T09:00");
    d.disputes.push(Dispute { kind: Kind::Receive, by: demo::RECEPTION, claimed, used });
    d.time_disputed = true;
    d.possible_duplicate = Some(numbered("Dang Thi Dao", 8).id);
    d
}

fn sits_with_both(desk: Desk, officer: OfficerId) {
    let writer = Writer { officer, ..OANH };
    sits(desk, writer);
    let both = [numbered("Dang Thi Dao", 8), asked()].map(|d| Write::Record(Box::new(d)));
    assert!(now(desk.keep(writer, both.into())));
}

fn shown(desk: Desk) -> impl IntoView {
    let (asked, other) = (asked(), numbered("Dang Thi Dao", 8));
    view! { {duplicate(desk, &asked)}{questions(desk, &asked)}<hr />{duplicate(desk, &other)} }
}

fn page(officer: OfficerId) -> String {
    let mut page = String::new();
    at_desk(|desk, _| {
        sits_with_both(desk, officer);
        page = html(move || shown(desk));
    });
    page
}

#[test]
fn the_head_sees_all_and_answers_all() {
    let page = page(demo::HEAD);
    for said in [
        "<mark>99</mark>",
        "<mark>00</mark>",
        "Nguyễn Thị Thu Hà, 10:00 23/11/2026",
        "Phạm Thị Kim Oanh, 09:00 23/11/2026 · đang dùng",
        "Giữ bản đang dùng",
        "Dùng bản kia",
        "09:00 20/11/2026: hạn trả ",
        "09:00 23/11/2026: hạn trả ",
        "Lấy giờ của máy",
        "Lấy giờ máy chủ",
        "261123-6000",
        "Không trùng",
    ] {
        assert!(page.contains(said), "{said} is not on {page}");
    }
    let (_, other) = page.split_once("<hr>").expect("a rule between the two");
    assert!(other.contains("Có thể trùng với hồ sơ"), "the earlier one says so too: {other}");
    assert!(!other.contains("<button"), "and is not asked: {other}");
}

#[test]
fn who_may_not_confirm_a_time_reads_who_may() {
    let page = page(demo::RECEPTION);
    assert!(page.contains("Dùng bản kia") && page.contains("09:00 20/11/2026: hạn trả "), "{page}");
    assert!(!page.contains("Lấy giờ của máy") && page.contains("Việc này của tổ trưởng"), "{page}");
}

#[test]
fn questions_in_english() {
    at_desk(|desk, _| {
        sits_with_both(desk, demo::HEAD);
        let left = vietnamese(&english(move || shown(desk)));
        let own: Vec<_> = left
            .iter()
            .filter(|line| !line.contains("Nguyễn Thị Thu Hà") && !line.contains("Phạm Thị Kim Oanh"))
            .collect();
        assert!(own.is_empty(), "{own:#?}");
    });
}
