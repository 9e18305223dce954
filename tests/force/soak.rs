//! The work of many days by forty devices: what the server holds in memory and what SQLite leaves beside the book
//! stay bounded.
//!
//! Not here: speed (`tests/bench`); what time does while everybody waits: clocks are moved between two days' work.
//! Invariant: the server is a process of its own, so that nothing of the devices is counted with it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use server::store::FILE;
use tokio::task::JoinSet;

use crate::checks;
use crate::device::Device;
use crate::kill::OFFICERS;
use crate::process::{PROGRAM, Process};
use crate::ward::Folder;

const DEVICES: usize = 40;
/// Acts of one device on one day; a ward of five thousand dossiers a year does less.
const ACTS: usize = 4;
/// What the store lets SQLite's log keep, and as much again while a commit is on its way.
const LOG_BYTES_MAX: u64 = 2 * 64 * 1024 * 1024;
/// How much larger than after the first day the server may be, in kB.
const GROWTH_MAX: u64 = 32 * 1024;

/// Days' work; more of it by hand.
fn days() -> i64 {
    std::env::var("MC_DAYS").ok().and_then(|days| days.parse().ok()).unwrap_or(3)
}

/// A clock that the server reads and the test sets.
struct Clock(PathBuf);

impl Clock {
    /// Between a program and the machine's clock, as Debian packs it.
    const LIBRARY: [&str; 2] = [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
        "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    ];

    fn begin(folder: &Path) -> Clock {
        let clock = Clock(folder.join("clock"));
        clock.set(0);
        clock
    }

    /// Days ahead of the machine's. Read whole or not at all.
    fn set(&self, days: i64) {
        let next = self.0.with_extension("next");
        std::fs::write(&next, format!("+{days}d\n")).expect("written");
        std::fs::rename(next, &self.0).expect("in its place");
    }

    /// The server, which reads the time here once a second. What it waits for goes by the machine's time.
    fn server(&self) -> Command {
        let library = Clock::LIBRARY.into_iter().find(|path| Path::new(path).is_file());
        let mut command = Command::new(PROGRAM);
        command
            .env("LD_PRELOAD", library.expect("`cargo xtask setup` installs libfaketime"))
            .env("FAKETIME_TIMESTAMP_FILE", &self.0)
            .env("FAKETIME_CACHE_DURATION", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("NO_FAKE_STAT", "1");
        command
    }
}

/// Another day for the server and everybody: the sessions of the day before are over.
async fn another_day(clock: &Clock, days: i64, devices: &mut [Device], port: u16) {
    clock.set(days);
    for device in &mut *devices {
        device.ahead = days;
    }
    let first = &mut devices[0];
    let begun = Instant::now();
    while first.pull(port).await.is_err() || first.disk.place.seen.day() != first.now().day() {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "the server's clock stands at {}",
            first.disk.place.seen
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn day(mut device: Device, port: u16) -> Device {
    for turn in 0..ACTS {
        if !device.act() {
            device.note(format!("lượt {turn}"));
        }
    }
    device.settle(port).await;
    device
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forty_devices_leave_the_server_as_large_as_it_was() {
    let (folder, beside) = (Folder::on_disk(), Folder::on_disk());
    let store = folder.store().await;
    folder.accounts(&store).await;
    let ward = store.ward();
    store.db.close().await;
    let clock = Clock::begin(beside.path());
    let mut server = Process::start(clock.server(), folder.path());
    let port = server.port().await;
    let mut devices = vec![];
    for (seed, officer) in OFFICERS.into_iter().cycle().take(DEVICES).enumerate() {
        let mut device = Device::enrol(port, ward.clone(), officer, 500 + seed as u64).await;
        device.patience = Duration::from_secs(60);
        // What a device of today hears is packed, and how much of that the allocator keeps differs from run to run.
        device.speech = None;
        devices.push(device);
    }
    let (begun, mut first) = (Instant::now(), None);
    for count in 1..=days() {
        another_day(&clock, count - 1, &mut devices, port).await;
        let mut crowd = JoinSet::new();
        devices.drain(..).for_each(|device| drop(crowd.spawn(day(device, port))));
        devices = crowd.join_all().await;
        let size = |end: &str| {
            let file = folder.path().join(format!("{FILE}{end}"));
            std::fs::metadata(file).expect("a file of the book").len()
        };
        let (memory, log, book) = (server.memory(), size("-wal"), size(""));
        let seconds = begun.elapsed().as_secs();
        println!("day {count}, {seconds} s: memory {memory} kB, log {log} bytes, book {book} bytes");
        assert!(log <= LOG_BYTES_MAX, "{log} bytes of log on day {count}");
        let first = *first.get_or_insert(memory);
        assert!(memory <= first + GROWTH_MAX, "{first} kB on the first day, {memory} on day {count}");
    }
    let mut anew = vec![];
    devices.sort_by_key(Device::writer);
    for device in &mut devices {
        device.settle(port).await;
        anew.push(device.read_anew(port).await);
    }
    server.end();
    let made: usize = devices.iter().map(|device| device.made.len()).sum();
    println!("{made} acts, {} dossiers", anew[0].len());
    let bodies = devices.iter().flat_map(|device| device.made.values());
    let worked: BTreeSet<_> = bodies.map(|body| body.open().expect("our own words").at.day()).collect();
    assert_eq!(i64::try_from(worked.len()), Ok(days()), "work on each of them: {worked:?}");
    checks::hold(&folder, &devices, &anew).await;
}
