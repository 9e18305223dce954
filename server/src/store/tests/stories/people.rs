//! Who works in a ward and on what: its settings, accounts, sessions, devices, and guesses at passwords.

use shared::demo::{HEAD, RECEPTION};
use shared::dossier::code::Lane;
use shared::id::{DeviceId, Writer};
use shared::officer::Role;
use shared::ward::Ward;

use crate::gate::delay::Rule;
use crate::random;
use crate::store::account::Account;
use crate::store::session::Entry;
use crate::store::tests::commit_now;
use crate::store::ward::{By, Saved};
use crate::store::{Fault, Store};
use crate::tests::nine;
use crate::tests::pen::{Pen, dossier_id, note};

/// The settings as they were in `version`: kept, and read by nobody yet.
async fn ward_at(store: &Store, version: u32) -> Result<Option<Ward>, Fault> {
    let body: Option<String> = read!(&*store.db, |pool| {
        sqlx::query_scalar("SELECT body FROM ward_config WHERE ward = $1 AND version = $2")
            .bind(store.id.0)
            .bind(i64::from(version))
            .fetch_optional(pool)
            .await?
    });
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

pub async fn settings(store: Store) {
    let mut changed = (*store.ward()).clone();
    changed.letterheads[0].phone = "0236".to_owned();
    assert_eq!(store.save_ward(1, changed.clone()).await.unwrap(), Saved::Version(2));
    assert_eq!(store.save_ward(1, changed).await.unwrap(), Saved::Overtaken(2));
    assert_eq!((store.ward().version, store.ward().letterheads[0].phone.as_str()), (2, "0236"));
    for version in [0, 2, 9] {
        let same = Ward { version, ..(*store.ward()).clone() };
        assert_eq!(store.save_ward(2, same).await.unwrap(), Saved::Unchanged, "its own number is ignored");
    }
    assert_eq!((store.ward().version, store.ward_changes().await.unwrap().len()), (2, 1));
    assert_eq!(ward_at(&store, 1).await.unwrap().unwrap().version, 1);
    assert!(ward_at(&store, 9).await.unwrap().is_none());
    assert_eq!(store.epoch.len(), 16);
    for _ in 0..2 {
        store.say_public_url("https://mot-cua.example").await.unwrap();
        let ward = store.ward();
        assert_eq!((ward.version, ward.public_url.as_str()), (3, "https://mot-cua.example"));
    }
}

/// Each version says who saved it, when and what it changed; the newest comes first, and a copy has them too.
pub async fn changes(store: Store) {
    assert_eq!(store.ward_changes().await.unwrap(), [], "the first version changed nothing");
    let saved = |head: &str, phone: &str| {
        let mut ward = (*store.ward()).clone();
        let officer = ward.officers.iter_mut().find(|officer| officer.id == HEAD).unwrap();
        head.clone_into(&mut officer.name);
        phone.clone_into(&mut ward.letterheads[0].phone);
        ward
    };
    let phone = store.ward().letterheads[0].phone.clone();
    let by = By { officer: Some(RECEPTION), session: None, at: nine() };
    assert_eq!(store.save_ward_by(1, saved("Huỳnh Mới", &phone), by).await.unwrap(), Saved::Version(2));
    assert_eq!(store.save_ward_by(1, saved("Ai Đó", &phone), by).await.unwrap(), Saved::Overtaken(2));
    store.say_public_url("https://mot-cua.example").await.unwrap();
    let [server, first] = store.ward_changes().await.unwrap().try_into().expect("two were saved");
    assert_eq!((server.version, server.by, first.version, first.by), (3, None, 2, Some(RECEPTION)));
    assert_eq!((first.at, first.vi.as_str()), (nine(), "sửa người Huỳnh Mới"));
    assert_eq!(server.en, "public address https://mot-cua.example");
    let later = By { officer: Some(HEAD), session: None, at: nine().plus_minutes(5) };
    for version in 3..60 {
        let ward = saved("Huỳnh Mới", &version.to_string());
        assert_eq!(store.save_ward_by(version, ward, later).await.unwrap(), Saved::Version(version + 1));
    }
    let all = store.ward_changes().await.unwrap();
    assert_eq!((all.len(), all[0].version, all[0].by, all[0].at), (50, 60, Some(HEAD), later.at));
    assert!(all[0].vi.starts_with("địa chỉ, điện thoại từ "), "{}", all[0].vi);
    assert_eq!(store.verify(|_, _| ()).await.unwrap().differences, []);
}

pub async fn accounts(store: Store) {
    let account =
        Account { name: "Lan".to_owned(), officer: RECEPTION, hash: "h1".to_owned(), must_change: true };
    store.put_account(&account, nine()).await.unwrap();
    let found = store.account(" LAN ").await.unwrap().unwrap();
    assert_eq!((found.name.as_str(), found.officer, found.must_change), ("lan", RECEPTION, true));
    assert_eq!(store.password_since(" LAN ").await.unwrap(), Some(nine()));
    store.rehash("lan", "h2").await.unwrap();
    assert_eq!(store.account("lan").await.unwrap().unwrap().hash, "h2");
    assert!(store.account("' OR 1=1 --").await.unwrap().is_none());
    assert_eq!(store.accounts().await.unwrap(), [("lan".to_owned(), RECEPTION)]);
    let later = nine().plus_minutes(1);
    assert_eq!(store.password_since("lan").await.unwrap(), Some(nine()), "the same password, kept better");
    store.put_account(&account, later).await.unwrap();
    assert_eq!(store.password_since("lan").await.unwrap(), Some(later));
    assert_eq!(store.password_since("hà").await.unwrap(), None);
}

pub async fn sessions(store: Store) {
    let account =
        Account { name: "lan".to_owned(), officer: RECEPTION, hash: "h".to_owned(), must_change: false };
    store.put_account(&account, nine()).await.unwrap();
    let device = store.enrol("bí mật", "máy", true, nine()).await.unwrap();
    let (old, new) = (random::digest("cũ"), random::digest("mới"));
    let entry = Entry { account: "lan", officer: RECEPTION, device: device.id, browser: "Firefox, Linux" };
    store.begin_session(&old, entry, nine()).await.unwrap();
    let later = nine().plus_minutes(25 * 60);
    store.begin_session(&new, entry, later).await.unwrap();
    assert!(store.session(&old).await.unwrap().is_none(), "swept after a day");
    store.touch_session(&new, later.plus_minutes(5)).await.unwrap();
    let session = store.session(&new).await.unwrap().unwrap();
    assert_eq!((session.seen_at, session.lane, session.revoked), (later.plus_minutes(5), Some(0), false));
    let next = random::digest("sau");
    assert!(store.turn_session(&session, &new, &next, later).await.unwrap());
    assert!(!store.turn_session(&session, &new, &old, later).await.unwrap(), "another request was faster");
    for token in [&new, &next] {
        let turned = store.session(token).await.unwrap().unwrap();
        assert_eq!((turned.root, turned.token, turned.shown_at), (new, next, None));
    }
    let turned = store.session_of(&new).await.unwrap().unwrap();
    store.show_token(&turned, later).await.unwrap();
    store.show_token(&turned, later.plus_minutes(9)).await.unwrap();
    let turned = store.sessions(RECEPTION).await.unwrap().remove(0);
    assert_eq!((turned.shown_at, turned.browser.as_str()), (Some(later), "Firefox, Linux"), "the first time");
    let (other, third) = (random::digest("khác"), random::digest("ba"));
    for token in [&other, &third] {
        store.begin_session(token, entry, later).await.unwrap();
    }
    store.end_session(&third).await.unwrap();
    assert!(store.session_of(&third).await.unwrap().is_none());
    assert!(store.session_of(&other).await.unwrap().is_some(), "that one alone");
    store.end_sessions(RECEPTION, Some(&new)).await.unwrap();
    let left: Vec<_> = store.sessions(RECEPTION).await.unwrap().into_iter().map(|s| s.root).collect();
    assert_eq!(left, [new]);
    // Whoever has other roles is asked for the password again, but for where that was said.
    store.begin_session(&other, entry, later).await.unwrap();
    let mut changed = (*store.ward()).clone();
    changed.officers.iter_mut().filter(|o| o.id == RECEPTION).for_each(|o| o.roles.push(Role::Clerk));
    let version = changed.version;
    let out_of = By { officer: Some(HEAD), session: Some(&new), at: later };
    assert_eq!(store.save_ward_by(version, changed, out_of).await.unwrap(), Saved::Version(version + 1));
    let left: Vec<_> = store.sessions(RECEPTION).await.unwrap().into_iter().map(|s| s.root).collect();
    assert_eq!(left, [new]);
    store.revoke(device.id, later).await.unwrap();
    assert!(store.session(&new).await.unwrap().unwrap().revoked);
    store.put_account(&account, later).await.unwrap();
    assert!(store.session(&new).await.unwrap().is_none(), "a new password ends it");
}

pub async fn devices(store: Store) {
    let mut lanes = Vec::new();
    for i in 0..40 {
        let device = store.enrol(&format!("s{i}"), "máy", true, nine()).await.unwrap();
        lanes.push(device.lane.map(|lane| lane.0));
    }
    let expected: Vec<Option<u8>> = (0..39).map(Some).chain([None]).collect();
    assert_eq!(lanes, expected, "thirty-nine lanes, then none");
    let device = store.device(DeviceId(2)).await.unwrap().unwrap();
    assert!(device.proves("s1") && !device.proves("s2"));
    assert!(store.revoke(DeviceId(2), nine()).await.unwrap());
    assert!(!store.revoke(DeviceId(99), nine()).await.unwrap());
    let same_year = store.grant_lane(DeviceId(40), nine()).await.unwrap();
    assert_eq!(same_year, None, "a retired lane rests until the year is over");
    let next_year = nine().plus_minutes(60 * 24 * 60);
    let left = [store.lanes_left(nine()).await.unwrap(), store.lanes_left(next_year).await.unwrap()];
    assert_eq!(left, [0, 39], "nobody was heard for two months");
    let lane = store.grant_lane(DeviceId(40), next_year).await.unwrap();
    assert_eq!(lane, Some(Lane(1)));
    // All lanes are held again. Two browsers are not heard for two months; out of one nothing was ever written.
    let (mut pen, wrote) =
        (Pen::new(Writer { device: DeviceId(1), officer: RECEPTION }, next_year), Some(Lane(0)));
    commit_now(&store, next_year, &pen.write(note(dossier_id(1), "x")), wrote).await.unwrap();
    for id in (3..=40).filter(|id| *id != 7) {
        store.heard(DeviceId(id), HEAD, Some(0), next_year).await.unwrap();
    }
    let other = store.enrol("s40", "máy", true, next_year).await.unwrap();
    assert_eq!(other.lane, Some(Lane(6)));
    assert_eq!(store.device(DeviceId(7)).await.unwrap().unwrap().lane, None);
    let lanes = [
        store.enrol("s41", "máy", true, next_year).await.unwrap().lane,
        store.enrol("s42", "máy", true, next_year).await.unwrap().lane,
    ];
    assert_eq!(lanes, [Some(Lane(0)), None], "then the one that has sent acts, then none");
    store.heard(DeviceId(3), HEAD, Some(4), nine()).await.unwrap();
    store.heard(DeviceId(3), HEAD, None, nine().plus_minutes(2)).await.unwrap();
    let seen = store.devices_seen().await.unwrap().remove(2);
    assert_eq!((seen.waiting, seen.officer, seen.last_seen), (4, Some(HEAD), nine().plus_minutes(2)));
}

/// Twenty people log in at the same moment on new tablets, which a minute later all get a lane.
pub async fn devices_at_once(store: Store) {
    let enrol = |i: usize| {
        let store = store.clone();
        tokio::spawn(async move { store.enrol(&i.to_string(), "máy", false, nine()).await.unwrap().id })
    };
    let mut ids = Vec::new();
    for task in (0..20).map(enrol).collect::<Vec<_>>() {
        ids.push(task.await.unwrap());
    }
    let grant = |id: &DeviceId| {
        let (store, id) = (store.clone(), *id);
        tokio::spawn(async move { store.grant_lane(id, nine()).await.unwrap().unwrap() })
    };
    let mut lanes = Vec::new();
    for task in ids.iter().map(grant).collect::<Vec<_>>() {
        lanes.push(task.await.unwrap());
    }
    ids.sort_unstable();
    lanes.sort_unstable();
    assert_eq!(ids, (1..=20).map(DeviceId).collect::<Vec<_>>());
    assert_eq!(lanes, (0..20).map(Lane).collect::<Vec<_>>());
}

pub async fn attempts(store: Store) {
    let guess = |_| {
        let (store, subjects) = (store.clone(), [(Rule::Account, "account đoán".to_owned())]);
        tokio::spawn(async move { store.attempt(&subjects, nine()).await.unwrap().is_ok() })
    };
    let mut evaluated = 0;
    for task in (0..40).map(guess).collect::<Vec<_>>() {
        evaluated += usize::from(task.await.unwrap());
    }
    assert_eq!(evaluated, 5, "forty guesses at once");
    let days = nine().plus_minutes(2 * 24 * 60);
    store.attempt(&[(Rule::Account, "account khác".to_owned())], days).await.unwrap().unwrap();
    let kept: Vec<String> = crate::store::read!(&*store.db, |pool| {
        sqlx::query_scalar("SELECT subject FROM attempt WHERE ward = $1")
            .bind(store.id.0)
            .fetch_all(pool)
            .await
            .unwrap()
    });
    assert_eq!(kept, ["account khác"], "yesterday's are forgotten");
    let subjects = [(Rule::Account, "account lan".to_owned()), (Rule::Address, "address a".to_owned())];
    for _ in 0..5 {
        assert_eq!(store.attempt(&subjects, nine()).await.unwrap(), Ok(()));
    }
    assert_eq!(store.attempt(&subjects, nine()).await.unwrap(), Err(4));
    assert_eq!(store.attempt(&subjects[1..], nine()).await.unwrap(), Ok(()), "the address has room");
    store.forgive(&subjects).await.unwrap();
    assert_eq!(store.attempt(&subjects, nine()).await.unwrap(), Ok(()));
}
