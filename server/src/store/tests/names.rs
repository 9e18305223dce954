//! An act that goes on under new numbers is one act, under whichever of its names it comes first.
//!
//! Not here: what a device takes along (`shared::sync::heir`).

use shared::demo::{HEAD, RECEPTION};
use shared::dossier::code::Lane;
use shared::id::WardId;
use shared::refusal::Refusal;
use shared::sync::aside::Reason;
use shared::sync::client::{Meta, Queued};
use shared::sync::envelope::{Envelope, Inside};
use shared::sync::heir::inherit;
use shared::sync::lost::StorageLost;
use shared::sync::wire::{Hash, Outcome, Push, PushReply};

use super::stories::{counter, spoiled};
use super::{Folder, postgres};
use crate::seal::Looked;
use crate::store::ledger::{commit_all, let_in};
use crate::store::quarantine::{Fresh, Way};
use crate::store::tests::commit_now;
use crate::store::{Place, Store};
use crate::tests::pen::{Pen, dossier_id, note, receive};
use crate::tests::{nine, ward};

/// The push of a device that was enrolled anew and took these along.
async fn moved(store: &Store, push: &Push) -> (Push, Option<Lane>) {
    let (pen, lane) = counter(store).await;
    let mut prev = push.prev.clone();
    let held: Vec<Queued> = (push.first_n..)
        .zip(&push.acts)
        .map(|(n, body)| {
            let after = body.hash(&prev);
            Queued { n, prev: std::mem::replace(&mut prev, after), body: body.clone(), seq: 0 }
        })
        .collect();
    let (_, fresh) = inherit(&Meta::new(pen.writer, lane), &held);
    let acts = fresh.into_iter().map(|(_, queued)| queued.body).collect();
    (Push { writer: pen.writer, first_n: 1, prev: Hash::default(), acts, ..push.clone() }, lane)
}

fn outcomes(reply: PushReply) -> Vec<Outcome> {
    let PushReply::Done { results, .. } = reply else { panic!("{reply:?}") };
    results.into_iter().map(|judged| judged.outcome).collect()
}

fn done() -> Outcome {
    Outcome::Noop { by: RECEPTION, at: nine() }
}

/// A device went on under new numbers after a restore and was judged; then a file of its outbox from before is brought.
/// A copy of its disk has gone on under numbers of its own, and comes later still.
pub async fn late(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let old = pen.write_all(vec![
        receive(dossier_id(1), "A", lane.unwrap().first()),
        note(dossier_id(1), "đã gọi"),
        note(dossier_id(9), "không có"),
    ]);
    let (new, its_lane) = moved(&store, &old).await;
    let (copy, of_copy) = moved(&store, &old).await;
    let (newer, of_newer) = moved(&store, &new).await;
    let first = outcomes(commit_now(&store, nine(), &new, its_lane).await.unwrap());
    assert!(
        matches!(first[..2], [Outcome::Conflict { seq: 1, .. }, Outcome::Applied { seq: 2 }]),
        "{first:?}"
    );
    let refused = first[2].clone();
    assert!(matches!(refused, Outcome::Rejected { refusal: Refusal::Gone }), "{refused:?}");
    let before = store.all_records().await.unwrap();
    let later = nine().plus_minutes(30);
    for (push, lane) in [(&old, lane), (&copy, of_copy), (&newer, of_newer)] {
        let again = outcomes(commit_now(&store, later, push, lane).await.unwrap());
        assert_eq!(again, [done(), done(), refused.clone()], "{:?}", push.writer);
    }
    assert_eq!(store.all_records().await.unwrap(), before);
    let found = store.verify(|_, _| ()).await.unwrap();
    assert_eq!((found.acts, found.differences), (12, vec![]));
    let spoils = [
        ("DELETE FROM former WHERE ward = $1 AND seq = 2", "act 2: the list of former names says otherwise"),
        (
            "UPDATE former SET n = 9 WHERE ward = $1 AND seq = 1",
            "act 1: the list of former names says otherwise",
        ),
        (
            "UPDATE former SET seq = 99 WHERE ward = $1 AND seq = 3",
            "act 99: it has former names and is not there",
        ),
    ];
    for (spoil, said) in spoils {
        spoiled(&store, &[spoil], &[said]).await;
    }
}

/// A book of a version that did not look for what acts became: one is done twice in it, and stays so.
async fn of_before(place: &Place) {
    let id = WardId(950);
    let store = Store::open_or_create(place, id, ward).await.unwrap();
    let (mut pen, lane) = counter(&store).await;
    let reception = pen.write(receive(dossier_id(1), "A", lane.unwrap().first()));
    commit_now(&store, nine(), &reception, lane).await.unwrap();
    let old = pen.write_all(vec![note(dossier_id(1), "đã gọi"), note(dossier_id(1), "đã gọi lại")]);
    let (new, its_lane) = moved(&store, &old).await;
    let (copy, of_copy) = moved(&store, &old).await;
    commit_now(&store, nine(), &new, its_lane).await.unwrap();
    run(&store, "DELETE FROM former").await;
    let first = Push { acts: old.acts[..1].to_vec(), ..old.clone() };
    let twice = outcomes(commit_now(&store, nine(), &first, lane).await.unwrap());
    assert_eq!(twice, [Outcome::Applied { seq: 4 }]);
    for sql in ["DROP TABLE former", "DELETE FROM _sqlx_migrations WHERE version = 14"] {
        run(&store, sql).await;
    }
    let found = store.verify(|_, _| ()).await.unwrap();
    assert_eq!((found.acts, found.differences), (4, vec![]), "looked at as it is");
    store.db.close().await;

    let store = Store::open(place, id).await.unwrap();
    assert_eq!(store.verify(|_, _| ()).await.unwrap().differences, vec![]);
    assert_eq!(outcomes(commit_now(&store, nine(), &old, lane).await.unwrap())[1..], [done()]);
    assert_eq!(outcomes(commit_now(&store, nine(), &copy, of_copy).await.unwrap()), [done(), done()]);
    let found = store.verify(|_, _| ()).await.unwrap();
    assert_eq!((found.acts, found.differences), (7, vec![]));
    store.db.close().await;
}

async fn run(store: &Store, sql: &'static str) {
    let mut tx = store.db.begin().await.unwrap();
    within!(&mut tx, |c| {
        sqlx::query(sql).execute(c).await.unwrap();
    });
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_book_of_before_is_taken_as_it_is_on_sqlite() {
    let folder = Folder::new();
    of_before(&folder.place()).await;
}

#[tokio::test]
async fn a_book_of_before_is_taken_as_it_is_on_postgres() {
    let (folder, server) = (Folder::new(), postgres::start());
    of_before(&Place::Postgres { url: server.url.clone(), folder: Some(folder.0.clone()) }).await;
}

/// A storage was cleared whose thread still told of numbers that its acts had before: those that went on are missed by
/// nobody, those that did not are.
pub async fn not_missed(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let reception = pen.write(receive(dossier_id(1), "A", lane.unwrap().first()));
    commit_now(&store, nine(), &reception, lane).await.unwrap();
    let old = pen.write_all((0..4).map(|i| note(dossier_id(1), &format!("gọi lần {i}"))).collect());
    let told = |first, last| StorageLost { writer: pen.writer, first, last };
    for lost in [told(2, 5), told(3, 4), told(6, 7)] {
        assert!(store.lose(lost, pen.writer, nine()).await.unwrap());
    }
    let missing = async || {
        let missing = store.missing().await.unwrap().into_iter();
        missing.map(|one| (one.lost.first, one.from, one.lost.last)).collect::<Vec<_>>()
    };
    assert_eq!(missing().await, [(2, 2, 5), (3, 3, 4), (6, 6, 7)]);
    // Acts 2, 3 and 4 went on; act 5 lay nowhere else.
    let part = Push { acts: old.acts[..3].to_vec(), ..old.clone() };
    let (new, its_lane) = moved(&store, &part).await;
    commit_now(&store, nine(), &new, its_lane).await.unwrap();
    assert_eq!(missing().await, [(2, 5, 5), (6, 6, 7)]);
    commit_now(&store, nine(), &old, lane).await.unwrap();
    assert_eq!(missing().await, [(6, 6, 7)], "it came under its own name");
}

/// Both come at the same moment.
pub async fn at_once(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let reception = pen.write(receive(dossier_id(1), "A", lane.unwrap().first()));
    commit_now(&store, nine(), &reception, lane).await.unwrap();
    let old = pen.write(note(dossier_id(1), "đã gọi"));
    let (new, its_lane) = moved(&store, &old).await;
    let replies = commit_all(&store, &[(nine(), &new, its_lane), (nine(), &old, lane)]).await.unwrap();
    let all: Vec<Outcome> = replies.into_iter().flat_map(outcomes).collect();
    assert_eq!(all, [Outcome::Applied { seq: 2 }, done()]);
    assert_eq!(store.all_records().await.unwrap()[0].history.len(), 2);
    assert_eq!(store.verify(|_, _| ()).await.unwrap().differences, vec![]);
}

/// What was put aside has no place in its author's chain any more: let in, it stands in the server's queue, and is still
/// the act that the device took along, whichever of the two comes first.
pub async fn let_in_beside(store: Store) {
    for comes_first in [true, false] {
        let (mut pen, lane) = counter(&store).await;
        let id = dossier_id(1 + u128::from(comes_first));
        let reception = pen.write(receive(id, "A", lane.unwrap().first()));
        commit_now(&store, nine(), &reception, lane).await.unwrap();
        let mut copy = Pen { head: pen.head.clone(), ..pen };
        let of_copy = copy.write(note(id, "bản sao của máy"));
        commit_now(&store, nine(), &of_copy, lane).await.unwrap();
        let old = pen.write(note(id, "đã gọi"));
        let (new, its_lane) = moved(&store, &old).await;
        if comes_first {
            commit_now(&store, nine(), &new, its_lane).await.unwrap();
        }
        let envelope = Envelope { kid: 1, writer: pen.writer, n: 2, enc: String::new(), ct: id.to_string() };
        let inside = Inside { prev: old.prev.clone(), body: old.acts[0].clone(), sig: String::new() };
        let looked = Looked { inside: Some((inside, old.acts[0].hash(&old.prev))), fault: None };
        let fresh = [Fresh { envelope: &envelope, looked: &looked, reason: Reason::Fork }];
        let tickets = store.put_aside(&fresh, Way::File, nine()).await.unwrap().unwrap();
        let kept = store.kept(tickets[0]).await.unwrap().unwrap();
        let entered = let_in(&store, nine(), &kept, lane, HEAD).await.unwrap().unwrap();
        assert_eq!(entered.outcome == done(), comes_first, "{:?}", entered.outcome);
        if !comes_first {
            let again = commit_now(&store, nine(), &new, its_lane).await.unwrap();
            assert_eq!(outcomes(again), [done()]);
        }
        let records = store.all_records().await.unwrap();
        let record = records.iter().find(|record| record.id == id).unwrap();
        assert_eq!(record.history.len(), 3, "received, and two notes");
        assert_eq!(store.verify(|_, _| ()).await.unwrap().differences, vec![]);
    }
}
