//! What nobody needs before somebody is let in: opening data, reading it, talking to the server, leaving.
//!
//! It comes with the counter, as a part of its own, so that a first visit sees the door without waiting for the house behind it.
//! Not here: what each of these does (the rest of this room), how parts are fetched (`parts`).
//! Invariant: what stands before the gate reaches the sync, the vault and the rules through this table alone.
//! Whatever else it calls is downloaded by every stranger.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Phase, leave, login, within};
use crate::desk::Desk;
use crate::link::tabs::Told;
use crate::store::Disk;

type Done = Pin<Box<dyn Future<Output = ()>>>;

/// The doings, once they are here.
#[derive(Clone, Copy)]
pub struct Inside {
    go_on: fn(Desk, Disk) -> Done,
    login: fn(Desk, String, String, String) -> Done,
    change_password: fn(Desk, String, String) -> Done,
    heard: fn(Desk, Told),
    tick: fn(Desk),
}

thread_local! {
    static HERE: Cell<Option<Inside>> = const { Cell::new(None) };
}

/// For the part alone.
pub fn inside() -> Inside {
    Inside {
        go_on: |desk, disk| Box::pin(async move { within::go_on(desk, disk).await }),
        login: |desk, name, password, label| {
            Box::pin(async move { login::login(desk, name, password, label).await })
        },
        change_password: |desk, old, new| {
            Box::pin(async move { login::change_password(desk, old, new).await })
        },
        heard: within::heard,
        tick: |desk| {
            desk.with_link(crate::link::Link::tick);
            super::idle::tick(desk);
            leave::tick(desk);
        },
    }
}

/// The part, fetched once; where it does not come, the door says so.
async fn fetched(desk: Desk) -> Option<Inside> {
    if let Some(inside) = HERE.get() {
        return Some(inside);
    }
    match crate::parts::inside().await {
        Ok(inside) => {
            HERE.set(Some(inside));
            Some(inside)
        }
        Err(_) => {
            desk.gate.fault.set(Some(crate::parts::NOT_FETCHED.into()));
            if desk.gate.phase.get_untracked() == Phase::Starting {
                desk.gate.phase.set(Phase::Out);
            }
            None
        }
    }
}

/// Lets whoever worked here last go on.
pub async fn go_on(desk: Desk, disk: Disk) {
    if let Some(inside) = fetched(desk).await {
        (inside.go_on)(desk, disk).await;
    }
}

/// Logs in; a browser that is new is enrolled as a device.
pub async fn log_in(desk: Desk, name: String, password: String, label: String) {
    if let Some(inside) = fetched(desk).await {
        (inside.login)(desk, name, password, label).await;
    }
}

/// Changes one's own password, then goes in.
pub async fn change_password(desk: Desk, old: String, new: String) {
    if let Some(inside) = fetched(desk).await {
        (inside.change_password)(desk, old, new).await;
    }
}

/// What another tab of this browser tells. Before the part is here nobody is in, and what is told is found on the disk.
pub fn heard(desk: Desk, told: Told) {
    match HERE.get() {
        Some(inside) => (inside.heard)(desk, told),
        None if told == Told::Entered => spawn_local(async move { super::start(desk).await }),
        None => {}
    }
}

/// Every few seconds.
pub fn tick(desk: Desk) {
    if let Some(inside) = HERE.get() {
        (inside.tick)(desk);
    }
}
