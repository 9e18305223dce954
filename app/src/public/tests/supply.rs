//! Photographs of papers that were asked for, below the dossier that waits for them.

use leptos::prelude::*;
use shared::door::supply::PaperWanted;
use shared::dossier::Status;
use shared::dossier::record::Asked;
use shared::moment::{Day, Moment};
use shared::session::{Track, Tracked};

use super::tracked;
use crate::public::sending::Sending;
use crate::public::supply::{Letter, letter_view, supply_view};
use crate::ui::tests::{english, html, vietnamese};

fn noon() -> Moment {
    Moment::at(Day::new(2026, 11, 24).expect("a day"), 12, 0)
}

fn slip() -> Track {
    Track { code: "181122-6000".to_owned(), secret: "K7M2QP".to_owned() }
}

fn asked(papers: &[&str]) -> Asked {
    Asked {
        at: noon(),
        papers: papers.iter().map(|paper| (*paper).to_owned()).collect(),
        reason: "Missing".to_owned(),
        until: noon().day().plus(7),
        second: false,
    }
}

const PAPERS: [PaperWanted; 3] = [
    PaperWanted { takes: true, sent: None },
    PaperWanted { takes: false, sent: None },
    PaperWanted { takes: true, sent: Some(Moment::from_millis(1_795_500_000_000)) },
];

fn letter() -> Sending<Letter> {
    Letter::new(slip(), noon(), &PAPERS, Callback::new(|_| ())).sending()
}

#[test]
fn each_paper_says_what_may_be_sent_of_it() {
    let request = asked(&["Death extract (1 bản chính)", "Identity card", "Ruling"]);
    let shown = request.clone();
    let page = html(move || letter_view(letter(), &shown, &PAPERS));
    let rows: Vec<&str> = page.split("<li>").skip(1).collect();
    let [death, card, ruling] = rows.as_slice() else { panic!("{page}") };
    assert!(death.contains("id=\"photo-0\"") && death.contains(">Death extract<"), "{death}");
    assert!(card.contains("chỉ xuất trình") && !card.contains("type=\"file\""), "{card}");
    assert!(ruling.contains("Phường đã có ảnh, gửi lúc") && ruling.contains("id=\"photo-2\""), "{ruling}");
    assert!(!page.contains("Đang gửi"), "nothing is on its way: {page}");
    let left = vietnamese(&english(move || letter_view(letter(), &request, &PAPERS)));
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn nothing_is_sent_while_nothing_is_photographed() {
    let page = html(|| {
        let letter = letter();
        letter.press();
        letter_view(letter, &asked(&["a", "b", "c"]), &PAPERS)
    });
    assert!(page.contains("Chụp ít nhất một giấy tờ") && page.contains("Gửi ảnh"), "{page}");
}

#[test]
fn what_waits_says_that_it_is_sent_by_itself_and_lies_nowhere() {
    let waiting = |busy: bool| {
        move || {
            let letter = letter();
            letter.way.wanted.set(true);
            letter.way.busy.set(busy);
            letter.way.part.set(Some(40));
            letter_view(letter, &asked(&["a", "b", "c"]), &PAPERS)
        }
    };
    let page = html(waiting(false));
    assert!(page.contains("phường chưa nhận được") && page.contains("rời trang là hết"), "{page}");
    assert!(!page.contains("disabled") && !page.contains(">Gửi ảnh<"), "{page}");
    let sending = html(waiting(true));
    assert!(sending.contains("40 %") && sending.matches("disabled").count() == 2, "{sending}");
    for busy in [false, true] {
        let left = vietnamese(&english(waiting(busy)));
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn where_no_photograph_is_taken_the_region_is_not_there() {
    let of = |photos: Vec<PaperWanted>| {
        let found = Tracked { asked: Some(asked(&["a"])), photos, ..tracked(Status::AwaitSupplement, 1) };
        html(move || supply_view(slip(), &found, Callback::new(|_| ())))
    };
    for none in [vec![], vec![PaperWanted { takes: false, sent: None }]] {
        assert!(!of(none).contains("<section"), "a closed door, or a card");
    }
}
