//! Finding and the forms of acts, in the counter's words.

mod english;
mod list;
mod news;
mod questions;
mod slips;

use expect_test::expect;
use shared::demo;
use shared::dossier::Kind;
use shared::moment::Moment;

use super::acts::{Answers, build};
use super::ask::{Ask, DueIn, Group};
use super::far::{Found, place};
use super::find::Index;

pub(crate) fn moment(text: &str) -> Moment {
    text.parse().expect("a moment")
}

/// A received dossier, made by the rules themselves.
pub(crate) fn dossier(name: &str) -> shared::dossier::Dossier {
    numbered(name, 7)
}

fn numbered(name: &str, n: u128) -> shared::dossier::Dossier {
    use shared::ctx::Ctx;
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
    for typed in
        ["", "dang", "Đào", "dao thi", "tinh trang hon", "4217", "0905 114 225", "261123-6000", "6000"]
    {
        assert_eq!(hits(typed), 1, "{typed}");
    }
    for typed in ["ang", "dang van", "9999"] {
        assert_eq!(hits(typed), 0, "{typed}");
    }
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
    let mut d = dossier("Hồ Văn Lợi");
    let mut index = index(std::slice::from_ref(&d));
    d.applicant.name = "Hồ Văn Lộc".to_owned();
    d.rev += 1;
    index.refresh(&ward, [&d].into_iter());
    assert_eq!(index.find(&Ask::words("loi"), now).len(), 0);
    assert_eq!(index.find(&Ask::words("loc"), now).len(), 1);
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
    let shown = crate::ui::tests::html(move || super::detail::steps(&ward, &d));
    let shown = crate::ui::tests::outline(&shown);
    let lines: Vec<&str> = shown.lines().filter(|line| line.contains(" · ")).collect();
    expect![[r#"
        23/11 09:00 · Kim Oanh
        23/11 10:00 · Thu Hà
        23/11 11:00 · Văn Thành
        23/11 11:00 · Văn Thành"#]]
    .assert_eq(&lines.join("\n"));
}
