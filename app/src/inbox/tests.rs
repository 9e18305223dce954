//! What the author of an act reads about it.

use expect_test::expect;
use shared::demo;
use shared::dossier::{Kind, Status};
use shared::refusal::Refusal;
use shared::sync::wire::{Outcome, Over};

use super::told::verdict;

#[test]
fn a_conflict_says_who_and_when() {
    let ward = demo::ward().expect("the standard data");
    let at = "2026-11-23T15:42".parse().expect("a moment");
    let refusal = Refusal::WrongStatus { status: Status::Signed, kind: Kind::Submit };
    let outcome = Outcome::Conflict { over: Over::Step { refusal }, by: demo::JUSTICE, at, seq: 0 };
    expect![[r#"Nguyễn Thị Thu Hà đã chuyển bước hồ sơ lúc 15:42 23/11/2026. Hồ sơ đang ở bước “Đã ký, chờ đóng dấu”, chưa “trình lãnh đạo ký” được."#]]
        .assert_eq(&verdict(&ward, &outcome).vi);
}
