//! A citizen applies on a phone whose network goes and comes back; the counter receives it; the citizen reads so.

use shared::dossier::Status;
use shared::dossier::record::Channel;
use shared::id::DossierId;
use shared::scan::FileKind;
use thirtyfour::By;

use crate::house::{House, now};
use crate::scans::{Shelf, photograph};
use crate::user::{PHONE, User};

const NAME: &str = "Hồ Canary Văn Lợi";

/// All that the phone holds beyond the application itself.
const HELD: &str = "return JSON.stringify({...localStorage})";

/// Pages of photographs that the phone holds.
const PAGES: &str = "const done = arguments[0], asked = indexedDB.open('mot-cua-nop');
    asked.onsuccess = () => {
        const all = asked.result.transaction('pages').objectStore('pages').count();
        all.onsuccess = () => { asked.result.close(); done(all.result) };
    };";

/// Whether the button for the other language is on one line with the name of the pages.
const BESIDE: &str = "const [name, button] = ['.public__brand', '.public__lang'].map((one) =>
        document.querySelector(one).getBoundingClientRect());
    return name.top < button.bottom && button.top < name.bottom";

/// Gives a file to the paper's field, as the phone's own choice would.
async fn give(user: &User, path: &std::path::Path) {
    let field = user.browser.find(By::Css("#photo-0 input[multiple]")).await.expect("a field");
    field.send_keys(path.to_string_lossy()).await.expect("given");
}

/// The counter asks for one paper more before it receives.
async fn asked_for(counter: &User, house: &House, id: DossierId, paper: &str) {
    counter.go(house, &format!("/nhan?tu={id}")).await;
    counter.press("Hướng dẫn bổ sung").await;
    counter.fill("papers", paper).await;
    counter.fill("reason", "Ảnh chưa có giấy này").await;
    counter.fill("until", &now().day().plus(7).vi()).await;
    counter.click("dialog[open] button[type=submit]").await;
    // It closes when the act is kept; only then the badge speaks of it.
    counter.until("return document.querySelector('dialog[open]') === null", true).await;
    counter.badge("all-sent").await;
}

/// The citizen photographs it on the page on which they look the dossier up; it leaves once the ward can be reached.
async fn sent_while_the_network_is_gone(user: &User, house: &mut House, picture: &std::path::Path) {
    user.browser.refresh().await.expect("asks again");
    user.see("Gửi ảnh giấy tờ còn thiếu").await;
    user.press("Gửi ảnh").await;
    user.see("Chưa có ảnh nào.").await;
    give(user, picture).await;
    user.see_one("#photo-0 img").await;
    house.stop().await;
    user.press("Gửi ảnh").await;
    user.see("Chưa gửi: phường chưa nhận được").await;
    house.start().await;
    user.press("Gửi lại ngay").await;
    user.see("Phường đã có ảnh").await;
}

/// The form of HT-09, first sent with too little.
async fn filled_in(user: &User, house: &House) {
    user.go(house, "/thu-tuc/HT-09").await;
    user.press("Nộp trực tuyến").await;
    // What is wrong is said before anything is sent.
    user.see_one("#name").await;
    user.click(".apply__foot .btn--primary").await;
    user.see("Chưa ghi số điện thoại").await;
    user.fill("card", &format!("048080001234||{NAME}|12051980|Nam|Tổ 12, Hòa Hiệp Bắc|01012023")).await;
    user.until("return document.getElementById('number').value", "048080001234").await;
    user.fill("phone", "0905 114 226").await;
    for tick in user.browser.find_all(By::Css(".apply .check")).await.expect("a list") {
        tick.scroll_into_view().await.expect("scrolls");
        tick.click().await.expect("ticked");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn applied_while_the_network_is_gone_it_is_sent_once_and_received_at_the_counter() {
    let mut house = House::open().await;
    let user = User::at(PHONE).await;
    filled_in(&user, &house).await;
    user.until(BESIDE, true).await;
    let shelf = Shelf::new();
    let page = shelf.put("to-khai.jpg", b"<!doctype html><title>x</title><script>alert(1)</script>");
    give(&user, &page).await;
    let said = user.see_one("#photo-0-err").await.text().await.expect("text");
    assert!(said.starts_with("Nội dung tệp không phải ảnh JPEG"), "{said}");
    user.until("return document.getElementById('name').value", NAME).await;
    let picture = shelf.put("IMG_2041.jpg", &photograph(&user, "Tờ khai").await);
    let other = shelf.put("IMG_2042.jpg", &photograph(&user, "Quyết định ly hôn").await);
    give(&user, &picture).await;
    user.see_one("#photo-0 img").await;
    user.script_async("const done = arguments[0]; navigator.serviceWorker.ready.then(() => done(1))").await;

    house.stop().await;
    user.click(".apply__foot .btn--primary").await;
    user.see("Chưa gửi: phường chưa nhận được").await;
    user.browser.refresh().await.expect("reloads without a server");
    user.see("Chưa gửi: phường chưa nhận được").await;
    assert_eq!(user.script_async(PAGES).await, 1, "the draft with its photograph");
    assert!(!user.text().await.contains("Phường đã nhận được"));

    house.start().await;
    user.press("Gửi lại ngay").await;
    user.see("Phường đã nhận được hồ sơ").await;
    let held = user.script(HELD).await.to_string();
    assert!(!held.contains("Canary") && !held.contains("0905"), "the receipt took the form's place: {held}");
    let kept = house.dossiers().await;
    assert_eq!(kept.len(), 1, "however often it was sent");
    assert_eq!((kept[0].status, kept[0].channel), (Status::Waiting, Channel::Online));
    assert_eq!(kept[0].applicant.name, NAME);
    assert_eq!(user.script_async(PAGES).await, 0, "it is the ward's now");
    let [scan] = kept[0].scans.as_slice() else { panic!("{:?}", kept[0].scans) };
    assert_eq!((scan.paper.as_str(), scan.file.kind), (kept[0].papers[0].name.as_str(), FileKind::Jpeg));
    assert!(scan.file.bytes < 200_000, "drawn anew, smaller: {} bytes", scan.file.bytes);
    user.press("Xem hồ sơ đến đâu").await;
    user.see("Phường trả lời trước").await;

    let counter = User::at_the_counter(&house).await;
    counter.see("Nộp trước, chờ tiếp nhận").await;
    let paper = &kept[0].papers[1].name;
    asked_for(&counter, &house, kept[0].id, paper).await;
    sent_while_the_network_is_gone(&user, &mut house, &other).await;
    let scans = house.dossiers().await.remove(0).scans;
    assert_eq!(scans.iter().filter(|scan| scan.paper == *paper).count(), 1, "{scans:?}");
    counter.go(&house, &format!("/nhan?tu={}", kept[0].id)).await;
    counter.click("#payment option[value='da_thu']").await;
    counter.print_slip().await;
    counter.see(NAME).await;
    let code = counter.slip_code().await;
    counter.badge("all-sent").await;
    counter.go(&house, &format!("/ho-so/{}", kept[0].id)).await;
    counter.click("button.scanned").await;
    let shown = "return document.querySelector('dialog[open] img.scanned__whole')?.naturalWidth ?? 0";
    counter.until(shown, 2_000).await;
    counter.leave().await;

    user.browser.refresh().await.expect("asks again");
    user.see("Đã tiếp nhận").await;
    assert!(code.ends_with(user.see_one(".region b").await.text().await.expect("text").as_str()), "{code}");
    assert!(!user.text().await.contains("Canary"), "no name for whoever has the codes");
    // What the phone still holds goes when it is told to.
    user.go(&house, "/nop/HT-09").await;
    user.press("Xóa khỏi máy này").await;
    user.see_one("#name").await;
    assert!(!user.script(HELD).await.to_string().contains("mot-cua.nop"));
    user.leave().await;
}
