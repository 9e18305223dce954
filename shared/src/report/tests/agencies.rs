//! Agencies and their own dates: one story, and the laws of its numbers.

use expect_test::expect;

use super::*;
use crate::dossier::Kind;
use crate::dossier::forward::PROMISED;
use crate::dossier::record::Trace;
use crate::lang::Lang;
use crate::report::agencies::{COLUMNS, SUMS, agencies, behind};
use crate::report::form::Place;

fn trace(when: &str, kind: Kind, note: &str) -> Trace {
    Trace { at: at(when), recorded: None, by: JUSTICE, kind, note: note.to_owned() }
}

fn with(n: u128, history: Vec<Trace>) -> Dossier {
    Dossier { history, ..dossier(n, "NCC-02", Status::AwaitAgency) }
}

fn asked(when: &str, agency: &str, until: &str) -> Trace {
    let until = day(until).vi();
    trace(when, Kind::Consult, &format!("{agency}: Đề nghị xác minh, trước {until}"))
}

fn promised(until: &str) -> String {
    format!("VP Đăng ký đất đai{PROMISED}{}", day(until).vi())
}

pub(super) fn story() -> Vec<Dossier> {
    vec![
        with(
            1,
            vec![
                asked("2018-11-05T09:00", "Công an phường", "2018-11-09"),
                trace("2018-11-09T16:00", Kind::Reply, "Công an phường: Đúng"),
                asked("2018-11-12T09:00", "công an phường", "2018-11-16"),
                trace("2018-11-20T09:00", Kind::Reply, "công an phường (trễ 4 ngày): Đúng"),
            ],
        ),
        with(
            2,
            vec![
                asked("2018-11-12T09:00", "Công an phường", "2018-11-15"),
                trace("2018-11-21T09:00", Kind::Reply, "Công an phường (trễ 6 ngày): Đúng"),
            ],
        ),
        with(3, vec![asked("2018-10-29T09:00", "Phòng LĐTBXH quận", "2018-11-28")]),
        with(4, vec![asked("2018-11-27T09:00", "Phòng LĐTBXH quận", "2018-12-04")]),
        with(
            5,
            vec![
                asked("2018-11-06T09:00", "Phòng LĐTBXH quận", "2018-11-08"),
                trace("2018-11-12T09:00", Kind::Withdraw, "thôi"),
            ],
        ),
        with(6, vec![trace("2018-11-07T09:00", Kind::Forward, "VP Đăng ký đất đai")]),
        // Promised for the 20th, come on the 23rd; and one that has not come.
        with(
            9,
            vec![
                trace("2018-11-07T09:00", Kind::Forward, &promised("2018-11-20")),
                trace("2018-11-23T09:00", Kind::ResultArrived, "VP Đăng ký đất đai: Đã xác nhận"),
            ],
        ),
        with(10, vec![trace("2018-11-07T09:00", Kind::Forward, &promised("2018-11-20"))]),
        with(
            7,
            vec![
                trace("2018-11-07T09:00", Kind::Forward, "VP Đăng ký đất đai"),
                trace("2018-11-29T09:00", Kind::ResultArrived, "VP Đăng ký đất đai: Đã ký"),
            ],
        ),
        // Answered before the period, and asked after it.
        with(
            8,
            vec![
                asked("2018-10-05T09:00", "Công an phường", "2018-10-09"),
                trace("2018-10-31T16:00", Kind::Reply, "Công an phường (trễ 22 ngày): Đúng"),
                asked("2018-12-03T09:00", "Công an phường", "2018-12-09"),
            ],
        ),
    ]
}

#[test]
fn a_month_of_the_agencies() {
    let november = period("2018-11-01", "2018-11-30");
    let report = agencies(ward(), &story(), november, at("2018-12-20T09:00"));
    let lines: Vec<String> = report.table().to_csv().lines().skip(1).map(str::to_owned).collect();
    expect![[r#"
        [
            "1,Công an phường,3,1,2,0,0,0,0,0,0,0,0,0,\"3,0\"",
            "2,Phòng LĐTBXH quận,3,0,0,1,1,1,0,0,0,0,0,0,",
            "3,VP Đăng ký đất đai,0,0,0,0,0,0,4,1,1,1,1,0,",
            ",Tổng cộng,6,1,2,1,1,1,4,1,1,1,1,0,\"3,0\"",
        ]
    "#]]
    .assert_debug_eq(&lines);
    let late = Place { column: 5, field: Some("CÔNG AN PHƯỜNG".to_owned()) };
    let all = story();
    let said = |lang: Lang| -> Vec<String> {
        let all = behind(ward(), &all, november, at("2018-12-20T09:00"), &late);
        all.iter().map(|(_, asked)| asked.text(lang)).collect()
    };
    expect![[r#"
        [
            "công an phường: gửi 12/11/2018, hẹn 16/11/2018, xong 20/11/2018, trễ 2 ngày làm việc",
            "Công an phường: gửi 12/11/2018, hẹn 15/11/2018, xong 21/11/2018, trễ 4 ngày làm việc",
        ]
    "#]]
    .assert_debug_eq(&said(Lang::Vi));
    assert!(
        said(Lang::En)[0].ends_with("sent 12/11/2018, due 16/11/2018, ended 20/11/2018, 2 working days late")
    );
    // In the middle of the month nobody knows what came after.
    let half = agencies(ward(), &story(), period("2018-11-01", "2018-11-16"), at("2018-12-20T09:00"));
    assert_eq!(half.lines[0].counts[..5], [3, 1, 0, 1, 1]);
    assert_eq!(half.total.mean(Lang::Vi), None);
}

/// The board counts what waits too long now, whatever the period.
#[test]
fn the_board_counts_agencies_that_are_late_now() {
    let late = |now| board(ward(), &story(), period("2018-01-01", "2018-01-31"), at(now)).today.agency_late;
    assert_eq!(["2018-11-28T16:00", "2018-11-29T08:00", "2018-12-05T08:00"].map(late), [1, 2, 3]);
}

fn some_history() -> impl Strategy<Value = Vec<Trace>> {
    let one = (some_moment(), 0_i64..20, prop::option::of(0_i64..40), any::<bool>(), any::<bool>(), "[AB]");
    prop::collection::vec(one, 0..3).prop_map(|all| {
        let traces = all.into_iter().flat_map(|(start, until, answer, forwarded, drops, agency)| {
            let until = start.day().plus(until);
            let (ask, reply) = match forwarded {
                true => {
                    let dated = until.since(start.day()) % 2 == 0;
                    let note = if dated {
                        format!("{agency}{PROMISED}{}", start.day().vi())
                    } else {
                        agency.clone()
                    };
                    (trace("2018-11-01T08:00", Kind::Forward, &note), Kind::ResultArrived)
                }
                false => (asked("2018-11-01T08:00", &agency, &until.to_string()), Kind::Reply),
            };
            let end = answer.map(|days| Trace {
                at: start.plus_minutes(days * 1_440),
                ..trace("2018-11-01T08:00", if drops { Kind::Stop } else { reply }, &agency)
            });
            [Some(Trace { at: start, ..ask }), end]
        });
        traces.flatten().collect()
    })
}

proptest! {
    #[test]
    fn every_question_stands_in_one_column_and_opens_its_dossier(
        histories in prop::collection::vec(some_history(), 0..12),
        (first, length) in (0_i64..130, 0_i64..60),
        now in some_moment(),
    ) {
        let all: Vec<Dossier> = histories.into_iter().zip(1..).map(|(history, n)| with(n, history)).collect();
        let from = day("2018-09-01").plus(first);
        let period = Period::new(from, from.plus(length)).expect("forwards");
        let report = agencies(ward(), &all, period, now);
        for line in report.lines.iter().chain([&report.total]) {
            let n = |number: usize| line.counts[number - FIRST];
            for (whole, parts) in SUMS {
                prop_assert_eq!(n(whole), parts.iter().map(|part| n(*part)).sum::<u32>());
            }
        }
        for (i, total) in report.total.counts.iter().enumerate() {
            prop_assert_eq!(*total, report.lines.iter().map(|line| line.counts[i]).sum::<u32>());
        }
        let lines = report.lines.iter().map(|line| (Some(line.agency.clone()), line));
        for (field, line) in lines.chain([(None, &report.total)]) {
            for (i, count) in line.counts.iter().enumerate() {
                let place = Place { column: i + FIRST, field: field.clone() };
                prop_assert_eq!(behind(ward(), &all, period, now, &place).len(), *count as usize);
            }
        }
        let no_such = Place { column: FIRST + COLUMNS.len(), field: None };
        prop_assert!(behind(ward(), &all, period, now, &no_such).is_empty());
    }
}
