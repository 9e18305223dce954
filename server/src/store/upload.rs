//! Ảnh chờ: photographs of applications that are on their way, each beside the application that will name it.
//!
//! Not here: who may send (`crate::upload`), scans of dossiers (`scans`).
//! Invariant: nothing here is ever read out. It becomes a scan when its application is taken, or it is gone: a day after
//! its last piece, and at the next start, since the phone keeps its own until it has a receipt.

#![expect(clippy::disallowed_methods, reason = "called on a thread that may wait")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::id::DossierId;
use shared::limits::{DOOR_BYTES_MAX, DOOR_PHOTOS_MAX};
use shared::moment::Moment;
use shared::scan::look::{HEAD_BYTES, sniff};
use shared::scan::{BadFile, Digest, FileKind, Have, check, check_size, unknown};

use super::scans::Scans;
use super::{Fault, Store};
use crate::limits::{UPLOAD_MINUTES_KEPT, UPLOAD_WAITING_BYTES_MAX};
use crate::upload::pdf;

const FOLDER: &str = "uploads";

/// Why a piece was not kept.
#[derive(Debug)]
pub enum Refused {
    Bad(BadFile),
    /// The application has as many, or as much, as one may.
    Full,
    /// Too much of everybody's waits.
    Crowded,
    Fault(Fault),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Refused {
        Refused::Fault(fault)
    }
}

impl From<BadFile> for Refused {
    fn from(bad: BadFile) -> Refused {
        Refused::Bad(bad)
    }
}

/// What the server has seen of a whole file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen {
    pub bytes: u64,
    pub kind: FileKind,
    pub pages: Option<u32>,
}

/// The uploads of one ward. Clones share them.
#[derive(Clone)]
pub struct Uploads(Arc<Mutex<Room>>);

struct Room {
    /// Nothing where everything is gone with the process.
    folder: Option<PathBuf>,
    waiting: BTreeMap<DossierId, Application>,
    bytes: u64,
}

struct Application {
    /// When its last piece came.
    at: Moment,
    files: BTreeMap<Digest, Part>,
}

#[derive(Default)]
struct Part {
    bytes: u64,
    /// Nothing before all of it is here and is what it says.
    seen: Option<Seen>,
    /// It is being looked at: whoever sends its end again does not begin another look.
    looked: bool,
    /// The bytes, where there is no folder.
    held: Vec<u8>,
}

impl Uploads {
    /// An empty room: what an earlier process left is taken away.
    pub fn open(store: &Store) -> Result<Uploads, Fault> {
        let folder = store.folder.as_ref().map(|folder| folder.join(FOLDER).join(store.id.0.to_string()));
        let room = Room { folder, waiting: BTreeMap::new(), bytes: 0 };
        if let Some(folder) = room.folder.as_ref().filter(|folder| folder.exists()) {
            std::fs::remove_dir_all(folder).map_err(|error| Fault::File(folder.clone(), error))?;
        }
        Ok(Uploads(Arc::new(Mutex::new(room))))
    }

    fn room(&self) -> MutexGuard<'_, Room> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How much of it is here.
    pub fn have(&self, id: DossierId, digest: &Digest) -> Have {
        self.room().have(id, digest)
    }

    /// What is known of a file that is here whole.
    pub fn seen(&self, id: DossierId, digest: &Digest) -> Option<Seen> {
        self.room().waiting.get(&id)?.files.get(digest)?.seen
    }

    /// Takes the piece that begins at `at`, as `scans` does. The last one makes the file whole, or it is forgotten.
    pub fn put(
        &self,
        id: DossierId,
        digest: &Digest,
        all: u64,
        at: u64,
        piece: &[u8],
        now: Moment,
    ) -> Result<Have, Refused> {
        check_size(all)?;
        let mut room = self.room();
        let have = room.have(id, digest);
        if have.whole || have.bytes != at || (piece.is_empty() && at < all) {
            return Ok(have);
        }
        let after = at + piece.len() as u64;
        let begins = at == 0 && after >= all.min(HEAD_BYTES as u64);
        if begins && sniff(piece).is_none() {
            return Err(unknown(piece).into());
        }
        if after > all {
            room.forget(id, digest)?;
            return Err(BadFile::OtherBytes.into());
        }
        room.append(id, digest, piece, now)?;
        if after < all {
            return Ok(Have { bytes: after, whole: false });
        }
        let Some(part) = room.part(id, digest).filter(|part| !part.looked) else { return Ok(have) };
        part.looked = true;
        // Looking at a whole file takes a moment, in which others send theirs.
        let verdict = room.read(id, digest).map(|bytes| {
            drop(room);
            look(digest, &bytes)
        });
        let mut room = self.room();
        if let Some(part) = room.part(id, digest) {
            part.looked = false;
            part.seen = verdict.as_ref().ok().and_then(|seen| seen.as_ref().ok()).copied();
        }
        if let Err(bad) = verdict? {
            room.forget(id, digest)?;
            return Err(bad.into());
        }
        Ok(Have { bytes: all, whole: true })
    }

    /// What the application does not name any more is gone.
    pub fn keep_only(&self, id: DossierId, named: &BTreeSet<Digest>) -> Result<(), Fault> {
        let mut room = self.room();
        let Some(application) = room.waiting.get(&id) else { return Ok(()) };
        let others: Vec<Digest> =
            application.files.keys().filter(|digest| !named.contains(digest)).cloned().collect();
        others.iter().try_for_each(|digest| room.forget(id, digest))
    }

    /// The application is taken: the files that its dossier names become scans, the others are gone.
    pub fn hand_over(&self, id: DossierId, named: &BTreeSet<Digest>, scans: &Scans) -> Result<(), Fault> {
        let mut room = self.room();
        let whole = |(digest, part): (&Digest, &Part)| {
            (part.seen.is_some() && named.contains(digest)).then(|| digest.clone())
        };
        let files: Vec<Digest> =
            room.waiting.get(&id).map(|of| of.files.iter().filter_map(whole).collect()).unwrap_or_default();
        for digest in &files {
            match room.place(id, digest) {
                Some(path) => scans.adopt(digest, &path)?,
                None => scans.adopt_bytes(digest, room.read(id, digest)?),
            }
        }
        room.forget_all(id)
    }

    /// Forgets everything of an application.
    pub fn forget(&self, id: DossierId) -> Result<(), Fault> {
        self.room().forget_all(id)
    }

    /// Forgets applications of which nothing has come for a day.
    pub fn sweep(&self, now: Moment) -> Result<(), Fault> {
        let mut room = self.room();
        let is_old = |of: &Application| of.at.plus_minutes(UPLOAD_MINUTES_KEPT) < now;
        let old: Vec<DossierId> =
            room.waiting.iter().filter(|(_, of)| is_old(of)).map(|(id, _)| *id).collect();
        old.into_iter().try_for_each(|id| room.forget_all(id))
    }

    /// Applications that wait, and all their bytes.
    pub fn extent(&self) -> (usize, u64) {
        let room = self.room();
        (room.waiting.len(), room.bytes)
    }
}

/// Whether the bytes are what was announced, and nothing that hurts whoever opens them.
fn look(digest: &Digest, bytes: &[u8]) -> Result<Seen, BadFile> {
    if Digest::of(bytes) != *digest {
        return Err(BadFile::OtherBytes);
    }
    let kind = check(bytes)?;
    let pages = if kind == FileKind::Pdf { pdf::check(bytes)? } else { Some(1) };
    Ok(Seen { bytes: bytes.len() as u64, kind, pages })
}

impl Room {
    fn have(&self, id: DossierId, digest: &Digest) -> Have {
        let part = self.waiting.get(&id).and_then(|of| of.files.get(digest));
        part.map_or(Have { bytes: 0, whole: false }, |part| Have {
            bytes: part.bytes,
            whole: part.seen.is_some(),
        })
    }

    fn part(&mut self, id: DossierId, digest: &Digest) -> Option<&mut Part> {
        self.waiting.get_mut(&id)?.files.get_mut(digest)
    }

    fn place(&self, id: DossierId, digest: &Digest) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(id.to_string()).join(digest.to_string()))
    }

    fn append(&mut self, id: DossierId, digest: &Digest, piece: &[u8], now: Moment) -> Result<(), Refused> {
        let place = self.place(id, digest);
        let of = self.waiting.get(&id);
        let (files, bytes) =
            of.map_or((0, 0), |of| (of.files.len(), of.files.values().map(|f| f.bytes).sum()));
        let is_new = of.is_none_or(|of| !of.files.contains_key(digest));
        let more = piece.len() as u64;
        if (is_new && files >= DOOR_PHOTOS_MAX) || bytes + more > DOOR_BYTES_MAX {
            return Err(Refused::Full);
        }
        if self.bytes + more > UPLOAD_WAITING_BYTES_MAX {
            return Err(Refused::Crowded);
        }
        let of = self.waiting.entry(id).or_insert_with(|| Application { at: now, files: BTreeMap::new() });
        of.at = now;
        let part = of.files.entry(digest.clone()).or_default();
        match place {
            None => part.held.extend_from_slice(piece),
            Some(path) => {
                let folder = path.parent().unwrap_or(&path);
                super::private_folder(folder)?;
                let write = || {
                    let mut options = super::private_options();
                    let mut file = options.create(true).append(true).open(&path)?;
                    // Of a piece whose writing failed nothing is left in front of the next.
                    file.set_len(part.bytes)?;
                    file.write_all(piece)
                };
                write().map_err(|error| Fault::File(path.clone(), error))?;
            }
        }
        part.bytes += more;
        self.bytes += more;
        Ok(())
    }

    fn read(&self, id: DossierId, digest: &Digest) -> Result<Vec<u8>, Fault> {
        match self.place(id, digest) {
            Some(path) => std::fs::read(&path).map_err(|error| Fault::File(path, error)),
            None => {
                let part = self.waiting.get(&id).and_then(|of| of.files.get(digest));
                Ok(part.map(|part| part.held.clone()).unwrap_or_default())
            }
        }
    }

    fn forget(&mut self, id: DossierId, digest: &Digest) -> Result<(), Fault> {
        let Some(of) = self.waiting.get_mut(&id) else { return Ok(()) };
        if let Some(part) = of.files.remove(digest) {
            self.bytes = self.bytes.saturating_sub(part.bytes);
        }
        if of.files.is_empty() {
            return self.forget_all(id);
        }
        self.place(id, digest).map_or(Ok(()), |path| super::backup::remove(&path))
    }

    fn forget_all(&mut self, id: DossierId) -> Result<(), Fault> {
        let Some(of) = self.waiting.remove(&id) else { return Ok(()) };
        let bytes: u64 = of.files.values().map(|part| part.bytes).sum();
        self.bytes = self.bytes.saturating_sub(bytes);
        let Some(folder) = self.folder.as_ref().map(|folder| folder.join(id.to_string())) else {
            return Ok(());
        };
        match std::fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Fault::File(folder, error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}
