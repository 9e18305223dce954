//! A ward under one seed: devices, server and network with faults, on the shipped machines of `shared::sync`.
//!
//! `MC_SEEDS=20000` plays so many seeds; `MC_SEED=7` plays one and shows it.
//!
//! Not here: real disks, sockets and browsers (`server`, `tests/browser`).
//! Invariant: the honest drivers pass every seed, and every mutant is caught.

mod device;
mod invariants;
mod mutants;
mod plan;
mod server;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};

use mutants::Mutant;
use plan::Plan;
use shared::demo;
use shared::ward::Ward;
use world::{Run, play};

/// Seeds of one test when nobody asks for more.
const SEEDS: u64 = 150;
/// A mutant that survives so many seeds is not caught.
const MUTANT_SEEDS: u64 = 300;
/// Seeds that found a bug, with what it was.
const FOUND: &str = include_str!("seeds.txt");

fn ward() -> Ward {
    demo::ward().expect("the catalogue is part of the program and tested")
}

fn asked(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What must not have happened, and what happened last before it.
struct Failure {
    problems: Vec<String>,
    tail: Vec<String>,
}

fn try_play(ward: &Ward, plan: &Plan, mutant: Option<Mutant>) -> Result<Run, Failure> {
    let run = catch_unwind(AssertUnwindSafe(|| play(ward, plan, mutant)));
    match run {
        Ok(run) if run.problems.is_empty() => Ok(run),
        Ok(run) => Err(Failure { tail: run.tail, problems: run.problems }),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().map_or("a panic without words", String::as_str);
            Err(Failure { problems: vec![format!("the rules panic: {said}")], tail: vec![] })
        }
    }
}

/// Plays the seed; shows a failure as small as it can be made.
#[track_caller]
fn holds(ward: &Ward, seed: u64) -> Run {
    let plan = Plan::of(seed);
    match try_play(ward, &plan, None) {
        Ok(run) => run,
        Err(failure) => {
            let small = plan.shrink(|plan| try_play(ward, plan, None).is_err());
            let Failure { problems, tail } = try_play(ward, &small, None).err().unwrap_or(failure);
            panic!(
                "\n{small}\n  {}\n{}\nrepeat: MC_SEED={seed} cargo test -p tests --test simulation -- one_seed\n",
                tail.join("\n  "),
                problems.join("\n")
            );
        }
    }
}

fn all_hold(seeds: impl Iterator<Item = u64>) {
    let ward = ward();
    let (mut runs, mut acts, mut restores, mut clears, mut rounds) = (0, 0, 0, 0, 0);
    for seed in seeds {
        let run = holds(&ward, seed);
        runs += 1;
        acts += run.acts;
        restores += run.restores;
        clears += run.clears;
        rounds = rounds.max(run.rounds);
    }
    println!("{runs} seeds, {acts} acts, {restores} restores, {clears} cleared, {rounds} rounds at most");
}

// Two tests, for two cores.

#[test]
fn every_even_seed_holds() {
    let seeds = asked("MC_SEEDS").unwrap_or(2 * SEEDS);
    all_hold((0..seeds).step_by(2));
}

#[test]
fn every_odd_seed_holds() {
    let seeds = asked("MC_SEEDS").unwrap_or(2 * SEEDS);
    all_hold((1..seeds).step_by(2));
}

#[test]
fn one_seed() {
    all_hold(std::iter::once(asked("MC_SEED").unwrap_or(1)));
}

#[test]
fn seeds_that_found_something_find_nothing_more() {
    let lines = FOUND.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    all_hold(lines.map(|line| {
        let seed = line.split_whitespace().next().and_then(|seed| seed.parse().ok());
        seed.unwrap_or_else(|| panic!("no seed at the beginning of this line: {line}"))
    }));
}

#[test]
fn the_same_seed_is_the_same_run() {
    let ward = ward();
    let digest = |seed| play(&ward, &Plan::of(seed), None).digest;
    for seed in 0..10 {
        assert_eq!(digest(seed), digest(seed), "seed {seed}");
    }
    assert_ne!(digest(0), digest(1), "another seed is another run");
}

/// The seeds until the mutant is caught, and by what; with `MC_SEEDS` it is counted how many catch it.
#[test]
fn every_mutant_is_caught() {
    let ward = ward();
    std::panic::set_hook(Box::new(|_| {}));
    let mut survivors = vec![];
    for mutant in Mutant::ALL {
        // What the honest drivers fail too is no catch.
        let caught = |seed: &u64| {
            let failure = try_play(&ward, &Plan::of(*seed), Some(mutant)).err()?;
            try_play(&ward, &Plan::of(*seed), None).is_ok().then_some(failure)
        };
        let first = (0..MUTANT_SEEDS).find_map(|seed| caught(&seed).map(|failure| (seed, failure)));
        let Some((seed, failure)) = first else {
            survivors.push(mutant);
            continue;
        };
        let many = asked("MC_SEEDS").map(|_| (0..MUTANT_SEEDS).filter(|seed| caught(seed).is_some()).count());
        println!("{mutant:?}: seed {seed}, of {MUTANT_SEEDS}: {many:?}; {}", failure.problems.join("; "));
    }
    drop(std::panic::take_hook());
    assert!(survivors.is_empty(), "not caught: {survivors:?}");
}

/// A failing run is made small: the mutant fails with one device and no fault at all.
#[test]
fn a_failure_is_shown_small() {
    let ward = ward();
    let fails = |plan: &Plan| try_play(&ward, plan, Some(Mutant::PoisonBlocks)).is_err();
    let plan = (0..MUTANT_SEEDS).map(Plan::of).find(&fails).expect("the mutant is caught");
    let small = plan.clone().shrink(fails);
    assert!(fails(&small));
    assert!(small.devices <= plan.devices && small.steps < plan.steps, "{small}");
    assert!(small.faults.len() < 3, "{small}");
}
