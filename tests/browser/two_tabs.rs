//! Two tabs of one officer: both receive, and no number is given twice.

use shared::demo;
use thirtyfour::prelude::*;

use crate::house::House;
use crate::user::{PC, User};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_give_two_numbers_and_one_of_them_talks() {
    let house = House::open().await;
    let user = User::at(PC).await;
    user.log_in(&house, demo::RECEPTION).await;
    let first = user.browser.window().await.expect("a tab");
    let second = user.browser.new_tab().await.expect("another tab");
    let mut codes = Vec::new();
    for (tab, name) in [(&second, "Trần Văn Hai"), (&first, "Lê Thị Một")] {
        user.browser.switch_to_window(tab.clone()).await.expect("switches");
        user.go(&house, "/nhan").await;
        user.fill_reception(name).await;
        user.see_one("#name").await.send_keys(Key::Control + Key::Enter).await.expect("printed");
        codes.push(user.slip_code().await);
        // An open print dialog would hold the tab.
        user.go(&house, "/ho-so").await;
    }
    assert_ne!(codes[0], codes[1]);
    user.badge("all-sent").await;
    // What one tab received, the other shows.
    user.browser.switch_to_window(second).await.expect("switches");
    user.click("a.to[href='/ho-so']").await;
    user.see("Lê Thị Một").await;
    user.see("Trần Văn Hai").await;
    let kept = house.dossiers().await;
    let mut numbers: Vec<u16> = kept.iter().filter_map(|d| d.code.as_ref()).map(|code| code.number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [6000, 6001]);
    user.leave().await;
}
