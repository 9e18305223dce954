//! The settings that the ward keeps, as a page shows them.

use std::sync::Arc;

use leptos::prelude::*;
use shared::demo;
use shared::id::{DeviceId, OfficerId, Writer};
use shared::sync::client::{Client, Meta};

use super::SettingsPage;
use super::calendar::form;
use super::update::{Offer, OfferProps};
use crate::desk::Desk;
use crate::store::Seat;
use crate::ui::tests::{english, html, plain, vietnamese};

fn desk() -> Desk {
    let desk = Desk::new();
    desk.set_ward(Arc::new(demo::ward().expect("the standard data")));
    desk
}

/// The demo ward with somebody in it.
fn at_work(officer: OfficerId) -> Desk {
    let (desk, ward) = (Desk::new(), demo::ward().expect("the standard data"));
    let writer = Writer { device: DeviceId(1), officer };
    let officer = ward.officer(officer).expect("an officer").clone();
    let seat = Seat {
        officer: plain(&officer),
        device: writer.device,
        label: "Quay 1".to_owned(),
        login: String::new(),
        locked: false,
    };
    desk.enter(Arc::new(ward), seat, Client::new(Meta::new(writer, None)), None);
    desk
}

#[test]
fn an_officer_who_reads_english_reads_no_vietnamese_but_data() {
    let markup = english(|| {
        provide_context(at_work(demo::RECEPTION));
        SettingsPage()
    });
    assert_eq!(vietnamese(&markup), ["Tiếng Việt"], "a language is called by its own name");
    assert!(markup.contains("Quay 1"), "what this device is called");
    assert!(markup.contains("07:30–11:30, 13:00–17:00"), "hours are the ward's own");
    assert!(markup.contains("the limit goes on where it stopped"), "a reading of the law is said to be one");
}

#[test]
fn a_new_version_is_offered_when_nothing_is_half_typed() {
    let offer = |typing| html(move || Offer(OfferProps { typing: Signal::stored(typing) }));
    assert!(offer(false).contains("Tải lại</button>"));
    assert!(!offer(true).contains("<button") && offer(true).contains("xong biểu mẫu này"));
}

#[test]
fn the_administrator_enters_the_year_that_lacks() {
    let page = html(|| form(desk()));
    for said in ["<option value=\"2027\"", "Ngày nghỉ", "Thứ Bảy, Chủ nhật làm bù", "Lưu lịch năm này"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let left = vietnamese(&english(|| form(desk())));
    assert!(left.is_empty(), "{left:?}");
}
