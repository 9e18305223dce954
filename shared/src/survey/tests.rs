//! What may be said, and what it adds up to.

use super::*;

fn ballot(answers: &[(Question, u8)], comment: &str) -> Ballot {
    Ballot {
        form: FORM,
        procedure: "HT-09".to_owned(),
        answers: answers.iter().copied().collect(),
        comment: comment.to_owned(),
        channel: Channel::Web,
    }
}

fn faults(ballot: &Ballot) -> Vec<String> {
    match ballot.check() {
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
    let all = Question::ALL.map(|question| (question, 1));
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
    let said = ballot(&Question::ALL.map(|question| (question, 3)), " <b>tốt</b>\u{0}  lắm ").cleaned();
    let json = serde_json::to_string(&said).expect("JSON");
    for question in Question::ALL {
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
    let totals = Totals::of(&all, 4_872);
    assert_eq!((totals.n, totals.satisfied, totals.response()), (779, 779, Some((779, 4_872))));
    assert_eq!(totals.questions, BTreeMap::from([(Question::Overall, [0, 0, 0, 519, 260])]));
    assert_eq!(totals.channels, BTreeMap::from([(Channel::Web, 779)]));
}

#[test]
fn neutral_is_not_satisfied() {
    let all: Vec<Ballot> =
        (1..=5).map(|said| ballot(&[(Question::Overall, said), (Question::Access, 2)], "")).collect();
    let totals = Totals::of(&all, 3);
    assert_eq!((totals.n, totals.satisfied), (5, 2));
    assert_eq!(totals.questions[&Question::Access], [0, 5, 0, 0, 0], "each question by its own answers");
    assert_eq!(totals.response(), None, "five of three is no share");
    assert_eq!(Totals::of([], 0).response(), None);
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
    let counts = |said: Option<&str>| form(said).ballot(&dossier, by, today).map(|(day, _)| day.to_string());
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
    assert_eq!(form(Some("2019-01-08")).faults(today).len(), 1, "the page says it before it is sent");
    assert!(form(Some("2018-12-02")).faults(today).is_empty(), "whose result it was only the server knows");
}
