//! Who is awaited after the book was put back, on both databases.

use shared::demo::RECEPTION;
use shared::id::{DeviceId, WardId, Writer};

use super::{Folder, postgres};
use crate::store::ledger::commit_now;
use crate::store::ward::set_epoch;
use crate::store::{Place, Store};
use crate::tests::pen::{Pen, dossier_id, note, receive};
use crate::tests::{nine, ward};

/// `máy: việc đã về`, those that are back in brackets.
async fn told(store: &Store) -> String {
    let Some(restored) = store.restored().await.unwrap() else { return "nobody".to_owned() };
    let line = |device: &shared::sync::restored::Returning| {
        let text = format!("{}: {}", device.label, device.came_back);
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
        "2 of quầy: 0, điện thoại: 0",
        "one that was revoked is awaited by nobody"
    );
    // What it had done before comes back; what it does now is new.
    let back = pen.write_all(vec![note(dossier_id(1), "gọi lại"), note(dossier_id(1), "đã gọi")]);
    commit_now(&store, nine(), &back, desk.lane).await.unwrap();
    let restored_at = store.restored().await.unwrap().unwrap().at;
    pen.at = restored_at.plus_minutes(1);
    commit_now(&store, pen.at, &pen.write(note(dossier_id(1), "mới")), desk.lane).await.unwrap();
    store.enrol("4", "máy mới", false, restored_at.plus_minutes(1)).await.unwrap();
    assert_eq!(told(&store).await, "2 of quầy: 2, điện thoại: 0");
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
