//! A citizen who does not come back: until when the counter waits, and what follows.

use expect_test::expect;

use crate::dossier::ask_more::{days_overdue, follows, last_day, unanswered, until_of};
use crate::dossier::{Dossier, Kind};
use crate::limits;
use crate::moment::Day;
use crate::script::Story;

fn told(lines: &[&str]) -> Story {
    let mut story = Story::new();
    for line in lines {
        let said = story.line(line);
        assert!(!said.contains('✗'), "{line}: {said}");
    }
    story
}

fn day(text: &str) -> Day {
    Day::parse_any(text).expect("a day")
}

const ASKED: [&str; 3] = [
    "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09",
    "sơn phân-công H1 cho=hà",
    "10:00 06/03/2018 hà yêu-cầu-bổ-sung H1 giấy=Trích_lục_khai_tử",
];

/// To be answered by `until`.
fn asked(story: &Story, until: &str) -> Dossier {
    let mut dossier = story.dossiers["H1"].clone();
    dossier.asked[0].until = day(until);
    dossier
}

#[test]
fn the_named_day_counts_whole_and_a_closed_one_leads_to_the_next() {
    let story = told(&ASKED);
    let calendar = &story.ward.calendar;
    let days = |until: &str, today: &str| days_overdue(calendar, &asked(&story, until), day(today));
    // 09/03/2018 is a Friday.
    assert_eq!([days("09/03/2018", "09/03/2018"), days("09/03/2018", "10/03/2018")], [0, 1]);
    assert_eq!(last_day(calendar, &asked(&story, "10/03/2018")), Some(day("12/03/2018")));
    assert_eq!([days("10/03/2018", "12/03/2018"), days("10/03/2018", "14/03/2018")], [0, 2]);
    // A year without a calendar knows no day off.
    assert_eq!(last_day(calendar, &asked(&story, "10/03/2040")), Some(day("10/03/2040")));
}

#[test]
fn nothing_is_awaited_before_the_request_and_after_its_answer() {
    let before = told(&ASKED[..2]);
    let calendar = &before.ward.calendar;
    assert_eq!(last_day(calendar, &before.dossiers["H1"]), None);
    let mut story = told(&ASKED);
    let came = story.line("09:00 20/03/2018 oanh nhận-bổ-sung H1 giấy=Trích_lục_khai_tử");
    assert!(came.contains("Đang thụ lý"), "a late answer is taken: {came}");
    let dossier = &story.dossiers["H1"];
    assert_eq!((days_overdue(calendar, dossier, day("20/04/2018")), follows(dossier)), (0, None));
    assert_eq!(unanswered(calendar, dossier), None);
}

#[test]
fn a_leader_stops_what_was_received_and_the_counter_refuses_what_was_not() {
    let mut story = told(&ASKED);
    assert_eq!(follows(&story.dossiers["H1"]), Some(Kind::Stop));
    let story_before = told(&["09:00 05/03/2018 oanh hướng-dẫn H2 HT-09"]);
    assert_eq!(follows(&story_before.dossiers["H2"]), Some(Kind::Refuse));
    let by_hand = story.line("08:00 20/03/2018 hà dừng H1");
    assert!(by_hand.contains('✗'), "not the specialist's to end: {by_hand}");
    let stopped = story.line("thành dừng H1");
    assert!(stopped.contains("Dừng xử lý"), "{stopped}");
    assert_eq!(follows(&story.dossiers["H1"]), None);
}

#[test]
fn the_notice_names_the_request() {
    let story = told(&ASKED);
    let (mut dossier, calendar) = (asked(&story, "16/03/2018"), &story.ward.calendar);
    expect![[r#"Người nộp không bổ sung giấy tờ đến hết ngày 16/03/2018 theo yêu cầu ngày 06/03/2018: Trích lục khai tử"#]]
        .assert_eq(&unanswered(calendar, &dossier).expect("a request is open"));
    let saturday = unanswered(calendar, &asked(&story, "17/03/2018")).expect("a request is open");
    expect![[r#"Người nộp không bổ sung giấy tờ đến hết ngày 19/03/2018 (ngày hẹn 17/03/2018 là ngày nghỉ) theo yêu cầu ngày 06/03/2018: Trích lục khai tử"#]]
        .assert_eq(&saturday);
    dossier.asked[0].papers = vec!["x".repeat(limits::REASON_CHARS_MAX)];
    let short = unanswered(calendar, &dossier).expect("a request is open");
    assert!(short.ends_with("06/03/2018"), "it fits its field: {short}");
}

#[test]
fn the_history_knows_until_when_each_request_ran() {
    let story = told(&ASKED);
    let dossier = asked(&story, "16/03/2018");
    let until: Vec<Option<Day>> = dossier.history.iter().map(|trace| until_of(&dossier, trace)).collect();
    assert_eq!(until, [None, None, Some(day("16/03/2018"))]);
}
