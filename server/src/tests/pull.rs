//! Nhận về: what reaches whom, and when.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use shared::demo::{CHAIR, HEAD, RECEPTION, VOLUNTEER};
use shared::dossier::Dossier;
use shared::officer::Role;
use shared::session::Me;
use shared::sync::wire::{Judged, Outcome, PullReply};

use super::pen::{Pen, dossier_id, lodge, note, receive, sings};
use super::{Browser, House, nine};
use crate::limits::LANE_QUIET_MINUTES;

async fn pull(browser: &Browser, cursor: u64) -> PullReply<Dossier> {
    let answer = browser.get(&format!("/api/pull?epoch=&cursor={cursor}&seen_n=0&wait=0")).await;
    assert_eq!(answer.said(), "200", "{}", answer.text());
    serde_json::from_slice(&answer.body).expect("a page")
}

async fn house_with_three() -> (House, Browser) {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let first = oanh.lane.unwrap().first();
    let acts = (1..=3).map(|i| receive(dossier_id(i), "CANARY-KHAC", first + i as u16 - 1)).collect();
    assert_eq!(oanh.post("/api/push", &pen.write_all(acts)).await.said(), "200");
    (house, oanh)
}

#[tokio::test]
async fn the_staff_get_every_change_after_their_cursor() {
    let (house, oanh) = house_with_three().await;
    let page = pull(&oanh, 0).await;
    assert_eq!((page.from, page.to, page.more, page.records.len()), (0, 3, false, 3));
    assert_eq!((page.last_n, page.durable_n, page.outcomes.len()), (3, 0, 3));
    assert_eq!(page.records[0].rev, 1);
    assert_eq!(pull(&house.browser(CHAIR).await, 2).await.records.len(), 1);
    assert!(pull(&oanh, 3).await.records.is_empty());
}

#[tokio::test]
async fn a_change_of_one_dossier_comes_once_in_its_latest_state() {
    let (_house, oanh) = house_with_three().await;
    let mut pen = Pen::new(oanh.writer(), nine());
    pen.n = 3;
    pen.head = last_head(&oanh).await;
    let acts = (0..5).map(|i| note(dossier_id(2), &format!("ghi chú {i}"))).collect();
    assert_eq!(oanh.post("/api/push", &pen.write_all(acts)).await.said(), "200");
    let page = pull(&oanh, 3).await;
    assert_eq!((page.records.len(), page.records[0].rev, page.to), (1, 8, 8));
}

/// The hash of the three acts that `house_with_three` pushed.
async fn last_head(oanh: &Browser) -> shared::sync::wire::Hash {
    let first = oanh.lane.unwrap().first();
    let mut pen = Pen::new(oanh.writer(), nine());
    for i in 1..=3 {
        pen.write(receive(dossier_id(i), "CANARY-KHAC", first + i as u16 - 1));
    }
    pen.head
}

/// Nothing of a citizen comes back to a tablet: neither what it handed in itself, nor to one that still holds it.
#[tokio::test]
async fn a_volunteer_hears_that_it_was_kept_and_gets_no_record_back() {
    let (house, oanh) = house_with_three().await;
    let mai = house.browser(VOLUNTEER).await;
    let mut pen = Pen::new(mai.writer(), nine());
    let push = pen.write(lodge(dossier_id(7), "CANARY CỦA MAI"));
    assert_eq!(mai.post("/api/push", &push).await.said(), "200");
    let text = mai.get("/api/pull?epoch=&cursor=0&seen_n=0&wait=0").await.text();
    assert_eq!(sings(&text), None, "{text}");
    let page: PullReply<Dossier> = serde_json::from_str(&text).unwrap();
    assert_eq!((page.records.len(), page.gone.len(), page.scope.as_str()), (0, 0, "n"));
    assert!(matches!(page.outcomes[..], [Judged { n: 1, outcome: Outcome::Applied { .. } }]));
    // A tablet of the release before holds what it had handed in: another scope is read from the beginning.
    let (epoch, to) = (&page.epoch, page.to);
    let older = format!("/api/pull?epoch={epoch}&cursor={to}&seen_n=1&wait=0&scope=o{VOLUNTEER}");
    let older: PullReply<Dossier> = serde_json::from_slice(&mai.get(&older).await.body).unwrap();
    assert_eq!((older.instead_of, older.from, older.records.len()), (Some(to), 0, 0));
    assert!(mai.get("/api/digest").await.json()["buckets"].as_str().unwrap().chars().all(|c| c == '0'));
    let mut reception = Pen::new(oanh.writer(), nine());
    reception.n = 3;
    reception.head = last_head(&oanh).await;
    let push = reception.write(receive(dossier_id(7), "CỦA MAI", oanh.lane.unwrap().first() + 3));
    assert_eq!(oanh.post("/api/push", &push).await.said(), "200");
    let page = pull(&mai, page.to).await;
    assert_eq!((page.records.len(), page.gone.len()), (0, 0), "nor when it was received");
}

#[tokio::test]
async fn a_cursor_of_another_life_begins_at_the_beginning() {
    let (_house, oanh) = house_with_three().await;
    let answer = oanh.get("/api/pull?epoch=another&cursor=2&seen_n=0&wait=20").await;
    let page: PullReply<Dossier> = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((page.from, page.records.len()), (0, 3));
    assert_eq!(pull(&oanh, 9_999).await.from, 0, "ahead of the server: it was set back");
    assert_eq!(oanh.get("/api/pull?cursor=x").await.said(), "400 bad_query");
}

/// A device stands in the totals with what all of its officers have left on it, and keeps its lane as long.
#[tokio::test]
async fn what_a_colleague_has_left_on_a_tablet_counts_with_it() {
    let (house, oanh) = house_with_three().await;
    let waits = async || house.site.store.device(oanh.device).await.unwrap().unwrap().waiting;
    let week = nine().plus_minutes(LANE_QUIET_MINUTES + 1);
    let lanes = house.site.store.lanes_left(week).await.unwrap();
    for (query, waiting) in [
        ("waiting=2&beside=3.9.4,11.2.0", 6),
        ("waiting=0&beside=3.9.4", 4),
        ("beside=", 0),
        ("waiting=1", 1),
    ] {
        let path = format!("/api/pull?epoch=&cursor=3&seen_n=3&wait=0&{query}");
        assert_eq!(oanh.get(&path).await.said(), "200", "{query}");
        assert_eq!(waits().await, waiting, "{query}");
        let left = house.site.store.lanes_left(week).await.unwrap();
        assert_eq!(left + u8::from(waiting > 0), lanes, "{query}");
    }
    assert_eq!(oanh.get("/api/pull?epoch=&cursor=3&beside=3.9").await.said(), "400 bad_query");
}

#[tokio::test]
async fn a_waiting_pull_wakes_with_the_commit_and_with_the_end() {
    let (house, oanh) = house_with_three().await;
    let chair = house.browser(CHAIR).await;
    let wait = |cursor: u64| {
        let chair = chair.clone();
        tokio::spawn(async move {
            let answer = chair.get(&format!("/api/pull?epoch=&cursor={cursor}&seen_n=0&wait=25")).await;
            serde_json::from_slice::<PullReply<Dossier>>(&answer.body).unwrap().records.len()
        })
    };
    let waiting = wait(3);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!waiting.is_finished(), "nothing has changed yet");
    let mut pen = Pen::new(oanh.writer(), nine());
    pen.n = 3;
    pen.head = last_head(&oanh).await;
    oanh.post("/api/push", &pen.write(note(dossier_id(1), "gọi lại"))).await;
    assert_eq!(tokio::time::timeout(Duration::from_secs(2), waiting).await.unwrap().unwrap(), 1);
    let waiting = wait(4);
    tokio::time::sleep(Duration::from_millis(50)).await;
    house.site.feed.close();
    assert_eq!(tokio::time::timeout(Duration::from_secs(2), waiting).await.unwrap().unwrap(), 0);
}

/// What somebody loses while a pull waits, the pull does not give them when it wakes.
#[tokio::test]
async fn a_waiting_pull_is_answered_by_what_one_may_see_when_it_wakes() {
    for (loses, said) in
        [("device", "410 device_revoked"), ("session", "401 sign_in"), ("role", "401 sign_in")]
    {
        let (house, oanh) = house_with_three().await;
        let chair = house.browser(CHAIR).await;
        let waiting = tokio::spawn({
            let chair = chair.clone();
            async move { chair.get("/api/pull?epoch=&cursor=3&seen_n=0&wait=25").await }
        });
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!waiting.is_finished(), "nothing has changed yet");
        let store = &house.site.store;
        match loses {
            "device" => assert!(store.revoke(chair.device, nine()).await.unwrap()),
            "session" => assert_eq!(chair.post("/api/logout", serde_json::json!({})).await.said(), "200"),
            _ => {
                let mut ward = (*store.ward()).clone();
                let officer = ward.officers.iter_mut().find(|officer| officer.id == CHAIR).unwrap();
                officer.roles = vec![Role::Volunteer];
                store.save_ward(1, ward).await.unwrap();
            }
        }
        let mut pen = Pen::new(oanh.writer(), nine());
        pen.n = 3;
        pen.head = last_head(&oanh).await;
        oanh.post("/api/push", &pen.write(note(dossier_id(1), "gọi lại"))).await;
        let answer = tokio::time::timeout(Duration::from_secs(2), waiting).await.unwrap().unwrap();
        assert_eq!(answer.said(), said, "without {loses}");
        assert_eq!(sings(&answer.text()), None, "without {loses}: {}", answer.text());
    }
}

/// Whoever revokes a lost device does not wait for the next commit.
#[tokio::test]
async fn a_revoked_device_is_told_at_once() {
    let (house, _oanh) = house_with_three().await;
    let (head, chair) = (house.browser(HEAD).await, house.browser(CHAIR).await);
    let waiting = tokio::spawn({
        let chair = chair.clone();
        async move { chair.get("/api/pull?epoch=&cursor=3&seen_n=0&wait=25").await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let revoke = serde_json::json!({"device": chair.device});
    assert_eq!(head.post("/api/devices/revoke", revoke).await.said(), "200");
    let answer = tokio::time::timeout(Duration::from_secs(2), waiting).await.unwrap().unwrap();
    assert_eq!(answer.said(), "410 device_revoked");
}

#[tokio::test]
async fn the_staff_find_a_dossier_without_accents() {
    let (_house, oanh) = house_with_three().await;
    let found = |answer: super::Answer| answer.json().as_array().unwrap().len();
    assert_eq!(found(oanh.get("/api/search?q=canary-khac%20181122").await), 3);
    assert_eq!(found(oanh.get("/api/search?q=181122-6001").await), 1);
    assert_eq!(found(oanh.get("/api/search?q=%25%25").await), 0, "a percent sign is a letter");
    assert_eq!(oanh.get("/api/search?q=a").await.said(), "400 bad_query");
}

/// A device holds the open dossiers and those closed lately; any other is read from the server.
#[tokio::test]
async fn the_staff_open_a_dossier_of_any_year() {
    let (house, oanh) = house_with_three().await;
    house.later(60 * 24 * 365);
    let chair = house.browser(CHAIR).await;
    let answer = chair.get(&format!("/api/dossier?id={}", dossier_id(2))).await;
    let found: Dossier = serde_json::from_slice(&answer.body).expect("a dossier");
    assert_eq!((found.id, found.history.len()), (dossier_id(2), 1));
    assert_eq!(chair.get(&format!("/api/dossier?id={}", dossier_id(9))).await.said(), "404 no_such_dossier");
    assert_eq!(chair.get("/api/dossier?id=x").await.said(), "400 bad_query");
    assert_eq!(oanh.get("/api/dossier").await.said(), "401 sign_in", "her session ended long ago");
}

/// The tabs of a browser share one cookie: after another login, one of them may still ask for its officer before.
#[tokio::test]
async fn whoever_names_a_writer_is_answered_as_that_writer_or_not_at_all() {
    let (house, oanh) = house_with_three().await;
    let as_writer = |browser: &Browser, writer: String| {
        let path = "/api/pull?epoch=&cursor=0&seen_n=0&wait=0";
        browser
            .request(Method::GET, path)
            .header("x-mc-writer", writer)
            .body(Body::empty())
            .expect("a request")
    };
    let own = format!("{}.{}", oanh.device, oanh.officer);
    assert_eq!(oanh.send(as_writer(&oanh, own.clone())).await.said(), "200");
    let chair = house.browser(CHAIR).await;
    assert_eq!(chair.send(as_writer(&chair, own)).await.said(), "403 foreign_writer");
}

#[tokio::test]
async fn a_session_tells_how_much_there_is_to_read_and_when_it_ends() {
    let (house, oanh) = house_with_three().await;
    let me = |answer: super::Answer| serde_json::from_slice::<Me>(&answer.body).expect("who is here");
    let hers = me(oanh.get("/api/me").await);
    assert_eq!((hers.dossiers, hers.ends), (Some(3), Some(nine().plus_minutes(12 * 60))));
    let mai = me(house.browser(VOLUNTEER).await.get("/api/me").await);
    assert_eq!((mai.dossiers, mai.ends), (Some(0), Some(nine().plus_minutes(8 * 60))));
}
