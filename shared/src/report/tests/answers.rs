//! Applications from afar and their eight working hours, on the board and in its file.

use super::super::board::Answers;
use super::*;
use crate::demo::PORTAL;
use crate::dossier::Kind;
use crate::dossier::record::Trace;
use crate::lang::Lang;
use crate::report::sheets::{self, Made};
use crate::sheet::Block;

/// Came in from afar; what was done with it since, and when. The status is only whether it waits.
fn from_afar(n: u128, lodged: &str, done: &[(Kind, &str)]) -> Dossier {
    let status = if done.is_empty() { Status::Waiting } else { Status::SupplementBefore };
    let trace = |kind, when: &str| Trace {
        at: at(when),
        recorded: None,
        by: if kind == Kind::Lodge { PORTAL } else { RECEPTION },
        kind,
        note: String::new(),
    };
    let mut history = vec![trace(Kind::Lodge, lodged)];
    history.extend(done.iter().map(|(kind, when)| trace(*kind, when)));
    Dossier { channel: Channel::Online, created_at: at(lodged), history, ..dossier(n, "HT-09", status) }
}

/// Thursday at nine is owed an answer until Friday at nine.
fn all() -> Vec<Dossier> {
    vec![
        from_afar(1, "2018-11-22T09:00", &[(Kind::AskBefore, "2018-11-23T09:00")]),
        from_afar(2, "2018-11-22T09:00", &[(Kind::AskBefore, "2018-11-23T09:01")]),
        from_afar(3, "2018-11-22T09:00", &[(Kind::Refuse, "2018-11-26T08:00")]),
        from_afar(4, "2018-11-22T09:00", &[]),
        from_afar(5, "2018-11-26T08:00", &[]),
        // At the counter nobody waits for an answer.
        answered(6, "2018-11-22T08:00", "2018-11-27T17:00", "2018-11-26T09:00"),
    ]
}

fn counted(from: &str, to: &str, now: &str) -> Answers {
    board(ward(), &all(), period(from, to), at(now)).answers
}

#[test]
fn answers_are_in_time_or_late_and_what_waits_is_said() {
    let month = counted("2018-11-01", "2018-11-30", "2018-11-26T10:00");
    assert_eq!(month, Answers { in_time: 1, late: 2, waiting: 1, waiting_late: 1 });
    assert_eq!(month.text(Lang::Vi), "trong hạn 1, trễ 2; chờ trả lời 2, trong đó quá hạn 1");
    let monday = counted("2018-11-26", "2018-11-26", "2018-11-26T10:00");
    assert_eq!(
        monday,
        Answers { in_time: 0, late: 1, waiting: 1, waiting_late: 1 },
        "by the day of the answer"
    );
}

/// At the end of a period that is over, what was answered later was still waiting, and what came later was not there.
#[test]
fn a_period_that_is_over_is_looked_at_from_its_end() {
    let friday = counted("2018-11-23", "2018-11-23", "2018-12-31T10:00");
    assert_eq!(friday, Answers { in_time: 1, late: 1, waiting: 0, waiting_late: 2 });
    let thursday = counted("2018-11-22", "2018-11-22", "2018-12-31T10:00");
    assert_eq!(thursday, Answers { in_time: 0, late: 0, waiting: 4, waiting_late: 0 });
    assert!(counted("2018-10-01", "2018-10-31", "2018-12-31T10:00").is_none());
}

/// What the page says is what the file and the paper hold.
#[test]
fn the_file_and_the_paper_say_the_same_sums() {
    let november = period("2018-11-01", "2018-11-30");
    let now = at("2018-11-26T10:00");
    let board = board(ward(), &all(), november, now);
    let rows = board.table().rows;
    let is_first =
        |cell: &Cell| matches!(cell, Cell::Text(text) if text.starts_with("Trả lời hồ sơ trực tuyến"));
    let first = rows.iter().position(|row| is_first(&row[0]));
    let first = first.expect("it is in the file");
    let Answers { in_time, late, waiting, waiting_late } = board.answers;
    let sums = [in_time, late, waiting, waiting_late].map(|n| Cell::Number(n.into()));
    assert_eq!([0, 1, 2, 3].map(|i| rows[first + i][1].clone()), sums);
    let made = Made { to: november.to(), today: now.day(), foot: vec![] };
    let sheet = sheets::board(ward(), &board, november, &made);
    let said = board.answers.text(Lang::Vi);
    let is_it = |block: &Block| format!("{block:?}").contains(&said);
    assert!(sheet.blocks.iter().any(is_it), "{said}");
}
