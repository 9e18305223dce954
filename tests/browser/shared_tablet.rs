//! A tablet that goes from hand to hand: what one officer could not send goes up under the next one's login.

use shared::demo;

use crate::house::House;
use crate::user::User;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_next_officer_carries_what_the_one_before_could_not_send() {
    let mut house = House::open().await;
    let user = User::at_the_counter(&house).await;
    house.stop().await;
    let code = user.receive("Đặng Thị Đào").await;
    user.click("nav.nav a[href='/cai-dat']").await;
    user.see("1 việc chưa gửi sẽ được gửi ở lần đăng nhập kế tiếp trên máy này, dù là ai đăng nhập").await;
    user.log_out().await;
    user.see("Máy này còn 1 việc chưa gửi của Phạm Thị Kim Oanh").await;

    house.start().await;
    user.log_in_here(demo::JUSTICE).await;
    user.badge("all-sent").await;
    // He carried it without seeing it; as anybody's dossier it comes back to him from the server.
    user.walk("/ho-so").await;
    user.see("Đặng Thị Đào").await;
    let kept = house.dossiers().await;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].code.as_ref().map(ToString::to_string), Some(code), "the code on the paper");
    assert_eq!(kept[0].history[0].by, demo::RECEPTION, "it is hers");

    user.log_out().await;
    let text = user.text().await;
    assert!(!text.contains("chưa gửi"), "nothing waits any more: {text}");
    user.log_in_here(demo::RECEPTION).await;
    user.badge("all-sent").await;
    user.walk("/viec").await;
    user.see("Ghi nhận như bạn ghi").await;
    assert_eq!(house.dossiers().await.len(), 1, "hers was taken once");
    user.leave().await;
}
