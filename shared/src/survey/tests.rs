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
