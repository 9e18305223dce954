//! The restore drill: a copy is made, the day goes on, the copy is put back, and the day comes back with the devices.
//!
//! Not here: what a copy is (`server::store::backup`).
//! Invariant: the commands are the product's own, as an administrator types them.

use shared::demo;
use shared::id::OfficerId;

use crate::checks;
use crate::device::Device;
use crate::process::{self, Process};
use crate::speech::Speech;
use crate::ward::Folder;

const OFFICERS: [OfficerId; 6] =
    [demo::RECEPTION, demo::JUSTICE, demo::LAND, demo::RECEPTION, demo::HEAD, demo::CLERK];
const BEFORE: usize = 60;
const AFTER: usize = 500;

/// The devices take turns until so many acts are made and sent.
async fn work(devices: &mut [Device], port: u16, acts: usize) {
    let mut made = 0;
    for turn in 0.. {
        let device = &mut devices[turn % OFFICERS.len()];
        let did = device.act() || device.note(format!("lượt {turn}"));
        made += usize::from(did);
        if turn % 20 == 19 || made == acts {
            device.settle(port).await;
        }
        if made == acts {
            break;
        }
    }
    for device in devices {
        device.settle(port).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_acts_come_back_after_a_restore_and_no_code_is_given_twice() {
    let (folder, beside) = (Folder::on_disk(), Folder::on_disk());
    let store = folder.store().await;
    folder.accounts(&store).await;
    let ward = store.ward();
    store.db.close().await;
    let data = folder.path().to_str().expect("a name");
    let copy = beside.path().join("copy.db");
    let copy = copy.to_str().expect("a name");

    let mut server = Process::serve(folder.path());
    let port = server.port().await;
    let mut devices = vec![];
    for (seed, officer) in OFFICERS.into_iter().enumerate() {
        devices.push(Device::enrol(port, ward.clone(), officer, 100 + seed as u64).await);
    }
    work(&mut devices, port, BEFORE).await;
    let told = process::done(&["backup", "--data", data, "--to", copy]);
    assert!(told.contains(&format!("{BEFORE} việc")), "{told}");
    // A device that the copy does not know.
    devices.push(Device::enrol(port, ward.clone(), demo::RECEPTION, 900).await);
    for _ in 0..10 {
        devices[OFFICERS.len()].act();
    }
    work(&mut devices, port, AFTER).await;
    let all: usize = devices.iter().map(|device| device.made.len()).sum();
    server.end();

    let told = process::done(&["restore", "--data", data, "--from", copy]);
    assert!(told.contains(&format!("{BEFORE} việc")) && told.contains("7 máy"), "{told}");
    let mut server = Process::serve(folder.path());
    let port = server.port().await;
    // Somebody new comes before the others are back: neither its numbers nor its name are anybody else's.
    let mut newcomer = Device::enrol(port, ward, demo::RECEPTION, 901).await;
    assert!(devices.iter().all(|known| known.writer() != newcomer.writer()));
    let lane = newcomer.disk.meta.lane;
    assert!(devices.iter().all(|known| known.disk.meta.lane != lane), "the lane of another: {lane:?}");
    for _ in 0..10 {
        newcomer.act();
    }
    devices.push(newcomer);
    for device in &mut devices {
        device.settle(port).await;
    }
    let mut anew = vec![];
    for device in &mut devices {
        device.settle(port).await;
        anew.push(device.read_anew(port).await);
    }
    server.end();
    assert!(all >= BEFORE + AFTER, "{all} acts");
    let said = Speech::of_all(&devices);
    println!("half of them as a browser: {said:?}");
    // In the second life each of them has read anew by chunks.
    assert!(said.chunks >= 3 && said.columns > 0 && said.nothing > 0 && said.packed > 0, "{said:?}");
    checks::hold(&folder, &devices, &anew).await;
}
