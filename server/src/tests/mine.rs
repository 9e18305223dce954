//! Việc mới: what an officer has read on one device is read on the others, and nobody else's.

use serde_json::json;
use shared::demo::{JUSTICE, RECEPTION, VOLUNTEER};
use shared::dossier::concern::{Mark, Read, Why};
use shared::limits::{CONCERN_DAYS_MAX, MARKS_MAX};

use super::pen::dossier_id;
use super::{Browser, House, nine};

async fn read(browser: &Browser, marks: &[Mark]) -> Vec<Mark> {
    let answer = browser.post("/api/mine", json!({ "marks": marks })).await;
    let known: Read = serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()));
    known.marks.into_iter().collect()
}

fn mark(n: u128, why: Why) -> Mark {
    Mark { id: dossier_id(n), at: nine().plus_minutes(-60), why }
}

#[tokio::test]
async fn what_was_read_at_the_counter_is_read_on_the_phone() {
    let house = House::new().await;
    let (counter, phone) = (house.browser(JUSTICE).await, house.browser(JUSTICE).await);
    let colleague = house.browser(RECEPTION).await;
    let (given, back) = (mark(1, Why::Assigned), mark(2, Why::SentBack));
    assert_eq!(read(&counter, &[given]).await, [given]);
    assert_eq!(read(&phone, &[back]).await, [given, back], "what it did not know, and what it said");
    assert_eq!(read(&counter, &[given]).await, [given, back], "said again it changes nothing");
    assert_eq!(read(&colleague, &[]).await, [], "nobody reads for somebody else");
    let other = Mark { why: Why::Supplemented, ..given };
    assert!(!read(&phone, &[]).await.contains(&other), "what came after is new again");
}

#[tokio::test]
async fn what_concerns_nobody_any_more_is_forgotten() {
    let house = House::new().await;
    let counter = house.browser(JUSTICE).await;
    let given = mark(1, Why::Assigned);
    assert_eq!(read(&counter, &[given]).await, [given]);
    house.later(CONCERN_DAYS_MAX * 24 * 60);
    let counter = house.browser(JUSTICE).await;
    assert_eq!(read(&counter, &[]).await, [], "not kept");
    assert_eq!(read(&counter, &[given]).await, [], "nor taken");
}

#[tokio::test]
async fn no_more_than_so_many_are_said_at_once() {
    let house = House::new().await;
    let counter = house.browser(VOLUNTEER).await;
    let many: Vec<Mark> = (0..=MARKS_MAX as u128).map(|n| mark(n, Why::Arrived)).collect();
    let said = counter.post("/api/mine", json!({ "marks": many })).await.said();
    assert_eq!(said, "400 too_many_marks");
    assert_eq!(read(&counter, &many[..MARKS_MAX]).await.len(), MARKS_MAX);
    let odd = json!({ "marks": [{ "id": "x", "at": 1, "why": "duoc_giao" }] });
    assert!(counter.post("/api/mine", odd).await.status.is_client_error());
}
