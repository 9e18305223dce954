//! Rating a result, as a string.

use leptos::prelude::*;
use shared::lang::Sentence;
use shared::limits::RATING_CHARS_MAX;
use shared::session::Track;
use shared::survey::own::{OwnQuestion, Scale};
use shared::survey::{Channel, Forms, OwnForm, Question, Rating};

use crate::public::fetch::Rated;
use crate::public::rate::{Sheet, Step, choose, rating_view, sheet_view};
use crate::ui::tests::{english, html, vietnamese};

fn slip() -> Track {
    Track { code: "181122-6000".to_owned(), secret: "K7M2QP".to_owned() }
}

fn open() -> Rating {
    on(1)
}

fn on(form: u32) -> Rating {
    Rating::Open { procedure: "HT-09".to_owned(), form, own: None }
}

#[test]
fn a_version_asks_its_own_questions_in_its_own_words() {
    for form in Forms::standard().all() {
        let number = form.number;
        let page = html(move || rating_view(on(number), slip(), Channel::Slip));
        let asked = page.matches("<fieldset").count();
        assert_eq!(asked, form.questions.len(), "form {}: {page}", form.number);
        for asked in &form.questions {
            let radios = page.matches(&format!("name=\"{}\"", asked.question.code())).count();
            assert_eq!(radios, asked.scale.len(), "{asked:?}: {page}");
            assert!(page.contains(&asked.label.vi), "{asked:?}");
            assert!(asked.scale.iter().all(|said| page.contains(said.vi)), "{asked:?}: {page}");
        }
        let left = vietnamese(&english(move || rating_view(on(number), slip(), Channel::Slip)));
        assert!(left.is_empty(), "{left:?}");
    }
    let page = html(|| rating_view(on(9), slip(), Channel::Slip));
    assert!(page.contains("Phường đã đổi mẫu đánh giá") && !page.contains("<form"), "older pages: {page}");
}

#[test]
fn an_answer_takes_away_what_was_said_about_its_question() {
    Owner::new().with(|| {
        let sheet = Sheet::new(&open(), Channel::Slip);
        assert_eq!(sheet.ballot("HT-09"), None, "nothing is chosen");
        let said = || sheet.faults.with_untracked(Vec::len);
        assert_eq!(said(), 1);
        choose(sheet.answers, sheet.faults, Question::Overall, 1);
        assert_eq!(said(), 0);
        assert!(sheet.ballot("HT-09").is_some());
    });
}

/// A version that the ward has entered comes with the rating: pages that are open know nothing of it.
#[test]
fn a_wards_own_form_is_asked_with_its_own_questions() {
    let question =
        OwnQuestion { vi: "Ban huong dan".into(), en: "The help desk".into(), scale: Scale::YesNo };
    let own = OwnForm {
        number: 3,
        from: "2027-01-01".parse().expect("a day"),
        vi: "Bo cau hoi 2027".into(),
        en: "Questions of 2027".into(),
        basis: "Ke hoach 12".into(),
        questions: vec![question],
    };
    let rating = || Rating::Open { procedure: "HT-09".into(), form: 3, own: Some(own.clone()) };
    let (vi, en) = (rating(), rating());
    let page = html(move || rating_view(vi, slip(), Channel::Kiosk));
    assert_eq!((page.matches("<fieldset").count(), page.matches("name=\"cau_1\"").count()), (2, 2), "{page}");
    assert!(page.contains("Ban huong dan"), "{page}");
    let read = english(move || rating_view(en, slip(), Channel::Kiosk));
    assert!(read.contains("The help desk") && vietnamese(&read).is_empty(), "{read}");
    Owner::new().with(|| {
        let sheet = Sheet::new(&rating(), Channel::Kiosk);
        sheet.answers.set([(Question::Overall, 5), (Question::Own1, 2)].into());
        let ballot = sheet.ballot("HT-09").expect("whole");
        assert_eq!((ballot.form, ballot.answers.len()), (3, 2));
        sheet.answers.set([(Question::Overall, 5), (Question::Own1, 3)].into());
        assert_eq!(sheet.ballot("HT-09"), None, "there are two answers");
    });
}

#[test]
fn the_whole_comes_first_and_one_sentence_that_nobody_is_named() {
    let page = html(|| rating_view(open(), slip(), Channel::Slip));
    let (before, folded) = page.split_once("<details").expect("the parts are folded");
    assert!(
        before.contains("name=\"chung\"") && !folded.contains("name=\"chung\""),
        "the whole is not folded"
    );
    assert!(before.contains("không kèm tên bạn hay mã hồ sơ"), "{page}");
    assert!(page.contains(&format!("Tối đa {RATING_CHARS_MAX} ký tự")), "{page}");
    assert!(!page.contains("181122-6000") && !page.contains("K7M2QP"), "{page}");
}

#[test]
fn whoever_has_rated_reads_so_and_is_not_asked_again() {
    let page = html(|| rating_view(Rating::Done, slip(), Channel::Slip));
    assert!(page.contains("Hồ sơ này đã được đánh giá") && !page.contains("<form"), "{page}");
}

#[test]
fn a_failure_keeps_what_was_chosen() {
    let page = html(|| {
        let sheet = Sheet::new(&open(), Channel::Slip);
        assert!(sheet.ballot("HT-09").is_none(), "the whole is missing");
        sheet.answers.update(|all| {
            all.insert(Question::Overall, 4);
        });
        sheet.comment.set("Chờ hơi lâu".to_owned());
        assert!(sheet.ballot("HT-09").is_some());
        sheet.heard(Rated::Failed(Sentence::new("Mất mạng.", "No network.")));
        let ballot = sheet.ballot("HT-09").expect("still whole");
        assert_eq!((ballot.overall(), ballot.comment.as_str()), (Some(4), "Chờ hơi lâu"));
        sheet.heard(Rated::Failed(Sentence::new("Mất mạng.", "No network.")));
        sheet_view(sheet, "HT-09".to_owned(), slip())
    });
    assert!(page.contains("Mất mạng.") && page.contains("<form"), "{page}");
}

#[test]
fn a_fault_stands_at_its_question() {
    let page = html(|| {
        let sheet = Sheet::new(&open(), Channel::Slip);
        sheet.comment.set("a".repeat(10_000));
        assert!(sheet.ballot("HT-09").is_none());
        sheet_view(sheet, "HT-09".to_owned(), slip())
    });
    assert!(page.contains("id=\"chung-err\"") && page.contains("id=\"comment-err\""), "{page}");
}

#[test]
fn thanks_come_after_the_server_has_kept_it() {
    let said = |answer: Rated| {
        html(move || {
            let sheet = Sheet::new(&open(), Channel::Slip);
            sheet.heard(answer);
            assert_ne!(sheet.step.get_untracked(), Step::Asking);
            sheet_view(sheet, "HT-09".to_owned(), slip())
        })
    };
    let kept = said(Rated::Kept);
    assert!(kept.contains("Đã ghi nhận đánh giá") && !kept.contains("<form"), "{kept}");
    assert!(said(Rated::Already).contains("đã được đánh giá"));
}

#[test]
fn citizens_who_read_english_rate_in_english() {
    for rating in [open(), Rating::Done] {
        let left = vietnamese(&english(move || rating_view(rating, slip(), Channel::Slip)));
        assert!(left.is_empty(), "{left:?}");
    }
}
