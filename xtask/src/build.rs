//! `cargo xtask build`: what a ward gets, and whether a first visit stays within its budget.
//!
//! Not here: how to run it at a ward (README of the folder is the product's `--help`).
//! Invariant: over the bar, nothing is delivered: the command fails after showing the table.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::bundle::{PART, Site, Squeeze, brotli, bundle};
use crate::wasm::{Profile, wasm};
use crate::{notices, setup, sh};

const DIST: &str = "target/dist";

const KIB: usize = 1024;
const CODE_BYTES_MAX: usize = 350 * KIB;
/// First load and every part together: what a device fetches once and keeps. No bar of a first visit; it keeps the parts
/// from growing unseen.
const WHOLE_BYTES_MAX: usize = 2_000 * KIB;
/// The same of pages that were built quickly, which are larger throughout.
const WHOLE_QUICK_BYTES_MAX: usize = 3_100 * KIB;
const STYLE_BYTES_MAX: usize = 15 * KIB;
const PAGE_BYTES_MAX: usize = 5 * KIB;
/// Until the page can be used; browsers fetch the tab's icon and the manifest when they have nothing better to do.
const REQUESTS_MAX: usize = 6;

pub fn build(args: &[String]) -> Result<()> {
    crate::flags(args, [])?;
    crate::enter_root()?;
    setup::install(setup::COMPILER)?;
    let mut cargo = sh::cargo(&["build", "--release", "--package", "server", "--bin", "mot-cua"]);
    sh::step("cargo build --release, server", "cargo check -p server", &mut cargo)?;
    let site = bundle(&wasm(Profile::Small)?, &Path::new(DIST).join("site"), Squeeze::Best)?;
    let from = sh::target().join("release/mot-cua");
    let to = Path::new(DIST).join("mot-cua");
    // Beside, then over: a server that runs from this folder keeps its file.
    let fresh = to.with_extension("new");
    std::fs::copy(&from, &fresh).with_context(|| format!("cannot copy {}", from.display()))?;
    std::fs::rename(&fresh, &to).with_context(|| format!("cannot put {} in place", to.display()))?;
    notices::put(Path::new("."), Path::new(DIST))?;
    weigh(&site, Squeeze::Best)?;
    println!(
        "\n{DIST} is ready: copy the folder, then  ./mot-cua serve --data DIR --listen ADDR --site site"
    );
    Ok(())
}

/// Shows what a first visit downloads, and fails over the bar. Pages that were built quickly keep to it too.
pub fn weigh(site: &Site, squeeze: Squeeze) -> Result<()> {
    let total = |ends: &[&str], later: bool| -> Result<usize> {
        let files = site.0.iter().filter(|(path, _)| path.starts_with("assets/"));
        let asked =
            files.filter(|(path, _)| ends.iter().any(|end| path.ends_with(end)) && is_part(path) == later);
        asked.map(|(_, bytes)| Ok(brotli(bytes, squeeze)?.len())).sum()
    };
    let page = String::from_utf8_lossy(&site.0["index.html"]).into_owned();
    let whole_max = match squeeze {
        Squeeze::Best => WHOLE_BYTES_MAX,
        Squeeze::Quick => WHOLE_QUICK_BYTES_MAX,
    };
    let table = [
        ("wasm + js, brotli", total(&[".wasm", ".js"], false)?, CODE_BYTES_MAX),
        ("with every part", total(&[".wasm", ".js"], false)? + total(&[".wasm"], true)?, whole_max),
        ("css, brotli", total(&[".css"], false)?, STYLE_BYTES_MAX),
        ("html", page.len(), PAGE_BYTES_MAX),
        ("requests", requests(site, &page), REQUESTS_MAX),
    ];
    println!("\n{:<20}{:>10}{:>10}", "first load", "is", "bar");
    for (what, is, bar) in table {
        let over = if is > bar { "  over" } else { "" };
        println!("{what:<20}{:>10}{:>10}{over}", shown(is), shown(bar));
    }
    match table.iter().find(|(_, is, bar)| is > bar) {
        None => Ok(()),
        Some((what, _, _)) => bail!("the first load is over its bar: {what}"),
    }
}

/// Fetched when the first page stands, or when one of its own pages is opened.
fn is_part(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.starts_with(PART))
}

/// The page itself, and every file of ours it or its style makes a browser ask for.
fn requests(site: &Site, page: &str) -> usize {
    let named = |path: &str| page.contains(&format!("\"/{path}\""));
    let asked_later = |path: &str| path.ends_with(".woff2") || path.contains("/snippets/");
    let before_use = site.0.keys().filter(|path| path.starts_with("assets/"));
    1 + before_use.filter(|path| named(path) || asked_later(path)).count()
}

fn shown(n: usize) -> String {
    match n {
        0..KIB => n.to_string(),
        _ => format!("{:.1} KB", n as f64 / KIB as f64),
    }
}
