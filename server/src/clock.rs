//! The server's clock. The one place that asks the machine for the time.
//!
//! Not here: which of two clocks is believed (`shared::sync`).
//! Invariant: tests fix it; rules get it as a value.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use shared::moment::Moment;

#[derive(Clone, Debug)]
pub enum Clock {
    Machine,
    /// Stands still until it is moved; milliseconds.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub fn fixed(at: Moment) -> Clock {
        Clock::Fixed(Arc::new(AtomicI64::new(at.millis())))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn now(&self) -> Moment {
        match self {
            Clock::Machine => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Moment::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Clock::Fixed(millis) => Moment::from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// Moves a fixed clock; the machine's own cannot be moved from here.
    pub fn set(&self, at: Moment) {
        if let Clock::Fixed(millis) = self {
            millis.store(at.millis(), Ordering::SeqCst);
        }
    }
}
