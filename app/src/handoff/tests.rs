//! The panel of a civil-status dossier: what there is to copy, what came back, who may enter it.

use leptos::prelude::*;
use shared::demo;
use shared::dossier::Dossier;
use shared::dossier::civil::{Civil, Given, Line};
use shared::moment::Moment;
use shared::refusal::Refusal;
use shared::ward::Ward;

use super::panel::{has_panel, panel};
use crate::dossier::tests::{dossier, moment};
use crate::ui::tests::{english, html, vietnamese};

fn ward() -> Ward {
    demo::ward().expect("the standard data")
}

fn at() -> Moment {
    moment("2026-11-23T10:20")
}

fn with(given: Given) -> Dossier {
    let civil = Civil { given, at: at(), by: demo::JUSTICE, version: 1 };
    Dossier { civil: Some(civil), ..dossier("Đặng Thị Đào") }
}

fn line() -> Given {
    let personal = "048190001234".to_owned();
    Given::Line(Line { number: "12".to_owned(), book: "01/2026".to_owned(), on: at().day(), personal })
}

fn shown(dossier: &Dossier, may: Option<Result<(), Refusal>>) -> impl IntoView + use<> {
    panel(&ward(), dossier, may, Callback::new(|()| ()))
}

#[test]
fn what_came_back_stands_over_what_is_copied() {
    let none = dossier("Đặng Thị Đào");
    let page = html(|| shown(&none, Some(Ok(()))));
    for said in
        ["Chưa ghi số đăng ký hộ tịch.", "Ghi số hộ tịch", "Đặng Thị Đào", "048190004217", "Chép: Nơi cư trú"]
    {
        // The dossier of the tests has no residence: an empty field is no row.
        assert_eq!(page.contains(said), !said.contains("cư trú"), "{said}: {page}");
    }
    assert!(page.contains("<details open"), "{page}");
    let page = html(|| shown(&with(line()), Some(Ok(()))));
    for said in ["01/2026", "048190001234", "Thị Thu Hà, 10:20 23/11/2026", "Sửa số hộ tịch"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("<details open"), "{page}");
    let page = html(|| shown(&with(Given::Error("mất kết nối".to_owned())), Some(Ok(()))));
    assert!(page.contains("note--late") && page.contains("mất kết nối"), "{page}");
}

#[test]
fn who_may_not_enter_reads_why_and_a_look_offers_nothing() {
    let none = dossier("Đặng Thị Đào");
    let page = html(|| shown(&none, Some(Err(Refusal::field("main", "vì sao", "why")))));
    assert!(page.contains("vì sao") && !page.contains("Ghi số hộ tịch"), "{page}");
    assert!(!html(|| shown(&none, None)).contains("Ghi số hộ tịch"));
}

#[test]
fn only_what_makes_a_line_has_a_panel() {
    let (ward, received) = (ward(), dossier("Đặng Thị Đào"));
    assert!(has_panel(&ward, &received));
    let waiting = Dossier { received_at: None, ..received.clone() };
    assert!(!has_panel(&ward, &waiting));
    let other = ward.catalogue.in_force("CT-01", at().day()).expect("a procedure").reference();
    assert!(!has_panel(&ward, &Dossier { procedure: other, ..received }));
}

#[test]
fn the_panel_is_english_for_who_reads_english() {
    for given in [line(), Given::Error("lost".to_owned())] {
        let left = vietnamese(&english(|| shown(&with(given.clone()), Some(Ok(())))));
        // Values are the citizen's and the catalogue's; labels are ours.
        assert!(left.iter().all(|text| !text.contains("Chép") && !text.contains("Số giấy tờ")), "{left:?}");
    }
}
