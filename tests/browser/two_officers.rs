//! Two officers share a counter's browser: nobody's answer reaches the other, in whichever tab.

use shared::demo;

use crate::house::House;
use crate::user::{PC, User};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_on_its_way_at_a_logout_settles_nothing_of_the_next_officer() {
    let mut house = House::open().await;
    let user = User::at(PC).await;
    user.log_in(&house, demo::RECEPTION).await;
    user.badge("all-sent").await;
    user.hold_answer().await;
    user.receive("Đặng Thị Đào").await;
    user.answer_is_held().await;
    user.log_out().await;
    user.log_in_here(demo::JUSTICE).await;
    user.badge("all-sent").await;

    // His first act waits under the same number as hers, whose answer never reached her page.
    let id = house.dossiers().await[0].id;
    user.walk(&format!("/ho-so/{id}")).await;
    user.see("Đặng Thị Đào").await;
    house.stop().await;
    user.press("Sửa thông tin").await;
    user.fill("phone", "0905000111").await;
    user.click("dialog button[type=submit]").await;
    user.see("1 việc chờ gửi").await;
    house.start().await;
    user.badge("all-sent").await;
    assert_eq!(house.dossiers().await[0].contact.phone, "0905000111", "his act was sent");

    user.log_out().await;
    user.log_in_here(demo::RECEPTION).await;
    user.badge("all-sent").await;
    assert_eq!(house.dossiers().await.len(), 1, "hers was sent once");
    user.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_logout_closes_every_tab_and_the_next_officer_is_in_all_of_them() {
    let house = House::open().await;
    let user = User::at(PC).await;
    user.log_in(&house, demo::RECEPTION).await;
    user.badge("all-sent").await;
    let [first, second] = user.two_tabs().await;
    user.turn_to(&second).await;
    user.go(&house, "/").await;
    user.log_out().await;
    user.turn_to(&first).await;
    user.see_one("[id='login']").await;
    user.turn_to(&second).await;
    user.log_in_here(demo::JUSTICE).await;
    user.turn_to(&first).await;
    user.see("Nguyễn Thị Thu Hà").await;
    let shown = user.text().await;
    assert!(!shown.contains("Phạm Thị Kim Oanh"), "nothing of the officer before is left: {shown}");
    // A tab that was asleep through all this would still ask as her: with his cookie it gets nothing.
    let asks = format!(
        "const done = arguments[0]; fetch('/api/pull?epoch=&cursor=0&seen_n=0&wait=0',
            {{headers: {{'X-MC-Proto': '1', 'X-MC-Writer': '1.{}'}}}}).then(r => done(r.status))",
        demo::RECEPTION
    );
    assert_eq!(user.script_async(&asks).await, 403);
    user.leave().await;
}
