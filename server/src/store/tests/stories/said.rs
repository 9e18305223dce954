//! What is kept beside the dossiers: complaints, what an officer has read, a day's money.

use std::collections::BTreeSet;

use shared::demo::{HEAD, JUSTICE, RECEPTION};
use shared::dossier::concern::{Mark, Why};
use shared::feedback::{Feedback, Kind, Number, Step, What};
use shared::id::{FeedbackId, OfficerId};
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
        assert_eq!(store.feedbacks(period, None, 9).await.unwrap(), expected, "{period:?}");
        let (mut paged, mut last) = (vec![], None);
        while let [one] = &store.feedbacks(period, last.as_ref(), 1).await.unwrap()[..] {
            paged.push(one.clone());
            last = Some(one.clone());
        }
        assert_eq!(paged, expected, "page by page: {period:?}");
    }
    for (id, expected) in [(one.id, vec![(one, "a"), (two, "b")]), (far.id, vec![(far, "c")])] {
        let found = store.feedback_by_number(Number::of(id)).await.unwrap();
        let found: Vec<_> = found.iter().map(|kept| (kept.feedback.clone(), kept.secret.as_str())).collect();
        assert_eq!(found, expected);
    }
}

/// What is owed is found however much came after it; what is over is the newest; what is published, by when that was.
pub async fn standing(store: Store) {
    let text = || "x".to_owned();
    let classify = || What::Classify { kind: Kind::Rule, about: vec![] };
    let publish = || What::Publish { content: text(), reply: text() };
    let ways = [
        vec![],
        vec![classify()],
        vec![classify(), What::Ask { question: text() }],
        vec![What::Ask { question: text() }, What::Answer { text: text() }],
        vec![classify(), What::Reply { text: text() }],
        vec![What::Refuse { reason: text() }],
        vec![classify(), What::Reply { text: text() }, publish()],
        vec![classify(), What::Reply { text: text() }, publish(), What::Withdraw { reason: text() }],
        vec![
            classify(),
            What::Reply { text: text() },
            publish(),
            What::Withdraw { reason: text() },
            publish(),
        ],
    ];
    let mut all = vec![];
    for (i, way) in (0_u8..).zip(ways) {
        // Two came in the same minute, the later identity first; the last but one was published last.
        let at = nine().plus_minutes(i64::from(i / 2));
        let by = if i % 2 == 0 { Some(RECEPTION) } else { None };
        let id = FeedbackId(Uuid::from_u128(900 - u128::from(i)));
        let mut one = Feedback { id, at, by, steps: vec![], ..complaint() };
        assert!(store.file_feedback(&one, "a").await.unwrap());
        for what in way {
            let late = if i == 6 { 600 } else { i64::from(i) };
            let step = Step { at: at.plus_minutes(late), by: Some(HEAD), what };
            assert!(store.add_step(one.id, one.steps.len(), &step).await.unwrap());
            one.steps.push(step);
        }
        all.push(one);
    }
    all.sort_by_key(|one| (one.at, one.id));
    let is_mine = |one: &Feedback, by: Option<OfficerId>| by.is_none() || one.by == by;
    for by in [None, Some(RECEPTION), Some(JUSTICE)] {
        let of = |is_over: bool| {
            let all = all.iter().filter(|one| one.state().is_over() == is_over && is_mine(one, by));
            all.cloned().collect::<Vec<_>>()
        };
        let (open, mut over) = (of(false), of(true));
        over.sort_by_key(|one| (std::cmp::Reverse(one.at), one.id));
        assert_eq!(store.open_feedback(by, 9).await.unwrap(), (open.clone(), 0), "{by:?}");
        assert_eq!(store.closed_feedback(by, 9).await.unwrap(), (over.clone(), 0), "{by:?}");
        let short = |all: &[Feedback]| (all[..all.len().min(1)].to_vec(), all.len().saturating_sub(1));
        assert_eq!(store.open_feedback(by, 1).await.unwrap(), short(&open), "the oldest: {by:?}");
        assert_eq!(store.closed_feedback(by, 1).await.unwrap(), short(&over), "the newest: {by:?}");
    }
    let ids = async |max| {
        let all = store.published_feedback(max).await.unwrap();
        all.iter().map(|one| (one.id.0.as_u128(), one.steps.len())).collect::<Vec<_>>()
    };
    assert_eq!(ids(9).await, [(894, 3), (892, 5)]);
    assert_eq!(ids(1).await, [(894, 3)]);
    let steps: usize = all.iter().map(|one| one.steps.len()).sum();
    assert_eq!(store.feedback_steps().await.unwrap(), steps as u64);
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
