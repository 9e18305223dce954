//! Gửi việc: once, in order, and only under one's own name.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use serde_json::json;
use shared::act::Act;
use shared::demo::{JUSTICE, RECEPTION, VOLUNTEER};
use shared::dossier;
use shared::limits::{PUSH_ACTS_MAX, PUSH_BYTES_MAX, REQUEST_BYTES_MAX};
use shared::sync::client::{Meta, Queued};
use shared::sync::heir::inherit;
use shared::sync::wire::{self, Hash, Outcome, Over, PullReply, Push, PushReply};

use super::pen::{Pen, dossier_id, lodge, note, receive};
use super::{Answer, Browser, House, nine};
use crate::config::Config;
use crate::files::Files;
use crate::limits;

fn reply(answer: &Answer) -> PushReply {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    serde_json::from_slice(&answer.body).expect("a reply")
}

fn outcomes(answer: &Answer) -> Vec<Outcome> {
    let reply = reply(answer);
    let PushReply::Done { results, .. } = reply else { panic!("not done: {reply:?}") };
    results.into_iter().map(|judged| judged.outcome).collect()
}

fn first_number(browser: &Browser) -> u16 {
    browser.lane.expect("a receptionist's device has a lane").first()
}

#[tokio::test]
async fn a_dossier_is_received_and_a_repeat_changes_nothing() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let push = pen.write(receive(dossier_id(1), "Nguyễn Thị Canary", first_number(&oanh)));
    assert_eq!(outcomes(&oanh.post("/api/push", &push).await), [Outcome::Applied { seq: 1 }]);
    assert_eq!(outcomes(&oanh.post("/api/push", &push).await), [Outcome::Applied { seq: 1 }]);
    let records = house.site.store.all_records().await.unwrap();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].code.as_ref().unwrap().short(), format!("181122-{}", first_number(&oanh)));
}

/// A copy was put back that lacks what a device has forgotten; the device went on under new numbers; then a newer copy
/// was put back, which has some of the acts under the old ones.
#[tokio::test]
async fn an_act_that_the_book_has_under_a_former_number_is_not_done_again() {
    let house = House::new().await;
    let (old, new) = (house.browser(RECEPTION).await, house.browser(RECEPTION).await);
    let mut pen = Pen::new(old.writer(), nine());
    let first = pen.write(receive(dossier_id(1), "Nguyễn Thị Canary", first_number(&old)));
    let second = pen.write(note(dossier_id(1), "đã gọi"));
    for push in [&first, &second] {
        outcomes(&old.post("/api/push", push).await);
    }
    let before = house.site.store.all_records().await.unwrap();
    let waiting: Vec<Queued> = [&first, &second]
        .map(|push| Queued { n: push.first_n, prev: push.prev.clone(), body: push.acts[0].clone(), seq: 0 })
        .into();
    let (_, moved) = inherit(&Meta::new(new.writer(), new.lane), &waiting);
    let acts = moved.into_iter().map(|(_, queued)| queued.body).collect();
    let push = Push { writer: new.writer(), first_n: 1, prev: Hash::default(), acts, ..first };
    let done = Outcome::Noop { by: RECEPTION, at: nine() };
    assert_eq!(outcomes(&new.post("/api/push", &push).await), [done.clone(), done]);
    assert_eq!(house.site.store.all_records().await.unwrap(), before);
    let found = house.site.store.verify(|_, _| ()).await.unwrap();
    assert_eq!((found.acts, found.differences), (4, vec![]));
}

#[tokio::test]
async fn a_clock_in_another_year_casts_no_doubt_on_later_acts() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let year = 365 * 24 * 60;
    for (n, at) in [(1, nine().plus_minutes(30 * year)), (2, nine()), (3, nine().plus_minutes(-48 * year))] {
        pen.at = at;
        let number = first_number(&oanh) + u16::try_from(n).unwrap();
        let push = pen.write(receive(dossier_id(n), "Lê Thị Canary", number));
        assert!(!matches!(outcomes(&oanh.post("/api/push", &push).await)[0], Outcome::Rejected { .. }));
    }
    let records = house.site.store.all_records().await.unwrap();
    let disputed = |n| records.iter().find(|record| record.id == dossier_id(n)).unwrap().time_disputed;
    assert_eq!([disputed(1), disputed(2), disputed(3)], [true, false, true]);
}

#[tokio::test]
async fn a_refused_act_does_not_hold_up_the_next() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let id = dossier_id(1);
    let push = pen.write_all(vec![
        note(dossier_id(99), "không có hồ sơ này"),
        receive(id, "Lê Văn A", first_number(&oanh)),
        note(id, "đã gọi điện"),
    ]);
    let outcomes = outcomes(&oanh.post("/api/push", &push).await);
    assert!(matches!(outcomes[0], Outcome::Rejected { .. }), "{outcomes:?}");
    assert_eq!(outcomes[1..], [Outcome::Applied { seq: 2 }, Outcome::Applied { seq: 3 }]);
}

#[tokio::test]
async fn an_act_that_nobody_can_read_is_kept_aside() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let mut push = pen.write_all(vec![note(dossier_id(1), "a"), note(dossier_id(1), "b")]);
    push.acts[0].0 = r#"{"v":99,"act":{"của phiên bản sau":{}}}"#.to_owned();
    let outcomes = outcomes(&oanh.post("/api/push", &push).await);
    assert!(matches!(outcomes[0], Outcome::Quarantined { ticket: 1, .. }), "{outcomes:?}");
    assert_eq!(outcomes.len(), 2);
}

#[tokio::test]
async fn gaps_forks_and_other_lives_are_told() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let first = pen.write(note(dossier_id(1), "một"));
    let second = pen.write(note(dossier_id(1), "hai"));
    assert_eq!(reply(&oanh.post("/api/push", &second).await), PushReply::Gap { expect: 1 });
    oanh.post("/api/push", &first).await;
    let mut clone = Pen::new(oanh.writer(), nine());
    let other = clone.write(note(dossier_id(1), "từ bản sao của máy"));
    assert_eq!(reply(&oanh.post("/api/push", &other).await), PushReply::Fork { n: 1 });
    let mut foreign = second.clone();
    foreign.epoch = "another".to_owned();
    let epoch = house.site.store.epoch.to_string();
    assert_eq!(reply(&oanh.post("/api/push", &foreign).await), PushReply::Epoch { epoch });
}

#[tokio::test]
async fn nobody_writes_under_another_name() {
    let house = House::new().await;
    let (mai, oanh) = (house.browser(VOLUNTEER).await, house.browser(RECEPTION).await);
    let act = || receive(dossier_id(1), "Lê Văn A", 6000);
    // The envelope claims another officer.
    let push = Pen::new(oanh.writer(), nine()).write(act());
    assert_eq!(mai.post("/api/push", &push).await.said(), "403 foreign_writer");
    // The envelope is honest, the act inside is not.
    let mut forged = Pen::new(oanh.writer(), nine()).write(act());
    forged.writer = mai.writer();
    assert_eq!(mai.post("/api/push", &forged).await.said(), "403 foreign_writer");
    // A number inside that is not the act's place.
    let mut moved = Pen::new(oanh.writer(), nine()).write_all(vec![note(dossier_id(1), "a"), act()]);
    moved.acts.remove(0);
    assert_eq!(oanh.post("/api/push", &moved).await.said(), "400 wrong_number");
    // Honest all through, but the role may not.
    let push = Pen::new(mai.writer(), nine()).write(act());
    let outcomes = outcomes(&mai.post("/api/push", &push).await);
    assert!(matches!(outcomes[0], Outcome::Rejected { .. }), "{outcomes:?}");
    assert!(house.site.store.all_records().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_number_given_twice_is_given_anew_and_said() {
    let house = House::new().await;
    let (oanh, ha) = (house.browser(RECEPTION).await, house.browser(JUSTICE).await);
    let number = first_number(&oanh);
    let mut pen = Pen::new(oanh.writer(), nine());
    oanh.post("/api/push", &pen.write(receive(dossier_id(1), "A", number))).await;
    let foreign = Pen::new(ha.writer(), nine()).write(receive(dossier_id(2), "B", number));
    let outcomes = outcomes(&ha.post("/api/push", &foreign).await);
    let Outcome::Conflict { over: Over::Number { given, .. }, .. } = &outcomes[0] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(given.short(), "181122-0001");
}

#[tokio::test]
async fn devices_have_lanes_of_their_own_and_volunteers_none() {
    let house = House::new().await;
    let lanes = [house.browser(RECEPTION).await.lane, house.browser(JUSTICE).await.lane];
    assert_eq!(lanes.map(|lane| lane.map(|lane| lane.first())), [Some(6000), Some(6100)]);
    assert_eq!(house.browser(VOLUNTEER).await.lane, None);
}

#[tokio::test]
async fn a_push_may_be_packed_but_not_without_end() {
    let house = House::new().await;
    let mai = house.browser(VOLUNTEER).await;
    let pack = |bytes: &[u8]| {
        use std::io::Write;
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(bytes).unwrap();
        gzip.finish().unwrap()
    };
    let send = |path: &'static str, encoding: &'static str, body: Vec<u8>| {
        let request = mai
            .request(Method::POST, path)
            .header(header::CONTENT_ENCODING, encoding)
            .body(Body::from(body))
            .unwrap();
        mai.send(request)
    };
    let push = Pen::new(mai.writer(), nine()).write(lodge(dossier_id(1), "Trần B"));
    let packed = pack(&serde_json::to_vec(&push).unwrap());
    assert_eq!(outcomes(&send("/api/push", "gzip", packed.clone()).await), [Outcome::Applied { seq: 1 }]);
    let bomb = pack(&vec![b' '; 100 * 1024 * 1024]);
    assert!(bomb.len() < REQUEST_BYTES_MAX);
    for path in ["/api/push", "/api/carry", "/api/rescue"] {
        assert_eq!(send(path, "gzip", bomb.clone()).await.said(), "413 too_large", "{path}");
    }
    let queue = pack(br#"{"token":"none","envelopes":[]}"#);
    assert_eq!(send("/api/rescue", "gzip", queue).await.said(), "410 rescue_over", "it was unpacked");
    assert_eq!(send("/api/push", "gzip", vec![1, 2, 3]).await.said(), "400 bad_gzip");
    assert_eq!(send("/api/push", "br", packed.clone()).await.said(), "415 packed");
    assert_eq!(send("/api/login", "gzip", packed).await.said(), "415 packed");
}

#[tokio::test]
async fn too_much_is_told_in_one_sentence() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let raw =
        |body: Vec<u8>| oanh.send(oanh.request(Method::POST, "/api/push").body(Body::from(body)).unwrap());
    let answer = raw(vec![b'['; 10 * 1024 * 1024]).await;
    assert_eq!(answer.said(), "413 too_large");
    assert_eq!(
        answer.json()["error"]["vi"],
        format!("Nội dung gửi lên quá lớn: tối đa {} KiB mỗi lần.", REQUEST_BYTES_MAX / 1024)
    );
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    assert_eq!(raw(deep).await.said(), "400 bad_json");
    assert_eq!(oanh.post("/api/push", json!({"writer": 1})).await.said(), "400 bad_json");
    let acts = (0..=PUSH_ACTS_MAX).map(|_| note(dossier_id(1), "x")).collect();
    let many = Pen::new(oanh.writer(), nine()).write_all(acts);
    assert_eq!(oanh.post("/api/push", &many).await.said(), "413 too_many_acts");
}

#[tokio::test]
async fn what_is_kept_for_good_is_bounded_by_its_bytes() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let of = |sizes: &[usize]| {
        let mut push = Pen::new(oanh.writer(), nine()).write_all(vec![]);
        push.acts = sizes.iter().map(|bytes| wire::Body(format!("\"{}\"", "x".repeat(bytes - 2)))).collect();
        push
    };
    assert_eq!(oanh.post("/api/push", &of(&[PUSH_BYTES_MAX + 1])).await.said(), "413 too_large");
    let third = PUSH_BYTES_MAX / 3 + 1;
    assert_eq!(oanh.post("/api/push", &of(&[third; 3])).await.said(), "413 too_large");
    let last = house.site.store.all_records().await.unwrap().len();
    assert_eq!(last, 0);
    let full = limits::PUSH_DEVICE_HOUR_BYTES_MAX - 100;
    house.site.push_bytes.take(&oanh.device.to_string(), full, nine()).unwrap();
    assert_eq!(oanh.post("/api/push", &of(&[101])).await.said(), "429 wait");
    assert_eq!(oanh.post("/api/push", &of(&[100])).await.said(), "200");
    house.later(60);
    let next = Push { first_n: 2, prev: of(&[100]).acts[0].hash(&Hash::default()), ..of(&[101]) };
    assert_eq!(oanh.post("/api/push", &next).await.said(), "200", "an hour later");
}

#[tokio::test]
async fn a_device_that_asks_without_end_is_slowed_down() {
    let config = Config { pushes_per_minute: 3, ..Config::default() };
    let house = House::with(config, Files::default()).await;
    let oanh = house.browser(RECEPTION).await;
    let mut said = Vec::new();
    for _ in 0..4 {
        said.push(oanh.get("/api/pull?epoch=&cursor=0&seen_n=0&wait=0").await.said());
    }
    assert_eq!(said, ["200", "200", "200", "429 wait"]);
    for _ in 0..limits::SEARCH_DEVICE_MINUTE_MAX {
        assert_eq!(oanh.get("/api/search?q=ab").await.said(), "200");
    }
    assert_eq!(oanh.get("/api/search?q=ab").await.said(), "429 wait");
    let held = house.site.report_slots.clone().acquire_many_owned(limits::REPORT_SLOTS as u32).await.unwrap();
    let report = "/api/report?form=board&from=2018-01-01&to=2018-12-31";
    let waiting = tokio::spawn({
        let oanh = oanh.clone();
        async move { oanh.get(report).await.said() }
    });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!waiting.is_finished(), "two are being counted");
    drop(held);
    assert_eq!(waiting.await.unwrap(), "200");
}

/// A text that PostgreSQL does not take, and numbers that do not fit a signed one, are no fault of the server.
#[tokio::test]
async fn odd_values_are_answered() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let push = pen.write_all(vec![note(dossier_id(1), "x"), note(dossier_id(1), "y")]);
    oanh.post("/api/push", &push).await;
    let all = format!("/api/pull?epoch=&cursor=0&seen_n={}&wait=0", u64::MAX);
    let page: PullReply<serde_json::Value> =
        serde_json::from_slice(&oanh.get(&all).await.body).expect("a page");
    assert_eq!(page.outcomes, [], "none is newer than the newest");
    assert_eq!(oanh.get("/api/search?q=a%00b").await.said(), "400 bad_query");
    let login = json!({"name": "o6\u{0}", "password": "con mèo trèo cây cau"});
    assert_eq!(house.stranger().post("/api/login", login).await.said(), "401 wrong_login");
}

/// A week's dossiers are signed in a row, and each is sent as soon as it is kept.
#[tokio::test]
async fn a_leaders_backlog_passes_one_by_one_within_a_minute() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    for i in 0..200 {
        let said = oanh.post("/api/push", &pen.write(note(dossier_id(1), "x"))).await.said();
        assert_eq!(said, "200", "push {i}");
    }
}

#[tokio::test]
async fn a_device_that_pushes_without_end_is_slowed_down() {
    let config = Config { pushes_per_minute: 3, ..Config::default() };
    let house = House::with(config, Files::default()).await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let mut said = Vec::new();
    for _ in 0..4 {
        said.push(oanh.post("/api/push", &pen.write(note(dossier_id(1), "x"))).await.said());
    }
    assert_eq!(said, ["200", "200", "200", "429 wait"]);
    let other = house.browser(RECEPTION).await;
    assert_eq!(
        other.post("/api/push", &Pen::new(other.writer(), nine()).write_all(vec![])).await.said(),
        "200"
    );
}

#[tokio::test]
async fn a_second_reception_of_the_day_names_the_first_and_the_log_tells_the_same() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let first = oanh.lane.unwrap().first();
    let receptions = [(1, "Lê Thị Sáu"), (2, "Lê Thị Bảy"), (3, "LÊ THỊ  SÁU")];
    let acts = receptions.iter().zip(first..).map(|((n, name), number)| {
        let Act::Dossier { id, mut act } = receive(dossier_id(*n), name, number);
        if let dossier::Act::Receive(receive) = &mut act {
            // Without a number it is the name and the birth that tell one citizen from another.
            receive.form.applicant.number = String::new();
        }
        Act::Dossier { id, act }
    });
    assert_eq!(oanh.post("/api/push", &pen.write_all(acts.collect())).await.said(), "200");
    let records = house.site.store.all_records().await.expect("read");
    let flagged: Vec<_> = records.iter().filter_map(|d| Some((d.id, d.possible_duplicate?))).collect();
    assert_eq!(flagged, [(dossier_id(3), dossier_id(1))]);
    let found = house.site.store.verify(|_, _| ()).await.expect("replayed");
    assert_eq!((found.acts, found.differences), (3, vec![]));
}
