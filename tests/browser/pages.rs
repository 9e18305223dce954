//! Every page, for whom it is and in every theme, keeps the content policy and hangs over no edge.
//!
//! Invariant: what is searched for in the browser's log is shown to be found there.

use std::time::{Duration, Instant};

use shared::demo;
use shared::id::OfficerId;

use crate::house::House;
use crate::scenes::Ids;
use crate::user::{PC, PHONE, TABLET, User};

const THEMES: [&str; 3] = ["light", "dark", "contrast"];

/// Whose pages are opened.
const PAGES: [(Option<OfficerId>, &[&str]); 7] = [
    (None, &["/", "/thu-tuc", "/thu-tuc/HT-09", "/nop/HT-09", "/tra-cuu", "/gallery", "/khong-co"]),
    (
        Some(demo::RECEPTION),
        &[
            "/",
            "/nhan",
            "/ho-so",
            "/phieu-giay",
            "/phieu-giay/{block}",
            "/phieu-giay/{block}/in",
            "/ho-so/{id}",
            "/ho-so/{id}/giay-hen",
            "/ho-so/{id}/kiem-soat",
            "/tra",
            "/viec",
            "/cai-dat",
            "/bao-cao",
            "/bao-cao/bieu",
            "/bao-cao/766",
            "/bao-cao/phoi-hop",
            "/bao-cao/so",
            "/bao-cao/so-ket-qua",
            "/bao-cao/so-thu",
            "/bao-cao/so-thu/bien-ban",
            "/pakn",
            "/pakn/nhap",
            "/ban-giao",
            "/ho-tro",
        ],
    ),
    (Some(demo::CHAIR), &["/", "/trinh-ky", "/ho-so/{id}", "/bao-cao", "/bao-cao/phieu"]),
    (Some(demo::HEAD), &["/may", "/tinh-lai-han", "/pakn/{said}", "/bao-cao/pakn", "/ban-giao/thanh-pho"]),
    (Some(demo::ADMIN), &["/can-bo"]),
    (Some(demo::VOLUNTEER), &["/"]),
    (None, &["/kiosk", "/tra-cuu", "/phan-anh", "/phan-anh/xem", "/phan-anh/cong-khai"]),
];

/// At the PC's width and a small tablet's, and on a phone in both languages, of which English is the longer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_keep_the_policy_and_fit_every_screen() {
    let mut house = House::open().await;
    let ids = Ids {
        id: house.submitted("Phan Thị Ngọc Ánh", 9).await,
        block: house.slips(15).await,
        said: house.heard(17).await,
    };
    for size in [PC, PHONE] {
        let user = User::at(size).await;
        for (officer, pages) in PAGES {
            user.forget(&house).await;
            if let Some(officer) = officer {
                user.log_in(&house, officer).await;
            }
            for path in pages {
                let path = ids.put_into(path);
                open(&user, &house, &path).await;
                fits(&user, size, &path).await;
                if size == PC {
                    user.resize_to(TABLET).await;
                    fits(&user, TABLET, &path).await;
                    user.unstretch().await;
                } else {
                    user.speak("en").await;
                    open(&user, &house, &path).await;
                    user.until("return document.documentElement.lang", "en").await;
                    fits(&user, size, &path).await;
                    user.speak("vi").await;
                }
                let bad = faults(&user).await;
                assert!(bad.is_empty(), "{path} of {officer:?}: {bad:#?}");
            }
        }
        user.leave().await;
    }
}

async fn open(user: &User, house: &House, path: &str) {
    user.go(house, path).await;
    user.see_one("h1").await;
}

async fn fits(user: &User, size: (u32, u32), page: &str) {
    for theme in THEMES {
        let wide = format!(
            "document.documentElement.dataset.theme = '{theme}';
             return document.documentElement.scrollWidth - window.innerWidth"
        );
        let wide = user.script(&wide).await;
        assert!(
            wide.as_f64().is_some_and(|over| over <= 1.0),
            "{page} in {theme} is {wide} px too wide at {size:?}"
        );
    }
}

/// What the browser has complained of since it was last asked.
async fn faults(user: &User) -> Vec<String> {
    let logs = user.browser.browser_log().await.expect("a log");
    let faults = logs.iter().filter(|entry| is_fault(&entry.level, &entry.message));
    faults.map(|entry| format!("{entry:?}")).collect()
}

/// Errors, panics among them, and violations of the policy, which are warnings where it only reports; a cut long poll is
/// none.
fn is_fault(level: &str, message: &str) -> bool {
    let said = message.to_lowercase();
    let is_policy = ["content security policy", "trustedtype", "'trusted"].iter().any(|of| said.contains(of));
    (level == "SEVERE" || is_policy || said.contains("panicked")) && !said.contains("net::err")
}

/// A search that finds nothing would let everything pass: each of these is noticed, and the policy holds against those
/// that it is there for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_planted_violation_is_noticed() {
    let house = House::open().await;
    let user = User::at(PHONE).await;
    open(&user, &house, "/tra-cuu").await;
    assert_eq!(faults(&user).await, Vec::<String>::new());
    for (what, plant) in [
        (
            "an inline script",
            "s = document.createElement('script'); s.append('window.planted = 1'); document.body.append(s)",
        ),
        (
            "a handler in an attribute",
            "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.planted = 1\">')",
        ),
        ("a script in markup", "document.body.innerHTML = '<script>window.planted = 1</script>'"),
        ("a style in an attribute", "document.body.setAttribute('style', 'color: red')"),
        (
            "a picture from elsewhere",
            "s = document.createElement('img'); s.src = 'https://vidu.example/x.png'; document.body.append(s)",
        ),
        ("an error that nobody catches", "throw new Error('planted')"),
    ] {
        // As a page does it, whose error nobody catches.
        user.script(&format!("setTimeout(() => {{ let s; {plant} }})")).await;
        let until = Instant::now() + Duration::from_secs(20);
        while faults(&user).await.is_empty() {
            assert!(Instant::now() < until, "{what} is not noticed");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(user.script("return window.planted ?? null").await, serde_json::Value::Null, "{what} ran");
    }
    user.see_one("h1").await;
    user.leave().await;
}
