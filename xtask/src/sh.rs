//! Running other programs: say what is run, and on failure what to type.
//!
//! Invariant: no child reads our keyboard, and none inherits what the outer cargo set for itself; a tree that is built
//! once keeps nothing for a second build.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The cargo that started us, without the variables it set for us.
pub fn cargo(args: &[&str]) -> Command {
    let mut cargo = command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()), args);
    if !*REBUILT.get_or_init(rebuilt) && std::env::var_os("CARGO_INCREMENTAL").is_none() {
        cargo.env("CARGO_INCREMENTAL", "0");
    }
    cargo
}

/// Asked once, before the first build changes the answer.
static REBUILT: OnceLock<bool> = OnceLock::new();

/// Whether somebody builds by hand in this tree, so that the parts that compile again faster are worth their gigabytes:
/// they are half of what a whole build leaves on the disk. `xtask` alone does not count: cargo has just built it.
fn rebuilt() -> bool {
    let Ok(kept) = std::fs::read_dir(target().join("debug/incremental")) else { return false };
    kept.flatten().any(|of| !of.file_name().to_string_lossy().starts_with("xtask-"))
}

pub fn command(program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let ours = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|p| name.starts_with(p));
        if ours || ["CARGO", "LD_LIBRARY_PATH"].contains(&&*name) {
            command.env_remove(&*name);
        }
    }
    command
}

/// Where cargo builds for this machine.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from)
}

/// Runs a step in the open. `remedy` is what a person types when it fails.
pub fn step(title: &str, remedy: &str, command: &mut Command) -> Result<()> {
    say(title);
    let start = Instant::now();
    let why = match command.status() {
        Ok(status) if status.success() => None,
        Ok(status) => Some(format!("failed ({status})")),
        Err(error) => Some(format!("cannot start ({error})")),
    };
    if let Some(why) = why {
        bail!("{title}: {why}\n  {}\n  {remedy}", shown(command));
    }
    eprintln!("   {:.1} s", start.elapsed().as_secs_f32());
    Ok(())
}

pub fn say(title: &str) {
    eprintln!("── {title}");
}

/// Standard output of a quiet command.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if !output.status.success() {
        bail!("{} failed: {}", shown(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// True when the command ends well within `limit`; it is stopped after that.
pub fn succeeds_within(limit: Duration, command: &mut Command) -> bool {
    let Ok(mut child) = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn() else { return false };
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if start.elapsed() < limit => std::thread::sleep(Duration::from_millis(100)),
            Ok(None) | Err(_) => {
                child.kill().and_then(|()| child.wait().map(drop)).ok();
                return false;
            }
        }
    }
}

/// Where `program` is on the PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|dir| dir.join(program)).find(|path| path.is_file())
}

/// Every file below `dir`, in the order of their names.
pub fn files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !dir.is_dir() {
        return Ok(found);
    }
    let entries = std::fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut entries: Vec<PathBuf> = entries.map(|e| e.map(|e| e.path())).collect::<std::io::Result<_>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

pub fn read_text(path: impl AsRef<Path>) -> Result<String> {
    let path = path.as_ref();
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

pub fn write(path: impl AsRef<Path>, bytes: &[u8]) -> Result<()> {
    let path = path.as_ref();
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    }
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{command, step};

    /// The last line is what a person types, whether the program failed or is not there at all.
    #[test]
    fn a_step_that_fails_ends_with_what_to_type() {
        let said = |program: &str| {
            let failed = step("a step", "cargo xtask setup", &mut command(program, &["--now"]));
            format!("{:#}", failed.expect_err("it fails"))
        };
        assert_eq!(said("false"), "a step: failed (exit status: 1)\n  false --now\n  cargo xtask setup");
        let absent = said("no-such-program");
        assert!(absent.starts_with("a step: cannot start ("), "{absent}");
        assert!(absent.ends_with(")\n  no-such-program --now\n  cargo xtask setup"), "{absent}");
        assert!(step("a step", "", &mut command("true", &[])).is_ok());
    }
}
