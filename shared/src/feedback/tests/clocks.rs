//! Four clocks over weekends, a holiday, the end of the tables and every order of steps.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::calendar::standard_calendar;
use crate::report::Period;

fn step(moment: &str, what: What) -> Step {
    Step { at: at(moment), by: Some(HEAD), what }
}

fn ask(moment: &str) -> Step {
    step(moment, What::Ask { question: "Khi nào?".to_owned() })
}

fn told(moment: &str) -> Step {
    Step { at: at(moment), by: None, what: What::Answer { text: "Hôm qua".to_owned() } }
}

fn with(moment: &str, steps: Vec<Step>) -> Feedback {
    Feedback { steps, ..received("Chờ lâu", moment) }
}

/// The four clocks, a line each.
fn check(one: &Feedback, now: &str, want: Expect) {
    let calendar = standard_calendar();
    let line = |limit: Limit| match one.clock(limit, &calendar, at(now)) {
        Ok(clock) => format!("{}: {}\n", limit.label().vi, clock.text(crate::lang::Lang::Vi)),
        Err(missing) => format!("{}: {}\n", limit.label().vi, missing.year),
    };
    want.assert_eq(&Limit::ALL.map(line).concat());
}

#[test]
fn days_of_work_are_counted_over_weekends_and_new_year() {
    // From a Thursday: 31/12 and 01/01 are off, Saturday 05/01 is worked for 31/12.
    check(
        &with("2018-12-20T09:00", vec![]),
        "2018-12-20T10:00",
        expect![[r#"
            Từ chối tiếp nhận: hạn 17:00 24/12/2018
            Yêu cầu bổ sung: hạn 17:00 27/12/2018
            Trả lời: hạn 17:00 11/01/2019
            Công khai trả lời: không cần
        "#]],
    );
}

#[test]
fn tet_stops_every_clock_and_the_evening_counts_as_the_next_morning() {
    check(
        &with("2018-02-13T18:00", vec![]),
        "2018-02-13T18:01",
        expect![[r#"
            Từ chối tiếp nhận: hạn 17:00 23/02/2018
            Yêu cầu bổ sung: hạn 17:00 28/02/2018
            Trả lời: hạn 17:00 14/03/2018
            Công khai trả lời: không cần
        "#]],
    );
}

#[test]
fn done_to_the_minute_is_kept_and_a_minute_later_is_missed() {
    let done = |moment: &str| {
        let reply = step(moment, reply("Đã sửa"));
        with("2018-11-22T09:00", vec![step("2018-11-22T10:00", classify(&[])), reply])
    };
    let standing = |one: &Feedback, limit| {
        one.clock(limit, &standard_calendar(), at("2019-01-02T09:00")).expect("a table").standing
    };
    assert_eq!(standing(&done("2018-12-13T17:00"), Limit::Reply), Standing::Kept);
    assert_eq!(standing(&done("2018-12-13T17:01"), Limit::Reply), Standing::Missed);
    assert_eq!(standing(&done("2018-12-13T17:00"), Limit::Publish), Standing::Overdue);
    assert_eq!(standing(&done("2018-12-13T17:00"), Limit::Refuse), Standing::Idle);
    let no =
        |moment| with("2018-11-22T09:00", vec![step(moment, What::Refuse { reason: "Quận".to_owned() })]);
    assert_eq!(standing(&no("2018-11-26T17:00"), Limit::Refuse), Standing::Kept);
    assert_eq!(standing(&no("2018-11-26T17:01"), Limit::Refuse), Standing::Missed);
    assert_eq!(standing(&no("2018-11-26T17:01"), Limit::Reply), Standing::Idle, "a refusal is the answer");
    let asked = |moment| with("2018-11-22T09:00", vec![ask(moment)]);
    assert_eq!(standing(&asked("2018-11-29T17:00"), Limit::Ask), Standing::Kept);
    assert_eq!(standing(&asked("2018-11-29T17:01"), Limit::Ask), Standing::Missed);
    assert_eq!(standing(&with("2018-11-22T09:00", vec![]), Limit::Refuse), Standing::Passed);
}

#[test]
fn a_question_stops_the_reply_until_the_answer() {
    let steps = vec![step("2018-11-22T10:00", classify(&[])), ask("2018-11-23T09:00")];
    let open = with("2018-11-22T09:00", steps.clone());
    check(
        &open,
        "2018-12-30T09:00",
        expect![[r#"
            Từ chối tiếp nhận: không cần
            Yêu cầu bổ sung: đúng hạn, 09:00 23/11/2018
            Trả lời: đồng hồ dừng, chờ người gửi
            Công khai trả lời: không cần
        "#]],
    );
    // Friday to Wednesday: it stood still for three working days and is due three later, on the 18th for the 13th.
    let more = [told("2018-11-28T09:00")];
    let one = with("2018-11-22T09:00", steps.into_iter().chain(more).collect());
    check(
        &one,
        "2018-11-28T10:00",
        expect![[r#"
            Từ chối tiếp nhận: không cần
            Yêu cầu bổ sung: đúng hạn, 09:00 23/11/2018
            Trả lời: hạn 17:00 18/12/2018
            Công khai trả lời: không cần
        "#]],
    );
}

#[test]
fn a_question_after_the_limit_hides_nothing() {
    let steps = vec![step("2018-11-22T10:00", classify(&[])), ask("2018-12-20T09:00")];
    check(
        &with("2018-11-22T09:00", steps),
        "2018-12-21T09:00",
        expect![[r#"
            Từ chối tiếp nhận: không cần
            Yêu cầu bổ sung: trễ hạn, 09:00 20/12/2018 (hạn 17:00 29/11/2018)
            Trả lời: quá hạn từ 17:00 13/12/2018
            Công khai trả lời: không cần
        "#]],
    );
}

#[test]
fn a_year_without_a_table_is_named() {
    let last = standard_calendar().last_year;
    let one = with(&format!("{last}-12-30T09:00"), vec![]);
    let clock = one.clock(Limit::Reply, &standard_calendar(), one.at);
    assert_eq!(clock.map_err(|missing| missing.year), Err(last + 1));
    let late = with(&format!("{}-01-05T09:00", last + 1), vec![]);
    for limit in [Limit::Refuse, Limit::Ask, Limit::Reply] {
        assert_eq!(late.clock(limit, &standard_calendar(), late.at).map_err(|m| m.year), Err(last + 1));
    }
    assert_eq!(
        late.clock(Limit::Publish, &standard_calendar(), late.at).map(|c| c.standing),
        Ok(Standing::Idle)
    );
    let totals = Totals::of([&one, &late], &standard_calendar(), one.at);
    assert_eq!((totals.received, totals.uncounted, totals.no_calendar), (2, 2, vec![last + 1]));
}

#[test]
fn a_share_is_of_what_could_be_late() {
    let classified = step("2018-11-22T10:00", classify(&[]));
    let answered = |moment: &str| vec![classified.clone(), step(moment, reply("Đã sửa"))];
    let all = [
        with("2018-11-22T09:00", answered("2018-11-30T09:00")),
        with("2018-11-22T09:00", answered("2018-12-28T09:00")),
        with("2018-11-22T09:00", vec![step("2018-11-23T09:00", What::Refuse { reason: "Quận".to_owned() })]),
        with("2018-11-22T09:00", vec![classified.clone()]),
        with("2018-12-28T09:00", vec![]),
        with("2018-01-02T09:00", vec![]),
    ];
    let (from, to) = (Day::new(2018, 11, 1).expect("a day"), Day::new(2018, 12, 31).expect("a day"));
    let period = Period::new(from, to).expect("a period");
    let totals =
        Totals::of(all.iter().filter(totals::within(period)), &standard_calendar(), at("2019-01-02T09:00"));
    assert_eq!((totals.received, totals.anonymous), (5, 5));
    // Kept: a reply and a refusal; missed: a late reply and one that never came. The newest runs and is in no share.
    assert_eq!((totals.answers.kept, totals.answers.missed, totals.answers.n()), (2, 2, 4));
    assert_eq!(totals.count(Kind::Rule, State::New), 1);
    assert_eq!(totals.count(Kind::Conduct, State::Replied), 2);
    assert_eq!(totals.count(Kind::Rule, State::Refused), 1);
    assert_eq!(totals.channels, [(Channel::Online, 5)]);
    assert_eq!(Totals::of([], &standard_calendar(), at("2019-01-02T09:00")).answers.n(), 0);
}

/// A minute in 2018 ..= 2024, so that everything below stays inside the table.
fn any_moment() -> impl Strategy<Value = Moment> {
    (0..7 * 365 * 24 * 60_i64).prop_map(|minutes| at("2018-01-01T00:00").plus_minutes(minutes))
}

proptest! {
    #[test]
    fn a_clock_is_due_on_its_working_day_whatever_the_moment(received in any_moment()) {
        let calendar = standard_calendar();
        let one = Feedback { at: received, ..with("2018-01-02T09:00", vec![]) };
        for limit in [Limit::Refuse, Limit::Ask, Limit::Reply] {
            let clock = one.clock(limit, &calendar, received)?;
            prop_assert_eq!(clock.due, Some(calendar.due(received, limit.term())?.at));
            prop_assert_eq!(clock.standing, Standing::Runs);
        }
    }

    #[test]
    fn no_question_ever_brings_the_reply_nearer_or_saves_a_late_one(
        received in any_moment(),
        asked in 1..40 * 24 * 60_i64,
        waited in 1..60 * 24 * 60_i64,
        took in 1..60 * 24 * 60_i64,
    ) {
        let calendar = standard_calendar();
        let base = Feedback { at: received, ..with("2018-01-02T09:00", vec![]) };
        let plain = calendar.due(received, Limit::Reply.term())?.at;
        let (question, answer) = (received.plus_minutes(asked), received.plus_minutes(asked + waited));
        let replied = answer.plus_minutes(took);
        let by = |at: Moment, what: What| Step { at, by: Some(HEAD), what };
        let steps = vec![
            by(received, classify(&[])),
            Step { at: question, ..ask("2018-01-02T09:00") },
            Step { at: answer, ..told("2018-01-02T09:00") },
            by(replied, reply("Đã sửa")),
        ];
        let clock = Feedback { steps, ..base }.clock(Limit::Reply, &calendar, replied)?;
        let due = clock.due.expect("it does not wait");
        prop_assert!(due >= plain);
        if question > plain {
            prop_assert_eq!(due, plain);
            prop_assert_eq!(clock.standing, Standing::Missed);
        }
        prop_assert_eq!(clock.standing == Standing::Kept, replied <= due);
    }
}
