//! Two devices correct the same thing: nobody's value is lost, and the author sees who was first, and when. What a
//! colleague has made impossible meanwhile is said before it leaves.

use shared::demo;
use shared::dossier::status::Status;
use shared::dossier::{self, Kind};

use crate::house::House;
use crate::user::{PC, PHONE, User};

/// Whether the first page had come when the first push began.
const ORDER: &str = "const all = performance.getEntriesByType('resource');
    const first = (path) => all.find((entry) => entry.name.includes(path));
    return first('/api/pull').responseEnd <= first('/api/push').startTime;";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_author_of_the_later_correction_sees_who_was_first_and_when_and_chooses() {
    let mut house = House::open().await;
    let id = house.receive("Võ Thị Hường", 71).await;
    let page = format!("/ho-so/{id}");
    let (late, first) = (User::at(PC).await, User::at(PHONE).await);
    late.log_in(&house, demo::RECEPTION).await;
    late.go(&house, &page).await;
    late.see("Võ Thị Hường").await;
    house.stop().await;
    correct(&late, "0905000111").await;
    late.see("1 việc chờ gửi").await;
    late.browser.goto("about:blank").await.expect("the tablet is put away");

    // A colleague is faster: theirs reaches the server first.
    house.start().await;
    first.log_in(&house, demo::JUSTICE).await;
    first.go(&house, &page).await;
    correct(&first, "0905999888").await;
    first.badge("all-sent").await;
    let dossier = house.dossiers().await.remove(0);
    let written = dossier.history.iter().rev().find(|trace| trace.kind == Kind::Amend).expect("it was sent");
    let when = written.at.clock_and_day();

    late.go(&house, "/viec").await;
    late.see(&format!("Nguyễn Thị Thu Hà cũng sửa “Liên hệ” lúc {when}")).await;
    late.see("0905999888").await;
    late.see("0905000111").await;
    // What a colleague had done was read before one's own left: it would have been shown had it made that impossible.
    let order = late.script(ORDER).await;
    assert_eq!(order, true, "the page comes before the push");
    let kept = house.dossiers().await.remove(0);
    assert_eq!(kept.contact.phone, "0905999888");
    assert_eq!(kept.corrections.len(), 1);

    late.press("Dùng của tôi").await;
    late.badge("all-sent").await;
    first.see("“0905999888” → “0905000111”").await;
    let settled = house.dossiers().await.remove(0);
    assert_eq!(settled.contact.phone, "0905000111");
    assert!(settled.corrections.is_empty());
    late.leave().await;
    first.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_page_has_made_impossible_is_said_while_it_waits_and_before_it_is_sent() {
    let mut house = House::open().await;
    let id = house.receive("Võ Thị Hường", 71).await;
    let late = User::at(PC).await;
    late.log_in(&house, demo::RECEPTION).await;
    late.go(&house, &format!("/ho-so/{id}")).await;
    late.see("Võ Thị Hường").await;
    house.stop().await;
    late.press("Ghi công dân rút hồ sơ").await;
    late.fill("reason", "Nộp nhầm nơi").await;
    late.click("dialog button[type=submit]").await;
    late.see("1 việc chờ gửi").await;
    late.browser.goto("about:blank").await.expect("the tablet is put away");

    // Meanwhile the chair ends the dossier.
    house.start().await;
    let stop = dossier::stop::Stop { reason: "Tòa án yêu cầu".to_owned() };
    house.act(demo::CHAIR, id, dossier::Act::Stop(stop)).await;

    late.hold_pushes().await;
    late.go(&house, "/viec").await;
    late.see("Máy chủ sẽ từ chối:").await;
    late.see("chưa “ghi công dân rút hồ sơ” được").await;
    late.answer_is_held().await;
    let kept = house.dossiers().await.remove(0);
    assert!(kept.history.iter().all(|trace| trace.kind != Kind::Withdraw), "it has not left");
    late.see("1 việc chờ gửi").await;

    // It leaves all the same: only the book's verdict is final, and its author reads it.
    late.let_pushes_go().await;
    late.see("Việc cần xem lại").await;
    late.until("return document.body.innerText.includes('Máy chủ sẽ từ chối')", false).await;
    let kept = house.dossiers().await.remove(0);
    assert_eq!(kept.status, Status::Stopped);
    late.see("Chưa ghi nhận").await;
    late.see("Nguyễn Văn Thành đã chuyển bước hồ sơ").await;
    late.leave().await;
}

async fn correct(user: &User, phone: &str) {
    user.press("Sửa thông tin").await;
    user.fill("phone", phone).await;
    user.click("dialog button[type=submit]").await;
    user.see(phone).await;
}
