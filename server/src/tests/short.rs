//! Short answers and short questions: what a device that speaks by what it has is told, and what one of the first
//! release is told in its place.

use std::io::Write as _;

use axum::body::Body;
use axum::http::{Method, header};
use shared::act::Act;
use shared::demo::{CHAIR, RECEPTION, VOLUNTEER};
use shared::dossier::stop::Withdraw;
use shared::dossier::{self, Dossier};
use shared::id::DossierId;
use shared::sync::columns;
use shared::sync::digest::{Buckets, bucket_of};
use shared::sync::pack;
use shared::sync::page;
use shared::sync::snapshot::Manifest;
use shared::sync::wire::{self, NOW_HEADER, PullReply, Push, PushReply};

use super::pen::{Pen, dossier_id, lodge, note, receive};
use super::{Answer, Browser, House, nine};

/// A device of the staff that has read everything, as far as these tests need one.
struct Device {
    browser: Browser,
    epoch: String,
    cursor: u64,
    base: Vec<Dossier>,
}

impl Device {
    async fn new(browser: Browser) -> Device {
        let page: PullReply<Dossier> =
            serde_json::from_slice(&browser.get("/api/pull?epoch=&cursor=0&seen_n=0&wait=0").await.body)
                .unwrap();
        Device { browser, epoch: page.epoch, cursor: page.to, base: page.records }
    }

    fn holds(&self, id: DossierId) -> Option<&Dossier> {
        self.base.iter().find(|record| record.id == id)
    }

    async fn ask(&self, more: &str) -> Answer {
        let Device { browser, epoch, cursor, .. } = self;
        let scope = if browser.officer == VOLUNTEER { "n".to_owned() } else { "w".to_owned() };
        let version = 1;
        browser.get(&format!("/api/pull?have={epoch}.{scope}.{cursor}.0.{version}{more}")).await
    }
}

async fn house() -> (House, Pen, Browser) {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let first = oanh.lane.unwrap().first();
    let acts = (0..20).map(|i| receive(dossier_id(100 + i), "CANARY-NGẮN", first + i as u16)).collect();
    assert_eq!(oanh.post("/api/push", &pen.write_all(acts)).await.said(), "200");
    (house, pen, oanh)
}

#[tokio::test]
async fn where_nothing_changed_nothing_is_said_but_the_time() {
    let (house, mut pen, oanh) = house().await;
    let mut chair = Device::new(house.browser(CHAIR).await).await;
    let answer = chair.ask("").await;
    assert_eq!((answer.said().as_str(), answer.body.len()), ("204", 0));
    assert_eq!(answer.headers[NOW_HEADER], nine().millis().to_string());
    let names: Vec<&str> = answer.headers.keys().map(|name| name.as_str()).collect();
    assert_eq!(names, [NOW_HEADER, "cache-control", "content-length"]);
    // Other settings, a copy, a question about the digest, another life: each is told.
    for (epoch, rest) in [
        (&chair.epoch, "w.20.0.7"),
        (&chair.epoch, "w.20.3.1"),
        (&chair.epoch, "o6.20.0.1"),
        (&"x".to_owned(), "w.20.0.1"),
    ] {
        assert_eq!(
            chair.browser.get(&format!("/api/pull?have={epoch}.{rest}")).await.said(),
            "200",
            "{rest}"
        );
    }
    assert_eq!(chair.ask("&digest=true").await.said(), "200");
    // An author who has not seen all outcomes is told them, although no record changed.
    chair.browser = oanh.clone();
    assert_eq!(chair.ask("&seen_n=20").await.said(), "204");
    let told = page::read(&chair.ask("&seen_n=18").await.text(), |_| None).unwrap();
    assert_eq!((told.outcomes.len(), told.records.len()), (2, 0));
    assert_eq!(oanh.post("/api/push", &pen.write(note(dossier_id(100), "gọi lại"))).await.said(), "200");
    assert_eq!(chair.ask("&seen_n=21").await.said(), "200");
    // What is unread is told until the device names the list.
    assert_eq!(oanh.post("/api/push", &pen.write(note(dossier_id(999), "không có"))).await.said(), "200");
    chair.cursor = 22;
    let told = page::read(&chair.ask("&seen_n=22").await.text(), |_| None).unwrap().told.unwrap();
    assert_eq!((told.all, told.list.map(|list| list.len())), (1, Some(1)));
    assert_eq!(chair.ask(&format!("&seen_n=22&told={}", told.tag)).await.said(), "204");
    assert_eq!(chair.ask("&seen_n=22&told=00").await.said(), "200");
}

/// Words that are not written as ours stay as they are, also in the list of what is unread. The page that tells them does
/// not travel in columns: it goes plain, and nobody is kept from reading on.
#[tokio::test]
async fn an_outcome_in_words_of_another_build_is_told_in_a_plain_page() {
    let (_house, mut pen, oanh) = house().await;
    let device = Device::new(oanh.clone()).await;
    let mut push = pen.write(note(dossier_id(999), "không có"));
    push.acts[0] = wire::Body(push.acts[0].0.replacen("{\"v\":", "{ \"v\": ", 1));
    assert_eq!(oanh.post("/api/push", &push).await.said(), "200");
    let answer = device.ask("&seen_n=20").await;
    assert_eq!(answer.said(), "200");
    assert_eq!(page::read(&answer.text(), |_| None), None, "not in columns: the device asks once more");
    let plain: PullReply<Dossier> = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(plain.told.and_then(|told| told.list).map(|list| list.len()), Some(1));
}

#[tokio::test]
async fn a_device_that_holds_a_dossier_hears_what_changed_on_it() {
    let (house, mut pen, oanh) = house().await;
    let chair = Device::new(house.browser(CHAIR).await).await;
    let next = oanh.lane.unwrap().first() + 20;
    let mut acts = vec![receive(dossier_id(1), "CANARY-MỚI", next)];
    acts.extend((0..20).map(|i| note(dossier_id(100 + i), "gọi lại")));
    acts.push(note(dossier_id(100), "lần nữa"));
    assert_eq!(oanh.post("/api/push", &pen.write_all(acts)).await.said(), "200");
    let text = chair.ask("").await.text();
    let page =
        page::read(&text, |id| chair.holds(id)).expect("the device holds what the server takes it to hold");
    let plain = chair.browser.get(&format!("/api/pull?epoch={}&cursor={}", chair.epoch, chair.cursor)).await;
    let plain: PullReply<Dossier> = serde_json::from_slice(&plain.body).unwrap();
    let sorted = |mut page: PullReply<Dossier>| {
        page.records.sort_by_key(|record| record.id);
        page
    };
    assert_eq!(sorted(page), sorted(plain));
    assert_eq!(text.matches("CANARY-MỚI").count(), 1, "the new one is told whole");
    assert!(!text.contains("CANARY-NGẮN"), "what the others were stays where it is");
    // Whoever holds something else cannot take the page, and is given the plain one.
    assert_eq!(page::read(&text, |_| None), None);
}

#[tokio::test]
async fn a_volunteer_hears_of_no_dossier() {
    let (house, _, _) = house().await;
    let tablet = house.browser(VOLUNTEER).await;
    let mut pen = Pen::new(tablet.writer(), nine());
    assert_eq!(tablet.post("/api/push", &pen.write(lodge(dossier_id(7), "CỦA MAI"))).await.said(), "200");
    let mut device = Device::new(tablet).await;
    assert_eq!(device.ask("&seen_n=1").await.said(), "204");
    (device.cursor, device.base) = (0, Vec::new());
    let text = device.ask("&seen_n=0").await.text();
    let page = page::read(&text, |_| None).unwrap();
    assert_eq!((page.records.len(), page.outcomes.len()), (0, 1), "that it was kept");
    assert!(!text.contains("CANARY") && !text.contains("CỦA MAI"), "{text}");
}

async fn push_as(browser: &Browser, coding: &str, body: &str) -> Answer {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(body.as_bytes()).unwrap();
    let request = browser.request(Method::POST, "/api/push").header(header::CONTENT_ENCODING, coding);
    browser.send(request.body(Body::from(gzip.finish().unwrap())).unwrap()).await
}

#[tokio::test]
async fn a_push_in_columns_is_the_same_push() {
    let (house, mut pen, oanh) = house().await;
    let acts = (0..20).map(|i| note(dossier_id(100 + i), "gọi lại")).collect();
    let push = pen.write_all(acts);
    let columns = pack::write(&push).unwrap();
    let answer = push_as(&oanh, pack::CODINGS, &columns).await;
    let reply: PushReply = serde_json::from_slice(&answer.body).unwrap();
    assert!(matches!(&reply, PushReply::Done { last_n: 40, .. }), "{reply:?}");
    let again = oanh.post("/api/push", &push).await;
    assert_eq!(again.body, answer.body, "known under the very same hashes");
    // Somebody else's acts, and what is no push, are refused as ever.
    let other = house.browser(RECEPTION).await;
    assert_eq!(push_as(&other, pack::CODINGS, &columns).await.said(), "403 foreign_writer");
    for (coding, body, said) in [
        (pack::CODINGS, "1 1", "400 bad_columns"),
        (pack::CODINGS, &*columns::encode(["{\"acts\":1}"]).unwrap(), "400 bad_columns"),
        ("mc-columns", &*columns, "415 packed"),
        ("mc-columns, br", &*columns, "415 packed"),
        ("gzip, mc-columns", &*columns, "415 packed"),
        ("mc-columns-2, gzip", &*columns, "415 packed"),
    ] {
        assert_eq!(push_as(&oanh, coding, body).await.said(), said, "{coding}");
    }
    let huge = format!(
        "200 1 1\n[{}]\n{}\n!0\n!{}",
        "\t,".repeat(999) + "\t",
        vec!["0"; 1_000].join(" "),
        "7".repeat(9_000)
    );
    assert_eq!(
        push_as(&oanh, pack::CODINGS, &huge).await.said(),
        "400 bad_columns",
        "unfolded it is too large"
    );
}

#[tokio::test]
async fn a_device_of_the_first_release_is_served_as_before() {
    let (_house, mut pen, oanh) = house().await;
    let list: Manifest = serde_json::from_slice(&oanh.get("/api/snapshot").await.body).unwrap();
    assert_eq!((list.seq, list.chunks.len(), list.scope.as_str()), (0, 0, "w"), "it reads pages");
    let path = format!("/api/pull?epoch={}&cursor=20&seen_n=20&wait=0&waiting=0&scope=w", list.epoch);
    let same: PullReply<Dossier> = serde_json::from_slice(&oanh.get(&path).await.body).unwrap();
    assert_eq!(
        (same.from, same.to, same.records.len()),
        (20, 20, 0),
        "a page, where a newer device hears nothing"
    );
    let push: Push = pen.write(note(dossier_id(100), "gọi lại"));
    assert_eq!(push_as(&oanh, "gzip", &serde_json::to_string(&push).unwrap()).await.said(), "200");
    let changed: PullReply<Dossier> = serde_json::from_slice(&oanh.get(&path).await.body).unwrap();
    assert_eq!(changed.records.len(), 1);
    let session = oanh.cookie.as_ref().unwrap();
    assert_eq!(session.len(), "mc=".len() + 64, "a session that began before goes on");
}

/// A device that had no room for what was closed before a day asks for the sums of the rest.
#[tokio::test]
async fn sums_leave_out_what_a_device_without_room_does_not_hold() {
    let (_house, mut pen, oanh) = house().await;
    let id = dossier_id(100);
    let act = dossier::Act::Withdraw(Withdraw { reason: "nộp nhầm".to_owned(), returned: vec![] });
    assert_eq!(oanh.post("/api/push", &pen.write(Act::Dossier { id, act })).await.said(), "200");
    let device = Device::new(oanh.clone()).await;
    let sums = |closed: bool| {
        let held = device.base.iter().filter(|record| closed || record.is_open());
        Buckets::of(held.map(|record| (record.id, record.rev)))
    };
    assert_ne!(sums(true), sums(false), "one is closed");
    let (today, tomorrow) = (nine().day(), nine().day().next());
    for (since, closed) in [(today, true), (tomorrow, false)] {
        let page = device.ask(&format!("&seen_n=21&digest=true&since={since}")).await.text();
        assert_eq!(page::read(&page, |_| None).unwrap().digest, Some(sums(closed).root()), "{since}");
        let told = oanh.get(&format!("/api/digest?since={since}")).await.json();
        assert_eq!(told["buckets"], sums(closed).to_hex(), "{since}");
        let told = oanh.get(&format!("/api/digest/{}?since={since}", bucket_of(id))).await.text();
        assert_eq!(told.contains(&id.to_string()), closed, "{since}");
    }
    assert_eq!(oanh.get("/api/digest?since=hom-qua").await.said(), "400 bad_query");
}
