//! Cửa vào: who is at this device, and what stands in front of the pages until that is known.
//!
//! Not here: passwords (the server checks them), what a role may do (`shared`).
//! Invariant: an offline start shows only what the last login of this device left here; locking hides
//! everything until the next login. Unsent acts stay on the device whatever happens.

mod page;

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use shared::id::Writer;
use shared::lang::Sentence;
use shared::session::{ChangePassword, DeviceKey, Login, Me, Welcome};
use shared::ward::Ward;

use crate::desk::Desk;
use crate::link::http::{self, Failure};
use crate::store::{Disk, Seat};

pub use page::{GatePage, Splash};

const ASK_TIME: Duration = Duration::from_secs(20);
/// The network may be a little slow before a start counts as offline.
const START_TIME: Duration = Duration::from_secs(4);

/// Where somebody stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Reading the device.
    Starting,
    Out,
    Locked,
    /// In, but the password was given by somebody else.
    MustChange,
    In,
}

#[derive(Clone, Copy)]
pub struct Gate {
    pub phase: RwSignal<Phase>,
    /// The name to begin with, from the last login.
    pub name: RwSignal<String>,
    /// Acts of earlier logins that wait on this device.
    pub waiting: RwSignal<usize>,
    /// The session ended while somebody worked.
    pub expired: RwSignal<bool>,
    pub fault: RwSignal<Option<Sentence>>,
}

impl Gate {
    pub fn new() -> Gate {
        Gate {
            phase: RwSignal::new(Phase::Starting),
            name: RwSignal::new(String::new()),
            waiting: RwSignal::new(0),
            expired: RwSignal::new(false),
            fault: RwSignal::new(None),
        }
    }
}

impl Default for Gate {
    fn default() -> Gate {
        Gate::new()
    }
}

/// Reads the device and lets whoever worked here last go on.
pub async fn start(desk: Desk) {
    let gate = desk.gate;
    match Disk::open().await {
        Ok(disk) => desk.set_disk(disk),
        Err(fault) => {
            gate.fault.set(Some(fault.sentence()));
            gate.phase.set(Phase::Out);
            return;
        }
    }
    let Some(disk) = desk.disk() else { return };
    let seat: Option<Seat> = disk.read("seat").await.ok().flatten();
    let Some(seat) = seat else {
        gate.phase.set(Phase::Out);
        return;
    };
    gate.name.set(seat.login.clone());
    if seat.locked {
        gate.phase.set(Phase::Locked);
        return;
    }
    match http::get::<Me>("/api/me", START_TIME).await {
        Ok(me) if me.must_change => gate.phase.set(Phase::MustChange),
        Ok(me) => {
            let seat = Seat { officer: me.officer, ..seat };
            enter(desk, seat).await;
        }
        Err(Failure::Unreachable) => enter(desk, seat).await,
        Err(Failure::LoggedOut | Failure::Said { .. }) => {
            count_waiting(desk, &seat).await;
            gate.phase.set(Phase::Out);
        }
    }
}

async fn count_waiting(desk: Desk, seat: &Seat) {
    let Some(disk) = desk.disk() else { return };
    let writer = Writer { device: seat.device, officer: seat.officer.id };
    if let Ok(client) = disk.load(writer).await {
        desk.gate.waiting.set(client.queue.len());
    }
}

async fn enter(desk: Desk, seat: Seat) {
    let Some(disk) = desk.disk() else { return };
    let writer = Writer { device: seat.device, officer: seat.officer.id };
    let ward = match disk.read::<Ward>("ward").await.ok().flatten() {
        Some(ward) => Some(ward),
        None => fetch_ward(desk).await,
    };
    let (Some(ward), Ok(client)) = (ward, disk.load(writer).await) else {
        desk.gate.phase.set(Phase::Out);
        return;
    };
    desk.gate.expired.set(false);
    desk.gate.fault.set(None);
    desk.enter(Arc::new(ward), seat.officer, client);
}

async fn fetch_ward(desk: Desk) -> Option<Ward> {
    let ward = http::get::<Ward>("/api/ward", ASK_TIME).await.ok()?;
    if let Some(disk) = desk.disk() {
        // Kept for the next start; without it the next start asks again.
        let _ = disk.write("ward", &ward).await;
    }
    Some(ward)
}

/// The server has a newer version of the ward's settings.
pub async fn refresh_ward(desk: Desk) {
    if let Some(ward) = fetch_ward(desk).await {
        desk.set_ward(Arc::new(ward));
    }
}

/// Logs in; a browser that is new is enrolled as a device.
pub async fn login(desk: Desk, name: String, password: String, label: String) {
    let gate = desk.gate;
    let Some(disk) = desk.disk() else { return };
    gate.fault.set(None);
    let device = disk.read::<DeviceKey>("device").await.ok().flatten();
    let ask = Login { name: name.trim().to_owned(), password, device, label };
    let welcome = match http::post::<Welcome>("/api/login", &ask, ASK_TIME).await {
        Ok(welcome) => welcome,
        Err(Failure::Unreachable) => {
            gate.fault.set(Some(Sentence::new(
                "Cần mạng để đăng nhập. Việc chưa gửi vẫn an toàn trên máy này.",
                "Logging in needs the network. Unsent work is safe on this device.",
            )));
            return;
        }
        Err(failure) => {
            gate.fault.set(Some(failure.sentence()));
            return;
        }
    };
    if let Err(fault) = keep_login(&disk, &ask.name, &welcome).await {
        gate.fault.set(Some(fault.sentence()));
        return;
    }
    gate.name.set(ask.name.clone());
    fetch_ward(desk).await;
    if welcome.must_change {
        gate.phase.set(Phase::MustChange);
        return;
    }
    let seat = Seat { officer: welcome.officer, device: welcome.device.id, login: ask.name, locked: false };
    enter(desk, seat).await;
    crate::settings::ask_to_persist();
}

async fn keep_login(disk: &Disk, name: &str, welcome: &Welcome) -> Result<(), crate::store::DiskFault> {
    if let Some(secret) = &welcome.device.secret {
        disk.write("device", &DeviceKey { id: welcome.device.id, secret: secret.clone() }).await?;
    }
    let writer = Writer { device: welcome.device.id, officer: welcome.officer.id };
    disk.set_lane(writer, welcome.device.lane).await?;
    let seat = Seat {
        officer: welcome.officer.clone(),
        device: welcome.device.id,
        login: name.to_owned(),
        locked: false,
    };
    disk.write("seat", &seat).await
}

/// Changes one's own password, then goes in.
pub async fn change_password(desk: Desk, old: String, new: String) {
    let gate = desk.gate;
    gate.fault.set(None);
    let ask = ChangePassword { old, new };
    match http::post::<serde_json::Value>("/api/password", &ask, ASK_TIME).await {
        Ok(_) => start(desk).await,
        Err(failure) => gate.fault.set(Some(failure.sentence())),
    }
}

/// Hides everything until the next login; also after a reload.
pub async fn lock(desk: Desk) {
    if let Some(disk) = desk.disk()
        && let Ok(Some(seat)) = disk.read::<Seat>("seat").await
    {
        // If it cannot be kept, a reload would open again: then better not pretend.
        if let Err(fault) = disk.write("seat", &Seat { locked: true, ..seat }).await {
            desk.gate.fault.set(Some(fault.sentence()));
            return;
        }
    }
    desk.leave(Phase::Locked);
}

/// Ends the session and forgets what was read from the server; what was not sent stays and goes out at the next
/// login.
pub async fn logout(desk: Desk) {
    let writer = desk.client(|client| client.meta.writer);
    desk.gate.waiting.set(desk.client(|client| client.queue.len()));
    desk.leave(Phase::Out);
    // Offline the session ends by its own time on the server.
    let _ = http::post_quietly("/api/logout", ASK_TIME).await;
    if let Some(disk) = desk.disk() {
        let _ = disk.forget_records(writer).await;
        let _ = disk.erase("seat").await;
    }
}
