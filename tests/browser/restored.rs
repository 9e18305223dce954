//! The server is put back from an older copy while two devices hold what came after it: the head reads who is awaited and
//! what came back, and in the end nothing is lost.
//!
//! Not here: what a restore does to the book (`store::tests`), faults on the way (the simulation).

use shared::demo;

use crate::house::House;
use crate::user::{PC, User};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_restore_the_head_reads_who_is_awaited_until_everything_is_back() {
    let mut house = House::open().await;
    let mut counter = User::at(PC).await;
    counter.log_in(&house, demo::RECEPTION).await;
    let first = counter.receive("Đặng Thị Một").await;
    counter.badge("all-sent").await;
    let copy = house.copy().await;

    // After the copy: one more dossier at the counter, a correction at the specialist's desk. Then both switch off.
    counter.walk("/").await;
    let second = counter.receive("Đặng Thị Hai").await;
    counter.badge("all-sent").await;
    counter.close().await;
    let id = house.dossiers().await.iter().find(|d| d.applicant.name == "Đặng Thị Một").expect("taken in").id;
    let mut desk = User::at(PC).await;
    desk.log_in(&house, demo::JUSTICE).await;
    desk.walk(&format!("/ho-so/{id}")).await;
    desk.press("Sửa thông tin").await;
    desk.fill("phone", "0905000111").await;
    desk.click("dialog button[type=submit]").await;
    desk.badge("all-sent").await;
    desk.close().await;
    assert_eq!(house.dossiers().await.len(), 2);

    house.put_back(&copy).await;
    assert_eq!(house.dossiers().await.len(), 1, "the copy knows of the first alone");
    let head = User::at(PC).await;
    head.log_in(&house, demo::HEAD).await;
    head.see("còn chờ 2 máy, 0 việc đã gửi lại").await;
    head.click(".note details > summary").await;
    head.see("Phạm Thị Kim Oanh").await;
    // The copy is older than this device, whose name stands beside the book.
    head.see("Máy của Thu Hà").await;

    counter.open_again().await;
    counter.log_in(&house, demo::RECEPTION).await;
    counter.badge("all-sent").await;
    counter.walk("/ho-so").await;
    counter.see("Đặng Thị Hai").await;
    head.go(&house, "/").await;
    head.see("còn chờ 1 máy, 1 việc đã gửi lại").await;

    desk.open_again().await;
    desk.log_in(&house, demo::JUSTICE).await;
    desk.badge("all-sent").await;
    head.go(&house, "/").await;
    head.see("Hôm nay").await;
    head.vanishes("Máy chủ đã được khôi phục").await;

    let mut kept = house.dossiers().await;
    kept.sort_by_key(|dossier| dossier.code.clone());
    let codes: Vec<String> = kept.iter().filter_map(|d| d.code.as_ref().map(ToString::to_string)).collect();
    assert_eq!(codes, [first, second], "the numbers on the papers");
    let corrected = kept.iter().find(|dossier| dossier.id == id).expect("it is there");
    assert_eq!(corrected.contact.phone, "0905000111", "what was corrected after the copy");
    for user in [counter, desk, head] {
        user.leave().await;
    }
}
