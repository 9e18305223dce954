//! What a visit gathers, and that it forgets.

use leptos::prelude::*;
use shared::demo;
use shared::dossier::Act;
use shared::ward::Ward;

use super::{Visit, steps};
use crate::ui::tests::{english, plain, vietnamese};

fn choosing(id: &str) -> Visit {
    let ward = demo::ward().expect("the standard catalogue");
    let day = shared::moment::Day::new(2026, 11, 24).expect("a day");
    let mut visit = Visit::default();
    visit.choose(ward.catalogue.in_force(id, day).expect("a procedure").clone());
    visit
}

#[test]
fn required_papers_are_missing_until_they_are_shown() {
    let mut visit = choosing("HT-09");
    assert!(!visit.missing().is_empty());
    visit.papers.iter_mut().for_each(|shown| *shown = true);
    assert_eq!(visit.missing(), Vec::<String>::new());
}

#[test]
fn a_bad_card_keeps_what_was_typed_and_says_why() {
    let mut visit = choosing("HT-09");
    visit.applicant.name = "Hồ Văn Lợi".to_owned();
    visit.scan("001098012345|x|y|z|w");
    assert_eq!(visit.applicant.name, "Hồ Văn Lợi");
    assert!(visit.fault.is_some());
}

#[test]
fn a_good_card_fills_the_form() {
    let mut visit = choosing("HT-09");
    visit.scan("001098012345||NGUYỄN VĂN A|01011998|Nam|Số 10 Tràng Thi, Hà Nội|01012023");
    assert_eq!(visit.applicant.number, "001098012345");
    assert_eq!(visit.applicant.birth, "01/01/1998");
    assert!(visit.fault.is_none());
}

#[test]
fn what_is_handed_in_counts_as_assisted() {
    let visit = choosing("CT-01");
    let Some(Act::Lodge(lodge)) = visit.act("AB12CD".to_owned()) else { panic!("an application") };
    assert!(lodge.form.assisted);
}

#[test]
fn the_guide_has_english() {
    let ward: Ward = plain(&demo::ward().expect("the standard data"));
    let all: Vec<_> = ward.catalogue.procedures.clone();
    for p in all {
        let mut visit = Visit::default();
        visit.choose(p);
        let markup = english(move || {
            let visit = RwSignal::new(visit);
            let now = visit.get_untracked();
            (steps::side(&now), steps::papers(visit), steps::person(visit, || ()), steps::done(visit))
        });
        let left = vietnamese(&markup);
        assert!(left.is_empty(), "{left:?}");
    }
}

/// The button that sends and the one that goes on are pressed in one place.
#[test]
fn a_double_tap_does_not_wipe_the_characters() {
    let at = |millis| shared::moment::Moment::from_millis(millis);
    let visit = Visit { handed_in: Some(("AB12CD".to_owned(), at(10_000))), ..Visit::default() };
    assert!(!visit.may_go_on(at(10_300)));
    assert!(visit.may_go_on(at(12_000)));
}
