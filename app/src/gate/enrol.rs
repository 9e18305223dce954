//! What a login leaves on the device: which device it is, who works here, whose unsent acts move where.
//!
//! Not here: asking for the password (`page`, `relogin`).
//! Invariant: an officer's unsent acts are never left under a writer that the server no longer takes: they move when their
//! officer comes, whenever that is, and until then whoever is here carries them as envelopes.

use shared::id::DeviceId;
use shared::session::{DeviceKey, EARLIER_DEVICES_MAX, EarlierShare, Welcome};
use shared::sync::succession::Succession;
use shared::sync::wire::Anchor;

use super::open::{self, Closing};
use crate::desk::clock;
use crate::store::{Disk, DiskFault, Seat};
use crate::vault::Opened;

/// Where the keys of earlier devices lie.
const EARLIER: &str = "earlier";

/// How this browser proves which device it is, and what it was before, where acts still lie under those numbers. There is
/// no proof of a new one, nor of one whose numbers were used elsewhere: the server then enrols it anew, and what it was
/// is among those before.
pub async fn proofs(disk: &Disk) -> (Option<DeviceKey>, Vec<DeviceKey>) {
    let forked = disk.read::<DeviceId>("forked").await.ok().flatten();
    let key = disk.read::<DeviceKey>("device").await.ok().flatten();
    let mut earlier: Vec<DeviceKey> = disk.read(EARLIER).await.ok().flatten().unwrap_or_default();
    let (spent, key): (Vec<_>, Vec<_>) = key.into_iter().partition(|key| Some(key.id) == forked);
    earlier.extend(spent);
    (key.into_iter().next(), earlier)
}

/// From now on the browser is this device. What it was before is remembered for as long as acts lie under its numbers.
async fn become_device(disk: &Disk, key: DeviceKey) -> Result<(), DiskFault> {
    let mut earlier: Vec<DeviceKey> = disk.read(EARLIER).await?.unwrap_or_default();
    earlier.extend(disk.read::<DeviceKey>("device").await?);
    let held = disk.devices().await?;
    earlier.retain(|earlier| earlier.id != key.id && held.contains(&earlier.id));
    let too_many = earlier.len().saturating_sub(EARLIER_DEVICES_MAX);
    disk.write(EARLIER, &earlier.split_off(too_many)).await?;
    disk.write("device", &key).await
}

/// Keeps the login.
pub async fn keep(disk: &Disk, login: &str, welcome: &Welcome) -> Result<Seat, DiskFault> {
    let device = &welcome.device;
    if let Some(secret) = &device.secret {
        become_device(disk, DeviceKey { id: device.id, secret: secret.clone() }).await?;
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
    disk.sit(&seat).await?;
    Ok(seat)
}

/// What this browser, which is `now`, holds of the devices that it was, and how much waits under its own numbers: that may
/// have gone on from there. Nothing where it was none.
pub async fn succession(
    disk: &Disk,
    now: DeviceId,
    epoch: String,
    waiting: u32,
) -> Result<Option<Succession>, DiskFault> {
    let mut earlier: Vec<DeviceKey> = disk.read(EARLIER).await?.unwrap_or_default();
    earlier.retain(|key| key.id != now);
    if earlier.is_empty() {
        return Ok(None);
    }
    let mut held = disk.held_by_all().await?;
    held.retain(|held| earlier.iter().any(|key| key.id == held.writer.device));
    Ok(Some(Succession { epoch, waiting, earlier, held }))
}

/// Where the server has enrolled the browser as a new device, the officer's acts that the old one holds move to it; they
/// open by the share that the server told for it, or by one that is not over yet. What does not open stays where it is,
/// sealed, and is carried.
pub async fn gather(
    disk: &Disk,
    opened: &Opened,
    password: &str,
    earlier: &[EarlierShare],
) -> Result<(), DiskFault> {
    let writer = opened.writer();
    for old in disk.holders().await? {
        if old.officer != writer.officer || old == writer {
            continue;
        }
        let told = earlier.iter().find(|earlier| earlier.device == old.device);
        let before = match told {
            Some(told) => open::by_share(disk, old, password, &told.share).await,
            None => open::by_password(disk, old, password).await,
        };
        match before {
            Ok(before) => drop(disk.hand_over(&before, opened).await?),
            Err(Closing::Over | Closing::WrongPassword) => {}
            Err(Closing::Fault(fault)) => return Err(fault),
        }
    }
    Ok(())
}
