//! Tra cứu: one question after another, and the answer to the last of them.
//!
//! Not here: what is asked and shown (`track`, `feedback::look`), the request (`fetch`).
//! Invariant: no answer is shown but to the question that was asked last, while it still stands in the fields: in the hall
//! the next citizen sees nothing of the one before.

use leptos::prelude::*;
use shared::lang::Sentence;

/// What was asked, and what came of it.
pub struct Looking<Q: 'static, A: 'static> {
    pub found: RwSignal<Option<(Q, A)>>,
    pub fault: RwSignal<Option<Sentence>>,
    /// The last question waits for its answer.
    pub busy: RwSignal<bool>,
    asked: StoredValue<u32>,
}

impl<Q, A> Clone for Looking<Q, A> {
    fn clone(&self) -> Looking<Q, A> {
        *self
    }
}

impl<Q, A> Copy for Looking<Q, A> {}

impl<Q: Send + Sync, A: Send + Sync> Looking<Q, A> {
    pub fn new() -> Looking<Q, A> {
        Looking {
            found: RwSignal::new(None),
            fault: RwSignal::new(None),
            busy: RwSignal::new(false),
            asked: StoredValue::new(0),
        }
    }

    /// Takes away what is shown; an answer on its way finds nobody.
    pub fn clear(self) {
        self.found.set(None);
        self.fault.set(None);
        self.busy.set(false);
        self.asked.update_value(|asked| *asked += 1);
    }

    /// Another question: its place, to be named with its answer. What is shown stays until then.
    pub fn ask(self) -> u32 {
        self.fault.set(None);
        self.busy.set(true);
        self.asked.update_value(|asked| *asked += 1);
        self.asked.get_value()
    }

    /// The answer to the question of this place. `stands`: it is what the fields still say. Whether it is shown.
    pub fn heard(self, place: u32, stands: bool, answer: Result<(Q, A), Sentence>) -> bool {
        if self.asked.try_get_value() != Some(place) {
            return false;
        }
        self.busy.try_set(false);
        if stands {
            match answer {
                Ok(found) => drop(self.found.try_set(Some(found))),
                Err(said) => drop(self.fault.try_set(Some(said))),
            }
        }
        stands
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looking(test: impl FnOnce(Looking<&'static str, u8>)) {
        Owner::new().with(|| test(Looking::new()));
    }

    #[test]
    fn an_answer_that_comes_late_is_shown_to_nobody() {
        looking(|looking| {
            let (first, second) = (looking.ask(), looking.ask());
            assert!(looking.heard(second, true, Ok(("B", 2))));
            assert!(!looking.heard(first, true, Ok(("A", 1))), "the citizen before");
            assert_eq!(looking.found.get_untracked(), Some(("B", 2)));
            let said = Sentence::new("Không.", "No.");
            assert!(!looking.heard(first, true, Err(said)));
            assert_eq!(looking.fault.get_untracked(), None, "nor what is said of their slip");
        });
    }

    #[test]
    fn the_last_question_alone_waits() {
        looking(|looking| {
            let (first, second) = (looking.ask(), looking.ask());
            looking.heard(first, true, Ok(("A", 1)));
            assert!(looking.busy.get_untracked() && looking.found.get_untracked().is_none());
            looking.heard(second, true, Err(Sentence::new("Không.", "No.")));
            assert!(!looking.busy.get_untracked() && looking.fault.get_untracked().is_some());
        });
    }

    #[test]
    fn whoever_types_another_code_meanwhile_sees_nothing_of_the_first() {
        looking(|looking| {
            let place = looking.ask();
            assert!(!looking.heard(place, false, Ok(("A", 1))));
            assert_eq!((looking.found.get_untracked(), looking.busy.get_untracked()), (None, false));
            let place = looking.ask();
            looking.clear();
            assert!(!looking.heard(place, true, Ok(("A", 1))), "the fields were cleared");
            assert_eq!(looking.found.get_untracked(), None);
        });
    }
}
