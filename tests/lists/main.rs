//! The same random lists of acts on this machine and in WebAssembly: the rules say the same of each, byte for byte.
//!
//! `cargo xtask lists --lists 100000` builds the module and asks for more; `MC_LISTS` and `MC_FROM` do by hand.
//!
//! Not here: what a list is and what is told of it (`shared::script::lists`).
//! Invariant: both machines run the very same code of `shared`; only the compiler's target differs.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use lists::{digests, told};

/// Lists when nobody asks for more.
const LISTS: u32 = 2_000;
/// Lists that an answer is given for at a time.
const AT_ONCE: u32 = 100;
const RUN: &str = "
    const rules = require(process.argv[1]);
    const [from, many, narrow] = process.argv.slice(2).map(Number);
    for (let next = from; next < from + many; next += 100)
        require('fs').writeSync(1, rules.digests(next, Math.min(100, from + many - next), narrow === 1));
";
const TELL: &str = "
    const rules = require(process.argv[1]);
    const [seed, narrow] = process.argv.slice(2).map(Number);
    require('fs').writeFileSync(1, rules.told(seed, narrow === 1));
";

fn asked(name: &str) -> Option<u32> {
    std::env::var(name).ok()?.parse().ok()
}

fn module() -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/wasm/bindgen/lists/lists.js");
    assert!(script.is_file(), "{} is not there: `cargo xtask lists` builds it", script.display());
    script
}

fn node(script: &str, args: &[u32]) -> Child {
    let mut node = Command::new("node");
    node.arg("--eval").arg(script).arg(module()).args(args.iter().map(u32::to_string));
    node.stdin(Stdio::null()).stdout(Stdio::piped());
    node.spawn().expect("node, which npm brings, is on the PATH")
}

fn answer(node: Child) -> String {
    let output = node.wait_with_output().expect("node can be waited for");
    assert!(output.status.success(), "node: {}", output.status);
    String::from_utf8(output.stdout).expect("the module answers with text")
}

/// The lists of which the two machines do not say the same.
fn differing(from: u32, many: u32, narrow: bool) -> Vec<u32> {
    let there = node(RUN, &[from, many, u32::from(narrow)]);
    // Read while this machine works: a full pipe would make the other wait.
    let there = std::thread::spawn(move || answer(there));
    let mut here = String::new();
    for next in (from..from + many).step_by(AT_ONCE as usize) {
        here += &digests(next, AT_ONCE.min(from + many - next), narrow);
    }
    let there = there.join().expect("node answers");
    assert_eq!(here.lines().count(), many as usize);
    assert_eq!(there.lines().count(), many as usize, "WebAssembly answers for every list");
    let pairs = (from..).zip(here.lines().zip(there.lines()));
    pairs.filter(|(_, (here, there))| here != there).map(|(seed, _)| seed).collect()
}

/// The first line of the list that is not the same, from here and from WebAssembly.
fn first_difference(seed: u32, narrow: bool) -> (String, String) {
    let there = answer(node(TELL, &[seed, u32::from(narrow)]));
    let here = told(seed, narrow);
    let mut lines = here.lines().zip(there.lines());
    let found = lines.find(|(here, there)| here != there);
    found.map(|(here, there)| (here.to_owned(), there.to_owned())).unwrap_or_default()
}

#[test]
fn the_rules_say_the_same_natively_and_in_wasm() {
    let (from, many) = (asked("MC_FROM").unwrap_or(0), asked("MC_LISTS").unwrap_or(LISTS));
    let failing = differing(from, many, false);
    println!("{many} lists from {from}; differing: {failing:?}");
    let Some(seed) = failing.first() else { return };
    let (here, there) = first_difference(*seed, false);
    panic!(
        "{} of {many} lists differ: {failing:?}\nlist {seed}\n  here: {here}\n  wasm: {there}",
        failing.len()
    );
}

/// A number that is as wide as the machine's addresses is found, in the lists long enough to need the width.
#[test]
fn a_mistake_of_one_machine_is_found() {
    let (many, honest) = (100, differing(0, 100, false));
    let failing = differing(0, many, true);
    assert!(honest.is_empty());
    assert!(!failing.is_empty() && failing.len() < many as usize, "{failing:?}");
    let (here, there) = first_difference(failing[0], true);
    assert!(here.starts_with("after ") && there.starts_with("after "), "{here}\n{there}");
}

/// What is compared is worth it: acts that are done, refused and met by others', papers, a log that tells its records.
#[test]
fn lists_hold_what_a_ward_does() {
    let all: String = (0..200).map(|seed| told(seed, false)).collect();
    let count = |word: &str| all.matches(word).count();
    println!("{} lines, {} bytes", all.lines().count(), all.len());
    for (word, at_least) in [
        ("\ndone ", 2_000),
        ("\nrefused ", 300),
        ("\"applied\"", 1_000),
        ("\"rejected\"", 50),
        ("\"conflict\"", 20),
        ("\nseen ", 2_000),
        ("\npaper ", 300),
        ("\nboard ", 200),
        ("\"due\"", 1_000),
        ("\nthe log tells it true", 200),
    ] {
        assert!(count(word) >= at_least, "{word:?} only {} times", count(word));
    }
}
