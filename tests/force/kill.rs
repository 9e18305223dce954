//! The server is killed again and again under eight devices and a bad network, and nothing is lost or doubled.
//!
//! A killed process leaves what it wrote, synced or not: that the disk has it is `power`'s to show, and that the
//! answer leaves after it is `order`'s.
//!
//! Not here: what must hold (`checks`).
//! Invariant: devices go on working while the server is away.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use shared::demo;
use shared::dossier::any::Dice;
use shared::id::OfficerId;
use tokio::task::JoinSet;

use crate::checks;
use crate::device::Device;
use crate::process::Process;
use crate::proxy::Proxy;
use crate::speech::Speech;
use crate::ward::Folder;

/// Who sits at the devices.
pub const OFFICERS: [OfficerId; 8] = [
    demo::RECEPTION,
    demo::JUSTICE,
    demo::LAND,
    demo::SOCIAL,
    demo::RECEPTION,
    demo::HEAD,
    demo::CLERK,
    demo::CHAIR,
];
/// Acts of one device between two kills, at most: a day's lane has a hundred numbers.
const ACTS_ROUND_MAX: usize = 12;

/// Times that the server is killed; more of them by hand.
fn rounds() -> usize {
    std::env::var("MC_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(20)
}

async fn work(mut device: Device, port: u16, is_over: Arc<AtomicBool>, acts_max: usize) -> Device {
    while !is_over.load(Ordering::SeqCst) {
        if device.dice.percent(10) {
            device.crash();
        }
        for _ in 0..device.dice.below(3) {
            // Where the day's numbers are given, there is still something to note.
            if device.made.len() < acts_max && !device.act() {
                device.note(format!("lần {}", device.made.len()));
            }
        }
        let heard = match device.dice.percent(60) {
            true => device.push(port).await.map(drop),
            false => device.pull(port).await,
        };
        device.unheard += usize::from(heard.is_err());
        // As the page does, in small: nobody knocks without a pause at a door that stays shut.
        let pause = if heard.is_ok() { 5 } else { 20 + device.dice.below(40) as u64 };
        tokio::time::sleep(Duration::from_millis(pause)).await;
    }
    device
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_again_and_again_loses_and_doubles_nothing() {
    let folder = Folder::on_disk();
    let store = folder.store().await;
    folder.accounts(&store).await;
    let ward = store.ward();
    store.db.close().await;
    let (rounds, mut dice, proxy) = (rounds(), Dice::new(7), Proxy::open(7).await);
    let mut server = Process::serve(folder.path());
    proxy.lead_to(server.port().await);
    let mut devices = vec![];
    for (seed, officer) in OFFICERS.into_iter().enumerate() {
        let mut device = Device::enrol(proxy.port, ward.clone(), officer, seed as u64 + 1).await;
        device.patience = Duration::from_millis(1_500);
        devices.push(device);
    }
    proxy.be_honest(false);
    let is_over = Arc::new(AtomicBool::new(false));
    let mut crowd = JoinSet::new();
    for device in devices {
        crowd.spawn(work(device, proxy.port, is_over.clone(), rounds * ACTS_ROUND_MAX));
    }
    for _ in 0..rounds {
        // One in four goes down while it comes up.
        if dice.below(4) > 0 {
            proxy.lead_to(server.port().await);
        }
        tokio::time::sleep(Duration::from_millis(dice.below(500) as u64)).await;
        server.kill();
        server = Process::serve(folder.path());
    }
    is_over.store(true, Ordering::SeqCst);
    let mut devices = crowd.join_all().await;
    devices.sort_by_key(Device::writer);
    proxy.be_honest(true);
    proxy.lead_to(server.port().await);
    for device in &mut devices {
        device.patience = Duration::from_secs(9);
        device.settle(proxy.port).await;
    }
    let mut anew = vec![];
    for device in &mut devices {
        // What the others sent last.
        device.settle(proxy.port).await;
        anew.push(device.read_anew(proxy.port).await);
    }
    server.end();
    let made: usize = devices.iter().map(|device| device.made.len()).sum();
    let unheard: usize = devices.iter().map(|device| device.unheard).sum();
    println!("{rounds} kills, {made} acts, {} dossiers, {unheard} requests without an answer", anew[0].len());
    assert!(made > rounds * 8, "{made} acts are no work");
    assert!(unheard > rounds * 4, "{unheard} requests without an answer are no bad network");
    let said = Speech::of_all(&devices);
    println!("half of them as a browser: {said:?}");
    assert!(said.columns > 0 && said.packed > 0, "{said:?}");
    checks::hold(&folder, &devices, &anew).await;
}
