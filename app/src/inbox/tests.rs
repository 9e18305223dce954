//! What the author of an act reads about it.

use expect_test::expect;
use shared::act::Act;
use shared::demo;
use shared::dossier::hand_over::HandOver;
use shared::dossier::record::Payment;
use shared::dossier::stop::Withdraw;
use shared::dossier::{self, Kind, Status};
use shared::refusal::Refusal;
use shared::sync::client::{Notice, Write};
use shared::sync::wire::{Command, Outcome, Over};

use super::reviews;
use super::told::verdict;
use crate::desk::tests::{at_desk, sits};
use crate::store::tests::{OANH, morning, now};
use crate::ui::tests::html;

#[test]
fn a_conflict_says_who_and_when() {
    let ward = demo::ward().expect("the standard data");
    let at = "2026-11-23T15:42".parse().expect("a moment");
    let refusal = Refusal::WrongStatus { status: Status::Signed, kind: Kind::Submit };
    let outcome = Outcome::Conflict { over: Over::Step { refusal }, by: demo::JUSTICE, at, seq: 0 };
    expect![[r#"Nguyễn Thị Thu Hà đã chuyển bước hồ sơ lúc 15:42 23/11/2026. Hồ sơ đang ở bước “Đã ký, chờ đóng dấu”, chưa “trình lãnh đạo ký” được."#]]
        .assert_eq(&verdict(&ward, &outcome).vi);
}

fn refused(n: u64, act: dossier::Act, refusal: Refusal) -> Write {
    let id = crate::dossier::tests::dossier("Đặng Thị Đào").id;
    let at = morning();
    let act = Act::Dossier { id, act };
    let command = Some(Command { v: 1, writer: OANH, n, base: 0, at, anchor: None, act });
    Write::Notice(Box::new(Notice { n, outcome: Outcome::Rejected { refusal }, command, read: false }))
}

#[test]
fn a_refused_act_is_done_again_with_one_press_or_says_why_not() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let withdraw = dossier::Act::Withdraw(Withdraw { reason: "Nộp nhầm".to_owned() });
        let hand_over = dossier::Act::HandOver(HandOver {
            receiver: "Đặng Thị Đào".to_owned(),
            slip_collected: true,
            statement: String::new(),
            payment: Some(Payment::Taken),
            receipt: "0001".to_owned(),
        });
        let refusal = || Refusal::WrongStatus { status: Status::InWork, kind: Kind::Withdraw };
        let record = Write::Record(Box::new(crate::dossier::tests::dossier("Đặng Thị Đào")));
        let writes = vec![record, refused(1, withdraw, refusal()), refused(2, hand_over, refusal())];
        assert!(now(desk.keep(OANH, writes)));
        let page = html(move || reviews(desk));
        assert_eq!(page.matches("Làm lại trên bản mới").count(), 1, "{page}");
        assert!(page.contains("chưa “trả kết quả” được"), "the other says why not: {page}");
        let before = "Việc trước của bạn trên hồ sơ này (ghi công dân rút hồ sơ";
        assert_eq!(page.matches(before).count(), 1, "{page}");
        assert!(
            page.find(before) < page.find("Làm lại trên bản mới"),
            "it stands with the later act: {page}"
        );
    });
}
