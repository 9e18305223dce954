//! What a first visit downloads, read from a built site.
//!
//! Not here: the gate that refuses a site over its bars (`cargo xtask build`), which compresses by itself.
//! Invariant: the packed twins that a server gives away, as they lie.

use std::path::Path;

use crate::table::size;

const CODE_BYTES_MAX: u64 = 350 * 1_024;
const STYLE_BYTES_MAX: u64 = 15 * 1_024;
/// What is fetched once the first page stands.
const PART: &str = "/part-";

pub fn run(site: &Path) {
    let assets = site.join("assets");
    let files = walk(&assets);
    let total = |ends: &[&str], later: bool| -> u64 {
        let asked = files.iter().filter(|(name, _)| ends.iter().any(|end| name.ends_with(end)));
        asked.filter(|(name, _)| name.contains(PART) == later).map(|(_, n)| n).sum()
    };
    println!("\nDownload of a first visit, {}", site.display());
    for (what, bytes, max) in [
        ("wasm + js, brotli", total(&[".wasm.br", ".js.br"], false), CODE_BYTES_MAX),
        ("css, brotli", total(&[".css.br"], false), STYLE_BYTES_MAX),
    ] {
        let met = if bytes <= max { "met" } else { "MISSED" };
        println!("{what:<46}{:>10}  ≤ {} {met}", size(bytes), size(max));
    }
    println!("{:<46}{:>10}", "parts, once the first page stands, brotli", size(total(&[".wasm.br"], true)));
}

fn walk(folder: &Path) -> Vec<(String, u64)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let entries = entries.filter_map(Result::ok).flat_map(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return walk(&path);
        }
        let bytes = entry.metadata().map_or(0, |meta| meta.len());
        vec![(path.display().to_string(), bytes)]
    });
    entries.collect()
}
