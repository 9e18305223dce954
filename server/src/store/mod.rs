//! The ward's book on disk. All SQL lives below here, written once for SQLite and PostgreSQL.
//!
//! Not here: what acts mean (`shared`), who may ask for what (`gate`).
//! Invariant: every key begins with `ward`; SQLite is written through one connection, with every commit on
//! the disk before anybody hears of it.

pub mod account;
pub mod attempt;
pub mod backup;
mod beside;
pub mod closing;
mod day;
pub mod device;
pub mod digest;
mod fault;
pub mod feedback;
pub mod handoff;
mod lane;
pub mod ledger;
pub mod life;
mod lists;
mod log;
pub mod lost;
mod meta;
pub mod mine;
pub mod news;
pub mod notice;
mod numbers;
mod past;
pub mod period;
mod postgres;
pub mod pull;
pub mod quarantine;
mod refold;
pub mod restore;
mod restored;
pub mod scans;
pub mod search;
pub mod secret;
pub mod session;
pub mod shift;
pub mod snapshot;
pub mod succession;
pub mod survey;
pub mod till;
mod told;
mod trouble;
mod unnamed;
pub mod upload;
pub mod verify;
pub mod ward;
pub mod writer_key;
pub mod yearly;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use shared::id::WardId;
use shared::ward::Ward;
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

pub use fault::Fault;
pub use trouble::Trouble;

use crate::limits;

/// The first SQLite whose WAL survives two connections that write and checkpoint at once.
const SQLITE_MIN: (u32, u32, u32) = (3, 51, 3);
/// Reading connections of SQLite; PostgreSQL has one more, to write.
const READERS: u32 = 4;
/// SQLite's lock is taken at once.
const WRITE: &str = "BEGIN IMMEDIATE";
/// A megabyte at once.
const GIVE_BACK: &str = "PRAGMA incremental_vacuum(256)";
/// The name of the database inside the data folder.
pub const FILE: &str = "mot-cua.db";

/// Where the book is kept.
#[derive(Clone, Debug)]
pub enum Place {
    /// Gone with the process; for tests.
    Memory,
    /// A folder with one SQLite file, and beside it the lists that a restore must not wind back.
    Folder(PathBuf),
    /// One database for many wards; the folder keeps the lists.
    Postgres { url: String, folder: Option<PathBuf> },
}

impl Place {
    /// The folder of the lists beside the database.
    pub fn folder(&self) -> Option<&PathBuf> {
        match self {
            Place::Memory => None,
            Place::Folder(folder) => Some(folder),
            Place::Postgres { folder, .. } => folder.as_ref(),
        }
    }
}

pub enum Db {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres(PgPool),
}

/// A transaction on either database.
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// One reading statement, expanded once per database: `read!(db, |pool| query.fetch_all(pool).await)`.
macro_rules! read {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::store::Db::Sqlite { read: $pool, .. } => $body,
            $crate::store::Db::Postgres($pool) => $body,
        }
    };
}

/// One statement inside a transaction: `within!(tx, |c| query.execute(c).await)`.
macro_rules! within {
    ($tx:expr, |$connection:ident| $body:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $connection = &mut **tx;
                $body
            }
            $crate::store::Tx::Postgres(tx) => {
                let $connection = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use {read, within};

impl Db {
    /// Connects, looks whether the file is sound, and brings its tables up to date.
    pub async fn open(place: &Place) -> Result<Db, Fault> {
        let db = Db::connect(place).await?;
        if let Err(fault) = db.make_ready().await {
            // Left to itself it would still be closing, and clearing its log away, while the caller goes on.
            db.close().await;
            return Err(fault);
        }
        Ok(db)
    }

    async fn make_ready(&self) -> Result<(), Fault> {
        self.check().await?;
        match self {
            Db::Sqlite { write, .. } => sqlx::migrate!("migrations/sqlite").run(write).await?,
            Db::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        refold::all(self).await
    }

    /// Connects to a book as it is: another process may be serving it, of an older version perhaps.
    async fn connect(place: &Place) -> Result<Db, Fault> {
        Ok(match place {
            Place::Memory => {
                let options = SqliteConnectOptions::new().in_memory(true);
                let pool = SqlitePoolOptions::new()
                    .max_connections(1)
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .connect_with(options)
                    .await?;
                Db::Sqlite { read: pool.clone(), write: pool }
            }
            Place::Folder(folder) => {
                private_folder(folder)?;
                let file = folder.join(FILE);
                private_file(&file)?;
                for log in ["-wal", "-shm"].map(|ending| backup::beside(&file, ending)) {
                    if log.exists() {
                        private_file(&log)?;
                    }
                }
                open_sqlite(&file).await?
            }
            Place::Postgres { url, .. } => Db::Postgres(postgres::connect(url).await?),
        })
    }

    /// A file that is damaged, or may become so, is not served.
    async fn check(&self) -> Result<(), Fault> {
        let Db::Sqlite { write, .. } = self else { return Ok(()) };
        let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(write).await?;
        if !is_safe_sqlite(&version) {
            return Err(Fault::OldSqlite(version));
        }
        let verdict: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(write).await?;
        if verdict == "ok" { Ok(()) } else { Err(Fault::Damaged(verdict)) }
    }

    /// A transaction that may write. SQLite takes the lock at once: a read that turns into a write would fail
    /// without waiting.
    pub async fn begin(&self) -> Result<Tx, Fault> {
        Ok(match self {
            Db::Sqlite { write, .. } => Tx::Sqlite(match write.begin_with(WRITE).await {
                // The disk failed in the last transaction and SQLite ended it by itself; the connection still
                // counts it as open, and would for ever.
                Err(sqlx::Error::InvalidSavePointStatement) => {
                    write.acquire().await?.close().await?;
                    write.begin_with(WRITE).await?
                }
                begun => begun?,
            }),
            Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Whether a commit that was answered is on the disk. PostgreSQL can be told to run without; for `serve`.
    pub async fn keeps_commits(&self) -> Result<bool, Fault> {
        let Db::Postgres(pool) = self else { return Ok(true) };
        let fsync: String = sqlx::query_scalar("SHOW fsync").fetch_one(pool).await?;
        Ok(fsync == "on")
    }

    /// A transaction that only reads, all of it at one moment.
    pub async fn snapshot(&self) -> Result<Tx, Fault> {
        Ok(match self {
            Db::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Db::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// Gives pages of the file that hold nothing back to the disk, a few at a time, and says whether there are more. Only
    /// while nothing waits to be written. PostgreSQL does it by itself; a file that was begun otherwise keeps its size.
    async fn give_back(&self) -> Result<bool, Fault> {
        let Db::Sqlite { read, write } = self else { return Ok(false) };
        let count = || sqlx::query_scalar::<_, u32>("PRAGMA freelist_count").fetch_one(read);
        let free = count().await?;
        if free <= limits::FREE_PAGES_KEPT {
            return Ok(false);
        }
        sqlx::raw_sql(GIVE_BACK).execute(write).await?;
        let left = count().await?;
        Ok(left < free && left > limits::FREE_PAGES_KEPT)
    }

    pub async fn close(&self) {
        match self {
            Db::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

/// What waits in line on PostgreSQL, where many transactions are open at once and another process may serve the same
/// ward while the old one goes down. SQLite has one writer anyway.
#[derive(Clone, Copy)]
enum Turn {
    /// Acts, their numbers and sequence.
    Ledger = 7758,
    /// What is read before it is written: devices, attempts, settings.
    Desk = 7759,
}

impl Tx {
    async fn wait_for(&mut self, turn: Turn, id: WardId) -> Result<(), Fault> {
        if let Tx::Postgres(tx) = self {
            sqlx::query("SELECT pg_advisory_xact_lock($1, $2)")
                .bind(turn as i32)
                .bind(i32::try_from(id.0).unwrap_or(i32::MAX))
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    pub async fn commit(self) -> Result<(), Fault> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// Makes the folder, for nobody else's eyes.
pub(crate) fn private_folder(folder: &Path) -> Result<(), Fault> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder).map_err(|e| Fault::File(folder.to_owned(), e))
}

/// A file that is made with these is for nobody else's eyes.
fn private_options() -> std::fs::OpenOptions {
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes the file where there is none, and takes everybody else's eyes from it: SQLite gives its log the same rights.
fn private_file(file: &Path) -> Result<(), Fault> {
    let made = || {
        let file = private_options().create(true).truncate(false).write(true).open(file)?;
        #[cfg(unix)]
        if std::os::unix::fs::PermissionsExt::mode(&file.metadata()?.permissions()) & 0o077 != 0 {
            file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        }
        Ok(())
    };
    made().map_err(|error| Fault::File(file.to_owned(), error))
}

/// The one place that knows how the live file is opened. What is written into the file itself, its journal mode,
/// is the writer's to say.
fn sqlite_options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("secure_delete", "ON")
        .pragma("mmap_size", "0")
        .pragma("journal_size_limit", "67108864")
}

async fn open_sqlite(file: &Path) -> Result<Db, Fault> {
    let options = sqlite_options(file);
    let write = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(
            options
                .clone()
                .create_if_missing(true)
                .auto_vacuum(SqliteAutoVacuum::Incremental)
                .journal_mode(SqliteJournalMode::Wal),
        )
        .await?;
    let read = SqlitePoolOptions::new().max_connections(READERS).connect_lazy_with(options.read_only(true));
    Ok(Db::Sqlite { read, write })
}

fn is_safe_sqlite(version: &str) -> bool {
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (next(), next(), next()) >= SQLITE_MIN
}

/// The book of one ward.
#[derive(Clone)]
pub struct Store {
    pub db: Arc<Db>,
    pub id: WardId,
    /// The life of this database; a restore begins another.
    pub epoch: Arc<str>,
    ward: Arc<RwLock<Arc<Ward>>>,
    folder: Option<PathBuf>,
    numbers: numbers::Numbers,
    left: lane::Left,
    given: news::Given,
    life: life::Life,
    pub secrets: secret::Secrets,
    pub scans: scans::Scans,
    told: told::List,
    digest: digest::Kept,
    past: past::Past,
    days: day::Kept,
    judge: ledger::Judge,
    /// Whether devices are awaited after a restore.
    awaits: Arc<AtomicBool>,
}

impl Store {
    /// Opens the book of a ward that exists.
    pub async fn open(place: &Place, id: WardId) -> Result<Store, Fault> {
        let db = Db::open(place).await?;
        let Some(ward) = ward::newest(&db, id).await? else { return Err(Fault::NoWard(id)) };
        let store = Store::with(db, place, id, ward).await?;
        store.recall().await?;
        Ok(store)
    }

    /// Opens the book to look at it: no table, device or life is changed.
    pub async fn look(place: &Place, id: WardId) -> Result<Store, Fault> {
        Store::look_into(Db::connect(place).await?, place, id).await
    }

    async fn look_into(db: Db, place: &Place, id: WardId) -> Result<Store, Fault> {
        let Some(ward) = ward::newest(&db, id).await? else { return Err(Fault::NoWard(id)) };
        Store::with(db, place, id, ward).await
    }

    /// Opens the book, and begins it with `ward` where there is none.
    pub async fn open_or_create(
        place: &Place,
        id: WardId,
        ward: impl FnOnce() -> Ward,
    ) -> Result<Store, Fault> {
        let db = Db::open(place).await?;
        let ward = match ward::newest(&db, id).await? {
            Some(ward) => ward,
            None => {
                restore::may_begin(&db, place, id).await?;
                let ward = ward();
                ward::begin(&db, id, &ward).await?;
                ward
            }
        };
        life::look_back(&db, place, id).await?;
        let store = Store::with(db, place, id, ward).await?;
        store.recall().await?;
        Ok(store)
    }

    async fn with(db: Db, place: &Place, id: WardId, ward: Ward) -> Result<Store, Fault> {
        let epoch = ward::epoch(&db, id).await?;
        let folder = place.folder().cloned();
        let ward = Arc::new(RwLock::new(Arc::new(ward)));
        let numbers = numbers::Numbers::open(folder.as_ref(), id).await?;
        let left = lane::Left::open(folder.as_ref(), id).await?;
        let given = news::Given::open(folder.as_ref(), id).await?;
        let life = life::Life::new(folder.as_ref(), id);
        let secrets = secret::Secrets::open(folder.as_deref(), id).await?;
        let scans = scans::Scans::open(folder.as_deref(), id);
        let told = told::List::new(folder.as_ref(), id);
        let (db, epoch) = (Arc::new(db), epoch.into());
        let (digest, past, days) = (digest::Kept::default(), past::Past::default(), day::Kept::default());
        let (judge, awaits) = (ledger::Judge::default(), Arc::default());
        Ok(Store {
            db,
            id,
            epoch,
            ward,
            folder,
            numbers,
            left,
            given,
            life,
            secrets,
            scans,
            told,
            digest,
            past,
            days,
            judge,
            awaits,
        })
    }

    /// Brings back what the lists beside the database know and it does not.
    async fn recall(&self) -> Result<(), Fault> {
        self.recall_devices().await?;
        if let Some(folder) = &self.folder {
            self.recall_writer_keys(folder).await?;
            self.recall_rescued(folder).await?;
        }
        self.recall_told().await?;
        self.recall_restore().await
    }

    /// The settings in force.
    pub fn ward(&self) -> Arc<Ward> {
        self.ward.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    fn remember(&self, ward: Arc<Ward>) {
        *self.ward.write().unwrap_or_else(std::sync::PoisonError::into_inner) = ward;
    }

    /// A transaction that no other of its kind runs beside.
    async fn begin_desk(&self) -> Result<Tx, Fault> {
        let mut tx = self.db.begin().await?;
        tx.wait_for(Turn::Desk, self.id).await?;
        Ok(tx)
    }
}

/// A counter of ours as the database keeps it.
pub(crate) fn big(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A number of the database as ours; what does not fit is damage, shown as the largest.
pub(crate) fn small<T: TryFrom<i64>>(n: i64) -> Result<T, Fault> {
    T::try_from(n).map_err(|_| Fault::Odd(format!("the database holds a number that cannot be: {n}")))
}

/// What could be read of one row among many, which go on without it; `verify` names its damage. The log says which one,
/// not what is in it.
pub(crate) fn readable<T, E>(read: Result<T, E>, row: &impl std::fmt::Display) -> Option<T> {
    if read.is_err() {
        tracing::warn!(%row, "a row that cannot be read is passed over");
    }
    read.ok()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests set their stage on the disk")]
pub(crate) mod tests;
