//! Causes of lateness, and results made anew, in the numbers of a period.

use super::super::board::board;
use super::super::forms::{CAUSES, II06A};
use super::*;
use crate::dossier::cause::{Cause, Why};
use crate::dossier::code::Code;
use crate::dossier::redo::{Corrects, Mistake};

fn late(n: u128, why: Option<Why>) -> Dossier {
    let late_cause = why.map(|why| Cause { why, detail: String::new() });
    Dossier { late_cause, ..answered(n, "2018-11-01T08:00", "2018-11-06T17:00", "2018-11-07T09:00") }
}

fn anew(n: u128, mistake: Mistake) -> Dossier {
    let code = Code { agency: "000.21.17.H17".to_owned(), day: day("2018-11-01"), number: 6000 };
    let corrects =
        Corrects { id: DossierId(uuid::Uuid::from_u128(1)), code, wrong: "ngày sinh".to_owned(), mistake };
    Dossier {
        corrects: Some(corrects),
        ..answered(n, "2018-11-08T08:00", "2018-11-13T17:00", "2018-11-20T09:00")
    }
}

#[test]
fn every_late_dossier_is_in_one_cause_or_in_none_and_the_form_adds_up() {
    let overdue = Dossier { finished_at: None, status: Status::InWork, ..late(4, Some(Why::Agency)) };
    let early = answered(5, "2018-11-01T08:00", "2018-11-06T17:00", "2018-11-05T09:00");
    // A cause that was told while it was overdue counts for nothing once a storm has moved the date.
    let moved = Dossier { late_cause: late(6, Some(Why::Disaster)).late_cause, ..early.clone() };
    let all = [late(1, Some(Why::Hands)), late(2, Some(Why::Agency)), late(3, None), overdue, early, moved];
    let filled = CAUSES.fill(ward(), &all, period("2018-11-01", "2018-11-30"), at("2018-11-30T09:00"));
    assert_eq!(filled.broken(&CAUSES), Vec::<String>::new());
    assert_eq!(filled.total, [4, 3, 1, 1, 2, 1, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn what_is_made_anew_is_in_no_number_but_its_own() {
    let wish = answered(1, "2018-11-01T08:00", "2018-11-06T17:00", "2018-11-05T09:00");
    let (november, now) = (period("2018-11-01", "2018-11-30"), at("2018-11-30T09:00"));
    let with = [wish.clone(), anew(2, Mistake::Office), anew(3, Mistake::Citizen)];
    let (alone, both) = (board(ward(), [&wish], november, now), board(ward(), &with, november, now));
    assert_eq!((alone.mistakes, both.mistakes), (0, 1));
    assert_eq!((alone.received, alone.tally), (both.received, both.tally));
    assert_eq!(ii06a([&wish], november, now), ii06a(&with, november, now));
    assert_eq!(CAUSES.fill(ward(), &with, november, now).total.iter().sum::<u32>(), 0);
    assert_eq!(II06A.fill(ward(), &with, november, now).total[0], 1);
}
