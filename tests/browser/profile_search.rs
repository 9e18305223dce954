//! A tablet that was found: whoever copies the browser's profile finds nobody's name in it.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use shared::demo;

use crate::house::House;
use crate::user::User;

/// Typed here, and read from the server.
const CANARIES: [&str; 6] =
    ["Hoàng Canary Yến", "Chim Sẻ Canary", "0905990071", "canary-77", "048190004217", "ghi chú canary mật"];

/// The words as a file may hold them.
fn spellings(words: &str) -> Vec<Vec<u8>> {
    let utf8 = words.as_bytes().to_vec();
    let utf16: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut all = vec![utf8.clone(), utf16];
    // What stands before it decides how a text looks in base64: without the ends, which neighbours change.
    for shift in 0..3 {
        let text = STANDARD_NO_PAD.encode([&vec![0; shift][..], &utf8].concat());
        let inner = &text.as_bytes()[if shift == 0 { 0 } else { shift + 1 }..text.len() - 2];
        all.push(inner.to_vec());
    }
    all
}

/// Where one of the words is found.
fn found(user: &User) -> Vec<(PathBuf, &'static str)> {
    let mut found = vec![];
    for path in user.files() {
        let bytes = std::fs::read(&path).unwrap_or_default();
        for words in CANARIES {
            let has =
                |spelling: &Vec<u8>| bytes.windows(spelling.len()).any(|window| window == &spelling[..]);
            if spellings(words).iter().any(has) {
                found.push((path.clone(), words));
            }
        }
    }
    found
}

async fn closes_and_nothing_is_found(user: &mut User, when: &str) {
    user.close().await;
    assert_eq!(found(user), [], "after {when}");
    user.open_again().await;
}

#[test]
fn a_word_is_found_however_it_is_written() {
    let hidden = STANDARD.encode("{\"name\":\"Hoàng Canary Yến\",\"n\":1}".as_bytes());
    let has = |text: &[u8]| spellings(CANARIES[0]).iter().any(|s| text.windows(s.len()).any(|w| w == &s[..]));
    assert!(has(hidden.as_bytes()));
    assert!(has("x\"Hoàng Canary Yến\"".as_bytes()));
    assert!(has(&"Hoàng Canary Yến".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()));
    assert!(!has(b"nobody"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_lock_logout_lease_end_and_wipe_the_profile_names_nobody() {
    let mut house = House::open().await;
    house.receive("Chim Sẻ Canary", 77).await;
    let mut user = User::at_the_counter(&house).await;

    // She works: reads, searches, receives, notes; one act is sent, one waits.
    user.walk("/ho-so?loc=tat-ca").await;
    user.see("Chim Sẻ Canary").await;
    user.fill("find", "Chim Sẻ Canary").await;
    user.click("a[href='/nhan']").await;
    user.fill_reception("Hoàng Canary Yến").await;
    user.fill("phone", "0905990071").await;
    user.print_slip().await;
    user.slip_code().await;
    user.badge("all-sent").await;
    house.stop().await;
    user.walk("/nhan").await;
    // The slip before goes first.
    user.until("return document.querySelector('.paper__number') === null", true).await;
    user.fill_reception("Hoàng Canary Yến").await;
    user.print_slip().await;
    user.slip_code().await;
    user.badge("offline").await;

    user.click("button[aria-label='Khóa màn hình']").await;
    user.see("Màn hình đã khóa").await;
    closes_and_nothing_is_found(&mut user, "a lock").await;

    // The time without the server is over: its half of the key is gone.
    user.go(&house, "/").await;
    user.open_here().await;
    let later = "const now = Date.now; Date.now = () => now() + 13 * 3600 * 1000; window.dispatchEvent(new Event('focus'))";
    user.script(later).await;
    user.see("Màn hình đã khóa").await;
    user.fill("password", crate::house::PASSWORD).await;
    user.click("form button[type=submit]").await;
    user.see("Đã hết thời hạn mở hồ sơ trên máy này").await;
    closes_and_nothing_is_found(&mut user, "the end of the lease").await;

    house.start().await;
    user.log_in(&house, demo::RECEPTION).await;
    user.badge("all-sent").await;
    assert_eq!(house.dossiers().await.len(), 3, "nothing was lost over all this");
    user.log_out().await;
    closes_and_nothing_is_found(&mut user, "a logout").await;

    user.log_in(&house, demo::RECEPTION).await;
    user.badge("all-sent").await;
    house.revoke_all().await;
    user.go(&house, "/").await;
    user.see("Máy này đã bị thu hồi").await;
    closes_and_nothing_is_found(&mut user, "a wipe").await;
    user.leave().await;
}
