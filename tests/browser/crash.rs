//! The tab, or the whole browser, dies while an act is being saved: all of it is there afterwards, or nothing.
//!
//! Not here: a crash once the slip is shown (`whole_way`), a disk that is full (`full_disk`), the server's own
//! death (`tests/force`).

use std::time::Duration;

use serde_json::{Value, json};

use crate::house::House;
use crate::user::{Death, User};

/// Stops the next save between its last put and its end: as long as something is asked of a transaction, it stays open.
/// Once `goesOnIn` is over it goes on, and only the browser knows how far it is.
const HOLD: &str = "const commit = IDBTransaction.prototype.commit;
    window.holds = false;
    window.goesOnIn = (ms) => setTimeout(() => { window.goesOn = true; }, ms);
    IDBTransaction.prototype.commit = function () {
        if (window.holds || this.mode !== 'readwrite' || !this.objectStoreNames.contains('queue')) {
            return commit.call(this);
        }
        window.holds = true;
        const meta = this.objectStore('meta');
        const ask = () => {
            if (window.goesOn) commit.call(this);
            else meta.get('seat').onsuccess = ask;
        };
        ask();
    };";

/// What lies on the disk: the numbers of the acts that wait and of their envelopes, and the next number.
const KEPT: &str = "const done = arguments[0], asked = indexedDB.open('mot-cua');
    asked.onsuccess = () => {
        const work = asked.result.transaction(['queue', 'sealed', 'meta'], 'readonly');
        const numbers = (store) => work.objectStore(store).getAllKeys();
        const [queue, sealed, metas] = [numbers('queue'), numbers('sealed'), work.objectStore('meta').getAll()];
        work.oncomplete = () => {
            asked.result.close();
            const acts = ({result}) => result.filter((key) => key.includes('#')).map((key) => Number(key.split('#')[1]));
            const nexts = metas.result.filter((text) => typeof text === 'string' && text.startsWith('{'))
                .map((text) => JSON.parse(text).next_n).filter((next) => next);
            done({queue: acts(queue), sealed: acts(sealed), nexts});
        };
    };";

/// How it dies, and how many milliseconds after the save went on the order is given, which takes some to arrive; `None`:
/// it never went on.
const DEATHS: [(Death, Option<i64>); 8] = [
    (Death::OfTheTab, None),
    (Death::OfTheBrowser, None),
    (Death::OfTheTab, Some(-45)),
    (Death::OfTheBrowser, Some(-45)),
    (Death::OfTheTab, Some(-20)),
    (Death::OfTheBrowser, Some(-20)),
    (Death::OfTheBrowser, Some(0)),
    (Death::OfTheTab, Some(LONG)),
];
/// By then every save is over.
const LONG: i64 = 1_000;
/// How long the page waits after it was told to go on: an order that is given before may arrive before or after.
const HEAD_START: i64 = 60;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_in_the_middle_of_a_save_keeps_all_of_it_or_nothing() {
    let mut house = House::open().await;
    let mut user = User::at_the_counter(&house).await;
    house.stop().await;
    let mut kept: Vec<String> = vec![];
    let names = ["Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám"];
    for (name, (death, after)) in names.into_iter().zip(DEATHS) {
        let (name, round) = (format!("Đặng Thị {name}"), format!("{death:?} {after:?}"));
        user.click("a[href='/nhan']").await;
        user.fill_reception(&name).await;
        user.script(HOLD).await;
        user.print_slip().await;
        user.until("return window.holds", true).await;
        let slips = user.script("return document.querySelectorAll('.paper__number').length").await;
        assert_eq!(slips, 0, "no slip before it is saved");
        if let Some(after) = after {
            user.script(&format!("window.goesOnIn({HEAD_START})")).await;
            let wait = u64::try_from(HEAD_START + after).expect("a little more or less");
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        user.dies(death).await;

        user.go(&house, "/ho-so?loc=tat-ca").await;
        user.open_here().await;
        user.badge("offline").await;
        let disk = user.script_async(KEPT).await;
        let before = kept.len() as u64;
        let whole = disk == on_disk(before + 1);
        assert!(whole || disk == on_disk(before), "{round}: half of it: {disk}");
        eprintln!("{round}: {}", if whole { "all of it" } else { "nothing" });
        match after {
            None => assert!(!whole, "it never went on"),
            Some(LONG) => assert!(whole, "it was over"),
            Some(_) => {}
        }
        if whole {
            user.see(&name).await;
            kept.push(name);
        } else {
            user.see_one("main h1").await;
            assert!(!user.text().await.contains(&name), "{round}: it is shown and does not lie there");
        }
    }

    house.start().await;
    user.press("Đăng nhập lại").await;
    user.fill("relogin", crate::house::PASSWORD).await;
    user.click("dialog[open] button[type=submit]").await;
    user.badge("all-sent").await;
    let mut received = house.dossiers().await;
    received.sort_by_key(|dossier| dossier.rev);
    let names: Vec<&str> = received.iter().map(|dossier| dossier.applicant.name.as_str()).collect();
    assert_eq!(names, kept, "what was kept, in its order, and nothing else");
    let numbers: Vec<u16> = received.iter().filter_map(|d| d.code.as_ref()).map(|code| code.number).collect();
    let given: Vec<u16> = (6_000..).take(kept.len()).collect();
    assert_eq!(numbers, given, "a save that came to nothing has used up no number");
    let history = house.store().verify(|_, _| ()).await.expect("read");
    assert_eq!((history.acts, history.differences.len()), (kept.len() as u64, 0));
    user.leave().await;
}

/// Acts `1..=n` and their envelopes, and no number left out.
fn on_disk(n: u64) -> Value {
    let acts: Vec<u64> = (1..=n).collect();
    json!({"queue": acts, "sealed": acts, "nexts": [n + 1]})
}
