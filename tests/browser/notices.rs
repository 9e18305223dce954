//! What the server judged otherwise reaches its author on whichever device, and is looked at once.

use shared::demo;

use crate::house::House;
use crate::user::{PC, PHONE, User};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_read_at_one_device_is_read_at_the_other_and_without_a_network() {
    let mut house = House::open().await;
    house.refuses(demo::RECEPTION).await;
    let (counter, phone) = (User::at(PC).await, User::at(PHONE).await);
    for user in [&counter, &phone] {
        user.log_in(&house, demo::RECEPTION).await;
        user.badge("waiting").await;
        user.go(&house, "/viec").await;
        user.see("Chưa ghi nhận: ghi chú nội bộ").await;
        user.see("bạn ghi lúc").await;
    }
    house.stop().await;
    phone.press("Đã xem").await;
    phone.see("Không có việc nào cần xem lại").await;
    phone.badge("offline").await;
    house.start().await;
    phone.badge("all-sent").await;
    house.nothing_is_unread(demo::RECEPTION).await;
    counter.go(&house, "/viec").await;
    counter.see("Không có việc nào cần xem lại").await;
    counter.badge("all-sent").await;
    counter.leave().await;
    phone.leave().await;
}
