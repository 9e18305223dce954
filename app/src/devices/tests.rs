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

use super::{aside, import, revoke, table};
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
    }
}

fn devices() -> Devices {
    Devices { as_of: now(), devices: vec![device(1, false), device(2, true), device(3, false)] }
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
    assert!(revoke::which(&device(1, false)).vi.contains("còn 7 việc chưa gửi"));
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
    let list = ward.clone();
    let mut left = vietnamese(&english(move || table(&ward, devices(), None, Callback::new(|_| ()))));
    let page = english(move || aside::list(&list, asides(), Callback::new(|_| ()), Callback::new(|_| ())));
    left.extend(vietnamese(&page));
    assert!(left.is_empty(), "{left:?}");
}
