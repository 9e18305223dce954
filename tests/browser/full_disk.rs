//! The device's disk is full: nothing is called saved, and what was typed stays where it is.

use std::time::Duration;

use serde_json::json;
use shared::demo;

use crate::house::House;
use crate::user::{PC, User};

/// Gives the pages so much room, or again what there is.
async fn room(user: &User, house: &House, bytes: Option<u32>) {
    // Without the last stroke the browser takes the order and does nothing.
    let asked = match bytes {
        Some(bytes) => json!({"origin": house.url("/"), "quotaSize": bytes}),
        None => json!({"origin": house.url("/")}),
    };
    user.browser.cdp().send_raw("Storage.overrideQuotaForOrigin", asked).await.expect("the quota is set");
}

/// Waits until the browser has noticed: for half a minute it believes in the room that there was.
const NOTICED: &str = "const done = arguments[0], asked = indexedDB.open('ballast');
    asked.onupgradeneeded = () => asked.result.createObjectStore('stones');
    asked.onsuccess = () => {
        const put = (n) => {
            const work = asked.result.transaction('stones', 'readwrite');
            work.objectStore('stones').put('x', n);
            work.onabort = () => { asked.result.close(); done(work.error.name); };
            work.oncomplete = () => setTimeout(put, 200, n + 1);
        };
        put(0);
    };";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_saves_nothing_says_so_and_keeps_the_form() {
    let house = House::open().await;
    let user = User::at(PC).await;
    user.log_in(&house, demo::RECEPTION).await;
    user.badge("all-sent").await;
    user.click("a[href='/nhan']").await;
    user.fill_reception("Đặng Thị Đào").await;
    room(&user, &house, Some(1)).await;
    user.browser.set_script_timeout(Duration::from_secs(60)).await.expect("set");
    assert_eq!(user.script_async(NOTICED).await, "QuotaExceededError");

    user.print_slip().await;
    let told = user.see_one("main .errors").await.text().await.expect("a text");
    assert!(told.contains("Ổ đĩa đã đầy nên chưa lưu được"), "{told}");
    let name = user.see_one("#name").await.value().await.expect("a field");
    assert_eq!(name.as_deref(), Some("Đặng Thị Đào"), "the form is as it was");
    assert_eq!(house.dossiers().await.len(), 0);

    room(&user, &house, None).await;
    user.print_slip().await;
    assert!(user.slip_code().await.ends_with("-6000"), "the first number: the failure used none up");
    user.badge("all-sent").await;
    assert_eq!(house.dossiers().await.len(), 1);
    user.leave().await;
}
