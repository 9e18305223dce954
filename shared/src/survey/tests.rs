//! What may be said, and what it adds up to.

mod own;

use super::form::first;
use super::*;
use crate::report::Cell;

/// Every day of this file is of the first version.
fn then() -> Day {
    "2018-12-03".parse().expect("a day")
}

fn ballot(answers: &[(Question, u8)], comment: &str) -> Ballot {
    Ballot {
        form: 1,
        procedure: "HT-09".to_owned(),
        answers: answers.iter().copied().collect(),
        comment: comment.to_owned(),
        channel: Channel::Web,
    }
}

fn faults(ballot: &Ballot) -> Vec<String> {
    match ballot.check(Forms::standard().on(then())) {
        Ok(()) => vec![],
        Err(Refusal::Fields { faults }) => {
            assert!(faults.iter().all(|fault| !fault.vi.is_empty() && !fault.en.is_empty()));
            faults.into_iter().map(|fault| fault.field).collect()
        }
        Err(refusal) => panic!("{refusal:?}"),
    }
}

#[test]
fn only_the_whole_is_needed() {
    assert!(faults(&ballot(&[(Question::Overall, 5)], "")).is_empty());
    assert_eq!(faults(&ballot(&[(Question::Officer, 5)], "")), ["chung"]);
    let all: Vec<_> = Forms::standard().all()[0].questions.iter().map(|asked| (asked.question, 1)).collect();
    assert!(faults(&ballot(&all, "Chờ lâu.")).is_empty());
}

#[test]
fn every_fault_is_named_at_once() {
    let wrong = ballot(&[(Question::Overall, 0), (Question::Result, 6)], &"a".repeat(10_000));
    assert_eq!(faults(&wrong), ["chung", "ket_qua", "comment"]);
    assert!(faults(&ballot(&[(Question::Overall, 4)], &"ộ".repeat(500))).is_empty(), "characters, not bytes");
    assert_eq!(faults(&ballot(&[(Question::Overall, 4)], &"ộ".repeat(501))), ["comment"]);
    assert_eq!(faults(&Ballot { form: 2, ..wrong }), ["form"], "what another form asks is not known here");
}

#[test]
fn what_is_stored_is_read_again() {
    let forms = Forms::standard();
    let asked = forms.all().iter().flat_map(|form| &form.questions).map(|asked| asked.question);
    let asked: Vec<Question> = asked.chain(Question::OWN).collect();
    let answers: Vec<_> = asked.iter().map(|question| (*question, 3)).collect();
    let said = ballot(&answers, " <b>tốt</b>\u{0}  lắm ").cleaned();
    let json = serde_json::to_string(&said).expect("JSON");
    for question in asked {
        assert!(json.contains(&format!("\"{}\":3", question.code())), "{json}");
    }
    assert_eq!(serde_json::from_str::<Ballot>(&json).expect("a ballot"), said);
    assert_eq!(said.comment, "<b>tốt</b> lắm");
    for stranger in [r#""ten":"A","form":1"#, r#""form":-1"#] {
        let json = format!(r#"{{{stranger},"procedure":"HT-09","answers":{{"chung":5}}}}"#);
        assert!(serde_json::from_str::<Ballot>(&json).is_err(), "{json}");
    }
}

#[test]
fn the_article_adds_up() {
    let said = |overall| ballot(&[(Question::Overall, overall)], "");
    let all: Vec<Ballot> = (0..779).map(|i| said(if i % 3 == 0 { 5 } else { 4 })).collect();
    let totals = Totals::of(&Forms::standard(), &all, 4_872);
    assert_eq!((totals.n, totals.satisfied, totals.response()), (779, 779, Some((779, 4_872))));
    let spread = BTreeMap::from([(Question::Overall, vec![0, 0, 0, 519, 260])]);
    assert_eq!(totals.forms, [OfForm { form: 1, n: 779, satisfied: 779, questions: spread }]);
    assert_eq!(totals.channels, BTreeMap::from([(Channel::Web, 779)]));
}

#[test]
fn neutral_is_not_satisfied() {
    let all: Vec<Ballot> =
        (1..=5).map(|said| ballot(&[(Question::Overall, said), (Question::Access, 2)], "")).collect();
    let totals = Totals::of(&Forms::standard(), &all, 3);
    assert_eq!((totals.n, totals.satisfied), (5, 2));
    assert_eq!(
        totals.forms[0].questions[&Question::Access],
        [0, 5, 0, 0, 0],
        "each question by its own answers"
    );
    assert_eq!(totals.response(), None, "five of three is no share");
    assert_eq!(Totals::of(&Forms::standard(), [], 0).response(), None);
}

#[test]
fn every_way_is_stored_by_its_code() {
    for channel in Channel::ALL {
        assert_eq!(serde_json::to_string(&channel).expect("JSON"), format!("\"{}\"", channel.code()));
    }
    let old = r#"{"form":1,"procedure":"HT-09","answers":{"chung":5}}"#;
    assert_eq!(serde_json::from_str::<Ballot>(old).expect("a ballot").channel, Channel::Web);
}

/// A batch is typed weeks later: what counts is the day on the form, between the result and today.
#[test]
fn a_paper_form_counts_on_its_own_day() {
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let returned: crate::moment::Moment = "2018-12-03T10:00".parse().expect("a moment");
    let json = serde_json::json!({
        "id": crate::id::DossierId(uuid::Uuid::from_u128(1)),
        "status": crate::dossier::Status::Returned,
        "procedure": { "id": "HT-09", "version": 1 },
        "applicant": { "name": "Canary Thị Không Có" },
        "created_at": 0,
        "created_by": crate::demo::RECEPTION,
        "term": crate::calendar::Term::WorkingDays(3),
        "history": [],
        "closed_at": returned,
    });
    let dossier: Dossier = serde_json::from_value(json).expect("a record");
    let form = |day: Option<&str>| OnPaper {
        code: "181203-6000".to_owned(),
        day: day.map(|day| day.parse().expect("a day")),
        answers: [(Question::Overall, 4)].into(),
        comment: String::new(),
    };
    let (today, by) = (day("2019-01-07"), crate::demo::HEAD);
    let counts = |said: Option<&str>| {
        form(said).ballot(&Forms::standard(), &dossier, by, today).map(|(day, _)| day.to_string())
    };
    for (said, expected) in [
        (Some("2018-12-03"), "2018-12-03"),
        (Some("2018-12-28"), "2018-12-28"),
        (Some("2019-01-07"), "2019-01-07"),
        (None, "2019-01-07"),
    ] {
        assert_eq!(counts(said).as_deref(), Ok(expected), "{said:?}");
    }
    for (said, why) in [("2018-12-02", "03/12/2018"), ("2019-01-08", "chưa tới")] {
        let Err(Refusal::Fields { faults }) = counts(Some(said)) else { panic!("{said} is taken") };
        assert!(faults.len() == 1 && faults[0].field == "day" && faults[0].vi.contains(why), "{faults:?}");
    }
    assert_eq!(
        form(Some("2019-01-08")).faults(&Forms::standard(), today).len(),
        1,
        "the page says it before it is sent"
    );
    assert!(
        form(Some("2018-12-02")).faults(&Forms::standard(), today).is_empty(),
        "whose result it was only the server knows"
    );
}

#[test]
fn a_version_begins_on_its_day_and_ends_the_day_before_the_next() {
    let forms = Forms::standard();
    let on = |text: &str| forms.on(text.parse().expect("a day")).number;
    assert_eq!([on("2001-01-01"), on("2018-01-01"), on("2025-06-30"), on("2025-07-01")], [1, 1, 1, 2]);
    for pair in forms.all().windows(2) {
        assert_eq!(pair[0].to.map(Day::next), Some(pair[1].from));
        assert_eq!(pair[0].number + 1, pair[1].number);
    }
    assert_eq!((forms.newest().to, forms.newest().number), (None, 2));
    for form in forms.all() {
        assert_eq!(form.questions[0].question, Question::Overall);
        let mut asked: Vec<&str> = form.questions.iter().map(|asked| asked.question.code()).collect();
        asked.sort_unstable();
        asked.dedup();
        assert_eq!(asked.len(), form.questions.len(), "a question stands once on a form");
        let whole = form.questions[0].scale.len();
        assert!(form.dissatisfied_max < form.satisfied_min && usize::from(form.satisfied_min) <= whole);
    }
    assert_eq!(forms.all()[1].label().vi, "Mẫu 2, từ 01/07/2025");
    assert_eq!(forms.all()[0].label().en, "Form 1, from 01/01/2018 to 30/06/2025");
}

#[test]
fn only_the_form_of_the_day_is_taken_and_only_what_it_asks() {
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let said = |form, question| Ballot { form, ..ballot(&[(Question::Overall, 5), (question, 5)], "") };
    let (old, new) = (said(1, Question::Officer), said(2, Question::Wait));
    let forms = Forms::standard();
    let field = |ballot: &Ballot, day| match ballot.check(forms.on(day)) {
        Ok(()) => String::new(),
        Err(Refusal::Fields { faults }) => faults.into_iter().map(|fault| fault.field).collect(),
        Err(refusal) => panic!("{refusal:?}"),
    };
    assert_eq!([field(&old, day("2025-06-30")), field(&old, day("2025-07-01"))], ["", "form"]);
    assert_eq!([field(&new, day("2025-06-30")), field(&new, day("2025-07-01"))], ["form", ""]);
    assert_eq!(field(&said(1, Question::Wait), then()), "cho_doi");
    assert_eq!(field(&said(2, Question::Officer), day("2026-11-28")), "cong_chuc");
}

/// A ballot of before there were two says no version, or the first.
#[test]
fn a_ballot_without_a_version_is_of_the_first() {
    let old = r#"{"procedure":"HT-09","answers":{"chung":5}}"#;
    let ballot: Ballot = serde_json::from_str(old).expect("a ballot");
    assert_eq!((ballot.form, first()), (1, 1));
    assert!(ballot.check(Forms::standard().on(then())).is_ok());
    let open: Rating = serde_json::from_str(r#"{"open":{"procedure":"HT-09"}}"#).expect("a rating");
    assert_eq!(open, Rating::Open { procedure: "HT-09".into(), form: 1, own: None });
}

/// Where the second version is stricter the same answer is satisfied on one form and not on the other.
#[test]
fn each_version_counts_by_its_own_rule() {
    let second = Forms::standard().newest().clone();
    let stricter = Form { number: 3, from: second.from.next(), satisfied_min: 5, ..second };
    let forms = Forms::standard().and([stricter]);
    let said = |form, overall| Ballot { form, ..ballot(&[(Question::Overall, overall)], "") };
    let all = [said(1, 4), said(1, 3), said(3, 4), said(3, 5)];
    let totals = Totals::of(&forms, &all, 10);
    assert_eq!((totals.n, totals.satisfied), (4, 2));
    let of: Vec<_> = totals.forms.iter().map(|of| (of.form, of.n, of.satisfied)).collect();
    assert_eq!(of, [(1, 2, 1), (3, 2, 1)]);
    let stranger = Ballot { form: 9, ..said(1, 5) };
    let totals = Totals::of(&forms, [&stranger], 1);
    assert_eq!(
        (totals.n, totals.satisfied),
        (1, 0),
        "of a form that is not known nobody is called satisfied"
    );
    assert!(!stranger.is_dissatisfied(&forms) && said(2, 2).is_dissatisfied(&forms));
}

/// A file's figures are the page's: each question adds up to whoever answered it, the ways to all ballots.
#[test]
fn the_file_has_the_figures_of_the_page() {
    let forms = Forms::standard();
    let said =
        |overall, officer| ballot(&[(Question::Overall, overall), (Question::Officer, officer)], "Canary");
    let all: Vec<Ballot> = [said(5, 4), said(4, 4), ballot(&[(Question::Overall, 2)], "")]
        .into_iter()
        .chain(
            (0..2).map(|_| Ballot { form: 2, ..ballot(&[(Question::Overall, 4), (Question::Wait, 1)], "") }),
        )
        .collect();
    let totals = Totals::of(&forms, &all, 40);
    let table = totals.table(&forms);
    let number = |row: &[Cell]| (row[3].number(), row[4].number());
    let text = |cell: &Cell| matches!(cell, Cell::Text(text) if !text.is_empty());
    let lines = |first: &str, second: &str| {
        let is = |cell: &Cell, said: &str| matches!(cell, Cell::Text(text) if text.starts_with(said));
        let rows = table.rows.iter().filter(|row| is(&row[0], first) && is(&row[1], second) && text(&row[2]));
        rows.map(|row| number(row)).collect::<Vec<_>>()
    };
    // The last line of a version is who is satisfied on the whole.
    assert_eq!(lines("Mẫu 1", "Nhìn chung"), [(0, 3), (1, 3), (0, 3), (1, 3), (1, 3), (2, 3)]);
    assert_eq!(lines("Mẫu 1", "Công chức"), [(0, 2), (0, 2), (0, 2), (2, 2), (0, 2)]);
    assert_eq!(lines("Mẫu 2", "Nhìn chung"), [(0, 2), (0, 2), (0, 2), (2, 2), (0, 2), (2, 2)]);
    assert_eq!(lines("Mẫu 2", "Thời gian chờ")[0], (2, 2));
    assert_eq!(lines("", "Cách gửi"), [(5, 5)]);
    assert_eq!(number(&table.total), (4, 5));
    assert_eq!(
        table.below,
        [
            "Hài lòng hoặc rất hài lòng: 80,0 % (4/5 phiếu)",
            "Tỷ lệ trả lời: 12,5 % (5 phiếu, 40 hồ sơ đã trả)",
            "Cách gửi phiếu: 5 trên mạng",
        ]
    );
    assert!(!table.to_csv().contains("Canary"), "comments stay on the page");
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
}
