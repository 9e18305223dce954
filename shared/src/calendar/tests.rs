//! The vectors of the data, and the laws that hold for every moment and term.

use expect_test::{Expect, expect};
use serde::Deserialize;

use super::*;
use crate::lang::Lang;
use crate::ward::SupplementClock;

mod laws;

fn moment(text: &str) -> Moment {
    text.parse().expect("a moment")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn term(text: &str) -> Term {
    text.parse().expect("a term")
}

fn due(received: &str, limit: &str) -> Moment {
    standard_calendar().due(moment(received), term(limit)).expect("a table").at
}

#[derive(Deserialize)]
struct Vectors {
    working_days_2018: u32,
    test_vectors: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    received: Day,
    mode: String,
    value: u32,
    due_date: Day,
    why: String,
}

#[test]
fn the_table_agrees_with_its_own_vectors() {
    let vectors: Vectors =
        serde_json::from_str(include_str!("../../data/holidays.json")).expect("the table reads");
    let calendar = standard_calendar();
    let before = day("2017-12-31");
    assert_eq!(calendar.working_days_between(before, day("2018-12-31")), Ok(vectors.working_days_2018));
    assert_eq!(vectors.test_vectors.len(), 13);
    for vector in vectors.test_vectors {
        let limit = match vector.mode.as_str() {
            "working_days" => Term::WorkingDays(vector.value),
            "calendar_days" => Term::CalendarDays(vector.value),
            other => panic!("unknown mode {other}"),
        };
        for hour in [8, 16] {
            let due = calendar.due(Moment::at(vector.received, hour, 0), limit).expect("a table");
            assert_eq!(due.at, Moment::at(vector.due_date, 17, 0), "{}", vector.why);
        }
    }
}

#[test]
fn the_table_has_no_fault_and_knows_what_is_uncertain() {
    let calendar = standard_calendar();
    assert_eq!(calendar.fault(), None);
    assert_eq!((calendar.first_year, calendar.last_year), (2018, 2026));
    let uncertain: Vec<_> = calendar.off.iter().filter(|(_, off)| off.uncertain).collect();
    assert_eq!(uncertain.len(), 1);
    assert_eq!(*uncertain[0].0, day("2026-11-24"));
    let copy: Calendar =
        serde_json::from_str(&serde_json::to_string(&calendar).expect("writes")).expect("reads");
    assert_eq!(copy, calendar);
}

#[test]
fn faults_of_a_typed_table_are_named() {
    let mut calendar = standard_calendar();
    calendar.hours[0].afternoon = (13 * 60, 12 * 60);
    assert!(calendar.fault().expect("out of order").vi.contains("01/01/2018"));
    let mut calendar = standard_calendar();
    calendar.worked.insert(day("2018-02-14"), "nhầm".into());
    assert!(calendar.fault().expect("both").vi.contains("14/02/2018"));
    calendar.hours.clear();
    assert!(calendar.fault().is_some());
    assert_eq!(calendar.due(moment("2018-03-01T09:00"), term("3wd")), Err(NoCalendar { year: 2018 }));
}

#[test]
fn a_year_without_a_table_is_never_guessed() {
    let calendar = standard_calendar();
    for (received, limit) in
        [("2026-12-30T09:00", "3wd"), ("2017-12-29T09:00", "1wd"), ("2027-01-04T09:00", "same-day")]
    {
        let year = if received.starts_with("2017") { 2017 } else { 2027 };
        assert_eq!(calendar.due(moment(received), term(limit)), Err(NoCalendar { year }));
    }
    assert!(NoCalendar { year: 2027 }.sentence().vi.contains("2027"));
    assert_eq!(calendar.opening(day("2027-03-01")), None);
    assert_eq!(calendar.why_off(day("2027-03-06")), None);
}

#[test]
fn same_day_until_fifteen_o_clock() {
    assert_eq!(due("2018-02-13T15:00", "same-day"), moment("2018-02-13T17:00"));
    let late = Moment::from_millis(moment("2018-02-13T15:00").millis() + 1);
    let calendar = standard_calendar();
    assert_eq!(calendar.due(late, Term::SameDay).expect("a table").at, moment("2018-02-21T17:00"));
    assert_eq!(due("2018-02-13T06:00", "same-day"), moment("2018-02-13T17:00"));
    assert_eq!(due("2018-02-13T18:00", "same-day"), moment("2018-02-21T17:00"));
    assert_eq!(due("2018-02-17T10:00", "same-day"), moment("2018-02-21T17:00"));
}

#[test]
fn outside_office_hours_counts_from_the_next_opening() {
    assert_eq!(due("2018-03-05T17:00", "1wd"), moment("2018-03-06T17:00"));
    assert_eq!(due("2018-03-05T17:01", "1wd"), moment("2018-03-07T17:00"));
    assert_eq!(due("2018-03-03T10:00", "1wd"), moment("2018-03-06T17:00"));
    assert_eq!(due("2018-03-05T12:00", "1wd"), moment("2018-03-06T17:00"));
    assert_eq!(due("2018-03-03T10:00", "1cd"), moment("2018-03-06T17:00"));
}

#[test]
fn working_hours_pass_only_while_the_office_is_open() {
    assert_eq!(due("2018-03-05T07:30", "8wh"), moment("2018-03-05T17:00"));
    assert_eq!(due("2018-03-05T09:15", "8wh"), moment("2018-03-06T09:15"));
    assert_eq!(due("2018-03-05T12:00", "4wh"), moment("2018-03-05T17:00"));
    assert_eq!(due("2018-02-13T16:00", "2wh"), moment("2018-02-21T08:30"));
    assert_eq!(due("2018-03-03T12:00", "8wh"), moment("2018-03-05T17:00"));
    let calendar = standard_calendar();
    let minutes = |from, to| calendar.working_minutes(moment(from), moment(to)).expect("a table");
    assert_eq!(minutes("2018-03-05T00:00", "2018-03-05T23:59"), 480);
    assert_eq!(minutes("2018-03-05T11:00", "2018-03-05T13:30"), 60);
    assert_eq!(minutes("2018-03-02T16:30", "2018-03-05T08:00"), 60);
    assert_eq!(minutes("2018-03-05T10:00", "2018-03-05T09:00"), 0);
}

#[test]
fn office_hours_are_dated() {
    let mut calendar = standard_calendar();
    calendar.hours.push(OfficeHours {
        from: day("2018-06-01"),
        morning: (7 * 60, 11 * 60),
        afternoon: (13 * 60 + 30, 17 * 60 + 30),
    });
    let closing = |text| calendar.closing(day(text)).map(Moment::clock);
    assert_eq!(closing("2018-05-31").as_deref(), Some("17:00"));
    assert_eq!(closing("2018-06-01").as_deref(), Some("17:30"));
    assert_eq!(closing("2018-06-02"), None);
    assert_eq!(calendar.opening(day("2018-06-01")).map(Moment::clock).as_deref(), Some("07:00"));
}

#[test]
fn terms_read_and_write() {
    for text in ["same-day", "8wh", "3wd", "15cd"] {
        assert_eq!(term(text).to_string(), text);
        assert_eq!(serde_json::to_string(&term(text)).expect("writes"), format!("\"{text}\""));
    }
    for text in ["", "wd", "0wd", "-1wd", "+3wd", "3", "3 ngày", "1000wd", "99999999999999999999wd", "3WD"] {
        let bad = text.parse::<Term>().expect_err(text);
        assert!(bad.sentence().vi.contains(text));
    }
    assert_eq!(term("3wd").text(Lang::Vi), "03 ngày làm việc");
    assert_eq!(term("1wd").text(Lang::En), "1 working day");
    assert_eq!(term("15cd").text(Lang::Vi), "15 ngày");
    assert_eq!(term("8wh").text(Lang::En), "8 working hours");
    assert_eq!(term("same-day").text(Lang::Vi), "Trong ngày");
}

/// `13/02 nhận · 14/02 nghỉ · 21/02 1`
fn strip(due: &Due) -> String {
    let word = |mark: &Mark| match mark {
        Mark::AfterHours => "ngoài giờ".to_owned(),
        Mark::Received => "nhận".into(),
        Mark::Counted(n) => n.to_string(),
        Mark::Off(_) => "nghỉ".into(),
        Mark::Paused => "dừng".into(),
    };
    let days: Vec<_> = due
        .days
        .iter()
        .map(|counted| format!("{} {}", counted.day.vi_short(), word(&counted.mark)))
        .collect();
    days.join(" · ")
}

fn check_why(
    received: &str,
    limit: &str,
    pauses: &[(&str, &str)],
    policy: SupplementClock,
    expected: Expect,
) {
    let pauses: Vec<_> =
        pauses.iter().map(|(from, to)| Pause { from: moment(from), to: Some(moment(to)) }).collect();
    let due = standard_calendar()
        .due_after_pauses(moment(received), term(limit), &pauses, policy)
        .expect("a table");
    expected.assert_eq(&format!("{}\n{}\n{}\n", strip(&due), due.why(Lang::Vi), due.why(Lang::En)));
}

#[test]
fn the_due_moment_explains_itself() {
    let resume = SupplementClock::Resume;
    check_why(
        "2018-02-13T09:00",
        "3wd",
        &[],
        resume,
        expect![[r#"
        13/02 nhận · 14/02 nghỉ · 15/02 nghỉ · 16/02 nghỉ · 17/02 nghỉ · 18/02 nghỉ · 19/02 nghỉ · 20/02 nghỉ · 21/02 1 · 22/02 2 · 23/02 3
        Nhận 09:00 13/02/2018; 03 ngày làm việc, không tính ngày nhận; nghỉ 7 ngày (Tết Nguyên Đán); hạn trả 17:00 23/02/2018.
        Received 09:00 13/02/2018; 3 working days after the day of receipt; 7 days off (Lunar New Year); due 17:00 23/02/2018.
    "#]],
    );
    check_why(
        "2018-02-05T09:00",
        "10cd",
        &[],
        resume,
        expect![[r#"
        05/02 nhận · 06/02 1 · 07/02 2 · 08/02 3 · 09/02 4 · 10/02 5 · 11/02 6 · 12/02 7 · 13/02 8 · 14/02 9 · 15/02 nghỉ · 16/02 nghỉ · 17/02 nghỉ · 18/02 nghỉ · 19/02 nghỉ · 20/02 nghỉ · 21/02 10
        Nhận 09:00 05/02/2018; 10 ngày, không tính ngày nhận; hết hạn vào ngày nghỉ (Tết Nguyên Đán) nên chuyển sang ngày làm việc tiếp theo; hạn trả 17:00 21/02/2018.
        Received 09:00 05/02/2018; 10 days after the day of receipt; ending on a day off (Lunar New Year), so moved to the next working day; due 17:00 21/02/2018.
    "#]],
    );
    check_why(
        "2018-03-09T15:30",
        "same-day",
        &[],
        resume,
        expect![[r#"
        09/03 nhận · 10/03 nghỉ · 11/03 nghỉ · 12/03 1
        Nhận 15:30 09/03/2018; sau 15:00 nên trả vào ngày làm việc tiếp theo; nghỉ 2 ngày (Thứ Bảy, Chủ nhật); hạn trả 17:00 12/03/2018.
        Received 15:30 09/03/2018; after 15:00, so on the next working day; 2 days off (Saturday, Sunday); due 17:00 12/03/2018.
    "#]],
    );
    check_why(
        "2018-03-09T14:30",
        "same-day",
        &[],
        resume,
        expect![[r#"
        09/03 nhận
        Nhận 14:30 09/03/2018; không sau 15:00 nên trả trong ngày; hạn trả 17:00 09/03/2018.
        Received 14:30 09/03/2018; not after 15:00, so the same day; due 17:00 09/03/2018.
    "#]],
    );
    check_why(
        "2018-03-09T18:00",
        "2wd",
        &[],
        resume,
        expect![[r#"
        09/03 ngoài giờ · 10/03 nghỉ · 11/03 nghỉ · 12/03 nhận · 13/03 1 · 14/03 2
        Nhận 18:00 09/03/2018 ngoài giờ làm việc, coi như nhận ngày 12/03/2018; 02 ngày làm việc, không tính ngày nhận; hạn trả 17:00 14/03/2018.
        Received 18:00 09/03/2018 outside office hours, as if on 12/03/2018; 2 working days after the day of receipt; due 17:00 14/03/2018.
    "#]],
    );
    check_why(
        "2018-03-09T10:00",
        "8wh",
        &[],
        resume,
        expect![[r#"
        09/03 nhận · 10/03 nghỉ · 11/03 nghỉ · 12/03 1
        Nhận 10:00 09/03/2018; 08 giờ làm việc, chỉ tính trong giờ hành chính; nghỉ 2 ngày (Thứ Bảy, Chủ nhật); hạn trả 10:00 12/03/2018.
        Received 10:00 09/03/2018; 8 working hours of office time; 2 days off (Saturday, Sunday); due 10:00 12/03/2018.
    "#]],
    );
}

#[test]
fn pauses_explain_themselves() {
    let stop: &[_] = &[("2018-03-06T10:00", "2018-03-08T15:00")];
    check_why(
        "2018-03-05T09:00",
        "3wd",
        stop,
        SupplementClock::Resume,
        expect![[r#"
        05/03 nhận · 06/03 1 · 07/03 dừng · 08/03 dừng · 09/03 2 · 10/03 nghỉ · 11/03 nghỉ · 12/03 3
        Nhận 09:00 05/03/2018; 03 ngày làm việc, không tính ngày nhận; nghỉ 2 ngày (Thứ Bảy, Chủ nhật); đồng hồ dừng 2 ngày; hạn trả 17:00 12/03/2018.
        Received 09:00 05/03/2018; 3 working days after the day of receipt; 2 days off (Saturday, Sunday); the clock stood still for 2 days; due 17:00 12/03/2018.
    "#]],
    );
    check_why(
        "2018-03-05T09:00",
        "3wd",
        stop,
        SupplementClock::Restart,
        expect![[r#"
        08/03 nhận · 09/03 1 · 10/03 nghỉ · 11/03 nghỉ · 12/03 2 · 13/03 3
        Bổ sung đủ 15:00 08/03/2018, tính lại từ đầu; 03 ngày làm việc, không tính ngày nhận; nghỉ 2 ngày (Thứ Bảy, Chủ nhật); hạn trả 17:00 13/03/2018.
        Supplemented 15:00 08/03/2018, counted anew; 3 working days after the day of receipt; 2 days off (Saturday, Sunday); due 17:00 13/03/2018.
    "#]],
    );
    check_why(
        "2018-03-05T09:00",
        "5cd",
        stop,
        SupplementClock::Resume,
        expect![[r#"
        05/03 nhận · 06/03 1 · 07/03 dừng · 08/03 dừng · 09/03 2 · 10/03 3 · 11/03 4 · 12/03 5
        Nhận 09:00 05/03/2018; 05 ngày, không tính ngày nhận; đồng hồ dừng 2 ngày; hạn trả 17:00 12/03/2018.
        Received 09:00 05/03/2018; 5 days after the day of receipt; the clock stood still for 2 days; due 17:00 12/03/2018.
    "#]],
    );
    check_why(
        "2018-03-05T09:00",
        "16wh",
        stop,
        SupplementClock::Resume,
        expect![[r#"
        05/03 nhận · 06/03 1 · 07/03 dừng · 08/03 2 · 09/03 3
        Nhận 09:00 05/03/2018; 16 giờ làm việc, chỉ tính trong giờ hành chính; đồng hồ dừng 1 ngày; hạn trả 14:00 09/03/2018.
        Received 09:00 05/03/2018; 16 working hours of office time; the clock stood still for 1 day; due 14:00 09/03/2018.
    "#]],
    );
    check_why(
        "2018-03-06T09:00",
        "same-day",
        stop,
        SupplementClock::Resume,
        expect![[r#"
        06/03 nhận · 07/03 dừng · 08/03 dừng
        Nhận 09:00 06/03/2018; không sau 15:00 nên trả trong ngày; đồng hồ dừng 2 ngày; hạn trả 17:00 08/03/2018.
        Received 09:00 06/03/2018; not after 15:00, so the same day; the clock stood still for 2 days; due 17:00 08/03/2018.
    "#]],
    );
}

fn after(limit: &str, pauses: &[(&str, Option<&str>)], policy: SupplementClock) -> String {
    let pauses: Vec<_> =
        pauses.iter().map(|(from, to)| Pause { from: moment(from), to: to.map(moment) }).collect();
    let calendar = standard_calendar();
    // Received on Monday.
    let due = calendar.due_after_pauses(moment("2018-03-05T09:00"), term(limit), &pauses, policy);
    due.expect("a table").at.clock_and_day()
}

#[test]
fn a_stopped_clock_moves_the_due_day_and_never_forgives() {
    let resume = SupplementClock::Resume;
    // Within a day nothing stands still for a term in days.
    assert_eq!(after("3wd", &[("2018-03-06T08:00", Some("2018-03-06T16:00"))], resume), "17:00 08/03/2018");
    // On the day of receipt, and on the due day itself, the days count in full.
    assert_eq!(after("3wd", &[("2018-03-05T10:00", Some("2018-03-07T10:00"))], resume), "17:00 12/03/2018");
    assert_eq!(after("3wd", &[("2018-03-08T10:00", Some("2018-03-12T10:00"))], resume), "17:00 12/03/2018");
    // Overlapping pauses count once.
    let twice =
        [("2018-03-06T08:00", Some("2018-03-08T16:00")), ("2018-03-07T08:00", Some("2018-03-08T10:00"))];
    assert_eq!(after("3wd", &twice, resume), "17:00 12/03/2018");
    // A pause that lasts, or runs backwards, or lay before the receipt, moves nothing.
    assert_eq!(after("3wd", &[("2018-03-06T08:00", None)], resume), "17:00 08/03/2018");
    assert_eq!(after("3wd", &[("2018-03-07T08:00", Some("2018-03-06T08:00"))], resume), "17:00 08/03/2018");
    assert_eq!(after("3wd", &[("2018-03-01T08:00", Some("2018-03-02T08:00"))], resume), "17:00 08/03/2018");
    // A pause that begins when the dossier is late already does not make it on time.
    let too_late = [("2018-03-08T17:01", Some("2018-03-20T08:00"))];
    assert_eq!(after("3wd", &too_late, resume), "17:00 08/03/2018");
    assert_eq!(after("3wd", &too_late, SupplementClock::Restart), "17:00 08/03/2018");
    assert_eq!(after("8wh", &[("2018-03-06T10:00", Some("2018-03-20T08:00"))], resume), "09:00 06/03/2018");
    // Counted anew from the last pause.
    let two =
        [("2018-03-06T08:00", Some("2018-03-07T08:00")), ("2018-03-09T08:00", Some("2018-03-14T08:00"))];
    assert_eq!(after("3wd", &two, SupplementClock::Restart), "17:00 19/03/2018");
    assert_eq!(after("8wh", &[("2018-03-05T10:00", Some("2018-03-05T11:00"))], resume), "10:00 06/03/2018");
}

#[test]
fn early_and_on_time_are_judged_by_date_and_late_by_the_minute() {
    let due = moment("2018-11-22T17:00");
    assert_eq!(timing(moment("2018-11-21T17:30"), due), Timing::Early);
    assert_eq!(timing(moment("2018-11-22T08:00"), due), Timing::OnTime);
    assert_eq!(timing(due, due), Timing::OnTime);
    assert_eq!(timing(moment("2018-11-22T17:01"), due), Timing::Late);
    for timing in Timing::ALL {
        assert_eq!(serde_json::to_string(&timing).expect("writes"), format!("\"{}\"", timing.code()));
    }
}

#[test]
fn the_light_speaks() {
    let calendar = standard_calendar();
    let ask = |received, due| LightAsk {
        received: moment(received),
        due: moment(due),
        paused: None,
        finished: None,
    };
    let mut lines = String::new();
    let mut say = |now: &str, ask: LightAsk| {
        let light = calendar.light(moment(now), ask).expect("a table");
        lines += &format!("{:12}{} | {}\n", light.code(), light.text(Lang::Vi), light.text(Lang::En));
    };
    let five = ask("2018-11-12T09:00", "2018-11-19T17:00");
    for now in [
        "2018-11-14T09:00",
        "2018-11-16T09:00",
        "2018-11-17T09:00",
        "2018-11-19T09:00",
        "2018-11-19T17:01",
        "2018-11-20T08:00",
        "2018-11-21T08:00",
    ] {
        say(now, five);
    }
    // A fifth of a long limit is soon, however many days that is.
    say("2018-11-26T09:00", ask("2018-11-01T09:00", "2018-11-29T17:00"));
    say("2018-11-14T09:00", LightAsk { paused: Some(moment("2018-11-13T09:00")), ..five });
    say("2018-11-21T08:00", LightAsk { paused: Some(moment("2018-11-19T17:00")), ..five });
    say("2018-11-21T08:00", LightAsk { paused: Some(moment("2018-11-19T17:01")), ..five });
    for finished in
        ["2018-11-16T09:00", "2018-11-17T09:00", "2018-11-19T16:00", "2018-11-19T18:00", "2018-11-21T08:00"]
    {
        say("2018-12-03T09:00", LightAsk { finished: Some(moment(finished)), ..five });
    }
    expect![[r#"
        trong_han   Còn 3 ngày | 3 days left
        sap_den_han Còn 1 ngày | 1 day left
        sap_den_han Còn 1 ngày | 1 day left
        sap_den_han 17:00 hôm nay | 17:00 today
        qua_han     Vừa quá hạn | Just overdue
        qua_han     Quá hạn 1 ngày | 1 day overdue
        qua_han     Quá hạn 2 ngày | 2 days overdue
        sap_den_han Còn 3 ngày | 3 days left
        tam_dung    Tạm dừng từ 13/11 | Paused since 13/11
        tam_dung    Tạm dừng từ 19/11 | Paused since 19/11
        qua_han     Quá hạn 2 ngày | 2 days overdue
        som_han     Sớm hẹn 1 ngày | 1 day early
        som_han     Sớm hẹn 1 ngày | 1 day early
        dung_han    Đúng hẹn | On time
        tre_han     Trễ hẹn | Late
        tre_han     Trễ hẹn 2 ngày | 2 days late
    "#]]
    .assert_eq(&lines);
    assert_eq!(calendar.working_days_left(moment("2018-11-21T08:00"), five.due), Ok(-2));
    assert_eq!(calendar.working_days_left(moment("2018-11-16T08:00"), five.due), Ok(1));
}

#[test]
fn why_the_office_is_closed() {
    let calendar = standard_calendar();
    let why = |text| calendar.why_off(day(text)).map(|why| format!("{} | {}", why.vi, why.en));
    assert_eq!(why("2018-02-14").as_deref(), Some("Tết Nguyên Đán | Lunar New Year"));
    assert_eq!(why("2018-09-03").as_deref(), Some("Quốc khánh | day off in lieu"));
    assert_eq!(why("2018-03-03").as_deref(), Some("Thứ Bảy | Saturday"));
    assert_eq!(why("2019-01-05"), None, "a worked Saturday");
}

/// What the office types after the decree, and what is said where it is not a whole year.
#[test]
fn a_year_is_entered_whole_or_not_at_all() {
    let calendar = standard_calendar();
    let next = calendar.last_year + 1;
    let (off, worked) = calendar.year(calendar.last_year).as_typed();
    let again = YearTable::typed(calendar.last_year, &off, &worked).expect("as it stands");
    let names = |table: &YearTable| table.off.iter().map(|(d, o)| (*d, o.name.clone())).collect::<Vec<_>>();
    assert_eq!(names(&again), names(&calendar.year(calendar.last_year)), "read back as it was typed");
    assert_eq!(calendar.with_year(&again).expect("whole").last_year, calendar.last_year);
    let mut sure = calendar.clone();
    sure.off.values_mut().for_each(|off| off.uncertain = false);
    for year in calendar.first_year..=calendar.last_year {
        let (off, worked) = calendar.year(year).as_typed();
        let table = YearTable::typed(year, &off, &worked).expect("as it stands");
        assert_eq!(sure.with_year(&table).expect("whole"), sure, "{year}");
    }

    let said = |year: i32, off: &str, worked: &str| -> Vec<String> {
        let table = YearTable::typed(year, off, worked);
        let entered = table.and_then(|table| calendar.with_year(&table));
        entered.err().unwrap_or_default().into_iter().map(|fault| fault.vi).collect()
    };
    let days = |from: &str, n: i64| -> String {
        let first: Day = from.parse().expect("a day");
        (0..n).map(|i| format!("{} Tết Nguyên đán\n", first.plus(i).vi())).collect()
    };
    let whole = format!(
        "01/01/{next} Tết Dương lịch\n30/04/{next} Ngày Chiến thắng\n01/05/{next} Quốc tế Lao động\n02/09/{next} Quốc khánh\n{}",
        days(&format!("{next}-02-05"), 7)
    );
    assert_eq!(said(next, &whole, ""), Vec::<String>::new());
    assert_eq!(
        said(next + 1, &whole, "").last().map(String::as_str).map(|s| s.contains("lần lượt")),
        Some(true)
    );
    assert!(said(next, "", "").iter().any(|said| said.contains("Thiếu ngày lễ")));
    assert_eq!(said(next, "mai nghỉ", ""), ["Dòng “mai nghỉ” phải bắt đầu bằng một ngày, ví dụ 30/04/2027."]);
    let monday = format!("{} làm bù", Day::new(next, 3, 1).expect("a day").vi());
    assert!(!said(next, &whole, &monday).is_empty(), "a Monday is worked anyway");
}
