//! What the form gathers and what the receipt says.

use leptos::prelude::*;
use shared::demo;
use shared::door::Applied;
use shared::dossier::record::NewsBy;
use shared::id::DossierId;
use shared::lang::word;
use shared::moment::{Day, Moment};
use shared::procedure::Procedure;
use shared::session::PublicCatalogue;

use super::draft::{Form, Kept, Receipt};
use super::receipt::receipt_view;
use super::{At, Sending, form_view, place, waiting_view};
use crate::desk::Desk;
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

fn sending(procedure: Procedure) -> Sending {
    Sending {
        desk: Desk::new(),
        form: form(),
        procedure: StoredValue::new(procedure),
        agency: StoredValue::new("Ward".to_owned()),
        news_by: StoredValue::new(NewsBy::ALL.to_vec()),
        keeps: true,
        wanted: RwSignal::new(false),
        busy: RwSignal::new(false),
        said: RwSignal::new(None),
        shown: RwSignal::new(None),
    }
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
    let kept =
        Kept::Form { ask, wanted: true, procedure, agency: agency.clone(), news_by: vec![NewsBy::Zalo] };
    let at = At { procedure: p, agency, news_by: vec![NewsBy::Zalo] };
    assert_eq!(place(Err(said()), Some(kept.clone()), "HT-09"), Ok(at));
    assert_eq!(place(Err(said()), None, "HT-09"), Err(said()));
    let closed = PublicCatalogue { open: false, ..posted() };
    assert!(place(Ok(closed), Some(kept), "HT-09").is_err(), "a closed door is closed");
    assert!(place(Ok(posted()), None, "XX-99").is_err());
}

#[test]
fn every_form_and_its_receipt_have_english() {
    for p in posted().catalogue.procedures {
        let (id, p) = (p.id.clone(), plain(&p));
        let left = vietnamese(&english(move || {
            let sending = sending(p);
            (form_view(sending), waiting_view(sending))
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
            let news_by = StoredValue::new(news_by);
            let sending = Sending { news_by, ..sending(procedure("HT-09")) };
            sending.form.phone.set(phone.to_owned());
            sending.form.email.set(email.to_owned());
            form_view(sending)
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
