//! Counting limits in memory: so many of something from one key in a stretch of time.
//!
//! Not here: login delays, which survive a restart (`store::attempt`).
//! Invariant: memory is bounded; the clock is the caller's.

use std::collections::HashMap;
use std::sync::Mutex;

use shared::moment::Moment;

use crate::limits;

/// At most `max` per key in `minutes`, counted from the first.
pub struct Window {
    max: u32,
    minutes: i64,
    counts: Mutex<HashMap<String, (u32, Moment)>>,
}

impl Window {
    pub fn new(max: u32, minutes: i64) -> Window {
        Window { max, minutes, counts: Mutex::default() }
    }

    /// Seconds to wait, or 0 when there is room.
    pub fn wait(&self, key: &str, now: Moment) -> u32 {
        let counts = self.counts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match counts.get(key) {
            Some((count, first)) if *count >= self.max => self.left(*first, now),
            Some(_) | None => 0,
        }
    }

    /// Counts one.
    pub fn count(&self, key: &str, now: Moment) {
        let mut counts = self.counts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if counts.len() >= limits::LIMITER_KEYS_MAX {
            counts.retain(|_, (_, first)| self.left(*first, now) > 0);
        }
        if counts.len() >= limits::LIMITER_KEYS_MAX {
            counts.clear();
        }
        let entry = counts.entry(key.to_owned()).or_insert((0, now));
        if self.left(entry.1, now) == 0 {
            *entry = (0, now);
        }
        entry.0 = entry.0.saturating_add(1);
    }

    fn left(&self, first: Moment, now: Moment) -> u32 {
        let left = first.plus_minutes(self.minutes).millis() - now.millis();
        u32::try_from((left + 999) / 1000).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_opens_again_after_its_time() {
        let window = Window::new(2, 1);
        let now = Moment::from_millis(0);
        window.count("a", now);
        assert_eq!(window.wait("a", now), 0);
        window.count("a", now);
        assert_eq!(window.wait("a", now), 60);
        assert_eq!(window.wait("b", now), 0, "keys do not disturb each other");
        assert_eq!(window.wait("a", now.plus_minutes(1)), 0);
        window.count("a", now.plus_minutes(1));
        assert_eq!(window.wait("a", now.plus_minutes(1)), 0, "counted anew");
    }

    #[test]
    fn a_flood_of_keys_does_not_fill_the_memory() {
        let window = Window::new(2, 1);
        for i in 0..limits::LIMITER_KEYS_MAX * 2 + 1 {
            window.count(&i.to_string(), Moment::from_millis(0));
        }
        assert!(window.counts.lock().unwrap().len() <= limits::LIMITER_KEYS_MAX);
    }
}
