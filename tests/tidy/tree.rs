//! The repository as text by path.

use std::collections::BTreeMap;
use std::path::Path;

/// What is not ours or not text.
const BESIDE: [&str; 5] = [".git", "target", "data", "node_modules", "Cargo.lock"];

pub struct Tree(BTreeMap<String, String>);

impl Tree {
    /// This repository.
    pub fn here() -> Tree {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace");
        let mut files = BTreeMap::new();
        collect(root, "", &mut files);
        assert!(files.contains_key("Cargo.toml"), "{} is not the workspace", root.display());
        Tree(files)
    }

    pub fn of(files: &[(&str, &str)]) -> Tree {
        Tree(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    /// Every file, in the order of their paths.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    pub fn with_end(&self, end: &str) -> impl Iterator<Item = (&str, &str)> {
        self.all().filter(move |(path, _)| path.ends_with(end))
    }

    pub fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.with_end(".rs")
    }

    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

fn collect(dir: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    let entries = std::fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    for entry in entries {
        let entry = entry.expect("a folder that can be listed");
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if prefix.is_empty() && BESIDE.contains(&name.as_str()) || name == "node_modules" {
            continue;
        }
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{path}/"), files);
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            files.insert(path, text);
        }
    }
}
