//! Crates of others come from crates.io alone, as the lock file has them, under licences that `deny.toml` allows.
//!
//! Not here: advisories, which only a network knows (`docs/decisions/0020-crates.md`).
//! Invariant: a licence that no crate needs any more is not allowed any more.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::process::Command;
use std::str::SplitWhitespace;

use serde_json::Value;

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn read(file: &str) -> String {
    let path = format!("{}/../{file}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Entries of the lock file that come from elsewhere, or whose bytes are not written down.
fn strangers(lock: &str) -> Vec<String> {
    let value = |entry: &str, key: &str| {
        let line = entry.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        line.map(|value| value.trim_matches('"').to_owned())
    };
    let mut complaints = Vec::new();
    for entry in lock.split("[[package]]").skip(1) {
        let (name, source) = (value(entry, "name").unwrap_or_default(), value(entry, "source"));
        match source {
            None => {}
            Some(from) if from != REGISTRY => {
                complaints.push(format!("Cargo.lock: {name} comes from {from}"))
            }
            Some(_) if value(entry, "checksum").is_none() => {
                complaints.push(format!("Cargo.lock: {name} has no checksum"));
            }
            Some(_) => {}
        }
    }
    complaints
}

/// `allow = [ … ]` of `[licenses]`.
fn allowed(deny: &str) -> BTreeSet<&str> {
    let section = deny.split_once("[licenses]").map_or("", |(_, section)| section);
    let list = section
        .split_once("allow = [")
        .and_then(|(_, list)| list.split_once(']'))
        .map_or("", |(list, _)| list);
    list.split('"').skip(1).step_by(2).collect()
}

/// Whether one way through an SPDX expression is allowed; `/` is how old crates write OR.
fn fits(expression: &str, allow: &BTreeSet<&str>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    any_of(&mut words, allow) && words.next().is_none()
}

type Words<'a> = Peekable<SplitWhitespace<'a>>;

fn any_of(words: &mut Words, allow: &BTreeSet<&str>) -> bool {
    let mut fits = all_of(words, allow);
    while words.next_if_eq(&"OR").is_some() {
        fits |= all_of(words, allow);
    }
    fits
}

fn all_of(words: &mut Words, allow: &BTreeSet<&str>) -> bool {
    let mut fits = one(words, allow);
    while words.next_if_eq(&"AND").is_some() {
        fits &= one(words, allow);
    }
    fits
}

fn one(words: &mut Words, allow: &BTreeSet<&str>) -> bool {
    let name = words.next().unwrap_or_default();
    if name == "(" {
        return any_of(words, allow) && words.next() == Some(")");
    }
    match words.next_if_eq(&"WITH").and_then(|_| words.next()) {
        Some(exception) => allow.contains(format!("{name} WITH {exception}").as_str()),
        None => allow.contains(name),
    }
}

/// Crates, each with its licence, that `deny.toml` does not allow, and what it allows for nobody.
fn unlicensed(deny: &str, crates: &[(String, String)]) -> Vec<String> {
    let allow = allowed(deny);
    let misfits = crates.iter().filter(|(_, licence)| !fits(licence, &allow));
    let mut complaints: Vec<String> = misfits
        .map(|(name, licence)| {
            format!("{name}: “{licence}” is not allowed by deny.toml; take another crate, or say why")
        })
        .collect();
    for licence in &allow {
        let without: BTreeSet<&str> = allow.iter().copied().filter(|one| one != licence).collect();
        if crates.iter().all(|(_, of)| fits(of, &without) || !fits(of, &allow)) {
            complaints.push(format!("deny.toml: no crate needs {licence} any more"));
        }
    }
    complaints
}

/// Every crate of others, for this machine and for browsers: as cargo knows them, without a network.
fn crates() -> Vec<(String, String)> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let platforms =
        ["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"].map(|of| ["--filter-platform", of]);
    let out = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(platforms.as_flattened())
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .expect("cargo runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let metadata: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let of_others = packages.iter().filter(|package| !package["source"].is_null());
    let text = |package: &Value, key: &str| package[key].as_str().unwrap_or_default().to_owned();
    of_others
        .map(|one| (format!("{} {}", text(one, "name"), text(one, "version")), text(one, "license")))
        .collect()
}

#[test]
fn crates_come_from_one_place_with_their_bytes_written_down() {
    let lock = read("Cargo.lock");
    assert!(lock.matches(REGISTRY).count() > 400, "the lock file is not read");
    assert_eq!(strangers(&lock), Vec::<String>::new());
    let planted = "version = 4
[[package]]
name = \"ours\"
version = \"0.1.0\"
[[package]]
name = \"good\"
source = \"registry+https://github.com/rust-lang/crates.io-index\"
checksum = \"ab\"
[[package]]
name = \"bare\"
source = \"registry+https://github.com/rust-lang/crates.io-index\"
[[package]]
name = \"forked\"
source = \"git+https://example.org/forked#ab\"
";
    let complaints = [
        "Cargo.lock: bare has no checksum",
        "Cargo.lock: forked comes from git+https://example.org/forked#ab",
    ];
    assert_eq!(strangers(planted), complaints);
}

#[test]
fn every_crate_has_a_licence_that_is_allowed() {
    let crates = crates();
    assert!(crates.len() > 400, "{} crates", crates.len());
    let complaints = unlicensed(&read("deny.toml"), &crates);
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
    let deny = "[licenses]\nallow = [\n    \"MIT\",\n    \"Zlib\",\n    \"ISC\",\n]\n[bans]\n";
    let planted = [
        ("either", "MIT/Apache-2.0"),
        ("both", "(GPL-3.0-only OR ISC) AND MIT"),
        ("copyleft", "GPL-3.0-only"),
        ("half", "MIT AND GPL-3.0-only"),
        ("exception", "MIT WITH Font-exception-2.0"),
        ("silent", ""),
        ("torn", "(MIT OR ISC"),
    ];
    let planted = planted.map(|(name, licence)| (name.to_owned(), licence.to_owned()));
    let no = |name: &str, licence: &str| {
        format!("{name}: “{licence}” is not allowed by deny.toml; take another crate, or say why")
    };
    let complaints = [
        no("copyleft", "GPL-3.0-only"),
        no("half", "MIT AND GPL-3.0-only"),
        no("exception", "MIT WITH Font-exception-2.0"),
        no("silent", ""),
        no("torn", "(MIT OR ISC"),
        "deny.toml: no crate needs Zlib any more".to_owned(),
    ];
    assert_eq!(unlicensed(deny, &planted), complaints);
}
