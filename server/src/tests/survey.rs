//! Hài lòng: one ballot of whoever got a result, and no way back from it.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataType as _, Reader as _, Xlsx};
use serde_json::{Value, json};
use shared::act::Act;
use shared::demo::{ADMIN, CHAIR, HEAD, RECEPTION};
use shared::dossier;
use shared::dossier::fast_lane::FastLane;
use shared::session::NewWard;
use shared::survey::own::{OwnQuestion, Scale, Typed};
use shared::survey::{Channel, OwnForm, Question, Survey};
use shared::ward::Ward;

use super::pen::{CANARIES, Pen, dossier_id, receive, sings};
use super::{Answer, House, nine};
use crate::store::{Db, read};

const CODE: &str = "181122-6000";
const SECRET: &str = "K7M2QP";

/// One dossier was returned, the other is in work.
async fn house() -> House {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let Act::Dossier { act: dossier::Act::Receive(reception), .. } = receive(dossier_id(1), "Canary", 6000)
    else {
        panic!("a reception")
    };
    let done = FastLane {
        receive: reception,
        summary: "Giấy khai sinh".to_owned(),
        signer: CHAIR,
        stamp: "1".to_owned(),
        receiver: "Canary Nhận".to_owned(),
        given: None,
        waited: false,
    };
    let acts = vec![
        Act::Dossier { id: dossier_id(1), act: dossier::Act::FastLane(done) },
        receive(dossier_id(2), "Canary Hai", 6001),
    ];
    let answer = oanh.post("/api/push", &Pen::new(oanh.writer(), nine()).write_all(acts)).await;
    assert_eq!(answer.text().matches("\"applied\"").count(), 2, "{}", answer.text());
    house
}

async fn procedure(house: &House) -> String {
    let answer = track(house).await;
    answer.json()["rating"]["open"]["procedure"].as_str().expect("may be rated").to_owned()
}

async fn track(house: &House) -> Answer {
    house.stranger().post("/api/public/track", json!({"code": CODE, "secret": SECRET})).await
}

async fn rate(house: &House, ballot: Value) -> Answer {
    let ask = json!({"code": CODE, "secret": SECRET, "ballot": ballot});
    house.stranger().post("/api/public/rate", ask).await
}

async fn board(house: &House) -> Survey {
    let answer = house.browser(CHAIR).await.get("/api/survey?from=2018-11-22&to=2018-11-22").await;
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
}

#[tokio::test]
async fn a_result_is_rated_once_and_the_board_counts_it() {
    let house = house().await;
    let id = procedure(&house).await;
    let ballot = json!({"form": 1, "procedure": id, "answers": {"chung": 5, "cong_chuc": 4}});
    assert_eq!(rate(&house, ballot.clone()).await.said(), "200");
    assert_eq!(track(&house).await.json()["rating"], "done");
    assert_eq!(rate(&house, ballot).await.said(), "409 rated");
    let Survey { totals, comments } = board(&house).await;
    assert_eq!((totals.n, totals.satisfied, totals.response()), (1, 1, Some((1, 1))));
    let spread = [(Question::Overall, [0, 0, 0, 0, 1]), (Question::Officer, [0, 0, 0, 1, 0])];
    let spread = spread.map(|(question, said)| (question, said.to_vec()));
    assert_eq!((totals.forms.len(), totals.forms[0].form), (1, 1), "the version of 2018");
    assert_eq!((totals.forms[0].questions.clone(), comments.len()), (BTreeMap::from(spread), 0));
    let other_day = house.browser(CHAIR).await.get("/api/survey?from=2018-11-23&to=2018-11-30").await;
    assert_eq!(other_day.json()["totals"]["n"], 0);
}

/// The office sends the figures on: a file has those of the page, and no comment.
#[tokio::test]
async fn the_files_say_what_the_page_says() {
    let house = house().await;
    let id = procedure(&house).await;
    let ballot =
        json!({"form": 1, "procedure": id, "answers": {"chung": 5, "cong_chuc": 4}, "comment": "Canary nói"});
    assert_eq!(rate(&house, ballot).await.said(), "200");
    let Survey { totals, comments } = board(&house).await;
    assert_eq!((totals.n, comments.len()), (1, 1));
    let chair = house.browser(CHAIR).await;
    let file = async |format: &str| {
        let answer = chair.get(&format!("/api/survey?from=2018-11-22&to=2018-11-22&format={format}")).await;
        let named = format!("attachment; filename=\"hai-long-2018-11-22-2018-11-22.{format}\"");
        assert_eq!(answer.headers["content-disposition"], named.as_str());
        answer
    };
    let table = totals.table(&house.site.store.ward().forms());
    let csv = file("csv").await.text();
    assert_eq!(csv, table.to_csv());
    assert!(csv.contains("100,0 % (1/1 phiếu)") && !csv.contains("Canary"), "{csv}");
    let mut book = Xlsx::new(Cursor::new(file("xlsx").await.body)).expect("a workbook");
    let sheet = book.worksheet_range("hai-long").expect("its sheet");
    let counts: Vec<f64> = sheet.rows().filter_map(|row| row[3].get_float()).collect();
    let wanted: Vec<f64> =
        table.rows.iter().chain([&table.total]).map(|row| row[3].number() as f64).collect();
    assert_eq!(counts, wanted);
    assert!(file("pdf").await.body.starts_with(b"%PDF-"));
    let bad = chair.get("/api/survey?from=2018-11-22&to=2018-11-22&format=doc").await;
    assert_eq!(bad.said(), "400 bad_query");
}

#[tokio::test]
async fn two_ballots_at_once_are_one() {
    let house = std::sync::Arc::new(house().await);
    let id = procedure(&house).await;
    let cast = |_| {
        let (house, id) = (house.clone(), id.clone());
        tokio::spawn(async move {
            rate(&house, json!({"form": 1, "procedure": id, "answers": {"chung": 1}})).await.said()
        })
    };
    let mut said = Vec::new();
    for answer in (0..4).map(cast).collect::<Vec<_>>() {
        said.push(answer.await.unwrap());
    }
    said.sort();
    assert_eq!(said, ["200", "409 rated", "409 rated", "409 rated"]);
    assert_eq!(board(&house).await.totals.n, 1);
}

#[tokio::test]
async fn what_is_no_ballot_is_not_kept() {
    let house = house().await;
    let id = procedure(&house).await;
    let ballots = [
        (json!({"form": 1, "procedure": id, "answers": {"cong_chuc": 5}}), "422 refused"),
        (json!({"form": 1, "procedure": id, "answers": {"chung": 6}}), "422 refused"),
        (json!({"form": 1, "procedure": id, "answers": {"chung": 0}}), "422 refused"),
        (json!({"form": 7, "procedure": id, "answers": {"chung": 5}}), "422 refused"),
        (json!({"form": 2, "procedure": id, "answers": {"chung": 5}}), "422 refused"),
        (json!({"form": 1, "procedure": id, "answers": {"chung": 5, "cho_doi": 5}}), "422 refused"),
        (json!({"form": 1, "procedure": "XX-99", "answers": {"chung": 5}}), "422 refused"),
        (
            json!({"form": 1, "procedure": id, "answers": {"chung": 5}, "comment": "a".repeat(10_000)}),
            "422 refused",
        ),
    ];
    for (ballot, said) in ballots {
        assert_eq!(rate(&house, ballot.clone()).await.said(), said, "{ballot}");
    }
    house.later(1);
    for answers in [json!({"chung": -1}), json!({"chung": 300}), json!({"chung": "5"}), json!({"la": 5})] {
        let answer = rate(&house, json!({"form": 1, "procedure": id, "answers": answers.clone()})).await;
        assert!(answer.status.is_client_error(), "{answers}: {}", answer.said());
    }
    assert_eq!(board(&house).await.totals.n, 0);
    assert_eq!(track(&house).await.json()["rating"]["open"]["procedure"], id, "and may still be given");
}

#[tokio::test]
async fn only_a_slip_rates_and_only_a_result() {
    let house = house().await;
    let ballot = json!({"form": 1, "procedure": procedure(&house).await, "answers": {"chung": 5}});
    let ask = async |code: &str, secret: &str| {
        let ask = json!({"code": code, "secret": secret, "ballot": ballot.clone()});
        house.stranger().post("/api/public/rate", ask).await
    };
    assert_eq!(ask("181122-6001", SECRET).await.said(), "409 not_returned");
    let (wrong, unknown) = (ask(CODE, "AAAAAA").await, ask("181122-6999", SECRET).await);
    assert_eq!(wrong.said(), "404 no_such_slip");
    assert_eq!((wrong.body, wrong.headers), (unknown.body, unknown.headers));
    for _ in 0..4 {
        ask(CODE, "AAAAAA").await;
    }
    assert_eq!(ask(CODE, SECRET).await.said(), "429 wait", "guesses run into the wall of the tracking page");
    assert_eq!(track(&house).await.said(), "429 wait", "which is one wall");
}

/// Every cell of both tables as text.
async fn rows(house: &House) -> String {
    let said: Vec<String> = read!(&*house.site.store.db, |pool| {
        sqlx::query_scalar(
            "SELECT 'answer ' || id || ' ' || day || ' ' || procedure || ' ' || answers || ' ' || comment
             FROM survey_answer
             UNION ALL SELECT 'done ' || dossier FROM survey_done ORDER BY 1",
        )
        .fetch_all(pool)
        .await
        .expect("reads")
    });
    said.join("\n")
}

#[tokio::test]
async fn no_row_says_who_said_what() {
    let house = house().await;
    let id = procedure(&house).await;
    let comment = " <script>alert(1)</script>\u{0} tốt ";
    let ballot = json!({"form": 1, "procedure": id, "answers": {"chung": 2}, "comment": comment});
    assert_eq!(rate(&house, ballot).await.said(), "200");
    let rows = rows(&house).await;
    assert_eq!(sings(&rows), None, "{rows}");
    let (answer, done) = rows.split_once('\n').expect("a row of each");
    assert_eq!(done, format!("done {}", dossier_id(1)));
    let hidden = [dossier_id(1).to_string(), CODE.to_owned(), SECRET.to_owned()];
    for hidden in hidden.iter().map(String::as_str).chain(CANARIES) {
        assert!(!answer.to_lowercase().contains(&hidden.to_lowercase()), "{hidden} in {answer}");
    }
    let said = board(&house).await;
    assert_eq!((said.totals.n, said.totals.satisfied), (1, 0));
    assert_eq!(said.comments[0].text, "<script>alert(1)</script> tốt", "text, which the page shows as text");
}

/// The order of rows is that of chance, so that the second answer is not beside the second dossier.
#[tokio::test]
async fn no_hidden_order_pairs_the_tables() {
    let house = House::new().await;
    let Db::Sqlite { read, .. } = &*house.site.store.db else { panic!("SQLite") };
    for table in ["survey_answer", "survey_done"] {
        let is_unnumbered: i64 = sqlx::query_scalar("SELECT wr FROM pragma_table_list WHERE name = $1")
            .bind(table)
            .fetch_one(read)
            .await
            .expect("reads");
        assert_eq!(is_unnumbered, 1, "{table}");
    }
}

#[tokio::test]
async fn a_paper_form_is_entered_by_somebody_who_did_not_work_on_the_dossier() {
    let house = house().await;
    let id = procedure(&house).await;
    let enter = async |officer, code: &str, answers: Value| {
        let ask = json!({"code": code, "answers": answers, "comment": " Chờ  lâu "});
        house.browser(officer).await.post("/api/survey/paper", ask).await
    };
    let whole = || json!({"chung": 4});
    let own = enter(RECEPTION, CODE, whole()).await;
    assert!(own.said() == "422 refused" && own.text().contains("somebody else must enter"), "{}", own.text());
    let signed = enter(CHAIR, CODE, whole()).await;
    assert_eq!(signed.said(), "422 refused", "whoever signed it has worked on it too");
    for (code, answers, told) in [
        ("181122-9999", whole(), "422 refused"),
        ("", whole(), "422 refused"),
        (CODE, json!({}), "422 refused"),
        (CODE, json!({"chung": 9}), "422 refused"),
        ("181122-6001", whole(), "409 not_returned"),
    ] {
        assert_eq!(enter(HEAD, code, answers).await.said(), told, "{code}");
    }
    assert_eq!(enter(HEAD, CODE, whole()).await.said(), "200");
    assert_eq!(enter(HEAD, CODE, whole()).await.said(), "409 rated", "a form is entered once");
    let own = json!({"form": 1, "procedure": id, "answers": {"chung": 5}});
    assert_eq!(rate(&house, own).await.said(), "409 rated", "and its owner has had their say");
    let Survey { totals, comments } = board(&house).await;
    assert_eq!((totals.n, totals.channels), (1, BTreeMap::from([(Channel::Paper, 1)])));
    assert_eq!(comments[0].text, "Chờ lâu");
}

/// A December batch that is typed in January stays in December's year.
#[tokio::test]
async fn a_paper_form_counts_on_the_day_it_was_filled_in() {
    let house = house().await;
    house.later(60 * 24 * 50);
    let head = house.browser(HEAD).await;
    let enter = async |day: Value| {
        head.post("/api/survey/paper", json!({"code": CODE, "day": day, "answers": {"chung": 4}})).await
    };
    for (day, said) in [
        (json!("2018-11-21"), "Kết quả trả ngày 22/11/2018: phiếu không thể điền trước ngày ấy."),
        (json!("2019-01-12"), "Ngày này chưa tới."),
    ] {
        let answer = enter(day.clone()).await;
        assert_eq!(answer.said(), "422 refused", "{day}");
        assert!(answer.text().contains(said) && answer.json()["field"] == "day", "{}", answer.text());
    }
    assert_eq!(enter(json!("2018-12-05")).await.said(), "200");
    let n = async |from: &str, to: &str| {
        let answer = head.get(&format!("/api/survey?from={from}&to={to}")).await;
        answer.json()["totals"]["n"].as_u64().expect("a number")
    };
    assert_eq!((n("2018-01-01", "2018-12-31").await, n("2019-01-01", "2019-12-31").await), (1, 0));
    assert_eq!(n("2018-12-05", "2018-12-05").await, 1);
}

#[tokio::test]
async fn nobody_hands_in_a_paper_form_from_afar() {
    let house = house().await;
    let id = procedure(&house).await;
    let forged = json!({"form": 1, "procedure": id, "answers": {"chung": 5}, "channel": "giay"});
    assert_eq!(rate(&house, forged).await.said(), "422 refused");
    let from_the_hall = json!({"form": 1, "procedure": id, "answers": {"chung": 5}, "channel": "kiosk"});
    assert_eq!(rate(&house, from_the_hall).await.said(), "200");
    assert_eq!(board(&house).await.totals.channels, BTreeMap::from([(Channel::Kiosk, 1)]));
}

/// Whoever tracks is asked on the version of that day, and nothing else is kept; both versions stand in one report.
#[tokio::test]
async fn a_ballot_is_given_on_the_form_of_its_day() {
    let house = house().await;
    assert_eq!(track(&house).await.json()["rating"]["open"]["form"], 1);
    house.later(60 * 24 * 2_500);
    let rating = track(&house).await.json()["rating"].clone();
    assert_eq!(rating["open"]["form"], 2, "{rating}");
    let id = rating["open"]["procedure"].clone();
    let old = json!({"form": 1, "procedure": id, "answers": {"chung": 5, "cong_chuc": 5}});
    let answer = rate(&house, old).await;
    assert!(answer.said() == "422 refused" && answer.json()["field"] == "form", "{}", answer.text());
    let new = json!({"form": 2, "procedure": id, "answers": {"chung": 2, "cho_doi": 1}});
    assert_eq!(rate(&house, new).await.said(), "200");
    let all = house.browser(CHAIR).await.get("/api/survey?from=2025-01-01&to=2025-12-31").await;
    let Survey { totals, .. } =
        serde_json::from_slice(&all.body).unwrap_or_else(|_| panic!("{}", all.text()));
    assert_eq!((totals.forms[0].form, totals.n, totals.satisfied), (2, 1, 0));
    assert_eq!(totals.forms[0].questions[&Question::Wait], [1, 0, 0, 0, 0]);
}

/// A form that lay in the box since the version before was handed out is entered on that one.
#[tokio::test]
async fn a_paper_form_is_entered_on_the_form_of_its_own_day() {
    let house = house().await;
    house.later(60 * 24 * 2_500);
    let enter = async |day: &str, answers: Value| {
        let ask = json!({"code": CODE, "day": day, "answers": answers});
        house.browser(HEAD).await.post("/api/survey/paper", ask).await.said()
    };
    assert_eq!(enter("2018-12-05", json!({"chung": 4, "cho_doi": 2})).await, "422 refused");
    assert_eq!(enter("2025-07-01", json!({"chung": 4, "cong_chuc": 2})).await, "422 refused");
    assert_eq!(enter("2025-06-30", json!({"chung": 4, "cong_chuc": 2})).await, "200");
    let all = house.browser(CHAIR).await.get("/api/survey?from=2025-06-30&to=2025-06-30").await;
    assert_eq!(all.json()["totals"]["forms"][0]["form"], 1, "{}", all.text());
}

/// The administrator enters a form for a day to come; from then on it is asked, and what was said on it counts by it.
#[tokio::test]
async fn a_form_that_the_ward_has_entered_is_asked_from_its_day_on() {
    let house = house().await;
    let question = |en: &str, scale| OwnQuestion { vi: format!("{en} (vi)"), en: en.to_owned(), scale };
    let typed = Typed {
        from: String::new(),
        vi: "Bộ câu hỏi của phường".to_owned(),
        en: "The ward's questions".to_owned(),
        basis: "Kế hoạch 12/KH-UBND".to_owned(),
        questions: vec![question("Clear", Scale::YesNo), question("Desk", Scale::Good)],
    };
    // The product's own second form begins in 2025; until then a ward's own has nothing to follow.
    house.later(60 * 24 * 2_500);
    let today = house.site.clock.now().day();
    let typed = Typed { from: today.plus(10).vi(), ..typed };
    let ward = house.site.store.ward();
    let next = ward.with_form(&typed, today).expect("good");
    let ask = |ward: &Ward| NewWard { base: house.site.store.ward().version, ward: ward.clone() };
    let (admin, head) = (house.browser(ADMIN).await, house.browser(HEAD).await);
    assert_eq!(head.post("/api/ward", &ask(&next)).await.status.as_u16(), 403, "the administrator's alone");
    let mut forged = next.clone();
    forged.survey_forms[0].from = today.plus(-1);
    assert_eq!(admin.post("/api/ward", &ask(&forged)).await.said(), "400 bad_ward", "not in the past");
    forged.survey_forms[0] = OwnForm { questions: vec![], ..next.survey_forms[0].clone() };
    assert_eq!(admin.post("/api/ward", &ask(&forged)).await.said(), "400 bad_ward");
    assert_eq!(admin.post("/api/ward", &ask(&next)).await.said(), "200");
    assert_eq!(track(&house).await.json()["rating"]["open"]["form"], 2, "not yet");
    house.later(60 * 24 * 11);
    let rating = track(&house).await.json()["rating"].clone();
    assert_eq!(
        (&rating["open"]["form"], &rating["open"]["own"]["en"]),
        (&json!(3), &json!("The ward's questions"))
    );
    let id = rating["open"]["procedure"].clone();
    let old = json!({"form": 2, "procedure": id, "answers": {"chung": 5}});
    assert_eq!(rate(&house, old).await.json()["field"], "form");
    for (answers, field) in
        [(json!({"chung": 5, "cau_1": 3}), "cau_1"), (json!({"chung": 5, "cau_3": 1}), "cau_3")]
    {
        let wrong = json!({"form": 3, "procedure": id, "answers": answers});
        assert_eq!(rate(&house, wrong).await.json()["field"], field);
    }
    let whole = json!({"form": 3, "procedure": id, "answers": {"chung": 5, "cau_1": 2, "cau_2": 1}});
    assert_eq!(rate(&house, whole).await.said(), "200");
    let day = house.site.clock.now().day();
    let all = house.browser(CHAIR).await.get(&format!("/api/survey?from={day}&to={day}")).await;
    let Survey { totals, .. } =
        serde_json::from_slice(&all.body).unwrap_or_else(|_| panic!("{}", all.text()));
    assert_eq!((totals.forms[0].form, totals.n, totals.satisfied), (3, 1, 1));
    assert_eq!(totals.forms[0].questions[&Question::Own2], [1, 0, 0, 0, 0]);
    // What was handed out stays, whoever saves.
    let mut changed = (*house.site.store.ward()).clone();
    changed.survey_forms[0].questions[0].vi = "Khác".to_owned();
    let admin = house.browser(ADMIN).await;
    assert_eq!(admin.post("/api/ward", &ask(&changed)).await.said(), "400 bad_ward");
}
