//! The browser's storage is cleared with work in it: it is noticed, said, and never numbered from one again.

use shared::demo;

use crate::house::House;
use crate::user::{PHONE, User};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cleared_storage_is_told_with_the_acts_that_may_be_lost() {
    let mut house = House::open().await;
    let user = User::at_the_counter(&house).await;
    house.stop().await;
    user.receive("Đặng Thị Đào").await;
    let gone = "const done = arguments[0]; const asked = indexedDB.deleteDatabase('mot-cua');
        asked.onsuccess = () => done('gone'); asked.onblocked = () => done('blocked');";
    assert_eq!(user.script_async(gone).await, "gone", "the page lets go of it");

    user.browser.refresh().await.expect("reloads without a server");
    user.see("việc số 1 chưa gửi và có thể đã mất").await;
    house.start().await;
    user.log_in_here(demo::RECEPTION).await;
    user.see("việc số 1 của Phạm Thị Kim Oanh chưa gửi và có thể đã mất").await;
    user.press("Đã kiểm tra").await;
    user.badge("all-sent").await;
    assert!(!user.text().await.contains("có thể đã mất"), "it was looked at");

    // A new device gives numbers of its own: the slip that was printed keeps its number for itself.
    assert!(user.receive("Lê Thị Một").await.ends_with("-6100"), "of the second lane");
    user.leave().await;

    // On the head's telephone it may happen too, which is said once.
    let head = User::at(PHONE).await;
    head.promises_nothing().await;
    head.log_in(&house, demo::HEAD).await;
    head.see("chưa bảo đảm giữ dữ liệu trên máy này").await;
    head.press("Đã hiểu").await;
    head.vanishes("chưa bảo đảm giữ dữ liệu").await;
    head.go(&house, "/may").await;
    head.see("việc số 1 của Phạm Thị Kim Oanh.").await;
    head.press("Đã đối chiếu").await;
    head.vanishes("việc số 1 của Phạm Thị Kim Oanh.").await;
    assert!(!head.text().await.contains("chưa bảo đảm giữ dữ liệu"), "the device is not new any more");
    head.leave().await;
}
