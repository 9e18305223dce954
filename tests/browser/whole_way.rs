//! The promise of the product, from door to door: the cable is pulled and a citizen is received; the page is closed, the
//! browser dies, the cable is back; others do their part on another machine; the slip finds the result, and it is given.
//!
//! Not here: two who act at once (`conflict`), a leader's phone (`leader_phone`).
//! Invariant: every step is one that a person takes: a link, a field, a button, a key.

use serde_json::json;
use shared::demo;
use shared::dossier::{Dossier, Kind, Status};
use shared::id::OfficerId;
use thirtyfour::Key;

use crate::house::House;
use crate::user::{PC, User};

const NAME: &str = "Đặng Thị Đào";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn received_without_a_network_it_is_signed_elsewhere_and_returned_by_the_code_on_its_slip() {
    let mut house = House::open().await;
    // Another result waits, so that finding is not the same as being alone.
    house.ready("Lê Thị Mỹ Dung", 21).await;
    let mut counter = User::at_the_counter(&house).await;
    let code = received(&mut house, &mut counter).await;

    let office = User::at(PC).await;
    office.log_in(&house, demo::JUSTICE).await;
    worked_on(&office, &code).await;
    reaches(&house, &code, Status::Submitted).await;
    sits_down(&office, demo::VICE_1).await;
    signed(&office).await;
    reaches(&house, &code, Status::Signed).await;
    sits_down(&office, demo::CLERK).await;
    stamped(&office, &code).await;
    reaches(&house, &code, Status::Ready).await;
    office.leave().await;

    returned(&counter, &code).await;
    let kept = reaches(&house, &code, Status::Returned).await;
    assert_eq!((kept.applicant.name.as_str(), kept.handler), (NAME, Some(demo::JUSTICE)));
    let others = house.dossiers().await.into_iter().filter(|d| d.id != kept.id);
    assert_eq!(others.map(|d| d.status).collect::<Vec<_>>(), [Status::Ready], "nobody else's was given away");
    counter.leave().await;
}

/// The scanner types the whole card, with two fields more than older ones have; the next thing to be said is the procedure.
async fn by_card(user: &User) -> String {
    user.click("a[href='/nhan']").await;
    user.scan(&format!(
        "048190004217|201234567|{NAME}|14031990|Nữ|Tổ 3, Hòa Hiệp Bắc, Đà Nẵng|01012023||Mẹ|Cha"
    ))
    .await;
    user.until("return [document.activeElement.id, document.activeElement.value]", json!(["procedure", ""]))
        .await;
    assert_eq!(user.script("return document.querySelector('#name').value").await, NAME);
    user.fill_after_the_card().await;
    user.print_slip().await;
    user.see(NAME).await;
    user.slip_code().await
}

/// While nobody listens; it survives a reload and a crash and keeps its code.
async fn received(house: &mut House, user: &mut User) -> String {
    house.stop().await;
    let code = by_card(user).await;
    assert!(code.contains("-6"), "a number of this device's lane: {code}");
    user.see(NAME).await;

    user.browser.refresh().await.expect("reloads without a server");
    user.see("Mở dữ liệu trên máy này").await;
    assert!(!user.text().await.contains(NAME), "closed until the password is given");
    user.fill("password", "con mèo trèo cây dừa").await;
    user.click("form button[type=submit]").await;
    user.see("Mật khẩu chưa đúng").await;
    user.open_here().await;
    assert_eq!(user.slip_code().await, code, "after a reload");
    user.badge("offline").await;

    user.crash_and_come_back().await;
    user.go(house, "/ho-so?loc=tat-ca").await;
    user.open_here().await;
    user.see(NAME).await;
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
    reaches(house, &code, Status::Received).await;
    code
}

/// The specialist finds it in the list by what a scanner reads from the slip, takes it over and drafts the answer.
async fn worked_on(user: &User, code: &str) {
    user.click("nav.nav a[href='/ho-so']").await;
    user.see("Lê Thị Mỹ Dung").await;
    user.fill("find", &code.to_lowercase()).await;
    opens_what_was_found(user).await;
    does(user, Kind::Assign, None).await;
    does(user, Kind::Submit, None).await;
}

/// The leader signs what waits.
async fn signed(user: &User) {
    user.click("nav.nav a[href='/trinh-ky']").await;
    user.see(NAME).await;
    if user.text().await.contains("Ký thay ca") {
        user.press("Ký thay ca").await;
    }
    user.press("Chọn hết").await;
    user.press("Ký 1 hồ sơ").await;
    user.see("Đã ký 1 hồ sơ").await;
}

/// The clerk finds it from the first page and gives the result its number.
async fn stamped(user: &User, code: &str) {
    user.click("nav.nav a[href='/']").await;
    user.fill("find", &format!("{code}\n")).await;
    user.see_one(".list__asks").await;
    opens_what_was_found(user).await;
    does(user, Kind::Stamp, Some(("number", "22/XN-UBND"))).await;
}

/// The citizen is back with the slip; its bars find the result, and Enter hands it over.
async fn returned(user: &User, code: &str) {
    user.click("nav.nav a[href='/tra']").await;
    // The slip may be scanned at once.
    user.until("return document.activeElement.id", "find").await;
    user.see(NAME).await;
    user.see("Lê Thị Mỹ Dung").await;
    // A scanner whose keyboard has no dash.
    user.fill("find", &code.replace('-', "")).await;
    user.vanishes("Lê Thị Mỹ Dung").await;
    user.see(NAME).await;
    user.see_one("#find").await.send_keys(Key::Enter).await.expect("pressed");
    user.see_one("dialog[open] #receiver").await;
    user.press("Ghi lại").await;
    user.see("Đã trả kết quả cho").await;
}

/// The next step of the dossier, by its button; what else its question asks is filled in already.
async fn does(user: &User, kind: Kind, typed: Option<(&str, &str)>) {
    let said =
        "return document.querySelector('main .btn--primary.btn--wide')?.firstElementChild?.nextSibling?.data";
    user.until(said, kind.label().vi).await;
    user.click("main .btn--primary.btn--wide").await;
    user.see_one("dialog[open] button[type=submit]").await;
    if let Some((id, text)) = typed {
        user.fill(id, text).await;
    }
    user.click("dialog[open] button[type=submit]").await;
}

/// One row is left of the list, and it is hers.
async fn opens_what_was_found(user: &User) {
    user.until("return document.querySelectorAll('main table a.who').length", 1).await;
    user.see(NAME).await;
    user.click("main table a.who").await;
    user.see_one(".dossier__head").await;
    user.see(NAME).await;
}

/// Another officer takes the chair.
async fn sits_down(user: &User, officer: OfficerId) {
    user.log_out().await;
    user.log_in_here(officer).await;
    user.badge("all-sent").await;
}

/// Waits until the server's book says so of the dossier with this code.
async fn reaches(house: &House, code: &str, status: Status) -> Dossier {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let all = house.dossiers().await;
        let is_it = |d: &Dossier| d.code.as_ref().is_some_and(|known| known.to_string() == code);
        let stands = all.iter().find(|d| is_it(d)).map(|d| d.status);
        if stands == Some(status) {
            return all.into_iter().find(is_it).expect("just seen");
        }
        assert!(std::time::Instant::now() < until, "{code} is {stands:?}, not {status:?}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
