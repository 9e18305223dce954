//! Bàn giao quỹ: a day's money is handed over once, and stays as it was written.

use serde_json::{Value, json};
use shared::act::Act;
use shared::demo::{CHAIR, HEAD, RECEPTION};
use shared::dossier::correct_fee::{Change, CorrectFee};
use shared::dossier::receive::FeeTaken;
use shared::dossier::{self, record::Payment};
use shared::procedure::fee::FeeAsk;
use shared::report::Covered;
use shared::report::cash::CashBook;
use shared::report::till::Till;

use super::pen::{Pen, dossier_id, receive, with_fee};
use super::{Answer, Browser, House, nine};

const DAY: &str = "2018-11-22";

fn paid(n: u16) -> Act {
    with_fee(receive(dossier_id(n.into()), "Canary", 6000 + n), Payment::Taken)
}

/// Two fees of 8.000 đ were taken, one was exempted.
async fn house() -> (House, Browser, Pen) {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let exempt = with_fee(receive(dossier_id(3), "Canary", 6003), Payment::Exempt);
    let acts = vec![paid(1), paid(2), exempt];
    let answer = oanh.post("/api/push", &pen.write_all(acts)).await;
    assert_eq!(answer.text().matches("\"applied\"").count(), 3, "{}", answer.text());
    (house, oanh, pen)
}

async fn days(who: &Browser, span: &str) -> Vec<Till> {
    let answer = who.get(&format!("/api/till?{span}")).await;
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
}

async fn today(who: &Browser) -> Till {
    days(who, "from=2018-11-22&to=2018-11-22").await.pop().expect("a day with money")
}

fn ask(counted: i64, seen: (u32, i64)) -> Value {
    json!({
        "day": DAY, "to": "Trần Thị Kế", "counted_vnd": counted,
        "seen": { "count": seen.0, "vnd": seen.1 },
    })
}

async fn hand_over(who: &Browser, ask: Value) -> Answer {
    who.post("/api/till", ask).await
}

#[tokio::test]
async fn a_day_is_handed_over_once_and_a_later_receipt_stands_beside_it() {
    let (house, oanh, mut pen) = house().await;
    let till = today(&oanh).await;
    assert_eq!((till.book.count, till.book.vnd, till.exempt, till.unnumbered), (2, 16_000, 1, 2));
    house.later(60);
    assert_eq!(hand_over(&oanh, ask(16_000, (2, 16_000))).await.said(), "200");
    let written = today(&oanh).await.handed.expect("handed over");
    assert_eq!((written.by, written.at, written.to.as_str()), (RECEPTION, house.clock.now(), "Trần Thị Kế"));

    let again = hand_over(&house.browser(HEAD).await, ask(16_000, (2, 16_000))).await;
    assert_eq!(again.said(), "422 refused");
    assert!(again.text().contains("đã bàn giao cho Trần Thị Kế lúc 10:00 22/11/2018"), "{}", again.text());

    // Written on a device without a network before the hand-over, sent after it.
    let answer = oanh.post("/api/push", &pen.write_all(vec![paid(4)])).await;
    assert!(answer.text().contains("\"applied\""), "{}", answer.text());
    let till = today(&oanh).await;
    assert_eq!((till.book.vnd, till.late.count, till.late.vnd, till.changed.count), (24_000, 1, 8_000, 0));
    assert_eq!(till.handed, Some(written), "as it was written");
}

/// Before the hand-over a correction goes into its row; after it, it stands beside what was handed over, on the page and
/// in the file alike.
#[tokio::test]
async fn a_correction_after_the_hand_over_is_a_row_of_its_own() {
    let (house, oanh, mut pen) = house().await;
    let fee = async |n: u16| {
        house.site.store.record_now(dossier_id(n.into())).await.unwrap().expect("received").fee.standing()
    };
    let correct = |n: u16, saw, change| Act::Dossier {
        id: dossier_id(n.into()),
        act: dossier::Act::CorrectFee(CorrectFee { change, saw, reason: "đếm lại".to_owned() }),
    };
    let to = || "Lê Thị Bưởi".to_owned();
    let counted = |copies: u32| FeeTaken {
        ask: FeeAsk { line: 1, copies, ..FeeAsk::default() },
        payment: Payment::Taken,
        receipt: "BL 1".to_owned(),
        ..FeeTaken::default()
    };
    let send = async |pen: &mut Pen, act: Act| {
        let answer = oanh.post("/api/push", &pen.write(act)).await;
        assert!(answer.text().contains("\"applied\""), "{}", answer.text());
    };
    let saw = fee(1).await;
    send(&mut pen, correct(1, saw.clone(), Change::Amount(counted(2)))).await;
    let till = today(&oanh).await;
    assert_eq!((till.book.count, till.corrected.count), (2, 0), "in its row");
    // Whoever had not seen that changes nothing.
    let answer = oanh.post("/api/push", &pen.write(correct(1, saw, Change::Amount(counted(3))))).await;
    assert!(!answer.text().contains("\"applied\""), "{}", answer.text());
    let vnd = till.book.vnd;
    house.later(60);
    assert_eq!(hand_over(&oanh, ask(vnd, (2, vnd))).await.said(), "200");
    house.later(5);
    pen.at = house.clock.now();
    send(&mut pen, correct(2, fee(2).await, Change::Repay { vnd: 3_000, to: to() })).await;
    let till = today(&oanh).await;
    assert_eq!((till.book.count, till.book.vnd), (2, vnd - 3_000));
    assert_eq!((till.late.count, till.late.vnd, till.changed.count), (1, -3_000, 0));
    let span = "from=2018-11-22&to=2018-11-22";
    let page = oanh.get(&format!("/api/report/cash?{span}")).await;
    let book: Covered<CashBook> = serde_json::from_slice(&page.body).expect("a cash book");
    assert_eq!((book.report.total.vnd, book.report.corrected.vnd), (vnd - 3_000, -3_000));
    let csv = oanh.get(&format!("/api/report/cash?{span}&format=csv")).await.text();
    assert!(csv.contains("hoàn lại cho Lê Thị Bưởi (đếm lại)") && csv.contains("-3000"), "{csv}");
}

#[tokio::test]
async fn two_who_hand_over_at_once_write_one_paper() {
    let (house, oanh, _) = house().await;
    let head = house.browser(HEAD).await;
    let (one, other) =
        tokio::join!(hand_over(&oanh, ask(16_000, (2, 16_000))), hand_over(&head, ask(16_000, (2, 16_000))));
    let mut said = [one.said(), other.said()];
    said.sort();
    assert_eq!(said, ["200", "422 refused"]);
}

#[tokio::test]
async fn what_was_not_counted_against_this_book_is_refused_with_its_sum() {
    let (house, oanh, _) = house().await;
    let old = hand_over(&oanh, ask(8_000, (1, 8_000))).await;
    assert!(
        old.said() == "422 refused" && old.text().contains("nay là 2 lượt thu, 16.000 đ"),
        "{}",
        old.text()
    );
    let short = hand_over(&oanh, ask(15_000, (2, 16_000))).await;
    assert!(short.said() == "422 refused" && short.text().contains("thiếu 1.000 đ"), "{}", short.text());
    let mut tomorrow = ask(0, (0, 0));
    tomorrow["day"] = json!("2018-11-23");
    let said = hand_over(&oanh, tomorrow).await;
    assert!(said.said() == "422 refused" && said.text().contains("chưa tới"), "{}", said.text());
    let mut strange = ask(16_000, (2, 16_000));
    strange["by"] = json!(9);
    assert!(hand_over(&oanh, strange).await.status.is_client_error(), "who wrote it is the session's to say");
    assert_eq!(today(&oanh).await.handed, None);
    let mut short = ask(15_000, (2, 16_000));
    short["reason"] = json!(" trả thừa  một người ");
    assert_eq!(hand_over(&oanh, short).await.said(), "200");
    let handed = today(&house.browser(CHAIR).await).await.handed.expect("handed over");
    assert_eq!((handed.difference(), handed.reason.as_str()), (-1_000, "trả thừa một người"));
}

#[tokio::test]
async fn only_days_with_money_are_told() {
    let (house, oanh, _) = house().await;
    assert_eq!(days(&oanh, "from=2018-01-01&to=2018-12-31").await.len(), 1);
    assert_eq!(days(&oanh, "from=2018-11-23&to=2018-11-30").await, vec![]);
    assert_eq!(oanh.get("/api/till?from=2018-11-22").await.said(), "400 bad_query");
    assert_eq!(oanh.get("/api/till?from=2018-11-22&to=2018-11-01").await.said(), "400 bad_period");
    assert_eq!(hand_over(&house.browser(CHAIR).await, ask(0, (0, 0))).await.said(), "403 not_permitted");
}
