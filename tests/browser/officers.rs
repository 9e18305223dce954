//! Somebody new comes to the ward, and somebody leaves.

use shared::demo;

use crate::house::House;
use crate::user::{PC, PHONE, User};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_new_works_here_a_minute_later_and_not_after_leaving() {
    let house = House::open().await;
    let admin = User::at(PC).await;
    admin.log_in(&house, demo::ADMIN).await;
    admin.click("nav.nav a[href='/can-bo']").await;
    admin.press("Thêm cán bộ").await;
    admin.click("dialog[open] button[type=submit]").await;
    admin.see("Chưa ghi họ và tên.").await;
    admin.fill("officer_name", "Lê Thị Hồng Gấm").await;
    admin.fill("officer_title", "Công chức Tư pháp – Hộ tịch").await;
    admin.press("người tiếp nhận").await;
    admin.click("dialog[open] button[type=submit]").await;
    admin.see("Lê Thị Hồng Gấm").await;
    let ward = house.store().ward();
    let known = ward.officers.iter().find(|officer| officer.name == "Lê Thị Hồng Gấm").expect("kept");

    let give = "[...[...document.querySelectorAll('tr')].find(row => row.textContent.includes('Hồng Gấm'))\
                .querySelectorAll('button')].find(button => button.textContent === 'Cấp mật khẩu').click()";
    admin.script(give).await;
    admin.click("dialog[open] button[type=submit]").await;
    admin.see("Chỉ hiện một lần").await;
    let password = admin.script("return document.querySelectorAll('dialog[open] code')[1].textContent").await;
    let password = password.as_str().expect("shown").to_owned();
    admin.press("Đã ghi lại").await;
    admin.see("hong.gam").await;

    let new = User::at(PHONE).await;
    new.go(&house, "/").await;
    new.fill("login", "hong.gam").await;
    new.fill("password", &password).await;
    new.click("form button[type=submit]").await;
    new.see("Đổi mật khẩu").await;
    new.fill("old", &password).await;
    new.fill("new", "hoa gạo nở tháng ba").await;
    new.click("form button[type=submit]").await;
    new.see_one(".figures").await;

    let leaves = shared::officer::Officer { roles: vec![], ..known.clone() };
    let after = house.store().ward().with_officer(leaves).expect("may leave");
    house.store().save_ward(after.version, after).await.expect("kept");
    new.go(&house, "/").await;
    new.see_one("#login").await;
    new.fill("login", "hong.gam").await;
    new.fill("password", "hoa gạo nở tháng ba").await;
    new.click("form button[type=submit]").await;
    new.see("Tên đăng nhập hoặc mật khẩu").await;
    new.leave().await;
    admin.leave().await;
}
