//! Who sits at this device, and a hint of it that is read before the storage is open.
//!
//! Not here: who may sit down (`gate`).
//! Invariant: the hint says that somebody sits unlocked only while the seat says so too; it is set last and taken away
//! first, and where the two differ the seat is right.

use super::tripwire::{delete, get, put};
use super::{Disk, DiskFault, Seat};

const KEY: &str = "seat";
const HINT: &str = "mot-cua.seat";

impl Disk {
    pub async fn seat(&self) -> Result<Option<Seat>, DiskFault> {
        self.read(KEY).await
    }

    /// As much of the seat as every stranger downloads: whether its screen is locked. `None` where nobody sits.
    pub async fn is_locked(&self) -> Result<Option<bool>, DiskFault> {
        let seat: Option<IsLocked> = self.read(KEY).await?;
        let locked = match seat {
            Some(IsLocked { locked }) => locked,
            None if self.has(KEY).await? => return Err(DiskFault::Unreadable),
            None => true,
        };
        if locked {
            delete(HINT);
        }
        Ok(seat.map(|_| locked))
    }

    /// Somebody sits down, or locks the screen.
    pub async fn sit(&self, seat: &Seat) -> Result<(), DiskFault> {
        delete(HINT);
        self.write(KEY, seat).await?;
        if !seat.locked {
            put(HINT, &[true]);
        }
        Ok(())
    }

    /// Nobody sits here any more.
    pub async fn rise(&self) -> Result<(), DiskFault> {
        delete(HINT);
        self.erase(KEY).await
    }
}

/// Whether somebody seems to sit here with an unlocked screen.
pub fn seems_open() -> bool {
    !get::<bool>(HINT).is_empty()
}

#[derive(serde::Deserialize)]
struct IsLocked {
    #[serde(default)]
    locked: bool,
}
