//! The field of a result's number: a number that another dossier has is said, in either language, and not refused.

use leptos::prelude::*;
use shared::demo;
use shared::dossier::Dossier;
use shared::dossier::record::{Decision, ResultDraft, StampMark};
use shared::lang::word;

use super::super::numbered::{Numbers, numbered_field};
use super::batch::knows;
use super::fees::copied;
use crate::desk::tests::at_desk;
use crate::store::tests::{OANH, morning};
use crate::ui::tests::{english, html, vietnamese};

#[test]
fn a_number_that_stands_in_the_book_is_said_below_its_field() {
    at_desk(|desk, _| {
        let ward = demo::ward().expect("the standard data");
        let stamp = StampMark { number: "261/CTBS-2026".to_owned(), on: morning().day() };
        let result = ResultDraft { decision: Decision::Grant, summary: "Bằng lái xe".to_owned() };
        let first = Dossier { stamp: Some(stamp), result: Some(result), ..copied(&ward, 7) };
        knows(desk, OANH, std::slice::from_ref(&first));
        let field = |typed: &'static str, own: Option<Dossier>| {
            move || {
                let ward = desk.ward();
                let procedure = ward.catalogue.get(&copied(&ward, 7).procedure).expect("of the catalogue");
                let (value, faults) = (RwSignal::new(typed.to_owned()), RwSignal::new(vec![]));
                let label = word("Số văn bản", "Number of the result");
                numbered_field("number", label, value, faults, Numbers::of(desk, procedure, own.as_ref()))
            }
        };
        assert!(html(field("261", None)).contains("Số này đã cấp ở hồ sơ"));
        for other in [field("262/CTBS-2026", None), field("261/CTBS-2026", Some(first))] {
            let page = html(other);
            assert!(!page.contains("Số này đã cấp"), "{page}");
        }
        let read = english(field("261/CTBS-2026", None));
        assert!(read.contains("has this number already"), "{read}");
        assert_eq!(vietnamese(&read), Vec::<String>::new());
    });
}
