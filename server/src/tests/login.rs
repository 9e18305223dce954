//! Đăng nhập: who comes in, how long they stay, what a guess costs.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};
use shared::demo::{ADMIN, CHAIR, HEAD, RECEPTION};

use super::sealed::Hand;
use super::{Answer, Browser, House, PASSWORD, nine};
use crate::config::Config;
use crate::files::Files;
use crate::random;

async fn login(browser: &Browser, name: &str, password: &str) -> Answer {
    browser.post("/api/login", json!({"name": name, "password": password})).await
}

/// The browser after the answer's `Set-Cookie`.
fn with_cookie(house: &House, answer: &Answer) -> Browser {
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    Browser { cookie: Some(cookie), ..house.stranger() }
}

#[tokio::test]
async fn a_fresh_browser_is_enrolled_and_comes_back_as_itself() {
    let house = House::new().await;
    let answer = login(&house.stranger(), "  O6 ", PASSWORD).await;
    assert_eq!(answer.said(), "200", "{}", answer.text());
    let welcome = answer.json();
    assert_eq!(welcome["officer"]["id"], RECEPTION.0);
    assert_eq!(welcome["device"]["lane"], 0);
    let secret = welcome["device"]["secret"].as_str().unwrap();
    assert_eq!(secret.len(), 64);
    let me = with_cookie(&house, &answer).get("/api/me").await;
    assert_eq!(me.json()["device"], welcome["device"]["id"]);
    let key = json!({"id": welcome["device"]["id"], "secret": secret});
    let again = json!({"name": "o6", "password": PASSWORD, "device": key});
    let again = house.stranger().post("/api/login", again).await.json();
    assert_eq!(again["device"]["id"], welcome["device"]["id"]);
    assert_eq!(again["device"]["secret"], Value::Null);
    let forged = json!({"id": welcome["device"]["id"], "secret": random::secret()});
    let forged = json!({"name": "o6", "password": PASSWORD, "device": forged});
    let forged = house.stranger().post("/api/login", forged).await.json();
    assert_ne!(forged["device"]["id"], welcome["device"]["id"], "a wrong proof is a new device");
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts() {
    let plain = House::new().await;
    let answer = login(&plain.stranger(), "o6", PASSWORD).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("mc=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
    let secure = House::with(Config { secure: true, ..Config::default() }, Files::default()).await;
    let answer = login(&secure.stranger(), "o6", PASSWORD).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-mc=") && cookie.ends_with("SameSite=Strict; Secure"), "{cookie}");
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_sound_alike() {
    let house = House::new().await;
    let wrong = login(&house.stranger(), "o6", "không phải mật khẩu").await;
    let unknown = login(&house.stranger(), "khongco", "không phải mật khẩu").await;
    let long = login(&house.stranger(), "o6", &"x".repeat(5_000)).await;
    assert_eq!(wrong.said(), "401 wrong_login");
    assert_eq!(wrong.body, unknown.body);
    assert_eq!(wrong.body, long.body);
}

#[tokio::test]
async fn guessing_is_slowed_down_and_the_officer_still_comes_in() {
    let house = House::new().await;
    let enrolled = login(&house.stranger(), "o6", PASSWORD).await.json();
    for _ in 0..5 {
        assert_eq!(login(&house.stranger(), "o6", "đoán mò lần này").await.said(), "401 wrong_login");
    }
    let answer = login(&house.stranger(), "o6", PASSWORD).await;
    assert_eq!(answer.said(), "429 wait");
    assert_eq!(answer.headers[header::RETRY_AFTER], "4");
    assert_eq!(login(&house.stranger(), "khongco", "đoán mò lần này").await.said(), "401 wrong_login");
    // The officer's own device is not slowed down by strangers, nor is a colleague at the same address.
    let key = json!({"id": enrolled["device"]["id"], "secret": enrolled["device"]["secret"]});
    let own = json!({"name": "o6", "password": PASSWORD, "device": key});
    assert_eq!(house.stranger().post("/api/login", own).await.said(), "200");
    assert_eq!(login(&house.stranger(), "o8", PASSWORD).await.said(), "200");
    house.later(1);
    assert_eq!(login(&house.stranger(), "o6", PASSWORD).await.said(), "200");
}

#[tokio::test]
async fn a_session_ends_idle_old_left_or_revoked() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    house.later(119);
    assert_eq!(oanh.get("/api/me").await.said(), "200");
    house.later(119);
    assert_eq!(oanh.get("/api/me").await.said(), "200", "being used keeps it");
    house.later(120);
    assert_eq!(oanh.get("/api/me").await.said(), "401 sign_in");
    let chair = house.browser(CHAIR).await;
    assert_eq!(chair.post("/api/logout", json!({})).await.said(), "200");
    assert_eq!(chair.get("/api/me").await.said(), "401 sign_in");
    let (oanh, head) = (house.browser(RECEPTION).await, house.browser(HEAD).await);
    let revoke = json!({"device": oanh.device});
    assert_eq!(head.post("/api/devices/revoke", revoke).await.said(), "200");
    assert_eq!(oanh.get("/api/me").await.said(), "410 device_revoked");
    let key = json!({"id": oanh.device, "secret": oanh.secret});
    let again = json!({"name": "o6", "password": PASSWORD, "device": key});
    assert_eq!(house.stranger().post("/api/login", again).await.said(), "410 device_revoked");
}

/// Two officers on one machine: the first one's session does not live on behind the second's.
#[tokio::test]
async fn another_login_in_a_browser_ends_the_session_before() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let wrong = oanh.post("/api/login", json!({"name": "o8", "password": "sai mật khẩu rồi"})).await;
    assert_eq!(wrong.said(), "401 wrong_login");
    assert_eq!(oanh.get("/api/me").await.said(), "200", "a wrong login ends nothing");
    let answer = oanh.post("/api/login", json!({"name": "o8", "password": PASSWORD})).await;
    assert_eq!(answer.said(), "200");
    assert_eq!(oanh.get("/api/me").await.said(), "401 sign_in");
    assert_eq!(with_cookie(&house, &answer).get("/api/me").await.said(), "200");
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let house = House::new().await;
    let (here, there) = (house.browser(RECEPTION).await, house.browser(RECEPTION).await);
    let change = |old: &str, new: &str| json!({"old": old, "new": new});
    let new = "bốn mùa xuân hạ thu đông";
    assert_eq!(here.post("/api/password", change("sai rồi nhé", new)).await.said(), "400 wrong_old");
    assert_eq!(here.post("/api/password", change(PASSWORD, "ngắn")).await.said(), "400 weak_password");
    assert_eq!(here.post("/api/password", change(PASSWORD, PASSWORD)).await.said(), "400 same_password");
    let answer = here.post("/api/password", change(PASSWORD, new)).await;
    assert_eq!(answer.said(), "200");
    assert_eq!(here.get("/api/me").await.said(), "401 sign_in", "the old token is dead here too");
    assert_eq!(there.get("/api/me").await.said(), "401 sign_in");
    assert_eq!(with_cookie(&house, &answer).get("/api/me").await.said(), "200");
    assert_eq!(login(&house.stranger(), "o6", new).await.said(), "200");
}

#[tokio::test]
async fn a_one_time_password_opens_nothing_but_its_change() {
    let house = House::new().await;
    let admin = house.browser(ADMIN).await;
    let made = admin.post("/api/accounts", json!({"name": "o6", "officer": RECEPTION})).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let password = made.json()["password"].as_str().unwrap().to_owned();
    let answer = login(&house.stranger(), "o6", &password).await;
    assert_eq!(answer.json()["must_change"], true);
    let oanh = with_cookie(&house, &answer);
    assert_eq!(oanh.get("/api/ward").await.said(), "403 must_change_password");
    assert_eq!(oanh.get("/api/me").await.said(), "200");
    let change = json!({"old": password, "new": "bốn mùa xuân hạ thu đông"});
    let answer = oanh.post("/api/password", change).await;
    assert_eq!(with_cookie(&house, &answer).get("/api/ward").await.said(), "200");
    let taken = admin.post("/api/accounts", json!({"name": "o8", "officer": RECEPTION})).await;
    assert_eq!(taken.said(), "409 name_taken");
    let nobody = admin.post("/api/accounts", json!({"name": "moi", "officer": 999})).await;
    assert_eq!(nobody.said(), "400 unknown_officer");
}

#[tokio::test]
async fn what_a_later_release_says_more_keeps_nobody_out() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let device = json!({"id": oanh.device, "secret": oanh.secret, "made_in": 2031});
    let ask = json!({"name": "o6", "password": PASSWORD, "device": device, "screen": "1366x768"});
    let answer = house.stranger().post("/api/login", ask).await;
    assert_eq!(answer.said(), "200");
    assert_eq!(answer.json()["device"]["id"], json!(oanh.device));
    let oanh = with_cookie(&house, &answer);
    let key = json!({"public": Hand::new().public(), "kind": "P-256"});
    assert_eq!(oanh.post("/api/keys", key).await.said(), "200");
    let writer = json!({"device": 1, "officer": RECEPTION});
    let lost = json!({"writer": writer, "first": 1, "last": 2, "why": "cleared"});
    assert_eq!(oanh.post("/api/lost", lost).await.said(), "200");
    assert_eq!(oanh.post("/api/notices", json!({"notices": [], "seen": 3})).await.said(), "200");
    let change = json!({"old": PASSWORD, "new": "bốn mùa xuân hạ thu đông", "hint": "mùa"});
    assert_eq!(oanh.post("/api/password", change).await.said(), "200");
}

#[tokio::test]
async fn many_logins_at_once_are_not_free() {
    let house = House::new().await;
    let guess = |i: usize| {
        let browser = house.stranger();
        tokio::spawn(async move { login(&browser, "o6", &format!("đoán mò lần thứ {i}")).await.said() })
    };
    let guesses: Vec<_> = (0..40).map(guess).collect();
    let mut evaluated = 0;
    for guess in guesses {
        evaluated += usize::from(guess.await.unwrap() == "401 wrong_login");
    }
    assert_eq!(evaluated, 5);
}

#[tokio::test]
async fn settings_are_saved_on_top_of_what_was_read() {
    let house = House::new().await;
    let (admin, oanh) = (house.browser(ADMIN).await, house.browser(RECEPTION).await);
    let answer = oanh.get("/api/ward").await;
    let tag = answer.headers[header::ETAG].clone();
    let again = oanh.request(axum::http::Method::GET, "/api/ward").header(header::IF_NONE_MATCH, tag);
    assert_eq!(oanh.send(again.body(axum::body::Body::empty()).unwrap()).await.said(), "304");
    let mut ward = answer.json();
    ward["letterheads"][0]["phone"] = json!("0236 3842 222");
    let saved = admin.post("/api/ward", json!({"base": 1, "ward": ward})).await;
    assert_eq!(saved.json()["version"], 2, "{}", saved.text());
    assert_eq!(admin.post("/api/ward", json!({"base": 1, "ward": ward})).await.said(), "409 overtaken");
    assert_eq!(oanh.get("/api/ward").await.json()["letterheads"][0]["phone"], "0236 3842 222");
    ward["officers"] = json!([]);
    assert_eq!(admin.post("/api/ward", json!({"base": 2, "ward": ward})).await.said(), "400 bad_ward");
}

#[tokio::test]
async fn the_head_sees_which_devices_were_not_heard() {
    let house = House::new().await;
    let (oanh, head) = (house.browser(RECEPTION).await, house.browser(HEAD).await);
    house.later(3);
    oanh.get("/api/pull?epoch=&cursor=0&seen_n=0&wait=0&waiting=7").await;
    let devices = head.get("/api/devices").await.json();
    assert_eq!(devices["as_of"], nine().plus_minutes(3).millis());
    let tablet = &devices["devices"][0];
    assert_eq!((&tablet["waiting"], &tablet["officer"]), (&json!(7), &json!(RECEPTION)));
    assert_eq!(tablet["last_seen"], nine().plus_minutes(3).millis());
}
