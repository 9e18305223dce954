//! Mưa lũ: on one day of the year the office stays closed, and the head has the due moments counted anew.
//!
//! Not here: how a moment is counted anew (`shared::dossier::recount`).
//! Invariant: the settings change between two acts, as an administrator changes them; what was promised before that
//! moment is asked about one by one, and the rules say whose moment moves. The closure is invented.

use std::collections::{BTreeMap, BTreeSet};

use shared::calendar::OffDay;
use shared::ctx::Ctx;
use shared::demo::{ADMIN, HEAD};
use shared::dossier::recount::Recount;
use shared::dossier::{self, Act, Dossier, Kind};
use shared::id::DossierId;
use shared::moment::{Day, Moment};
use shared::ward::Ward;

use super::case::Step;
use crate::store::ward::{By, Saved};
use crate::store::{Fault, Store};

const NAME: &str = "Nghỉ đột xuất do mưa lớn, ngập sâu";
const DECISION: &str =
    "Thông báo của UBND phường ngày 10/12/2018: tạm ngừng tiếp công dân do mưa lớn, ngập sâu";

/// A Monday of the rainy season.
pub fn day() -> Day {
    Day::new(2018, 12, 10).expect("a day of the calendar")
}

/// From when the settings have it: early on the day itself, while the office stays closed.
pub fn known() -> Moment {
    Moment::at(day(), 8, 5)
}

/// The ward as it is from then on.
pub fn closed(ward: &Ward) -> Ward {
    let mut ward = ward.clone();
    let off = OffDay { name: NAME.to_owned(), kind: "nghi_dot_xuat".to_owned(), uncertain: false };
    ward.calendar.off.insert(day(), off);
    ward
}

/// Saves the settings.
pub async fn enter(store: &Store) -> Result<(), Fault> {
    let ward = store.ward();
    let by = By { officer: Some(ADMIN), session: None, at: known() };
    match store.save_ward_by(ward.version, closed(&ward), by).await? {
        Saved::Version(_) | Saved::Unchanged => Ok(()),
        Saved::Overtaken(version) => Err(Fault::Odd(format!("settings {version} came before the demo's"))),
    }
}

/// Adds to steps in the order of their time that the head counts anew whatever is open and due later by the calendar
/// with that day off.
pub fn recount(steps: &mut Vec<Step>, before: &Ward, after: &Ward) {
    let (earlier, later) = steps.split_at(steps.partition_point(|step| step.at < known()));
    let later: BTreeSet<DossierId> = later.iter().map(|step| step.dossier).collect();
    let mut open: BTreeMap<DossierId, Option<Dossier>> = BTreeMap::new();
    for step in earlier.iter().filter(|step| later.contains(&step.dossier)) {
        take(before, open.entry(step.dossier).or_default(), step);
    }
    let Some(by) = after.officer(HEAD) else { return };
    let at = known().plus_minutes(15);
    let ctx = Ctx { now: at, happened: at, claimed: at, by, lane: None, reissued: None, ward: after };
    let moves = |record: &Option<Dossier>| dossier::may(&ctx, record.as_ref(), Kind::Recount).is_ok();
    let moved: Vec<DossierId> = open.iter().filter(|(_, record)| moves(record)).map(|(id, _)| *id).collect();
    steps.extend((0..).step_by(1_000).zip(moved).map(|(millis, dossier)| {
        let act = Act::Recount(Recount { decision: DECISION.to_owned() });
        Step { at: Moment::from_millis(at.millis() + millis), says: None, by: HEAD, dossier, act }
    }));
    steps.sort_by_key(|step| step.at);
}

/// What the rules make of a step; its number is not asked for here.
fn take(ward: &Ward, record: &mut Option<Dossier>, step: &Step) {
    let Some(by) = ward.officer(step.by) else { return };
    let mut act = step.act.clone();
    act.renumber(1);
    let (now, happened) = (step.at, step.done());
    let ctx = Ctx { now, happened, claimed: happened, by, lane: None, reissued: None, ward };
    let facts = dossier::decide(&ctx, step.dossier, record.as_ref(), &act).unwrap_or_default();
    facts.iter().for_each(|fact| dossier::apply(record, fact));
}
