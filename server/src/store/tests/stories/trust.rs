//! What the book holds against those who write: their keys, their chains, and what was put aside for a person.

use std::time::Duration;

use shared::demo::{HEAD, RECEPTION};
use shared::id::{DeviceId, Writer};
use shared::refusal::Refusal;
use shared::sync::aside::Reason;
use shared::sync::envelope::{Envelope, Inside};
use shared::sync::wire::{Body, Outcome, PushReply};

use super::counter;
use crate::clock::Clock;
use crate::feed::Feed;
use crate::seal::Looked;
use crate::store::Store;
use crate::store::ledger::{Judge, Ledger, let_in};
use crate::store::notice::Eyes;
use crate::store::pull::Scope;
use crate::store::quarantine::{Fresh, Met, Way};
use crate::store::tests::commit_now;
use crate::tests::nine;
use crate::tests::pen::{dossier_id, note, receive};

/// What somebody else's hand has changed in the file is found, whatever it is; nothing is found where nothing was.
pub async fn verify(store: Store) {
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

/// Rules that panic, or never end, at two of five acts: each is kept for a person under its number, what comes behind is done, and
/// the author hears the same however often it is sent.
pub async fn without_a_verdict(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let never: fn() = || loop {
        std::thread::park();
    };
    let panics: fn() = || panic!("a rule that cannot be");
    let judge = Judge::broken((5, Duration::from_millis(200)), [None, Some(panics), None, Some(never), None]);
    let store = Store { judge, ..store };
    let push = pen.write_all(vec![
        receive(dossier_id(1), "A", lane.unwrap().first()),
        note(dossier_id(1), "làm hỏng"),
        note(dossier_id(1), "đã gọi"),
        note(dossier_id(1), "không dứt"),
        note(dossier_id(1), "gọi lại"),
    ]);
    let ledger = Ledger::start(store.clone(), Clock::fixed(nine()), Feed::default());
    let reply = ledger.push(push.clone(), lane).await.unwrap();
    let PushReply::Done { results, last_n } = &reply else { panic!("{reply:?}") };
    let unjudged = |ticket| Outcome::Quarantined { ticket, refusal: Refusal::Unjudged };
    let done = |seq| Outcome::Applied { seq };
    let outcomes: Vec<Outcome> = results.iter().map(|judged| judged.outcome.clone()).collect();
    assert_eq!(outcomes, [done(1), unjudged(2), done(3), unjudged(4), done(5)]);
    assert_eq!(*last_n, 5);
    assert_eq!(
        ledger.push(push, lane).await.unwrap(),
        reply,
        "the rules are whole again: it stays as it was judged"
    );
    let next = pen.write(note(dossier_id(1), "việc sau"));
    let PushReply::Done { results, .. } = ledger.push(next, lane).await.unwrap() else { panic!("not done") };
    assert_eq!(results[0].outcome, done(6));

    let scope = Scope::Ward { closed_since: nine().day() };
    let eyes = Eyes::of(store.ward().officer(RECEPTION).unwrap(), nine());
    let page = store.page(scope, pen.writer, (0, 0), (eyes, "")).await.unwrap();
    let told: Vec<Outcome> = page.outcomes.into_iter().map(|judged| judged.outcome).collect();
    assert_eq!(told, [outcomes, vec![done(6)]].concat());
    assert_eq!((page.last_n, page.told.all), (6, 2), "the author is asked to look at both");
    let records = store.all_records().await.unwrap();
    assert_eq!((records.len(), records[0].rev, records[0].history.len()), (1, 6, 4));
    let found = store.verify(|_, _| ()).await.unwrap();
    assert_eq!((found.acts, found.differences), (6, vec![]));
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

pub async fn signing_keys(store: Store) {
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

pub async fn kept(store: Store) {
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
