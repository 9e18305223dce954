//! Who is awaited after the book was put back, on both databases.

use shared::demo::{JUSTICE, RECEPTION};
use shared::id::{DeviceId, WardId, Writer};
use shared::sync::wire::{Beside, PullAsk};

use super::{Folder, postgres};
use crate::store::ledger::commit_now;
use crate::store::ward::set_epoch;
use crate::store::{Place, Store};
use crate::tests::pen::{Pen, dossier_id, note, receive};
use crate::tests::{nine, ward};

/// `máy: việc đã về, còn chờ ai`, those that are back in brackets.
async fn told(store: &Store) -> String {
    let Some(restored) = store.restored().await.unwrap() else { return "nobody".to_owned() };
    let line = |device: &shared::sync::restored::Returning| {
        let awaited = device.awaited.iter().map(|officer| format!(" #{officer}")).collect::<String>();
        let text = format!("{}: {}{awaited}", device.label, device.came_back);
        if device.is_back { format!("({text})") } else { text }
    };
    let lines: Vec<String> = restored.devices.iter().map(line).collect();
    format!("{} of {}", restored.awaited(), lines.join(", "))
}

async fn tell(place: &Place) {
    let open = || Store::open_or_create(place, WardId(70), ward);
    let store = open().await.unwrap();
    assert_eq!(told(&store).await, "nobody", "a new book was not put back");
    let desk = store.enrol("1", "quầy", true, nine().plus_minutes(2)).await.unwrap();
    let phone = store.enrol("2", "điện thoại", false, nine().plus_minutes(1)).await.unwrap();
    let lost = store.enrol("3", "máy mất", false, nine()).await.unwrap();
    store.revoke(lost.id, nine()).await.unwrap();
    let mut pen = Pen::new(Writer { device: desk.id, officer: RECEPTION }, nine());
    let first = pen.write(receive(dossier_id(1), "A", desk.lane.unwrap().first()));
    commit_now(&store, nine(), &first, desk.lane).await.unwrap();
    store.is_back(desk.id).await.unwrap();
    assert_eq!(told(&store).await, "nobody");

    let mut tx = store.db.begin().await.unwrap();
    set_epoch(&mut tx, store.id).await.unwrap();
    tx.commit().await.unwrap();
    store.db.close().await;
    let store = open().await.unwrap();
    assert_eq!(
        told(&store).await,
        "2 of quầy: 0 #6, điện thoại: 0",
        "one that was revoked is awaited by nobody"
    );
    // What it had done before comes back; what it does now is new.
    let back = pen.write_all(vec![note(dossier_id(1), "gọi lại"), note(dossier_id(1), "đã gọi")]);
    commit_now(&store, nine(), &back, desk.lane).await.unwrap();
    let restored_at = store.restored().await.unwrap().unwrap().at;
    pen.at = restored_at.plus_minutes(1);
    commit_now(&store, pen.at, &pen.write(note(dossier_id(1), "mới")), desk.lane).await.unwrap();
    store.enrol("4", "máy mới", false, restored_at.plus_minutes(1)).await.unwrap();
    assert_eq!(told(&store).await, "2 of quầy: 2 #6, điện thoại: 0");
    store.is_back(desk.id).await.unwrap();
    store.is_back(desk.id).await.unwrap();
    assert_eq!(told(&store).await, "1 of điện thoại: 0, (quầy: 2)");
    store.is_back(phone.id).await.unwrap();
    assert_eq!(told(&store).await, "nobody", "all are back");

    // Put back once more: a person knows that the phone is gone.
    let mut tx = store.db.begin().await.unwrap();
    set_epoch(&mut tx, store.id).await.unwrap();
    tx.commit().await.unwrap();
    assert!(told(&store).await.starts_with("2 of "), "{}", told(&store).await);
    store.end_restore().await.unwrap();
    store.is_back(DeviceId(1)).await.unwrap();
    assert_eq!(told(&store).await, "nobody");
    store.db.close().await;
}

/// A tablet of two officers. What the one had sent and a restore has taken lies there until that one logs in: that the
/// other has nothing left to send brings nothing of it back.
async fn shared_tablet(place: &Place) {
    let open = || Store::open_or_create(place, WardId(71), ward);
    let store = open().await.unwrap();
    let tablet = store.enrol("1", "máy bảng", true, nine()).await.unwrap();
    let [oanh, ha] = [RECEPTION, JUSTICE].map(|officer| Writer { device: tablet.id, officer });
    let (mut hers, mut his) = (Pen::new(oanh, nine()), Pen::new(ha, nine()));
    let first = hers.write(receive(dossier_id(1), "A", tablet.lane.unwrap().first()));
    for push in [first, his.write(note(dossier_id(1), "gọi lại"))] {
        commit_now(&store, nine(), &push, tablet.lane).await.unwrap();
    }
    // This one was sent too; the copy is older.
    let taken = his.write(note(dossier_id(1), "đã gọi"));
    let mut tx = store.db.begin().await.unwrap();
    set_epoch(&mut tx, store.id).await.unwrap();
    tx.commit().await.unwrap();
    store.db.close().await;
    let store = open().await.unwrap();
    assert_eq!(told(&store).await, "1 of máy bảng: 0 #3 #6", "it was not heard since");
    let ask = PullAsk {
        epoch: store.epoch.to_string(),
        cursor: 2,
        seen_n: 1,
        wait: 0,
        waiting: 0,
        beside: Some(vec![Beside { officer: JUSTICE, last_n: 2, waiting: 0 }]),
        scope: String::new(),
        digest: false,
        told: String::new(),
        knows: None,
    };
    let older = PullAsk { beside: None, ..ask.clone() };
    store.comes_back(oanh, &older).await.unwrap();
    assert_eq!(told(&store).await, "1 of máy bảng: 0 #3 #6", "an older build says nothing of him");
    let before = PullAsk { epoch: "another".to_owned(), beside: Some(vec![]), ..ask.clone() };
    store.comes_back(oanh, &before).await.unwrap();
    assert_eq!(told(&store).await, "1 of máy bảng: 0 #6", "she has not read this life");
    for _ in 0..2 {
        store.comes_back(oanh, &ask).await.unwrap();
        assert_eq!(told(&store).await, "1 of máy bảng: 0 #3");
    }
    store.db.close().await;
    let store = open().await.unwrap();
    assert_eq!(told(&store).await, "1 of máy bảng: 0 #3", "what it said is in the book");

    commit_now(&store, nine(), &taken, tablet.lane).await.unwrap();
    let his_ask = PullAsk {
        beside: Some(vec![Beside { officer: RECEPTION, last_n: 1, waiting: 0 }]),
        epoch: store.epoch.to_string(),
        ..ask
    };
    store.comes_back(ha, &PullAsk { waiting: 1, ..his_ask.clone() }).await.unwrap();
    assert_eq!(told(&store).await, "1 of máy bảng: 1 #3", "he has more to send");
    store.comes_back(ha, &his_ask).await.unwrap();
    assert_eq!(told(&store).await, "nobody");
    store.db.close().await;
}

#[tokio::test]
async fn an_officer_whose_acts_lie_on_a_shared_tablet_is_awaited_on_sqlite() {
    let folder = Folder::new();
    shared_tablet(&folder.place()).await;
}

#[tokio::test]
async fn an_officer_whose_acts_lie_on_a_shared_tablet_is_awaited_on_postgres() {
    let (folder, server) = (Folder::new(), postgres::start());
    shared_tablet(&Place::Postgres { url: server.url.clone(), folder: Some(folder.0.clone()) }).await;
}

#[tokio::test]
async fn whoever_was_enrolled_is_awaited_until_they_are_back_on_sqlite() {
    let folder = Folder::new();
    tell(&folder.place()).await;
}

#[tokio::test]
async fn whoever_was_enrolled_is_awaited_until_they_are_back_on_postgres() {
    let (folder, server) = (Folder::new(), postgres::start());
    tell(&Place::Postgres { url: server.url.clone(), folder: Some(folder.0.clone()) }).await;
}
