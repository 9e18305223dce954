//! One word, one thing: every code that is stored has its row in `docs/terms.md`, and no row is left over.
//!
//! Rows are `| tiếng Việt | English | codes | what it is; not: … |`, codes in backticks in the third cell.

use std::collections::BTreeMap;

use super::{Tree, complains, holds};

const GLOSSARY: &str = "docs/terms.md";

fn codes_have_rows(tree: &Tree) -> Vec<String> {
    let stored = stored(tree);
    let explained = explained(tree.get(GLOSSARY).unwrap_or_default());
    let silent = stored.iter().filter(|(code, _)| !explained.contains(code));
    let over = explained.iter().filter(|code| !stored.contains_key(*code));
    silent
        .map(|(code, path)| format!("{path}: `{code}` has no row in {GLOSSARY}"))
        .chain(over.map(|code| format!("{GLOSSARY}: nothing is stored as `{code}`")))
        .collect()
}

/// Codes of enum variants in `shared`, with the first file that has them.
fn stored(tree: &Tree) -> BTreeMap<&str, &str> {
    let mut codes = BTreeMap::new();
    for (path, text) in tree.rust().filter(|(path, _)| path.starts_with("shared/src/")) {
        let mut inside = false;
        for line in text.lines() {
            let head = line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ");
            if head.starts_with("enum ") {
                inside = true;
            } else if line.starts_with('}') {
                inside = false;
            }
            let code = line.split_once("rename = \"").and_then(|(_, rest)| rest.split('"').next());
            if let Some(code) = code.filter(|code| inside && !code.is_empty()) {
                codes.entry(code).or_insert(path);
            }
        }
    }
    codes
}

fn explained(glossary: &str) -> Vec<&str> {
    let rows = glossary.lines().filter(|line| line.starts_with('|'));
    rows.filter_map(|row| row.split('|').nth(3)).flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_stored_code_has_its_row() {
    holds(codes_have_rows);
    let code = "pub struct Not {
    #[serde(rename = \"truong\")]
    field: u8,
}
pub enum Kind {
    #[serde(rename = \"ky\")]
    Sign,
    #[serde(rename = \"\")]
    Nothing,
    #[serde(rename = \"rut\", alias = \"xin_rut\")]
    Withdraw { why: String },
}
";
    let glossary =
        "| tiếng Việt | English | code |\n|---|---|---|\n| ký | sign | `ky` `ky_so` | by a leader |\n`rut`\n";
    let files = [(GLOSSARY, glossary), ("shared/src/kind.rs", code), ("app/src/kind.rs", code)];
    let complaints = [
        "shared/src/kind.rs: `rut` has no row in docs/terms.md",
        "docs/terms.md: nothing is stored as `ky_so`",
    ];
    complains(codes_have_rows, &files, &complaints);
}
