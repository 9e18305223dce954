//! A file opens by saying what it is, and stays short enough to be read in one sitting.

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
