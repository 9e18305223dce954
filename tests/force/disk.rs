//! The server's disk is full, read-only, broken or held by somebody: no answer without a commit, and one sentence.
//!
//! Not here: power cuts (`power`).
//! Invariant: the same server goes on as soon as the disk does; nobody starts it again.

use server::clock::Clock;
use server::config::Config;
use server::feed::Feed;
use server::files::Files;
use server::listen::Front;
use server::store::{Db, FILE, Store};
use server::{Site, app, listen};
use shared::demo;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::device::Device;
use crate::http::Unheard;
use crate::vfs::{Trouble, Watch};
use crate::ward::Folder;

struct House {
    folder: Folder,
    store: Store,
    port: u16,
    feed: Feed,
    task: JoinHandle<()>,
}

impl House {
    async fn open(folder: Folder) -> House {
        let store = folder.store().await;
        folder.accounts(&store).await;
        let site = Site::open(store.clone(), Clock::Machine, Config::default(), Files::default());
        let site = site.await.expect("the house opens");
        let feed = site.feed.clone();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let task = tokio::spawn(listen::serve(listener, app(site), feed.clone(), Front::default()));
        House { folder, store, port, feed, task }
    }

    async fn device(&self) -> Device {
        Device::enrol(self.port, self.store.ward(), demo::RECEPTION, 5).await
    }

    /// How many acts the book holds.
    async fn acts(&self) -> i64 {
        let Db::Sqlite { read, .. } = &*self.store.db else { panic!("a file of SQLite") };
        sqlx::query_scalar("SELECT COUNT(*) FROM cmd_log").fetch_one(read).await.expect("read")
    }

    async fn close(self) -> Folder {
        self.feed.close();
        self.task.await.expect("ends");
        self.store.db.close().await;
        self.folder
    }
}

/// What the device hears when its acts cannot be kept: the code of one sentence in two languages.
async fn refused(device: &mut Device, port: u16) -> String {
    let (waits, told) = (device.waits(), device.push(port).await);
    let Err(Unheard::Said { status: 503, problem: Some(problem) }) = told else {
        panic!("not refused in a sentence: {told:?}")
    };
    assert_eq!(device.waits(), waits, "what waits goes on waiting");
    assert!(!problem.error.vi.is_empty() && !problem.error.en.is_empty());
    problem.error.code
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_fails_keeps_nothing_says_so_and_is_forgiven() {
    let folder = Folder::in_memory();
    let watch = Watch::over(folder.path());
    let house = House::open(folder).await;
    let mut device = house.device().await;
    let mut sent = 0;
    let troubles = [
        (Trouble::Full { bytes_left: 0 }, "disk_full"),
        (Trouble::Full { bytes_left: 9_000 }, "disk_full"),
        (Trouble::ReadOnly, "disk_failed"),
        (Trouble::Broken, "disk_failed"),
        (Trouble::Unsynced, "disk_failed"),
    ];
    for (trouble, code) in troubles {
        while device.waits() < 5 {
            device.act();
        }
        watch.give(trouble);
        assert_eq!(refused(&mut device, house.port).await, code, "{trouble:?}");
        assert_eq!(refused(&mut device, house.port).await, code, "{trouble:?}, asked again");
        assert_eq!(house.acts().await, sent, "{trouble:?}: nothing is kept");
        // Whoever only reads is served, and reads nothing that is not kept.
        let before = device.disk.clone();
        device.pull(house.port).await.unwrap_or_else(|unheard| panic!("{trouble:?}: {unheard:?}"));
        assert_eq!((&device.disk.base, &device.disk.queue), (&before.base, &before.queue), "{trouble:?}");
        watch.give(Trouble::None);
        device.settle(house.port).await;
        sent = i64::try_from(device.made.len()).expect("few");
        assert_eq!(house.acts().await, sent, "{trouble:?}: forgiven");
    }
    let anew = device.read_anew(house.port).await;
    let folder = house.close().await;
    crate::checks::hold(&folder, &[device], &[anew]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_holds_the_book_makes_others_wait_and_loses_nothing() {
    let house = House::open(Folder::on_disk()).await;
    let mut device = house.device().await;
    for _ in 0..4 {
        device.act();
    }
    device.settle(house.port).await;
    let kept = house.acts().await;
    while device.waits() < 3 {
        device.act();
    }
    // Another program with the same SQLite, which began to write and stands still.
    let options = SqliteConnectOptions::new().filename(house.folder.path().join(FILE));
    let mut other = options.connect().await.expect("opens");
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.expect("held");
    assert_eq!(refused(&mut device, house.port).await, "busy");
    assert_eq!(house.acts().await, kept);
    sqlx::query("ROLLBACK").execute(&mut other).await.expect("let go");
    other.close().await.expect("closed");
    device.settle(house.port).await;
    let anew = device.read_anew(house.port).await;
    let folder = house.close().await;
    crate::checks::hold(&folder, &[device], &[anew]).await;
}
