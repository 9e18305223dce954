//! The work of many days by forty devices: what the server holds in memory and what SQLite leaves beside the book
//! stay bounded.
//!
//! Not here: speed (`tests/bench`); days as such, since all of it is done on one.
//! Invariant: the server is a process of its own, so that nothing of the devices is counted with it.

use std::time::{Duration, Instant};

use server::store::FILE;
use tokio::task::JoinSet;

use crate::checks;
use crate::device::Device;
use crate::kill::OFFICERS;
use crate::process::Process;
use crate::ward::Folder;

const DEVICES: usize = 40;
/// Acts of one device on one day; a ward of five thousand dossiers a year does less.
const ACTS: usize = 4;
/// What the store lets SQLite's log keep, and as much again while a commit is on its way.
const LOG_BYTES_MAX: u64 = 2 * 64 * 1024 * 1024;
/// How much larger than after the first day the server may be, in kB.
const GROWTH_MAX: u64 = 32 * 1024;

/// Days' work; more of it by hand.
fn days() -> usize {
    std::env::var("MC_DAYS").ok().and_then(|days| days.parse().ok()).unwrap_or(3)
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
    let folder = Folder::on_disk();
    let store = folder.store().await;
    folder.accounts(&store).await;
    let ward = store.ward();
    store.db.close().await;
    let mut server = Process::serve(folder.path());
    let port = server.port().await;
    let mut devices = vec![];
    for (seed, officer) in OFFICERS.into_iter().cycle().take(DEVICES).enumerate() {
        let mut device = Device::enrol(port, ward.clone(), officer, 500 + seed as u64).await;
        device.patience = Duration::from_secs(60);
        devices.push(device);
    }
    let (begun, mut first) = (Instant::now(), None);
    for count in 1..=days() {
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
    checks::hold(&folder, &devices, &anew).await;
}
