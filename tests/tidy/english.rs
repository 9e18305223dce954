//! One Vietnamese word of the pages has one English word; what has several stands in a list with all of them.
//!
//! Not here: whether a text has English at all (`pairs`).
//! Invariant: a line of `english.txt` is a word that means several things, or is a title here and a button there. It is
//! read in review; `UPDATE_EXPECT=1` writes the list anew.

use std::collections::{BTreeMap, BTreeSet};

use super::{Tree, complains, holds};

const LIST: &str = "tests/tidy/english.txt";

/// A text in the source and what follows it.
fn literal(code: &str) -> Option<(&str, &str)> {
    let said = code.trim_start().strip_prefix('"')?;
    let mut escaped = false;
    let end = said.find(|c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    Some((&said[..end], &said[end + 1..]))
}

/// What each Vietnamese word is called in English, as `word(vi, en)` says it.
fn english(tree: &Tree) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut all = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (_, text) in tree.rust().filter(|(path, _)| path.contains("/src/") && !path.contains("tests")) {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for call in code.split("word(").skip(1) {
            let pair = literal(call).and_then(|(vi, rest)| {
                let (en, _) = literal(rest.trim_start().strip_prefix(',')?)?;
                Some((vi, en))
            });
            if let Some((vi, en)) = pair {
                all.entry(vi).or_default().insert(en);
            }
        }
    }
    all
}

/// A line for each word with several.
fn lines(tree: &Tree) -> Vec<String> {
    let several = english(tree).into_iter().filter(|(_, en)| en.len() > 1);
    several.map(|(vi, en)| format!("{vi} = {}", en.into_iter().collect::<Vec<_>>().join(" | "))).collect()
}

fn one_word_is_one_word(tree: &Tree) -> Vec<String> {
    let list: Vec<&str> = tree.get(LIST).unwrap_or_default().lines().collect();
    let said = lines(tree);
    let new = said.iter().filter(|line| !list.contains(&line.as_str()));
    let mut complaints: Vec<String> =
        new.map(|line| format!("{line}: say one, or write both into {LIST} with UPDATE_EXPECT=1")).collect();
    let gone = list.iter().filter(|line| !said.iter().any(|said| said == *line));
    complaints.extend(gone.map(|line| format!("{LIST}: `{line}` is said no more: take the line out")));
    complaints
}

#[test]
fn one_vietnamese_word_has_one_english_word() {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tidy/english.txt");
        let list = lines(&Tree::here()).join("\n") + "\n";
        std::fs::write(&file, list).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
    holds(one_word_is_one_word);
    let files = [
        ("app/src/a.rs", "word(\"In\", \"Print\"); word(\n    \"Sổ\",\n    \"Book\",\n)"),
        ("app/src/b.rs", "word(\"In\", \"Print\"); word(\"Sổ\", \"The \\\"book\\\"\"); word(vi, en)"),
        ("app/src/tests.rs", "word(\"In\", \"Press\")"),
        ("shared/src/c.rs", "word(\"Ký\", \"Sign\"); word(\"Ký\", \"Signed\")"),
        (LIST, "Ký = Sign | Signed\nTờ = Paper | Sheet\n"),
    ];
    let complaints = [
        "Sổ = Book | The \\\"book\\\": say one, or write both into tests/tidy/english.txt with UPDATE_EXPECT=1",
        "tests/tidy/english.txt: `Tờ = Paper | Sheet` is said no more: take the line out",
    ];
    complains(one_word_is_one_word, &files, &complaints);
}
