//! Photographs of papers that were asked for, at the counter.

use leptos::prelude::*;
use shared::demo::PORTAL;
use shared::dossier::attach::Scan;
use shared::dossier::record::Asked;
use shared::dossier::{Dossier, Status};
use shared::moment::Moment;
use shared::scan::{Digest, File, FileKind};

use super::super::detail::sent::{note, rows};
use super::super::row::{Row, table_row};
use crate::desk::tests::{at_desk, sits};
use crate::scan::items::{Hands, row};
use crate::store::tests::{OANH, received};
use crate::ui::tests::{english, html, vietnamese};

fn photograph(paper: &str) -> Scan {
    let name = "nguoi-nop-1.jpg".to_owned();
    let digest = Digest::of(paper.as_bytes());
    let file = File { digest, bytes: 240_000, kind: FileKind::Jpeg, pages: Some(1), name };
    let (paper, at) = (paper.to_owned(), Moment::from_millis(0));
    Scan { file, paper, at, by: PORTAL, reused: None, signed: None }
}

/// What was asked for and photographed stands under its own name, before anybody has received it.
#[test]
fn a_photograph_of_a_paper_that_was_asked_for_says_whose_it_is() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let mut dossier = received(1);
        dossier.status = Status::AwaitSupplement;
        let at = Moment::from_millis(0);
        let papers = vec!["Ruling (1 bản chính)".to_owned(), "Extract".to_owned()];
        let until = at.day().plus(7);
        dossier.asked = vec![Asked { at, papers, reason: "Missing".to_owned(), until, second: false }];
        let shown = |dossier: &Dossier| {
            let show = Callback::new(|_: Scan| ());
            let hands = Hands { desk, take: None, show, offers: vec![], again: Callback::new(|_| ()) };
            let of = dossier.clone();
            let listed = Row::new(&desk.ward(), at, dossier, false);
            let all = move || view! { {note(&desk.ward(), &of)}{rows(&hands, &of)}{row(&hands, &of, "")} };
            (html(all.clone()) + &html(move || table_row(&listed)), vietnamese(&english(all)))
        };
        assert!(!shown(&dossier).0.contains("gửi ảnh"), "nothing has come");
        dossier.scans = vec![photograph("Ruling")];
        let (page, left) = shown(&dossier);
        assert!(page.contains("người nộp đã gửi ảnh giấy tờ<"), "the list says so: {page}");
        assert!(page.contains("Người nộp đã gửi ảnh") && page.contains("Chưa có ảnh: "), "{page}");
        assert!(page.contains("<span lang=\"vi\">Ruling") && page.contains("người nộp gửi ảnh"), "{page}");
        assert_eq!(page.matches("class=\"scanned\"").count(), 1, "once, and not among the others: {page}");
        assert!(left.is_empty(), "{left:?}");
        dossier.status = Status::InWork;
        assert!(!shown(&dossier).0.contains("Người nộp"), "the request is answered");
    });
}
