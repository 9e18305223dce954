//! A tablet that was found: whoever copies the browser's profile finds nobody's name in it.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use shared::demo;
use shared::dossier::{Dossier, Kind};

use crate::house::House;
use crate::user::User;

/// Typed here, and read from the server; the last was never saved.
const CANARIES: [&str; 7] = [
    "Hoàng Canary Yến",
    "Chim Sẻ Canary",
    "0905990071",
    "canary-77",
    "048190004217",
    "ghi chú canary mật",
    "Canary Viết Dở",
];
/// Lies openly in a database of its own: whoever does not find it would find nothing else either.
const CONTROL: &str = "Canary Để Ngỏ";

/// Puts it there, as a page does that closes nothing.
fn openly() -> String {
    format!(
        "const done = arguments[0], asked = indexedDB.open('doi-chung');
        asked.onupgradeneeded = () => asked.result.createObjectStore('rows');
        asked.onsuccess = () => {{
            const work = asked.result.transaction('rows', 'readwrite', {{durability: 'strict'}});
            work.objectStore('rows').put(JSON.stringify({{name: '{CONTROL}', n: 1}}), 'one');
            work.oncomplete = () => {{ asked.result.close(); done('kept'); }};
        }};"
    )
}

/// Reads it again, which makes the browser open the database.
const LOOKS: &str = "const done = arguments[0], asked = indexedDB.open('doi-chung');
    asked.onsuccess = () => {
        const rows = asked.result.transaction('rows').objectStore('rows').count();
        rows.onsuccess = () => { asked.result.close(); done(rows.result); };
    };";

/// The server's shares, as the device holds them.
const SHARES: &str = "const done = arguments[0], asked = indexedDB.open('mot-cua');
    asked.onsuccess = () => {
        const rows = asked.result.transaction('meta').objectStore('meta').getAll(IDBKeyRange.bound('lease:', 'lease;'));
        rows.onsuccess = () => { asked.result.close(); done(rows.result.map((row) => JSON.parse(row).share)); };
    };";

async fn shares(user: &User) -> Vec<String> {
    serde_json::from_value(user.script_async(SHARES).await).expect("texts")
}

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
fn found<'a>(user: &User, all: &[&'a str]) -> Vec<(PathBuf, &'a str)> {
    let mut found = vec![];
    for path in user.files() {
        let bytes = std::fs::read(&path).unwrap_or_default();
        for words in all {
            let has =
                |spelling: &Vec<u8>| bytes.windows(spelling.len()).any(|window| window == &spelling[..]);
            if spellings(words).iter().any(has) {
                found.push((path.clone(), *words));
            }
        }
    }
    found
}

/// Whether the browser, once it is closed, has left a share of the server's on the disk. LevelDB erases by writing that
/// something is gone, so after the lease it does (`docs/decisions/0004-closed-cache.md`).
async fn closes_and_nothing_is_found(user: &mut User, when: &str, share: &str) -> bool {
    user.close().await;
    assert_eq!(found(user, &CANARIES), [], "after {when}");
    let lies = found(user, &[share]);
    println!("after {when} the share is found in {lies:?}");
    user.open_again().await;
    !lies.is_empty()
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
    let id = house.receive("Chim Sẻ Canary", 77).await;
    let mut user = User::at_the_counter(&house).await;
    assert_eq!(user.script_async(&openly()).await, "kept");
    let given = shares(&user).await;
    let [share] = given.as_slice() else { panic!("one officer, one share: {given:?}") };

    // She works: reads, searches, receives, notes; one act is sent, two wait, and one is half typed.
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
    user.walk(&format!("/ho-so/{id}")).await;
    user.see("Chim Sẻ Canary").await;
    user.press("Ghi chú nội bộ").await;
    user.fill("text", "ghi chú canary mật").await;
    user.click("dialog button[type=submit]").await;
    user.see("ghi chú canary mật").await;
    user.walk("/nhan").await;
    user.fill("name", "Canary Viết Dở").await;

    user.click("button[aria-label='Khóa màn hình']").await;
    user.see("Màn hình đã khóa").await;
    assert!(closes_and_nothing_is_found(&mut user, "a lock", share).await, "it opens by the password");
    // Found after its database was opened again too.
    for opened in ["once", "twice"] {
        user.go(&house, "/").await;
        assert_eq!(user.script_async(LOOKS).await, 1, "the database is read");
        user.close().await;
        assert_ne!(found(&user, &[CONTROL]), [], "opened {opened}");
        user.open_again().await;
    }

    // The time without the server is over: its half of the key is gone.
    user.go(&house, "/").await;
    user.open_here().await;
    let later = "const now = Date.now; Date.now = () => now() + 13 * 3600 * 1000; window.dispatchEvent(new Event('focus'))";
    user.script(later).await;
    user.see("Màn hình đã khóa").await;
    user.fill("password", crate::house::PASSWORD).await;
    user.click("form button[type=submit]").await;
    user.see("Đã hết thời hạn mở hồ sơ trên máy này").await;
    assert_eq!(shares(&user).await, [""; 0], "erased");
    closes_and_nothing_is_found(&mut user, "the end of the lease", share).await;

    house.start().await;
    user.log_in(&house, demo::RECEPTION).await;
    user.badge("all-sent").await;
    let kept = house.dossiers().await;
    assert_eq!(kept.len(), 3, "nothing was lost over all this");
    let noted = |dossier: &Dossier| dossier.history.iter().any(|trace| trace.kind == Kind::Note);
    assert_eq!(kept.iter().filter(|dossier| noted(dossier)).count(), 1, "nor was the note");
    user.log_out().await;
    assert_eq!(shares(&user).await, [""; 0], "erased");
    closes_and_nothing_is_found(&mut user, "a logout", share).await;

    user.log_in(&house, demo::RECEPTION).await;
    user.badge("all-sent").await;
    house.revoke_all().await;
    user.go(&house, "/").await;
    user.see("Máy này đã bị thu hồi").await;
    let lies = closes_and_nothing_is_found(&mut user, "a wipe", share).await;
    assert!(!lies, "the browser was told to forget whatever it has");
    user.leave().await;
}
