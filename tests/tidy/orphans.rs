//! Every .rs file is a module of something: a file nobody names is compiled by nobody.

use super::{Tree, complains, holds};

fn has_a_parent(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for (path, _) in tree.rust() {
        let Some((parents, name)) = parents(path) else { continue };
        let named = parents.iter().filter_map(|parent| tree.get(parent)).any(|text| declares(text, &name));
        if !named {
            complaints.push(format!("{path}: `mod {name};` is missing in {}", parents.join(" or ")));
        }
    }
    complaints
}

/// Where the module at `path` may be declared, and under which name; none for the root of a crate.
fn parents(path: &str) -> Option<(Vec<String>, String)> {
    let module = path.strip_suffix("/mod.rs").or(path.strip_suffix(".rs"))?;
    let (dir, name) = module.rsplit_once('/')?;
    let is_root = dir.ends_with("/src") || dir.starts_with("tests/") && dir.matches('/').count() == 1;
    // Each file of this folder is a program of its own.
    if dir.ends_with("/benches")
        || is_root && (name == "main" || name == "lib")
        || name == "build" && !dir.contains('/')
    {
        return None;
    }
    let files: &[&str] = if is_root { &["lib.rs", "main.rs"] } else { &["mod.rs"] };
    let mut parents: Vec<String> = files.iter().map(|file| format!("{dir}/{file}")).collect();
    if !is_root {
        parents.push(format!("{dir}.rs"));
    }
    Some((parents, name.to_owned()))
}

fn declares(text: &str, name: &str) -> bool {
    let said = format!("mod {name};");
    text.lines().map(str::trim).any(|line| line == said || line.ends_with(&format!(" {said}")))
}

#[test]
fn every_file_has_a_parent() {
    holds(has_a_parent);
    let files = [
        ("app/src/main.rs", "fn main() {}"),
        ("app/src/lib.rs", "pub mod a;\nmod b;\n"),
        ("app/src/a.rs", "mod deep;"),
        ("app/src/a/deep.rs", ""),
        ("app/src/b/mod.rs", "pub mod lost_not;"),
        ("app/src/b/lost.rs", ""),
        ("app/benches/c.rs", "fn main() {}"),
        ("tests/tidy/main.rs", ""),
        ("tests/tidy/alone.rs", ""),
    ];
    let complaints = [
        "app/src/b/lost.rs: `mod lost;` is missing in app/src/b/mod.rs or app/src/b.rs",
        "tests/tidy/alone.rs: `mod alone;` is missing in tests/tidy/lib.rs or tests/tidy/main.rs",
    ];
    complains(has_a_parent, &files, &complaints);
}
