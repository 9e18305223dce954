//! A disk under SQLite that writes down what reaches it, and that fails when it is told to.
//!
//! It stands before SQLite's own layer for files and passes everything on. Below a folder that is watched, writes
//! and syncs of the database and of its log are written down in their order, and a `Trouble` answers in the
//! disk's place.
//!
//! Not here: what is left after a power cut (`cuts`), what must hold then (`power`, `disk`).
//! Invariant: a write is written down before SQLite hears that it was done; nothing outside of watched folders is
//! touched.
#![expect(unsafe_code, reason = "SQLite's layer for files is a table of C functions")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

use libsqlite3_sys as sqlite;
use libsqlite3_sys::{sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs};

/// Which of a database's files; the shared memory beside them is no file that lasts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Book,
    Log,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    Write {
        kind: Kind,
        at: u64,
        bytes: Vec<u8>,
    },
    Cut {
        kind: Kind,
        size: u64,
    },
    Sync {
        kind: Kind,
    },
    /// Not the disk's: whoever watches was told that act `n` of that device is kept.
    Told {
        device: u32,
        n: u64,
    },
}

/// What the disk answers from now on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Trouble {
    #[default]
    None,
    /// So many bytes are left; the write that does not fit is done in part.
    Full {
        bytes_left: usize,
    },
    ReadOnly,
    /// A sector cannot be written.
    Broken,
    /// The bytes were taken; that they lie on the disk cannot be said.
    Unsynced,
}

#[derive(Default)]
struct Kept {
    steps: Vec<Step>,
    trouble: Trouble,
}

/// A folder that is watched.
pub struct Watch {
    folder: PathBuf,
    kept: Mutex<Kept>,
}

static WATCHED: Mutex<Vec<Arc<Watch>>> = Mutex::new(Vec::new());

fn locked<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Watch {
    /// Watches what SQLite does below the folder from the next file that it opens there.
    pub fn over(folder: &Path) -> Arc<Watch> {
        register();
        let watch = Arc::new(Watch { folder: folder.to_owned(), kept: Mutex::default() });
        locked(&WATCHED).push(watch.clone());
        watch
    }

    pub fn told(&self, device: u32, n: u64) {
        locked(&self.kept).steps.push(Step::Told { device, n });
    }

    /// Everything since the last call.
    pub fn take(&self) -> Vec<Step> {
        std::mem::take(&mut locked(&self.kept).steps)
    }

    pub fn give(&self, trouble: Trouble) {
        locked(&self.kept).trouble = trouble;
    }
}

/// A file as SQLite holds it: ours first, the real one right behind it.
#[repr(C)]
struct File {
    methods: *const sqlite3_io_methods,
    watched: *mut Watched,
}

struct Watched {
    kind: Kind,
    watch: Arc<Watch>,
}

/// The layer that files really go to.
fn real() -> *mut sqlite3_vfs {
    // SAFETY: a constant string; the layer "unix" lives as long as the process.
    unsafe { sqlite::sqlite3_vfs_find(c"unix".as_ptr()) }
}

fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: `real` is a whole table; ours is a copy of it that lives for ever, as SQLite wants it.
        unsafe {
            let mut ours = ptr::read(real());
            ours.pNext = ptr::null_mut();
            ours.zName = c"watched".as_ptr();
            ours.szOsFile += size_of::<File>() as c_int;
            ours.xOpen = Some(open);
            let answer = sqlite::sqlite3_vfs_register(Box::leak(Box::new(ours)), 1);
            assert_eq!(answer, sqlite::SQLITE_OK);
        }
    });
}

/// The real file behind ours.
unsafe fn behind(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: SQLite gave us room for both.
    unsafe { file.cast::<File>().add(1).cast() }
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite calls us with room for a file of `szOsFile` bytes and a name that ends with zero, or none.
    unsafe {
        let inner = behind(file);
        (*inner).pMethods = ptr::null();
        (*file.cast::<File>()).watched = ptr::null_mut();
        (*file).pMethods = ptr::null();
        let Some(open) = (*real()).xOpen else { return sqlite::SQLITE_CANTOPEN };
        let answer = open(real(), name, inner, flags, out);
        if (*inner).pMethods.is_null() {
            return answer;
        }
        let kind = match () {
            () if flags & sqlite::SQLITE_OPEN_MAIN_DB != 0 => Some(Kind::Book),
            () if flags & sqlite::SQLITE_OPEN_WAL != 0 => Some(Kind::Log),
            () => None,
        };
        if let Some(kind) = kind
            && !name.is_null()
        {
            let path = PathBuf::from(CStr::from_ptr(name).to_string_lossy().into_owned());
            let watch = locked(&WATCHED).iter().find(|watch| path.starts_with(&watch.folder)).cloned();
            if let Some(watch) = watch {
                (*file.cast::<File>()).watched = Box::into_raw(Box::new(Watched { kind, watch }));
            }
        }
        (*file).pMethods = &raw const METHODS;
        answer
    }
}

unsafe fn watched<'a>(file: *mut sqlite3_file) -> Option<&'a Watched> {
    // SAFETY: `open` wrote it, `close` takes it away, and SQLite uses no file outside of the two.
    unsafe { (*file.cast::<File>()).watched.as_ref() }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: a file that `open` made; it is not used afterwards.
    unsafe {
        let ours = file.cast::<File>();
        if !(*ours).watched.is_null() {
            drop(Box::from_raw((*ours).watched));
            (*ours).watched = ptr::null_mut();
        }
        let inner = behind(file);
        (*(*inner).pMethods).xClose.map_or(sqlite::SQLITE_OK, |close| close(inner))
    }
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    count: c_int,
    at: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite gives `count` bytes to read.
    unsafe {
        let inner = behind(file);
        let Some(write) = (*(*inner).pMethods).xWrite else { return sqlite::SQLITE_IOERR_WRITE };
        let Some(Watched { kind, watch }) = watched(file) else { return write(inner, from, count, at) };
        let mut kept = locked(&watch.kept);
        let (mut fits, mut answer) = (usize::try_from(count).unwrap_or(0), sqlite::SQLITE_OK);
        match &mut kept.trouble {
            Trouble::None | Trouble::Unsynced => {}
            Trouble::Full { bytes_left } if *bytes_left >= fits => *bytes_left -= fits,
            Trouble::Full { bytes_left } => {
                (fits, answer) = (std::mem::take(bytes_left), sqlite::SQLITE_FULL);
            }
            Trouble::ReadOnly => (fits, answer) = (0, sqlite::SQLITE_READONLY),
            Trouble::Broken => (fits, answer) = (0, sqlite::SQLITE_IOERR_WRITE),
        }
        if fits > 0 {
            let told = write(inner, from, fits as c_int, at);
            if told != sqlite::SQLITE_OK {
                return told;
            }
            let bytes = std::slice::from_raw_parts(from.cast::<u8>(), fits).to_vec();
            let at = u64::try_from(at).unwrap_or(0);
            kept.steps.push(Step::Write { kind: *kind, at, bytes });
        }
        answer
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: a file that `open` made.
    unsafe {
        let inner = behind(file);
        if let Some(Watched { kind, watch }) = watched(file) {
            let size = u64::try_from(size).unwrap_or(0);
            locked(&watch.kept).steps.push(Step::Cut { kind: *kind, size });
        }
        (*(*inner).pMethods).xTruncate.map_or(sqlite::SQLITE_OK, |truncate| truncate(inner, size))
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: a file that `open` made. A watched one lies in a folder of a test: that the machine's own disk has
    // it does not matter, only that it was asked for.
    unsafe {
        let inner = behind(file);
        let Some(Watched { kind, watch }) = watched(file) else {
            return (*(*inner).pMethods).xSync.map_or(sqlite::SQLITE_OK, |sync| sync(inner, flags));
        };
        let mut kept = locked(&watch.kept);
        match kept.trouble {
            Trouble::Unsynced | Trouble::Broken => return sqlite::SQLITE_IOERR_FSYNC,
            Trouble::None | Trouble::Full { .. } | Trouble::ReadOnly => {}
        }
        kept.steps.push(Step::Sync { kind: *kind });
        sqlite::SQLITE_OK
    }
}

/// Passes a call on to the real file.
macro_rules! pass {
    ($($method:ident $name:ident ($($arg:ident: $type:ty),*) -> $result:ty, else $none:expr;)*) => {
        $(unsafe extern "C" fn $name(file: *mut sqlite3_file $(, $arg: $type)*) -> $result {
            // SAFETY: a file that `open` made; the arguments are SQLite's own.
            unsafe {
                let inner = behind(file);
                (*(*inner).pMethods).$method.map_or($none, |call| call(inner $(, $arg)*))
            }
        })*
    };
}

pass! {
    xRead read(to: *mut c_void, count: c_int, at: sqlite3_int64) -> c_int, else sqlite::SQLITE_IOERR;
    xFileSize file_size(size: *mut sqlite3_int64) -> c_int, else sqlite::SQLITE_IOERR;
    xLock lock(level: c_int) -> c_int, else sqlite::SQLITE_OK;
    xUnlock unlock(level: c_int) -> c_int, else sqlite::SQLITE_OK;
    xCheckReservedLock is_reserved(answer: *mut c_int) -> c_int, else sqlite::SQLITE_OK;
    xFileControl control(what: c_int, with: *mut c_void) -> c_int, else sqlite::SQLITE_OK;
    xSectorSize sector_size() -> c_int, else 4096;
    xDeviceCharacteristics characteristics() -> c_int, else 0;
    xShmMap shm_map(page: c_int, size: c_int, extend: c_int, to: *mut *mut c_void) -> c_int, else sqlite::SQLITE_IOERR;
    xShmLock shm_lock(offset: c_int, count: c_int, flags: c_int) -> c_int, else sqlite::SQLITE_IOERR;
    xShmUnmap shm_unmap(delete: c_int) -> c_int, else sqlite::SQLITE_OK;
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    // SAFETY: a file that `open` made.
    unsafe {
        let inner = behind(file);
        if let Some(barrier) = (*(*inner).pMethods).xShmBarrier {
            barrier(inner);
        }
    }
}

/// Version 2: without files mapped into memory, which the store does not use either.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(is_reserved),
    xFileControl: Some(control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
