//! What a login leaves on the device: which device it is, who works here, whose unsent acts move where.
//!
//! Not here: asking for the password (`page`, `relogin`).
//! Invariant: an officer's unsent acts are never left under a writer that the server no longer takes.

use shared::id::DeviceId;
use shared::session::{DeviceKey, Welcome};
use shared::sync::wire::Anchor;

use super::open::{self, Closing};
use crate::desk::clock;
use crate::store::{Disk, DiskFault, Seat};
use crate::vault::Opened;

/// How this browser proves which device it is. `None` for a new one, and for one whose numbers were used elsewhere:
/// the server then enrols it anew.
pub async fn key(disk: &Disk) -> Option<DeviceKey> {
    let forked = disk.read::<DeviceId>("forked").await.ok().flatten();
    let key = disk.read::<DeviceKey>("device").await.ok().flatten();
    key.filter(|key| Some(key.id) != forked)
}

/// Keeps the login.
pub async fn keep(disk: &Disk, login: &str, welcome: &Welcome) -> Result<Seat, DiskFault> {
    let device = &welcome.device;
    if let Some(secret) = &device.secret {
        disk.write("device", &DeviceKey { id: device.id, secret: secret.clone() }).await?;
    }
    let seat = Seat {
        officer: welcome.officer.clone(),
        device: device.id,
        label: device.label.clone(),
        login: login.to_owned(),
        locked: false,
    };
    let writer = seat.writer();
    disk.enrol(writer, device.lane).await?;
    disk.set_anchor(writer, Anchor { server: welcome.server_time, local: clock() }).await?;
    disk.write("seat", &seat).await?;
    Ok(seat)
}

/// Where the server has enrolled the browser as a new device, the officer's acts that the old one holds move to it. What
/// does not open stays where it is, sealed.
pub async fn gather(disk: &Disk, opened: &Opened, password: &str) -> Result<(), DiskFault> {
    let writer = opened.writer();
    for old in disk.holders().await? {
        if old.officer != writer.officer || old == writer {
            continue;
        }
        match open::by_password(disk, old, password).await {
            Ok(old) => drop(disk.hand_over(&old, opened).await?),
            Err(Closing::Over | Closing::WrongPassword) => {}
            Err(Closing::Fault(fault)) => return Err(fault),
        }
    }
    Ok(())
}
