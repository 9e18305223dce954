//! What a fresh Debian lacks, and how it gets there: apt with root or sudo, else one line to type.
//!
//! Not here: the Rust toolchain itself (rustup is asked for in the README), wasm's std (`wasm.rs`).
//! Invariant: a machine that has everything is not touched, and nothing waits for a keyboard.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::sh;

/// A Debian package, and what shows that it is there: a program on the PATH or a path on the disk.
pub type Need = (&'static str, &'static [&'static str]);

/// To compile for this machine: bundled SQLite is C.
pub const COMPILER: &[Need] = &[("gcc", &["cc"]), ("libc6-dev", &["/usr/include/stdio.h"])];

/// To measure beside other systems: one of them compiles its database.
pub const PEERS: &[Need] =
    &[("npm", &["npm"]), ("g++", &["g++", "c++"]), ("make", &["make"]), ("python3", &["python3"])];

/// To test: browsers, what brings axe-core, the second database, a reader of PDF and one of system calls, a terminal for
/// a program, a clock that can be set, fonts that know Vietnamese.
pub const TESTS: &[Need] = &[
    ("chromium", &["chromium", "google-chrome"]),
    ("chromium-driver", &["chromedriver"]),
    ("npm", &["npm"]),
    ("postgresql", &["initdb", "/usr/lib/postgresql"]),
    ("poppler-utils", &["pdftotext"]),
    ("strace", &["strace"]),
    ("bsdutils", &["script"]),
    ("libfaketime", &["/usr/lib/x86_64-linux-gnu/faketime", "/usr/lib/aarch64-linux-gnu/faketime"]),
    ("fonts-dejavu-core", &["/usr/share/fonts/truetype/dejavu"]),
    ("fonts-liberation", &["/usr/share/fonts/truetype/liberation", "/usr/share/fonts/truetype/liberation2"]),
];

pub fn setup(args: &[String]) -> Result<()> {
    crate::flags(args, [])?;
    crate::enter_root()?;
    install(COMPILER)?;
    install(TESTS)?;
    crate::wasm::Std::find()?;
    axe()?;
    runner();
    Ok(())
}

/// Where the journeys' only package from npm is pinned.
const JOURNEYS: &str = "tests/browser";

/// axe-core, which the journeys put into the pages; exactly the version of the lock.
pub fn axe() -> Result<()> {
    let lock = sh::read_text(format!("{JOURNEYS}/package-lock.json"))?;
    // npm leaves its own record of what lies there: the lock without the part about ourselves.
    let there = sh::read_text(format!("{JOURNEYS}/node_modules/.package-lock.json")).unwrap_or_default();
    let digest = |text: &str| {
        text.lines().find(|line| line.contains("\"integrity\"")).map(str::trim).map(str::to_owned)
    };
    if digest(&lock).is_some() && digest(&lock) == digest(&there) {
        return Ok(());
    }
    let line = ["ci", "--prefix", JOURNEYS];
    sh::step("npm ci, axe-core", &format!("npm {}", line.join(" ")), &mut sh::command("npm", &line))
}

/// Installs what is missing of `needs`.
pub fn install(needs: &[Need]) -> Result<()> {
    let missing: Vec<&str> =
        needs.iter().filter(|need| !present(need)).map(|(package, _)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let line = format!("apt-get install -y --no-install-recommends {}", missing.join(" "));
    let sudo = match who() {
        Who::Root => None,
        Who::Sudo => Some("sudo"),
        Who::Nobody => bail!("this machine lacks {}; type:\n  sudo {line}", missing.join(", ")),
    };
    sh::say(&format!("Installing {}", missing.join(", ")));
    if apt(sudo, &line) || (apt(sudo, "apt-get update") && apt(sudo, &line)) {
        return Ok(());
    }
    bail!("apt could not install {}; type:\n  sudo {line}", missing.join(", "))
}

pub fn present((_, proofs): &Need) -> bool {
    proofs.iter().any(|proof| match proof.starts_with('/') {
        true => Path::new(proof).exists(),
        false => sh::find(proof).is_some(),
    })
}

/// cargo-nextest, installed if it can be; without it `cargo test` runs the same tests.
pub fn runner() -> bool {
    if sh::find("cargo-nextest").is_some() {
        return true;
    }
    let mut install = sh::command("cargo", &["install", "--locked", "cargo-nextest"]);
    // What the outer build is told must not decide how a tool is built.
    install.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    match sh::step(
        "cargo-nextest is missing: installing it",
        "cargo install --locked cargo-nextest",
        &mut install,
    ) {
        Ok(()) => true,
        Err(error) => {
            eprintln!("{error:#}\n   going on with `cargo test`");
            false
        }
    }
}

enum Who {
    Root,
    Sudo,
    Nobody,
}

fn who() -> Who {
    if sh::find("apt-get").is_none() {
        return Who::Nobody;
    }
    if std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0) {
        return Who::Root;
    }
    let mut asked = sh::command("sudo", &["-n", "true"]);
    if sh::succeeds_within(Duration::from_secs(5), &mut asked) { Who::Sudo } else { Who::Nobody }
}

fn apt(sudo: Option<&str>, line: &str) -> bool {
    let words = sudo.into_iter().chain(sudo.map(|_| "-n")).chain(["env", "DEBIAN_FRONTEND=noninteractive"]);
    let words: Vec<&str> = words.chain(line.split(' ')).collect();
    sh::command(words[0], &words[1..]).status().is_ok_and(|status| status.success())
}
