//! Phản ánh, kiến nghị: one complaint however often it is sent, read by whoever deals with it and by nobody else.

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use shared::demo::{CHAIR, CLERK, HEAD, RECEPTION};
use shared::feedback::{Channel, Feedback, Number, Step, What};
use shared::id::FeedbackId;
use shared::limits::FEEDBACK_ROWS_MAX;
use shared::moment::{Day, Moment};
use uuid::Uuid;

use super::{Answer, Browser, House, nine};
use crate::limits;
use crate::listen::Peer;

fn id(n: u64) -> FeedbackId {
    FeedbackId(Uuid::from_u64_pair(n << 40 | 0x4000, 0x8000_0000_0000_0000 | n))
}

fn number(n: u64) -> String {
    Number::of(id(n)).to_string()
}

fn filing(n: u64) -> Value {
    json!({
        "id": id(n), "secret": "K7M2QP", "kind": "hanh_vi", "content": "Chờ canary-noi-dung hai giờ",
        "dossier": "181122-6000",
        "sender": {"name": "Canary Thị Kín", "phone": "0759 900 001", "email": "canary@thu.vn"},
    })
}

async fn send(house: &House, filing: &Value) -> Answer {
    house.stranger().post("/api/public/feedback", filing).await
}

async fn from(house: &House, address: &str, path: &str, body: &Value) -> Answer {
    let peer = Peer { address: address.parse().unwrap() };
    let request = house.stranger().request(Method::POST, path).extension(peer);
    house.stranger().send(request.body(Body::from(serde_json::to_vec(body).unwrap())).unwrap()).await
}

async fn look(house: &House, n: u64, secret: &str) -> Answer {
    house.stranger().post("/api/public/feedback/look", json!({"number": number(n), "secret": secret})).await
}

async fn answer(house: &House, n: u64, text: &str) -> Answer {
    let ask = json!({"number": number(n), "secret": "K7M2QP", "answer": text});
    house.stranger().post("/api/public/feedback/look", ask).await
}

async fn step(by: &Browser, n: u64, seen: usize, what: Value) -> Answer {
    by.post("/api/feedback/step", json!({"id": id(n), "seen": seen, "what": what})).await
}

async fn open(by: &Browser, n: u64) -> Answer {
    by.get(&format!("/api/feedback/one?id={}", id(n))).await
}

async fn rows(by: &Browser) -> usize {
    by.get("/api/feedback").await.json()["rows"].as_array().expect("rows").len()
}

async fn kept(house: &House, n: u64) -> Option<Feedback> {
    house.site.store.feedback(id(n)).await.unwrap().map(|kept| kept.feedback)
}

fn classify(about: &[u32]) -> Value {
    json!({"phan_loai": {"kind": "hanh_vi", "about": about}})
}

#[tokio::test]
async fn from_the_phone_to_the_published_reply() {
    let house = House::new().await;
    let sent = send(&house, &filing(1)).await;
    assert_eq!(sent.said(), "200", "{}", sent.text());
    assert_eq!(sent.json()["number"], number(1).as_str());
    let due = Moment::at(Day::new(2018, 12, 13).unwrap(), 17, 0);
    assert_eq!(sent.json()["reply_by"], due.millis());
    let head = house.browser(HEAD).await;
    assert_eq!(
        open(&head, 1).await.json()["sender"]["name"],
        "Canary Thị Kín",
        "the head knows whom to answer"
    );
    assert_eq!(step(&head, 1, 0, classify(&[])).await.said(), "200");
    let ask = json!({"hoi_them": {"question": "Hôm nào?"}});
    assert_eq!(step(&head, 1, 1, ask).await.said(), "200");
    let seen = look(&house, 1, " k7m 2qp").await;
    assert_eq!(
        (&seen.json()["state"], &seen.json()["told"][0]["news"]["question"]),
        (&json!("pa_cho_dan"), &json!("Hôm nào?"))
    );
    assert!(!seen.text().to_lowercase().contains("canary"), "{}", seen.text());
    for _ in 0..3 {
        let told = answer(&house, 1, "Sáng thứ hai").await;
        assert_eq!((told.said().as_str(), &told.json()["state"]), ("200", &json!("pa_dang_xu_ly")));
    }
    assert_eq!(kept(&house, 1).await.unwrap().steps.len(), 3, "an answer that is sent again is one");
    assert_eq!(answer(&house, 1, "Thêm nữa").await.said(), "422 refused");
    let reply = json!({"tra_loi_pa": {"text": "Phường xin lỗi bà Canary Thị Kín."}});
    assert_eq!(step(&head, 1, 3, reply).await.said(), "200");
    assert_eq!(look(&house, 1, "K7M2QP").await.json()["state"], "pa_da_tra_loi");
    let publish = |reply: &str| json!({"cong_khai": {"content": "Chờ lâu", "reply": reply}});
    let betrays = step(&head, 1, 4, publish("Phường xin lỗi bà CANARY THI KIN.")).await;
    assert_eq!(betrays.said(), "422 refused");
    assert!(betrays.text().contains("còn tên người gửi"), "{}", betrays.text());
    assert_eq!(house.stranger().get("/api/public/feedback").await.json(), json!([]));
    assert_eq!(step(&head, 1, 4, publish("Đã xếp thêm người.")).await.said(), "200");
    let shown = house.stranger().get("/api/public/feedback").await;
    assert_eq!(shown.json()[0]["reply"], "Đã xếp thêm người.");
    assert!(!shown.text().to_lowercase().contains("canary"), "{}", shown.text());
    let down = json!({"go_cong_khai": {"reason": "Viết lại"}});
    assert_eq!(step(&head, 1, 5, down).await.said(), "200");
    assert_eq!(house.stranger().get("/api/public/feedback").await.json(), json!([]));
}

/// What everybody reads is read from the book once a step, not once a reader; a step that another process of the same book
/// has taken counts like our own.
#[tokio::test]
async fn the_published_replies_are_read_anew_after_each_step_whoever_took_it() {
    let house = House::new().await;
    let head = house.browser(HEAD).await;
    send(&house, &filing(1)).await;
    let shown = async || house.stranger().get("/api/public/feedback").await;
    assert_eq!(shown().await.json(), json!([]));
    step(&head, 1, 0, classify(&[])).await;
    step(&head, 1, 1, json!({"tra_loi_pa": {"text": "Vâng"}})).await;
    step(&head, 1, 2, json!({"cong_khai": {"content": "Chờ lâu", "reply": "Đã thêm người."}})).await;
    let first = shown().await;
    assert_eq!(
        first.json()[0],
        json!({
            "day": "2018-11-22", "kind": "hanh_vi", "content": "Chờ lâu", "reply": "Đã thêm người.",
        })
    );
    assert_eq!(first.headers["content-type"], "application/json");
    // No step, so the texts are not read again: one that was changed by hand in the book is not seen.
    let mut tx = house.site.store.db.begin().await.unwrap();
    crate::store::within!(&mut tx, |c| {
        let by_hand = "UPDATE feedback_step SET what = REPLACE(what, 'Đã thêm', 'Da them')";
        assert_eq!(sqlx::query(by_hand).execute(c).await.unwrap().rows_affected(), 3);
    });
    tx.commit().await.unwrap();
    assert_eq!(shown().await.body, first.body);
    // Behind the back of the routes, as another process does it.
    let take = async |seen, what| {
        let step = Step { at: house.clock.now(), by: Some(HEAD), what };
        assert!(house.site.store.add_step(id(1), seen, &step).await.unwrap());
    };
    take(3, What::Withdraw { reason: "x".to_owned() }).await;
    assert_eq!(shown().await.json(), json!([]), "taken down there is taken down here");
    let (content, reply) = ("Chờ lâu".to_owned(), "Đã thêm hai người.".to_owned());
    take(4, What::Publish { content, reply }).await;
    assert_eq!(shown().await.json()[0]["reply"], "Đã thêm hai người.");
}

#[tokio::test]
async fn one_address_reads_the_published_replies_so_often_and_keeps_nobody_else_out() {
    let house = House::new().await;
    let read = async |address: &str| {
        let peer = Peer { address: address.parse().unwrap() };
        let request = house.stranger().request(Method::GET, "/api/public/feedback").extension(peer);
        house.stranger().send(request.body(Body::empty()).unwrap()).await.said()
    };
    let mut said = Vec::new();
    for _ in 0..=limits::FEEDBACK_SHOWN_ADDRESS_MAX {
        said.push(read("203.0.113.7").await);
    }
    assert_eq!(said.iter().filter(|said| *said == "200").count(), said.len() - 1);
    assert_eq!(said.last().map(String::as_str), Some("429 wait"));
    assert_eq!(read("203.0.113.8").await, "200");
    house.later(1);
    assert_eq!(read("203.0.113.7").await, "200");
}

/// However much is over, what is open stays on the list; the page is filled with the newest of the others.
#[tokio::test]
async fn an_open_one_is_on_the_list_whatever_came_after_it() {
    let house = House::new().await;
    let store = &house.site.store;
    let file = async |n: u64, reason: Option<&str>| {
        let filing: shared::feedback::Filing = serde_json::from_value(filing(n)).unwrap();
        let one = filing.received(Channel::Online, nine().plus_minutes(n.cast_signed()), None);
        assert!(store.file_feedback(&one, "x").await.unwrap());
        if let Some(reason) = reason {
            let what = What::Refuse { reason: reason.to_owned() };
            assert!(store.add_step(one.id, 0, &Step { at: one.at, by: Some(HEAD), what }).await.unwrap());
        }
    };
    let over = u64::try_from(FEEDBACK_ROWS_MAX).unwrap() + 5;
    file(1, None).await;
    for n in 2..2 + over {
        file(n, Some("x")).await;
    }
    let listed = house.browser(HEAD).await.get("/api/feedback").await.json();
    let rows = listed["rows"].as_array().unwrap();
    assert_eq!(
        (rows.len(), &listed["more"], &listed["open_more"]),
        (FEEDBACK_ROWS_MAX, &json!(6), &json!(0))
    );
    assert_eq!((&rows[0]["id"], &rows[1]["id"]), (&json!(id(1)), &json!(id(1 + over))));
    let own = house.browser(RECEPTION).await.get("/api/feedback").await.json();
    assert_eq!(
        (&own["rows"], &own["more"]),
        (&json!([]), &json!(0)),
        "how many others wrote is not theirs to know"
    );
}

#[tokio::test]
async fn sent_a_hundred_times_it_is_one_and_costs_nothing() {
    let house = House::new().await;
    let first = send(&house, &filing(1)).await;
    house.later(5);
    for _ in 0..100 {
        let again = send(&house, &filing(1)).await;
        assert_eq!((again.said(), &again.body), ("200".to_owned(), &first.body));
    }
    let mut edited = filing(1);
    edited["content"] = json!("Khác");
    assert_eq!(send(&house, &edited).await.json()["same"], false);
    assert_eq!(kept(&house, 1).await.unwrap().content, "Chờ canary-noi-dung hai giờ", "what was said stays");
    edited["secret"] = json!("AAAAAA");
    let other = send(&house, &edited).await;
    assert_eq!(other.said(), "409 other_feedback");
    assert!(!other.text().contains("canary"));
    assert_eq!(rows(&house.browser(HEAD).await).await, 1);
}

#[tokio::test]
async fn a_hundred_at_once_are_one_too() {
    let house = std::sync::Arc::new(House::new().await);
    let sent = (0..8).map(|_| {
        let house = house.clone();
        tokio::spawn(async move { send(&house, &filing(1)).await.said() })
    });
    for said in sent.collect::<Vec<_>>() {
        assert_eq!(said.await.unwrap(), "200");
    }
    assert_eq!(rows(&house.browser(HEAD).await).await, 1);
}

#[tokio::test]
async fn one_address_fills_no_list_and_keeps_nobody_else_out() {
    let house = House::new().await;
    let mut said = Vec::new();
    for n in 0..20 {
        said.push(from(&house, "203.0.113.7", "/api/public/feedback", &filing(n)).await.said());
    }
    assert_eq!(said.iter().filter(|said| *said == "200").count(), 10);
    assert_eq!(said[10..], vec!["429 wait"; 10]);
    assert_eq!(from(&house, "203.0.113.8", "/api/public/feedback", &filing(30)).await.said(), "200");
    house.later(60);
    assert_eq!(from(&house, "203.0.113.7", "/api/public/feedback", &filing(31)).await.said(), "200");
}

#[tokio::test]
async fn a_wrong_secret_tells_nothing_and_runs_into_a_wall() {
    let house = House::new().await;
    send(&house, &filing(1)).await;
    let (wrong, unknown) = (look(&house, 1, "AAAAAA").await, look(&house, 2, "K7M2QP").await);
    assert_eq!((wrong.said().as_str(), &wrong.body), ("404 no_such_feedback", &unknown.body));
    let ask = json!({"number": number(1), "secret": "AAAAAA"});
    let mut said = Vec::new();
    for _ in 0..8 {
        house.later(1);
        said.push(from(&house, "203.0.113.7", "/api/public/feedback/look", &ask).await.said());
    }
    assert_eq!(said[..5], vec!["404 no_such_feedback"; 5]);
    assert_eq!(said[5..], vec!["429 wait"; 3]);
    assert_eq!(look(&house, 1, "K7M2QP").await.said(), "200", "its owner, elsewhere, is let through");
}

#[tokio::test]
async fn a_dossier_that_does_not_exist_is_answered_like_one_that_does() {
    let house = House::new().await;
    let mut none = filing(2);
    none["dossier"] = json!("999999-9999");
    let (with, without) = (send(&house, &filing(1)).await, send(&house, &none).await);
    let bare = |answer: &Answer| {
        let mut json = answer.json();
        json["number"].take();
        json
    };
    assert_eq!((with.said(), bare(&with)), (without.said(), bare(&without)));
    assert_eq!(kept(&house, 2).await.unwrap().dossier, "999999-9999");
}

#[tokio::test]
async fn hostile_forms_are_refused_in_one_sentence_and_leave_nothing() {
    let house = House::new().await;
    let wrong = |change: fn(&mut Value)| {
        let mut wrong = filing(1);
        change(&mut wrong);
        wrong
    };
    for (form, said) in [
        (wrong(|f| f["content"] = json!("a".repeat(10_000))), "422 refused"),
        (wrong(|f| f["content"] = json!("ạ".repeat(10_000))), "413 too_large"),
        (wrong(|f| f["content"] = json!(" \n\u{200B} ")), "422 refused"),
        (wrong(|f| f["secret"] = json!("")), "422 refused"),
        (wrong(|f| f["sender"]["phone"] = json!("'; DROP TABLE feedback; --")), "422 refused"),
        (wrong(|f| f["id"] = json!("00000000-0000-0000-0000-000000000000")), "422 refused"),
        (wrong(|f| f["kind"] = json!("khac")), "400 bad_json"),
        (wrong(|f| f["at"] = json!(0)), "400 bad_json"),
    ] {
        let answer = send(&house, &form).await;
        assert_eq!(answer.said(), said, "{}", answer.text());
    }
    assert_eq!(rows(&house.browser(HEAD).await).await, 0);
    let hostile = wrong(|f| f["content"] = json!("=1+1<script>alert(1)</script>"));
    assert_eq!(send(&house, &hostile).await.said(), "200");
    let file = "/api/report/feedback?from=2018-11-22&to=2018-11-22&format=csv";
    let csv = house.browser(HEAD).await.get(file).await;
    assert!(csv.text().contains(",'=1+1<script>alert(1)</script>,"), "{}", csv.text());
    assert_eq!(
        csv.headers["content-disposition"],
        "attachment; filename=\"phan-anh-kien-nghi-2018-11-22-2018-11-22.csv\""
    );
    let xlsx = house.browser(HEAD).await.get(&file.replace("csv", "xlsx")).await;
    assert_eq!((xlsx.said().as_str(), &xlsx.body[..2]), ("200", &b"PK"[..]));
}

#[tokio::test]
async fn an_officer_writes_one_down_and_sees_their_own_alone() {
    let house = House::new().await;
    let (oanh, tuan) = (house.browser(RECEPTION).await, house.browser(CLERK).await);
    let entry = |n: u64| json!({"filing": filing(n), "channel": "quay"});
    let said = oanh.post("/api/feedback", entry(1)).await;
    assert_eq!((said.said().as_str(), &said.json()["number"]), ("200", &json!(number(1))));
    assert_eq!(oanh.post("/api/feedback", entry(1)).await.body, said.body, "the button pressed twice");
    assert_eq!(tuan.post("/api/feedback", entry(2)).await.said(), "200");
    let one = kept(&house, 1).await.unwrap();
    assert_eq!((one.by, one.channel.code()), (Some(RECEPTION), "quay"));
    assert_eq!((rows(&oanh).await, rows(&tuan).await, rows(&house.browser(CHAIR).await).await), (1, 1, 2));
    assert_eq!(oanh.get("/api/feedback").await.json()["whole"], false);
    assert_eq!(
        open(&oanh, 1).await.said(),
        "403 not_permitted",
        "what is done about it is the head's to read"
    );
    assert_eq!(look(&house, 1, "K7M2QP").await.said(), "200", "the sender looks it up like any other");
}

#[tokio::test]
async fn whoever_is_named_finds_nothing() {
    let house = House::new().await;
    let mut named = filing(1);
    named["content"] = json!("Anh Huỳnh Ngọc Sơn nói to với dân");
    send(&house, &named).await;
    send(&house, &filing(2)).await;
    let (head, chair) = (house.browser(HEAD).await, house.browser(CHAIR).await);
    assert_eq!((rows(&head).await, rows(&chair).await), (1, 2));
    assert_eq!(open(&head, 1).await.body, open(&head, 9).await.body, "as if there were none");
    assert_eq!(step(&head, 1, 0, classify(&[])).await.said(), "404 no_such_feedback");
    let period = "from=2018-11-22&to=2018-11-22";
    let csv = head.get(&format!("/api/report/feedback?{period}&format=csv")).await;
    assert!(!csv.text().contains("Huỳnh Ngọc Sơn") && csv.text().contains(&number(2)), "{}", csv.text());
    assert_eq!(
        head.get(&format!("/api/report/feedback?{period}")).await.json()["received"],
        2,
        "it is counted"
    );
    // A leader says that the other one is about the head as well.
    assert_eq!(step(&chair, 2, 0, classify(&[HEAD.0])).await.said(), "200");
    assert_eq!(rows(&head).await, 0);
    // Whoever writes that it is about themselves is out with that.
    send(&house, &filing(3)).await;
    assert_eq!(step(&chair, 3, 0, classify(&[CHAIR.0])).await.said(), "404 no_such_feedback");
    assert_eq!(kept(&house, 3).await.unwrap().steps.len(), 1);
}

#[tokio::test]
async fn nobody_decides_on_what_they_have_not_read() {
    let house = House::new().await;
    send(&house, &filing(1)).await;
    let (head, chair) = (house.browser(HEAD).await, house.browser(CHAIR).await);
    assert_eq!(step(&head, 1, 0, classify(&[])).await.said(), "200");
    assert_eq!(step(&chair, 1, 0, json!({"tu_choi_pa": {"reason": "x"}})).await.said(), "409 feedback_moved");
    assert_eq!(
        step(&head, 1, 0, classify(&[])).await.said(),
        "409 feedback_moved",
        "the button pressed twice"
    );
    assert_eq!(kept(&house, 1).await.unwrap().steps.len(), 1);
    let unknown = step(&head, 1, 1, classify(&[999])).await;
    assert!(unknown.text().contains("Chọn lại cán bộ"), "{}", unknown.text());
}

#[tokio::test]
async fn the_report_says_how_many_were_answered_in_time() {
    let house = House::new().await;
    for n in 1..=3 {
        send(&house, &filing(n)).await;
    }
    let head = house.browser(HEAD).await;
    assert_eq!(step(&head, 1, 0, json!({"tu_choi_pa": {"reason": "Của quận"}})).await.said(), "200");
    step(&head, 2, 0, classify(&[])).await;
    house.later(40 * 24 * 60);
    let head = house.browser(HEAD).await;
    assert_eq!(step(&head, 2, 1, json!({"tra_loi_pa": {"text": "Muộn"}})).await.said(), "200");
    let totals = head.get("/api/report/feedback?from=2018-01-01&to=2018-12-31").await.json();
    assert_eq!((&totals["received"], &totals["answers"]), (&json!(3), &json!({"kept": 1, "missed": 2})));
    assert_eq!(head.get("/api/report/feedback?from=2018-01-01").await.said(), "400 bad_query");
}

#[tokio::test]
async fn a_year_without_days_off_still_takes_what_people_say() {
    let house = House::new().await;
    house.clock.set(Moment::at(Day::new(2099, 1, 5).unwrap(), 9, 0));
    let sent = send(&house, &filing(1)).await;
    assert_eq!((sent.said().as_str(), &sent.json()["reply_by"]), ("200", &Value::Null));
    let head = house.browser(HEAD).await;
    assert_eq!(head.get("/api/feedback").await.json()["rows"][0]["no_calendar"], 2099);
    let totals = head.get("/api/report/feedback?from=2099-01-01&to=2099-12-31").await.json();
    assert_eq!(totals["no_calendar"], json!([2099]));
}
