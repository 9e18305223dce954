//! What dossiers were before the last few thousand acts: devices hold them so, and need to hear only what changed.
//!
//! Not here: what changed (`shared::sync::page`).
//! Invariant: what stands here was in the book at that sequence; whatever is not known for sure is not known, and the
//! record is sent whole.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use shared::dossier::Dossier;
use shared::id::DossierId;
use shared::moment::Day;

use crate::limits::{PAST_BYTES_MAX, PAST_STEPS_MAX};

/// One act on a dossier, and what it found.
pub struct Step {
    seq: u64,
    dossier: DossierId,
    before: Option<Before>,
}

struct Before {
    text: Arc<str>,
    is_open: bool,
    closed: Option<Day>,
}

impl Step {
    /// `before` is the record as it was read, with its text.
    pub fn new(seq: u64, dossier: DossierId, before: Option<(Dossier, String)>) -> Step {
        let before = before.map(|(record, text)| Before {
            text: text.into(),
            is_open: record.is_open(),
            closed: record.closed_at.map(|at| at.day()),
        });
        Step { seq, dossier, before }
    }

    fn bytes(&self) -> usize {
        self.before.as_ref().map_or(0, |before| before.text.len())
    }
}

#[derive(Default)]
struct Steps {
    /// Every act after `from` and up to `to` is here.
    from: u64,
    to: u64,
    steps: VecDeque<Step>,
    bytes: usize,
}

#[derive(Clone, Default)]
pub(super) struct Past(Arc<Mutex<Steps>>);

impl Past {
    /// A commit went from one sequence to another. After one of another process what was before is of no use.
    pub fn follow(&self, from: u64, to: u64, steps: Vec<Step>) {
        let mut past = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if past.to != from {
            *past = Steps { from, ..Steps::default() };
        }
        past.to = to;
        for step in steps {
            past.bytes += step.bytes();
            past.steps.push_back(step);
        }
        while past.bytes > PAST_BYTES_MAX || past.steps.len() > PAST_STEPS_MAX {
            let Some(step) = past.steps.pop_front() else { break };
            past.bytes -= step.bytes();
            past.from = step.seq;
        }
    }

    /// What a staff device at the cursor holds of the dossiers that changed since.
    pub fn held(&self, cursor: u64, closed_since: Day) -> BTreeMap<DossierId, Arc<str>> {
        let past = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if cursor < past.from {
            return BTreeMap::new();
        }
        let mut first = BTreeMap::<DossierId, Option<&Before>>::new();
        let after = past.steps.partition_point(|step| step.seq <= cursor);
        for step in past.steps.range(after..) {
            first.entry(step.dossier).or_insert(step.before.as_ref());
        }
        let in_scope =
            |before: &&Before| before.is_open || before.closed.is_some_and(|day| day >= closed_since);
        first
            .into_iter()
            .filter_map(|(id, before)| Some((id, before.filter(in_scope)?.text.clone())))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::script::dossier_id;

    fn step(seq: u64, dossier: u128, text: &str) -> Step {
        let before = Before { text: text.into(), is_open: true, closed: None };
        Step { seq, dossier: dossier_id(dossier), before: (!text.is_empty()).then_some(before) }
    }

    #[test]
    fn the_oldest_step_after_the_cursor_is_what_a_device_holds() {
        let (past, day) = (Past::default(), Day::new(2018, 3, 1).unwrap());
        let held = |cursor| -> Vec<(DossierId, String)> {
            past.held(cursor, day).into_iter().map(|(id, text)| (id, text.to_string())).collect()
        };
        past.follow(10, 13, vec![step(11, 1, "a"), step(12, 2, ""), step(13, 1, "b")]);
        past.follow(13, 14, vec![step(14, 2, "c")]);
        assert_eq!(
            held(10),
            [(dossier_id(1), "a".to_owned())],
            "2 is new to this device, whatever it was since"
        );
        assert_eq!(held(12), [(dossier_id(1), "b".to_owned()), (dossier_id(2), "c".to_owned())]);
        assert_eq!(held(9), [], "nothing is known of act 10");
        past.follow(15, 16, vec![step(16, 1, "d")]);
        assert_eq!(held(14), [], "act 15 was another process's");
        assert_eq!(held(15), [(dossier_id(1), "d".to_owned())]);
    }

    #[test]
    fn the_oldest_steps_are_forgotten() {
        let (past, day) = (Past::default(), Day::new(2018, 3, 1).unwrap());
        let many = PAST_STEPS_MAX as u64 + 5;
        past.follow(0, many, (1..=many).map(|seq| step(seq, 1, "x")).collect());
        assert!(past.held(4, day).is_empty());
        assert_eq!(past.held(5, day).len(), 1);
        past.follow(many, many + 1, vec![step(many + 1, 2, &"y".repeat(PAST_BYTES_MAX + 1))]);
        assert!(past.held(many, day).is_empty(), "one that is too large alone is not kept either");
    }
}
