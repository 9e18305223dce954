//! The project's scripts, in the project's language. `cargo xtask` alone prints the table below.
//!
//! Not here: anything the product does at a ward; that is `mot-cua`.
//! Invariant: every command may be run twice, from any folder, without a keyboard.

mod build;
mod bundle;
mod css;
mod lists;
mod peers;
mod run;
mod setup;
mod sh;
mod simulate;
mod split;
mod test;
mod wasm;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

struct Job {
    name: &'static str,
    takes: &'static str,
    does: &'static str,
    run: fn(&[String]) -> Result<()>,
}

#[rustfmt::skip]
const JOBS: &[Job] = &[
    Job { name: "run", takes: "[--port 8080] [--data DIR]", run: run::run,
          does: "build, seed the demo ward if DIR is empty, print the logins, serve on 127.0.0.1" },
    Job { name: "test", takes: "", run: test::test,
          does: "every check: fmt, clippy, wasm build, all tests; the runner's summary comes last" },
    Job { name: "build", takes: "", run: build::build,
          does: "release build into target/dist, one folder to copy to a ward's PC; weighs the first load" },
    Job { name: "site", takes: "", run: run::site,
          does: "only the pages, into target/site, for a server that is already running" },
    Job { name: "pictures", takes: "", run: test::pictures,
          does: "the demo ward lives its year, and docs/pictures is drawn anew from its pages" },
    Job { name: "peers", takes: "[--dir DIR]", run: peers::peers,
          does: "sync beside other systems on the same work, one table; DIR holds their scripts, named once" },
    Job { name: "simulate", takes: "[--seeds 20000] [--from 0]", run: simulate::simulate,
          does: "devices, server and network with faults, seed by seed, on all cores; what fails can be repeated" },
    Job { name: "lists", takes: "[--lists 100000] [--from 0]", run: lists::lists,
          does: "the rules natively and in wasm on random lists of acts: every word the same" },
    Job { name: "setup", takes: "", run: setup::setup,
          does: "install what a bare machine lacks (Debian packages, cargo-nextest, axe-core)" },
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<()> {
    let Some((name, rest)) = args.split_first() else {
        print!("{}", help());
        return Ok(());
    };
    if ["help", "--help", "-h"].contains(&name.as_str()) || rest.iter().any(|arg| arg == "--help") {
        print!("{}", help());
        return Ok(());
    }
    let Some(job) = JOBS.iter().find(|job| job.name == name) else {
        bail!("there is no command `{name}`\n\n{}", help());
    };
    (job.run)(rest)
}

fn help() -> String {
    let mut text = String::from("cargo xtask <command>\n\n");
    for Job { name, takes, does, .. } in JOBS {
        text += &format!("  {:<33} {does}\n", format!("{name} {takes}"));
    }
    text
}

/// Everything below the repository's root is named relative to it from here on.
#[expect(clippy::disallowed_methods, reason = "the one place, before anything else runs")]
pub fn enter_root() -> Result<()> {
    let manifest = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").into());
    let root = Path::new(&manifest).parent().context("xtask lies inside the workspace")?;
    std::env::set_current_dir(root).with_context(|| format!("cannot enter {}", root.display()))
}

/// Reads `--name value` pairs; anything else is refused with a sentence.
pub fn flags<const N: usize>(args: &[String], names: [&str; N]) -> Result<[Option<String>; N]> {
    let mut found = [const { None }; N];
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let (name, inline) =
            arg.split_once('=').map_or((arg.as_str(), None), |(n, v)| (n, Some(v.to_owned())));
        let Some(slot) = names.iter().position(|known| *known == name) else {
            bail!("`{arg}` is not understood here\n\n{}", help());
        };
        let value = inline.or_else(|| rest.next().cloned());
        found[slot] = Some(value.with_context(|| format!("`{name}` wants a value after it"))?);
    }
    Ok(found)
}
