//! Acts on their way into the book: their numbers, their outcomes, and how what they made is found again.

use shared::demo::{HEAD, RECEPTION};
use shared::dossier::Status;
use shared::dossier::code::Lane;
use shared::id::{OfficerId, WardId};
use shared::limits::{NOTICES_MAX, SEARCH_ROWS_MAX};
use shared::sync::lost::StorageLost;
use shared::sync::notice::Seen;
use shared::sync::wire::{Outcome, PushReply};

use super::counter;
use crate::clock::Clock;
use crate::feed::Feed;
use crate::store::ledger::Ledger;
use crate::store::notice::Eyes;
use crate::store::pull::Scope;
use crate::store::search::Sought;
use crate::store::tests::commit_now;
use crate::store::{Store, Tx};
use crate::tests::nine;
use crate::tests::pen::{dossier_id, note, receive};

pub async fn acts(store: Store) {
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

pub async fn eyes(store: Store) {
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
    let first = Seen { writer, n: 1, judged: Some(nine()) };
    let of_another_life = Seen { judged: Some(nine().plus_minutes(-1)), ..first };
    store.have_read(head, &[of_another_life], day).await.unwrap();
    store.have_read(author, &[of_another_life], day).await.unwrap();
    assert_eq!((all(author).await.all, all(head).await.all), (60, 60), "they have read something else");
    store.have_read(head, &[first], day).await.unwrap();
    assert_eq!((all(author).await.all, all(head).await.all), (60, 59), "unread for its author");
    for judged in [Some(nine()), None] {
        store.have_read(author, &[Seen { judged, ..first }], day).await.unwrap();
        assert_eq!((all(author).await.all, all(head).await.all), (59, 59));
    }
    let second = Seen { writer, n: 2, judged: None };
    store.have_read(author, &[second], day).await.unwrap();
    assert_eq!(all(author).await.all, 58, "pages of the release before do not say which");
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
pub async fn many(store: Store) {
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

pub async fn search(store: Store) {
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
        ("'; DROP TABLE record --", 0),
        ("ang", 0),
        ("dang ky khai sinh", 2),
        ("ht-01", 2),
        ("dao khai sinh", 2),
        ("ly khai sinh", 0),
    ] {
        assert_eq!(store.search(query).await.unwrap().len(), hits, "{query}");
    }
    // Hundreds of later ones have her first words; one has them all. A paper slip is none.
    let mut tx = store.db.begin().await.unwrap();
    for (fold, times, status) in [
        ("nguyen thi thanh hang 2019", 1, Status::Returned),
        ("nguyen thi thanh hoa", SEARCH_ROWS_MAX + 5, Status::Returned),
        ("phieu trang", 1, Status::Blank),
    ] {
        for i in 0..times {
            like(&mut tx, store.id, &format!(" {fold} {i}\n|||\n khai sinh"), status).await;
        }
    }
    tx.commit().await.unwrap();
    for (query, hits) in [
        ("Nguyễn Thị Thanh Hằng", 1),
        ("nguyễn thị thanh hoa", SEARCH_ROWS_MAX + 1),
        ("2019 hang thanh thi nguyen nguyen", 1),
        ("phieu trang", 0),
        ("hang khai sinh", 1),
        ("anh", 0),
    ] {
        assert_eq!(store.search(query).await.unwrap().len(), hits, "{query}");
    }
    // A person called Sinh is not to be looked for among all births.
    let people = |text: &str| Sought { people: true, ..Sought::from(text) };
    assert_eq!(store.search(people("hang khai")).await.unwrap().len(), 0);
    assert_eq!(store.search(people("thanh hang 2019")).await.unwrap().len(), 1);
    assert_eq!(store.search(people("khai sinh")).await.unwrap().len(), 0);
    assert_eq!(store.search(people(&format!("dao {first}"))).await.unwrap().len(), 1);
    // The filters of the list.
    let day = nine().day();
    for (sought, hits) in [
        (Sought { states: vec![Status::Received], ..Sought::from("dao") }, 2),
        (Sought { states: vec![Status::Returned, Status::Stopped], ..Sought::from("dao") }, 0),
        (Sought { states: vec![Status::Returned], ..Sought::from("thanh hang") }, 1),
        (Sought { field: Some("HTCT".to_owned()), ..Sought::from("dao") }, 2),
        (Sought { field: Some("DD".to_owned()), ..Sought::from("dao") }, 0),
        (Sought { handler: Some(OfficerId(3)), ..Sought::from("dao") }, 0),
        (Sought { received: Some(day), ..Sought::from("dao") }, 2),
        (Sought { received: Some(day.plus(1)), ..Sought::from("dao") }, 0),
    ] {
        assert_eq!(store.search(sought.clone()).await.unwrap().len(), hits, "{sought:?}");
    }
}

/// Another row like the first dossier's, the last changed, with other words to find it by.
async fn like(tx: &mut Tx, id: WardId, fold: &str, status: Status) {
    within!(tx, |c| {
        sqlx::query(
            "INSERT INTO record (ward, dossier, seq, code, status, field, handler, received_day, closed_day, is_open,
               created_by, fold, body)
             SELECT ward, $2, (SELECT MAX(seq) + 1 FROM record WHERE ward = $1), NULL, $3, field, handler, received_day,
               closed_day, is_open, created_by, $2, body
             FROM record WHERE ward = $1 AND dossier = $4",
        )
        .bind(id.0)
        .bind(fold)
        .bind(status.code())
        .bind(dossier_id(1).to_string())
        .execute(c)
        .await
        .unwrap();
    });
}
