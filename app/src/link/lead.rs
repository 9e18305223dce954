//! Whether the tab that has the turn still lives: an open print dialog or a frozen tab holds the lock and says nothing.
//!
//! Not here: the lock itself (`tabs`), who asks when (`link`).
//! Invariant: only silence takes the turn away; a tab that answers keeps it, however slow its timers run.

use shared::moment::Moment;

/// Seconds between two questions.
pub const ASK_SECONDS: u32 = 5;
/// Seconds of silence after which the turn is taken.
const SILENCE_SECONDS: i64 = 15;

/// Seen from a tab without the turn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Watch {
    /// When the first question was asked that nobody has answered.
    asked: Option<Moment>,
}

impl Watch {
    /// Before the next question: whether the silence has lasted too long.
    pub fn is_silent(&mut self, now: Moment) -> bool {
        match self.asked {
            None => {
                self.asked = Some(now);
                false
            }
            Some(asked) => now.millis() - asked.millis() >= SILENCE_SECONDS * 1_000,
        }
    }

    /// The tab with the turn answered, or this tab looks away.
    pub fn reset(&mut self) {
        self.asked = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::from_millis(seconds * 1_000)
    }

    #[test]
    fn fifteen_silent_seconds_are_too_many() {
        let mut watch = Watch::default();
        let silent: Vec<bool> = [0, 5, 10, 15].map(|seconds| watch.is_silent(at(seconds))).into();
        assert_eq!(silent, [false, false, false, true]);
    }

    #[test]
    fn an_answer_begins_the_patience_anew() {
        let mut watch = Watch::default();
        assert!(!watch.is_silent(at(0)));
        watch.reset();
        assert!(!watch.is_silent(at(14)) && !watch.is_silent(at(28)));
        assert!(watch.is_silent(at(29)));
    }
}
