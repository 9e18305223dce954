//! What people said, as a leader reads it.

use leptos::prelude::*;
use shared::lang::Lang;
use shared::moment::Day;
use shared::survey::{Ballot, Channel, Comment, Forms, Question, Survey, Totals};

use crate::board::ballot::{Sheet, sheet_view};
use crate::board::survey::survey_view;
use crate::ui::tests::{english, html, vietnamese};

fn today() -> Day {
    Day::new(2026, 12, 5).expect("a day")
}

fn known() -> Signal<Forms> {
    Signal::stored(Forms::standard())
}

fn ballot(overall: u8) -> Ballot {
    Ballot {
        form: 1,
        procedure: "HT-09".to_owned(),
        answers: [(Question::Overall, overall)].into(),
        comment: String::new(),
        channel: if overall == 5 { Channel::Paper } else { Channel::Kiosk },
    }
}

fn totals(answers: impl IntoIterator<Item = u8>, returned: u32) -> Totals {
    let all: Vec<Ballot> = answers.into_iter().map(ballot).collect();
    Totals::of(&Forms::standard(), &all, returned)
}

fn survey(totals: Totals, comments: &[(u8, &str)]) -> Survey {
    let comments = comments.iter().map(|(overall, text)| Comment {
        form: 1,
        overall: *overall,
        text: (*text).to_owned(),
    });
    Survey { totals, comments: comments.collect() }
}

fn none() -> AnyView {
    ().into_any()
}

#[test]
fn the_share_never_stands_alone() {
    let year = survey(totals((0..779).map(|i| 4 + u8::from(i % 3 == 0)), 4_872), &[]);
    let page = html(move || survey_view(&Forms::standard(), year, none()));
    for said in [
        "100,0 % (779/779 phiếu)",
        "16,0 % (779 phiếu, 4.872 hồ sơ đã trả)",
        "519",
        "260",
        "519 máy ở sảnh, 260 phiếu giấy",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let few = html(move || survey_view(&Forms::standard(), survey(totals([5, 2], 1), &[]), none()));
    assert!(few.contains("50,0 % (1/2 phiếu)") && few.contains("– (2 phiếu, 1 hồ sơ đã trả)"), "{few}");
}

#[test]
fn a_comment_is_text() {
    let comments = [(2, "<script>alert(1)</script> & chờ lâu")];
    let page = html(move || survey_view(&Forms::standard(), survey(totals([2], 10), &comments), none()));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; chờ lâu"), "{page}");
    assert!(!page.contains("<script") && page.contains("Không hài lòng"), "{page}");
}

#[test]
fn nobody_is_no_share() {
    let page = html(move || survey_view(&Forms::standard(), survey(totals([], 12), &[]), none()));
    assert!(page.contains("Chưa có đánh giá nào trong kỳ") && !page.contains('%'), "{page}");
}

#[test]
fn a_paper_form_without_its_code_or_its_one_answer_is_not_sent() {
    let page = html(|| {
        let sheet = Sheet::blank(today());
        assert_eq!(sheet.read(&Forms::standard(), today()), None);
        sheet_view(sheet, known(), today())
    });
    for said in ["Nhập mã hồ sơ in trên phiếu.", "Chưa chọn mức hài lòng chung."] {
        assert!(page.contains(said), "{said}: {page}");
    }
    html(|| {
        let sheet = Sheet::blank(today());
        sheet.code.set(" 261127-6300 ".to_owned());
        sheet.answers.update(|all| {
            all.insert(Question::Overall, 2);
        });
        let ask = sheet.read(&Forms::standard(), today()).expect("whole");
        assert_eq!((ask.code.as_str(), sheet.faults.with(Vec::len)), ("261127-6300", 0));
        assert_eq!(ask.day, Some(today()), "today, if nobody says otherwise");
        for (typed, said) in [("2026-12-06", "Ngày này chưa tới."), ("27/1", "Ghi ngày công dân điền phiếu")]
        {
            sheet.day.set(typed.to_owned());
            assert_eq!(sheet.read(&Forms::standard(), today()), None, "{typed}");
            let faults = sheet.faults.get_untracked();
            assert!(
                faults.len() == 1 && faults[0].field == "day" && faults[0].vi.contains(said),
                "{faults:?}"
            );
        }
        sheet.day.set("2026-11-30".to_owned());
        assert_eq!(sheet.read(&Forms::standard(), today()).expect("whole").day, Some(today().plus(-5)));
        sheet_view(sheet, known(), today())
    });
    let left = vietnamese(&english(|| sheet_view(Sheet::blank(today()), known(), today())));
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn it_is_read_in_english_too() {
    for all in [survey(totals([1, 5], 9), &[(1, "chờ lâu")]), survey(totals([], 0), &[])] {
        let left = vietnamese(&english(move || survey_view(&Forms::standard(), all, none())));
        assert!(left.is_empty(), "{left:?}");
    }
    assert_eq!(super::share(Lang::En, 779, 4_872), "16.0 %");
}

/// A period that two versions share: one share of all, and each version's questions under its own head.
#[test]
fn two_versions_stand_side_by_side() {
    let new = |overall, wait| Ballot {
        form: 2,
        answers: [(Question::Overall, overall), (Question::Wait, wait)].into(),
        ..ballot(overall)
    };
    let all = [ballot(5), ballot(3), new(4, 2), new(5, 1)];
    let said = survey(Totals::of(&Forms::standard(), &all, 8), &[]);
    let page = html({
        let said = said.clone();
        move || survey_view(&Forms::standard(), said, none())
    });
    for text in [
        "75,0 % (3/4 phiếu)",
        "Mẫu 1, từ 01/01/2018 đến 30/06/2025 (Năm yếu tố của SIPAS): 50,0 % (1/2 phiếu)",
        "Mẫu 2, từ 01/07/2025 (Bộ câu hỏi của cấp xã từ 01/07/2025): 100,0 % (2/2 phiếu)",
        "Thời gian chờ tới lượt",
        "Quá lâu",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert_eq!(page.matches("<table").count(), 2, "{page}");
    let left = vietnamese(&english(move || survey_view(&Forms::standard(), said, none())));
    assert!(left.is_empty(), "{left:?}");
}

/// The day that stands on the form leads to the version that was handed out on it.
#[test]
fn a_paper_form_asks_what_was_asked_on_its_day() {
    html(|| {
        let sheet = Sheet::blank(today());
        sheet.code.set("250630-6300".to_owned());
        sheet.answers.set([(Question::Overall, 4), (Question::Wait, 2)].into());
        assert_eq!(sheet.read(&Forms::standard(), today()).expect("whole").answers.len(), 2);
        sheet.day.set("2025-06-30".to_owned());
        let ask = sheet.read(&Forms::standard(), today()).expect("whole");
        assert_eq!(ask.answers, [(Question::Overall, 4)].into(), "what that form does not ask is not sent");
    });
    for (day, there, not) in [("2025-06-30", "tiep_can", "cho_doi"), ("2025-07-01", "cho_doi", "tiep_can")] {
        let page = html(move || {
            let sheet = Sheet::blank(today());
            sheet.day.set(day.to_owned());
            sheet_view(sheet, known(), today())
        });
        let asks = |code: &str| page.contains(&format!("name=\"{code}\""));
        assert!(asks(there) && !asks(not), "{day}: {page}");
    }
}
