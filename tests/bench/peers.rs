//! The systems that a team would take instead, on the same work in the same run.
//!
//! Their scripts live outside of this repository: a folder with `ref/bench.mjs`, `pouch/bench.mjs` and so on, each
//! printing one JSON object a line, `{"peer":"ref","what":"null_pull","ms":3.1,"up":120,"down":106}`.
//!
//! Not here: our own figures (`sync`).
//! Invariant: a peer that is not there is left out with a sentence; nothing is compared across runs.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::sync::RECORDS;
use crate::table::{Row, ms, size};

const SCRIPTS: [(&str, &str); 6] = [
    ("ref", "bench.mjs"),
    ("pouch", "bench.mjs"),
    ("rx", "bench.mjs"),
    ("y", "bench.mjs"),
    (".", "tb.mjs"),
    (".", "am.mjs"),
];

/// Our rows beside theirs: ours begins with the first, theirs with the second.
const SAME: [(&str, &str); 5] = [
    ("first pull of 5000", "bootstrap"),
    ("pull of nothing", "null_pull"),
    ("pull of 100 changes", "delta"),
    ("push 10×50, packed", "push"),
    ("the same push again", "push(replay"),
];

struct Told {
    peer: String,
    what: String,
    ms: f64,
    bytes: u64,
}

pub fn run(folder: &Path, ours: &[Row]) {
    let told: Vec<Told> = SCRIPTS.iter().flat_map(|(dir, script)| ask(&folder.join(dir), script)).collect();
    println!("\nPeers, {RECORDS} dossiers, in this run: theirs, and how many times ours");
    println!("{:<24}{:<12}{:>10}{:>9}{:>12}{:>9}", "", "", "ms", "×", "bytes", "×");
    for (own, theirs) in SAME {
        let Some(row) = ours.iter().find(|row| row.what.starts_with(own)) else { continue };
        let bytes = row.bytes.unwrap_or(0);
        println!("{own:<24}{:<12}{:>10}{:>9}{:>12}{:>9}", "ours", ms(row.ms), "1", size(bytes), "1");
        let mut seen = Vec::new();
        for line in told.iter().filter(|line| is(&line.what, theirs)) {
            if seen.contains(&&line.peer) {
                continue;
            }
            seen.push(&line.peer);
            let larger = line.bytes as f64 / bytes as f64;
            let (took, slower) = match sleeps(&line.what) {
                true => (NONE.to_owned(), NONE.to_owned()),
                false => (ms(line.ms), format!("{:.1}", line.ms / row.ms)),
            };
            println!(
                "{:<24}{:<12}{took:>10}{slower:>9}{:>12}{:>9}",
                "",
                line.peer,
                size(line.bytes),
                format!("{larger:.1}")
            );
        }
    }
}

/// Where there is no figure.
const NONE: &str = "–";

/// Whether the time is one that the script has slept, to see what comes by itself: it measures bytes and no speed.
fn sleeps(what: &str) -> bool {
    what.contains("settled")
}

/// `push` is every peer's first push; a replay is one only where it says so.
fn is(what: &str, asked: &str) -> bool {
    what.starts_with(asked) && (asked != "push" || !what.contains("replay") && !what.contains("settled"))
}

fn ask(folder: &Path, script: &str) -> Vec<Told> {
    if !folder.join(script).is_file() {
        println!("left out: {} has no {script}", folder.display());
        return Vec::new();
    }
    let ran = Command::new("node")
        .arg(script)
        .current_dir(folder)
        .env("K", RECORDS.to_string())
        .stderr(Stdio::null())
        .output();
    let Ok(output) = ran else {
        println!("left out: node is not installed");
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let told: Vec<Told> = text.lines().filter_map(read).collect();
    if told.is_empty() {
        println!("left out: {}/{script} printed nothing; is npm install done there?", folder.display());
    }
    told
}

fn read(line: &str) -> Option<Told> {
    let line: Value = serde_json::from_str(line).ok()?;
    let bytes = |key: &str| line[key].as_u64().unwrap_or(0);
    Some(Told {
        peer: line["peer"].as_str()?.to_owned(),
        what: line["what"].as_str()?.to_owned(),
        ms: line["ms"].as_f64()?,
        bytes: bytes("up") + bytes("down"),
    })
}
