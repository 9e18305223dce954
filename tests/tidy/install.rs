//! What a browser asks before it installs the application: names, icons of their size, addresses that exist.
//!
//! Not here: what is kept for the time without a network (`app/sw.js`).
//! Invariant: an icon is as large as the manifest says, and a shortcut leads to a page.

use std::path::Path;

use serde_json::Value;

use super::{Tree, complains, holds};

const MANIFEST: &str = "app/manifest.webmanifest";

fn manifest(tree: &Tree) -> Value {
    serde_json::from_str(tree.get(MANIFEST).unwrap_or_default()).unwrap_or_default()
}

fn list<'a>(manifest: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    manifest.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Chromium asks for these before it offers to install.
fn can_be_installed(tree: &Tree) -> Vec<String> {
    let manifest = manifest(tree);
    let mut complaints = Vec::new();
    for name in ["name", "short_name", "start_url", "id", "display", "lang"] {
        if text(&manifest, name).is_empty() {
            complaints.push(format!("{MANIFEST}: says no `{name}`"));
        }
    }
    for size in ["192x192", "512x512"] {
        let has = list(&manifest, "icons")
            .any(|icon| text(icon, "sizes") == size && !text(icon, "purpose").contains("maskable"));
        if !has {
            complaints.push(format!("{MANIFEST}: has no icon of {size}"));
        }
    }
    if !list(&manifest, "icons").any(|icon| text(icon, "purpose").contains("maskable")) {
        complaints.push(format!("{MANIFEST}: has no maskable icon"));
    }
    if !tree.get("app/index.html").unwrap_or_default().contains("rel=\"apple-touch-icon\"") {
        complaints.push("app/index.html: names no apple-touch-icon".to_owned());
    }
    complaints
}

/// A shortcut that leads nowhere greets with “no such page”.
fn shortcuts_lead_to_pages(tree: &Tree) -> Vec<String> {
    let routes = tree.get("app/src/routes.rs").unwrap_or_default();
    let manifest = manifest(tree);
    let lost = list(&manifest, "shortcuts").map(|shortcut| text(shortcut, "url"));
    let lost = lost.filter(|url| !routes.contains(&format!("path!(\"{url}\")")));
    lost.map(|url| format!("{MANIFEST}: no page stands at {url}")).collect()
}

/// Width and height from the head of a PNG.
fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    bytes.starts_with(b"\x89PNG\r\n\x1a\n").then_some(())?;
    Some((number(16)?, number(20)?))
}

#[test]
fn the_application_can_be_installed() {
    holds(can_be_installed);
    holds(shortcuts_lead_to_pages);
    let bare = r#"{"name": "M", "short_name": "M", "start_url": "/", "id": "/", "display": "standalone", "lang": "vi",
        "icons": [{"sizes": "512x512", "purpose": "maskable"}], "shortcuts": [{"url": "/xa"}]}"#;
    let files = [
        (MANIFEST, bare),
        ("app/index.html", "<link rel=\"apple-touch-icon\">"),
        ("app/src/routes.rs", "path!(\"/nhan\")"),
    ];
    complains(
        can_be_installed,
        &files,
        &[
            "app/manifest.webmanifest: has no icon of 192x192",
            "app/manifest.webmanifest: has no icon of 512x512",
        ],
    );
    complains(shortcuts_lead_to_pages, &files, &["app/manifest.webmanifest: no page stands at /xa"]);
}

#[test]
fn every_icon_is_as_large_as_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app");
    let manifest: Value = serde_json::from_str(
        &std::fs::read_to_string(root.join("manifest.webmanifest")).expect("the manifest"),
    )
    .expect("JSON");
    let mut seen = 0;
    for icon in list(&manifest, "icons").filter(|icon| text(icon, "type") == "image/png") {
        let src = text(icon, "src");
        let bytes = std::fs::read(root.join(src.trim_start_matches('/'))).expect("the icon");
        let (width, height) = png_size(&bytes).expect("a PNG");
        assert_eq!(format!("{width}x{height}"), text(icon, "sizes"), "{src}");
        seen += 1;
    }
    assert!(seen > 0, "there are icons");
}
