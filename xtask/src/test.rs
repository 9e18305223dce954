//! `cargo xtask test`: every check, in order; the only list of them.
//!
//! Invariant: the tests come last, so that the runner's summary closes the log.

use anyhow::Result;

use crate::bundle::Squeeze;
use crate::wasm::Profile;
use crate::{build, run, setup, sh, wasm};

/// The pictures of the guide, from the pages as they are now.
pub fn pictures(args: &[String]) -> Result<()> {
    crate::flags(args, [])?;
    crate::enter_root()?;
    setup::install(setup::COMPILER)?;
    setup::install(setup::TESTS)?;
    run::pages()?;
    let mut draw = sh::cargo(&["run", "--package", "tests", "--bin", "pictures"]);
    sh::step("pictures", "cargo run -p tests --bin pictures", &mut draw)
}

pub fn test(args: &[String]) -> Result<()> {
    crate::flags(args, [])?;
    crate::enter_root()?;
    setup::install(setup::COMPILER)?;
    setup::install(setup::TESTS)?;
    setup::axe()?;
    let runner = setup::runner();
    sh::step("format", "cargo fmt --all", &mut sh::cargo(&["fmt", "--all", "--check"]))?;
    let clippy = ["clippy", "--workspace", "--all-targets"];
    let mut clippy = sh::cargo(&clippy);
    clippy.args(["--", "-D", "warnings"]);
    sh::step("clippy", "cargo clippy --workspace --all-targets", &mut clippy)?;
    wasm::clippy()?;
    build::weigh(&run::pages()?, Squeeze::Quick)?;
    wasm::lists(Profile::Dev)?;
    if runner {
        let mut nextest = sh::cargo(&["nextest", "run", "--workspace", "--profile", "ci"]);
        return sh::step(
            "tests",
            "cargo nextest run --workspace --profile ci --no-capture <name>",
            &mut nextest,
        );
    }
    let mut tests = sh::cargo(&["test", "--workspace", "--no-fail-fast"]);
    // Browsers want the machine for themselves.
    tests.args(["--", "--test-threads", "1"]);
    sh::step("tests", "cargo test --workspace <name>", &mut tests)
}
