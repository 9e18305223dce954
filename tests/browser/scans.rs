//! Papers as pictures: photographed while the network is gone, they lie on the device and reach whoever needs them.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use shared::demo;
use shared::scan::{Digest, File, FileKind};
use thirtyfour::By;

use crate::house::House;
use crate::user::{PHONE, User};

/// A picture of a paper with these words as a camera makes it, larger than it needs to be.
const PHOTOGRAPH: &str =
    "const canvas = Object.assign(document.createElement('canvas'), {width: 3000, height: 2000});
    const pen = canvas.getContext('2d');
    pen.fillStyle = 'linen'; pen.fillRect(0, 0, 3000, 2000);
    pen.fillStyle = 'black'; pen.font = '200px serif'; pen.fillText(arguments[0], 200, 900);
    return canvas.toDataURL('image/jpeg').split(',')[1];";

/// Files as they lie on a person's device.
pub struct Shelf(PathBuf);

impl Shelf {
    pub fn new() -> Shelf {
        let folder = std::env::temp_dir().join(format!("mot-cua-scans-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder of its own");
        Shelf(folder)
    }

    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        // What is left of it is only in the way.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub async fn photograph(user: &User, words: &str) -> Vec<u8> {
    let made = user.browser.execute(PHOTOGRAPH, vec![words.into()]).await.expect("drawn").json().clone();
    STANDARD.decode(made.as_str().expect("text")).expect("base64")
}

/// Gives the file to a field of the open question. No person sees it: a button opens the device's own choice.
async fn give(user: &User, field: &str, path: &Path) {
    let css = format!("dialog[open] input[type=file]{field}");
    let field = user.browser.find(By::Css(css.as_str())).await.expect("a field");
    field.send_keys(path.to_string_lossy()).await.expect("given");
}

/// Waits until the server has the bytes of the dossier's only scan.
async fn arrived(house: &House) -> (File, Vec<u8>) {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let scans: Vec<_> = house.dossiers().await.into_iter().flat_map(|d| d.scans).collect();
        if let [scan] = scans.as_slice()
            && let Some(bytes) = house.store().scans.read(&scan.file.digest).expect("read")
        {
            return (scan.file.clone(), bytes);
        }
        assert!(Instant::now() < until, "never arrived: {scans:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paper_photographed_without_a_network_is_seen_by_a_colleague_when_it_is_back() {
    let mut house = House::open().await;
    let user = User::at_the_counter(&house).await;
    let shelf = Shelf::new();
    let picture = shelf.put("IMG_2041.jpg", &photograph(&user, "Trích lục kết hôn").await);
    let page = shelf.put("giay-khai-sinh.jpg", b"<!doctype html><title>x</title><script>alert(1)</script>");

    house.stop().await;
    user.click("nav.nav a[href='/nhan']").await;
    user.fill_reception("Đặng Thị Đào").await;
    user.click(".papers .scanned__take").await;
    give(&user, "[multiple]", &page).await;
    let said = user.see_one("dialog[open] [role=alert]").await.text().await.expect("text");
    assert_eq!(
        said,
        "Nội dung tệp không phải ảnh JPEG, PNG, WebP hay PDF, dù tên tệp ghi gì. Chụp hoặc chọn lại."
    );
    assert_eq!(user.script("return document.querySelectorAll('dialog[open] .scanned').length").await, 0);
    give(&user, "[capture]", &picture).await;
    user.see_one("dialog[open] .scanned img").await;
    let faults = "return document.querySelectorAll('dialog[open] [role=alert]').length";
    assert_eq!(user.script(faults).await, 0, "what was wrong is no longer said");
    user.click("dialog[open] button[type=submit]").await;
    user.see_one(".papers .scanned img").await;
    user.print_slip().await;
    user.slip_code().await;

    user.browser.refresh().await.expect("reloads without a server");
    user.open_here().await;
    user.slip_code().await;
    let path = user.script("return location.pathname.replace('/giay-hen', '')").await;
    let path = path.as_str().expect("an address").to_owned();
    user.walk(&path).await;
    user.see_one("button.scanned img").await;
    user.see("chờ gửi").await;

    house.start().await;
    let (file, bytes) = arrived(&house).await;
    assert_eq!((file.kind, file.pages), (FileKind::Jpeg, Some(1)));
    assert_eq!((Digest::of(&bytes), bytes.len() as u64), (file.digest, file.bytes));
    user.badge("all-sent").await;
    user.vanishes("chờ gửi").await;
    user.leave().await;

    let colleague = User::at(PHONE).await;
    colleague.log_in(&house, demo::JUSTICE).await;
    colleague.go(&house, &path).await;
    colleague.click("button.scanned").await;
    colleague.see_one("dialog[open] img.scanned__whole").await;
    let edges = "const img = document.querySelector('dialog[open] img.scanned__whole');
        return img?.complete && img.naturalWidth > img.naturalHeight && img.naturalHeight > 500";
    colleague.until(edges, true).await;
    colleague.see("Phạm Thị Kim Oanh").await;
    colleague.leave().await;
}
