//! The head's page as a string.

use leptos::prelude::Callback;
use shared::demo;
use shared::dossier::code::Lane;
use shared::id::{DeviceId, Writer};
use shared::lang::Lang;
use shared::limits::REQUEST_BYTES_MAX;
use shared::moment::{Day, Moment};
use shared::session::{DeviceSeen, Devices};
use shared::sync::aside::{Aside, Asides, Imported, Reason};
use shared::sync::lost::{Missing, StorageLost};
use shared::sync::succession::Replaced;

use super::{aside, import, lost, revoke, table};
use crate::ui::tests::{english, html, plain, vietnamese};

fn now() -> Moment {
    Moment::at(Day::new(2026, 11, 24).expect("a day"), 15, 42)
}

fn device(id: u32, revoked: bool) -> DeviceSeen {
    DeviceSeen {
        id: DeviceId(id),
        label: format!("May {id}"),
        lane: Some(Lane(1)),
        officer: Some(demo::RECEPTION),
        last_seen: now(),
        waiting: 7,
        revoked,
        replaced: None,
    }
}

fn devices() -> Devices {
    let devices = vec![device(1, false), device(2, true), device(3, false)];
    Devices { as_of: now(), devices, lanes_left: Some(5), lost: vec![] }
}

fn kept(ticket: u64, reason: Reason) -> Aside {
    let writer = Writer { device: DeviceId(3), officer: demo::RECEPTION };
    Aside { ticket, writer, n: ticket, reason, arrived: now(), carrier: None, body: None }
}

fn asides() -> Asides {
    let all = Reason::ALL.into_iter().zip(1..).map(|(reason, ticket)| kept(ticket, reason)).collect();
    Asides { as_of: now(), all: 9, asides: all }
}

#[test]
fn a_device_is_revoked_from_another_one() {
    let ward = demo::ward().expect("the standard data");
    let page = html(move || table(&ward, devices(), Some(DeviceId(3)), Callback::new(|_| ())));
    assert_eq!(page.matches("<button").count(), 1, "neither a revoked one nor this one: {page}");
    for said in ["Phạm Thị Kim Oanh", "6100–6199", "Đã thu hồi", "máy này"] {
        assert!(page.contains(said), "{said}");
    }
    assert!(page.contains("Còn 5 dải số cho máy mới."), "{page}");
    let enough = Devices { lanes_left: Some(6), ..devices() };
    let page =
        html(move || table(&demo::ward().expect("the standard data"), enough, None, Callback::new(|_| ())));
    assert!(!page.contains("dải số cho máy mới"));
    assert!(revoke::which(&device(1, false)).vi.contains("còn 7 việc chưa gửi"));
}

#[test]
fn a_browser_that_is_another_device_now_is_named() {
    let ward = demo::ward().expect("the standard data");
    let replaced = Some(Replaced { by: DeviceId(2), at: now() });
    let list = vec![DeviceSeen { replaced, waiting: 0, ..device(1, false) }, device(2, false)];
    let all = Devices { devices: list, ..devices() };
    let english_page = {
        let (ward, all) = (plain(&ward), all.clone());
        english(move || table(&ward, all, None, Callback::new(|_| ())))
    };
    let page = html(move || table(&ward, all, None, Callback::new(|_| ())));
    let said = "đã đăng ký lại thành máy 2 (May 2); việc trên máy này đã về đủ lúc 15:42 24/11/2026.";
    assert_eq!(page.matches(said).count(), 1, "{page}");
    assert_eq!(page.matches("<button").count(), 2, "it can be given up all the same");
    assert!(vietnamese(&english_page).is_empty(), "{english_page}");
}

fn missing(from: u64) -> Missing {
    let writer = Writer { device: DeviceId(3), officer: demo::RECEPTION };
    let lost = StorageLost { writer, first: 58, last: 61 };
    Missing { lost, from, device: "May 3".to_owned(), told: now(), by: demo::JUSTICE, on: DeviceId(4) }
}

#[test]
fn whose_acts_may_be_lost_is_said_with_their_numbers() {
    let ward = demo::ward().expect("the standard data");
    let page = html(move || lost::list(&ward, &[missing(58), missing(61)], Callback::new(|_| ())));
    let said = "May 3 (máy 3): việc số 58–61 của Phạm Thị Kim Oanh. Báo lúc 15:42 24/11/2026.";
    assert!(page.contains(said), "{page}");
    assert!(page.contains("việc số 61 của"), "three have arrived after all: {page}");
    assert_eq!(page.matches("Đã đối chiếu").count(), 2);
}

#[test]
fn what_nobody_surely_wrote_cannot_be_let_in() {
    let ward = demo::ward().expect("the standard data");
    let page = html(move || aside::list(&ward, asides(), Callback::new(|_| ()), Callback::new(|_| ())));
    assert_eq!(page.matches("Bỏ việc này").count(), Reason::ALL.len());
    assert_eq!(page.matches("Cho vào sổ</button>").count(), 3, "signed ones alone: {page}");
    assert!(page.contains("và 2 việc nữa."));
}

#[test]
fn a_file_is_read_line_by_line() {
    let line = r#"{"kid":1,"writer":{"device":3,"officer":6},"n":1,"enc":"AA","ct":"AA"}"#;
    assert_eq!(import::lines(&format!("{line}\n\n{line}\n")).map(|all| all.len()), Ok(2));
    assert_eq!(import::lines(&format!("{line}\n{{}}\n")), Err(2));
    let many = import::lines(&format!("{line}\n").repeat(450)).expect("envelopes");
    let mut long = many[..3].to_vec();
    long.iter_mut().for_each(|one| one.ct = "A".repeat(REQUEST_BYTES_MAX / 2));
    let sizes = |all| import::loads(all).iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!((sizes(many), sizes(long)), (vec![200, 200, 50], vec![2, 1]));
    let ward = demo::ward().expect("the standard data");
    let writer = Writer { device: DeviceId(3), officer: demo::RECEPTION };
    let said = import::count(&ward, &Imported { writer, new: 2, known: 1, waits: 0, aside: 4 }, Lang::Vi);
    assert_eq!(said, "Phạm Thị Kim Oanh, máy 3: 2 việc mới, 1 đã có, 0 thiếu việc trước, 4 giữ riêng");
}

#[test]
fn whoever_reads_english_reads_no_vietnamese_but_names() {
    let ward = plain(&demo::ward().expect("the standard data"));
    let (list, losses) = (ward.clone(), ward.clone());
    let mut left = vietnamese(&english(move || table(&ward, devices(), None, Callback::new(|_| ()))));
    let page = english(move || aside::list(&list, asides(), Callback::new(|_| ()), Callback::new(|_| ())));
    left.extend(vietnamese(&page));
    let page = english(move || lost::list(&losses, &[missing(58)], Callback::new(|_| ())));
    left.extend(vietnamese(&page));
    assert!(left.is_empty(), "{left:?}");
}
