//! The demo ward in a folder of its own, with an account `o<id>` for each officer.
//!
//! Not here: who serves it (`process`, `house`).
//! Invariant: the folder is gone when the test is.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use server::gate::password::hash_now;
use server::store::account::Account;
use server::store::{Place, Store};
use shared::id::WardId;
use shared::moment::Moment;
use shared::script::ward_on;

pub const PASSWORD: &str = "con mèo trèo cây cau";
pub const WARD: WardId = WardId(1);

pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    Moment::from_millis(i64::try_from(since.as_millis()).expect("before the year 292 million"))
}

pub struct Folder(PathBuf);

impl Folder {
    /// In memory where the machine has such a folder: what a power cut leaves is written down, not the disk's.
    pub fn in_memory() -> Folder {
        let memory = PathBuf::from("/dev/shm");
        Folder::within(&if memory.is_dir() { memory } else { std::env::temp_dir() })
    }

    pub fn on_disk() -> Folder {
        Folder::within(&std::env::temp_dir())
    }

    fn within(parent: &Path) -> Folder {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = parent.join(format!("mot-cua-force-{}-{n}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder of its own");
        Folder(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The book, begun with the demo ward where there is none.
    pub async fn store(&self) -> Store {
        let ward = || ward_on(now().day());
        Store::open_or_create(&Place::Folder(self.0.clone()), WARD, ward).await.expect("the book opens")
    }

    /// Gives every officer an account.
    pub async fn accounts(&self, store: &Store) {
        // Hashed once: it is slow on purpose.
        static HASH: OnceLock<String> = OnceLock::new();
        let hash = HASH.get_or_init(|| hash_now(PASSWORD));
        for officer in &store.ward().officers {
            let name = format!("o{}", officer.id);
            let account = Account { name, officer: officer.id, hash: hash.clone(), must_change: false };
            store.put_account(&account, now()).await.expect("kept");
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left is only in the way.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
