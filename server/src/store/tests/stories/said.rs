//! What is kept beside the dossiers: complaints, what an officer has read, a day's money.

use std::collections::BTreeSet;

use shared::demo::{HEAD, JUSTICE, RECEPTION};
use shared::dossier::concern::{Mark, Why};
use shared::feedback::{Feedback, Kind, Number, Step, What};
use shared::id::FeedbackId;
use shared::limits::CONCERN_DAYS_MAX;
use shared::moment::{Day, Moment};
use shared::report::Period;
use uuid::Uuid;

use super::super::told::{complaint, handed};
use crate::store::Store;
use crate::tests::nine;
use crate::tests::pen::dossier_id;

/// Complaints of a period, the newest first and with their steps, and those that share a number.
pub async fn complaints(store: Store) {
    let midnight = Moment::at(nine().day().next(), 0, 0);
    let all = [(5, nine()), (6, nine().plus_minutes(1)), (1 << 100, midnight)];
    let [one, two, far] =
        all.map(|(n, at)| Feedback { id: FeedbackId(Uuid::from_u128(n)), at, ..complaint() });
    for (one, secret) in [(&one, "a"), (&two, "b"), (&far, "c")] {
        assert!(store.file_feedback(one, secret).await.unwrap());
        assert!(!store.file_feedback(one, "khác").await.unwrap(), "it came once");
    }
    let step = Step { at: nine(), by: Some(HEAD), what: What::Classify { kind: Kind::Rule, about: vec![] } };
    assert!(store.add_step(one.id, 0, &step).await.unwrap());
    assert!(!store.add_step(one.id, 0, &step).await.unwrap(), "somebody was faster");
    let one = Feedback { steps: vec![step], ..one };
    let of = |day: Day| Period::new(day, day).ok();
    let today = nine().day();
    for (period, expected) in [
        (of(today), vec![two.clone(), one.clone()]),
        (of(today.next()), vec![far.clone()]),
        (of(today.plus(2)), vec![]),
        (None, vec![far.clone(), two.clone(), one.clone()]),
    ] {
        assert_eq!(store.feedbacks(period).await.unwrap(), expected, "{period:?}");
    }
    for (id, expected) in [(one.id, vec![(one, "a"), (two, "b")]), (far.id, vec![(far, "c")])] {
        let found = store.feedback_by_number(Number::of(id)).await.unwrap();
        let found: Vec<_> = found.iter().map(|kept| (kept.feedback.clone(), kept.secret.as_str())).collect();
        assert_eq!(found, expected);
    }
}

/// What was read on one device is read on the others, until it concerns nobody any more.
pub async fn marks(store: Store) {
    let days = |days: i64| nine().plus_minutes(days * 24 * 60);
    let mark = |n, at| Mark { id: dossier_id(n), at, why: Why::Assigned };
    let (old, new, late) = (mark(1, days(-CONCERN_DAYS_MAX - 1)), mark(2, nine()), mark(3, days(1)));
    let read = async |officer, marks: &[Mark], now| {
        store.read_mine(officer, &marks.iter().copied().collect(), now).await.unwrap()
    };
    assert_eq!(read(JUSTICE, &[old, new], nine()).await, BTreeSet::from([new]));
    for _ in 0..2 {
        assert_eq!(read(JUSTICE, &[late], nine()).await, BTreeSet::from([new, late]));
    }
    assert_eq!(read(RECEPTION, &[], nine()).await, BTreeSet::new(), "nobody reads for somebody else");
    assert_eq!(read(JUSTICE, &[], days(CONCERN_DAYS_MAX + 1)).await, BTreeSet::from([late]));
}

/// A day's money is handed over once.
pub async fn till(store: Store) {
    let (handed, day) = (handed(), nine().day());
    assert_eq!(store.handed_on(day).await.unwrap(), None);
    assert!(store.hand_over_till(&handed).await.unwrap());
    assert!(!store.hand_over_till(&handed).await.unwrap());
    assert_eq!(store.handed_on(day).await.unwrap(), Some(handed));
    assert_eq!(store.handed_on(day.next()).await.unwrap(), None);
}
