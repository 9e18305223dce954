//! The judge's own thread: an act that makes the rules panic or never come to an end takes nobody along.
//!
//! Rules do no IO and cannot be interrupted; what can be done about one that does not end is to stop waiting for it.
//! The thread is left to itself, the act is put aside for a person, and the next act is judged by a new thread.
//!
//! Not here: what is judged (`bench`).
//! Invariant: a case has one answer; one that comes too late is heard by nobody.

#[cfg(test)]
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use crate::limits::JUDGE_LATE_MAX;

type Case = Box<dyn FnOnce() + Send>;
/// What the rules do before a case, where they are broken.
#[cfg(test)]
type Fault = Option<fn()>;

/// Why a case has no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Missed {
    Panicked,
    Late,
}

#[derive(Clone)]
pub struct Judge {
    desk: Arc<Mutex<Option<Sender<Case>>>>,
    /// How often, and how long each time, an answer is waited for.
    patience: (u32, Duration),
    /// What the rules do before the next cases, each once.
    #[cfg(test)]
    broken: Arc<Mutex<VecDeque<Fault>>>,
}

impl Default for Judge {
    fn default() -> Judge {
        Judge {
            desk: Arc::default(),
            patience: JUDGE_LATE_MAX,
            #[cfg(test)]
            broken: Arc::default(),
        }
    }
}

impl Judge {
    /// One whose rules do something else first, case by case, and who does not wait long.
    #[cfg(test)]
    pub fn broken(patience: (u32, Duration), cases: impl IntoIterator<Item = Fault>) -> Judge {
        Judge { patience, broken: Arc::new(Mutex::new(cases.into_iter().collect())), ..Judge::default() }
    }

    #[cfg(test)]
    fn breaks_next(&self) -> Fault {
        self.broken.lock().unwrap_or_else(PoisonError::into_inner).pop_front().flatten()
    }

    /// Answers the case, or says why not. The caller waits meanwhile, as it would if it judged by itself: a case is
    /// over in less time than it takes to go and do something else.
    pub fn hear<T: Send + 'static>(&self, case: impl FnOnce() -> T + Send + 'static) -> Result<T, Missed> {
        #[cfg(test)]
        let case = {
            let first = self.breaks_next();
            move || {
                first.inspect(|first| first());
                case()
            }
        };
        self.hear_for(self.patience, case)
    }

    fn hear_for<T: Send + 'static>(
        &self,
        (waits, wait): (u32, Duration),
        case: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Missed> {
        let (tell, told) = channel();
        let case: Case = Box::new(move || {
            // Whoever has stopped waiting hears nothing.
            let _ = tell.send(catch_unwind(AssertUnwindSafe(case)));
        });
        let mut desk = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(case) = give(&mut desk, case) {
            case();
        }
        // In several waits: a machine that was put to sleep has lost one of them.
        for _ in 0..waits {
            match told.recv_timeout(wait) {
                Ok(answer) => return answer.map_err(|_| Missed::Panicked),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(Missed::Panicked),
            }
        }
        *desk = None;
        Err(Missed::Late)
    }
}

/// Puts the case before the thread, a new one where there is none; gives it back where there can be none.
fn give(desk: &mut Option<Sender<Case>>, case: Case) -> Option<Case> {
    let case = match desk {
        Some(open) => open.send(case).err()?.0,
        None => case,
    };
    start(desk, case)
}

fn start(desk: &mut Option<Sender<Case>>, case: Case) -> Option<Case> {
    let (open, cases): (Sender<Case>, Receiver<Case>) = channel();
    let judging = move || cases.into_iter().for_each(|case| case());
    if let Err(error) = Builder::new().name("judge".to_owned()).spawn(judging) {
        tracing::error!(%error, "no thread for the judge; the ledger judges by itself");
        return Some(case);
    }
    let unheard = open.send(case).err().map(|unheard| unheard.0);
    *desk = Some(open);
    unheard
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: (u32, Duration) = (2, Duration::from_millis(20));

    #[test]
    fn what_does_not_end_and_what_panics_take_nobody_along() {
        let judge = Judge::default();
        assert_eq!(judge.hear(|| 1), Ok(1));
        let (end, never) = channel::<()>();
        assert_eq!(judge.hear_for(SOON, move || never.recv().is_ok()), Err(Missed::Late));
        assert_eq!(judge.hear(|| 2), Ok(2), "by another thread");
        let broken = || if true { panic!("a rule that cannot be") } else { 3 };
        assert_eq!(judge.hear(broken), Err(Missed::Panicked));
        assert_eq!(judge.hear(|| 4), Ok(4), "by the same thread");
        drop(end);
    }
}
