//! Copies of the book.
//!
//! Not here: putting one back (`restore`); backups of PostgreSQL, whose own tools do that.
//! Invariant: a file under its final name is whole, checked and on the disk.

#![expect(clippy::disallowed_methods, reason = "a tool of the command line: no request waits for it")]

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use shared::id::WardId;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use super::{FILE, Fault, Place, Store};

/// A process that serves from a folder holds this file locked.
const LOCK: &str = "mot-cua.lock";

/// What a copy holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Copied {
    pub to: PathBuf,
    pub bytes: u64,
    pub acts: i64,
    pub records: i64,
}

pub(super) fn at(path: &Path) -> impl Fn(std::io::Error) -> Fault + '_ {
    |error| Fault::File(path.to_owned(), error)
}

/// Holds the folder for this process, until the answer is dropped.
pub fn hold(folder: &Path) -> Result<File, Fault> {
    super::private_folder(folder)?;
    let path = folder.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(at(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(_) => {
            Err(Fault::Refused(format!("another process is using {}; stop it first", folder.display())))
        }
    }
}

fn source(folder: &Path) -> Result<PathBuf, Fault> {
    let file = folder.join(FILE);
    if file.is_file() {
        Ok(file)
    } else {
        Err(Fault::Refused(format!("there is no database in {}", folder.display())))
    }
}

/// Copies the book while it is in use. `progress` hears bytes written and expected.
pub async fn backup(folder: &Path, to: &Path, progress: impl Fn(u64, u64)) -> Result<Copied, Fault> {
    let file = source(folder)?;
    if to.exists() {
        return Err(Fault::Refused(format!("{} exists already", to.display())));
    }
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(at(parent))?;
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    let tmp = parent.join(name);
    remove(&tmp)?;
    vacuum_into(&file, &tmp, &progress).await?;
    let (copied, writers) = check(&tmp).await?;
    File::open(&tmp).and_then(|file| file.sync_all()).map_err(at(&tmp))?;
    std::fs::rename(&tmp, to).map_err(at(to))?;
    sync_folder(parent)?;
    for (id, device, officer, n) in writers {
        let store = Store::open(&Place::Folder(folder.to_owned()), WardId(id)).await?;
        super::ledger::mark_durable(&store, &[(device, officer, n)]).await?;
        store.db.close().await;
    }
    Ok(Copied { to: to.to_owned(), ..copied })
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

type LastActs = Vec<(i64, i64, i64, i64)>;

/// Whether a copy is sound, and what is in it.
pub(super) async fn check(file: &Path) -> Result<(Copied, LastActs), Fault> {
    let mut copy = open_still(file).await?;
    let verdict: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut copy).await?;
    if verdict != "ok" {
        return Err(Fault::Refused(format!("{} is damaged: {verdict}", file.display())));
    }
    let acts = sqlx::query_scalar("SELECT COUNT(*) FROM cmd_log").fetch_one(&mut copy).await?;
    let records = sqlx::query_scalar("SELECT COUNT(*) FROM record").fetch_one(&mut copy).await?;
    let writers =
        sqlx::query_as("SELECT ward, device, officer, last_n FROM writer").fetch_all(&mut copy).await?;
    copy.close().await?;
    let bytes = std::fs::metadata(file).map_err(at(file))?.len();
    Ok((Copied { to: file.to_owned(), bytes, acts, records }, writers))
}

/// Names made or changed in a folder are on the disk.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Fault> {
    File::open(folder).and_then(|dir| dir.sync_all()).map_err(at(folder))
}

pub(super) fn remove(file: &Path) -> Result<(), Fault> {
    match std::fs::remove_file(file) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Fault::File(file.to_owned(), error)),
    }
}
