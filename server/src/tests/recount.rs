//! A storm after reception: the calendar changes, the head counts anew, and the log says the same when it is replayed.

use shared::act::Act;
use shared::calendar::OffDay;
use shared::demo::{HEAD, RECEPTION};
use shared::dossier;
use shared::dossier::recount::Recount;
use shared::refusal::Refusal;
use shared::sync::wire::{Outcome, Push, PushReply};

use super::pen::{Pen, dossier_id, receive};
use super::{Browser, House, nine};

async fn outcome(browser: &Browser, push: Push) -> Outcome {
    let answer = browser.post("/api/push", &push).await;
    let PushReply::Done { mut results, .. } = serde_json::from_slice(&answer.body).expect("a reply") else {
        panic!("not done: {}", answer.text())
    };
    results.remove(0).outcome
}

#[tokio::test]
async fn the_date_moves_with_the_calendar_of_its_act_and_the_replay_agrees() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let number = oanh.lane.expect("a lane").first();
    let mut pen = Pen::new(oanh.writer(), nine());
    outcome(&oanh, pen.write(receive(dossier_id(1), "Lê Thị Sáu", number))).await;
    let due = house.site.store.all_records().await.unwrap()[0].due.expect("received");

    let head = house.browser(HEAD).await;
    let mut pen = Pen::new(head.writer(), nine());
    let recount = || Act::Dossier {
        id: dossier_id(1),
        act: dossier::Act::Recount(Recount { decision: "Công điện 05/CĐ-UBND".to_owned() }),
    };
    let before = outcome(&head, pen.write(recount())).await;
    assert_eq!(before, Outcome::Rejected { refusal: Refusal::NoLaterDue });

    let mut ward = (*house.site.store.ward()).clone();
    let off = OffDay { name: "Nghỉ bão".to_owned(), kind: "nghi_dot_xuat".to_owned(), uncertain: false };
    ward.calendar.off.insert(due.day(), off);
    house.site.store.save_ward(ward.version, ward).await.unwrap();
    let kept = house.site.store.all_records().await.unwrap()[0].due;
    assert_eq!(kept, Some(due), "a calendar moves nothing by itself");
    assert!(matches!(outcome(&head, pen.write(recount())).await, Outcome::Applied { .. }));

    let record = house.site.store.all_records().await.unwrap().remove(0);
    assert!(record.due > Some(due) && record.due_first == Some(due), "{:?}", record.due);
    let found = house.site.store.verify(|_, _| ()).await.expect("replayed");
    assert_eq!((found.acts, found.differences), (3, vec![]));
}
