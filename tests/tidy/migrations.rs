//! What has landed is never edited: some ward has run the migration, some device has written the act.
//!
//! `UPDATE_EXPECT=1` writes the lines of new files into `migrations.txt`; it never changes a line.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::{Tree, complains, holds};

const LIST: &str = "tests/tidy/migrations.txt";

fn is_as_it_landed(tree: &Tree) -> Vec<String> {
    let list = tree.get(LIST).unwrap_or_default();
    let landed: Vec<(&str, &str)> = list.lines().filter_map(|line| line.split_once("  ")).collect();
    let mut complaints = Vec::new();
    for (path, text) in landing(tree) {
        match landed.iter().find(|(_, known)| *known == path) {
            None => complaints.push(format!("{path}: not in {LIST}; UPDATE_EXPECT=1 adds it")),
            Some((sum, _)) if *sum != digest(text) => {
                complaints.push(format!("{path}: edited after it landed; write a new file"));
            }
            Some(_) => {}
        }
    }
    let gone = landed.iter().filter(|(_, path)| tree.get(path).is_none());
    complaints.extend(gone.map(|(_, path)| format!("{path}: landed, and is gone")));
    complaints
}

/// Migrations, and what each release has written.
fn landing(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    let is_migration = |path: &str| path.starts_with("server/migrations/") && path.ends_with(".sql");
    tree.all().filter(move |(path, _)| is_migration(path) || path.starts_with("shared/corpus/"))
}

fn digest(text: &str) -> String {
    Sha256::digest(text).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes everything");
        hex
    })
}

/// Adds what is new, by hand and on purpose.
fn add_new(tree: &Tree) {
    let mut list = tree.get(LIST).unwrap_or_default().to_owned();
    for (path, text) in landing(tree) {
        if !list.lines().any(|line| line.ends_with(&format!("  {path}"))) {
            writeln!(list, "{}  {path}", digest(text)).expect("a string takes everything");
        }
    }
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tidy/migrations.txt");
    std::fs::write(&file, list).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}

#[test]
fn migrations_stay_as_they_landed() {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        add_new(&Tree::here());
    }
    holds(is_as_it_landed);
    let list = format!(
        "{}  server/migrations/1.sql\n{}  server/migrations/2.sql\n00  server/migrations/3.sql\n",
        digest("one"),
        digest("two")
    );
    let files = [
        (LIST, list.as_str()),
        ("server/migrations/1.sql", "one"),
        ("server/migrations/2.sql", "two, better"),
        ("server/migrations/4.sql", "four"),
        ("shared/corpus/v1/acts/a.json", "{}"),
    ];
    let complaints = [
        "server/migrations/2.sql: edited after it landed; write a new file",
        "server/migrations/4.sql: not in tests/tidy/migrations.txt; UPDATE_EXPECT=1 adds it",
        "shared/corpus/v1/acts/a.json: not in tests/tidy/migrations.txt; UPDATE_EXPECT=1 adds it",
        "server/migrations/3.sql: landed, and is gone",
    ];
    complains(is_as_it_landed, &files, &complaints);
}
