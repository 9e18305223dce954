//! Việc cần xem lại: who is told what became of an act, and for whom it is read.

use serde_json::json;
use shared::demo::{HEAD, JUSTICE, RECEPTION, VOLUNTEER};
use shared::dossier::{Dossier, Kind};
use shared::id::Writer;
use shared::limits::NOTICES_MAX;
use shared::session::Devices;
use shared::sync::lost::StorageLost;
use shared::sync::notice::{NoticeId, Told};
use shared::sync::wire::{Outcome, PullReply};

use super::pen::{Pen, dossier_id, note, receive, sings};
use super::{Browser, House, nine};

async fn told(browser: &Browser, known: &str) -> Told {
    let path = format!("/api/pull?epoch=&cursor=0&seen_n=0&wait=0&told={known}");
    let answer = browser.get(&path).await;
    let page: PullReply<Dossier> = serde_json::from_slice(&answer.body).expect("a page");
    page.told.expect("every pull says it")
}

/// How many wait for this browser's officer.
async fn unread(browser: &Browser) -> u32 {
    told(browser, "").await.all
}

async fn read(browser: &Browser, notices: &[NoticeId]) -> String {
    browser.post("/api/notices", json!({ "notices": notices })).await.said()
}

/// An act that the server refuses, and its outcome's name.
async fn refused(browser: &Browser, pen: &mut Pen) -> NoticeId {
    let push = pen.write(note(dossier_id(99), "CANARY không có hồ sơ này"));
    assert_eq!(browser.post("/api/push", &push).await.said(), "200");
    NoticeId { writer: browser.writer(), n: pen.n }
}

#[tokio::test]
async fn a_refusal_is_told_on_every_device_of_its_author_until_one_has_shown_it() {
    let house = House::new().await;
    let (counter, phone) = (house.browser(RECEPTION).await, house.browser(RECEPTION).await);
    let colleague = house.browser(JUSTICE).await;
    let mut pen = Pen::new(counter.writer(), nine());
    let good = pen.write(receive(dossier_id(1), "CANARY", counter.lane.unwrap().first()));
    assert_eq!(counter.post("/api/push", &good).await.said(), "200");
    assert_eq!(unread(&counter).await, 0, "what was recorded as written wants no eyes");
    let id = refused(&counter, &mut pen).await;

    let on_phone = told(&phone, "").await;
    let [one] = &on_phone.list.clone().expect("a list")[..] else { panic!("{on_phone:?}") };
    assert_eq!((one.id, one.device.as_str(), one.judged), (id, "máy thử", nine()));
    assert!(matches!(one.outcome, Outcome::Rejected { .. }));
    let about = one.about.expect("it can be read");
    assert_eq!((about.dossier, about.kind, about.at), (dossier_id(99), Kind::Note, nine()));
    assert!(one.body.is_some(), "she may hold the ward's dossiers: it can be done again from here");
    let again = told(&phone, &on_phone.tag).await;
    assert_eq!((again.all, again.list), (1, None), "the same list does not travel twice");
    assert_eq!((unread(&counter).await, unread(&colleague).await), (1, 0));

    assert_eq!(read(&colleague, &[id]).await, "200", "nothing is said about what is not one's own");
    assert_eq!(unread(&phone).await, 1, "and nothing happens to it");
    for _ in 0..2 {
        assert_eq!(read(&phone, &[id]).await, "200", "however often");
        assert_eq!((unread(&phone).await, unread(&counter).await), (0, 0));
    }
    assert_eq!(told(&phone, &on_phone.tag).await, Told { list: Some(vec![]), ..Told::default() });
    assert_eq!(read(&phone, &[id; NOTICES_MAX + 1]).await, "400 too_many_notices");
    assert_eq!(read(&house.stranger(), &[id]).await, "401 sign_in");
}

#[tokio::test]
async fn what_stays_unread_for_a_day_is_shown_to_the_head_and_still_waits_for_its_author() {
    let house = House::new().await;
    let (oanh, head) = (house.browser(RECEPTION).await, house.browser(HEAD).await);
    let mut pen = Pen::new(oanh.writer(), nine());
    let (first, second) = (refused(&oanh, &mut pen).await, refused(&oanh, &mut pen).await);
    house.later(24 * 60 - 1);
    let head = house.beside(&head, HEAD).await;
    assert_eq!(read(&head, &[first]).await, "200");
    assert_eq!(unread(&head).await, 0, "not yet");
    house.later(1);
    let list = told(&head, "").await.list.expect("a list");
    assert_eq!(list.iter().map(|one| one.id).collect::<Vec<_>>(), [first, second], "and not read beforehand");
    assert!(list[0].body.is_some());
    read(&head, &[first]).await;
    assert_eq!(unread(&head).await, 1);
    let oanh = house.beside(&oanh, RECEPTION).await;
    assert_eq!(unread(&oanh).await, 2, "for its author it is unread");
    read(&oanh, &[first, second]).await;
    assert_eq!(
        (unread(&head).await, unread(&oanh).await),
        (0, 0),
        "read by the author in time: nobody else's"
    );
}

#[tokio::test]
async fn a_volunteers_other_tablet_is_told_without_what_the_citizen_said() {
    let house = House::new().await;
    let (mai, other) = (house.browser(VOLUNTEER).await, house.browser(VOLUNTEER).await);
    refused(&mai, &mut Pen::new(mai.writer(), nine())).await;
    let list = told(&other, "").await.list.expect("a list");
    assert_eq!((list.len(), list[0].about.map(|about| about.kind)), (1, Some(Kind::Note)));
    assert_eq!(list[0].body, None);
    assert_eq!(sings(&serde_json::to_string(&list).unwrap()), None);
}

async fn missing(browser: &Browser) -> Devices {
    serde_json::from_slice(&browser.get("/api/devices").await.body).expect("devices")
}

#[tokio::test]
async fn a_cleared_storage_is_told_of_once_and_what_arrives_after_all_is_not_missing() {
    let house = House::new().await;
    let (tablet, head) = (house.browser(RECEPTION).await, house.browser(HEAD).await);
    let mut pen = Pen::new(tablet.writer(), nine());
    let kept = pen.write_all((0..3).map(|_| note(dossier_id(9), "đã gọi")).collect());
    let lost = StorageLost { writer: tablet.writer(), first: 2, last: 3 };
    // The storage is gone, and with it the device: another one tells of it.
    let anew = house.browser(JUSTICE).await;
    for _ in 0..2 {
        assert_eq!(anew.post("/api/lost", lost).await.said(), "200");
    }
    let [one] = &missing(&head).await.lost[..] else { panic!("once") };
    assert_eq!((one.lost, one.from, one.device.as_str()), (lost, 2, "máy thử"));
    assert_eq!((one.by, one.on), (JUSTICE, anew.device));

    let mut part = kept.clone();
    part.acts.truncate(2);
    assert_eq!(tablet.post("/api/push", &part).await.said(), "200", "out of a copy of its disk");
    assert_eq!(missing(&head).await.lost[0].from, 3);
    assert_eq!(anew.post("/api/lost/settle", lost).await.said(), "403 not_permitted");
    assert_eq!(tablet.post("/api/push", &kept).await.said(), "200");
    assert_eq!(missing(&head).await.lost, []);

    let worse = StorageLost { first: 4, last: 61, ..lost };
    anew.post("/api/lost", worse).await;
    assert_eq!(missing(&head).await.lost.len(), 1);
    assert_eq!(head.post("/api/lost/settle", worse).await.said(), "200");
    assert_eq!(missing(&head).await.lost, [], "somebody has looked after it");
    anew.post("/api/lost", worse).await;
    assert_eq!(missing(&head).await.lost, [], "and is not asked again");
    let nobodys = Writer { device: shared::id::DeviceId(999), ..lost.writer };
    for odd in [
        StorageLost { writer: nobodys, ..lost },
        StorageLost { first: 0, ..lost },
        StorageLost { first: 4, last: 3, ..lost },
        StorageLost { last: u64::MAX, ..lost },
    ] {
        assert_eq!(anew.post("/api/lost", odd).await.said(), "400 unknown_acts", "{odd:?}");
    }
}
