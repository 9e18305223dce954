//! Clocks of devices that disagree: a dossier's history never runs backwards.

use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use super::{Book, at, author, monday, receive, ward, write};
use crate::act;
use crate::ctx::Ctx;
use crate::demo;
use crate::dossier::any::{self, Dice};
use crate::dossier::record::Decision;
use crate::dossier::sign::Sign;
use crate::dossier::stamp::Stamp;
use crate::dossier::submit::Submit;
use crate::dossier::{Act, Kind};
use crate::dossier::{amend::Note, assign::Assign};
use crate::id::DossierId;
use crate::limits::CLOCK_DRIFT_MINUTES_MAX;
use crate::moment::Moment;
use crate::script::dossier_id;
use crate::sync::client::{Intent, Place, seal};
use crate::sync::wire::Outcome;

fn h1() -> DossierId {
    dossier_id(1)
}

/// H1, signed on Monday at 10:00.
fn signed() -> Book {
    let (mut book, mut hà) = (Book::default(), author(demo::JUSTICE));
    book.does(&mut author(demo::RECEPTION), h1(), at(8, 0), receive());
    book.does(&mut hà, h1(), at(8, 10), Act::Assign(Assign { to: demo::JUSTICE, reason: String::new() }));
    let submit = Submit { decision: Decision::Grant, summary: "Cấp giấy".to_owned() };
    book.does(&mut hà, h1(), at(9, 0), Act::Submit(submit));
    book.does(&mut author(demo::VICE_1), h1(), at(10, 0), Act::Sign(Sign { taking_over: true }));
    book
}

fn stamp() -> Act {
    Act::Stamp(Stamp { number: "34/XN-UBND".to_owned(), on: monday() })
}

/// The clerk stamps with a clock that stands at `claimed` while the server's stands at 11:00.
fn stamped(mut book: Book, base: u64, claimed: Moment) -> (Option<Moment>, bool) {
    let command = write(&mut author(demo::CLERK), h1(), base, claimed, stamp()).body.open().unwrap();
    let outcome = book.judge_at(at(11, 0), Moment::default(), &command);
    assert!(matches!(outcome, Outcome::Applied { .. }), "{outcome:?}");
    (book.records[&h1()].finished_at, book.records[&h1()].time_disputed)
}

#[test]
fn a_step_is_never_before_the_one_it_follows() {
    cov_mark::check_count!(before_the_step_it_follows, 4);
    let book = signed();
    let base = book.records[&h1()].rev;
    let judged = |claimed| stamped(Book { records: book.records.clone(), seq: book.seq }, base, claimed);
    assert_eq!(judged(at(10, 30)), (Some(at(10, 30)), false), "an honest clock");
    assert_eq!(judged(at(9, 58)), (Some(at(10, 0)), false), "two clocks differ by minutes");
    // `judge` is asked twice for each, so that the same act is seen to get the same verdict.
    assert_eq!(judged(at(9, 49)), (Some(at(11, 0)), true), "not believed, so the server's clock counts");
    let two_days = Moment::at(monday().plus(-2), 11, 0);
    assert_eq!(judged(two_days), (Some(at(11, 0)), true), "a stamp before the reception is no early result");
}

#[test]
fn an_act_without_a_network_is_not_late_for_what_it_did_not_know() {
    let mut book = signed();
    let base = book.records[&h1()].rev;
    let note = Act::Note(Note { text: "Đã gọi điện".to_owned() });
    let old = write(&mut author(demo::RECEPTION), h1(), base, at(10, 5), note.clone());
    book.does(&mut author(demo::HEAD), h1(), at(10, 50), note);
    assert_eq!(
        stamped(Book { records: book.records.clone(), seq: book.seq }, base, at(10, 10)).0,
        Some(at(10, 10))
    );
    let before_signing = stamped(Book { records: book.records.clone(), seq: book.seq }, base, at(8, 30));
    assert_eq!(before_signing, (Some(at(11, 0)), true), "the signature it must have known");
    book.judge_at(at(11, 0), Moment::default(), &old.body.open().unwrap());
    let record = &book.records[&h1()];
    assert_eq!((record.last_trace().map(|trace| trace.at), record.time_disputed), (Some(at(10, 5)), false));
}

/// Every person's clock is off by up to three days. Nobody is out of the network, so the history stands in order,
/// and its steps do whatever a person confirms.
fn stands_in_order(seed: u64) -> Result<(), TestCaseError> {
    let mut dice = Dice::new(seed);
    let mut book = Book::default();
    let people = [demo::RECEPTION, demo::JUSTICE, demo::HEAD, demo::CLERK, demo::VICE_1];
    let mut authors = people.map(author);
    let mut now = at(8, 0);
    for _ in 0..40 {
        now = now.plus_minutes(dice.below(300) as i64);
        let i = dice.below(people.len());
        let off = [0, -3, 3, -60, -3_000][dice.below(5)];
        let claimed = now.plus_minutes(off);
        let by = ward().officer(people[i]).unwrap();
        let lane = authors[i].lane;
        let ctx = Ctx { now, happened: claimed, claimed, by, lane, reissued: None, ward: ward() };
        let act = any::next(&mut dice, &ctx, book.records.get(&h1()));
        let base = book.records.get(&h1()).map_or(0, |record| record.rev);
        let intent = Intent { act: act::Act::Dossier { id: h1(), act }, base, at: claimed };
        // A device whose date went backwards gives no number.
        let Ok((next, queued)) = seal(&authors[i], &Place::default(), intent) else { continue };
        authors[i] = next;
        book.judge_at(now, Moment::default(), &queued.body.open().unwrap());
        let Some(record) = book.records.get(&h1()) else { continue };
        let steps = record.history.iter().filter(|trace| trace.kind.spec().to.is_some());
        prop_assert!(steps.is_sorted_by_key(|trace| trace.at), "{:#?}", record.history);
        // A head who confirms a device's moment may put its act before a note, never before a step.
        let confirmed = record.history.iter().any(|trace| trace.kind == Kind::ConfirmTime);
        let sorted = record.history.is_sorted_by_key(|trace| trace.at);
        prop_assert!(confirmed || sorted, "{:#?}", record.history);
        let latest = now.plus_minutes(CLOCK_DRIFT_MINUTES_MAX);
        prop_assert!(record.latest() <= Some(latest));
        if record.history.iter().any(|trace| trace.kind == Kind::Receive) {
            prop_assert!(record.finished_at.is_none() || record.finished_at >= record.received_at);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_history_never_runs_backwards(seed: u64) {
        stands_in_order(seed)?;
    }
}

#[test]
fn seeds_that_once_ran_backwards_stand_in_order() {
    for seed in [17_058_671_107_043_240_550, 17_571_357_638_587_635_970] {
        stands_in_order(seed).unwrap();
    }
}
