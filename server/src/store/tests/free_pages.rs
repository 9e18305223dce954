//! Pages that hold nothing go back to the disk while nobody writes, and a writer never waits for it.

use shared::demo::RECEPTION;
use shared::id::{WardId, Writer};
use shared::sync::wire::PushReply;
use sqlx::SqlitePool;

use super::Folder;
use crate::clock::Clock;
use crate::feed::Feed;
use crate::limits::FREE_PAGES_KEPT;
use crate::store::ledger::Ledger;
use crate::store::{Db, FILE, Store};
use crate::tests::pen::{Pen, dossier_id, receive};
use crate::tests::{nine, ward};

/// Two thousand pages that something held.
const GONE: [&str; 3] = [
    "CREATE TABLE gone (body BLOB)",
    "INSERT INTO gone WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
     SELECT zeroblob(4000) FROM n",
    "DROP TABLE gone",
];

async fn free(pool: &SqlitePool) -> u32 {
    sqlx::query_scalar("PRAGMA freelist_count").fetch_one(pool).await.unwrap()
}

#[tokio::test]
async fn pages_that_hold_nothing_go_back_to_the_disk_while_nobody_writes() {
    let folder = Folder::new();
    let store = Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap();
    let device = store.enrol("bí mật", "quầy", true, nine()).await.unwrap();
    let Db::Sqlite { write, read } = &*store.db else { panic!("SQLite") };
    for sql in GONE {
        sqlx::query(sql).execute(write).await.unwrap();
    }
    assert!(free(read).await >= 2_000, "{} pages hold nothing", free(read).await);
    let size = || std::fs::metadata(folder.0.join(FILE)).unwrap().len();
    let checkpoint = || sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(write);
    checkpoint().await.unwrap();
    let large = size();

    let ledger = Ledger::start(store.clone(), Clock::fixed(nine()), Feed::default());
    let (lane, mut pen) = (device.lane, Pen::new(Writer { device: device.id, officer: RECEPTION }, nine()));
    let mut turns = 0_u16;
    while free(read).await > FREE_PAGES_KEPT {
        // Acts are judged meanwhile.
        if turns.is_multiple_of(8) {
            let act = receive(dossier_id(1 + u128::from(turns)), "A", lane.unwrap().first() + turns);
            let reply = ledger.push(pen.write(act), lane).await.unwrap();
            assert!(matches!(reply, PushReply::Done { .. }), "{reply:?}");
        }
        turns += 1;
        assert!(turns < 80, "{} pages hold nothing", free(read).await);
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert!(free(read).await > 0, "some stay for what is written next");
    checkpoint().await.unwrap();
    assert!(size() + 6_000_000 < large, "{} of {large} bytes", size());
    let verdict: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(write).await.unwrap();
    assert_eq!(verdict, "ok");
}
