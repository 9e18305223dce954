//! The life of a database: how far it had come, written beside it.
//!
//! Not here: restores of our own (`restore`), which begin another life themselves.
//! Invariant: a database that is older than what is written beside it was put back by somebody else's tools, and
//! begins another life before anybody is answered from it. The note is never ahead of the database: it is written
//! after the commit.

#![expect(
    clippy::disallowed_methods,
    reason = "a line of a hundred bytes, beside a commit that waits for the disk"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use shared::id::WardId;

use super::{Db, Fault, Place, backup, ledger, ward, within};

/// What the note says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Note {
    epoch: String,
    seq: u64,
}

/// Longer than a note of 32 hexadecimal digits and the largest sequence.
const WIDTH: usize = 96;

/// Where a ward's note is kept; nowhere, for a book in memory.
#[derive(Clone)]
pub(super) struct Life(Option<PathBuf>);

impl Life {
    pub fn new(folder: Option<&PathBuf>, id: WardId) -> Life {
        Life(folder.map(|folder| folder.join(name(id))))
    }

    /// Notes how far the book has come, in place and without waiting for the disk: after a power cut an older note
    /// says less, and one that is torn says nothing; neither says something wrong.
    pub fn note(&self, epoch: &str, seq: u64) -> Result<(), Fault> {
        let Some(path) = &self.0 else { return Ok(()) };
        let text = serde_json::to_string(&Note { epoch: epoch.to_owned(), seq })?;
        let write = || {
            let mut file = super::private_options().create(true).truncate(false).write(true).open(path)?;
            // Always as long as the longest, so that nothing of the note before is left behind it.
            file.write_all(format!("{text:<WIDTH$}\n").as_bytes())
        };
        write().map_err(|e| Fault::File(path.clone(), e))
    }

    /// A note that cannot be read says nothing.
    fn read(&self) -> Option<Note> {
        serde_json::from_slice(&std::fs::read(self.0.as_ref()?).ok()?).ok()
    }
}

fn name(id: WardId) -> String {
    format!("life-{id}.json")
}

/// Forgets the notes of a book that is about to be replaced by one with a life of its own.
pub(super) fn forget(folder: &Path, ids: &[WardId]) -> Result<(), Fault> {
    ids.iter().try_for_each(|id| backup::remove(&folder.join(name(*id))))
}

/// Begins another life where the database is not the one that the note tells of, or has fallen behind it.
pub(super) async fn look_back(db: &Db, place: &Place, id: WardId) -> Result<(), Fault> {
    let life = Life::new(place.folder(), id);
    let epoch = ward::epoch(db, id).await?;
    let seq = ledger::last_seq(&mut db.snapshot().await?, id).await?;
    let is_older = life.read().is_some_and(|note| note.epoch != epoch || note.seq > seq);
    if is_older {
        tracing::warn!(%id, "the database is older than this folder knows: another life begins");
        begin_another(db, id).await?;
    }
    if let Some(folder) = place.folder() {
        super::private_folder(folder)?;
    }
    life.note(&ward::epoch(db, id).await?, seq)
}

/// A new epoch for one ward, and nobody signed in: every device will compare what it has sent.
pub async fn begin_another(db: &Db, id: WardId) -> Result<(), Fault> {
    let mut tx = db.begin().await?;
    ward::set_epoch(&mut tx, id).await?;
    within!(&mut tx, |c| {
        sqlx::query("DELETE FROM session WHERE ward = $1").bind(id.0).execute(c).await?;
    });
    tx.commit().await
}

/// Another life for a ward whose database was put back by PostgreSQL's own tools.
pub async fn put_back_elsewhere(place: &Place, id: WardId) -> Result<(), Fault> {
    let _held = place.folder().map(|folder| backup::hold(folder)).transpose()?;
    let db = Db::open(place).await?;
    if ward::newest(&db, id).await?.is_none() {
        return Err(Fault::NoWard(id));
    }
    begin_another(&db, id).await?;
    let seq = ledger::last_seq(&mut db.snapshot().await?, id).await?;
    Life::new(place.folder(), id).note(&ward::epoch(&db, id).await?, seq)?;
    db.close().await;
    Ok(())
}
