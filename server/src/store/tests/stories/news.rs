//! What citizens say of the counter and what they are told.

use shared::demo::{CHAIR, CLERK, HEAD, RECEPTION};
use shared::dossier;
use shared::dossier::Status;
use shared::dossier::assign::Assign;
use shared::dossier::record::{Decision, NewsBy};
use shared::dossier::sign::Sign;
use shared::dossier::stamp::Stamp;
use shared::dossier::submit::Submit;
use shared::id::{DossierId, Writer};
use shared::lang::Sentence;
use shared::moment::Moment;
use shared::news::State;
use shared::officer::Role;
use shared::report::Period;
use shared::survey::{Ballot, Channel, Question};

use super::{counter, does};
use crate::store::Store;
use crate::store::news::{Due, Move, Take};
use crate::store::survey::Cast;
use crate::store::tests::commit_now;
use crate::tests::nine;
use crate::tests::pen::{Pen, dossier_id, note, receive};

pub async fn ballots(store: Store) {
    let day = nine().day();
    let cast = |n, day, overall| {
        let ballot = Ballot {
            form: 1,
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
pub async fn news(store: Store) {
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
pub async fn news_by_gateway(store: Store) {
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

/// Whoever has not come for a result is reminded after so many days, once after each number of them.
pub async fn reminders(store: Store) {
    store.say_news(vec![NewsBy::Mail]).await.unwrap();
    let (mut pen, lane) = counter(&store).await;
    let (first, ready) = (lane.unwrap().first(), dossier_id(1));
    let push = pen.write_all(vec![receive(ready, "A", first), receive(dossier_id(2), "B", first + 1)]);
    commit_now(&store, nine(), &push, lane).await.unwrap();
    let ward = store.ward();
    let procedure = store.record_now(ready).await.unwrap().expect("received").procedure;
    let field = &ward.catalogue.get(&procedure).expect("known").field;
    let handler = ward.with_role(Role::Specialist).find(|o| o.works_in(field)).expect("somebody").id;
    let submit = Submit { decision: Decision::Grant, summary: "Giấy xác nhận".to_owned() };
    for (officer, act) in [
        (HEAD, dossier::Act::Assign(Assign { to: handler, reason: String::new() })),
        (handler, dossier::Act::Submit(submit)),
        (CHAIR, dossier::Act::Sign(Sign { taking_over: true })),
        (CLERK, dossier::Act::Stamp(Stamp { number: "34/XN".to_owned(), on: nine().day() })),
    ] {
        does(&store, officer, ready, act).await;
    }
    for (days, reminders) in [(0, 0), (2, 0), (3, 1), (3, 1), (4, 1), (7, 2), (40, 2)] {
        store.sweep_reminders(nine().plus_minutes(days * 24 * 60)).await.unwrap();
        assert_eq!(store.news_of(ready).await.unwrap().len(), reminders, "after {days} days");
    }
    assert_eq!(store.news_of(dossier_id(2)).await.unwrap(), [], "its result is not there yet");
    // A row that nobody can read holds up no other.
    damage(&store, dossier_id(2)).await;
    forget_news(&store).await;
    store.sweep_reminders(nine().plus_minutes(7 * 24 * 60)).await.unwrap();
    assert_eq!(store.news_of(ready).await.unwrap().len(), 1);
}

/// The record says that its result is there, and nothing else can be read.
async fn damage(store: &Store, id: DossierId) {
    let mut tx = store.db.begin().await.unwrap();
    crate::store::within!(&mut tx, |c| {
        sqlx::query("UPDATE record SET body = '{', status = $3 WHERE ward = $1 AND dossier = $2")
            .bind(store.id.0)
            .bind(id.to_string())
            .bind(Status::Ready.code())
            .execute(c)
            .await
            .unwrap();
    });
    tx.commit().await.unwrap();
}

async fn forget_news(store: &Store) {
    let mut tx = store.db.begin().await.unwrap();
    crate::store::within!(&mut tx, |c| {
        sqlx::query("DELETE FROM news WHERE ward = $1").bind(store.id.0).execute(c).await.unwrap();
    });
    tx.commit().await.unwrap();
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
