//! Kho bản chụp: the bytes of scans, each under its digest, in a folder beside the database.
//!
//! They stand outside the database: a nightly copy of the book stays small, and a restore to yesterday's copy takes
//! back no scan that a device has handed in since. `docs/decisions/0011-scans.md` says why.
//! Not here: who may send and read (`crate::scan`), which dossier names a scan (`shared::dossier::attach`).
//! Invariant: a file under its digest is whole, is what the digest says, and is on the disk. What is on its way has
//! the ending `.part`.

#![expect(
    clippy::disallowed_methods,
    reason = "called on a thread that may wait, or by a tool of the command line"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

use shared::id::WardId;
use shared::moment::Moment;
use shared::scan::look::{HEAD_BYTES, sniff};
use shared::scan::{BadFile, Digest, Have, check, check_size, unknown};

use super::Fault;
use super::unnamed::Unnamed;
use crate::limits::SCAN_PART_MINUTES_KEPT;

/// The folder's name, beside the database and beside its copies.
pub const FOLDER: &str = "scans";
const PART: &str = "part";
/// Beside the scans: which of them no dossier holds, and since when.
const UNNAMED: &str = "unnamed.json";

/// Why a piece was not kept.
#[derive(Debug)]
pub enum Refused {
    Bad(BadFile),
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

/// What was taken away.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Swept {
    pub scans: u64,
    pub bytes: u64,
}

/// The scans of one ward. Clones share it.
#[derive(Clone)]
pub struct Scans(Arc<Mutex<Shelf>>);

struct Shelf {
    room: Room,
    unnamed: Unnamed,
}

enum Room {
    /// Gone with the process; whether it is whole stands beside the bytes.
    Memory(BTreeMap<Digest, (bool, Vec<u8>)>),
    Folder(PathBuf),
}

impl Scans {
    pub(super) fn open(folder: Option<&Path>, ward: WardId) -> Scans {
        let room = match folder {
            Some(folder) => Room::Folder(folder.join(FOLDER).join(ward.0.to_string())),
            None => Room::Memory(BTreeMap::new()),
        };
        let list = match &room {
            Room::Folder(folder) => Some(folder.join(UNNAMED)),
            Room::Memory(_) => None,
        };
        Scans(Arc::new(Mutex::new(Shelf { room, unnamed: Unnamed::open(list) })))
    }

    /// One at a time: pieces of one file may come from two tabs at once.
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How much of it is here, for somebody who may name it.
    pub fn have(&self, digest: &Digest) -> Result<Have, Fault> {
        self.shelf().have(digest)
    }

    /// Takes the piece that begins at `at`; one that begins elsewhere than the file stands changes nothing, and the
    /// answer says where to go on. The last piece makes it whole, or the file is forgotten.
    pub fn put(&self, digest: &Digest, bytes: u64, at: u64, piece: &[u8]) -> Result<Have, Refused> {
        check_size(bytes)?;
        let mut shelf = self.shelf();
        let have = shelf.have(digest)?;
        let room = &mut shelf.room;
        if have.whole || have.bytes != at || (piece.is_empty() && at < bytes) {
            return Ok(have);
        }
        let after = at + piece.len() as u64;
        if at == 0
            && piece.len().min(bytes as usize) >= HEAD_BYTES.min(bytes as usize)
            && sniff(piece).is_none()
        {
            return Err(unknown(piece).into());
        }
        if after > bytes {
            room.forget(digest)?;
            return Err(BadFile::OtherBytes.into());
        }
        room.append(digest, piece)?;
        if after < bytes {
            return Ok(Have { bytes: after, whole: false });
        }
        let whole = room.part(digest)?;
        let verdict = if Digest::of(&whole) == *digest { check(&whole) } else { Err(BadFile::OtherBytes) };
        if let Err(bad) = verdict {
            room.forget(digest)?;
            return Err(bad.into());
        }
        room.finish(digest)?;
        Ok(Have { bytes, whole: true })
    }

    /// The whole file; nothing where it has not come yet.
    pub fn read(&self, digest: &Digest) -> Result<Option<Vec<u8>>, Fault> {
        let bytes = match &self.shelf().room {
            Room::Memory(files) => {
                let file = files.get(digest).filter(|(whole, _)| *whole);
                return Ok(file.map(|(_, bytes)| bytes.clone()));
            }
            Room::Folder(folder) => read(&place(folder, digest))?,
        };
        match bytes {
            Some(bytes) if Digest::of(&bytes) != *digest => {
                Err(Fault::Damaged(format!("the scan {digest:?} is not what its name says")))
            }
            bytes => Ok(bytes),
        }
    }

    /// Takes over a whole file that was looked at elsewhere on the same disk.
    pub(super) fn adopt(&self, digest: &Digest, from: &Path) -> Result<(), Fault> {
        let mut shelf = self.shelf();
        if shelf.have(digest)?.whole {
            return super::backup::remove(from);
        }
        let Room::Folder(folder) = &shelf.room else { return Ok(()) };
        let to = place(folder, digest);
        super::private_folder(to.parent().unwrap_or(folder))?;
        settle(from, &to)
    }

    /// The same, where there is no disk.
    pub(super) fn adopt_bytes(&self, digest: &Digest, bytes: Vec<u8>) {
        if let Room::Memory(files) = &mut self.shelf().room {
            files.insert(digest.clone(), (true, bytes));
        }
    }

    /// Takes away the bytes of scans that are not `named` and have not been for the whole grace.
    pub fn sweep(&self, named: &BTreeSet<Digest>, epoch: &str, now: Moment) -> Result<Swept, Fault> {
        let mut shelf = self.shelf();
        let here = shelf.room.whole()?;
        let mut swept = Swept::default();
        for digest in shelf.unnamed.look(&here, named, epoch, now)? {
            swept.bytes += shelf.room.have(&digest)?.bytes;
            shelf.room.remove(&digest)?;
            swept.scans += 1;
        }
        Ok(swept)
    }

    /// Forgets what has been on its way for longer than any device tries.
    pub fn tidy(&self, now: Moment) -> Result<(), Fault> {
        let Room::Folder(folder) = &self.shelf().room else { return Ok(()) };
        for path in files(folder)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == PART))
        {
            let changed = std::fs::metadata(&path).and_then(|meta| meta.modified()).map_err(at(&path))?;
            let millis = changed.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
            let changed = Moment::from_millis(i64::try_from(millis).unwrap_or(i64::MAX));
            if changed.plus_minutes(SCAN_PART_MINUTES_KEPT) < now {
                std::fs::remove_file(&path).map_err(at(&path))?;
            }
        }
        Ok(())
    }
}

impl Shelf {
    fn have(&mut self, digest: &Digest) -> Result<Have, Fault> {
        self.unnamed.wanted(digest)?;
        self.room.have(digest)
    }
}

impl Room {
    /// Every scan that is here whole.
    fn whole(&self) -> Result<Vec<Digest>, Fault> {
        match self {
            Room::Memory(files) => {
                Ok(files.iter().filter(|(_, (whole, _))| *whole).map(|(digest, _)| digest.clone()).collect())
            }
            Room::Folder(folder) => {
                let name = |path: PathBuf| path.file_name()?.to_str()?.parse().ok();
                Ok(files(folder)?.into_iter().filter_map(name).collect())
            }
        }
    }

    fn remove(&mut self, digest: &Digest) -> Result<(), Fault> {
        match self {
            Room::Memory(files) => {
                files.remove(digest);
                Ok(())
            }
            Room::Folder(folder) => super::backup::remove(&place(folder, digest)),
        }
    }

    fn have(&self, digest: &Digest) -> Result<Have, Fault> {
        let none = Have { bytes: 0, whole: false };
        match self {
            Room::Memory(files) => {
                let have =
                    |(whole, bytes): &(bool, Vec<u8>)| Have { bytes: bytes.len() as u64, whole: *whole };
                Ok(files.get(digest).map_or(none, have))
            }
            Room::Folder(folder) => {
                let whole = place(folder, digest);
                if let Some(bytes) = length(&whole)? {
                    return Ok(Have { bytes, whole: true });
                }
                let part = length(&whole.with_extension(PART))?;
                Ok(part.map_or(none, |bytes| Have { bytes, whole: false }))
            }
        }
    }

    fn append(&mut self, digest: &Digest, piece: &[u8]) -> Result<(), Fault> {
        match self {
            Room::Memory(files) => {
                files.entry(digest.clone()).or_default().1.extend_from_slice(piece);
                Ok(())
            }
            Room::Folder(folder) => {
                let path = place(folder, digest).with_extension(PART);
                super::private_folder(path.parent().unwrap_or(folder))?;
                let write =
                    || super::private_options().create(true).append(true).open(&path)?.write_all(piece);
                write().map_err(at(&path))
            }
        }
    }

    fn part(&self, digest: &Digest) -> Result<Vec<u8>, Fault> {
        match self {
            Room::Memory(files) => Ok(files.get(digest).map(|(_, bytes)| bytes.clone()).unwrap_or_default()),
            Room::Folder(folder) => {
                Ok(read(&place(folder, digest).with_extension(PART))?.unwrap_or_default())
            }
        }
    }

    /// Under its own name, and on the disk.
    fn finish(&mut self, digest: &Digest) -> Result<(), Fault> {
        match self {
            Room::Memory(files) => {
                files.entry(digest.clone()).or_default().0 = true;
                Ok(())
            }
            Room::Folder(folder) => {
                settle(&place(folder, digest).with_extension(PART), &place(folder, digest))
            }
        }
    }

    fn forget(&mut self, digest: &Digest) -> Result<(), Fault> {
        match self {
            Room::Memory(files) => {
                files.remove(digest);
                Ok(())
            }
            Room::Folder(folder) => super::backup::remove(&place(folder, digest).with_extension(PART)),
        }
    }
}

fn at(path: &Path) -> impl Fn(std::io::Error) -> Fault + '_ {
    |error| Fault::File(path.to_owned(), error)
}

/// `ab/abcdef…`: no folder grows beyond what people can list.
fn place(folder: &Path, digest: &Digest) -> PathBuf {
    let name = digest.to_string();
    folder.join(&name[..2]).join(&name)
}

fn length(path: &Path) -> Result<Option<u64>, Fault> {
    match std::fs::metadata(path) {
        Ok(meta) => Ok(Some(meta.len())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Fault::File(path.to_owned(), error)),
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, Fault> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Fault::File(path.to_owned(), error)),
    }
}

/// Gives a file its last name once its bytes are on the disk.
fn settle(from: &Path, to: &Path) -> Result<(), Fault> {
    File::open(from).and_then(|file| file.sync_all()).map_err(at(from))?;
    std::fs::rename(from, to).map_err(at(to))?;
    to.parent().map_or(Ok(()), super::backup::sync_folder)
}

/// Every file below the folder, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => return Err(Fault::File(folder, error)),
        };
        for entry in entries {
            let path = entry.map_err(at(&folder))?.path();
            if path.is_dir() { folders.push(path) } else { all.push(path) }
        }
    }
    all.sort();
    Ok(all)
}

/// What became of the scans when a book was copied or put back.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Brought {
    /// Files that are there now.
    pub scans: u64,
    /// Files that are not what their names say; they were left where they are.
    pub damaged: Vec<PathBuf>,
}

/// Brings every scan that is not there yet from one folder's room to another's, looking at each. Copies in one folder
/// share one room, so that only what is new is written.
pub(super) fn bring(from: &Path, to: &Path) -> Result<Brought, Fault> {
    let (from, to) = (from.join(FOLDER), to.join(FOLDER));
    let mut brought = Brought::default();
    let same = |a: &Path, b: &Path| Some(a.canonicalize().ok()? == b.canonicalize().ok()?);
    if same(&from, &to) == Some(true) {
        return Ok(brought);
    }
    for path in files(&from)? {
        let Ok(within) = path.strip_prefix(&from) else { continue };
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let Ok(digest) = name.parse::<Digest>() else { continue };
        let target = to.join(within);
        if length(&target)? == length(&path)? {
            brought.scans += 1;
            continue;
        }
        let mut bytes = Vec::new();
        File::open(&path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(at(&path))?;
        if Digest::of(&bytes) != digest {
            brought.damaged.push(path);
            continue;
        }
        super::private_folder(target.parent().unwrap_or(&to))?;
        let part = target.with_extension(PART);
        let write = || {
            let mut options = super::private_options();
            options.create(true).truncate(true).write(true).open(&part)?.write_all(&bytes)
        };
        write().map_err(at(&part))?;
        settle(&part, &target)?;
        brought.scans += 1;
    }
    Ok(brought)
}
