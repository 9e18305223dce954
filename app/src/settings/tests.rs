//! The settings that the ward keeps, as a page shows them.

use std::sync::Arc;

use shared::demo;

use super::calendar::form;
use crate::desk::Desk;
use crate::ui::tests::{english, html, vietnamese};

fn desk() -> Desk {
    let desk = Desk::new();
    desk.set_ward(Arc::new(demo::ward().expect("the standard data")));
    desk
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
