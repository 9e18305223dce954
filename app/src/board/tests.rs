//! Periods and shares as a leader reads them.

mod cash;
mod closing;
mod drill;
mod feedback;
mod results;
mod shifts;
mod survey;
mod till;

use leptos::prelude::*;
use shared::demo;
use shared::dossier::record::Delivery;
use shared::dossier::{Dossier, Status};
use shared::id::{DeviceId, DossierId};
use shared::lang::Lang;
use shared::moment::{Day, Moment};
use shared::procedure::ProcedureRef;
use shared::report::board::{Answers, Board, Later};
use shared::report::closing::Book;
use shared::report::figure::Line;
use shared::report::forms::{FORMS, SUMMARY};
use shared::report::register::{Entry, Page};
use shared::report::{Behind, Coverage, Figure, Filled, Period, Place, board};
use shared::session::DeviceSeen;
use shared::sync::restored::{Restored, Returning};

use super::drill::{Asked, behind_list};
use super::figures::{self, board_view};
use super::form::{self, form_view, named};
use super::pages::{self, Report};
use super::period::{Choice, days, parts, years};
use super::register::{self, register_view};
use super::restored::{Awaited, RestoredView};
use super::share;
use super::yearly::Asked as BookAsked;
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

/// The year as the program that lived it counts it: `tests/force/commands.rs` makes the file, and holds it.
fn lived(empty: Board) -> Board {
    let mut board = serde_json::to_value(empty).expect("JSON");
    let lived: serde_json::Value = serde_json::from_str(include_str!("tests/year-2018.json")).expect("JSON");
    for (name, value) in lived.as_object().expect("an object") {
        board[name] = value.clone();
    }
    serde_json::from_value(board).expect("a board")
}

/// The figures of the article as a leader reads them, drawn from the year that was lived; beside them what is of another
/// day than the year's, by hand. The demo ward invents a storm that closed it on a Monday, hence 249 working days.
#[test]
fn the_year_2018_reads_as_it_was_told() {
    let ward = demo::ward().expect("the standard data");
    let period = Period::new(day(2018, 1, 1), day(2018, 12, 31)).expect("a year");
    let now = Moment::at(day(2026, 11, 24), 15, 42);
    let mut year = lived(board(&ward, std::iter::empty(), period, now));
    year.answers = Answers { in_time: 29, late: 1, waiting: 2, waiting_late: 1 };
    year.later = Later { count: 3, acts: 5, minutes_max: 365 };
    year.fees_vnd = 15_000;
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
    let page = html(move || {
        let mut shown = drill::shown(&figures::AT, ward.clone());
        shown.coverage = Coverage::new(now, [held]);
        shown.held = super::held(&shown.coverage, |id| ward.name_of(id));
        board_view(&shown, year)
    });
    let page = page.replace("&amp;", "&");
    // Without the ways to the dossiers, as it is read.
    let read = words_of(&page);
    let said = [
        "4.872",
        "274",
        "5,6 %",
        "4.598",
        "94,4 %",
        "0,0 %",
        "249 ngày",
        "Trực tuyến, sớm hẹn28Trực tuyến, đúng hẹn2Trực tuyến, trễ hẹn0",
        "Trả lời trong 08 giờ làm việc29Trả lời sau 08 giờ làm việc1Chờ trả lời3Chờ trả lời, đã quá 08 giờ1",
        "Hồ sơ có việc ghi sau khi làm3 hồ sơ, 5 việc, lâu nhất sau 6 giờ 5 phút",
        "1 thiết bị chưa gửi 7 việc",
        "Quầy 2",
        "Phạm Thị Kim Oanh",
    ];
    for said in said {
        assert!(read.contains(said), "{said}: {read}");
    }
    let year = "/bao-cao?tu=2018-01-01&den=2018-12-31&cot=";
    for figure in [
        Figure::Answered,
        Figure::Early,
        Figure::OnTime,
        Figure::OnlineAnswered,
        Figure::AnswerOwed,
        Figure::Fees,
        Figure::EnteredLater,
    ] {
        assert!(page.contains(&format!("href=\"{year}{}\"", figure.number())), "{figure:?}: {page}");
    }
    let late = format!("{year}{}\"", Figure::Late.number());
    assert!(!page.contains(&late), "nothing lies behind nought");
}

/// Every number that counts dossiers leads to them: of the whole, a field, an officer, a state and a month.
#[test]
fn each_number_of_the_board_opens_the_dossiers_behind_it() {
    let ward = demo::ward().expect("the standard data");
    let period = Period::new(day(2018, 1, 1), day(2018, 12, 31)).expect("a year");
    let now = Moment::at(day(2018, 11, 22), 9, 0);
    let dossier = |n: u128, finished: Option<Moment>, status: Status| {
        let json = serde_json::json!({
            "id": DossierId(uuid::Uuid::from_u128(n)),
            "status": status,
            "procedure": { "id": "HT-09", "version": 1 },
            "applicant": { "name": "Canary" },
            "created_at": 0,
            "created_by": demo::RECEPTION,
            "term": "3wd",
            "history": [],
        });
        Dossier {
            received_at: Some(Moment::at(day(2018, 11, 19), 8, 0)),
            due: Some(Moment::at(day(2018, 11, 22), 17, 0)),
            finished_at: finished,
            handler: Some(demo::JUSTICE),
            ..serde_json::from_value(json).expect("a record")
        }
    };
    let all = [
        dossier(1, Some(Moment::at(day(2018, 11, 20), 9, 0)), Status::Returned),
        dossier(2, None, Status::InWork),
    ];
    let board = board(&ward, &all, period, now);
    let page = html(move || board_view(&drill::shown(&figures::AT, ward), board)).replace("&amp;", "&");
    let november = Line::Days(day(2018, 11, 1), day(2018, 11, 30));
    for (figure, line) in [
        (Figure::Received, None),
        (Figure::Received, Some(Line::Field("HTCT".into()))),
        (Figure::Early, Some(Line::Field("HTCT".into()))),
        (Figure::InProcess, Some(Line::Field("HTCT".into()))),
        (Figure::OnDesk, Some(Line::Officer(demo::JUSTICE))),
        (Figure::DueSoon, Some(Line::Officer(demo::JUSTICE))),
        (Figure::Open, Some(Line::Status(Status::InWork))),
        (Figure::DueToday, None),
        (Figure::Early, Some(november)),
    ] {
        let of = Asked { place: Some(figure.place(line)), ..drill::shown_of(&figures::AT) };
        let link = format!("href=\"{}\"", of.href(&figures::AT));
        assert!(page.contains(&link), "{link}: {page}");
        let again = drill::read(&figures::AT, &of.href(&figures::AT));
        assert_eq!(again, of, "the address is read as it was written");
    }
}

#[test]
fn a_number_says_in_words_which_dossiers_it_counts() {
    let ward = demo::ward().expect("the standard data");
    let of = drill::shown_of(&figures::AT);
    let said = |figure: Figure, line: Option<Line>, lang| {
        figures::named(&of, &figure.place(line), Some(&ward), lang)
    };
    assert_eq!(
        said(Figure::Late, Some(Line::Field("HTCT".into())), Lang::Vi),
        "Hồ sơ đã giải quyết trễ hẹn · Hộ tịch – Chứng thực · 01/01/2018 – 31/12/2018"
    );
    assert_eq!(
        said(Figure::Overdue, Some(Line::Officer(demo::JUSTICE)), Lang::Vi),
        "Hồ sơ đang quá hạn · Nguyễn Thị Thu Hà · lúc này"
    );
    let days = Line::Days(day(2018, 11, 2), day(2018, 11, 2));
    assert_eq!(said(Figure::Early, Some(days), Lang::En), "Dossiers answered early · 02/11/2018");
    let waits = Some(Line::Status(Status::Submitted));
    assert_eq!(said(Figure::Open, waits, Lang::En), "Dossiers not ended · Waiting for signature · as of now");
    for figure in Figure::ALL {
        assert!(vietnamese(&said(figure, None, Lang::En)).is_empty(), "{figure:?}");
    }
}

/// What stands between the tags of `page`.
fn words_of(page: &str) -> String {
    let pieces = page.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.collect()
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
    let left = vietnamese(&english(move || board_view(&drill::shown(&figures::AT, ward), board)));
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
    let end = || Some(Callback::new(|()| ()));
    let seen = (restored.clone(), rows.clone());
    let page = html(move || view! { <RestoredView restored=seen.0 rows=seen.1 end=None /> });
    assert!(page.contains("còn chờ 1 máy") && !page.contains("<button"), "a leader ends nothing: {page}");
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
    let of = Asked { form: SUMMARY.id, span: (period.from(), period.to()), place: None, page: 1 };
    let place = Place { column: 4, field: Some(field.id) };
    let title = named(&of, &place, Some(&ward), Lang::En);
    assert!(title.ends_with(&format!(" · {}", field.name_en)), "{title}");
    let page = english(move || {
        let mut shown = drill::shown(&form::AT, ward);
        shown.of.form = SUMMARY.id;
        form_view(&shown, filled)
    });
    assert_eq!(vietnamese(&page), Vec::<String>::new());
    let nothing = Behind { total: 0, page: 1, rows: vec![] };
    let page = english(move || behind_list(&form::AT, &of, &place, move |_| title.clone(), nothing, None));
    assert_eq!(vietnamese(&page), Vec::<String>::new());
}

fn book_of(entries: Vec<Entry>) -> Book<Entry> {
    Book { name: String::new(), entries, closed: None }
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
        late: false,
    };
    Page::of(book_of(vec![entry]), 1, 2026, day(2027, 1, 4))
}

#[test]
fn the_register_shows_its_lines_and_that_it_is_not_closed() {
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
    for said in [
        "Đặng Thị Đào (thay cho &lt;b",
        "Sổ năm 2026 chưa khóa",
        "số cuối 1",
        "Hộ tịch – Chứng thực",
        "0905114225",
        "Mẫu số 07 · ",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let empty = draw(Page::of(book_of(vec![]), 1, 2026, now.day()));
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
    assert!(shown.contains("1 dossier<") && shown.contains(r#"lang="vi""#), "{shown}");
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
