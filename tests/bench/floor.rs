//! What the disk and SQLite alone can do: the floor that the server is compared with in the same run.
//!
//! A row has 300 bytes and no index. A batch is one statement, so that nothing but SQLite is measured: neither a
//! driver nor a queue stands between the rows.
//!
//! Not here: the server.
//! Invariant: the same folder, journal and `synchronous=FULL` as the server's own file.

use std::path::Path;
use std::str::FromStr;
use std::time::Instant;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, SqliteConnection};

use crate::table::{Row, since};

pub const BATCH: usize = 100;
const BATCHES: usize = 60;
const SINGLES: usize = 200;

pub struct Floor {
    pub batched: Row,
    pub single: Row,
}

pub async fn floor(folder: &Path) -> Floor {
    let file = folder.join("floor.db");
    let options = SqliteConnectOptions::from_str(&format!("sqlite://{}", file.display()))
        .expect("a path")
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut db = options.connect().await.expect("opens");
    sqlx::query("CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY, b TEXT)")
        .execute(&mut db)
        .await
        .expect("made");
    let batched = commits(&mut db, BATCHES, BATCH).await;
    let single = commits(&mut db, SINGLES, 1).await;
    let row =
        |what: String, ms: f64, commits: usize, rows: usize| Row::new(what, ms / commits as f64).rate(rows);
    Floor {
        batched: row(format!("SQLite alone, {BATCH} rows a commit"), batched, BATCHES, BATCH),
        single: row("SQLite alone, one row a commit".to_owned(), single, SINGLES, 1),
    }
}

async fn commits(db: &mut SqliteConnection, commits: usize, rows: usize) -> f64 {
    let body = "x".repeat(300);
    let begin = Instant::now();
    for _ in 0..commits {
        // Outside a transaction of our own a statement is one: begin, rows, commit.
        sqlx::query(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
             INSERT INTO t (b) SELECT $2 FROM n",
        )
        .bind(rows as i64)
        .bind(&body)
        .execute(&mut *db)
        .await
        .expect("committed");
    }
    since(begin)
}
