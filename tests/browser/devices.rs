//! The head gives a device up and decides what is kept of it.

use shared::demo;

use crate::house::{House, now};
use crate::user::{PC, PHONE, User};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_device_is_revoked_and_what_is_kept_of_it_is_decided() {
    let house = House::open().await;
    let lost = house.kept_aside().await;
    let user = User::at(PC).await;
    user.log_in(&house, demo::HEAD).await;
    user.click("nav.nav a[href='/may']").await;
    user.see("Quầy 9").await;

    user.press("Thu hồi máy").await;
    user.see("còn 7 việc chưa gửi").await;
    user.press("Để nguyên").await;
    let device = house.store().device(lost).await.expect("read").expect("enrolled");
    assert_eq!(device.revoked_at, None, "a question is no answer");
    user.press("Thu hồi máy").await;
    user.click("dialog[open] .btn--primary").await;
    user.see("Đã thu hồi máy.").await;
    let device = house.store().device(lost).await.expect("read").expect("enrolled");
    assert!(device.revoked_at.is_some_and(|at| at <= now()));

    user.see("Không mở được").await;
    user.press("Bỏ việc này").await;
    user.click("dialog[open] button[type=submit]").await;
    user.see("Mời ghi lý do bỏ việc này.").await;
    user.fill("why", "máy hỏng, việc đã ghi lại").await;
    user.click("dialog[open] button[type=submit]").await;
    user.see("Không có việc nào chờ quyết định.").await;
    let kept = house.store().kept(1).await.expect("read").expect("it is never forgotten");
    assert!(kept.decided);
    user.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_a_device_is_brought_in_and_what_is_no_such_file_is_named() {
    let house = House::open().await;
    let device = house.kept_aside().await;
    let user = User::at(PHONE).await;
    user.log_in(&house, demo::ADMIN).await;
    user.go(&house, "/may").await;
    let folder = std::env::temp_dir();
    let name =
        |what: &str| folder.join(format!("mot-cua-{what}-{}-{}.jsonl", std::process::id(), now().millis()));
    let (good, bad) = (name("good"), name("bad"));
    let line = format!(
        r#"{{"kid":9,"writer":{{"device":{device},"officer":{}}},"n":1,"enc":"AA==","ct":"AA=="}}"#,
        demo::RECEPTION
    );
    std::fs::write(&good, format!("{line}\n")).expect("written");
    std::fs::write(&bad, format!("{line}\nkhông phải việc\n")).expect("written");
    for (file, said) in [(&bad, "Dòng 2 của tệp không phải một việc niêm phong."), (&good, "1 giữ riêng")]
    {
        let input = user.see_one("#outbox").await;
        input.send_keys(file.display().to_string()).await.expect("chosen");
        user.see(said).await;
    }
    for file in [good, bad] {
        std::fs::remove_file(file).expect("removed");
    }
    user.leave().await;
}
