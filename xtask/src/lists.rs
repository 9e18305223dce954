//! `cargo xtask lists`: the rules on this machine and in WebAssembly, on as many random lists as somebody likes.
//!
//! Not here: what a list is (`shared::script::lists`), the comparison (`tests/lists`).
//! Invariant: the module is built as the pages of a ward are.

use anyhow::Result;

use crate::wasm::{Profile, lists as module};
use crate::{setup, sh};

/// Compares `--lists` lists from `--from` on.
pub fn lists(args: &[String]) -> Result<()> {
    let [lists, from] = crate::flags(args, ["--lists", "--from"])?;
    let lists: u32 = crate::number("--lists", lists, 100_000)?;
    let from: u32 = crate::number("--from", from, 0)?;
    crate::enter_root()?;
    setup::install(setup::COMPILER)?;
    setup::install(setup::TESTS)?;
    module(Profile::Small)?;
    let mut compare = sh::cargo(&["test", "--release", "--package", "lists", "--test", "lists"]);
    compare.args(["--", "--exact", "the_rules_say_the_same_natively_and_in_wasm", "--nocapture"]);
    compare.env("MC_LISTS", lists.to_string()).env("MC_FROM", from.to_string());
    sh::step(
        &format!("{lists} lists from {from}"),
        "MC_LISTS=<many> MC_FROM=<first> cargo test --package lists --test lists",
        &mut compare,
    )
}
