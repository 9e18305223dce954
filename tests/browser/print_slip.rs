//! Form 01 as the printer gets it: the words of the PDF are the words of the sheet.

use std::process::Command;

use shared::demo;
use shared::paper::slip;
use thirtyfour::common::print::PrintParameters;

use crate::house::House;
use crate::user::{PC, User};

/// Words without regard to how a printer breaks lines.
fn words(text: &str) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization;
    text.nfc().collect::<String>().split_whitespace().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_printed_slip_says_what_the_sheet_says_twice() {
    let mut house = House::open().await;
    let id = house.receive("Nguyễn Thị Hoài Thương", 55).await;
    let user = User::at(PC).await;
    user.log_in(&house, demo::RECEPTION).await;
    user.go(&house, &format!("/ho-so/{id}/giay-hen")).await;
    user.see("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ").await;
    let pdf = user.browser.print_page(PrintParameters::default()).await.expect("a PDF");
    let file = std::env::temp_dir().join(format!("mot-cua-slip-{}.pdf", std::process::id()));
    std::fs::write(&file, pdf).expect("written");
    let out =
        Command::new("pdftotext").args(["-raw", &file.to_string_lossy(), "-"]).output().expect("pdftotext");
    let _ = std::fs::remove_file(&file);
    // A printer breaks lines where it likes, also within a code.
    let printed = words(&String::from_utf8_lossy(&out.stdout)).concat();
    let dossier = house.dossiers().await.into_iter().find(|d| d.id == id).expect("kept");
    let mut sheet = slip::sheet(&house.store().ward(), &dossier, &house.url("")).expect("received");
    for copy in std::mem::take(&mut sheet.copies) {
        let name = words(&copy).concat();
        assert_eq!(printed.matches(&name).count(), 1, "“{copy}” stands on its own copy");
    }
    for word in words(&sheet.text()) {
        let word = word.trim_matches('|');
        if word.is_empty() {
            continue;
        }
        let times = printed.matches(word).count();
        assert!(times >= 2, "“{word}” is printed {times} times; both copies need it");
    }
    assert!(!printed.contains("MộtCửa"), "no menu on paper");
    user.leave().await;
}
