//! How long nobody has touched a screen that many use, and the word before it clears itself.
//!
//! Not here: what is cleared (the rooms), the lock of an officer's tab (`gate::idle`).
//! Invariant: it is said before it happens, and one touch keeps everything.

use leptos::prelude::*;

/// Seconds without a touch after which a screen forgets.
pub const IDLE_SECONDS: u32 = 60;
/// How long before that it is said: long enough to be read and answered (WCAG 2.2.1).
const WARNED_SECONDS: u32 = 20;

/// Seconds until everything is cleared, near the end.
pub const fn seconds_left(idle: u32) -> Option<u32> {
    let left = IDLE_SECONDS.saturating_sub(idle);
    if left <= WARNED_SECONDS { Some(left) } else { None }
}

/// Seconds since the last touch, counted until the page goes; `over` is called each second from the minute on.
pub fn watch(over: impl Fn() + 'static) -> RwSignal<u32> {
    let idle = RwSignal::new(0_u32);
    let ticking = gloo_timers::callback::Interval::new(1_000, move || {
        idle.update(|seconds| *seconds += 1);
        if idle.get_untracked() >= IDLE_SECONDS {
            over();
        }
    });
    let ticking = StoredValue::new_local(Some(ticking));
    on_cleanup(move || ticking.update_value(|timer| drop(timer.take())));
    idle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_twenty_seconds_before_and_never_below_none() {
        assert_eq!(
            [0, 39, 40, 59, 60, 90].map(seconds_left),
            [None, None, Some(20), Some(1), Some(0), Some(0)]
        );
    }
}
