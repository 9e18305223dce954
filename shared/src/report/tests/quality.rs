//! The 766 indices at their boundaries, and that what stands behind a number is what it counted.

use super::*;
use crate::dossier::attach::Scan;
use crate::dossier::record::{HandedOver, PaperTaken, StampMark};
use crate::dossier::sign_scans::Signed;
use crate::lang::Lang;
use crate::report::form::Place;
use crate::report::indices::{INDICES, index};
use crate::report::quality::{HAVE, Measured, Quality, REST, WHOLE, behind, opens, quality};
use crate::survey::{Ballot, Question};

fn november() -> Period {
    period("2018-11-01", "2018-11-30")
}

fn of(all: &[Dossier], ballots: &[Ballot]) -> Quality {
    quality(ward(), all, ballots, november(), at("2018-12-05T09:00"))
}

fn measured(quality: &Quality, id: &str) -> Measured {
    quality.lines.iter().find(|line| line.id == id).expect("an index").measured.clone()
}

fn share(all: &[Dossier], id: &str) -> (u32, u32) {
    let measured = measured(&of(all, &[]), id);
    let Measured::Share { part, whole } = measured else {
        panic!("{id} is no share of dossiers: {measured:?}")
    };
    (part, whole)
}

fn value(quality: &Quality, id: &str) -> String {
    index(id).expect("an index").value(&measured(quality, id), Lang::Vi)
}

fn ballot(overall: u8) -> Ballot {
    let answers = [(Question::Overall, overall)].into();
    Ballot {
        form: 1,
        procedure: "HT-09".into(),
        answers,
        comment: String::new(),
        channel: Default::default(),
    }
}

fn open(received: &str, due: &str) -> Dossier {
    Dossier { received_at: Some(at(received)), due: Some(at(due)), ..dossier(1, "HT-09", Status::InWork) }
}

fn stretch(from: &str, to: Option<&str>, why: PauseReason) -> Stretch {
    Stretch { from: at(from), to: to.map(at), why }
}

#[test]
fn on_time_is_judged_to_the_minute() {
    let late = |finished| share(&[answered(1, "2018-11-01T08:00", "2018-11-06T17:00", finished)], "2.1");
    assert_eq!(late("2018-11-06T17:00"), (1, 1));
    assert_eq!(late("2018-11-06T17:01"), (0, 1));
}

/// The first end on record counts: a result that was in the citizen's hands before somebody stamped it.
#[test]
fn the_first_end_counts() {
    let mut early = answered(1, "2018-11-01T08:00", "2018-11-06T17:00", "2018-11-08T09:00");
    assert_eq!(share(&[early.clone()], "2.1"), (0, 1));
    early.handed_over = Some(HandedOver {
        at: at("2018-11-06T16:00"),
        to: String::new(),
        slip_collected: true,
        statement: String::new(),
        given: None,
        by: RECEPTION,
    });
    assert_eq!(share(&[early], "2.1"), (1, 1));
    let stopped = Dossier {
        status: Status::Stopped,
        closed_at: Some(at("2018-11-09T09:00")),
        ..answered(2, "2018-11-01T08:00", "2018-11-06T17:00", "2018-11-09T09:00")
    };
    assert_eq!(share(&[stopped], "2.1"), (0, 1));
}

#[test]
fn what_is_not_finished_is_judged_at_the_end_of_the_period() {
    assert_eq!(share(&[open("2018-11-28T08:00", "2018-12-03T17:00")], "2.1"), (1, 1));
    assert_eq!(share(&[open("2018-11-26T08:00", "2018-11-30T17:00")], "2.1"), (0, 1));
    // While the month lasts, now is its end.
    let now = at("2018-11-30T16:59");
    let live = quality(ward(), &[open("2018-11-26T08:00", "2018-11-30T17:00")], &[], november(), now);
    assert_eq!(measured(&live, "2.1"), Measured::Share { part: 1, whole: 1 });
}

#[test]
fn whoever_waits_for_the_citizen_is_judged_at_the_request() {
    let waits = |from| Dossier {
        pauses: vec![stretch(from, None, PauseReason::Supplement)],
        ..open("2018-11-01T08:00", "2018-11-06T17:00")
    };
    assert_eq!(share(&[waits("2018-11-06T16:59")], "2.1"), (1, 1));
    assert_eq!(share(&[waits("2018-11-06T17:01")], "2.1"), (0, 1));
}

#[test]
fn a_second_request_is_late_whatever_its_dates_say() {
    let pause = |from, to, why| stretch(from, Some(to), why);
    let asked = |pauses| Dossier {
        pauses,
        ..answered(1, "2018-11-01T08:00", "2018-11-20T17:00", "2018-11-09T09:00")
    };
    let first = pause("2018-11-02T08:00", "2018-11-05T08:00", PauseReason::Supplement);
    let second = pause("2018-11-06T08:00", "2018-11-07T08:00", PauseReason::Supplement);
    let payment = pause("2018-11-06T08:00", "2018-11-07T08:00", PauseReason::Payment);
    assert_eq!(share(&[asked(vec![first.clone()])], "2.1"), (1, 1));
    assert_eq!(share(&[asked(vec![first.clone(), payment])], "2.1"), (1, 1));
    assert_eq!(share(&[asked(vec![first.clone(), second])], "2.1"), (0, 1));
    let later = pause("2018-12-02T08:00", "2018-12-03T08:00", PauseReason::Supplement);
    let unfinished = Dossier { pauses: vec![first, later], ..open("2018-11-28T08:00", "2018-12-20T17:00") };
    assert_eq!(share(&[unfinished], "2.1"), (1, 1), "the second was asked after the period");
}

#[test]
fn the_mean_time_is_told_in_the_unit_of_the_limit_without_the_pauses() {
    // 5, 9 and 12 November: Monday, Friday, Monday.
    let three = answered(1, "2018-11-05T08:00", "2018-11-30T17:00", "2018-11-08T09:00");
    let mut paused = answered(2, "2018-11-05T08:00", "2018-11-30T17:00", "2018-11-12T09:00");
    paused.pauses = vec![stretch("2018-11-06T09:00", Some("2018-11-08T09:00"), PauseReason::Supplement)];
    let days = Dossier {
        term: Term::CalendarDays(15),
        ..answered(3, "2018-11-05T08:00", "2018-11-30T17:00", "2018-11-12T09:00")
    };
    let hours = Dossier {
        term: Term::WorkingHours(8),
        ..answered(4, "2018-11-05T08:00", "2018-11-30T17:00", "2018-11-05T14:30")
    };
    let nothing = of(&[], &[]);
    let quality = of(&[three, paused, days, hours], &[]);
    // (3 + 5 − 2) / 2; 7 days with their weekend; 3.5 hours in the morning, 1.5 after noon.
    assert_eq!(value(&quality, "2.2"), "3,00 ngày làm việc");
    assert_eq!(value(&quality, "2.2-ngay"), "7,00 ngày");
    assert_eq!(value(&quality, "2.2-gio"), "5,00 giờ làm việc");
    assert_eq!(value(&nothing, "2.2"), "không có");
}

#[test]
fn services_are_counted_by_name() {
    let online = Dossier {
        channel: Channel::Online,
        ..answered(1, "2018-11-01T08:00", "2018-11-06T17:00", "2018-11-05T09:00")
    };
    let quality = of(&[online.clone(), Dossier { id: DossierId(uuid::Uuid::from_u128(2)), ..online }], &[]);
    let in_force = ward().catalogue.all_in_force(day("2018-11-30"));
    let offered = in_force.filter(|procedure| !procedure.online.is_empty()).count();
    let Measured::Services { have, rest } = measured(&quality, "3.2") else { panic!("services") };
    assert_eq!((have.len(), have.len() + rest.len()), (1, offered), "two dossiers are one service");
    assert_eq!(have[0].id, "HT-09");
    assert_eq!(measured(&quality, "3.3"), Measured::Share { part: 2, whole: 2 });
}

#[test]
fn a_dossier_is_digitised_when_every_paper_and_the_result_are() {
    let paper = |name: &str| PaperTaken { name: name.into(), originals: 1, copies: 0, supplemented: None };
    let scan = |paper: &str, when: &str, n: u8| {
        let file = serde_json::json!({
            "digest": format!("{n:064x}"), "kind": "jpeg", "bytes": 9, "name": "x.jpg", "pages": 1,
        });
        Scan {
            file: serde_json::from_value(file).expect("a file"),
            paper: paper.into(),
            at: at(when),
            by: RECEPTION,
            reused: None,
            signed: None,
        }
    };
    let plain = Dossier {
        papers: vec![paper("Tờ khai"), paper("Giấy chứng sinh")],
        stamp: Some(StampMark { number: "1/UBND".into(), on: day("2018-11-05") }),
        ..answered(1, "2018-11-01T08:00", "2018-11-06T17:00", "2018-11-05T09:00")
    };
    let with = |scans: Vec<Scan>| {
        let all = [Dossier { scans, ..plain.clone() }];
        (share(&all, "4.1"), share(&all, "4.2"))
    };
    let (form, birth) =
        (scan("Tờ khai", "2018-11-01T09:00", 1), scan("Giấy chứng sinh", "2018-11-01T09:00", 2));
    let (result, letter) = (scan("", "2018-11-05T09:00", 3), scan("", "2018-11-02T09:00", 4));
    assert_eq!(with(vec![]), ((0, 1), (0, 1)));
    assert_eq!(with(vec![form.clone(), result.clone()]), ((1, 1), (0, 1)), "one paper is missing");
    // Who signed a scan is on record, and neither index asks: what stands beside them says so.
    let signed = Signed {
        signer: "Nguyễn Văn Thành".into(),
        on: day("2018-11-05"),
        by: RECEPTION,
        at: at("2018-11-06T08:00"),
    };
    assert_eq!(with(vec![Scan { signed: Some(signed), ..result.clone() }]), with(vec![result.clone()]));
    for id in ["4.1", "4.2"] {
        let lacks = index(id).expect("an index").lacks;
        assert!(
            lacks.vi.contains("đã ký số hay chưa") && lacks.en.contains("signed or not"),
            "{id}: {}",
            lacks.vi
        );
    }
    assert_eq!(
        with(vec![form.clone(), birth.clone(), letter]),
        ((0, 1), (0, 1)),
        "before the end: no result"
    );
    assert_eq!(with(vec![form, birth, result]), ((1, 1), (1, 1)));
    let withdrawn = Dossier { stamp: None, ..plain };
    assert_eq!(share(&[withdrawn], "4.1"), (0, 0), "no document was to be scanned");
}

#[test]
fn a_paper_is_used_again_where_its_source_bears_it_out() {
    let plain = answered(1, "2018-11-01T08:00", "2018-11-06T17:00", "2018-11-05T09:00");
    let with = |reused: Option<bool>| {
        let scan = serde_json::json!({
            "file": {"digest": "0".repeat(64), "kind": "jpeg", "bytes": 9, "name": "x.jpg"},
            "paper": "Giấy chứng sinh", "at": at("2018-11-01T09:00"), "by": RECEPTION,
            "reused": reused.map(|unseen| serde_json::json!({
                "from": {"id": plain.id, "code": "000.21.17.H17-180305-0001"}, "unseen": unseen,
            })),
        });
        let scan: Scan = serde_json::from_value(scan).expect("a scan");
        share(&[Dossier { scans: vec![scan], ..plain.clone() }], "4.3")
    };
    assert_eq!(share(std::slice::from_ref(&plain), "4.3"), (0, 1));
    assert_eq!(with(None), (0, 1), "photographed for this dossier");
    assert_eq!(with(Some(false)), (1, 1));
    assert_eq!(with(Some(true)), (0, 1), "the server has not seen the source");
}

#[test]
fn satisfied_is_what_lateness_and_dislike_leave() {
    let late = answered(1, "2018-11-01T08:00", "2018-11-06T17:00", "2018-11-07T09:00");
    let fine = answered(2, "2018-11-01T08:00", "2018-11-06T17:00", "2018-11-05T09:00");
    let said = |dossiers: &[Dossier], ballots: &[u8]| {
        let ballots: Vec<Ballot> = ballots.iter().map(|n| ballot(*n)).collect();
        let quality = of(dossiers, &ballots);
        value(&quality, "5.4")
    };
    assert_eq!(said(&[late.clone(), fine.clone()], &[3, 4, 5, 5]), "50,00 %");
    assert_eq!(said(std::slice::from_ref(&fine), &[5, 5, 5, 1]), "75,00 %");
    assert_eq!(said(std::slice::from_ref(&fine), &[5; 9]), "100,00 %");
    // The threshold itself, and a ballot below it.
    let ten = |low: usize| (0..10).map(|i| if i < low { 2 } else { 3 }).collect::<Vec<u8>>();
    assert_eq!(said(std::slice::from_ref(&fine), &ten(1)), "90,00 %");
    assert_eq!(said(std::slice::from_ref(&fine), &ten(2)), "80,00 %");
    assert_eq!(said(std::slice::from_ref(&late), &[1, 1]), "0,00 %", "never below nothing");
    assert_eq!(said(&[fine], &[]), "không có", "nobody was asked");
    assert_eq!(said(&[], &[5]), "không có");
}

/// A share of nothing is none, and no points are made up: what 5.4 leaves out stands beside its value.
#[test]
fn nothing_is_not_nought_per_cent() {
    let nothing = of(&[], &[]);
    for id in ["2.1", "2.2", "3.3", "4.1", "4.2", "5.4"] {
        assert_eq!(value(&nothing, id), "không có", "{id}");
    }
    let full = of(&[answered(1, "2018-11-01T08:00", "2018-11-06T17:00", "2018-11-05T09:00")], &[ballot(5)]);
    let points: Vec<_> = full.table().rows.iter().map(|row| row[7].clone()).collect();
    let of_most = points.iter().filter(|cell| **cell != Cell::from(""));
    assert_eq!(of_most.collect::<Vec<_>>(), [&Cell::from("tối đa 20"), &Cell::from("tối đa 6")]);
    let index = index("5.4").expect("an index");
    let remark = index.remark(&measured(&full, "5.4"), Lang::Vi);
    assert!(remark.contains("chưa trừ hồ sơ có phản ánh, kiến nghị"), "{remark}");
    let rows = nothing.table().rows;
    assert!(rows.iter().all(|row| row.len() == nothing.table().columns.len()));
    let absent: Vec<_> =
        rows.iter().filter(|row| format!("{:?}", row[8]).contains("không tính ở đây")).collect();
    assert_eq!(absent.len(), 7);
    assert!(absent.iter().all(|row| row[2] == "".into() && row[5] == "".into()), "never 0");
}

proptest! {
    /// Numerator and rest make the denominator, and each opens as many dossiers as it says.
    #[test]
    fn behind_every_index_lie_as_many_dossiers(
        all in prop::collection::vec(some_dossier(), 0..20),
        (first, length) in (0_i64..130, 0_i64..200),
        now in some_moment(),
    ) {
        let from = day("2018-09-01").plus(first);
        let period = Period::new(from, from.plus(length)).expect("forwards");
        let quality = quality(ward(), &all, &[], period, now);
        for (index, line) in INDICES.iter().zip(&quality.lines) {
            prop_assert_eq!(index.id, &line.id);
            let count = |column| {
                let place = Place { column, field: Some(index.id.to_owned()) };
                u32::try_from(behind(&all, period, now, &place).len()).expect("few")
            };
            for (column, n) in [HAVE, REST, WHOLE].into_iter().zip(line.measured.cells()) {
                if opens(index, column) {
                    prop_assert_eq!(Some(count(column)), n, "{} {}", index.id, column);
                }
            }
            if let Some([have, rest, whole]) = line.measured.parts() {
                prop_assert_eq!(have + rest, whole);
            }
            if let Some(rate) = line.measured.rate() {
                prop_assert!((0..=10_000).contains(&rate), "{}: {}", index.id, rate);
            }
        }
        // What II.06a calls late is late here too; here a second request is as well.
        let form = ii06a(&all, period, now);
        let Measured::Share { part, whole } = measured(&quality, "2.1") else { panic!("a share") };
        prop_assert_eq!(whole, form.total[3 - FIRST]);
        prop_assert!(whole - part >= form.total[10 - FIRST] + form.total[13 - FIRST]);
    }
}
