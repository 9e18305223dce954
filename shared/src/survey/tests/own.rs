//! A version that the ward enters: from which day, on which ballots, and what is refused.

use std::collections::BTreeMap;

use crate::demo;
use crate::limits::{NAME_CHARS_MAX, SURVEY_QUESTION_CHARS_MAX, SURVEY_QUESTIONS_MAX};
use crate::moment::Day;
use crate::refusal::{FieldFault, Refusal};
use crate::survey::own::{OwnForm, OwnQuestion, Scale, Typed};
use crate::survey::{Ballot, Channel, Forms, Question, Totals};
use crate::ward::Ward;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn today() -> Day {
    day("2026-11-29")
}

fn ward() -> Ward {
    demo::ward().expect("the standard data")
}

fn question(vi: &str, en: &str, scale: Scale) -> OwnQuestion {
    OwnQuestion { vi: vi.to_owned(), en: en.to_owned(), scale }
}

fn typed(from: &str) -> Typed {
    Typed {
        from: from.to_owned(),
        vi: " Bộ câu hỏi  năm 2027 ".to_owned(),
        en: "The questions of 2027".to_owned(),
        basis: "Kế hoạch 12/KH-UBND ngày 20/11/2026".to_owned(),
        questions: vec![
            question("Giấy tờ phải nộp có rõ không", "Was it clear what to bring", Scale::YesNo),
            question("", " ", Scale::Satisfied),
            question("Bàn hướng dẫn", "The help desk", Scale::Good),
        ],
    }
}

fn fields(result: Result<Ward, Vec<FieldFault>>) -> Vec<String> {
    result.expect_err("refused").into_iter().map(|fault| fault.field).collect()
}

fn said(form: u32, answers: &[(Question, u8)]) -> Ballot {
    Ballot {
        form,
        procedure: "HT-09".to_owned(),
        answers: answers.iter().copied().collect(),
        comment: String::new(),
        channel: Channel::Web,
    }
}

/// The story: a version is entered in November, asked from New Year on, and December's ballots keep theirs.
#[test]
fn another_form_is_asked_from_its_day_on_and_old_ballots_keep_theirs() {
    let ward = ward().with_form(&typed("1/1/2027"), today()).expect("good");
    assert_eq!(ward.fault(), None);
    let forms = ward.forms();
    assert_eq!([forms.on(day("2026-12-31")).number, forms.on(day("2027-01-01")).number], [2, 3]);
    assert_eq!(forms.numbered(2).expect("known").label().vi, "Mẫu 2, từ 01/07/2025 đến 31/12/2026");
    let new = forms.on(day("2027-01-01"));
    assert_eq!((new.source.vi.as_str(), new.questions.len()), ("Bộ câu hỏi năm 2027", 3));
    let (clear, desk) = (Question::Own1, Question::Own2);
    assert_eq!(new.asks(clear).map(|asked| asked.scale.len()), Some(2));
    let first = said(3, &[(Question::Overall, 5), (clear, 2), (desk, 4)]);
    assert_eq!(first.check(new), Ok(()));
    for (wrong, field) in [
        (said(2, &[(Question::Overall, 5)]), "form"),
        (said(3, &[(clear, 2)]), "chung"),
        (said(3, &[(Question::Overall, 5), (clear, 3)]), "cau_1"),
        (said(3, &[(Question::Overall, 5), (Question::Own3, 1)]), "cau_3"),
        (said(3, &[(Question::Overall, 5), (Question::Wait, 1)]), "cho_doi"),
    ] {
        let Err(Refusal::Fields { faults }) = wrong.check(new) else { panic!("{wrong:?}") };
        assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), [field]);
    }
    let old = said(2, &[(Question::Overall, 2), (Question::Wait, 1)]);
    let totals = Totals::of(&forms, [&old, &first], 4);
    let of: Vec<_> = totals.forms.iter().map(|of| (of.form, of.n, of.satisfied)).collect();
    assert_eq!(of, [(2, 1, 0), (3, 1, 1)]);
    assert_eq!(totals.forms[1].questions[&clear], [0, 1]);
    assert!(old.is_dissatisfied(&forms) && !first.is_dissatisfied(&forms));
    let known = Forms::standard();
    assert_eq!(Totals::of(&known, [&first], 1).satisfied, 0, "a ward that does not know it claims nothing");
}

#[test]
fn one_plan_at_a_time_and_it_may_be_taken_back() {
    let planned = ward().with_form(&typed("01/01/2027"), today()).expect("good");
    assert_eq!(planned.planned_form(today()).map(|form| form.number), Some(3));
    assert_eq!(Typed::of(&planned, today()).from, "01/01/2027");
    let untouched = planned.with_form(&Typed::of(&planned, today()), today()).expect("good");
    assert_eq!(untouched, planned, "saved as it stood");
    let moved = planned.with_form(&typed("01/02/2027"), today()).expect("good");
    let days: Vec<String> = moved.survey_forms.iter().map(|form| form.from.vi()).collect();
    assert_eq!((days, moved.survey_forms[0].number), (vec!["01/02/2027".to_owned()], 3));
    assert_eq!(moved.without_planned_form(today()), ward());
    assert_eq!(moved.forms_follow(&planned, today()), None, "nobody was asked on it yet");
    let later = day("2027-02-01");
    assert_eq!(moved.planned_form(later), None);
    assert_eq!(Typed::of(&moved, later).from, "", "the next one begins on a day of its own");
    assert_eq!(moved.without_planned_form(later), moved, "it is in use");
    let next = moved.with_form(&typed("01/01/2028"), later).expect("good");
    assert_eq!(next.survey_forms.iter().map(|form| form.number).collect::<Vec<_>>(), [3, 4]);
    assert_eq!((next.fault(), next.forms_follow(&moved, later)), (None, None));
}

#[test]
fn a_day_that_has_passed_or_is_taken_is_refused() {
    let ward = ward();
    for from in ["28/11/2026", "", "31/02/2027", "mai"] {
        assert_eq!(fields(ward.with_form(&typed(from), today())), ["form_from"], "{from}");
    }
    let begun = ward.with_form(&typed("29/11/2026"), today()).expect("today is no day of the past");
    assert_eq!(fields(begun.with_form(&typed("29/11/2026"), today())), ["form_from"]);
    assert!(begun.with_form(&typed("30/11/2026"), today()).is_ok());
    assert_eq!(fields(ward.with_form(&typed("01/07/2025"), day("2025-06-01"))), ["form_from"]);
}

#[test]
fn every_fault_is_named_at_its_field_and_bounds_hold() {
    let ward = ward();
    let bad = Typed {
        vi: " ".to_owned(),
        en: String::new(),
        basis: "a".repeat(NAME_CHARS_MAX + 1),
        questions: vec![
            question("Chờ đợi", "", Scale::Satisfied),
            question(&"a".repeat(SURVEY_QUESTION_CHARS_MAX + 1), "x", Scale::Satisfied),
            question("chờ  ĐỢI", "Waiting", Scale::Satisfied),
        ],
        ..typed("01/01/2027")
    };
    let told =
        ["form_vi", "form_en", "form_basis", "question_1_en", "question_1", "question_2", "question_3"];
    assert_eq!(fields(ward.with_form(&bad, today())), told);
    let count = |n: usize| {
        let one = |i: usize| question(&format!("Câu {i}"), &format!("Question {i}"), Scale::Agree);
        ward.with_form(&Typed { questions: (0..n).map(one).collect(), ..typed("01/01/2027") }, today())
    };
    assert_eq!(
        (fields(count(0)), fields(count(9))),
        (vec!["question_1".to_owned()], vec!["question_1".to_owned()])
    );
    assert_eq!(count(SURVEY_QUESTIONS_MAX).expect("good").forms().newest().questions.len(), 9);
}

/// What the server asks of settings that somebody sends without the page.
#[test]
fn what_was_handed_out_cannot_be_changed_by_whoever_saves() {
    let old = ward().with_form(&typed("29/11/2026"), today()).expect("good");
    let (later, follows) = (day("2026-12-24"), |new: &Ward, on| new.forms_follow(&old, on).is_none());
    assert!(follows(&old, later));
    let mut gone = old.clone();
    gone.survey_forms.clear();
    assert!(!follows(&gone, later) && !follows(&gone, today()), "in use since this morning");
    let mut other = old.clone();
    other.survey_forms[0].questions[0].vi = "Khác".to_owned();
    assert!(!follows(&other, later));
    let mut back = ward();
    back.survey_forms = vec![OwnForm { from: day("2026-12-01"), ..old.survey_forms[0].clone() }];
    assert!(back.forms_follow(&ward(), later).is_some(), "nothing begins in the past");
    assert_eq!(back.forms_follow(&ward(), day("2026-12-01")), None);
    let fault = |forms: Vec<OwnForm>| Ward { survey_forms: forms, ..ward() }.fault().is_some();
    let one = || old.survey_forms[0].clone();
    assert!(!fault(vec![one()]));
    for forms in [
        vec![OwnForm { number: 4, ..one() }],
        vec![OwnForm { from: day("2025-07-01"), ..one() }],
        vec![OwnForm { vi: String::new(), ..one() }],
        vec![OwnForm { questions: vec![], ..one() }],
        vec![one(), OwnForm { number: 4, ..one() }],
    ] {
        assert!(fault(forms.clone()), "{forms:?}");
    }
}

#[test]
fn an_answer_has_its_code_and_words_in_both_languages() {
    for scale in Scale::ALL {
        assert_eq!(serde_json::to_string(&scale).expect("JSON"), format!("\"{}\"", scale.code()));
        assert_eq!(Scale::coded(scale.code()), Some(scale));
        assert!((2..=5).contains(&scale.words().len()), "{scale:?}");
    }
    assert_eq!(Scale::coded("khac"), None);
    let kept: BTreeMap<Question, u8> = [(Question::Own8, 1)].into();
    assert_eq!(serde_json::to_string(&kept).expect("JSON"), "{\"cau_8\":1}");
}
