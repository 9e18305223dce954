//! What the book must do on every database.

use std::pin::Pin;

use shared::demo::{HEAD, RECEPTION};
use shared::dossier::code::Lane;
use shared::dossier::record::NewsBy;
use shared::id::{DeviceId, WardId, Writer};
use shared::lang::Sentence;
use shared::limits::NOTICES_MAX;
use shared::moment::Moment;
use shared::news::State;
use shared::report::Period;
use shared::survey::{Ballot, Channel, FORM, Question};
use shared::sync::aside::Reason;
use shared::sync::envelope::{Envelope, Inside};
use shared::sync::lost::StorageLost;
use shared::sync::notice::NoticeId;
use shared::sync::wire::{Body, Outcome, PushReply};

use super::{handoff, names};
use crate::clock::Clock;
use crate::feed::Feed;
use crate::gate::delay::Rule;
use crate::random;
use crate::seal::Looked;
use crate::store::account::Account;
use crate::store::ledger::{Ledger, commit_now, let_in};
use crate::store::news::{Due, Move, Take};
use crate::store::notice::Eyes;
use crate::store::pull::Scope;
use crate::store::quarantine::{Fresh, Met, Way};
use crate::store::session::Entry;
use crate::store::survey::Cast;
use crate::store::ward::Saved;
use crate::store::{Place, Store};
use crate::tests::pen::{Pen, dossier_id, note, receive};
use crate::tests::{nine, ward};

type Story = fn(Store) -> Pin<Box<dyn Future<Output = ()>>>;

const STORIES: [(&str, Story); 21] = [
    ("settings", |store| Box::pin(settings(store))),
    ("accounts", |store| Box::pin(accounts(store))),
    ("sessions", |store| Box::pin(sessions(store))),
    ("devices and lanes", |store| Box::pin(devices(store))),
    ("devices at once", |store| Box::pin(devices_at_once(store))),
    ("attempts", |store| Box::pin(attempts(store))),
    ("acts and records", |store| Box::pin(acts(store))),
    ("numbers given twice", |store| Box::pin(numbers(store))),
    ("many clients", |store| Box::pin(many(store))),
    ("search", |store| Box::pin(search(store))),
    ("verify", |store| Box::pin(verify(store))),
    ("signing keys", |store| Box::pin(signing_keys(store))),
    ("kept for a person", |store| Box::pin(kept(store))),
    ("eyes and losses", |store| Box::pin(eyes(store))),
    ("ballots", |store| Box::pin(ballots(store))),
    ("a former name comes late", |store| Box::pin(names::late(store))),
    ("two names at once", |store| Box::pin(names::at_once(store))),
    ("a former name is let in", |store| Box::pin(names::let_in_beside(store))),
    ("news", |store| Box::pin(news(store))),
    ("news by gateway", |store| Box::pin(news_by_gateway(store))),
    ("hand-off", |store| Box::pin(handoff::handoff(store))),
];

/// Tells every story in a ward of its own; none may see another's rows.
pub async fn tell(place: &Place) {
    for (i, (name, story)) in STORIES.iter().enumerate() {
        eprintln!("story: {name}");
        let store = Store::open_or_create(place, WardId(i as i64 + 1), ward).await.unwrap();
        let db = store.db.clone();
        story(store).await;
        db.close().await;
    }
}

async fn settings(store: Store) {
    let mut changed = (*store.ward()).clone();
    changed.letterheads[0].phone = "0236".to_owned();
    assert_eq!(store.save_ward(1, changed.clone()).await.unwrap(), Saved::Version(2));
    assert_eq!(store.save_ward(1, changed).await.unwrap(), Saved::Overtaken(2));
    assert_eq!((store.ward().version, store.ward().letterheads[0].phone.as_str()), (2, "0236"));
    assert_eq!(store.ward_at(1).await.unwrap().unwrap().version, 1);
    assert!(store.ward_at(9).await.unwrap().is_none());
    assert_eq!(store.epoch.len(), 16);
}

async fn accounts(store: Store) {
    let account =
        Account { name: "Lan".to_owned(), officer: RECEPTION, hash: "h1".to_owned(), must_change: true };
    store.put_account(&account, nine()).await.unwrap();
    let found = store.account(" LAN ").await.unwrap().unwrap();
    assert_eq!((found.name.as_str(), found.officer, found.must_change), ("lan", RECEPTION, true));
    store.rehash("lan", "h2").await.unwrap();
    assert_eq!(store.account("lan").await.unwrap().unwrap().hash, "h2");
    assert!(store.account("' OR 1=1 --").await.unwrap().is_none());
    assert_eq!(store.accounts().await.unwrap(), [("lan".to_owned(), RECEPTION)]);
}

async fn sessions(store: Store) {
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
    let other = random::digest("khác");
    store.begin_session(&other, entry, later).await.unwrap();
    store.end_sessions(RECEPTION, Some(&new)).await.unwrap();
    let left: Vec<_> = store.sessions(RECEPTION).await.unwrap().into_iter().map(|s| s.root).collect();
    assert_eq!(left, [new]);
    store.revoke(device.id, later).await.unwrap();
    assert!(store.session(&new).await.unwrap().unwrap().revoked);
    store.put_account(&account, later).await.unwrap();
    assert!(store.session(&new).await.unwrap().is_none(), "a new password ends it");
}

async fn devices(store: Store) {
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
    let seen = store.devices().await.unwrap()[2].seen();
    assert_eq!((seen.waiting, seen.officer, seen.last_seen), (4, Some(HEAD), nine().plus_minutes(2)));
}

/// Twenty people log in at the same moment on new tablets, which a minute later all get a lane.
async fn devices_at_once(store: Store) {
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

async fn attempts(store: Store) {
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

/// A counter with a device of its own.
pub async fn counter(store: &Store) -> (Pen, Option<Lane>) {
    let device = store.enrol(&random::secret(), "quầy", true, nine()).await.unwrap();
    (Pen::new(Writer { device: device.id, officer: RECEPTION }, nine()), device.lane)
}

async fn acts(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let first = lane.unwrap().first();
    let push = pen.write_all(vec![
        receive(dossier_id(1), "Đặng Thị Đào", first),
        note(dossier_id(9), "không có"),
        note(dossier_id(1), "đã gọi"),
    ]);
    let reply = commit_now(&store, nine(), &push, lane).await.unwrap();
    let PushReply::Done { results, last_n } = &reply else { panic!("{reply:?}") };
    assert_eq!((results.len(), *last_n), (3, 3));
    assert_eq!(commit_now(&store, nine(), &push, lane).await.unwrap(), reply, "the same however often");
    let scope = Scope::Ward { closed_since: nine().day() };
    let eyes = Eyes::of(store.ward().officer(RECEPTION).unwrap(), nine());
    let page = store.page(scope, pen.writer, (0, 1), (eyes, "")).await.unwrap();
    assert_eq!((page.records.len(), page.to, page.last_n, page.outcomes.len()), (1, 3, 3, 2));
    let records = store.all_records().await.unwrap();
    assert_eq!((records.len(), records[0].rev, records[0].history.len()), (1, 3, 2));
}

async fn eyes(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let of = |officer, now| Eyes::of(store.ward().officer(officer).unwrap(), now);
    let (day, writer) = (nine().plus_minutes(24 * 60), pen.writer);
    let all = async |eyes| {
        let scope = Scope::Ward { closed_since: nine().day() };
        store.page(scope, writer, (0, 0), (eyes, "")).await.unwrap().told
    };
    commit_now(&store, nine(), &pen.write_all(vec![note(dossier_id(9), "không có"); 60]), lane)
        .await
        .unwrap();
    let (author, head) = (of(RECEPTION, nine()), of(HEAD, day));
    let told = all(author).await;
    assert_eq!((told.all, told.list.unwrap().len()), (60, NOTICES_MAX));
    assert_eq!((all(of(HEAD, nine())).await.all, all(head).await.all), (0, 60));
    let first = NoticeId { writer, n: 1 };
    store.have_read(head, &[first], day).await.unwrap();
    assert_eq!((all(author).await.all, all(head).await.all), (60, 59), "unread for its author");
    for _ in 0..2 {
        store.have_read(author, &[first], day).await.unwrap();
        assert_eq!((all(author).await.all, all(head).await.all), (59, 59));
    }
    let lost = StorageLost { writer, first: 61, last: 64 };
    for _ in 0..2 {
        assert!(store.lose(lost, writer, day).await.unwrap());
    }
    assert_eq!(store.missing().await.unwrap().len(), 1);
    commit_now(&store, day, &pen.write(note(dossier_id(9), "không có")), lane).await.unwrap();
    assert_eq!(store.missing().await.unwrap()[0].from, 62, "one has arrived after all");
    store.settle_lost(lost, HEAD, day).await.unwrap();
    assert_eq!(store.missing().await.unwrap(), []);
}

/// The number that the server gives in place of one that was printed twice.
pub async fn given_anew(store: &Store) -> String {
    let (mut pen, lane) = counter(store).await;
    let foreign = Lane(38).first();
    let (id, push) = (dossier_id(900), pen.write(receive(dossier_id(900), "C", foreign)));
    commit_now(store, nine(), &push, lane).await.unwrap();
    let record = store.all_records().await.unwrap().into_iter().find(|d| d.id == id).unwrap();
    record.code.unwrap().short()
}

pub async fn numbers(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let (mut other, other_lane) = counter(&store).await;
    let first = lane.unwrap().first();
    commit_now(&store, nine(), &pen.write(receive(dossier_id(1), "A", first)), lane).await.unwrap();
    for expected in ["181122-0001", "181122-0002"] {
        let id = dossier_id(100 + u128::from(other.n));
        let reply = commit_now(&store, nine(), &other.write(receive(id, "B", first)), other_lane).await;
        let PushReply::Done { results, .. } = reply.unwrap() else { panic!("not done") };
        assert!(matches!(results[0].outcome, Outcome::Conflict { .. }), "{:?}", results[0]);
        let record = store.all_records().await.unwrap().into_iter().find(|d| d.id == id).unwrap();
        assert_eq!(record.code.unwrap().short(), expected);
    }
}

/// Twenty clients through the ledger's channel: everything is kept, in order, once.
async fn many(store: Store) {
    let feed = Feed::default();
    let ledger = Ledger::start(store.clone(), Clock::fixed(nine()), feed.clone());
    let mut clients = Vec::new();
    for i in 0..20 {
        let (mut pen, lane) = counter(&store).await;
        let ledger = ledger.clone();
        clients.push(tokio::spawn(async move {
            for k in 0..5_u16 {
                let id = dossier_id(i * 100 + u128::from(k));
                let push = pen.write(receive(id, "A", lane.unwrap().first() + k));
                let reply = ledger.push(push, lane).await.unwrap();
                assert!(matches!(reply, PushReply::Done { last_n, .. } if last_n == u64::from(k) + 1));
            }
        }));
    }
    for client in clients {
        client.await.unwrap();
    }
    assert_eq!(feed.newest(), 100);
    let records = store.all_records().await.unwrap();
    let revs: Vec<u64> = records.iter().map(|record| record.rev).collect();
    assert_eq!(revs, (1..=100).collect::<Vec<_>>());
    assert!(store.verify(|_, _| ()).await.unwrap().differences.is_empty());
}

async fn search(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let first = lane.unwrap().first();
    let push = pen.write_all(vec![
        receive(dossier_id(1), "Đặng Thị Đào", first),
        receive(dossier_id(2), "Lê Đảo", first + 1),
    ]);
    commit_now(&store, nine(), &push, lane).await.unwrap();
    for (query, hits) in [
        ("dang thi dao", 1),
        ("DAO", 2),
        ("đào", 2),
        ("dao dang thi 181122", 1),
        (&format!("{}", first + 1), 1),
        ("%", 0),
        ("_", 0),
        ("' OR 1=1 --", 0),
    ] {
        assert_eq!(store.search(query).await.unwrap().len(), hits, "{query}");
    }
}

/// What somebody else's hand has changed in the file is found, whatever it is; nothing is found where nothing was.
async fn verify(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let first = lane.unwrap().first();
    let mut acts: Vec<_> = (0..9).map(|i| receive(dossier_id(i), "A", first + i as u16)).collect();
    acts.push(note(dossier_id(8), "đã gọi"));
    let mut push = pen.write_all(acts);
    // One that nobody can read, and one of a clock in another year.
    push.acts.push(Body(r#"{"v":99}"#.to_owned()));
    pen.n += 1;
    pen.head = push.acts[10].hash(&pen.head);
    commit_now(&store, nine(), &push, lane).await.unwrap();
    pen.at = nine().plus_minutes(400 * 24 * 60);
    let wrong = pen.write(note(dossier_id(8), "đồng hồ chạy sai"));
    pen.at = nine();
    let right = pen.write(receive(dossier_id(9), "A", first + 9));
    for push in [wrong, right] {
        commit_now(&store, nine(), &push, lane).await.unwrap();
    }
    let found = store.verify(|_, _| ()).await.unwrap();
    assert_eq!((found.acts, found.records, found.writers), (13, 10, 1));
    assert_eq!(found.differences, vec![]);
    let spoils: [(&str, &[&str]); 17] = [
        (
            "record SET body = REPLACE(body, 'tổ 12', 'tổ 13') WHERE seq = 1",
            &["dossier 00000000-0000-0000-0000-000000000000: not as"],
        ),
        ("record SET code = 'x' WHERE seq = 1", &["code is not"]),
        ("record SET status = 'da_tra' WHERE seq = 1", &["status is not"]),
        ("record SET field = 'x' WHERE seq = 1", &["field is not"]),
        ("record SET handler = 99 WHERE seq = 1", &["handler is not"]),
        ("record SET received_day = '2018-11-23' WHERE seq = 1", &["received_day is not"]),
        ("record SET closed_day = '2018-11-23' WHERE seq = 1", &["closed_day is not"]),
        ("record SET is_open = NOT is_open WHERE seq = 1", &["is_open is not"]),
        ("record SET created_by = 99 WHERE seq = 1", &["created_by is not"]),
        ("record SET fold = 'x' WHERE seq = 1", &["fold is not"]),
        ("record SET seq = 99 WHERE seq = 1", &["seq is not"]),
        ("writer SET last_n = 14", &["officer 6 on device 1: what is kept"]),
        ("writer SET head = 'x'", &["officer 6 on device 1: what is kept"]),
        ("writer SET last_at = 1", &["officer 6 on device 1: what is kept"]),
        ("writer SET durable_n = 99", &["officer 6 on device 1: what is kept"]),
        ("cmd_log SET body = REPLACE(body, 'tổ 12', 'tổ 13') WHERE seq = 2", &["act 2: its text"]),
        ("cmd_log SET outcome = '{}' WHERE seq = 2", &["act 2: its outcome cannot be read"]),
    ];
    for (spoil, said) in spoils {
        let end = if spoil.contains("WHERE") { "AND ward = $1" } else { "WHERE ward = $1" };
        spoiled(&store, &[&format!("UPDATE {spoil} {end}")], said).await;
    }
    spoiled(&store, &["DELETE FROM record WHERE ward = $1 AND seq = 3"], &["is missing"]).await;
    spoiled(&store, &["DELETE FROM writer WHERE ward = $1"], &["officer 6 on device 1: is missing"]).await;
    spoiled(&store, &["DELETE FROM cmd_log WHERE ward = $1 AND seq = 4"], &["act 5: the acts before it"])
        .await;
    let cut = [
        "DELETE FROM cmd_log WHERE ward = $1 AND seq = 13",
        "DELETE FROM record WHERE ward = $1 AND seq = 13",
    ];
    spoiled(&store, &cut, &["officer 6 on device 1: what is kept"]).await;
}

/// Spoils the book, hears what is said of it, and puts it right again.
pub async fn spoiled(store: &Store, spoils: &[&str], said: &[&str]) {
    let mut tx = store.db.begin().await.unwrap();
    for spoil in spoils {
        crate::store::within!(&mut tx, |c| {
            sqlx::query(sqlx::AssertSqlSafe((*spoil).to_owned())).bind(store.id.0).execute(c).await.unwrap();
        });
    }
    let found = store.verify_in(&mut tx, |_, _| ()).await.unwrap().differences;
    let found = found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    for said in said {
        assert!(found.contains(said), "after {spoils:?}: {said} in:\n{found}");
    }
    // Dropped without a commit.
    drop(tx);
}

async fn signing_keys(store: Store) {
    let writer = Writer { device: DeviceId(1), officer: RECEPTION };
    for i in 0..10 {
        let at = nine().plus_minutes(i);
        store.add_writer_key(writer, &format!("k{i}"), at).await.unwrap();
        store.add_writer_key(writer, &format!("k{i}"), at).await.unwrap();
    }
    let expected: Vec<String> = (2..10).map(|i| format!("k{i}")).collect();
    assert_eq!(store.writer_keys(writer).await.unwrap(), expected, "a handful, the newest");
    let other = Writer { device: DeviceId(1), officer: HEAD };
    assert!(store.writer_keys(other).await.unwrap().is_empty());
}

async fn kept(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let push = pen.write_all(vec![
        receive(dossier_id(1), "A", lane.unwrap().first()),
        note(dossier_id(1), "hai"),
        note(dossier_id(1), "ba"),
    ]);
    let mut prev = push.prev.clone();
    let mut sealed = Vec::new();
    for (n, body) in (1..).zip(&push.acts) {
        let hash = body.hash(&prev);
        let envelope = Envelope { kid: 1, writer: pen.writer, n, enc: String::new(), ct: format!("ct {n}") };
        let inside = Inside { prev, body: body.clone(), sig: String::new() };
        sealed.push((envelope, Looked { inside: Some((inside, hash.clone())), fault: None }));
        prev = hash;
    }
    let fresh = |all: &'static [usize]| {
        all.iter().map(|i| Fresh { envelope: &sealed[*i].0, looked: &sealed[*i].1, reason: Reason::Revoked })
    };
    let tickets = store.put_aside(&fresh(&[0, 1, 2]).collect::<Vec<_>>(), Way::File, nine()).await.unwrap();
    assert_eq!(tickets, Some(vec![1, 2, 3]));
    let again = store.put_aside(&fresh(&[2]).collect::<Vec<_>>(), Way::File, nine()).await.unwrap();
    assert_eq!(again, Some(vec![3]), "one ticket an envelope");
    assert!(store.is_waited_for(pen.writer, 1, 2).await.unwrap());
    assert!(!store.is_waited_for(pen.writer, 1, 1).await.unwrap());
    // The second before the first has no place in its author's chain; the first then has.
    let by = HEAD;
    for (ticket, at) in [(2, 0), (1, 1), (3, 2)] {
        let one = store.kept(ticket).await.unwrap().unwrap();
        let now = nine().plus_minutes(at);
        let entered = let_in(&store, now, &one, lane, by).await.unwrap().unwrap();
        assert!(entered.is_new && entered.seq == at as u64 + 1, "{ticket}");
        assert!(let_in(&store, now, &one, lane, by).await.unwrap().is_none(), "decided once");
    }
    assert_eq!(store.asides().await.unwrap().0, 0);
    let names: Vec<_> = sealed.iter().map(|(e, l)| (e, l.inside.as_ref().map(|(_, hash)| hash))).collect();
    assert_eq!(store.met(pen.writer, names.into_iter()).await.unwrap(), [Met::Judged; 3]);
    let found = store.verify(|_, _| ()).await.unwrap();
    assert_eq!((found.acts, found.writers, found.differences), (3, 2, vec![]));
    assert!(!store.drop_aside(1, by, "muộn", nine()).await.unwrap());
}

async fn ballots(store: Store) {
    let day = nine().day();
    let cast = |n, day, overall| {
        let ballot = Ballot {
            form: FORM,
            procedure: "HT-09".to_owned(),
            answers: [(Question::Overall, overall)].into(),
            comment: format!("góp ý {n}"),
            channel: Channel::ALL[usize::try_from(n).unwrap() % 4],
        };
        Cast { dossier: dossier_id(n), day, ballot }
    };
    let casts = [cast(1, day, 5), cast(2, day, 4), cast(1, day, 1), cast(3, day.next(), 3)];
    assert_eq!(store.rate(&casts).await.unwrap(), 3);
    assert_eq!(store.rate(&casts[..1]).await.unwrap(), 0);
    assert!(store.is_rated(dossier_id(2)).await.unwrap() && !store.is_rated(dossier_id(4)).await.unwrap());
    let said = async |from, to| {
        let ballots = store.ballots(Period::new(from, to).unwrap()).await.unwrap();
        let mut said: Vec<_> = ballots.into_iter().map(|b| (b.overall(), b.comment, b.channel)).collect();
        said.sort();
        said
    };
    let text = |overall: u8, n: u8| (Some(overall), format!("góp ý {n}"), Channel::ALL[usize::from(n) % 4]);
    assert_eq!(said(day, day).await, [text(4, 2), text(5, 1)]);
    assert_eq!(said(day, day.next()).await, [text(3, 3), text(4, 2), text(5, 1)]);
    assert_eq!(said(day.next().next(), day.next().next()).await, []);
    assert_eq!(store.returned(Period::new(day, day).unwrap()).await.unwrap(), 0);
}

/// An act is news once, however often it is looked at and whatever breaks in between.
async fn news(store: Store) {
    store.say_news(vec![NewsBy::Mail]).await.unwrap();
    let device = store.enrol("bí mật", "quầy", true, nine()).await.unwrap();
    let mut pen = Pen::new(Writer { device: device.id, officer: RECEPTION }, nine());
    let number = device.lane.unwrap().first();
    for n in 1..=3 {
        let push = pen.write(receive(dossier_id(n), &format!("A{n}"), number + n as u16));
        commit_now(&store, nine(), &push, device.lane).await.unwrap();
    }
    let push = pen.write(note(dossier_id(1), "đã gọi điện"));
    commit_now(&store, nine(), &push, device.lane).await.unwrap();
    let due = async |at| {
        let due: Vec<_> = store.due_news(at).await.unwrap().into_iter().map(|due| due.key).collect();
        due
    };
    assert_eq!(store.sweep_news(0, nine()).await.unwrap(), 4);
    let rows = store.due_news(nine()).await.unwrap();
    let keys = due(nine()).await;
    assert_eq!(keys.len(), 3);
    assert_eq!(store.sweep_news(4, nine()).await.unwrap(), 4, "nothing new");
    forget_cursor(&store).await;
    assert_eq!(store.sweep_news(0, nine()).await.unwrap(), 4, "as after a crash before the cursor was kept");
    assert_eq!(due(nine()).await, keys, "no row twice");

    let mail = async |row: &Due, at| store.take_news(row, NewsBy::Mail, Take::Once, at).await.unwrap();
    let (two, three) = (keys[1], keys[2]);
    assert!(mail(&rows[0], nine()).await);
    assert!(!mail(&rows[0], nine()).await, "somebody else has it");
    // The program dies here: nobody knows whether it arrived.
    assert_eq!(due(nine()).await, [two, three]);
    let moved = |state, at, tries| Move { state, at, tries, why: Sentence::new("vì", "because") };
    assert!(mail(&rows[1], nine()).await);
    store.give_back_news(two).unwrap();
    let later = nine().plus_minutes(8);
    store.move_news(two, None, &moved(State::Waiting, later, 3)).await.unwrap();
    assert_eq!((due(nine()).await, due(later).await.len()), (vec![three], 2));
    let rows = store.due_news(later).await.unwrap();
    let row = rows.iter().find(|due| due.key == two).unwrap();
    assert_eq!(row.tries, 3);
    assert!(mail(row, later).await, "what was given back leaves again");
    store.move_news(two, None, &moved(State::Sent, later, 4)).await.unwrap();
    let gone = moved(State::Dropped, later, 0);
    assert!(!store.move_news(two, Some(State::Waiting), &gone).await.unwrap(), "it does not wait");
    let count = store.count_news().await.unwrap();
    let expected = [(State::Waiting, 1), (State::Sent, 1), (State::Unclear, 1)];
    assert_eq!(count, [(NewsBy::Mail, expected.into_iter().collect())].into_iter().collect());
    let seen = store.news_of(two.dossier).await.unwrap();
    assert_eq!(
        (seen.len(), seen[0].state, seen[0].moved, seen[0].why().en.as_str()),
        (1, State::Sent, later, "because")
    );
    assert_eq!(store.news_of(dossier_id(9)).await.unwrap(), []);
}

/// A gateway is asked again under the same key, as long as it has to remember it, and no other way takes its place.
async fn news_by_gateway(store: Store) {
    store.say_news(NewsBy::ALL.to_vec()).await.unwrap();
    let device = store.enrol("bí mật", "quầy", true, nine()).await.unwrap();
    let mut pen = Pen::new(Writer { device: device.id, officer: RECEPTION }, nine());
    let number = device.lane.unwrap().first();
    for n in 1..=3 {
        let push = pen.write(receive(dossier_id(n), &format!("A{n}"), number + n as u16));
        commit_now(&store, nine(), &push, device.lane).await.unwrap();
    }
    store.sweep_news(0, nine()).await.unwrap();
    let rows = store.due_news(nine()).await.unwrap();
    for row in &rows {
        store.turn_news(row.key, NewsBy::Sms).await.unwrap();
    }
    let minute = |n| nine().plus_minutes(n);
    let asks = async |row: &Due, by, now: Moment| {
        let again = Take::AsksAgain(now.plus_minutes(1));
        store.take_news(row, by, again, now).await.unwrap()
    };
    let due =
        async |at: Moment, key| store.due_news(at).await.unwrap().into_iter().find(|due| due.key == key);
    assert!(asks(&rows[0], NewsBy::Sms, nine()).await);
    assert!(!asks(&rows[0], NewsBy::Sms, nine()).await, "somebody else has it");
    assert!(due(nine(), rows[0].key).await.is_none(), "not before its minute");
    let again = due(minute(1), rows[0].key).await.expect("it waits, though it may have arrived");
    assert_eq!((again.by, again.tries), (NewsBy::Sms, 1));
    assert!(asks(&again, NewsBy::Sms, minute(1)).await, "the same key once more");

    assert!(asks(&rows[1], NewsBy::Sms, nine()).await);
    let turned = due(minute(1), rows[1].key).await.expect("it waits");
    assert!(!asks(&turned, NewsBy::Zalo, minute(1)).await, "another gateway does not know the key");
    assert!(asks(&rows[2], NewsBy::Sms, nine()).await);
    let late = minute(3 * 24 * 60 + 1);
    let old = due(late, rows[2].key).await.expect("it waits");
    assert!(!asks(&old, NewsBy::Sms, late).await, "nobody has to remember a key for ever");
    for row in &rows[1..] {
        let seen = store.news_of(row.key.dossier).await.unwrap().remove(0);
        assert_eq!((seen.by, seen.state), (NewsBy::Sms, State::Unclear));
        assert!(store.is_news_out(row.key));
    }
}

async fn forget_cursor(store: &Store) {
    let mut tx = store.db.begin().await.unwrap();
    crate::store::within!(&mut tx, |c| {
        sqlx::query("DELETE FROM meta WHERE ward = $1 AND name = 'news_seq'")
            .bind(store.id.0)
            .execute(c)
            .await
            .unwrap();
    });
    tx.commit().await.unwrap();
}
