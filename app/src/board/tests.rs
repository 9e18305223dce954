//! Periods and shares as a leader reads them.

mod cash;
mod drill;
mod feedback;
mod results;
mod shifts;
mod survey;
mod till;

use leptos::prelude::*;
use shared::demo;
use shared::dossier::Status;
use shared::dossier::record::Delivery;
use shared::id::{DeviceId, DossierId};
use shared::lang::Lang;
use shared::moment::{Day, Moment};
use shared::procedure::ProcedureRef;
use shared::report::board::Answers;
use shared::report::forms::{FORMS, SUMMARY};
use shared::report::register::{Entry, Page};
use shared::report::{Behind, Coverage, Filled, Period, Place, Tally, board};
use shared::session::DeviceSeen;
use shared::sync::restored::{Restored, Returning};

use super::drill::{Asked, behind_list};
use super::form::{self, form_view, named};
use super::pages::{self, Report};
use super::period::{Choice, days, parts, years};
use super::register::{self, register_view};
use super::restored::{Awaited, RestoredView};
use super::yearly::Asked as BookAsked;
use super::{board_view, share};
use crate::ui::tests::{english, html, plain, vietnamese};

fn day(y: i32, m: u32, d: u32) -> Day {
    Day::new(y, m, d).expect("a day")
}

#[test]
fn periods_begin_and_end_on_their_days() {
    assert_eq!(Choice::year(2018).span(), (day(2018, 1, 1), day(2018, 12, 31)));
    assert_eq!(Choice::Month { first: day(2024, 2, 1) }.span(), (day(2024, 2, 1), day(2024, 2, 29)));
    assert_eq!(Choice::Quarter { first: day(2026, 10, 1) }.span(), (day(2026, 10, 1), day(2026, 12, 31)));
    assert_eq!(years(day(2026, 11, 24)).collect::<Vec<_>>(), (2018..=2026).rev().collect::<Vec<_>>());
}

#[test]
fn every_part_of_every_year_can_be_chosen_and_is_found_again() {
    for year in 2018..=2027 {
        let [quarters, months, weeks] = parts(year).map(|(_, parts)| parts);
        assert_eq!((quarters.len(), months.len()), (4, 12), "{year}");
        assert!((52..=53).contains(&weeks.len()), "{year}");
        for part in quarters.into_iter().chain(months).chain(weeks).chain([Choice::year(year)]) {
            assert_eq!(Choice::of(part.span()), Some(part));
        }
    }
    assert_eq!(Choice::of((day(2018, 3, 2), day(2018, 3, 31))), None, "a span of its own");
    let november = Choice::Month { first: day(2026, 11, 1) };
    assert_eq!(november.in_year(2018).span(), (day(2018, 11, 1), day(2018, 11, 30)));
}

#[test]
fn any_day_is_two_choices_away() {
    let today = day(2026, 11, 24);
    let offered = |span| days(span, today).into_iter().map(|choice| choice.span()).collect::<Vec<_>>();
    let year = offered((day(2026, 1, 1), day(2026, 12, 31)));
    assert_eq!(year, [(today, today), (day(2026, 11, 23), day(2026, 11, 23))]);
    assert_eq!(offered((day(2018, 1, 1), day(2018, 12, 31))), [], "no day of 2018 is near");
    let february = Choice::Month { first: day(2024, 2, 1) }.span();
    assert_eq!(offered(february).len(), 29);
    assert_eq!(offered(Choice::Month { first: day(2026, 11, 1) }.span()).len(), 24, "none that is to come");
    assert_eq!(offered((day(2024, 2, 29), day(2024, 2, 29))).len(), 29, "the day beside is there too");
    for choice in days(february, today) {
        assert_eq!(Choice::of(choice.span()), Some(choice));
        assert_eq!(choice.in_year(2025), Choice::year(2025));
        assert!(vietnamese(&choice.name(Lang::En)).is_empty(), "{choice:?}");
    }
    assert_eq!(Choice::Day { day: today }.name(Lang::Vi), "Thứ Ba 24/11");
}

/// The figures of the article, as the server counts them from the log.
#[test]
fn the_year_2018_reads_as_it_was_told() {
    let ward = demo::ward().expect("the standard data");
    let period = Period::new(day(2018, 1, 1), day(2018, 12, 31)).expect("a year");
    let now = Moment::at(day(2026, 11, 24), 15, 42);
    let mut year = board(&ward, std::iter::empty(), period, now);
    year.tally = Tally { answered: 4_872, early: 274, on_time: 4_598, late: 0 };
    year.online = Tally { answered: 30, early: 28, on_time: 2, late: 0 };
    year.received_online = 30;
    year.answers = Answers { in_time: 29, late: 1, waiting: 2, waiting_late: 1 };
    let held = DeviceSeen {
        id: DeviceId(4),
        label: "Quầy 2".into(),
        lane: None,
        officer: Some(demo::RECEPTION),
        last_seen: now,
        waiting: 7,
        revoked: false,
        replaced: None,
    };
    let coverage = Coverage::new(now, [held]);
    let page = html(move || board_view(year, coverage, move |id| ward.name_of(id)));
    let said = [
        "4.872",
        "274",
        "5,6 %",
        "4.598",
        "94,4 %",
        "0,0 %",
        "250 ngày",
        "28 sớm hẹn, 2 đúng hẹn",
        "trong hạn 29, trễ 1; chờ trả lời 3, trong đó quá hạn 1",
        "1 thiết bị chưa gửi 7 việc",
        "Quầy 2",
        "Phạm Thị Kim Oanh",
    ];
    for said in said {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn shares_are_rounded_as_on_paper() {
    assert_eq!(share(Lang::Vi, 274, 4872), "5,6 %");
    assert_eq!(share(Lang::Vi, 4598, 4872), "94,4 %");
    assert_eq!(share(Lang::En, 0, 4872), "0.0 %");
    assert_eq!(share(Lang::Vi, 0, 0), "–");
}

#[test]
fn a_leader_who_reads_english_reads_no_vietnamese_but_names() {
    let ward = plain(&demo::ward().expect("the standard data"));
    let period = Period::new(day(2026, 1, 1), day(2026, 12, 31)).expect("a year");
    let now = Moment::at(day(2026, 11, 24), 9, 0);
    let board = board(&ward, std::iter::empty(), period, now);
    let coverage = Coverage { as_of: now, devices: vec![], acts: 7 };
    let left = vietnamese(&english(move || board_view(board, coverage, |_| String::new())));
    assert!(left.is_empty(), "{left:?}");
    for (group, parts) in parts(2026) {
        assert!(vietnamese(group.en).is_empty(), "{group:?}");
        for part in parts {
            assert!(vietnamese(&part.name(Lang::En)).is_empty(), "{part:?}");
        }
    }
}

/// Who is awaited after a restore, and what came back; everything in both languages.
#[test]
fn a_restore_says_who_is_awaited() {
    let at = Moment::at(day(2018, 11, 22), 9, 15);
    let device = |id, came_back, is_back| Returning {
        id: DeviceId(id),
        label: format!("Quay {id}"),
        officer: None,
        last_heard: at.plus_minutes(-40),
        came_back,
        awaited: if is_back { vec![] } else { vec![demo::RECEPTION, demo::JUSTICE] },
        is_back,
    };
    let restored = Restored { at, devices: vec![device(2, 3, false), device(1, 11, true)] };
    let ward = plain(&demo::ward().expect("the standard data"));
    let names = [demo::RECEPTION, demo::JUSTICE].map(|officer| ward.name_of(officer)).join(", ");
    let rows: Vec<Awaited> =
        restored.devices.iter().map(|device| Awaited::new(device.clone(), Some(&ward))).collect();
    let (restored_vi, rows_vi) = (restored.clone(), rows.clone());
    let end = || Callback::new(|()| ());
    let page = html(move || view! { <RestoredView restored=restored_vi rows=rows_vi end=end() /> });
    for said in [
        "lúc 09:15 22/11/2018: còn chờ 1 máy, 14 việc đã gửi lại",
        "Quay 2",
        "08:35",
        "đã đủ",
        "Không chờ nữa",
        names.as_str(),
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = english(move || view! { <RestoredView restored rows end=end() /> });
    assert_eq!(vietnamese(&page), Vec::<String>::new());
}

#[test]
fn a_form_shows_its_numbers_its_checks_and_what_lies_behind_them() {
    let ward = demo::ward().expect("the standard data");
    let period = Period::new(day(2018, 1, 1), day(2018, 12, 31)).expect("a year");
    let now = Moment::at(day(2026, 11, 24), 15, 42);
    for form in FORMS {
        let mut filled = form.fill(&ward, std::iter::empty(), period, now);
        let draw = |filled: Filled| {
            let ward = ward.clone();
            move || {
                let mut shown = drill::shown(&form::AT, ward);
                shown.of.form = form.id;
                form_view(&shown, filled)
            }
        };
        let page = html(draw(filled.clone()));
        assert!(page.contains("Các phép kiểm của biểu đều khớp") && page.contains("(3) = "), "{page}");
        assert!(!page.contains("<a href"), "nothing lies behind a zero");
        // Somebody has changed a number: the form says so.
        filled.total[0] = 4_872;
        filled.lines[1].counts[0] = 4_871;
        let page = html(draw(filled));
        assert!(page.contains("không khớp phép kiểm") && page.contains("4.872"), "{page}");
        let link = format!("/bao-cao/bieu?bieu={}&amp;tu=2018-01-01&amp;den=2018-12-31&amp;cot=3", form.id);
        assert!(page.contains(&link), "{link}: {page}");
    }
}

#[test]
fn forms_in_english_have_no_vietnamese() {
    let ward = plain(&demo::ward().expect("the standard data"));
    let period = Period::new(day(2018, 1, 1), day(2018, 12, 31)).expect("a year");
    let now = Moment::at(day(2026, 11, 24), 15, 42);
    let filled = SUMMARY.fill(&ward, std::iter::empty(), period, now);
    let field = ward.catalogue.fields[0].clone();
    let of = Asked { form: SUMMARY.id, span: (period.from(), period.to()), place: None };
    let place = Place { column: 4, field: Some(field.id) };
    let title = named(&of, &place, Some(&ward), Lang::En);
    assert!(title.ends_with(&format!(" · {}", field.name_en)), "{title}");
    let page = english(move || {
        let mut shown = drill::shown(&form::AT, ward);
        shown.of.form = SUMMARY.id;
        form_view(&shown, filled)
    });
    assert_eq!(vietnamese(&page), Vec::<String>::new());
    let close = of.href(&form::AT);
    let page =
        english(move || behind_list(move |_| title.clone(), close, Behind { total: 0, rows: vec![] }, None));
    assert_eq!(vietnamese(&page), Vec::<String>::new());
}

fn register_page(name: &str) -> Page {
    let received = Moment::at(day(2026, 11, 23), 9, 0);
    let entry = Entry {
        no: 1,
        id: DossierId(uuid::Uuid::from_u128(7)),
        code: "000.21.17.H17-261123-6000".to_owned(),
        procedure: ProcedureRef { id: "HT-09".to_owned(), version: 1 },
        sets: 1,
        name: name.to_owned(),
        on_behalf_of: "<b>Lan".to_owned(),
        reach: "0905114225".to_owned(),
        agency: "UBND".to_owned(),
        received,
        promised: Some(received),
        returned: None,
        delivery: Delivery::Counter,
        status: Status::InWork,
        receiver: String::new(),
        entered: None,
        by_hand: None,
    };
    Page::of(vec![entry], 1, 2026, day(2027, 1, 4))
}

#[test]
fn the_register_shows_its_lines_and_its_closing() {
    let ward = demo::ward().expect("the standard data");
    let now = Moment::at(day(2027, 1, 4), 8, 0);
    let of = BookAsked { year: 2026, book: "HTCT".to_owned(), page: 1 };
    let draw = |page: Page| {
        let (of, ward) = (of.clone(), ward.clone());
        html(move || {
            register_view(&of, page, Some(&ward), vec![], &Coverage { as_of: now, devices: vec![], acts: 0 })
        })
    };
    let page = draw(register_page("Đặng Thị Đào"));
    for said in
        ["Đặng Thị Đào (thay cho &lt;b", "Khóa sổ năm 2026: số cuối 1", "Hộ tịch – Chứng thực", "0905114225"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let empty = draw(Page::of(vec![], 1, 2026, now.day()));
    assert!(empty.contains("Chưa nhận hồ sơ nào") && !empty.contains("<table"), "{empty}");

    let plain_ward = plain(&ward);
    let page = register_page("Dang Thi Dao");
    let shown = english(move || {
        let of = BookAsked { year: 2026, book: "HTCT".to_owned(), page: 1 };
        register_view(
            &of,
            page,
            Some(&plain_ward),
            vec![],
            &Coverage { as_of: now, devices: vec![], acts: 0 },
        )
    });
    assert!(shown.contains("1 dossiers") && shown.contains(r#"lang="vi""#), "{shown}");
}

#[test]
fn field_year_and_page_stand_in_the_address() {
    let ward = demo::ward().expect("the standard data");
    let read = |pairs: &[(&str, &str)]| {
        let get =
            |key: &str| pairs.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value).to_owned());
        BookAsked::read(&register::AT, get, Some(&ward), 2026)
    };
    let first = read(&[]);
    assert_eq!((first.year, first.book.as_str(), first.page), (2026, "DD", 1));
    assert_eq!(
        read(&[("nam", "1999"), ("linh_vuc", "x"), ("trang", "-1")]),
        first,
        "what makes no sense is the first"
    );
    let asked = read(&[("nam", "2018"), ("linh_vuc", "HTCT"), ("trang", "7")]);
    assert_eq!(asked.href(&register::AT), "/bao-cao/so?nam=2018&linh_vuc=HTCT&trang=7");
}

#[test]
fn every_report_leads_to_the_others_in_the_same_days() {
    let line = |hears: bool| {
        let days = Signal::stored(Some((day(2026, 10, 1), day(2026, 12, 31))));
        pages::line(Report::Forms, days, hears)
    };
    let page = html(move || line(true)).replace("&amp;", "&");
    let days = "?tu=2026-10-01&den=2026-12-31";
    for path in ["", "/766", "/phoi-hop", "/pakn"] {
        assert!(page.contains(&format!("<a href=\"/bao-cao{path}{days}\">")), "{path}: {page}");
    }
    assert!(page.contains(&format!("<a href=\"/bao-cao/bieu{days}\" aria-current=\"page\">")), "{page}");
    assert!(page.contains("\"/bao-cao/so?nam=2026\"") && page.contains("\"/bao-cao/so-ket-qua?nam=2026\""));
    assert!(
        !html(move || line(false)).contains("/pakn"),
        "what people complain of is for those who hear them"
    );
    assert_eq!(vietnamese(&english(move || line(true))), Vec::<String>::new());
}
