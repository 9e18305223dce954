//! wasm + style + page → one folder a server can give away as it lies.
//!
//! ```text
//! index.html  sw.js  manifest.webmanifest  icons/…    asked again at every start: no-cache
//! assets/name-HASH.ext                                 never change: immutable, one year
//! x.br x.gz                                            the same file, compressed, beside it
//! ```
//! Not here: who serves it and with which headers (server).
//! Invariant: the folder appears whole or not at all, and sw.js lists every file of it with its digest.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::{css, sh, split, wasm};

/// Every file of the site by its path below the root.
pub struct Site(pub BTreeMap<String, Vec<u8>>);

/// How hard to squeeze; the best takes seconds a megabyte, so what is small is squeezed so in any case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Squeeze {
    Quick,
    Best,
}

/// Makes `out` hold the site, unless it already does.
pub fn bundle(built: &Path, out: &Path, squeeze: Squeeze) -> Result<Site> {
    let site = Site::of(built)?;
    let print = site.print(squeeze);
    let stamp = out.with_extension("print");
    if std::fs::read_to_string(&stamp).is_ok_and(|old| old == print) && out.join("sw.js").is_file() {
        eprintln!("── {}: unchanged", out.display());
        return Ok(site);
    }
    sh::say(&format!("bundle → {}", out.display()));
    let fresh = out.with_extension("new");
    remove(&fresh)?;
    for (path, bytes) in &site.0 {
        let file = fresh.join(path);
        sh::write(&file, bytes)?;
        if squeezable(path) {
            sh::write(format!("{}.br", file.display()), &brotli(bytes, squeeze)?)?;
            sh::write(format!("{}.gz", file.display()), &gzip(bytes, squeeze)?)?;
        }
    }
    let old = out.with_extension("old");
    remove(&old)?;
    if out.exists() {
        std::fs::rename(out, &old).with_context(|| format!("cannot move {} away", out.display()))?;
    }
    std::fs::rename(&fresh, out).with_context(|| format!("cannot put {} in place", out.display()))?;
    remove(&old)?;
    sh::write(stamp, print.as_bytes())?;
    Ok(site)
}

impl Site {
    fn of(built: &Path) -> Result<Site> {
        let mut site = Site(BTreeMap::new());
        let wasm = site.hashed("app.wasm", read(&built.join("app_bg.wasm"))?);
        let parts = site.parts(built)?;
        let js = site.hashed("app.js", script(built, &wasm, &parts)?.into_bytes());
        let css = site.styles()?;
        let snippets = built.join("snippets");
        site.copy(&snippets, "assets/snippets")?;
        site.copy(Path::new("app/icons"), "icons")?;
        site.put("manifest.webmanifest", read(Path::new("app/manifest.webmanifest"))?);
        let mut page = sh::read_text("app/index.html")?;
        for (mark, path) in [("{{css}}", css), ("{{js}}", js), ("{{wasm}}", wasm)] {
            ensure!(page.contains(mark), "app/index.html does not say where {mark} goes");
            page = page.replace(mark, &path);
        }
        site.put("index.html", page.into_bytes());
        let shell = site.shell();
        let worker = sh::read_text("app/sw.js")?;
        ensure!(worker.contains("\"{{shell}}\""), "app/sw.js does not say where {{{{shell}}}} goes");
        let version = wasm::hex(&Sha256::digest(&shell)[..8]);
        site.put(
            "sw.js",
            worker.replace("\"{{shell}}\"", &shell).replace("{{version}}", &version).into_bytes(),
        );
        Ok(site)
    }

    fn put(&mut self, path: &str, bytes: Vec<u8>) {
        self.0.insert(path.to_owned(), bytes);
    }

    /// Puts `bytes` under a name that changes with them; gives the address.
    fn hashed(&mut self, name: &str, bytes: Vec<u8>) -> String {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let hash = wasm::hex(&Sha256::digest(&bytes)[..8]);
        let path = format!("assets/{stem}-{hash}.{extension}");
        self.put(&path, bytes);
        format!("/{path}")
    }

    /// The parts under hashed names beside the script; gives what loads them, asking by these names.
    fn parts(&mut self, built: &Path) -> Result<String> {
        let mut link = sh::read_text(built.join(split::LINK))?;
        for file in sh::files(built)? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let asked = format!("\"./{name}\"");
            if name.ends_with(".wasm") && link.contains(&asked) {
                let address = self.hashed(&format!("{PART}{name}"), read(&file)?);
                link = link.replace(&asked, &format!("\"{address}\""));
            }
        }
        ensure!(!link.contains("URL(\"./"), "a part is asked for that is not there");
        Ok(link)
    }

    fn copy(&mut self, from: &Path, to: &str) -> Result<()> {
        for file in sh::files(from)? {
            let below = file.strip_prefix(from)?.to_string_lossy().into_owned();
            self.put(&format!("{to}/{below}"), read(&file)?);
        }
        Ok(())
    }

    /// The one sheet, its fonts beside it under hashed names.
    fn styles(&mut self) -> Result<String> {
        let mut sheet = css::sheet(Path::new("style/index.css"))?;
        for font in sh::files(Path::new("style/fonts"))? {
            let name = font.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let asked = format!("\"fonts/{name}\"");
            if sheet.contains(&asked) {
                let address = self.hashed(&name, read(&font)?);
                sheet = sheet.replace(&asked, &format!("\"{address}\""));
            }
        }
        ensure!(!sheet.contains("\"fonts/"), "a style asks for a font that style/fonts does not have");
        Ok(self.hashed("app.css", sheet.into_bytes()))
    }

    /// `[["/index.html","sha256-…"],…]`, in the order of names: what the service worker keeps.
    fn shell(&self) -> String {
        let rows = self.0.iter().map(|(path, bytes)| {
            let address = if path == "index.html" { String::from("/") } else { format!("/{path}") };
            format!("[\"{address}\",\"sha256-{}\"]", base64(&Sha256::digest(bytes)))
        });
        format!("[{}]", rows.collect::<Vec<_>>().join(","))
    }

    fn print(&self, squeeze: Squeeze) -> String {
        let mut digest = Sha256::new();
        digest.update(format!("{squeeze:?}"));
        for (path, bytes) in &self.0 {
            digest.update(format!("{path}\n{}\n", bytes.len()));
            digest.update(bytes);
        }
        wasm::hex(&digest.finalize())
    }
}

/// How the names of parts begin: a first visit does not wait for them.
pub const PART: &str = "part-";

/// One module instead of three: what loads the parts, wasm-bindgen's glue, then `boot.js`, so that the browser
/// asks once.
fn script(dir: &Path, wasm: &str, parts: &str) -> Result<String> {
    const IMPORT: &str = "import init from \"./app.js\";\n";
    const EXPORT: &str = "export { initSync, __wbg_init as default };";
    const FROM_GLUE: &str = "import { initSync } from \"./app.js\";\n";
    let glue = sh::read_text(dir.join("app.js"))?;
    ensure!(parts.contains(FROM_GLUE), "the script of the parts begins otherwise than `{FROM_GLUE}`");
    let glue = link_here(&glue, parts)?;
    let loaders = parts.replace(FROM_GLUE, "").replace("export const ", "const ");
    let boot = sh::read_text("app/boot.js")?;
    ensure!(glue.matches(EXPORT).count() == 1, "wasm-bindgen's module ends otherwise than `{EXPORT}`");
    ensure!(
        boot.contains(IMPORT) && boot.contains("{{wasm}}"),
        "app/boot.js begins otherwise than `{IMPORT}`"
    );
    let boot = boot.replace(IMPORT, "const init = __wbg_init;\n").replace("{{wasm}}", wasm);
    // In a block of its own: the glue has names at the top level too.
    Ok(format!("{loaders}{}\n{{\n{boot}}}\n", glue.replace(EXPORT, "")))
}

/// The glue's imports of the loaders become constants: the loaders stand above in the same module.
fn link_here(glue: &str, link: &str) -> Result<String> {
    let names = link.lines().filter_map(|line| line.strip_prefix("export const ")?.split(' ').next());
    let loaders = format!("{{ {} }}", names.collect::<Vec<_>>().join(", "));
    let import = format!(" from \"./{}\"", split::LINK);
    let lines = glue.lines().map(|line| match line.strip_suffix(&import) {
        None => Ok(line.to_owned()),
        Some(all) => {
            let name = all.strip_prefix("import * as ");
            Ok(format!(
                "const {} = {loaders};",
                name.with_context(|| format!("wasm-bindgen writes `{line}`"))?
            ))
        }
    });
    Ok(lines.collect::<Result<Vec<_>>>()?.join("\n"))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

fn remove(dir: &Path) -> Result<()> {
    match dir.exists() {
        true => std::fs::remove_dir_all(dir).with_context(|| format!("cannot remove {}", dir.display())),
        false => Ok(()),
    }
}

fn squeezable(path: &str) -> bool {
    ![".png", ".woff2", ".br", ".gz"].iter().any(|end| path.ends_with(end))
}

const SMALL: usize = 128 * 1024;

pub fn brotli(bytes: &[u8], squeeze: Squeeze) -> Result<Vec<u8>> {
    let quality = if squeeze == Squeeze::Best || bytes.len() <= SMALL { 11 } else { 5 };
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 1 << 16, quality, 22).write_all(bytes)?;
    Ok(out)
}

fn gzip(bytes: &[u8], squeeze: Squeeze) -> Result<Vec<u8>> {
    let level = if squeeze == Squeeze::Best { 9 } else { 5 };
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    out.write_all(bytes)?;
    Ok(out.finish()?)
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * place)) as usize & 63];
            out.push(if place <= three.len() { sign.into() } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests;
