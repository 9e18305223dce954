//! Second thoughts: ten seconds in which what was just done may be taken back, and in which nobody sends it.

use super::device::{Device, assign, h1, note};
use super::{Book, at, author, receive, ward};
use crate::ctx::Ctx;
use crate::demo;
use crate::dossier::any::{self, Dice};
use crate::dossier::{Kind, Status};
use crate::limits::{HELD_MILLIS, UNDO_MILLIS};
use crate::moment::Moment;
use crate::script::dossier_id;
use crate::sync::client::Write;
use crate::sync::footing::Footing;
use crate::sync::undo::Step;

fn after(at: Moment, millis: i64) -> Moment {
    Moment::from_millis(at.millis() + millis)
}

/// A dossier that the server knows, received at eight.
fn received() -> (Book, Device) {
    let (mut book, mut head) = (Book::default(), Device::of(demo::HEAD));
    let mut oanh = Device::of(demo::RECEPTION);
    oanh.does(h1(), at(8, 0), receive());
    book.answer(&oanh.client.next_push().unwrap());
    let page = book.page(&head);
    head.pulled(page);
    (book, head)
}

#[test]
fn what_is_taken_back_leaves_no_trace_and_its_number_goes_to_the_next_act() {
    let (mut book, mut head) = received();
    let before = (head.client.meta.clone(), head.client.dossier(h1()).cloned());
    head.does(h1(), at(9, 0), assign());
    assert_eq!(head.client.dossier(h1()).map(|d| d.status), Some(Status::InWork));
    let writes = head.client.take_back(1, after(at(9, 0), UNDO_MILLIS - 1)).expect("in time");
    head.keep(&writes);
    assert!(head.client.queue.is_empty());
    assert_eq!((head.client.meta.next_n, &head.client.meta.head), (before.0.next_n, &before.0.head));
    assert_eq!(head.client.dossier(h1()), before.1.as_ref());
    head.does(h1(), at(9, 1), note("gọi lại sau"));
    let reply = book.answer(&head.client.next_push().unwrap());
    head.pushed(&reply);
    assert_eq!(book.records[&h1()].status, Status::Received, "the server never heard of it");
    assert!(head.client.queue.is_empty());
}

#[test]
fn it_waits_longer_than_it_can_be_taken_back() {
    let (_, mut head) = received();
    head.does(h1(), at(9, 0), assign());
    for millis in [0, UNDO_MILLIS - 1, UNDO_MILLIS, HELD_MILLIS - 1] {
        let now = after(at(9, 0), millis);
        assert_eq!(head.client.next_push_at(now, 0), None, "{millis} ms");
        assert_eq!(head.client.take_back(1, now).is_some(), millis < UNDO_MILLIS, "{millis} ms");
        assert_eq!(head.client.held_millis(now, 0), Some(HELD_MILLIS - millis));
    }
    let over = after(at(9, 0), HELD_MILLIS);
    assert_eq!(head.client.next_push_at(over, 0), head.client.next_push());
    assert_eq!((head.client.held_millis(over, 0), head.client.held_from(over, 0)), (None, None));
}

#[test]
fn what_came_before_leaves_and_what_came_after_holds_nothing_up() {
    let mut oanh = Device::of(demo::RECEPTION);
    oanh.does(h1(), at(9, 0), receive());
    oanh.does(h1(), at(9, 0), note("một"));
    oanh.does(h1(), at(9, 0), note("hai"));
    let push = oanh.client.next_push_at(at(9, 0), 0).expect("the reception leaves at once");
    assert_eq!((push.first_n, push.acts.len(), oanh.client.held_from(at(9, 0), 0)), (1, 1, Some(2)));
    // A slip is printed: nothing before it can be taken back, and nothing waits.
    oanh.does(dossier_id(2), at(9, 0), receive());
    assert_eq!(oanh.client.next_push_at(at(9, 0), 0).map(|push| push.acts.len()), Some(4));
    assert_eq!(oanh.client.take_back(2, at(9, 0)), None, "a number on paper would be given twice");
}

#[test]
fn what_is_released_leaves_and_what_is_done_after_it_waits() {
    let (_, mut head) = received();
    head.does(h1(), at(9, 0), note("một"));
    let released = head.client.meta.next_n;
    assert_eq!(head.client.next_push_at(at(9, 0), released), head.client.next_push());
    head.does(h1(), at(9, 0), note("hai"));
    let push = head.client.next_push_at(at(9, 0), released).expect("the first goes");
    assert_eq!((push.first_n, push.acts.len()), (1, 1));
}

#[test]
fn a_bundle_goes_back_whole_and_only_from_its_end() {
    let (_, mut head) = received();
    let start = head.client.meta.clone();
    head.does(h1(), at(9, 0), note("một"));
    head.does(h1(), after(at(9, 0), 4_000), note("hai"));
    head.does(h1(), after(at(9, 0), 8_000), note("ba"));
    let late = after(at(9, 0), UNDO_MILLIS);
    assert_eq!(head.client.take_back(1, late), None, "the first of them is too old");
    let last = head.client.take_back(2, late).expect("the others are not");
    assert_eq!(last.iter().filter(|write| matches!(write, Write::Unqueue(_))).count(), 2);
    let all = head.client.take_back(1, after(late, -1)).expect("all in time");
    head.keep(&all);
    assert_eq!((head.client.meta.next_n, head.client.queue.len()), (start.next_n, 0));
}

/// The head does the act in the tab, in that turn.
fn does_in(head: &mut Device, before: Option<Step>, turn: u32, at: Moment) -> Option<Step> {
    head.does(h1(), at, note("gọi lại sau"));
    Step::after(&head.client, before, turn, head.client.meta.next_n - 1)
}

#[test]
fn a_step_is_the_acts_of_one_turn_and_goes_back_whole() {
    let (_, mut head) = received();
    let first = does_in(&mut head, None, 1, at(9, 0));
    let second = does_in(&mut head, first, 2, after(at(9, 0), 1_000));
    let both = does_in(&mut head, second, 2, after(at(9, 0), 2_000)).expect("a step");
    assert_eq!((both.from_n, both.last_n, both.acts()), (2, 3, 2));
    assert_eq!(
        both.millis_left(after(at(9, 0), 3_000)),
        UNDO_MILLIS - 2_000,
        "as long as its first act may go"
    );
    assert_eq!(head.client.take_step_back(first.expect("a step"), at(9, 0)), None, "others stand behind it");
    let writes = head.client.take_step_back(both, after(at(9, 0), 3_000)).expect("in time");
    head.keep(&writes);
    assert_eq!(head.client.queue.keys().copied().collect::<Vec<_>>(), [1]);
    head.does(h1(), at(9, 0), receive());
    assert_eq!(Step::after(&head.client, None, 3, 2), None, "a number on paper");
}

/// Two windows of one officer: when the first lets go what it did, the second may still think again.
#[test]
fn a_step_that_is_over_lets_nothing_of_another_tab_go() {
    let (_, mut head) = received();
    let one = does_in(&mut head, None, 1, at(9, 0)).expect("a step");
    let other = does_in(&mut head, None, 1, after(at(9, 0), 8_000)).expect("a step");
    let now = after(at(9, 0), UNDO_MILLIS);
    assert_eq!((one.millis_left(now), other.millis_left(now)), (0, 8_000));
    let push = head.client.next_push_at(now, one.released()).expect("the first goes");
    assert_eq!((push.first_n, push.acts.len()), (1, 1));
    assert!(head.client.take_step_back(other, now).is_some());
}

/// A tab that has not read that an act was taken back numbers its own behind what stands there, and remembers both.
#[test]
fn what_was_taken_back_elsewhere_does_not_pass_for_what_stands_there() {
    let (_, mut head) = received();
    let (ward, start) = (ward(), head.client.meta.clone());
    head.does(h1(), at(9, 0), note("bị hoàn tác"));
    let mut stale = head.client.clone();
    assert!(stale.ends_as(&head.client.meta) && !stale.ends_as(&start));
    let writes = head.client.take_back(1, at(9, 0)).expect("in time");
    head.keep(&writes);
    assert!(head.client.ends_as(&start), "nothing waits");
    head.does(h1(), at(9, 1), note("thay vào"));
    head.does(h1(), at(9, 2), note("ở cửa sổ kia"));
    let added = head.client.queue[&2].clone();
    stale.adopt(ward, &[Write::Meta(head.client.meta.clone()), Write::Enqueue(added)]);
    assert_eq!((stale.meta.next_n, stale.queue.len()), (3, 2));
    assert!(!stale.ends_as(&head.client.meta) && head.client.ends_as(&head.client.meta));
}

/// The same tab hears that act 1 was judged: it would keep the words that were taken back as those that were sent.
#[test]
fn what_was_taken_back_elsewhere_is_not_kept_as_what_was_judged() {
    let (mut book, mut head) = received();
    head.does(h1(), at(9, 0), note("bị hoàn tác"));
    let mut stale = head.client.clone();
    let writes = head.client.take_back(1, at(9, 0)).expect("in time");
    head.keep(&writes);
    head.does(h1(), at(9, 1), note("thay vào"));
    book.answer(&head.client.next_push().expect("it waits"));
    let answer = vec![Write::Unqueue(1), Write::Sent(stale.queue[&1].clone())];
    assert!(!Footing::of(&stale, &answer).ends_with(&head.client.meta));
    // Nor when it has read, for an act of its own, how often that happened.
    head.does(h1(), at(9, 2), note("ở cửa sổ kia"));
    let added = head.client.queue[&2].clone();
    stale.adopt(ward(), &[Write::Meta(head.client.meta.clone()), Write::Enqueue(added)]);
    assert!(!Footing::of(&stale, &answer).ends_with(&head.client.meta));
    let own = vec![Write::Unqueue(1), Write::Sent(head.client.queue[&1].clone())];
    assert!(Footing::of(&head.client, &own).ends_with(&head.client.meta));
}

/// Behind the step nothing was held, so it may be on its way, also when the clock has come up again.
#[test]
fn a_clock_that_went_back_ends_a_step() {
    let (_, mut head) = received();
    let step = does_in(&mut head, None, 1, at(9, 0)).expect("a step");
    assert_eq!((step.millis_left(at(9, 0)), step.millis_left(after(at(9, 0), -1))), (UNDO_MILLIS, 0));
}

/// Two tabs: what one of them adds meanwhile is not cut off by the other.
#[test]
fn a_chain_that_has_grown_meanwhile_is_not_cut() {
    let (_, mut head) = received();
    head.does(h1(), at(9, 0), note("một"));
    let writes = head.client.take_back(1, at(9, 0)).expect("in time");
    let from = Footing::of(&head.client, &writes);
    assert!(from.ends_with(&head.client.meta));
    head.does(h1(), at(9, 0), note("hai"));
    assert!(!from.ends_with(&head.client.meta));
}

#[test]
fn a_clock_that_went_back_holds_nothing() {
    let (_, mut head) = received();
    head.does(h1(), at(9, 0), note("một"));
    let before = at(8, 0);
    assert_eq!(head.client.next_push_at(before, 0), head.client.next_push());
    assert_eq!(head.client.take_back(1, before), None);
}

#[test]
fn whatever_gives_a_number_is_never_taken_back() {
    let (ward, officers) = (ward(), &ward().officers);
    let mut gave = std::collections::BTreeSet::new();
    for kind in Kind::ALL {
        for (seed, by) in (0..).zip(officers) {
            let lane = author(by.id).lane;
            let now = at(9, 0);
            let ctx = Ctx { now, happened: now, claimed: now, by, lane, reissued: None, ward };
            let act = any::act(&mut Dice::new(seed), &ctx, None, kind);
            if act.number().is_some() {
                gave.insert(kind);
                assert!(!kind.can_be_taken_back(), "{kind:?}");
            }
        }
    }
    assert!(gave.len() >= 3, "{gave:?}");
}
