//! The systems that a team would take instead, on the same work beside ours: one table of ratios.
//!
//! Not here: the measuring (`tests/bench`); the peers' scripts (`tests/peers`).
//! Invariant: no package is installed outside of `target/peers`, and none but those of the lock.

use std::path::Path;

use anyhow::{Context, Result};

use crate::{setup, sh};

const SCRIPTS: &str = "tests/peers";
const LOCK: &str = "package-lock.json";
/// The lock whose packages lie there whole.
const DONE: &str = "node_modules/.whole";

pub fn peers(args: &[String]) -> Result<()> {
    crate::flags(args, [])?;
    crate::enter_root()?;
    setup::install(setup::COMPILER)?;
    setup::install(setup::PEERS)?;
    let to = std::path::absolute(sh::target().join("peers"))?;
    copy(&to)?;
    install(&to)?;
    let mut bench = sh::cargo(&["bench", "-p", "tests", "--bench", "house", "--", "sync", "--peers"]);
    bench.arg(&to);
    sh::step("sync, ours and theirs", "cargo bench -p tests --bench house -- sync", &mut bench)
}

/// The scripts and the list of their packages; what was installed before stays.
fn copy(to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in std::fs::read_dir(SCRIPTS).with_context(|| format!("cannot read {SCRIPTS}"))? {
        let path = entry?.path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            std::fs::copy(&path, to.join(name)).with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}

/// Exactly the packages of the lock; nothing where they lie there already.
fn install(root: &Path) -> Result<()> {
    let lock = sh::read_text(root.join(LOCK))?;
    let done = root.join(DONE);
    if std::fs::read_to_string(&done).is_ok_and(|there| there == lock) {
        return Ok(());
    }
    let shown = root.display().to_string();
    let line = ["ci", "--prefix", &shown];
    let remedy = format!("npm {}", line.join(" "));
    sh::step("npm ci, the peers", &remedy, &mut sh::command("npm", &line))?;
    std::fs::write(&done, lock).with_context(|| format!("cannot write {}", done.display()))
}
