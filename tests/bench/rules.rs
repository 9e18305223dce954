//! The rules alone: what one act, one replay, one due date and one year's report cost.
//!
//! Not here: the search (`app/benches`), the network (`sync`).
//! Invariant: natively, on one thread; the browser runs the same code more slowly.

use std::hint::black_box;
use std::time::Instant;

use shared::calendar::Term;
use shared::ctx::Ctx;
use shared::demo;
use shared::dossier::any::{Dice, next};
use shared::dossier::{Act, Dossier, apply, decide};
use shared::id::{DossierId, OfficerId};
use shared::moment::{Day, Moment};
use shared::report::Period;
use shared::report::board::board;
use shared::report::forms::II06A;
use shared::script::people::People;
use shared::ward::Ward;

use crate::table::{self, Row, quantile, since};

/// Dossiers of a year, as in the demo ward's.
const YEAR: usize = 5_000;
/// Acts in the life of the dossier that is replayed.
const LIFE: usize = 12;

/// An act with who did it and when.
struct Done(OfficerId, Moment, Act);

pub fn run() {
    let ward = demo::ward().expect("the demo ward is whole");
    let day = Day::new(2018, 2, 13).expect("a day");
    let nine = Moment::at(day, 9, 0);
    let mut people = People::new(1);
    let id = people.id(nine);
    let mut receive = people.reception(&ward, day);
    receive.number = 1;
    let receive = Act::Receive(receive);
    let once = |act: &Act| {
        let mut slot = None;
        for fact in decide(&ctx(&ward, demo::RECEPTION, nine), id, None, act).expect("a good act") {
            apply(&mut slot, &fact);
        }
        slot
    };
    let life = life(&ward, id, nine);
    let year = year(&ward);
    let (first, last) = (Day::new(2018, 1, 1).expect("a day"), Day::new(2018, 12, 31).expect("a day"));
    let period = Period::new(first, last).expect("a year");
    let end = Moment::at(last, 17, 0);
    let rows = [
        Row::new("decide and apply a reception", measure(2_000, || once(&receive))),
        Row::new(format!("replay a dossier of {LIFE} acts"), measure(500, || replay(&ward, id, &life))),
        Row::new(
            "due moment, 15 working days over Tết",
            measure(2_000, || ward.calendar.due(nine, Term::WorkingDays(15)).expect("a calendar")),
        ),
        Row::new(
            format!("form II.06a of a year, {YEAR} dossiers"),
            measure(20, || II06A.fill(&ward, &year, period, end)),
        ),
        Row::new(
            format!("board of a year, {YEAR} dossiers"),
            measure(20, || board(&ward, &year, period, end)),
        ),
    ];
    table::print("Rules, native, one thread", &rows, None);
}

fn ctx(ward: &Ward, by: OfficerId, at: Moment) -> Ctx<'_> {
    let by = ward.officer(by).expect("works here");
    Ctx { now: at, happened: at, claimed: at, by, lane: None, reissued: None, ward }
}

/// The median of many runs, in milliseconds.
fn measure<T>(runs: usize, mut f: impl FnMut() -> T) -> f64 {
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let begin = Instant::now();
            black_box(f());
            since(begin)
        })
        .collect();
    quantile(&mut times, 0.5)
}

/// A life drawn by chance: whatever is open to whom, until it is long enough.
fn life(ward: &Ward, id: DossierId, from: Moment) -> Vec<Done> {
    for seed in 0.. {
        let mut dice = Dice::new(seed);
        let (mut slot, mut done) = (None, Vec::new());
        for _ in 0..LIFE * 40 {
            step(&mut dice, ward, id, from, &mut slot, &mut done);
            if done.len() == LIFE {
                return done;
            }
        }
    }
    unreachable!("some life is long enough")
}

fn step(
    dice: &mut Dice,
    ward: &Ward,
    id: DossierId,
    from: Moment,
    slot: &mut Option<Dossier>,
    done: &mut Vec<Done>,
) {
    let by = dice.pick(&ward.officers).id;
    let at = from.plus_minutes(60 * done.len() as i64);
    let ctx = ctx(ward, by, at);
    let act = next(dice, &ctx, slot.as_ref());
    let Ok(facts) = decide(&ctx, id, slot.as_ref(), &act) else { return };
    for fact in &facts {
        apply(slot, fact);
    }
    done.push(Done(by, at, act));
}

fn replay(ward: &Ward, id: DossierId, life: &[Done]) -> Option<Dossier> {
    let mut slot = None;
    for Done(by, at, act) in life {
        let facts = decide(&ctx(ward, *by, *at), id, slot.as_ref(), act).expect("it was good before");
        for fact in &facts {
            apply(&mut slot, fact);
        }
    }
    slot
}

/// A year's dossiers in every state.
fn year(ward: &Ward) -> Vec<Dossier> {
    let (mut dice, mut people) = (Dice::new(3), People::new(3));
    let first = Moment::at(Day::new(2018, 1, 2).expect("a day"), 8, 0);
    let mut all = Vec::with_capacity(YEAR);
    while all.len() < YEAR {
        let from = first.plus_minutes(100 * all.len() as i64);
        let id = people.id(from);
        let mut receive = people.reception(ward, from.day());
        receive.number = 1;
        let mut slot = None;
        let facts = decide(&ctx(ward, demo::RECEPTION, from), id, None, &Act::Receive(receive));
        for fact in facts.expect("a good act") {
            apply(&mut slot, &fact);
        }
        let mut done = Vec::new();
        for _ in 0..24 {
            step(&mut dice, ward, id, from.plus_minutes(60), &mut slot, &mut done);
        }
        all.extend(slot);
    }
    all
}
