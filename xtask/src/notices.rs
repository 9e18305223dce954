//! What a ward gets besides the product: its licence, those of the fonts, and of each crate of others in it.
//!
//! Not here: which licences are allowed (`deny.toml`, held by `tests/tidy`).
//! Invariant: a crate that is in the server's binary or in the pages is named with its licence and, where it carries them,
//! its texts; a text that many carry stands once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::sh;

/// Beside the program, by their names there.
const TEXTS: [(&str, &str); 3] = [
    ("LICENSE", "LICENSE"),
    ("style/fonts/LICENSE-OFL.txt", "LICENSE-Noto-Sans.txt"),
    ("server/src/pdf/fonts/LICENSE-OFL.txt", "LICENSE-Liberation-Serif.txt"),
];

/// What is delivered, and for which machines.
const DELIVERED: [&str; 2] = ["server", "app"];
const PLATFORMS: [&str; 2] = ["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"];

/// Puts all of them into `dist`; `root` is the workspace.
pub fn put(root: &Path, dist: &Path) -> Result<()> {
    for (from, name) in TEXTS {
        std::fs::copy(root.join(from), dist.join(name)).with_context(|| format!("cannot copy {from}"))?;
    }
    let [pc, pages] = PLATFORMS;
    let args = [
        "metadata",
        "--format-version",
        "1",
        "--locked",
        "--filter-platform",
        pc,
        "--filter-platform",
        pages,
    ];
    let metadata =
        serde_json::from_str(&sh::read(sh::cargo(&args).current_dir(root))?).context("cargo metadata")?;
    sh::write(dist.join("NOTICES.txt"), notices(&metadata, texts_in).as_bytes())
}

/// The texts that lie with a crate's manifest.
fn texts_in(manifest: &Path) -> Vec<String> {
    let Some(entries) = manifest.parent().and_then(|dir| std::fs::read_dir(dir).ok()) else { return vec![] };
    let is_text = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"]
            .iter()
            .any(|of| name.starts_with(of))
    };
    let mut paths: Vec<_> =
        entries.flatten().map(|entry| entry.path()).filter(|path| is_text(path)).collect();
    paths.sort();
    paths.into_iter().filter_map(|path| std::fs::read_to_string(path).ok()).collect()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Which packages are in what is delivered: reached by normal dependencies, and not only run by the compiler.
fn delivered(metadata: &Value) -> BTreeSet<&str> {
    let is_macro = |package: &Value| {
        list(&package["targets"]).any(|target| list(&target["kind"]).any(|kind| kind == "proc-macro"))
    };
    let macros: BTreeSet<&str> =
        list(&metadata["packages"]).filter(|one| is_macro(one)).map(|one| text(one, "id")).collect();
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata["resolve"]["nodes"]).map(|node| (text(node, "id"), node)).collect();
    let ours = list(&metadata["packages"])
        .filter(|one| DELIVERED.contains(&text(one, "name")) && one["source"].is_null());
    let mut open: Vec<&str> = ours.map(|one| text(one, "id")).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if macros.contains(id) || !found.insert(id) {
            continue;
        }
        let deps = nodes.get(id).into_iter().flat_map(|node| list(&node["deps"]));
        let normal = deps.filter(|dep| list(&dep["dep_kinds"]).any(|kind| kind["kind"].is_null()));
        open.extend(normal.map(|dep| text(dep, "pkg")));
    }
    found
}

/// First what there is, then each text once, under the names of those that carry it.
fn notices(metadata: &Value, texts_in: impl Fn(&Path) -> Vec<String>) -> String {
    let delivered = delivered(metadata);
    let mut out = String::from(
        "Một Cửa contains these crates of others, each under the licence beside its name.\n\
         Their texts follow; who carries none is marked with * and named with its authors.\n\n",
    );
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in list(&metadata["packages"]) {
        if package["source"].is_null() || !delivered.contains(text(package, "id")) {
            continue;
        }
        let name = format!("{} {}", text(package, "name"), text(package, "version"));
        let carried = texts_in(Path::new(text(package, "manifest_path")));
        let authors = match carried.is_empty() {
            false => String::new(),
            true => {
                let authors: Vec<&str> = list(&package["authors"]).filter_map(Value::as_str).collect();
                format!(" * {} {}", authors.join(", "), text(package, "repository"))
            }
        };
        let _ = writeln!(out, "{name}: {}{}", text(package, "license"), authors.trim_end());
        for text in carried {
            texts.entry(text).or_default().push(name.clone());
        }
    }
    for (text, names) in texts {
        let _ = write!(out, "\n{}\n{}:\n\n{}\n", "─".repeat(80), names.join(", "), text.trim());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, kind: &str, source: Option<&str>) -> Value {
        serde_json::json!({
            "id": name, "name": name, "version": "1.0.0", "license": "MIT", "source": source,
            "manifest_path": format!("/registry/{name}/Cargo.toml"), "targets": [{"kind": [kind]}],
            "authors": ["Somebody"], "repository": "https://example.org",
        })
    }

    fn node(id: &str, deps: &[(&str, Option<&str>)]) -> Value {
        let dep =
            |(of, kind): &(&str, Option<&str>)| serde_json::json!({"pkg": of, "dep_kinds": [{"kind": kind}]});
        serde_json::json!({"id": id, "deps": deps.iter().map(dep).collect::<Vec<_>>()})
    }

    #[test]
    fn a_build_gets_every_text() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
        let dist = std::env::temp_dir().join(format!("mot-cua-notices-{}", std::process::id()));
        std::fs::create_dir_all(&dist).expect("made");
        put(root, &dist).expect("put");
        let read = |name: &str| std::fs::read_to_string(dist.join(name)).expect("put there");
        assert!(read("LICENSE").contains("Một Cửa contributors"));
        for font in ["LICENSE-Noto-Sans.txt", "LICENSE-Liberation-Serif.txt"] {
            assert!(read(font).contains("SIL OPEN FONT LICENSE"), "{font}");
        }
        let said = read("NOTICES.txt");
        std::fs::remove_dir_all(&dist).expect("removed");
        for name in ["axum", "leptos", "krilla", "libsqlite3-sys", "idb"] {
            assert!(said.contains(&format!("\n{name} ")), "{name} is in what is delivered");
        }
        for name in ["thirtyfour", "proptest", "leptos_macro", "wasm-bindgen-cli-support"] {
            assert!(!said.contains(&format!("\n{name} ")), "{name} only builds or tests it");
        }
        assert!(said.contains("Apache License") && said.contains("WITHOUT WARRANTY OF ANY KIND"));
    }

    #[test]
    fn what_is_delivered_is_named_and_a_text_stands_once() {
        let registry = Some("registry");
        let metadata = serde_json::json!({
            "packages": [
                package("server", "bin", None),
                package("near", "lib", registry),
                package("far", "lib", registry),
                package("silent", "lib", registry),
                package("derive", "proc-macro", registry),
                package("quote", "lib", registry),
                package("tested", "lib", registry),
            ],
            "resolve": {"nodes": [
                node("server", &[("near", None), ("derive", None), ("tested", Some("dev"))]),
                node("near", &[("far", None), ("silent", None)]),
                node("derive", &[("quote", None)]),
            ]},
        });
        let carried = |manifest: &Path| match manifest.to_string_lossy().contains("silent") {
            true => vec![],
            false => vec!["Permission is granted".to_owned()],
        };
        let said = notices(&metadata, carried);
        for name in
            ["near 1.0.0: MIT\n", "far 1.0.0: MIT\n", "silent 1.0.0: MIT * Somebody https://example.org\n"]
        {
            assert_eq!(said.matches(name).count(), 1, "{name}: {said}");
        }
        assert!(said.ends_with("\nnear 1.0.0, far 1.0.0:\n\nPermission is granted\n"), "{said}");
        for name in ["server", "derive", "quote", "tested"] {
            assert!(!said.contains(name), "{name}: {said}");
        }
    }
}
