//! Who reads what of others' acts, and when it is no news any more.

use crate::dossier::concern::{Concern, Why, concern};
use crate::moment::{Day, Moment};
use crate::script::Story;

fn told(lines: &[&str]) -> Story {
    let mut story = Story::new();
    for line in lines {
        let said = story.line(line);
        assert!(!said.contains('✗'), "{line}: {said}");
    }
    story
}

/// What `who` reads of H1 at that hour of a day in March 2018.
fn reads(story: &Story, who: &str, day: u32, hour: u32) -> Option<Concern> {
    let now = Moment::at(Day::new(2018, 3, day).expect("a day"), hour, 0);
    concern(&story.ward.calendar, &story.dossiers["H1"], &story.person(who), now)
}

fn why(story: &Story, who: &str, day: u32, hour: u32) -> Option<Why> {
    reads(story, who, day, hour).map(|concern| concern.why)
}

const ASSIGNED: [&str; 2] = ["09:00 05/03/2018 oanh tiếp-nhận H1 HT-09", "09:10 sơn phân-công H1 cho=hà"];

#[test]
fn whoever_is_given_work_is_told_and_nobody_else() {
    let mut story = told(&ASSIGNED);
    let said = reads(&story, "hà", 5, 10).expect("it is hers");
    assert_eq!((said.why, said.by), (Why::Assigned, Some(story.person("sơn").id)));
    assert_eq!([why(&story, "sơn", 5, 10), why(&story, "oanh", 5, 10), why(&story, "bảo", 5, 10)], [None; 3]);
    assert_eq!(why(&story, "hà", 14, 10), None, "a week later it is no news");
    // Given to somebody else: theirs, with the reason, and no longer hers.
    story.line("10:00 sơn phân-công H1 cho=bảo lý-do=hà_nghỉ_ốm");
    assert_eq!(why(&story, "hà", 5, 11), None);
    let said = reads(&story, "bảo", 5, 11).expect("it is his");
    assert_eq!((said.why, said.said.is_empty()), (Why::Assigned, false));
}

#[test]
fn whoever_takes_it_or_has_acted_since_knows() {
    let own = told(&["09:00 05/03/2018 oanh tiếp-nhận H1 HT-09", "09:10 hà phân-công H1"]);
    assert_eq!(why(&own, "hà", 5, 10), None, "she took it herself");
    let mut story = told(&ASSIGNED);
    story.line("11:00 hà ghi-chú H1");
    assert_eq!(why(&story, "hà", 5, 12), None);
}

#[test]
fn a_draft_that_is_sent_back_says_why() {
    let mut story = told(&ASSIGNED);
    story.line("10:00 hà trình-ký H1");
    assert_eq!(why(&story, "hà", 5, 11), None);
    let back = story.line("14:00 thành trả-lại H1");
    assert!(back.contains("Đang thụ lý"), "{back}");
    let said = reads(&story, "hà", 5, 15).expect("it is hers again");
    assert_eq!(
        (said.why, said.by, said.said.is_empty()),
        (Why::SentBack, Some(story.person("thành").id), false)
    );
    story.line("15:00 hà trình-ký H1");
    assert_eq!(why(&story, "hà", 5, 16), None);
}

#[test]
fn a_posting_that_nobody_ended_is_told_to_whoever_works_on_it() {
    let mut story = told(&[
        "09:00 05/03/2018 oanh tiếp-nhận H1 DD-02",
        "09:10 sơn phân-công H1 cho=hà",
        "10:00 07/03/2018 hà niêm-yết H1",
    ]);
    // Its last day is Thursday the 22nd.
    assert_eq!([why(&story, "hà", 22, 16), why(&story, "sơn", 23, 8), why(&story, "oanh", 23, 8)], [None; 3]);
    let said = reads(&story, "hà", 23, 8).expect("it is hers");
    assert_eq!((said.why, said.by), (Why::PostingOver, None));
    story.line("09:00 23/03/2018 sơn ghi-chú H1");
    assert_eq!(why(&story, "hà", 23, 10), Some(Why::PostingOver), "somebody else's act ends nothing");
    let ended = story.line("10:00 sơn hết-niêm-yết H1");
    assert!(ended.contains("Đang thụ lý"), "{ended}");
    assert_eq!(why(&story, "hà", 23, 11), None);
}

#[test]
fn papers_that_came_and_papers_that_did_not() {
    let mut story = told(&ASSIGNED);
    story.line("10:00 06/03/2018 hà yêu-cầu-bổ-sung H1 giấy=Trích_lục_khai_tử");
    // A week was given: Tuesday the 13th.
    assert_eq!([why(&story, "hà", 13, 16), why(&story, "oanh", 14, 8)], [None, None]);
    assert_eq!(why(&story, "hà", 14, 8), Some(Why::NotBrought));
    let came = story.line("09:00 15/03/2018 oanh nhận-bổ-sung H1 giấy=Trích_lục_khai_tử");
    assert!(came.contains("Đang thụ lý"), "{came}");
    assert_eq!(why(&story, "hà", 15, 10), Some(Why::Supplemented));
    assert_eq!(why(&story, "oanh", 15, 10), None, "she took them");
}

#[test]
fn what_comes_from_afar_is_the_counters_until_somebody_looks() {
    let mut story = told(&["09:00 05/03/2018 cổng nộp H1 HT-09"]);
    assert_eq!(why(&story, "oanh", 5, 10), Some(Why::Arrived));
    assert_eq!(why(&story, "hà", 5, 10), Some(Why::Arrived), "she receives too");
    assert_eq!([why(&story, "sơn", 5, 10), why(&story, "thành", 5, 10)], [None, None]);
    let received = story.line("10:00 tuấn tiếp-nhận H1 HT-09");
    assert!(received.contains("Đã tiếp nhận"), "{received}");
    assert_eq!(why(&story, "oanh", 5, 11), None);
}

const DRAFTED: [&str; 4] = [
    "08:00 05/03/2018 cổng nộp H1 HT-09 trực-tuyến",
    "08:05 oanh tiếp-nhận H1",
    "08:10 sơn phân-công H1 cho=hà",
    "08:30 hà gửi-bản-thảo H1",
];

#[test]
fn whoever_sent_a_draft_is_told_of_the_answer_and_of_silence() {
    let mut story = told(&DRAFTED);
    assert_eq!([why(&story, "hà", 5, 9), why(&story, "hà", 6, 16)], [None; 2], "it is awaited");
    assert_eq!(why(&story, "hà", 6, 18), Some(Why::ProofSilent));
    assert_eq!([why(&story, "oanh", 6, 18), why(&story, "bảo", 6, 18)], [None; 2], "nobody else");
    let mut silent = told(&DRAFTED);
    silent.line("18:00 06/03/2018 hà trình-ký H1");
    assert_eq!(why(&silent, "hà", 6, 19), None, "she went on");
    story.line("10:00 cổng trả-lời-bản-thảo H1 không sai=Tên_đệm_là_Thị");
    let said = reads(&story, "hà", 5, 11).expect("it is hers");
    assert_eq!((said.why, said.said.as_str()), (Why::ProofWrong, "Tên đệm là Thị"));
    story.line("11:00 hà gửi-bản-thảo H1 trả-lời=Đã_sửa");
    assert_eq!(why(&story, "hà", 5, 12), None);
    story.line("12:00 cổng trả-lời-bản-thảo H1 bản=2");
    assert_eq!(why(&story, "hà", 5, 13), Some(Why::ProofAgreed));
}
