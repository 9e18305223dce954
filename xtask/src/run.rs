//! `cargo xtask run`: from a bare clone to a page one can log in to.
//!
//! Invariant: a demo ward is there whole or not at all; data that exist are never touched.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::bundle::{Site, Squeeze, bundle};
use crate::wasm::{Profile, wasm};
use crate::{setup, sh};

pub const SITE: &str = "target/site";

pub fn run(args: &[String]) -> Result<()> {
    let [port, data] = crate::flags(args, ["--port", "--data"])?;
    let port: u16 = crate::number("--port", port, 8080)?;
    // A folder the caller names is named from where the caller stands.
    let data = data.map(std::path::absolute).transpose()?;
    crate::enter_root()?;
    let data = data.unwrap_or_else(|| PathBuf::from("data/demo"));
    setup::install(setup::COMPILER)?;
    let server = server()?;
    pages()?;
    if !holds_database(&data)? {
        seed(&server, &data)?;
    } else if let Some(said) = age(&data).and_then(|days| stale(days, &data)) {
        sh::say(&said);
    }
    logins(&server, &data)?;
    sh::say(&format!("serving http://127.0.0.1:{port} (Ctrl-C ends it)"));
    let listen = format!("127.0.0.1:{port}");
    // No network is behind the demo's text messages: what citizens asked to be told stands in a file.
    let (messages, site) = (data.join("tin-nhan.csv"), format!("http://{listen}"));
    let messages = messages.to_string_lossy();
    let told = ["--sms-file", &messages, "--public-url", &site];
    // The server takes our place: signals reach it directly.
    let error = said(&server, &["serve", "--listen", &listen, "--site", SITE], &data).args(told).exec();
    Err(error).with_context(|| format!("cannot start {}", server.display()))
}

pub fn site(args: &[String]) -> Result<()> {
    crate::flags(args, [])?;
    crate::enter_root()?;
    pages().map(drop)
}

/// The pages, quickly built, in target/site.
pub fn pages() -> Result<Site> {
    bundle(&wasm(Profile::Dev)?, Path::new(SITE), Squeeze::Quick)
}

fn server() -> Result<PathBuf> {
    let mut cargo = sh::cargo(&["build", "--package", "server", "--bin", "mot-cua"]);
    sh::step("cargo build, server", "cargo check -p server", &mut cargo)?;
    Ok(std::path::absolute(sh::target().join("debug/mot-cua"))?)
}

fn holds_database(data: &Path) -> Result<bool> {
    let is_database = |path: &PathBuf| path.extension().is_some_and(|end| end == "db" || end == "sqlite");
    Ok(data.is_dir() && sh::files(data)?.iter().any(is_database))
}

/// Days since the demo ward was made, by the file of its passwords; none where a real ward lies.
fn age(data: &Path) -> Option<u64> {
    let made = std::fs::metadata(data.join("demo-logins.txt")).and_then(|file| file.modified()).ok()?;
    Some(made.elapsed().ok()?.as_secs() / 86_400)
}

/// What is said of a demo ward whose today is past.
fn stale(days: u64, data: &Path) -> Option<String> {
    let ago = match days {
        0 => return None,
        1 => "a day ago".to_owned(),
        days => format!("{days} days ago"),
    };
    let data = data.display();
    Some(format!(
        "the demo ward in {data} ends {ago}, so nothing of it is due today; rm -r '{data}' and run again for one \
         that ends now (what was done in it goes too)"
    ))
}

/// The year is lived beside the place where it will be found, and moved there when it is over.
fn seed(server: &Path, data: &Path) -> Result<()> {
    let draft = data.with_extension("draft");
    if draft.exists() {
        std::fs::remove_dir_all(&draft).with_context(|| format!("cannot remove {}", draft.display()))?;
    }
    std::fs::create_dir_all(&draft).with_context(|| format!("cannot make {}", draft.display()))?;
    let remedy = "cargo xtask run, once more: nothing was kept";
    sh::step(
        "the demo ward lives its year 2018",
        remedy,
        &mut said(server, &["demo", "--year", "2018"], &draft),
    )?;
    if data.is_dir() {
        // Only an empty folder lets itself be removed.
        std::fs::remove_dir(data).with_context(|| format!("{} has files but no database", data.display()))?;
    }
    std::fs::rename(&draft, data).with_context(|| format!("cannot put {} in place", data.display()))
}

fn logins(server: &Path, data: &Path) -> Result<()> {
    sh::say("logins");
    print!("{}", sh::read(&mut said(server, &["logins"], data))?);
    Ok(())
}

fn said(server: &Path, args: &[&str], data: &Path) -> std::process::Command {
    let mut command = sh::command(&server.to_string_lossy(), args);
    command.arg("--data").arg(data);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_demo_ward_says_its_age_and_the_remedy_in_one_line() {
        let data = std::env::temp_dir().join(format!("xtask-run-{}", std::process::id()));
        std::fs::create_dir_all(&data).unwrap();
        assert_eq!(age(&data), None, "a ward without demo passwords is nobody's demo");
        let file = std::fs::File::create(data.join("demo-logins.txt")).unwrap();
        assert_eq!(age(&data).and_then(|days| stale(days, &data)), None, "made today");
        let then = std::time::SystemTime::now() - std::time::Duration::from_secs(8 * 86_400 + 60);
        file.set_modified(then).unwrap();
        let said = age(&data).and_then(|days| stale(days, &data)).unwrap();
        assert!(said.contains("8 days ago") && said.contains("rm -r ") && !said.contains('\n'), "{said}");
        assert!(stale(1, &data).unwrap().contains("a day ago"));
        std::fs::remove_dir_all(&data).unwrap();
    }
}
