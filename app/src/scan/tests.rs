//! What a file becomes, one file of several pages, and what a row says of its scans.

use std::sync::Arc;

use leptos::prelude::*;
use shared::dossier::attach::Scan;
use shared::id::OfficerId;
use shared::limits::SCAN_NAME_CHARS_MAX;
use shared::moment::Moment;
use shared::scan::look::pdf_pages;
use shared::scan::{BadFile, Digest, File, FileKind};

use super::draw::fitted;
use super::items::{Hands, row, way_said};
use super::take::{named, page_of, weighed, whole, why_not};
use crate::desk::Way;
use crate::desk::tests::at_desk;
use crate::store::tests::{now, received};
use crate::ui::tests::html;

/// A JPEG as far as its header goes.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8];
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend([3, 1, 0x11, 0, 0xFF, 0xD9]);
    bytes
}

#[test]
fn a_picture_is_made_smaller_and_never_larger() {
    assert_eq!(fitted(4_000, 3_000), (2_000, 1_500));
    assert_eq!(fitted(3_024, 4_032), (1_500, 2_000));
    assert_eq!(fitted(800, 600), (800, 600));
    assert_eq!(fitted(12_000, 3), (2_000, 1), "a strip stays a strip");
}

#[test]
fn what_is_no_picture_becomes_no_page() {
    let html = b"<!doctype html>".to_vec();
    assert_eq!(now(page_of(html)), Err(BadFile::Unknown));
    assert_eq!(now(page_of(vec![])), Err(BadFile::Empty));
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    assert_eq!(now(page_of(heic)), Err(BadFile::Heic), "the browser opens none");
    assert_eq!(now(page_of(b"%PDF-1.4\n".to_vec())), Err(BadFile::Torn));
    let bomb = jpeg(40_000, 40_000);
    assert_eq!(
        now(page_of(bomb)),
        Err(BadFile::TooWide { width: 40_000, height: 40_000 }),
        "before it is opened"
    );
    assert_eq!(now(page_of(jpeg(1_500, 2_000))), Ok((FileKind::Jpeg, jpeg(1_500, 2_000))));
}

#[test]
fn one_page_is_itself_and_several_are_a_pdf() {
    let page = |width| (FileKind::Jpeg, Arc::new(jpeg(width, 2_000)));
    assert_eq!(whole(&[page(1_500)]), Ok((FileKind::Jpeg, jpeg(1_500, 2_000), Some(1))));
    let (kind, bytes, pages) = whole(&[page(1_500), page(1_400)]).expect("a file");
    assert_eq!((kind, pages, pdf_pages(&bytes)), (FileKind::Pdf, Some(2), Some(2)));
    assert_eq!(whole(&[]), Err(BadFile::Empty));
}

#[test]
fn a_file_is_called_as_its_first_page_with_the_ending_of_what_it_is() {
    assert_eq!(named("IMG_2041.HEIC", FileKind::Jpeg), "IMG_2041.jpg");
    assert_eq!(named("giấy khai sinh", FileKind::Pdf), "giấy khai sinh.pdf");
    assert_eq!(named(".jpg", FileKind::Jpeg), "scan.jpg");
    assert!(named(&"a".repeat(500), FileKind::Webp).chars().count() <= SCAN_NAME_CHARS_MAX);
}

fn scan(paper: &str, name: &str) -> Scan {
    let digest = Digest::of(name.as_bytes());
    let file = File { digest, bytes: 240_000, kind: FileKind::Jpeg, pages: Some(1), name: name.to_owned() };
    Scan {
        file,
        paper: paper.to_owned(),
        at: Moment::from_millis(0),
        by: OfficerId(1),
        reused: None,
        signed: None,
    }
}

#[test]
fn a_row_shows_its_papers_scans_and_where_they_are() {
    at_desk(|desk, _| {
        let mut dossier = received(1);
        let paper = dossier.papers[0].name.clone();
        dossier.scans = vec![scan(&paper, "mine"), scan("giấy đã bỏ", "orphan")];
        let show = Callback::new(|_: Scan| ());
        let looks = Hands { desk, take: None, show, offers: vec![], again: Callback::new(|_| ()) };
        let takes = Hands { take: Some(Callback::new(|_| ())), ..looks.clone() };
        let markup = |hands: &Hands, paper: &str| {
            let (hands, dossier, paper) = (hands.clone(), dossier.clone(), paper.to_owned());
            html(move || row(&hands, &dossier, &paper))
        };
        let own = markup(&takes, &paper);
        assert!(own.contains("1 trang") && own.contains("235 KB"), "{own}");
        assert_eq!(own.matches("<button").count(), 2, "one opens the scan, one takes another: {own}");
        assert!(own.contains("chờ ký số"), "{own}");
        desk.set_way(&dossier.scans[0].file.digest, Some(Way::Sending(40)));
        assert!(markup(&takes, &paper).contains("đang gửi 40 %"));
        let others = markup(&looks, "");
        assert_eq!(others.matches("<button").count(), 1, "of a paper that is listed no more: {others}");
        assert!(!markup(&looks, "không có").contains("<tr"), "nothing is there, and nothing can be taken");
        assert!(markup(&takes, "không có").contains("<button"));
    });
}

#[test]
fn where_a_scan_is_said_in_both_languages() {
    use shared::lang::Lang;
    let refused = Way::Refused(BadFile::Torn.sentence());
    let vi = [Way::Waits, Way::Sending(7), refused.clone()].map(|way| way_said(&way, Lang::Vi));
    assert_eq!(vi, ["chờ gửi", "đang gửi 7 %", "máy chủ không nhận"]);
    let en = [Way::Waits, Way::Sending(7), refused].map(|way| way_said(&way, Lang::En));
    assert_eq!(en, ["not sent", "sending 7 %", "the server does not take it"]);
}

/// Whatever is wrong with a file, the dialog says it to whoever reads English in English.
#[test]
fn what_is_not_taken_is_said_in_the_readers_language() {
    use crate::ui::tests::{english, vietnamese};
    let bad = [
        now(page_of(vec![])).expect_err("empty"),
        now(page_of(b"<!doctype html>".to_vec())).expect_err("no picture"),
        now(page_of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec())).expect_err("HEIC"),
        now(page_of(b"%PDF-1.4\n".to_vec())).expect_err("broken off"),
        now(page_of(jpeg(40_000, 40_000))).expect_err("too wide"),
        weighed(u64::MAX, true, 1).expect_err("too large"),
        weighed(2, false, 1).expect_err("too heavy"),
        BadFile::Unfolds,
        BadFile::Locked,
        BadFile::OtherBytes,
    ];
    for bad in bad {
        let said = bad.sentence();
        let (vi, en) = (said.vi.clone(), said.en.clone());
        let note = move |said| move || why_not(RwSignal::new(Some(said)));
        assert!(html(note(said.clone())).contains(&vi), "{vi}");
        let page = english(note(said));
        assert!(page.contains(&en) && page.contains("role=\"alert\""), "{page}");
        assert_eq!(vietnamese(&page), Vec::<String>::new());
    }
}

#[test]
fn a_file_is_weighed_before_it_is_read() {
    let (mib, picture_max) = (1024 * 1024, 30 * 1024 * 1024);
    assert_eq!(weighed(25 * mib, false, picture_max), Ok(()), "a picture is made smaller");
    let heavy = BadFile::TooHeavy { bytes: 40 * mib, max: picture_max };
    assert_eq!(weighed(40 * mib, false, picture_max), Err(heavy));
    assert_eq!(
        weighed(11 * mib, true, picture_max),
        Err(BadFile::TooLarge { bytes: 11 * mib }),
        "a PDF stays"
    );
}
