//! Styles: one component has one name, one sheet has the colours, the index has every file.

use super::{Tree, complains, holds};

const COLOURS: [&str; 10] =
    ["black", "white", "red", "green", "blue", "gray", "grey", "yellow", "orange", "purple"];
const FUNCTIONS: [&str; 9] = ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch("];
/// How a sheet asks which theme is on.
const THEME: [&str; 4] = ["data-theme", "prefers-color-scheme", "prefers-contrast", "light-dark("];

/// `style/ui/button.css` dresses `app/src/ui/button.rs`.
fn pairs_with_code(tree: &Tree) -> Vec<String> {
    let names =
        tree.with_end(".css").filter_map(|(path, _)| path.strip_prefix("style/ui/")?.strip_suffix(".css"));
    let has_code = |name: &&str| {
        ["", "/mod"].iter().any(|file| tree.get(&format!("app/src/ui/{name}{file}.rs")).is_some())
    };
    let alone = names.filter(|name| !has_code(name));
    alone.map(|name| format!("style/ui/{name}.css: there is no app/src/ui/{name}.rs to dress")).collect()
}

/// A sheet nobody imports dresses nothing.
fn is_imported(tree: &Tree) -> Vec<String> {
    let index = tree.get("style/index.css").unwrap_or_default();
    let names = tree.with_end(".css").filter_map(|(path, _)| path.strip_prefix("style/"));
    let forgotten = names.filter(|name| *name != "index.css" && !index.contains(&format!("\"{name}\"")));
    forgotten.map(|name| format!("style/{name}: style/index.css does not import it")).collect()
}

fn takes_colours_from_tokens(tree: &Tree) -> Vec<String> {
    let sheets = tree.with_end(".css").filter(|(path, _)| *path != "style/tokens.css");
    let mut complaints = Vec::new();
    for (path, text) in sheets {
        for value in values(text).iter().filter(|value| names_a_colour(value)) {
            complaints.push(format!("{path}: `{value}`: colours live in tokens.css"));
        }
    }
    complaints
}

/// A theme is colours alone, so that a journey may judge all but the colours in one of them (`tests/browser/axe.rs`).
fn leaves_themes_to_tokens(tree: &Tree) -> Vec<String> {
    let sheets = tree.with_end(".css").filter(|(path, _)| *path != "style/tokens.css");
    let told = |(path, text): (&str, &str)| {
        let line = text.lines().position(|line| THEME.iter().any(|mark| line.contains(mark)))?;
        Some(format!("{path}:{}: a theme is told in tokens.css alone: give it a token", line + 1))
    };
    sheets.filter_map(told).collect()
}

/// What stands behind the colon of every declaration.
fn values(sheet: &str) -> Vec<String> {
    let plain: String = sheet
        .split("/*")
        .enumerate()
        .map(|(i, part)| if i == 0 { part } else { part.split_once("*/").map_or("", |(_, rest)| rest) })
        .collect();
    // A piece that ends with `{` is a selector, colon or not.
    let pieces = plain.split_inclusive(['{', '}', ';']).filter(|piece| !piece.ends_with('{'));
    let declared = pieces.filter_map(|piece| piece.split_once(':'));
    declared.map(|(_, value)| value.trim_end_matches([';', '}']).trim().to_owned()).collect()
}

fn names_a_colour(value: &str) -> bool {
    if value.contains("url(") || value.starts_with(['"', '\'']) {
        return false;
    }
    let mut words = value.split(|c: char| !(c.is_alphanumeric() || "#-(".contains(c)));
    words.any(|word| {
        let hex = word.strip_prefix('#');
        let is_hex = hex.is_some_and(|h| h.len() >= 3 && h.chars().all(|c| c.is_ascii_hexdigit()));
        is_hex || COLOURS.contains(&word) || FUNCTIONS.iter().any(|name| word.starts_with(name))
    })
}

#[test]
fn every_component_sheet_has_its_component() {
    holds(pairs_with_code);
    let files = [
        ("app/src/ui/tag.rs", ""),
        ("app/src/ui/chart/mod.rs", ""),
        ("style/ui/chart.css", ""),
        ("style/ui/ghost.css", ""),
        ("style/ui/tag.css", ""),
    ];
    complains(pairs_with_code, &files, &["style/ui/ghost.css: there is no app/src/ui/ghost.rs to dress"]);
}

#[test]
fn every_sheet_is_imported() {
    holds(is_imported);
    let files = [("style/index.css", "@import \"a.css\";"), ("style/a.css", ""), ("style/rooms/b.css", "")];
    complains(is_imported, &files, &["style/rooms/b.css: style/index.css does not import it"]);
}

#[test]
fn every_colour_comes_from_the_tokens() {
    holds(takes_colours_from_tokens);
    let sheet =
        "/* red: #fff; */ a:hover { color: var(--ink); b: #12ab9f; &:is(#fade) { c: 1px solid white } }
        .d { background: rgb(0 0 0 / .2); white-space: pre; mask: url(\"#abc\"); color-scheme: light }";
    let files = [("style/tokens.css", ":root { --ink: #15181c; }"), ("style/ui/a.css", sheet)];
    let complaints = [
        "style/ui/a.css: `#12ab9f`: colours live in tokens.css",
        "style/ui/a.css: `1px solid white`: colours live in tokens.css",
        "style/ui/a.css: `rgb(0 0 0 / .2)`: colours live in tokens.css",
    ];
    complains(takes_colours_from_tokens, &files, &complaints);
}

#[test]
fn every_theme_comes_from_the_tokens() {
    holds(leaves_themes_to_tokens);
    let files = [
        ("style/tokens.css", "[data-theme='dark'] { --ink: #eee; }"),
        ("style/ui/a.css", ".a { color: var(--ink); }\n[data-theme=\"dark\"] .a { display: none; }"),
        ("style/ui/b.css", "@media (prefers-contrast: more) { .b { padding: 0; } }"),
    ];
    let complaints = [
        "style/ui/a.css:2: a theme is told in tokens.css alone: give it a token",
        "style/ui/b.css:1: a theme is told in tokens.css alone: give it a token",
    ];
    complains(leaves_themes_to_tokens, &files, &complaints);
}
