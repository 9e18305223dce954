//! What the disk and SQLite alone can do: the floor that the server is compared with in the same run.
//!
//! Two floors: rows of nothing but text, and the rows that an act leaves, in the server's own tables. A row of text has
//! 300 bytes and no index. A batch is one statement, so that nothing but SQLite is measured: neither a
//! driver nor a queue stands between the rows.
//!
//! Not here: the server.
//! Invariant: the same folder, journal and `synchronous=FULL` as the server's own file.

use std::path::Path;
use std::str::FromStr;
use std::time::Instant;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};

use crate::table::{Row, since};

pub const BATCH: usize = 100;
const BATCHES: usize = 60;
const SINGLES: usize = 200;

pub struct Floor {
    pub batched: Row,
    pub single: Row,
    /// What an act writes, with its indexes, judged by nobody.
    pub acts: Row,
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
    let acts = acts(&mut db).await;
    Floor {
        acts: row(format!("SQLite alone, the rows of {BATCH} acts a commit"), acts, BATCHES, BATCH),
        batched: row(format!("SQLite alone, {BATCH} rows a commit"), batched, BATCHES, BATCH),
        single: row("SQLite alone, one row a commit".to_owned(), single, SINGLES, 1),
    }
}

/// The server's own tables.
const TABLES: &str = include_str!("../../server/migrations/sqlite/0001_ward.sql");
/// An act and a record are about so long.
const ACT_BYTES: usize = 700;
const RECORD_BYTES: usize = 1_200;

/// Logs acts and puts their records, a hundred of each a commit.
async fn acts(db: &mut SqliteConnection) -> f64 {
    sqlx::raw_sql(TABLES).execute(&mut *db).await.expect("made");
    let (act, record) = ("x".repeat(ACT_BYTES), "x".repeat(RECORD_BYTES));
    let begin = Instant::now();
    for commit in 0..BATCHES {
        let from = (commit * BATCH) as i64;
        let mut tx = db.begin().await.expect("begun");
        sqlx::query(
            "WITH RECURSIVE s (i) AS (SELECT $1 + 1 UNION ALL SELECT i + 1 FROM s WHERE i < $1 + $2)
             INSERT INTO cmd_log SELECT 1, i, i % 40, 1, i, hex(randomblob(32)), $3, i, 1, 1, 'applied' FROM s",
        )
        .bind(from)
        .bind(BATCH as i64)
        .bind(&act)
        .execute(&mut *tx)
        .await
        .expect("logged");
        sqlx::query(
            "WITH RECURSIVE s (i) AS (SELECT $1 + 1 UNION ALL SELECT i + 1 FROM s WHERE i < $1 + $2)
             INSERT INTO record SELECT 1, hex(randomblob(16)), i, 'H29.18-181122-' || i, 'tiep_nhan', 'ho_tich', NULL,
               '2018-11-22', NULL, 1, 1, 'nguyen van an 048079000000 0900000000', $3 FROM s",
        )
        .bind(from)
        .bind(BATCH as i64)
        .bind(&record)
        .execute(&mut *tx)
        .await
        .expect("kept");
        tx.commit().await.expect("committed");
    }
    since(begin)
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
