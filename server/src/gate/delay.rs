//! How long one waits after failed logins: delay, never lock-out, since a lock-out is a weapon.
//!
//! Not here: where the counts are kept (`store::attempt`).
//! Invariant: a thousand guesses at one account are at most twelve evaluated in a quarter of an hour.

use shared::moment::Moment;

const FREE_ACCOUNT: u32 = 5;
const DELAY_SECONDS_MAX: u32 = 15 * 60;
const MINUTE: i64 = 60_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// Five are free, then the wait doubles from 4 seconds to a quarter of an hour.
    Account,
    /// Twenty an hour.
    Device,
    /// Sixty an hour, for addresses of devices that are not enrolled.
    Address,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fails {
    pub count: u32,
    pub first: Moment,
    pub last: Moment,
}

impl Rule {
    /// Whether old failures still count.
    pub fn remembers(self, fails: &Fails, now: Moment) -> bool {
        match self {
            Rule::Account => now.millis() - fails.last.millis() < 15 * MINUTE,
            Rule::Device | Rule::Address => now.millis() - fails.first.millis() < 60 * MINUTE,
        }
    }
}

/// Seconds until the next attempt may be made; 0 when it may be made now.
pub fn wait_seconds(rule: Rule, fails: Option<Fails>, now: Moment) -> u32 {
    let Some(fails) = fails else { return 0 };
    let open_at = match rule {
        Rule::Account if fails.count < FREE_ACCOUNT => return 0,
        Rule::Account => {
            let doubled = 1_u32.checked_shl(fails.count - FREE_ACCOUNT + 2).unwrap_or(u32::MAX);
            fails.last.millis() + i64::from(doubled.min(DELAY_SECONDS_MAX)) * 1000
        }
        Rule::Device if fails.count < 20 => return 0,
        Rule::Address if fails.count < 60 => return 0,
        Rule::Device | Rule::Address => fails.first.millis() + 60 * MINUTE,
    };
    let left = open_at - now.millis();
    u32::try_from((left + 999) / 1000).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Guesses as fast as the delay lets one, for `minutes`; answers how many were evaluated.
    fn guesses(rule: Rule, minutes: i64) -> u32 {
        let (start, mut fails, mut evaluated) = (Moment::from_millis(0), None::<Fails>, 0);
        for second in 0..minutes * 60 {
            let now = Moment::from_millis(second * 1000);
            for _ in 0..10 {
                let kept = fails.filter(|f| rule.remembers(f, now));
                if wait_seconds(rule, kept, now) == 0 {
                    let before = kept.unwrap_or(Fails { count: 0, first: now, last: start });
                    fails = Some(Fails { count: before.count + 1, last: now, ..before });
                    evaluated += 1;
                }
            }
        }
        evaluated
    }

    #[test]
    fn guessing_is_slow() {
        assert_eq!(guesses(Rule::Account, 15), 12);
        assert_eq!(guesses(Rule::Device, 60), 20);
        assert_eq!(guesses(Rule::Address, 60), 60);
    }

    #[test]
    fn nobody_is_locked_out() {
        let now = Moment::from_millis(0);
        let many = Fails { count: 4_000_000, first: now, last: now };
        assert_eq!(wait_seconds(Rule::Account, Some(many), now), DELAY_SECONDS_MAX);
        assert!(!Rule::Account.remembers(&many, now.plus_minutes(15)));
    }
}
