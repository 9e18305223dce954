//! A half-day as it is tapped, told and added up.

use uuid::Uuid;

use super::*;

const LAN: OfficerId = OfficerId(21);
const MINH: OfficerId = OfficerId(22);

fn today() -> Day {
    Day::new(2026, 11, 24).expect("a day")
}

fn at(hour: u32, minute: u32) -> Moment {
    Moment::at(today(), hour, minute)
}

fn shift() -> Shift {
    Shift::begin(ShiftId(Uuid::from_u128(1)), today(), Half::Morning, at(7, 30))
}

fn said(refused: Result<impl std::fmt::Debug, Refusal>) -> String {
    refused.expect_err("refused").sentence().vi
}

#[test]
fn one_tap_is_one_citizen_and_the_last_is_taken_back() {
    let mut shift = shift();
    for topic in [Topic::Form, Topic::Form, Topic::Way] {
        shift.tap(topic, at(8, 0)).expect("open");
    }
    assert_eq!(shift.counts(), Counts::from([(Topic::Form, 2), (Topic::Way, 1)]));
    assert_eq!(shift.undo(), Ok(Some(Topic::Way)));
    assert_eq!((sum(&shift.counts()), shift.rev), (2, 5));
    shift.undo().expect("open");
    shift.undo().expect("open");
    assert_eq!((shift.undo(), shift.rev), (Ok(None), 7), "nothing to take back is no change");
}

#[test]
fn what_has_ended_takes_nothing_more() {
    let mut shift = shift();
    shift.tap(Topic::Papers, at(8, 0)).expect("open");
    shift.end(at(11, 30));
    let ended = shift.clone();
    assert!(said(shift.tap(Topic::Papers, at(11, 31))).contains("đã kết thúc"));
    assert!(said(shift.undo()).contains("đã kết thúc"));
    shift.end(at(12, 0));
    assert_eq!(shift, ended);
}

#[test]
fn a_shift_that_nobody_ended_is_over_with_its_last_tap() {
    let mut shift = shift();
    shift.tap(Topic::Other, at(9, 15)).expect("open");
    shift.end_if_past(today());
    assert_eq!(shift.ended, None);
    shift.end_if_past(today().next());
    assert_eq!(shift.ended, Some(at(9, 15)));
    let mut empty = self::shift();
    empty.end_if_past(today().next());
    assert_eq!(empty.ended, Some(empty.begun));
}

#[test]
fn of_two_tellings_the_later_one_counts() {
    let first = shift();
    let mut second = first.clone();
    second.tap(Topic::Account, at(8, 0)).expect("open");
    assert_eq!(first.judge(None, today()), Ok(true));
    assert_eq!(second.judge(Some(&first), today()), Ok(true));
    assert_eq!(first.judge(Some(&second), today()), Ok(false), "an old one that comes late");
    assert_eq!(second.judge(Some(&second), today()), Ok(false), "the same again");
    let mut ended = second.clone();
    ended.end(at(11, 30));
    assert_eq!(ended.judge(Some(&second), today()), Ok(true));
    let mut moved = ended.clone();
    moved.put(today(), Half::Afternoon);
    assert!(said(moved.judge(Some(&ended), today())).contains("đã kết thúc"), "what the server has stays");
    assert_eq!(
        moved.judge(Some(&second), today()),
        Ok(true),
        "where it has not heard of the end it may be put right"
    );
    let forged = Shift { rev: 99, ended: None, ..ended.clone() };
    assert!(said(forged.judge(Some(&ended), today())).contains("đã kết thúc"));
}

#[test]
fn a_day_that_cannot_be_is_said_at_its_field() {
    let of = |day: Day| Shift { day, ..shift() }.judge(None, today());
    assert_eq!((of(today()), of(today().plus(-31))), (Ok(true), Ok(true)));
    for wrong in [today().next(), today().plus(-32)] {
        let Err(Refusal::Fields { faults }) = of(wrong) else { panic!("taken: {wrong}") };
        assert_eq!((faults.len(), faults[0].field.as_str()), (1, DAY));
    }
}

#[test]
fn more_than_anybody_helps_is_refused() {
    let mut shift = shift();
    for _ in 0..SHIFT_TAPS_MAX {
        shift.tap(Topic::Way, at(8, 0)).expect("room");
    }
    assert!(said(shift.tap(Topic::Way, at(8, 1))).contains("300"));
    shift.taps.push(Tap { at: at(8, 2), topic: Topic::Way });
    assert!(said(shift.judge(None, today())).contains("300"));
}

#[test]
fn shifts_add_up_by_volunteer_and_by_what_was_helped_with() {
    let line = |officer, day: Day, half, counts: &[(Topic, u32)]| Line {
        officer,
        day,
        half,
        counts: counts.iter().copied().collect(),
        open: false,
    };
    let lines = vec![
        line(LAN, today(), Half::Morning, &[(Topic::Form, 2), (Topic::Way, 1)]),
        line(MINH, today(), Half::Afternoon, &[(Topic::Form, 9)]),
        line(LAN, today().plus(-1), Half::Afternoon, &[]),
    ];
    let all = Shifts::of(lines, 2);
    assert_eq!((all.total.shifts, all.total.helped()), (3, 12));
    let each: Vec<_> = all.volunteers.iter().map(|(id, tally)| (*id, tally.shifts, tally.helped())).collect();
    assert_eq!(each, [(MINH, 1, 9), (LAN, 2, 3)]);
    let sums: u32 = Topic::ALL.iter().filter_map(|topic| all.total.counts.get(topic)).sum();
    assert_eq!(sums, 12, "the columns add up to the whole");
    let newest: Vec<_> = all.lines.iter().map(|line| (line.officer, line.half)).collect();
    assert_eq!(newest, [(MINH, Half::Afternoon), (LAN, Half::Morning)], "and only as many as fit");
}

#[test]
fn a_telling_carries_nothing_else() {
    let mut shift = shift();
    shift.tap(Topic::AtHome, at(8, 0)).expect("open");
    let json = serde_json::to_string(&shift).expect("JSON");
    assert!(json.contains(r#""topic":"tai_nha""#) && json.contains(r#""half":"sang""#), "{json}");
    assert_eq!(serde_json::from_str::<Shift>(&json).expect("a shift"), shift);
    let more = json.replacen("{", r#"{"name":"Hồ Văn Lợi","#, 1);
    assert!(serde_json::from_str::<Shift>(&more).is_err(), "{more}");
}
