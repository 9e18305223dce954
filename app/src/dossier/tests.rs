//! Finding and the forms of acts, in the counter's words.

use shared::demo;
use shared::dossier::Kind;
use shared::moment::Moment;

use super::acts::{Answers, build};
use super::find::{Entry, Filter, Query};

fn moment(text: &str) -> Moment {
    text.parse().expect("a moment")
}

/// A dossier in work, made by the rules themselves.
fn dossier(name: &str) -> shared::dossier::Dossier {
    use shared::ctx::Ctx;
    use shared::dossier::code::Lane;
    use shared::dossier::intake::Form;
    use shared::dossier::receive::{FeeTaken, Receive};
    use shared::dossier::record::{Applicant, Contact, PaperTaken, Payment};
    let ward = demo::ward().expect("the standard data");
    let at = moment("2026-11-23T09:00");
    let p = ward.catalogue.in_force("HT-09", at.day()).expect("a procedure");
    let papers = p.papers.iter().map(|a| PaperTaken { name: a.name.clone(), originals: 1, copies: 0, supplemented: None });
    let form = Form {
        procedure: p.reference(),
        channel: Default::default(),
        assisted: false,
        applicant: Applicant { name: name.to_owned(), number: "048190004217".to_owned(), ..Applicant::default() },
        contact: Contact { phone: "0905114225".to_owned(), email: String::new() },
        papers: papers.collect(),
        sets: 1,
        delivery: Default::default(),
    };
    let act = shared::dossier::Act::Receive(Receive {
        form,
        fee: FeeTaken { payment: Payment::Taken, ..FeeTaken::default() },
        number: 6000,
        secret: "AB12CD".to_owned(),
    });
    let by = ward.officer(demo::RECEPTION).expect("the receptionist");
    let ctx = Ctx { now: at, happened: at, claimed: at, by, lane: Some(Lane(0)), reissued: None, ward: &ward };
    let id = shared::id::DossierId(uuid::Uuid::from_u128(7));
    let mut record = None;
    for fact in shared::dossier::decide(&ctx, id, None, &act).expect("a good reception") {
        shared::dossier::apply(&mut record, &fact);
    }
    record.expect("a dossier")
}

#[test]
fn found_by_any_part_without_accents() {
    let ward = demo::ward().expect("the standard data");
    let entry = Entry::new(&ward, &dossier("Đặng Thị Đào"));
    for typed in ["dang", "Đào", "dao thi", "tinh trang hon", "4217", "114225", "261123-6000", "6000"] {
        assert!(Query::new(typed).matches(&entry), "{typed}");
    }
    for typed in ["ang", "dang van", "9999"] {
        assert!(!Query::new(typed).matches(&entry), "{typed}");
    }
}

#[test]
fn a_figure_and_its_list_agree() {
    let d = dossier("Hồ Văn Lợi");
    let now = moment("2026-11-23T10:00");
    let takes = |filter: Filter| filter.takes(&d, now, demo::JUSTICE);
    assert!(takes(Filter::Open) && takes(Filter::ReceivedToday) && takes(Filter::All));
    assert!(!takes(Filter::ToSign) && !takes(Filter::ToReturn) && !takes(Filter::Overdue) && !takes(Filter::Mine));
    let later = moment("2026-12-20T10:00");
    assert!(Filter::Overdue.takes(&d, later, demo::JUSTICE));
    for filter in Filter::ALL {
        assert_eq!(Filter::parse(filter.code()), filter);
    }
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
