//! Cửa của người dân: a slip opens its own dossier, and nothing else.

use axum::body::Body;
use axum::http::{Method, header};
use serde_json::json;
use shared::demo::RECEPTION;

use super::pen::{Pen, dossier_id, receive};
use super::{Answer, House, nine};
use crate::listen::Peer;

async fn house_with_one() -> House {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let push = Pen::new(oanh.writer(), nine()).write(receive(dossier_id(1), "CANARY", 6000));
    assert_eq!(oanh.post("/api/push", &push).await.said(), "200");
    house
}

async fn track(house: &House, code: &str, secret: &str) -> Answer {
    house.stranger().post("/api/public/track", json!({"code": code, "secret": secret})).await
}

#[tokio::test]
async fn a_slip_shows_where_the_dossier_is_and_no_name() {
    let house = house_with_one().await;
    for (code, secret) in [("181122-6000", "K7M2QP"), ("000.21.17.H17-181122-6000", " k7m 2qp ")] {
        let answer = track(&house, code, secret).await;
        assert_eq!(answer.json()["status"], "da_tiep_nhan", "{}", answer.text());
        assert!(answer.json()["due"].is_number());
        let mut keys: Vec<String> = answer.json().as_object().unwrap().keys().cloned().collect();
        keys.sort();
        assert_eq!(keys, ["due", "status", "step"]);
    }
}

#[tokio::test]
async fn an_unknown_code_and_a_wrong_secret_sound_alike() {
    let house = house_with_one().await;
    let wrong = track(&house, "181122-6000", "AAAAAA").await;
    let unknown = track(&house, "181122-6001", "K7M2QP").await;
    let nonsense = track(&house, "không phải mã", "").await;
    assert_eq!(wrong.said(), "404 no_such_slip");
    assert_eq!((&wrong.body, &wrong.headers), (&unknown.body, &unknown.headers));
    assert_eq!(wrong.body, nonsense.body);
}

#[tokio::test]
async fn guesses_run_into_a_wall() {
    let house = house_with_one().await;
    for _ in 0..5 {
        assert_eq!(track(&house, "181122-6000", "AAAAAA").await.said(), "404 no_such_slip");
    }
    assert_eq!(track(&house, "181122-6000", "K7M2QP").await.said(), "429 wait", "five wrong an hour");
    assert_eq!(track(&house, "181122-6001", "AAAAAA").await.said(), "404 no_such_slip", "another dossier");
    for _ in 0..4 {
        track(&house, "181122-6002", "AAAAAA").await;
    }
    assert_eq!(track(&house, "181122-6003", "AAAAAA").await.said(), "429 wait", "ten a minute");
    house.later(60);
    assert_eq!(track(&house, "181122-6000", "K7M2QP").await.said(), "200");
}

async fn track_from(house: &House, address: &str, secret: &str) -> Answer {
    let body = serde_json::to_vec(&json!({"code": "181122-6000", "secret": secret})).unwrap();
    let peer = Peer { address: address.parse().unwrap() };
    let request = house.stranger().request(Method::POST, "/api/public/track").extension(peer);
    house.stranger().send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn a_stranger_does_not_close_a_citizens_slip() {
    let house = house_with_one().await;
    for _ in 0..6 {
        track_from(&house, "203.0.113.7", "AAAAAA").await;
    }
    assert_eq!(track_from(&house, "203.0.113.7", "K7M2QP").await.said(), "429 wait");
    assert_eq!(track_from(&house, "203.0.113.8", "K7M2QP").await.said(), "200");
    // Many strangers together do, in the end: the secret is worth more than an hour.
    for i in 0..50 {
        track_from(&house, &format!("198.51.100.{i}"), "AAAAAA").await;
    }
    assert_eq!(track_from(&house, "203.0.113.8", "K7M2QP").await.said(), "429 wait");
}

#[tokio::test]
async fn a_flood_of_guesses_closes_the_page_to_whoever_guesses_alone() {
    let house = house_with_one().await;
    house.site.track.spend_all(nine());
    for _ in 0..3 {
        assert_eq!(track_from(&house, "203.0.113.7", "AAAAAA").await.said(), "404 no_such_slip");
    }
    assert_eq!(track_from(&house, "203.0.113.7", "AAAAAA").await.said(), "429 wait", "a guesser");
    for _ in 0..9 {
        let said = track_from(&house, "203.0.113.8", "K7M2QP").await.said();
        assert_eq!(said, "200", "whoever holds the slip asks as often as ever");
    }
}

#[tokio::test]
async fn many_guesses_at_once_are_not_free() {
    let house = std::sync::Arc::new(house_with_one().await);
    let guess = |_| {
        let house = house.clone();
        tokio::spawn(async move { track(&house, "181122-6000", "AAAAAA").await.said() })
    };
    let mut judged = 0;
    for guess in (0..10).map(guess).collect::<Vec<_>>() {
        judged += usize::from(guess.await.unwrap() == "404 no_such_slip");
    }
    assert_eq!(judged, 5);
}

#[tokio::test]
async fn the_catalogue_is_open_and_names_nobody() {
    let house = House::new().await;
    let answer = house.stranger().get("/api/public/procedures").await;
    let body = answer.json();
    assert_eq!(body["agency"], "Ủy ban nhân dân phường Hòa Hiệp Bắc");
    assert!(!body["catalogue"]["procedures"].as_array().unwrap().is_empty());
    for officer in &house.site.store.ward().officers {
        assert!(!answer.text().contains(&officer.name), "{}", officer.name);
    }
    let tag = answer.headers[header::ETAG].clone();
    let again = house.stranger().request(Method::GET, "/api/public/procedures");
    let again = again.header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap();
    assert_eq!(house.stranger().send(again).await.said(), "304");
}

/// On every public page: which ward, when it is open; read again only where something of it has changed.
#[tokio::test]
async fn everybody_is_told_which_ward_it_is() {
    let house = House::new().await;
    let answer = house.stranger().get("/api/public/ward").await;
    assert_eq!(
        answer.json(),
        serde_json::json!({
            "agency": "Ủy ban nhân dân phường Hòa Hiệp Bắc", "address": "12 đường Suối Lương", "phone": "0236 3000 000",
            "hours": "07:30–11:30, 13:00–17:00",
        })
    );
    let tag = answer.headers[header::ETAG].clone();
    let again = async |tag| {
        let again = house.stranger().request(Method::GET, "/api/public/ward");
        house
            .stranger()
            .send(again.header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap())
            .await
            .said()
    };
    assert_eq!(again(tag.clone()).await, "304");
    house.later(24 * 60);
    assert_eq!(again(tag).await, "200", "another day may have other hours");
}
