//! A newer version comes while acts wait and a form is open: nothing is swapped under it, and nothing is lost.

use crate::edition::{Edition, RUNS};
use crate::house::House;
use crate::user::User;

/// What the page does by itself every half hour, and whenever somebody comes back to it.
const LOOK: &str = "const done = arguments[0];
    document.dispatchEvent(new Event('visibilitychange'));
    const look = async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        registration.waiting ? done(true) : setTimeout(look, 50);
    };
    look();";

/// Where the menu stands.
const PLACE: &str = "return document.querySelector('.nav a.to').getBoundingClientRect().top";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_newer_version_waits_for_the_form_and_finds_every_act_that_waits() {
    let mut house = House::open().await;
    let user = User::at_the_counter(&house).await;
    assert_eq!(user.installability().await, serde_json::json!([]), "it can be installed");

    house.stop().await;
    let mut codes = vec![user.receive("Đặng Thị Đào").await, user.receive("Trần Văn Hai").await];
    // The server is back with newer pages, and takes no act.
    let newer = Edition::saying("newer");
    house.pages = newer.path().to_owned();
    house.config.pushes_per_minute = 0;
    house.start().await;

    user.click("a[href='/nhan']").await;
    user.fill("name", "Lê Thị Một").await;
    let place = user.script(PLACE).await;
    assert_eq!(user.script_async(LOOK).await, true, "the newer version is there");
    user.see("Có bản mới; xong biểu mẫu này").await;
    assert_eq!(user.script(PLACE).await, place, "nothing moves under a finger that is on its way");
    assert_eq!(user.script(RUNS).await, serde_json::Value::Null, "nothing is swapped under the form");
    let name = user.see_one("#name").await.value().await.expect("a field");
    assert_eq!(name.as_deref(), Some("Lê Thị Một"));
    codes.push(user.receive("Lê Thị Một").await);
    user.press("Tải lại").await;
    user.until(RUNS, "newer").await;
    user.click("a.to[href='/ho-so']").await;
    for name in ["Đặng Thị Đào", "Trần Văn Hai", "Lê Thị Một"] {
        user.see(name).await;
    }
    assert_eq!(house.dossiers().await.len(), 0, "all three still wait");

    house.stop().await;
    house.config = Default::default();
    house.start().await;
    user.browser.refresh().await.expect("reloads");
    user.badge("all-sent").await;
    let mut kept: Vec<String> = house
        .dossiers()
        .await
        .iter()
        .filter_map(|dossier| dossier.code.as_ref())
        .map(ToString::to_string)
        .collect();
    kept.sort();
    codes.sort();
    assert_eq!(kept, codes, "each once, under the number on its slip");
    user.leave().await;
}
