//! Lists beside the database: what a database restored from yesterday must not take back.
//!
//! Not here: what stands in them (`device`, `numbers`, `news`, `secret`, `writer_key`, `quarantine`).
//! Invariant: a line is on the disk before anybody hears of it; nobody but the server's own user reads it.

use std::io::Write as _;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Fault;

/// Adds lines to the list, and answers once they are on the disk.
pub(super) fn note<T: Serialize>(folder: &Path, list: &str, lines: &[T]) -> Result<(), Fault> {
    let path = folder.join(list);
    // A line of its own also after one that a power cut tore.
    let mut text = String::from("\n");
    for line in lines {
        text.push_str(&serde_json::to_string(line)?);
        text.push('\n');
    }
    super::private_folder(folder)?;
    let write = || {
        let fresh = !path.exists();
        let mut file = super::private_options().create(true).append(true).open(&path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        // A new file is there for good once its folder says so.
        if fresh { std::fs::File::open(folder)?.sync_all() } else { Ok(()) }
    };
    write().map_err(|e| Fault::File(path.clone(), e))
}

/// Puts these lines in the place of the list's: at every moment one of the two stands whole under its name.
#[expect(
    clippy::disallowed_methods,
    reason = "a few lines once a day, under the turn of whoever adds to them"
)]
pub(super) fn replace<T: Serialize>(folder: &Path, list: &str, lines: &[T]) -> Result<(), Fault> {
    let (path, fresh) = (folder.join(list), format!("{list}.new"));
    super::backup::remove(&folder.join(&fresh))?;
    note(folder, &fresh, lines)?;
    let swap = || {
        std::fs::rename(folder.join(&fresh), &path)?;
        std::fs::File::open(folder)?.sync_all()
    };
    swap().map_err(|e| Fault::File(path.clone(), e))
}

/// The list's lines in the order in which they were added; none where there is no list.
pub(super) async fn lines<T: DeserializeOwned>(folder: &Path, list: &str) -> Result<Vec<T>, Fault> {
    let path = folder.join(list);
    let text = match tokio::fs::read_to_string(&path).await {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(Fault::File(path, e)),
    };
    // What a power cut tore was never told to anybody.
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}
