//! The forty procedures and the arithmetic of fees.

use super::fee::{FeeAsk, FeeError, fee};
use super::{Linked, standard_catalogue};
use crate::calendar::Term;
use crate::moment::Day;

fn procedure(id: &str) -> super::Procedure {
    let catalogue = standard_catalogue().expect("the data is readable");
    catalogue.in_force(id, Day::new(2026, 11, 24).expect("a day")).expect("in force").clone()
}

fn copies(pages: u32, copies: u32) -> Result<i64, FeeError> {
    let ask = FeeAsk { pages, copies, ..FeeAsk::default() };
    Ok(fee(&procedure("CT-01"), &ask)?.iter().map(|item| item.vnd).sum())
}

#[test]
fn forty_procedures_in_four_fields_on_any_day() {
    let catalogue = standard_catalogue().expect("the data is readable");
    for (year, month, day) in [(2018, 1, 2), (2025, 6, 30), (2025, 7, 1), (2026, 11, 24)] {
        let on = Day::new(year, month, day).expect("a day");
        assert_eq!(catalogue.all_in_force(on).count(), 40, "{on}");
    }
    assert_eq!(catalogue.fields.len(), 4);
    let known = |field: &str| catalogue.field(field).is_some();
    assert!(catalogue.procedures.iter().all(|p| known(&p.field) && !p.papers.is_empty()));
}

#[test]
fn a_change_is_a_new_version() {
    let catalogue = standard_catalogue().expect("the data is readable");
    let on = |year| catalogue.in_force("DD-01", Day::new(year, 8, 1).expect("a day")).expect("in force");
    assert_eq!((on(2018).term, on(2026).term), (Term::CalendarDays(45), Term::CalendarDays(30)));
    assert_eq!(procedure("DD-03").linked, Linked::Forwarded);
}

#[test]
fn certified_copies_cost_pages_times_copies() {
    assert_eq!(copies(5, 3), Ok(21_000));
    assert_eq!(copies(1, 1), Ok(2_000));
    assert_eq!(copies(300, 1), Ok(200_000));
    assert_eq!(copies(0, 1), Err(FeeError::Pages));
    assert_eq!(copies(1, 0), Err(FeeError::Copies));
    assert_eq!(copies(u32::MAX, u32::MAX), Err(FeeError::Copies));
}

#[test]
fn an_unknown_amount_is_asked_for() {
    let land = procedure("DD-03");
    assert!(matches!(fee(&land, &FeeAsk::default()), Err(FeeError::Unknown { .. })));
    let by_hand = FeeAsk { by_hand_vnd: Some(28_000), ..FeeAsk::default() };
    assert_eq!(fee(&land, &by_hand).map(|items| items[0].vnd), Ok(28_000));
    let absurd = FeeAsk { by_hand_vnd: Some(-5), ..FeeAsk::default() };
    assert_eq!(fee(&land, &absurd), Err(FeeError::Amount));
}

#[test]
fn optional_lines_are_added_only_when_asked() {
    let birth = procedure("HT-01");
    let extra = birth.fees.iter().position(|line| line.optional).expect("extracts are optional");
    let ask = FeeAsk { extras: vec![(extra, 2)], ..FeeAsk::default() };
    assert_eq!(fee(&birth, &ask).map(|items| items.iter().map(|i| i.vnd).sum::<i64>()), Ok(16_000));
    let twice = FeeAsk { extras: vec![(extra, 2), (extra, 2)], ..FeeAsk::default() };
    assert_eq!(fee(&birth, &twice), Err(FeeError::NoLine));
    assert_eq!(fee(&birth, &FeeAsk { line: extra, ..FeeAsk::default() }), Err(FeeError::NoLine));
}

#[test]
fn sums_never_overflow() {
    let mut absurd = procedure("CT-01");
    for tier in &mut absurd.fees[0].tiers {
        (tier.first, tier.vnd) = (0, i64::MAX);
    }
    absurd.fees[0].cap_vnd_per_copy = None;
    let ask = FeeAsk { pages: 2_000, copies: 500, ..FeeAsk::default() };
    assert_eq!(fee(&absurd, &ask), Err(FeeError::Amount));
    absurd.fees[0].tiers.clear();
    absurd.fees[0].vnd = Some(i64::MIN);
    assert_eq!(fee(&absurd, &ask), Err(FeeError::Amount));
}
