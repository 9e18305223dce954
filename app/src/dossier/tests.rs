//! Finding and the forms of acts, in the counter's words.

mod agency;
mod awaited;
mod batch;
mod english;
mod fees;
mod list;
mod news;
mod numbered;
mod posting;
mod proof;
mod questions;
mod roads;
mod saved;
mod sent;
mod slips;
mod typed;

use expect_test::expect;
use leptos::prelude::RwSignal;
use shared::ctx::Ctx;
use shared::demo;
use shared::dossier::record::Delivery;
use shared::dossier::{Kind, Status};
use shared::lang::Lang;
use shared::moment::Moment;
use shared::paper::slip;
use shared::procedure::fee::{FeeAsk, fee};
use shared::refusal::Refusal;

use super::acts::{self, Answers, build};
use super::ask::{Ask, DueIn, Group};
use super::cells::Cells;
use super::far::{Found, place};
use super::find::Index;
use crate::ui::tests::html;

pub(crate) fn moment(text: &str) -> Moment {
    text.parse().expect("a moment")
}

/// A received dossier, made by the rules themselves.
pub(crate) fn dossier(name: &str) -> shared::dossier::Dossier {
    numbered(name, 7)
}

fn numbered(name: &str, n: u128) -> shared::dossier::Dossier {
    use shared::dossier::code::Lane;
    use shared::dossier::intake::Form;
    use shared::dossier::receive::{FeeTaken, Receive};
    use shared::dossier::record::{Applicant, Contact, PaperTaken, Payment};
    let ward = demo::ward().expect("the standard data");
    let at = moment("2026-11-23T09:00");
    let p = ward.catalogue.in_force("HT-09", at.day()).expect("a procedure");
    let papers = p.papers.iter().map(|a| PaperTaken {
        name: a.name.clone(),
        originals: 1,
        copies: 0,
        supplemented: None,
    });
    let form = Form {
        procedure: p.reference(),
        channel: Default::default(),
        assisted: false,
        applicant: Applicant {
            name: name.to_owned(),
            number: "048190004217".to_owned(),
            ..Applicant::default()
        },
        contact: Contact { phone: "0905114225".to_owned(), ..Contact::default() },
        papers: papers.collect(),
        sets: 1,
        delivery: Default::default(),
    };
    let act = shared::dossier::Act::Receive(Receive {
        form,
        fee: FeeTaken { payment: Payment::Taken, ..FeeTaken::default() },
        number: 6000,
        secret: "AB12CD".to_owned(),
        by_hand: None,
    });
    let by = ward.officer(demo::RECEPTION).expect("the receptionist");
    let ctx =
        Ctx { now: at, happened: at, claimed: at, by, lane: Some(Lane(0)), reissued: None, ward: &ward };
    let id = shared::id::DossierId(uuid::Uuid::from_u128(n));
    let mut record = None;
    for fact in shared::dossier::decide(&ctx, id, None, &act).expect("a good reception") {
        shared::dossier::apply(&mut record, &fact);
    }
    record.expect("a dossier")
}

fn index(dossiers: &[shared::dossier::Dossier]) -> Index {
    let mut index = Index::default();
    index.refresh(&demo::ward().expect("the standard data"), dossiers.iter());
    index
}

#[test]
fn found_by_any_part_without_accents() {
    let (index, now) = (index(&[dossier("Đặng Thị Đào")]), moment("2026-11-23T10:00"));
    let hits = |typed: &str| index.find(&Ask::words(typed), now).len();
    for typed in [
        "",
        "dang",
        "Đào",
        "dao thi",
        "tinh trang hon",
        "4217",
        "0905 114 225",
        "261123-6000",
        "6000",
        "HT-09",
        "đào ht-09",
        "marital",
    ] {
        assert_eq!(hits(typed), 1, "{typed}");
    }
    for typed in ["ang", "dang van", "9999", "HT-01"] {
        assert_eq!(hits(typed), 0, "{typed}");
    }
}

/// At the first page, in the list and where results are returned: each asks the index in this way.
#[test]
fn what_is_scanned_from_a_slip_finds_its_dossier_wherever_one_looks() {
    let mut ready = dossier("Đặng Thị Đào");
    ready.status = Status::Ready;
    let (id, code) = (ready.id, ready.code.as_ref().expect("received").to_string());
    let address = slip::tracking_address("https://mot-cua.example", &ready).expect("a secret");
    let mut other = numbered("Lê Thị Hà", 8);
    other.code = code.replace("-6000", "-6001").parse().ok();
    let (index, now) = (index(&[ready, other]), moment("2026-11-23T10:00"));
    let bare = code.replace('-', "");
    for scanned in [code.as_str(), &format!(" {code} "), &code.to_lowercase(), &bare, &address] {
        let home = Ask::words(scanned);
        // The first page goes to the list by this address.
        let href = home.href();
        assert_eq!(href, "/ho-so?tim=261123-6000&nhom=tat_ca", "{scanned}");
        assert!(!href.contains("AB12CD"), "a slip's secret stands in no address");
        let list = Ask::read(|key| home.parts().into_iter().find(|(k, _)| *k == key).map(|(_, value)| value));
        let give = Ask { text: scanned.to_owned(), ..Ask::of(Group::Ready) };
        for ask in [home, list, Ask { group: Group::default(), ..give.clone() }, give] {
            assert_eq!(index.find(&ask, now), [id], "{ask:?}");
        }
        assert_eq!(index.people(scanned), [id]);
    }
    let absent = code.replace("-6000", "-6002");
    assert_eq!(index.find(&Ask::words(&absent), now), []);
}

#[test]
fn the_same_accents_come_first() {
    let names = ["Lê Ân", "Lê An", "Trần Ân"];
    let all: Vec<_> = names.iter().zip(1..).map(|(name, n)| numbered(name, n)).collect();
    let (index, now) = (index(&all), moment("2026-11-23T10:00"));
    let found = |typed: &str| -> Vec<&str> {
        let ids = index.find(&Ask::words(typed), now);
        ids.iter()
            .map(|id| all.iter().find(|d| d.id == *id).map_or("", |d| d.applicant.name.as_str()))
            .collect()
    };
    expect![[r#"["Lê Ân", "Trần Ân", "Lê An"]"#]].assert_eq(&format!("{:?}", found("ân")));
    expect![[r#"["Lê Ân", "Lê An"]"#]].assert_eq(&format!("{:?}", found("le an")));
}

#[test]
fn a_changed_dossier_is_found_by_its_new_name_only() {
    let (ward, now) = (demo::ward().expect("the standard data"), moment("2026-11-23T10:00"));
    let (mut d, beside) = (dossier("Hồ Văn Lợi"), numbered("Trần Lộc", 8));
    let mut index = index(&[beside.clone(), d.clone()]);
    assert_eq!(index.find(&Ask::words("loi"), now), [d.id]);
    d.applicant.name = "Hồ Văn Lộc".to_owned();
    d.rev += 1;
    index.refresh(&ward, [&beside, &d].into_iter());
    assert_eq!(index.find(&Ask::words("loi"), now), []);
    assert_eq!(index.find(&Ask::words("van loc"), now), [d.id]);
    assert_eq!(index.find(&Ask::words("loc"), now).len(), 2);
    index.refresh(&ward, std::iter::empty());
    assert_eq!(index.count(&Ask::of(Group::All), now), 0);
}

#[test]
fn a_figure_and_its_list_agree() {
    let index = index(&[dossier("Hồ Văn Lợi")]);
    let count = |ask: &Ask, at: &str| {
        let found = index.find(ask, moment(at)).len();
        assert_eq!(index.count(ask, moment(at)), found, "{ask:?}");
        found
    };
    // 24/11 is a day off: three working days end on the 27th.
    let (now, due_day, later) = ("2026-11-23T10:00", "2026-11-27T10:00", "2026-12-20T10:00");
    let overdue = Ask::due(Group::InProcess, DueIn::Overdue);
    assert_eq!(count(&Ask::of(Group::InProcess), now), 1);
    assert_eq!(count(&Ask::of(Group::ToAssign), now), 1);
    assert_eq!(count(&Ask { received: Some(moment(now).day()), ..Ask::of(Group::All) }, now), 1);
    assert_eq!(count(&Ask::due(Group::InProcess, DueIn::Today), due_day), 1);
    assert_eq!(count(&overdue, due_day), 0);
    assert_eq!(count(&overdue, later), 1);
    for group in [Group::ToSign, Group::Ready, Group::Citizen, Group::Closed, Group::Waiting] {
        assert_eq!(count(&Ask::of(group), now), 0, "{group:?}");
    }
}

#[test]
fn an_address_says_what_is_asked_and_a_bad_one_asks_for_less() {
    let read = |pairs: &[(&str, &str)]| {
        Ask::read(|key| pairs.iter().find(|(k, _)| *k == key).map(|(_, v)| (*v).to_owned()))
    };
    let ask = read(&[
        ("tim", "đào 6"),
        ("nhom", "cho_ky"),
        ("thu_ly", "3"),
        ("han", "hom_nay"),
        ("trang", "2"),
        ("nhan", "2026-11-23"),
    ]);
    expect!["/ho-so?tim=%C4%91%C3%A0o%206&nhom=cho_ky&thu_ly=3&han=hom_nay&nhan=2026-11-23&trang=2"]
        .assert_eq(&ask.href());
    let bad = read(&[("nhom", "x"), ("thu_ly", "x"), ("han", "x"), ("trang", "-1"), ("nhan", "31/2")]);
    assert_eq!(bad, Ask::default());
    assert_eq!(Ask::default().href(), "/ho-so");
}

#[test]
fn a_form_without_a_date_says_so() {
    let ward = demo::ward().expect("the standard data");
    let faults = build(Kind::AskMore, &ward, &dossier("A"), &Answers::new()).expect_err("no date");
    assert_eq!(faults[0].field, "until");
}

/// A result that waits, of these copies, as it was wished.
fn ready(procedure: &str, copies: u32, delivery: Delivery) -> shared::dossier::Dossier {
    let mut ready = dossier("Đặng Thị Đào");
    let ward = demo::ward().expect("the standard data");
    let p = ward.catalogue.in_force(procedure, moment("2026-11-23T09:00").day()).expect("a procedure");
    ready.procedure = p.reference();
    ready.fee.items = fee(p, &FeeAsk { copies, ..FeeAsk::default() }).expect("a sum");
    (ready.delivery, ready.status) = (delivery, Status::Ready);
    ready
}

/// The register of copies asks for the original: nothing stands there until somebody has read its name.
#[test]
fn the_result_of_a_copy_is_the_name_of_its_original() {
    let ward = demo::ward().expect("the standard data");
    let shown = |procedure: &str| {
        let of = ready(procedure, 1, Delivery::Counter);
        let all = acts::asks(Kind::Submit, &ward, demo::JUSTICE, &of, moment("2026-11-24T10:00").day());
        let ask = all.into_iter().find(|ask| ask.id() == "summary").expect("the result");
        let start = Cells::new(std::slice::from_ref(&ask)).answers().remove("summary");
        let page = html(move || {
            let faults = RwSignal::new(vec![]);
            Cells::new(std::slice::from_ref(&ask)).field(ask, faults)
        });
        (start.unwrap_or_default(), page)
    };
    for (copy, likely) in
        [("CT-01", "Bằng tốt nghiệp đại học"), ("CT-09", "Hợp đồng ủy quyền"), ("CT-10", "Giấy khai sinh")]
    {
        let (start, page) = shown(copy);
        assert_eq!(start, "", "{copy}");
        for said in ["Tên giấy tờ bản chính", likely, "<datalist", "list=\"summary-list\""] {
            assert!(page.contains(said), "{copy}, {said}: {page}");
        }
    }
    let (start, page) = shown("HT-09");
    assert!(!start.is_empty() && !page.contains("<datalist"), "{start}: {page}");
}

/// What the dialog begins with, changed here and there, as the rules judge it.
fn given(dossier: &shared::dossier::Dossier, change: &[(&'static str, &str)]) -> Result<String, Vec<String>> {
    let ward = demo::ward().expect("the standard data");
    let start = |ask: &acts::Ask| match ask.clone() {
        acts::Ask::Line { id, start, .. }
        | acts::Ask::Area { id, start, .. }
        | acts::Ask::Day { id, start, .. }
        | acts::Ask::Choice { id, start, .. } => (id, start),
        acts::Ask::Suggested { id, .. } => (id, String::new()),
        acts::Ask::Tick { id, start, .. } => (id, if start { "x".to_owned() } else { String::new() }),
    };
    let at = moment("2026-11-24T10:00");
    let asked = acts::asks(Kind::HandOver, &ward, demo::RECEPTION, dossier, at.day());
    let mut answers: Answers = asked.iter().map(start).collect();
    answers.extend(change.iter().map(|(id, text)| (*id, (*text).to_owned())));
    let fields = |faults: Vec<shared::refusal::FieldFault>| faults.into_iter().map(|f| f.field).collect();
    let made = build(Kind::HandOver, &ward, dossier, &answers).map_err(fields)?;
    let by = ward.officer(demo::RECEPTION).expect("the receptionist");
    let ctx = Ctx { now: at, happened: at, claimed: at, by, lane: None, reissued: None, ward: &ward };
    match shared::dossier::decide(&ctx, dossier.id, Some(dossier), &made[0]) {
        Ok(facts) => {
            let mut record = Some(dossier.clone());
            facts.iter().for_each(|fact| shared::dossier::apply(&mut record, fact));
            let over = record.and_then(|d| d.handed_over).expect("handed over");
            Ok(over.given.expect("it is said how").text(Lang::En))
        }
        Err(Refusal::Fields { faults }) => Err(fields(faults)),
        Err(other) => panic!("{other:?}"),
    }
}

/// Enter is enough for the applicant at the counter, and for what the post takes.
#[test]
fn a_result_is_given_to_its_owner_with_one_key() {
    let said = |procedure, copies, delivery| given(&ready(procedure, copies, delivery), &[]);
    let counter = "At the counter; shown: Identity card";
    assert_eq!(said("HT-09", 1, Delivery::Counter), Ok(counter.to_owned()));
    assert_eq!(said("CT-01", 3, Delivery::Counter), Ok(format!("{counter}; 3 copies")));
    assert_eq!(said("HT-09", 1, Delivery::Post), Ok("By post".to_owned()));
    let other = ready("CT-01", 3, Delivery::Counter);
    assert_eq!(given(&other, &[("receiver", "Lê Hoà")]), Err(vec!["authorisation".to_owned()]));
    assert_eq!(given(&other, &[("copies", "ba")]), Err(vec!["copies".to_owned()]));
    assert_eq!(given(&other, &[("copies", "501")]), Err(vec!["copies".to_owned()]));
    let paper = [("receiver", "Lê Hoà"), ("authorisation", "No. 3"), ("checked", "quen_biet")];
    let known = "At the counter; known to the counter; 3 copies; authorised by: No. 3";
    assert_eq!(given(&other, &paper), Ok(known.to_owned()));
    assert_eq!(given(&other, &[("way", "buu_chinh")]), Ok("By post; 3 copies".to_owned()));
}

/// The dialog asks no more than the case in hand needs.
#[test]
fn what_does_not_apply_to_a_result_in_hand_is_not_asked() {
    let other = ready("CT-01", 3, Delivery::Counter);
    let asked = |way: &str, receiver: &str, slip: &str| {
        let said = [("way", way), ("receiver", receiver), ("slip", slip), ("paid", "x")];
        let answers: Answers = said.map(|(id, text)| (id, text.to_owned())).into_iter().collect();
        let fields = ["checked", "authorisation", "slip", "statement", "receipt", "copies"];
        fields
            .into_iter()
            .filter(|id| acts::applies(Kind::HandOver, &other, id, &answers))
            .collect::<Vec<_>>()
    };
    let name = other.applicant.name.as_str();
    assert_eq!(asked("tai_quay", name, "x"), ["checked", "slip", "receipt", "copies"]);
    assert_eq!(
        asked("tai_quay", &name.to_lowercase(), ""),
        ["checked", "slip", "statement", "receipt", "copies"]
    );
    assert_eq!(asked("tai_quay", "Lê Hoà", "x"), ["checked", "authorisation", "slip", "receipt", "copies"]);
    assert_eq!(asked("buu_chinh", "Lê Hoà", ""), ["receipt", "copies"]);
    let typed_before = [("receiver", "Lê Hoà"), ("authorisation", "No. 3"), ("way", "buu_chinh")];
    assert_eq!(
        given(&other, &typed_before),
        Ok("By post; 3 copies".to_owned()),
        "what is not shown is not said"
    );
}

#[test]
fn correcting_two_groups_makes_two_acts() {
    let ward = demo::ward().expect("the standard data");
    let d = dossier("Hồ Văn Lợi");
    let with = |name: &str, phone: &str| {
        let pairs = [("name", name), ("number", "048190004217"), ("phone", phone)];
        pairs.map(|(k, v)| (k, v.to_owned())).into_iter().collect::<Answers>()
    };
    let count = |name, phone| build(Kind::Amend, &ward, &d, &with(name, phone)).map(|acts| acts.len());
    assert_eq!(count("Hồ Văn Lợi", "0905114226"), Ok(1));
    assert_eq!(count("Hồ Văn Lợi A", "0905114226"), Ok(2));
    assert!(count("Hồ Văn Lợi", "0905114225").is_err(), "nothing was changed");
}

/// A dossier of another year is not on the device: it is read from the server, or the page says why it is not.
#[test]
fn a_dossier_of_any_year_can_be_looked_at() {
    let d = dossier("Đặng Thị Đào");
    let other = numbered("Hồ Văn Lợi", 8);
    let said = || Some((d.id, Ok(d.clone())));
    let failed = shared::lang::Sentence::new("Không có", "None");
    assert_eq!(place(Some(d.id), None, None, false), Found::Reading);
    assert_eq!(place(Some(d.id), None, None, true), Found::Offline);
    assert_eq!(place(Some(d.id), None, said(), false), Found::Far(d.clone()));
    assert_eq!(place(Some(d.id), None, said(), true), Found::Far(d.clone()), "it is read already");
    assert_eq!(place(Some(other.id), None, said(), false), Found::Reading, "of the dossier before");
    assert_eq!(place(Some(d.id), Some(d.clone()), said(), false), Found::Here(d.clone()));
    let refused = Some((d.id, Err(failed.clone())));
    assert_eq!(place(Some(d.id), None, refused, false), Found::Failed(failed));
    assert!(matches!(place(None, None, None, false), Found::Failed(_)), "no id at all");
}

#[test]
fn an_earlier_applicant_is_found_by_name_and_number_and_never_by_the_procedure() {
    let all = [numbered("Nguyễn Thùy Loan", 1), numbered("Nguyễn Thị Bé", 2), numbered("Trần Thị Nguyên", 3)];
    let index = index(&all);
    let found = |typed: &str| -> Vec<&str> {
        let ids = index.people(typed);
        ids.iter()
            .map(|id| all.iter().find(|d| d.id == *id).map_or("", |d| d.applicant.name.as_str()))
            .collect()
    };
    // All three ask for `Xác nhận tình trạng hôn nhân`.
    expect![[r#"["Nguyễn Thị Bé", "Trần Thị Nguyên"]"#]].assert_eq(&format!("{:?}", found("nguyen thi")));
    expect![[r#"[]"#]].assert_eq(&format!("{:?}", found("tinh trang hon")));
    assert_eq!(found("4217").len(), 3);
}

#[test]
fn each_step_says_who_did_it() {
    use shared::dossier::record::Trace;
    use shared::dossier::{Kind, Status};
    let mut d = dossier("Đặng Thị Đào");
    let mut step = |kind, by, at: &str| {
        let trace = Trace { at: moment(at), recorded: None, by, kind, note: String::new() };
        d.history.push(trace);
    };
    step(Kind::Assign, demo::HEAD, "2026-11-23T09:05");
    step(Kind::Submit, demo::JUSTICE, "2026-11-23T10:00");
    step(Kind::Sign, demo::CHAIR, "2026-11-23T11:00");
    (d.status, d.handler) = (Status::Signed, Some(demo::JUSTICE));
    let ward = demo::ward().expect("the standard data");
    let shown = html(move || super::detail::steps(&ward, &d));
    let shown = crate::ui::tests::outline(&shown);
    let lines: Vec<&str> = shown.lines().filter(|line| line.contains(" · ")).collect();
    expect![[r#"
        23/11 09:00 · Kim Oanh
        23/11 10:00 · Thu Hà
        23/11 11:00 · Văn Thành
        23/11 11:00 · Văn Thành"#]]
    .assert_eq(&lines.join("\n"));
}
