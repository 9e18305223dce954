//! Nộp từ xa: an application through the public door becomes one dossier that waits, however often it is sent.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use shared::act::Act;
use shared::demo::{CHAIR, HEAD, PORTAL, RECEPTION};
use shared::door::Number;
use shared::dossier::intake::{AskBefore, Refuse};
use shared::dossier::record::Channel;
use shared::dossier::{self, Dossier, Status};
use shared::id::DossierId;
use shared::moment::{Day, Moment};
use uuid::Uuid;

use super::pen::{CANARIES, Pen, sings};
use super::{Answer, House, nine, ward};
use crate::config::Config;
use crate::files::Files;
use crate::listen::Peer;

fn id(n: u64) -> DossierId {
    DossierId(Uuid::from_u64_pair(n << 16 | 0x4000, 0x8000_0000_0000_0000 | n))
}

fn form(n: u64) -> Value {
    let ward = ward();
    let procedure = ward.catalogue.in_force("HT-09", nine().day()).expect("a procedure");
    json!({
        "id": id(n), "secret": "K7M2QP",
        "procedure": {"id": "HT-09", "version": procedure.version},
        "applicant": {"name": "Canary Thị Kín", "number": "048190994242", "address": "tổ 12, canary-dia-chi"},
        "contact": {"phone": format!("07599{n:05}")},
        "papers": [0],
    })
}

async fn apply(house: &House, form: &Value) -> Answer {
    house.stranger().post("/api/public/apply", form).await
}

async fn apply_from(house: &House, address: &str, form: &Value) -> Answer {
    let peer = Peer { address: address.parse().unwrap() };
    let request = house.stranger().request(Method::POST, "/api/public/apply").extension(peer);
    house.stranger().send(request.body(Body::from(serde_json::to_vec(form).unwrap())).unwrap()).await
}

async fn kept(house: &House, n: u64) -> Option<Dossier> {
    house.site.store.by_number(Number::of(id(n))).await.unwrap().into_iter().find(|d| d.id == id(n))
}

async fn track(house: &House, code: &str, secret: &str) -> Answer {
    house.stranger().post("/api/public/track", json!({"code": code, "secret": secret})).await
}

#[tokio::test]
async fn an_application_waits_for_the_counter_and_is_tracked_by_its_number() {
    let house = House::new().await;
    let answer = apply(&house, &form(1)).await;
    assert_eq!(answer.said(), "200", "{}", answer.text());
    assert_eq!(sings(&answer.text()), None);
    let friday = Moment::at(Day::new(2018, 11, 23).unwrap(), 9, 0);
    assert_eq!(answer.json()["answer_by"], friday.millis());
    let dossier = kept(&house, 1).await.expect("kept");
    assert_eq!(
        (dossier.status, dossier.channel, dossier.created_by),
        (Status::Waiting, Channel::Online, PORTAL)
    );
    assert!(!dossier.assisted);
    let number = answer.json()["number"].as_str().unwrap().to_owned();
    let seen = track(&house, &number, " k7m 2qp").await;
    assert_eq!(seen.json()["status"], "cho_tiep_nhan", "{}", seen.text());
    assert_eq!(seen.json()["answer_by"], friday.millis());
    assert_eq!(sings(&seen.text()), None);
    let oanh = house.browser(RECEPTION).await;
    let pulled = oanh.get("/api/pull?epoch=&cursor=0&seen_n=0&wait=0").await;
    assert!(pulled.text().contains(CANARIES[1]), "the counter has it");
}

#[tokio::test]
async fn a_retried_send_is_one_application() {
    let house = House::new().await;
    let first = apply(&house, &form(1)).await;
    house.later(5);
    for _ in 0..30 {
        let again = apply(&house, &form(1)).await;
        assert_eq!((again.said(), &again.body), ("200".to_owned(), &first.body));
    }
    let mut edited = form(1);
    edited["applicant"]["name"] = json!("Canary Thị Khác");
    let told = apply(&house, &edited).await;
    assert_eq!((told.said().as_str(), &told.json()["same"]), ("200", &json!(false)));
    assert_eq!(kept(&house, 1).await.unwrap().applicant.name, "Canary Thị Kín");
    assert!(house.site.store.verify(|_, _| ()).await.unwrap().differences.is_empty());
}

#[tokio::test]
async fn at_once_is_one_too() {
    let house = std::sync::Arc::new(House::new().await);
    let send = |n: u64| {
        let house = house.clone();
        tokio::spawn(async move { apply(&house, &form(n % 2)).await })
    };
    for answer in (0..8).map(send).collect::<Vec<_>>() {
        assert_eq!(answer.await.unwrap().said(), "200");
    }
    assert!(kept(&house, 0).await.is_some() && kept(&house, 1).await.is_some());
    let verified = house.site.store.verify(|_, _| ()).await.unwrap();
    assert_eq!((verified.acts, verified.differences), (2, Vec::new()));
}

#[tokio::test]
async fn whoever_knows_an_identity_but_not_its_secret_learns_nothing() {
    let house = House::new().await;
    apply(&house, &form(1)).await;
    let mut other = form(1);
    other["secret"] = json!("AAAAAA");
    let answer = apply(&house, &other).await;
    assert_eq!((answer.said().as_str(), sings(&answer.text())), ("409 other_application", None));
    let number = Number::of(id(1)).to_string();
    let (wrong, unknown) =
        (track(&house, &number, "AAAAAA").await, track(&house, "000-000-001", "K7M2QP").await);
    assert_eq!((wrong.said().as_str(), &wrong.body), ("404 no_such_slip", &unknown.body));
}

#[tokio::test]
async fn hostile_forms_are_refused_in_one_sentence_and_leave_nothing() {
    let house = House::new().await;
    let wrong = |change: fn(&mut Value)| {
        let mut wrong = form(1);
        change(&mut wrong);
        wrong
    };
    let tries = [
        ("422 refused", wrong(|f| f["applicant"]["name"] = json!("\u{0}\u{7}"))),
        ("422 refused", wrong(|f| f["applicant"]["name"] = json!("x".repeat(201)))),
        ("422 refused", wrong(|f| f["contact"]["phone"] = json!(""))),
        ("422 refused", wrong(|f| f["id"] = json!(Uuid::nil()))),
        ("422 refused", wrong(|f| f["procedure"]["id"] = json!("XX-99"))),
        ("422 refused", wrong(|f| f["procedure"]["version"] = json!(99))),
        ("400 bad_json", wrong(|f| f["created_by"] = json!(1))),
        ("400 bad_json", wrong(|f| f["papers"] = json!("<script>"))),
        ("413 too_large", wrong(|f| f["applicant"]["address"] = json!("x".repeat(17_000)))),
    ];
    for (said, form) in tries {
        let answer = apply(&house, &form).await;
        assert_eq!(answer.said(), said, "{}", answer.text());
        assert!(answer.json()["error"]["vi"].as_str().is_some_and(|vi| !vi.is_empty()));
    }
    assert!(kept(&house, 1).await.is_none());
    let formula = wrong(|f| f["applicant"]["name"] = json!("=cmd|' /C calc'!A0\u{202e}"));
    assert_eq!(apply(&house, &formula).await.said(), "200");
}

#[tokio::test]
async fn a_flood_runs_into_a_wall_and_the_others_do_not() {
    let house = House::new().await;
    for n in 0..20 {
        assert_eq!(apply_from(&house, "203.0.113.7", &form(n)).await.said(), "200");
    }
    assert_eq!(apply_from(&house, "203.0.113.7", &form(20)).await.said(), "429 wait");
    assert_eq!(apply_from(&house, "203.0.113.8", &form(20)).await.said(), "200");
    // One telephone, many addresses.
    let mut said = Vec::new();
    for n in 100..106 {
        let mut form = form(n);
        form["contact"]["phone"] = json!("0905123456");
        said.push(apply_from(&house, &format!("198.51.100.{n}"), &form).await.said());
    }
    assert_eq!(said[4..], ["200", "429 wait"]);
}

#[tokio::test]
async fn a_ward_without_the_account_keeps_the_door_closed() {
    let mut closed = ward();
    closed.officers.iter_mut().filter(|o| o.id == PORTAL).for_each(|o| o.roles.clear());
    let house = House::of(closed, Config::default(), Files::default()).await;
    assert_eq!(house.stranger().get("/api/public/procedures").await.json()["open"], false);
    assert_eq!(apply(&house, &form(1)).await.said(), "409 door_closed");
    let open = House::new().await;
    assert_eq!(open.stranger().get("/api/public/procedures").await.json()["open"], true);
}

#[tokio::test]
async fn the_citizen_reads_what_is_missing() {
    let house = House::new().await;
    apply(&house, &form(1)).await;
    let oanh = house.browser(RECEPTION).await;
    let ask = AskBefore {
        form: None,
        papers: vec!["Bản án ly hôn".to_owned()],
        reason: "chưa có trong hồ sơ, đã gọi 0905 123 456".to_owned(),
        until: nine().day().plus(8),
    };
    let act = Act::Dossier { id: id(1), act: dossier::Act::AskBefore(ask) };
    let push = Pen::new(oanh.writer(), nine()).write(act);
    assert_eq!(oanh.post("/api/push", &push).await.said(), "200");
    let seen = track(&house, &Number::of(id(1)).to_string(), "K7M2QP").await.json();
    assert_eq!(seen["status"], "bo_sung_truoc_tn");
    assert_eq!(seen["asked"]["papers"], json!(["Bản án ly hôn"]));
    assert_eq!(seen["asked"]["reason"], "chưa có trong hồ sơ, đã gọi •••", "no number of a person leaves");
}

/// What was owed within eight working hours is counted where the answer came, also when the dossier has ended since.
#[tokio::test]
async fn a_late_answer_stays_in_the_report() {
    let house = House::new().await;
    apply(&house, &form(1)).await;
    let day = |n: u32| Day::new(2018, 11, n).unwrap();
    let does = async |at: Moment, act: dossier::Act| {
        house.clock.set(at);
        let oanh = house.browser(RECEPTION).await;
        let push = Pen::new(oanh.writer(), at).write(Act::Dossier { id: id(1), act });
        assert_eq!(oanh.post("/api/push", &push).await.said(), "200");
    };
    let board = async |from: Day, to: Day| {
        let chair = house.browser(CHAIR).await;
        chair.get(&format!("/api/report?form=board&from={from}&to={to}")).await.json()["answers"].clone()
    };
    let waits = json!({"in_time": 0, "late": 0, "waiting": 1, "waiting_late": 0});
    assert_eq!(board(day(22), day(22)).await, waits);
    let ask = AskBefore {
        form: None,
        papers: vec!["Bản án ly hôn".to_owned()],
        reason: "chưa có trong hồ sơ".to_owned(),
        until: day(27),
    };
    does(Moment::at(day(23), 10, 0), dossier::Act::AskBefore(ask)).await;
    let refuse =
        Refuse { form: None, reason: "Không bổ sung".to_owned(), go_to: String::new(), approved_by: HEAD };
    does(Moment::at(day(29), 10, 0), dossier::Act::Refuse(refuse)).await;
    assert_eq!(kept(&house, 1).await.map(|d| d.status), Some(Status::NotAccepted));
    let late = json!({"in_time": 0, "late": 1, "waiting": 0, "waiting_late": 0});
    assert_eq!(board(day(23), day(23)).await, late);
    assert_eq!(board(day(26), day(30)).await, Value::Null, "nothing was answered then");
}
