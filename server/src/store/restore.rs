//! Putting a copy in the place of the book.
//!
//! Not here: making copies (`backup`).
//! Invariant: at every moment of a restore the old book or the new one stands whole under its name; what was there
//! before is kept, and nothing kept is ever overwritten. A restored book begins another life, so that every device
//! sends again what the copy did not have.

#![expect(clippy::disallowed_methods, reason = "a tool of the command line: no request waits for it")]

use std::fs::File;
use std::path::{Path, PathBuf};

use shared::id::{DeviceId, OfficerId, WardId, Writer};
use sqlx::sqlite::SqliteConnection;
use sqlx::{ConnectOptions as _, Connection as _};

use super::backup::{Copied, Made, at, beside, check, hold, remove, replayed, sync_folder};
use super::scans::{self, Brought as Scanned};
use super::{Db, FILE, Fault, Place, device, life, lists, private_file, small, ward};

/// Where a copy is made ready before it takes the book's name.
const INCOMING: &str = "restoring";
/// There: the log of the book, until it is known whether the book could take it into itself.
const SPARE: &str = "log-of-the-old-book";
/// Books that a restore has put aside begin with this.
const ASIDE: &str = "mot-cua-before-";

/// What a restore brought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restored {
    pub acts: i64,
    pub records: i64,
    /// The scans that the folder has now: its own, and those beside the copy.
    pub scans: Scanned,
    /// The book that was there before.
    pub aside: Option<PathBuf>,
    /// What the devices were told they may forget and the copy does not hold; unknown where the book that was there
    /// cannot be read.
    pub missing: Option<Vec<Missing>>,
}

/// Acts `first` to `last` of a writer, which only the book put aside may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Missing {
    pub ward: WardId,
    pub writer: Writer,
    pub first: u64,
    pub last: u64,
}

/// What a copy must be, to be put in the place of the book.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    /// What its log says.
    Sound,
    /// Readable: there is no better copy.
    AsItIs,
}

/// Puts a copy in the place of the book, which is kept beside it under another name. `progress` hears how many of the
/// copy's acts were judged again.
pub async fn restore(
    folder: &Path,
    from: &Path,
    stamp: &str,
    asked: Asked,
    progress: impl Fn(u64, u64),
) -> Result<Restored, Fault> {
    let made = Made::of(folder);
    let restored = put_back(folder, from, stamp, asked, &progress).await;
    if restored.is_err() {
        made.clear();
    }
    restored
}

async fn put_back(
    folder: &Path,
    from: &Path,
    stamp: &str,
    asked: Asked,
    progress: &impl Fn(u64, u64),
) -> Result<Restored, Fault> {
    let _held = hold(folder)?;
    let (incoming, live) = (folder.join(INCOMING), folder.join(FILE));
    let same = |a: &Path, b: &Path| Some(a.canonicalize().ok()? == b.canonicalize().ok()?);
    if same(from, &live) == Some(true) {
        let from = from.display();
        return Err(Fault::refused(
            format!("{from} chính là sổ đang dùng, không phải bản sao"),
            format!("{from} is the book itself, not a copy"),
        ));
    }
    let log = beside(from, "-wal");
    if log.metadata().is_ok_and(|meta| meta.len() > 0) {
        let (from, log) = (from.display(), log.display());
        return Err(Fault::refused(
            format!("{from} là bản sao chưa trọn: các việc cuối còn nằm trong {log}"),
            format!("{from} is no finished copy: its last acts are still in {log}"),
        ));
    }
    if from
        .canonicalize()
        .is_ok_and(|from| incoming.canonicalize().is_ok_and(|incoming| from.starts_with(incoming)))
    {
        let from = from.display();
        return Err(Fault::refused(
            format!("{from} nằm trong thư mục làm việc của lần khôi phục, sẽ bị xóa; chép ra ngoài trước"),
            format!("{from} lies where a restore works and clears up; copy it elsewhere first"),
        ));
    }
    let brought = match bring_in(from, &incoming, asked, progress).await {
        Ok(brought) => brought,
        Err(fault) => {
            clear(&incoming)?;
            return Err(fault);
        }
    };
    let (aside, missing) = if live.exists() {
        let (aside, marks) = keep_aside(folder, &incoming, stamp).await?;
        if let Some(marks) = &marks {
            remember(&incoming.join(FILE), marks).await?;
        }
        (Some(aside), marks.map(|marks| missing(&marks)).transpose()?)
    } else {
        (None, None)
    };
    let scans = scans::bring(from.parent().unwrap_or(folder), folder)?;
    lists::unpack(&incoming.join(FILE), folder).await?;
    life::forget(folder, &brought.wards)?;
    // A log that belongs to the old book would be played into the new one.
    for log in ["-wal", "-shm"] {
        remove(&beside(&live, log))?;
    }
    std::fs::rename(incoming.join(FILE), &live).map_err(at(&live))?;
    sync_folder(folder)?;
    clear(&incoming)?;
    Ok(Restored { acts: brought.copied.acts, records: brought.copied.records, scans, aside, missing })
}

fn clear(incoming: &Path) -> Result<(), Fault> {
    match std::fs::remove_dir_all(incoming) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Fault::File(incoming.to_owned(), error)),
    }
}

/// A copy that is ready to take the book's name.
struct Brought {
    copied: Copied,
    wards: Vec<WardId>,
}

/// A writer as the book knows it: ward, device, officer, the last act that the copy has too, the last one that devices
/// may forget. Under later numbers the copy may have acts of a copied disk: they are others.
type Mark = (i64, i64, i64, i64, i64);

async fn marks(book: &mut SqliteConnection, copy: &Path) -> Result<Vec<Mark>, sqlx::Error> {
    sqlx::query("ATTACH DATABASE $1 AS copy").bind(copy.display().to_string()).execute(&mut *book).await?;
    // The hash is of all that came before: chains that parted do not meet again.
    let marks = sqlx::query_as(
        "SELECT ward, device, officer,
                (SELECT COALESCE(MAX(mine.n), 0)
                 FROM main.cmd_log AS mine JOIN copy.cmd_log AS its
                   ON its.ward = mine.ward AND its.device = mine.device AND its.officer = mine.officer
                  AND its.n = mine.n AND its.hash = mine.hash
                 WHERE mine.ward = writer.ward AND mine.device = writer.device AND mine.officer = writer.officer),
                durable_n
         FROM main.writer",
    )
    .fetch_all(&mut *book)
    .await?;
    sqlx::query("DETACH DATABASE copy").execute(book).await?;
    Ok(marks)
}

fn missing(marks: &[Mark]) -> Result<Vec<Missing>, Fault> {
    let mut missing = Vec::new();
    for &(ward, device, officer, common, durable) in marks {
        if durable > common {
            missing.push(Missing {
                ward: WardId(ward),
                writer: Writer { device: DeviceId(small(device)?), officer: OfficerId(small(officer)?) },
                first: small(common + 1)?,
                last: small(durable)?,
            });
        }
    }
    Ok(missing)
}

/// What devices were told they may forget stays told, as far as the copy has the very acts. In the copy it is as old as
/// the copy: a second restore would not miss what they have forgotten since.
async fn remember(copy: &Path, marks: &[Mark]) -> Result<(), Fault> {
    let mut book = super::sqlite_options(copy).connect().await?;
    for (ward, device, officer, common, durable) in marks {
        sqlx::query(
            "UPDATE writer SET durable_n = MAX(durable_n, $4) WHERE ward = $1 AND device = $2 AND officer = $3",
        )
        .bind(ward)
        .bind(device)
        .bind(officer)
        .bind(durable.min(common))
        .execute(&mut book)
        .await?;
    }
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut book).await?;
    book.close().await?;
    File::open(copy).and_then(|file| file.sync_all()).map_err(at(copy))
}

/// Copies, checks, and begins another life in a folder of its own.
async fn bring_in(
    from: &Path,
    incoming: &Path,
    asked: Asked,
    progress: &impl Fn(u64, u64),
) -> Result<Brought, Fault> {
    clear(incoming)?;
    super::private_folder(incoming)?;
    let new = incoming.join(FILE);
    std::fs::copy(from, &new).map_err(at(from))?;
    private_file(&new)?;
    let (copied, _) = check(&new).await.map_err(|fault| fault.about(&new, from))?;
    let wards = begin_another_life(incoming).await?;
    // Its tables are of today now, whatever version made the copy.
    let differences = replayed(&new, &wards, progress).await?;
    if let (Asked::Sound, Some(first)) = (asked, differences.first()) {
        let (from, all) = (from.display(), differences.len());
        return Err(Fault::refused(
            format!(
                "{from} khác với các việc của nó ở {all} chỗ: {}; lấy bản sao khác, hoặc thêm --as-it-is nếu không \
                 còn bản nào",
                first.vi
            ),
            format!(
                "{from} is not what its acts say, {}: {}; take another copy, or add --as-it-is if there is none",
                places(all),
                first.en
            ),
        ));
    }
    File::open(&new).and_then(|file| file.sync_all()).map_err(at(&new))?;
    sync_folder(incoming)?;
    Ok(Brought { copied, wards })
}

/// `one difference`, `3 differences`
pub fn places(n: usize) -> String {
    if n == 1 { "one difference".to_owned() } else { format!("{n} differences") }
}

/// Gives the book a second name, under which it stays; answers what it knew of its writers beside the
/// copy.
async fn keep_aside(
    folder: &Path,
    incoming: &Path,
    stamp: &str,
) -> Result<(PathBuf, Option<Vec<Mark>>), Fault> {
    let live = folder.join(FILE);
    // It may be of a version that left it open to everybody.
    private_file(&live)?;
    // A sound book takes its log into itself; one too damaged for that is kept with its log. SQLite clears a log away
    // when it is done with a file, also with one that it could not read.
    let (log, spare) = (beside(&live, "-wal"), incoming.join(SPARE));
    let has_log = log.exists();
    if has_log {
        std::fs::copy(&log, &spare).map_err(at(&spare))?;
        File::open(&spare).and_then(|file| file.sync_all()).map_err(at(&spare))?;
    }
    let marks = settle(&live, &incoming.join(FILE))
        .await
        .inspect_err(|error| tracing::warn!(%error, "the book is too damaged to be read, and kept as it is"))
        .ok();
    let aside = (1..)
        .map(|i| if i == 1 { format!("{ASIDE}{stamp}.db") } else { format!("{ASIDE}{stamp}-{i}.db") })
        .map(|name| folder.join(name))
        .find(|aside| !aside.exists())
        .ok_or_else(|| Fault::Odd("there is no free name for the old book".to_owned()))?;
    if has_log && marks.is_none() {
        let kept = beside(&aside, "-wal");
        std::fs::rename(&spare, &kept).map_err(at(&kept))?;
    }
    link(&live, &aside)?;
    sync_folder(folder)?;
    Ok((aside, marks))
}

async fn settle(live: &Path, copy: &Path) -> Result<Vec<Mark>, sqlx::Error> {
    let mut book = super::sqlite_options(live).connect().await?;
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut book).await?;
    let marks = marks(&mut book, copy).await?;
    book.close().await?;
    Ok(marks)
}

/// A second name; on a disk that knows none, a copy.
fn link(from: &Path, to: &Path) -> Result<(), Fault> {
    if std::fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    std::fs::copy(from, to).map_err(at(to))?;
    File::open(to).and_then(|file| file.sync_all()).map_err(at(to))
}

/// A new epoch for every ward of the book, and nobody signed in.
async fn begin_another_life(folder: &Path) -> Result<Vec<WardId>, Fault> {
    let db = Db::open(&Place::Folder(folder.to_owned())).await?;
    let wards = ward::all(&db).await?;
    for id in &wards {
        life::begin_another(&db, *id).await?;
    }
    db.close().await;
    Ok(wards)
}

/// Refuses to begin a ward where one has lived: an empty book there is what a restore, or a disk, has left behind.
/// Every device would take it for the truth and forget what it holds.
pub(super) async fn may_begin(db: &Db, place: &Place, id: WardId) -> Result<(), Fault> {
    let Some(folder) = place.folder() else { return Ok(()) };
    let is_empty = matches!(db, Db::Sqlite { .. }) && ward::all(db).await?.is_empty();
    let trace = match device::trace(folder, id).await? {
        Some(list) => Some(list),
        None if is_empty => left_over(folder)?,
        None => None,
    };
    let Some(trace) = trace else { return Ok(()) };
    let trace = trace.display();
    Err(Fault::refused(
        format!(
            "cơ sở dữ liệu không có phường {id}, nhưng {trace} cho thấy từng có: khôi phục bản sao bằng \
             `mot-cua restore`, hoặc dời {trace} đi để bắt đầu phường mới"
        ),
        format!(
            "the database holds no ward {id}, but {trace} says that there was one: put a copy back with \
             `mot-cua restore`, or move {trace} away to begin a new ward"
        ),
    ))
}

fn left_over(folder: &Path) -> Result<Option<PathBuf>, Fault> {
    for entry in std::fs::read_dir(folder).map_err(at(folder))? {
        let name = entry.map_err(at(folder))?.file_name();
        if name.to_string_lossy().starts_with(ASIDE) || name == INCOMING {
            return Ok(Some(folder.join(name)));
        }
    }
    Ok(None)
}
