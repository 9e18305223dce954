//! A person at Debian's chromium: what they see, click and type.
//!
//! Not here: what they should see (the journeys).
//! Invariant: every step waits for what it needs, and nothing sleeps for luck; driver and browser end with the test, also
//! with one that fails.

#[path = "user/driver.rs"]
mod driver;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use shared::demo;
use thirtyfour::ChromeCapabilities;
use thirtyfour::prelude::*;

use crate::house::{House, PASSWORD, now};
use driver::{Driver, Profile};

/// How long a person waits before something counts as missing.
const PATIENCE: Duration = Duration::from_secs(20);

/// Width and height of the screens that the product is judged at.
pub const PC: (u32, u32) = (1366, 768);
pub const TABLET: (u32, u32) = (1024, 768);
pub const PHONE: (u32, u32) = (390, 844);

/// Keeps what the console was told as errors, for whoever reads why a journey failed.
const REMEMBER: &str = "Error.stackTraceLimit = 40; window.complaints = [];
    const tell = console.error.bind(console);
    console.error = (...what) => {
        window.complaints.push(what.map((one) => one?.stack ?? String(one)).join(' '));
        tell(...what);
    };";

/// Waits until an element is where it was a moment ago: what is fetched above it moves it, and a press would hit its
/// neighbour. People wait for that too.
const STAND_STILL: &str = "const [element, done] = arguments;
    const place = () => { const { x, y } = element.getBoundingClientRect(); return `${x} ${y}`; };
    const look = (before) => setTimeout(() => { const now = place(); now === before ? done(1) : look(now); }, 50);
    look(place());";

/// What dies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Death {
    OfTheBrowser,
    OfTheTab,
}

/// Its parts end in this order: the driver with its browser before the folder goes.
pub struct User {
    driver: Driver,
    pub browser: WebDriver,
    profile: Profile,
    size: (u32, u32),
}

fn capabilities(profile: &Path, (width, height): (u32, u32)) -> WebDriverResult<ChromeCapabilities> {
    let mut caps = DesiredCapabilities::chrome();
    for arg in [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--lang=vi",
        // Not a port: whoever ends the driver ends the browser, since its pipe closes.
        "--remote-debugging-pipe",
    ] {
        caps.add_arg(arg)?;
    }
    caps.add_arg(&format!("--window-size={width},{height}"))?;
    caps.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    Ok(caps)
}

impl User {
    pub async fn at(size: (u32, u32)) -> User {
        let name = format!("mot-cua-user-{}-{}", std::process::id(), now().millis());
        let profile = Profile(std::env::temp_dir().join(name));
        let mut driver = Driver::start();
        let browser = Self::session(&mut driver, &profile.0, size).await;
        User { driver, browser, profile, size }
    }

    async fn session(driver: &mut Driver, profile: &Path, size: (u32, u32)) -> WebDriver {
        let caps = capabilities(profile, size).expect("capabilities");
        let browser =
            WebDriver::new(format!("http://127.0.0.1:{}", driver.port), caps).await.expect("a browser");
        driver.browser = browser.capabilities().get("goog:processID").and_then(Value::as_u64);
        browser
            .cdp()
            .send_raw("Page.addScriptToEvaluateOnNewDocument", json!({"source": REMEMBER}))
            .await
            .expect("the console is kept");
        Self::keeps_for_good(&browser, true).await;
        Self::resize(&browser, size).await;
        browser
    }

    /// What the browser answers a page that asks whether its data stays.
    async fn keeps_for_good(browser: &WebDriver, yes: bool) {
        let setting = if yes { "granted" } else { "denied" };
        let ask = json!({"permission": {"name": "persistent-storage"}, "setting": setting});
        browser.cdp().send_raw("Browser.setPermission", ask).await.expect("set");
    }

    /// The browser promises nothing about what lies in it, as most do on the first day.
    pub async fn promises_nothing(&self) {
        Self::keeps_for_good(&self.browser, false).await;
    }

    /// The browser dies without a word, as when the power fails; then it is opened again on the same profile.
    pub async fn crash_and_come_back(&mut self) {
        self.dies(Death::OfTheBrowser).await;
    }

    /// The same, or only what draws the page dies.
    pub async fn dies(&mut self, death: Death) {
        let tools = self.browser.cdp();
        let order = match death {
            Death::OfTheBrowser => "Browser.crash",
            Death::OfTheTab => "Page.crash",
        };
        // The answer never comes.
        let _ = tokio::time::timeout(Duration::from_secs(5), tools.send_raw(order, json!({}))).await;
        let gone = self.browser.clone();
        let _ = tokio::time::timeout(Duration::from_secs(5), gone.quit()).await;
        // Whether it has heard or not.
        let _ = self.browser.clone().leak();
        self.driver = Driver::start();
        for name in ["SingletonLock", "SingletonCookie", "SingletonSocket"] {
            let _ = std::fs::remove_file(self.profile.0.join(name));
        }
        self.browser = Self::session(&mut self.driver, &self.profile.0, self.size).await;
    }

    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// Makes the window as high as the page, so that all of it is in view.
    pub async fn stretch(&self) {
        let asked = self.script("return document.documentElement.scrollHeight").await;
        let high = asked.as_u64().and_then(|high| u32::try_from(high).ok()).unwrap_or(0);
        Self::resize(&self.browser, (self.size.0, high.max(self.size.1))).await;
    }

    pub async fn unstretch(&self) {
        Self::resize(&self.browser, self.size).await;
    }

    /// What the device says of itself from now on: `prefers-color-scheme` is `dark`. Without any, it prefers nothing.
    pub async fn prefers(&self, features: &[(&str, &str)]) {
        let feature = |(name, value): &(&str, &str)| json!({"name": name, "value": value});
        let features: Vec<Value> = features.iter().map(feature).collect();
        let ask = json!({"features": features});
        self.browser.cdp().send_raw("Emulation.setEmulatedMedia", ask).await.expect("it says so");
    }

    /// Another window for a while, until `unstretch`.
    pub async fn resize_to(&self, size: (u32, u32)) {
        Self::resize(&self.browser, size).await;
        self.until("return window.innerWidth", size.0).await;
    }

    async fn resize(browser: &WebDriver, (width, height): (u32, u32)) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        browser.cdp().send_raw("Emulation.setDeviceMetricsOverride", metrics).await.expect("the size is set");
    }

    /// The next page speaks this language: `vi`, `en`.
    pub async fn speak(&self, lang: &str) {
        self.script(&format!(
            "localStorage.setItem('mot-cua.prefs', JSON.stringify({{lang: '{lang}', undo: false}}))"
        ))
        .await;
    }

    /// As a browser that was never here.
    pub async fn forget(&self, house: &House) {
        let here = json!({"origin": house.url(""), "storageTypes": "all"});
        self.browser.goto("about:blank").await.expect("leaves");
        self.browser.cdp().send_raw("Storage.clearDataForOrigin", here).await.expect("cleared");
        self.go(house, "/thu-tuc").await;
    }

    /// Presses a key where the focus is.
    pub async fn type_key(&self, keys: &str) {
        self.see_one("body").await.send_keys(keys).await.expect("pressed");
    }

    pub async fn go(&self, house: &House, path: &str) {
        self.browser.goto(house.url(path)).await.expect("the page opens");
    }

    /// A receptionist at a PC who can go on without a network: everything is sent, and the pages open by themselves.
    pub async fn at_the_counter(house: &House) -> User {
        let user = User::at(PC).await;
        user.log_in(house, demo::RECEPTION).await;
        user.badge("all-sent").await;
        user.is_installed().await;
        user
    }

    /// This tab and another one; this one stays in front.
    pub async fn two_tabs(&self) -> [WindowHandle; 2] {
        let first = self.browser.window().await.expect("a tab");
        [first, self.browser.new_tab().await.expect("another tab")]
    }

    pub async fn turn_to(&self, tab: &WindowHandle) {
        self.browser.switch_to_window(tab.clone()).await.expect("switches");
    }

    /// Logs in as the officer and waits for the first page.
    pub async fn log_in(&self, house: &House, officer: shared::id::OfficerId) {
        self.go(house, "/").await;
        self.log_in_here(officer).await;
    }

    /// The same at the login that is already shown.
    pub async fn log_in_here(&self, officer: shared::id::OfficerId) {
        self.fill("login", &format!("o{officer}")).await;
        self.fill("password", PASSWORD).await;
        self.click("form button[type=submit]").await;
        self.see_one("nav.nav .foot, .guide").await;
        self.think_twice(false).await;
    }

    /// Whether what is done waits ten seconds, so that it can be undone; the journeys do not, but for one.
    pub async fn think_twice(&self, on: bool) {
        let script = format!(
            "const key = 'mot-cua.prefs', kept = JSON.parse(localStorage.getItem(key) ?? '{{}}');
            localStorage.setItem(key, JSON.stringify({{...kept, undo: {on}}}))"
        );
        self.script(&script).await;
    }

    /// Types the password where the data on this device is closed, and waits for the pages.
    pub async fn open_here(&self) {
        self.fill("password", PASSWORD).await;
        self.click("form button[type=submit]").await;
        self.see_one("a.sync").await;
    }

    /// Files that a page gives go into the folder.
    pub async fn saves_to(&self, folder: &Path) {
        let ask = json!({"behavior": "allow", "downloadPath": folder.display().to_string()});
        self.browser.cdp().send_raw("Browser.setDownloadBehavior", ask).await.expect("set");
    }

    /// Why the browser would not offer to install the page: nothing, where it would.
    pub async fn installability(&self) -> Value {
        let tools = self.browser.cdp();
        let said = tools.send_raw("Page.getInstallabilityErrors", json!({})).await.expect("an answer");
        said["installabilityErrors"].clone()
    }

    /// Waits until the pages open without a network.
    async fn is_installed(&self) {
        let script = "const done = arguments[0], worker = navigator.serviceWorker;
            worker.ready.then(() => {
                if (worker.controller) done(1);
                else worker.addEventListener('controllerchange', () => done(1), {once: true});
            })";
        self.script_async(script).await;
    }

    /// Logs out on the settings page; the page begins anew by itself.
    pub async fn log_out(&self) {
        self.click("nav.nav a[href='/cai-dat']").await;
        self.press("Đăng xuất").await;
        self.see_one("[id='login']").await;
    }

    /// Closes the browser; what it keeps is on the disk then.
    pub async fn close(&mut self) {
        tokio::time::timeout(Duration::from_secs(10), self.browser.clone().quit())
            .await
            .expect("in time")
            .expect("closed");
    }

    /// Opens the browser again on the same profile.
    pub async fn open_again(&mut self) {
        self.driver = Driver::start();
        self.browser = Self::session(&mut self.driver, &self.profile.0, self.size).await;
    }

    /// Where the browser keeps what it keeps.
    pub fn profile(&self) -> &Path {
        &self.profile.0
    }

    /// Every file that the browser has kept.
    pub fn files(&self) -> Vec<PathBuf> {
        let (mut folders, mut files) = (vec![self.profile().to_owned()], vec![]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder").filter_map(Result::ok) {
                let kind = entry.file_type().expect("a kind");
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() {
                    files.push(entry.path());
                }
            }
        }
        files
    }

    /// The answer to the next push stays on its way until the page is gone.
    pub async fn hold_answer(&self) {
        self.script(
            "const held = new Promise(() => {}), fetch = window.fetch.bind(window);
             window.fetch = async (...asked) => {
                 const answer = await fetch(...asked);
                 if (String(asked[0].url ?? asked[0]).endsWith('/api/push') && !window.holds) { window.holds = true; await held; }
                 return answer;
             };",
        )
        .await;
    }

    /// No push leaves a page that is opened from now on, until it is let go.
    pub async fn hold_pushes(&self) {
        // In a block: the page's own code calls `fetch` by its bare name.
        let hold = "{
            const gone = new Promise((go) => { window.letGo = go; }), fetch = window.fetch.bind(window);
            window.fetch = async (...asked) => {
                if (String(asked[0].url ?? asked[0]).endsWith('/api/push')) { window.holds = true; await gone; }
                return fetch(...asked);
            };
        }";
        let source = json!({ "source": hold });
        self.browser.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", source).await.expect("held");
    }

    pub async fn let_pushes_go(&self) {
        self.script("window.letGo()").await;
    }

    /// Waits until an answer, or a push, is held.
    pub async fn answer_is_held(&self) {
        let script = "const done = arguments[0];
            const look = () => window.holds ? done(true) : setTimeout(look, 20); look();";
        assert_eq!(self.script_async(script).await, true);
    }

    /// Follows a link within the page, without loading anything.
    pub async fn walk(&self, path: &str) {
        let script = format!(
            "const link = document.createElement('a'); link.href = '{path}';
             document.body.append(link); link.click(); link.remove();"
        );
        self.script(&script).await;
    }

    /// Waits for an element.
    pub async fn see_one(&self, css: &str) -> WebElement {
        let found = self.browser.query(By::Css(css)).wait(PATIENCE, Duration::from_millis(50)).first().await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("no {css}: {error}\n{}", self.state().await),
        }
    }

    pub async fn click(&self, css: &str) {
        let element = self.see_one(css).await;
        element.scroll_into_view().await.expect("scrolls");
        self.stands_still(&element).await;
        element.click().await.unwrap_or_else(|error| panic!("cannot click {css}: {error}"));
    }

    /// One that is gone by then is found out by whoever presses it.
    async fn stands_still(&self, element: &WebElement) {
        if let Ok(element) = element.to_json() {
            drop(self.browser.execute_async(STAND_STILL, vec![element]).await);
        }
    }

    /// Clicks the first visible button or link with these words.
    pub async fn press(&self, words: &str) {
        let path = format!(
            "//*[self::button or self::a or self::label][not(ancestor::*[@hidden])][contains(normalize-space(.), \"{words}\")]"
        );
        let until = Instant::now() + PATIENCE;
        let mut why = String::new();
        loop {
            for element in self.browser.find_all(By::XPath(path.as_str())).await.unwrap_or_default() {
                if element.is_displayed().await.unwrap_or(false) {
                    // The driver alone would scroll it under the tabs of a phone.
                    let _ = element.scroll_into_view().await;
                    self.stands_still(&element).await;
                    match element.click().await {
                        Ok(()) => return,
                        Err(error) => why = error.to_string(),
                    }
                }
            }
            assert!(Instant::now() < until, "nothing to press says {words} {why}\n{}", self.state().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types into the field with this id, over what was there.
    pub async fn fill(&self, id: &str, text: &str) {
        let element = self.see_one(&format!("[id='{id}']")).await;
        element.clear().await.expect("an empty field");
        element.send_keys(text).await.expect("typed");
    }

    /// What the page shows and what its console was told as errors: why a journey failed.
    async fn state(&self) -> String {
        let script = "return (window.complaints ?? []).join('\\n')";
        let told = self.browser.execute(script, vec![]).await.and_then(|ret| ret.convert::<String>());
        format!("{}\nCONSOLE {}", self.text().await, told.unwrap_or_default())
    }

    pub async fn text(&self) -> String {
        let script = "return document.body.innerText";
        let told = self.browser.execute(script, vec![]).await.and_then(|ret| ret.convert::<String>());
        told.unwrap_or_default()
    }

    /// Waits until the page says so.
    pub async fn see(&self, words: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            let text = self.text().await;
            if text.contains(words) {
                return;
            }
            assert!(Instant::now() < until, "never saw “{words}” in\n{}", self.state().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the page does not say so any more.
    pub async fn vanishes(&self, words: &str) {
        let until = Instant::now() + PATIENCE;
        while self.text().await.contains(words) {
            assert!(Instant::now() < until, "still “{words}”");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the badge stands so: `all-sent`, `waiting`, `offline`, `stuck`.
    pub async fn badge(&self, state: &str) {
        self.see_one(&format!("a.sync[data-state='{state}']")).await;
    }

    /// A script's answer as JSON.
    pub async fn script(&self, script: &str) -> Value {
        let answer = self.browser.execute(script, vec![]).await.expect("the script runs");
        answer.json().clone()
    }

    /// Waits until a script answers so.
    pub async fn until(&self, script: &str, answer: impl Into<Value>) {
        let (answer, until) = (answer.into(), Instant::now() + PATIENCE);
        loop {
            // While a page goes and another comes there is nobody to ask.
            let told = self.browser.execute(script, vec![]).await.ok().map(|ret| ret.json().clone());
            if told.as_ref() == Some(&answer) {
                return;
            }
            assert!(Instant::now() < until, "{script} says {told:?} and never {answer}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub async fn script_async(&self, script: &str) -> Value {
        let answer = self.browser.execute_async(script, vec![]).await.expect("the script runs");
        answer.json().clone()
    }

    /// Lets a scanner type a code into the scan field: faster than a page has time for anything else, with an Enter at the end,
    /// and wherever the focus is.
    pub async fn scan(&self, code: &str) {
        self.see_one("#scan").await;
        self.script(&format!(
            "document.querySelector('#scan').focus();
             for (const sign of {}) {{
                 const field = document.activeElement;
                 field.value += sign;
                 field.dispatchEvent(new Event('input', {{ bubbles: true }}));
             }}
             const enter = {{ key: 'Enter', bubbles: true, cancelable: true }};
             document.activeElement.dispatchEvent(new KeyboardEvent('keydown', enter));",
            json!(code)
        ))
        .await;
    }

    /// Fills the reception form of a three-day procedure with everything it needs.
    pub async fn fill_reception(&self, name: &str) {
        self.fill("name", name).await;
        self.fill("number", "048190004217").await;
        self.fill("birth", "14/03/1990").await;
        self.fill_after_the_card().await;
    }

    /// The same but for what stands on the card.
    pub async fn fill_after_the_card(&self) {
        self.fill("phone", "0905114225").await;
        self.fill("procedure", "tinh trang hon").await;
        self.see_one("#procedure-list li").await;
        self.see_one("#procedure").await.send_keys(Key::Enter).await.expect("chosen");
        self.see_one(".papers").await;
        for tick in self.browser.find_all(By::Css(".papers .check")).await.expect("a list") {
            tick.scroll_into_view().await.expect("scrolls");
            tick.click().await.expect("ticked");
        }
        self.click("#payment option[value='da_thu']").await;
    }

    /// Receives the filled form by the key that prints its slip.
    pub async fn print_slip(&self) {
        self.see_one("#name").await.send_keys(Key::Control + Key::Enter).await.expect("pressed");
    }

    /// Receives somebody at the counter; gives the code on the slip.
    pub async fn receive(&self, name: &str) -> String {
        self.click("a[href='/nhan']").await;
        self.fill_reception(name).await;
        self.print_slip().await;
        // The slip before may still stand there.
        self.see(name).await;
        self.slip_code().await
    }

    /// The code on the slip that is shown.
    pub async fn slip_code(&self) -> String {
        let element = self.see_one(".paper__number > p").await;
        let text = element.text().await.expect("text");
        text.trim_start_matches("Mã hồ sơ:").trim().to_owned()
    }

    pub async fn leave(self) {
        let _ = tokio::time::timeout(Duration::from_secs(10), self.browser.clone().quit()).await;
    }
}

impl Drop for User {
    fn drop(&mut self) {
        // The session ends with its driver. Where nobody said goodbye, the client would ask a driver that is gone, and wait.
        let _ = self.browser.clone().leak();
    }
}
