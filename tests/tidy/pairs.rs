//! Every Vietnamese text of the pages has its English beside it.
//!
//! Not here: whether the two mean the same (review), what a page shows in English (the rooms' tests of pages).
//! Invariant: in `app` a literal with Vietnamese letters is followed by one without; what stands alone is named.

use super::{Tree, complains, holds};

/// Files whose Vietnamese is data: invented people and papers that show what a component looks like.
const DATA: [&str; 2] = ["app/src/ui/gallery.rs", "app/src/ui/sheet.rs"];

/// Literals that stand alone, and why.
const ALONE: [(&str, &str); 8] = [
    ("Tiếng Việt", "a language is offered in its own words"),
    (", trước ", "a note of the record is cut at its own words"),
    (" (duyệt: #", "a note of the record is cut at its own words"),
    (" ngày)", "a note of the record is cut at its own words"),
    ("Đang tải hồ sơ: {} / {all}", "one arm for each language, with and without the total"),
    ("số {first}", "a range and a single number, then both in English"),
    ("tính đến {at}, đủ mọi máy", "both answers of a language in one arm"),
    ("bản chính", "originals and copies, then both in English"),
];

/// The name of the product is the same in both languages.
const NAME: &str = "Một Cửa";

fn is_vietnamese(text: &str) -> bool {
    text.replace(NAME, "").chars().any(|c| c.is_alphabetic() && !c.is_ascii())
}

/// String literals outside of comments, with the line each begins on; escapes stay as written.
fn literals(text: &str) -> Vec<(usize, String)> {
    let (mut all, mut line) = (Vec::new(), 1);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => line += 1,
            '/' if chars.peek() == Some(&'/') => {
                chars.by_ref().find(|c| *c == '\n');
                line += 1;
            }
            // A character, not the beginning of a text.
            '\'' if chars.peek() == Some(&'"') => drop(chars.next()),
            '"' => {
                let (begun, mut said) = (line, String::new());
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    said.push(c);
                    if c == '\\' {
                        said.extend(chars.next());
                    }
                    line += usize::from(said.ends_with('\n'));
                }
                all.push((begun, said));
            }
            _ => {}
        }
    }
    all
}

fn every_text_is_a_pair(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for (path, text) in tree.rust().filter(|(path, _)| path.starts_with("app/src/")) {
        if path.contains("tests") || DATA.contains(&path) {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let said = literals(code);
        for (i, (line, vi)) in said.iter().enumerate() {
            let says = |en: &str| !is_vietnamese(en) && en.contains(|c: char| c.is_alphabetic() || c == '{');
            let english = said.get(i + 1).is_some_and(|(_, en)| says(en));
            let alone = ALONE.iter().any(|(known, _)| vi == known);
            if is_vietnamese(vi) && !english && !alone {
                complaints.push(format!("{path}:{line}: `{vi}` has no English beside it: use word(vi, en)"));
            }
        }
    }
    complaints
}

#[test]
fn pages_speak_both_languages() {
    holds(every_text_is_a_pair);
    let files = [
        (
            "app/src/a.rs",
            "// Ghi chú \"á\"\nword(\"Lưu\", \"Save\");\nview! { <p>\"Đã lưu\"</p> }\nword(\"Ký\", \"Sign\")",
        ),
        ("app/src/b.rs", "\"Một Cửa\"; '\"'; word(\"Số\", \"Số\")"),
        ("app/src/tests.rs", "\"Số\""),
    ];
    let complaints = [
        "app/src/a.rs:3: `Đã lưu` has no English beside it: use word(vi, en)",
        "app/src/b.rs:1: `Số` has no English beside it: use word(vi, en)",
        "app/src/b.rs:1: `Số` has no English beside it: use word(vi, en)",
    ];
    complains(every_text_is_a_pair, &files, &complaints);
}
