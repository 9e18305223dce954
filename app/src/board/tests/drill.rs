//! The 766 indices and the agencies' report as pages: numbers, ways to their dossiers, both languages.

use std::sync::Arc;

use leptos::prelude::*;
use shared::demo;
use shared::dossier::{Dossier, Status};
use shared::id::DossierId;
use shared::moment::Moment;
use shared::procedure::ProcedureRef;
use shared::report::agencies::{Agencies, agencies};
use shared::report::behind::Seen;
use shared::report::quality::{Measured, Quality, quality};
use shared::report::{Behind, Coverage, Period, Place};
use shared::ward::Ward;

use super::super::drill::{Address, Asked, Shown, behind_list};
use super::super::{agencies as asked, figures, form, quality as indices};
use super::day;
use crate::ui::tests::{english, html, plain, vietnamese};

/// The year 2018 of the first report of a page.
pub(super) fn shown_of(at: &Address) -> Asked {
    Asked { form: (at.forms)()[0].0, span: (day(2018, 1, 1), day(2018, 12, 31)), place: None, page: 1 }
}

/// What it needs beside its figures.
pub(super) fn shown(at: &'static Address, ward: Ward) -> Shown {
    let of = shown_of(at);
    let here = of.clone();
    Shown {
        at,
        of,
        asked: Memo::new(move |_| here.clone()),
        agency: "UBND".to_owned(),
        held: vec![],
        coverage: Coverage { as_of: Moment::at(day(2019, 1, 2), 8, 0), devices: vec![], acts: 7 },
        ward: Some(Arc::new(ward)),
    }
}

fn year() -> Period {
    Period::new(day(2018, 1, 1), day(2018, 12, 31)).expect("a year")
}

fn counted(ward: &Ward) -> Quality {
    let mut quality = quality(ward, &[], &[], year(), Moment::at(day(2019, 1, 2), 8, 0));
    for line in &mut quality.lines {
        if line.id == "2.1" {
            line.measured = Measured::Share { part: 4_871, whole: 4_872 };
        }
        if line.id == "5.4" {
            line.measured = Measured::Satisfied { late: 1, whole: 4_872, disliked: 0, ballots: 779 };
        }
    }
    quality
}

/// A dossier of a list, without its moments.
fn seen(n: u128) -> Seen {
    Seen {
        id: DossierId(uuid::Uuid::from_u128(n)),
        code: format!("181122-{n:04}"),
        name: "Canary".to_owned(),
        procedure: ProcedureRef { id: "HT-09".to_owned(), version: 1 },
        status: Status::Returned,
        received: None,
        due: None,
        finished: None,
        apology: String::new(),
        asked: None,
    }
}

/// The second page behind a number of a field.
fn behind_a_field() -> (Asked, Place) {
    let place = Place { column: 1, field: Some("linh_vuc.HTCT".to_owned()) };
    (Asked { place: Some(place.clone()), page: 2, ..shown_of(&figures::AT) }, place)
}

#[test]
fn a_dossier_behind_a_number_is_a_card_where_there_is_no_room_and_says_no_moment_that_is_not_there() {
    let received = Some(Moment::at(day(2018, 3, 5), 9, 15));
    let (of, place) = behind_a_field();
    let behind = Behind { total: 1, page: 1, rows: vec![Seen { received, ..seen(7) }] };
    let list = html(move || behind_list(&figures::AT, &of, &place, |_| "Chờ".to_owned(), behind, None));
    assert!(list.contains("table--fold") && list.contains("data-label=\"Nhận\""), "{list}");
    assert!(!list.contains("data-label=\"Hạn\""), "{list}");
}

#[test]
fn an_index_opens_its_parts_and_what_is_not_counted_is_said() {
    let ward = demo::ward().expect("the standard data");
    let page = html(move || indices::quality_view(&shown(&indices::AT, ward.clone()), counted(&ward)));
    for said in [
        "99,98 %",
        "4.871",
        "/bao-cao/766?tu=2018-01-01&amp;den=2018-12-31&amp;cot=3&amp;dong=2.1",
        "/bao-cao/766?tu=2018-01-01&amp;den=2018-12-31&amp;cot=4&amp;dong=2.1",
        "tối đa 6",
        "1 trễ của 4.872 hồ sơ; 0 không hài lòng của 779 phiếu",
        "tối đa 20",
        "không có",
        "Không tính ở đây",
        "1.4",
        "số liệu nằm trên Cổng quốc gia",
        "02/01/2019",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("dong=5.4") && !page.contains("dong=3.1"), "no dossiers lie behind these: {page}");
}

fn two_agencies(ward: &Ward) -> Agencies {
    let json = serde_json::json!({
        "id": DossierId(uuid::Uuid::from_u128(1)),
        "status": "dang_thu_ly",
        "procedure": { "id": "NCC-02", "version": 1 },
        "applicant": { "name": "Canary" },
        "created_at": 0,
        "created_by": demo::RECEPTION,
        "term": "5wd",
        "history": [
            { "at": Moment::at(day(2018, 11, 5), 9, 0), "by": 3, "kind": "chuyen_phoi_hop", "note": "Cong an: x, trước 09/11/2018" },
            { "at": Moment::at(day(2018, 11, 13), 9, 0), "by": 3, "kind": "nhan_phoi_hop", "note": "Cong an: y" },
            { "at": Moment::at(day(2018, 11, 14), 9, 0), "by": 3, "kind": "chuyen_co_quan", "note": "VP & DK" },
        ],
    });
    let dossier: Dossier = serde_json::from_value(json).expect("a record");
    agencies(ward, [&dossier], year(), Moment::at(day(2019, 1, 2), 8, 0))
}

#[test]
fn an_agencys_numbers_open_its_dossiers() {
    let ward = demo::ward().expect("the standard data");
    let page = html(move || asked::agencies_view(&shown(&asked::AT, ward.clone()), two_agencies(&ward)));
    for said in ["Cong an", "2,0", "cot=5&amp;dong=Cong%20an", "cot=12&amp;dong=VP%20%26%20DK", "cot=9\""] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let ward = demo::ward().expect("the standard data");
    let none = agencies(&ward, [], year(), Moment::at(day(2019, 1, 2), 8, 0));
    let page = html(move || asked::agencies_view(&shown(&asked::AT, ward), none));
    assert!(page.contains("Kỳ này không hỏi") && !page.contains("<table"), "{page}");
}

#[test]
fn both_pages_in_english_have_no_vietnamese() {
    let ward = plain(&demo::ward().expect("the standard data"));
    let here = ward.clone();
    let page = english(move || indices::quality_view(&shown(&indices::AT, here.clone()), counted(&here)));
    assert_eq!(vietnamese(&page), Vec::<String>::new());
    let page = english(move || asked::agencies_view(&shown(&asked::AT, ward.clone()), two_agencies(&ward)));
    assert_eq!(vietnamese(&page), Vec::<String>::new());
}

pub(super) fn read(at: &Address, address: &str) -> Asked {
    let pairs: Vec<(String, String)> = address
        .split_once('?')
        .map_or("", |(_, query)| query)
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.replace("%20", " ")))
        .collect();
    let get = |key: &str| pairs.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone());
    Asked::read(at, get, day(2026, 11, 24))
}

/// On each page, for each report of it; a page with one report does not name it.
#[test]
fn report_period_and_number_stand_in_the_address() {
    for (at, first, line, named) in [
        (&indices::AT, "766", "dong", false),
        (&asked::AT, "co-quan-phoi-hop", "dong", false),
        (&form::AT, "ii06a", "linh_vuc", true),
        (&figures::AT, "board", "dong", false),
    ] {
        let year = read(at, at.page);
        let span = (day(2026, 1, 1), day(2026, 12, 31));
        assert_eq!(year, Asked { form: first, span, place: None, page: 1 });
        let senseless = format!("{}?bieu=khong-co&tu=2018-02-30&cot=x", at.page);
        assert_eq!(read(at, &senseless), year, "what makes no sense is the year");
        for (form, _) in (at.forms)() {
            for place in [
                None,
                Some(Place { column: 3, field: None }),
                Some(Place { column: 4, field: Some("Cong an".into()) }),
            ] {
                let asked = Asked { form, span: (day(2018, 1, 1), day(2018, 3, 31)), place, page: 1 };
                let href = asked.href(at);
                assert_eq!(read(at, &href), asked, "{href}");
                assert!(!href.contains("trang="), "{href}");
                if asked.place.is_some() {
                    let third = Asked { page: 3, ..asked.clone() };
                    assert_eq!(read(at, &third.href(at)), third);
                    assert_eq!(third.without().href(at), asked.without().href(at));
                    assert_eq!(read(at, &format!("{href}&trang=0")), asked, "no page is the first");
                }
                assert_eq!(href.contains("bieu="), named, "{href}");
                assert_eq!(
                    href.contains(&format!("{line}=")),
                    asked.place.is_some_and(|at| at.field.is_some())
                );
            }
        }
    }
}

/// A long list has pages that are links, each focusable, says which part it is, and is saved whole.
#[test]
fn a_long_list_has_pages_and_a_file() {
    let (of, place) = behind_a_field();
    let list = move |page: usize, total: usize, rows: u128| {
        let (of, place) = (Asked { page, ..of.clone() }, place.clone());
        let behind = Behind { total, page, rows: (1..=rows).map(seen).collect() };
        behind_list(&figures::AT, &of, &place, |_| "Answered".to_owned(), behind, None)
    };
    let (second, few, none) = (list.clone(), list.clone(), list.clone());
    let page = html(move || second(2, 4_872, 100));
    for said in [
        "101–200 trong 4.872 hồ sơ",
        "2 / 49",
        r#"rel="prev" href="/bao-cao?tu=2018-01-01&amp;den=2018-12-31&amp;cot=1&amp;dong=linh_vuc.HTCT""#,
        r#"rel="next" href="/bao-cao?tu=2018-01-01&amp;den=2018-12-31&amp;cot=1&amp;dong=linh_vuc.HTCT&amp;trang=3""#,
        "&amp;column=1&amp;field=linh_vuc.HTCT&amp;format=xlsx",
        "&amp;column=1&amp;field=linh_vuc.HTCT&amp;format=csv",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = html(move || few(1, 12, 12));
    assert!(page.contains("12 hồ sơ") && !page.contains(r#"rel="next""#), "{page}");
    let page = html(move || none(1, 0, 0));
    assert!(!page.contains("format=xlsx"), "nothing is no file: {page}");
    let left = vietnamese(&english(move || list(2, 4_872, 1)));
    assert!(left.is_empty(), "{left:?}");
}
