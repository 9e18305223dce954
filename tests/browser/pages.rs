//! Every page, for whom it is and in every theme, keeps the content policy and hangs over no edge.

use shared::demo;
use shared::id::OfficerId;

use crate::house::House;
use crate::scenes::Ids;
use crate::user::{PC, PHONE, User};

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_keep_the_policy_and_fit_a_phone() {
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
                user.go(&house, &path).await;
                user.see_one("h1").await;
                for theme in THEMES {
                    fits(&user, theme, &format!("{path} of {officer:?}")).await;
                }
                let logs = user.browser.browser_log().await.expect("a log");
                let said = logs.iter().map(|entry| format!("{entry:?}"));
                let bad: Vec<_> = said.filter(|line| is_fault(line)).collect();
                assert!(bad.is_empty(), "{path}: {bad:#?}");
            }
        }
        user.leave().await;
    }
}

async fn fits(user: &User, theme: &str, page: &str) {
    let wide = format!(
        "document.documentElement.dataset.theme = '{theme}';
         return document.documentElement.scrollWidth - window.innerWidth"
    );
    let wide = user.script(&wide).await;
    assert!(
        wide.as_f64().is_some_and(|over| over <= 1.0),
        "{page} in {theme} is {wide} px too wide at {:?}",
        user.size()
    );
}

/// Violations of the policy, panics and errors; a cut long poll is none.
fn is_fault(line: &str) -> bool {
    let line = line.to_lowercase();
    (line.contains("content security policy") || line.contains("panicked") || line.contains("trustedtype"))
        && !line.contains("net::err")
}
