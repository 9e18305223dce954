//! A power cut: numbers on paper before it, the pen meanwhile, everything entered after it, still without a network.

use shared::demo;
use shared::dossier::{Dossier, Status};
use shared::moment::Day;
use thirtyfour::Key;

use crate::house::{House, now};
use crate::user::{PC, User};

/// The number of a row of the block, `261128-6000`.
async fn number(user: &User, row: usize) -> String {
    let css = format!(".slips tbody tr:nth-child({row}) th");
    user.see_one(&css).await.text().await.expect("text")
}

/// Types a number where the slips of the block are entered.
async fn enter(user: &User, number: &str) {
    user.fill("slip", number).await;
    user.click("form:has(#slip) button[type=submit]").await;
}

/// As a hand does it where something stands: all of it marked, then typed over.
async fn retype(user: &User, id: &str, text: &str) {
    let field = user.see_one(&format!("[id='{id}']")).await;
    field.send_keys(Key::Control + "a").await.expect("marked");
    field.send_keys(text).await.expect("typed");
}

/// How much was on paper, and for how long.
async fn the_leader_reads_of_it(house: &House, today: Day) {
    let leader = User::at(PC).await;
    leader.log_in(house, demo::CHAIR).await;
    leader.go(house, &format!("/bao-cao?tu={today}&den={today}")).await;
    leader.see("Viết tay, nhập sau").await;
    leader.leave().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slips_written_in_a_power_cut_are_entered_when_it_is_over() {
    let mut house = House::open().await;
    let user = User::at_the_counter(&house).await;
    let today = now().day();

    // Before: three numbers of today on paper; what is typed wrongly stays and says why.
    user.click("nav.nav a[href='/phieu-giay']").await;
    retype(&user, "day", &today.plus(-1).vi()).await;
    user.fill("count", "300").await;
    user.press("Để dành số và in").await;
    user.see("Số phiếu từ 1 đến 40.").await;
    user.fill("count", "3").await;
    user.press("Để dành số và in").await;
    user.see("Ngày này đã qua. Chọn hôm nay hoặc ngày sau.").await;
    retype(&user, "day", &today.vi()).await;
    user.press("Để dành số và in").await;
    user.see("Liên 2: Lưu, để nhập vào máy").await;
    user.badge("all-sent").await;
    let slips = house.dossiers().await;
    assert_eq!(slips.len(), 3);
    assert!(slips.iter().all(|slip| slip.status == Status::Blank && slip.received_at.is_none()));

    // The power is gone. Receiving on screen goes on beside the paper, under numbers of its own.
    user.press("Về tập phiếu").await;
    let [first, second, third] = [number(&user, 1).await, number(&user, 2).await, number(&user, 3).await];
    house.stop().await;
    let on_screen = user.receive("Đặng Thị Đào").await;
    assert!(
        ![&first, &second, &third].iter().any(|paper| on_screen.ends_with(paper.as_str())),
        "{on_screen}"
    );

    // After: what the pen wrote is entered, by the number alone, where one receives.
    user.click("nav.nav a[href='/nhan']").await;
    user.fill("scan", &format!("{first}\n")).await;
    user.see("Giờ công dân đến").await;
    user.fill_reception("Trần Văn Bưởi").await;
    user.print_slip().await;
    user.see("Ghi giờ trên phiếu, ví dụ 8:15.").await;
    retype(&user, "by_hand", "23:59").await;
    retype(&user, "by_hand_day", &today.next().vi()).await;
    user.print_slip().await;
    user.see("Giờ này ở tương lai.").await;
    assert_eq!(value(&user, "name").await, "Trần Văn Bưởi", "what was typed stays");
    let came = now();
    retype(&user, "by_hand_day", &came.day().vi()).await;
    retype(&user, "by_hand", &came.clock()).await;
    user.print_slip().await;
    user.see("Mọi tập phiếu").await;
    user.see("Trần Văn Bưởi").await;

    // Each number once; what is spoiled is void, with its reason.
    enter(&user, &first).await;
    user.see("Mỗi số chỉ nhập một lần.").await;
    enter(&user, on_screen.rsplit_once("H17-").map_or("", |(_, short)| short)).await;
    user.see("không có trong tập phiếu giấy").await;
    user.press("Hủy các số còn lại").await;
    user.click("dialog[open] button[type=submit]").await;
    user.see("Chưa ghi lý do.").await;
    user.fill("reason", "Không dùng đến").await;
    user.click("dialog[open] button[type=submit]").await;
    user.see("Đã hủy: Không dùng đến").await;

    house.start().await;
    user.badge("all-sent").await;
    let kept = house.dossiers().await;
    let of = |number: &str| -> Dossier {
        let is_it = |d: &&Dossier| d.code.as_ref().is_some_and(|code| code.short() == number);
        kept.iter().find(is_it).expect("kept").clone()
    };
    let entered = of(&first);
    assert_eq!((entered.status, entered.applicant.name.as_str()), (Status::Received, "Trần Văn Bưởi"));
    assert_eq!(entered.received_at.map(|at| at.clock_and_day()), Some(came.clock_and_day()));
    assert!(entered.slip.is_some_and(|slip| slip.entered.is_some()));
    assert_eq!([of(&second).status, of(&third).status], [Status::Void; 2]);
    assert_eq!(kept.len(), 4);
    user.leave().await;
    the_leader_reads_of_it(&house, today).await;
}

async fn value(user: &User, id: &str) -> String {
    let told = user.script(&format!("return document.getElementById('{id}').value")).await;
    told.as_str().unwrap_or_default().to_owned()
}
