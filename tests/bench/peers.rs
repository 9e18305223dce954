//! The systems that a team would take instead, on the same work in the same run.
//!
//! Their scripts are `tests/peers`; `cargo xtask peers` puts them and their packages into one folder. Each prints one
//! JSON object a line, `{"peer":"ref","what":"null_pull","ms":3.1,"up":120,"down":106}`.
//!
//! Not here: our own figures (`sync`).
//! Invariant: a peer that is not there is left out with a sentence; nothing is compared across runs.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::sync::RECORDS;
use crate::table::{Row, ms, size};

const SCRIPTS: [&str; 6] = ["ref.mjs", "pouch.mjs", "rx.mjs", "yjs.mjs", "tinybase.mjs", "automerge.mjs"];

/// Our rows beside theirs: ours begins with the first, theirs is the second.
const SAME: [(&str, &str); 5] = [
    ("first pull of 5000", "bootstrap"),
    ("pull of nothing", "null_pull"),
    ("pull of 100 changes", "delta"),
    ("push 10×50, packed", "push"),
    ("the same push again", "push(replay)"),
];
/// The same, where acts in a second are counted.
const CROWD: (&str, &str) = ("40 devices, one act a request", "push40");
/// What ours does in a browser and they in Node: no ratio.
const LOAD: &str = "store_load";

struct Told {
    peer: String,
    what: String,
    ms: f64,
    bytes: u64,
    acts: f64,
}

pub fn run(folder: &Path, ours: &[Row]) {
    let told: Vec<Told> = SCRIPTS.iter().flat_map(|script| ask(folder, script)).collect();
    let theirs = |what: &'static str| told.iter().filter(move |line| line.what == what);
    let ours = |what: &str| ours.iter().find(|row| row.what.starts_with(what));
    println!("\nPeers, {RECORDS} dossiers, in this run: theirs, and how many times ours");
    print("", "", ["ms", "×", "bytes", "×"].map(str::to_owned));
    for (own, what) in SAME {
        let Some(row) = ours(own) else { continue };
        let bytes = row.bytes.unwrap_or(0);
        print(own, "ours", [ms(row.ms), "1".to_owned(), size(bytes), "1".to_owned()]);
        for line in theirs(what) {
            let (slower, larger) = (line.ms / row.ms, line.bytes as f64 / bytes as f64);
            print("", &line.peer, [ms(line.ms), times(slower), size(line.bytes), times(larger)]);
        }
    }
    let (own, what) = CROWD;
    if let Some((row, rate)) = ours(own).and_then(|row| Some((row, row.rate?))) {
        let each = row.bytes.unwrap_or(0) as f64 * 1e3 / (rate * row.ms);
        println!();
        print("", "", ["acts/s", "× slower", "bytes/act", "×"].map(str::to_owned));
        print(own, "ours", [format!("{rate:.0}"), "1".to_owned(), size(each as u64), "1".to_owned()]);
        for line in theirs(what) {
            let (theirs, cost) = (line.acts * 1e3 / line.ms, line.bytes as f64 / line.acts);
            let shown = [format!("{theirs:.0}"), times(rate / theirs), size(cost as u64), times(cost / each)];
            print("", &line.peer, shown);
        }
    }
    println!(
        "\nA device starts again: {RECORDS} dossiers from its own store, in Node (ours: the part `browser`)"
    );
    for line in theirs(LOAD) {
        print("", &line.peer, [ms(line.ms), String::new(), String::new(), String::new()]);
    }
}

fn print(what: &str, peer: &str, [time, slower, bytes, larger]: [String; 4]) {
    let line = format!("{what:<32}{peer:<12}{time:>10}{slower:>10}{bytes:>12}{larger:>9}");
    println!("{}", line.trim_end());
}

fn times(ratio: f64) -> String {
    format!("{ratio:.1}")
}

fn ask(folder: &Path, script: &str) -> Vec<Told> {
    if !folder.join(script).is_file() {
        println!("left out: {} has no {script}", folder.display());
        return Vec::new();
    }
    let ran = Command::new("node").arg(script).current_dir(folder).env("K", RECORDS.to_string()).output();
    let Ok(output) = ran else {
        println!("left out: node is not installed");
        return Vec::new();
    };
    if !output.status.success() {
        let complaints = String::from_utf8_lossy(&output.stderr);
        let why = complaints.lines().find(|line| line.contains("Error")).unwrap_or_default();
        println!("{script} broke off ({}): {why}", output.status);
    }
    String::from_utf8_lossy(&output.stdout).lines().filter_map(read).collect()
}

fn read(line: &str) -> Option<Told> {
    let line: Value = serde_json::from_str(line).ok()?;
    let count = |key: &str| line[key].as_u64().unwrap_or(0);
    Some(Told {
        peer: line["peer"].as_str()?.to_owned(),
        what: line["what"].as_str()?.to_owned(),
        ms: line["ms"].as_f64()?,
        bytes: count("up") + count("down"),
        acts: count("acts") as f64,
    })
}
