//! The book on both databases: every story is told to SQLite in a file and to PostgreSQL, each in a ward of
//! its own.

mod backup;
mod free_pages;
mod handoff;
mod lanes;
mod names;
pub(super) mod postgres;
mod refold;
mod restore;
mod restored;
mod stories;
mod told;
mod unnamed;
mod upload;
mod yearly;

use std::path::PathBuf;

use shared::dossier::code::Lane;
use shared::id::WardId;
use shared::moment::Moment;
use shared::sync::wire::{Push, PushReply};

use super::ledger::commit_all;
use super::{Db, Fault, Place, Store, is_safe_sqlite};
use crate::tests::{nine, ward};

/// A folder that is gone with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Folder {
        Folder(std::env::temp_dir().join(format!("mot-cua-test-{}", crate::random::hex(8))))
    }

    pub fn place(&self) -> Place {
        Place::Folder(self.0.clone())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// One push alone, judged without the channel.
pub async fn commit_now(
    store: &Store,
    now: Moment,
    push: &Push,
    lane: Option<Lane>,
) -> Result<PushReply, Fault> {
    let mut replies = commit_all(store, &[(now, push, lane)]).await?;
    Ok(replies.pop().expect("a reply to each push"))
}

#[tokio::test]
async fn every_story_on_sqlite() {
    let folder = Folder::new();
    stories::tell(&folder.place()).await;
}

#[tokio::test]
async fn every_story_on_postgres() {
    let (folder, server) = (Folder::new(), postgres::start());
    stories::tell(&Place::Postgres { url: server.url.clone(), folder: Some(folder.0.clone()) }).await;
}

/// An older copy of a PostgreSQL knows nothing of today; the list beside it does. An empty book stands for it.
#[tokio::test]
async fn the_servers_numbers_outlive_a_postgres() {
    let (folder, server) = (Folder::new(), postgres::start());
    let ward_of_this_test = WardId(900);
    let place = Place::Postgres { url: server.url.clone(), folder: Some(folder.0.clone()) };
    let store = Store::open_or_create(&place, ward_of_this_test, ward).await.unwrap();
    stories::numbers(store.clone()).await;
    for table in ["record", "cmd_log", "writer"] {
        let Db::Postgres(pool) = &*store.db else { panic!("PostgreSQL") };
        let sql = sqlx::AssertSqlSafe(format!("DELETE FROM {table} WHERE ward = 900"));
        sqlx::query(sql).execute(pool).await.unwrap();
    }
    store.db.close().await;
    let store = Store::open(&place, ward_of_this_test).await.unwrap();
    assert_eq!(stories::given_anew(&store).await, "181122-0003");
    store.db.close().await;
}

/// PostgreSQL comes back from its own tools with the epoch that it had: the note beside it knows better, and where
/// that is lost too, a person says so.
#[tokio::test]
async fn a_postgres_put_back_begins_another_life() {
    let (folder, server) = (Folder::new(), postgres::start());
    let id = WardId(901);
    let place = Place::Postgres { url: server.url.clone(), folder: Some(folder.0.clone()) };
    let store = Store::open_or_create(&place, id, ward).await.unwrap();
    stories::numbers(store.clone()).await;
    let first = store.epoch.clone();
    let Db::Postgres(pool) = &*store.db else { panic!("PostgreSQL") };
    sqlx::query("DELETE FROM cmd_log WHERE ward = 901 AND seq = 3").execute(pool).await.unwrap();
    store.db.close().await;
    let store = Store::open_or_create(&place, id, ward).await.unwrap();
    let second = store.epoch.clone();
    assert_ne!(first, second);
    store.db.close().await;
    assert_eq!(Store::open_or_create(&place, id, ward).await.unwrap().epoch, second);
    super::life::put_back_elsewhere(&place, id).await.unwrap();
    let store = Store::open_or_create(&place, id, ward).await.unwrap();
    assert_ne!(store.epoch, second);
    let third = store.epoch.clone();
    store.db.close().await;
    assert_eq!(Store::open_or_create(&place, id, ward).await.unwrap().epoch, third);
}

/// A copy of PostgreSQL is confirmed by whoever made it.
#[tokio::test]
async fn devices_forget_what_a_confirmed_copy_of_postgres_holds() {
    let (folder, server) = (Folder::new(), postgres::start());
    let id = WardId(902);
    let place = Place::Postgres { url: server.url.clone(), folder: Some(folder.0.clone()) };
    let store = Store::open_or_create(&place, id, ward).await.unwrap();
    stories::numbers(store.clone()).await;
    let durable = async || {
        let Db::Postgres(pool) = &*store.db else { panic!("PostgreSQL") };
        let durable: Vec<i64> =
            sqlx::query_scalar("SELECT durable_n FROM writer WHERE ward = 902 ORDER BY device")
                .fetch_all(pool)
                .await
                .unwrap();
        durable
    };
    let days = |days: i64| nine().plus_minutes(days * 24 * 60);
    for (begun, now, expected) in
        [(days(1), days(1), [0, 0]), (days(-1), days(30), [0, 0]), (days(30), days(30), [1, 2])]
    {
        super::backup::confirm(&place, id, begun, now).await.unwrap();
        assert_eq!(durable().await, expected, "{begun} {now}");
    }
    // Put back: a copy of the life before may lack what this one has, until it is too old to be used.
    let Db::Postgres(pool) = &*store.db else { panic!("PostgreSQL") };
    sqlx::query("UPDATE writer SET durable_n = 0 WHERE ward = 902").execute(pool).await.unwrap();
    super::life::put_back_elsewhere(&place, id).await.unwrap();
    let reborn = crate::clock::Clock::Machine.now();
    let soon = reborn.plus_minutes(24 * 60);
    let late = reborn.plus_minutes(crate::limits::SENT_MINUTES_KEPT + 60);
    for (now, expected) in [(soon, [0, 0]), (late, [1, 2])] {
        super::backup::confirm(&place, id, now, now).await.unwrap();
        assert_eq!(durable().await, expected, "{now} in a life that began at {reborn}");
    }
}

/// A server whose writer stands still is not ready, whatever its readers say.
#[tokio::test]
async fn readiness_is_asked_of_the_writer() {
    let folder = Folder::new();
    let store = Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap();
    let (clock, feed) = (crate::clock::Clock::fixed(nine()), crate::feed::Feed::default());
    let ledger = super::ledger::Ledger::start(store.clone(), clock, feed);
    assert!(ledger.is_ready().await);
    let tx = store.db.begin().await.unwrap();
    assert!(!ledger.is_ready().await);
    drop(tx);
    assert!(ledger.is_ready().await);
}

/// Tables, and columns in their order.
async fn schema(db: &Db) -> Vec<(String, String)> {
    match db {
        Db::Sqlite { read, .. } => sqlx::query_as(
            "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%'
             ORDER BY m.name, c.cid",
        )
        .fetch_all(read)
        .await
        .unwrap(),
        Db::Postgres(pool) => sqlx::query_as(
            "SELECT table_name::text, column_name::text FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%'
             ORDER BY table_name, ordinal_position",
        )
        .fetch_all(pool)
        .await
        .unwrap(),
    }
}

#[tokio::test]
async fn both_databases_have_the_same_tables() {
    let server = postgres::start();
    let sqlite = Db::open(&Place::Memory).await.unwrap();
    let postgres = Db::open(&Place::Postgres { url: server.url.clone(), folder: None }).await.unwrap();
    let (one, other) = (schema(&sqlite).await, schema(&postgres).await);
    assert!(one.len() > 50, "{one:?}");
    assert_eq!(one, other);
    for table in one.iter().map(|(table, _)| table).collect::<std::collections::BTreeSet<_>>() {
        let first = one.iter().find(|(of, _)| of == table).map(|(_, column)| column.as_str());
        assert_eq!(first, Some("ward"), "{table}");
    }
}

#[tokio::test]
async fn postgres_is_opened_for_safety() {
    let server = postgres::start();
    let place = Place::Postgres { url: server.url.clone(), folder: None };
    let db = Db::open(&place).await.unwrap();
    let Db::Postgres(pool) = &db else { panic!("PostgreSQL") };
    let role = "CREATE ROLE hasty SUPERUSER LOGIN";
    sqlx::query(role).execute(pool).await.unwrap();
    sqlx::query("ALTER ROLE hasty SET synchronous_commit = off").execute(pool).await.unwrap();
    let url = server.url.replace("test@", "hasty@");
    let hasty = Db::open(&Place::Postgres { url, folder: None }).await.unwrap();
    let Db::Postgres(pool) = &hasty else { panic!("PostgreSQL") };
    let is: String = sqlx::query_scalar("SHOW synchronous_commit").fetch_one(pool).await.unwrap();
    assert_eq!(is, "on");
    let collation: String = sqlx::query_scalar(
        "SELECT collation_name::text FROM information_schema.columns
         WHERE table_name = 'record' AND column_name = 'code'",
    )
    .fetch_one(pool)
    .await
    .unwrap();
    assert_eq!(collation, "C", "codes are compared byte by byte");
    assert!(
        !hasty.keeps_commits().await.unwrap(),
        "the test's server runs without fsync, and `serve` refuses it"
    );
}

#[tokio::test]
async fn sqlite_is_opened_for_safety() {
    let folder = Folder::new();
    let store = Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap();
    let Db::Sqlite { write, read } = &*store.db else { panic!("SQLite") };
    for (name, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("secure_delete", "1"),
        ("busy_timeout", "5000"),
        ("auto_vacuum", "2"),
    ] {
        let sql = sqlx::AssertSqlSafe(format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"));
        let sql = if name == "busy_timeout" {
            sqlx::AssertSqlSafe("SELECT CAST(timeout AS TEXT) FROM pragma_busy_timeout".to_owned())
        } else {
            sql
        };
        let is: String = sqlx::query_scalar(sql).fetch_one(write).await.unwrap();
        assert_eq!(is, value, "{name}");
    }
    let refused = sqlx::query("DELETE FROM cmd_log").execute(read).await;
    assert!(refused.is_err(), "readers cannot write");
}

#[tokio::test]
async fn a_damaged_book_is_not_opened() {
    let folder = Folder::new();
    let store = Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap();
    store.db.close().await;
    let file = folder.0.join(super::FILE);
    let mut bytes = std::fs::read(&file).unwrap();
    let half = bytes.len() / 2 / 4096 * 4096;
    bytes[half..half + 4096].fill(0x5a);
    std::fs::write(&file, bytes).unwrap();
    assert!(Store::open(&folder.place(), WardId(1)).await.is_err());
}

#[test]
fn an_old_sqlite_is_not_trusted() {
    assert!(is_safe_sqlite("3.51.3") && is_safe_sqlite("3.52.0") && is_safe_sqlite("4.0.0"));
    assert!(!is_safe_sqlite("3.51.2") && !is_safe_sqlite("3.40.1") && !is_safe_sqlite(""));
}
