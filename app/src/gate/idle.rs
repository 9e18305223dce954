//! Nobody has touched the device for a while, or its page is out of sight: the screen is locked.
//!
//! Not here: the lock (`gate`).
//! Invariant: whoever locked it by waiting opens it by the password, with a network or without.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Sentence, Word, word};
use shared::moment::Moment;

use super::Phase;
use crate::desk::{Desk, clock, use_desk};
use crate::link::tabs::Told;
use crate::prefs::use_prefs;
use crate::text::t;

/// Seconds out of sight after which any device is locked: other programs, a phone's other pages.
const HIDDEN_SECONDS: i64 = 60;

/// How long a device may lie untouched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Patience {
    seconds: i64,
    /// How long before the lock it is said: long enough to be read and answered (WCAG 2.2.1).
    warned: i64,
}

/// A counter stands in the office; what is carried about is lost and found.
const AT_COUNTER: Patience = Patience { seconds: 600, warned: 120 };
const IN_HAND: Patience = Patience { seconds: 120, warned: 30 };

const fn patience(in_hand: bool) -> Patience {
    if in_hand { IN_HAND } else { AT_COUNTER }
}

/// What the settings say of it.
pub fn said(in_hand: bool) -> Sentence {
    let (minutes, hidden) = (patience(in_hand).seconds / 60, HIDDEN_SECONDS);
    Sentence::new(
        format!(
            "Màn hình tự khóa sau {minutes} phút không ai chạm, hoặc sau {hidden} giây trang bị che: chuyển sang thẻ hay ứng dụng khác. Mở lại bằng mật khẩu; biểu mẫu đang gõ được giữ lại."
        ),
        format!(
            "The screen locks itself after {minutes} minutes untouched, or after {hidden} seconds out of sight behind another tab or program. The password opens it again; what is half typed is kept."
        ),
    )
}

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
            if is_visible() {
                desk.tick();
                desk.gate.hidden.set_value(None);
            } else if desk.gate.hidden.get_value().is_none() {
                desk.gate.hidden.set_value(Some(clock()));
            }
        });
        on_cleanup(move || ear.remove());
    }
    desk.gate.hidden.set_value((!is_visible()).then(clock));
    let prefs = use_prefs();
    Effect::new(move |_| desk.gate.in_hand.set_value(prefs.surface.get().is_in_hand()));
}

fn is_visible() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Another tab of ours is in sight, and with it whoever works here.
pub fn seen_elsewhere(desk: Desk) {
    desk.gate.hidden.update_value(|since| *since = since.map(|_| clock()));
}

/// Since when nobody has touched the device, and since when the page is out of sight.
#[derive(Clone, Copy)]
struct Rest {
    touched: Moment,
    hidden: Option<Moment>,
}

impl Rest {
    /// Whether the screen must be locked at `now`.
    fn is_over(self, now: Moment, patience: Patience) -> bool {
        let over = |since: Moment, seconds: i64| since.millis() + seconds * 1_000 <= now.millis();
        over(self.touched, patience.seconds) || self.hidden.is_some_and(|since| over(since, HIDDEN_SECONDS))
    }

    /// Whether it is time to say so to whoever looks.
    fn is_near(self, now: Moment, Patience { seconds, warned }: Patience) -> bool {
        Rest { hidden: None, ..self }.is_over(now, Patience { seconds: seconds - warned, warned })
    }
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

/// Every few seconds: locks, or tells the other tabs that somebody works or looks here.
pub fn tick(desk: Desk) {
    let (now, is_in) = (clock(), desk.gate.phase.get_untracked() == Phase::In);
    let (touched, here) = desk.touched();
    let rest = Rest { touched, hidden: desk.gate.hidden.get_value() };
    let patience = patience(desk.gate.in_hand.get_value());
    say(desk, is_in && rest.is_near(now, patience));
    if !is_in {
        return;
    }
    if rest.is_over(now, patience) {
        spawn_local(async move { super::lock(desk).await });
        return;
    }
    if now < here.plus_minutes(1) {
        desk.tell(Told::Works);
    }
    if rest.hidden.is_none() {
        desk.tell(Told::Seen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment::from_millis(0);

    fn at(seconds: i64) -> Moment {
        Moment::from_millis(seconds * 1_000)
    }

    #[test]
    fn ten_minutes_untouched_lock_a_counter_and_two_what_is_carried_about() {
        let rest = Rest { touched: START, hidden: None };
        let over = |seconds, in_hand| rest.is_over(at(seconds), patience(in_hand));
        assert_eq!([599, 600].map(|seconds| over(seconds, false)), [false, true]);
        assert_eq!([119, 120].map(|seconds| over(seconds, true)), [false, true]);
    }

    #[test]
    fn it_is_said_before_and_only_of_what_lies_untouched() {
        let rest = Rest { touched: START, hidden: Some(START) };
        let near = |seconds, in_hand| rest.is_near(at(seconds), patience(in_hand));
        assert_eq!([479, 480].map(|seconds| near(seconds, false)), [false, true]);
        assert_eq!([89, 90].map(|seconds| near(seconds, true)), [false, true]);
    }

    #[test]
    fn a_page_out_of_sight_for_a_minute_is_locked_on_any_device() {
        for in_hand in [true, false] {
            let rest = Rest { touched: at(55), hidden: Some(at(50)) };
            let over = |seconds| rest.is_over(at(seconds), patience(in_hand));
            assert_eq!([109, 110].map(over), [false, true]);
        }
    }
}
