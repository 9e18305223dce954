//! Behind the door: who worked here last goes on, whoever is let in finds their work, and other tabs are heard.
//!
//! Not here: the form (`page`), logging in (`login`), the ways out (`leave`).
//! Invariant: nothing is shown before it was opened, and nothing of somebody who has left meanwhile.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::{join, join3, join4};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::Writer;
use shared::moment::Moment;
use shared::session::{DeviceKey, Me};
use shared::sync::client::Client;
use shared::sync::wire::Anchor;
use shared::ward::Ward;

use super::{ASK_TIME, Phase, START_TIME, Waiting, early, leave, open, revoked, shares};
use crate::desk::{Desk, clock};
use crate::link::Link;
use crate::link::http::{Ask, Failure};
use crate::link::tabs::Told;
use crate::store::tripwire::{self, Tripwire};
use crate::store::{Disk, DiskFault, Rows, Seat};
use crate::vault::Opened;

/// What lies here, looked at before it can be opened: reading takes as long as asking the server.
struct Look {
    /// From before the disk: another tab may go on meanwhile, and its thread with it.
    thread: Option<Tripwire>,
    rows: Result<Rows, DiskFault>,
}

async fn look(desk: Desk, disk: &Disk, writer: Writer) -> Look {
    // From here on what other tabs keep is missed.
    desk.miss(false);
    Look { thread: tripwire::of(writer), rows: disk.rows(writer).await }
}

/// Lets whoever worked here last go on.
pub async fn go_on(desk: Desk, disk: Disk) {
    // What is over is erased before anything opens.
    let (device, _, seat) =
        join3(disk.read::<DeviceKey>("device"), disk.end_leases(clock()), disk.seat()).await;
    if let Ok(None) = device {
        tripwire::snap();
    }
    desk.lost.set(tripwire::remembered());
    let Some(seat) = seat.ok().flatten() else { return nobody(desk, &disk).await };
    desk.gate.name.set(seat.login.clone());
    if seat.locked {
        let asked = disk.clone();
        spawn_local(async move { shares::look(&asked).await });
        return stay_out(desk, &disk, Phase::Locked).await;
    }
    let ask = Ask::of(early::ME, START_TIME);
    let me = async {
        match early::take() {
            Some(sent) => ask.sent::<Me>(sent).await,
            None => ask.get::<Me>().await,
        }
    };
    let (me, looked) = join(me, look(desk, &disk, seat.writer())).await;
    match me {
        Ok(me) if me.must_change => desk.gate.phase.set(Phase::MustChange),
        // The session is somebody else's: whoever was here must say again who they are.
        Ok(me) if (me.device, me.officer.id) != (seat.device, seat.officer.id) => {
            stay_out(desk, &disk, Phase::Out).await;
        }
        Ok(me) => open_again(desk, &disk, seat, me, looked).await,
        Err(Failure::Unreachable) => stay_out(desk, &disk, Phase::Closed).await,
        Err(Failure::Said { status: 429 | 500..=599, .. }) => stay_out(desk, &disk, Phase::Closed).await,
        Err(Failure::Revoked(token)) => revoked::hand_in(desk, token).await,
        Err(Failure::LoggedOut | Failure::Said { .. }) => {
            shares::look(&disk).await;
            stay_out(desk, &disk, Phase::Out).await;
        }
    }
}

/// Nobody has a seat here. The door may stand already, and somebody may have gone through it meanwhile.
async fn nobody(desk: Desk, disk: &Disk) {
    let waiting = waiting(disk).await;
    if matches!(desk.gate.phase.get_untracked(), Phase::Starting | Phase::Out) {
        forget_pages(Phase::Out);
        desk.gate.waiting.set(waiting);
        desk.gate.phase.set(Phase::Out);
    }
}

/// The session lives: what it opens is open again.
async fn open_again(desk: Desk, disk: &Disk, seat: Seat, me: Me, looked: Look) {
    desk.gate.told(me.ends, me.dossiers, me.server_time);
    let seat = Seat { officer: me.officer, ..seat };
    let writer = seat.writer();
    let anchor = Anchor { server: me.server_time, local: clock() };
    let told = me.vault.as_ref().map(|grant| open::Told { grant, server_time: me.server_time });
    let opened = match told {
        Some(told) => open::by_session(disk, writer, told).await,
        None => Ok(None),
    };
    let Ok(Some(opened)) = opened else {
        // The numbers of a device may have been granted since; without them nothing is lost.
        drop(join(disk.set_lane(writer, me.lane), disk.set_anchor(writer, anchor)).await);
        return shut_out(desk, disk, opened.err()).await;
    };
    let keep = async {
        let grant = async {
            match told {
                Some(told) => open::keep(disk, writer, told).await,
                None => Ok(()),
            }
        };
        join3(grant, disk.set_lane(writer, me.lane), disk.set_anchor(writer, anchor)).await.0
    };
    let (kept, found) = match looked.rows.ok().and_then(|rows| rows.told(me.lane, anchor)) {
        Some(rows) => {
            let looked = Look { thread: looked.thread, rows: Ok(rows) };
            join(keep, read(desk, disk, &opened, looked)).await
        }
        None => (keep.await, read(desk, disk, &opened, look(desk, disk, writer).await).await),
    };
    match kept {
        Ok(()) => go_in(desk, disk, seat, opened, found).await,
        Err(fault) => shut_out(desk, disk, Some(fault)).await,
    }
}

/// Only the password opens, and why.
async fn shut_out(desk: Desk, disk: &Disk, fault: Option<DiskFault>) {
    if let Some(fault) = fault {
        desk.gate.fault.set(Some(fault.sentence()));
    }
    stay_out(desk, disk, Phase::Closed).await;
}

/// By now the pages are gone, and what they left behind goes too.
fn forget_pages(phase: Phase) {
    crate::dossier::forget();
    if phase == Phase::Out {
        crate::dossier::forget_typed();
    }
}

/// Nobody is in: says whose work waits here.
pub async fn stay_out(desk: Desk, disk: &Disk, phase: Phase) {
    forget_pages(phase);
    desk.gate.waiting.set(waiting(disk).await);
    desk.gate.phase.set(phase);
}

/// Some of what waited was carried.
pub async fn count_waiting(desk: Desk) {
    if let Some(disk) = desk.disk() {
        desk.gate.waiting.set(waiting(&disk).await);
    }
}

/// Whose acts wait on this device.
async fn waiting(disk: &Disk) -> Vec<Waiting> {
    let (ward, queues) = join(disk.read::<Ward>("ward"), disk.queues()).await;
    waiting_in(queues.unwrap_or_default(), ward.ok().flatten().as_ref())
}

/// The same by the names of a ward that is read already.
fn waiting_in(queues: BTreeMap<Writer, usize>, ward: Option<&Ward>) -> Vec<Waiting> {
    let author = |id| ward.map_or_else(|| format!("#{id}"), |ward| ward.name_of(id));
    let waiting = |(writer, acts): (Writer, usize)| Waiting { writer, author: author(writer.officer), acts };
    queues.into_iter().map(waiting).collect()
}

pub async fn enter(desk: Desk, seat: Seat, opened: Opened) {
    let Some(disk) = desk.disk() else { return };
    let looked = look(desk, &disk, seat.writer()).await;
    let inside = read(desk, &disk, &opened, looked).await;
    go_in(desk, &disk, seat, opened, inside).await;
}

/// What somebody finds who goes in.
struct Found {
    thread: Option<Tripwire>,
    ward: Option<Ward>,
    client: Result<Client, DiskFault>,
    waiting: Vec<Waiting>,
    last_sent: Option<Moment>,
}

async fn read(desk: Desk, disk: &Disk, opened: &Opened, looked: Look) -> Found {
    let ward = async {
        match disk.read::<Ward>("ward").await.ok().flatten() {
            Some(ward) => Some(ward),
            None => fetch_ward(desk).await,
        }
    };
    let client = async {
        match looked.rows {
            Ok(rows) => disk.open_rows(opened, rows).await,
            Err(fault) => Err(fault),
        }
    };
    let (queues, last_sent, ward, client) =
        join4(disk.queues(), disk.last_sent(opened.writer()), ward, client).await;
    let waiting = waiting_in(queues.unwrap_or_default(), ward.as_ref());
    Found { thread: looked.thread, ward, client, waiting, last_sent }
}

async fn go_in(desk: Desk, disk: &Disk, seat: Seat, opened: Opened, found: Found) {
    let Found { thread, ward, client, waiting, last_sent } = found;
    let writer = seat.writer();
    // Somebody may have left or locked the screen in another tab meanwhile.
    match disk.seat().await.ok().flatten() {
        Some(now) if now.writer() == writer && !now.locked => {}
        Some(now) if now.locked => return stay_out(desk, disk, Phase::Locked).await,
        Some(_) | None => return stay_out(desk, disk, Phase::Out).await,
    }
    match (ward, client) {
        (Some(ward), Ok(mut client)) => {
            // Only makes room.
            drop(disk.tidy(&mut client).await);
            tripwire::remember(thread.and_then(|thread| thread.lost(client.meta.next_n)));
            desk.gate.asks.set(false);
            desk.gate.fault.set(None);
            desk.gate.waiting.set(waiting);
            desk.open(opened);
            desk.enter(Arc::new(ward), seat, client, last_sent);
            desk.connect();
            if desk.has_missed() {
                desk.reload().await;
            } else {
                desk.follow_thread().await;
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

pub async fn fetch_ward(desk: Desk) -> Option<Ward> {
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
        Told::Kept if is_in => spawn_local(async move {
            desk.reload().await;
            count_waiting(desk).await;
        }),
        Told::Kept => desk.miss(true),
        Told::Left if is_in => {
            desk.leave(Phase::Starting);
            spawn_local(async move { leave::begin_anew(desk).await });
        }
        Told::Left => {}
        Told::Asks => desk.with_link(Link::asked),
        Told::Talks(way) => desk.with_link(|link| link.answered(way)),
        Told::Tries => desk.with_link(Link::tried),
        Told::Works => desk.touch_elsewhere(),
        Told::Seen => super::idle::seen_elsewhere(desk),
        Told::Entered => spawn_local(async move { somebody_entered(desk).await }),
    }
}

async fn somebody_entered(desk: Desk) {
    let Some(disk) = desk.disk() else { return };
    let seat = disk.seat().await.ok().flatten();
    let here = desk.seat_untracked().filter(|_| desk.gate.phase.get_untracked() == Phase::In);
    match (here, seat) {
        (Some(here), Some(seat)) if here.writer() == seat.writer() => {
            desk.gate.asks.set(false);
            desk.resume();
        }
        (Some(_), _) => {
            desk.leave(Phase::Starting);
            leave::begin_anew(desk).await;
        }
        (None, _) => super::start(desk).await,
    }
}
