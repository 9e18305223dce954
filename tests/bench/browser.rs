//! What an officer feels: the built pages in a real browser.
//!
//! The pages are watched from outside: a script that runs before theirs listens to IndexedDB and to the document, so
//! nothing here knows how the app keeps things.
//!
//! Not here: whether the pages are right (`tests/browser`).
//! Invariant: times are the page's own clock; the driver's way there and back is in none of them.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use server::clock::Clock;
use shared::demo;
use shared::dossier::Kind;

use crate::house::House;
use crate::sync::RECORDS;
use crate::table::{quantile, size};
use crate::user::{PC, User};

/// Dossiers for the search.
const MANY: usize = 50_000;
const SAVES: usize = 220;
/// Shorter than anybody's.
const PAUSE_MS: u32 = 150;
const STARTS: usize = 7;
const SLOWDOWN: f64 = 4.0;
/// How long a device may take to fetch everything.
const FETCH_TIME_MAX: Duration = Duration::from_secs(300);

const SAVE_MS_MAX: f64 = 10.0;
const START_MS_MAX: f64 = 700.0;
/// How many of the slowest keystrokes are named.
const SLOWEST: usize = 6;
const KEYSTROKE_MS_MAX: f64 = 16.0;
const REQUESTS_MAX: u64 = 6;

/// To read a device's dossiers, open them and make them of their JSON.
const ROWS_MS_MAX: f64 = 60.0;

/// The first row or figure.
const USABLE: &str = "main [data-open], main .figures dd a";

/// Before any script of the page: when strict transactions are complete, when a list shows its first row, and how long the
/// dossiers take to be read and opened. They are what is large among the rows. When the last of them is open, dossiers are
/// made of all in the same turn: what is posted then arrives when that is over.
const WATCH: &str = "
    window.kept = [];
    window.rows = {};
    const open = SubtleCrypto.prototype.decrypt;
    const turn = new MessageChannel();
    turn.port1.onmessage = () => { window.rows.opened = performance.now() - window.rows.begun; };
    let opening = 0;
    SubtleCrypto.prototype.decrypt = function (way, key, closed) {
        const opened = open.apply(this, arguments);
        if (closed.byteLength > 4096) {
            window.rows.begun ??= performance.now();
            opening += 1;
            opened.finally(() => { opening -= 1; opening || turn.port2.postMessage(0); });
        }
        return opened;
    };
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
        const transaction = begin.apply(this, arguments);
        if (mode !== 'readwrite' && [].concat(stores).includes('chunks')) {
            const from = performance.now();
            transaction.addEventListener('complete', () => { window.rows.read ??= performance.now() - from; });
        }
        if (mode === 'readwrite' && options && options.durability === 'strict') {
            const from = performance.now();
            transaction.addEventListener('complete', () => window.kept.push([from, performance.now()]));
        }
        return transaction;
    };
    document.addEventListener('submit', () => { window.pressed = performance.now(); }, true);
    new MutationObserver((_, watcher) => {
        if (document.querySelector('main [data-open], main .figures dd a')) {
            window.usable = performance.now();
            watcher.disconnect();
        }
    }).observe(document, { childList: true, subtree: true });
";

/// A database of its own with nothing but one text a transaction: what this disk and this browser can do.
const ALONE: &str = "
    const done = arguments[0];
    const opening = indexedDB.open('floor', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('t');
    opening.onsuccess = async () => {
        const all = [];
        for (let i = 0; i < 200; i++) {
            const from = performance.now();
            await new Promise(next => {
                const transaction = opening.result.transaction(['t'], 'readwrite', { durability: 'strict' });
                transaction.objectStore('t').put('x'.repeat(900), i);
                transaction.oncomplete = next;
            });
            all.push(performance.now() - from);
        }
        done(all);
    };
";

pub async fn run(site: &Path) {
    println!("\nIn the browser, {}", site.display());
    let mut house = House::open(Clock::Machine, Some(site)).await;
    house.seed(RECORDS).await;
    let user = visit(&house).await;
    first_load(&house, &user).await;
    user.log_in(&house, demo::RECEPTION).await;
    fetch(&house, &user, RECORDS).await;
    starts(&house, &user).await;
    house.stop().await;
    openings(&house, &user).await;
    saves(&house, &user).await;
    user.leave().await;
    drop(house);

    let mut house = House::open(Clock::Machine, Some(site)).await;
    house.seed(MANY).await;
    let user = visit(&house).await;
    user.log_in(&house, demo::RECEPTION).await;
    fetch(&house, &user, MANY).await;
    search(&user).await;
    user.leave().await;
}

async fn visit(house: &House) -> User {
    let user = User::at(PC).await;
    let tools = user.browser.cdp();
    tools.send_raw("Page.enable", json!({})).await.expect("the page can be watched");
    let watch = json!({ "source": WATCH });
    tools.send_raw("Page.addScriptToEvaluateOnNewDocument", watch).await.expect("watched");
    user.browser.set_script_timeout(FETCH_TIME_MAX).await.expect("patience");
    house.proxy.take();
    user
}

async fn first_load(house: &House, user: &User) {
    user.go(house, "/").await;
    user.see_one("#login").await;
    let asked = user
        .script(
            "const all = performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'));
             return all.filter(e => !/icon|manifest|part-/.test(e.name)).map(e => [e.name, e.encodedBodySize, e.responseEnd]);",
        )
        .await;
    let asked = asked.as_array().cloned().unwrap_or_default();
    let bytes: u64 = asked.iter().filter_map(|entry| entry[1].as_u64()).sum();
    line("first load, requests", asked.len() as f64, "", &bar(asked.len() as f64, REQUESTS_MAX as f64));
    println!("{:<46}{:>10}", "first load, bytes of bodies", size(bytes));
}

/// Waits until the device holds everything, and the worker that opens pages without a network is there.
async fn fetch(house: &House, user: &User, records: usize) {
    let begin = Instant::now();
    let shown = shared::lang::number(shared::lang::Lang::Vi, records as i64);
    user.go(house, "/ho-so").await;
    while !user.text().await.contains(&format!("{shown} hồ sơ")) {
        assert!(begin.elapsed() < FETCH_TIME_MAX, "only\n{}", user.text().await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    line(&format!("first fetch of {records}, kept and shown"), begin.elapsed().as_secs_f64() * 1e3, "ms", "");
    user.badge("all-sent").await;
    user.script_async("const done = arguments[0]; navigator.serviceWorker.ready.then(() => done(1))").await;
}

/// The page is loaded anew while the session lives.
async fn starts(house: &House, user: &User) {
    for (what, path) in [("home", "/"), ("list", "/ho-so")] {
        for slowdown in [1.0, SLOWDOWN] {
            throttle(user, slowdown).await;
            let (mut times, mut rows) = (Vec::new(), Vec::new());
            for _ in 0..STARTS {
                user.go(house, path).await;
                user.see_one(USABLE).await;
                times.push(user.script("return window.usable").await.as_f64().expect("it became usable"));
                rows.push(user.script("return [window.rows.read, window.rows.opened]").await);
            }
            said(&format!("warm start, {RECORDS} kept, {what}, CPU ÷ {slowdown}"), slowdown, &mut times);
            if what == "home" {
                loads(slowdown, &rows);
            }
        }
    }
    throttle(user, 1.0).await;
}

/// Of a start: the dossiers' rows read from IndexedDB, and opened and parsed. The two follow one another, with a wait for
/// the key between them that is in neither.
fn loads(slowdown: f64, rows: &[Value]) {
    let part = |place: usize| rows.iter().filter_map(|row| row[place].as_f64()).collect::<Vec<f64>>();
    let (mut read, mut opened) = (part(0), part(1));
    if read.is_empty() || opened.is_empty() {
        return println!("rows of {RECORDS} dossiers: the page opens them otherwise than this bench knows");
    }
    let (read, opened) = (quantile(&mut read, 0.5), quantile(&mut opened, 0.5));
    let bar = if slowdown == 1.0 { bar(read + opened, ROWS_MS_MAX) } else { String::new() };
    line(&format!("{RECORDS} closed dossiers read, CPU ÷ {slowdown}"), read, "ms", "");
    line(&format!("the same opened and parsed, CPU ÷ {slowdown}"), opened, "ms", "");
    line(&format!("both, CPU ÷ {slowdown}"), read + opened, "ms", &bar);
}

/// The same without a network: from the press that gives the password; the key is slow on purpose.
async fn openings(house: &House, user: &User) {
    for slowdown in [1.0, SLOWDOWN] {
        throttle(user, slowdown).await;
        let mut times = Vec::new();
        for _ in 0..STARTS {
            user.go(house, "/").await;
            user.open_here().await;
            user.see_one(USABLE).await;
            let time = user.script("return window.usable - window.pressed").await;
            times.push(time.as_f64().expect("it became usable"));
        }
        said(&format!("opened offline, {RECORDS} kept, home, CPU ÷ {slowdown}"), 1.0, &mut times);
    }
    throttle(user, 1.0).await;
}

fn said(what: &str, slowdown: f64, times: &mut [f64]) {
    let median = quantile(times, 0.5);
    let bar = if slowdown == SLOWDOWN { bar(median, START_MS_MAX) } else { String::new() };
    line(what, median, "ms", &bar);
}

async fn throttle(user: &User, rate: f64) {
    let rate = json!({ "rate": rate });
    user.browser.cdp().send_raw("Emulation.setCPUThrottlingRate", rate).await.expect("slowed down");
}

/// Notes on one dossier, each from the press of the button to the end of its strict transaction: with the pause that
/// any person makes before the next, in which the page draws itself, and without.
async fn saves(house: &House, user: &User) {
    user.go(house, &format!("/ho-so/{}", house.ids[RECORDS - 1])).await;
    user.open_here().await;
    user.see_one(".acts .act").await;
    let mut alone = numbers(&user.script_async(ALONE).await);
    let floor = quantile(&mut alone, 0.95);
    line("the browser alone: one strict put, p50", quantile(&mut alone, 0.5), "ms", "");
    line("the browser alone: one strict put, p95", floor, "ms", "");
    for (pace, pause) in [("one by one", PAUSE_MS), ("back to back", 0)] {
        let all = save_all(user, pause).await;
        for (place, what) in ["press to kept", "IndexedDB alone"].into_iter().enumerate() {
            let mut times: Vec<f64> = all.iter().filter_map(|pair| pair[place].as_f64()).collect();
            let (p50, p95) = (quantile(&mut times, 0.5), quantile(&mut times, 0.95));
            line(&format!("save offline, {pace}, {what}, p50"), p50, "ms", "");
            let bar = if pause > 0 { format!("{}, ", bar(p95, SAVE_MS_MAX)) } else { String::new() };
            let share = format!("{bar}× the browser alone {:.1}", p95 / floor);
            line(&format!("save offline, {pace}, {what}, p95"), p95, "ms", &share);
        }
    }
}

/// The time of each save: from the press, and from the transaction's begin.
async fn save_all(user: &User, pause: u32) -> Vec<Value> {
    let script = format!(
        "const done = arguments[0];
         const until = look => new Promise(found => {{
             const turn = () => {{ const it = look(); it ? found(it) : setTimeout(turn, 2); }};
             turn();
         }});
         const act = () => [...document.querySelectorAll('.acts .act')].find(b => b.textContent.includes('{label}'));
         (async () => {{
             const all = [];
             for (let i = 0; i < {SAVES}; i++) {{
                 (await until(act)).click();
                 const text = await until(() => document.querySelector('dialog[open] form textarea'));
                 text.value = 'gọi lại lần ' + i;
                 text.dispatchEvent(new Event('input', {{ bubbles: true }}));
                 await new Promise(next => setTimeout(next, 0));
                 const [before, from] = [window.kept.length, performance.now()];
                 text.form.requestSubmit();
                 await until(() => window.kept.length > before);
                 const [begun, ended] = window.kept[before];
                 all.push([ended - from, ended - begun]);
                 await until(() => !document.querySelector('dialog[open]'));
                 if ({pause}) await new Promise(next => requestIdleCallback(() => setTimeout(next, {pause})));
             }}
             done(all);
         }})();",
        label = Kind::Note.label().vi,
    );
    let all = user.script_async(&script).await;
    let all = all.as_array().cloned().unwrap_or_default();
    assert_eq!(all.len(), SAVES, "every act was kept");
    all
}

/// From the letter in the field until every effect of it is over; the browser then only paints.
async fn search(user: &User) {
    let typed = ["Nguyễn Thị Quỳnh", "tran van an", "0912 345", "180213-0001", "khai sinh", "xyz"];
    let script = format!(
        "const done = arguments[0];
         const field = document.querySelector('#find');
         const turn = () => new Promise(next => {{
             const channel = new MessageChannel();
             channel.port1.onmessage = next;
             channel.port2.postMessage(0);
         }});
         (async () => {{
             const all = [];
             for (const text of {typed}) {{
                 for (let n = 1; n <= text.length; n++) {{
                     field.value = text.slice(0, n);
                     const from = performance.now();
                     field.dispatchEvent(new Event('input', {{ bubbles: true }}));
                     await turn();
                     all.push([performance.now() - from, field.value]);
                     await new Promise(next => setTimeout(next, 20));
                 }}
             }}
             done(all);
         }})();",
        typed = json!(typed),
    );
    let all = user.script_async(&script).await;
    let mut all: Vec<(f64, String)> =
        serde_json::from_value(all).expect("times, and what stood in the field");
    let mut times: Vec<f64> = all.iter().map(|(ms, _)| *ms).collect();
    assert!(!times.is_empty(), "letters were typed");
    let (p50, p95) = (quantile(&mut times, 0.5), quantile(&mut times, 0.95));
    line(&format!("search keystroke, {MANY} kept, p50"), p50, "ms", "");
    line(&format!("search keystroke, {MANY} kept, p95"), p95, "ms", &bar(p95, KEYSTROKE_MS_MAX));
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (ms, typed) in all.iter().take(SLOWEST) {
        line(&format!("  of them “{typed}”"), *ms, "ms", "");
    }
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().map(|list| list.iter().filter_map(Value::as_f64).collect()).unwrap_or_default()
}

fn bar(is: f64, max: f64) -> String {
    format!("≤ {max} {}", if is <= max { "met" } else { "MISSED" })
}

fn line(what: &str, is: f64, unit: &str, bar: &str) {
    println!("{what:<46}{is:>10.1} {unit:<3} {bar}");
}
