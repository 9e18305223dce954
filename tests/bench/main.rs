//! The budgets of the product, measured: `cargo bench -p tests --bench house -- [sync] [rules] [browser] [sizes]`.
//!
//! Not here: what is right or wrong; a bench fails only when it could not measure.
//! Invariant: what is compared was measured in the same run, so ratios hold on a noisy machine too.

mod browser;
mod desk;
mod floor;
mod house;
mod http;
mod peers;
mod proxy;
mod rules;
mod sizes;
mod sync;
mod table;
#[path = "../browser/user.rs"]
#[expect(dead_code, reason = "the journeys use more of a person's skills than the benches do")]
mod user;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
cargo bench -p tests --bench house -- [PART…] [--peers DIR] [--site DIR]
  sync      the server over loopback; with --peers (cargo xtask peers), other systems beside it
  rules     acts, due dates, reports
  browser   saving, starting and searching in chromium; --site, or target/dist/site, or target/site
  sizes     what a first visit downloads; the same folders
Without a part: sync and rules, and the others where a site is built.
";

#[derive(Default)]
struct Ask {
    parts: Vec<String>,
    peers: Option<PathBuf>,
    site: Option<PathBuf>,
}

fn main() -> ExitCode {
    match read(std::env::args().skip(1)) {
        Some(ask) => {
            run(ask);
            ExitCode::SUCCESS
        }
        None => {
            eprint!("{HELP}");
            ExitCode::FAILURE
        }
    }
}

fn read(mut args: impl Iterator<Item = String>) -> Option<Ask> {
    let mut ask = Ask::default();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            // Cargo says so to every bench.
            "--bench" => {}
            "--peers" => ask.peers = Some(args.next()?.into()),
            "--site" => ask.site = Some(args.next()?.into()),
            "sync" | "rules" | "browser" | "sizes" => ask.parts.push(arg),
            _ => return None,
        }
    }
    Some(ask)
}

fn run(ask: Ask) {
    if cfg!(debug_assertions) {
        println!("built without optimisation: the figures are of no use");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("threads");
    let wanted = |part: &str| ask.parts.is_empty() || ask.parts.iter().any(|asked| asked == part);
    if wanted("sync") {
        let rows = runtime.block_on(sync::run());
        match &ask.peers {
            Some(folder) => peers::run(folder, &rows),
            None => println!("\npeers left out: cargo xtask peers measures them beside ours"),
        }
    }
    if wanted("rules") {
        rules::run();
    }
    // Run in its package's folder: a path that begins elsewhere would be measured as nothing, and meet every bar.
    if let Some(site) = &ask.site {
        assert!(site.join("index.html").is_file(), "no pages in {}: give the whole path", site.display());
    }
    let Some(site) = ask.site.clone().or_else(built_site) else {
        println!("\nsizes and browser left out: no site is built; cargo xtask build");
        return;
    };
    if wanted("sizes") {
        sizes::run(&site);
    }
    if wanted("browser") {
        runtime.block_on(browser::run(&site));
    }
}

fn built_site() -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target");
    ["dist/site", "site"]
        .map(|name| target.join(name))
        .into_iter()
        .find(|site| site.join("index.html").is_file())
}
