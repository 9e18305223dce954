//! Which crate may know which: `shared ← app`, `shared ← server`, `tests → all`, `xtask → none`.

use super::{Tree, complains, holds};

const CRATES: [&str; 7] = ["app", "server", "shared", "tests", "tests/lists", "tests/simulation", "xtask"];

fn may_know(who: &str) -> &'static [&'static str] {
    match who {
        "app" | "server" | "tests/lists" | "tests/simulation" => &["shared"],
        "tests" => &["app", "server", "shared"],
        _ => &[],
    }
}

fn points_the_right_way(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for who in CRATES {
        let manifest = tree.get(&format!("{who}/Cargo.toml")).unwrap_or_default();
        for known in
            dependencies(manifest).filter(|name| CRATES.contains(name) && !may_know(who).contains(name))
        {
            complaints.push(format!("{who}/Cargo.toml: {who} must not know {known}"));
        }
    }
    complaints
}

/// The names under any `[…dependencies]`.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    manifest.lines().filter_map(move |line| {
        if let Some(section) = line.strip_prefix('[') {
            let section = section.trim_end().trim_end_matches(']');
            inside = section.ends_with("dependencies");
            // `[dependencies.shared]` is a name too.
            return section.rsplit_once("dependencies.").map(|(_, name)| name);
        }
        let name = line.split(['.', '=', ' ']).next()?;
        (inside && !name.is_empty() && !name.starts_with('#')).then_some(name)
    })
}

#[test]
fn crates_point_the_right_way() {
    holds(points_the_right_way);
    let files = [
        ("app/Cargo.toml", "[package]\nname = \"app\"\n[dependencies]\nshared.workspace = true\n"),
        ("server/Cargo.toml", "[dev-dependencies]\napp = { path = \"../app\" }\n"),
        ("shared/Cargo.toml", "[target.'cfg(unix)'.dependencies.server]\npath = \"../server\"\n"),
        ("tests/Cargo.toml", "[dependencies]\nserver.workspace = true\nshared.workspace = true\n"),
        ("xtask/Cargo.toml", "[dependencies]\nanyhow = \"1\"\nshared = \"1\"\n"),
    ];
    let complaints = [
        "server/Cargo.toml: server must not know app",
        "shared/Cargo.toml: shared must not know server",
        "xtask/Cargo.toml: xtask must not know shared",
    ];
    complains(points_the_right_way, &files, &complaints);
}
