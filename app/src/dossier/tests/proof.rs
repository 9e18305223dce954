//! A draft for the applicant: on the dossier's own page, and what its form asks.

use leptos::prelude::*;
use shared::demo;
use shared::dossier::proof::{Answer, AnswerProof, Proof, SendProof};
use shared::dossier::record::Channel;
use shared::dossier::{Act, Dossier, Kind, Status};
use shared::procedure::ProcedureRef;
use shared::refusal::Refusal;

use super::super::acts::{Answers, applies, asks, build};
use super::super::detail::proof::{May, region};
use super::{moment, numbered};
use crate::ui::tests::{english, html, vietnamese};

fn online() -> Dossier {
    let procedure = ProcedureRef { id: "HT-09".to_owned(), version: 1 };
    let d = numbered("Dang Thi Dao", 7);
    Dossier { status: Status::InWork, channel: Channel::Online, procedure, handler: Some(demo::JUSTICE), ..d }
}

/// Sent on Tuesday at nine; with what was said of it.
fn drafted(wrong: Option<&str>) -> Dossier {
    let at = |text: &str| moment(text);
    let answer =
        wrong.map(|wrong| Answer { at: at("2026-11-24T10:00"), wrong: wrong.to_owned(), heard_by: None });
    let mut d = online();
    d.proofs.push(Proof {
        at: at("2026-11-24T09:00"),
        by: demo::JUSTICE,
        lines: vec!["Ho ten: Le Hoa".to_owned(), "Chua ket hon".to_owned()],
        reply: String::new(),
        until: at("2026-11-25T17:00"),
        answer,
    });
    d
}

#[test]
fn the_page_says_what_was_sent_and_what_came_back() {
    let ward = demo::ward().expect("the standard data");
    let shown = |d: Dossier, at: &str, may: Option<Result<(), Refusal>>| {
        let (ward, now) = (ward.clone(), moment(at));
        move || region(&ward, &d, now, May { send: may.clone(), hear: None }, Callback::new(|_| ()))
    };
    let page = html(shown(online(), "2026-11-24T09:00", Some(Ok(()))));
    assert!(page.contains("trước khi trình ký") && page.matches("<button").count() == 1, "{page}");
    let page = html(shown(drafted(None), "2026-11-24T09:30", Some(Ok(()))));
    assert!(page.contains("Ho ten: Le Hoa") && page.contains("chờ đến 17:00 25/11/2026"), "{page}");
    let page = html(shown(drafted(None), "2026-11-25T18:00", None));
    assert!(page.contains("coi như đồng ý") && !page.contains("<button"), "{page}");
    let page = html(shown(drafted(Some("Sai ten")), "2026-11-24T11:00", None));
    assert!(page.contains("chưa đúng, 10:00 24/11/2026") && page.contains("Sai ten"), "{page}");
    let page = html(shown(drafted(Some("")), "2026-11-24T11:00", None));
    assert!(page.contains("đồng ý, 10:00 24/11/2026"), "{page}");
    // Nothing of it at the counter, or where the paper is no civil-status paper.
    let counter = Dossier { channel: Channel::Counter, ..online() };
    assert_eq!(html(shown(counter, "2026-11-24T09:00", None)), "<!>");
    for (d, at) in [
        (online(), "2026-11-24T09:00"),
        (drafted(None), "2026-11-24T09:30"),
        (drafted(None), "2026-11-25T18:00"),
        (drafted(Some("Sai ten")), "2026-11-24T11:00"),
        (drafted(Some("")), "2026-11-24T11:00"),
    ] {
        let until = moment("2026-11-25T17:00");
        let left = vietnamese(&english(shown(d, at, Some(Err(Refusal::ProofAwaits { until })))));
        assert!(left.is_empty(), "{at}: {left:?}");
    }
}

/// The next draft begins with the last one, and what was called wrong is replied to.
#[test]
fn a_draft_begins_with_what_is_known() {
    let ward = demo::ward().expect("the standard data");
    let today = moment("2026-11-24T09:00").day();
    let asked = |d: &Dossier| asks(Kind::SendProof, &ward, demo::JUSTICE, d, today);
    let ids = |d: &Dossier| asked(d).iter().map(|ask| ask.id()).collect::<Vec<_>>();
    assert_eq!(ids(&online()), ["lines"]);
    let first = format!("{:?}", asked(&online()));
    assert!(first.contains("Giấy xác nhận tình trạng hôn nhân") && first.contains("Dang Thi Dao"), "{first}");
    assert_eq!(ids(&drafted(Some(""))), ["lines"]);
    assert_eq!(ids(&drafted(Some("Sai ten"))), ["lines", "reply"]);
    assert!(format!("{:?}", asked(&drafted(None))).contains("Chua ket hon"));
    let answers =
        Answers::from([("lines", "Ho ten: Le Hoa\nSinh 1990".to_owned()), ("reply", "Da sua".to_owned())]);
    let lines = vec!["Ho ten: Le Hoa".to_owned(), "Sinh 1990".to_owned()];
    let act = Act::SendProof(SendProof { lines, reply: "Da sua".to_owned() });
    assert_eq!(build(Kind::SendProof, &ward, &drafted(Some("Sai")), &answers), Ok(vec![act]));
}

/// Whoever takes the call is named beside the answer; nothing is chosen for the applicant.
#[test]
fn an_answer_by_telephone_is_asked_for_and_marked() {
    let ward = demo::ward().expect("the standard data");
    let now = moment("2026-11-24T09:30");
    let shown = |d: Dossier, may: May| {
        let ward = ward.clone();
        move || region(&ward, &d, now, may.clone(), Callback::new(|_| ()))
    };
    let page = html(shown(drafted(None), May { send: None, hear: Some(Ok(())) }));
    assert!(page.contains("Ghi trả lời qua điện thoại"), "{page}");
    let mut heard = drafted(Some(""));
    heard.proofs[0].answer.as_mut().expect("an answer").heard_by = Some(demo::RECEPTION);
    let who = ward.name_of(demo::RECEPTION);
    let page = html(shown(heard.clone(), May::default()));
    assert!(page.contains(&format!("đồng ý, qua điện thoại, {who} nghe, 10:00 24/11/2026")), "{page}");
    assert!(
        english(shown(heard, May::default())).contains(&format!("agrees, by telephone, {who} took the call"))
    );
    let asked = asks(Kind::HearProof, &ward, demo::JUSTICE, &drafted(None), now.day());
    assert_eq!(asked.iter().map(|ask| ask.id()).collect::<Vec<_>>(), ["said", "wrong"]);
    let answers =
        |said: &str, wrong: &str| Answers::from([("said", said.to_owned()), ("wrong", wrong.to_owned())]);
    let build = |said, wrong| build(Kind::HearProof, &ward, &drafted(None), &answers(said, wrong));
    let act = |agrees, wrong: &str| {
        Ok(vec![Act::HearProof(AnswerProof { number: 1, agrees, wrong: wrong.to_owned() })])
    };
    assert_eq!(build("dong_y", ""), act(true, ""));
    assert_eq!(build("chua_dung", "Sai ten"), act(false, "Sai ten"));
    assert_eq!(build("dong_y", "Sai ten"), act(true, ""), "what was typed before is not said of who agrees");
    let shows = |said| applies(Kind::HearProof, &drafted(None), "wrong", &answers(said, ""));
    assert_eq!(["", "dong_y", "chua_dung"].map(shows), [false, false, true]);
    let nothing = build("", "").expect_err("whoever chooses nothing is asked");
    assert_eq!(nothing.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["said"]);
}
