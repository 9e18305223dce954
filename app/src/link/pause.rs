//! How long to wait after a failure.
//!
//! Not here: what counts as a failure (`link`).
//! Invariant: never so long that somebody who looks at the badge doubts it, never all devices of a ward at the same
//! moment.

/// Milliseconds.
const FIRST: u32 = 1_000;
const MAX: u32 = 15_000;

/// Milliseconds to wait after `failures` in a row. `chance` is random, 0 ..= 1: full jitter below a limit that
/// doubles and is capped, and never under half a second.
pub fn millis(failures: u32, chance: f64) -> u32 {
    let doubled = 1_u32.checked_shl(failures.saturating_sub(1)).map_or(MAX, |n| FIRST.saturating_mul(n));
    let limit = if failures > 16 { MAX } else { doubled.min(MAX) };
    (f64::from(limit) * chance.clamp(0.0, 1.0)).max(f64::from(FIRST) / 2.0) as u32
}

#[cfg(test)]
mod tests {
    use super::millis;

    #[test]
    fn it_doubles_up_to_a_quarter_of_a_minute() {
        let limits: Vec<u32> = (1..=8).map(|failures| millis(failures, 1.0)).collect();
        assert_eq!(limits, [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000]);
        assert_eq!(millis(u32::MAX, 1.0), 15_000);
    }

    #[test]
    fn it_never_hammers() {
        assert_eq!(millis(0, 0.0), 500);
        assert_eq!(millis(40, 0.0), 500);
    }
}
