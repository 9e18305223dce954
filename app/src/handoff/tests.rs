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
    for said in [
        "Chưa ghi số đăng ký hộ tịch.",
        "Ghi số hộ tịch",
        "Đặng Thị Đào",
        "0481••••4217",
        "thứ tự này là phỏng đoán",
        "Chép: Họ, chữ đệm, tên, Người được xác nhận",
        "Chép: Nơi cư trú",
    ] {
        // The dossier of the tests has no residence: there is nothing to copy.
        assert_eq!(page.contains(said), !said.contains("cư trú"), "{said}: {page}");
    }
    let residence = page.split_once("Nơi cư trú").expect("it is asked all the same").1;
    let row = residence.split_once("</li>").expect("a row").0;
    assert!(row.contains("ghi theo giấy") && !row.contains("<button"), "{row}");
    assert!(page.contains("<details open"), "{page}");
    let page = html(|| shown(&with(line()), Some(Ok(()))));
    for said in ["01/2026", "0481••••1234", "Thị Thu Hà, 10:20 23/11/2026", "Sửa số hộ tịch"]
    {
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

mod pages {
    use leptos::prelude::*;
    use shared::dossier::civil::Civil;
    use shared::handoff::city::{Held, Message, Outbox, State};
    use shared::handoff::file::Theirs;
    use shared::handoff::reconcile::{Differs, Imported, Ours, Point, Reconciled};
    use shared::handoff::returned::{Found, Judged, Lacking, Mark, Returned};
    use shared::report::Coverage;

    use super::super::city::city_view;
    use super::super::civil::civil_view;
    use super::super::returned::returned_view;
    use super::*;
    use crate::span::Span;

    fn ours(n: u8, civil: Option<Given>) -> Ours {
        let dossier = dossier("Đặng Thị Đào");
        let civil = civil.map(|given| Civil { given, at: at(), by: demo::JUSTICE, version: 1 });
        Ours {
            id: dossier.id,
            code: format!("000.21.17.H17-261123-600{n}"),
            name: dossier.applicant.name,
            procedure: dossier.procedure,
            finished: Some(at().day()),
            civil,
        }
    }

    fn theirs() -> Theirs {
        Theirs {
            register: "Sổ đăng ký kết hôn".to_owned(),
            book: "02/2026".to_owned(),
            number: "77".to_owned(),
            on: at().day(),
            name: "=cmd".to_owned(),
            personal: String::new(),
            code: String::new(),
        }
    }

    fn nothing() -> Reconciled {
        Reconciled {
            finished: 3,
            entered: 3,
            agreed: 3,
            without: vec![].into(),
            errors: vec![].into(),
            differ: vec![].into(),
            unknown: vec![].into(),
            absent: vec![].into(),
            imported: None,
        }
    }

    fn everything() -> Reconciled {
        let error = Given::Error("mất kết nối".to_owned());
        Reconciled {
            without: vec![ours(1, None)].into(),
            errors: vec![ours(2, Some(error))].into(),
            differ: vec![Differs {
                ours: ours(3, Some(line())),
                theirs: theirs(),
                points: vec![Point::Number, Point::Day],
            }]
            .into(),
            unknown: vec![theirs()].into(),
            absent: vec![ours(4, Some(line()))].into(),
            imported: Some(Imported {
                at: at(),
                by: demo::JUSTICE,
                lines: 20,
                new: 3,
                changed: 1,
                whole: Some((at().day(), at().day())),
                gone: 2,
            }),
            ..nothing()
        }
    }

    fn civil(found: Reconciled) -> impl IntoView {
        let coverage = Coverage::new(at(), []);
        civil_view(Span::of(at().day()), found, &ward(), vec![], &coverage)
    }

    #[test]
    fn each_list_is_there_where_it_holds_something() {
        let page = html(|| civil(everything()));
        for said in [
            "Đã xong, chưa có số hộ tịch",
            "261123-6001",
            "mất kết nối",
            "khác số, quyển, khác ngày đăng ký",
            "số 12, quyển 01/2026, 23/11/2026",
            "số 77, quyển 02/2026, 23/11/2026",
            "=cmd",
            "Có số ở đây, không có trong tệp",
            "20 dòng, 3 mới, 1 thay đổi. Là bản đủ của 23/11/2026: bỏ 2 dòng cũ.",
            "3 hồ sơ đã xong, 3 có số, 3 dòng sổ khớp",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let page = html(|| civil(nothing()));
        assert!(page.contains("hai bên khớp nhau") && page.contains("Chưa nhập tệp nào"), "{page}");
        assert!(!page.contains("<table"), "{page}");
    }

    #[test]
    fn the_pages_are_english_for_who_reads_english() {
        let left = vietnamese(&english(|| civil(everything())));
        let own = |text: &String| text.contains("dòng") || text.contains("khác") || text.contains("Hồ sơ");
        assert!(!left.iter().any(own), "{left:?}");
        let left = vietnamese(&english(|| city_view(outbox(None), true, Callback::new(|_| ()))));
        assert!(left.iter().all(|text| text.contains("Bị") || !text.contains("thành phố")), "{left:?}");
    }

    fn held(state: State) -> Held {
        let message = Message {
            khoa: "1.1.2".to_owned(),
            don_vi: "000.21.17.H17".to_owned(),
            ma_ho_so: "000.21.17.H17-261123-6001".to_owned(),
            so_nop: String::new(),
            ma_thu_tuc: "1.004873".to_owned(),
            thu_tu: 1,
            trang_thai: 2,
            ten_trang_thai: "Được tiếp nhận".to_owned(),
            luc: at().to_string(),
            han_tra: String::new(),
            hen_tra: String::new(),
            xong_luc: String::new(),
        };
        let (why_vi, why_en) = ("thành phố trả lời 422".to_owned(), "the city answered 422".to_owned());
        let id = dossier("Đặng Thị Đào").id;
        Held { id, n: 1, message, state, tries: 3, moved: at(), behind: 2, why_vi, why_en }
    }

    fn outbox(to: Option<&str>) -> Outbox {
        Outbox {
            to: to.map(str::to_owned),
            since: to.map(|_| at()),
            count: [(State::Waiting, 2), (State::Refused, 1)].into_iter().collect(),
            refused: vec![held(State::Refused)],
            late: vec![],
        }
    }

    fn judged(line: u64, found: Found, mark: Option<Mark>) -> Judged {
        let bad = found == Found::Bad;
        let said = |text: &str| if bad { text.to_owned() } else { String::new() };
        Judged {
            line,
            found,
            id: (found == Found::Differs).then(|| dossier("Đặng Thị Đào").id),
            code: "000.21.17.H17-261123-6001".to_owned(),
            theirs: (!bad).then_some(4),
            ours: (found == Found::Differs).then_some(5),
            mark,
            why_vi: said("trang_thai phải là số"),
            why_en: said("trang_thai is a number"),
        }
    }

    #[test]
    fn each_line_of_the_citys_file_has_its_result() {
        let all = || Returned {
            lines: vec![
                judged(2, Found::Agrees, Some(Mark::Taken)),
                judged(3, Found::Differs, None),
                judged(5, Found::Unknown, None),
                judged(8, Found::Bad, None),
                judged(9, Found::Agrees, Some(Mark::Refused)),
            ],
            lacking: vec![Lacking {
                id: dossier("Đặng Thị Đào").id,
                code: "000.21.17.H17-261123-6002".to_owned(),
                ours: 9,
            }],
            lacking_total: 1_204,
        };
        let page = html(move || returned_view(all()));
        for said in [
            "Lệch trạng thái",
            "4 · Đang xử lý",
            "5 · Yêu cầu bổ sung giấy tờ",
            "trang_thai phải là số",
            "Ghi thành phố từ chối",
            ">8</th>",
            "261123-6002",
            "9 · Đã xử lý xong",
            "1.204",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains(">2</th>"), "what agrees is counted only");
        let page = english(move || returned_view(all()));
        assert!(page.contains("trang_thai is a number") && page.contains("4 · In process"), "{page}");
        let left = vietnamese(&page);
        assert!(left.is_empty(), "{left:?}");
        let well = Returned {
            lines: vec![judged(2, Found::Agrees, Some(Mark::Before))],
            lacking: vec![],
            lacking_total: 0,
        };
        let page = html(move || returned_view(well));
        assert!(page.contains("Mọi dòng đều khớp") && !page.contains("<table"), "{page}");
    }

    #[test]
    fn what_was_refused_is_decided_by_whoever_may() {
        let page = html(|| city_view(outbox(Some("motcua.vidu.example")), true, Callback::new(|_| ())));
        for said in [
            "motcua.vidu.example",
            "2 · Được tiếp nhận",
            "thành phố trả lời 422",
            "2 tin sau của hồ sơ này đang chờ",
            "Gửi lại",
            "Bỏ qua",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let page = html(|| city_view(outbox(Some("motcua.vidu.example")), false, Callback::new(|_| ())));
        assert!(!page.contains("Gửi lại"), "{page}");
        let quiet = Outbox { refused: vec![], ..outbox(None) };
        let page = html(|| city_view(quiet, true, Callback::new(|_| ())));
        assert!(page.contains("--city-url") && !page.contains("<table"), "{page}");
    }

    #[test]
    fn days_in_an_address_or_typed_are_days_or_today() {
        let today = at().day();
        let read = |from: &str, to: &str| {
            let (from, to) = (from.to_owned(), to.to_owned());
            Span::read(move |key| Some(if key == "tu" { from.clone() } else { to.clone() }), today)
        };
        assert_eq!(read("2026-11-01", "2026-11-05").query(), "from=2026-11-01&to=2026-11-05");
        assert_eq!(read("2026-11-05", "2026-11-01"), Span::of(today));
        assert_eq!(read("x", "y"), Span::of(today));
        assert!(Span::typed("1/11/2026", "5/11/2026").is_ok());
        let fields = |from: &str, to: &str| {
            let faults = Span::typed(from, to).expect_err("no span");
            faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>()
        };
        assert_eq!(fields("x", ""), ["tu", "den"]);
        assert_eq!(fields("5/11/2026", "1/11/2026"), ["den"]);
    }
}
