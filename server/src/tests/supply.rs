//! Gửi ảnh giấy tờ bổ sung: what was asked for comes by the tracking page, once, and only to whoever has the two codes.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::act::Act;
use shared::demo::{PORTAL, RECEPTION};
use shared::door::Number;
use shared::dossier::attach::{Attach, Detach};
use shared::dossier::intake::{AskBefore, Refuse};
use shared::dossier::{self, Kind, Status};
use shared::scan::Digest;

use super::pen::{Pen, sings};
use super::upload::{address, announced, apply, form, id, jpeg, kept, send};
use super::{Answer, Browser, House, nine};
use crate::limits::SUPPLY_DOSSIER_MAX;

const PAPER: &str = "Trích lục khai tử của mẹ";
const CARD: &str = "Giấy tờ tùy thân của người yêu cầu (CCCD/Căn cước/hộ chiếu)";

/// The counter, whose acts follow each other.
struct Counter {
    oanh: Browser,
    pen: Pen,
}

impl Counter {
    async fn does(&mut self, act: dossier::Act) {
        let push = self.pen.write(Act::Dossier { id: id(1), act });
        let answer = self.oanh.post("/api/push", &push).await;
        assert!(answer.text().contains("\"applied\""), "{}", answer.text());
    }
}

/// An application that waits for two papers: one to bring, one to show.
async fn asked(house: &House) -> Counter {
    assert_eq!(apply(house, &form(1, &[])).await.said(), "200");
    let oanh = house.browser(RECEPTION).await;
    let pen = Pen::new(oanh.writer(), nine());
    let mut counter = Counter { oanh, pen };
    let papers = vec![format!("{PAPER} (1 bản chính)"), CARD.to_owned()];
    let (reason, until) = ("thiếu giấy tờ".to_owned(), nine().day().plus(7));
    counter.does(dossier::Act::AskBefore(AskBefore { form: None, papers, reason, until })).await;
    counter
}

/// A minute later: an address may look so often in one.
async fn track(house: &House) -> Value {
    house.later(1);
    let ask = json!({"code": Number::of(id(1)).to_string(), "secret": "K7M2QP"});
    let answer = house.stranger().post("/api/public/track", ask).await;
    assert_eq!((answer.said().as_str(), sings(&answer.text())), ("200", None), "{}", answer.text());
    answer.json()
}

/// The send number `n` of these photographs, for the request that the page shows.
async fn letter(house: &House, n: u64, photos: &[(usize, &[u8])]) -> Value {
    let photos: BTreeMap<String, Value> =
        photos.iter().map(|(place, file)| (place.to_string(), announced(file))).collect();
    let asked = track(house).await["asked"]["at"].clone();
    let code = Number::of(id(1)).to_string();
    json!({"id": id(n), "code": code, "secret": "k7m 2qp", "asked": asked, "photos": photos})
}

async fn post(house: &House, letter: &Value) -> Answer {
    house.stranger().post("/api/public/supplement", letter).await
}

#[tokio::test]
async fn photographs_of_what_was_asked_for_come_by_the_tracking_page() {
    let house = House::new().await;
    let counter = asked(&house).await;
    assert_eq!(track(&house).await["photos"], json!([{"takes": true}, {"takes": false}]));
    let file = jpeg(1, 900);
    let mail = letter(&house, 7, &[(0, &file)]).await;
    assert_eq!(post(&house, &mail).await.said(), "409 photos_awaited", "nothing without its bytes");
    assert_eq!(kept(&house, 1).await.expect("kept").scans, []);
    let digest = send(&house, 7, &file).await;
    house.later(3);
    let answer = post(&house, &mail).await;
    assert_eq!((answer.said().as_str(), sings(&answer.text())), ("200", None), "{}", answer.text());
    assert_eq!(answer.json()["photos"][0]["sent"], json!(house.clock.now().millis()));
    let dossier = kept(&house, 1).await.expect("kept");
    let [scan] = dossier.scans.as_slice() else { panic!("{:?}", dossier.scans) };
    assert_eq!((scan.paper.as_str(), scan.by, scan.file.bytes), (PAPER, PORTAL, 900));
    let last = dossier.last_trace().map(|trace| trace.kind);
    assert_eq!((dossier.status, last), (Status::SupplementBefore, Some(Kind::Supply)), "it waits on");
    assert_eq!(counter.oanh.get(&address(&digest, 1)).await.body, file);
    assert_eq!(house.site.uploads.extent(), (0, 0));
    // The answer was lost: the same again changes nothing.
    let again = post(&house, &mail).await;
    assert_eq!((again.said().as_str(), &again.body), ("200", &answer.body));
    assert_eq!(kept(&house, 1).await, Some(dossier));
    assert!(house.site.store.verify(|_, _| ()).await.unwrap().differences.is_empty());
}

#[tokio::test]
async fn a_better_picture_takes_the_place_of_the_one_before_and_the_counter_takes_it_off() {
    let house = House::new().await;
    let mut counter = asked(&house).await;
    for (n, kind) in [(7, 1), (8, 2)] {
        send(&house, n, &jpeg(kind, 900)).await;
        assert_eq!(post(&house, &letter(&house, n, &[(0, &jpeg(kind, 900))]).await).await.said(), "200");
    }
    let better = Digest::of(&jpeg(2, 900));
    let named = kept(&house, 1).await.expect("kept").scans;
    assert_eq!(named.iter().map(|scan| &scan.file.digest).collect::<Vec<_>>(), [&better]);
    let reason = "ảnh của người khác".to_owned();
    counter.does(dossier::Act::Detach(Detach { digest: better, reason })).await;
    assert_eq!(track(&house).await["photos"][0], json!({"takes": true}), "it is wanted again");
}

#[tokio::test]
async fn what_nobody_asked_for_is_refused_before_any_bytes_travel() {
    let house = House::new().await;
    let mut counter = asked(&house).await;
    let file = jpeg(1, 900);
    for (place, said) in [(1, "chỉ xuất trình ở quầy"), (2, "không yêu cầu giấy tờ này")] {
        let answer = post(&house, &letter(&house, 7, &[(place, &file)]).await).await;
        assert_eq!(answer.said(), "422 refused");
        assert!(answer.text().contains(said), "{}", answer.text());
    }
    let answer = post(&house, &letter(&house, 7, &[]).await).await;
    assert!(answer.text().contains("Chưa có ảnh nào"), "{}", answer.text());
    // What stands in the dossier for something else is not taken for the paper that is missing, and that is said.
    let theirs = Attach {
        paper: String::new(),
        file: serde_json::from_value(announced(&file)).expect("a file"),
        instead_of: None,
    };
    counter.does(dossier::Act::Attach(theirs)).await;
    let answer = post(&house, &letter(&house, 7, &[(0, &file)]).await).await;
    assert_eq!(answer.said(), "422 refused");
    assert!(answer.text().contains("Ảnh này đã có trong hồ sơ"), "{}", answer.text());
    let digest = Digest::of(&file);
    counter.does(dossier::Act::Detach(Detach { digest, reason: "nhầm".to_owned() })).await;
    let mut old = letter(&house, 7, &[(0, &file)]).await;
    old["asked"] = json!(nine().plus_minutes(-60).millis());
    let answer = post(&house, &old).await;
    assert!(answer.text().contains("đã yêu cầu khác đi"), "{}", answer.text());
    let mut guessed = letter(&house, 7, &[(0, &file)]).await;
    guessed["id"] = json!("00000000-0000-0000-0000-000000000000");
    assert_eq!(post(&house, &guessed).await.said(), "400 bad_send");
    let late = letter(&house, 7, &[(0, &file)]).await;
    let refuse = Refuse {
        form: None,
        reason: "sai nơi".to_owned(),
        go_to: String::new(),
        approved_by: shared::demo::HEAD,
    };
    counter.does(dossier::Act::Refuse(refuse)).await;
    assert_eq!(post(&house, &late).await.said(), "422 refused");
    assert!(track(&house).await.get("photos").is_none(), "nothing is wanted any more");
    assert_eq!(kept(&house, 1).await.expect("kept").scans, []);
}

#[tokio::test]
async fn without_the_secret_nobody_sends_and_nobody_learns_whether_there_is_a_dossier() {
    let house = House::new().await;
    let _counter = asked(&house).await;
    let file = jpeg(1, 900);
    let mut wrong = letter(&house, 7, &[(0, &file)]).await;
    wrong["secret"] = json!("AAAAAA");
    let mut unknown = wrong.clone();
    unknown["code"] = json!("000-000-001");
    let (wrong, unknown) = (post(&house, &wrong).await, post(&house, &unknown).await);
    assert_eq!((wrong.said().as_str(), &wrong.body), ("404 no_such_slip", &unknown.body));
    // Whoever knows a digest and has not the bytes gets no dossier that names it.
    send(&house, 9, &file).await;
    assert_eq!(post(&house, &letter(&house, 7, &[(0, &file)]).await).await.said(), "409 photos_awaited");
}

#[tokio::test]
async fn a_dossier_is_sent_so_often_in_a_day() {
    let house = House::new().await;
    let _counter = asked(&house).await;
    for n in 0..=u64::from(SUPPLY_DOSSIER_MAX) {
        let file = jpeg(u8::try_from(n).expect("few"), 900);
        send(&house, 100 + n, &file).await;
        let answer = post(&house, &letter(&house, 100 + n, &[(0, &file)]).await).await;
        let said = if n < u64::from(SUPPLY_DOSSIER_MAX) { "200" } else { "429 wait" };
        assert_eq!(answer.said(), said, "{n}");
    }
}
