//! Two tabs of one officer: both receive, no number is given twice, and one that stands still keeps nobody waiting.

use serde_json::json;
use shared::demo;

use crate::house::House;
use crate::user::{PC, User};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_tabs_give_two_numbers_and_one_of_them_talks() {
    let house = House::open().await;
    let user = User::at(PC).await;
    user.log_in(&house, demo::RECEPTION).await;
    let [first, second] = user.two_tabs().await;
    let mut codes = Vec::new();
    for (tab, name) in [(&second, "Trần Văn Hai"), (&first, "Lê Thị Một")] {
        user.turn_to(tab).await;
        user.go(&house, "/nhan").await;
        user.fill_reception(name).await;
        user.print_slip().await;
        codes.push(user.slip_code().await);
        // An open print dialog would hold the tab.
        user.go(&house, "/ho-so").await;
    }
    assert_ne!(codes[0], codes[1]);
    user.badge("all-sent").await;
    // What one tab received, the other shows.
    user.turn_to(&second).await;
    user.click("a.to[href='/ho-so']").await;
    user.see("Lê Thị Một").await;
    user.see("Trần Văn Hai").await;
    let kept = house.dossiers().await;
    let mut numbers: Vec<u16> = kept.iter().filter_map(|d| d.code.as_ref()).map(|code| code.number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [6000, 6001]);
    user.leave().await;
}

/// How many tabs hold the turn to talk, and how many wait for it.
const TURNS: &str = "const done = arguments[0];
    navigator.locks.query().then(({held, pending}) =>
        done([held, pending].map((locks) => locks.filter(({name}) => name === 'mot-cua.leader').length)))";

/// Waits until no transaction of this tab is open. The browser itself freezes no tab that has one.
const RESTS: &str = "const done = arguments[0], asked = indexedDB.open('mot-cua');
    asked.onsuccess = () => {
        const work = asked.result.transaction([...asked.result.objectStoreNames], 'readwrite');
        work.oncomplete = () => { asked.result.close(); done(true); };
    };";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tab_that_is_frozen_while_it_talks_leaves_the_turn_to_the_other() {
    let mut house = House::open().await;
    let user = User::at(PC).await;
    user.log_in(&house, demo::RECEPTION).await;
    user.badge("all-sent").await;
    let [first, second] = user.two_tabs().await;
    user.turn_to(&second).await;
    user.go(&house, "/ho-so?loc=tat-ca").await;
    user.see_one("a.sync").await;
    assert_eq!(user.script_async(TURNS).await, json!([1, 1]), "the first tab talks, the second waits");
    // The one that only waits is not green while the other knows better.
    house.stop().await;
    user.badge("offline").await;
    house.start().await;
    user.badge("all-sent").await;
    user.turn_to(&first).await;
    // Nobody is woken: whoever takes the turn reads at once.
    house.receive("Đặng Thị Đào", 7).await;
    assert_eq!(user.script_async(RESTS).await, true);
    let frozen = json!({"state": "frozen"});
    user.browser.cdp().send_raw("Page.setWebLifecycleState", frozen).await.expect("the tab stands still");
    user.turn_to(&second).await;
    user.see("Đặng Thị Đào").await;
    assert_eq!(user.script_async(TURNS).await, json!([1, 0]), "the second tab talks, nobody waits");
    user.leave().await;
}
