//! Nobody has touched the device for a while: the screen is locked.
//!
//! Not here: the lock (`gate`).
//! Invariant: whoever locked it by waiting opens it by the password, with a network or without.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Word, word};
use shared::moment::Moment;

use super::Phase;
use crate::desk::{Desk, clock, use_desk};
use crate::link::tabs::Told;
use crate::text::t;

/// Minutes untouched after which a device at a counter is locked.
const MINUTES: i64 = 10;

/// How many minutes before that it is said.
const WARNED_MINUTES: i64 = 2;

const SOON: Word = word(
    "Lâu không ai chạm vào máy, màn hình sắp khóa. Chạm hoặc bấm phím bất kỳ để làm tiếp; biểu mẫu đang gõ được giữ lại.",
    "Nobody has touched the device for a while and the screen is about to lock. Touch it or press any key to go on; what is half typed is kept.",
);

/// Listens to whoever works here.
pub fn listen(desk: Desk) {
    for name in ["pointerdown", "keydown", "wheel"] {
        let ear = window_event_listener_untyped(name, move |_| {
            desk.touch();
            say(desk, false);
        });
        on_cleanup(move || ear.remove());
    }
    // A device that wakes up does not wait for the next look at the clock: its time may be over. A tab that is put
    // aside begins nothing: frozen with a transaction open, it would keep the others from writing for a minute.
    for name in ["focus", "visibilitychange"] {
        let ear = window_event_listener_untyped(name, move |_| {
            if document().visibility_state() == web_sys::VisibilityState::Visible {
                desk.tick();
            }
        });
        on_cleanup(move || ear.remove());
    }
}

/// Whether the screen must be locked at `now`.
fn is_due(touched: Moment, now: Moment, phase: Phase) -> bool {
    phase == Phase::In && touched.plus_minutes(MINUTES) <= now
}

/// Whether it is time to say so.
fn is_near(touched: Moment, now: Moment, phase: Phase) -> bool {
    is_due(touched, now.plus_minutes(WARNED_MINUTES), phase)
}

fn say(desk: Desk, near: bool) {
    if desk.gate.locks_soon.get_untracked() != near {
        desk.gate.locks_soon.set(near);
    }
}

/// What is said before a screen is locked that nobody has touched.
#[component]
pub fn LocksSoon() -> impl IntoView {
    let desk = use_desk();
    move || {
        desk.gate
            .locks_soon
            .get()
            .then(|| view! { <p class="note note--soon locks-soon" role="alert">{t(SOON)}</p> })
    }
}

/// Every few seconds: locks, or tells the other tabs that somebody works here.
pub fn tick(desk: Desk) {
    let (now, phase) = (clock(), desk.gate.phase.get_untracked());
    let (touched, here) = desk.touched();
    say(desk, is_near(touched, now, phase));
    if is_due(touched, now, phase) {
        spawn_local(async move { super::lock(desk).await });
    } else if phase == Phase::In && now < here.plus_minutes(1) {
        desk.tell(Told::Works);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_minutes_untouched_lock_a_screen() {
        let touched = Moment::from_millis(0);
        let at = |minutes| touched.plus_minutes(minutes);
        assert!(!is_due(touched, at(9), Phase::In));
        assert!(is_due(touched, at(10), Phase::In));
        assert!(!is_due(touched, at(600), Phase::Out));
    }

    #[test]
    fn it_is_said_two_minutes_before() {
        let touched = Moment::from_millis(0);
        let near = |minutes, phase| is_near(touched, touched.plus_minutes(minutes), phase);
        assert_eq!([7, 8, 9].map(|minutes| near(minutes, Phase::In)), [false, true, true]);
        assert!(!near(9, Phase::Locked), "what is locked needs no warning");
    }
}
