//! An agency's own date: in a row, on the clock, and in the filter that the leader's board opens.

use shared::demo;
use shared::dossier::record::Trace;
use shared::dossier::{Dossier, Kind, Status};

use super::super::ask::{Ask, DueIn, Group};
use super::super::detail::clock;
use super::super::find::Index;
use super::super::row::{Row, table_row};
use super::{dossier, moment, numbered};
use crate::board::AGENCY_LATE_LIST;
use crate::ui::tests::html;

/// Asked on Monday, to be answered by Wednesday the 25th.
fn waiting() -> Dossier {
    let mut waiting = dossier("Đặng Thị Đào");
    let note = "Công an phường: Đề nghị xác minh, trước 25/11/2026".to_owned();
    let at = moment("2026-11-23T14:00");
    waiting.history.push(Trace { at, recorded: None, by: demo::JUSTICE, kind: Kind::Consult, note });
    Dossier { status: Status::AwaitAgency, ..waiting }
}

#[test]
fn rows_and_clock_say_whose_date_has_passed() {
    let ward = demo::ward().expect("the standard data");
    let shown = |at: &str| {
        let (now, d, ward) = (moment(at), waiting(), ward.clone());
        let row = Row::new(&ward, now, &d, false);
        (html(move || table_row(&row)), html(move || clock(&ward, &d, now)))
    };
    for page in <[String; 2]>::from(shown("2026-11-25T16:00")) {
        assert!(page.contains("Công an phường: hẹn trả lời 25/11") && !page.contains("late"), "{page}");
    }
    for page in <[String; 2]>::from(shown("2026-11-27T08:00")) {
        let late = r#"<span class="late">Công an phường trễ 2 ngày làm việc, hẹn 25/11"#;
        assert!(page.contains(late), "{page}");
    }
    let alone = html(move || table_row(&Row::new(&ward, moment("2026-11-27T08:00"), &dossier("A"), false)));
    assert!(!alone.contains("Công an"), "{alone}");
}

#[test]
fn the_board_opens_the_list_of_agencies_that_are_late() {
    let ward = demo::ward().expect("the standard data");
    let ask = Ask::due(Group::default(), DueIn::AgencyLate);
    assert_eq!(ask.href(), AGENCY_LATE_LIST);
    let query = AGENCY_LATE_LIST.split_once('?').expect("a query").1.split_once('=').expect("a pair");
    let read = Ask::read(|key| (key == query.0).then(|| query.1.to_owned()));
    assert_eq!(read, ask);
    let mut index = Index::default();
    index.refresh(&ward, [waiting(), numbered("Hồ Văn Lợi", 8)].iter());
    let count = |at| index.count(&ask, moment(at));
    assert_eq!(["2026-11-25T16:00", "2026-11-26T07:30"].map(count), [0, 1]);
    let usual = Ask { due: DueIn::Any, ..ask.clone() };
    assert_eq!(index.count(&usual, moment("2026-11-26T07:30")), 2);
}
