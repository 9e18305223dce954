//! The lists beside the database, of devices, of numbers and of letters, as they travel inside a copy.
//!
//! Not here: what a line means (`device`, `numbers`, `news`).
//! Invariant: putting a copy back adds lines and takes none away; what this folder knew is the last word.

#![expect(clippy::disallowed_methods, reason = "a tool of the command line: no request waits for it")]

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use super::backup::{at, sync_folder};
use super::{Fault, device, news, numbers};

const LISTS: [&str; 3] = [device::LIST, numbers::LIST, news::LIST];

fn read(folder: &Path, name: &str) -> Result<String, Fault> {
    let path = folder.join(name);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(text),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(e) => Err(Fault::File(path, e)),
    }
}

/// Puts the folder's lists into a copy.
pub(super) async fn pack(folder: &Path, copy: &Path) -> Result<(), Fault> {
    let mut copy = SqliteConnectOptions::new().filename(copy).connect().await?;
    sqlx::query("CREATE TABLE list (name TEXT PRIMARY KEY, body TEXT NOT NULL)").execute(&mut copy).await?;
    for name in LISTS {
        let body = read(folder, name)?;
        sqlx::query("INSERT INTO list (name, body) VALUES ($1, $2)")
            .bind(name)
            .bind(body)
            .execute(&mut copy)
            .await?;
    }
    copy.close().await?;
    Ok(())
}

/// Takes the lists out of a copy and adds what the folder does not know. Copies of earlier versions carry none.
pub(super) async fn unpack(copy: &Path, folder: &Path) -> Result<(), Fault> {
    let mut copy = SqliteConnectOptions::new().filename(copy).connect().await?;
    let carried: Option<i64> = sqlx::query_scalar("SELECT 1 FROM sqlite_master WHERE name = 'list'")
        .fetch_optional(&mut copy)
        .await?;
    if carried.is_some() {
        let lists: Vec<(String, String)> =
            sqlx::query_as("SELECT name, body FROM list").fetch_all(&mut copy).await?;
        for (name, body) in lists.iter().filter(|(name, _)| LISTS.contains(&name.as_str())) {
            add(folder, name, body)?;
        }
        sqlx::query("DROP TABLE list").execute(&mut copy).await?;
    }
    copy.close().await?;
    Ok(())
}

/// Older lines first: the last line about a device is how it stands.
fn add(folder: &Path, name: &str, carried: &str) -> Result<(), Fault> {
    let here = read(folder, name)?;
    let known: BTreeSet<&str> = here.lines().collect();
    let new: Vec<&str> = carried.lines().filter(|line| !known.contains(line)).collect();
    if new.is_empty() {
        return Ok(());
    }
    let (path, tmp) = (folder.join(name), folder.join(format!("{name}.tmp")));
    let write = || {
        let mut file = super::private_options().create(true).truncate(true).write(true).open(&tmp)?;
        write!(file, "{}\n{here}", new.join("\n"))?;
        file.sync_all()?;
        std::fs::rename(&tmp, &path)
    };
    write().map_err(at(&path))?;
    sync_folder(folder)
}
