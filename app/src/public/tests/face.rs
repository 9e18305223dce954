//! Which ward it is, on every public page.

use shared::demo;
use shared::moment::Day;
use shared::session::PublicWard;

use crate::public::face::face_view;
use crate::ui::tests::{english, html, vietnamese};

#[test]
fn a_citizen_reads_which_ward_it_is_and_when_it_is_open() {
    let ward = demo::ward().expect("the standard data");
    let face = ward.face(Day::new(2026, 11, 24).expect("a day"));
    let whole = face.clone();
    let page = html(move || face_view(&whole));
    for said in [
        "Ủy ban nhân dân phường Hải Vân",
        "12 đường Suối Lương",
        "Mở cửa ngày làm việc 07:30–11:30",
        "0236 3000 000",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let page = english(move || face_view(&face));
    assert!(page.contains("Open on working days 07:30–11:30, 13:00–17:00"), "{page}");
    assert!(
        vietnamese(&page).is_empty() && page.matches("lang=\"vi\"").count() == 2,
        "the name and the address alone: {page}"
    );
    let page = html(|| face_view(&PublicWard::default()));
    assert!(!page.contains("Mở cửa") && !page.contains("Điện thoại"), "nobody has said anything yet: {page}");
}
