//! The systems that a team would take instead, on the same work beside ours: one table of ratios.
//!
//! Not here: the measuring (`tests/bench`); the peers' scripts, which lie outside of this repository.
//! Invariant: nothing is installed into the repository or into the folder that is named: both stay as they are.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{setup, sh};

/// Folders that hold packages of their own.
const PACKAGES: &str = "package.json";

pub fn peers(args: &[String]) -> Result<()> {
    let [dir] = crate::flags(args, ["--dir"])?;
    let from = match dir {
        Some(dir) => Some(std::path::absolute(&dir).with_context(|| format!("cannot find {dir}"))?),
        None => None,
    };
    crate::enter_root()?;
    setup::install(setup::COMPILER)?;
    setup::install(setup::PEERS)?;
    let to = std::path::absolute(sh::target().join("peers"))?;
    if let Some(from) = from {
        copy(&from, &to)?;
    }
    if !to.join(PACKAGES).is_file() {
        bail!("the peers' scripts are not here yet; name their folder once:\n  cargo xtask peers --dir DIR");
    }
    install(&to)?;
    let mut bench = sh::cargo(&["bench", "-p", "tests", "--bench", "house", "--", "sync", "--peers"]);
    bench.arg(&to);
    sh::step("sync, ours and theirs", "cargo bench -p tests --bench house -- sync", &mut bench)
}

/// The scripts and their lists of packages; what was installed before stays.
fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in std::fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name());
        if path.is_dir() && name != "node_modules" {
            copy(&path, &to.join(name))?;
        } else if path.extension().is_some_and(|ending| ["mjs", "cjs", "json"].iter().any(|e| ending == *e)) {
            std::fs::copy(&path, to.join(name)).with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}

fn install(root: &Path) -> Result<()> {
    let mut folders: Vec<PathBuf> = vec![root.to_owned()];
    for entry in std::fs::read_dir(root)? {
        folders.push(entry?.path());
    }
    folders.retain(|folder| folder.join(PACKAGES).is_file() && !folder.ends_with("node_modules"));
    folders.sort();
    for folder in folders {
        let shown = folder.display().to_string();
        let line = ["install", "--no-audit", "--no-fund", "--prefix", &shown];
        sh::step(
            &format!("npm install, {shown}"),
            &format!("npm {}", line.join(" ")),
            &mut sh::command("npm", &line),
        )?;
    }
    Ok(())
}
