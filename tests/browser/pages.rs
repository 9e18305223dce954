//! Every page opens in every theme without breaking the content policy or hanging over the edge.

use shared::demo;
use shared::id::OfficerId;

use crate::house::House;
use crate::user::{PC, PHONE, User};

const PAGES: [(&str, Option<OfficerId>); 15] = [
    ("/", Some(demo::RECEPTION)),
    ("/nhan", Some(demo::RECEPTION)),
    ("/ho-so", Some(demo::RECEPTION)),
    ("/tra", Some(demo::RECEPTION)),
    ("/viec", Some(demo::RECEPTION)),
    ("/cai-dat", Some(demo::RECEPTION)),
    ("/bao-cao", Some(demo::RECEPTION)),
    ("/bao-cao/bieu", Some(demo::RECEPTION)),
    ("/may", Some(demo::RECEPTION)),
    ("/trinh-ky", Some(demo::RECEPTION)),
    ("/thu-tuc", None),
    ("/thu-tuc/HT-09", None),
    ("/nop/HT-09", None),
    ("/tra-cuu", None),
    ("/gallery", None),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_keep_the_policy_and_fit_a_phone() {
    let mut house = House::open().await;
    house.submitted("Phan Thị Ngọc Ánh", 9).await;
    for size in [PC, PHONE] {
        let user = User::at(size).await;
        user.log_in(&house, demo::RECEPTION).await;
        for (path, _) in PAGES {
            user.go(&house, path).await;
            user.see_one("h1").await;
            let wide = user.script("return document.documentElement.scrollWidth - window.innerWidth").await;
            assert!(
                wide.as_f64().is_some_and(|over| over <= 1.0),
                "{path} is {wide} px too wide at {size:?}"
            );
            let logs = user.browser.browser_log().await.expect("a log");
            let bad: Vec<_> = logs.iter().map(|entry| format!("{entry:?}")).filter(|l| is_fault(l)).collect();
            assert!(bad.is_empty(), "{path}: {bad:#?}");
        }
        user.leave().await;
    }
}

/// Violations of the policy, panics and errors; a cut long poll is none.
fn is_fault(line: &str) -> bool {
    let line = line.to_lowercase();
    (line.contains("content security policy") || line.contains("panicked") || line.contains("trustedtype"))
        && !line.contains("net::err")
}
