//! The door stands before the house behind it is there.

use serde_json::json;
use shared::demo;

use crate::house::House;
use crate::user::{PHONE, User};

/// What works behind the door stays on its way until `letGo`.
const HOLD: &str = "{
    const fetch = window.fetch.bind(window);
    const held = new Promise(next => { window.letGo = next; });
    window.fetch = async (...asked) => {
        if (String(asked[0].url ?? asked[0]).includes('split_counter')) await held;
        return fetch(...asked);
    };
}";

/// What stands in the field once the house has arrived and the device was read: half a second is many times what that
/// takes.
const LATER: &str = "
    const done = arguments[0];
    const arrived = () => performance.getEntriesByType('resource').some(e => /split_counter/.test(e.name) && e.responseEnd);
    const look = () => arrived() ? setTimeout(() => done(document.querySelector('#login').value), 500) : setTimeout(look, 20);
    window.letGo();
    look();";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_at_the_door_stays_when_the_house_arrives() {
    let house = House::open().await;
    let user = User::at(PHONE).await;
    let hold = json!({ "source": HOLD });
    let tools = user.browser.cdp();
    tools.send_raw("Page.addScriptToEvaluateOnNewDocument", hold).await.expect("heard");
    user.go(&house, "/").await;
    user.see_one("#login").await;
    user.fill("login", &format!("o{}", demo::RECEPTION)).await;
    assert_eq!(user.script_async(LATER).await, format!("o{}", demo::RECEPTION));
    user.fill("password", crate::house::PASSWORD).await;
    user.click("form button[type=submit]").await;
    user.see_one(".figures").await;
    user.leave().await;
}
