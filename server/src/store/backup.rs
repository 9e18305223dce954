//! Copies of the book.
//!
//! Not here: putting one back (`restore`); copies of PostgreSQL, which its own tools make.
//! Invariant: a file under its final name is whole, checked, on the disk and readable by its owner alone. A device
//! may forget an act only when a copy of this life holds it and some days have passed, so that the copy before the
//! newest one can still be put back without a loss.

#![expect(clippy::disallowed_methods, reason = "a tool of the command line: no request waits for it")]

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use shared::id::WardId;
use shared::lang::Sentence;
use shared::moment::Moment;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};

use super::scans::{Brought, bring};
use super::{Db, FILE, Fault, Place, Store, lists};
use crate::limits;

/// A process that serves from a folder holds this file locked.
const LOCK: &str = "mot-cua.lock";

/// What a copy holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Copied {
    pub to: PathBuf,
    pub bytes: u64,
    pub acts: i64,
    pub records: i64,
    /// Where what the copy holds is not what its acts say, one sentence each; `None` where a book of an earlier version
    /// was copied, whose acts only its own program judges.
    pub differences: Option<Vec<Sentence>>,
    /// The scans beside the copy.
    pub scans: Brought,
}

pub(super) fn at(path: &Path) -> impl Fn(std::io::Error) -> Fault + '_ {
    |error| Fault::File(path.to_owned(), error)
}

/// Folders that are made for a work and go again, empty, where it came to nothing.
pub(super) struct Made {
    lock: PathBuf,
    /// The innermost first.
    folders: Vec<PathBuf>,
}

impl Made {
    /// What `hold` is about to make of `folder`.
    pub fn of(folder: &Path) -> Made {
        let folders = folder.ancestors().filter(|one| !one.as_os_str().is_empty());
        let folders = folders.take_while(|one| !one.exists()).map(Path::to_owned).collect();
        Made { lock: folder.join(LOCK), folders }
    }

    /// A folder that holds anything else stays, and so do those around it.
    pub fn clear(self) {
        if !self.folders.is_empty() {
            // What cannot be cleared away is told by nobody: the reason why it is useless is told already.
            let _ = remove(&self.lock);
        }
        self.folders.iter().all(|folder| std::fs::remove_dir(folder).is_ok());
    }
}

/// Holds the folder for this process, until the answer is dropped.
pub fn hold(folder: &Path) -> Result<File, Fault> {
    super::private_folder(folder)?;
    let path = folder.join(LOCK);
    let file =
        super::private_options().create(true).truncate(false).write(true).open(&path).map_err(at(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => {
            let folder = folder.display();
            Err(Fault::refused(
                format!("{folder} đang có chương trình khác dùng; dừng nó trước"),
                format!("{folder} is in use by another process; stop it first"),
            ))
        }
    }
}

fn source(folder: &Path) -> Result<PathBuf, Fault> {
    let file = folder.join(FILE);
    if file.is_file() {
        Ok(file)
    } else {
        let folder = folder.display();
        Err(Fault::refused(
            format!("không có sổ nào trong {folder}"),
            format!("there is no database in {folder}"),
        ))
    }
}

/// Copies the book while it is in use. `progress` hears bytes written and expected.
pub async fn backup(
    folder: &Path,
    to: &Path,
    now: Moment,
    progress: impl Fn(u64, u64),
) -> Result<Copied, Fault> {
    let file = source(folder)?;
    if to.exists() {
        let to = to.display();
        return Err(Fault::refused(format!("{to} đã có rồi"), format!("{to} exists already")));
    }
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    super::private_folder(parent)?;
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    let tmp = parent.join(name);
    fresh_file(&tmp)?;
    vacuum_into(&file, &tmp, &progress).await?;
    lists::pack(folder, &tmp).await?;
    let (copied, wards) = check(&tmp).await?;
    let ids: Vec<WardId> = wards.iter().map(|(id, ..)| WardId(*id)).collect();
    let differences = match is_of_today(&tmp).await? {
        true => Some(replayed(&tmp, &ids, &progress).await?),
        false => None,
    };
    File::open(&tmp).and_then(|file| file.sync_all()).map_err(at(&tmp))?;
    std::fs::rename(&tmp, to).map_err(at(to))?;
    sync_folder(parent)?;
    // After the book: whatever it names and the server had by then is among them.
    let scans = bring(folder, parent)?;
    let copied = Copied { to: to.to_owned(), differences, scans, ..copied };
    if copied.differences.as_ref().is_some_and(|found| !found.is_empty()) || !copied.scans.damaged.is_empty()
    {
        // The devices keep everything that they have sent.
        return Ok(copied);
    }
    // The book may be in use by a version before this one: it is opened as it is.
    let book = Db::connect(&Place::Folder(folder.to_owned())).await?;
    let until = now.plus_minutes(-limits::SENT_MINUTES_KEPT);
    for (id, epoch, seq) in wards {
        super::ledger::mark_durable(&book, WardId(id), &epoch, seq, until).await?;
    }
    book.close().await;
    Ok(copied)
}

/// Whether the copy's tables are those of this version.
async fn is_of_today(file: &Path) -> Result<bool, Fault> {
    let mut copy = open_still(file).await?;
    let newest: Option<i64> =
        sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(&mut copy).await?;
    copy.close().await?;
    Ok(newest == sqlx::migrate!("migrations/sqlite").iter().map(|one| one.version).max())
}

/// Judges every act of a copy again and compares: one sentence a difference. `progress` hears acts done and all.
pub(super) async fn replayed(
    file: &Path,
    wards: &[WardId],
    progress: &impl Fn(u64, u64),
) -> Result<Vec<Sentence>, Fault> {
    let mut differences = Vec::new();
    for id in wards {
        let still = SqliteConnectOptions::new().filename(file).immutable(true).read_only(true);
        let read = SqlitePoolOptions::new().max_connections(1).connect_with(still).await?;
        let db = Db::Sqlite { read: read.clone(), write: read };
        let store = Store::look_into(db, &Place::Memory, *id).await?;
        differences.append(&mut store.verify(progress).await?.differences);
        store.db.close().await;
    }
    Ok(differences)
}

/// An empty file for nobody else's eyes: what is written into it is every citizen and every password's hash.
fn fresh_file(file: &Path) -> Result<(), Fault> {
    remove(file)?;
    super::private_options().create_new(true).write(true).open(file).map(drop).map_err(at(file))
}

async fn vacuum_into(file: &Path, tmp: &Path, progress: &impl Fn(u64, u64)) -> Result<(), Fault> {
    let mut from = super::sqlite_options(file).read_only(true).connect().await?;
    let expected = std::fs::metadata(file).map_err(at(file))?.len();
    let target = tmp.to_string_lossy().into_owned();
    let copying = async {
        sqlx::query("VACUUM INTO $1").bind(target).execute(&mut from).await?;
        from.close().await
    };
    tokio::pin!(copying);
    loop {
        tokio::select! {
            done = &mut copying => {
                return Ok(done?);
            }
            () = tokio::time::sleep(Duration::from_millis(200)) => {
                progress(std::fs::metadata(tmp).map_or(0, |meta| meta.len()), expected);
            }
        }
    }
}

/// Opens a copy that nobody writes to.
async fn open_still(file: &Path) -> Result<SqliteConnection, Fault> {
    Ok(SqliteConnectOptions::new().filename(file).immutable(true).read_only(true).connect().await?)
}

/// Every ward of a copy: its number, its epoch, its last act.
type Wards = Vec<(i64, String, i64)>;

/// Whether a copy is sound, and what is in it.
pub(super) async fn check(file: &Path) -> Result<(Copied, Wards), Fault> {
    let none = |vi: &str, en: &str| {
        let file = file.display();
        Fault::refused(
            format!("{file} không phải sổ của Một Cửa, {vi}"),
            format!("{file} is no book of this program: {en}"),
        )
    };
    let no_database = || none("không phải tệp SQLite", "it is no SQLite database");
    let mut copy = open_still(file).await.map_err(|_| no_database())?;
    let tables: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master WHERE name IN ('cmd_log', 'record', 'meta')")
            .fetch_one(&mut copy)
            .await
            .map_err(|_| no_database())?;
    if tables < 3 {
        return Err(none("trong tệp là dữ liệu khác", "it has other tables"));
    }
    let verdict: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut copy).await?;
    if verdict != "ok" {
        let file = file.display();
        return Err(Fault::refused(
            format!("{file} đã hỏng: {verdict}"),
            format!("{file} is damaged: {verdict}"),
        ));
    }
    let acts = sqlx::query_scalar("SELECT COUNT(*) FROM cmd_log").fetch_one(&mut copy).await?;
    let records = sqlx::query_scalar("SELECT COUNT(*) FROM record").fetch_one(&mut copy).await?;
    let wards = sqlx::query_as(
        "SELECT ward, value, (SELECT COALESCE(MAX(seq), 0) FROM cmd_log WHERE cmd_log.ward = meta.ward)
         FROM meta WHERE name = 'epoch'",
    )
    .fetch_all(&mut copy)
    .await?;
    copy.close().await?;
    let bytes = std::fs::metadata(file).map_err(at(file))?.len();
    Ok((
        Copied { to: file.to_owned(), bytes, acts, records, differences: None, scans: Brought::default() },
        wards,
    ))
}

/// Lets devices forget what a copy made by PostgreSQL's own tools holds; `begun` is when copying began.
pub async fn confirm(place: &Place, id: WardId, begun: Moment, now: Moment) -> Result<(), Fault> {
    let db = Db::connect(place).await?;
    let epoch = super::ward::epoch(&db, id).await?;
    // An act is dated a little before its commit.
    let until = begun.plus_minutes(-1).min(now.plus_minutes(-limits::SENT_MINUTES_KEPT));
    super::ledger::mark_durable(&db, id, &epoch, i64::MAX, until).await?;
    db.close().await;
    Ok(())
}

/// Names made or changed in a folder are on the disk.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Fault> {
    File::open(folder).and_then(|dir| dir.sync_all()).map_err(at(folder))
}

/// `mot-cua.db-wal` of `mot-cua.db`.
pub(super) fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

pub(super) fn remove(file: &Path) -> Result<(), Fault> {
    match std::fs::remove_file(file) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Fault::File(file.to_owned(), error)),
    }
}
