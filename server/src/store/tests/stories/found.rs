//! Finding what the book holds: for a report, by a number, for a device that has drifted, for the scans.

use std::collections::BTreeSet;

use shared::act::Act;
use shared::demo::{CHAIR, HEAD, PORTAL, RECEPTION};
use shared::door::Number;
use shared::dossier;
use shared::dossier::attach::{Attach, Detach};
use shared::dossier::correct_fee::{Change, CorrectFee};
use shared::dossier::intake::{Form, Lodge, Refuse};
use shared::dossier::record::{Channel, Payment};
use shared::dossier::stop::Stop;
use shared::id::{DeviceId, DossierId, Writer};
use shared::moment::Day;
use shared::report::Period;
use shared::report::cash::same_number;
use shared::scan::{Digest, File, FileKind};
use shared::sync::aside::Reason;
use shared::sync::digest::Buckets;
use shared::sync::envelope::Envelope;
use shared::sync::wire::{Outcome, PushReply};
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use super::{counter, does};
use crate::seal::Looked;
use crate::store::ledger::{Lodged, lodge, newest_seq};
use crate::store::period::{CORRECTED, OWING};
use crate::store::pull::Scope;
use crate::store::quarantine::{Fresh, Way};
use crate::store::tests::commit_now;
use crate::store::{Store, Tx};
use crate::tests::nine;
use crate::tests::pen::{self, dossier_id, note, receive, with_fee, with_receipt};

fn stop() -> dossier::Act {
    dossier::Act::Stop(Stop { reason: "trùng".to_owned() })
}

/// Which records a report reads, and whose fee was left for later.
pub async fn reports(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let first = lane.unwrap().first();
    let push = pen.write_all(vec![
        with_fee(receive(dossier_id(1), "Đặng Thị Đào", first), Payment::Owed),
        with_fee(receive(dossier_id(2), "Lê Đảo", first + 1), Payment::Taken),
        with_fee(receive(dossier_id(3), "", first + 2), Payment::Owed),
        note(dossier_id(2), r#"dân gõ "chua_thu" và "truc_tuyen""#),
    ]);
    let reply = commit_now(&store, nine(), &push, lane).await.unwrap();
    let PushReply::Done { results, .. } = reply else { panic!("{reply:?}") };
    let refused: Vec<bool> = results.iter().map(|judged| judged.outcome.is_refused()).collect();
    assert_eq!(refused, [false, false, true, false]);
    let Act::Dossier { act, .. } = pen::lodge(dossier_id(4), "Hồ Văn Lợi");
    let dossier::Act::Lodge(Lodge { form, secret, scans }) = act else { panic!("an application") };
    let form = Form { channel: Channel::Online, ..form };
    let act = dossier::Act::Lodge(Lodge { form, secret, scans });
    let lodged = lodge(&store, nine(), PORTAL, dossier_id(4), act).await.unwrap();
    assert!(matches!(lodged, Lodged::New { outcome: Outcome::Applied { .. }, .. }));
    let reason = "không thuộc phường".to_owned();
    let refuse = Refuse { form: None, reason, go_to: String::new(), approved_by: HEAD };
    does(&store, RECEPTION, dossier_id(4), dossier::Act::Refuse(refuse)).await;
    does(&store, CHAIR, dossier_id(2), stop()).await;

    let day = |text: &str| text.parse::<Day>().unwrap();
    for (from, to, today, expected) in [
        ("2018-11-01", "2018-11-30", "2018-11-30", &[1, 2, 4][..]),
        // What is open is read whatever the period.
        ("2018-12-01", "2018-12-31", "2018-12-31", &[1]),
        // Closed after the period; what came from afar may have been answered in it.
        ("2018-11-01", "2018-11-21", "2018-11-21", &[1, 4]),
        // What came in today counts as well.
        ("2018-11-01", "2018-11-21", "2018-11-22", &[1, 2, 4]),
    ] {
        let period = Period::new(day(from), day(to)).unwrap();
        let records = store.records_of(period, day(today)).await.unwrap().dossiers().unwrap();
        let mut ids: Vec<DossierId> = records.iter().map(|record| record.id).collect();
        ids.sort();
        let expected: Vec<DossierId> = expected.iter().map(|n| dossier_id(*n)).collect();
        assert_eq!(ids, expected, "{from} {to} {today}");
    }
    assert_eq!(store.owing().await.unwrap().dossiers(), BTreeSet::from([dossier_id(1)]));

    // Closed in November, and given back then or later: December has to know it.
    let december = Period::new(day("2018-12-01"), day("2018-12-31")).unwrap();
    let corrected = async |period| {
        let records = store.corrected_of_before(period).await.unwrap().dossiers().unwrap();
        records.iter().map(|record| record.id).collect::<Vec<_>>()
    };
    assert_eq!(corrected(december).await, []);
    let saw = store.record_now(dossier_id(2)).await.unwrap().expect("received").fee.standing();
    let change = Change::Repay { vnd: saw.held_vnd(), to: "Lê Đảo".to_owned() };
    let correct = CorrectFee { change, saw, reason: r#"gõ "revisions":"#.to_owned() };
    does(&store, RECEPTION, dossier_id(2), dossier::Act::CorrectFee(correct)).await;
    assert_eq!(corrected(december).await, [dossier_id(2)]);
    assert_eq!(corrected(Period::new(day("2018-11-01"), day("2018-11-30")).unwrap()).await, []);
}

/// Of what has no rows in its period the cash book reads only what bears one of its numbers, however that is written.
pub async fn receipts(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let first = lane.unwrap().first();
    let received = |n: u128, receipt: &str| {
        let number = first + u16::try_from(n).unwrap();
        with_receipt(receive(dossier_id(n), "Lê Đảo", number), receipt)
    };
    let push = pen.write_all(vec![
        received(1, "BL 0001"),
        received(2, r#"sổ "2" \ 7"#),
        received(3, "BL 0003"),
        received(4, "BL 0004"),
        note(dossier_id(3), r#"dân gõ "receipt":"BL 0001""#),
    ]);
    commit_now(&store, nine(), &push, lane).await.unwrap();
    for n in [1, 2, 3] {
        does(&store, CHAIR, dossier_id(n), stop()).await;
    }
    let period = |from: &str, to: &str| Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
    let read = async |of: Period, whole: Period, numbers: &[&str]| {
        let numbers = numbers.iter().map(|number| same_number(number)).collect();
        let mut cash = store.cash_of(of, whole).await.unwrap();
        let (own, others) = (cash.own().dossiers().unwrap(), cash.bearing(&numbers).dossiers().unwrap());
        [own, others].map(|all| all.iter().map(|d| d.id).collect::<BTreeSet<_>>())
    };
    let ids = |all: &[u128]| all.iter().map(|n| dossier_id(*n)).collect::<BTreeSet<_>>();
    let (year, december) = (period("2018-01-01", "2018-12-31"), period("2018-12-01", "2018-12-31"));
    assert_eq!(read(year, year, &["BL 0001"]).await, [ids(&[1, 2, 3, 4]), ids(&[])], "all are its own");
    assert_eq!(read(december, year, &[]).await, [ids(&[4]), ids(&[])], "what is open");
    for (number, bear) in
        [("bl0001", &[1][..]), (r#"SỔ"2"\7"#, &[2]), ("0003", &[]), ("BL 0004", &[]), ("", &[])]
    {
        assert_eq!(read(december, year, &[number]).await, [ids(&[4]), ids(bear)], "{number}");
    }
    assert_eq!(read(december, year, &["BL0001", "BL0003"]).await[1], ids(&[1, 3]));
    let next = period("2019-01-01", "2019-12-31");
    assert_eq!(
        read(next, next, &["BL 0001"]).await,
        [ids(&[4]), ids(&[])],
        "a book begins anew with its year"
    );
}

/// However many years the book has, the cash book reads the few rows that it asks for.
pub async fn few_of_many(store: Store) {
    for (sql, index) in [(OWING, "cmd_log_owing"), (CORRECTED, "record_corrected")] {
        let sql = sql.replace("$1", "1").replace("$2", "false").replace("$3", "'2018-11-01'");
        let mut tx = store.db.begin().await.unwrap();
        let plan: Vec<String> = match &mut tx {
            Tx::Sqlite(tx) => {
                let ask = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")));
                let rows = ask.fetch_all(&mut **tx).await.unwrap();
                rows.iter().map(|row| row.get("detail")).collect()
            }
            Tx::Postgres(tx) => {
                // Of two rows all are read at once.
                sqlx::query("SET LOCAL enable_seqscan = off").execute(&mut **tx).await.unwrap();
                let ask = sqlx::query_scalar(AssertSqlSafe(format!("EXPLAIN {sql}")));
                ask.fetch_all(&mut **tx).await.unwrap()
            }
        };
        assert!(plan.iter().any(|line| line.contains(index)), "{index}: {plan:?}");
    }
}

/// One dossier, by what stands on a paper.
pub async fn numbers(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let (first, far) = (lane.unwrap().first(), DossierId(Uuid::from_u128(1 << 100)));
    let push = pen.write_all(vec![
        receive(dossier_id(1), "A", first),
        receive(dossier_id(2), "B", first + 1),
        receive(far, "C", first + 2),
    ]);
    commit_now(&store, nine(), &push, lane).await.unwrap();
    let code = store.record_now(dossier_id(2)).await.unwrap().and_then(|record| record.code).unwrap();
    assert_eq!(store.by_code(&code).await.unwrap().map(|record| record.id), Some(dossier_id(2)));
    let absent = "000.21.17.H17-181122-9899".parse().unwrap();
    assert_eq!(store.by_code(&absent).await.unwrap(), None);
    assert_eq!(store.record_now(dossier_id(9)).await.unwrap(), None);
    let two = [dossier_id(1), dossier_id(2)];
    for (id, expected) in [(two[0], &two[..]), (far, &[far]), (DossierId(Uuid::from_u128(2 << 100)), &[])] {
        let found = store.by_number(Number::of(id)).await.unwrap();
        assert_eq!(found.iter().map(|record| record.id).collect::<Vec<_>>(), expected, "{id}");
    }
}

/// What a device of each scope should hold, in numbers and bucket by bucket.
pub async fn drift(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let first = lane.unwrap().first();
    let ids = [1, 0x101, 2].map(dossier_id);
    let push = (first..).zip(ids).map(|(number, id)| receive(id, "A", number)).collect();
    commit_now(&store, nine(), &pen.write_all(push), lane).await.unwrap();
    does(&store, CHAIR, dossier_id(2), stop()).await;
    let since = |closed_since| Scope::Ward { closed_since };
    let (now, tomorrow) = (since(nine().day()), since(nine().day().next()));
    let (seq, records) = (newest_seq(&store).await.unwrap(), store.all_records().await.unwrap());
    assert_eq!((seq, records.len()), (4, 3));
    for scope in [now, tomorrow, Scope::Nothing] {
        let held = records.iter().filter(|record| scope.holds(record));
        let sums = Buckets::of(held.map(|record| (record.id, record.rev)));
        assert_eq!(store.digest_at(seq, scope).await.unwrap(), Some(sums), "{scope:?}");
    }
    assert_eq!(store.digest_at(seq - 1, now).await.unwrap(), None, "that is not the present any more");
    for (scope, bucket, expected) in
        [(now, 1, &ids[..2]), (now, 2, &ids[2..]), (tomorrow, 2, &[]), (Scope::Nothing, 1, &[])]
    {
        let (at, rows) = store.bucket(scope, bucket).await.unwrap();
        let mut held: Vec<String> = rows.into_iter().map(|row| row.dossier).collect();
        held.sort();
        let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
        assert_eq!((at, held), (seq, expected), "{scope:?} {bucket}");
    }
}

/// Which scans dossiers hold fast; nobody knows while an act waits for a person.
pub async fn scans(store: Store) {
    let (mut pen, lane) = counter(&store).await;
    let push = pen.write(receive(dossier_id(1), "A", lane.unwrap().first()));
    commit_now(&store, nine(), &push, lane).await.unwrap();
    assert_eq!(store.named_scans().await.unwrap(), Some(BTreeSet::new()));
    let digest = Digest::of(b"a paper");
    let name = "giấy.jpg".to_owned();
    let file = File { digest: digest.clone(), bytes: 7, kind: FileKind::Jpeg, pages: Some(1), name };
    let attach = Attach { paper: String::new(), file, instead_of: None };
    does(&store, RECEPTION, dossier_id(1), dossier::Act::Attach(attach)).await;
    let named = Some(BTreeSet::from([digest.clone()]));
    assert_eq!(store.named_scans().await.unwrap(), named);
    let writer = Writer { device: DeviceId(1), officer: RECEPTION };
    let envelope = Envelope { kid: 9, writer, n: 7, enc: String::new(), ct: "AA==".to_owned() };
    let looked = Looked { inside: None, fault: Some(Reason::Unreadable) };
    let fresh = [Fresh { envelope: &envelope, looked: &looked, reason: Reason::Unreadable }];
    let ticket = store.put_aside(&fresh, Way::File, nine()).await.unwrap().unwrap()[0];
    assert_eq!(store.named_scans().await.unwrap(), None, "it may name one");
    assert!(store.drop_aside(ticket, HEAD, "không đọc được", nine()).await.unwrap());
    assert_eq!(store.named_scans().await.unwrap(), named);
    let detach = Detach { digest, reason: "ảnh của người khác".to_owned() };
    does(&store, RECEPTION, dossier_id(1), dossier::Act::Detach(detach)).await;
    assert_eq!(store.named_scans().await.unwrap(), Some(BTreeSet::new()));
}
