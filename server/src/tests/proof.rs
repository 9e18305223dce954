//! Bản thảo cho người nộp: its words leave by their own question and to whoever has the two codes; an answer is kept once.

use serde_json::{Value, json};
use shared::act::Act;
use shared::demo::{HEAD, JUSTICE, PORTAL, RECEPTION};
use shared::dossier::assign::Assign;
use shared::dossier::proof::SendProof;
use shared::dossier::record::{Channel, Decision};
use shared::dossier::submit::Submit;
use shared::dossier::{self, Dossier, Kind};
use shared::id::OfficerId;
use shared::lang::Lang;

use super::pen::{Pen, dossier_id, receive, sings};
use super::{Answer, House, nine};

const CODE: &str = "181122-6000";

async fn does(house: &House, who: OfficerId, act: Act) -> String {
    let browser = house.browser(who).await;
    let mut pen = Pen::new(browser.writer(), house.clock.now());
    browser.post("/api/push", &pen.write(act)).await.text()
}

async fn by(house: &House, who: OfficerId, act: dossier::Act) {
    let said = does(house, who, Act::Dossier { id: dossier_id(1), act }).await;
    assert!(said.contains("\"applied\""), "{said}");
}

fn draft(reply: &str) -> dossier::Act {
    let lines = vec!["Họ và tên: Canary Thị Kín".to_owned(), "Chưa đăng ký kết hôn với ai".to_owned()];
    dossier::Act::SendProof(SendProof { lines, reply: reply.to_owned() })
}

/// Received of what came online, and in the hands of a specialist.
async fn received() -> House {
    let house = House::new().await;
    let Act::Dossier { id, act: dossier::Act::Receive(mut act) } =
        receive(dossier_id(1), "Canary Thị Kín", 6000)
    else {
        panic!("a reception")
    };
    act.form.channel = Channel::Online;
    let said = does(&house, RECEPTION, Act::Dossier { id, act: dossier::Act::Receive(act) }).await;
    assert!(said.contains("\"applied\""), "{said}");
    by(&house, HEAD, dossier::Act::Assign(Assign { to: JUSTICE, reason: String::new() })).await;
    house
}

/// A minute later: an address may look so often in one.
async fn asks(house: &House, path: &str, ask: Value) -> Answer {
    house.later(1);
    house.stranger().post(path, ask).await
}

async fn look(house: &House, secret: &str) -> Answer {
    asks(house, "/api/public/draft", json!({"code": CODE, "secret": secret})).await
}

async fn says(house: &House, number: u32, wrong: &str) -> Answer {
    let ask = json!({"code": CODE, "secret": "k7m 2qp", "number": number, "agrees": wrong.is_empty(), "wrong": wrong});
    asks(house, "/api/public/draft/answer", ask).await
}

async fn kept(house: &House) -> Dossier {
    let record = house.site.store.by_id(dossier_id(1)).await.unwrap().expect("kept");
    serde_json::from_str(record.get()).expect("a dossier")
}

#[tokio::test]
async fn a_draft_is_looked_at_and_answered_from_the_tracking_page() {
    let house = received().await;
    assert_eq!(look(&house, "K7M2QP").await.said(), "400 no_draft");
    by(&house, JUSTICE, draft("")).await;
    let tracked = asks(&house, "/api/public/track", json!({"code": CODE, "secret": "K7M2QP"})).await;
    assert_eq!(sings(&tracked.text()), None, "the page names nobody: {}", tracked.text());
    assert_eq!(tracked.json()["draft"]["state"], "cho_tra_loi");
    assert_eq!(tracked.json()["draft"]["number"], 1);
    // Its words: to nobody with a wrong secret.
    let wrong = look(&house, "K7M2QX").await;
    assert_eq!((wrong.said().as_str(), sings(&wrong.text())), ("404 no_such_slip", None));
    let shown = look(&house, "K7M2QP").await;
    assert_eq!(shown.json()["lines"][0], "Họ và tên: Canary Thị Kín");
    // Nothing is submitted before the answer.
    let submit = || dossier::Act::Submit(Submit { decision: Decision::Grant, summary: "Cấp".to_owned() });
    let said = does(&house, JUSTICE, Act::Dossier { id: dossier_id(1), act: submit() }).await;
    assert!(said.contains("proof_awaits") && !said.contains("\"applied\""), "{said}");

    let answer = says(&house, 1, "Tên đệm là Thị").await;
    assert_eq!((answer.said().as_str(), sings(&answer.text())), ("200", None), "{}", answer.text());
    assert_eq!(answer.json()["draft"]["state"], "chua_dung");
    let dossier = kept(&house).await;
    let last = dossier.last_trace().map(|trace| (trace.kind, trace.by));
    assert_eq!(last, Some((Kind::AnswerProof, PORTAL)));
    // The receipt was lost: the same again changes nothing; another answer is refused.
    assert_eq!(says(&house, 1, " Tên đệm  là Thị").await.said(), "200");
    assert_eq!(kept(&house).await, dossier);
    assert_eq!(says(&house, 1, "").await.said(), "422 refused");

    by(&house, JUSTICE, draft("Đã sửa tên đệm")).await;
    assert_eq!(says(&house, 1, "").await.said(), "422 refused", "of a draft that is no longer the latest");
    assert_eq!(look(&house, "K7M2QP").await.json()["reply"], "Đã sửa tên đệm");
    assert_eq!(says(&house, 2, "").await.json()["draft"]["state"], "dong_y");
    by(&house, JUSTICE, submit()).await;
    assert_eq!(look(&house, "K7M2QP").await.said(), "400 no_draft", "what is submitted is shown no more");
    assert!(house.site.store.verify(|_, _| ()).await.unwrap().differences.is_empty());
}

#[tokio::test]
async fn silence_is_agreement_and_one_sentence_says_what_is_wrong_with_an_answer() {
    let house = received().await;
    by(&house, JUSTICE, draft("")).await;
    let long = "dài ".repeat(200);
    for (wrong, agrees, vi) in [
        ("", false, "Chưa ghi chỗ chưa đúng."),
        ("Sai", true, "Chọn một: đồng ý, hoặc nói chỗ chưa đúng."),
        (long.as_str(), false, "Phần chỗ chưa đúng dài 800 ký tự, tối đa 500. Rút ngắn lại."),
    ] {
        let ask = json!({"code": CODE, "secret": "K7M2QP", "number": 1, "agrees": agrees, "wrong": wrong});
        let answer = asks(&house, "/api/public/draft/answer", ask).await;
        assert_eq!(answer.said(), "422 refused");
        let said = answer.json()["error"].clone();
        assert!(said[Lang::Vi.code()].as_str().is_some_and(|said| said.contains(vi)), "{said}");
        assert!(said[Lang::En.code()].as_str().is_some_and(|said| !said.is_empty()), "{said}");
    }
    house.clock.set(nine().plus_minutes(33 * 60));
    let late = says(&house, 1, "Sai ngày sinh").await;
    assert_eq!(late.said(), "422 refused");
    assert!(late.text().contains("Hạn trả lời là 17:00 23/11/2018, đã qua"), "{}", late.text());
    let tracked = asks(&house, "/api/public/track", json!({"code": CODE, "secret": "K7M2QP"})).await;
    assert_eq!(tracked.json()["draft"]["state"], "im_lang");
}
