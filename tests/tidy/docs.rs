//! A file opens by saying what it is, and stays short enough to be read in one sitting; a decision is found by its number.

use super::{Tree, complains, holds};

const LINES_MAX: usize = 600;

fn opens_with_its_purpose(tree: &Tree) -> Vec<String> {
    let silent = tree.rust().filter(|(_, text)| !text.starts_with("//!"));
    silent.map(|(path, _)| format!("{path}: begin with `//!`: what it is, what is not here")).collect()
}

fn is_short(tree: &Tree) -> Vec<String> {
    let ours = tree.all().filter(|(path, _)| [".rs", ".css", ".js"].iter().any(|end| path.ends_with(end)));
    let long = ours.filter(|(path, text)| !is_table(path) && text.lines().count() > LINES_MAX);
    long.map(|(path, text)| format!("{path}: {} lines, split it at {LINES_MAX}", text.lines().count()))
        .collect()
}

/// Examples and tables grow by rows, not by thought.
fn is_table(path: &str) -> bool {
    path.contains("/tests/")
        || ["tests.rs", "table.rs", "data.rs", "words.rs"].iter().any(|end| path.ends_with(end))
}

const DECISIONS: &str = "docs/decisions/";

/// Each with a number of its own, in its name and its title, and a line in the list.
fn decisions_are_listed(tree: &Tree) -> Vec<String> {
    let list = tree.get("docs/decisions/README.md").unwrap_or_default();
    let mut complaints = vec![];
    let mut before = "";
    for (path, text) in tree.with_end(".md") {
        let Some(name) = path.strip_prefix(DECISIONS).filter(|name| *name != "README.md") else { continue };
        let number = name.split('-').next().unwrap_or_default();
        if !text.starts_with(&format!("# {number} · ")) {
            complaints.push(format!("{path}: begin with `# {number} · `"));
        }
        if number == before {
            complaints.push(format!("{path}: {number} is taken, give it the next number"));
        }
        if !list.contains(&format!("[{number}]({name})")) {
            complaints.push(format!("{path}: give it a line in docs/decisions/README.md"));
        }
        before = number;
    }
    complaints
}

/// Wherever one is named, it is by the name of its file.
fn decisions_are_named_whole(tree: &Tree) -> Vec<String> {
    let mut complaints = vec![];
    for (path, text) in tree.all().filter(|(path, _)| *path != "tests/tidy/docs.rs") {
        for named in text.split(DECISIONS).skip(1) {
            let end =
                named.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-').unwrap_or(named.len());
            let file = format!("{DECISIONS}{}.md", &named[..end]);
            if end > 0 && !(named[end..].starts_with(".md") && tree.get(&file).is_some()) {
                complaints.push(format!("{path}: there is no {DECISIONS}{}: name the file", &named[..end]));
            }
        }
    }
    complaints
}

#[test]
fn every_decision_is_found_by_its_number() {
    holds(decisions_are_listed);
    holds(decisions_are_named_whole);
    let named = [
        ("docs/decisions/0002-a.md", "# 0002 · A"),
        (
            "A.md",
            "`docs/decisions/0002`, docs/decisions/0002-a.md, (docs/decisions/0003-b.md), docs/decisions/…",
        ),
    ];
    let complaints = [
        "A.md: there is no docs/decisions/0002: name the file",
        "A.md: there is no docs/decisions/0003-b: name the file",
    ];
    complains(decisions_are_named_whole, &named, &complaints);
    let files = [
        ("docs/decisions/0002-a.md", "# 0002 · A"),
        ("docs/decisions/0002-b.md", "# 0003 · B"),
        ("docs/decisions/README.md", "[0002](0002-a.md)"),
    ];
    let complaints = [
        "docs/decisions/0002-b.md: begin with `# 0002 · `",
        "docs/decisions/0002-b.md: 0002 is taken, give it the next number",
        "docs/decisions/0002-b.md: give it a line in docs/decisions/README.md",
    ];
    complains(decisions_are_listed, &files, &complaints);
}

#[test]
fn every_file_opens_with_its_purpose() {
    holds(opens_with_its_purpose);
    let files = [("shared/src/a.rs", "//! A.\n"), ("shared/src/b.rs", "use a::A;\n//! B.\n")];
    let complaint = "shared/src/b.rs: begin with `//!`: what it is, what is not here";
    complains(opens_with_its_purpose, &files, &[complaint]);
}

#[test]
fn every_file_is_short() {
    holds(is_short);
    let (full, over) = ("\n".repeat(LINES_MAX), "\n".repeat(LINES_MAX + 1));
    let files = [("a.rs", full.as_str()), ("b.css", &over), ("c/tests.rs", &over), ("d.md", &over)];
    complains(is_short, &files, &["b.css: 601 lines, split it at 600"]);
}
