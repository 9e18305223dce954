//! The promise of the product: the cable is pulled, a citizen is received, nothing is lost.

use crate::house::House;
use crate::user::User;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn received_without_a_server_it_survives_reload_and_crash_and_keeps_its_code() {
    let mut house = House::open().await;
    let mut user = User::at_the_counter(&house).await;

    house.stop().await;
    let code = user.receive("Đặng Thị Đào").await;
    assert!(code.contains("-6"), "a number of this device's lane: {code}");
    user.see("Đặng Thị Đào").await;

    user.browser.refresh().await.expect("reloads without a server");
    user.see("Mở dữ liệu trên máy này").await;
    assert!(!user.text().await.contains("Đặng Thị Đào"), "closed until the password is given");
    user.fill("password", "con mèo trèo cây dừa").await;
    user.click("form button[type=submit]").await;
    user.see("Mật khẩu chưa đúng").await;
    user.open_here().await;
    assert_eq!(user.slip_code().await, code, "after a reload");
    user.badge("offline").await;

    user.crash_and_come_back().await;
    user.go(&house, "/ho-so?loc=tat-ca").await;
    user.open_here().await;
    user.see("Đặng Thị Đào").await;
    user.see("chờ gửi").await;

    // The crash took the session with it; the work is still there, and goes out after the login.
    house.start().await;
    user.press("Đăng nhập lại").await;
    user.fill("relogin", crate::house::PASSWORD).await;
    user.script("document.querySelector('main h1').dataset.stays = 'yes'").await;
    user.click("dialog[open] button[type=submit]").await;
    user.badge("all-sent").await;
    let stays = user.script("return document.querySelector('main h1').dataset.stays").await;
    assert_eq!(stays, "yes", "the page that one works on is not drawn anew by a login in place");
    let kept = house.dossiers().await;
    assert_eq!(kept.len(), 1);
    assert_eq!(
        kept[0].code.as_ref().map(ToString::to_string),
        Some(code),
        "the server keeps the code on the paper"
    );
    assert_eq!(kept[0].applicant.name, "Đặng Thị Đào");
    user.leave().await;
}
