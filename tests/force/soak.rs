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
const GROWTH_MAX: u64 = 24 * 1024;
/// Over how many last days a leak shows that the first days' growth hides, and what a day of them may add, in kB. Seen
/// were 66.
const LAST_DAYS: usize = 10;
const DAY_GROWTH_MAX: f64 = 512.0;

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

/// By how much the days in this list rise from one to the next, by least squares: one day's noise moves it little.
fn slope(days: &[u64]) -> f64 {
    let middle = (days.len() as f64 - 1.0) / 2.0;
    let mean = days.iter().sum::<u64>() as f64 / days.len() as f64;
    let places =
        days.iter().enumerate().map(|(place, memory)| (place as f64 - middle, *memory as f64 - mean));
    let (over, under) = places.fold((0.0, 0.0), |(over, under), (x, y)| (over + x * y, under + x * x));
    over / under
}

#[test]
fn a_leak_of_half_a_megabyte_a_day_is_steeper_than_a_server_may_be() {
    // As the last of thirty days were measured, and the same with a leak that `GROWTH_MAX` would let pass.
    let sound: [u64; LAST_DAYS] =
        [75_368, 75_352, 75_776, 75_644, 75_652, 75_884, 75_692, 75_772, 76_008, 76_028];
    let leaks: Vec<u64> = sound.iter().zip(0..).map(|(memory, day)| memory + day * 512).collect();
    assert!(slope(&sound) < DAY_GROWTH_MAX, "{}", slope(&sound));
    assert!(slope(&leaks) > DAY_GROWTH_MAX, "{}", slope(&leaks));
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
        devices.push(device);
    }
    let (begun, mut all) = (Instant::now(), vec![]);
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
        all.push(memory);
    }
    let (first, most) = (all[0], all.iter().max().expect("a day's work"));
    assert!(*most <= first + GROWTH_MAX, "{first} kB on the first day, {most} kB later: {all:?}");
    // The first days fill what the server keeps ready: fewer than twice as many tell nothing of a leak.
    if all.len() >= 2 * LAST_DAYS {
        let grows = slope(&all[all.len() - LAST_DAYS..]);
        println!("{grows:.0} kB a day over the last {LAST_DAYS}");
        assert!(grows <= DAY_GROWTH_MAX, "{grows:.0} kB a day over the last {LAST_DAYS}: {all:?}");
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
