//! Phiên: another token every hour, where somebody is logged in, and what ends a session from afar.

use std::time::Duration;

use axum::http::header;
use serde_json::{Value, json};
use shared::demo::{ADMIN, HEAD, JUSTICE, RECEPTION};
use shared::officer::Role;

use super::pen::{Pen, dossier_id, receive};
use super::{Answer, Browser, House, PASSWORD, nine};
use crate::store::account::Account;

/// The browser as the answer leaves it: with the cookie that came, or the one it had.
fn after(browser: &Browser, answer: &Answer) -> Browser {
    let came = answer.headers.get(header::SET_COOKIE).and_then(|value| value.to_str().ok());
    let cookie = came.and_then(|value| value.split(';').next()).map(str::to_owned);
    Browser { cookie: cookie.or_else(|| browser.cookie.clone()), ..browser.clone() }
}

async fn me(browser: &Browser) -> Answer {
    browser.get("/api/me").await
}

async fn sessions(browser: &Browser, path: &str) -> Vec<Value> {
    let answer = browser.get(path).await;
    assert_eq!(answer.said(), "200", "{}", answer.text());
    answer.json()["sessions"].as_array().unwrap().clone()
}

#[tokio::test]
async fn every_hour_a_session_gets_another_token_and_no_tab_is_logged_out() {
    let house = House::new().await;
    let tab = house.browser(RECEPTION).await;
    house.later(59);
    let early = me(&tab).await;
    assert!(!early.headers.contains_key(header::SET_COOKIE));
    house.later(1);
    let first = me(&tab).await;
    let turned = after(&tab, &first);
    assert_ne!(turned.cookie, tab.cookie);
    // Requests that were under way, in this tab and in others.
    for path in ["/api/me", "/api/ward", "/api/pull?epoch=&cursor=0&seen_n=0&wait=0"] {
        let beside = tab.get(path).await;
        assert_eq!(beside.said(), "200");
        assert!(!beside.headers.contains_key(header::SET_COOKIE), "one token, however many ask: {path}");
    }
    assert_eq!(me(&turned).await.said(), "200");
    house.later(1);
    assert_eq!(me(&tab).await.said(), "200");
    house.later(1);
    assert_eq!(me(&tab).await.said(), "401 sign_in", "a copy of the old token opens nothing");
    let now = me(&turned).await;
    assert_eq!(now.said(), "200");
    let (before, after) = (first.json(), now.json());
    assert_eq!(before["vault"]["resume"], after["vault"]["resume"], "the page opens its cache as before");
    assert_eq!(before["ends"], after["ends"], "a session lives no longer by it");
}

#[tokio::test]
async fn a_new_token_that_was_lost_on_its_way_logs_nobody_out() {
    let house = House::new().await;
    let tab = house.browser(RECEPTION).await;
    house.later(60);
    let lost = after(&tab, &me(&tab).await);
    house.later(30);
    let again = me(&tab).await;
    assert_eq!(again.said(), "200");
    let tab_after = after(&tab, &again);
    assert!(tab_after.cookie != tab.cookie && tab_after.cookie != lost.cookie);
    assert_eq!(me(&lost).await.said(), "401 sign_in", "what nobody has shown is no key");
    assert_eq!(me(&tab_after).await.said(), "200");
}

#[tokio::test]
async fn an_answer_that_ends_a_session_brings_no_token_of_it() {
    let house = House::new().await;
    let tab = house.browser(RECEPTION).await;
    house.later(60);
    let left = tab.post("/api/logout", json!({})).await;
    let cookies: Vec<_> = left.headers.get_all(header::SET_COOKIE).iter().collect();
    assert_eq!(cookies, ["mc=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"]);
    let tab = house.browser(RECEPTION).await;
    house.later(60);
    let change = json!({"old": PASSWORD, "new": "bốn mùa xuân hạ thu đông"});
    let changed = tab.post("/api/password", change).await;
    assert_eq!(changed.headers.get_all(header::SET_COOKIE).iter().count(), 1);
    assert_eq!(me(&after(&tab, &changed)).await.said(), "200");
}

#[tokio::test]
async fn an_officer_sees_where_she_is_logged_in_and_ends_it_elsewhere() {
    let house = House::new().await;
    let (here, lost, home) =
        (house.browser(RECEPTION).await, house.browser(RECEPTION).await, house.browser(RECEPTION).await);
    let _colleague = house.browser(JUSTICE).await;
    house.later(5);
    assert_eq!(me(&here).await.said(), "200");
    let listed = sessions(&here, "/api/sessions").await;
    assert_eq!(listed.len(), 3, "{listed:?}");
    let first = &listed[0];
    assert_eq!((&first["device"], &first["here"]), (&json!(here.device), &json!(true)), "the latest first");
    assert_eq!((&first["since"], &first["seen"]), (&json!(nine()), &json!(nine().plus_minutes(5))));
    assert_eq!(first["label"], "máy thử");
    assert!(listed[1..].iter().all(|session| session["here"] == false));
    let of_lost = listed.iter().find(|session| session["device"] == json!(lost.device)).unwrap();
    let one = json!({"end": {"one": of_lost["id"]}});
    assert_eq!(here.post("/api/sessions/end", &one).await.said(), "200");
    assert_eq!(me(&lost).await.said(), "401 sign_in");
    assert_eq!(here.post("/api/sessions/end", &one).await.said(), "200", "said twice it changes nothing");
    assert_eq!(me(&home).await.said(), "200");
    assert_eq!(here.post("/api/sessions/end", json!({"end": "others"})).await.said(), "200");
    assert_eq!(me(&home).await.said(), "401 sign_in");
    assert_eq!(sessions(&here, "/api/sessions").await.len(), 1);
}

#[tokio::test]
async fn nobody_but_the_administrator_ends_anothers_session() {
    let house = House::new().await;
    let (oanh, head, admin) =
        (house.browser(RECEPTION).await, house.browser(HEAD).await, house.browser(ADMIN).await);
    let of_oanh = format!("/api/accounts/sessions?officer={RECEPTION}");
    let listed = sessions(&admin, &of_oanh).await;
    assert_eq!((listed.len(), &listed[0]["here"]), (1, &json!(false)));
    let end = json!({"one": listed[0]["id"]});
    assert_eq!(head.get(&of_oanh).await.said(), "403 not_permitted");
    assert_eq!(head.post("/api/sessions/end", json!({"end": end})).await.said(), "200", "not one of hers");
    let named = json!({"officer": RECEPTION, "end": end});
    assert_eq!(head.post("/api/accounts/sessions/end", &named).await.said(), "403 not_permitted");
    assert_eq!(me(&oanh).await.said(), "200");
    assert_eq!(admin.post("/api/accounts/sessions/end", &named).await.said(), "200");
    assert_eq!(me(&oanh).await.said(), "401 sign_in");
    let own = json!({"officer": ADMIN, "end": "others"});
    assert_eq!(admin.post("/api/accounts/sessions/end", own).await.said(), "200");
    assert_eq!(me(&admin).await.said(), "200", "the one that asks stays");
    let nobody = sessions(&admin, "/api/accounts/sessions?officer=999").await;
    assert!(nobody.is_empty());
}

#[tokio::test]
async fn what_is_over_is_not_in_the_list() {
    let house = House::new().await;
    let left = house.browser(RECEPTION).await;
    house.later(119);
    let here = house.browser(RECEPTION).await;
    house.later(1);
    let listed = sessions(&here, "/api/sessions").await;
    assert_eq!(listed.len(), 1, "idle for two hours: {listed:?}");
    assert_eq!(me(&left).await.said(), "401 sign_in");
}

#[tokio::test]
async fn a_browser_is_listed_by_its_name() {
    let house = House::new().await;
    let stranger = house.stranger();
    let body = serde_json::to_vec(&json!({"name": "o6", "password": PASSWORD, "label": "Quầy 2"})).unwrap();
    let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36";
    let request = stranger.request(axum::http::Method::POST, "/api/login").header(header::USER_AGENT, agent);
    let answer = stranger.send(request.body(body.into()).unwrap()).await;
    let listed = sessions(&after(&stranger, &answer), "/api/sessions").await;
    assert_eq!((&listed[0]["browser"], &listed[0]["label"]), (&json!("Chrome, Windows"), &json!("Quầy 2")));
}

/// Settings in which Oanh has these roles.
async fn with_roles(house: &House, admin: &Browser, roles: Vec<Role>) -> Answer {
    let mut ward = (*house.site.store.ward()).clone();
    let base = ward.version;
    ward.officers.iter_mut().find(|officer| officer.id == RECEPTION).unwrap().roles = roles;
    admin.post("/api/ward", json!({"base": base, "ward": ward})).await
}

/// What was done before the session ended is sent after the next login, as if nothing had been.
#[tokio::test]
async fn another_role_ends_the_sessions_and_what_waited_goes_up_after_the_next_login() {
    let house = House::new().await;
    let (oanh, head, admin) =
        (house.browser(RECEPTION).await, house.browser(HEAD).await, house.browser(ADMIN).await);
    let queued = Pen::new(oanh.writer(), nine()).write(receive(dossier_id(1), "CANARY", 6000));
    let roles = vec![Role::Receptionist, Role::Specialist];
    assert_eq!(with_roles(&house, &admin, roles).await.said(), "200");
    assert_eq!(oanh.post("/api/push", &queued).await.said(), "401 sign_in");
    for other in [&head, &admin] {
        assert_eq!(me(other).await.said(), "200", "nobody else is asked");
    }
    let key = json!({"id": oanh.device, "secret": oanh.secret});
    let login = json!({"name": "o6", "password": PASSWORD, "device": key});
    let again = after(&oanh, &oanh.post("/api/login", login).await);
    let answer = again.post("/api/push", &queued).await;
    assert_eq!(answer.said(), "200");
    assert!(answer.json()["done"]["results"][0]["outcome"]["applied"].is_object(), "{}", answer.text());
    // Other settings, or the same roles in another order, ask nobody for a password.
    let same = vec![Role::Specialist, Role::Receptionist];
    assert_eq!(with_roles(&house, &admin, same).await.said(), "200");
    assert_eq!(me(&again).await.said(), "200");
}

#[tokio::test]
async fn who_leaves_the_ward_is_out_for_good_and_who_changes_their_own_roles_stays() {
    let house = House::new().await;
    let (oanh, admin) = (house.browser(RECEPTION).await, house.browser(ADMIN).await);
    let elsewhere = house.browser(ADMIN).await;
    assert_eq!(with_roles(&house, &admin, vec![]).await.said(), "200");
    assert_eq!(me(&oanh).await.said(), "401 sign_in");
    assert_eq!(with_roles(&house, &admin, vec![Role::Receptionist]).await.said(), "200");
    assert_eq!(me(&oanh).await.said(), "401 sign_in", "a session does not come back with the role");
    let mut ward = (*house.site.store.ward()).clone();
    let base = ward.version;
    ward.officers.iter_mut().find(|officer| officer.id == ADMIN).unwrap().roles.push(Role::Clerk);
    assert_eq!(admin.post("/api/ward", json!({"base": base, "ward": ward})).await.said(), "200");
    assert_eq!(me(&admin).await.said(), "200");
    assert_eq!(me(&elsewhere).await.said(), "401 sign_in");
}

#[tokio::test]
async fn a_new_password_from_somebody_else_ends_every_session_of_the_officer() {
    let house = House::new().await;
    let (oanh, admin) = (house.browser(RECEPTION).await, house.browser(ADMIN).await);
    let second =
        Account { name: "o6b".to_owned(), officer: RECEPTION, hash: super::hash(), must_change: false };
    house.site.store.put_account(&second, nine()).await.unwrap();
    assert_eq!(me(&oanh).await.said(), "401 sign_in", "a second login is news for the officer too");
    let oanh = house.browser(RECEPTION).await;
    let made = admin.post("/api/accounts", json!({"name": "o6b", "officer": RECEPTION})).await;
    assert_eq!(made.said(), "200");
    assert_eq!(me(&oanh).await.said(), "401 sign_in", "under whichever of the logins it was");
    assert_eq!(me(&admin).await.said(), "200");
}

/// A pull that waits for news does not wait beyond its session.
#[tokio::test]
async fn a_waiting_pull_ends_with_its_session() {
    let house = House::new().await;
    let (here, lost) = (house.browser(RECEPTION).await, house.browser(RECEPTION).await);
    let path = "/api/pull?epoch=&cursor=0&seen_n=0&wait=25";
    let waiting = tokio::spawn(async move { lost.get(path).await.said() });
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!waiting.is_finished(), "there is no news");
    assert_eq!(here.post("/api/sessions/end", json!({"end": "others"})).await.said(), "200");
    let said = tokio::time::timeout(Duration::from_secs(2), waiting).await.unwrap().unwrap();
    assert_eq!(said, "401 sign_in");
}
