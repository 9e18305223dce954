//! The end of a book on its page, and the form that closes it.

use leptos::prelude::*;
use shared::demo;
use shared::moment::Moment;
use shared::report::closing::{Close, Kind, Standing, Sums};

use super::day;
use crate::board::closing::{Slip, ending, slip_view};
use crate::ui::tests::{english, html, plain, vietnamese};

fn standing() -> Standing {
    let sums = Sums::Register { returned: 20, ended: 1, open: 0 };
    Standing { last: "21".to_owned(), entries: 21, sums, closed: None }
}

#[test]
fn a_closed_book_ends_with_who_closed_it_and_room_for_two_signatures() {
    let ward = demo::ward().expect("the standard data");
    let ask = Close { kind: Kind::Register, which: "HTCT".to_owned(), year: 2018, seen: 21, pages: 3 };
    let closed = standing().closed(&ask, demo::HEAD, Moment::at(day(2019, 1, 2), 8, 15));
    let shown = |lines: usize| {
        let (ward, closed) = (ward.clone(), closed.clone());
        html(move || ending((2018, lines), None, Some(&closed), Some(&ward)))
    };
    let page = shown(21);
    let head = ward.name_of(demo::HEAD);
    for said in [
        "Khóa sổ năm 2018: số cuối 21, tổng số 21, 3 trang; đã trả 20, kết thúc khác 1, chưa xong 0.",
        "lúc 08:15 02/01/2019",
        head.as_str(),
        "NGƯỜI KHÓA SỔ",
        "CHỦ TỊCH",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("sau khi khóa"), "{page}");
    assert!(shown(23).contains("2 dòng vào sổ sau khi khóa."));
    let open = html(move || ending((2018, 21), Some(&standing()), None, None));
    assert!(open.contains("Sổ năm 2018 chưa khóa. Đến nay: số cuối 21;"), "{open}");
    assert!(!open.contains("CHỦ TỊCH") && !html(|| ending((2018, 0), None, None, None)).contains("<p"));
}

#[test]
fn the_form_asks_for_the_pages_and_says_what_is_wrong_at_the_field() {
    let book = (Kind::Register, "HTCT", 2018);
    let owner = Owner::new();
    owner.with(|| {
        let slip = Slip::empty();
        assert_eq!(slip.read(&standing(), book, day(2019, 1, 2)), None, "no book is closed by one press");
        slip.fill("3");
        let ask = slip.read(&standing(), book, day(2019, 1, 2)).expect("is whole");
        assert_eq!((ask.seen, ask.pages, ask.which.as_str()), (21, 3, "HTCT"));
        for wrong in ["", "ba", "0", "10000", "-1"] {
            slip.fill(wrong);
            assert_eq!(slip.read(&standing(), book, day(2019, 1, 2)), None, "{wrong}");
            assert_eq!(slip.faults_at(), ["closing_pages"], "{wrong}");
        }
        slip.fill(" 3 ");
        assert_eq!(slip.read(&standing(), book, day(2018, 12, 30)), None, "the year is not over");
        assert_eq!(slip.faults_at(), ["closing"]);
    });
}

#[test]
fn the_form_in_english_has_no_vietnamese() {
    assert_eq!(vietnamese(&english(|| slip_view(Slip::empty()))), Vec::<String>::new());
    let ward = plain(&demo::ward().expect("the standard data"));
    let page = english(move || ending((2018, 21), Some(&standing()), None, Some(&ward)));
    assert_eq!(vietnamese(&page), Vec::<String>::new(), "the book itself says that it is Vietnamese");
}
