//! What the form gathers and what the receipt says.

use leptos::prelude::*;
use shared::demo;
use shared::door::Applied;
use shared::dossier::record::NewsBy;
use shared::id::DossierId;
use shared::lang::word;
use shared::limits::DOOR_PICTURE_BYTES_MAX;
use shared::moment::{Day, Moment};
use shared::procedure::{Manner, Procedure};
use shared::scan::{BadFile, FileKind};
use shared::session::PublicCatalogue;

use super::draft::{Form, Kept, Receipt};
use super::photos::{Photos, file_of};
use super::receipt::receipt_view;
use super::{Application, At, no_form, page_view, place};
use crate::desk::Desk;
use crate::public::sending::{Sending, Way};
use crate::scan::take::Page;
use crate::ui::tests::{english, html, plain, vietnamese};

fn day() -> Day {
    Day::new(2026, 11, 24).expect("a day")
}

fn posted() -> PublicCatalogue {
    PublicCatalogue::of(&demo::ward().expect("the standard data"), day())
}

fn procedure(id: &str) -> Procedure {
    posted().catalogue.procedures.into_iter().find(|p| p.id == id).expect("posted")
}

fn form() -> Form {
    Form::new((DossierId(uuid::Uuid::from_u128(0x4000_8000_0000_0000_0001)), "K7M2QP".to_owned()))
}

fn sending(procedure: Procedure) -> Sending<Application> {
    let form = form();
    let application = Application {
        desk: Desk::new(),
        form,
        photos: Photos::new(form, &procedure, true),
        procedure: StoredValue::new(procedure),
        agency: StoredValue::new("Ward".to_owned()),
        news_by: StoredValue::new(NewsBy::ALL.to_vec()),
        undated: StoredValue::new(None),
        shown: RwSignal::new(None),
    };
    Sending { goods: application, way: Way::new(true, false, form.faults) }
}

fn receipt(same: bool) -> Receipt {
    let at = Moment::at(day(), 9, 0);
    Receipt {
        procedure: ("Giấy xác nhận".to_owned(), "Certificate".to_owned()),
        agency: "Ward".to_owned(),
        secret: "K7M2QP".to_owned(),
        applied: Applied {
            number: "038-177-487".to_owned(),
            at,
            answer_by: Some(Moment::at(day().next(), 9, 0)),
            same,
        },
    }
}

#[test]
fn a_form_that_was_kept_is_the_same_application() {
    let owner = Owner::new();
    owner.with(|| {
        let (first, again, p) = (form(), form(), procedure("HT-09"));
        first.name.set("Hồ Văn Lợi".to_owned());
        first.papers.set([1].into());
        again.fill(first.ask(p.reference()));
        assert_eq!(again.ask(p.reference()), first.ask(p.reference()));
        assert!(!again.is_empty());
        again.clear((DossierId(uuid::Uuid::nil()), String::new()));
        assert!(again.is_empty());
    });
}

#[test]
fn a_card_fills_the_form_and_a_bad_one_leaves_it() {
    let owner = Owner::new();
    owner.with(|| {
        let form = form();
        let card = "001098012345||NGUYỄN VĂN A|01011998|Nam|Số 10 Tràng Thi, Hà Nội|01012023";
        form.read_card(card).expect("a card");
        assert_eq!(
            (form.number.get(), form.birth.get()),
            ("001098012345".to_owned(), "01/01/1998".to_owned())
        );
        assert!(form.read_card("001098012345|x|y|z|w|v").is_err());
        assert_eq!(form.number.get(), "001098012345");
    });
}

#[test]
fn without_a_network_the_form_opens_with_what_it_was_begun_with() {
    let p = procedure("HT-09");
    let owner = Owner::new();
    let ask = owner.with(|| form().ask(p.reference()));
    let said = || shared::lang::Sentence::from(word("không nối được", "unreachable"));
    let (procedure, agency) = (Box::new(p.clone()), "P".to_owned());
    let kept = Kept::Form {
        ask: Box::new(ask),
        wanted: true,
        procedure,
        agency: agency.clone(),
        news_by: vec![NewsBy::Zalo],
    };
    let at = At { procedure: p, agency, news_by: vec![NewsBy::Zalo], undated: None };
    assert_eq!(place(Err(said()), Some(kept.clone()), "HT-09"), Ok(at));
    assert_eq!(place(Err(said()), None, "HT-09"), Err(said()));
    let closed = PublicCatalogue { open: false, ..posted() };
    assert!(place(Ok(closed), Some(kept), "HT-09").is_err(), "a closed door is closed");
    assert!(place(Ok(posted()), None, "XX-99").is_err());
}

/// Asking once more helps where the ward was not heard, and nowhere else.
#[test]
fn without_a_network_and_without_a_draft_one_may_ask_again() {
    let said =
        || shared::lang::Sentence::from(word("Không nối được với máy chủ.", "The server cannot be reached."));
    for (again, buttons) in [(Some(Callback::new(|()| ())), 1), (None, 0)] {
        let page = html(move || no_form(said(), again));
        assert!(page.contains("Không nối được") && page.contains("href=\"/thu-tuc\""), "{page}");
        assert_eq!(page.matches("<button").count(), buttons, "{page}");
        assert!(vietnamese(&english(move || no_form(said(), again))).is_empty());
    }
}

/// Whoever applies in the last days before a year without days off is told so before they type.
#[test]
fn a_form_says_where_nobody_is_received_yet() {
    let day: Day = "2026-11-27".parse().expect("a day");
    let posted = PublicCatalogue::of(&demo::ward().expect("the standard data"), day);
    let at = place(Ok(PublicCatalogue { open: true, ..posted }), None, "BT-03").expect("posted");
    let said = at.undated.clone().expect("25 working days end in 2027");
    let shown = html(move || {
        let sending = sending(at.procedure);
        sending.goods.undated.set_value(at.undated);
        page_view(sending)
    });
    assert!(shown.contains(&said.vi), "{shown}");
}

#[test]
fn every_form_and_its_receipt_have_english() {
    for p in posted().catalogue.procedures {
        let (id, p) = (p.id.clone(), plain(&p));
        let left = vietnamese(&english(move || {
            let sending = sending(p);
            (page_view(sending), sending.on_its_way())
        }));
        assert!(left.is_empty(), "{id}: {left:?}");
    }
    let receipt = plain(&receipt(false));
    let left = vietnamese(&english(move || receipt_view(receipt, Callback::new(|()| ()))));
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_receipt_says_the_number_the_secret_and_until_when() {
    for same in [true, false] {
        let page = html(move || receipt_view(receipt(same), Callback::new(|()| ())));
        for said in
            ["038-177-487", "K7M2QP", "Trả lời trước 09:00, Thứ Tư 25/11/2026", "/tra-cuu#038-177-487.K7M2QP"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert_eq!(page.contains("gửi trước khi bạn sửa"), !same);
    }
}

/// Consent stands beside the address: it is asked for with it, and goes with it.
#[test]
fn whoever_gives_an_address_is_asked_whether_to_be_told() {
    let shown = |phone: &'static str, email: &'static str, news_by: &[NewsBy]| {
        let news_by = news_by.to_vec();
        let page = html(move || {
            let sending = sending(procedure("HT-09"));
            sending.goods.news_by.set_value(news_by);
            sending.goods.form.phone.set(phone.to_owned());
            sending.goods.form.email.set(email.to_owned());
            page_view(sending)
        });
        let asks = page.contains("Báo tin về hồ sơ");
        let ways = NewsBy::ALL.into_iter().filter(|by| page.contains(&format!("value=\"{}\"", by.code())));
        asks.then(|| ways.collect::<Vec<_>>())
    };
    let all = NewsBy::ALL;
    assert_eq!(shown("", "", &all), None, "no address");
    assert_eq!(shown("0905114225", "loi@vidu.example", &[]), None, "nobody carries anything");
    assert_eq!(shown("0905114225", "", &all), Some(vec![NewsBy::Sms, NewsBy::Zalo]));
    assert_eq!(shown("", "loi@vidu.example", &all), Some(vec![NewsBy::Mail]));
    assert_eq!(shown("0905114225", "loi@vidu.example", &[NewsBy::Sms]), Some(vec![NewsBy::Sms]));
    let owner = Owner::new();
    owner.with(|| {
        let (form, reference) = (form(), procedure("HT-09").reference());
        let wants = || form.ask(reference.clone()).contact.wants();
        form.email.set("loi@vidu.example".to_owned());
        assert_eq!(wants(), None, "nobody is told who has not chosen");
        form.news.set("thu_dien_tu".to_owned());
        assert_eq!(wants(), Some(NewsBy::Mail));
        form.email.set(" ".to_owned());
        assert_eq!(wants(), None);
        form.phone.set("0905114225".to_owned());
        form.news.set("zalo".to_owned());
        assert_eq!(wants(), Some(NewsBy::Zalo));
        let again = self::form();
        again.fill(form.ask(reference.clone()));
        assert_eq!(again.news.get(), "zalo", "what was chosen before is chosen again");
        form.clear((DossierId(uuid::Uuid::nil()), String::new()));
        assert_eq!(form.news.get(), "");
    });
}

/// A JPEG as far as its header goes; no two kinds are alike.
fn page(kind: u8) -> Page {
    let mut bytes =
        vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 7, 208, 5, 220, 3, 1, 0x11, 0];
    bytes.resize(400, kind);
    Page::recalled(bytes).expect("a picture")
}

#[test]
fn pages_of_one_paper_are_one_file_that_the_ward_names() {
    let one = file_of(&[page(1)]).expect("a file");
    assert_eq!((one.kind, one.pages, one.name.as_str()), (FileKind::Jpeg, Some(1), ""));
    let two = file_of(&[page(1), page(2)]).expect("a file");
    assert_eq!((two.kind, two.pages), (FileKind::Pdf, Some(2)));
    assert_eq!(file_of(&[page(1), page(2)]), Ok(two), "the same pages are the same file after a reload");
    assert!(Page::recalled(b"<!doctype html>".to_vec()).is_none());
}

#[test]
fn photographs_are_part_of_what_is_kept_and_go_with_it() {
    let owner = Owner::new();
    owner.with(|| {
        let (form, p) = (form(), procedure("HT-09"));
        form.photos.set([(0, file_of(&[page(1)]).expect("a file"))].into());
        assert!(!form.is_empty(), "a photograph alone is a draft");
        let ask = form.ask(p.reference());
        let text = serde_json::to_string(&ask).expect("text");
        let again: shared::door::Apply = serde_json::from_str(&text).expect("read");
        assert_eq!(again, ask, "the draft that lies on the phone");
        form.clear((DossierId(uuid::Uuid::nil()), String::new()));
        assert!(form.is_empty());
    });
}

#[test]
fn each_paper_takes_photographs_and_says_at_itself_what_is_wrong_with_one() {
    let shown = |fill: fn(Application)| {
        html(move || {
            let sending = sending(procedure("HT-01"));
            fill(sending.goods);
            page_view(sending)
        })
    };
    let papers = procedure("HT-01").papers;
    let asked = papers.iter().filter(|paper| paper.manner == Manner::Submit).count();
    assert!(0 < asked && asked < papers.len(), "some are only shown");
    let page_shown = shown(|_| ());
    assert_eq!(page_shown.matches("class=\"photos\"").count(), asked);
    assert_eq!(page_shown.matches("capture=\"environment\"").count(), asked, "a camera for each");
    assert!(!page_shown.contains("photo-0-err"));
    let refused = shown(|application| application.photos.refused(0, BadFile::Unfolds.sentence()));
    let at = refused.find("id=\"photo-0\"").expect("the field");
    assert!(refused[at..].contains("id=\"photo-0-err\""), "{refused}");
    assert!(refused.contains("href=\"#photo-0\""), "the list of faults leads there");
    let heavy = shown(|application| {
        application.form.name.set("Hồ Văn Lợi".to_owned());
        let bad = BadFile::TooHeavy { bytes: 40 << 20, max: DOOR_PICTURE_BYTES_MAX };
        application.photos.tray(0).expect("a tray").said.set(Some(bad.sentence()));
    });
    assert!(heavy.contains("Ảnh 40 MB quá lớn: tối đa 30 MB"), "{heavy}");
    let with =
        shown(|application| application.photos.tray(0).expect("a tray").pages.set(vec![page(1), page(2)]));
    assert_eq!(with.matches("photos__page\"").count(), 2);
    assert!(with.contains("Bỏ trang 2"));
}

#[test]
fn a_form_with_photographs_has_english() {
    let left = vietnamese(&english(move || {
        let sending = sending(plain(&procedure("HT-09")));
        sending.goods.photos.tray(0).expect("a tray").pages.set(vec![page(1)]);
        sending.goods.photos.refused(0, BadFile::Unfolds.sentence());
        sending.way.part.set(Some(40));
        sending.way.busy.set(true);
        (page_view(sending), sending.on_its_way())
    }));
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_paper_that_is_ticked_no_more_loses_its_photographs_and_says_so() {
    let owner = Owner::new();
    owner.with(|| {
        let application = sending(procedure("HT-01")).goods;
        let (form, tray) = (application.form, application.photos.tray(0).expect("a tray"));
        tray.pages.set(vec![page(1)]);
        form.photos.set([(0, file_of(&[page(1)]).expect("a file"))].into());
        form.papers.set([0, 1].into());
        application.photos.unticked();
        assert_eq!((form.photos.get().len(), tray.pages.get().len()), (1, 1), "it is ticked");
        form.papers.set([1].into());
        application.photos.unticked();
        assert_eq!((form.photos.get().len(), tray.pages.get().len()), (0, 0));
        let said = tray.said.get().expect("said at the paper");
        assert!(said.vi.contains("bỏ đánh dấu") && said.en.contains("ticked"), "{said}");
    });
}
