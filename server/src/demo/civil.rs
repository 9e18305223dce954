//! Số hộ tịch: what the civil-status software gave the demo ward, and the file that it hands out.
//!
//! Not here: the cases themselves (`case`).
//! Invariant: numbers rise within a register and a year; a few dossiers still wait for theirs and one had an error, so
//! that the reconciliation has something to say. No case is another for it.

use std::collections::{BTreeMap, BTreeSet};

use shared::demo::JUSTICE;
use shared::dossier::Act;
use shared::dossier::civil::{EnterCivil, Given, Line};
use shared::dossier::fast_lane::FastLane;
use shared::dossier::record::Decision;
use shared::handoff::file::Theirs;
use shared::handoff::{is_civil, register};
use shared::id::{DossierId, OfficerId};
use shared::moment::{Day, Moment};
use shared::procedure::ProcedureRef;
use shared::ward::Ward;

use super::case::Step;
use super::dice::Dice;
use crate::store::{Fault, Store};

/// One of so many stays without a number, besides a few of the last.
const FORGOTTEN_EVERY: usize = 160;
/// Places from the end of those that have none yet, and of the one that had an error.
const OPEN: [usize; 4] = [3, 9, 14, 26];
const ERROR: usize = 6;
/// Days before the last one of which that software's file speaks.
const FILE_DAYS: i64 = 30;

/// A dossier that gets a line.
struct Case<'a> {
    dossier: DossierId,
    by: OfficerId,
    done: Moment,
    register: &'a str,
}

/// Dossiers of civil-status procedures whose result was granted, in the order in which they were finished.
fn cases<'a>(steps: &[Step], ward: &'a Ward) -> Vec<Case<'a>> {
    let mut received: BTreeMap<DossierId, (OfficerId, ProcedureRef)> = BTreeMap::new();
    let (mut refused, mut found) = (BTreeSet::new(), Vec::new());
    for step in steps {
        let id = step.dossier;
        if let Act::Receive(receive) | Act::FastLane(FastLane { receive, .. }) = &step.act {
            received.insert(id, (step.by, receive.form.procedure.clone()));
        }
        if let Act::Submit(act) = &step.act {
            match act.decision {
                Decision::Grant => drop(refused.remove(&id)),
                Decision::Deny => drop(refused.insert(id)),
            }
        }
        let ends = matches!(&step.act, Act::FastLane(_) | Act::Stamp(_) | Act::ResultArrived(_));
        let done = ends && !refused.contains(&id);
        let Some((by, procedure)) = received.get(&id).filter(|_| done) else { continue };
        if let Some(procedure) = ward.catalogue.get(procedure).filter(|procedure| is_civil(procedure)) {
            found.push(Case { dossier: id, by: *by, done: step.at, register: register(procedure) });
        }
    }
    found
}

/// Adds what came back to steps that stand in the order of their time; nothing after `until`.
pub fn enter(steps: &mut Vec<Step>, ward: &Ward, until: Moment, seed: u64) {
    let mut dice = Dice::new(seed);
    let cases = cases(steps, ward);
    let mut last: BTreeMap<(&str, i32), u32> = BTreeMap::new();
    let mut entered = Vec::with_capacity(cases.len());
    for (i, case) in cases.iter().enumerate() {
        let day = case.done.day();
        let waits = i64::from(dice.between(60, 1_500)) * 1_000;
        let closing = ward.calendar.closing(day).map_or(i64::MAX, |at| at.millis() - 60_000);
        let at = (case.done.millis() + waits).min(closing).max(case.done.millis() + 1_000);
        let at = Moment::from_millis(at);
        let from_end = cases.len() - i;
        if OPEN.contains(&from_end) || i % FORGOTTEN_EVERY == FORGOTTEN_EVERY - 1 {
            continue;
        }
        let given = if from_end == ERROR {
            Given::Error("Hệ thống báo: chưa đồng bộ được với CSDL quốc gia về dân cư".to_owned())
        } else {
            let number = last.entry((case.register, day.year())).or_default();
            *number += 1;
            let book = format!("01/{}", day.year());
            Given::Line(Line { number: number.to_string(), book, on: day, personal: String::new() })
        };
        let act = Act::EnterCivil(EnterCivil { given, seen: 0, reason: String::new() });
        entered.push(Step { at, says: None, by: case.by, dossier: case.dossier, act });
    }
    steps.extend(entered.into_iter().filter(|step| step.at <= until));
    steps.sort_by_key(|step| step.at);
}

/// The last weeks as that software would hand them out: one line nobody here knows, one with another day, one left out.
pub fn their_file(steps: &[Step], ward: &Ward) -> Vec<Theirs> {
    let registers: BTreeMap<DossierId, &str> =
        cases(steps, ward).into_iter().map(|case| (case.dossier, case.register)).collect();
    let entered = steps.iter().filter_map(|step| {
        let Act::EnterCivil(EnterCivil { given: Given::Line(line), .. }) = &step.act else { return None };
        Some((registers.get(&step.dossier).copied()?, line))
    });
    let mut lines: Vec<Theirs> = entered.map(|(register, line)| theirs(register, line)).collect();
    let Some(newest) = lines.last().map(|line| line.on) else { return lines };
    lines.retain(|line| newest.since(line.on) <= FILE_DAYS);
    let count = lines.len();
    if count >= 10 {
        let day: Day = lines[count - 4].on.plus(-1);
        lines[count - 4].on = day;
        lines[count - 8].number = format!("{}b", lines[count - 8].number);
        lines.remove(count - 6);
    }
    lines
}

fn theirs(register: &str, line: &Line) -> Theirs {
    Theirs {
        register: register.to_owned(),
        book: line.book.clone(),
        number: line.number.clone(),
        on: line.on,
        name: String::new(),
        personal: String::new(),
        code: String::new(),
    }
}

/// Takes the file in as an officer would.
pub async fn take_in(store: &Store, steps: &[Step], now: Moment) -> Result<(), Fault> {
    let lines = their_file(steps, &store.ward());
    if !lines.is_empty() {
        store.take_civil(&lines, None, JUSTICE, now).await?;
    }
    Ok(())
}
