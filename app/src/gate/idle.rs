//! Nobody has touched the device for a while: the screen is locked.
//!
//! Not here: the lock (`gate`).
//! Invariant: never while there is no network, since unlocking asks the server and work must go on without it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::moment::Moment;

use super::Phase;
use crate::desk::{Desk, clock};
use crate::link::tabs::Told;

/// Minutes untouched after which a device at a counter is locked.
const MINUTES: i64 = 10;

/// Listens to whoever works here.
pub fn listen(desk: Desk) {
    for name in ["pointerdown", "keydown", "wheel"] {
        let ear = window_event_listener_untyped(name, move |_| desk.touch());
        on_cleanup(move || ear.remove());
    }
}

/// Whether the screen must be locked at `now`.
fn is_due(touched: Moment, now: Moment, phase: Phase, online: bool) -> bool {
    phase == Phase::In && online && touched.plus_minutes(MINUTES) <= now
}

/// Every few seconds: locks, or tells the other tabs that somebody works here.
pub fn tick(desk: Desk) {
    let (now, phase) = (clock(), desk.gate.phase.get_untracked());
    let (touched, here) = desk.touched();
    if is_due(touched, now, phase, desk.is_online_untracked()) {
        spawn_local(async move { super::lock(desk).await });
    } else if phase == Phase::In && now < here.plus_minutes(1) {
        desk.tell(Told::Works);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_minutes_untouched_lock_a_screen_that_can_be_opened_again() {
        let touched = Moment::from_millis(0);
        let at = |minutes| touched.plus_minutes(minutes);
        assert!(!is_due(touched, at(9), Phase::In, true));
        assert!(is_due(touched, at(10), Phase::In, true));
        assert!(!is_due(touched, at(600), Phase::In, false), "without a network nobody could unlock it");
        assert!(!is_due(touched, at(600), Phase::Out, true));
    }
}
