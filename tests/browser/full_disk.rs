//! The device's disk is full: the ballast makes room for acts, and closed dossiers do; where there is neither, nothing is called
//! saved, and what was typed stays where it is.

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

/// Waits until the browser has noticed the other way round, with a stone that the room before had no place for.
const ROOMY: &str = "const done = arguments[0], asked = indexedDB.open('ballast');
    asked.onsuccess = () => {
        const put = () => {
            const work = asked.result.transaction('stones', 'readwrite');
            work.objectStore('stones').put('x'.repeat(200000), -1);
            work.onabort = () => setTimeout(put, 500);
            work.oncomplete = () => { asked.result.close(); indexedDB.deleteDatabase('ballast'); done('there is room'); };
        };
        put();
    };";

/// Bytes that the browser says are taken.
const USED: &str = "const done = arguments[0]; navigator.storage.estimate().then((room) => done(room.usage))";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_dossiers_make_room_for_an_act() {
    let mut house = House::open().await;
    house.withdrawn(120).await;
    let open = house.receive("Đặng Thị Mở", 500).await;
    let user = User::at(PC).await;
    user.log_in(&house, demo::RECEPTION).await;
    user.badge("all-sent").await;
    user.walk("/ho-so").await;
    user.see("Đặng Thị Mở").await;
    user.click("a[href='/nhan']").await;
    user.fill_reception("Đặng Thị Đào").await;
    let used = user.script_async(USED).await.as_u64().expect("a number of bytes");
    room(&user, &house, u32::try_from(used).ok().map(|used| used - 60_000)).await;
    user.browser.set_script_timeout(Duration::from_secs(60)).await.expect("set");
    assert_eq!(user.script_async(NOTICED).await, "QuotaExceededError");

    user.print_slip().await;
    assert!(user.slip_code().await.ends_with("-6000"), "it is saved, under the first number");
    user.badge("all-sent").await;
    assert_eq!(house.dossiers().await.len(), 122);
    user.walk("/viec").await;
    user.see("Máy hết chỗ nên chỉ giữ hồ sơ đã đóng từ").await;
    user.walk("/ho-so").await;
    user.see("Đặng Thị Mở").await;
    // What went is not read again at once, and a reload finds what is there.
    user.go(&house, &format!("/ho-so/{open}")).await;
    user.see("Đặng Thị Mở").await;
    user.badge("all-sent").await;
    user.walk("/viec").await;
    user.see("Máy hết chỗ nên chỉ giữ hồ sơ đã đóng từ").await;
    // Somebody has made room: asked for, all of them come again.
    room(&user, &house, None).await;
    assert_eq!(user.script_async(ROOMY).await, "there is room");
    comes_only_when_it_can(&user).await;
    user.vanishes("Máy hết chỗ").await;
    user.walk("/ho-so?nhom=tat_ca").await;
    user.see("122 hồ sơ").await;
    user.leave().await;
}

/// While nobody answers nothing goes, and what became of it has the focus, which a reader follows.
async fn comes_only_when_it_can(user: &User) {
    const ASKED: &str = "Chép lại đủ từ máy chủ";
    let focus = "return document.activeElement.textContent.trim()";
    let deaf = "window.heard = window.fetch;
        const is_list = (asked) => String(asked.url ?? asked).includes('/api/snapshot');
        window.fetch = (...asked) => is_list(asked[0]) ? Promise.reject(new TypeError('cut')) : heard(...asked)";
    user.script(deaf).await;
    user.press(ASKED).await;
    user.see("Chưa chép lại được; hồ sơ trên máy vẫn như trước.").await;
    user.until(&format!("{focus}.startsWith('Chưa chép lại được')"), true).await;
    user.see("Máy hết chỗ nên chỉ giữ hồ sơ đã đóng từ").await;
    user.walk("/ho-so").await;
    user.see("Đặng Thị Mở").await;
    user.walk("/viec").await;
    user.script("window.fetch = window.heard").await;
    user.press(ASKED).await;
    user.until(focus, "Đã chép lại đủ từ máy chủ.").await;
}

/// Waits until the room for such a day is taken.
const STOWED: &str = "const done = arguments[0];
    const look = () => caches.has('ballast').then((is) => is ? done(true) : setTimeout(look, 100));
    look();";

/// Nothing is closed that could go, and a row that goes gives no room for minutes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_has_the_room_that_was_taken_in_good_time() {
    let house = House::open().await;
    let user = User::at(PC).await;
    user.log_in(&house, demo::RECEPTION).await;
    user.badge("all-sent").await;
    assert_eq!(user.script_async(STOWED).await, true);
    user.click("a[href='/nhan']").await;
    user.fill_reception("Đặng Thị Đào").await;
    let used = user.script_async(USED).await.as_u64().expect("a number of bytes");
    room(&user, &house, u32::try_from(used).ok()).await;
    user.browser.set_script_timeout(Duration::from_secs(60)).await.expect("set");
    assert_eq!(user.script_async(NOTICED).await, "QuotaExceededError");
    user.print_slip().await;
    assert!(user.slip_code().await.ends_with("-6000"), "it is saved, under the first number");
    user.badge("all-sent").await;
    assert_eq!(house.dossiers().await.len(), 1);
    assert_eq!(user.script_async("const done = arguments[0]; caches.has('ballast').then(done)").await, false);
    user.leave().await;
}
