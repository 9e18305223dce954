//! Cửa vào: who is at this device, and what stands in front of the pages until that is known.
//!
//! Not here: passwords (the server checks them), what a role may do (`shared`).
//! Invariant: an offline start shows only what the last login of this device left here; locking hides
//! everything until the next login. Unsent acts stay on the device whatever happens.

mod enrol;
pub mod idle;
mod page;
mod relogin;
mod welcome;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;
use shared::lang::Sentence;
use shared::moment::Moment;
use shared::session::{ChangePassword, DeviceKey, Login, Me, Welcome};
use shared::sync::wire::Anchor;
use shared::ward::Ward;

use crate::desk::{Desk, clock};
use crate::link::Link;
use crate::link::http::{Ask, Failure};
use crate::link::tabs::Told;
use crate::store::{Disk, Seat, tripwire};

pub use page::{GatePage, Splash};
pub use relogin::Relogin;
pub use welcome::FirstReading;

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

/// Acts that wait on this device for their author.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
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

/// Reads the device and lets whoever worked here last go on.
pub async fn start(desk: Desk) {
    let gate = desk.gate;
    let disk = match desk.disk() {
        Some(disk) => disk,
        None => match Disk::open().await {
            Ok(disk) => disk,
            Err(fault) => {
                gate.fault.set(Some(fault.sentence()));
                gate.phase.set(Phase::Out);
                return;
            }
        },
    };
    desk.set_disk(disk.clone());
    if let Ok(None) = disk.read::<DeviceKey>("device").await {
        tripwire::snap();
    }
    desk.lost.set(tripwire::remembered());
    let seat: Option<Seat> = disk.read("seat").await.ok().flatten();
    let Some(seat) = seat else { return stay_out(desk, &disk, Phase::Out).await };
    gate.name.set(seat.login.clone());
    if seat.locked {
        return stay_out(desk, &disk, Phase::Locked).await;
    }
    match Ask::of("/api/me", START_TIME).get::<Me>().await {
        Ok(me) if me.must_change => gate.phase.set(Phase::MustChange),
        // The session is somebody else's: whoever was here must say again who they are.
        Ok(me) if (me.device, me.officer.id) != (seat.device, seat.officer.id) => {
            stay_out(desk, &disk, Phase::Out).await;
        }
        Ok(me) => {
            gate.told(me.ends, me.dossiers, me.server_time);
            let seat = Seat { officer: me.officer, ..seat };
            // The numbers of a device may have been granted since; without them nothing is lost.
            drop(disk.set_lane(seat.writer(), me.lane).await);
            let anchor = Anchor { server: me.server_time, local: clock() };
            drop(disk.set_anchor(seat.writer(), anchor).await);
            enter(desk, seat).await;
        }
        Err(Failure::Unreachable) => enter(desk, seat).await,
        Err(Failure::Said { status: 429 | 500..=599, .. }) => enter(desk, seat).await,
        Err(Failure::LoggedOut | Failure::Said { .. }) => stay_out(desk, &disk, Phase::Out).await,
    }
}

/// Nobody is in: says whose work waits here.
async fn stay_out(desk: Desk, disk: &Disk, phase: Phase) {
    // By now the pages are gone, and what they left behind goes too.
    crate::dossier::forget();
    if phase == Phase::Out {
        crate::dossier::receive::draft::forget();
    }
    let ward = disk.read::<Ward>("ward").await.ok().flatten();
    let queues = disk.queues().await.unwrap_or_default();
    let author = |id| ward.as_ref().map_or_else(|| format!("#{id}"), |ward| ward.name_of(id));
    let waiting = queues.into_iter().map(|(writer, acts)| Waiting { author: author(writer.officer), acts });
    desk.gate.waiting.set(waiting.collect());
    desk.gate.phase.set(phase);
}

async fn enter(desk: Desk, seat: Seat) {
    let Some(disk) = desk.disk() else { return };
    let writer = seat.writer();
    let ward = match disk.read::<Ward>("ward").await.ok().flatten() {
        Some(ward) => Some(ward),
        None => fetch_ward(desk).await,
    };
    desk.miss(false);
    let client = disk.load(writer).await;
    // Somebody may have left or locked the screen in another tab meanwhile.
    let now = disk.read::<Seat>("seat").await.ok().flatten();
    match now {
        Some(now) if now.writer() == writer && !now.locked => {}
        Some(now) if now.locked => return stay_out(desk, &disk, Phase::Locked).await,
        Some(_) | None => return stay_out(desk, &disk, Phase::Out).await,
    }
    match (ward, client) {
        (Some(ward), Ok(mut client)) => {
            // Only makes room.
            drop(disk.tidy(&mut client).await);
            desk.gate.asks.set(false);
            desk.gate.fault.set(None);
            let last_sent = disk.last_sent(writer).await;
            desk.enter(Arc::new(ward), seat, client, last_sent);
            desk.connect();
            if desk.has_missed() {
                desk.reload().await;
            }
        }
        (_, Err(fault)) => {
            desk.gate.fault.set(Some(fault.sentence()));
            desk.gate.phase.set(Phase::Out);
        }
        (None, Ok(_)) => {
            desk.gate.fault.set(Some(Failure::Unreachable.sentence()));
            desk.gate.phase.set(Phase::Out);
        }
    }
}

async fn fetch_ward(desk: Desk) -> Option<Ward> {
    let text = Ask::of("/api/ward", ASK_TIME).get_text().await.ok()?;
    let ward = shared::json::read(&text).ok()?;
    if let Some(disk) = desk.disk() {
        // Kept for the next start as it came; without it the next start asks again.
        drop(disk.write_text("ward", &text).await);
    }
    Some(ward)
}

/// The server has a newer version of the ward's settings.
pub async fn refresh_ward(desk: Desk) {
    if let Some(ward) = fetch_ward(desk).await {
        desk.set_ward(Arc::new(ward));
    }
}

/// What another tab of this browser tells.
pub fn heard(desk: Desk, told: Told) {
    let is_in = desk.gate.phase.get_untracked() == Phase::In;
    match told {
        Told::Kept if is_in => spawn_local(async move { desk.reload().await }),
        Told::Kept => desk.miss(true),
        Told::Left if is_in => {
            desk.leave(Phase::Starting);
            spawn_local(async move { start(desk).await });
        }
        Told::Left => {}
        Told::Asks => desk.with_link(Link::asked),
        Told::Talks => desk.with_link(Link::answered),
        Told::Works => desk.touch_elsewhere(),
        Told::Entered => spawn_local(async move { somebody_entered(desk).await }),
    }
}

async fn somebody_entered(desk: Desk) {
    let Some(disk) = desk.disk() else { return };
    let seat: Option<Seat> = disk.read("seat").await.ok().flatten();
    let here = desk.seat_untracked().filter(|_| desk.gate.phase.get_untracked() == Phase::In);
    match (here, seat) {
        (Some(here), Some(seat)) if here.writer() == seat.writer() => {
            desk.gate.asks.set(false);
            desk.resume();
        }
        (Some(_), _) => {
            desk.leave(Phase::Starting);
            start(desk).await;
        }
        (None, _) => start(desk).await,
    }
}

/// Logs in; a browser that is new is enrolled as a device.
pub async fn login(desk: Desk, name: String, password: String, label: String) {
    let gate = desk.gate;
    let Some(disk) = desk.disk() else { return };
    gate.fault.set(None);
    let name = name.trim().to_owned();
    let device = enrol::key(&disk).await;
    let ask = Login { name, password, device, label };
    match enter_with(desk, &disk, ask).await {
        Ok(()) => {
            crate::settings::ask_to_persist();
            desk.tell(Told::Entered);
        }
        Err(said) => gate.fault.set(Some(said)),
    }
}

async fn enter_with(desk: Desk, disk: &Disk, ask: Login) -> Result<(), Sentence> {
    let welcome =
        Ask::of("/api/login", ASK_TIME).post::<Welcome>(&ask).await.map_err(|failure| match failure {
            Failure::Unreachable => Sentence::new(
                "Cần mạng để đăng nhập. Việc chưa gửi vẫn an toàn trên máy này.",
                "Logging in needs the network. Unsent work is safe on this device.",
            ),
            Failure::LoggedOut | Failure::Said { .. } => failure.sentence(),
        })?;
    let seat = enrol::keep(disk, &ask.name, &welcome).await.map_err(|fault| fault.sentence())?;
    desk.gate.name.set(ask.name);
    desk.gate.told(welcome.ends, welcome.dossiers, welcome.server_time);
    fetch_ward(desk).await;
    if welcome.must_change {
        desk.gate.phase.set(Phase::MustChange);
    } else {
        enter(desk, seat).await;
    }
    Ok(())
}

/// A request that says all by its address.
#[derive(serde::Serialize)]
struct Nothing {}

/// Changes one's own password, then goes in.
pub async fn change_password(desk: Desk, old: String, new: String) {
    let gate = desk.gate;
    gate.fault.set(None);
    let ask = ChangePassword { old, new };
    match Ask::of("/api/password", ASK_TIME).post::<IgnoredAny>(&ask).await {
        Ok(_) => start(desk).await,
        Err(Failure::LoggedOut) => {
            gate.fault.set(Some(Failure::LoggedOut.sentence()));
            gate.phase.set(Phase::Out);
        }
        Err(failure) => gate.fault.set(Some(failure.sentence())),
    }
}

/// Hides everything in every tab until the next login; also after a reload.
pub async fn lock(desk: Desk) {
    let Some(disk) = desk.disk() else { return };
    if let Ok(Some(seat)) = disk.read::<Seat>("seat").await {
        // If it cannot be kept, a reload would open again: then better not pretend.
        if let Err(fault) = disk.write("seat", &Seat { locked: true, ..seat }).await {
            desk.gate.fault.set(Some(fault.sentence()));
            return;
        }
    }
    desk.leave(Phase::Locked);
    desk.tell(Told::Left);
    stay_out(desk, &disk, Phase::Locked).await;
}

/// Ends the session and forgets what was read from the server; what was not sent stays and goes out at its
/// author's next login.
pub async fn logout(desk: Desk) {
    let writer = desk.client(|client| client.meta.writer);
    desk.leave(Phase::Starting);
    let Some(disk) = desk.disk() else { return desk.gate.phase.set(Phase::Out) };
    // Erased first: a tab that is told to leave reads who is here.
    drop(disk.erase("seat").await);
    desk.tell(Told::Left);
    drop(disk.forget_records(writer).await);
    // Before the next login: an answer that comes late would take the new session's cookie away. Offline the session
    // ends by its own time on the server.
    drop(Ask::of("/api/logout", START_TIME).post::<IgnoredAny>(&Nothing {}).await);
    stay_out(desk, &disk, Phase::Out).await;
}
