//! A marked branch has the test that explains it: `cov_mark::hit!(x)` ↔ `cov_mark::check!(x)`.

use std::collections::BTreeMap;

use super::{Tree, complains, holds};

fn has_its_check(tree: &Tree) -> Vec<String> {
    let (hits, checks) = (names(tree, &["hit!("]), names(tree, &["check!(", "check_count!("]));
    let lonely = hits.iter().filter(|(mark, _)| !checks.contains_key(*mark));
    let idle = checks.iter().filter(|(mark, _)| !hits.contains_key(*mark));
    lonely
        .map(|(mark, path)| format!("{path}: no test checks the mark `{mark}`"))
        .chain(idle.map(|(mark, path)| format!("{path}: no code hits the mark `{mark}`")))
        .collect()
}

/// Marks of the kind, with the last file that has them. The laws themselves only talk about marks.
fn names<'a>(tree: &'a Tree, macros: &[&str]) -> BTreeMap<&'a str, &'a str> {
    let mut names = BTreeMap::new();
    for (path, text) in tree.rust().filter(|(path, _)| !path.starts_with("tests/tidy/")) {
        for rest in text.split("cov_mark::").skip(1) {
            let mark = macros.iter().find_map(|name| rest.strip_prefix(name));
            names.extend(mark.and_then(|rest| rest.split([',', ')']).next()).map(|mark| (mark.trim(), path)));
        }
    }
    names
}

#[test]
fn every_mark_has_its_check() {
    holds(has_its_check);
    let files = [
        ("shared/src/a.rs", "cov_mark::hit!(seen); cov_mark::hit!(twice); cov_mark::hit!(unseen);"),
        (
            "shared/src/a/tests.rs",
            "cov_mark::check!(seen); cov_mark::check_count!(twice, 2); cov_mark::check!(gone);",
        ),
    ];
    let complaints = [
        "shared/src/a.rs: no test checks the mark `unseen`",
        "shared/src/a/tests.rs: no code hits the mark `gone`",
    ];
    complains(has_its_check, &files, &complaints);
}
