//! The pages' files: read once at start, served packed as the build left them.
//!
//! Not here: building and packing them (`xtask`).
//! Invariant: a path is a key of a table, never a name on the disk.

use std::collections::HashMap;
use std::path::Path;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::random;

/// One file with its packed twins.
struct File {
    plain: axum::body::Bytes,
    br: Option<axum::body::Bytes>,
    gz: Option<axum::body::Bytes>,
    tag: HeaderValue,
    kind: &'static str,
    immutable: bool,
}

#[derive(Default)]
pub struct Files(HashMap<String, File>);

impl Files {
    /// Reads the folder and everything below it.
    pub fn read(folder: &Path) -> std::io::Result<Files> {
        let mut raw = HashMap::new();
        collect(folder, "", &mut raw)?;
        let mut files = HashMap::new();
        let names: Vec<String> = raw.keys().filter(|name| !is_twin(name, &raw)).cloned().collect();
        for name in names {
            let twin = |end: &str| raw.get(&format!("{name}.{end}")).cloned().map(Into::into);
            let Some(plain) = raw.get(&name) else { continue };
            let tag = format!("\"{}\"", &random::to_hex(&Sha256::digest(plain))[..32]);
            let file = File {
                br: twin("br"),
                gz: twin("gz"),
                tag: HeaderValue::from_str(&tag).expect("hexadecimal digits"),
                kind: kind(&name),
                immutable: is_hashed(&name),
                plain: plain.clone().into(),
            };
            files.insert(format!("/{name}"), file);
        }
        Ok(Files(files))
    }

    /// Whether the page is among them.
    pub fn has_page(&self) -> bool {
        self.0.contains_key("/index.html")
    }

    /// The file at the path; the page itself for a path without an extension, since pages have addresses.
    pub fn get(&self, path: &str, headers: &HeaderMap) -> Response {
        let is_page = path.rsplit('/').next().is_some_and(|last| !last.contains('.'));
        let found = self.0.get(path).or_else(|| self.0.get("/index.html").filter(|_| is_page));
        found.map_or_else(|| Error::not_found().into_response(), |file| file.answer(headers))
    }
}

/// A packed twin of another file in the table.
fn is_twin(name: &str, raw: &HashMap<String, Vec<u8>>) -> bool {
    name.rsplit_once('.').is_some_and(|(base, end)| matches!(end, "br" | "gz") && raw.contains_key(base))
}

#[expect(clippy::disallowed_methods, reason = "read once, before the first request")]
fn collect(folder: &Path, prefix: &str, into: &mut HashMap<String, Vec<u8>>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), into)?;
        } else {
            into.insert(path, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// `app-3f9c2b1a77aa.wasm`: eight or more hexadecimal digits after the last dash or dot before the extension.
fn is_hashed(name: &str) -> bool {
    let stem = name.rsplit('/').next().unwrap_or(name).rsplit_once('.').map_or("", |(stem, _)| stem);
    // wasm-bindgen names its module `app-<hash>_bg.wasm`.
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    stem.rsplit(['-', '.']).next().is_some_and(|hash| {
        hash.len() >= 8 && hash.len() < stem.len() && hash.bytes().all(|b| b.is_ascii_hexdigit())
    })
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

impl File {
    fn answer(&self, headers: &HeaderMap) -> Response {
        let cache = if self.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        let shared = [
            (header::ETAG, self.tag.clone()),
            (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        if headers.get(header::IF_NONE_MATCH).is_some_and(|known| *known == self.tag) {
            return (StatusCode::NOT_MODIFIED, shared).into_response();
        }
        let (body, packing) = match (&self.br, &self.gz) {
            (Some(br), _) if accepts(headers, "br") => (br, Some("br")),
            (_, Some(gz)) if accepts(headers, "gzip") => (gz, Some("gzip")),
            (_, _) => (&self.plain, None),
        };
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(self.kind))];
        let mut response = (shared, kind, body.clone()).into_response();
        if let Some(packing) = packing {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(packing));
        }
        response
    }
}

/// Whether the browser takes the packing; `q=0` means that it does not.
fn accepts(headers: &HeaderMap, packing: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| {
            let mut parts = item.split(';').map(str::trim);
            parts.next() == Some(packing)
                && !parts.any(|q| matches!(q, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        for name in ["app-3f9c2b1a77aa.wasm", "app-3f9c2b1a_bg.wasm", "assets/app.3f9c2b1a.css"] {
            assert!(is_hashed(name), "{name}");
        }
        for name in ["index.html", "sw.js", "icon-512.png", "deadbeef.js", "manifest.webmanifest"] {
            assert!(!is_hashed(name), "{name}");
        }
    }

    #[test]
    fn a_packing_refused_is_not_accepted() {
        let with = |text: &'static str| {
            HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(text))])
        };
        assert!(accepts(&with("gzip, deflate, br"), "br"));
        assert!(accepts(&with("br;q=0.5"), "br"));
        assert!(!accepts(&with("br;q=0, gzip"), "br"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }
}
