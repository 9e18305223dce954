//! What of a citizen must stay with those who work for them: every field of the fixtures' one citizen is hunted for in
//! every answer to people who have no business with it.
//!
//! Not here: the log (`log`), the reports of a year (`report`).
//! Invariant: the hunter first shows that it finds: the staff do read every field.

use axum::http::{Method, StatusCode};
use serde_json::json;
use shared::act::Act;
use shared::demo::{ADMIN, CHAIR, HEAD, PORTAL, POSTAL, RECEPTION, VOLUNTEER};
use shared::dossier::amend::{Amend, Details};
use shared::dossier::apologise::Apologise;
use shared::dossier::ask_more::{AskMore, Supplement};
use shared::dossier::assign::Assign;
use shared::dossier::attach::{Attach, Detach};
use shared::dossier::confirm_time::ConfirmTime;
use shared::dossier::consult::{Consult, Reply};
use shared::dossier::correct_fee::{Change, CorrectFee};
use shared::dossier::fast_lane::FastLane;
use shared::dossier::forward::{Forward, ResultArrived};
use shared::dossier::intake::{AskBefore, Refuse};
use shared::dossier::payment::{AskPayment, Paid};
use shared::dossier::posting::{EndPosting, Object, Post};
use shared::dossier::proof::{AnswerProof, SendProof};
use shared::dossier::receive::Receive;
use shared::dossier::record::{Decision, Dispute, Group, Payment};
use shared::dossier::reuse::{Reuse, Source};
use shared::dossier::settle::Settle;
use shared::dossier::sign::{SendBack, Sign, Unsign};
use shared::dossier::sign_scans::SignScans;
use shared::dossier::stamp::Stamp;
use shared::dossier::stop::{Stop, Withdraw};
use shared::dossier::submit::Submit;
use shared::dossier::supply::Supply;
use shared::dossier::twin::NotDuplicate;
use shared::dossier::{self, Kind};
use shared::scan::{Digest, File, FileKind};
use shared::script::forms;
use shared::sync::digest::bucket_of;
use shared::sync::snapshot::LIST_PATH;

use super::pen::{CANARIES, Pen, contact, dossier_id, form, lodge, note, receive, sings, with_fee};
use super::scan::jpeg;
use super::{Answer, Browser, House, nine};

/// A scan of the stranger's, with their name in it.
fn scan() -> Vec<u8> {
    [&jpeg(64)[..], b"Canary"].concat()
}

/// A stranger's dossier: received, with every field of a citizen, a note and a scan whose bytes are here.
async fn nest() -> (House, Browser) {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let reception = with_fee(receive(dossier_id(1), "Canary Thị Kín", 6000), Payment::Exempt);
    let (bytes, digest) = (scan(), Digest::of(&scan()));
    let file = File { digest: digest.clone(), bytes: bytes.len() as u64, ..file() };
    let attach = dossier::Act::Attach(Attach { paper: String::new(), file, instead_of: None });
    let attach = Act::Dossier { id: dossier_id(1), act: attach };
    let acts = vec![reception, note(dossier_id(1), "canary gọi lại"), attach];
    assert_eq!(oanh.post("/api/push", &pen.write_all(acts)).await.said(), "200");
    let path = format!("/api/scans/{digest}?bytes={}&at=0", bytes.len());
    let put = oanh.request(Method::PUT, &path).body(bytes.into()).expect("a request");
    assert_eq!(oanh.send(put).await.said(), "200");
    (house, oanh)
}

/// Every route that reads, with a question that finds the dossier where one may.
async fn questions(staff: &Browser) -> Vec<String> {
    let list = staff.get(LIST_PATH).await.json();
    let chunk = list["chunks"][0]["digest"].as_str().expect("a chunk").to_owned();
    let (id, digest) = (dossier_id(1), Digest::of(&scan()).to_string());
    let year = "from=2018-01-01&to=2018-12-31";
    let of = |path: &'static str| match path {
        "/api/pull" => vec![format!("{path}?epoch=&cursor=0&seen_n=0&wait=0")],
        "/api/snapshot" => vec![LIST_PATH.to_owned()],
        "/api/snapshot/{digest}" => vec![path.replace("{digest}", &chunk)],
        "/api/digest/{bucket}" => vec![path.replace("{bucket}", &bucket_of(id).to_string())],
        "/api/search" => ["canary", "048190994242", "6000"].map(|q| format!("{path}?q={q}")).to_vec(),
        "/api/dossier" | "/api/feedback/one" => vec![format!("{path}?id={id}")],
        "/api/scans/{digest}" => vec![format!("{}?dossier={id}", path.replace("{digest}", &digest))],
        "/api/scans/{digest}/have" => vec![path.replace("{digest}", &digest)],
        "/api/public/photos/{application}/{digest}" => {
            vec![path.replace("{application}", &id.to_string()).replace("{digest}", &digest)]
        }
        "/api/paper/{dossier}/{file}" => vec![format!("/api/paper/{id}/giay-hen.pdf")],
        "/api/news" => vec![format!("{path}?dossier={id}")],
        "/api/accounts/sessions" => vec![format!("{path}?officer={RECEPTION}")],
        "/api/report" => {
            let formats = ["json", "cells", "csv", "xlsx"];
            let all = ["board", "ii06a", "tong-hop"].into_iter();
            all.flat_map(|form| formats.map(|format| format!("{path}?{year}&form={form}&format={format}")))
                .collect()
        }
        "/api/report/behind" => {
            ["ii06a&column=3", "board&column=5"].map(|number| format!("{path}?{year}&form={number}")).to_vec()
        }
        "/api/report/results" => {
            vec![format!(
                "{path}?year=2018&book=S%E1%BB%95%20ch%E1%BB%A9ng%20th%E1%BB%B1c%20b%E1%BA%A3n%20sao%20t%E1%BB%AB%20b%E1%BA%A3n%20ch%C3%ADnh"
            )]
        }
        "/api/report/register" => vec![format!("{path}?year=2018&field=HTCT")],
        "/api/report/cash"
        | "/api/report/feedback"
        | "/api/till"
        | "/api/shifts"
        | "/api/handoff/civil"
        | "/api/handoff/civil/file"
        | "/api/handoff/city/file" => {
            vec![format!("{path}?{year}")]
        }
        "/api/survey" => {
            ["json", "csv", "xlsx"].map(|format| format!("{path}?{year}&format={format}")).to_vec()
        }
        path => vec![path.to_owned()],
    };
    crate::routes::listed()
        .into_iter()
        .filter(|(method, _)| method == Method::GET)
        .flat_map(|(_, path)| of(path))
        .collect()
}

/// What is answered to a question that is asked as a page asks it: a fault in it would hide what the route lets out.
async fn heard(browser: &Browser, path: &str) -> Answer {
    assert!(!path.contains('{'), "{path}: nobody put anything into the address");
    let answer = browser.get(path).await;
    assert_ne!(answer.status, StatusCode::BAD_REQUEST, "{path}: {}", answer.text());
    answer
}

/// Whoever may is answered: there is no route of which the hunt below would only see the fault in the question.
#[tokio::test]
async fn every_question_has_an_answer() {
    let (house, oanh) = nest().await;
    let browsers = [oanh.clone(), house.browser(HEAD).await, house.browser(ADMIN).await];
    for path in questions(&oanh).await {
        let mut said = Vec::new();
        for browser in &browsers {
            said.push(heard(browser, &path).await.said());
        }
        // Nobody has complained: there is none of that identity.
        let wanted = if path.starts_with("/api/feedback/one?") { "404 no_such_feedback" } else { "200" };
        assert!(said.iter().any(|said| said == wanted), "{path}: {said:?}");
    }
}

#[tokio::test]
async fn the_staff_read_every_field() {
    let (_house, oanh) = nest().await;
    let asked = questions(&oanh).await;
    // What lies behind a number is a list, and so are the books: they have the name.
    for list in ["report/behind", "report/register", "report/cash", "scans/"] {
        let start = format!("/api/{list}");
        let list = asked.iter().find(|path| path.starts_with(&start)).expect("asked");
        assert!(oanh.get(list).await.text().to_lowercase().contains("canary"), "{list}");
    }
    for path in [format!("/api/dossier?id={}", dossier_id(1)), "/api/search?q=canary".to_owned()] {
        let text = oanh.get(&path).await.text().to_lowercase();
        for canary in CANARIES {
            assert!(text.contains(canary), "{canary} at {path}");
        }
        assert!(text.contains("gọi lại"), "{path}");
    }
}

/// Reports are figures, also for those who may read the dossiers.
#[tokio::test]
async fn reports_name_no_citizen() {
    let (house, oanh) = nest().await;
    let chair = house.browser(CHAIR).await;
    for path in questions(&oanh).await.iter().filter(|path| path.starts_with("/api/report?")) {
        let answer = chair.get(path).await;
        assert_eq!(answer.said(), "200", "{path}");
        assert_eq!(sings(&answer.text()), None, "{path}");
    }
}

#[tokio::test]
async fn what_is_not_ones_own_stays_away() {
    let (house, oanh) = nest().await;
    let asked = questions(&oanh).await;
    for officer in [VOLUNTEER, PORTAL, POSTAL, ADMIN] {
        let browser = house.browser(officer).await;
        for path in &asked {
            assert_eq!(sings(&heard(&browser, path).await.text()), None, "{officer} at {path}");
        }
    }
    for path in &asked {
        assert_eq!(sings(&heard(&house.stranger(), path).await.text()), None, "a stranger at {path}");
    }
    for secret in ["K7M2QP", "AAAAAA"] {
        let track = json!({"code": "181122-6000", "secret": secret});
        let text = house.stranger().post("/api/public/track", track).await.text();
        assert_eq!(sings(&text), None, "{text}");
    }
}

fn fast_lane(receive: Receive) -> FastLane {
    let text = || "theo biên bản".to_owned();
    FastLane {
        receive,
        summary: text(),
        signer: CHAIR,
        stamp: "1".to_owned(),
        receiver: text(),
        given: None,
        waited: false,
    }
}

fn file() -> File {
    let name = "bản chụp.jpg".to_owned();
    File { digest: Digest::of(b"a"), bytes: 1, kind: FileKind::Jpeg, pages: Some(1), name }
}

/// Scans of papers, and numbers on paper slips.
fn papers_and_slips() -> [dossier::Act; 18] {
    use dossier::Act as A;
    let text = || "theo biên bản".to_owned();
    [
        A::Attach(Attach { paper: String::new(), file: file(), instead_of: None }),
        A::Detach(Detach { digest: file().digest, reason: text() }),
        A::Reuse(Reuse {
            paper: "Giấy chứng sinh".to_owned(),
            file: file(),
            from: Source { id: dossier_id(2), code: "000.21.17.H17-181122-6000".parse().expect("a code") },
        }),
        A::Supply(Supply {
            asked: nine(),
            scans: vec![Attach { paper: "Giấy chứng sinh".to_owned(), file: file(), instead_of: None }],
        }),
        A::SignScans(SignScans { digests: vec![file().digest], signer: text(), on: nine().day() }),
        A::Reserve(dossier::blank::Reserve {
            block: shared::id::BlockId(dossier_id(3).0),
            day: nine().day(),
            number: 6000,
            secret: "7K2MPX".to_owned(),
        }),
        A::VoidSlip(dossier::blank::VoidSlip { reason: text() }),
        A::Recount(dossier::recount::Recount { decision: text() }),
        A::Cause(dossier::cause::Cause { why: dossier::cause::Why::Hands, detail: text() }),
        A::Redo(dossier::redo::Redo {
            corrects: dossier::redo::Corrects {
                id: dossier_id(1),
                code: "000.21.17.H17-181122-6000".parse().expect("a code"),
                wrong: text(),
                mistake: dossier::redo::Mistake::Office,
            },
            form: form("Người Lạ"),
            number: 6000,
            secret: "7K2MPX".to_owned(),
        }),
        A::EnterCivil(dossier::civil::EnterCivil {
            given: dossier::civil::Given::Error(text()),
            seen: 0,
            reason: text(),
        }),
        A::Post(Post { place: text(), content: text(), from: nine().day() }),
        A::Object(Object { number: 0, who: text(), on: nine().day(), said: text(), settled: text() }),
        A::EndPosting(EndPosting { note: text() }),
        A::SendProof(SendProof { lines: vec![text()], reply: text() }),
        A::AnswerProof(AnswerProof { number: 1, agrees: false, wrong: text() }),
        A::HearProof(AnswerProof { number: 1, agrees: false, wrong: text() }),
        A::CorrectFee(CorrectFee {
            change: Change::Repay { vnd: 1, to: text() },
            saw: Default::default(),
            reason: text(),
        }),
    ]
}

/// One of each act, on a dossier that is somebody else's.
fn every_act() -> Vec<dossier::Act> {
    use dossier::Act as A;
    let text = || "theo biên bản".to_owned();
    let (papers, until) = (|| vec!["Giấy chứng sinh".to_owned()], nine().day().plus(7));
    let dossier_act = |act: Act| {
        let Act::Dossier { act, .. } = act;
        act
    };
    let received = dossier_act(receive(dossier_id(1), "Người Lạ", 6001));
    let A::Receive(receive) = received.clone() else { panic!("a reception") };
    let mut all = vec![
        dossier_act(lodge(dossier_id(1), "Người Lạ")),
        received,
        A::FastLane(fast_lane(receive)),
        A::AskBefore(AskBefore {
            form: Some(form("Người Lạ")), papers: papers(), reason: text(), until
        }),
        A::Refuse(Refuse { form: None, reason: text(), go_to: String::new(), approved_by: CHAIR }),
        A::Assign(Assign { to: VOLUNTEER, reason: text() }),
        A::AskMore(AskMore { papers: papers(), reason: text(), until }),
        A::Supplement(Supplement { papers: form("Người Lạ").papers, enough: text() }),
        A::Consult(Consult { agency: text(), question: text(), until, extends: false }),
        A::Reply(Reply { answer: text() }),
        A::AskPayment(AskPayment { reason: text() }),
        A::Paid(Paid { receipt: text() }),
        A::Submit(Submit { decision: Decision::Grant, summary: text() }),
        A::SendBack(SendBack { reason: text() }),
        A::Sign(Sign { taking_over: false }),
        A::Unsign(Unsign { reason: text() }),
        A::Stamp(Stamp { number: "1".to_owned(), on: nine().day() }),
        A::HandOver(forms::hand_over(&text())),
        A::Withdraw(Withdraw { reason: text(), returned: vec![] }),
        A::Stop(Stop { reason: text() }),
        A::Forward(Forward { agency: text(), until: None }),
        A::ResultArrived(ResultArrived {
            decision: Decision::Grant,
            summary: text(),
            number: "1".to_owned(),
        }),
        A::Apologise(Apologise { reason: text(), promised: nine().plus_minutes(24 * 60) }),
        A::Amend(Amend {
            details: Details::Contact(contact()),
            seen_version: 0,
            reason: text(),
            leaves_kept: true,
            keeps_old: true,
        }),
        A::Settle(Settle {
            group: Group::Contact,
            by: CHAIR,
            at: nine(),
            take: true,
            seen_version: 0,
            keeps_old: true,
        }),
        A::ConfirmTime(ConfirmTime {
            of: Dispute { kind: Kind::Receive, by: CHAIR, claimed: nine(), used: nine() },
            at: nine(),
        }),
        A::NotDuplicate(NotDuplicate { other: dossier_id(2) }),
        A::Note(dossier::amend::Note { text: text() }),
    ];
    all.extend(papers_and_slips());
    all
}

/// A refusal says why, and nothing of what it refuses to touch.
#[tokio::test]
async fn an_act_on_somebody_elses_dossier_tells_nothing_of_it() {
    let kinds: Vec<Kind> = every_act().iter().map(dossier::Act::kind).collect();
    assert_eq!(kinds.len(), Kind::ALL.len());
    assert!(Kind::ALL.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    let (house, oanh) = nest().await;
    let before = oanh.get(&format!("/api/dossier?id={}", dossier_id(1))).await.text();
    for officer in [VOLUNTEER, PORTAL, POSTAL, ADMIN] {
        let browser = house.browser(officer).await;
        let mut pen = Pen::new(browser.writer(), nine());
        for act in every_act() {
            let kind = act.kind();
            let push = pen.write(Act::Dossier { id: dossier_id(1), act });
            let answer = browser.post("/api/push", &push).await;
            assert_eq!(answer.said(), "200", "{officer} {kind:?}: {}", answer.text());
            assert!(!answer.text().contains("\"applied\""), "{officer} {kind:?}: {}", answer.text());
            assert_eq!(sings(&answer.text()), None, "{officer} {kind:?}: {}", answer.text());
        }
        let page = browser.get("/api/pull?epoch=&cursor=0&seen_n=0&wait=0").await;
        assert_eq!(page.json()["records"], json!([]), "{officer}");
        assert_eq!(sings(&page.text()), None, "{officer}: {}", page.text());
    }
    let after = oanh.get(&format!("/api/dossier?id={}", dossier_id(1))).await.text();
    assert_eq!(before, after, "nothing was changed");
}
