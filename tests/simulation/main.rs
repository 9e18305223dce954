//! A ward under one seed: devices, server and network with faults, on the shipped machines of `shared::sync`.
//!
//! `cargo xtask simulate --seeds 20000` plays so many seeds; `MC_SEED=7` plays one and shows it.
//!
//! Not here: real disks, sockets and browsers (`server`, `tests/browser`).
//! Invariant: the honest drivers pass every seed, and every mutant is caught.

mod device;
mod invariants;
mod mutants;
mod plan;
mod server;
mod wire;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use mutants::Mutant;
use plan::{
    EVERY_KIND_FROM, FAST_FROM, FEES_FROM, FLICKER_FROM, HEARD_FROM, LIVES_FROM, MIXED_FROM, POSTED_FROM,
    PROOF_FROM, Plan, TOGETHER_FROM, UNDO_FROM, WIDE_FROM, WIRE_FROM,
};
use shared::calendar::OffDay;
use shared::demo;
use shared::dossier::Kind;
use shared::id::OfficerId;
use shared::moment::Day;
use shared::officer::Role;
use shared::ward::Ward;
use world::{Run, play};

/// Seeds when nobody asks for more.
const SEEDS: u64 = 300;
const WIDER_SEEDS: u64 = 100;
/// What so few seeds do not come to do: a citizen supplies, without a device of the ward; the others come in thousands.
const RARE: [Kind; 12] = [
    Kind::Supply,
    Kind::Unsign,
    Kind::Stamp,
    Kind::Settle,
    Kind::Recount,
    Kind::VoidSlip,
    Kind::Post,
    Kind::Object,
    Kind::EndPosting,
    Kind::SendProof,
    Kind::AnswerProof,
    Kind::HearProof,
];
/// A mutant that survives so many seeds is not caught.
const MUTANT_SEEDS: u64 = 3_000;
/// Seeds that found a bug, with what it was.
const FOUND: &str = include_str!("seeds.txt");

/// The ward's settings, version by version: the roles of its officers change. First those of a ward that posts nothing in
/// public, then the same of one that does (`Plan::posts`).
fn wards() -> Vec<Ward> {
    let first = demo::ward().expect("the catalogue is part of the program and tested");
    let changed = |version: u32, roles: &[(OfficerId, &[Role])]| {
        let mut ward = Ward { version, ..first.clone() };
        for officer in &mut ward.officers {
            let fresh = roles.iter().find(|(id, _)| *id == officer.id);
            officer.roles = fresh.map_or(officer.roles.clone(), |(_, roles)| roles.to_vec());
        }
        ward
    };
    let without_reception: &[(OfficerId, &[Role])] =
        &[(demo::RECEPTION, &[Role::Clerk]), (demo::HEAD, &[Role::Clerk]), (demo::CLERK, &[Role::Volunteer])];
    let without_leader: &[(OfficerId, &[Role])] = &[
        (demo::VICE_1, &[Role::Specialist]),
        (demo::LAND, &[Role::Receptionist, Role::Leader]),
        (demo::VOLUNTEER, &[Role::Receptionist]),
    ];
    let (second, third) = (changed(2, without_reception), changed(3, without_leader));
    let mut fourth = changed(4, &[]);
    // A storm: the week of the run and the next two.
    let storm = OffDay { name: "Nghỉ bão".to_owned(), kind: "bao".to_owned(), uncertain: false };
    fourth.calendar.off.extend((7..12).map(|day| (Day::new(2018, 3, day).expect("in March"), storm.clone())));
    let all = [first, second, third, fourth];
    let posts_nothing = |mut ward: Ward| {
        ward.catalogue.procedures.retain(|procedure| procedure.posting().is_none());
        ward
    };
    all.clone().map(posts_nothing).into_iter().chain(all).collect()
}

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What must not have happened, and what happened last before it.
struct Failure {
    problems: Vec<String>,
    tail: Vec<String>,
}

fn try_play(wards: &[Ward], plan: &Plan, mutant: Option<Mutant>) -> Result<Run, Failure> {
    let run = catch_unwind(AssertUnwindSafe(|| play(wards, plan, mutant)));
    match run {
        Ok(run) if run.problems.is_empty() => Ok(run),
        Ok(run) => Err(Failure { tail: run.tail, problems: run.problems }),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().map_or("a panic without words", String::as_str);
            Err(Failure { problems: vec![format!("the rules panic: {said}")], tail: vec![] })
        }
    }
}

/// A failure as small as it can be made, and how to repeat it.
fn shown(wards: &[Ward], seed: u64) -> String {
    let small = Plan::of(seed).shrink(|plan| try_play(wards, plan, None).is_err());
    let Err(Failure { problems, tail }) = try_play(wards, &small, None) else { return String::new() };
    format!(
        "\n{small}\n  {}\n{}\nrepeat: MC_SEED={seed} cargo test -p simulation -- one_seed\n",
        tail.join("\n  "),
        problems.join("\n")
    )
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Asks of each item, on all cores; the answers come in the order of the items.
fn on_all_cores<T: Sync, A: Send>(items: &[T], ask: impl Fn(&T) -> A + Sync) -> Vec<A> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut answers = vec![];
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else { return answers };
            answers.push((place, ask(item)));
        }
    };
    let mut answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores()).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a seed's panic is caught")).collect()
    });
    answers.sort_by_key(|(place, _)| *place);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// What came of many seeds.
struct Night {
    seeds: usize,
    began: Instant,
    said: Instant,
    done: usize,
    failing: Vec<u64>,
    sum: Run,
}

/// How often a long night says how far it is.
const SAID_EVERY: Duration = Duration::from_secs(15);

impl Night {
    fn new(seeds: usize) -> Night {
        let began = Instant::now();
        Night { seeds, began, said: began, done: 0, failing: vec![], sum: Run::default() }
    }

    fn take(&mut self, seed: u64, run: Result<Run, Failure>) {
        self.done += 1;
        match run {
            Ok(run) => self.sum.add(&run),
            Err(failure) => {
                eprintln!("seed {seed} fails: {}", failure.problems.join("; "));
                self.failing.push(seed);
            }
        }
        if self.said.elapsed() >= SAID_EVERY {
            self.said = Instant::now();
            let Night { done, seeds, .. } = *self;
            let left = self.began.elapsed().as_secs_f64() / done as f64 * (seeds - done) as f64 / 60.0;
            eprintln!("{done} of {seeds} seeds, {:.0} a second, {left:.0} minutes left", self.rate());
        }
    }

    /// Seeds a second, on all cores.
    fn rate(&self) -> f64 {
        self.done as f64 / self.began.elapsed().as_secs_f64().max(0.001)
    }
}

/// Plays the seeds, and goes on after a failure.
#[track_caller]
fn all_hold(seeds: &[u64]) -> Run {
    let wards = wards();
    let night = Mutex::new(Night::new(seeds.len()));
    on_all_cores(seeds, |seed| {
        let run = try_play(&wards, &Plan::of(*seed), None);
        night.lock().expect("nobody panics here").take(*seed, run);
    });
    let mut night = night.into_inner().expect("nobody panics here");
    night.failing.sort_unstable();
    let (rate, Night { failing, sum, .. }) = (night.rate(), &night);
    println!(
        "{} seeds, {} acts, {} restores, {} cleared, {} begun anew, {} wiped, {} taken back, {} lanes passed on, {} rounds at most, {rate:.0} seeds a second; failing: {failing:?}",
        seeds.len(),
        sum.acts,
        sum.restores,
        sum.clears,
        sum.heirs,
        sum.wipes,
        sum.taken_back,
        sum.passed_on,
        sum.rounds,
    );
    println!("applied: {:?}", sum.applied);
    let Some(first) = failing.first() else { return night.sum };
    panic!("{} of {} seeds fail: {failing:?}\n{}", failing.len(), seeds.len(), shown(&wards, *first));
}

#[test]
fn every_seed_holds() {
    let from = asked("MC_FROM").unwrap_or(0);
    let seeds = from..from + asked("MC_SEEDS").unwrap_or(SEEDS);
    // Where nobody asks for some of them: a few with every kind of act too.
    let few = if asked("MC_SEEDS").is_some() { 0 } else { WIDER_SEEDS };
    let wider = [
        WIDE_FROM,
        EVERY_KIND_FROM,
        TOGETHER_FROM,
        UNDO_FROM,
        LIVES_FROM,
        LIVES_FROM + few,
        POSTED_FROM,
        PROOF_FROM,
        FEES_FROM,
        WIRE_FROM,
        HEARD_FROM,
        FAST_FROM,
        MIXED_FROM,
        FLICKER_FROM,
    ];
    let wider = wider.map(|from| from..from + few);
    let sum = all_hold(&seeds.chain(wider.into_iter().flatten()).collect::<Vec<_>>());
    if few > 0 {
        let absent = Kind::ALL.iter().filter(|kind| !RARE.contains(kind) && !sum.applied.contains_key(kind));
        assert_eq!(absent.collect::<Vec<_>>(), Vec::<&Kind>::new(), "never done");
        assert!(sum.passed_on > 0, "no lane was passed on");
        assert!(sum.waited > 0, "nothing that was handed in ahead took the fast lane");
    }
}

#[test]
fn one_seed() {
    let _ = all_hold(&[asked("MC_SEED").unwrap_or(1)]);
}

#[test]
fn seeds_that_found_something_find_nothing_more() {
    let lines = FOUND.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let seeds = lines.map(|line| {
        let seed = line.split_whitespace().next().and_then(|seed| seed.parse().ok());
        seed.unwrap_or_else(|| panic!("no seed at the beginning of this line: {line}"))
    });
    let _ = all_hold(&seeds.collect::<Vec<_>>());
}

#[test]
fn the_same_seed_is_the_same_run() {
    let wards = wards();
    let digest = |seed| play(&wards, &Plan::of(seed), None).digest;
    for seed in 0..10 {
        assert_eq!(digest(seed), digest(seed), "seed {seed}");
    }
    assert_ne!(digest(0), digest(1), "another seed is another run");
}

/// Each mutant beside the seed that showed it last; where that shows it no longer, the others are tried. `MC_MUTANT`
/// names one alone, `MC_FROM` and `MC_SEEDS` the others.
#[test]
fn every_mutant_is_caught() {
    let wards = wards();
    let alone = std::env::var("MC_MUTANT").ok();
    let is_asked = |mutant: &Mutant| alone.as_ref().is_none_or(|name| *name == format!("{mutant:?}"));
    let mutants: Vec<_> = Mutant::ALL.into_iter().filter(|(mutant, _)| is_asked(mutant)).collect();
    let many = asked("MC_SEEDS").unwrap_or(MUTANT_SEEDS);
    let from = asked("MC_FROM")
        .map_or([0, TOGETHER_FROM, UNDO_FROM, LIVES_FROM, WIRE_FROM, FLICKER_FROM].to_vec(), |from| {
            vec![from]
        });
    let others = from.into_iter().flat_map(|from| from..from + many).collect::<Vec<u64>>();
    std::panic::set_hook(Box::new(|_| {}));
    let seen = on_all_cores(&mutants, |(mutant, last)| {
        // What the honest drivers fail too is no catch.
        let caught = |seed: u64| {
            let failure = try_play(&wards, &Plan::of(seed), Some(*mutant)).err()?;
            try_play(&wards, &Plan::of(seed), None).is_ok().then_some((seed, failure))
        };
        let (seed, failure) = std::iter::once(*last).chain(others.iter().copied()).find_map(caught)?;
        Some(format!("{mutant:?}: seed {seed}, written down {last}; {}", failure.problems.join("; ")))
    });
    drop(std::panic::take_hook());
    seen.iter().flatten().for_each(|line| println!("{line}"));
    let survivors: Vec<_> = mutants.iter().zip(&seen).filter(|(_, seen)| seen.is_none()).collect();
    assert!(survivors.is_empty(), "not caught: {survivors:?}");
}

/// A failing run is made small: the mutant fails with one device and no fault at all.
#[test]
fn a_failure_is_shown_small() {
    let wards = wards();
    let fails = |plan: &Plan| try_play(&wards, plan, Some(Mutant::PoisonBlocks)).is_err();
    let plan = (0..MUTANT_SEEDS).map(Plan::of).find(&fails).expect("the mutant is caught");
    let small = plan.clone().shrink(fails);
    assert!(fails(&small));
    assert!(small.devices <= plan.devices && small.steps < plan.steps, "{small}");
    assert!(small.faults.len() < plan.faults.len(), "{small}");
}
