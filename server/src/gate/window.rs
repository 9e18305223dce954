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

    /// Takes `n` of what the key may have, or says how many seconds to wait and takes nothing.
    pub fn take(&self, key: &str, n: u32, now: Moment) -> Result<(), u32> {
        let mut counts = self.counts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if counts.len() >= limits::LIMITER_KEYS_MAX && !counts.contains_key(key) {
            self.make_room(&mut counts, now);
        }
        let (count, first) = counts.entry(key.to_owned()).or_insert((0, now));
        if self.left(*first, now) == 0 {
            (*count, *first) = (0, now);
        }
        if count.saturating_add(n) > self.max {
            return Err(self.left(*first, now));
        }
        *count += n;
        Ok(())
    }

    /// Gives back what turned out to be free.
    pub fn give_back(&self, key: &str, n: u32) {
        let mut counts = self.counts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((count, _)) = counts.get_mut(key) {
            *count = count.saturating_sub(n);
        }
    }

    /// Forgets what is over, and where that is not enough the oldest eighth.
    fn make_room(&self, counts: &mut HashMap<String, (u32, Moment)>, now: Moment) {
        counts.retain(|_, (_, first)| self.left(*first, now) > 0);
        if counts.len() < limits::LIMITER_KEYS_MAX {
            return;
        }
        let mut ages: Vec<(Moment, String)> =
            counts.iter().map(|(key, (_, first))| (*first, key.clone())).collect();
        ages.sort_unstable();
        for (_, key) in &ages[..ages.len() / 8] {
            counts.remove(key);
        }
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
        assert_eq!(window.take("a", 1, now), Ok(()));
        assert_eq!(window.take("a", 2, now), Err(60), "more than is left");
        assert_eq!(window.take("a", 1, now), Ok(()));
        assert_eq!(window.take("a", 1, now), Err(60));
        assert_eq!(window.take("b", 1, now), Ok(()), "keys do not disturb each other");
        assert_eq!(window.take("a", 2, now.plus_minutes(1)), Ok(()), "counted anew");
        window.give_back("a", 1);
        assert_eq!(window.take("a", 1, now.plus_minutes(1)), Ok(()));
    }

    #[test]
    fn a_flood_of_keys_fills_no_memory_and_opens_no_window() {
        let window = Window::new(2, 1);
        let start = Moment::from_millis(0);
        for i in 0..limits::LIMITER_KEYS_MAX - 1 {
            window.take(&i.to_string(), 1, start).unwrap();
        }
        let later = Moment::from_millis(1);
        window.take("kẻ đoán", 2, later).unwrap();
        for i in 0..limits::LIMITER_KEYS_MAX / 8 {
            window.take(&format!("mới {i}"), 1, later).unwrap();
        }
        assert!(window.counts.lock().unwrap().len() <= limits::LIMITER_KEYS_MAX);
        assert!(window.take("kẻ đoán", 1, later).is_err(), "the youngest are remembered");
    }
}
