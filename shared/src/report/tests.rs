//! Laws of the reports over small random dossiers, and what a page reads off them.

mod agencies;
mod answers;
mod behind;
mod cash;
mod closing;
mod figures;
mod files;
mod late;
mod quality;
mod receipts;
mod register;
mod results;
mod sheets;
mod takings;
mod till;

use std::sync::OnceLock;

use expect_test::expect;
use proptest::prelude::*;

use super::board::Series;
use super::form::{FIRST, Filled, Place};
use super::forms::{FORMS, II06A};
use super::*;
use crate::calendar::Term;
use crate::demo::{self, JUSTICE, RECEPTION};
use crate::dossier::record::{Channel, PauseReason, Payment, Stretch};
use crate::id::DossierId;
use crate::procedure::ProcedureRef;
use crate::procedure::fee::FeeItem;

/// Read once: a law asks for it hundreds of times.
fn ward() -> &'static Ward {
    static WARD: OnceLock<Ward> = OnceLock::new();
    WARD.get_or_init(|| demo::ward().expect("the demo ward is whole"))
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn ii06a<'a>(all: impl IntoIterator<Item = &'a Dossier>, period: Period, now: Moment) -> Filled {
    II06A.fill(ward(), all, period, now)
}

fn at(text: &str) -> Moment {
    text.parse().expect("a moment")
}

fn period(from: &str, to: &str) -> Period {
    Period::new(day(from), day(to)).expect("a period")
}

/// A record as short as one can be.
fn dossier(n: u128, procedure: &str, status: Status) -> Dossier {
    let json = serde_json::json!({
        "id": DossierId(uuid::Uuid::from_u128(n)),
        "status": status,
        "procedure": ProcedureRef { id: procedure.to_owned(), version: 1 },
        "applicant": { "name": "Canary Thị Không Có" },
        "created_at": 0,
        "created_by": RECEPTION,
        "term": Term::WorkingDays(3),
        "history": [],
    });
    serde_json::from_value(json).expect("a record")
}

fn answered(n: u128, received: &str, due: &str, finished: &str) -> Dossier {
    Dossier {
        received_at: Some(at(received)),
        due: Some(at(due)),
        finished_at: Some(at(finished)),
        handler: Some(JUSTICE),
        ..dossier(n, "HT-09", Status::Returned)
    }
}

/// November 2018: one early and online, one paid on time, one late from October, one in work.
fn four_dossiers() -> [Dossier; 4] {
    let mut online = answered(1, "2018-11-01T08:00", "2018-11-06T17:00", "2018-11-05T09:00");
    online.channel = Channel::Online;
    let mut paid = answered(2, "2018-11-02T08:00", "2018-11-07T17:00", "2018-11-07T16:59");
    paid.fee.payment = Payment::Taken;
    paid.fee.items = vec![FeeItem { label: String::new(), vnd: 15_000, why: String::new() }];
    let late = answered(3, "2018-10-29T08:00", "2018-11-01T17:00", "2018-11-02T08:00");
    let open = Dossier {
        received_at: Some(at("2018-11-27T08:00")),
        due: Some(at("2018-11-30T17:00")),
        handler: Some(JUSTICE),
        ..dossier(4, "NCC-01", Status::InWork)
    };
    [online, paid, late, open]
}

#[test]
fn the_form_of_a_month_of_four_dossiers() {
    let (all, now) = (four_dossiers(), at("2018-11-30T09:00"));
    let november = period("2018-11-01", "2018-11-30");
    let form = ii06a(&all, november, now);
    assert_eq!(form.broken(&II06A), Vec::<String>::new());
    expect![[r#"
        TT  Lĩnh vực                 Tiếp   Tiếp   Tiếp      Tiếp  Đã giải  Đã giải   Đã giải  Đã giải     Đang    Đang     Đang
                                    nhận:  nhận:  nhận:  nhận: từ   quyết:   quyết:    quyết:   quyết:     giải    giải     giải
                                  tổng số   trực   trực  kỳ trước  tổng số    trước  đúng hạn  quá hạn   quyết:  quyết:   quyết:
                                           tuyến  tiếp,                         hạn                     tổng số   trong  quá hạn
                                                    bưu                                                             hạn
                                                  chính
        ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
         1  Đất đai                     0      0      0         0        0        0         0        0        0       0        0
         2  Hộ tịch – Chứng thực        3      1      1         1        3        1         1        1        0       0        0
         3  Người có công               1      0      1         0        0        0         0        0        1       1        0
         4  Bảo trợ xã hội              0      0      0         0        0        0         0        0        0       0        0
        ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
            Tổng cộng                   4      1      2         1        3        1         1        1        1       1        0
    "#]].assert_eq(&form.table(&II06A).to_text());
}

/// A mean over days on which there was no counter yet would be no ward's; a holiday before the first day changes nothing.
#[test]
fn days_before_the_ward_began_are_not_counted() {
    let (all, now) = (four_dossiers(), at("2018-11-30T09:00"));
    let began = |dossiers: &[Dossier], from| {
        let board = board(ward(), dossiers, period(from, "2018-11-30"), now);
        (board.begins.map(|day| day.to_string()), board.working_days)
    };
    assert_eq!(began(&all, "2018-10-01"), (Some("2018-10-29".to_owned()), Some(25)));
    assert_eq!(began(&all, "2018-10-27"), (None, Some(25)), "a weekend takes no day away");
    assert_eq!(began(&all, "2018-11-01"), (None, Some(22)), "one was in hand as the month began");
    assert_eq!(began(&[], "2018-11-01"), (None, Some(22)), "nothing is known of a ward without dossiers");
}

#[test]
fn the_board_of_a_month_of_four_dossiers() {
    let (all, ward, now) = (four_dossiers(), ward(), at("2018-11-30T09:00"));
    let november = period("2018-11-01", "2018-11-30");
    let board = board(ward, &all, november, now);
    assert_eq!(board.tally, Tally { answered: 3, early: 1, on_time: 1, late: 1 });
    assert_eq!((board.received, board.in_process, board.working_days), (3, 1, Some(22)));
    assert_eq!((board.online.early, board.received_online, board.fees_vnd), (1, 1, 15_000));
    expect![[r#"
        (
            [
                OfficerLine {
                    id: OfficerId(
                        3,
                    ),
                    name: "Nguyễn Thị Thu Hà",
                    received: 3,
                    tally: Tally {
                        answered: 3,
                        early: 1,
                        on_time: 1,
                        late: 1,
                    },
                    in_process: 1,
                    due_soon: 1,
                    overdue: 0,
                },
            ],
            Today {
                received: 0,
                due: 1,
                due_soon: 1,
                overdue: 0,
                apologised: 0,
                agency_late: 0,
                waiting: [
                    Waiting {
                        status: InWork,
                        count: 1,
                    },
                ],
            },
        )
    "#]]
    .assert_debug_eq(&(&board.officers, &board.today));
    let with_some: Vec<String> = board
        .series
        .points
        .iter()
        .filter(|point| point.tally.answered > 0)
        .map(|point| format!("{} {:?}", point.from, point.tally))
        .collect();
    expect![[r#"
        [
            "2018-11-02 Tally { answered: 1, early: 0, on_time: 0, late: 1 }",
            "2018-11-05 Tally { answered: 1, early: 1, on_time: 0, late: 0 }",
            "2018-11-07 Tally { answered: 1, early: 0, on_time: 1, late: 0 }",
        ]
    "#]]
    .assert_debug_eq(&with_some);
}

#[test]
fn the_series_fits_the_period() {
    let shape = |from, to| {
        let Series { stride, points } = board(ward(), [], period(from, to), at("2018-12-31T09:00")).series;
        let (first, last) = (&points[0], &points[points.len() - 1]);
        format!("{stride:?} {}: {}–{} … {}–{}", points.len(), first.from, first.to, last.from, last.to)
    };
    assert_eq!(shape("2018-02-01", "2018-02-28"), "Day 15: 2018-02-01–2018-02-01 … 2018-02-28–2018-02-28");
    assert_eq!(shape("2018-01-03", "2018-03-31"), "Week 13: 2018-01-03–2018-01-07 … 2018-03-26–2018-03-31");
    assert_eq!(shape("2018-01-15", "2018-12-31"), "Month 12: 2018-01-15–2018-01-31 … 2018-12-01–2018-12-31");
}

#[test]
fn pauses_withdrawals_and_unknown_procedures_are_counted() {
    let november = period("2018-11-01", "2018-11-30");
    let received = |n, status| Dossier {
        received_at: Some(at("2018-10-01T08:00")),
        due: Some(at("2018-11-05T17:00")),
        ..dossier(n, "HT-09", status)
    };
    let pause = Stretch { from: at("2018-11-02T08:00"), to: None, why: PauseReason::Supplement };
    let paused = Dossier { pauses: vec![pause], ..received(1, Status::AwaitSupplement) };
    let withdrawn = Dossier { finished_at: Some(at("2018-11-02T09:00")), ..received(2, Status::Withdrawn) };
    let too_late = Dossier { finished_at: Some(at("2018-11-09T09:00")), ..received(3, Status::Stopped) };
    let late = received(4, Status::InWork);
    let mut unknown = received(5, Status::InWork);
    unknown.procedure.id = "XX-99".to_owned();
    let never = dossier(6, "HT-09", Status::NotAccepted);
    let all = [paused, withdrawn, too_late, late, unknown, never];
    let form = ii06a(&all, november, at("2018-12-05T08:00"));
    assert_eq!(form.broken(&II06A), Vec::<String>::new());
    let shown: Vec<String> = form.table(&II06A).to_csv().lines().skip(1).map(str::to_owned).collect();
    assert_eq!(
        shown,
        [
            "1,Đất đai,0,0,0,0,0,0,0,0,0,0,0",
            "2,Hộ tịch – Chứng thực,4,0,0,4,2,0,1,1,2,1,1",
            "3,Người có công,0,0,0,0,0,0,0,0,0,0,0",
            "4,Bảo trợ xã hội,0,0,0,0,0,0,0,0,0,0,0",
            "5,Chưa rõ lĩnh vực,1,0,0,1,0,0,0,0,1,0,1",
            ",Tổng cộng,5,0,0,5,2,0,1,1,3,1,2",
        ]
    );
}

/// Lateness that was there before the pause stays.
#[test]
fn a_pause_does_not_hide_a_late_dossier() {
    let november = period("2018-11-01", "2018-11-30");
    let overdue = |pause: &str| {
        let pause = Stretch { from: at(pause), to: None, why: PauseReason::Supplement };
        let dossier = Dossier {
            received_at: Some(at("2018-11-01T08:00")),
            due: Some(at("2018-11-05T17:00")),
            pauses: vec![pause.clone()],
            ..dossier(1, "HT-09", Status::AwaitSupplement)
        };
        // The form at the end of the period and the board of today say the same.
        let now = at("2018-11-30T08:00");
        let form = ii06a([&dossier], november, now).total[13 - FIRST];
        assert_eq!(board(ward(), [&dossier], november, now).today.overdue, form, "{pause:?}");
        form
    };
    assert_eq!(overdue("2018-11-05T16:59"), 0);
    assert_eq!(overdue("2018-11-05T17:01"), 1);
}

#[test]
fn a_table_for_programs_keeps_its_order() {
    let table = Table {
        columns: vec!["b".into(), "a".into()],
        rows: vec![vec!["x".into(), Cell::Number(1)]],
        total: vec!["".into(), Cell::Number(1)],
        below: vec![],
    };
    let packed = serde_json::to_string(&table).unwrap();
    assert_eq!(packed, r#"{"columns":["b","a"],"rows":[{"b":"x","a":1}],"total":{"b":"","a":1}}"#);
    assert!(table.to_csv().starts_with("\u{feff}b,a\r\nx,1\r\n"));
}

#[test]
fn no_cell_becomes_a_formula() {
    let row = |text: &str| {
        let table =
            Table { columns: vec!["a".into()], rows: vec![vec![text.into()]], total: vec![], below: vec![] };
        table.to_csv().lines().nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(row("=1+1"), "'=1+1");
    assert_eq!(row("+84 905"), "'+84 905");
    assert_eq!(row("-2"), "'-2");
    assert_eq!(row("@SUM(A1)"), "'@SUM(A1)");
    assert_eq!(row("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    assert_eq!(row("Hộ tịch – Chứng thực"), "Hộ tịch – Chứng thực");
    assert_eq!(row("a; b"), "\"a; b\"");
}

#[test]
fn a_period_runs_forwards() {
    assert!(Period::new(day("2018-11-02"), day("2018-11-01")).is_err());
    assert!(Period::new(day("1990-11-02"), day("2018-11-01")).is_err());
    let one = period("2018-11-02", "2018-11-02");
    assert!(one.holds(at("2018-11-02T00:00")) && one.holds(at("2018-11-02T23:59")));
    assert!(!one.holds(at("2018-11-03T00:00")) && !one.holds(at("2018-11-01T23:59")));
}

fn some_moment() -> impl Strategy<Value = Moment> {
    (0_i64..120, 0_i64..1440)
        .prop_map(|(days, minutes)| Moment::at(day("2018-09-01").plus(days), 0, 0).plus_minutes(minutes))
}

prop_compose! {
    fn some_dossier()(
        n in any::<u128>(),
        procedure in prop::sample::select(vec!["HT-09", "CT-01", "DD-03", "BT-01", "XX-99"]),
        status in prop::sample::select(Status::ALL.to_vec()),
        online in any::<bool>(),
        received in prop::option::weighted(0.9, some_moment()),
        (takes, limit, finished) in (0_i64..40_000, 0_i64..40_000, any::<bool>()),
        pause in prop::option::of((0_i64..20_000, prop::option::of(0_i64..20_000))),
    ) -> Dossier {
        let start = received.unwrap_or_default();
        let stretch = |(from, to): (i64, Option<i64>)| Stretch {
            from: start.plus_minutes(from),
            to: to.map(|to| start.plus_minutes(from + to)),
            why: PauseReason::Supplement,
        };
        Dossier {
            channel: if online { Channel::Online } else { Channel::Counter },
            received_at: received,
            due: received.map(|at| at.plus_minutes(limit)),
            finished_at: received.filter(|_| finished).map(|at| at.plus_minutes(takes)),
            pauses: pause.map(stretch).into_iter().collect(),
            handler: Some(JUSTICE),
            ..dossier(n, procedure, status)
        }
    }
}

proptest! {
    #[test]
    fn the_forms_checks_hold_and_the_board_agrees(
        all in prop::collection::vec(some_dossier(), 0..30),
        (first, length) in (0_i64..130, 0_i64..200),
        now in some_moment(),
    ) {
        let from = day("2018-09-01").plus(first);
        let period = Period::new(from, from.plus(length)).expect("forwards");
        let ward = ward();
        for form in FORMS {
            let filled = form.fill(ward, &all, period, now);
            prop_assert_eq!(filled.broken(form), Vec::<String>::new(), "{}", form.id);
        }
        let form = ii06a(&all, period, now);
        let board = board(ward, &all, period, now);
        let total = |column: usize| form.total[column - FIRST];
        prop_assert_eq!(total(4) + total(5), board.received);
        prop_assert_eq!(
            [total(7), total(8), total(9), total(10)],
            [board.tally.answered, board.tally.early, board.tally.on_time, board.tally.late]
        );
        prop_assert_eq!(total(11), board.in_process);
        let series: u32 = board.series.points.iter().map(|point| point.tally.answered).sum();
        prop_assert_eq!(series, board.tally.answered);
        let officers: u32 = board.officers.iter().map(|officer| officer.tally.answered).sum();
        prop_assert_eq!(officers, board.tally.answered);
    }

    /// What is in process at the end of a period is what the next one carries over.
    #[test]
    fn a_period_hands_over_to_the_next(all in prop::collection::vec(some_dossier(), 0..30), first in 0_i64..100) {
        let from = day("2018-09-01").plus(first);
        let next = from.plus(30);
        let now = at("2019-06-01T08:00");
        let form = |from: Day| ii06a(&all, Period::new(from, from.plus(29)).expect("forwards"), now).total;
        prop_assert_eq!(form(from)[11 - FIRST], form(next)[6 - FIRST]);
    }

    /// Whoever asks what a number means gets exactly the dossiers that it counts.
    #[test]
    fn behind_every_number_lie_as_many_dossiers(
        all in prop::collection::vec(some_dossier(), 0..20),
        (first, length) in (0_i64..130, 0_i64..200),
        now in some_moment(),
    ) {
        let from = day("2018-09-01").plus(first);
        let period = Period::new(from, from.plus(length)).expect("forwards");
        for form in FORMS {
            let filled = form.fill(ward(), &all, period, now);
            let lines = filled.lines.iter().map(|line| (Some(line.field.clone()), &line.counts));
            for (field, counts) in lines.chain([(None, &filled.total)]) {
                for (i, count) in counts.iter().enumerate() {
                    let place = Place { column: i + FIRST, field: field.clone() };
                    let behind = form.behind(ward(), &all, period, now, &place);
                    prop_assert_eq!(behind.len(), *count as usize, "{} {:?}", form.id, place);
                }
            }
        }
        let no_such = Place { column: 2, field: None };
        prop_assert!(II06A.behind(ward(), &all, period, now, &no_such).is_empty());
    }
}
