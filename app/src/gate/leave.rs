//! The ways out: locked, logged out, the lease over.
//!
//! Not here: who comes in (`login`), a device that was revoked (`revoked`).
//! Invariant: whoever leaves leaves nothing that can be read: the ways to their key are taken away first, and then
//! the page begins anew, since what it had in memory is erased by nothing else.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::IgnoredAny;
use shared::moment::Moment;
use shared::session::Me;

use super::{ASK_TIME, Phase, START_TIME, open, shares, start};
use crate::desk::{Desk, clock};
use crate::link::http::Ask;
use crate::link::tabs::Told;
use crate::store::Seat;

/// Minutes between two words with the server that begin the lease anew.
const RENEW_MINUTES: i64 = 30;

/// A request that says all by its address.
#[derive(serde::Serialize)]
struct Nothing {}

/// Hides everything in every tab until the password is given; also after a reload.
pub async fn lock(desk: Desk) {
    desk.send_now().await;
    let Some(disk) = desk.disk() else { return };
    if let Ok(Some(seat)) = disk.seat().await {
        let kept = disk.sit(&Seat { locked: true, ..seat.clone() }).await;
        // If it cannot be kept, a reload would open again: then better not pretend.
        if let Err(fault) = kept {
            desk.gate.fault.set(Some(fault.sentence()));
            return;
        }
        drop(disk.shut(seat.writer(), false).await);
    }
    desk.leave(Phase::Starting);
    desk.tell(Told::Left);
    begin_anew(desk).await;
}

/// Ends the session and forgets what was read from the server; what was not sent stays and goes out at the next login
/// on this device, whoever logs in.
pub async fn logout(desk: Desk) {
    desk.send_now().await;
    let writer = desk.client(|client| client.meta.writer);
    desk.leave(Phase::Starting);
    let Some(disk) = desk.disk() else { return desk.gate.phase.set(Phase::Out) };
    // Erased first: a tab that is told to leave reads who is here.
    drop(disk.rise().await);
    drop(disk.shut(writer, true).await);
    desk.tell(Told::Left);
    drop(disk.forget_records(writer).await);
    // Before the next login: an answer that comes late would take the new session's cookie away. Offline the session
    // ends by its own time on the server.
    drop(Ask::of("/api/logout", START_TIME).post::<IgnoredAny>(&Nothing {}).await);
    begin_anew(desk).await;
}

/// Whoever was here has left: the page is loaded anew, so that its memory goes. Without the worker that opens pages
/// without a network it might not come back, and only forgets.
pub async fn begin_anew(desk: Desk) {
    let comes_back = window().navigator().service_worker().controller().is_some();
    if !comes_back || window().location().reload().is_err() {
        start(desk).await;
    }
}

/// Every few seconds: a lease that is over closes everything, one that goes on is begun anew.
pub fn tick(desk: Desk) {
    spawn_local(async move { look(desk).await });
}

async fn look(desk: Desk) {
    let Some(disk) = desk.disk() else { return };
    let is_in = desk.gate.phase.get_untracked() == Phase::In;
    if is_in && desk.is_online_untracked() && is_due(desk.gate.renewed.get_value(), clock()) {
        renew(desk).await;
    }
    let Some(seat) = desk.seat_untracked().filter(|_| is_in) else {
        return drop(disk.end_leases(clock()).await);
    };
    if let Ok(None) = disk.lease(seat.writer(), clock()).await {
        drop(disk.shut(seat.writer(), true).await);
        drop(disk.sit(&Seat { locked: true, ..seat }).await);
        desk.leave(Phase::Starting);
        desk.tell(Told::Left);
        begin_anew(desk).await;
    }
}

fn is_due(renewed: Moment, now: Moment) -> bool {
    renewed.plus_minutes(RENEW_MINUTES) <= now
}

/// Tells the server that the device is in use, and begins its lease anew.
async fn renew(desk: Desk) {
    let (Some(disk), Some(seat)) = (desk.disk(), desk.seat_untracked()) else { return };
    let Ok(me) = Ask::of("/api/me", ASK_TIME).writer(seat.writer()).get::<Me>().await else { return };
    if let Some(grant) = &me.vault {
        let told = open::Told { grant, server_time: me.server_time };
        if open::renew(&disk, seat.writer(), told).await.is_ok() {
            desk.gate.renewed.set_value(clock());
            shares::look(&disk).await;
        }
    }
}
