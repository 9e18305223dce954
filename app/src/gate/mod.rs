//! Cửa vào: who is at this device, and what stands in front of the pages until that is known.
//!
//! Not here: passwords (the server checks them), what a role may do (`shared`).
//! Invariant: nothing that lies on this device is shown before it was opened: by a session that lives, or by the
//! password while the server's share lasts. Unsent acts stay on the device whatever happens.

mod ask;
mod early;
mod enrol;
pub mod idle;
mod inside;
mod leave;
mod login;
mod open;
mod page;
mod relogin;
mod revoked;
mod shares;
mod welcome;
mod within;

#[cfg(test)]
mod tests;

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::Writer;
use shared::lang::Sentence;
use shared::moment::Moment;

use crate::desk::{Desk, clock};
use crate::store::{Disk, seat};

pub use enrol::{proofs, succession};
pub use idle::LocksSoon;
pub use inside::{Inside, heard, inside, tick};
pub use leave::{lock, logout};
pub use page::{GatePage, Splash, waits};
pub use relogin::Relogin;
pub use revoked::hand_in;
pub use welcome::FirstReading;
pub use within::{count_waiting, refresh_ward};

/// The session is over, and a password that was set elsewhere may be why.
pub fn look_at_shares(desk: Desk) {
    spawn_local(async move {
        if let Some(disk) = desk.disk() {
            shares::look(&disk).await;
        }
    });
}

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
    /// Without a network, and the page was loaded anew: what lies here opens by the password.
    Closed,
    /// In, but the password was given by somebody else.
    MustChange,
    In,
}

/// Acts of somebody that wait on this device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    pub writer: Writer,
    pub author: String,
    pub acts: usize,
}

#[derive(Clone, Copy)]
pub struct Gate {
    pub phase: RwSignal<Phase>,
    /// The name to begin with, from the last login.
    pub name: RwSignal<String>,
    /// Whose acts wait on this device.
    pub waiting: RwSignal<Vec<Waiting>>,
    /// The password is asked for again, over the page.
    pub asks: RwSignal<bool>,
    /// When the session ends, by this device's clock.
    pub ends: RwSignal<Option<Moment>>,
    /// How many dossiers a first reading will bring, as the server counted them at the login.
    pub dossiers: RwSignal<Option<u32>>,
    pub fault: RwSignal<Option<Sentence>>,
    /// Nobody has a seat here, and what that means for the device was not looked after yet.
    vacant: RwSignal<bool>,
    /// The device is new, and its browser has not promised to keep what lies there; nobody has said that they know.
    pub unkept: RwSignal<bool>,
    /// Nobody has touched the device for a while: the screen will be locked.
    pub locks_soon: RwSignal<bool>,
    /// Since when no tab of ours is in sight, as far as this one knows; nothing while this one is.
    hidden: StoredValue<Option<Moment>>,
    /// The device is carried about.
    in_hand: StoredValue<bool>,
    /// The key is computed from the password, which takes a moment on purpose.
    pub opening: RwSignal<bool>,
    /// When the lease was begun anew last.
    renewed: StoredValue<Moment>,
}

impl Gate {
    pub fn new() -> Gate {
        Gate {
            phase: RwSignal::new(Phase::Starting),
            name: RwSignal::new(String::new()),
            waiting: RwSignal::new(vec![]),
            asks: RwSignal::new(false),
            ends: RwSignal::new(None),
            dossiers: RwSignal::new(None),
            fault: RwSignal::new(None),
            vacant: RwSignal::new(false),
            unkept: RwSignal::new(false),
            locks_soon: RwSignal::new(false),
            hidden: StoredValue::new(None),
            in_hand: StoredValue::new(false),
            opening: RwSignal::new(false),
            renewed: StoredValue::new(clock()),
        }
    }
}

impl Gate {
    /// What the server told of the session; `now` is its clock then.
    fn told(self, ends: Option<Moment>, dossiers: Option<u32>, now: Moment) {
        let left = ends.map(|ends| ends.millis() - now.millis());
        self.ends.set(left.map(|left| Moment::from_millis(clock().millis() + left)));
        self.dossiers.set(dossiers);
    }
}

impl Default for Gate {
    fn default() -> Gate {
        Gate::new()
    }
}

/// Opens the device's memory. Where nobody has a seat, what works behind the door comes to whoever stands before it, and
/// never to a citizen who reads what is posted.
pub async fn start(desk: Desk) {
    if let Some(disk) = read_device(desk).await {
        inside::go_on(desk, disk).await;
    }
}

/// Somebody stands before the door: to be called once, by whatever shows it.
pub fn arrive(desk: Desk) {
    Effect::new(move |_| {
        if let Some(disk) = desk.gate.vacant.get().then(|| desk.disk()).flatten() {
            desk.gate.vacant.set(false);
            spawn_local(async move { inside::go_on(desk, disk).await });
        }
    });
}

/// The device's memory, if somebody has a seat there: they are asked for at the server at once, while the house still
/// comes.
async fn read_device(desk: Desk) -> Option<Disk> {
    let gate = desk.gate;
    if seat::seems_open() {
        early::ask();
    }
    let disk = match desk.disk() {
        Some(disk) => disk,
        None => match Disk::open().await {
            Ok(disk) => disk,
            Err(fault) => {
                drop(early::take());
                gate.fault.set(Some(fault.sentence()));
                gate.phase.set(Phase::Out);
                return None;
            }
        },
    };
    desk.set_disk(disk.clone());
    match disk.is_locked().await {
        Ok(Some(false)) => early::ask(),
        Ok(Some(true)) => drop(early::take()),
        Ok(None) => {
            drop(early::take());
            gate.phase.set(Phase::Out);
            gate.vacant.set(true);
            return None;
        }
        // One that cannot be read is looked at by whoever knows more.
        Err(_) => {}
    }
    Some(disk)
}
