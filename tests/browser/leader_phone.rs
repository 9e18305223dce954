//! A leader signs three dossiers on a phone, thinks again, and signs them.

use shared::demo;
use shared::dossier::{Kind, Status};

use crate::house::{House, now};
use crate::user::{PHONE, User};

async fn sign_all(user: &User) {
    user.press("Chọn hết").await;
    user.press("Ký 3 hồ sơ").await;
    user.press("Đồng ý ký").await;
    user.see("Đã ký 3 hồ sơ").await;
    user.see("Không có hồ sơ nào chờ ký.").await;
}

/// On half-days that are somebody else's a leader says so first; a page that is opened anew asks again.
async fn take_over(house: &House, user: &User) {
    let duty = house.store().ward().signer_on_duty(now()).map(|officer| officer.id);
    if duty.is_some_and(|id| id != demo::VICE_1) {
        user.press("Ký thay ca").await;
    }
}

/// Scrolls a row's tick to where the buttons at the foot of the page are; answers whether these are what a thumb meets.
const FOOT_IS_ABOVE: &str = "
    const [dock, tick] = ['.pick__dock', '.sign__rows .tick'].map(one => document.querySelector(one));
    document.querySelector('.sign__rows').style.paddingBlock = '100vh';
    const middle = one => { const at = one.getBoundingClientRect(); return [at.x + at.width / 2, at.y + at.height / 2] };
    window.scrollBy({top: middle(tick)[1] - middle(dock)[1], behavior: 'instant'});
    const above = dock.contains(document.elementFromPoint(...middle(tick)));
    document.querySelector('.sign__rows').style.paddingBlock = '';
    return above";

/// What was typed for an act that is taken back is in its form again.
async fn send_back_in_haste(house: &House, user: &User) {
    const WHY: &str = "thiếu chữ ký của chủ hộ";
    let id = house.dossiers().await[0].id;
    user.go(house, &format!("/ho-so/{id}")).await;
    user.press(Kind::SendBack.label().vi).await;
    user.fill("reason", WHY).await;
    user.press("Ghi lại").await;
    user.press("Hoàn tác").await;
    user.see("Nội dung đã gõ còn trong biểu mẫu").await;
    user.press(Kind::SendBack.label().vi).await;
    user.see_one("dialog[open] #reason").await;
    let typed = user.script("return document.querySelector('dialog[open] #reason').value").await;
    assert_eq!(typed, WHY);
    user.press("Thôi").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leader_signs_a_batch_on_a_phone() {
    let mut house = House::open().await;
    for (i, name) in ["Phan Thị Ngọc Ánh", "Trương Công Định", "Lê Thị Mỹ Dung"].into_iter().enumerate()
    {
        house.submitted(name, 100 + i as u128).await;
    }
    let user = User::at(PHONE).await;
    user.log_in(&house, demo::VICE_1).await;
    user.go(&house, "/trinh-ky").await;
    user.see("Trương Công Định").await;
    take_over(&house, &user).await;
    assert_eq!(user.script(FOOT_IS_ABOVE).await, true, "no row shows through the buttons at the foot");
    user.think_twice(true).await;
    sign_all(&user).await;
    user.press("Hoàn tác").await;
    user.see("Đã hoàn tác").await;
    user.see("Trương Công Định").await;
    user.badge("all-sent").await;
    assert!(
        house.dossiers().await.iter().all(|d| d.status == Status::Submitted),
        "nothing had left the phone"
    );
    send_back_in_haste(&house, &user).await;
    user.think_twice(false).await;
    user.go(&house, "/trinh-ky").await;
    user.see("Trương Công Định").await;
    take_over(&house, &user).await;
    sign_all(&user).await;
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        let signed = house.dossiers().await.iter().filter(|d| d.status == Status::Signed).count();
        if signed == 3 {
            break;
        }
        assert!(std::time::Instant::now() < until, "{signed} of 3 reached the server");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let wide = user.script("return document.documentElement.scrollWidth > window.innerWidth + 1").await;
    assert_eq!(wide, false, "nothing hangs over the edge of the phone");
    user.leave().await;
}
