//! Every citizen whom a test fills in carries a canary, so that a search finds whoever has got out.
//!
//! Not here: the canaries (`shared::script::canary`), the searches (`server/src/tests`, `tests/browser`).
//! Invariant: a citizen is what has a name; whoever is made from another one has the canary of that one.

use shared::script::canary::sings;

use super::{Tree, complains, holds};

/// How a citizen begins, in Rust and in JSON. Written in halves: this file is read too.
const BEGINNINGS: [&str; 2] = [concat!("Appl", "icant {"), concat!("\"appl", "icant\":")];

/// The part of a file that is only for tests.
fn of_tests<'a>(path: &str, text: &'a str) -> Option<&'a str> {
    let whole =
        path.starts_with("tests/") || path.contains("/tests") || path.starts_with("shared/src/script/");
    if whole { Some(text) } else { text.find("#[cfg(test)]\nmod tests {").map(|at| &text[at..]) }
}

/// From the first brace to the one that closes it.
fn block(text: &str) -> Option<&str> {
    let begin = text.find('{')?;
    let mut depth = 0;
    for (at, c) in text[begin..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&text[begin..=begin + at]);
        }
    }
    None
}

/// Whether somebody is made here out of nothing: with a name, and not from a citizen who has a canary.
fn is_made(block: &str) -> bool {
    let named = ["name:", "\"name\":"].iter().any(|key| block.contains(key));
    let from = block.split("..").nth(1).map(str::trim_start);
    named && from.is_none_or(|from| from.contains("::default()"))
}

fn each_citizen_has_one(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for (path, text) in tree.rust() {
        let Some(tests) = of_tests(path, text) else { continue };
        let before = text.len() - tests.len();
        for beginning in BEGINNINGS {
            for (at, _) in tests.match_indices(beginning) {
                let Some(block) = block(&tests[at..]) else { continue };
                if is_made(block) && sings(block).is_none() {
                    let line = text[..before + at].lines().count().max(1);
                    complaints.push(format!(
                        "{path}:{line}: this citizen has no canary: put one of shared::script::canary into a field"
                    ));
                }
            }
        }
    }
    complaints
}

#[test]
fn citizens_of_tests_carry_canaries() {
    holds(each_citizen_has_one);
    let rust = |fields: &str| format!("\nlet a = {} {fields} }};", BEGINNINGS[0]);
    let json = |fields: &str| format!("json!({{ {} {{ {fields} }} }})", BEGINNINGS[1]);
    let files = [
        ("app/src/a/tests.rs", rust("name: \"Lê Thị Sáu\".to_owned(), ..Default::default()")),
        ("app/src/b/tests.rs", rust("name: \"Canary Sáu\".to_owned(), ..Default::default()")),
        ("app/src/c.rs", rust("name: \"Lê Thị Sáu\"")),
        ("server/src/d.rs", format!("#[cfg(test)]\nmod tests {{\n{}", json("\"name\": name"))),
        ("server/src/tests/e.rs", json("\"name\": name, \"number\": \"048190994242\"")),
        ("shared/src/script/f.rs", rust("name, ..forms::applicant()")),
        ("shared/src/script/g.rs", rust("number, ..Default::default()")),
        ("tests/force/h.rs", rust("name: format!(\"{n}\"), birth: x()")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let complaints =
        [("app/src/a/tests.rs", 2), ("server/src/d.rs", 3), ("tests/force/h.rs", 2)].map(|(path, line)| {
            format!(
                "{path}:{line}: this citizen has no canary: put one of shared::script::canary into a field"
            )
        });
    complains(each_citizen_has_one, &files, &complaints.each_ref().map(String::as_str));
}
