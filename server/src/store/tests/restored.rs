//! Who is awaited after the book was put back, on both databases.

use shared::demo::{JUSTICE, RECEPTION};
use shared::id::{DeviceId, WardId, Writer};
use shared::sync::succession::{Held, Succession};
use shared::sync::wire::{Beside, PullAsk};

use super::{Folder, postgres};
use crate::store::backup::backup;
use crate::store::restore::{Asked, restore};
use crate::store::tests::commit_now;
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
        since: None,
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

    // As many have come as it had said that wait on it.
    let heir = store.enrol("2", "máy bảng", true, nine().plus_minutes(2)).await.unwrap();
    let ask = Succession { epoch: store.epoch.to_string(), waiting: 0, earlier: vec![], held: vec![] };
    for (waiting, replaced) in [(4, false), (3, true), (2, false)] {
        store.heard(tablet.id, JUSTICE, Some(waiting), nine()).await.unwrap();
        if waiting > 2 {
            store.succeeds(heir.id, tablet.id, &ask, nine().plus_minutes(2)).await.unwrap();
        }
        let seen = store.devices_seen().await.unwrap().remove(0);
        assert_eq!(seen.replaced.is_some(), replaced, "{waiting}");
    }
    store.db.close().await;
}

/// A browser that was enrolled anew speaks for what it was, in each life of the book.
async fn enrolled_anew(folder: &Folder, copies: &Folder) {
    let place = folder.place();
    let open = || Store::open_or_create(&place, WardId(1), ward);
    let (store, minute) = (open().await.unwrap(), |minute| nine().plus_minutes(minute));
    let before = store.enrol("1", "máy bảng", true, nine()).await.unwrap();
    let ha = Writer { device: before.id, officer: JUSTICE };
    let mut his = Pen::new(ha, nine());
    let first = his.write(note(dossier_id(1), "gọi lại"));
    commit_now(&store, nine(), &first, before.lane).await.unwrap();
    let now = store.enrol("2", "máy bảng", true, minute(1)).await.unwrap();
    let ask = |store: &Store, last_n| Succession {
        epoch: store.epoch.to_string(),
        waiting: 0,
        earlier: vec![],
        held: vec![Held { writer: ha, last_n, waiting: 0 }],
    };
    let mut copied = vec![];
    let second = his.write(note(dossier_id(1), "đã gọi"));
    for name in ["trước.db", "sau.db"] {
        let copy = copies.0.join(name);
        backup(&folder.0, &copy, minute(3), |_, _| ()).await.unwrap();
        copied.push(copy);
        if copied.len() == 1 {
            // Carried by whoever is there; then nothing is left to bring.
            commit_now(&store, minute(2), &second, before.lane).await.unwrap();
            store.succeeds(now.id, before.id, &ask(&store, 2), minute(2)).await.unwrap();
        }
    }
    store.db.close().await;

    // A copy from before it was so: the browser holds what this one lacks.
    restore(&folder.0, &copied[0], "x", Asked::Sound, |_, _| ()).await.unwrap();
    let store = open().await.unwrap();
    store.is_back(now.id).await.unwrap();
    assert_eq!(told(&store).await, "1 of máy bảng: 0 #3, (máy bảng: 0)");
    store.succeeds(now.id, before.id, &ask(&store, 2), minute(4)).await.unwrap();
    assert_eq!(told(&store).await, "1 of máy bảng: 0 #3, (máy bảng: 0)", "only he can bring it back");
    commit_now(&store, minute(5), &second, before.lane).await.unwrap();
    store.succeeds(now.id, before.id, &ask(&store, 2), minute(6)).await.unwrap();
    assert_eq!(told(&store).await, "nobody");
    // Somebody works on a copy of the disk after all, and has to be waited for like anybody else.
    store.heard(before.id, JUSTICE, Some(1), minute(9)).await.unwrap();
    assert!(told(&store).await.starts_with("1 of máy bảng"), "{}", told(&store).await);
    let waits = PullAsk {
        epoch: store.epoch.to_string(),
        cursor: 0,
        seen_n: 0,
        wait: 0,
        waiting: 0,
        beside: Some(vec![]),
        scope: String::new(),
        digest: false,
        told: String::new(),
        knows: None,
        since: None,
    };
    store.comes_back(ha, &waits).await.unwrap();
    assert_eq!(told(&store).await, "nobody");
    store.db.close().await;

    // A copy that was made when it was so has all of it.
    restore(&folder.0, &copied[1], "y", Asked::Sound, |_, _| ()).await.unwrap();
    let store = open().await.unwrap();
    assert_eq!(told(&store).await, "1 of máy bảng: 0, (máy bảng: 0)", "only what it is now is awaited");
    store.is_back(now.id).await.unwrap();
    assert_eq!(told(&store).await, "nobody");
    store.db.close().await;
}

#[tokio::test]
async fn what_a_browser_was_is_awaited_until_it_says_in_this_life_that_all_is_there() {
    let (folder, copies) = (Folder::new(), Folder::new());
    enrolled_anew(&folder, &copies).await;
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
