//! `cargo xtask simulate`: as many seeds of faults as somebody has the time for.
//!
//! Not here: what a seed plays (`tests/simulation`).
//! Invariant: what fails is printed with the command that repeats it, and the night goes on.

use anyhow::Result;

use crate::sh;

/// Plays `--seeds` seeds from `--from` on, on all cores, built for speed.
pub fn simulate(args: &[String]) -> Result<()> {
    let [seeds, from] = crate::flags(args, ["--seeds", "--from"])?;
    let seeds: u64 = crate::number("--seeds", seeds, 20_000)?;
    let from: u64 = crate::number("--from", from, 0)?;
    crate::enter_root()?;
    let mut play = sh::cargo(&["test", "--profile", "simulate", "--package", "simulation"]);
    play.args(["--", "--exact", "every_seed_holds", "--nocapture"]);
    play.env("MC_SEEDS", seeds.to_string()).env("MC_FROM", from.to_string());
    sh::step(
        &format!("{seeds} seeds from {from}"),
        "MC_SEED=<seed> cargo test --package simulation -- one_seed",
        &mut play,
    )
}
